"""How far a long run has come, so that one that was stopped goes on where it was: build/soak.json."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.database.clones import ROOT

FILE = ROOT / "build" / "soak.json"


@dataclass(frozen=True)
class Progress:
    """What was done of one kind of run so far, by its name; several processes may write at once."""

    name: str
    file: Path = FILE

    def read(self) -> dict[str, Any]:
        """Return what was noted last; nothing where nothing was."""
        found: dict[str, Any] = json.loads(self.file.read_text()) if self.file.exists() else {}
        done: dict[str, Any] = found.get(self.name, {})
        return done

    def note(self, **done: Any) -> None:
        """Note these things of this run, in the place of what was noted of it under the same names."""
        self._change(lambda found: found | {self.name: found.get(self.name, {}) | done})

    def begin_anew(self) -> None:
        """Forget what was noted: the next run begins at its beginning."""
        self._change(lambda found: {name: it for name, it in found.items() if name != self.name})

    def _change(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self.file.parent.mkdir(exist_ok=True)
        with self.file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            found = json.loads(self.file.read_text()) if self.file.exists() else {}
            written = self.file.with_suffix(f".{os.getpid()}")
            written.write_text(json.dumps(change(found), indent=1, sort_keys=True) + "\n")
            written.replace(self.file)
