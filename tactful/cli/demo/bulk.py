"""Write the mail that makes no relationship: newsletters, machines, lists, mass mail, and mail between colleagues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from tactful.cli.demo.calendar_days import instant, workday
from tactful.cli.demo.company import DOMAIN
from tactful.cli.demo.letters import HOUR, Box, Letter, Office, box_of, new_id
from tactful.cli.demo.staff import STAFF
from tactful.cli.demo.ties import DAYS, MUTUAL
from tactful.cli.demo.words import INTERNAL, LINES

NEWSLETTERS = (
    ("Estuary Weekly", "news@estuaryweekly.example", 7),
    ("Sluice & Lock Digest", "digest@sluicelock.example", 30),
    ("The Barometer", "letter@thebarometer.example", 14),
    ("Harbour Jobs", "jobs@harbourjobs.example", 14),
    ("Gaugecraft Offers", "offers@gaugecraft.example", 10),
    ("Partner Pulse", "hello@partnerpulse.example", 30),
    ("Contract Law Briefing", "briefing@claritas-briefing.example", 21),
)
MACHINES = (
    ("Parcelpoint", "no-reply@parcelpoint.example", "Your parcel {n} is on its way"),
    ("Ticketbarn", "noreply@ticketbarn.example", "[#{n}] Ticket updated"),
    ("", "donotreply@railferry.example", "Booking confirmation {n}"),
    ("Vaultsign", "notifications@vaultsign.example", "Document {n} was signed"),
    ("Backup", f"backup@{DOMAIN}", "Backup report {n}: no errors"),
    ("Meetspan", "calendar-notification@meetspan.example", "Reminder: {n}"),
)
LISTS = (
    ("Tide gauge operators", "operators", "lists.tidewatch.example", "[operators]"),
    ("Harbour technology", "harbour-tech", "lists.tidewatch.example", "[harbour-tech]"),
    ("Maritime law circle", "circle", "lists.maritime-law.example", ""),
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def bulk_letters(office: Office, rng: Random) -> Iterator[Letter]:
    """All of it, kind by kind, in no order of time."""
    yield from _newsletters(office, rng)
    yield from _machines(office, rng)
    yield from _lists(office, rng)
    yield from _away(office, rng)
    yield from _mass(office, rng)
    yield from _internal(office, rng)


def _when(office: Office, rng: Random, days_ago: int, zone: str = "leeds") -> int:
    return min(instant(rng, workday(office.today - timedelta(days=max(1, days_ago))), zone), office.last)


def _newsletters(office: Office, rng: Random) -> Iterator[Letter]:
    for title, address, every in NEWSLETTERS:
        readers = [e.address for e in STAFF if rng.random() < 0.085 * min(1.6, e.activity)] or ["oskar"]
        host = address.rpartition("@")[2]
        for issue, days_ago in enumerate(range(DAYS - 10, 0, -every), start=1):
            for reader in readers:
                token = f"{rng.getrandbits(40):010x}"
                yield Letter(
                    _when(office, rng, days_ago),
                    "leeds",
                    Box(title, address),
                    (office.boxes[reader],),
                    (),
                    f"{title}, no. {issue}",
                    new_id(rng, f"x@bounce.{host}"),
                    "\n".join(rng.sample(LINES, 3)) + "\n",
                    (reader,),
                    extra=(
                        f"List-Unsubscribe: <https://{host}/leave/{token}>",
                        "Precedence: bulk",
                        f"X-Campaign-ID: {issue}",
                    ),
                    shape="html",
                )


def _machines(office: Office, rng: Random) -> Iterator[Letter]:
    for employee in STAFF:
        for _ in range(int(22 * employee.activity)):
            name, address, pattern = rng.choice(MACHINES)
            yield Letter(
                _when(office, rng, rng.randrange(1, DAYS)),
                employee.zone,
                Box(name, address),
                (office.boxes[employee.address],),
                (),
                pattern.format(n=rng.randrange(10_000, 99_999)),
                new_id(rng, address),
                "This message was sent by a machine. Please do not answer it.\n",
                (employee.address,),
                extra=("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"),
            )


def _lists(office: Office, rng: Random) -> Iterator[Letter]:
    posters = [p for p in office.company.people if not p.closed and p.number % 53 == 7]
    for title, local, host, tag in LISTS:
        readers = [e.address for e in STAFF if rng.random() < 0.16] or ["jonas"]
        parents: tuple[str, ...] = ()
        subject = ""
        for days_ago in sorted(rng.sample(range(2, DAYS), 55), reverse=True):
            person = rng.choice(posters)
            sender = box_of(person, days_ago)
            if not parents or rng.random() < 0.4:
                parents, subject = (
                    (),
                    f"{tag} {rng.choice(('Query', 'Notes', 'Meeting', 'Datum'))} {days_ago}".strip(),
                )
            letter = Letter(
                _when(office, rng, days_ago),
                "leeds",
                sender,
                (Box(title, f"{local}@{host}"),),
                (),
                f"Re: {subject}" if parents else subject,
                new_id(rng, sender.address),
                "\n".join(rng.sample(LINES, 2)) + "\n",
                tuple(readers),
                parents,
                extra=(
                    f"List-Id: {title} <{local}.{host}>",
                    f"List-Post: <mailto:{local}@{host}>",
                    "Precedence: list",
                    f"Sender: {local}-bounces@{host}",
                ),
            )
            parents = (*parents, letter.message_id)[-4:]
            yield letter


def _away(office: Office, rng: Random) -> Iterator[Letter]:
    """Absence notes and one kind of bounce, from people who are known already."""
    ties = [t for t in office.company.ties if t.kind in MUTUAL and not t.person.closed]
    for tie in rng.sample(ties, 150):
        days_ago = rng.randrange(tie.ended, tie.began + 1)
        person, employee = box_of(tie.person, days_ago), office.boxes[tie.member]
        if rng.random() < 0.2:
            person = Box("Mail Delivery System", f"mailer-daemon@{person.address.rpartition('@')[2]}")
            subject, extra = (
                "Undelivered Mail Returned to Sender",
                ("Auto-Submitted: auto-replied", "Return-Path: <>"),
            )
        else:
            subject = rng.choice(
                ("Out of office", "Automatic reply: away until Monday", "Abwesend", "Afwezig")
            )
            extra = ("Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All")
        yield Letter(
            _when(office, rng, days_ago),
            "leeds",
            person,
            (employee,),
            (),
            subject,
            new_id(rng, person.address),
            "I am away and will answer when I am back.\n",
            (tie.member,),
            extra=extra,
        )


def _mass(office: Office, rng: Random) -> Iterator[Letter]:
    """Season's greetings and the like: one mail to more than thirty, which says nothing about any of them."""
    for member, greeting in (
        ("ada", "Season's greetings from Hollin & Vane"),
        ("noor", "Partner day: save the date"),
        ("dee", "Survey: gauges in winter"),
        ("owen", "Price list for next year"),
    ):
        pool = [
            t.person
            for t in office.company.ties
            if t.member == member and t.kind in MUTUAL and not t.person.closed
        ]
        chosen = rng.sample(pool, min(len(pool), 46))
        for days_ago in (520, 155):
            yield Letter(
                _when(office, rng, days_ago),
                office.zones[member],
                office.boxes[member],
                tuple(box_of(p, days_ago) for p in chosen),
                (),
                greeting,
                new_id(rng, f"x@{DOMAIN}"),
                "\n".join(rng.sample(LINES, 2)) + "\n",
                (member,),
            )


def _internal(office: Office, rng: Random) -> Iterator[Letter]:
    """Colleagues among themselves (A37): pairs, a team's list address, and everybody's."""
    staff = [e for e in STAFF if e.teams]
    for _ in range(330):
        sender = rng.choices(staff, [e.activity for e in staff])[0]
        near = office.teams[sender.address]
        others = rng.sample(near, min(len(near), rng.choice((1, 1, 1, 2, 3))))
        if rng.random() < 0.1:
            others.append("oskar")
        yield from _talk(office, rng, sender.address, others)
    everybody = tuple(e.address for e in STAFF if e.active)
    for days_ago in range(DAYS - 40, 5, -75):
        yield Letter(
            _when(office, rng, days_ago),
            "leeds",
            office.boxes["fay"],
            (Box("Everybody", f"all@{DOMAIN}"),),
            (),
            _inside(rng),
            new_id(rng, f"x@{DOMAIN}"),
            "\n".join(rng.sample(LINES, 2)) + "\n",
            everybody,
        )


def _talk(office: Office, rng: Random, sender: str, others: list[str]) -> Iterator[Letter]:
    when = _when(office, rng, rng.randrange(2, DAYS))
    subject = _inside(rng)
    parents: tuple[str, ...] = ()
    for turn in range(rng.choice((1, 1, 2, 3))):
        if when > office.last:
            return
        writer = sender if turn % 2 == 0 else others[0]
        readers = [m for m in (sender, *others) if m != writer]
        letter = Letter(
            when,
            office.zones[writer],
            office.boxes[writer],
            tuple(office.boxes[r] for r in readers),
            (),
            f"Re: {subject}" if parents else subject,
            new_id(rng, f"x@{DOMAIN}"),
            "\n".join(rng.sample(LINES, 1)) + "\n",
            (writer, *readers),
            parents,
        )
        yield letter
        parents = (*parents, letter.message_id)
        when += rng.randrange(300, 6 * HOUR)


def _inside(rng: Random) -> str:
    return rng.choice(INTERNAL).format(month=rng.choice(MONTHS), day=rng.choice(("Tuesday", "Thursday")))
