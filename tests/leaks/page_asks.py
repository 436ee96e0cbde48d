"""What a viewer asks of the pages about a pair of worlds: every address that the pages' resolver knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from tests.leaks.asking import Ask, Names

#: Pages that are asked with POST alone.
DEEDS = frozenset(
    {
        "introduction_ask",
        "introduction",
        "same_judge",
        "judgement",
        "share",
        "protection",
        "upload",
        "attachments",
        "file_version",
        "import_stop",
        "source_delete",
        "mailbox_rule",
        "mail_mode",
        "keeping",
        "team_privacy",
        "member_role",
        "member_state",
        "invitation_withdraw",
        "team_members",
        "raise_taken_back",
        "key_revoke",
        "push",
        "reminder",
        "reminder_trigger",
        "time_zone",
    }
)
#: Pages that are also asked with POST.
FORMS = frozenset(
    {
        "introducers",
        "share_preview",
        "privacy",
        "privacy_limit",
        "exceptions",
        "exception",
        "mailbox_rules",
        "protected",
        "settings_part",
        "team_leave",
        "coming_back",
        "note_write",
        "notes_import",
        "item",
        "files",
        "reminder_write",
        "logged_write",
        "meeting_note_write",
        "quick_add",
        "setup",
        "invitation",
        "account_login",
    }
)


def routes() -> tuple[str, ...]:
    """Return every page, as "GET web:person", "POST web:share"."""
    found = []
    for name in addresses():
        bare = name.removeprefix("web:")
        if bare not in DEEDS:
            found.append(f"GET {name}")
        if bare in DEEDS | FORMS:
            found.append(f"POST {name}")
    return tuple(found)


@cache
def addresses() -> dict[str, str]:
    """Return the pattern of each page's address by its name, the API's left out."""
    return {
        name: pattern
        for name, pattern in _walk(get_resolver(), "", "")
        if not name.startswith("api") and name != "healthz"
    }


def _walk(resolver: URLResolver, names: str, before: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for it in resolver.url_patterns:
        pattern = before + str(it.pattern)
        if isinstance(it, URLPattern):
            found.append((names + str(it.name), pattern))
        else:
            found += _walk(it, f"{names}{it.namespace}:" if it.namespace else names, pattern)
    return found


def ask(route: str, names: Names) -> Ask:
    """Return a request for this route."""
    method, _, name = route.partition(" ")
    bare = name.removeprefix("web:")
    pattern = addresses()[name]
    path = "/" + re.sub(r"<(\w+):(\w+)>", lambda found: _parameter(bare, found[2], names), pattern)
    if bare == "account_reset_password_from_key":
        path = "/password/new/1-set-password/"
    query = QUERIES.get(bare, _nothing)(names) if method == "GET" else {}
    form = BODIES.get(bare, _nothing)(names) if method == "POST" else None
    file = UPLOADS[bare](names) if bare in UPLOADS and method == "POST" else None
    return Ask(route, path, method, query, None, HEADERS.get(bare, _nothing)(names), form, file)


def _parameter(page: str, parameter: str, names: Names) -> str:
    if (page, parameter) in PARAMETERS:
        return PARAMETERS[page, parameter](names)
    if page in OF_IDS:
        return OF_IDS[page](names)
    if parameter == "audience":
        return names.random.choice(["everyone", names.team()])
    raise KeyError(f"say in page_asks.py what {parameter} of the page {page} may be")


def _list(sorts: tuple[str, ...]) -> Callable[[Names], dict[str, str]]:
    def query(names: Names) -> dict[str, str]:
        found = {"sort": names.random.choice(sorts)}
        if names.random.random() < 0.4:
            found["q"] = names.word()
        if names.random.random() < 0.2:
            found["known_by"] = names.random.choice(["me", names.pick(names.members)])
        if names.random.random() < 0.2:
            found["band"] = names.random.choice(("strong", "good", "familiar", "weak", "any"))
        if names.random.random() < 0.1:
            found["cursor"] = "made up"
        return found

    return query


def _people(names: Names) -> dict[str, str]:
    query = _list(("name", "-strength", "-last_contact"))(names)
    if names.random.random() < 0.2:
        query["since"] = names.random.choice(("month", "quarter", "year"))
    return query | ({"company_uid": names.pick(names.companies)} if names.random.random() < 0.2 else {})


def _network(names: Names) -> dict[str, str]:
    query = {"of": names.random.choice(("people", "people", "companies"))}
    if names.random.random() < 0.3:
        query["team"] = names.team()
    if names.random.random() < 0.3:
        query["company_uid"] = names.pick(names.companies)
    if names.random.random() < 0.3:
        query["band"] = names.random.choice(("good", "weak"))
    return query


def _nothing(_: Names) -> dict[str, str]:
    return {}


def _kind(names: Names) -> dict[str, str]:
    return names.random.choice([{}, {}, {"kind": "mail"}, {"kind": "meeting"}])


def _why(names: Names) -> dict[str, str]:
    asked: list[dict[str, str]] = [
        {},
        {"of": "row"},
        {"of": "row", "audience": names.random.choice(["everyone", names.team()])},
        {"of": names.random.choice(("score", "last-contact", "statistics", "group-score", "known-by"))},
        {"knower": names.pick(names.members)},
        {"value": "0" * 24},
    ]
    return names.random.choice(asked)


def _chosen(names: Names) -> dict[str, str]:
    keys = [key for key in ("relationships", "contact_info", "interactions") if names.random.random() < 0.6]
    return dict.fromkeys(keys, "on") | names.random.choice([{}, {"back": "sharing"}, {"until": "2099-01-31"}])


def _option(names: Names) -> dict[str, str]:
    return {"option": names.random.choice(("hide", "subjects", "bodies", "bodies"))} | names.random.choice(
        [{}, {}, {"until": "2099-01-31"}]
    )


def _option_saved(names: Names) -> dict[str, str]:
    return _option(names) | names.random.choice([{}, {"do": "save"}])


def _options_saved(names: Names) -> dict[str, str]:
    options = {f"option-{it}": _option(names)["option"] for it in names.members}
    return options | names.random.choice([{}, {"do": "save"}])


def _mode_saved(names: Names) -> dict[str, str]:
    mode = names.random.choice(
        [
            {"mode": "teams only"},
            {"mode": "everyone", "back": "restore"},
            {"mode": "everyone", "back": "hide"},
        ]
    )
    return mode | names.random.choice([{}, {"stricter": "on"}]) | names.random.choice([{}, {"do": "save"}])


def _private(names: Names) -> dict[str, str]:
    if names.random.random() < 0.2:
        return {}
    return names.to_withhold() | names.random.choice(
        [{}, {"audience": "everyone"}, {"audience": names.team()}]
    )


def _said(names: Names) -> dict[str, str]:
    one, other = names.two_people()
    deed = names.random.choice(["same", "same", "split", "split", "merge"])
    return {"one": one, "other": other, "deed": deed} | names.random.choice([{}, {"back": one}])


def _deed_on_item(names: Names) -> dict[str, str]:
    deed = names.random.choice(
        ["reply", "text", "text", "when", "logged", "audience", "audience", "delete", "seen", "nothing"]
    )
    audience = names.random.choice(
        [{"option": "everyone"}, {"option": "only you"}, {"option": "teams and users", "teams": names.team()}]
    )
    when = {"when": _when, "logged": _what_was}.get(deed, _nothing)(names)
    return {"deed": deed, "text": names.word(), "reply": names.word()} | audience | when


def _what_was(names: Names) -> dict[str, str]:
    return {
        "kind": names.random.choice(["meeting", "call", "call", "nothing"]),
        "at": names.random.choice(["2020-01-01T09:00", "2020-01-01T09:00", "2099-01-01T09:00", "soon"]),
    } | names.random.choice([{}, {"parties": names.pick(names.members)}])


def _when(names: Names) -> dict[str, str]:
    return {
        "due_at": names.random.choice(["2030-01-01T09:00", "2020-01-01T09:00", "soon"]),
        "recurrence": names.random.choice(["none", "weekly"]),
        "assignee": names.random.choice(["", names.pick(names.members)]),
    } | names.random.choice([{}, {"resets": "on"}])


def _about(names: Names) -> dict[str, str]:
    return names.random.choice([{}, {"person": names.person()}, {"company": names.pick(names.companies)}])


def _recipient(names: Names) -> dict[str, str]:
    what = names.random.choice(["orca.example", "newco.example", "gmail.com", "kim@orca.example"])
    kind = "address" if "@" in what else "domain"
    return {"kind": kind, "what": what, "do": names.random.choice(["save", "preview"])}


def _settings(names: Names) -> dict[str, str]:
    return names.random.choice(
        [
            {"name": "Deal"},
            {"name": "Brand new", "reach": "relationships", "until": "2099-01-31"},
            {"email": "kim@orca.example", "role": "member"},
            {"email": "ben@acme.example", "role": "member"},
            {"address": "kim@orca.example"},
            {"name": "Hers", "address": "https://hooks.chat.example/x", "scope": "all"},
            {"deed": names.random.choice(["make", "withdraw", "nothing"])},
            {"preset": names.random.choice(["open", "siloed", "opt-in", "none"])},
            {"preset": names.random.choice(["open", "siloed", "selective"])},
            {"sort": "note", "everyone": "on", "mode": "own", "do": names.random.choice(["save", "preview"])},
            {"cap-everyone": names.random.choice(["not sharing", "relationships"])},
            {"default_for_teams": "relationships", "do": names.random.choice(["save", "preview"])},
        ]
    )


def _kind_of_record(names: Names) -> str:
    return names.random.choice(["person", "person", "company"])


def _record(names: Names) -> str:
    return names.random.choice([names.person(), names.person(), names.pick(names.companies)])


def _kind_of_whys(names: Names) -> str:
    return names.random.choice(["person", "person", "company", "touchpoint"])


def _record_or_touchpoint(names: Names) -> str:
    return names.random.choice([_record(names), _record(names), names.pick(names.interactions)])


#: What the one parameter of a page may be.
OF_IDS: Mapping[str, Callable[[Names], str]] = {
    "person": Names.person,
    "introduction_ask": Names.person,
    "introduction": Names.introduction,
    "item": Names.item,
    "file_content": Names.file,
    "file_preview": Names.file,
    "file_version": Names.file,
    "reminder": Names.reminder,
    "same_of": Names.person,
    "judgement": Names.judgement,
    "thread": lambda names: names.pick(names.interactions),
    "meeting_note_write": lambda names: names.pick(names.interactions),
    "look_as": Names.person,
    "exception": Names.exception,
    "mailbox_rule": Names.mailbox_rule,
    "protection": Names.recipient,
    "company": lambda names: names.pick(names.companies),
    "source": Names.feed,
    "import_stop": Names.feed,
    "source_delete": Names.feed,
    "member_role": lambda names: names.pick(names.members),
    "member_state": Names.leaver,
    "departure": lambda names: names.pick(names.members),
    "raise_taken_back": Names.raised,
    "team_members": Names.team,
    "team_privacy": Names.team,
    "privacy_limit": Names.team,
    "team_leave": Names.team,
    "key_revoke": Names.key,
    "push": Names.push,
    "invitation_withdraw": lambda names: names.pick(names.invitations),
    "settings_part": lambda names: names.random.choice(
        [
            "you",
            "account",
            "members",
            "teams",
            "sharing",
            "sharing",
            "content",
            "keys",
            "pushes",
            "mail",
            "nothing",
        ]
    ),
    "invitation": lambda names: names.random.choice(["an-invitation", "no-such-token"]),
}
#: What each of several parameters of a page may be.
PARAMETERS: Mapping[tuple[str, str], Callable[[Names], str]] = {
    ("why", "kind"): _kind_of_whys,
    ("who_sees", "kind"): _kind_of_whys,
    ("why", "uid"): _record_or_touchpoint,
    ("who_sees", "uid"): _record_or_touchpoint,
    ("introducers_to", "kind"): _kind_of_record,
    ("introducers_to", "uid"): _record,
}
#: What is sent as a file: the field that it is in, its name, and what it holds.
UPLOADS: Mapping[str, Callable[[Names], tuple[str, str, bytes]]] = {
    "upload": lambda names: ("files", *names.upload()),
    "files": lambda names: ("file", *names.document()),
    "file_version": lambda names: ("file", *names.document()),
}
Query = Callable[[Names], dict[str, str]]
QUERIES: Mapping[str, Query] = {
    "people": _people,
    "companies": _list(("name", "-strength", "-last_contact", "-people")),
    "person": _kind,
    "company": _kind,
    "activity": _kind,
    "search": lambda names: {"q": names.word()},
    "mentions": lambda names: {"q": names.random.choice(["", "a", names.word()])},
    "notes": lambda names: names.random.choice(
        [
            {},
            {"of": "mine"},
            {"words": names.random.choice(["what", "says 1"])},
            {"person": names.person()},
            {"company": names.pick(names.companies)},
        ]
    ),
    "files": lambda names: names.random.choice(
        [{}, {"of": "mine"}, {"words": names.word()}, {"person": names.person()}]
    ),
    "file_content": lambda names: names.random.choice([{}, {}, {"version": "1"}]),
    "note_write": _about,
    "reminders": lambda names: names.random.choice(
        [
            {},
            {"due": "overdue"},
            {"due": "done"},
            {"person": names.person()},
            {"company": names.pick(names.companies)},
        ]
    ),
    "reminder_write": _about,
    "logged_write": _about,
    "quick_add": _about,
    "why": _why,
    "network": _network,
    "network_data": _network,
    "share_preview": _chosen,
    "privacy": _option,
    "privacy_limit": _option,
    "between": lambda names: {"viewer": names.pick(names.members), "contributor": names.pick(names.members)},
    "disclosures": lambda names: names.random.choice(
        [
            {},
            {"person": names.person()},
            {"kind": "phone"},
            {"viewer": names.pick(names.members), "way": "page"},
        ]
    ),
    "exceptions": _private,
    "look_as": lambda names: {"as": names.pick(names.members)},
}
BODIES: Mapping[str, Query] = {
    "introducers": lambda names: {"lines": names.lines()},
    "introduction_ask": lambda names: {"of": names.pick(names.members), "words": "Please"},
    "attachments": lambda names: {"deed": names.random.choice(["keep", "stop", "delete", "nothing"])},
    "introduction": lambda names: {"deed": names.deed(), "words": "Gladly"},
    "note_write": lambda names: (
        {
            "text": names.random.choice(["", names.word(), names.word()]),
            "option": names.random.choice(["everyone", "only you", "nobody"]),
        }
        | names.random.choice([{}, {"person": names.person()}, {"company": names.pick(names.companies)}])
    ),
    "files": lambda names: (
        {"text": names.word(), "option": names.random.choice(["everyone", "only you", "nobody"])}
        | names.random.choice([{}, {"person": names.person()}, {"company": names.pick(names.companies)}])
    ),
    "notes_import": lambda names: {
        "csv": names.list_of_notes(),
        "do": names.random.choice(["preview", "save"]),
    },
    "item": _deed_on_item,
    "reminder_write": lambda names: (
        _when(names)
        | {
            "text": names.random.choice(["", names.word()]),
            "option": names.random.choice(["everyone", "only you"]),
        }
        | names.random.choice([{}, {"person": names.person()}])
    ),
    "logged_write": lambda names: (
        _what_was(names)
        | {
            "text": names.random.choice(["", names.word()]),
            "option": names.random.choice(["everyone", "only you"]),
        }
        | _about(names)
    ),
    "meeting_note_write": lambda names: (
        {"text": names.random.choice(["", names.word(), names.word()])}
        | {"option": names.random.choice(["everyone", "only you"])}
        | names.random.choice([{}, {"confirm": "1"}])
    ),
    "quick_add": lambda names: (
        {"what": names.random.choice(["note", "call", "reminder", "nothing"]), "days": "1"}
        | {"text": names.random.choice(["", names.word(), names.word()])}
        | _about(names)
    ),
    "time_zone": lambda names: {"time_zone": names.random.choice(["", "UTC", "Here"])},
    "reminder_trigger": lambda names: {
        "after": names.random.choice(["logged interaction", "meeting note", "note"]),
        "days": names.random.choice(["", "3", "soon"]),
    },
    "reminder": lambda names: names.random.choice(
        [{"deed": "done"}, {"deed": "done", "here": "1"}, {"days": "7"}, {"days": "0"}]
    ),
    "same_judge": _said,
    "share": _chosen,
    "share_preview": _chosen,
    "privacy": _option_saved,
    "privacy_limit": _option_saved,
    "team_privacy": _options_saved,
    "mail_mode": _mode_saved,
    "keeping": lambda names: names.random.choice(
        [
            {"bodies": "on"},
            {"bodies": "on", "do": "save"},
            {"private_events": "on", "do": "save"},
            {"do": "save"},
        ]
    ),
    "exceptions": _private,
    "mailbox_rules": lambda names: names.to_leave_out() | {"do": names.random.choice(["save", "preview"])},
    "protected": _recipient,
    "settings_part": _settings,
    "member_role": lambda names: {"role": names.random.choice(["admin", "member", "king"])},
    "member_state": lambda names: (
        {"state": names.random.choice(["deactivated", "active", "purged"])}
        | names.random.choice([{}, {"reminders_to": names.pick(names.members)}])
    ),
    "team_members": lambda names: (
        {names.random.choice(["add", "remove"]): names.pick(names.members)}
        | names.random.choice([{}, {"sure": "yes"}])
    ),
    "push": lambda names: {"deed": names.random.choice(["remove", "resume", "nothing"])},
    "raise_taken_back": lambda names: names.random.choice([{}, {"do": "save"}]),
    "coming_back": lambda names: {"keep": names.random.choice(["yes", "no"])},
    "invitation": lambda _: {"name": "Una New", "password": "a sentence to keep"},
    "account_login": lambda names: {"login": "ben@acme.example", "password": "wrong"},
}
HEADERS: Mapping[str, Query] = {
    "people": lambda names: names.random.choice([{}, {"HX-Request": "true", "HX-Target": "rows"}]),
    "companies": lambda names: names.random.choice([{}, {"HX-Request": "true", "HX-Target": "rows"}]),
    "activity": lambda names: names.random.choice([{}, {"HX-Request": "true", "HX-Target": "rows"}]),
    "disclosures": lambda names: names.random.choice([{}, {"HX-Request": "true", "HX-Target": "rows"}]),
    "person": lambda names: names.random.choice([{}, {"X-Panel": "1", "HX-Request": "true"}]),
    "thread": lambda names: names.random.choice([{}, {"X-Panel": "1", "HX-Request": "true"}]),
    "search": lambda names: names.random.choice([{}, {"HX-Request": "true"}]),
    "why": lambda names: names.random.choice([{}, {"X-Answer": "1", "HX-Request": "true"}]),
}
