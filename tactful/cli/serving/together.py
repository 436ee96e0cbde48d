"""A part of the program ends with the program that started it, also when that was killed."""

from __future__ import annotations

import os
import signal
import threading
import time


def end_with_parent() -> None:
    """End this process, in order, soon after the process that started it is gone."""
    threading.Thread(target=_watch, args=(os.getppid(),), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
