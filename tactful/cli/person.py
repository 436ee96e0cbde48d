"""Find the person that the member names: an id, an exact address, or a name, among what they see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tactful.cli.ending import USAGE, Ended
from tactful.cli.words import counted

if TYPE_CHECKING:
    from tactful.visibility.seen import PersonRow, PersonSeen
    from tactful.visibility.standing import Standing

_PAGE = 500
_LISTED = 10


def person_named(standing: Standing, words: str) -> PersonSeen:
    """Return the person; Ended where there is none whom the member sees (hidden and absent alike), or several."""
    from tactful.accounts.ids import read_uid
    from tactful.visibility.person import see_person

    uid = read_uid(words.strip().lower().replace("-", ""))
    if uid is None:
        uid = _one(_candidates(standing, words), words).uid
    person = see_person(standing, uid, frozenset())
    if person is None:
        raise absent(words)
    return person


def absent(words: str) -> Ended:
    """Return the one answer for who is hidden and who is not there."""
    return Ended(f'There is no person "{words}".', field="person")


def _candidates(standing: Standing, words: str) -> list[PersonRow]:
    from tactful.records.sort_key import sort_key

    found = list(_found(standing, words))
    if "@" in words:
        return [row for row in found if _has_address(standing, row, words.strip().lower())]
    return [row for row in found if sort_key(row.name or "") == sort_key(words)] or found


def _found(standing: Standing, words: str) -> Iterator[PersonRow]:
    """Yield all whom the words find; none for no words."""
    from tactful.visibility.people import PeopleQuery, list_people

    cursor: str | None = None
    while words.strip():
        page = list_people(standing, PeopleQuery(words=words), cursor=cursor, limit=_PAGE, dates=False)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def _has_address(standing: Standing, row: PersonRow, address: str) -> bool:
    from tactful.visibility.person import see_person

    person = see_person(standing, row.uid, frozenset({"values"}))
    values = () if person is None else person.values or ()
    return any(value.kind == "email" and value.value.lower() == address for value in values)


def _one(found: list[PersonRow], words: str) -> PersonRow:
    if not found:
        raise absent(words)
    if len(found) > 1:
        several = "\n".join(
            f"  {row.uid.hex}  {row.name or 'Unnamed person'}"
            + (f", {row.company.name}" if row.company is not None else "")
            for row in found[:_LISTED]
        )
        more = f"\n  ... and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        raise Ended(
            f'"{words}" could be {counted(len(found), "person", "people")}: say which by the id.\n{several}{more}',
            USAGE,
            field="person",
        )
    return found[0]
