"""Whether attachments of the viewer's own mail become files, and how many have: theirs alone to know (A18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tactful.policy.offers import choice_where_nobody_chooses, label
from tactful.records.attachments import AttachmentChoice, MailFile
from tactful.records.content import Item
from tactful.visibility.content_options import options_of
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class AttachmentsSeen:
    """`since` None: they do not. `audience`: for whom files are that come so, in words. `files`: how many there are."""

    since: datetime | None
    audience: str
    files: int


def my_attachments(standing: Standing) -> AttachmentsSeen:
    """Return what the viewer chose for their own mail."""
    own = {"account_id": standing.viewer.account, "book_id": standing.own_book or 0}
    since = AttachmentChoice.unchecked.filter(**own).values_list("since", flat=True).first()
    sort = Item.Sort.FILE.value
    files = MailFile.unchecked.filter(**own, item__isnull=False).count()
    return AttachmentsSeen(since, label(sort, choice_where_nobody_chooses(options_of(standing, sort))), files)
