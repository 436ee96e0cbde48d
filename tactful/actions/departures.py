"""A member leaves, and perhaps comes back: deactivated, reactivated, and asked before their settings act (D23)."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from tactful.accounts.models import ApiKey, Invitation, Membership, Role, TeamMembership
from tactful.actions.errors import Absent, Invalid, NotAllowed, NotDone
from tactful.actions.events import remember, require, require_writing
from tactful.actions.members import keep_one_enterprise_admin, member_row
from tactful.actions.reminders import pass_on
from tactful.policy.rules import HIDE
from tactful.records.models import Feed
from tactful.records.pushes import Push
from tactful.sharing.models import MailPrivacy, ShareSetting, Source
from tactful.visibility.reminders import reminders_left_by
from tactful.visibility.viewer import Viewer


@transaction.atomic
def deactivate(viewer: Viewer, *, member: uuid.UUID, heir: uuid.UUID | None = None) -> None:
    """Deactivate a member: what they share leaves every view at once, and they can no longer come in (D23).

    Their keys and the invitations they made are revoked, their sessions end, what is being imported for them stops,
    and so do their pushes (B11, A35). Reminders that they were to do go back to who gave them, and those that they
    shared themselves to `heir`, the viewer where nobody is named; what is for them alone stays theirs (B11). Their
    settings and sources stay, for a reactivation or a purge. NotAllowed for the last Enterprise Admin; Invalid for an
    heir who is not there, deactivated, or leaves themselves, and for who leaves and names nobody for theirs.
    """
    require(viewer, "deactivate")
    row = member_row(viewer, member)
    if row.state == Membership.State.DEACTIVATED:
        raise Absent("there is no such active member")
    to = viewer.member or 0 if heir is None else _heir(viewer, row, heir)
    if to == row.id and not all(reminders_left_by(viewer.account, row.id).values()):
        raise Invalid("reminders_to", "name a colleague who gets the reminders that you leave to be done")
    if row.role == Role.ENTERPRISE_ADMIN:
        keep_one_enterprise_admin(viewer, row)
    row.state = Membership.State.DEACTIVATED
    # By the clock that says when a session began.
    row.sessions_from = timezone.now()
    row.save(update_fields=["state", "sessions_from"])
    keys = ApiKey.unchecked.filter(account_id=viewer.account, membership_id=row.id, revoked_at=None).update(
        revoked_at=viewer.now
    )
    invitations, _ = Invitation.unchecked.filter(
        account_id=viewer.account, invited_by_id=row.id, accepted_at=None
    ).delete()
    stopped = Feed.unchecked.filter(
        account_id=viewer.account,
        book__owner_id=row.id,
        state__in=[Feed.State.WAITING, Feed.State.READING],
    ).update(state=Feed.State.STOPPED)
    # What goes on without them goes on by nobody's eyes; who comes back says so for each.
    pushes = Push.unchecked.filter(account_id=viewer.account, member_id=row.id, paused_at=None).update(
        paused_at=viewer.now, trouble="you were deactivated meanwhile"
    )
    reminders = pass_on(viewer, leaver=row.id, to=to)
    remember(
        viewer,
        "member deactivated",
        row.uid,
        keys=keys,
        invitations=invitations,
        imports=stopped,
        pushes=pushes,
        reminders=reminders,
        to=None if heir is None else heir.hex,
    )


@transaction.atomic
def reactivate(viewer: Viewer, *, member: uuid.UUID) -> None:
    """Let a deactivated member come back. Their settings are as they were, and act once the member says so (D23)."""
    require(viewer, "deactivate")
    row = member_row(viewer, member)
    if row.state != Membership.State.DEACTIVATED:
        raise Absent("there is no such deactivated member")
    row.state = Membership.State.ACTIVE
    row.returning = True
    row.save(update_fields=["state", "returning"])
    remember(viewer, "member reactivated", row.uid)


@transaction.atomic
def come_back(viewer: Viewer, *, keep: bool) -> None:
    """Say, as a member who came back, that one's settings may act again (`keep`), or that nothing is shared.

    Either way floors hold from now on. NotDone where the viewer was not asked.
    """
    member = require_writing(viewer)
    row = Membership.unchecked.select_for_update(of=("self",)).get(account_id=viewer.account, id=member)
    if not row.returning:
        raise NotDone("your settings act already; change them one by one under My sharing")
    if not keep:
        _share_nothing(viewer, row)
    row.returning = False
    row.save(update_fields=["returning"])
    remember(viewer, "member came back", row.uid, kept=keep)


@transaction.atomic
def purged(viewer: Viewer, *, member: uuid.UUID) -> tuple[int, list[uuid.UUID]]:
    """Return a deactivated member's book and sources, which are to be erased; remembered as begun.

    NotAllowed for an active member: theirs is theirs alone to delete.
    """
    require(viewer, "deactivate")
    row = member_row(viewer, member)
    if row.state != Membership.State.DEACTIVATED:
        raise NotAllowed("deactivate the member first; what an active member brought is theirs to delete")
    book = Source.unchecked.get(account_id=viewer.account, kind="book", owner_id=row.id)
    feeds = list(
        Feed.unchecked.filter(account_id=viewer.account, book_id=book.id)
        .order_by("id")
        .values_list("uid", flat=True)
    )
    remember(viewer, "member's sources purged", row.uid, sources=len(feeds))
    return book.id, feeds


def _heir(viewer: Viewer, leaver: Membership, heir: uuid.UUID) -> int:
    """Return who takes over; locked, so that they are not deactivated meanwhile."""
    rows = Membership.unchecked.select_for_update(of=("self",)).filter(
        account_id=viewer.account, uid=heir, state=Membership.State.ACTIVE
    )
    found = rows.exclude(id=leaver.id).values_list("id", flat=True).first()
    if found is None:
        raise Invalid("reminders_to", "name an active colleague, and not the one who leaves")
    return found


def _share_nothing(viewer: Viewer, row: Membership) -> None:
    """Choose "not sharing" towards Everyone and each team of theirs, and to hide content where a floor holds."""
    book = Source.unchecked.get(account_id=viewer.account, kind="book", owner_id=row.id)
    places = TeamMembership.unchecked.filter(account_id=viewer.account, membership_id=row.id)
    for place in (None, *places.values_list("id", flat=True)):
        ShareSetting.unchecked.update_or_create(
            account_id=viewer.account,
            book_id=book.id,
            team_membership_id=place,
            defaults={"level": "not sharing", "ends_at": None, "set_at": viewer.now},
        )
    MailPrivacy.unchecked.update_or_create(
        account_id=viewer.account, book_id=book.id, team=None, defaults={"option": HIDE, "ends_at": None}
    )
