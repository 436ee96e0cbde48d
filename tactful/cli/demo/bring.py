"""Import the demo company's files, each for its member, as `tactful import` would: on two cores at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tactful.cli.demo.company import build
from tactful.cli.demo.files import File, write

if TYPE_CHECKING:
    from tactful.cli.demo.found import Founded

MOST_PROCESSES = 2


@dataclass(frozen=True)
class Errand:
    """One member's files, to be imported one after the other by one process."""

    account: int
    membership: int
    member: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Brought:
    """What came of one file."""

    member: str
    path: Path
    state: str
    error: str
    mails: int
    meetings: int
    cards: int
    rejected: int


@contextmanager
def importers() -> Iterator[ProcessPoolExecutor]:
    """Yield the processes that import: as many as there are cores, two at most."""
    pool = ProcessPoolExecutor(
        min(MOST_PROCESSES, os.cpu_count() or 1),
        # Spawned, so that no process shares this one's database connection.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_set_up,
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def written(today: date, folder: Path) -> list[File]:
    """Make the company of a day and write its files; the same in every process."""
    return write(build(today), folder)


def bring(pool: ProcessPoolExecutor, founded: Founded, files: Sequence[File]) -> Iterator[Brought]:
    """Import all files, yielding each once it is in; in no particular order."""
    waiting = [pool.submit(run_errand, errand) for errand in errands_of(founded, files)]
    for done in as_completed(waiting):
        yield from done.result()


def errands_of(founded: Founded, files: Sequence[File]) -> list[Errand]:
    """Return each member's files as one errand, the largest first, so that both processes end at the same time."""
    paths: dict[str, list[Path]] = {}
    for file in files:
        paths.setdefault(file.member, []).append(file.path)
    errands = [
        Errand(founded.account, founded.memberships[member], member, tuple(of))
        for member, of in paths.items()
    ]
    return sorted(errands, key=lambda errand: -sum(path.stat().st_size for path in errand.paths))


def run_errand(errand: Errand) -> list[Brought]:
    """Import one member's files, acting as that member."""
    from tactful.accounts.wall import acting
    from tactful.jobs.feeds import run_feed, start_feed
    from tactful.visibility.viewer import member_viewer

    brought = []
    for path in errand.paths:
        with acting(errand.account):
            viewer = member_viewer(errand.account, errand.membership)
        assert viewer is not None, "leavers leave last"
        begun = start_feed(viewer, path=path)
        report = run_feed(errand.account, begun.id, path=path)
        assert report is not None, "nobody deletes it meanwhile"
        brought.append(
            Brought(
                errand.member,
                path,
                report.state,
                report.error,
                report.mails,
                report.meetings,
                report.cards,
                report.rejected,
            )
        )
    return brought


def _set_up() -> None:
    import django

    # A terminal's Ctrl-C is for all of them: these have nothing to put in order.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    django.setup()
