"""What an administrator's change would do, before it is saved: members, audiences and levels (B02).

The policy compares the account's settings with supposed ones. Of records it tells what the administrator sees now and
would no longer see, and nothing else: what they do not see is not theirs to count (D19).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tactful.policy.differences import Change, differences
from tactful.policy.limits import LOWEST, LimitsChange, changed, level_named, without_raise
from tactful.policy.privacy import ModeChange, option_named, with_mode, with_option
from tactful.policy.rules import EVERYONE
from tactful.policy.terms import AccountRules, Choice, Id, Settings
from tactful.records.sort_key import sort_key
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.joined import directory, joined
from tactful.visibility.name_order import in_name_order
from tactful.visibility.people import list_people_by_ids
from tactful.visibility.preview import in_team, outside_team
from tactful.visibility.seen import Member
from tactful.visibility.shares import active_in
from tactful.visibility.standing import Standing

_EXAMPLES = 5
MODE_STAYS = ModeChange()


@dataclass(frozen=True, slots=True)
class LevelChange:
    """What a member shares with an audience goes from one level to another, for `people` others.

    `privacy_before` and `privacy_after` are the options of what is shown of mails and meetings besides. `viewers` names
    these where they are not all others who are in the audience now.
    """

    member: Member
    audience: str
    audience_uid: uuid.UUID | None
    before: str
    after: str
    privacy_before: str
    privacy_after: str
    people: int
    viewers: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """What is different from a moment on, compared with leaving things as they are."""

    begins_at: datetime
    changes: tuple[LevelChange, ...]


@dataclass(frozen=True, slots=True)
class NoLonger:
    """Whom the viewer sees now and would not see any more: how many people, and some by name."""

    people: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountDifference:
    """The exact difference that a change makes: at once, and from later moments on; and what the viewer loses by it."""

    at_once: tuple[LevelChange, ...]
    later: tuple[Later, ...]
    no_longer: NoLonger

    @property
    def empty(self) -> bool:
        """True where nobody shares more or less than before."""
        return not (self.at_once or self.later)


def preview_limits(
    standing: Standing, change: LimitsChange, mode: ModeChange = MODE_STAYS
) -> AccountDifference:
    """Return what a change of defaults, floors and caps, and of the mode with it, would do.

    FloorAboveCap where it cannot be.
    """
    supposed = with_mode(standing.settings, standing.viewer.account, mode)
    account = supposed.accounts[standing.viewer.account]
    return preview(standing, with_rules(supposed, changed(account, change, standing.viewer.now)))


def preview_taking_back(standing: Standing, key: tuple[str, Id]) -> AccountDifference:
    """Return what taking an announced raise back would do."""
    account = standing.settings.accounts[standing.viewer.account]
    return preview(standing, with_rules(standing.settings, without_raise(account, key, standing.viewer.now)))


def preview_joining(standing: Standing, member: Id, team: Id) -> AccountDifference:
    """Return what putting a member into a team would do: what they share with it, and what they see through it."""
    return preview(standing, in_team(standing.settings, member, team))


def preview_removing(standing: Standing, member: Id, team: Id) -> AccountDifference:
    """Return what taking a member out of a team would do."""
    return preview(standing, outside_team(standing.settings, member, team))


def preview_mode(standing: Standing, change: ModeChange) -> AccountDifference:
    """Return what a change of the mode of mail and meetings would do."""
    return preview(standing, with_mode(standing.settings, standing.viewer.account, change))


def preview_team_privacy(standing: Standing, team: Id, choices: Mapping[int, Choice]) -> AccountDifference:
    """Return what other privacy options of members in a team would do, by the members' rows."""
    supposed = standing.settings
    for member, choice in choices.items():
        supposed = with_option(supposed, member, team, choice)
    return preview(standing, supposed)


def preview_deactivating(standing: Standing, member: uuid.UUID) -> AccountDifference:
    """Return what deactivating a member would do to what others see of them, and they of others."""
    users = standing.settings.users
    row = next(row for row in standing.members.values() if row.uid == member)
    gone = replace(users[row.id], active=False)
    return preview(standing, replace(standing.settings, users={**users, row.id: gone}))


def preview(standing: Standing, supposed: Settings) -> AccountDifference:
    """Return the difference between the account's settings and supposed ones."""
    before, now, account = standing.settings, standing.viewer.now, standing.viewer.account
    at_once = _named(standing, differences(before, supposed, account, now, standing.policy))
    told, later = set(at_once), []
    for moment in _moments(before, supposed, account, now):
        # What is not changed and ends between now and then ends by itself.
        found = _named(standing, differences(before, supposed, account, moment, standing.policy))
        rows = tuple(row for row in found if row not in told)
        told.update(rows)
        if rows:
            later.append(Later(moment, rows))
    return AccountDifference(at_once, tuple(later), no_longer_seen(standing, supposed))


def no_longer_seen(standing: Standing, supposed: Settings) -> NoLonger:
    """Return whom the viewer sees under the settings as they are, and would not under supposed ones.

    What exceptions would cover besides counts as far as it is one to the viewer too: else whoever may preview would be
    told, without a trace and as often as they try, what colleagues' closed books join (D19).
    """
    one_to_me = joined(standing)
    would_cover = standing.household.covering(supposed, standing.viewer.now, standing.policy)
    covering = frozenset(
        it for it in would_cover if it in standing.covering or it.also in one_to_me.members(it.person)
    )
    after = standing.under(supposed, covering)
    lost = directory(standing) - one_to_me.folded(crowd_of(after).existing)
    first = [person for person, _ in in_name_order(standing, lost, None, _EXAMPLES)]
    rows = list_people_by_ids(standing, first, dates=False)
    return NoLonger(len(lost), tuple(name for person in first if (name := rows[person].name)))


def lost_by_leaving(standing: Standing, team: Id) -> NoLonger:
    """Return whom the viewer would no longer see, were they to leave a team of theirs."""
    return no_longer_seen(standing, outside_team(standing.settings, standing.viewer.member or 0, team))


def with_rules(settings: Settings, rules: AccountRules) -> Settings:
    """Return these settings with the account's rules in the place of those it has, as if they were saved."""
    return replace(settings, accounts={**settings.accounts, rules.id: rules})


def _moments(before: Settings, after: Settings, account: Id, now: datetime) -> list[datetime]:
    """Return the moments to come at which the difference may be another.

    A raise of either begins: one of both may meet a team that is another. A privacy option that is changed ends.
    """
    raises = {*before.accounts[account].raises.values(), *after.accounts[account].raises.values()}
    options = {*before.privacies.items()} ^ {*after.privacies.items()}
    moments = {raised.begins for raised in raises} | {choice.until for _, choice in options}
    return sorted(moment for moment in moments if moment is not None and moment > now)


def _named(standing: Standing, changes: Iterable[Change]) -> tuple[LevelChange, ...]:
    """Return changes by the names of members and audiences: by audience, Everyone last, then by member."""
    rows = []
    for change in changes:
        contributor = standing.members[int(change.contributor)]
        name, uid = EVERYONE, None
        if change.audience != EVERYONE:
            team = standing.teams[int(change.audience)]
            name, uid = team.name, team.uid
        rows.append(
            LevelChange(
                Member(contributor.uid, contributor.name, contributor.id == standing.viewer.member),
                name,
                uid,
                level_named(change.before),
                level_named(change.after),
                option_named(change.before),
                option_named(change.after),
                len(change.viewers),
                _viewers(standing, change),
            )
        )
    rows.sort(key=_place)
    return tuple(rows)


def _place(row: LevelChange) -> tuple[object, ...]:
    everyone, ends = row.audience_uid is None, row.after == LOWEST
    return (everyone, sort_key(row.audience), ends, sort_key(row.member.name), row.member.uid, row.people)


def _viewers(standing: Standing, change: Change) -> tuple[Member, ...]:
    """Return the viewers by name; none where they are all others who are in the audience now."""
    if change.viewers == set(active_in(standing, change.audience)) - {change.contributor}:
        return ()
    rows = [standing.members[int(viewer)] for viewer in change.viewers]
    rows.sort(key=lambda row: (sort_key(row.name), row.uid))
    return tuple(Member(row.uid, row.name, row.id == standing.viewer.member) for row in rows)
