"""Exceptions and protected recipients in JSON's form."""

from __future__ import annotations

from datetime import datetime

from tactful.accounts.ids import shown
from tactful.api.shapes.base import Id, Shape
from tactful.api.shapes.house import EffectShape, effects
from tactful.api.shapes.limits import audience
from tactful.api.shapes.strength import Audience
from tactful.visibility.exceptions import ExceptionEffect, ExceptionSeen, Protected


class ExceptionShape(Shape):
    """Something that you keep private: from the audience, or from everybody where that is null.

    `record` is the id of the person or company, or of the first mail of a thread; null where your sources no longer
    hold it. `covers`: what else in your sources is one with a person, to you or by these, and so private too.
    """

    id: Id
    kind: str
    name: str
    record: Id | None
    audience: Audience | None
    set_at: datetime
    covers: list[str]


class ProtectedOfMine(Shape):
    """Somebody in your own sources whom the account protects: nobody but you sees them there."""

    id: Id
    name: str | None


class Exceptions(Shape):
    """What you keep private, by name; and whom of yours the account protects."""

    items: list[ExceptionShape]
    protected: list[ProtectedOfMine]


class ExceptionPreview(Shape):
    """What colleagues would see more or less of yours; for `unaffected` of them nothing changes."""

    effects: list[EffectShape]
    unaffected: int


class ProtectedShape(Shape):
    """A recipient whom the account protects in every book: "person" is an address, "company" a domain."""

    id: Id
    kind: str
    name: str
    set_at: datetime


class ProtectedRecipients(Shape):
    """Whom the account protects, by name."""

    items: list[ProtectedShape]


def exception(one: ExceptionSeen) -> ExceptionShape:
    """Return an exception in JSON's form."""
    return ExceptionShape(
        id=shown(one.uid),
        kind=one.kind,
        name=one.name,
        record=None if one.record is None else shown(one.record),
        audience=None if one.audience is None else audience(one.audience, one.audience_uid),
        set_at=one.set_at,
        covers=list(one.covers),
    )


def preview(one: ExceptionEffect) -> ExceptionPreview:
    """Return what an exception would change in JSON's form."""
    return ExceptionPreview(effects=effects(one), unaffected=one.unaffected)


def protected(one: Protected) -> ProtectedShape:
    """Return a protected recipient in JSON's form."""
    return ProtectedShape(id=shown(one.uid), kind=one.kind, name=one.name, set_at=one.set_at)
