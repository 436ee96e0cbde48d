"""Mails that tell a member of something that waits for them. A mail may lie anywhere: it names no contact (B12)."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.db.models.functions import Now

from tactful.accounts.ids import shown
from tactful.accounts.models import Account, Membership
from tactful.accounts.wall import acting
from tactful.sharing.models import Introduction

_ASKED = """Hello {introducer},

{asker} asks you to introduce them to somebody whom you know. Who it is, and what {asker} writes, is here:

    {address}

You can accept or decline there. Nobody but the two of you sees the request, and this mail does not say who it is about.

Tactful of {account}
"""


def tell_introducers(account: int) -> int:
    """Send each colleague who was asked for an introduction one mail about it; return how many were sent.

    A request that was answered or taken back meanwhile, or whose asker or introducer is no longer active, needs none.
    Each is a transaction of its own: what could not be sent is tried again the next time, what was sent is not.
    """
    sent = 0
    while True:
        with acting(account):
            told = _tell_one(account)
        if told is None:
            return sent
        sent += told


def _tell_one(account: int) -> bool | None:
    """Tell of one request that waits, and say whether it needed a mail; None where none waits."""
    row = (
        Introduction.unchecked.select_for_update(skip_locked=True, of=("self",))
        .filter(account_id=account, told_at=None)
        .select_related("asker", "introducer__login")
        .order_by("id")
        .first()
    )
    if row is None:
        return None
    Introduction.unchecked.filter(account_id=account, id=row.id).update(told_at=Now())
    both = (row.asker, row.introducer)
    is_open = row.state == Introduction.State.ASKED and all(
        one.state == Membership.State.ACTIVE for one in both
    )
    if is_open:
        send_mail(
            f"{' '.join(row.asker.name.split())} asks you for an introduction",
            _ASKED.format(
                introducer=row.introducer.name,
                asker=row.asker.name,
                address=f"{settings.TACTFUL_ORIGIN}/introductions/{shown(row.uid)}/",
                account=Account.unchecked.get(id=account).name,
            ),
            None,
            [row.introducer.login.email],
        )
    return is_open
