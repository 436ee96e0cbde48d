"""Bringing a mailbox, calendar or address book in, from the first byte to the scores; and taking it away again."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tactful.accounts.chunks import Damaged
from tactful.accounts.wall import acting
from tactful.actions.departures import purged
from tactful.actions.imports.deleting import erase_feed, erase_feed_of
from tactful.actions.imports.feeds import (
    Begun,
    FeedReport,
    Gone,
    Opened,
    RulesChanged,
    Stopped,
    begin_feed,
    fail_feed,
    open_feed,
    report_of,
)
from tactful.actions.imports.feeds import stop_feed as stop_reading
from tactful.actions.imports.finishing import finish_feed
from tactful.actions.imports.items import Item
from tactful.actions.imports.writing import Tally, Writer
from tactful.insight.leaders import store_leaders_of_book
from tactful.insight.store import rescore_book
from tactful.intake.domains import company_domain
from tactful.intake.parsed import Parsed, Position, Rejected, Unreadable, Window
from tactful.intake.reading import read
from tactful.jobs.attachments import keep_attachments_of
from tactful.jobs.queue import IMPORT_FEED, later
from tactful.jobs.sieve import Sieve
from tactful.jobs.spool import LIMIT, Spool, erase
from tactful.jobs.translation import item_of
from tactful.visibility.viewer import Viewer

BATCH = 500
#: A batch is stored after this many seconds though it is not full, so that progress shows and stopping is quick.
PATIENCE = 2.0
YEARS_OF_MEETINGS = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: bytes of the total, and items read by kind."""

    done: int
    total: int
    tally: Tally


OnProgress = Callable[[Progress], None]


def spool() -> Spool:
    """Return this installation's spool."""
    return Spool(settings.HOME.path / "spool", settings.HOME.secret("spool"))


def start_feed(viewer: Viewer, *, path: Path, name: str = "") -> Begun:
    """Make a feed of the viewer's for a file or folder on this machine; `run_feed` with the same path reads it.

    The same file or folder again is the same feed. Unreadable where there is nothing at `path`.
    """
    digest, size = fingerprint(path)
    return begin_feed(viewer, name=name or path.name or str(path), digest=digest, size=size)


def upload_feed(viewer: Viewer, content: Iterable[bytes], *, name: str, limit: int = LIMIT) -> Begun:
    """Make a feed of the viewer's for an upload, spooled encrypted as it arrives, and have it read in the background.

    TooLarge (see `spool`) where it has more than `limit` bytes; nothing is left of it then.
    """
    kept = spool()
    spooled = kept.take(content, limit=limit)
    try:
        with acting(viewer.account):
            begun = begin_feed(viewer, name=name, digest=spooled.digest, size=spooled.size)
            if begun.going_on and kept.has(begun.uid):
                # The job of the first upload does it, or is doing it, with the same content.
                erase(spooled.path)
                return begun
            # Renamed before the commit: a file without a feed is swept up, a feed without its file would fail.
            kept.keep(spooled, begun.uid)
            later(IMPORT_FEED, account_id=viewer.account, feed_id=begun.id)
    except BaseException:
        erase(spooled.path)
        raise
    return begun


def stop_feed(viewer: Viewer, *, feed: uuid.UUID) -> None:
    """Stop a feed of the viewer's; its upload is erased, what was stored stays until the feed is deleted."""
    stop_reading(viewer, feed=feed)
    spool().erase(feed)


def delete_feed(viewer: Viewer, *, feed: uuid.UUID) -> None:
    """Delete a feed of the viewer's with all its facts, its upload, and what was derived from it."""
    with acting(viewer.account):
        book = erase_feed(viewer, feed=feed)
        rescore_book(viewer.account, book)
        store_leaders_of_book(viewer.account, book)
        transaction.on_commit(lambda: spool().erase(feed))


def purge_member(viewer: Viewer, *, member: uuid.UUID) -> None:
    """Delete all that a deactivated member brought, their uploads, and what was derived from it (D23)."""
    with acting(viewer.account):
        book, feeds = purged(viewer, member=member)
        for feed in feeds:
            erase_feed_of(viewer, book=book, feed=feed)
        rescore_book(viewer.account, book)
        store_leaders_of_book(viewer.account, book)
        for feed in feeds:
            transaction.on_commit(partial(spool().erase, feed))


def run_feed(
    account_id: int,
    feed_id: int,
    *,
    path: Path | None = None,
    on_progress: OnProgress | None = None,
    batch: int = BATCH,
    failpoint: Callable[[str], None] | None = None,
) -> FeedReport | None:
    """Read a feed from `path`, or from its upload in the spool, store it and score its book's ties; None if deleted.

    Can be killed at any moment and run again, and run twice at once: what is stored ends the same. A file that cannot
    be read at all makes the feed failed, with the reason; nothing is raised for it. `failpoint` is called with the
    name of each step (tests kill there).
    """
    kept = spool()
    opened: Opened | None = None
    try:
        with ExitStack() as stack:
            opened = open_feed(account_id, feed_id)
            source = path or stack.enter_context(kept.readable(opened.uid, opened.name))
            writer = Writer(opened, company_domain, failpoint=failpoint)
            while (whole := _store(opened, source, writer, batch, on_progress)) is None:
                opened = open_feed(account_id, feed_id)
                writer = Writer(opened, company_domain, failpoint=failpoint)
            finish_feed(opened, writer.tally, stopped=not whole)
            if failpoint:
                failpoint("before scores")
            rescore_book(account_id, opened.book)
            store_leaders_of_book(account_id, opened.book)
            if whole:
                keep_attachments_of(opened, source, failpoint or (lambda _where: None))
    except Stopped:
        pass
    except Gone:
        if opened:
            kept.erase(opened.uid)
        return None
    except Unreadable as error:
        fail_feed(account_id, feed_id, error.reason)
    except Damaged:
        fail_feed(account_id, feed_id, "the upload was damaged while it waited; upload the file again")
    except FileNotFoundError as error:
        if path is not None or error.filename is None:
            raise
        fail_feed(account_id, feed_id, "the upload is no longer here; upload the file again")
    report = report_of(account_id, feed_id)
    if path is None:
        kept.erase(report.uid)
    return report


def fingerprint(path: Path) -> tuple[bytes, int]:
    """Return the SHA-256 of a file, or of a folder's files with their names, and the bytes that it has.

    Unreadable where there is nothing at `path`, or it may not be read.
    """
    whole, size = sha256(), 0
    try:
        if not path.is_dir():
            return _hashed(path)
        for file in _files(path):
            digest, length = _hashed(file)
            name = file.relative_to(path).as_posix().encode("utf-8", "surrogateescape")
            whole.update(len(name).to_bytes(8, "big") + name + digest)
            size += length
    except OSError as error:
        raise Unreadable(f'"{path}" cannot be read: {error.strerror}') from error
    return whole.digest(), size


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            file = Path(root, name)
            if file.is_file() and not file.is_symlink():
                yield file


def _hashed(path: Path) -> tuple[bytes, int]:
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(2**20):
            digest.update(piece)
            size += len(piece)
    return digest.digest(), size


def _store(
    opened: Opened, source: Path, writer: Writer, batch: int, on_progress: OnProgress | None
) -> bool | None:
    """Store all that is read; False where the feed was stopped on the way, None where it is to be read again.

    The latter is so where its contributor's mailbox rules, or what the account keeps, have changed meanwhile.
    """
    own = opened.house.own
    sieve = Sieve(opened.rules)
    window = Window.up_to(opened.since, YEARS_OF_MEETINGS)
    position = Position(0, 0)

    def note(now: Position) -> None:
        nonlocal position
        position = now

    def store(items: list[Item]) -> None:
        writer.store(items, done=position.done, total=position.total)
        if on_progress:
            on_progress(Progress(position.done, position.total, writer.tally))

    items: list[Item] = []
    begun = time.monotonic()
    try:
        found: Iterator[Parsed | Rejected] = read(
            source, on_progress=note, window=window, bodies=opened.keeps.bodies
        )
        for parsed in found:
            if sieve.holds_back(parsed):
                writer.tally.ruled_out += 1
            else:
                items.append(item_of(parsed, own, opened.keeps))
            if len(items) >= batch or time.monotonic() - begun > PATIENCE:
                store(items)
                items, begun = [], time.monotonic()
        store(items)
    except Stopped:
        return False
    except RulesChanged:
        return None
    return True
