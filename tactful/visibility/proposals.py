"""Which two records of people may be one person: proposals to a viewer, and why (D24)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from tactful.accounts.ids import shown
from tactful.records.models import CardJoin
from tactful.records.sort_key import sort_key
from tactful.visibility.addresses import PersonTold, tell_addresses
from tactful.visibility.alike import (
    EMPLOYER,
    NAME,
    PHONE,
    Likeness,
    alike,
    by_names,
    by_phones,
    feeds_saying,
    merged,
    names_of,
    phones_of,
)
from tactful.visibility.crowd import crowd_of
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.joined import joined
from tactful.visibility.said import Pair
from tactful.visibility.seen import Page
from tactful.visibility.showing import note_values
from tactful.visibility.sides import Side, in_order, sides_of, whose
from tactful.visibility.standing import Standing

#: How many of the viewer's own people are compared with all whom they see, the best known first.
OWN = 5_000
#: How many feeds of either side a confirmation rests on, of each likeness.
_GROUNDS = 20
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

    BadCursor where `cursor` is not of this list.
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


def count_proposals(standing: Standing) -> int:
    """Return how many proposals there are."""
    return len(_placed(standing))


def proposals_about(standing: Standing, person: int) -> tuple[Likely, ...]:
    """Return who may be the same as somebody whom the viewer sees, whether or not their own sources know either."""
    found = alike(standing, names_of(standing, person), phones_of(standing, person))
    return _likely(
        standing,
        [(pair, said) for _, pair, said in _in_places(standing, _open(standing, found)) if person in pair],
    )


def grounds_of(standing: Standing, pair: Pair) -> set[tuple[int, int]]:
    """Return the feeds by which two records look like one to the viewer: one that speaks of each, perhaps the same."""
    account = standing.viewer.account
    one, other = pair
    names = names_of(standing, one) & names_of(standing, other)
    phones = phones_of(standing, one) & phones_of(standing, other)
    found: set[tuple[int, int]] = set()
    for said in alike(standing, names, phones).get(pair, ()):
        of_one = feeds_saying(standing, one, said.kind, said.text, said.of_one)[:_GROUNDS]
        of_other = feeds_saying(standing, other, said.kind, said.text, said.of_other)[:_GROUNDS]
        found |= {(feed, other_feed) for feed in of_one for other_feed in of_other}
    opened = crowd_of(standing).open("contact_info")
    joins = CardJoin.unchecked.filter(
        account_id=account, one_id=one, other_id=other, book_id__in=list(opened)
    ).values_list("book_id", "feed_id")
    found |= {(feed, feed) for book, feed in joins if one in opened[book] and other in opened[book]}
    return found


def _placed(standing: Standing) -> list[tuple[_Place, Pair, list[Likeness]]]:
    """Return every proposal with its place in the list.

    What names say is of the ties and kept with them; numbers are looked up each time, for no stamp is theirs.
    """
    if not crowd_of(standing).open("contact_info").get(standing.own_book or 0):
        return []
    names = crowd_of(standing).kept("same names", lambda: by_names(standing, _own_names(standing)))
    phones = by_phones(standing, _own_phones(standing))
    return _in_places(standing, _open(standing, merged(names, phones)))


def _in_places(
    standing: Standing, proposed: Iterable[tuple[Pair, list[Likeness]]]
) -> list[tuple[_Place, Pair, list[Likeness]]]:
    found = dict(proposed)
    told = tell_addresses(standing, {person for pair in found for person in pair})
    places = [(_place(told[one], told[other]), (one, other), said) for (one, other), said in found.items()]
    return sorted(places, key=lambda place: place[0])


def _place(one: PersonTold, other: PersonTold) -> _Place:
    names = [sort_key(it.name) for it in (one, other) if it.name]
    return min(names, default=""), min(one.uid, other.uid), max(one.uid, other.uid)


def _own_names(standing: Standing) -> list[str]:
    """Return the sort keys of the names that the viewer's own book has of those whom it knows best."""
    with connection.cursor() as db:
        db.execute(f"select sort_key from ({_BEST}) best", [standing.viewer.account, standing.own_book, OWN])
        return [key for (key,) in db.fetchall()]


def _own_phones(standing: Standing) -> list[str]:
    """Return the numbers that the viewer's own book has of those whom it knows best."""
    own = [standing.viewer.account, standing.own_book]
    with connection.cursor() as db:
        db.execute(
            f"select distinct v.value from ({_BEST}) best join records_contactvalue v"
            " on v.account_id = %s and v.person_id = best.person_id and v.book_id = %s and v.kind = 'phone'",
            [*own, OWN, *own],
        )
        return [value for (value,) in db.fetchall()]


_BEST = (
    "select person_id, sort_key from records_tie where account_id = %s and book_id = %s"
    " order by s desc, person_id limit %s"
)


def _open(standing: Standing, found: Mapping[Pair, list[Likeness]]) -> Iterable[tuple[Pair, list[Likeness]]]:
    """Leave those that are not one already, and of whom nobody said anything."""
    words, one_to_me = standing.household.words, joined(standing)
    for (one, other), said in found.items():
        if (one, other) not in words and one_to_me.root(one) != one_to_me.root(other):
            yield (one, other), said


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
    place = read_cursor(standing.viewer, _QUESTION, cursor)
    if len(place) != 3:
        raise BadCursor("this page marker is not valid here; start the list again from its beginning")
    return place[0], uuid.UUID(hex=place[1]), uuid.UUID(hex=place[2])
