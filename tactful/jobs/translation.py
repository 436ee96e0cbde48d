"""From what the readers parsed to what is stored: keys, weights, and what is left out on purpose."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from tactful.actions.imports.items import Card, Item, Mail, Meeting, Named, Refused, Value, Written
from tactful.actions.imports.keys import id_key, looks_key
from tactful.insight.rs1 import meeting_weight, message_weight
from tactful.intake.parsed import Mailbox, Parsed, ParsedCard, ParsedMail, ParsedMeeting, Postal, Rejected
from tactful.visibility.keeping import NOTHING_KEPT, Keeping


def item_of(parsed: Parsed | Rejected, own: frozenset[str], keeps: Keeping = NOTHING_KEPT) -> Item:
    """Return what is stored of a parsed item; `own` are the contributor's addresses, `keeps` what the account keeps.

    Private meetings, where they are not kept, and entries of a calendar with nobody else on them are refused: no
    relationship needs them, and what is not to be stored is not kept (A27).
    """
    match parsed:
        case ParsedMail():
            return _mail(parsed, keeps)
        case ParsedMeeting():
            return _meeting(parsed, own, keeps)
        case ParsedCard():
            return _card(parsed)
        case Rejected():
            return Refused(parsed.label, parsed.reason)


def _named(mailbox: Mailbox) -> Named:
    return Named(mailbox.address, mailbox.name)


def _mail(mail: ParsedMail, keeps: Keeping) -> Mail:
    ids = (id_key("id", mail.message_id),) if mail.message_id else ()
    return Mail(
        keys=(*ids, looks_key(mail.copy_key)),
        at=mail.date,
        sender=_named(mail.sender),
        to=tuple(map(_named, mail.to)),
        cc=tuple(map(_named, mail.cc)),
        subject=mail.subject,
        folder=mail.folder,
        thread=mail.thread_key,
        automated=mail.automated,
        weight=message_weight(mail.recipients, automated=mail.automated),
        signed=mail.signed,
        body=Written(mail.body.text, mail.body.html) if mail.body is not None and keeps.bodies else None,
    )


def _meeting(meeting: ParsedMeeting, own: frozenset[str], keeps: Keeping) -> Meeting | Refused:
    if meeting.private and not keeps.private_events:
        return Refused(meeting.label, "is marked private, and private events are not kept")
    people = [one for one in meeting.attendees if not one.is_resource]
    rooms = {one.mailbox.address for one in meeting.attendees if one.is_resource}
    organiser = meeting.organiser if meeting.organiser and meeting.organiser.address not in rooms else None
    others = {one.mailbox.address for one in people} | ({organiser.address} if organiser else set())
    others -= own | {""}
    if not others:
        return Refused(meeting.label, "has nobody on it but you; such entries of a calendar are not kept")
    declined = frozenset(one.mailbox.address for one in people if one.partstat == "declined")
    cancelled = meeting.status == "cancelled"
    void = cancelled or bool(declined & own)
    occurrence = meeting.recurrence_id
    uid = meeting.uid or f"{meeting.start.isoformat()} {meeting.title}"
    return Meeting(
        keys=(id_key("event", uid, occurrence),),
        at=_instant(meeting.start),
        all_day=_day(meeting.start) if meeting.all_day else None,
        organiser=_named(organiser) if organiser else None,
        attendees=tuple(_named(one.mailbox) for one in people),
        declined=declined,
        void=void,
        # Of what is marked private nothing is kept but who met, and when.
        title="" if meeting.private else meeting.title,
        folder=meeting.folder,
        private=meeting.private,
        body=Written(meeting.description) if keeps.bodies and not meeting.private else None,
        weight=meeting_weight(len(others), all_day=meeting.all_day, cancelled=cancelled, declined=void),
        # A reply names one attendee alone, so it never takes the place of the invitation it answers.
        rank=(meeting.sequence, meeting.method != "REPLY", cancelled),
    )


def _card(card: ParsedCard) -> Card:
    phones = (Value("phone", one.e164 or one.raw, one.kind) for one in card.phones)
    postal = (Value("postal address", _written(one), one.kind) for one in card.postal)
    profiles = (Value("profile", url) for url in card.urls)
    return Card(
        uid=card.uid,
        name=card.name or " ".join(part for part in (card.given, card.family) if part),
        title=card.title,
        organisation=card.org,
        addresses=card.emails,
        values=(*phones, *postal, *profiles),
        note=card.note,
        birthday=card.birthday,
        categories=", ".join(card.categories),
    )


def _written(postal: Postal) -> str:
    """A postal address on one line."""
    town = " ".join(part for part in (postal.code, postal.city) if part)
    return ", ".join(part for part in (postal.street, town, postal.region, postal.country) if part)


def _instant(start: datetime | date) -> datetime:
    return start if isinstance(start, datetime) else datetime.combine(start, time(), UTC)


def _day(start: datetime | date) -> date:
    return start.date() if isinstance(start, datetime) else start
