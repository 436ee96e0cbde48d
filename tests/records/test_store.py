"""Contents of files lie encrypted, whole or not at all, each account's apart."""

from __future__ import annotations

import errno
import io
import os
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import fsspec
import pytest
from django.conf import settings

from tactful.accounts.chunks import CHUNK, Damaged, TooLarge
from tactful.config.home import Home
from tactful.records.place import NotAnswering, place_of
from tactful.records.store import ARRIVING, Missing, Received, Store, store
from tests.s3 import S3Server, s3

__all__ = ["s3"]

CONTENT = b"%PDF-1.7 what Sarah offered the harbour, line by line\n" * 12_000
ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture(params=["a folder", "a server's memory", "S3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store of its own: here, in a file system that is no folder, and in a bucket."""
    if request.param == "S3":
        return store_at(f"s3://{request.getfixturevalue('s3').new_bucket()}/tactful")
    if request.param == "a folder":
        return Store(fsspec.filesystem("file"), str(tmp_path / "files"))
    return Store(fsspec.filesystem("memory", skip_instance_cache=True), f"/{uuid.uuid4().hex}")


def store_at(address: str) -> Store:
    """The store at an address, as an operator names it."""
    return Store(*place_of(address))


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
    assert b"%PDF-1.7" not in content
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


def test_what_is_erased_while_it_is_read_may_be_read_to_its_end(tmp_path: Path) -> None:
    kept = store_at((tmp_path / "files").as_uri())
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
    monkeypatch.setattr(settings, "HOME", Home(tmp_path / "a home"))
    monkeypatch.setattr(settings, "TACTFUL_FILES", "")
    put(store())
    folder = tmp_path / "a home" / "files"
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / "7" / ONE.hex[:2] / ONE.hex]
    assert folder.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(settings, "TACTFUL_FILES", "memory://elsewhere")
    received = put(store())
    assert b"".join(store().read(7, ONE, received.key)) == CONTENT
    assert (fsspec.filesystem("memory").ls(f"/elsewhere/7/{ARRIVING}")) == []
    store().erase(7, ONE)


#: More than is held in memory, so that it goes to a bucket in parts.
LARGE = b"what Sarah offered the harbour, line by line\n" * 500_000


def test_a_store_can_be_tried_out_and_nothing_is_left_of_that(kept: Store) -> None:
    kept.try_out()
    assert lying(kept) == {}


def test_in_a_bucket_what_breaks_off_is_in_no_list(s3: S3Server) -> None:
    bucket = s3.new_bucket()
    kept = store_at(f"s3://{bucket}/tactful")

    def broken() -> Iterator[bytes]:
        yield from pieces(LARGE)
        assert len(s3.begun(bucket)) == 1
        raise ConnectionError("the sender went")

    with pytest.raises(ConnectionError):
        kept.receive(7, broken(), limit=2**30)
    with pytest.raises(TooLarge):
        kept.receive(7, pieces(LARGE), limit=2**24)
    assert (s3.lying(bucket), s3.begun(bucket)) == ({}, [])


def test_a_large_content_comes_back_from_a_bucket_in_pieces(s3: S3Server) -> None:
    bucket = s3.new_bucket()
    kept = store_at(f"s3://{bucket}/tactful")
    received = put(kept, what=LARGE)
    assert list(s3.lying(bucket)) == [f"tactful/7/00/{ONE.hex}"]
    reading = kept.read(7, ONE, received.key)
    assert len(first := next(reading)) == CHUNK
    assert first + b"".join(reading) == LARGE
    reading = kept.read(7, ONE, received.key)
    assert next(reading) == first
    kept.erase(7, ONE)
    with pytest.raises(FileNotFoundError):
        list(reading)
    assert s3.lying(bucket) == {}


def test_what_a_killed_program_left_unfinished_in_a_bucket_is_swept_up_once_it_is_old(s3: S3Server) -> None:
    bucket = s3.new_bucket()
    kept = store_at(f"s3://{bucket}/tactful")
    for key in (f"tactful/7/{ARRIVING}/half", f"tactful/8/{ARRIVING}/half", "of others"):
        s3.client().create_multipart_upload(Bucket=bucket, Key=key)
    # This server says of all that they began in November 2010.
    kept.sweep(7, (), older_than=datetime(2010, 11, 1, tzinfo=UTC).timestamp())
    assert len(s3.begun(bucket)) == 3
    kept.sweep(7, (), older_than=time.time() + 60)
    assert sorted(s3.begun(bucket)) == ["of others", f"tactful/8/{ARRIVING}/half"]


def test_what_another_process_stored_is_there_at_once(s3: S3Server) -> None:
    bucket = s3.new_bucket()
    here, elsewhere = (store_at(f"s3://{bucket}/tactful") for _ in range(2))
    put(here, OTHER)
    here.sweep(7, (ONE, OTHER), older_than=time.time())
    received = put(elsewhere, ONE)
    s3.client().copy_object(
        Bucket=bucket, Key=f"tactful/8/00/{ONE.hex}", CopySource=f"{bucket}/tactful/7/00/{ONE.hex}"
    )
    assert b"".join(here.read(8, ONE, received.key)) == CONTENT


def test_a_bucket_that_is_not_there_is_not_made(s3: S3Server) -> None:
    before = s3.buckets()
    kept = store_at("s3://mistyped/tactful")
    with pytest.raises(NotAnswering, match="bucket does not exist"):
        kept.receive(7, pieces(CONTENT), limit=2**30)
    assert s3.buckets() == before


@pytest.mark.parametrize(("key", "secret"), [("AKIANOBODY", "x"), ("", "not the secret")])
def test_with_wrong_keys_nothing_is_done_by_halves(s3: S3Server, key: str, secret: str) -> None:
    bucket = s3.new_bucket()
    received = put(store_at(f"s3://{bucket}/tactful"))
    before = s3.lying(bucket)
    with s3.signed_in(key, secret):
        kept = store_at(f"s3://{bucket}/tactful")
        arrived = Received(7, received.name, received.digest, received.size, received.key)
        for deed in (
            lambda: kept.receive(7, pieces(CONTENT), limit=2**30),
            lambda: kept.receive(7, pieces(LARGE), limit=2**30),
            lambda: kept.keep(arrived, OTHER),
            lambda: kept.read(7, ONE, received.key),
            lambda: kept.erase(7, ONE),
            lambda: kept.sweep(7, (), older_than=time.time() + 60),
        ):
            with pytest.raises(
                NotAnswering, match="the place where files are kept does not do what it is asked"
            ):
                deed()
    assert (s3.lying(bucket), s3.begun(bucket)) == (before, [])
    store_at(f"s3://{bucket}/tactful").erase(7, ONE)


def test_a_server_that_is_not_there_is_said_to_be_so(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = s3.new_bucket()
    monkeypatch.setattr(type(store_at(f"s3://{bucket}/tactful")._files), "retries", 1)
    with replace(s3, address="http://127.0.0.1:9").signed_in():
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        with pytest.raises(NotAnswering, match="does not do what it is asked"):
            store_at(f"s3://{bucket}/tactful").try_out()


def test_without_what_reaches_s3_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    # By what fsspec.registry shows of it, which cannot be changed itself.
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3", raising=False)
    with pytest.raises(NotAnswering, match=r'of the kind "s3".*not installed: run `make s3`') as refused:
        place_of("s3://key:secret@bucket/tactful")
    assert "secret" not in str(refused.value)
    with pytest.raises(NotAnswering, match=r"install fsspec's package for it"):
        place_of("gs://bucket/tactful")
    with pytest.raises(NotAnswering, match=r'"nowhere", which nothing here knows'):
        place_of("nowhere://bucket/tactful")


def test_a_disk_that_takes_no_more_is_the_places_fault(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, path: str, mode: str, **rest: object) -> Full:
        return Full()

    monkeypatch.setattr(type(kept._files), "open", full)
    with pytest.raises(NotAnswering, match="No space left"):
        kept.receive(7, pieces(CONTENT), limit=2**30)


class Full(io.BytesIO):
    """A file on a disk without room."""

    def write(self, piece: object) -> int:
        """Take nothing."""
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
