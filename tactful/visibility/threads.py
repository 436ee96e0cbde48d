"""The mails of one thread that are disclosed to a viewer, in the order in which they were written; a meeting alone."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.db import connection

from tactful.visibility.facts import said_of_touchpoint
from tactful.visibility.seen import Page, Touchpoint
from tactful.visibility.standing import Standing
from tactful.visibility.timeline import timeline_of_interactions
from tactful.visibility.told import Told


def see_thread(
    standing: Standing, uid: uuid.UUID, *, cursor: str | None = None, limit: int = 50
) -> Page[Touchpoint] | None:
    """Return the messages of the thread of a mail, newest last, or a meeting, with bodies as far as disclosed.

    The last page comes first: `next_cursor` leads to what was before. None where the mail or meeting is hidden, and
    where there is none, alike; BadCursor where `cursor` is not of this thread.
    """
    # Of closed books nothing is read, so that how many hold it is not told by the time it takes (B12).
    said = said_of_touchpoint(standing, uid, sorted(standing.books_open("interactions")))
    told = [one for one in said if standing.decider_about(int(one.fact.about)).fact(one.fact).disclosed]
    if not told:
        return None
    threads = sorted({str(one.fact.thread) for one in told if one.fact.thread is not None})
    page = timeline_of_interactions(
        standing,
        _interactions(standing, threads, sorted({one.copy for one in told})),
        f"thread {uid.hex}",
        cursor=cursor,
        limit=limit,
    )
    return replace(page, rows=tuple(reversed(page.rows)))


def _interactions(standing: Standing, threads: list[str], copies: list[int]) -> list[int]:
    """Return the interactions of these threads of which a touchpoint is disclosed, and those of these copies."""
    told = Told(standing).touchpoint("interactions", "t", "p.company_id")
    account = standing.viewer.account
    with connection.cursor() as db:
        db.execute(
            "select distinct c.interaction_id from records_copy c"
            # OFFSET 0: one index probe for each copy.
            " cross join lateral (select * from records_party where account_id = c.account_id and copy_id = c.id"
            " and direction <> '' offset 0) t join records_person p on p.id = t.person_id"
            f" where c.account_id = %s and c.thread = any(%s) and ({told.sql})"
            " union select interaction_id from records_copy where account_id = %s and id = any(%s)",
            [account, [bytes.fromhex(one) for one in threads], *told.params, account, copies],
        )
        return sorted(row[0] for row in db.fetchall())
