"""A new key takes over while others write, and loses nothing; an old one goes when nothing needs it."""

from __future__ import annotations

import threading
import time
import uuid

import pytest
from django.db import connection, connections

from tactful.accounts.keyring import drop_keys, key_ring, keys_in_use, new_key, reseal
from tactful.accounts.keyring.rotation import is_used
from tactful.accounts.wall import acting
from tests.keyring.things import COLUMNS, TABLE, Things

pytestmark = pytest.mark.rule("S09")


def test_everything_is_of_the_new_key_and_the_old_one_can_go(things: Things) -> None:
    assert not is_used(COLUMNS)
    texts = {things.put(f"secret {number}"): f"secret {number}" for number in range(23)}
    old = key_ring().newest
    assert is_used(COLUMNS)
    assert keys_in_use(COLUMNS) == {old.id: 23}
    assert drop_keys(COLUMNS) == ()

    new = new_key()
    assert things.texts() == texts
    done = reseal(COLUMNS, batch=5)
    assert (done.values, done.unneeded) == (23, (old,))
    assert things.keys() == {new.id}
    assert things.texts() == texts
    assert reseal(COLUMNS).values == 0

    assert drop_keys(COLUMNS) == (old,)
    assert key_ring().keys == (new,)
    assert things.texts() == texts


def test_a_key_that_is_needed_stays(things: Things) -> None:
    things.put("of the first key")
    first = key_ring().newest
    second = new_key()
    new_key()
    assert drop_keys(COLUMNS) == (second,)
    assert first in key_ring().keys


class Cut(Exception):
    """The rotation was cut off."""


def test_cut_off_it_goes_on_where_it_was(things: Things) -> None:
    texts = {things.put(f"secret {number}"): f"secret {number}" for number in range(12)}
    old, new = key_ring().newest, new_key()

    def cut(_count: int) -> None:
        raise Cut

    with pytest.raises(Cut):
        reseal(COLUMNS, batch=5, told=cut)
    assert keys_in_use(COLUMNS) == {old.id: 7, new.id: 5}
    assert things.texts() == texts
    assert drop_keys(COLUMNS) == ()
    assert reseal(COLUMNS, batch=5).values == 7
    assert things.texts() == texts


def test_it_waits_for_those_who_sealed_by_the_old_key(things: Things) -> None:
    sealed, may_commit = threading.Event(), threading.Event()
    late = uuid.uuid4()

    def write_slowly() -> None:
        try:
            with acting(things.account):
                things.put_here(late, "sealed before, written after")
                sealed.set()
                assert may_commit.wait(30)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    assert sealed.wait(30)
    new = new_key()
    found: list[int] = []

    def rotate() -> None:
        try:
            found.append(reseal(COLUMNS).values)
        finally:
            connections.close_all()

    rotation = threading.Thread(target=rotate)
    rotation.start()
    time.sleep(0.3)
    assert rotation.is_alive()
    # Nobody waits for the rotation meanwhile.
    begun = time.monotonic()
    things.put("by the new key, at once")
    assert time.monotonic() - begun < 2
    may_commit.set()
    writer.join(30)
    rotation.join(30)
    assert found == [1]
    assert things.keys() == {new.id}
    assert things.texts()[late] == "sealed before, written after"


def test_under_writers_nothing_is_lost_and_nothing_fails(things: Things) -> None:
    wanted: dict[uuid.UUID, str] = {}
    over, failed = threading.Event(), list[BaseException]()

    def write(writer: int) -> None:
        try:
            number = 0
            while not over.is_set():
                text = f"{writer}: {number}"
                uid = things.put(text)
                if number % 3 == 0:
                    with acting(things.account), connection.cursor() as db:
                        db.execute(f"delete from {TABLE} where uid = %s", [uid])
                else:
                    wanted[uid] = text
                if number % 10 == 0:
                    mine = {uid: text for uid, text in list(wanted.items()) if text.startswith(f"{writer}:")}
                    found = things.texts()
                    assert {uid: found[uid] for uid in mine} == mine
                number += 1
        except BaseException as error:  # noqa: BLE001 (told by the test's own thread)
            failed.append(error)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for writer in writers:
        writer.start()
    for _ in range(4):
        time.sleep(0.2)
        new_key()
        reseal(COLUMNS, batch=7)
    over.set()
    for writer in writers:
        writer.join(60)
    assert failed == []
    reseal(COLUMNS)
    assert len(drop_keys(COLUMNS)) == 4
    assert len(key_ring().keys) == 1
    assert things.texts() == wanted
    assert len(wanted) > 20
