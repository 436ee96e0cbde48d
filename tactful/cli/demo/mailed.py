"""A note by mail in the demo company: one member forwarded what a customer wrote to their address for notes."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from django.conf import settings

from tactful.actions.bot_addresses import make_bot_address
from tactful.cli.demo.found import Founded
from tactful.jobs.mailbot.taking import TAKEN, Addressed, close_guard, message, recipient

WORDS = """For the file: this is what we answer to in May.

---------- Forwarded message ---------
From: {name} <{address}>
Subject: Readings at the north lock
To: {member}

The sensor at the north lock reads two centimetres high since the storm. The curve is attached.
Could somebody look at it before the May inspection?
"""
CURVE = "hour,measured,gauge\n00,1.42,1.40\n06,2.31,2.29\n12,1.47,1.45\n18,2.28,2.26\n"


def mail_notes(founded: Founded) -> int:
    """Give a member an address, and have one mail of theirs taken as it would be from a mail server; return how many
    notes came of it: none where this installation takes no mail."""
    if not settings.TACTFUL_BOT_DOMAIN:
        return 0
    member = next(one for one in founded.company.members if one.active and one.teams)
    known = next(
        tie.person
        for tie in founded.company.ties
        if member.address == f"{tie.member}@{founded.company.domain}" and tie.kind == "weekly"
    )
    with founded.acting_as(member) as viewer:
        address = make_bot_address(viewer)
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = member.address, address, "Fwd: Readings at the north lock"
    made["Message-ID"] = f"<north-lock@{founded.company.domain}>"
    made.set_content(
        WORDS.format(name=f"{known.given} {known.family}", address=known.addresses[0], member=member.address)
    )
    made.add_attachment(CURVE, subtype="csv", filename="north lock.csv")
    to = recipient(member.address, address)
    try:
        return int(isinstance(to, Addressed) and message(to, made.as_bytes(policy=SMTP)) == TAKEN)
    finally:
        close_guard()
