"""What the readers hand on: plain values, without a photo or a database; a body only where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple


class Unreadable(Exception):
    """The file as a whole cannot be read; `reason` says why and what to do, ready to be shown."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Position(NamedTuple):
    """How far a reading has come, in bytes of the file or folder as it lies on the disk."""

    done: int
    total: int


START = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item was found: its label within the file, its folder there, and how far the reading had come."""

    label: str = ""
    folder: str = ""
    position: Position = START


NOWHERE = Origin()


class _Placed:
    """What everything that was read has in common: its origin."""

    __slots__ = ()
    origin: Origin

    @property
    def label(self) -> str:
        return self.origin.label

    @property
    def folder(self) -> str:
        return self.origin.folder

    @property
    def position(self) -> Position:
        return self.origin.position


@dataclass(frozen=True, slots=True)
class Rejected(_Placed):
    """An item that was not imported, with the reason in words for its owner."""

    reason: str
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address in lower case (its domain in ASCII form) and a display name, "" where none is known."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ParsedBody:
    """What was written in a message: in words, and as the sender's HTML, each "" where there is none."""

    text: str
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail(_Placed):
    """One message; its body only where it was asked for.

    `date` is an instant in UTC. `to` and `cc` hold each address once (an address in both stands in `to`), never the
    sender's copy as Bcc. `recipients` counts the entries as written, those without a usable address included.
    `automated_because` names the rule that makes it automated or list mail, else None. `thread_key` is equal for the
    messages of one thread as far as References tell; `copy_key` is equal for copies of one message that carry
    different ids (same second, sender and subject). Both keys are 16 bytes. `calendar_parts` are the raw
    text/calendar parts. `labels` are what the mailbox filed it under, as exports write it into the header. `signed` are
    other addresses of the sender that they wrote below their own words. `attachments`
    are (name, content), only where they were asked for.
    """

    message_id: str | None
    date: datetime
    sender: Mailbox
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    recipients: int
    subject: str
    automated_because: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    thread_key: bytes
    copy_key: bytes
    calendar_parts: tuple[bytes, ...] = ()
    labels: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    body: ParsedBody | None = None
    attachments: tuple[tuple[str, bytes], ...] = ()
    origin: Origin = NOWHERE

    @property
    def automated(self) -> bool:
        return self.automated_because is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNoteMail(_Placed):
    """A mail that somebody sent to have it kept as a note.

    `refused` says why it is no such mail, as a short sentence, "" where it is one. `sender` is the one address that it
    is from, "" where it is from none or several. `to` are the addresses of To and Cc, `forwarded` those in what it
    forwards. `digest` is equal for the same mail sent again. `judged` is what the last mail server wrote about its
    sender (Authentication-Results). `attachments` are (name, content), without pictures that stand in the text.
    """

    refused: str
    sender: str
    to: tuple[str, ...]
    forwarded: tuple[str, ...]
    digest: bytes
    judged: tuple[str, ...]
    subject: str
    body: ParsedBody
    attachments: tuple[tuple[str, bytes], ...]
    origin: Origin = NOWHERE


Partstat = Literal["accepted", "declined", "tentative", "delegated", "needs-action"]
Cutype = Literal["individual", "group", "resource", "room", "unknown"]
MeetingStatus = Literal["confirmed", "tentative", "cancelled"]


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody, or a room, that was invited."""

    mailbox: Mailbox
    partstat: Partstat = "needs-action"
    cutype: Cutype = "individual"

    @property
    def is_resource(self) -> bool:
        """True for rooms and equipment, which are not people."""
        return self.cutype in ("resource", "room")


@dataclass(frozen=True, slots=True)
class Window:
    """The span of time within which repeated meetings are written out; both ends are instants in UTC."""

    start: datetime
    end: datetime

    @classmethod
    def up_to(cls, now: datetime, years: int = 5) -> Window:
        """The years before `now`."""
        now = now.astimezone(UTC)
        day = min(now.day, 28)
        return cls(now.replace(year=now.year - years, day=day), now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMeeting(_Placed):
    """One meeting, or one occurrence of a repeated one.

    `start` and `end` are instants in UTC, or plain dates where `all_day` is set (the end is then exclusive).
    `recurrence_id` tells occurrences of one `uid` apart (ISO text of the original start in UTC, or of the date);
    it is "" for a meeting that does not repeat. `method` is iTIP's (REQUEST, REPLY, CANCEL, PUBLISH, "" in a file).
    """

    uid: str
    recurrence_id: str
    sequence: int
    start: datetime | date
    end: datetime | date
    all_day: bool
    organiser: Mailbox | None
    attendees: tuple[Attendee, ...]
    title: str
    status: MeetingStatus
    private: bool
    transparent: bool
    method: str = ""
    description: str = ""
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as written, and in E.164 form where that is certain."""

    raw: str
    e164: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Postal:
    """A postal address; every part may be ""."""

    street: str = ""
    city: str = ""
    region: str = ""
    code: str = ""
    country: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedCard(_Placed):
    """One entry of an address book, without photos. Text is "" where the card says nothing.

    `birthday` is ISO text, "--MM-DD" where the year is not known. `connected_on` is the day a network says the
    connection was made.
    """

    uid: str = ""
    name: str = ""
    given: str = ""
    family: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    postal: tuple[Postal, ...] = ()
    urls: tuple[str, ...] = ()
    org: str = ""
    title: str = ""
    note: str = ""
    birthday: str = ""
    categories: tuple[str, ...] = ()
    connected_on: date | None = None
    origin: Origin = NOWHERE


Parsed = ParsedMail | ParsedMeeting | ParsedCard
