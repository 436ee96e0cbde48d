"""Days that pass for an account: what was announced, and who became a member, is moved into the past."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.sharing.models import AccountSharing, Raise


def pass_days(account: int, days: float) -> None:
    """Let so many days pass for the raises of an account and its members; what else has a date stays where it is."""
    gone = timedelta(days=days)
    with acting(account):
        Raise.unchecked.filter(account_id=account).update(
            announced_at=F("announced_at") - gone, begins_at=F("begins_at") - gone
        )
        AccountSharing.unchecked.filter(account_id=account).update(
            privacy_asked_at=F("privacy_asked_at") - gone
        )
        Membership.unchecked.filter(account_id=account).update(created_at=F("created_at") - gone)
