"""What colleagues see of a contributor's own book, in one state of the account or another, as sets to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import connection

from tactful.policy.terms import Id, Settings
from tactful.visibility.identity.joined import joined
from tactful.visibility.keeping import keeping_of
from tactful.visibility.reach import Condition, Reach
from tactful.visibility.settings import narrowed
from tactful.visibility.standing import Standing

#: What is counted of a book, by the facet that discloses it: a table with its alias, and the key of a row.
_COUNTED: Mapping[str, tuple[str, str, str]] = {
    "people": ("relationship", "records_tie", "x.person_id, x.company_id, x.sort_key, x.name"),
    "contact values": ("contact_info", "records_contactvalue", "x.person_id, x.kind, x.value"),
    "touchpoints": ("interactions", "records_party", "x.interaction_id"),
    "subjects": ("subject", "records_party", "x.interaction_id"),
    "bodies": ("body", "records_party", "x.interaction_id"),
}
#: What stands on a mail or meeting, which a withheld person on it strikes too.
_EVENTS = frozenset({"touchpoints", "subjects", "bodies"})
#: Of what there is none, none is shown.
_THERE: Mapping[str, str] = {
    "subjects": " and exists (select from records_copy c where c.account_id = x.account_id"
    " and c.id = x.copy_id and c.subject <> '')",
    "bodies": " and exists (select from records_body b where b.account_id = x.account_id"
    " and b.copy_id = x.copy_id and b.epoch = %s)",
}


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """People of a book, their companies, and what each is called where they have a name, as (sort key, name)."""

    ids: frozenset[int] = frozenset()
    companies: frozenset[int] = frozenset()
    names: Mapping[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What one colleague sees of the contributor's book: keys of rows by what they are. Who see the same have one."""

    people: People
    values: frozenset[tuple[int, str, str]]
    touchpoints: frozenset[int]
    subjects: frozenset[int]
    bodies: frozenset[int]


class OwnBook:
    """Reads what colleagues see of the viewer's own book: each thing once for all who see it by the same condition.

    Their standings are made of the viewer's own sources and of what leads there. What others share with them opens none
    of it, and would make each colleague's condition another.
    """

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._keeps = keeping_of(standing.viewer.account)
        self._read: dict[tuple[str, str], frozenset[Any] | People] = {}
        self._held: dict[tuple[str, ...], Held] = {}

    def held_by(self, members: Iterable[int], state: Standing) -> dict[int, Held]:
        """Return what each of these sees in a state of the account, given as the viewer's standing in it."""
        settings = _leading_to_own(state.settings, self._standing.viewer.member or 0)
        return {one: self._seen_from(state.of(one, settings)) for one in members}

    def _seen_from(self, colleague: Standing) -> Held:
        reach = Reach(colleague)
        conditions = {
            what: reach.told(
                facet,
                source="x.book_id",
                person="x.person_id",
                company="p.company_id",
                copy="x.copy_id" if what in _EVENTS else None,
            )
            for what, (facet, _, _) in _COUNTED.items()
        }
        keys = {what: f"{condition.sql} {condition.params}" for what, condition in conditions.items()}
        same = tuple(keys.values())
        if same not in self._held:
            found: dict[str, Any] = {}
            for what, condition in conditions.items():
                if (what, keys[what]) not in self._read:
                    rows = self._rows(what, condition)
                    self._read[what, keys[what]] = (
                        self._people(rows) if what == "people" else _keys(what, rows)
                    )
                found[what] = self._read[what, keys[what]]
            self._held[same] = Held(*found.values())
        return self._held[same]

    def _rows(self, what: str, condition: Condition) -> list[tuple[Any, ...]]:
        if condition.sql == "false" or (what == "bodies" and not self._keeps.bodies):
            return []
        _, table, key = _COUNTED[what]
        touch = (" and x.direction <> ''" if what in _EVENTS else "") + _THERE.get(what, "")
        epoch = [self._keeps.bodies_epoch] if what == "bodies" else []
        with connection.cursor() as db:
            db.execute(
                f"select distinct {key} from {table} x join records_person p on p.id = x.person_id"
                f" where x.account_id = %s and x.book_id = %s{touch} and ({condition.sql})",
                [self._standing.viewer.account, self._standing.own_book or 0, *epoch, *condition.params],
            )
            return cast(list[tuple[Any, ...]], db.fetchall())

    def _people(self, rows: list[tuple[int, int | None, str, str]]) -> People:
        # As the contributor counts their people: to a colleague who sees no contact info they may be more.
        one = joined(self._standing)
        names: dict[int, tuple[str, str]] = {}
        for person, _, sort_key, name in rows:
            if name:
                root, called = one.root(person), (sort_key, name)
                names[root] = min(names.get(root, called), called)
        return People(
            frozenset(one.root(row[0]) for row in rows),
            frozenset(row[1] for row in rows if row[1] is not None),
            names,
        )


def _keys(what: str, rows: list[tuple[Any, ...]]) -> frozenset[Any]:
    return frozenset(rows) if what == "contact values" else frozenset(row[0] for row in rows)


def _leading_to_own(settings: Settings, member: Id) -> Settings:
    """Return the part of the settings that decides who sees what a member's own sources say of anybody."""
    entered = {container for container, via in settings.adders.items() if member in via}
    consented = {container for container, members in settings.consents.items() if member in members}
    return narrowed(settings, member, sorted(entered | consented, key=str))
