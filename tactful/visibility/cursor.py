"""Where a list goes on: opaque, authenticated, and bound to the question that it was given for."""

from __future__ import annotations

from typing import Any

from django.core import signing


class BadCursor(ValueError):
    """The cursor is not one that this list gave out."""


def write_cursor(question: str, place: list[Any]) -> str:
    """Return a cursor for the row with these sort values, valid for this question alone."""
    return signing.Signer(salt=f"cursor {question}").sign_object(place, compress=True)


def read_cursor(question: str, cursor: str) -> list[Any]:
    """Return the sort values of a cursor; BadCursor where it was not given for this question."""
    try:
        place = signing.Signer(salt=f"cursor {question}").unsign_object(cursor)
    except signing.BadSignature as error:
        raise BadCursor(
            "this page marker is not valid here; start the list again from its beginning"
        ) from error
    if not isinstance(place, list):
        raise BadCursor("this page marker is not valid here; start the list again from its beginning")
    return place
