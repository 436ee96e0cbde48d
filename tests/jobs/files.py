"""Small files as people have them: a mailbox, a calendar, an address book."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from tests.actions.books import ADA, BEN, XIA, YAN, ZOE

START = datetime(2025, 1, 7, 9, tzinfo=UTC)
SECRET = "the words of a body that must be nowhere"


def write_mailbox(path: Path, *, messages: int = 120, seed: int = 1) -> Path:
    """Write an mbox of Ada's: mail both ways, some of it twice, some without a date; return its path."""
    chance = random.Random(seed)
    with path.open("w") as file:
        for number in range(messages):
            at = START + timedelta(hours=number)
            outsider = chance.choice([ZOE, YAN, XIA, f"person{number % 40}@firm{number % 9}.example"])
            sender, to = (ADA, outsider) if chance.random() < 0.5 else (outsider, ADA)
            file.write(f"From {sender} {at:%a %b %d %H:%M:%S %Y}\n")
            file.write(f"Message-ID: <{number - (number % 10 == 9)}@mail.example>\n")
            if number % 17 != 16:
                file.write(f"Date: {format_datetime(at)}\n")
            file.write(f"From: {sender.partition('@')[0].title()} <{sender}>\nTo: {to}\nCc: {BEN}\n")
            file.write(f"Subject: Message {number}\n\n{SECRET}\n\n")
    return path


CALENDAR = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//tests//
BEGIN:VEVENT
UID:lunch
DTSTART:20250203T120000Z
DTEND:20250203T130000Z
SUMMARY:Lunch
ORGANIZER:mailto:{ADA}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ZOE}
ATTENDEE;PARTSTAT=DECLINED:mailto:{YAN}
ATTENDEE;CUTYPE=ROOM:mailto:room@acme.example
END:VEVENT
BEGIN:VEVENT
UID:dentist
DTSTART:20250204T120000Z
DTEND:20250204T130000Z
SUMMARY:Root canal
END:VEVENT
BEGIN:VEVENT
UID:talk
CLASS:PRIVATE
DTSTART:20250205T120000Z
DTEND:20250205T130000Z
SUMMARY:Leaving the firm
ATTENDEE:mailto:{XIA}
END:VEVENT
BEGIN:VEVENT
UID:off
STATUS:CANCELLED
DTSTART:20250206T120000Z
DTEND:20250206T130000Z
SUMMARY:Called off
ATTENDEE:mailto:{XIA}
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
