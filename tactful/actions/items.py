"""Writing, editing, sharing and deleting notes and what else members write (A06-A18)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from tactful.accounts.models import Membership
from tactful.actions.audiences import (
    ChosenAudience,
    audience_for,
    audience_where_nobody_chooses,
    by_default,
)
from tactful.actions.contents import contents_of, forget_contents
from tactful.actions.errors import Absent, Invalid, NotAllowed, NotDone
from tactful.actions.events import remember, require_writing
from tactful.actions.texts import Text
from tactful.policy.offers import ONLY_YOU, TO_EVERYONE, choice_where_nobody_chooses, option_of
from tactful.records.content import Item, ItemParty, ItemRecord, Mention
from tactful.records.models import Company
from tactful.sharing.models import Source
from tactful.visibility.audiences import audiences_of
from tactful.visibility.company import find_company
from tactful.visibility.content_options import options_of
from tactful.visibility.items import ItemSeen, find_item, see_item
from tactful.visibility.person import find_person
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: How many records an item may hang on, and how many colleagues may be added to it.
MOST_RECORDS = 50
MOST_PARTIES = 100


class NotConfirmed(NotDone):
    """What another audience does besides was not said to be meant: an option is lost, or others' replies are shown."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written: a sort of item, its text, the records that it hangs on, by id, and with whom it is shared.

    `audience` None: what is meant where none was named. `at`: when a logged interaction was; None is now.
    """

    sort: str
    text: Text
    people: tuple[uuid.UUID, ...] = ()
    companies: tuple[uuid.UUID, ...] = ()
    audience: ChosenAudience | None = None
    #: It came by itself, and nobody could choose: it is for whom the account's default says (A18).
    unchosen: bool = False
    #: With `unchosen`: it is for its author alone whatever the default, since what made it is not for Everyone.
    narrowed: bool = False
    at: datetime | None = None
    kind: str = ""
    parties: tuple[uuid.UUID, ...] = field(default=())
    #: Of a meeting note: the row of its meeting.
    meeting: int | None = None
    #: Of a reminder: the colleague who is to do it; None is its author.
    assignee: uuid.UUID | None = None


@transaction.atomic
def write_item(viewer: Viewer, writing: Writing, *, by_key: bool = False) -> ItemSeen:
    """Write an item as the viewer's. `by_key`: through an API key, which may always share with Everyone (A12).

    Absent where a record is hidden or not there; Invalid for an audience that is not offered, or an empty text.
    """
    return saved(viewer, add_item(viewer, writing, by_key=by_key).uid)


@transaction.atomic
def add_item(viewer: Viewer, writing: Writing, *, by_key: bool = False) -> Item:
    """Write an item as `write_item` does, and return its row: its author need not see it (A15)."""
    member = require_writing(viewer)
    standing = reaching_content(viewer)
    records = _records(standing, writing.people, writing.companies)
    assigned = active_members(standing, () if writing.assignee is None else (writing.assignee,))
    option, audience = _audience(standing, writing, by_key=by_key)
    item = Item.unchecked.create(
        account_id=viewer.account,
        sort=writing.sort,
        author_id=member,
        audience=audience,
        anchored=bool(records),
        kind=writing.kind,
        interaction_id=writing.meeting,
        assignee_id=next((one for one in assigned if one != member), None),
        html=writing.text.html,
        plain=writing.text.plain,
        at=writing.at or viewer.now,
        written_at=viewer.now,
    )
    for column, record in records:
        ItemRecord.unchecked.create(account_id=viewer.account, item=item, **{column: record})
    for party in active_members(standing, writing.parties):
        ItemParty.unchecked.create(account_id=viewer.account, item=item, member_id=party)
    _mention(standing, item, writing.text)
    remember(viewer, f"{writing.sort} written", item.uid, option=option)
    return item


@transaction.atomic
def reply_to(viewer: Viewer, *, item: uuid.UUID, text: Text) -> ItemSeen:
    """Answer an item that the viewer reads: whoever reads that reads the reply. Returns what was answered.

    Absent where the item is hidden or not there. A reply to a reply answers what that one does.
    """
    member = require_writing(viewer)
    standing = reaching_content(viewer)
    above = find_item(standing, item)
    if above is None:
        raise Absent("there is no such item")
    root = above.parent_id or above.id
    if above.parent_id is not None and find_item(standing, _uid_of(viewer, root)) is None:
        raise Absent("what this answers is not there")
    reply = Item.unchecked.create(
        account_id=viewer.account,
        sort=Item.Sort.NOTE,
        author_id=member,
        parent_id=root,
        html=text.html,
        plain=text.plain,
        at=viewer.now,
        written_at=viewer.now,
    )
    _tell_of(standing, reply, root)
    _mention(standing, reply, text)
    remember(viewer, "reply written", reply.uid)
    return saved(viewer, _uid_of(viewer, root))


@transaction.atomic
def edit_item(viewer: Viewer, *, item: uuid.UUID, text: Text) -> ItemSeen:
    """Change the text of an item of the viewer's own; its audience stays. Absent for others' and none alike."""
    require_writing(viewer)
    standing = reaching_content(viewer)
    row = own_item(standing, item)
    row.html, row.plain, row.edited_at = text.html, text.plain, viewer.now
    row.save(update_fields=["html", "plain", "edited_at"])
    _mention(standing, row, text)
    remember(viewer, f"{row.sort} edited", row.uid)
    return saved(viewer, row.uid)


@transaction.atomic
def share_item(
    viewer: Viewer,
    *,
    item: uuid.UUID,
    audience: ChosenAudience,
    confirmed: bool = False,
    by_key: bool = False,
) -> ItemSeen:
    """Give an item of the viewer's own another audience; it acts on the next request.

    NotConfirmed, unless `confirmed`, where its present option is switched off by now and would be lost (A11), and where
    others replied to it for those who saw it until now. Invalid for what is not offered, and for a reply, which
    inherits.
    """
    require_writing(viewer)
    standing = reaching_content(viewer)
    row = own_item(standing, item)
    if row.parent_id is not None:
        raise Invalid("audience", "a reply is for those who see what it answers")
    before = option_of(None if row.audience_id is None else audiences_of(standing)[row.audience_id])
    after = audience_for(standing, row.sort, audience, by_key=by_key)
    if (None if after is None else after.id) == row.audience_id:
        return saved(viewer, row.uid)
    # Whoever confirms is told all of it: one word is for both.
    besides = []
    if before not in options_of(standing, row.sort).on:
        besides.append(
            "its present sharing is switched off in this account: once changed, you cannot choose it again here."
        )
    replies = 0 if audience.option == ONLY_YOU or before == TO_EVERYONE else _replies_by_others(row)
    if replies:
        many = "a reply" if replies == 1 else f"{replies} replies"
        besides.append(
            f"colleagues wrote {many} to it, for those who see it now. Whoever sees it then sees them too."
        )
    if besides and not confirmed:
        raise NotConfirmed(
            " And ".join((*besides[:-1], f"{besides[-1]} Confirm to go on, or leave it as it is"))
        )
    row.audience = after
    row.save(update_fields=["audience"])
    remember(viewer, f"{row.sort} shared", row.uid, option=audience.option, before=before)
    return saved(viewer, row.uid)


def _replies_by_others(item: Item) -> int:
    """Return how many replies there are by others than the item's author, who sees all of them."""
    replies = Item.unchecked.filter(account_id=item.account_id, parent_id=item.id)
    return replies.exclude(author_id=item.author_id).count()


@transaction.atomic
def delete_item(viewer: Viewer, *, item: uuid.UUID) -> None:
    """Delete an item of the viewer's own. What others replied stays theirs, under their own notes."""
    require_writing(viewer)
    row = own_item(reaching_content(viewer), item)
    remember(viewer, f"{row.sort} deleted", row.uid)
    contents = contents_of(row.account_id, row.id) if row.sort == Item.Sort.FILE else set()
    row.delete()
    if contents:
        forget_contents(viewer.account, contents)


@transaction.atomic
def put_mention_away(viewer: Viewer, *, item: uuid.UUID) -> None:
    """Say that a mention of the viewer was seen. Absent where they are not named, or may not read it."""
    member = require_writing(viewer)
    row = find_item(Standing(viewer), item)
    rows = Mention.unchecked.filter(account_id=viewer.account, item=row, member_id=member)
    if row is None or not rows.update(seen_at=viewer.now):
        raise Absent("you are not named there")


def reaching_content(viewer: Viewer) -> Standing:
    """Return where the viewer stands; NotAllowed through a key whose ceiling leaves no content to be written."""
    if viewer.ceiling is not None and "edit" not in viewer.ceiling:
        raise NotAllowed("this API key's ceiling does not reach notes and files")
    return Standing(viewer)


def own_item(standing: Standing, item: uuid.UUID) -> Item:
    """Return the row of an item that the viewer may edit, locked; Absent for others' and none alike."""
    row = find_item(standing, item, "edit", lock=True)
    if row is None:
        raise Absent("there is no such item of yours")
    return row


def _audience(standing: Standing, writing: Writing, *, by_key: bool) -> tuple[str, Source | None]:
    """Return the option that an item is written with, and the source that stands for it; None is Only you."""
    options = options_of(standing, writing.sort)
    if writing.unchosen and writing.narrowed:
        return ONLY_YOU, None
    if writing.unchosen:
        return choice_where_nobody_chooses(options), audience_where_nobody_chooses(standing, writing.sort)
    chosen = writing.audience or by_default(by_key, options)
    return chosen.option, audience_for(standing, writing.sort, chosen, by_key=by_key)


def _records(
    standing: Standing, people: Iterable[uuid.UUID], companies: Iterable[uuid.UUID]
) -> list[tuple[str, int]]:
    found: dict[tuple[str, int], None] = {}
    for uid in people:
        person = find_person(standing, uid)
        if person is None:
            raise Absent("one of these people is not there")
        found["person_id", person.id] = None
    for uid in companies:
        company: Company | None = find_company(standing, uid)
        if company is None:
            raise Absent("one of these companies is not there")
        found["company_id", company.id] = None
    if len(found) > MOST_RECORDS:
        raise Invalid("people", f"name {MOST_RECORDS} people and companies at most")
    return list(found)


def active_members(standing: Standing, members: Iterable[uuid.UUID]) -> list[int]:
    """Return the row ids of colleagues who are named; Invalid where one is not there, or deactivated."""
    known = {m.uid: m.id for m in standing.members.values() if m.state == Membership.State.ACTIVE}
    named = list(dict.fromkeys(members))
    if any(uid not in known for uid in named):
        raise Invalid("members", "one of these colleagues is not there, or is deactivated")
    if len(named) > MOST_PARTIES:
        raise Invalid("members", f"name {MOST_PARTIES} colleagues at most")
    return [known[uid] for uid in named]


def _mention(standing: Standing, item: Item, text: Text) -> None:
    """Keep whom the text names now; who was named before and still is has seen it where they had."""
    known = {m.uid: m.id for m in standing.members.values()}
    named = {known[uid] for uid in text.mentions if uid in known} - {standing.viewer.member}
    rows = Mention.unchecked.filter(account_id=item.account_id, item=item)
    rows.exclude(member_id__in=named).exclude(is_answer=True).delete()
    there = set(rows.values_list("member_id", flat=True))
    for member in sorted(named - there):
        Mention.unchecked.create(account_id=item.account_id, item=item, member_id=member)


def _tell_of(standing: Standing, reply: Item, root: int) -> None:
    """Have the author of what a reply answers told of it, once, whether or not its text names them too."""
    author: int = Item.unchecked.values_list("author_id", flat=True).get(account_id=reply.account_id, id=root)
    if author != standing.viewer.member:
        Mention.unchecked.create(account_id=reply.account_id, item=reply, member_id=author, is_answer=True)


def _uid_of(viewer: Viewer, item: int) -> uuid.UUID:
    found: uuid.UUID = Item.unchecked.values_list("uid", flat=True).get(account_id=viewer.account, id=item)
    return found


def saved(viewer: Viewer, uid: uuid.UUID) -> ItemSeen:
    """Return an item as its author sees it after what was just done."""
    seen = see_item(Standing(viewer), uid)
    if seen is None:
        raise Absent("there is no such item")
    return seen
