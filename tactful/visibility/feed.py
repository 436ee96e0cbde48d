"""The feed: every mail and meeting that is disclosed to a viewer, whoever it is with, newest first."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import connection

from tactful.accounts.ids import shown
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.newest import count, holdings_of, newest
from tactful.visibility.seen import Page, Touchpoint
from tactful.visibility.standing import Standing
from tactful.visibility.timeline import touchpoints_of

KINDS = ("", "mail", "meeting")


def newest_touchpoints(
    standing: Standing, *, kind: str = "", cursor: str | None = None, limit: int = 50
) -> Page[Touchpoint]:
    """Return a page of mails and meetings with the exact number of all, newest first; one row each, whosever hold it.

    `kind`: "mail", "meeting" or both. BadCursor where `cursor` is not of this question.
    """
    if kind not in KINDS:
        raise ValueError(f'touchpoints are of kind "mail", "meeting" or both (""), not of "{kind}"')
    question = f"feed {kind}"
    after = None if cursor is None else _read_place(standing, question, cursor)
    found = _newest_rows(standing, kind, after, limit + 1)
    rows = found[:limit]
    going_on = None
    if len(found) > limit:
        going_on = write_cursor(standing.viewer, question, [rows[-1][2].isoformat(), shown(rows[-1][1])])
    return Page(touchpoints_of(standing, rows), count(standing, kind), going_on)


def _newest_rows(
    standing: Standing, kind: str, after: tuple[datetime, uuid.UUID] | None, wanted: int
) -> list[tuple[Any, ...]]:
    """Return rows of (interaction, uid, at, copies, directions), the newest first, those before a place left out."""
    # The row at the place is found once more.
    ask = wanted if after is None else wanted + 1
    while True:
        interactions, is_over = newest(standing, kind, None if after is None else after[0], ask)
        rows = disclosed_rows(standing, kind, interactions)
        # A copy at the place or before it may be of an interaction that another copy has put before the place.
        rows = [row for row in rows if after is None or (row[2], row[1]) < after]
        if is_over or len(rows) >= wanted:
            return sorted(rows, key=lambda row: (row[2], row[1]), reverse=True)[:wanted]
        ask *= 2


def disclosed_rows(standing: Standing, kind: str, interactions: list[int]) -> list[tuple[Any, ...]]:
    """Return a row of each of these interactions of a kind, made of its touchpoints that are disclosed."""
    holdings = holdings_of(standing)
    with connection.cursor() as db:
        # OFFSET 0: one index probe for each copy, whatever the planner makes of its book.
        db.execute(
            """
            select c.interaction_id, i.uid, t.book_id, t.person_id, t.copy_id, t.at, t.direction
            from records_copy c join records_interaction i on i.id = c.interaction_id
            cross join lateral (select book_id, person_id, copy_id, at, direction from records_party
                                where account_id = c.account_id and copy_id = c.id and direction <> '' offset 0) t
            where c.account_id = %s and c.interaction_id = any(%s)""",
            [standing.viewer.account, interactions],
        )
        parties = db.fetchall()
    found: dict[int, tuple[uuid.UUID, list[datetime], set[int], set[str]]] = {}
    for interaction, uid, book, person, copy, at, direction in parties:
        is_of_kind = not kind or (direction == "meeting") == (kind == "meeting")
        if is_of_kind and holdings.opens(book, person, copy):
            _, times, copies, directions = found.setdefault(interaction, (uid, [], set(), set()))
            times.append(at)
            copies.add(copy)
            directions.add(direction)
    return [
        (interaction, uid, max(times), sorted(copies), sorted(directions))
        for interaction, (uid, times, copies, directions) in found.items()
    ]


def _read_place(standing: Standing, question: str, cursor: str) -> tuple[datetime, uuid.UUID]:
    place = read_cursor(standing.viewer, question, cursor)
    if len(place) != 2:
        raise BadCursor("this page marker is not valid here; start the list again from its beginning")
    return datetime.fromisoformat(place[0]), uuid.UUID(hex=place[1])
