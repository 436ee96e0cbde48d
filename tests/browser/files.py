"""A small mailbox, calendar and address book, as people really have them: written for each run, as of today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

ME = "Ada Lund <ada@hearth.example>"
#: Who is outside: name, address, and how many days ago there was a mail each way.
OUTSIDE = (
    ("Ines Duarte", "ines@brightwater.example", (1, 3, 8, 20, 45, 90)),
    ("Jon Falk", "jon@brightwater.example", (6, 30)),
    ("Kaya Ott", "kaya@kestrel.example", (2, 15, 40)),
    ("Milo Grant", "milo@orrinvale.example", (100,)),
)
PHONE = "+4420555001"


def written(folder: Path) -> list[Path]:
    """Write the three files and return where they are."""
    files = {"ada.mbox": _mbox(), "ada.ics": _calendar(), "ada.vcf": _cards()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def _ago(days: int, hour: int) -> datetime:
    today = datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days)


def _mbox() -> bytes:
    box = b""
    for name, address, days in OUTSIDE:
        for day in days:
            them = f"{name} <{address}>"
            for sender, to, hour in ((ME, them, 9), (them, ME, 14)):
                letter = EmailMessage()
                letter["From"], letter["To"], letter["Date"] = sender, to, format_datetime(_ago(day, hour))
                letter["Subject"] = f"Secret words of {name}"
                letter["Message-ID"] = f"<{address}.{day}.{hour}@hearth.example>"
                letter.set_content("Nobody keeps this text.")
                box += b"From - Mon Jan  5 09:00:00 2026\n" + letter.as_bytes() + b"\n"
    return box


def _calendar() -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hearth//Calendar//EN"]
    for name, address, days in OUTSIDE[:2]:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{address}@hearth.example",
            f"DTSTAMP:{_ago(days[0], 8):%Y%m%dT%H%M%SZ}",
            f"DTSTART:{_ago(days[0] + 4, 11):%Y%m%dT%H%M%SZ}",
            f"DTEND:{_ago(days[0] + 4, 12):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:Secret meeting with {name}",
            "ORGANIZER;CN=Ada Lund:mailto:ada@hearth.example",
            "ATTENDEE;CN=Ada Lund;PARTSTAT=ACCEPTED:mailto:ada@hearth.example",
            f"ATTENDEE;CN={name};PARTSTAT=ACCEPTED:mailto:{address}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _cards() -> bytes:
    cards = [
        ("Ines Duarte", "ines@brightwater.example", "Brightwater", "Head of Supply", PHONE),
        ("Tess Vance", "tess@vancestudio.example", "Vance Studio", "Architect", "+4420555011"),
    ]
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nORG:{company}\r\nTITLE:{title}\r\n"
        f"EMAIL:{address}\r\nTEL:{phone}\r\nEND:VCARD\r\n"
        for name, address, company, title, phone in cards
    ).encode()
