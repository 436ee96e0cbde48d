"""The log's chain: sealed once and in order, also by two at once; whatever its owner does to it is found."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from tactful.accounts.wall import acting
from tactful.actions import sealing
from tactful.actions.sealing import hash_at, seal, verify
from tactful.config.database import Service
from tactful.jobs.tasks import seal_log
from tactful.records.chain import Entry, beginning, canonical, linked
from tactful.records.models import Disclosure, LogHead, LogName, Person
from tactful.sharing.models import Source
from tactful.visibility.showing import KINDS, Showing
from tests.actions.books import Books
from tests.jobs.committed import superuser

pytestmark = pytest.mark.rule("B03")


def show(books: Books, count: int = 1, kind: str = "phone") -> None:
    """Let Ben be shown something of Ada's book, so many times."""
    for number in range(count):
        with acting(books.account):
            person, _ = Person.unchecked.get_or_create(
                account_id=books.account, key=f"p{number % 3}@x.example"
            )
            showing = Showing()
            showing.door = f"web:person {number}"
            showing.person(book_of(books, books.ada), person.id, KINDS[kind])
            showing.write(books.viewer(books.ben), book_of(books, books.ben))


def book_of(books: Books, member: int) -> int:
    return Source.unchecked.get(account_id=books.account, owner_id=member, kind="book").id


def kinds(books: Books) -> list[tuple[str, int]]:
    return [(fault.kind, fault.number) for fault in verify(books.account).faults]


@pytest.mark.django_db
def test_entries_are_sealed_in_order_and_the_chain_is_whole(books: Books, monkeypatch: Any) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    assert verify(books.account).sealed == 0
    assert not verify(books.account).faults
    show(books, 5)
    assert verify(books.account).waiting == 5
    assert seal(books.account) == 5
    assert seal(books.account) == 0
    show(books, 1)
    seal_log(0)
    found = verify(books.account)
    assert (found.sealed, found.waiting, found.faults) == (6, 0, ())
    assert hash_at(books.account, 6) == found.hash
    assert hash_at(books.account, 7) is None
    with acting(books.account):
        rows = Disclosure.unchecked.filter(account_id=books.account).order_by("id")
        assert list(rows.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_every_part_of_an_entry_and_its_place_change_its_bytes() -> None:
    import uuid
    from dataclasses import replace
    from datetime import UTC, datetime, timedelta

    one, other = uuid.UUID(int=1), uuid.UUID(int=2)
    entry = Entry(one, datetime(2026, 1, 1, tzinfo=UTC), one, one, "web:person", [one], [1], 1)
    changed = [
        replace(entry, uid=other),
        replace(entry, at=entry.at + timedelta(microseconds=1)),
        replace(entry, viewer=other),
        replace(entry, contributor=other),
        replace(entry, door="web:people"),
        replace(entry, people=[other]),
        replace(entry, people=[]),
        replace(entry, kinds=[2]),
        replace(entry, every=3),
    ]
    said = {canonical(1, entry), canonical(2, entry), *(canonical(1, one) for one in changed)}
    assert len(said) == len(changed) + 2
    assert beginning(one) != beginning(other)
    assert linked(beginning(one), 1, entry) != linked(beginning(other), 1, entry)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "update records_disclosure set viewer = gen_random_uuid()",
        "update records_disclosure set kinds = '{}', every = 0",
        "update records_disclosure set number = null, hash = null",
        "update records_disclosure set number = 9 where number = 1",
        "delete from records_disclosure",
        "update records_logname set person_id = null",
        "delete from records_logname",
        "delete from records_loghead",
        "update records_loghead set count = 0",
        "truncate records_disclosure",
    ],
)
def test_the_web_role_may_not_change_what_is_written(books: Books, statement: str) -> None:
    show(books, 2)
    seal(books.account)
    show(books, 1)
    with (
        pytest.raises(ProgrammingError),
        acting(books.account),
        connection.cursor() as db,
    ):
        db.execute(statement)


@pytest.mark.django_db
def test_nothing_is_sealed_as_it_is_written(books: Books) -> None:
    show(books, 1)
    with acting(books.account):
        row = Disclosure.unchecked.get(account_id=books.account)
        row.pk, row.uid, row.number, row.hash = None, Disclosure().uid, 1, b"x" * 32
        with pytest.raises(ProgrammingError), transaction.atomic():
            row.save()


TAMPERED: dict[str, tuple[str, tuple[str, int]]] = {
    "edited viewer": (
        "update records_disclosure set viewer = gen_random_uuid() where number = 3",
        ("edited", 3),
    ),
    "edited kinds": (
        "update records_disclosure set kinds = '{1}', every = 1 where number = 3",
        ("edited", 3),
    ),
    "edited moment": (
        "update records_disclosure set at = at + interval '1 us' where number = 3",
        ("edited", 3),
    ),
    "edited door": ("update records_disclosure set door = 'web:people' where number = 5", ("edited", 5)),
    "edited hash": ("update records_disclosure set hash = sha256('') where number = 3", ("edited", 3)),
    "removed": ("delete from records_disclosure where number = 3", ("missing", 3)),
    "removed first": ("delete from records_disclosure where number = 1", ("missing", 1)),
    "removed tail": ("delete from records_disclosure where number >= 4", ("missing", 4)),
    "taken out of the chain": (
        "update records_disclosure set number = null, hash = null where number = 5",
        ("missing", 5),
    ),
    "put before the first": ("update records_disclosure set number = 0 where number = 3", ("edited", 0)),
    "head set back": ("update records_loghead set count = 3", ("head", 5)),
    "head removed": ("delete from records_loghead", ("head", 5)),
    "all removed": ("delete from records_disclosure", ("missing", 1)),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_the_owner_of_the_database_does_is_found(
    committed: Books, database_service: Service, how: str
) -> None:
    show(committed, 5)
    seal(committed.account)
    statement, wanted = TAMPERED[how]
    tamper(database_service, lambda owner: owner.execute(statement))
    assert wanted in kinds(committed)


def test_reordered_entries_and_moved_ones_are_found(committed: Books, database_service: Service) -> None:
    show(committed, 4)
    seal(committed.account)
    tamper(
        database_service,
        lambda owner: (
            owner.execute("update records_disclosure set number = -1 where number = 2"),
            owner.execute("update records_disclosure set number = 2 where number = 3"),
            owner.execute("update records_disclosure set number = 3 where number = -1"),
        ),
    )
    assert ("edited", 2) in kinds(committed)
    assert ("edited", 3) in kinds(committed)


def test_a_tail_cut_off_with_its_count_is_found_by_a_noted_end(
    committed: Books, database_service: Service
) -> None:
    show(committed, 4)
    seal(committed.account)
    noted = verify(committed.account)
    tamper(
        database_service,
        lambda owner: (
            owner.execute("delete from records_disclosure where number >= 3"),
            owner.execute(
                "update records_loghead set count = 2, hash = (select hash from records_disclosure where number = 2)"
            ),
        ),
    )
    assert kinds(committed) == []
    assert hash_at(committed.account, noted.sealed) != noted.hash


def test_erasing_a_person_leaves_the_chain_whole(committed: Books) -> None:
    show(committed, 4)
    seal(committed.account)
    with acting(committed.account):
        Person.unchecked.filter(account_id=committed.account).delete()
        assert not LogName.unchecked.filter(account_id=committed.account, person__isnull=False).exists()
    found = verify(committed.account)
    assert (found.sealed, found.faults) == (4, ())


def test_two_that_seal_at_once_make_one_chain(committed: Books) -> None:
    show(committed, 30)
    faults: list[BaseException] = []

    def work() -> None:
        try:
            seal(committed.account)
        except BaseException as fault:  # noqa: BLE001 (handed on below, to the thread that waits)
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    show(committed, 5)
    for thread in threads:
        thread.join()
    seal(committed.account)
    assert faults == []
    found = verify(committed.account)
    assert (found.sealed, found.waiting, found.faults) == (35, 0, ())
    with acting(committed.account):
        assert LogHead.unchecked.get(account_id=committed.account).count == 35


def test_two_first_answers_at_once_both_have_their_entry(committed: Books) -> None:
    faults: list[BaseException] = []

    def work() -> None:
        try:
            show(committed, 3)
        except BaseException as fault:  # noqa: BLE001 (handed on below, to the thread that waits)
            faults.append(fault)
        finally:
            connections.close_all()

    with acting(committed.account):
        for number in range(3):
            Person.unchecked.create(account_id=committed.account, key=f"p{number}@x.example")
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert verify(committed.account).waiting == 12


def tamper(service: Service, work: Callable[[psycopg.Connection], object]) -> None:
    """Do what only the owner of the database can, past its triggers."""
    with superuser(service) as owner:
        owner.execute("set session_replication_role = replica")
        work(owner)
