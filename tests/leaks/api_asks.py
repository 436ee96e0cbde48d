"""What a viewer asks of the API about a pair of worlds: every operation that its doors declare."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tactful.api.doors import DOORS
from tests.leaks.asking import Ask, Names

LEVELS = (
    "not sharing",
    "relationships",
    "relationships + contact info",
    "relationships + interactions",
    "relationships + both",
)
PREFIX = "/api/v1"
#: Deeds on members who were deactivated.
OF_LEAVERS = ("POST /members/{member}/reactivate", "POST /members/{member}/purge")
#: Of a team and somebody in it.
OF_PLACES = (
    "POST /teams/{team}/members/{member}/preview",
    "PUT /teams/{team}/members/{member}/privacy",
    "POST /teams/{team}/members/{member}/privacy/preview",
)
SORTS = ("note", "note", "meeting-note", "logged-interaction", "file", "reminder", "nothing")
OPTIONS = ("hide", "subjects", "bodies")
READ_AFTER = {"POST /touchpoints/{meeting}/notes": "GET /touchpoints/{meeting}/notes"}
LEAVE = "DELETE /teams/{team}/members/{member}"


def routes() -> tuple[str, ...]:
    """Return every operation, as "GET /people/{person}"."""
    return tuple(door.name for door in DOORS)


def ask(route: str, names: Names) -> Ask:
    """Return a request for this operation."""
    method, _, path = route.partition(" ")
    # Everybody may leave a team; only Enterprise Admins take others out of one.
    known = {**PARAMETERS, "member": Names.member} if route == LEAVE else PARAMETERS
    known = {**PARAMETERS, "member": Names.leaver} if route in OF_LEAVERS else known
    if route in OF_PLACES:
        team, member = names.place()
        known = {**PARAMETERS, "team": lambda _: team, "member": lambda _: member}
    filled = re.sub(r"\{(\w+)\}", lambda found: known[found[1]](names), path)
    if route == "GET /people/{person}/values/why":
        person, kind, value = names.random.choice(
            names.values or [(names.person(), "email", "kim@orca.example")]
        )
        return Ask(route, f"{PREFIX}/people/{person}/values/why", method, {"kind": kind, "value": value})
    query = QUERIES.get(route, _nothing)(names)
    body = BODIES[route](names) if route in BODIES else None
    sent = UPLOADS[route](names) if route in UPLOADS else None
    form = FORMS[route](names) if route in FORMS else None
    return Ask(
        route,
        f"{PREFIX}{filled}",
        method,
        query,
        body,
        form=form,
        file=None if sent is None else ("file", *sent),
    )


def ask_on(route: str, names: Names) -> tuple[Ask, ...]:
    """Return a request for this operation, and what is read right after it: what was written has to stand there."""
    asked = ask(route, names)
    read = READ_AFTER.get(route)
    return (asked,) if read is None else (asked, Ask(read, asked.path, "GET"))


def _of_list(names: Names, sorts: tuple[str, ...]) -> dict[str, str]:
    query = {"sort": names.random.choice(sorts)}
    if names.random.random() < 0.4:
        query["words"] = names.word()
    if names.random.random() < 0.2:
        query["known_by"] = names.pick(names.members)
    if names.random.random() < 0.2:
        query["least_score"] = names.random.choice(("1", "17", "40", "70"))
    if names.random.random() < 0.4:
        query["limit"] = names.random.choice(("1", "2"))
    return query


def _people(names: Names) -> dict[str, str]:
    query = _of_list(names, ("name", "strength", "last_contact"))
    if names.random.random() < 0.2:
        query["company"] = names.pick(names.companies)
    if names.random.random() < 0.2:
        query["since"] = names.random.choice(("2020-01-01", "2025-06-01", "2026-01-01"))
    return query


def _network(names: Names) -> dict[str, str]:
    query = {"of": names.random.choice(("people", "people", "companies"))}
    if names.random.random() < 0.3:
        query["team"] = names.team()
    if names.random.random() < 0.3:
        query["company"] = names.pick(names.companies)
    if names.random.random() < 0.4:
        query["limit"] = names.random.choice(("1", "2"))
    return query


def _chosen(names: Names) -> dict[str, Any]:
    if names.random.random() < 0.15:
        return {"relationships": False, "extras": ["interactions"]}
    return {"level": names.random.choice(LEVELS)}


def _private(names: Names) -> dict[str, Any]:
    what = names.to_withhold()
    audience = names.random.choice([None, None, "everyone", names.team()])
    return what | ({} if audience is None else {"audience": audience})


def _recipient(names: Names) -> dict[str, Any]:
    return names.random.choice(
        [
            {"kind": "domain", "what": names.random.choice(["orca.example", "newco.example", "gmail.com"])},
            {
                "kind": "address",
                "what": names.random.choice(["kim@orca.example", "una@unheard.example", "x"]),
            },
        ]
    )


def _attachments(drawn: float) -> dict[str, Any]:
    return {"kept": drawn < 0.6, "delete_files": drawn > 0.8}


def _limits(names: Names) -> dict[str, Any]:
    if names.random.random() < 0.25:
        return {"audiences": [{"audience": "everyone", "floor": "not sharing", "cap": "not sharing"}]}
    if names.random.random() < 0.25:
        return {"preset": names.random.choice(["opt-in", "open", "siloed", "none"])}
    audience = names.random.choice(["everyone", names.team()])
    limits = {"audience": audience, names.random.choice(["floor", "cap"]): names.random.choice(LEVELS)}
    sent: dict[str, Any] = {"audiences": [limits]} if names.random.random() < 0.7 else {}
    for default in ("default_for_teams", "default_for_everyone"):
        if names.random.random() < 0.4:
            sent[default] = names.random.choice(LEVELS)
    return sent


def _option(names: Names) -> dict[str, Any]:
    ends_at = {"ends_at": "2027-05-01T00:00:00Z"} if names.random.random() < 0.1 else {}
    return {"option": names.random.choice([*OPTIONS, *OPTIONS, "all"]), **ends_at}


def _mode(names: Names) -> dict[str, Any]:
    return names.random.choice(
        [
            {"mode": "teams only"},
            {"mode": "everyone", "back": "restore"},
            {"mode": "everyone", "back": "hide"},
            {"members_may_be_stricter": names.random.random() < 0.7},
        ]
    )


def _keeping(names: Names) -> dict[str, Any]:
    return {names.random.choice(["bodies", "private_events"]): names.random.random() < 0.5}


def _nothing(_: Names) -> dict[str, str]:
    return {}


def _short(names: Names) -> dict[str, str]:
    return {"limit": "1"} if names.random.random() < 0.4 else {}


def _why(names: Names) -> dict[str, str]:
    return {"why": "1"} if names.random.random() < 0.5 else {}


def _why_value(names: Names) -> dict[str, str]:
    value = names.random.choice(
        (
            None,
            "every",
            "every",
            "name",
            "score",
            "known-by",
            "last-contact",
            "statistics",
            "group-score",
            "tie",
        )
    )
    if value is None:
        return {}
    query = {"value": value, "knower": names.pick(names.members)}
    audience = names.random.choice([None, "everyone", names.team()])
    return query if audience is None else query | {"audience": audience}


def _options(names: Names) -> dict[str, Any]:
    switches = ("everyone", "teams_and_users", "only_you", "own_teams")
    sent: dict[str, Any] = {
        switch: names.random.random() < 0.5 for switch in switches if names.random.random() < 0.5
    }
    return sent | ({"unchosen": "everyone"} if names.random.random() < 0.2 else {})


def _flat(audience: dict[str, Any]) -> dict[str, Any]:
    """Return an audience as fields of a form."""
    return {"audience": audience["option"], **{key: audience.get(key, []) for key in ("teams", "members")}}


Parameter = Callable[[Names], str]
PARAMETERS: Mapping[str, Parameter] = {
    "person": Names.person,
    "company": lambda names: names.pick(names.companies),
    "team": Names.team,
    "member": lambda names: names.pick(names.members),
    "contributor": lambda names: names.pick(names.members),
    "source": Names.feed,
    "key": Names.key,
    "invitation": lambda names: names.pick(names.invitations),
    "raised": Names.raised,
    "audience": lambda names: names.random.choice(["everyone", names.team()]),
    "introduction": Names.introduction,
    "exception": Names.exception,
    "rule": Names.mailbox_rule,
    "push": Names.push,
    "recipient": Names.recipient,
    "touchpoint": lambda names: names.pick(names.interactions),
    "judgement": Names.judgement,
    "item": Names.item,
    "file": Names.file,
    "meeting": Names.meeting,
    "reminder": Names.reminder,
    "logged": Names.logged_interaction,
    "sort": lambda names: names.random.choice(SORTS),
}
QUERIES: Mapping[str, Callable[[Names], dict[str, str]]] = {
    "GET /people": _people,
    "GET /companies": lambda names: _of_list(names, ("name", "strength", "people", "last_contact")),
    "GET /companies/{company}/people": _short,
    "GET /people/{person}/timeline": _short,
    "GET /companies/{company}/timeline": _short,
    "GET /identity/proposals": _short,
    "GET /touchpoints/{touchpoint}/thread": _short,
    "GET /touchpoints": lambda names: _short(names) | names.random.choice([{}, {}, {"kind": "meeting"}]),
    "GET /people/{person}": _why,
    "GET /companies/{company}": _why,
    "GET /people/{person}/why": _why_value,
    "GET /companies/{company}/why": _why_value,
    "GET /network": _network,
    "GET /network/new": lambda names: names.random.choice([{}, {"limit": "1"}]),
    "GET /disclosures": lambda names: names.random.choice(
        [
            {},
            {"limit": "1"},
            {"person": names.person()},
            {"kind": "phone"},
            {"viewer": names.pick(names.members)},
        ]
    ),
    "GET /items": lambda names: names.random.choice(
        [
            {},
            {"limit": "1"},
            {"mine": "true"},
            {"person": names.person()},
            {"person": names.person()},
            {"company": names.pick(names.companies)},
            {"words": names.random.choice(["what", "says 1", names.word()])},
            {"sorts": names.random.choice(["note", "reminder,file", "nothing"])},
        ]
    ),
    "GET /files": lambda names: names.random.choice(
        [
            {},
            {"limit": "1"},
            {"mine": "true"},
            {"person": names.person()},
            {"company": names.pick(names.companies)},
            {"words": names.word()},
        ]
    ),
    "GET /files/{file}/content": lambda names: names.random.choice([{}, {}, {"version": "1"}]),
    "GET /reminders": lambda names: names.random.choice(
        [{}, {"limit": "1"}, {"due": "overdue"}, {"due": "later"}, {"due": "done"}]
    ),
    "GET /search": lambda names: {"words": names.word()},
    "POST /members/{member}/deactivate": lambda names: names.random.choice(
        [{}, {"confirm": "1"}, {"confirm": "1"}, {"confirm": "1", "reminders_to": names.pick(names.members)}]
    ),
    "PUT /keeping": lambda names: {"confirm": "1"} if names.random.random() < 0.8 else {},
    "POST /members/{member}/purge": lambda names: {"confirm": "1"} if names.random.random() < 0.8 else {},
    "DELETE /sources/{source}": lambda names: {"confirm": "1"} if names.random.random() < 0.8 else {},
}
#: Operations that are sent a file, and what the form has beside it.
UPLOADS: Mapping[str, Callable[[Names], tuple[str, bytes]]] = {
    "POST /sources": Names.upload,
    "POST /files": Names.document,
    "POST /files/{file}/versions": Names.document,
}
FORMS: Mapping[str, Callable[[Names], dict[str, Any]]] = {
    "POST /files": lambda names: {
        "text": names.random.choice(["", names.word()]),
        "people": [names.person()] if names.random.random() < 0.6 else [],
        "companies": [names.pick(names.companies)] if names.random.random() < 0.3 else [],
        **(_flat(names.audience_of_item()) if names.random.random() < 0.7 else {}),
    },
}
BODIES: Mapping[str, Callable[[Names], dict[str, Any]]] = {
    "POST /notes": lambda names: {
        "text": names.word(),
        "people": [names.person()] if names.random.random() < 0.6 else [],
        "companies": [names.pick(names.companies)] if names.random.random() < 0.3 else [],
        **({"audience": names.audience_of_item()} if names.random.random() < 0.7 else {}),
    },
    "POST /notes/import": lambda names: {
        "csv": names.list_of_notes(),
        "dry_run": names.random.random() < 0.5,
    },
    "POST /touchpoints/{meeting}/notes": lambda names: {
        "text": names.word(),
        "confirm": names.random.random() < 0.5,
        **({"people": [names.person()]} if names.random.random() < 0.3 else {}),
        **({"audience": names.audience_of_item()} if names.random.random() < 0.5 else {}),
    },
    "POST /reminders": lambda names: {
        "text": names.word(),
        "due_at": names.random.choice(["2026-01-05T09:00:00Z", "2027-01-05T09:00:00Z"]),
        "people": [names.person()] if names.random.random() < 0.6 else [],
        **names.random.choice([{}, {"recurrence": "weekly", "resets": True}, {"recurrence": "every"}]),
        **({"assignee": names.pick(names.members)} if names.random.random() < 0.5 else {}),
    },
    "PATCH /reminders/{reminder}": lambda names: names.random.choice(
        [{"due_at": "2026-01-05T09:00:00Z"}, {"recurrence": "every", "every_days": 3}, {"resets": True}]
    ),
    "POST /logged-interactions": lambda names: {
        "kind": names.random.choice(["call", "meeting", "lunch"]),
        "text": names.word(),
        "people": [names.person()] if names.random.random() < 0.6 else [],
        "members": [names.pick(names.members)] if names.random.random() < 0.6 else [],
    },
    "PATCH /logged-interactions/{logged}": lambda names: {
        "kind": names.random.choice(["call", "meeting"]),
        **({"members": [names.pick(names.members)]} if names.random.random() < 0.5 else {}),
    },
    "POST /items/{item}/replies": lambda names: {"text": names.word()},
    "PATCH /items/{item}": lambda names: {"text": names.word()},
    "PUT /items/{item}/audience": lambda names: {
        **names.audience_of_item(),
        "confirm": names.random.random() < 0.5,
    },
    "PUT /content-options/{sort}": lambda names: _options(names),
    "POST /content-options/{sort}/preview": lambda names: _options(names),
    "POST /introducers": lambda names: {"lines": names.lines().split("\n")},
    "POST /introductions": lambda names: {
        "introducer": names.pick(names.members),
        "person": names.person(),
        "words": "Please",
    },
    "POST /introductions/{introduction}": lambda names: {"deed": names.deed(), "words": "Gladly"},
    "POST /teams": lambda names: {"name": names.random.choice(["Brand new", "Brand new", "Deal", ""])},
    "POST /teams/{team}/members": lambda names: {"member": names.pick(names.members)},
    "POST /teams/{team}/members/preview": lambda names: {"member": names.pick(names.members)},
    "POST /me/return": lambda names: {"keep": names.random.random() < 0.5},
    "PUT /me/time-zone": lambda names: {"time_zone": names.random.choice(["UTC", "Here", None])},
    "PUT /teams/{team}/share": _chosen,
    "POST /teams/{team}/share/preview": _chosen,
    "PUT /sharing/{audience}": _chosen,
    "POST /sharing/{audience}/preview": _chosen,
    "POST /exceptions": _private,
    "POST /exceptions/preview": _private,
    "POST /identity/confirmations": lambda names: {"people": names.two_people()},
    "POST /identity/splits": lambda names: {"people": names.two_people()},
    "POST /mailbox-rules": Names.to_leave_out,
    "POST /mailbox-rules/preview": Names.to_leave_out,
    "POST /protected": _recipient,
    "POST /protected/preview": _recipient,
    "PUT /limits": _limits,
    "POST /limits/preview": _limits,
    "PUT /privacy": _option,
    "POST /privacy/preview": _option,
    "PUT /privacy/{team}": lambda names: {"at_most": names.random.choice(OPTIONS)},
    "POST /privacy/{team}/preview": lambda names: {"at_most": names.random.choice(OPTIONS)},
    "PUT /mail-mode": _mode,
    "PUT /keeping": _keeping,
    "PUT /reminder-triggers": lambda names: {
        "after": names.random.choice(["logged interaction", "meeting note", "note"]),
        "days": names.random.choice([None, 3, 400]),
    },
    "PUT /attachments": lambda names: _attachments(names.random.random()),
    "POST /mail-mode/preview": _mode,
    "PUT /teams/{team}/members/{member}/privacy": _option,
    "POST /teams/{team}/members/{member}/privacy/preview": _option,
    "PUT /members/{member}/role": lambda names: {
        "role": names.random.choice(["admin", "admin", "member", "king"])
    },
    "POST /members/{member}/addresses": lambda names: {
        "address": names.random.choice(["kim@orca.example", "other@acme.example", "nonsense"])
    },
    "POST /invitations": lambda names: {
        "email": names.random.choice(["kim@orca.example", "ben@acme.example", "x"])
    },
    "POST /pushes": lambda names: {
        "name": "A channel",
        "address": names.random.choice(["https://hooks.chat.example/x", "http://127.0.0.1/", "x"]),
        "scope": names.random.choice(["all", "mine"]),
        "kind": names.random.choice(["chat", "chat", "webdav"]),
    },
    "POST /keys": lambda names: {
        "name": "A key",
        "ceiling": names.random.choice([None, ["existence"], ["nothing"]]),
    },
}
