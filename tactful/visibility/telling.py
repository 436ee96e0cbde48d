"""What is told of some people, each as the one person that their addresses are to the viewer (D24)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tactful.visibility.addresses import PersonTold, TieTold, moment_of, rank, tell_addresses
from tactful.visibility.identity.joined import joined
from tactful.visibility.standing import Standing

__all__ = ["PersonTold", "TieTold", "moment_of", "tell"]


def tell(standing: Standing, people: Iterable[int]) -> dict[int, PersonTold]:
    """Return what is told of those of these people who exist for the viewer, by person. It is not to be changed.

    Addresses that are one to the viewer say all that any of them says: a contributor's tie has their best score, texts
    are chosen out of all (D21), and the record goes by its lead's id and is of its lead's company, if that has one.
    """
    asked = list(people)
    one = joined(standing)
    if not one:
        return tell_addresses(standing, asked)
    told = tell_addresses(standing, {member for person in asked for member in one.members(person)})
    whole: dict[int, PersonTold] = {}
    found: dict[int, PersonTold] = {}
    for person in asked:
        members = one.members(person)
        if len(members) == 1:
            if person in told:
                found[person] = told[person]
            continue
        root = members[0]
        if root not in whole:
            whole[root] = _whole([told[member] for member in members])
        found[person] = whole[root]
    return found


def leads(standing: Standing, people: Sequence[int]) -> list[int]:
    """Return, for each of these people, the person by whose id their record goes; whom the viewer sees not: theirs."""
    told = tell(standing, people)
    return [told[person].person if person in told else person for person in people]


def best_addresses(standing: Standing, person: int) -> dict[int, int]:
    """Return, for each book whose relationship with a person is disclosed, the address that it knows best.

    It is the one whose score is shown; of equal ones the first in the order of what is shown.
    """
    told = sorted(tell_addresses(standing, joined(standing).members(person)).values(), key=rank)
    best: dict[int, tuple[float, int]] = {}
    for one in told:
        for tie in one.ties:
            if tie.raw is not None and (tie.book not in best or tie.raw > best[tie.book][0]):
                best[tie.book] = (tie.raw, one.person)
    return {book: address for book, (_, address) in best.items()}


def _whole(parts: list[PersonTold]) -> PersonTold:
    parts = sorted(parts, key=rank)
    first = parts[0]
    ties: dict[int, list[TieTold]] = {}
    for part in parts:
        for tie in part.ties:
            ties.setdefault(tie.book, []).append(tie)
    last = max((part.last for part in parts if part.last is not None), default=None)
    latest = [part for part in parts if part.last is not None and part.last == last]
    return PersonTold(
        person=first.person,
        uid=first.uid,
        company=next((part.company for part in parts if part.company is not None), None),
        own_book=first.own_book,
        ties=[_pooled(ties[book]) for book in sorted(ties)],
        last=last,
        last_said=[said for part in latest for said in part.last_said],
    )


def _pooled(ties: list[TieTold]) -> TieTold:
    """Return what one book says of a person by all addresses: of several texts the least by its key."""
    if len(ties) == 1:
        return ties[0]
    name, key = min(
        ((t.name, t.sort_key) for t in ties if t.name), key=lambda n: (n[1], n[0]), default=("", "")
    )
    title = min((t.title for t in ties if t.title), key=lambda t: (t.lower(), t), default="")
    organisation = min(
        (t.organisation for t in ties if t.organisation), key=lambda o: (o.lower(), o), default=""
    )
    raw = max((t.raw for t in ties if t.raw is not None), default=None)
    return TieTold(ties[0].book, name, key, title, organisation, raw)
