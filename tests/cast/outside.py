"""The people outside, and what a mail, a meeting and a card of theirs looks like to an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b

from tactful.actions.imports.items import Card, Mail, Meeting, Named, Value
from tactful.actions.imports.keys import id_key, looks_key
from tactful.insight.rs1 import meeting_weight, message_weight

DOMAIN = "hearth.example"
OTHER_DOMAIN = "quarry.example"


@dataclass(frozen=True)
class Outsider:
    """Somebody outside. `address` "" is somebody who stands in an address book without one."""

    name: str
    address: str
    company: str = ""
    title: str = ""
    phone: str = ""


OUTSIDERS: dict[str, Outsider] = {
    "Ines": Outsider(
        "Ines Duarte", "ines.duarte@brightwater.example", "Brightwater", "Head of Supply", "+4420555001"
    ),
    "Jon": Outsider("Jon Falk", "jon.falk@brightwater.example", "Brightwater", "Buyer", "+4420555002"),
    "Kaya": Outsider("Kaya Ott", "kaya@kestrel.example", "Kestrel", "Director", "+4420555003"),
    "Liv": Outsider("Liv Sande", "liv@kestrel.example", "Kestrel", "Engineer", "+4420555004"),
    "Milo": Outsider("Milo Grant", "milo@orrinvale.example", "Orrin and Vale", "Partner", "+4420555005"),
    "Nora": Outsider("Nora Quist", "nora@orrinvale.example", "Orrin and Vale", "Counsel", "+4420555006"),
    "Olaf": Outsider("Olaf Ritter", "olaf@tidalgrid.example", "Tidal Grid", "Founder", "+4420555007"),
    "Pia": Outsider("Pia Rossi", "pia@tidalgrid.example", "Tidal Grid", "Planner", "+4420555008"),
    "Quin": Outsider("Quin Sato", "quin@moss.example", "Moss", "Chair", "+4420555009"),
    "Rhea": Outsider("Rhea Thorne", "rhea@moss.example", "Moss", "Analyst", "+4420555010"),
    "Tess": Outsider("Tess Vance", "", "Vance Studio", "Architect", "+4420555011"),
    "Ugo": Outsider("Ugo Wirth", "ugo@kestrel.example", "Kestrel", "Treasurer", "+4420555012"),
    "Vera": Outsider("Vera Young", "vera@slate.example", "Slate", "Geologist", "+4420555013"),
}


def address_of(who: str) -> str:
    """Return the address of a member of the cast or of somebody outside, by short name."""
    if who in OUTSIDERS:
        return OUTSIDERS[who].address
    return f"{who.lower()}@{OTHER_DOMAIN if who == 'Gus' else DOMAIN}"


def named(who: str) -> Named:
    """Return address and name as they stand on a mail."""
    return Named(address_of(who), OUTSIDERS[who].name if who in OUTSIDERS else who)


def days_ago(days: float, hour: int = 9) -> datetime:
    """Return that hour, some days before today (UTC)."""
    return datetime.combine(datetime.now(UTC).date(), time(hour), UTC) - timedelta(days=days)


def mail(
    sender: str,
    to: str | Sequence[str],
    days: float,
    *,
    cc: Sequence[str] = (),
    subject: str = "",
    hour: int = 9,
) -> Mail:
    """Return a mail of so many days ago; the same words again are the same mail, in whichever book."""
    to = [to] if isinstance(to, str) else list(to)
    words = f"{sender} {to} {cc} {days} {hour} {subject}"
    return Mail(
        keys=(id_key("id", words), looks_key(blake2b(words.encode()).digest())),
        at=days_ago(days, hour),
        sender=named(sender),
        to=tuple(map(named, to)),
        cc=tuple(map(named, cc)),
        subject=subject or f"Private words of {sender}",
        thread=blake2b(words.encode(), digest_size=16).digest(),
        weight=message_weight(len(to) + len(cc)),
    )


def letters(member: str, outsider: str, *days: float) -> list[Mail]:
    """Return a mail from the member and an answer for each of these days."""
    return [
        one
        for day in days
        for one in (mail(member, outsider, day, hour=9), mail(outsider, member, day, hour=15))
    ]


def meeting(organiser: str, attendees: Sequence[str], days: float, *, title: str = "") -> Meeting:
    """Return a meeting of so many days ago."""
    words = f"{organiser} {attendees} {days} {title}"
    return Meeting(
        keys=(id_key("event", words),),
        at=days_ago(days, 11),
        organiser=named(organiser),
        attendees=tuple(map(named, attendees)),
        title=title or f"Secret meeting of {organiser}",
        weight=meeting_weight(len(attendees)),
    )


def card(
    who: str,
    *,
    name: str = "",
    title: str | None = None,
    phone: str | None = None,
    note: str = "",
    birthday: str = "",
    also: Sequence[str] = (),
) -> Card:
    """Return an entry of an address book for somebody outside; name, title and phone as given, else their own.

    It has the addresses of those named in `also` as well.
    """
    one = OUTSIDERS[who]
    phone = one.phone if phone is None else phone
    return Card(
        uid=f"card of {who}",
        name=name or one.name,
        title=one.title if title is None else title,
        organisation=one.company,
        addresses=tuple(OUTSIDERS[other].address for other in (who, *also) if OUTSIDERS[other].address),
        values=(Value("phone", phone, "work"),) if phone else (),
        note=note,
        birthday=birthday,
    )
