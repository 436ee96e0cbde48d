"""What makes two addresses look like one person to a viewer, worked out of what that viewer sees alone (D24).

Nothing of it is stored, and what is hidden has no part in it: not as one of the two, nor as a third who bears a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from tactful.records.models import ContactValue, NameFact, Tie
from tactful.records.sort_key import sort_key
from tactful.visibility.crowd import crowd_of, literal
from tactful.visibility.judged import pair_of, seeing
from tactful.visibility.said import Pair
from tactful.visibility.standing import Standing

NAME, EMPLOYER, PHONE = "name", "name and employer", "phone"

Books = frozenset[int]
#: Who says something of whom, to the viewer: the books, by person.
_Bearers = dict[int, set[int]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two people have in common: `text` is a sort key or a number, said of each by these books.

    `shown` is what a page writes of it: an employer's name, or the number.
    """

    kind: str
    text: str
    of_one: Books
    of_other: Books
    shown: str = ""


Alike = dict[Pair, list[Likeness]]


def alike(standing: Standing, names: Iterable[str], phones: Iterable[str]) -> Alike:
    """Return which two people share one of these names or numbers, as `by_names` and `by_phones` say."""
    return merged(by_names(standing, names), by_phones(standing, phones))


def merged(*several: Mapping[Pair, list[Likeness]]) -> Alike:
    """Return all that two people have in common, by pair."""
    found: Alike = {}
    for some in several:
        for pair, said in some.items():
            found.setdefault(pair, []).extend(said)
    return found


def names_of(standing: Standing, person: int) -> set[str]:
    """Return the sort keys of what books that the viewer sees call a person."""
    exists = crowd_of(standing).open("existence")
    rows = Tie.unchecked.filter(
        account_id=standing.viewer.account, person_id=person, book_id__in=list(exists)
    ).exclude(name="")
    return {key for book, key in rows.values_list("book_id", "sort_key") if person in exists[book]}


def phones_of(standing: Standing, person: int) -> set[str]:
    """Return the numbers that the viewer sees of a person."""
    opened = crowd_of(standing).open("contact_info")
    rows = ContactValue.unchecked.filter(
        account_id=standing.viewer.account, person_id=person, book_id__in=list(opened), kind="phone"
    )
    return {value for book, value in rows.values_list("book_id", "value") if person in opened[book]}


def feeds_saying(standing: Standing, person: int, kind: str, text: str, books: Books) -> list[int]:
    """Return the feeds of these books that say it of a person."""
    of = {"account_id": standing.viewer.account, "person_id": person, "book_id__in": sorted(books)}
    if kind == PHONE:
        values = ContactValue.unchecked.filter(**of, kind="phone", value=text)
        return sorted(set(values.values_list("feed_id", flat=True)))
    return sorted(set(NameFact.unchecked.filter(**of, sort_key=text).values_list("feed_id", flat=True)))


def by_names(standing: Standing, names: Iterable[str]) -> Alike:
    """Return which two people bear one of these full names, given by their sort keys, among all whom the viewer sees.

    A name that more than two bear makes nobody alike but together with an employer, and a single word nobody at all.
    """
    found: Alike = {}
    exists, full = crowd_of(standing).open("existence"), sorted({name for name in names if " " in name})
    if not full or not exists:
        return found
    with connection.cursor() as db:
        # Of closed books nothing is read, so that how many there are is not told by the time it takes (B12).
        db.execute(
            "select sort_key, person_id, book_id, organisation from records_tie"
            " where account_id = %s and name <> '' and sort_key = any(%s::text[]) and book_id = any(%s::bigint[])",
            [standing.viewer.account, full, literal(exists)],
        )
        rows = [row for row in db.fetchall() if row[1] in exists[row[2]]]
    bearers: dict[str, _Bearers] = {}
    employed: dict[tuple[str, str], _Bearers] = {}
    shown: dict[tuple[str, str], str] = {}
    for key, person, book, organisation in rows:
        bearers.setdefault(key, {}).setdefault(person, set()).add(book)
        if employer := sort_key(organisation):
            employed.setdefault((key, employer), {}).setdefault(person, set()).add(book)
            shown[key, employer] = min(organisation, shown.get((key, employer), organisation))
    for key, by_person in bearers.items():
        _add(standing, found, NAME, key, by_person)
    for (key, employer), by_person in employed.items():
        if len(bearers[key]) > 2 and not _by_one_book(by_person):
            _add(standing, found, EMPLOYER, key, by_person, shown[key, employer])
    return found


def by_phones(standing: Standing, phones: Iterable[str]) -> Alike:
    """Return which two people have one of these numbers, of those that name their country.

    A number that more than two have makes nobody alike, nor does one that one book alone says, or one of two people
    whose names have no word in common.
    """
    found: Alike = {}
    opened, certain = crowd_of(standing).open("contact_info"), sorted({it for it in phones if it[:1] == "+"})
    if not certain or not opened:
        return found
    with connection.cursor() as db:
        db.execute(
            "select value, person_id, book_id from records_contactvalue"
            " where account_id = %s and kind = 'phone' and value = any(%s::text[]) and book_id = any(%s::bigint[])",
            [standing.viewer.account, certain, literal(opened)],
        )
        rows = [row for row in db.fetchall() if row[1] in opened[row[2]]]
    bearers: dict[str, _Bearers] = {}
    for value, person, book in rows:
        bearers.setdefault(value, {}).setdefault(person, set()).add(book)
    for value, by_person in bearers.items():
        if not _by_one_book(by_person):
            _add(standing, found, PHONE, value, by_person, value)
    words = _words_of(standing, {person for pair in found for person in pair})
    return {
        (one, other): said
        for (one, other), said in found.items()
        if not words[one] or not words[other] or words[one] & words[other]
    }


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


def _add(standing: Standing, found: Alike, kind: str, text: str, bearers: _Bearers, shown: str = "") -> None:
    """Add what two share, if it is two, and the viewer sees how to reach both."""
    if len(bearers) == 2 and all(person in seeing(standing) for person in bearers):
        one, other = pair_of(*bearers)
        said = Likeness(kind, text, frozenset(bearers[one]), frozenset(bearers[other]), shown)
        found.setdefault((one, other), []).append(said)


def _by_one_book(bearers: _Bearers) -> bool:
    """Return whether one book alone says it of all of them."""
    return len(set().union(*bearers.values())) == 1
