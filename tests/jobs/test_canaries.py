"""What is not to be kept is nowhere, byte for byte: no row, job, log, file or page of the database holds a word of it.

A word of its own stands in each part of a mailbox and of a calendar. Those that are kept are found by the same search.
"""

from __future__ import annotations

import base64
import gzip
import logging
import quopri
import time
import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import fsspec
import pytest
from psycopg import sql

from tactful.accounts.keyring import Where, open_sealed
from tactful.accounts.wall import acting
from tactful.actions.attachments import keep_attachments
from tactful.config.database import Service
from tactful.config.home import Home
from tactful.jobs.feeds import delete_feed, run_feed, upload_feed
from tactful.jobs.keeping import erase_what_is_not_kept, keep
from tactful.records.bodies import Body
from tactful.visibility.files import list_files, read_file
from tactful.visibility.items import ItemsQuery
from tactful.visibility.standing import Standing
from tests.actions.books import ADA, ZOE, Books
from tests.jobs.committed import superuser
from tests.jobs.searching import Searched

pytestmark = pytest.mark.rule("A27")

#: Kept in the clear: it is shown, sorted and searched.
SUBJECT, TITLE = "kqxsubject51", "kqxtitle52"
#: Kept where bodies are, sealed.
BODIES = ("kqxwords53", "kqxmarkup54", "kqxquoted55", "kqxdescription56")
#: Kept of a private event where those are: who was there. Its title and description never are.
WITH_WHOM, PRIVATE = "kqxguest57", ("kqxsurgery58", "kqxdiagnosis59", "kqxward60")
#: Kept where attachments are, the content sealed.
NAME, CONTENT = "kqxoffer61", "kqxcontent62"
#: Never kept.
NEVER = ("kqxheader63", "kqxplace64")
ALL = (SUBJECT, TITLE, *BODIES, WITH_WHOM, *PRIVATE, NAME, CONTENT, *NEVER)


def mailbox() -> bytes:
    """A mail of Ada's in words and as HTML, in two codings, with a file."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = ADA, ZOE, f"Re: {SUBJECT}"
    made["Date"], made["Message-ID"] = "Tue, 01 Jul 2025 10:00:00 +0000", "<one@northwind.example>"
    made["X-Note"] = NEVER[0]
    made.set_content(f"Dear Zoe,\n\n{BODIES[0]} é\n\n> {BODIES[2]}\n", cte="quoted-printable")
    made.add_alternative(
        f"<p>{BODIES[0]} <b>{BODIES[1]}</b></p><blockquote>{BODIES[2]}</blockquote>", "html", cte="base64"
    )
    made.add_attachment(CONTENT.encode() * 9, maintype="application", subtype="pdf", filename=f"{NAME}.pdf")
    return b"From ada Tue Jul  1 10:00:00 2025\n" + made.as_bytes() + b"\n\n"


def calendar() -> bytes:
    """A meeting that anybody may know of, and a private one."""
    events = (
        ("open", "PUBLIC", TITLE, BODIES[3], NEVER[1], ZOE),
        ("closed", "PRIVATE", *PRIVATE, f"{WITH_WHOM}@acme.example"),
    )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//"]
    for day, (uid, marked, title, description, place, guest) in enumerate(events, 3):
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}", f"CLASS:{marked}", f"DTSTART:2025020{day}T120000Z",
            f"DTEND:2025020{day}T130000Z", f"SUMMARY:{title}", f"DESCRIPTION:{description}", f"LOCATION:{place}",
            f"ORGANIZER:mailto:{ADA}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{guest}", "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@pytest.fixture(autouse=True)
def empty_store() -> None:
    """Begin with nothing in the store of files."""
    files = fsspec.filesystem("memory")
    if files.exists("/files-of-tests"):
        files.rm("/files-of-tests", recursive=True)


@dataclass(frozen=True)
class Everything:
    """All that an installation keeps anywhere, read as bytes."""

    service: Service
    home: Home
    log: pytest.LogCaptureFixture
    since: float

    def rows(self) -> bytes:
        """Every row of every table, those of jobs and their arguments too; columns of bytes stand there in hex."""
        with superuser(self.service) as inside:
            tables = inside.execute(
                "select schemaname, tablename from pg_tables where schemaname !~ '^(pg_|information_schema)'"
            ).fetchall()
            every = (
                inside.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(*table))).fetchall()
                for table in tables
            )
            return "\n".join(row for rows in every for (row,) in rows).encode()

    def pages(self) -> bytes:
        """The files of the database, and of its log of changes since the test began, as they lie on the disk."""
        with superuser(self.service) as inside:
            inside.execute("checkpoint")
            (folder, oid), *_ = inside.execute(
                "select current_setting('data_directory'), oid from pg_database where datname = current_database()"
            ).fetchall()
        files = [*Path(folder, "base", str(oid)).iterdir()]
        files += [
            one
            for one in Path(folder, "pg_wal").iterdir()
            if one.is_file() and one.stat().st_mtime >= self.since
        ]
        return b"".join(one.read_bytes() for one in files)

    def files(self) -> bytes:
        """What lies in the installation's folder, and in the store of files, with its names."""
        store = fsspec.filesystem("memory")
        kept = [one for one in self.home.path.rglob("*") if one.is_file()]
        stored = store.find("/files-of-tests") if store.exists("/files-of-tests") else []
        return b"\n".join(
            [str(one).encode() + one.read_bytes() for one in kept]
            + [one.encode() + store.cat(one) for one in stored]
        )

    def found(self, *, on_disk: bool = False) -> dict[str, list[str]]:
        """Return which of the words are where, by word."""
        places = {"rows": self.rows(), "files": self.files(), "log": self.log.text.encode()}
        searched = {place: Searched(bytes_) for place, bytes_ in places.items()}
        if on_disk:
            searched["pages"] = Searched(self.pages(), unpacked=False)
        return {
            word: where
            for word in ALL
            if (where := [f"{place}: {form}" for place, it in searched.items() for form in it.forms_of(word)])
        }


def bring(books: Books, name: str, content: bytes) -> uuid.UUID:
    """Upload a file and have it read, as the page and its job do; return the source's id."""
    begun = upload_feed(books.viewer(books.ada), [content], name=name)
    run_feed(books.account, begun.id)
    return begun.uid


def test_what_is_not_to_be_kept_is_nowhere(
    committed: Books, database_service: Service, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ada, everything = committed.viewer(committed.ada), Everything(database_service, home, caplog, time.time())
    waiting = upload_feed(ada, [mailbox()], name="ada.mbox")
    assert everything.found() == {}, "an upload lies encrypted while it waits"
    run_feed(committed.account, waiting.id)
    bring(committed, "ada.ics", calendar())
    # Nothing is kept but what is shown, sorted and searched.
    found = everything.found(on_disk=database_service.is_embedded)
    assert found.keys() == {SUBJECT, TITLE}
    if database_service.is_embedded:
        assert "pages: as it is" in found[SUBJECT], "the search finds what is there"

    # All is kept that can be: what was written is sealed, and so is what hung on it.
    keep(ada, bodies=True, private_events=True)
    with acting(committed.account):
        keep_attachments(ada, kept=True)
    feeds = [bring(committed, "ada.mbox", mailbox()), bring(committed, "ada.ics", calendar())]
    found = everything.found(on_disk=database_service.is_embedded)
    assert found.keys() == {SUBJECT, TITLE, WITH_WHOM, NAME}
    with acting(committed.account):
        bodies = " ".join(
            open_sealed(row.html, Where.of(Body, "html", row=row.uid, account=committed.account))
            for row in Body.unchecked.all()
        )
        (file,) = list_files(Standing(ada), ItemsQuery(mine=True)).rows  # type: ignore[union-attr]  # of no record
        read = read_file(Standing(ada), file.item.uid)
        assert read is not None
        assert b"".join(read.pieces) == CONTENT.encode() * 9
    assert [word for word in BODIES if word not in bodies] == []
    assert [word for word in (*PRIVATE, *NEVER) if word in bodies] == []

    # Switched off: it is erased, and what stays is what stood there at first.
    keep(ada, bodies=False, private_events=False)
    erase_what_is_not_kept(committed.account)
    assert everything.found().keys() == {SUBJECT, TITLE, NAME}
    assert committed.rows("select 1 from records_body") == []
    for feed in (waiting.uid, *feeds):
        delete_feed(ada, feed=feed)
    assert everything.found() == {}
    assert everything.files().count(b"files-of-tests") == 0


@pytest.mark.parametrize(
    "written",
    [
        str.encode,
        lambda word: word.upper().encode(),
        lambda word: f"a{word}".encode("utf-16"),
        lambda word: f"é{word}é".encode().hex().encode(),
        lambda word: base64.encodebytes(f"{'x' * 70}{word}é".encode()),
        lambda word: base64.encodebytes(f"{'x' * 71}{word}é".encode()),
        lambda word: base64.encodebytes(f"{'x' * 72}{word}é".encode()),
        lambda word: quopri.encodestring(f"{'x' * 70}{word}é".encode()),
        lambda word: quote(f"é{word} é").encode(),
        lambda word: b"x" + zlib.compress(f"{word} {word}".encode()),
        lambda word: b"x" + gzip.compress(word.encode()),
    ],
)
def test_a_word_is_found_however_it_is_written(written: Callable[[str], bytes]) -> None:
    assert Searched(b"before " + written("kqxword70") + b" behind").forms_of("kqxword70")
    assert not Searched(b"before " + written("kqxworn70") + b" behind").forms_of("kqxword70")
