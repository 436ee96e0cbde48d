"""What is kept private, what one exception would do, and what was done when, for pages."""

from __future__ import annotations

from uuid import UUID

from tactful.policy.rules import EVERYONE
from tactful.visibility.exceptions import ExceptionEffect, ExceptionSeen, Protected
from tactful.visibility.history import Done
from tactful.web.shapes.people import Shape
from tactful.web.shapes.privacy import option_label
from tactful.web.shapes.records import audience
from tactful.web.shapes.shares import LABELS, effect

ALL = "everybody"
KINDS = {"person": "Person", "company": "Company", "thread": "Mail thread"}


def exception(one: ExceptionSeen) -> Shape:
    """One exception of the viewer's; `audience` absent where it binds everybody."""
    shape: Shape = {
        "uid": one.uid.hex,
        "kind": one.kind,
        "kind_label": KINDS[one.kind],
        "name": one.name,
        "since": one.set_at.date(),
    }
    if one.record is not None and one.kind != "thread":
        shape["record"] = one.record.hex
    if one.covers:
        shape["covers"] = one.covers
    if one.audience is not None:
        shape["audience"] = audience(one.audience, one.audience_uid)
    return shape


def effects(one: ExceptionEffect) -> Shape:
    """What an exception would change, for whom; see _exception_effect.html."""
    return {"effects": [effect(it) for it in one.effects], "unaffected": one.unaffected}


def protected(one: Protected) -> Shape:
    """A recipient whom the account protects."""
    return {
        "uid": one.uid.hex,
        "name": one.name,
        "kind_label": {"person": "Address", "company": "Company"}.get(one.kind, ""),
        "since": one.set_at.date(),
    }


def done(one: Done) -> Shape:
    """A deed of the viewer's in a sentence."""
    return {"at": one.at, "said": _said(one)}


def _said(one: Done) -> str:
    if one.deed == "share set":
        level = LABELS.get(one.level, one.level).lower()
        if one.level == "not sharing":
            return f"Withdrawn from {one.audience}"
        return f"Shared with {one.audience}: {level}"
    if one.deed == "privacy set":
        return f"Mails and meetings: {option_label(one.level).lower()}"
    if one.deed == "privacy limited":
        return f"Mails and meetings, at most with {one.audience}: {option_label(one.level).lower()}"
    if one.deed.startswith("mailbox rule"):
        ruled = one.name or {"folder": "A folder", "label": "A label", "address": "An address"}.get(
            one.kind, "A domain"
        )
        return f"{ruled}: {'never read' if one.deed == 'mailbox rule made' else 'read again'} from then on"
    what = one.name or {"thread": "A mail thread", "company": "A company"}.get(one.kind, "Somebody")
    whom = "" if one.audience is None else f" from {one.audience}"
    return (
        f"{what}: kept private{whom}" if one.deed == "exception made" else f"{what}: no longer private{whom}"
    )


def audiences(shares: list[tuple[str, UUID | None]], chosen: str) -> list[Shape]:
    """Whom an exception may bind: everybody, or one audience of the viewer's."""
    options = [(ALL, "Everybody, allies and guests included")]
    options += [("everyone" if uid is None else uid.hex, f"{name} alone") for name, uid in shares]
    return [
        {
            "value": value,
            "label": label.replace(f"{EVERYONE} alone", "Everyone in the company"),
            "chosen": value == chosen,
        }
        for value, label in options
    ]
