"""Stores whom groups know best, for those from whom nothing of it is withheld; for others it is worked out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from django.db import connection

from tactful.accounts.models import Team, TeamMembership
from tactful.accounts.wall import acting
from tactful.actions.imports.turns import take_turn
from tactful.policy.rules import EVERYONE
from tactful.sharing.models import Source
from tactful.visibility.columns import columns_of
from tactful.visibility.household import household_of
from tactful.visibility.leaders import MOST, PACKED, contributors, digest_of, leading, stored_leaders
from tactful.visibility.stamps import source_stamps
from tactful.visibility.viewer import transaction_time


def store_leaders(account: int, team: int | None = None) -> bool:
    """Store whom the contributors to a team, by default to Everyone, know best; return whether it had to be.

    A row that is good already stays untouched.
    """
    audience = EVERYONE if team is None else team
    with acting(account):
        # Nothing that is deleted meanwhile may be stored after its deletion.
        take_turn(account)
        household = household_of(account)
        if team is not None and team not in household.teams:
            return False
        books = contributors(household.settings, audience, transaction_time())
        if stored_leaders(account, audience, books, 0) is not None:
            return False
        stamps = source_stamps(account, list(books))
        columns, is_as_stamped = columns_of(account, stamps.numbers)
        if not is_as_stamped:
            # Changed between two statements, by a writer who does not take turns: readers work it out themselves.
            return False
        led = leading(account, [(book.people, book.strengths) for book in columns.values()], MOST)
        columns_of_led = (
            [one.person for one in led],
            [one.raw for one in led],
            [one.contributors for one in led],
        )
        packed = [np.array(it, kind).tobytes() for it, kind in zip(columns_of_led, PACKED, strict=True)]
        with connection.cursor() as db:
            db.execute(_STORE, [account, team, list(books), digest_of(stamps.numbers), *packed])
    return True


def store_leaders_of_book(account: int, book: int) -> None:
    """Store whom Everyone and the teams of a book's owner know best; the last thing that a change of the book does."""
    with acting(account):
        owners = Source.unchecked.filter(account_id=account, id=book).values("owner_id")
        teams = TeamMembership.unchecked.filter(account_id=account, membership_id__in=owners)
        audiences = [*teams.order_by("team_id").values_list("team_id", flat=True), None]
    _store(account, audiences)


def store_all_leaders(account: int) -> None:
    """Store whom Everyone and each team of an account know best."""
    with acting(account):
        teams = Team.unchecked.filter(account_id=account).order_by("id")
        audiences = [*teams.values_list("id", flat=True), None]
    _store(account, audiences)


def _store(account: int, audiences: Iterable[int | None]) -> None:
    for team in audiences:
        store_leaders(account, team)


_STORE = """
    insert into records_groupleaders (account_id, team_id, books, digest, people, sums, counts)
    values (%s, %s, %s::bigint[], %s, %s, %s, %s)
    on conflict (account_id, team_id) do update set
        books = excluded.books, digest = excluded.digest,
        people = excluded.people, sums = excluded.sums, counts = excluded.counts"""
