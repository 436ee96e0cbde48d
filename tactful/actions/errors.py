"""Why a deed is not done, in words for who asked."""

from __future__ import annotations


class NotDone(Exception):
    """The deed was not done, and nothing changed. `str()` is a sentence for the one who asked."""


class Absent(NotDone):
    """What was named is not there for this viewer, hidden or absent alike."""


class NotAllowed(NotDone):
    """The viewer's role, or their key, does not reach this deed."""


class Invalid(NotDone):
    """A value is not acceptable; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
