"""Turns a standing into SQL, so that a list discloses exactly what single records do.

A row that says something of a person carries its source and the person; `told` is the condition under which the viewer
may be told it. Only identifiers of this file enter the text; every value is a parameter. Tables within a condition are
called in_… or on_…, which no query around it calls its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tactful.policy.rules import TAKEN_PRIVATE_STRIKES
from tactful.policy.terms import Exception_, Id, Path
from tactful.visibility.standing import Standing


@dataclass
class Condition:
    """A piece of SQL with its parameters, by position."""

    sql: str
    params: list[Any] = field(default_factory=list)


NEVER = Condition("false")


def literal(ids: Iterable[int]) -> str:
    """Return ids as PostgreSQL writes an array: what is asked with on every page is written once."""
    return f"{{{','.join(map(str, ids))}}}"


class Reach:
    """The conditions of one standing."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    def told(
        self, facet: str, *, source: str, person: str, company: str, copy: str | None = None
    ) -> Condition:
        """Return the condition under which a row may be shown by `facet`.

        `source`, `person`, `company` and `copy` are columns (or, for the company, an expression) of the row; `copy` is
        given for facts of events, which a withheld person on them strikes too.
        """
        place = self.standing.place
        if place is None:
            return self._told(facet, source, person, company, copy)
        # Every request of this viewer asks by the same, until stage 1 says something else.
        key = (facet, source, person, company, copy)
        if key not in place.conditions:
            place.conditions[key] = self._told(*key)
        kept = place.conditions[key]
        return Condition(kept.sql, [*kept.params])

    def _told(self, facet: str, source: str, person: str, company: str, copy: str | None) -> Condition:
        paths = [p for p in self.standing.opened.paths if facet in p.facets and not p.asked]
        ways: list[Condition] = []
        plain = sorted({int(p.source) for p in paths if p.within is None and not p.own})
        if plain:
            ways.append(_among(source, plain))
        for rule in sorted({p.rule for p in paths if p.within is not None}):
            inside = [p for p in paths if p.within is not None and p.rule == rule]
            ways.append(self._within(inside, rule, source, person))
        struck = self._struck(facet, source, person, company, copy, self._by_owner(paths))
        granted = _any(ways)
        if struck.sql != "false" and granted.sql != "false":
            granted = Condition(f"({granted.sql} and not {struck.sql})", [*granted.params, *struck.params])
        own = [int(p.source) for p in self.standing.opened.paths if p.own and facet in p.facets]
        mine = _among(source, own) if own else NEVER
        return _any([mine, granted])

    def _within(self, paths: list[Any], rule: str, source: str, person: str) -> Condition:
        sources = self.standing.settings.sources
        sql = (
            "exists (select 1 from records_entry in_entry join unnest(%s::bigint[], %s::bigint[], %s::bigint[])"
            " as in_way(opened, container, via) on in_entry.source_id = in_way.container"
            " and (in_way.via is null or in_entry.via_id = in_way.via)"
            f" where in_way.opened = {source} and in_entry.person_id = {person}"
        )
        params: list[Any] = [
            [int(p.source) for p in paths],
            [int(p.within) for p in paths],
            [self.standing.book_of.get(sources[p.source].owner or 0) if p.via_owner else None for p in paths],
        ]
        taken = [e for e in self.standing.opened.binding if e.within is not None and e.person is not None]
        if rule == TAKEN_PRIVATE_STRIKES and taken:
            sql += (
                " and (in_way.container, in_entry.person_id)"
                " not in (select * from unnest(%s::bigint[], %s::bigint[]))"
            )
            params += [[int(e.within or 0) for e in taken], [int(e.person or 0) for e in taken]]
        return Condition(f"{sql})", params)

    def _by_owner(self, paths: Iterable[Path]) -> dict[Id | None, list[int]]:
        """Return the books and cards that these paths open, by whose they are: others' exceptions strike nothing."""
        found: dict[Id | None, list[int]] = {}
        for opened in sorted({int(p.source) for p in paths if not p.own}):
            found.setdefault(self.standing.settings.sources[opened].owner, []).append(opened)
        return found

    def _struck(
        self,
        facet: str,
        source: str,
        person: str,
        company: str,
        copy: str | None,
        by_owner: Mapping[Id | None, list[int]],
    ) -> Condition:
        """Return the condition under which an exception strikes the row (never a path of the viewer's own)."""
        binding = [e for e in self.standing.opened.binding if e.within is None]
        withholds = self.standing.policy.withholds
        ways: list[Condition] = []
        threads = [bytes.fromhex(str(e.thread)) for e in binding if e.thread is not None]
        if threads and copy is not None and facet in withholds["thread"].strikes:
            ways.append(
                Condition(
                    f"exists (select 1 from records_copy in_thread where in_thread.id = {copy}"
                    " and in_thread.thread = any(%s))",
                    [threads],
                )
            )
        records = [e for e in binding if e.thread is None and (e.owner is None or e.owner in by_owner)]

        def of_owners(struck: Iterable[Exception_], column: str, number: str) -> list[Condition]:
            """The conditions, one for each owner, that a row in a book of theirs names whom they except."""
            excepted: dict[Id | None, list[int]] = {}
            for e in struck:
                excepted.setdefault(e.owner, []).append(int(getattr(e, column)))
            return [
                _both(
                    None if owner is None else _among(source, by_owner[owner]),
                    _among(number, sorted(numbers)),
                )
                for owner, numbers in excepted.items()
            ]

        for column, of_row, on_event in (
            ("person", person, "on_copy.person_id"),
            # Somebody without a company matches no withheld one, and must not make the condition unknown.
            ("company", f"coalesce({company}, 0)", "on_person.company_id"),
        ):
            named = [(e, withholds["protected" if e.owner is None else "private"]) for e in records]
            named = [(e, row) for e, row in named if getattr(e, column) is not None]
            ways += of_owners((e for e, row in named if facet in row.strikes), column, of_row)
            beside = [e for e, row in named if facet in row.also_when_named]
            if beside and copy is not None:
                any_of_them = _any(of_owners(beside, column, on_event))
                everybody = _among(on_event, sorted({int(getattr(e, column)) for e in beside}))
                # All of them at once too, for an index: one subquery, however many there are.
                on = (
                    "exists (select 1 from records_party on_copy"
                    " join records_person on_person on on_person.id = on_copy.person_id"
                    f" where on_copy.copy_id = {copy} and not on_person.colleague"
                    f" and {everybody.sql} and {any_of_them.sql})"
                )
                ways.append(Condition(on, [*everybody.params, *any_of_them.params]))
        return _any(ways)


def _among(column: str, ids: Iterable[int]) -> Condition:
    """The condition that a column has one of these ids."""
    return Condition(f"{column} = any(%s::bigint[])", [literal(ids)])


def _both(left: Condition | None, right: Condition) -> Condition:
    if left is None:
        return right
    return Condition(f"({left.sql} and {right.sql})", [*left.params, *right.params])


def _any(ways: list[Condition]) -> Condition:
    ways = [way for way in ways if way.sql != "false"]
    if not ways:
        return NEVER
    if len(ways) == 1:
        return ways[0]
    return Condition(
        "(" + " or ".join(way.sql for way in ways) + ")", [p for way in ways for p in way.params]
    )
