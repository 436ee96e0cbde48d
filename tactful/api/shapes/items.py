"""Notes and what else members write, with whom they are shared, and what an account offers."""

from __future__ import annotations

from datetime import date, datetime

from tactful.accounts.ids import shown
from tactful.actions.note_import import Imported as ImportedNotes
from tactful.api.shapes.base import Id, Shape, disclosed, withheld
from tactful.api.shapes.introductions import PersonRef
from tactful.api.shapes.people import CompanyRef, company_ref
from tactful.api.shapes.strength import Member, member, members
from tactful.policy.offers import Options as OptionsOf
from tactful.visibility.audiences import AudienceSeen
from tactful.visibility.content_options import Offers as OffersSeen
from tactful.visibility.items import ItemSeen, ItemsPage
from tactful.visibility.meetings import MeetingRef as MeetingSeen


class TeamRef(Shape):
    """A team by id and name."""

    id: Id
    name: str


class ItemAudience(Shape):
    """With whom its author shared it: "everyone", "teams and users" with those named, or "only you".

    `now` says in words all who see it: those, and who took part or has to see to it, whatever was chosen.
    """

    option: str
    label: str
    teams: list[TeamRef]
    members: list[Member]
    now: list[str]


class Reply(Shape):
    """An answer to an item: whoever reads that reads it."""

    id: Id
    author: Member
    text: str
    html: str
    at: datetime
    edited_at: datetime | None
    mine: bool


class MeetingRef(Shape):
    """The meeting that a meeting note is about, as far as it is disclosed to you."""

    id: Id
    at: datetime
    all_day: date | None
    subject: str = withheld("where titles are shared with you")


class Item(Shape):
    """A note, meeting note, logged interaction, file or reminder. `why` says how it reached you."""

    id: Id
    sort: str
    author: Member
    text: str
    html: str
    at: datetime
    written_at: datetime
    edited_at: datetime | None
    mine: bool
    why: list[str]
    people: list[PersonRef]
    companies: list[CompanyRef]
    replies: list[Reply]
    kind: str = withheld("of a logged interaction: meeting, call or message")
    members: list[Member] = withheld("of a logged interaction: colleagues who took part")
    assignee: Member = withheld("of a reminder: to whom it is assigned")
    meeting: MeetingRef = withheld("of a meeting note, where that meeting is shared with you")
    audience: ItemAudience = withheld("to its author")
    answers_hidden: bool = withheld("of a reply of yours, to what you do not see")


class WrittenNote(Shape):
    """A meeting note that was written; `seen` false where its author does not see it themselves (A15)."""

    seen: bool
    note: Item = withheld("where you see it yourself")


class Items(Shape):
    """A page of items, newest first; `next` leads on and is null at the end."""

    items: list[Item]
    next: str | None


class ContentOffer(Shape):
    """An option that is on."""

    option: str
    label: str
    hint: str


class ContentOffers(Shape):
    """What you may choose for a sort of item, and what you chose last."""

    sort: str
    options: list[ContentOffer]
    teams: list[TeamRef]
    members: list[Member]
    last: ItemAudience


class ContentOptions(Shape):
    """What an account offers for a sort; `unchosen` counts where nobody chooses: "everyone", "only you" or ""."""

    sort: str
    everyone: bool
    teams_and_users: bool
    only_you: bool
    own_teams: bool
    unchosen: str


class ContentOptionsPreview(Shape):
    """How many items there are whose audience could not be chosen any more; they keep it."""

    sort: str
    wider: int


class NoteFault(Shape):
    """What is wrong with a row of a list, which counts from 1 below the header."""

    row: int
    message: str


class NotesImported(Shape):
    """What an import did, or would do: nothing where there are faults. `for_whom`: "everyone" or "only you"."""

    written: int
    repeated: int
    for_whom: str
    faults: list[NoteFault]


def imported(one: ImportedNotes) -> NotesImported:
    """Return what an import did in JSON's form."""
    return NotesImported(
        written=one.written,
        repeated=one.repeated,
        for_whom=one.option,
        faults=[NoteFault(row=row, message=message) for row, message in one.faults],
    )


def item(one: ItemSeen) -> Item:
    """Return an item in JSON's form."""
    return Item(
        id=shown(one.uid),
        sort=one.sort,
        author=member(one.author),
        text=one.plain,
        html=one.html,
        at=one.at,
        written_at=one.written_at,
        edited_at=one.edited_at,
        mine=one.author.is_me,
        why=list(one.why),
        people=[PersonRef(id=shown(it.uid), name=it.name) for it in one.people],
        companies=[found for found in map(company_ref, one.companies) if found is not None],
        replies=[_reply(it) for it in one.replies],
        **disclosed(
            kind=one.kind or None,
            members=members(one.members) or None,
            assignee=None if one.assignee is None else member(one.assignee),
            meeting=None if one.meeting is None else _meeting(one.meeting),
            audience=None if one.audience is None else audience(one.audience),
            answers_hidden=one.answers_hidden or None,
        ),
    )


def items(page: ItemsPage) -> Items:
    """Return a page of items in JSON's form."""
    return Items(items=[item(one) for one in page.rows], next=page.next_cursor)


def audience(one: AudienceSeen) -> ItemAudience:
    """Return an audience in JSON's form."""
    return ItemAudience(
        option=one.option,
        label=one.label,
        teams=[TeamRef(id=id_, name=name) for id_, name in one.teams],
        members=members(one.members),
        now=list(one.now),
    )


def offers(one: OffersSeen) -> ContentOffers:
    """Return what may be chosen in JSON's form."""
    return ContentOffers(
        sort=one.sort,
        options=[ContentOffer(option=it.option, label=it.label, hint=it.hint) for it in one.offers],
        teams=[TeamRef(id=id_, name=name) for id_, name in one.teams],
        members=members(one.members),
        last=audience(one.last),
    )


def options(sort: str, one: OptionsOf) -> ContentOptions:
    """Return what an account offers in JSON's form."""
    return ContentOptions(
        sort=sort,
        everyone=one.everyone,
        teams_and_users=one.teams_and_users,
        only_you=one.only_you,
        own_teams=one.own_teams,
        unchosen=one.unchosen,
    )


def written(one: ItemSeen | None) -> WrittenNote:
    """Return what was just written in JSON's form; None where its author does not see it."""
    return WrittenNote(seen=one is not None, **disclosed(note=None if one is None else item(one)))


def _meeting(one: MeetingSeen) -> MeetingRef:
    return MeetingRef(
        id=shown(one.uid), at=one.at, all_day=one.all_day, **disclosed(subject=one.subject or None)
    )


def _reply(one: ItemSeen) -> Reply:
    return Reply(
        id=shown(one.uid),
        author=member(one.author),
        text=one.plain,
        html=one.html,
        at=one.at,
        edited_at=one.edited_at,
        mine=one.author.is_me,
    )
