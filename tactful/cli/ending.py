"""How a command ends: its exit code, and the sentence for whoever typed it."""

from __future__ import annotations

#: Done.
OK = 0
#: Not done, or there is no such thing: hidden and absent alike. Nothing was changed.
NOT_DONE = 1
#: The arguments were not understood, or name more than one thing.
USAGE = 2
#: Stopped by Ctrl-C, as shells count it.
INTERRUPTED = 130


class Ended(Exception):
    """The command ends here. `str()` says what happened and what to do; `field` names the argument at fault, if one."""

    def __init__(self, sentence: str, code: int = NOT_DONE, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field
