"""Contents of files lie encrypted, whole or not at all, each account's apart."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from django.conf import settings

from tactful.accounts.chunks import CHUNK, Damaged, TooLarge
from tactful.config.home import Home
from tactful.records.store import ARRIVING, Missing, Received, Store, store

CONTENT = b"%PDF-1.7 what Sarah offered the harbour, line by line\n" * 12_000
ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture(params=["a folder", "a server's memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store of its own: here, and in a file system that is no folder."""
    if request.param == "a folder":
        return Store(fsspec.filesystem("file"), str(tmp_path / "files"))
    return Store(fsspec.filesystem("memory", skip_instance_cache=True), f"/{uuid.uuid4().hex}")


def pieces(content: bytes, size: int = 10_000) -> Iterator[bytes]:
    """The content as it arrives."""
    return (content[start : start + size] for start in range(0, len(content), size))


def put(kept: Store, content: uuid.UUID = ONE, *, account: int = 7, what: bytes = CONTENT) -> Received:
    """Store content as a whole."""
    received = kept.receive(account, pieces(what), limit=2**30)
    kept.keep(received, content)
    return received


def lying(kept: Store) -> dict[str, bytes]:
    """What lies in the store, byte for byte."""
    found = kept._files.find(kept._root) if kept._files.exists(kept._root) else []
    return {path: kept._files.cat_file(path) for path in found}


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, len(CONTENT)])
def test_what_was_stored_is_read_again_and_lies_encrypted(kept: Store, size: int) -> None:
    received = put(kept, what=CONTENT[:size])
    assert received.size == size
    assert b"".join(kept.read(7, ONE, received.key)) == CONTENT[:size]
    (content,) = lying(kept).values()
    assert b"PDF" not in content
    assert b"harbour" not in content
    assert received.key.hex() not in repr(received)


def test_equal_content_lies_differently_and_in_its_own_account_alone(kept: Store) -> None:
    one, other = put(kept, ONE), put(kept, OTHER, account=8)
    assert one.digest == other.digest
    assert one.key != other.key
    assert len(set(lying(kept).values())) == 2
    with pytest.raises(Missing):
        kept.read(8, ONE, one.key)
    with pytest.raises(Damaged):
        list(kept.read(8, OTHER, one.key))


def test_what_is_too_large_or_breaks_off_leaves_nothing(kept: Store) -> None:
    with pytest.raises(TooLarge, match=r"more than 0\.25 MB, the most that is taken here"):
        kept.receive(7, pieces(CONTENT), limit=2**18)

    def broken() -> Iterator[bytes]:
        yield CONTENT
        raise ConnectionError("the sender went")

    with pytest.raises(ConnectionError):
        kept.receive(7, broken(), limit=2**30)
    kept.drop(kept.receive(7, pieces(CONTENT), limit=2**30))
    assert lying(kept) == {}


def test_what_was_changed_or_cut_off_does_not_open(kept: Store) -> None:
    received = put(kept)
    (path,) = lying(kept)
    whole = kept._files.cat_file(path)
    for harmed in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[: 2 * (CHUNK + 16)], whole + whole[:99]):
        kept._files.pipe_file(path, harmed)
        with pytest.raises(Damaged):
            list(kept.read(7, ONE, received.key))


def test_what_is_erased_while_it_is_read_may_be_read_to_its_end(kept: Store) -> None:
    received = put(kept)
    reading = kept.read(7, ONE, received.key)
    first = next(reading)
    kept.erase(7, ONE)
    kept.erase(7, ONE)
    assert first + b"".join(reading) == CONTENT
    assert lying(kept) == {}
    with pytest.raises(Missing):
        kept.read(7, ONE, received.key)


def test_what_nobody_knows_of_is_swept_up_once_it_is_old(kept: Store) -> None:
    put(kept, ONE)
    put(kept, OTHER)
    put(kept, ONE, account=8)
    kept.receive(7, pieces(CONTENT), limit=2**30)
    assert kept.sweep(7, {ONE}, older_than=time.time() - 60) == 0
    assert kept.sweep(7, {ONE}, older_than=time.time() + 60) == 2
    assert kept.sweep(9, (), older_than=time.time() + 60) == 0
    assert sorted(path.rsplit("/", 1)[-1] for path in lying(kept)) == [ONE.hex] * 2


def test_it_lies_in_the_home_unless_another_place_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", Home(tmp_path / "home"))
    monkeypatch.setattr(settings, "TACTFUL_FILES", "")
    put(store())
    folder = tmp_path / "home" / "files"
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / "7" / ONE.hex[:2] / ONE.hex]
    assert folder.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(settings, "TACTFUL_FILES", "memory://elsewhere")
    received = put(store())
    assert b"".join(store().read(7, ONE, received.key)) == CONTENT
    assert (fsspec.filesystem("memory").ls(f"/elsewhere/7/{ARRIVING}")) == []
    store().erase(7, ONE)
