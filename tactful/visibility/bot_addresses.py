"""What a member is told of their own address for notes by mail; its secret is told once, when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from tactful.policy.offers import choice_where_nobody_chooses, label
from tactful.records.content import Item
from tactful.records.mailbot import BotAddress
from tactful.visibility.content_options import options_of
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer


@dataclass(frozen=True, slots=True)
class BotAddressSeen:
    """The viewer's address. `is_taken` is whether this installation takes mail at all, at `domain` then.

    `made_at` None: they have none. `notes` and `files` are for whom those are that come by it, in words (A18).
    """

    is_taken: bool
    domain: str
    made_at: datetime | None
    used_at: datetime | None
    notes: str
    files: str


def my_bot_address(viewer: Viewer) -> BotAddressSeen:
    """Return what the viewer has; nobody sees another's."""
    row = BotAddress.unchecked.filter(account_id=viewer.account, member_id=viewer.member or 0).first()
    standing = Standing(viewer)
    note, file = (
        label(sort, choice_where_nobody_chooses(options_of(standing, sort)))
        for sort in (Item.Sort.NOTE.value, Item.Sort.FILE.value)
    )
    return BotAddressSeen(
        bool(settings.TACTFUL_BOT_DOMAIN),
        settings.TACTFUL_BOT_DOMAIN,
        None if row is None else row.made_at,
        None if row is None else row.used_at,
        note,
        file,
    )
