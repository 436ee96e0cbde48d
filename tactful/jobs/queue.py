"""Asking for work to be done in the background, by its name: who asks imports nothing of who does it."""

from __future__ import annotations

from typing import NamedTuple

from procrastinate.contrib.django import app


class Task(NamedTuple):
    """What tasks.py does under this name, in this queue."""

    name: str
    queue: str


IMPORT_FEED = Task("import feed", "imports")
PUSH = Task("push note", "pushes")
ERASE_UNKEPT = Task("erase what is not kept", "imports")


def later(task: Task, *, lock: str | None = None, priority: int = 0, **arguments: int) -> None:
    """Have a task done once this transaction commits. Those of one `lock` go one after another, in this order."""
    # A command that asks has not loaded the tasks, and need not.
    app.configure_task(task.name, queue=task.queue, lock=lock, priority=priority).defer(**arguments)
