"""Notes and what else members write; with whom it is shared, and what the account offers to choose."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query, Status
from pydantic import AfterValidator, Field

from tactful.actions.audiences import ChosenAudience
from tactful.actions.content_options import check_options, set_content_options
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import require_role
from tactful.actions.items import (
    NotConfirmed,
    Writing,
    delete_item,
    edit_item,
    reply_to,
    share_item,
    write_item,
)
from tactful.actions.logged import LoggedChange, change_logged, log_interaction
from tactful.actions.meeting_notes import MeetingNote, WouldNotBeSeen, write_meeting_note
from tactful.actions.texts import Text as RichText
from tactful.actions.texts import Text as Written
from tactful.actions.texts import text_of
from tactful.api.acting import KeyRequest
from tactful.api.answers import NeedsConfirming
from tactful.api.inputs import Cursor, Limit, Moment, Sent, Text, Words, uid, uid_to_filter
from tactful.api.router import Routes
from tactful.api.shapes import items as shapes
from tactful.intake.notes_csv import MOST_BYTES, NotNotes, parse_notes
from tactful.jobs.notes import import_rows
from tactful.policy.offers import NAMES, Options
from tactful.policy.rules import ITEM_SORTS
from tactful.visibility.content_options import all_options, count_wider, offers_for
from tactful.visibility.items import ItemsQuery, list_items, see_item

routes = Routes(tags=["items"])
notes = Routes(tags=["items"])
logged = Routes(tags=["items"])
meetings = Routes(tags=["items"])
options = Routes(tags=["items"])

Long = Annotated[str, Field(max_length=100_000), AfterValidator(lambda text: text.replace("\x00", ""))]
LongHtml = Annotated[str, Field(max_length=400_000), AfterValidator(lambda text: text.replace("\x00", ""))]
Several = Annotated[list[Words], Field(max_length=100)]


class SentAudience(Sent):
    """ "everyone", "only you", or "teams and users" with the ids of teams and members."""

    option: Text
    teams: Several = []
    members: Several = []

    @property
    def chosen(self) -> ChosenAudience:
        """The same in the words of the actions."""
        return ChosenAudience(
            self.option,
            tuple(uid(one) for one in self.teams),
            tuple(uid(one) for one in self.members),
        )


class SentNotes(Sent):
    """A list: a column "note", and beside it "email", "domain" and "date" as there are."""

    csv: Annotated[str, Field(max_length=MOST_BYTES)]
    dry_run: bool = False


class NewText(Sent):
    """What is written there from now on: as plain `text`, or as `html`, of which a small part is kept."""

    text: Long | None = None
    html: LongHtml | None = None

    @property
    def written(self) -> Written:
        """The same, cleaned; Invalid where it is empty, too long, or both."""
        return text_of("text", html=self.html, text=self.text)


class NewNote(NewText):
    """A note, as plain `text` or as `html`, on people and companies by their ids.

    Without `audience` it is for Everyone (A12). Of HTML, paragraphs, emphasis, links, lists, quotes, code and mentions
    of members (`<span data-mention="id">`) are kept.
    """

    people: Several = []
    companies: Several = []
    audience: SentAudience | None = None

    def writing(self, sort: str, text: RichText | None = None, **more: Any) -> Writing:
        """Return an item of this sort in the words of the actions, with another text or `more` where that is given."""
        return Writing(
            sort,
            self.written if text is None else text,
            people=tuple(uid(one) for one in self.people),
            companies=tuple(uid(one) for one in self.companies),
            audience=None if self.audience is None else self.audience.chosen,
            **more,
        )


class NewLogged(NewNote):
    """A meeting, call or message that took place `at` that time (now, where it is left out), and who took part.

    `members` are the colleagues who did: they see it whatever its audience. A text may be left out.
    """

    kind: Text
    at: Moment | None = None
    members: Several = []


class ChangedLogged(NewText):
    """What of it becomes something else; what is left out stays. `members` are all colleagues who took part."""

    kind: Text | None = None
    at: Moment | None = None
    members: Several | None = None


class NewMeetingNote(NewNote):
    """A note about a meeting, on the people at it whom you see, or on those who are named.

    `confirm` where you would not see it yourself: you took no part, share no team with anybody who did, and mails and
    meetings are shared with teams only (A15).
    """

    confirm: bool = False


class NewAudience(SentAudience):
    """Another audience; `confirm` where the present one cannot be chosen any more, and is lost by it (A11), or where
    others replied, whose replies whoever sees it then sees too."""

    confirm: bool = False


class NewOptions(Sent):
    """What is offered from now on; what is left out stays as it is."""

    everyone: bool | None = None
    teams_and_users: bool | None = None
    only_you: bool | None = None
    own_teams: bool | None = None
    unchosen: Text | None = None


class ItemsAsked(Sent):
    """Which items: of these sorts (apart by commas), on one person or company, your own alone, with these words."""

    sorts: Words = ""
    person: Words = ""
    company: Words = ""
    mine: bool = False
    words: Words = ""


@routes.get(
    "", response=shapes.Items, operation_id="list_items", summary="List notes and what else is written"
)
def list_all(
    request: KeyRequest, asked: Query[ItemsAsked], cursor: Cursor | None = None, limit: Limit = 50
) -> shapes.Items:
    """Newest first. Of the records that one hangs on those alone are named that you may see."""
    sorts = tuple(one.strip() for one in asked.sorts.split(",") if one.strip()) or tuple(sorted(ITEM_SORTS))
    if set(sorts) - ITEM_SORTS.keys():
        raise Invalid("sorts", f"there are {len(ITEM_SORTS)} sorts: {', '.join(ITEM_SORTS)}")
    query = ItemsQuery(
        sorts, uid_to_filter(asked.person), uid_to_filter(asked.company), asked.mine, asked.words
    )
    page = list_items(request.standing, query, cursor=cursor, limit=limit)
    if page is None:
        raise Absent("hidden or absent")
    return shapes.items(page)


@routes.get("/{item}", response=shapes.Item, operation_id="see_item", summary="See one item with its replies")
def see(request: KeyRequest, item: str) -> shapes.Item:
    """Its author is told with whom it is shared; whoever else sees it is told how it reached them."""
    found = see_item(request.standing, uid(item))
    if found is None:
        raise Absent("hidden or absent")
    return shapes.item(found)


@notes.post("", response={201: shapes.Item}, operation_id="write_note", summary="Write a note")
def write(request: KeyRequest, sent: NewNote) -> Status[shapes.Item]:
    """It is seen on a record by those of its audience who may see that record."""
    made = write_item(
        request.viewer,
        sent.writing("note"),
        by_key=True,
    )
    return Status(201, shapes.item(made))


@notes.post(
    "/import",
    response=shapes.NotesImported,
    operation_id="import_notes",
    summary="Bring notes from a CSV list",
)
def bring(request: KeyRequest, sent: SentNotes) -> shapes.NotesImported:
    """All of them, each once, or none: faulty rows are named. With `dry_run`, what it would do."""
    try:
        rows = parse_notes(sent.csv.encode())
    except NotNotes as error:
        raise Invalid("csv", str(error)) from error
    return shapes.imported(import_rows(request.viewer, rows, dry_run=sent.dry_run))


@logged.post(
    "", response={201: shapes.Item}, operation_id="log_interaction", summary="Log a meeting, call or message"
)
def log(request: KeyRequest, sent: NewLogged) -> Status[shapes.Item]:
    """It is listed among the items. It is a touchpoint of nobody's mails and meetings, and moves no score."""
    made = log_interaction(
        request.viewer,
        sent.writing(
            "logged interaction",
            text_of("text", html=sent.html, text=sent.text, required=False),
            at=sent.at,
            kind=sent.kind,
            parties=tuple(uid(one) for one in sent.members),
        ),
        by_key=True,
    )
    return Status(201, shapes.item(made))


@logged.patch(
    "/{logged}",
    response=shapes.Item,
    operation_id="change_logged_interaction",
    summary="Change an interaction that you logged",
)
def change(request: KeyRequest, logged: str, sent: ChangedLogged) -> shapes.Item:
    """Whoever took part no more loses it with the next request, unless its audience gives it to them."""
    is_text = sent.text is not None or sent.html is not None
    change = LoggedChange(
        sent.kind,
        sent.at,
        None if sent.members is None else tuple(uid(one) for one in sent.members),
        text_of("text", html=sent.html, text=sent.text, required=False) if is_text else None,
    )
    return shapes.item(change_logged(request.viewer, item=uid(logged), change=change))


@meetings.post(
    "/{meeting}/notes",
    response={201: shapes.WrittenNote},
    operation_id="write_meeting_note",
    summary="Write a note about a meeting",
)
def write_on_meeting(request: KeyRequest, meeting: str, sent: NewMeetingNote) -> Status[shapes.WrittenNote]:
    """Colleagues who took part see it too. 409 where you would not see it yourself, until you confirm that."""
    try:
        made = write_meeting_note(
            request.viewer,
            MeetingNote(
                uid(meeting),
                sent.written,
                people=tuple(uid(one) for one in sent.people),
                companies=tuple(uid(one) for one in sent.companies),
                audience=None if sent.audience is None else sent.audience.chosen,
            ),
            confirmed=sent.confirm,
            by_key=True,
        )
    except WouldNotBeSeen as error:
        raise NeedsConfirming(str(error)) from error
    return Status(201, shapes.written(made))


@meetings.get(
    "/{meeting}/notes",
    response=shapes.Items,
    operation_id="list_meeting_notes",
    summary="List the notes about a meeting",
)
def list_of_meeting(
    request: KeyRequest, meeting: str, cursor: Cursor | None = None, limit: Limit = 50
) -> shapes.Items:
    """Newest first, those that you may read; 404 where the meeting is not shared with you."""
    query = ItemsQuery(("meeting note",), meeting=uid(meeting))
    page = list_items(request.standing, query, cursor=cursor, limit=limit)
    if page is None:
        raise Absent("hidden or absent")
    return shapes.items(page)


@routes.post("/{item}/replies", response={201: shapes.Item}, operation_id="reply", summary="Reply to an item")
def reply(request: KeyRequest, item: str, sent: NewText) -> Status[shapes.Item]:
    """Whoever reads the item reads the reply."""
    return Status(201, shapes.item(reply_to(request.viewer, item=uid(item), text=sent.written)))


@routes.patch("/{item}", response=shapes.Item, operation_id="edit_item", summary="Change what you wrote")
def edit(request: KeyRequest, item: str, sent: NewText) -> shapes.Item:
    """Its audience stays as it is."""
    return shapes.item(edit_item(request.viewer, item=uid(item), text=sent.written))


@routes.put(
    "/{item}/audience", response=shapes.Item, operation_id="share_item", summary="Share with somebody else"
)
def share(request: KeyRequest, item: str, sent: NewAudience) -> shapes.Item:
    """It acts on the next request. 409 until you confirm, where the present option is switched off and would be lost,
    or where others replied for those who see it now."""
    try:
        return shapes.item(
            share_item(
                request.viewer,
                item=uid(item),
                audience=sent.chosen,
                confirmed=sent.confirm,
                by_key=True,
            )
        )
    except NotConfirmed as error:
        raise NeedsConfirming(str(error)) from error


@routes.delete("/{item}", response={204: None}, operation_id="delete_item", summary="Delete what you wrote")
def delete(request: KeyRequest, item: str) -> Status[None]:
    """What others replied stays theirs."""
    delete_item(request.viewer, item=uid(item))
    return Status(204, None)


# ── What is offered ─────────────────────────────────────────────────────────────────────────────────


@options.get(
    "", response=list[shapes.ContentOptions], operation_id="list_content_options", summary="List the options"
)
def list_options(request: KeyRequest) -> list[shapes.ContentOptions]:
    """What the account offers for each sort of item."""
    require_role(request.viewer, "see settings")
    return [shapes.options(sort, one) for sort, one in all_options(request.standing).items()]


@options.get(
    "/{sort}", response=shapes.ContentOffers, operation_id="see_offers", summary="See what you may choose"
)
def see_offers(request: KeyRequest, sort: str) -> shapes.ContentOffers:
    """The options that are on, whom you may name, and what you chose last."""
    require_role(request.viewer, "see settings")
    return shapes.offers(offers_for(request.standing, _sort(sort)))


@options.put(
    "/{sort}", response=shapes.ContentOptions, operation_id="set_content_options", summary="Set the options"
)
def put_options(request: KeyRequest, sort: str, sent: NewOptions) -> shapes.ContentOptions:
    """The Enterprise Admin's alone. What was shared before keeps its audience (A10)."""
    name = _sort(sort)
    changed = _changed(request, name, sent)
    return shapes.options(name, set_content_options(request.viewer, sort=name, options=changed))


@options.post(
    "/{sort}/preview",
    response=shapes.ContentOptionsPreview,
    operation_id="preview_content_options",
    summary="See how many items are wider than new options",
)
def preview_options(request: KeyRequest, sort: str, sent: NewOptions) -> shapes.ContentOptionsPreview:
    """Nothing is changed."""
    require_role(request.viewer, "change the account")
    name = _sort(sort)
    changed = _changed(request, name, sent)
    check_options(name, changed)
    return shapes.ContentOptionsPreview(sort=name, wider=count_wider(request.standing, name, changed))


def _sort(sort: str) -> str:
    """Return the sort that a path names, with hyphens for blanks."""
    name = sort.replace("-", " ")
    if name not in NAMES:
        raise Absent("there is no such sort")
    return name


def _changed(request: KeyRequest, sort: str, sent: NewOptions) -> Options:
    now = all_options(request.standing)[sort]
    return Options(
        now.everyone if sent.everyone is None else sent.everyone,
        now.teams_and_users if sent.teams_and_users is None else sent.teams_and_users,
        now.only_you if sent.only_you is None else sent.only_you,
        now.own_teams if sent.own_teams is None else sent.own_teams,
        now.unchosen if sent.unchosen is None else sent.unchosen,
    )
