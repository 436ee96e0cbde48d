"""What is shown of mails and meetings is a member's to set in mode Everyone, an Enterprise Admin's in Teams only."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tactful.accounts.models import TeamMembership
from tactful.actions.errors import Absent, Invalid, NotAllowed
from tactful.actions.events import remember, require, require_writing
from tactful.policy.privacy import HIDE_ALL, MODE_EVERYONE, RESTORE, TEAMS_ONLY, ModeChange
from tactful.policy.rules import PRIVACY
from tactful.policy.terms import Choice, Id
from tactful.sharing.models import AccountSharing, MailPrivacy
from tactful.visibility.departures import find_member
from tactful.visibility.groups import audiences
from tactful.visibility.standing import Standing
from tactful.visibility.teams import find_team
from tactful.visibility.viewer import Viewer


@transaction.atomic
def set_privacy(viewer: Viewer, *, option: str, ends_at: datetime | None = None) -> None:
    """Save the viewer's own option, for each audience that sees their interactions; it acts on the next request.

    NotAllowed in Teams only, where an Enterprise Admin decides. Invalid for no such option, or an end that has passed.
    """
    require_writing(viewer)
    before = _rules(viewer)
    require_own_choice(before.mode)
    standing = Standing(viewer)
    check_choice(viewer, option, ends_at)
    _save(viewer, standing.own_book, None, option=option, ends_at=ends_at)
    remember(viewer, "privacy set", None, option=option, ends_at=_shown(ends_at))


@transaction.atomic
def set_at_most(viewer: Viewer, *, team: uuid.UUID, option: str) -> None:
    """Save the viewer's own limit to what an Enterprise Admin lets a team see: the stricter of both counts.

    NotAllowed unless the account is in Teams only and lets members be stricter. Absent where they are not in the team.
    """
    member = require_writing(viewer)
    before = _rules(viewer)
    require_stricter(before.mode, before.members_may_be_stricter)
    standing = Standing(viewer)
    place = team_of_mine(standing, team)
    check_choice(viewer, option)
    _in_team(viewer, int(place), member)
    _save(viewer, standing.own_book, int(place), at_most=option)
    remember(viewer, "privacy limited", team, option=option)


@transaction.atomic
def set_team_privacy(viewer: Viewer, *, team: uuid.UUID, choices: Mapping[uuid.UUID, Choice]) -> None:
    """Set what a team sees of these members' mails and meetings in Teams only; the Enterprise Admin's alone (A21).

    All of them, or none: Invalid in mode Everyone, for no such option, or an end date that has passed; Absent where
    there is no such team, or one of the members is not in it.
    """
    require(viewer, "change the account")
    require_teams_only(_rules(viewer).mode)
    standing = Standing(viewer)
    place = find_team(standing, team)
    if place is None:
        raise Absent("there is no such team")
    for row, choice in sorted(choices_of(standing, team, choices).items()):
        _in_team(viewer, place.id, row)
        _save(viewer, standing.book_of[row], place.id, option=choice.level, ends_at=choice.until)
        remember(
            viewer,
            "team privacy set",
            team,
            member=standing.members[row].uid.hex,
            option=choice.level,
            ends_at=_shown(choice.until),
        )


@transaction.atomic
def set_mode(viewer: Viewer, change: ModeChange) -> None:
    """Change the mode of mails and meetings, or whether members may be stricter; it acts on the next request (A19).

    Into Teams only everybody starts at hide. Back to Everyone `back` says whether members' own options are restored, or
    all are hidden and each member is asked to choose again; Invalid without one of the two (A22).
    """
    require(viewer, "change the account")
    before = _rules(viewer)
    check_mode(before.mode, change)
    mode = before.mode if change.mode is None else change.mode
    stricter = before.members_may_be_stricter if change.stricter is None else change.stricter
    rows = MailPrivacy.unchecked.filter(account_id=viewer.account)
    anew: dict[str, Any] = {"mode": mode, "members_may_be_stricter": stricter}
    if mode != before.mode and mode == TEAMS_ONLY:
        rows.filter(team__isnull=False).delete()
    elif mode != before.mode and change.back == HIDE_ALL:
        rows.filter(team=None).delete()
        anew["privacy_asked_at"] = viewer.now
    AccountSharing.unchecked.filter(account_id=viewer.account).update(**anew)
    remember(
        viewer,
        "mail mode set",
        None,
        mode=mode,
        before=before.mode,
        back=change.back if mode != before.mode else None,
        stricter=stricter,
    )


# ── What may be asked for ───────────────────────────────────────────────────────────────────────────


def require_own_choice(mode: str) -> None:
    """Raise NotAllowed where members do not set their own option."""
    if mode != MODE_EVERYONE:
        raise NotAllowed("mails and meetings are shared with teams only here; an Enterprise Admin sets this")


def require_stricter(mode: str, stricter: bool) -> None:
    """Raise NotAllowed unless a member may hide more than an Enterprise Admin does."""
    if mode != TEAMS_ONLY or not stricter:
        raise NotAllowed("only an Enterprise Admin sets what a team sees of mails and meetings")


def require_teams_only(mode: str) -> None:
    """Raise Invalid where members set their own options."""
    if mode != TEAMS_ONLY:
        raise Invalid(
            "option", "members set this themselves while mails and meetings are shared with Everyone"
        )


def check_choice(viewer: Viewer, option: str, ends_at: datetime | None = None) -> None:
    """Raise Invalid for no such option, or an end date that has passed."""
    if option not in PRIVACY:
        raise Invalid("option", f"there are three options: {', '.join(PRIVACY)}")
    if ends_at is not None and ends_at <= viewer.now:
        raise Invalid("ends_at", "the end date has passed; choose one to come, or none")


def check_mode(mode: str, change: ModeChange) -> None:
    """Raise Invalid for no such mode, or where a change back to Everyone does not say what becomes of own options."""
    if change.mode not in (None, MODE_EVERYONE, TEAMS_ONLY):
        raise Invalid("mode", f'there are two modes: "{MODE_EVERYONE}" and "{TEAMS_ONLY}"')
    if change.back not in (None, RESTORE, HIDE_ALL):
        raise Invalid("back", f'choose "{RESTORE}" or "{HIDE_ALL}"')
    goes_back = mode == TEAMS_ONLY and change.mode == MODE_EVERYONE
    if goes_back and change.back is None:
        raise Invalid(
            "back",
            f'choose what becomes of what members chose before: "{RESTORE}" it, or "{HIDE_ALL}" all and ask each again',
        )
    if change.back is not None and not goes_back:
        raise Invalid("back", "this is chosen when the mode goes back to Everyone, and only then")


def team_of_mine(standing: Standing, team: uuid.UUID) -> Id:
    """Return the row of a team that the viewer is in; Absent for any other."""
    found = next((it.id for it in audiences(standing) if it.uid == team), None)
    if found is None:
        raise Absent("you are in no such team")
    return found


def choices_of(standing: Standing, team: uuid.UUID, choices: Mapping[uuid.UUID, Choice]) -> dict[int, Choice]:
    """Return options for active members of a team, by the members' rows; Absent where one is not in it, or Invalid."""
    place = find_team(standing, team)
    found = {}
    for member, choice in choices.items():
        row = find_member(standing, member)
        if row is None or place is None or place.id not in standing.settings.users[row.id].teams:
            raise Absent("this member is not in the team")
        check_choice(standing.viewer, choice.level, choice.until)
        found[row.id] = choice
    return found


def _rules(viewer: Viewer) -> AccountSharing:
    """Return the account's rules; the mode stays as it is until this transaction ends."""
    AccountSharing.unchecked.get_or_create(account_id=viewer.account)
    return AccountSharing.unchecked.select_for_update().get(account_id=viewer.account)


def _in_team(viewer: Viewer, team: int, member: int) -> None:
    """Hold the member's place in the team until this transaction ends; Absent where it is gone by now."""
    rows = TeamMembership.unchecked.select_for_update()
    if not rows.filter(account_id=viewer.account, team_id=team, membership_id=member).exists():
        raise Absent("this member is not in the team")


def _save(viewer: Viewer, book: int | None, team: Any, **values: Any) -> None:
    MailPrivacy.unchecked.update_or_create(
        account_id=viewer.account, book_id=book, team_id=team, defaults=values
    )


def _shown(ends_at: datetime | None) -> str | None:
    return None if ends_at is None else ends_at.isoformat()
