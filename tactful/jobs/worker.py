"""The worker: takes jobs from the database and does them, in a thread of the server or a process of its own."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)

QUEUES = ("imports", "clock", "pushes")
CONCURRENCY = 2


def run(
    *, wait: bool = True, stopping: threading.Event | None = None, concurrency: int = CONCURRENCY
) -> None:
    """Do jobs until `stopping` is set, or a signal ends the process; with `wait` false, until none is left.

    A job that is being done when the worker stops is left to its end for a few seconds, then taken up again by the
    next worker: jobs can be done again from the start.
    """
    asyncio.run(_run(wait, stopping, concurrency))


@contextmanager
def working(*, concurrency: int = CONCURRENCY) -> Iterator[None]:
    """Do jobs in a thread of this process meanwhile."""
    stopping = threading.Event()
    thread = threading.Thread(
        target=run, kwargs={"stopping": stopping, "concurrency": concurrency}, name="worker", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(timeout=15)


async def _run(wait: bool, stopping: threading.Event | None, concurrency: int) -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # Django's connector has it
    async with worker_app.open_async():
        work = asyncio.create_task(
            worker_app.run_worker_async(
                queues=list(QUEUES),
                wait=wait,
                concurrency=concurrency,
                install_signal_handlers=stopping is None
                and threading.current_thread() is threading.main_thread(),
                shutdown_graceful_timeout=10,
                fetch_job_polling_interval=5,
            )
        )
        while stopping is not None and not work.done():
            if stopping.is_set():
                work.cancel()
                break
            await asyncio.wait([work], timeout=0.2)
        try:
            await work
        except asyncio.CancelledError:
            if stopping is None or not stopping.is_set():
                raise
            logger.debug("the worker stopped")
