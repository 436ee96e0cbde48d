"""Sending new notes to chats and new files to stores, for members who have them pushed; judged when sent (A35)."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum

from django.conf import settings

from tactful.accounts.chunks import Damaged
from tactful.accounts.gate import all_accounts
from tactful.accounts.wall import acting
from tactful.actions.pushing import (
    Message,
    find_new,
    forget_old_deliveries,
    judged,
    note_failed,
    note_sent,
    note_trouble,
)
from tactful.actions.pushing_files import Parcel
from tactful.actions.store_addresses import encrypted
from tactful.jobs.queue import PUSH, later
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
#: Of a file: what a store says of this one alone, which it finds too long, or whose kind or words it does not take.
OF_THIS_ONE = (413, 414, 415, 422)


class Ending(Enum):
    """How one attempt ended: it arrived, may yet, does not where the others do, or nothing arrives there."""

    SENT = "sent"
    AGAIN = "again"
    PASSED_OVER = "passed over"
    PAUSED = "paused"


class TryAgain(Exception):
    """It did not arrive this time. `str()` says why, in words that hold nothing of what was sent."""


def defer_new() -> int:
    """Have each note or file that is new to a push sent; return how many there were."""
    found = 0
    for account, _, _ in all_accounts():
        with acting(account):
            for push, delivery in find_new(account):
                # One at a time for each push, in the order in which they were written.
                # Behind imports and what runs on a clock: a chat that is slow keeps none of them waiting.
                later(
                    PUSH,
                    lock=f"push {account} {push}",
                    priority=-10,
                    account_id=account,
                    delivery_id=delivery,
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
        ending, trouble = Ending.AGAIN, "the place where files are kept did not answer"
    else:
        if found is None:
            return
        ending, trouble = _say(found) if isinstance(found, Message) else _put(found)
    if ending is Ending.SENT:
        note_sent(account_id, delivery_id)
    elif ending is Ending.AGAIN and not is_last:
        note_trouble(account_id, delivery_id, trouble)
        raise TryAgain(trouble)
    else:
        note_failed(account_id, delivery_id, trouble, pauses=ending is not Ending.PASSED_OVER)


def forget_old() -> None:
    """Remove what is too old to be taken for new again, in every account."""
    for account, _, _ in all_accounts():
        with acting(account):
            forget_old_deliveries(account)


def _say(message: Message) -> tuple[Ending, str]:
    """Return how it ended, and in words what went wrong, "" for nothing."""
    body = json.dumps({"text": message.text}).encode()
    return _sent("chat", "POST", message.address, body, {"Content-Type": "application/json"}, {}, LIMITS)


def _put(parcel: Parcel) -> tuple[Ending, str]:
    """The same of a file that goes to a store."""
    address, place = parcel.place.of(parcel.name), parcel.place
    headers = {"Content-Type": "application/octet-stream", "Content-Length": str(parcel.size)}
    secret: dict[str, str] = {}
    try:
        target = read_target(address)
    except Refused as error:
        return Ending.PAUSED, str(error)
    if not encrypted(target, _allowed()):
        # The operator named the host when the push was added, and does no longer.
        return Ending.PAUSED, "files go to a store over https alone"
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
    except (Damaged, Missing, NotAnswering) as error:
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
) -> tuple[Ending, str]:
    sender = Sender(Reach(_allowed()), limits)
    try:
        answer = sender.send(method, address, body=body, headers=headers, secret=secret)
    except (Failed, NotFound) as error:
        return Ending.AGAIN, str(error)
    except Refused as error:
        return Ending.PAUSED, str(error)
    if 200 <= answer.status < 300:
        return Ending.SENT, ""
    if 300 <= answer.status < 400:
        return Ending.PAUSED, f"the {whom} answered that its address is another one by now"
    words = f"the {whom} answered with {answer.status}"
    if whom == "store" and answer.status in OF_THIS_ONE:
        return Ending.PASSED_OVER, f"a file did not arrive: {words}"
    for_good = answer.status in FOR_GOOD and answer.status not in PERHAPS_LATER
    return Ending.PAUSED if for_good else Ending.AGAIN, words


def _allowed() -> Allowed:
    return Allowed.read(settings.TACTFUL_OUTBOUND)
