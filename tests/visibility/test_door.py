"""Doors are declared in words set apart by blanks, and what is not said is empty."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from tactful.visibility.door import QUESTIONS, Door, door


def test_a_door_is_read_from_its_words() -> None:
    assert door("GET /people", shows="existence  relationship", asks="list_seen", rules="D20 A39") == Door(
        name="GET /people",
        shows=frozenset({"existence", "relationship"}),
        asks=frozenset({"list_seen"}),
        rules=frozenset({"D20", "A39"}),
    )
    bare = door("web:help")
    assert (bare.shows, bare.asks, bare.rules) == (frozenset(), frozenset(), frozenset())
    assert door("a", asks="see why").asks <= QUESTIONS


def test_a_declaration_stays_as_it_was_made() -> None:
    with pytest.raises(FrozenInstanceError):
        door("web:help").name = "web:other"  # type: ignore[misc]  # what is tested
