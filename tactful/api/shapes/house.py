"""The account, its members and teams, what the viewer shares, and their keys."""

from __future__ import annotations

from datetime import datetime

from tactful.accounts.ids import shown
from tactful.actions.keys import NewKey
from tactful.actions.members import Invited
from tactful.api.shapes.base import Id, Shape
from tactful.api.shapes.people import PersonRow, row
from tactful.api.shapes.strength import Audience, GroupStrength, Member, groups, members
from tactful.visibility.account import AccountSeen, OpenInvitation
from tactful.visibility.exceptions import ExceptionEffect
from tactful.visibility.keys import KeySeen
from tactful.visibility.mine import Mine
from tactful.visibility.preview import Difference, Gain
from tactful.visibility.seen import GroupStrength as GroupStrengthSeen
from tactful.visibility.seen import PersonRow as PersonRowSeen
from tactful.visibility.shares import ShareSeen
from tactful.visibility.teams import MemberSeen, TeamSeen
from tactful.visibility.viewer import Viewer


class AccountRef(Shape):
    """The account that a key acts in."""

    id: Id
    name: str


class Me(Shape):
    """Whom the key stands for, and how far it reaches; `ceiling` null is no ceiling.

    `returning`: you were reactivated, and nothing of yours reaches others until you say so (POST /me/return).
    `time_zone`: the one whose days and times are yours, the installation's where it is not `time_zone_chosen`.
    """

    id: Id
    name: str
    role: str
    account: AccountRef
    addresses: list[str]
    ceiling: list[str] | None
    may_write: bool
    returning: bool
    time_zone: str
    time_zone_chosen: bool


class Account(Shape):
    """The account and its settings, as every member may know them.

    `mail_mode`: in "everyone" members say themselves what is shown of their mails and meetings; in "teams only" an
    Enterprise Admin does, per member and team. `keeps_bodies`, `keeps_private_events`: what is stored of mails and
    meetings beyond who, when and what about.
    """

    id: Id
    name: str
    domains: list[str]
    default_for_teams: str
    default_for_everyone: str
    mail_mode: str
    members_may_be_stricter: bool
    keeps_bodies: bool
    keeps_private_events: bool


class Colleague(Shape):
    """A member of the account."""

    id: Id
    name: str
    title: str
    role: str
    active: bool
    is_me: bool
    teams: list[str]


class Colleagues(Shape):
    """Members by name: all of them to Enterprise Admins, active ones to others."""

    items: list[Colleague]
    total: int


class Team(Shape):
    """A team with its active members; `mine` where you are in it."""

    id: Id
    name: str
    mine: bool
    members: list[Member]


class Teams(Shape):
    """Every team of the account, by name."""

    items: list[Team]
    total: int


class Members(Shape):
    """The active members of a team, by name."""

    items: list[Member]
    total: int


class KnownBest(Shape):
    """A person whom the team knows, with the team's score."""

    person: PersonRow
    group: GroupStrength


class KnownBestList(Shape):
    """The people whom the team knows best."""

    items: list[KnownBest]


class ToCome(Shape):
    """A raise of the "default" or the "floor" that will bear on your setting from then on."""

    what: str
    level: str
    begins_at: datetime


class Share(Shape):
    """What you share with one audience. `counts` is the level in force, between floor and cap; `opens` its facets.

    `chosen` null: you never chose, so the default counts. `people` are the audience's other members. `held`: you came
    back and did not say yet that your settings may act.
    """

    audience: Audience
    chosen: str | None
    ends_at: datetime | None
    ended: bool
    default: str
    floor: str
    cap: str
    counts: str
    opens: list[str]
    people: int
    to_come: list[ToCome]
    held: bool


class Shares(Shape):
    """Your setting towards each of your teams, by name, then Everyone."""

    items: list[Share]


class GainShape(Shape):
    """What one side of a difference holds: exact numbers of your own data, and a few names."""

    people: int
    companies: int
    contact_values: int
    emails: int
    phones: int
    touchpoints: int
    subjects: int
    bodies: int
    examples: list[str]


class EffectShape(Shape):
    """The difference for colleagues to whom it is the same."""

    members: list[Member]
    newly: GainShape
    no_longer: GainShape


class Preview(Shape):
    """What saving would do. `scores`: people whose score for that audience changes."""

    audience: Audience
    level: str
    effects: list[EffectShape]
    scores: int
    unaffected: int


class Key(Shape):
    """One of your keys; `ceiling` null is no ceiling."""

    id: Id
    name: str
    ceiling: list[str] | None
    may_write: bool
    created_at: datetime
    ends_at: datetime | None
    revoked_at: datetime | None


class Keys(Shape):
    """Your keys, newest first."""

    items: list[Key]


class KeyMade(Shape):
    """A new key with its token, which is shown this once."""

    id: Id
    name: str
    token: str


class InvitationMade(Shape):
    """An invitation with its token, which is shown this once."""

    id: Id
    email: str
    token: str


class Invitation(Shape):
    """An invitation that waits to be taken."""

    id: Id
    email: str
    role: str
    invited_by: str
    ends_at: datetime


class Invitations(Shape):
    """Open invitations, by address."""

    items: list[Invitation]


class Network(Shape):
    """What your own book holds, and whom of it you know best and met last."""

    people: int
    companies: int
    strongest: list[PersonRow]
    latest: list[PersonRow]


def me(viewer: Viewer, of: AccountSeen, addresses: tuple[str, ...], *, returning: bool) -> Me:
    """Return whom the key stands for."""
    assert viewer.uid is not None, "a key is a member's"
    return Me(
        id=shown(viewer.uid),
        name=viewer.name,
        role=viewer.role,
        account=AccountRef(id=shown(of.uid), name=of.name),
        addresses=list(addresses),
        ceiling=None if viewer.ceiling is None else sorted(viewer.ceiling),
        may_write=viewer.may_write,
        returning=returning,
        time_zone=viewer.zone.key,
        time_zone_chosen=bool(viewer.time_zone),
    )


def network(totals: Mine, strongest: tuple[PersonRowSeen, ...], latest: tuple[PersonRowSeen, ...]) -> Network:
    """Return what the viewer's own book holds in JSON's form."""
    return Network(
        people=totals.people,
        companies=totals.companies,
        strongest=[row(one) for one in strongest],
        latest=[row(one) for one in latest],
    )


def invitations(several: tuple[OpenInvitation, ...]) -> Invitations:
    """Return open invitations in JSON's form."""
    return Invitations(
        items=[
            Invitation(
                id=shown(i.uid), email=i.email, role=i.role, invited_by=i.invited_by, ends_at=i.ends_at
            )
            for i in several
        ]
    )


def account(one: AccountSeen) -> Account:
    """Return the account in JSON's form."""
    return Account(
        id=shown(one.uid),
        name=one.name,
        domains=list(one.domains),
        default_for_teams=one.default_for_teams,
        default_for_everyone=one.default_for_everyone,
        mail_mode=one.mail_mode,
        members_may_be_stricter=one.members_may_be_stricter,
        keeps_bodies=one.keeps.bodies,
        keeps_private_events=one.keeps.private_events,
    )


def colleagues(several: tuple[MemberSeen, ...]) -> Colleagues:
    """Return the members of the account in JSON's form."""
    items = [
        Colleague(
            id=shown(m.uid),
            name=m.name,
            title=m.title,
            role=m.role,
            active=m.active,
            is_me=m.is_me,
            teams=list(m.teams),
        )
        for m in several
    ]
    return Colleagues(items=items, total=len(items))


def team(one: TeamSeen) -> Team:
    """Return a team in JSON's form."""
    return Team(id=shown(one.uid), name=one.name, mine=one.mine, members=members(one.members))


def teams(several: tuple[TeamSeen, ...]) -> Teams:
    """Return teams in JSON's form."""
    return Teams(items=[team(one) for one in several], total=len(several))


def known_best(several: tuple[tuple[PersonRowSeen, GroupStrengthSeen], ...]) -> KnownBestList:
    """Return the people whom a team knows best in JSON's form."""
    return KnownBestList(
        items=[KnownBest(person=row(person), group=groups([group])[0]) for person, group in several]
    )


def share(one: ShareSeen) -> Share:
    """Return a share setting in JSON's form."""
    return Share(
        audience=Audience(
            id="everyone" if one.audience_uid is None else shown(one.audience_uid), name=one.audience
        ),
        chosen=one.chosen,
        ends_at=one.ends_at,
        ended=one.ended,
        default=one.default,
        floor=one.floor,
        cap=one.cap,
        counts=one.counts,
        opens=sorted(one.opens),
        people=one.people,
        to_come=[ToCome(what=it.what, level=it.level, begins_at=it.begins_at) for it in one.to_come],
        held=one.held,
    )


def preview(one: Difference, of: ShareSeen) -> Preview:
    """Return what a change would do in JSON's form."""
    return Preview(
        audience=share(of).audience,
        level=one.level,
        effects=effects(one),
        scores=one.scores,
        unaffected=one.unaffected,
    )


def effects(one: Difference | ExceptionEffect) -> list[EffectShape]:
    """Return for whom a change does what, in JSON's form."""
    return [
        EffectShape(members=members(e.members), newly=gain(e.newly), no_longer=gain(e.no_longer))
        for e in one.effects
    ]


def keys(several: tuple[KeySeen, ...]) -> Keys:
    """Return keys in JSON's form."""
    return Keys(
        items=[
            Key(
                id=shown(k.uid),
                name=k.name,
                ceiling=None if k.ceiling is None else sorted(k.ceiling),
                may_write=k.may_write,
                created_at=k.created_at,
                ends_at=k.ends_at,
                revoked_at=k.revoked_at,
            )
            for k in several
        ]
    )


def key_made(one: NewKey) -> KeyMade:
    """Return a new key in JSON's form."""
    return KeyMade(id=shown(one.uid), name=one.name, token=one.token)


def invitation_made(one: Invited) -> InvitationMade:
    """Return a new invitation in JSON's form."""
    return InvitationMade(id=shown(one.uid), email=one.email, token=one.token)


def gain(one: Gain) -> GainShape:
    return GainShape(
        people=one.people,
        companies=one.companies,
        contact_values=one.contact_values,
        emails=one.emails,
        phones=one.phones,
        touchpoints=one.touchpoints,
        subjects=one.subjects,
        bodies=one.bodies,
        examples=list(one.examples),
    )
