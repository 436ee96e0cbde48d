"""What an import hands over to be stored: plain values, already read; bodies only where the account keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

CompanyOf = Callable[[str], str | None]
"""Says which company's domain an address speaks of; None for free mail."""


class Named(NamedTuple):
    """An address in lower case, and the name that stood beside it, "" for none."""

    address: str
    name: str = ""


class Written(NamedTuple):
    """What was written in a mail, or stands on a meeting: in words, and as HTML where it came so ("" where not)."""

    text: str
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message. `keys` make it one with its copies (see `keys`); `weight` is what it counts in a score.

    `signed` are other addresses that its sender wrote below it. `body` None: not kept, or empty.
    """

    keys: tuple[bytes, ...]
    at: datetime
    sender: Named
    to: tuple[Named, ...] = ()
    cc: tuple[Named, ...] = ()
    subject: str = ""
    folder: str = ""
    thread: bytes | None = None
    automated: bool = False
    weight: float = 0.0
    signed: tuple[str, ...] = ()
    body: Written | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting, rooms left out. `void`: cancelled, or declined by the contributor, so that nobody met.

    `rank` orders what one feed says of the same meeting at different times: the highest holds. `declined` are
    addresses of those who said no. `private`: its calendar marks it so. `body`: its description.
    """

    keys: tuple[bytes, ...]
    at: datetime
    all_day: date | None = None
    organiser: Named | None = None
    attendees: tuple[Named, ...] = ()
    declined: frozenset[str] = frozenset()
    void: bool = False
    title: str = ""
    folder: str = ""
    weight: float = 0.0
    rank: tuple[int, ...] = ()
    private: bool = False
    body: Written | None = None


class Value(NamedTuple):
    """A contact value of a card: its kind ("phone", "postal address", "profile"), itself, and its label."""

    kind: str
    value: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entry of an address book. `uid` names it within its book where it has no address."""

    uid: str
    name: str = ""
    title: str = ""
    organisation: str = ""
    addresses: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    note: str = ""
    birthday: str = ""
    categories: str = ""


class Refused(NamedTuple):
    """An item that is not stored: where it stood, and why, in words for its contributor."""

    label: str
    reason: str


Item = Mail | Meeting | Card | Refused
