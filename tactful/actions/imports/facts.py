"""What feeds say of people, taken out: names, values, extras, who is one with whom, and what rests on it (D24)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection


def drop_facts(account: int, *, people: Sequence[int], feeds: Sequence[int]) -> int:
    """Delete all that these feeds say of these people, but for mails and meetings, and return how much that was.

    No confirmation of two people rests on it any more.
    """
    of: dict[str, Any] = {"account": account, "people": list(people), "feeds": list(feeds)}
    dropped = 0
    with connection.cursor() as db:
        for statement in _DROP:
            db.execute(statement, of)
            dropped += db.rowcount
    return dropped


_DROP = (
    """delete from records_namefact
    where account_id = %(account)s and person_id = any(%(people)s) and feed_id = any(%(feeds)s)""",
    """delete from records_contactvalue
    where account_id = %(account)s and person_id = any(%(people)s) and feed_id = any(%(feeds)s)""",
    """delete from records_cardextra
    where account_id = %(account)s and person_id = any(%(people)s) and feed_id = any(%(feeds)s)""",
    """delete from records_cardjoin
    where account_id = %(account)s and (one_id = any(%(people)s) or other_id = any(%(people)s))
    and feed_id = any(%(feeds)s)""",
    """delete from records_ground g using records_judgement j
    where g.account_id = %(account)s and j.account_id = g.account_id and j.id = g.judgement_id
    and ((g.feed_id = any(%(feeds)s) and j.one_id = any(%(people)s))
      or (g.other_feed_id = any(%(feeds)s) and j.other_id = any(%(people)s)))""",
)
