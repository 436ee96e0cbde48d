"""Sending new notes to the chats where members have them pushed; asked of the policy at the moment of sending (A35)."""

from __future__ import annotations

import json

from django.conf import settings

from tactful.accounts.gate import all_accounts
from tactful.accounts.wall import acting
from tactful.actions.pushing import (
    find_new_notes,
    forget_old_deliveries,
    message_of,
    note_sent,
    note_trouble,
)
from tactful.outbound.reach import Allowed, NotFound, Reach, Refused
from tactful.outbound.sending import Failed, Limits, Sender

LIMITS = Limits(connect=5, read=8, whole=10, size=65_536)
#: Answers after which the same address will not do better by itself.
FOR_GOOD = range(400, 500)
PERHAPS_LATER = (408, 425, 429)


class TryAgain(Exception):
    """It did not arrive this time. `str()` says why, in words that hold nothing of what was sent."""


def defer_new_notes() -> int:
    """Have each note that is new to a push sent; return how many there were."""
    from tactful.jobs.tasks import push_note

    found = 0
    for account, _, _ in all_accounts():
        with acting(account):
            for push, delivery in find_new_notes(account):
                # One at a time for each push, in the order in which they were written.
                # Behind imports and what runs on a clock: a chat that is slow keeps none of them waiting.
                push_note.configure(lock=f"push {account} {push}", priority=-10).defer(
                    account_id=account, delivery_id=delivery
                )
                found += 1
    return found


def send_note(account_id: int, delivery_id: int, *, is_last: bool) -> None:
    """Send one delivery, if its push's owner may still read the note. TryAgain where it did not arrive, but may yet.

    `is_last`: there will be no other attempt. It is sent outside of any transaction: between the judgement and the
    sending lies nothing but that.
    """
    message = message_of(account_id, delivery_id)
    if message is None:
        return
    trouble, for_good = _send(message.address, message.text)
    if not trouble:
        note_sent(account_id, delivery_id)
        return
    note_trouble(account_id, delivery_id, trouble, for_good=for_good or is_last)
    if not (for_good or is_last):
        raise TryAgain(trouble)


def forget_old() -> None:
    """Remove what is too old to be taken for new again, in every account."""
    for account, _, _ in all_accounts():
        with acting(account):
            forget_old_deliveries(account)


def _send(address: str, text: str) -> tuple[str, bool]:
    """Return what went wrong in words, "" for nothing, and whether trying again is of no use."""
    sender = Sender(Reach(Allowed.read(settings.TACTFUL_OUTBOUND)), LIMITS)
    try:
        answer = sender.send(
            "POST",
            address,
            body=json.dumps({"text": text}).encode(),
            headers={"Content-Type": "application/json"},
        )
    except (Failed, NotFound) as error:
        return str(error), False
    except Refused as error:
        return str(error), True
    if 200 <= answer.status < 300:
        return "", False
    if 300 <= answer.status < 400:
        return "the chat answered that its address is another one by now", True
    words = f"the chat answered with {answer.status}"
    return words, answer.status in FOR_GOOD and answer.status not in PERHAPS_LATER
