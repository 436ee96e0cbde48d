"""Whom a word finds: those in whose told names, titles, organisations, domains or values a word begins with it."""

from __future__ import annotations

import numpy as np
from django.db import connection
from pyroaring import BitMap

from tactful.records.models import Word
from tactful.visibility.columns import people_set
from tactful.visibility.crowd import crowd_of
from tactful.visibility.standing import Standing

#: Above every character that a word can hold.
_END = "\U0010ffff"

_SAID_BY = tuple(Word.Said.values)
_BY_WHO_SAYS = ", ".join(
    f"coalesce(string_agg(int8send(person_id), '') filter (where said = '{said}'), '')" for said in _SAID_BY
)

#: Whether one of a value's words (records_value_words in migrations/0002_fast_lists) begins with a word, without
#: making them: as it stands, after a separator, or anywhere in a number so that four digits are left.
_VALUE_SAYS = """
    starts_with(lower(v.value), %s)
    or strpos(' ' || translate(lower(v.value), E'-@.,;:/+()_\\t\\n\\r', repeat(' ', 14)), ' ' || %s) > 0
    or exists (select 1 from regexp_replace(v.value, '[^0-9]', '', 'g') digits
               where length(digits) between 7 and 20
                 and strpos(left(digits, length(digits) - 4 + length(%s)), %s) > 0)"""


def found_by(standing: Standing, word: str) -> BitMap:
    """Return the people of whom a text that begins a word with `word` is told to the viewer.

    `word` is in the form of a sort key. A name, title or organisation counts where a book that says it is open, a
    contact value where values of its book are, the company's domain for everybody who exists.
    """
    crowd = crowd_of(standing)
    proposed = _proposed(standing, word)
    known = crowd.people("existence")
    found = proposed[Word.Said.EVERYWHERE] & known
    found |= _said(standing, word, (proposed[Word.Said.SOMEWHERE] & known) - found)
    found |= _in_values(standing, word, (proposed[Word.Said.VALUE] & crowd.people("contact_info")) - found)
    return found | _by_domain(standing, word, crowd.existing - known)


def _proposed(standing: Standing, word: str) -> dict[str, BitMap]:
    """Return whom the index has under the word, by who says it: one row, whether it has anybody or not (B12)."""
    with connection.cursor() as db:
        db.execute(
            f"select {_BY_WHO_SAYS} from records_word where account_id = %s and word >= %s and word < %s",
            [standing.viewer.account, word, word + _END],
        )
        found = db.fetchone()
    return {
        said: people_set(np.frombuffer(people, ">i8")) for said, people in zip(_SAID_BY, found, strict=True)
    }


def _said(standing: Standing, word: str, people: BitMap) -> BitMap:
    """Of these people, those of whom an open book says the word: some other book may be the one that does."""
    if not people:
        return people
    exists = crowd_of(standing).open("existence")
    with connection.cursor() as db:
        db.execute(
            "select person_id, book_id from records_tie where account_id = %s and person_id = any(%s)"
            " and book_id + 0 = any(%s) and strpos(' ' || words, ' ' || %s) > 0",
            [standing.viewer.account, list(people), list(exists), word],
        )
        return BitMap(person for person, book in db.fetchall() if person in exists[book])


def _in_values(standing: Standing, word: str, people: BitMap) -> BitMap:
    if not people:
        return people
    valued = crowd_of(standing).open("contact_info")
    with connection.cursor() as db:
        db.execute(
            "select person_id, book_id, kind from records_contactvalue v where account_id = %s and person_id = any(%s)"
            f" and book_id + 0 = any(%s) and ({_VALUE_SAYS})",
            [standing.viewer.account, list(people), list(valued), word, word, word, word],
        )
        found = [row for row in db.fetchall() if row[0] in valued[row[1]]]
    for person, book, kind in found:
        # That the search finds them tells what their value is.
        standing.found_in_values.setdefault(person, set()).add((book, kind))
    return BitMap(person for person, _, _ in found)


def _by_domain(standing: Standing, word: str, people: BitMap) -> BitMap:
    """Of these people, whom no open book knows, those of whose company's domain a part begins with the word."""
    if not people:
        return people
    with connection.cursor() as db:
        db.execute(
            "select p.id from records_person p join records_company c on c.id = p.company_id"
            " where p.account_id = %s and p.id = any(%s) and exists (select 1"
            " from unnest(c.domain::text || string_to_array(c.domain, '.')) part where starts_with(part, %s))",
            [standing.viewer.account, list(people), word],
        )
        return BitMap(row[0] for row in db.fetchall())
