"""A member's address for notes by mail: made, renewed and withdrawn by themselves (A18)."""

from __future__ import annotations

import base64
import hashlib

from django.conf import settings
from django.db import transaction

from tactful.accounts.gate import fresh_token, token_hash
from tactful.actions.errors import Absent, NotAllowed, NotDone
from tactful.actions.events import remember, require_writing
from tactful.records.mailbot import BotAddress
from tactful.visibility.viewer import Viewer

#: What stands before the secret in an address.
LOCAL = "notes"


@transaction.atomic
def make_bot_address(viewer: Viewer) -> str:
    """Give the viewer an address for notes by mail, and return it: it is told once, and kept as a hash.

    One that they had ends with that. NotDone where this installation takes no mail; NotAllowed for a key with a
    ceiling: whoever has the address writes as its owner.
    """
    member = require_writing(viewer)
    if viewer.ceiling is not None:
        raise NotAllowed(
            "this API key has a ceiling, and an address has none: make it on the page, or by a key without"
        )
    if not settings.TACTFUL_BOT_DOMAIN:
        raise NotDone("no mail is taken here: whoever runs Tactful can switch the e-mail bot on")
    secret = _fresh_secret()
    _, is_new = BotAddress.unchecked.update_or_create(
        account_id=viewer.account,
        member_id=member,
        defaults={
            "secret_hash": token_hash(secret),
            "made_at": viewer.now,
            "used_at": None,
            "refused": 0,
            "refused_from": None,
        },
    )
    remember(viewer, "bot address made" if is_new else "bot address renewed")
    return f"{LOCAL}+{secret}@{settings.TACTFUL_BOT_DOMAIN}"


@transaction.atomic
def withdraw_bot_address(viewer: Viewer) -> None:
    """End the viewer's address: what is sent to it from now on is refused. Absent where they have none."""
    member = require_writing(viewer)
    gone, _ = BotAddress.unchecked.filter(account_id=viewer.account, member_id=member).delete()
    if not gone:
        raise Absent("you have no address for notes by mail")
    remember(viewer, "bot address withdrawn")


def _fresh_secret() -> str:
    """160 bits in letters that keep their meaning when a mail server writes them small."""
    return base64.b32encode(hashlib.sha256(fresh_token().encode()).digest()[:20]).decode().lower()
