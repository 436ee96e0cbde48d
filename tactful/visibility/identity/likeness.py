"""What makes two addresses look like one person to a viewer, worked out of what that viewer sees alone (D24).

Nothing of it is stored, and what is hidden has no part in it: not as one of the two, nor as a third who bears a name.
Who is one to the viewer already is one bearer, by however many addresses: each of these looks like the other one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from django.db import connection
from pyroaring import BitMap

from tactful.records.models import ContactValue, Tie
from tactful.records.sort_key import sort_key
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.edges import reachable
from tactful.visibility.identity.joined import joined
from tactful.visibility.judgements import Pair, pair_of
from tactful.visibility.reach import literal
from tactful.visibility.standing import Standing

NAME, EMPLOYER, PHONE = "name", "name and employer", "phone"

Books = frozenset[int]
#: Of which record an address is, by any id of that record.
Record = Callable[[int], int]
#: Who says something of whom, to the viewer: the books, by person.
_Bearers = dict[int, set[int]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two people have in common: `text` is a sort key or a number, said of each by these books.

    `shown` is what a page writes of it: an employer's name, or the number.
    """

    kind: str
    text: str
    of_one: Books = frozenset()
    of_other: Books = frozenset()
    shown: str = ""


Alike = dict[Pair, list[Likeness]]


def alike(
    standing: Standing, names: Iterable[str], phones: Iterable[str], *, record: Record | None = None
) -> Alike:
    """Return which two people share one of these names or numbers, as `by_names` and `by_phones` say."""
    return merged(by_names(standing, names, record=record), by_phones(standing, phones, record=record))


def merged(*several: Mapping[Pair, list[Likeness]]) -> Alike:
    """Return all that two people have in common, by pair."""
    found: Alike = {}
    for some in several:
        for pair, said in some.items():
            found.setdefault(pair, []).extend(said)
    return found


def names_of(standing: Standing, *people: int) -> set[str]:
    """Return the sort keys of what books that the viewer sees call any of these people."""
    exists = crowd_of(standing).open("existence")
    rows = Tie.unchecked.filter(
        account_id=standing.viewer.account, person_id__in=people, book_id__in=list(exists)
    ).exclude(name="")
    said = rows.values_list("person_id", "book_id", "sort_key")
    return {key for person, book, key in said if person in exists[book]}


def phones_of(standing: Standing, *people: int) -> set[str]:
    """Return the numbers that the viewer sees of any of these people."""
    opened = crowd_of(standing).open("contact_info")
    rows = ContactValue.unchecked.filter(
        account_id=standing.viewer.account, person_id__in=people, book_id__in=list(opened), kind="phone"
    )
    said = rows.values_list("person_id", "book_id", "value")
    return {value for person, book, value in said if person in opened[book]}


def by_names(standing: Standing, names: Iterable[str], *, record: Record | None = None) -> Alike:
    """Return which two people bear one of these full names, given by their sort keys, among all whom the viewer sees.

    A name that more than two bear makes nobody alike but together with an employer, and a single word nobody at all.
    `record` tells which addresses are one bearer: those who are one person to the viewer, if nothing else is given.
    """
    found: Alike = {}
    exists, full = crowd_of(standing).open("existence"), sorted({name for name in names if " " in name})
    if not full or not exists:
        return found
    record = record or joined(standing).root
    rows = _said(standing, _OF_NAMES, full, exists)
    bearers: dict[str, _Bearers] = {}
    employed: dict[tuple[str, str], _Bearers] = {}
    shown: dict[tuple[str, str], str] = {}
    for key, person, book, organisation in rows:
        bearers.setdefault(key, {}).setdefault(person, set()).add(book)
        if employer := sort_key(organisation):
            employed.setdefault((key, employer), {}).setdefault(person, set()).add(book)
            shown[key, employer] = min(organisation, shown.get((key, employer), organisation))
    for key, by_person in bearers.items():
        _add(standing, found, Likeness(NAME, key), by_person, record)
    for (key, employer), by_person in employed.items():
        if len(_apart(bearers[key], record)) > 2 and not _by_one_book(by_person):
            said = Likeness(EMPLOYER, key, shown=shown[key, employer])
            _add(standing, found, said, by_person, record)
    return found


def by_phones(standing: Standing, phones: Iterable[str], *, record: Record | None = None) -> Alike:
    """Return which two people have one of these numbers, of those that name their country.

    A number that more than two have makes nobody alike, nor does one that one book alone says, or one of two people
    whose names have no word in common.
    """
    found: Alike = {}
    opened, certain = crowd_of(standing).open("contact_info"), sorted({it for it in phones if it[:1] == "+"})
    if not certain or not opened:
        return found
    record = record or joined(standing).root
    rows = _said(standing, _OF_PHONES, certain, opened)
    bearers: dict[str, _Bearers] = {}
    for value, person, book in rows:
        bearers.setdefault(value, {}).setdefault(person, set()).add(book)
    for value, by_person in bearers.items():
        if not _by_one_book(by_person):
            _add(standing, found, Likeness(PHONE, value, shown=value), by_person, record)
    words = _words_of(standing, {person for pair in found for person in pair})
    return {
        (one, other): said
        for (one, other), said in found.items()
        if not words[one] or not words[other] or words[one] & words[other]
    }


#: Of closed books nothing is read, so that how many there are is not told by the time it takes (B12).
_OF_NAMES = """
    select sort_key, person_id, book_id, organisation from records_tie
    where account_id = %s and name <> '' and sort_key = any(%s::text[]) and book_id = any(%s::bigint[])"""
_OF_PHONES = """
    select value, person_id, book_id from records_contactvalue
    where account_id = %s and kind = 'phone' and value = any(%s::text[]) and book_id = any(%s::bigint[])"""


def _said(
    standing: Standing, statement: str, said: list[str], opened: Mapping[int, BitMap]
) -> list[tuple[Any, ...]]:
    """Return what open books say in these words, of those of their people who are open: (words, person, book, …)."""
    with connection.cursor() as db:
        db.execute(statement, [standing.viewer.account, said, literal(opened)])
        return [row for row in db.fetchall() if row[1] in opened[row[2]]]


def _words_of(standing: Standing, people: Iterable[int]) -> dict[int, set[str]]:
    """Return the words of what books that the viewer sees call these people, by person."""
    exists = crowd_of(standing).open("existence")
    found: dict[int, set[str]] = {person: set() for person in people}
    rows = Tie.unchecked.filter(
        account_id=standing.viewer.account, person_id__in=sorted(found), book_id__in=list(exists)
    )
    for person, book, key in rows.values_list("person_id", "book_id", "sort_key"):
        if person in exists[book]:
            found[person].update(key.split())
    return found


def _add(standing: Standing, found: Alike, likeness: Likeness, bearers: _Bearers, record: Record) -> None:
    """Add what two share, if it is two: by each of their addresses that the viewer sees how to reach."""
    apart = _apart(bearers, record)
    if len(apart) != 2:
        return
    seen = reachable(standing)
    for pair in product(*([one for one in addresses if one in seen] for addresses in apart)):
        one, other = pair_of(*pair)
        said = replace(likeness, of_one=frozenset(bearers[one]), of_other=frozenset(bearers[other]))
        found.setdefault((one, other), []).append(said)


def _apart(bearers: Iterable[int], record: Record) -> list[list[int]]:
    """Return these addresses, those together that are of one record."""
    found: dict[int, list[int]] = {}
    for person in bearers:
        found.setdefault(record(person), []).append(person)
    return list(found.values())


def _by_one_book(bearers: _Bearers) -> bool:
    """Return whether one book alone says it of all of them."""
    return len(set().union(*bearers.values())) == 1
