"""Which two people are one to a viewer, two by two, and what says so (D24).

What a book says holds where it discloses contact info of both, for that is what tells it. A confirmation holds for
those who see contact info of both people, by whatever book, and as long as a ground of it is left. A split holds for
everybody, whatever says that the two are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection
from pyroaring import BitMap

from tactful.records.models import CardJoin
from tactful.visibility.crowd import crowd_of
from tactful.visibility.evidence import CONFIRMED
from tactful.visibility.reach import literal
from tactful.visibility.standing import Standing

#: A book, or CONFIRMED, says of these two people that they are one.
Edge = tuple[int, int, int]


def edges_of(standing: Standing) -> frozenset[Edge]:
    """Return every edge that holds for the viewer, between people whom they see."""
    edges = crowd_of(standing).kept("card edges", lambda: _by_cards(standing))
    judgements = standing.household.judgements
    if not judgements:
        return edges
    seen = reachable(standing)
    held = {edge for edge in edges if (said := judgements.get(edge[1:])) is None or said.same}
    held |= {
        (CONFIRMED, one, other)
        for (one, other), said in judgements.items()
        if said.same and one in seen and other in seen
    }
    return frozenset(held)


def reachable(standing: Standing) -> BitMap:
    """Return whose contact info the viewer sees, by some book: of two of these they may judge."""
    return crowd_of(standing).people("contact_info")


def kinds_of(standing: Standing, edges: Iterable[Edge]) -> Mapping[Edge, frozenset[str]]:
    """Return by what kinds of evidence books say these edges, all of which hold for the viewer."""
    held = {edge for edge in edges if edge[0] != CONFIRMED}
    if not held:
        return {}
    rows = CardJoin.unchecked.filter(
        account_id=standing.viewer.account,
        book_id__in={book for book, *_ in held},
        one_id__in={one for _, one, _ in held},
        other_id__in={other for *_, other in held},
    ).values_list("book_id", "one_id", "other_id", "kind")
    found: dict[Edge, set[str]] = {}
    for book, one, other, kind in rows:
        if (book, one, other) in held:
            found.setdefault((book, one, other), set()).add(kind)
    return {edge: frozenset(kinds) for edge, kinds in found.items()}


def _by_cards(standing: Standing) -> frozenset[Edge]:
    """Return what the cards of open books say."""
    opened = crowd_of(standing).open("contact_info")
    if not opened:
        return frozenset()
    with connection.cursor() as db:
        # Of closed books nothing is read, so that how many there are is not told by the time it takes (B12).
        db.execute(
            "select book_id, one_id, other_id from records_cardjoin"
            " where account_id = %s and book_id = any(%s::bigint[])",
            [standing.viewer.account, literal(opened)],
        )
        rows = db.fetchall()
    return frozenset(
        (book, one, other) for book, one, other in rows if one in opened[book] and other in opened[book]
    )
