"""Uploads lie encrypted, and are erased."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tactful.accounts.chunks import CHUNK, Damaged, TooLarge
from tactful.jobs.spool import Spool

FEED = uuid.UUID(int=7)
CONTENT = b"From ada@northwind.example\nSubject: nobody reads this\n" * 12_000


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """A spool of its own."""
    return Spool(tmp_path / "spool", "a secret of the tests alone")


def pieces(content: bytes, size: int = 10_000) -> Iterator[bytes]:
    """The content as it arrives."""
    return (content[start : start + size] for start in range(0, len(content), size))


def kept(spool: Spool, content: bytes) -> Path:
    """Take an upload in and make it the feed's; return where it lies."""
    spool.keep(spool.take(pieces(content)), FEED)
    return spool.folder / FEED.hex


@pytest.mark.rule("A27")
@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, len(CONTENT)])
def test_what_was_taken_is_read_again_and_lies_encrypted(spool: Spool, size: int) -> None:
    content = CONTENT[:size]
    path = kept(spool, content)
    assert path.stat().st_mode & 0o077 == 0
    lying = path.read_bytes()
    assert all(word not in lying for word in (b"northwind", b"Subject", b"From "))
    with spool.readable(FEED, "in/box.mbox") as readable:
        assert readable.name == "box.mbox"
        assert readable.read_bytes() == content
        assert readable.stat().st_size == size
        # No file of the folder, by whatever name, holds a word of it in the clear.
        for found in spool.folder.rglob("*"):
            if found.is_file() and not found.is_symlink():
                assert b"Subject" not in found.read_bytes()
    assert sorted(spool.folder.iterdir()) == [path]


@pytest.mark.parametrize("kind", ["in memory", "without a name on the disk", "on a system without /proc"])
def test_it_is_read_from_what_is_gone_with_the_reading(
    spool: Spool, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if kind != "in memory":
        monkeypatch.setattr("tactful.jobs.spool.IN_MEMORY", 0)
    if kind == "on a system without /proc":
        monkeypatch.setattr("tactful.jobs.spool._DESCRIPTORS", tmp_path / "nowhere")
    path = kept(spool, CONTENT)
    with spool.readable(FEED, "box.mbox") as readable:
        assert readable.is_symlink() is (kind != "on a system without /proc")
        with readable.open("rb") as file:
            file.seek(CHUNK + 5)
            assert file.read(100) == CONTENT[CHUNK + 5 :][:100]
    assert sorted(spool.folder.iterdir()) == [path]


@pytest.mark.rule("A27")
def test_erased_is_gone_and_what_remains_of_it_has_no_key(spool: Spool) -> None:
    path = kept(spool, CONTENT)
    other = path.with_name("another link")
    os.link(path, other)
    spool.erase(FEED)
    assert not path.exists()
    with pytest.raises(Damaged):
        list(spool.pieces(other))
    with pytest.raises(FileNotFoundError), spool.readable(FEED, "box"):
        pass
    spool.erase(FEED)


@pytest.mark.parametrize("harm", ["cut", "turned", "reordered", "joined", "other secret"])
def test_a_changed_file_is_refused(spool: Spool, harm: str) -> None:
    path = kept(spool, CONTENT)
    lying = path.read_bytes()
    sealed = CHUNK + 16
    head, first, second, rest = (
        lying[:24],
        lying[24 : 24 + sealed],
        lying[24 + sealed : 24 + 2 * sealed],
        lying[24 + 2 * sealed :],
    )
    path.write_bytes(
        {
            "cut": head + first + second,
            "turned": lying[:-1] + bytes([lying[-1] ^ 1]),
            "reordered": head + second + first + rest,
            "joined": lying + lying[24:],
            "other secret": lying,
        }[harm]
    )
    reader = Spool(spool.folder, "another secret") if harm == "other secret" else spool
    with pytest.raises(Damaged), reader.readable(FEED, "box"):
        pass


def test_two_uploads_of_the_same_content_look_different(spool: Spool) -> None:
    one, two = spool.take(pieces(CONTENT)), spool.take(pieces(CONTENT))
    assert one.digest == two.digest
    assert one.path.read_bytes()[24:] != two.path.read_bytes()[24:]


def test_too_large_an_upload_leaves_nothing(spool: Spool) -> None:
    with pytest.raises(TooLarge, match=r"more than 0\.25 MB, the most that is taken here"):
        spool.take(pieces(CONTENT), limit=2**18)
    assert not list(spool.folder.iterdir())


def test_an_upload_that_breaks_off_leaves_nothing(spool: Spool) -> None:
    def broken() -> Iterator[bytes]:
        yield CONTENT
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        spool.take(broken())
    assert not list(spool.folder.iterdir())


def test_cleaning_keeps_what_is_waited_for_and_what_may_still_arrive(spool: Spool) -> None:
    path = kept(spool, CONTENT)
    orphan = spool.take(pieces(CONTENT)).path
    assert spool.clean([FEED], older_than=orphan.stat().st_mtime - 1) == 0
    assert spool.clean([FEED], older_than=orphan.stat().st_mtime + 1) == 1
    assert (path.exists(), orphan.exists()) == (True, False)
    assert spool.clean([], older_than=path.stat().st_mtime + 1) == 1
