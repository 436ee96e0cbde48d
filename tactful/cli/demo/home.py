"""The demo's own home: built once, then kept."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tactful.cli.ending import Ended
from tactful.cli.words import counted, listed

if TYPE_CHECKING:
    from tactful.config.database import Service
    from tactful.config.home import Home

NOTE = "demo.json"
_FORM = 1

Told = Callable[[str], None]


@dataclass(frozen=True)
class Visit:
    """One sign-in worth trying."""

    name: str
    email: str
    password: str
    sees: str
    must_not: str


@dataclass(frozen=True)
class Walk:
    """One person to look at as two members, by their addresses."""

    person: str
    company: str
    first: str
    then: str
    sentence: str


@dataclass(frozen=True)
class Note:
    """What is written down once the demo stands: on which day it was built, in how many seconds, and where to look."""

    form: int
    company: str
    story: str
    today: str
    seconds: float
    visits: tuple[Visit, ...]
    walks: tuple[Walk, ...]


def demo_folder() -> Path:
    """Return where the demo lives if nobody says: in a checkout's build folder, else beside the ordinary home."""
    checkout = Path(__file__).parents[3]
    if (checkout / "pyproject.toml").exists() and os.access(checkout, os.W_OK):
        return checkout / "build" / "demo"
    return Path.home() / ".tactful-demo"


def note_of(home: Home) -> Note | None:
    """Return what was written down when the demo was built, or None where it was not, or not to its end."""
    try:
        kept = json.loads((home.path / NOTE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if kept.pop("form", None) != _FORM:
        return None
    visits = tuple(Visit(**visit) for visit in kept.pop("visits"))
    walks = tuple(Walk(**walk) for walk in kept.pop("walks"))
    return Note(form=_FORM, visits=visits, walks=walks, **kept)


def build_demo(service: Service, tell: Told, *, today: date | None = None) -> Note:
    """Build the company in this home's database, which is emptied first, and write down that it stands.

    `tell` is given each step as it is done. Ended where another program uses the database, or a file is not imported.
    """
    from tactful.cli.demo import build, cast, tours
    from tactful.cli.demo.alike import confirm_one
    from tactful.cli.demo.bring import bring, importers, written
    from tactful.cli.demo.documents import upload_files
    from tactful.cli.demo.follow_ups import write_follow_ups
    from tactful.cli.demo.found import Founded
    from tactful.cli.demo.looking import look_around
    from tactful.cli.demo.mailed import mail_notes
    from tactful.cli.demo.notes import write_notes
    from tactful.cli.demo.passwords import hashed_fast
    from tactful.cli.demo.requests import ask_around
    from tactful.config.database import migrate

    began = time.monotonic()
    (service.home.path / NOTE).unlink(missing_ok=True)
    company = build(today or datetime.now(UTC).date())
    with tempfile.TemporaryDirectory(prefix="tactful-demo-") as folder, importers() as pool:
        # While one process writes the files, this one makes the tables and the members.
        writing = pool.submit(written, company.today, Path(folder))
        empty(service)
        migrate()
        founded = Founded(company)
        with hashed_fast():
            founded.bring_members()
        founded.make_teams()
        choices = founded.choose_levels()
        founded.announce_a_default()
        founded.withhold()
        counts = (len(company.members), "member"), (len(company.teams), "team"), (choices, "share setting")
        tell(listed([counted(number, noun) for number, noun in counts]))
        files = writing.result()
        size = sum(file.path.stat().st_size for file in files)
        tell(f"{counted(len(files), 'file')} of mail, calendars and cards written, {size / 1e6:.0f} MB")
        mails = meetings = cards = 0
        for number, one in enumerate(bring(pool, founded, files), 1):
            if one.state != "done":
                raise Ended(f"{one.path.name} was not imported: {one.error or one.state}.")
            mails, meetings, cards = mails + one.mails, meetings + one.meetings, cards + one.cards
            tell(
                f"{number} of {len(files)} files imported: {counted(mails, 'mail')}, {counted(meetings, 'meeting')}, "
                f"{counted(cards, 'card')}"
            )
        founded.part_with_leavers()
        looks = look_around(founded)
        tell(f"{counted(looks, 'look')} at each other's people, in the disclosure log")
        requests = ask_around(founded)
        tell(f"{counted(requests, 'request')} for an introduction")
        notes = write_notes(founded)
        tell(f"{counted(notes, 'note')} on people whom members know")
        if mailed := mail_notes(founded):
            tell(f"{counted(mailed, 'note')} by mail, to a member's own address")
        uploaded = upload_files(founded)
        tell(f"{counted(uploaded, 'file')} on people whom members know")
        after = write_follow_ups(founded)
        told = (
            (after.logged, "logged interaction"),
            (after.noted, "meeting note"),
            (after.reminders, "reminder"),
        )
        tell(listed([counted(number, noun) for number, noun in told]))
        left = confirm_one(founded)
        tell(f"1 pair of records confirmed as one person, {counted(left, 'proposal')} left to the member")
    note = Note(
        form=_FORM,
        company=company.name,
        story=company.story,
        today=company.today.isoformat(),
        seconds=round(time.monotonic() - began, 1),
        visits=tuple(Visit(s.name, s.address, s.password, s.sees, s.must_not) for s in cast(company)),
        walks=tuple(Walk(t.person, t.company, t.first, t.then, t.sentence) for t in tours(company)),
    )
    (service.home.path / NOTE).write_text(
        json.dumps(asdict(note), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return note


def empty(service: Service) -> None:
    """Replace the home's database by an empty one; Ended where another program is using it."""
    import psycopg
    from django.db import connections

    connections.close_all()
    name = service.addresses.web.database
    with service.superuser("postgres") as superuser:
        try:
            superuser.execute(psycopg.sql.SQL("drop database {}").format(psycopg.sql.Identifier(name)))
        except psycopg.errors.ObjectInUse as error:
            raise Ended("The demo is running: stop it first, then build it afresh.") from error
    service.bootstrap(name)
