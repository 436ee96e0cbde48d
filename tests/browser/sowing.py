"""Hostile texts by every way on which content comes in: what members write, bring, name, and mail to the bot.

Each way has a number, which its texts call `alert` with: what runs says where it came in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tactful.accounts.models import Membership, Team
from tactful.accounts.wall import acting
from tactful.actions.imports.items import Card, Named, Value, Written
from tactful.actions.keys import create_key
from tactful.records.rich_text import from_html
from tests.cast import Cast
from tests.cast.outside import address_of, mail, meeting
from tests.hostile import ONE_LINE, PAYLOADS
from tests.jobs.bot import mail as to_the_bot
from tests.jobs.bot import send

#: The ways, in the order of their numbers.
WAYS = (
    "note as HTML", "note as words", "reply as HTML", "reply as words", "meeting note", "logged interaction",
    "reminder", "reminder by itself", "file", "title of a file", "member", "team", "card", "subject of a mail",
    "body of a mail", "meeting", "description of a meeting", "list of notes", "mail to the bot", "push", "key",
    "request",
)  # fmt: skip
FIRST = 100
#: What is told of where it came in wherever it is not escaped: no tag that somebody left open keeps it from running.
PLAIN = "<img src=x onerror=alert(1)>"
#: How long names, names of teams, subjects and texts are here; the last is our own, the others are the product's.
NAME, SHORT, SUBJECT, TEXT = 200, 100, 500, 4_000
#: On whom it all hangs.
PEOPLE = 6


def marked(way: str, texts: Sequence[str] = ONE_LINE) -> list[str]:
    """Return the texts as they come in by this way."""
    return [text.replace("(1)", f"({FIRST + WAYS.index(way)})") for text in texts]


def packed(
    way: str, most: int, texts: Sequence[str] = ONE_LINE, *, apart: str = " ", without: str = ""
) -> list[str]:
    """Return the texts of a way in as few as hold at most so many characters each; what is too long is left out."""
    (plain,) = marked(way, [PLAIN])
    packs: list[str] = []
    for text in marked(way, texts):
        if set(without) & set(text) or len(plain + apart + text) > most:
            continue
        if packs and len(packs[-1] + apart + text) <= most:
            packs[-1] += apart + text
        else:
            packs.append(plain + apart + text)
    return packs


@cache
def _swallowing() -> frozenset[str]:
    """Those of the texts that leave nothing of what stands behind them in an HTML text."""
    return frozenset(one for one in PAYLOADS if "end" not in from_html(f"<p>{one}</p><p>end</p>").plain)


def html(way: str, *, whole: bool = False) -> list[str]:
    """Return the texts of a way as paragraphs of HTML; all of them where `whole`, else the most.

    Those that swallow what stands behind them stand at the end of one each; one that is words stays in each.
    """
    ends = sorted(_swallowing())
    packs = packed(way, TEXT, [one for one in PAYLOADS if one not in ends], apart="</p><p>")
    if whole:
        packs += [""] * (len(ends) - len(packs))
    (words,) = marked(way, [escape(PLAIN)])
    return [
        f"<p>{words}</p><p>{pack}</p><p>{end}" for pack, end in zip(packs, marked(way, ends), strict=whole)
    ]


@dataclass
class Sown:
    """What Ada let come in for all: how many of the texts by which way, and where some of it stands."""

    cast: Cast
    ada: Client
    count: dict[str, int] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    meetings: list[str] = field(default_factory=list)
    replied: str = ""

    def by(self, way: str, packs: Sequence[str], send: Callable[[int, str], Any]) -> None:
        """Send each of the packs, with its place among them; all have to be taken."""
        for place, pack in enumerate(packs):
            answer = send(place, pack)
            status = getattr(answer, "status_code", answer)
            assert status in (None, 201, 250, 303), (
                way,
                pack,
                status,
                getattr(answer, "content", b"")[-3000:],
            )
        sent = "\n".join(packs)
        self.count[way] = sum(text in sent for text in {*marked(way), *marked(way, PAYLOADS)})

    def post(self, path: str, **sent: Any) -> Any:
        """Send a form as Ada."""
        return self.ada.post(path, {"option": "everyone", **sent})


def sow(cast: Cast, bot: int) -> Sown:
    """Let all come in. `bot`: the port at which the e-mail bot listens."""
    cast.keep(bodies=True)
    cast.share("Ada", "Gas", "relationships + both")
    cast.shows("Ada", "bodies")
    for sort in ("note", "file", "reminder"):
        assert cast.api("Flo").put(f"/content-options/{sort}", {"unchosen": "everyone"}).status_code == 200
    sown = Sown(cast, cast.page("Ada"))
    _names(sown)
    _books(sown)
    _texts(sown)
    _files(sown)
    _besides(sown, bot)
    return sown


def _names(sown: Sown) -> None:
    """Members and teams: chips, mentions, authors and audiences."""
    account, places = sown.cast.accounts["Ada"], list(sown.cast.places.items())
    with acting(account):
        members = [place for who, place in places if who != "Gus"]
        sown.by(
            "member",
            packed("member", NAME)[: len(members)],
            lambda at, pack: Membership.unchecked.filter(id=members[at]).update(name=pack) and None,
        )
        teams = list(Team.unchecked.filter(account_id=account).values_list("id", flat=True))
        sown.by(
            "team",
            packed("team", SHORT)[: len(teams)],
            lambda at, pack: Team.unchecked.filter(id=teams[at]).update(name=pack) and None,
        )


def _books(sown: Sown) -> None:
    """Cards, mails and meetings, in a few people's names."""
    cast = sown.cast
    cards, bodies = packed("card", NAME), html("body of a mail", whole=True)
    subjects, titles = packed("subject of a mail", SUBJECT), packed("meeting", SUBJECT)
    descriptions = html("description of a meeting")
    people = [Named(f"p{at}@firm{at}.example", cards[at]) for at in range(PEOPLE)]
    items: list[Any] = [
        Card(
            uid=one.address,
            name=one.name,
            title=cards[PEOPLE + at],
            organisation=cards[2 * PEOPLE + at],
            addresses=(one.address,),
            note="\n".join(cards[3 * PEOPLE :]),
            values=(
                Value("profile", cards[-1 - at], cards[-1][:60]),
                Value("postal address", cards[-7 - at]),
            ),
        )
        for at, one in enumerate(people)
    ]
    sown.by("card", cards, lambda at, pack: None)

    def mailed(at: int, subject: str) -> None:
        # Answered, so that the two know each other; the bodies stand in one thread.
        one, body = people[at % PEOPLE], Written("", bodies[at % len(bodies)])
        came = replace(
            mail("Jon", "Ada", 2, subject=subject), sender=one, body=body, thread=b"sown".ljust(16)
        )
        items.extend((came, replace(mail("Ada", "Jon", 1, subject=f"Re: {subject}"), to=(one,))))

    def met(at: int, title: str) -> None:
        said = Written("", descriptions[at % len(descriptions)])
        attendees = (people[at % PEOPLE], Named(address_of("Ben"), people[0].name))
        items.append(replace(meeting("Ada", ["Jon"], 30 + at, title=title), attendees=attendees, body=said))

    sown.by("subject of a mail", subjects, mailed)
    sown.by("body of a mail", bodies[: len(subjects)], lambda at, pack: None)
    sown.by("meeting", titles, met)
    sown.by("description of a meeting", descriptions[: len(titles)], lambda at, pack: None)
    cast.bring("Ada", items, feed=packed("file", NAME)[0])
    found = cast.api("Ada").read("/people", limit=200)["items"]
    sown.people = [one["id"] for one in found if "onerror" in one["name"]]
    assert len(sown.people) == PEOPLE
    sown.meetings = [cast.meeting("Ada", 30 + at) for at in range(PEOPLE)]


def _texts(sown: Sown) -> None:
    """Notes, replies, notes of meetings, what is logged and to be done, as the editor sends them and as words."""
    cast, post, at_noon = sown.cast, sown.post, f"{timezone.now():%Y-%m-%d} 00:01"
    mention = f'<p><span data-mention="{cast.id("Ben")}">@{cast.member("Ben").uid}</span></p>'
    sent = {"text-form": "html"}

    def noted(at: int, text: str, **form: str) -> Any:
        return post("/notes/write/", text=text, person=sown.people[at % PEOPLE], **form)

    sown.by(
        "note as HTML", html("note as HTML", whole=True), lambda at, text: noted(at, text + mention, **sent)
    )
    sown.by("note as words", packed("note as words", TEXT), noted)
    [note] = [one["id"] for one in cast.api("Ada").read("/items", sorts="note", limit=1)["items"]]
    path = sown.replied = f"/notes/{note}/"
    sown.by(
        "reply as HTML",
        html("reply as HTML"),
        lambda at, text: post(path, deed="reply", reply=text, **{"reply-form": "html"}),
    )
    sown.by(
        "reply as words",
        packed("reply as words", TEXT),
        lambda at, text: post(path, deed="reply", reply=text),
    )
    sown.by(
        "meeting note",
        packed("meeting note", TEXT),
        lambda at, text: post(f"/activity/{sown.meetings[at % PEOPLE]}/note/", text=text),
    )
    trigger = {"after": "logged interaction", "days": "3"}
    sown.by(
        "reminder by itself",
        packed("reminder by itself", NAME)[:1],
        lambda at, words: post("/reminders/by-itself/", words=words, **trigger),
    )
    person = sown.people[0]
    logged = {"kind": "call", "at": at_noon, "person": person, "parties": cast.id("Ben"), **sent}
    sown.by(
        "logged interaction",
        html("logged interaction"),
        lambda at, text: post("/notes/log/", text=text, **logged),
    )
    due = {"due_at": at_noon, "assignee": cast.id("Ben"), "person": person, **sent}
    sown.by("reminder", html("reminder"), lambda at, text: post("/reminders/write/", text=text, **due))
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(("note", "email"))
    sown.by(
        "list of notes", packed("list of notes", TEXT), lambda at, text: writer.writerow((text, "")) and None
    )
    assert post("/notes/import/", csv=rows.getvalue(), do="save").status_code == 303


def _files(sown: Sown) -> None:
    """Names of files and of their versions, and titles. What leads to a folder is tests/hostile's."""
    cast, post = sown.cast, sown.post
    names = packed("file", NAME, without="/\\")
    titles = packed("title of a file", NAME)
    on = {"person": sown.people[0]}

    def uploaded(at: int, title: str) -> Any:
        return post("/files/", file=SimpleUploadedFile(names[at % len(names)], b"content"), text=title, **on)

    sown.by("title of a file", titles[:12], uploaded)
    file = cast.api("Ada").read("/files", limit=1)["items"][0]["item"]["id"]
    sown.by(
        "file",
        names,
        lambda at, name: post(f"/files/{file}/versions/", file=SimpleUploadedFile(name, b"%d" % at)),
    )


def _besides(sown: Sown, bot: int) -> None:
    """What is mailed to the bot; and what members call the places they push to, their keys, and say in a request."""
    cast = sown.cast
    to = cast.api("Ada").post("/bot-address", {}).json()["address"]
    subjects, names = packed("mail to the bot", SUBJECT), packed("mail to the bot", NAME, without="/\\")

    def mailed(at: int, text: str) -> int:
        made = to_the_bot(
            to=to, subject=subjects[at % len(subjects)], words="x", message_id=f"<{at}@hearth.example>"
        )
        made.add_alternative(text, subtype="html")
        made.add_attachment(
            b"content", maintype="application", subtype="zip", filename=names[at % len(names)]
        )
        return send(bot, to, made)

    sown.by("mail to the bot", html("mail to the bot"), mailed)
    chat = {"address": "http://127.0.0.1:8009/hook", "scope": "all"}
    store = {
        "address": "http://127.0.0.1:8009/dav/",
        "kind": "webdav",
        "key": "archive",
        "secret": "a secret",
    }
    sown.by(
        "push",
        packed("push", SHORT)[:10],
        lambda at, name: cast.api("Ada").post("/pushes", {"name": name} | (store if at % 2 else chat)),
    )
    sown.by("key", packed("key", SHORT)[:10], lambda at, name: _key(cast, name))
    sown.by(
        "request",
        packed("request", TEXT)[:1],
        lambda at, words: cast.asked("Ada", "Ben", "Ines", words=words) and None,
    )


def _key(cast: Cast, name: str) -> None:
    with acting(cast.accounts["Ada"]):
        create_key(cast.member("Ada"), name=name)
