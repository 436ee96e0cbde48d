"""Making a mailbox rule, from what is never read again to the scores of what is left; and what one would do (B05)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from tactful.accounts.wall import acting
from tactful.actions.mailbox_rules import add_rule
from tactful.insight.leaders import store_leaders_of_book
from tactful.insight.store import rescore_book
from tactful.policy.rules import EVERYONE
from tactful.visibility.exceptions import ExceptionEffect
from tactful.visibility.mailbox_rules import RuleSeen
from tactful.visibility.preview import Gain, compared, gain, held_by
from tactful.visibility.shares import others_in
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer


def never_read(viewer: Viewer, *, kind: str, what: str, source: uuid.UUID | None = None) -> RuleSeen:
    """Have a folder, label, address or domain of the viewer's never read, and erase what the latter two brought.

    Invalid and Absent as `add_rule`.
    """
    with acting(viewer.account):
        rule, book = add_rule(viewer, kind=kind, what=what, source=source)
        if book is not None:
            rescore_book(viewer.account, book)
            store_leaders_of_book(viewer.account, book)
    return rule


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What a rule would do at once: `erases` of the viewer's own, and what that takes from whoever sees it."""

    erases: Gain
    others: ExceptionEffect


def preview_never_read(
    standing: Standing, *, kind: str, what: str, source: uuid.UUID | None = None
) -> RulePreview:
    """Return exactly what `never_read` would erase, and for whom: it is done, looked at, and taken back.

    Invalid as `never_read`. Nothing stays of it.
    """
    me, others = standing.viewer.member or 0, others_in(standing, EVERYONE)
    with acting(standing.viewer.account), transaction.atomic():
        before = held_by(standing, [me, *others])
        never_read(standing.viewer, kind=kind, what=what, source=source)
        after = held_by(standing, [me, *others], anew=True)
        transaction.set_rollback(True)
    theirs = compared(standing, {one: before[one] for one in others}, {one: after[one] for one in others})
    return RulePreview(gain(before[me], after[me]), ExceptionEffect(*theirs))
