"""Which two records of people may be one person: proposals to a viewer, and why (D24)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from tactful.accounts.ids import shown
from tactful.records.sort_key import sort_key
from tactful.visibility.addresses import PersonTold, rank, tell_addresses
from tactful.visibility.contributors import whose
from tactful.visibility.crowd import crowd_of
from tactful.visibility.cursor import read_cursor, write_cursor
from tactful.visibility.identity.joined import joined
from tactful.visibility.identity.likeness import (
    EMPLOYER,
    NAME,
    PHONE,
    Alike,
    Likeness,
    alike,
    by_names,
    by_phones,
    merged,
    names_of,
    phones_of,
)
from tactful.visibility.identity.sides import Side, in_order, sides_of
from tactful.visibility.judgements import Pair, pair_of
from tactful.visibility.reach import literal
from tactful.visibility.seen import Page
from tactful.visibility.showing import note_values
from tactful.visibility.standing import Standing

#: How many of the viewer's own people are compared with all whom they see, the best known first.
OWN = 5_000
_QUESTION = "same person"

#: A proposal's place in the list: the name shown, and the ids of both.
_Place = tuple[str, uuid.UUID, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Likely:
    """Two records that may be one person, and why, in sentences."""

    one: Side
    other: Side
    evidence: tuple[str, ...]


def list_proposals(standing: Standing, *, cursor: str | None = None, limit: int = 50) -> Page[Likely]:
    """Return a page of what looks like one person among the viewer's own people and all whom they see, by name.

    BadCursor, of `read_cursor`, where `cursor` is not of this list.
    """
    places = _placed(standing)
    after = None if cursor is None else _read_place(standing, cursor)
    left = [place for place in places if after is None or place[0] > after]
    rows = left[:limit]
    going_on = None
    if len(left) > limit:
        name, *uids = rows[-1][0]
        going_on = write_cursor(standing.viewer, _QUESTION, [name, *map(shown, uids)])
    return Page(_likely(standing, [(pair, said) for _, pair, said in rows]), len(places), going_on)


def proposals_about(standing: Standing, person: int) -> tuple[Likely, ...]:
    """Return who may be the same as somebody whom the viewer sees, whether or not their own sources know either."""
    one_to_me = joined(standing)
    members = one_to_me.members(person)
    found = alike(standing, names_of(standing, *members), phones_of(standing, *members))
    about = {pair: said for pair, said in found.items() if not set(pair).isdisjoint(members)}
    return _likely(standing, [(pair, said) for _, pair, said in _in_places(standing, about)])


def _placed(standing: Standing) -> list[tuple[_Place, Pair, list[Likeness]]]:
    """Return every proposal with its place in the list."""
    return _in_places(standing, _found(standing))


def _found(standing: Standing) -> Alike:
    """Return who of the viewer's own people is like whom they see.

    What names say is of the ties and kept with them; numbers are looked up each time, for no stamp is theirs.
    """
    if not crowd_of(standing).open("contact_info").get(standing.own_book or 0):
        return {}
    names = crowd_of(standing).kept("same names", lambda: by_names(standing, _best_known(standing).values()))
    return merged(names, by_phones(standing, _own_phones(standing)))


def _in_places(standing: Standing, found: Alike) -> list[tuple[_Place, Pair, list[Likeness]]]:
    """Return a proposal for each two records, with its place: by the two addresses of which most is said."""
    by_records = _by_records(standing, found)
    told = tell_addresses(standing, {end for pairs in by_records.values() for pair in pairs for end in pair})
    places = []
    for pairs in by_records.values():
        one, other = min(pairs, key=lambda pair: (-len(found[pair]), sorted(rank(told[end]) for end in pair)))
        places.append((_place(told[one], told[other]), (one, other), found[one, other]))
    return sorted(places, key=lambda place: place[0])


def _by_records(standing: Standing, found: Alike) -> Mapping[Pair, list[Pair]]:
    """Return the pairs of addresses by the two records that they are of.

    Left out are records of which somebody said something of two addresses that are alike: it is not asked again.
    """
    root, judgements = joined(standing).root, standing.household.judgements
    said = {pair_of(root(one), root(other)) for one, other in found if (one, other) in judgements}
    by_records: dict[Pair, list[Pair]] = {}
    for one, other in found:
        records = pair_of(root(one), root(other))
        if records not in said:
            by_records.setdefault(records, []).append((one, other))
    return by_records


def _place(one: PersonTold, other: PersonTold) -> _Place:
    names = [sort_key(it.name) for it in (one, other) if it.name]
    return min(names, default=""), min(one.uid, other.uid), max(one.uid, other.uid)


def _own_phones(standing: Standing) -> list[str]:
    """Return the numbers that the viewer's own book has of those whom it knows best."""
    with connection.cursor() as db:
        db.execute(
            "select distinct value from records_contactvalue"
            " where account_id = %s and person_id = any(%s::bigint[]) and book_id = %s and kind = 'phone'",
            [standing.viewer.account, literal(_best_known(standing)), standing.own_book],
        )
        return [value for (value,) in db.fetchall()]


def _best_known(standing: Standing) -> Mapping[int, str]:
    """Return whom the viewer's own book knows best, with the sort key of the name that it has: kept with the ties."""
    return crowd_of(standing).kept("best known", lambda: _read_best_known(standing))


def _read_best_known(standing: Standing) -> Mapping[int, str]:
    with connection.cursor() as db:
        # Never by the internal id: which of two was stored first, in whichever book, is nobody's to learn (B04).
        db.execute(
            "select t.person_id, t.sort_key from records_tie t join records_person p on p.id = t.person_id"
            " where t.account_id = %s and t.book_id = %s order by t.s desc, t.sort_key, p.uid limit %s",
            [standing.viewer.account, standing.own_book, OWN],
        )
        return dict(db.fetchall())


def _likely(standing: Standing, found: list[tuple[Pair, list[Likeness]]]) -> tuple[Likely, ...]:
    sides = sides_of(standing, {end for pair, _ in found for end in pair})
    for (one, other), said in found:
        for it in said:
            if it.kind == PHONE:
                note_values(standing, one, [(book, "phone") for book in it.of_one])
                note_values(standing, other, [(book, "phone") for book in it.of_other])
    return tuple(_told(standing, sides, pair, said) for pair, said in found)


def _told(standing: Standing, sides: Mapping[int, Side], pair: Pair, said: list[Likeness]) -> Likely:
    left, right = in_order(sides[pair[0]], sides[pair[1]])
    is_turned = left is not sides[pair[0]]
    sentences = []
    for it in said:
        whose_is = [whose(standing, it.of_one, pair[0]), whose(standing, it.of_other, pair[1])]
        if is_turned:
            whose_is.reverse()
        several = list(dict.fromkeys(whose_is))
        # Where there are more than two books, it is to be read which of the two records each speaks of.
        is_long = len(several) > 1 and any(" and " in one for one in several)
        where = (", and in " if is_long else " and in ").join(several)
        sentences.append(f"{_SAME[it.kind].format(it.shown)} in {where}.")
    return Likely(left, right, tuple(sorted(sentences)))


#: What two have in common, in words; where it stands follows, and names only whom the viewer may know (B01).
_SAME = {NAME: "Same name", EMPLOYER: "Same name and employer, {},", PHONE: "Same telephone number, {},"}


def _read_place(standing: Standing, cursor: str) -> _Place:
    name, one, other = read_cursor(standing.viewer, _QUESTION, cursor)
    return name, uuid.UUID(hex=one), uuid.UUID(hex=other)
