"""Asking for work to be done in the background, by its name: who asks imports nothing of who does it."""

from __future__ import annotations

from procrastinate.contrib.django import app

#: As tasks.py has them.
IMPORT_FEED = "import feed"
PUSH = "push note"
ERASE_UNKEPT = "erase what is not kept"


def later(task: str, *, lock: str | None = None, priority: int = 0, **arguments: int) -> None:
    """Have a task done once this transaction commits. Those of one `lock` go one after another, in this order.

    procrastinate's TaskNotFound where there is no task of that name.
    """
    app.configure_task(task, allow_unknown=False, lock=lock, priority=priority).defer(**arguments)
