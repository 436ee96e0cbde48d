"""A file from its first byte to the scores, and away again."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from tactful.actions.errors import Absent, NotAllowed
from tactful.config.home import Home
from tactful.intake.parsed import Unreadable
from tactful.jobs.feeds import Progress, delete_feed, run_feed, spool, start_feed, stop_feed
from tests.actions.books import XIA, YAN, ZOE, Books
from tests.jobs.files import CALENDAR, SECRET, write_mailbox


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    """A mailbox of Ada's."""
    return write_mailbox(tmp_path / "ada.mbox")


def test_a_mailbox_is_read_stored_and_scored(books: Books, mailbox: Path) -> None:
    said: list[Progress] = []
    begun = start_feed(books.viewer(books.ada), path=mailbox)
    report = run_feed(books.account, begun.id, path=mailbox, on_progress=said.append, batch=25)
    assert report is not None
    assert (report.state, report.error) == ("done", "")
    assert (report.mails, report.repeated, report.rejected) == (102, 11, 7)
    assert report.inbound + report.outbound == report.mails
    assert books.ties(books.ada)[ZOE][0] > 0
    assert [one.done for one in said] == sorted(one.done for one in said)
    assert said[-1].done == said[-1].total == mailbox.stat().st_size
    assert said[-1].tally.items == 120
    deeds = [deed for (deed,) in books.rows("select deed from sharing_event order by id")]
    assert deeds[-2:] == ["feed added", "feed imported"]
    delete_feed(books.viewer(books.ada), feed=begun.uid)
    assert books.rows("select deed from sharing_event order by id desc limit 1") == [("feed deleted",)]


@pytest.mark.rule("A27")
def test_no_word_of_a_body_and_nothing_of_a_private_event_is_stored(
    books: Books, mailbox: Path, tmp_path: Path
) -> None:
    calendar = tmp_path / "ada.ics"
    calendar.write_text(CALENDAR, newline="")
    for path in (mailbox, calendar):
        begun = start_feed(books.viewer(books.ada), path=path)
        run_feed(books.account, begun.id, path=path)
    tables = [t for (t,) in books.rows("select tablename::text from pg_tables where schemaname = 'public'")]
    for table in tables:
        if table.startswith(("records_", "sharing_", "accounts_")):
            whole = str(books.rows(f"select coalesce(string_agg(t::text, ' '), '') from {table} t"))
            for secret in (SECRET, "Root canal", "Leaving the firm"):
                assert secret not in whole, f'"{secret}" stands in {table}'


@pytest.mark.rule("D08")
def test_a_calendar_makes_touchpoints_of_those_who_came(books: Books, tmp_path: Path) -> None:
    calendar = tmp_path / "ada.ics"
    calendar.write_text(CALENDAR, newline="")
    begun = start_feed(books.viewer(books.ada), path=calendar)
    report = run_feed(books.account, begun.id, path=calendar)
    assert report is not None
    assert (report.meetings, report.rejected) == (2, 2)
    assert books.touchpoints() == [("Ada", ZOE, "meeting")]
    assert not books.rows("select 1 from records_person where key like 'room@%%'")
    assert books.rows("select key from records_person where not colleague order by 1") == [
        (XIA,),
        (YAN,),
        (ZOE,),
    ]
    assert set(books.ties(books.ada)) == {ZOE}


def test_the_same_messages_packed_are_another_feed_of_the_same_messages(books: Books, mailbox: Path) -> None:
    packed = mailbox.with_suffix(".mbox.gz")
    with mailbox.open("rb") as plain, gzip.open(packed, "wb") as file:
        shutil.copyfileobj(plain, file)
    for path in (mailbox, packed):
        begun = start_feed(books.viewer(books.ada), path=path)
        run_feed(books.account, begun.id, path=path)
    assert books.count("feed") == 2
    assert books.count("copy") == 2 * books.count("interaction")


def test_a_folder_is_one_feed_by_what_it_holds(books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    (folder / "inbox").mkdir(parents=True)
    write_mailbox(folder / "inbox" / "a.mbox", messages=5)
    write_mailbox(folder / "b.mbox", messages=7, seed=2)
    first = start_feed(books.viewer(books.ada), path=folder)
    again = start_feed(books.viewer(books.ada), path=shutil.copytree(folder, tmp_path / "copied"))
    assert (again.id, again.known) == (first.id, True)
    write_mailbox(folder / "c.mbox", messages=2)
    assert start_feed(books.viewer(books.ada), path=folder).id != first.id


def test_a_file_that_cannot_be_read_fails_with_its_reason(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "mail.pst"
    path.write_bytes(b"!BDN" + bytes(100))
    begun = start_feed(books.viewer(books.ada), path=path)
    report = run_feed(books.account, begun.id, path=path)
    assert report is not None
    assert report.state == "failed"
    assert "Outlook" in report.error
    with pytest.raises(Unreadable):
        start_feed(books.viewer(books.ada), path=tmp_path / "nothing")


def test_a_feed_stops_between_batches_and_goes_on_when_it_is_brought_again(
    books: Books, mailbox: Path
) -> None:
    begun = start_feed(books.viewer(books.ada), path=mailbox)

    def stop(progress: Progress) -> None:
        if progress.tally.items >= 40:
            stop_feed(books.viewer(books.ada), feed=begun.uid)

    report = run_feed(books.account, begun.id, path=mailbox, on_progress=stop, batch=20)
    assert report is not None
    assert report.state == "stopped"
    assert 0 < report.mails < 60
    assert books.ties(books.ada)
    again = start_feed(books.viewer(books.ada), path=mailbox)
    whole = run_feed(books.account, again.id, path=mailbox)
    assert whole is not None
    assert (again.id, whole.state, whole.mails) == (begun.id, "done", 102)


def test_a_feed_that_is_deleted_while_it_is_read_leaves_nothing(books: Books, mailbox: Path) -> None:
    begun = start_feed(books.viewer(books.ada), path=mailbox)

    def delete(progress: Progress) -> None:
        if progress.tally.items == 40:
            delete_feed(books.viewer(books.ada), feed=begun.uid)

    assert run_feed(books.account, begun.id, path=mailbox, on_progress=delete, batch=20) is None
    for table in ("feed", "copy", "party", "interaction", "person", "tie"):
        assert books.count(table) == 0


def test_nobody_touches_anothers_feed(books: Books, mailbox: Path) -> None:
    begun = start_feed(books.viewer(books.ada), path=mailbox)
    for deed in (stop_feed, delete_feed):
        with pytest.raises(Absent):
            deed(books.viewer(books.ben), feed=begun.uid)
    reading = books.viewer(books.ada)
    object.__setattr__(reading, "may_write", False)
    with pytest.raises(NotAllowed):
        start_feed(reading, path=mailbox)


def test_without_its_upload_a_feed_says_so(books: Books, mailbox: Path, home: Home) -> None:
    begun = start_feed(books.viewer(books.ada), path=mailbox)
    report = run_feed(books.account, begun.id)
    assert report is not None
    assert (report.state, report.error) == ("failed", "the upload is no longer here; upload the file again")
    assert not spool().has(begun.uid)
