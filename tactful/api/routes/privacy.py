"""What is shown of mails and meetings: by a member in mode "everyone", by an Enterprise Admin in "teams only"."""

from __future__ import annotations

from tactful.actions.errors import Absent
from tactful.actions.events import require, require_role
from tactful.actions.keeping import changed, told_before
from tactful.actions.privacy import (
    check_choice,
    check_mode,
    choices_of,
    require_own_choice,
    require_stricter,
    require_teams_only,
    set_at_most,
    set_mode,
    set_privacy,
    set_team_privacy,
    team_of_mine,
)
from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.answers import NeedsConfirming
from tactful.api.inputs import Moment, Sent, Text, uid
from tactful.api.router import Routes
from tactful.api.shapes import house, limits
from tactful.api.shapes import privacy as shapes
from tactful.jobs.keeping import keep
from tactful.policy.privacy import ModeChange
from tactful.policy.terms import AccountRules, Choice
from tactful.visibility.account import see_account
from tactful.visibility.effects import preview_mode, preview_team_privacy
from tactful.visibility.privacy import my_privacy, team_privacy
from tactful.visibility.privacy_preview import preview_at_most, preview_privacy
from tactful.visibility.standing import Standing
from tactful.visibility.teams import find_team

routes = Routes(tags=["privacy"])
mode = Routes(tags=["privacy"])
keeping = Routes(tags=["privacy"])
teams = Routes(tags=["privacy"])

DEED = "change the account"


class NewOption(Sent):
    """ "hide", "subjects" or "bodies", and until when; after it, "hide"."""

    option: Text
    ends_at: Moment | None = None


class NewLimit(Sent):
    """The most that the team may be shown: "hide", "subjects" or "bodies"."""

    at_most: Text


class NewMode(Sent):
    """`mode`: "everyone" or "teams only"; back to "everyone" goes with `back`: "restore" or "hide".

    What is left out stays as it is.
    """

    mode: Text | None = None
    back: Text | None = None
    members_may_be_stricter: bool | None = None

    @property
    def change(self) -> ModeChange:
        """The same in the words of the policy."""
        return ModeChange(self.mode, self.back, self.members_may_be_stricter)


class NewKeeping(Sent):
    """Whether bodies are kept, and private events. What is left out stays as it is."""

    bodies: bool | None = None
    private_events: bool | None = None


# ── The viewer's own ────────────────────────────────────────────────────────────────────────────────


@routes.get("", response=shapes.Privacy, operation_id="see_privacy", summary="See your mail privacy")
def see(request: KeyRequest) -> shapes.Privacy:
    """What is shown of your mails and meetings, audience by audience, and where it has no effect."""
    return shapes.privacy(my_privacy(request.standing))


@routes.put("", response=shapes.Privacy, operation_id="set_privacy", summary="Set your mail privacy")
def put(request: KeyRequest, sent: NewOption) -> shapes.Privacy:
    """For each audience that sees your interactions. 403 in "teams only", where an Enterprise Admin decides."""
    set_privacy(request.viewer, option=sent.option, ends_at=sent.ends_at)
    return shapes.privacy(my_privacy(Standing(request.viewer)))


@routes.post(
    "/preview",
    response=shapes.PrivacyPreview,
    operation_id="preview_privacy",
    summary="See what another mail privacy would do",
)
def preview(request: KeyRequest, sent: NewOption) -> shapes.PrivacyPreview:
    """Who would newly see, or no longer see, how many subjects and titles; nothing is saved."""
    require_whole_book(request.viewer)
    require_own_choice(_rules(request.standing).mode)
    check_choice(request.viewer, sent.option, sent.ends_at)
    return shapes.difference(preview_privacy(request.standing, sent.option, sent.ends_at))


@routes.put(
    "/{team}",
    response=shapes.Privacy,
    operation_id="limit_privacy",
    summary="Limit what a team is shown of yours",
)
def put_limit(request: KeyRequest, team: str, sent: NewLimit) -> shapes.Privacy:
    """In "teams only", where the account lets you be stricter than its Enterprise Admin; else 403."""
    set_at_most(request.viewer, team=uid(team), option=sent.at_most)
    return shapes.privacy(my_privacy(Standing(request.viewer)))


@routes.post(
    "/{team}/preview",
    response=shapes.PrivacyPreview,
    operation_id="preview_privacy_limit",
    summary="See what a limit of yours would do",
)
def preview_limit(request: KeyRequest, team: str, sent: NewLimit) -> shapes.PrivacyPreview:
    """What the team would no longer see, or newly see; nothing is saved."""
    require_whole_book(request.viewer)
    rules = _rules(request.standing)
    require_stricter(rules.mode, rules.stricter)
    place = team_of_mine(request.standing, uid(team))
    check_choice(request.viewer, sent.at_most)
    return shapes.difference(preview_at_most(request.standing, place, sent.at_most))


# ── The mode of the account ─────────────────────────────────────────────────────────────────────────


@mode.put(
    "", response=house.Account, operation_id="set_mail_mode", summary="Set the mode of mails and meetings"
)
def put_mode(request: KeyRequest, sent: NewMode) -> house.Account:
    """Who decides what is shown of them. Going to "teams only", all start at "hide". For Enterprise Admins."""
    set_mode(request.viewer, sent.change)
    return house.account(see_account(Standing(request.viewer)))


@mode.post(
    "/preview",
    response=limits.AccountPreview,
    operation_id="preview_mail_mode",
    summary="See what a change of the mode would do",
)
def preview_of_mode(request: KeyRequest, sent: NewMode) -> limits.AccountPreview:
    """Who would share more or less with whom; nothing is saved. For Enterprise Admins."""
    require_role(request.viewer, DEED)
    check_mode(_rules(request.standing).mode, sent.change)
    return limits.account_preview(preview_mode(request.standing, sent.change))


# ── What is kept ────────────────────────────────────────────────────────────────────────────────────


@keeping.put(
    "", response=house.Account, operation_id="set_keeping", summary="Say what is kept of mails and meetings"
)
def put_keeping(request: KeyRequest, sent: NewKeeping, confirm: bool = False) -> house.Account:
    """Bodies, and private events; switched off, what was kept is erased. For Enterprise Admins. Wants `?confirm=1`."""
    require(request.viewer, DEED)
    before = see_account(request.standing).keeps
    said = told_before(before, changed(before, bodies=sent.bodies, private_events=sent.private_events))
    if said and not confirm:
        raise NeedsConfirming(f"{' '.join(said)} Ask again with confirm=1")
    keep(request.viewer, bodies=sent.bodies, private_events=sent.private_events)
    return house.account(see_account(Standing(request.viewer)))


# ── Members of a team, in Teams only ────────────────────────────────────────────────────────────────


@teams.get(
    "/{team}/privacy",
    response=shapes.TeamPrivacy,
    operation_id="see_team_privacy",
    summary="See what a team is shown of its members' mails",
)
def see_team(request: KeyRequest, team: str) -> shapes.TeamPrivacy:
    """Per member, in "teams only". For Enterprise Admins."""
    require_role(request.viewer, DEED)
    return _of_team(request.standing, team)


@teams.put(
    "/{team}/members/{member}/privacy",
    response=shapes.TeamPrivacy,
    operation_id="set_team_privacy",
    summary="Set what a team is shown of a member's mails",
)
def put_team(request: KeyRequest, team: str, member: str, sent: NewOption) -> shapes.TeamPrivacy:
    """In "teams only". For Enterprise Admins, and nobody else."""
    require(request.viewer, DEED)
    set_team_privacy(request.viewer, team=uid(team), choices={uid(member): Choice(sent.option, sent.ends_at)})
    return _of_team(Standing(request.viewer), team)


@teams.post(
    "/{team}/members/{member}/privacy/preview",
    response=limits.AccountPreview,
    operation_id="preview_team_privacy",
    summary="See what another privacy of a member in a team would do",
)
def preview_team(request: KeyRequest, team: str, member: str, sent: NewOption) -> limits.AccountPreview:
    """For whom what is shown changes; nothing is saved. For Enterprise Admins."""
    require_role(request.viewer, DEED)
    require_teams_only(_rules(request.standing).mode)
    place = find_team(request.standing, uid(team))
    if place is None:
        raise Absent("there is no such team")
    choices = choices_of(request.standing, place.uid, {uid(member): Choice(sent.option, sent.ends_at)})
    return limits.account_preview(preview_team_privacy(request.standing, place.id, choices))


def _rules(standing: Standing) -> AccountRules:
    return standing.settings.accounts[standing.viewer.account]


def _of_team(standing: Standing, team: str) -> shapes.TeamPrivacy:
    place = find_team(standing, uid(team))
    if place is None:
        raise Absent("there is no such team")
    rules = _rules(standing)
    return shapes.of_team(rules.mode, rules.stricter, team_privacy(standing, place.id) or ())
