"""Saying of two records that they are one person, or that they are not, and taking that back (D24).

Whoever sees how to reach both may say so; to everybody else the two are not there. A confirmation rests on the feeds by
which its member sees that the two are alike, and is undone with them.
"""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require_writing
from tactful.records.models import Ground, Judgement
from tactful.visibility import judgements
from tactful.visibility.identity.grounds import grounds_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.identity.judgements_seen import sees_judgement, two_people
from tactful.visibility.judgements import Pair
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

Verdict = Judgement.Verdict
_NOTHING_SAYS = "nothing that you see says that these two are one person"


@transaction.atomic
def confirm_same(viewer: Viewer, *, one: uuid.UUID, other: uuid.UUID) -> judgements.Judgement:
    """Say that two records are one person: they are, for all who see both, while what says so is there.

    It lifts a split of the two; what stands already is returned as it is. Absent where the viewer does not see both;
    Invalid where nothing that they see makes the two alike.
    """
    require_writing(viewer)
    standing = Standing(viewer)
    pair = _both(standing, one, other)
    grounds = grounds_of(standing, pair)
    if not grounds:
        raise Invalid("people", _NOTHING_SAYS)
    row = _judge(viewer, pair, Verdict.SAME)
    Ground.unchecked.bulk_create(
        (
            Ground(account_id=viewer.account, judgement_id=row.id, feed_id=feed, other_feed_id=other_feed)
            for feed, other_feed in sorted(grounds)
        ),
        ignore_conflicts=True,
    )
    return _as_seen(row)


@transaction.atomic
def split(viewer: Viewer, *, one: uuid.UUID, other: uuid.UUID) -> judgements.Judgement:
    """Say that two records are not one person: nothing joins them for anybody, or is proposed, until it is taken back.

    A third that is one with both still joins them: it is to be split off as well.

    Absent where the viewer does not see both; Invalid where nothing says that they are one.
    """
    require_writing(viewer)
    standing = Standing(viewer)
    pair = _both(standing, one, other)
    known = standing.household.judgements.get(pair)
    if known is None and not _is_joined(standing, pair) and not grounds_of(standing, pair):
        raise Invalid("people", _NOTHING_SAYS)
    row = _judge(viewer, pair, Verdict.NOT_THE_SAME)
    Ground.unchecked.filter(account_id=viewer.account, judgement_id=row.id).delete()
    return _as_seen(row)


@transaction.atomic
def take_back_judgement(viewer: Viewer, *, judgement: uuid.UUID) -> None:
    """End what somebody said of two records: what books say of them counts again. Absent where the viewer sees none."""
    require_writing(viewer)
    # Asked of both alike, so that what is hidden takes as long as what is not there (B12).
    sees = sees_judgement(Standing(viewer), judgement)
    row = (
        Judgement.unchecked.select_for_update().filter(account_id=viewer.account, uid=judgement).first()
        if sees
        else None
    )
    if row is None:
        raise Absent("there is no such judgement")
    row.delete()
    remember(viewer, "judgement taken back", judgement)


def _both(standing: Standing, one: uuid.UUID, other: uuid.UUID) -> Pair:
    pair = two_people(standing, one, other)
    if pair is None:
        raise Absent("you see no such two people")
    return pair


def _is_joined(standing: Standing, pair: Pair) -> bool:
    return any(edge[1:] == pair for edge in joined(standing).edges)


def _judge(viewer: Viewer, pair: Pair, verdict: str) -> Judgement:
    """Return the row of a pair with this verdict; an event is recorded where it said something else, or nothing."""
    one, other = pair
    rows = Judgement.unchecked.select_for_update().filter(
        account_id=viewer.account, one_id=one, other_id=other
    )
    row = rows.first()
    if row is not None and row.verdict == verdict and _counts(row):
        return row
    if row is None:
        try:
            with transaction.atomic():
                row = Judgement.unchecked.create(
                    account_id=viewer.account,
                    one_id=one,
                    other_id=other,
                    verdict=verdict,
                    member_id=viewer.member,
                    at=viewer.now,
                )
        except IntegrityError:
            # Two at the same moment: the later one has the last word.
            row = rows.get()
    row.verdict, row.member_id, row.at = verdict, viewer.member, viewer.now
    row.save(update_fields=["verdict", "member", "at"])
    remember(viewer, "people confirmed" if verdict == Verdict.SAME else "people split", row.uid)
    return row


def _counts(row: Judgement) -> bool:
    """Return whether what a row says still counts: a confirmation whose grounds are gone is none any more."""
    if row.verdict != Verdict.SAME:
        return True
    return Ground.unchecked.filter(account_id=row.account_id, judgement_id=row.id).exists()


def _as_seen(row: Judgement) -> judgements.Judgement:
    return judgements.Judgement(row.uid, row.verdict == Verdict.SAME, row.member_id, row.at)
