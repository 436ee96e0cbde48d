"""A thread for pages: message by message, who wrote to whom, when, about what, and what."""

from __future__ import annotations

from uuid import UUID

from tactful.visibility.seen import Page, Participant, Touchpoint
from tactful.web.shapes.people import Shape

SENDERS = frozenset({"from", "organiser"})
COPIED = frozenset({"cc"})


def thread(page: Page[Touchpoint], asked: UUID) -> Shape:
    """A page of a thread, newest last; `asked` is the mail or meeting by which it was asked for."""
    messages = [_message(one) for one in page.rows]
    kind = page.rows[-1].kind if page.rows else "mail"
    named = [one["subject"] for one in messages if one.get("subject")]
    plain = "Meeting" if kind == "meeting" else "Mails" if page.total > 1 else "Mail"
    return {
        "key": asked.hex,
        "kind": kind,
        "title": named[-1] if named else plain,
        "messages": messages,
        "total": page.total,
        "earlier": page.next_cursor,
    }


def _message(one: Touchpoint) -> Shape:
    shape: Shape = {
        "key": one.uid.hex,
        "kind": one.kind,
        "at": one.at,
        "all_day": one.all_day,
        "senders": [_party(p) for p in one.participants if p.role in SENDERS],
        "receivers": [_party(p) for p in one.participants if p.role not in SENDERS | COPIED],
        "copied": [_party(p) for p in one.participants if p.role in COPIED],
    }
    if any(member.is_me for member in one.contributors):
        shape["is_mine"] = True
    if one.subject is not None:
        shape["subject"] = one.subject
    if one.body is not None:
        shape["written"] = one.body.html
    return shape


def _party(one: Participant) -> Shape:
    shape: Shape = {
        "name": one.name,
        "company": one.company,
        "is_me": one.member is not None and one.member.is_me,
        "colleague": one.colleague,
    }
    return shape if one.person is None else shape | {"uid": one.person.hex}
