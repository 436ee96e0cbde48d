"""What is sealed opens in its own place alone; the ring is made once, read by its user alone, and never printed."""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from tactful.accounts.keyring import (
    BadRing,
    Damaged,
    NoKey,
    Where,
    key_ring,
    new_key,
    open_bytes,
    open_sealed,
    seal,
    seal_bytes,
)
from tactful.config.home import Home

HERE = Where("sealed_thing", "value", uuid.UUID(int=7), 3)
TEXT = "the code of the door is 4711 – don't tell"


@pytest.mark.django_db
@pytest.mark.rule("S20")
def test_it_opens_in_its_place_and_lies_unreadable() -> None:
    sealed = seal(TEXT, HERE)
    assert open_sealed(sealed, HERE) == open_sealed(memoryview(sealed), HERE) == TEXT
    assert b"4711" not in sealed
    assert sealed != seal(TEXT, HERE)
    assert (sealed[0], sealed[1:5]) == (1, key_ring().newest.id)
    assert open_bytes(seal_bytes(bytes(range(256)), HERE), HERE) == bytes(range(256))
    assert open_sealed(seal("", HERE), HERE) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(HERE, table="sealed_things"),
        replace(HERE, column="valued"),
        replace(HERE, row=uuid.UUID(int=8)),
        replace(HERE, account=4),
    ],
)
def test_moved_it_does_not_open(elsewhere: Where) -> None:
    sealed = seal(TEXT, HERE)
    with pytest.raises(Damaged, match="changed or moved") as caught:
        open_sealed(sealed, elsewhere)
    assert "4711" not in str(caught.value)


@pytest.mark.django_db
def test_changed_anywhere_or_cut_it_does_not_open() -> None:
    sealed = seal(TEXT, HERE)
    for at in range(len(sealed)):
        changed = bytes([*sealed[:at], sealed[at] ^ 1, *sealed[at + 1 :]])
        with pytest.raises((Damaged, NoKey)):
            open_sealed(changed, HERE)
    for length in range(len(sealed)):
        with pytest.raises(Damaged):
            open_sealed(sealed[:length], HERE)


@pytest.mark.django_db
def test_the_ring_is_its_users_alone_and_prints_no_key(home: Home) -> None:
    seal(TEXT, HERE)
    path = home.secrets / "keyring"
    assert path.stat().st_mode & 0o077 == 0
    kept = json.loads(path.read_text())["keys"]
    assert [one["id"] for one in kept] == [key.id.hex() for key in key_ring().keys]
    assert kept[0]["key"] not in repr(key_ring())
    assert str(key_ring().newest.bits) not in repr(key_ring())


@pytest.mark.django_db
def test_where_the_environment_says(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TACTFUL_KEYRING", tmp_path / "elsewhere" / "ring")
    (tmp_path / "elsewhere").mkdir()
    sealed = seal(TEXT, HERE)
    assert (tmp_path / "elsewhere" / "ring").exists()
    assert not (home.secrets / "keyring").exists()
    assert open_sealed(sealed, HERE) == TEXT


@pytest.mark.django_db
def test_a_lost_ring_is_said_and_a_damaged_one_is_not_replaced(home: Home) -> None:
    sealed = seal(TEXT, HERE)
    path = home.secrets / "keyring"
    kept = path.read_text()
    path.unlink()
    with pytest.raises(NoKey, match="backup of the secrets"):
        open_sealed(sealed, HERE)
    path.write_text(kept[:-40])
    with pytest.raises(BadRing) as caught:
        seal(TEXT, HERE)
    assert caught.value.__cause__ is None
    assert path.read_text() == kept[:-40]
    path.write_text(kept)
    assert open_sealed(sealed, HERE) == TEXT


def test_two_that_start_at_once_have_one_first_key(home: Home) -> None:
    children = []
    for _ in range(6):
        child = os.fork()
        if child == 0:
            try:
                key_ring()
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    assert len(key_ring().keys) == 1
    assert [one.name for one in home.secrets.iterdir() if one.name.startswith(".")] == []


@pytest.mark.django_db
def test_a_key_that_another_program_made_is_used_at_once() -> None:
    first = seal(TEXT, HERE)
    child = os.fork()
    if child == 0:
        try:
            new_key()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert len(key_ring().keys) == 2
    assert seal(TEXT, HERE)[1:5] == key_ring().newest.id != first[1:5]
    assert open_sealed(first, HERE) == TEXT


@pytest.mark.django_db(transaction=False)
def test_sealing_asks_for_the_transaction_that_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(AssertionError, match="transaction that writes"):
        seal(TEXT, HERE)
    monkeypatch.undo()
