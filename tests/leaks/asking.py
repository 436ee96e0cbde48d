"""What is asked over HTTP, what came back, and which parts of it are masked because they are new each time."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import Morsel
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.leaks.twins import ACCOUNT, MEMBERS, PERSONS, Pair, Side
from tests.reference.cast import NOW
from tests.reference.world import EVERYONE, Fact
from tests.visibility.book_rows import value_of
from tests.visibility.fitted import mails
from tests.visibility.words import number_of, uid_of

#: The headers that differ from answer to answer by what they are for.
MASKED_HEADERS = frozenset({"date", "x-request-id"})
_TOKENS = (
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+'), r"\1…"),
    (re.compile(r'("X-CSRFToken": ?")[^"]+'), r"\1…"),
    (re.compile(r"(&quot;X-CSRFToken&quot;: ?&quot;)[A-Za-z0-9]+"), r"\1…"),
)


@dataclass(frozen=True)
class Ask:
    """One request. `route` is the address with its parameters' names, as the doors declare it."""

    route: str
    path: str
    method: str = "GET"
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, object] | None = None
    #: A file that is sent: the field it is in, its name and what it holds.
    file: tuple[str, str, bytes] | None = None

    @property
    def content(self) -> tuple[str | bytes, str]:
        """What is sent, and its content type."""
        if self.file is not None:
            field_name, name, held = self.file
            sent = {**(self.form or {}), field_name: SimpleUploadedFile(name, held)}
            return encode_multipart(BOUNDARY, sent), MULTIPART_CONTENT
        if self.form is not None:
            return urlencode(self.form), "application/x-www-form-urlencoded"
        return ("" if self.body is None else json.dumps(self.body)), "application/json"

    @property
    def address(self) -> str:
        """The path with its query."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    def __str__(self) -> str:
        sent = self.body or self.form or (self.file and {self.file[0]: self.file[1]})
        return " ".join(filter(None, (self.method, self.address, repr(dict(sent)) if sent else "")))


@dataclass(frozen=True)
class Answer:
    """What came back, masked."""

    ask: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


def answer_of(ask: Ask, response: HttpResponseBase) -> Answer:
    """Return what came back: status, all headers, cookies and the whole body, with the masked parts left out."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    body = content.decode(errors="backslashreplace")
    for pattern, masked in _TOKENS:
        body = pattern.sub(masked, body)
    headers = [
        (name.lower(), value)
        for name, value in response.headers.items()
        if name.lower() not in MASKED_HEADERS
    ]
    headers += [(f"cookie {name}", _masked(name, morsel)) for name, morsel in response.cookies.items()]
    return Answer(str(ask), response.status_code, tuple(sorted(headers)), body)


def _masked(name: str, morsel: Morsel[str]) -> str:
    """The value of a session or CSRF cookie is random; that one is set, and how, is not."""
    said = morsel.OutputString()
    if name not in ("session", "csrf"):
        return said
    return re.sub(r"=[^;]*", "=…", said, count=1)


class Names:
    """What somebody could name in requests about a pair of worlds: what they see, what is hidden, what is not there."""

    MALFORMED = ("1", "0" * 31, "A" * 32, "..", "0' or '1'='1")

    def __init__(self, pair: Pair, user: str) -> None:
        self.random = random.Random(f"{pair.seed} {user}")
        sides = (pair.one, pair.other)
        self.persons = _ids("person", {it.id for side in sides for it in side.world.persons} | _left(sides))
        companies = {it.company for side in sides for it in side.world.persons if it.company}
        self.companies = _ids("company", companies | _left(sides))
        self.touched = _ids("person", _touched(pair))
        self.teams = _ids("team", {it.id for side in sides for it in side.world.teams})
        self.members = _ids("user", {it.id for side in sides for it in side.world.users})
        self.own_teams = _ids("team", {it.id for it in pair.one.world.teams if user in it.members})
        self.places = [
            (uid_of("team", team.id).hex, uid_of("user", member).hex)
            for team in pair.one.world.teams
            if team.account == ACCOUNT
            for member in sorted(team.members)
        ]
        self.own = [uid_of("user", user).hex]
        self.left = _ids("user", {it.id for it in pair.one.world.users if not it.active})
        self.own_feeds = [
            uid_of("feed", name).hex for name in (f"{user} 0", f"failed {user}", f"read {user}")
        ]
        self.own_keys = [uid_of("key", f"low {user}").hex]
        self.feeds = [uid_of("feed", f"{user} {which}").hex for user in MEMBERS for which in (0, 1)]
        self.feeds += [
            uid_of("feed", f"{state} {user}").hex for user in MEMBERS for state in ("failed", "read")
        ]
        self.keys = [uid_of("key", f"{name} {user}").hex for name in ("besides", "low") for user in MEMBERS]
        audiences = (EVERYONE, *(it.id for it in pair.one.world.teams))
        self.raises = [
            uid_of("raise", raised).hex
            for raised in ("default teams", f"default {EVERYONE}", *(f"floor {it}" for it in audiences))
        ]
        self.own_raises = [
            uid_of("raise", f"{it.what} {it.audience}").hex
            for account in pair.one.world.accounts
            for it in account.raises
            if account.id == ACCOUNT and it.begins > NOW
        ]
        self.own_exceptions = [
            uid_of("exception", name).hex
            for name in (
                *(f"{it.user} {it.what[0]} {it.what[1]} {it.audience}" for it in pair.one.world.privates),
                *(f"{it.user} thread {it.thread}" for it in pair.one.world.private_threads),
            )
            if name.startswith(f"{user} ")
        ]
        self.own_rules = [uid_of("rule", f"besides {user}").hex]
        self.own_pushes = [uid_of("push", user).hex]
        self.pushes = [uid_of("push", member).hex for member in MEMBERS]
        self.own_people = _ids(
            "person",
            {it.person for it in pair.one.world.facts if it.owner == user and it.facet == "contact_info"},
        )
        self.own_judgements = [uid_of("judgement", f"{user} {it}").hex for it in ("same", "not the same")]
        self.judgements = [
            uid_of("judgement", f"{member} {it}").hex
            for member in MEMBERS
            for it in ("same", "not the same", "closed 0", "closed 1")
        ]
        self.recipients = [uid_of("exception", f"protected {it}").hex for it in PERSONS]
        self.protected = [
            uid_of("exception", f"protected {it.person}").hex for it in pair.one.world.protected
        ]
        self.interactions = _ids(
            "interaction", {it.interaction for side in sides for it in mails(side.world)}
        )
        self.invitations = [uid_of("invitation", "open").hex]
        self.introductions = [
            uid_of("introduction", f"{way} {user} {person}").hex for way in ("of", "by") for person in PERSONS
        ]
        self.others_introductions = [uid_of("introduction", f"besides {it}").hex for it in MEMBERS]
        self.items = _ids("item", {it.id for side in sides for it in side.world.items})
        self.own_items = _ids("item", {it.id for it in pair.one.world.items if it.author == user})
        self.files = _ids("item", {it.id for side in sides for it in side.world.items if it.kind == "file"})
        self.own_files = _ids(
            "item", {it.id for it in pair.one.world.items if it.author == user and it.kind == "file"}
        )
        logged = {it.id: it for side in sides for it in side.world.items if it.kind == "logged interaction"}
        self.logged = _ids("item", set(logged))
        self.own_logged = _ids("item", {it.id for it in logged.values() if it.author == user})
        reminders = {it.id: it for side in sides for it in side.world.items if it.kind == "reminder"}
        self.reminders = _ids("item", set(reminders))
        self.own_reminders = _ids(
            "item", {it.id for it in reminders.values() if user in (it.author, it.assignee)}
        )
        meetings = [it for side in sides for it in mails(side.world) if it.is_meeting]
        self.meetings = _ids("interaction", {it.interaction for it in meetings})
        self.own_meetings = _ids("interaction", {it.interaction for it in meetings if it.owner == user})
        self.values = [it for side in sides for it in _values(side)]
        self.words = _words(sides)

    def pick(self, things: Sequence[str]) -> str:
        """Return one of these ids, or now and then one that nothing has, or none that could be one."""
        turn = self.random.randrange(20)
        if turn == 0 or not things:
            return uid_of("nothing", "at all").hex
        if turn == 1:
            return self.random.choice(self.MALFORMED)
        return self.random.choice(things)

    def pick_own(self, own: Sequence[str], all_of_them: Sequence[str]) -> str:
        """Return the id of one's own thing half the time, else as `pick` does."""
        return self.random.choice(own) if own and self.random.random() < 0.5 else self.pick(all_of_them)

    def team(self) -> str:
        """Return the id of a team, or what is none."""
        return self.pick_own(self.own_teams, self.teams)

    def member(self) -> str:
        """Return the id of a member, half the time one's own, or what is none."""
        return self.pick_own(self.own, self.members)

    def feed(self) -> str:
        """Return the id of a feed, or what is none."""
        return self.pick_own(self.own_feeds, self.feeds)

    def key(self) -> str:
        """Return the id of a key, or what is none."""
        return self.pick_own(self.own_keys, self.keys)

    def introduction(self) -> str:
        """Return the id of a request for an introduction, one's own most often, or what is none."""
        return self.pick_own(self.introductions, [*self.introductions, *self.others_introductions])

    def deed(self) -> str:
        """Return something that is done to such a request."""
        return self.random.choice(("accept", "accept", "decline", "take back", "made"))

    def lines(self) -> str:
        """Return a list to paste: names of people and companies, addresses, domains, what is none of them."""
        known = [
            "Orca",
            "orca.example",
            "www.orca.example/about",
            "newco.example",
            "kim@orca.example",
            "nobody",
        ]
        return "\n".join(self.random.choice([self.word(), self.word(), *known]) for _ in range(5))

    def place(self) -> tuple[str, str]:
        """Return the ids of a team and of somebody in it, most often; else of any two."""
        if self.places and self.random.random() < 0.8:
            return self.random.choice(self.places)
        return self.team(), self.pick(self.members)

    def leaver(self) -> str:
        """Return the id of a member who was deactivated, or what is none."""
        return self.pick_own(self.left, self.members)

    def mailbox_rule(self) -> str:
        """Return the id of a mailbox rule, one's own most often, or what is none."""
        return self.pick_own(self.own_rules, [])

    def push(self) -> str:
        """Return the id of a push, half the time one's own, or what is none."""
        return self.pick_own(self.own_pushes, self.pushes)

    def to_leave_out(self) -> dict[str, str]:
        """Return something that is never to be read."""
        kind, what = self.random.choice(
            [
                ("folder", "Private"),
                ("label", "Family"),
                ("address", "kim@orca.example"),
                ("domain", "orca.example"),
                ("domain", "newco.example"),
                ("address", "x"),
            ]
        )
        in_one = {"source": self.feed()} if self.random.random() < 0.25 else {}
        return {"kind": kind, "what": what, **in_one}

    def exception(self) -> str:
        """Return the id of an exception, or what is none."""
        own = [*self.own_exceptions, *self.own_exceptions]
        return self.pick([*own, *self.recipients[:1]] if own else self.recipients)

    def item(self) -> str:
        """Return the id of an item, one's own half the time, or what is none."""
        return self.pick_own(self.own_items, self.items)

    def file(self) -> str:
        """Return the id of a file, one's own half the time, or what is none."""
        return self.pick_own(self.own_files, [*self.files, *self.items[:1]])

    def list_of_notes(self) -> str:
        """Return a CSV list of notes, on people and companies there may be, or what is no list."""
        on = ["kim@orca.example", "lou@orca.example", "nobody@unheard.example", ""]
        rows = [
            f"Says {self.word()},{self.random.choice(on)},{self.random.choice(['', 'orca.example'])}"
            for _ in range(2)
        ]
        return self.random.choice(["", "note,email,domain\n", "note,email,domain\n"]) + "\n".join(rows)

    def logged_interaction(self) -> str:
        """Return the id of a logged interaction, one's own half the time, or what is none."""
        return self.pick_own(self.own_logged, self.logged or self.items)

    def reminder(self) -> str:
        """Return the id of a reminder, one's own or assigned to one half the time, or what is none."""
        return self.pick_own(self.own_reminders, self.reminders or self.items)

    def meeting(self) -> str:
        """Return the id of a meeting, in one's own book half the time, or what is none."""
        return self.pick_own(self.own_meetings, self.meetings or self.interactions)

    def audience_of_item(self) -> dict[str, object]:
        """Return with whom something is shared."""
        option = self.random.choice(("everyone", "only you", "only you", "teams and users", "nobody"))
        if option != "teams and users":
            return {"option": option}
        teams = [self.team()] if self.random.random() < 0.6 else []
        members = [self.pick(self.members)] if not teams or self.random.random() < 0.4 else []
        return {"option": option, "teams": teams, "members": members}

    def judgement(self) -> str:
        """Return the id of what was said of two people, by oneself half the time, or what is none."""
        return self.pick_own(self.own_judgements, self.judgements)

    def two_people(self) -> list[str]:
        """Return the ids of two people, or of what are none."""
        if len(self.own_people) > 1 and self.random.random() < 0.5:
            return self.random.sample(self.own_people, 2)
        return [self.person(), self.person()]

    def recipient(self) -> str:
        """Return the id of a protected recipient, or what is none."""
        return self.pick_own(self.protected, self.recipients)

    def to_withhold(self) -> dict[str, str]:
        """Return something that somebody may want to keep private, known or unknown, theirs or another's."""
        ways: dict[str, Callable[[], str]] = {
            "person": lambda: self.person() if self.random.random() < 0.5 else self.pick(self.own_people),
            "company": lambda: self.pick(self.companies),
            "touchpoint": lambda: self.pick(self.interactions),
            "address": lambda: self.random.choice(("kim@orca.example", "una@unheard.example", "nonsense")),
            "domain": lambda: self.random.choice(("orca.example", "newco.example", "gmail.com", "x")),
        }
        kind = self.random.choice(("person", *ways))
        return {"kind": kind, "what": ways[kind]()}

    def raised(self) -> str:
        """Return the id of a raise that was announced, or what is none."""
        return self.pick_own(self.own_raises, self.raises)

    def upload(self) -> tuple[str, bytes]:
        """Return a file to bring: a card of somebody whom nobody knows yet, or what is no source at all."""
        card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Una New\r\nEMAIL:una@unheard.example\r\nEND:VCARD\r\n"
        return self.random.choice((("una.vcf", card), ("una.vcf", card), ("empty.mbox", b"")))

    def document(self) -> tuple[str, bytes]:
        """Return a file to keep: what others may have too, or what is none."""
        return self.random.choice((("offer.pdf", b"%PDF-1.7"), ("note.txt", b"what others have"), ("x", b"")))

    def person(self) -> str:
        """Return the id of a person, most often of one who is the other's difference."""
        return self.pick(self.touched if self.touched and self.random.random() < 0.35 else self.persons)

    def word(self) -> str:
        """Return something to search for: a part of what is shown, or of what is hidden."""
        return self.random.choice(self.words)


def _ids(kind: str, names: set[str]) -> list[str]:
    return [uid_of(kind, name).hex for name in sorted(names)]


def _left(sides: Sequence[Side]) -> set[str]:
    owners = {owner for side in sides for what, owner in side.besides if what == "somebody nobody knows"}
    return {f"left {owner}" for owner in owners}


def _touched(pair: Pair) -> set[str]:
    """The persons of whom the two worlds do not say the same."""
    one, other = (set(side.world.facts) for side in (pair.one, pair.other))
    touched = {fact.person for fact in one ^ other}
    named = {part for thing in (*pair.one.edits, *pair.other.edits) for part in thing.split("/")}
    return touched | (named & {*PERSONS, "abel", "zoe", "kimi"})


def _values(side: Side) -> list[tuple[str, str, str]]:
    """Return (person's id, kind, value) of every contact value in a world, shown or hidden."""
    return [
        (
            uid_of("person", fact.person).hex,
            *value_of(fact, number_of(fact.id, side.edits.get(fact.id, 0), 4_000)),
        )
        for fact in side.world.facts
        if fact.facet == "contact_info"
    ]


def _words(sides: Sequence[Side]) -> list[str]:
    """What is in the names, values, subjects and labels of either world."""
    words = [
        "reed",
        "åkesson",
        "Akesson",
        "dr",
        "buyer",
        "sales",
        "orca",
        "orca.example",
        "newco",
        "example",
        "%",
        "_",
    ]
    words += [it.id for side in sides for it in side.world.persons]
    words += [value for side in sides for _, _, value in _values(side)]
    words += [mail.thread for side in sides for mail in mails(side.world) if mail.thread]
    return sorted(dict.fromkeys(words))


__all__ = ["ACCOUNT", "Answer", "Ask", "Fact", "Names", "answer_of"]
