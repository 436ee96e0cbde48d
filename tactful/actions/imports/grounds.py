"""What confirmations of two people rest on, which goes with what a feed says of either (D24)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection


def drop_grounds(account: int, *, people: Sequence[int], feeds: Sequence[int]) -> int:
    """Have no confirmation rest on what these feeds say of these people, and return how many grounds went."""
    with connection.cursor() as db:
        db.execute(_DROP, {"account": account, "people": list(people), "feeds": list(feeds)})
        return int(db.rowcount)


_DROP = """
    delete from records_ground g using records_judgement j
    where g.account_id = %(account)s and j.account_id = g.account_id and j.id = g.judgement_id
    and ((g.feed_id = any(%(feeds)s) and j.one_id = any(%(people)s))
      or (g.other_feed_id = any(%(feeds)s) and j.other_id = any(%(people)s)))"""
