"""What mailbox rules keep from being read, and what a new one erases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tactful.actions.errors import Absent, Invalid
from tactful.actions.mailbox_rules import end_rule
from tactful.intake.parsed import Origin, Rejected
from tactful.jobs.feeds import Progress, delete_feed, run_feed, start_feed
from tactful.jobs.rules import never_read
from tactful.jobs.sieve import Sieve
from tests.actions.books import ADA, XIA, YAN, ZOE, Books

pytestmark = pytest.mark.rule("B05")

_SECRET = "Notes from the clinic"


def _letter(number: int, sender: str, subject: str = "Terms", header: str = "", to: str = ADA) -> str:
    return (
        f"From x Mon Jun  2 10:00:{number:02d} 2025\nFrom: {sender}\nTo: {to}\nSubject: {subject}\n"
        f"Date: Mon, 2 Jun 2025 10:00:{number:02d} +0000\nMessage-ID: <{number}@x>\n{header}\nText\n\n"
    )


def _read(books: Books, path: Path) -> tuple[int, int]:
    begun = start_feed(books.viewer(books.ada), path=path)
    report = run_feed(books.account, begun.id, path=path)
    assert report is not None
    assert report.state == "done", report.error
    return report.mails, report.rejected


def _stands(books: Books, word: str) -> list[str]:
    """The tables of records in which this word stands."""
    tables = [t for (t,) in books.rows("select tablename::text from pg_tables where schemaname = 'public'")]
    return [
        table
        for table in tables
        if table.startswith("records_")
        and word in str(books.rows(f"select coalesce(string_agg(t::text, ' '), '') from {table} t"))
    ]


@pytest.mark.parametrize(
    ("kind", "what", "header", "sender"),
    [
        ("label", "family", 'X-Gmail-Labels: Inbox,"Family"\n', YAN),
        ("label", "Family", "Keywords: Work, Family/Doctor\n", YAN),
        ("label", "Famílie", "X-Gmail-Labels: =?UTF-8?Q?Inbox,Fam=C3=ADlie?=\n", YAN),
        ("address", YAN.upper(), "", YAN),
        ("domain", "acme.example", "", "yan@mail.acme.example"),
    ],
)
def test_what_a_rule_names_leaves_nothing_behind(
    books: Books, tmp_path: Path, kind: str, what: str, header: str, sender: str
) -> None:
    never_read(books.viewer(books.ada), kind=kind, what=what)
    path = tmp_path / "ada.mbox"
    path.write_text(_letter(1, XIA) + _letter(2, sender, _SECRET, header))
    assert _read(books, path) == (1, 1)
    assert not _stands(books, "clinic")
    assert not _stands(books, sender)
    assert books.rows("select label, reason from records_rejection") == [
        ("Your mailbox rules", "1 item was not read, as your rules say; nothing of them is kept")
    ]


def test_a_folder_goes_with_all_below_it(books: Books, tmp_path: Path) -> None:
    never_read(books.viewer(books.ada), kind="folder", what="private")
    whole = tmp_path / "mail"
    for number, folder in enumerate(("Inbox", "Private", "Private/Doctor", "Privateer")):
        (whole / folder).mkdir(parents=True, exist_ok=True)
        name = f"{folder.replace('/', '.').lower()}@{folder.split('/')[0].lower()}.example"
        (whole / folder / f"{number}.eml").write_text(_letter(number, name).partition("\n")[2])
    assert _read(books, whole) == (2, 2)
    assert not _stands(books, "private.example")
    assert _stands(books, "privateer.example")


@pytest.mark.parametrize(
    ("rule", "folder"),
    [
        ("Private/Family", ".Private.Family"),
        (".Private.Family", "Private/Family"),
        ("Private.Family", "Private/Family/Doctor"),
        ("Private", "INBOX.Private.Family"),
        ("INBOX.Private", "Private"),
        ("Private/Family", "Maildir/.Private.Family"),
        ("Private/Family", "Private.sbd/Family"),
        ("Private\\Family", "private/family"),
    ],
)
def test_a_folder_is_one_whatever_sets_its_parts_apart(rule: str, folder: str) -> None:
    found = Sieve([("folder", rule)])
    assert found.holds_back(Rejected("", Origin("x", folder)))
    assert not found.holds_back(Rejected("", Origin("x", "Privateer")))
    assert not found.holds_back(Rejected("", Origin("x", "Work/Private")))
    assert not found.holds_back(Rejected("", Origin("x", "")))


def test_an_erasure_counts_anew_what_a_source_holds(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "ada.mbox"
    path.write_text(
        _letter(1, XIA)
        + _letter(2, ZOE, _SECRET)
        + _letter(3, ADA, "Hello", to=YAN)
        + _letter(4, ADA, to=ZOE)
    )
    assert _read(books, path) == (4, 0)
    assert books.rows("select mails, inbound, outbound from records_feed") == [(4, 2, 2)]
    never_read(books.viewer(books.ada), kind="address", what=ZOE)
    assert books.rows("select mails, inbound, outbound from records_feed") == [(2, 1, 1)]


def test_an_address_takes_along_what_it_brought_and_ending_the_rule_brings_nothing_back(
    books: Books, tmp_path: Path
) -> None:
    path = tmp_path / "ada.mbox"
    path.write_text(
        _letter(1, XIA) + _letter(2, ZOE, _SECRET, f"Cc: {XIA}\n") + _letter(3, ADA, "Hello", to=YAN)
    )
    assert _read(books, path) == (3, 0)
    assert ZOE in books.ties(books.ada)
    before = books.ties(books.ada)[XIA]
    rule = never_read(books.viewer(books.ada), kind="address", what=ZOE)
    assert not _stands(books, "clinic")
    assert not _stands(books, ZOE)
    assert set(books.ties(books.ada)) == {XIA, YAN}
    assert books.ties(books.ada)[XIA] == before
    assert books.rows("select mails from records_feed") == [(2,)]
    # The same file again, while the rule stands; and after it ended.
    assert _read(books, path) == (2, 1)
    end_rule(books.viewer(books.ada), rule=rule.uid)
    assert not _stands(books, ZOE)
    assert _read(books, path) == (3, 0)
    assert ZOE in books.ties(books.ada)
    deeds = [deed for (deed,) in books.rows("select deed from sharing_event order by id")]
    assert [deed for deed in deeds if "rule" in deed] == ["mailbox rule made", "mailbox rule ended"]


def test_a_rule_is_its_contributors_alone(books: Books, tmp_path: Path) -> None:
    rule = never_read(books.viewer(books.ben), kind="address", what=ZOE)
    assert never_read(books.viewer(books.ben), kind="address", what=f" {ZOE} ").uid == rule.uid
    path = tmp_path / "ada.mbox"
    path.write_text(_letter(1, ZOE))
    assert _read(books, path) == (1, 0)
    never_read(books.viewer(books.ben), kind="domain", what="acme.example")
    assert ZOE in books.ties(books.ada)
    with pytest.raises(Absent):
        end_rule(books.viewer(books.ada), rule=rule.uid)


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("address", "nobody"),
        ("address", ADA),
        ("domain", "northwind.example"),
        ("domain", "example"),
        ("folder", " / "),
        ("label", "x" * 301),
        ("sender", "x"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(books: Books, kind: str, what: str) -> None:
    with pytest.raises(Invalid):
        never_read(books.viewer(books.ada), kind=kind, what=what)
    assert not books.rows("select 1 from sharing_mailboxrule")


def test_a_rule_may_hold_for_one_source_alone(books: Books, tmp_path: Path) -> None:
    first, second = tmp_path / "first.mbox", tmp_path / "second.mbox"
    first.write_text(_letter(1, XIA) + _letter(2, ZOE, _SECRET))
    second.write_text(_letter(3, ZOE, "Terms") + _letter(4, YAN, header="Keywords: Family\n"))
    assert _read(books, first) == _read(books, second) == (2, 0)
    ada = books.viewer(books.ada)
    one, other = (uid for (uid,) in books.rows("select uid from records_feed order by id"))
    rule = never_read(ada, kind="address", what=ZOE, source=one)
    assert (rule.source, rule.source_name) == (one, "first.mbox")
    assert not _stands(books, "clinic")
    assert ZOE in books.ties(books.ada)
    assert books.rows("select mails from records_feed order by id") == [(1,), (2,)]
    assert _read(books, first) == (1, 1)
    assert _read(books, second) == (2, 0)
    never_read(ada, kind="label", what="Family", source=one)
    assert _read(books, second) == (2, 0)
    never_read(ada, kind="label", what="Family", source=other)
    # The same for all sources is a rule of its own.
    assert never_read(ada, kind="address", what=ZOE).uid != rule.uid
    assert ZOE not in books.ties(books.ada)
    with pytest.raises(Absent):
        never_read(books.viewer(books.ben), kind="address", what=ZOE, source=one)
    delete_feed(ada, feed=one)
    assert books.rows("select count(*) from sharing_mailboxrule where feed_id is not null") == [(1,)]


@pytest.mark.parametrize("kind", ["address", "label"])
def test_a_rule_holds_for_what_is_being_read(books: Books, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "ada.mbox"
    labelled = "Keywords: Clinic\n"
    path.write_text(_letter(1, XIA) + _letter(2, ZOE, "Terms") + _letter(3, ZOE, _SECRET, labelled))
    begun = start_feed(books.viewer(books.ada), path=path)
    made: list[object] = []

    def note(_progress: Progress) -> None:
        if not made:
            what = ZOE if kind == "address" else "Clinic"
            made.append(never_read(books.viewer(books.ada), kind=kind, what=what))

    report = run_feed(books.account, begun.id, path=path, on_progress=note, batch=1)
    assert report is not None
    assert (report.state, report.mails) == ("done", 1 if kind == "address" else 2)
    assert not _stands(books, "clinic")
