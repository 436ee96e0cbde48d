"""Sending new notes to chats and new files to stores, for members who have them pushed; judged when sent (A35)."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings

from tactful.accounts.chunks import Damaged
from tactful.accounts.gate import all_accounts
from tactful.accounts.wall import acting
from tactful.actions.pushing import (
    Message,
    find_new,
    forget_old_deliveries,
    judged,
    note_sent,
    note_trouble,
)
from tactful.actions.pushing_files import Parcel
from tactful.outbound.reach import Allowed, NotFound, Reach, Refused, read_target
from tactful.outbound.sending import Failed, Limits, Sender
from tactful.outbound.signing import signed
from tactful.records.place import NotAnswering
from tactful.records.store import Missing

log = logging.getLogger(__name__)

LIMITS = Limits(connect=5, read=8, whole=10, size=65_536)
#: A file takes its time: as much as its length asks for at this many bytes a second, and no longer than three minutes.
FILE_LIMITS = Limits(connect=5, read=30, whole=180, size=65_536)
SLOWEST = 2**19
#: Answers after which the same address will not do better by itself.
FOR_GOOD = range(400, 500)
PERHAPS_LATER = (408, 425, 429)


class TryAgain(Exception):
    """It did not arrive this time. `str()` says why, in words that hold nothing of what was sent."""


def defer_new() -> int:
    """Have each note or file that is new to a push sent; return how many there were."""
    from tactful.jobs.tasks import push_note

    found = 0
    for account, _, _ in all_accounts():
        with acting(account):
            for push, delivery in find_new(account):
                # One at a time for each push, in the order in which they were written.
                # Behind imports and what runs on a clock: a chat that is slow keeps none of them waiting.
                push_note.configure(lock=f"push {account} {push}", priority=-10).defer(
                    account_id=account, delivery_id=delivery
                )
                found += 1
    return found


def send(account_id: int, delivery_id: int, *, is_last: bool) -> None:
    """Send one delivery, if its push's owner may still read it. TryAgain where it did not arrive, but may yet.

    `is_last`: there will be no other attempt. It is sent outside of any transaction: between the judgement and the
    sending lies nothing but that.
    """
    try:
        found = judged(account_id, delivery_id)
    except (Missing, NotAnswering) as error:
        # Ours to mend, and not for its owner to: it is told to the operator, and tried again.
        log.error("a file that is to be pushed cannot be read", exc_info=error)
        trouble, for_good = "the place where files are kept did not answer", False
    else:
        if found is None:
            return
        trouble, for_good = _say(found) if isinstance(found, Message) else _put(found)
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


def _say(message: Message) -> tuple[str, bool]:
    """Return what went wrong in words, "" for nothing, and whether trying again is of no use."""
    body = json.dumps({"text": message.text}).encode()
    return _sent("chat", "POST", message.address, body, {"Content-Type": "application/json"}, {}, LIMITS)


def _put(parcel: Parcel) -> tuple[str, bool]:
    """The same of a file that goes to a store."""
    address, place = parcel.place.of(parcel.name), parcel.place
    headers = {"Content-Type": "application/octet-stream", "Content-Length": str(parcel.size)}
    secret: dict[str, str] = {}
    try:
        target = read_target(address)
    except Refused as error:
        return str(error), True
    if place.region:
        secret = signed(
            "PUT",
            target,
            key=place.key,
            secret=place.secret,
            region=place.region,
            digest=parcel.digest,
            now=datetime.now(UTC),
        )
    elif place.key:
        word = base64.b64encode(f"{place.key}:{place.secret}".encode()).decode()
        secret = {"Authorization": f"Basic {word}"}
    whole = min(FILE_LIMITS.whole, LIMITS.whole + parcel.size / SLOWEST)
    limits = replace(FILE_LIMITS, whole=whole)
    return _sent("store", "PUT", address, _whole(parcel), headers, secret, limits)


def _whole(parcel: Parcel) -> Iterator[bytes]:
    """Yield a file's content. What cannot be read to its end is not sent to its end: no store takes that for a file."""
    try:
        yield from parcel.pieces
    except (Damaged, Missing) as error:
        log.error("a file that is pushed broke off", exc_info=error)
        raise OSError("it broke off") from None


def _sent(
    whom: str,
    method: str,
    address: str,
    body: bytes | Iterator[bytes],
    headers: Mapping[str, str],
    secret: Mapping[str, str],
    limits: Limits,
) -> tuple[str, bool]:
    sender = Sender(Reach(Allowed.read(settings.TACTFUL_OUTBOUND)), limits)
    try:
        answer = sender.send(method, address, body=body, headers=headers, secret=secret)
    except (Failed, NotFound) as error:
        return str(error), False
    except Refused as error:
        return str(error), True
    if 200 <= answer.status < 300:
        return "", False
    if 300 <= answer.status < 400:
        return f"the {whom} answered that its address is another one by now", True
    words = f"the {whom} answered with {answer.status}"
    return words, answer.status in FOR_GOOD and answer.status not in PERHAPS_LATER
