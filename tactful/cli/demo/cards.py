"""Write the members' address books: one vCard file each, and a contacts export for some."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tactful.cli.demo.company import Company
from tactful.cli.demo.folding import escaped, folded
from tactful.cli.demo.people import Person, latin
from tactful.cli.demo.staff import STAFF, Employee
from tactful.cli.demo.ties import Kind, Tie
from tactful.cli.demo.words import CATEGORIES, NOTES

# How likely a member keeps a card of a person, by kind of tie.
KEPT: dict[Kind, float] = {
    "weekly": 0.95,
    "monthly": 0.8,
    "quarterly": 0.6,
    "fading": 0.8,
    "faded": 1.0,
    "new": 0.4,
    "inbound": 0.03,
    "outbound": 0.2,
    "dormant": 0.3,
    "brief": 0.14,
    "card": 1.0,
}
SHORT = {
    "Robert": "Rob",
    "Margaret": "Maggie",
    "Katherine": "Kate",
    "William": "Bill",
    "Elizabeth": "Liz",
    "Edward": "Ted",
    "Bernard": "Bernie",
    "Hendrik": "Henk",
    "Joaquín": "Ximo",
    "Friederike": "Rike",
}
CONNECTION_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Card:
    """What one member's card says of one person. Empty strings are left out of the file."""

    person: Person
    name: str
    phone: str
    mobile: str
    emails: tuple[str, ...]
    title: str
    note: str
    birthday: str
    categories: tuple[str, ...]
    street: str


def cards_of(company: Company) -> dict[str, list[Card]]:
    """The cards of each member (by local part), in the order of the names on them."""
    rng = Random(f"{company.seed}:cards")
    books: dict[str, list[Card]] = {employee.address: [] for employee in STAFF}
    for tie in company.ties:
        if tie.person.closed or rng.random() < KEPT[tie.kind]:
            books[tie.member].append(_card(rng, tie))
    for cards in books.values():
        cards.sort(key=lambda card: (card.name, card.person.number))
    return books


def _card(rng: Random, tie: Tie) -> Card:
    person, scene = tie.person, tie.person.scene
    mobile = person.mobile if rng.random() < 0.55 else ""
    phone = person.phone if rng.random() < 0.8 else ""
    name = _name_on_card(rng, person)
    if scene:
        phone, mobile = scene.phone, scene.mobile if tie.member in scene.mobile_for else ""
        name = scene.called.get(tie.member, person.name)
    emails = person.addresses if rng.random() < 0.5 else person.addresses[:1]
    if not scene and person.firm and phone and tie.kind == "card" and rng.random() < 0.08:
        # Somebody who is only a number: the card has no address at all.
        emails = ()
    return Card(
        person,
        name,
        phone,
        mobile,
        emails,
        person.title if rng.random() < 0.75 else "",
        rng.choice(NOTES) if rng.random() < 0.2 else "",
        f"{rng.randrange(1955, 1999)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        if rng.random() < 0.12
        else "",
        tuple(rng.sample(CATEGORIES, rng.choice((1, 1, 2)))) if rng.random() < 0.25 else (),
        f"{rng.choice(('Quay', 'Harbour Road', 'Sluice Lane', 'Mast Street'))} {rng.randrange(1, 90)}"
        if person.firm and rng.random() < 0.25
        else "",
    )


def _name_on_card(rng: Random, person: Person) -> str:
    """Mostly the plain name; some cards keep a short form, initials, a title or the person's own script."""
    kind = rng.random()
    if person.native and kind < 0.3:
        return person.native
    if kind < 0.1 and person.given in SHORT:
        return f"{SHORT[person.given]} {person.family}"
    if kind < 0.04:
        return f"{person.given[0]}. {person.family}"
    if kind < 0.06:
        return f"Dr. {person.name}"
    return person.name


def write_cards(company: Company, folder: Path) -> list[tuple[str, Path]]:
    """Write one .vcf per member (version 3.0; 4.0 for some); returns (member's address, path)."""
    written: list[tuple[str, Path]] = []
    books = cards_of(company)
    for index, (employee, member) in enumerate(zip(STAFF, company.members, strict=True)):
        path = folder / f"{employee.address}.vcf"
        version = "4.0" if index % 5 == 3 else "3.0"
        path.write_bytes(folded([line for card in books[employee.address] for line in _lines(card, version)]))
        written.append((member.address, path))
    return written


def _lines(card: Card, version: str) -> Iterator[str]:
    person, firm = card.person, card.person.firm
    plain = card.name in (person.name, f"Dr. {person.name}")
    family, given = (
        (person.family, person.given)
        if plain
        else (card.name.rpartition(" ")[2], card.name.rpartition(" ")[0])
    )

    def kind(names: str) -> str:
        return names if version == "4.0" else names.upper()

    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"FN:{escaped(card.name)}"
    yield f"N:{escaped(family)};{escaped(given)};;{'Dr.' if card.name.startswith('Dr.') else ''};"
    if firm:
        yield f"ORG:{escaped(firm.native or firm.name)}"
    if card.title:
        yield f"TITLE:{escaped(card.title)}"
    for index, email in enumerate(card.emails):
        yield f"EMAIL;TYPE={kind('work' if index == 0 and firm else 'home')}:{email}"
    if card.phone:
        yield f"TEL;TYPE={kind('work,voice')}:{card.phone}"
    if card.mobile:
        yield f"TEL;TYPE={kind('cell')}:{card.mobile}"
    if card.street and firm:
        yield f"ADR;TYPE={kind('work')}:;;{escaped(card.street)};{escaped(firm.town)};;;"
        yield f"URL:https://www.{firm.domain}/"
    if card.birthday:
        yield f"BDAY:{card.birthday.replace('-', '') if version == '4.0' else card.birthday}"
    if card.note:
        yield f"NOTE:{escaped(card.note)}"
    if card.categories:
        yield "CATEGORIES:" + ",".join(escaped(word) for word in card.categories)
    yield "END:VCARD"


def write_connections(company: Company, folder: Path) -> list[tuple[str, Path]]:
    """Write a Connections.csv, as the professional network exports it, for the members that have one.

    Most rows hold no address, as in the real export; profile links stand under .example like everything else.
    """
    rng = Random(f"{company.seed}:connections")
    written: list[tuple[str, Path]] = []
    for employee, member in zip(STAFF, company.members, strict=True):
        if employee.connections:
            path = folder / f"{employee.address}-Connections.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                file.write('Notes:\n"An address is missing where a connection does not show it."\n\n')
                rows = csv.writer(file, lineterminator="\n")
                rows.writerow(
                    ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
                )
                rows.writerows(_connections(rng, company, employee))
            written.append((member.address, path))
    return written


def _connections(rng: Random, company: Company, employee: Employee) -> Iterator[tuple[str, ...]]:
    ties = [t for t in company.ties if t.member == employee.address and not t.person.closed and t.person.firm]
    for tie in rng.sample(ties, min(len(ties), 45)):
        person, firm = tie.person, tie.person.firm
        if firm is None:
            continue
        connected: date = company.today - timedelta(days=rng.randrange(5, 2_400))
        slug = f"{latin(person.given)}-{latin(person.family)}-{person.number:04x}"
        yield (
            person.given,
            person.family,
            f"https://profiles.example/in/{slug}",
            person.addresses[0] if rng.random() < 0.35 else "",
            firm.name,
            person.title,
            f"{connected.day:02} {CONNECTION_MONTHS[connected.month - 1]} {connected.year}",
        )
