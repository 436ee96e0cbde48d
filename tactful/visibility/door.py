"""A door: any way in or out. Every one is declared, and `tools/doors.py` compares the declarations with the program."""

from __future__ import annotations

from dataclasses import dataclass

#: The four questions of visibility. What else a door asks or does is named by its function.
QUESTIONS = frozenset({"see", "list_seen", "who_sees", "why"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One route, operation or command.

    `name`: how the door's own list calls it ("GET /people", "web:person", "import"). `shows`: the facets and deeds that
    can come out of it, by the policy's names; empty where no record does. `asks`: the questions it puts, and the
    functions it calls, as "actions.shares.set_share" or "visibility.teams.list_teams". `rules`: those that bear on it.
    """

    name: str
    shows: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()


def door(name: str, *, shows: str = "", asks: str = "", rules: str = "") -> Door:
    """Return a door from words set apart by blanks, the form in which tables of doors are readable."""
    return Door(
        name=name,
        shows=frozenset(shows.split()),
        asks=frozenset(asks.split()),
        rules=frozenset(rules.split()),
    )
