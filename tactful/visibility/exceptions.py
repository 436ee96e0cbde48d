"""A contributor's exceptions, and the recipients that an account protects: what stands, and what one would do (B05).

What a contributor is told of theirs comes from their own book alone. An Enterprise Admin is told what was typed, and
what they themselves would no longer see: who knows a protected recipient is nobody's to learn (D19).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from tactful.policy.rules import EVERYONE
from tactful.policy.terms import Exception_, Id, Settings
from tactful.records.models import Company, ContactValue, Copy, Tie
from tactful.records.sort_key import sort_key
from tactful.sharing.models import Withholding
from tactful.visibility.effects import NoLonger, no_longer_seen
from tactful.visibility.facts import facts_of_one
from tactful.visibility.preview import Effect, effects_on
from tactful.visibility.shares import others_in
from tactful.visibility.standing import Standing

PERSON, COMPANY, THREAD = "person", "company", "thread"


@dataclass(frozen=True, slots=True)
class ExceptionSeen:
    """One exception of the viewer's own. `audience` None: it binds everybody, allies and guests included.

    `name` is what the viewer's own book calls it, else what was typed; `record` is set where that book knows it.
    `covers`: the other addresses, or names without one, in that book that the exception covers as one with a person.
    """

    uid: uuid.UUID
    kind: str
    name: str
    record: uuid.UUID | None
    audience: str | None
    audience_uid: uuid.UUID | None
    set_at: datetime
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Protected:
    """A recipient that the account protects in every book, as it was typed."""

    uid: uuid.UUID
    kind: str
    name: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class ExceptionEffect:
    """What an exception would change of what colleagues see of the viewer's own; `unaffected`: for how many nothing."""

    effects: tuple[Effect, ...]
    unaffected: int


@dataclass(frozen=True, slots=True)
class ProtectedOfMine:
    """Somebody of the viewer's own whom the account protects; `name` is what their book calls them."""

    uid: uuid.UUID
    name: str | None


def my_exceptions(standing: Standing) -> tuple[ExceptionSeen, ...]:
    """Return the viewer's exceptions by name; none for who has no book."""
    if standing.own_book is None:
        return ()
    rows = Withholding.unchecked.filter(
        account_id=standing.viewer.account, book_id=standing.own_book, within=None
    )
    found = [_seen(standing, row) for row in rows]
    return tuple(sorted(found, key=lambda one: (sort_key(one.name), one.audience or "", one.uid)))


def my_exception(standing: Standing, uid: uuid.UUID) -> ExceptionSeen | None:
    """Return one exception of the viewer's own; None alike for another's and for none."""
    return next((one for one in my_exceptions(standing) if one.uid == uid), None)


def protected_recipients(standing: Standing) -> tuple[Protected, ...]:
    """Return whom the account protects, by name. For Enterprise Admins: the door asks for the role."""
    rows = Withholding.unchecked.filter(account_id=standing.viewer.account, book=None, within=None)
    found = [Protected(row.uid, kind_of(row), row.label, row.set_at) for row in rows]
    return tuple(sorted(found, key=lambda one: (sort_key(one.name), one.uid)))


def protected_of_mine(standing: Standing) -> tuple[ProtectedOfMine, ...]:
    """Return those in the viewer's own book whom the account protects, by name: nobody else sees them there."""
    found = [
        one
        for one in standing.settings.exceptions
        if one.owner is None and one.within is None and one.thread is None
    ]
    if standing.own_book is None or not found:
        return ()
    people = [int(one.person) for one in found if one.person is not None]
    people += [one.also for one in standing.covering if one.protected and one.owner == standing.viewer.member]
    companies = [int(one.company) for one in found if one.company is not None]
    rows = Tie.unchecked.filter(
        Q(person_id__in=people) | Q(company_id__in=companies),
        account_id=standing.viewer.account,
        book_id=standing.own_book,
    ).values_list("person__uid", "name")
    mine = [ProtectedOfMine(uid, name or None) for uid, name in rows]
    return tuple(sorted(mine, key=lambda one: (one.name is None, sort_key(one.name or ""), one.uid)))


def preview_exception(standing: Standing, exception: Exception_) -> ExceptionEffect:
    """Return what an exception of the viewer's would change, exactly, for whom; nothing is saved."""
    return _effect(standing, with_exception(standing.settings, exception))


def preview_without(standing: Standing, uid: uuid.UUID) -> ExceptionEffect:
    """Return what taking an exception of the viewer's back would change; nothing is saved."""
    row = Withholding.unchecked.get(
        account_id=standing.viewer.account, book_id=standing.own_book, within=None, uid=uid
    )
    return _effect(standing, without_exception(standing.settings, of_row(standing, row)))


def preview_protecting(standing: Standing, exception: Exception_) -> NoLonger:
    """Return whom the viewer themselves would no longer see, were a recipient protected; nobody else is asked about."""
    return no_longer_seen(standing, with_exception(standing.settings, exception))


def with_exception(settings: Settings, exception: Exception_) -> Settings:
    """Return these settings with an exception more, as if it were saved."""
    return replace(settings, exceptions=(*settings.exceptions, exception))


def without_exception(settings: Settings, exception: Exception_) -> Settings:
    """Return these settings without an exception, as if it were taken back."""
    return replace(settings, exceptions=tuple(one for one in settings.exceptions if one != exception))


def of_row(standing: Standing, row: Withholding) -> Exception_:
    """Return an exception as the policy reads it."""
    return Exception_(
        account=standing.viewer.account,
        owner=None if row.book_id is None else standing.viewer.member,
        audience=EVERYONE if row.for_everyone else row.team_id,
        person=row.person_id,
        company=row.company_id,
        thread=None if row.thread is None else bytes(row.thread).hex(),
    )


def kind_of(row: Withholding) -> str:
    """Return what is withheld: "person", "company" or "thread"."""
    if row.thread is not None:
        return THREAD
    return PERSON if row.person_id is not None else COMPANY


def own_person(standing: Standing, uid: uuid.UUID) -> int | None:
    """Return the row of a person whom the viewer's own book knows, or None.

    A record may go by an address that others alone know: then it is the first of those that the own book knows (D24).
    """
    found: int | None = (
        _own_ties(standing).filter(person__uid=uid).values_list("person_id", flat=True).first()
    )
    if found is not None:
        return found
    addresses = [one.person.id for one in facts_of_one(standing, uid) or ()]
    known = set(_own_ties(standing).filter(person_id__in=addresses).values_list("person_id", flat=True))
    return next((person for person in addresses if person in known), None)


def own_company(standing: Standing, uid: uuid.UUID) -> int | None:
    """Return the row of a company at which the viewer's own book knows somebody, or None."""
    ties = _own_ties(standing).filter(person__company__uid=uid)
    found: int | None = ties.values_list("person__company_id", flat=True).first()
    return found


def own_thread(standing: Standing, touchpoint: uuid.UUID) -> bytes | None:
    """Return the thread of a mail that the viewer's own book holds, or None."""
    found = (
        Copy.unchecked.filter(
            account_id=standing.viewer.account,
            book_id=standing.own_book or 0,
            kind=Copy.Kind.MAIL,
            thread__isnull=False,
            interaction__uid=touchpoint,
        )
        .order_by("id")
        .values_list("thread", flat=True)
        .first()
    )
    return None if found is None else bytes(found)


def _own_ties(standing: Standing):  # type: ignore[no-untyped-def]  # a query set of this file
    return Tie.unchecked.filter(account_id=standing.viewer.account, book_id=standing.own_book or 0)


def _effect(standing: Standing, supposed: Settings) -> ExceptionEffect:
    effects, unaffected = effects_on(standing, supposed, others_in(standing, EVERYONE))
    return ExceptionEffect(effects, unaffected)


def _seen(standing: Standing, row: Withholding) -> ExceptionSeen:
    kind = kind_of(row)
    name, record = {PERSON: _person, COMPANY: _company, THREAD: _thread}[kind](standing, row)
    audience, uid = None, None
    if row.for_everyone:
        audience = EVERYONE
    elif row.team_id is not None:
        team = standing.teams[row.team_id]
        audience, uid = team.name, team.uid
    return ExceptionSeen(
        row.uid,
        kind,
        name or row.label or _NAMELESS[kind],
        record,
        audience,
        uid,
        row.set_at,
        _covers(standing, row) if kind == PERSON else (),
    )


def _covers(standing: Standing, row: Withholding) -> tuple[str, ...]:
    also = {
        one.also
        for one in standing.covering
        if one.owner == standing.viewer.member and one.person == row.person_id and not one.protected
    }
    ties = _own_ties(standing).filter(person_id__in=also).values_list("person__key", "name")
    return tuple(sorted(key if "@" in key and not key.startswith("card:") else name for key, name in ties))


#: What is said of an exception whose record is no longer in the viewer's own sources.
_NAMELESS = {
    PERSON: "Somebody who is no longer in your sources",
    COMPANY: "A company that is no longer in your sources",
    THREAD: "A thread without a subject, or no longer in your sources",
}


def _person(standing: Standing, row: Withholding) -> tuple[str, uuid.UUID | None]:
    tie = _own_ties(standing).filter(person_id=row.person_id or 0).values_list("name", "person__uid").first()
    if tie is None:
        return "", None
    name, uid = tie
    address = (
        ContactValue.unchecked.filter(
            account_id=standing.viewer.account,
            book_id=standing.own_book,
            person_id=row.person_id or 0,
            kind="email",
        )
        .order_by("value")
        .values_list("value", flat=True)
        .first()
    )
    return name or address or "", uid


def _company(standing: Standing, row: Withholding) -> tuple[str, uuid.UUID | None]:
    if not _own_ties(standing).filter(person__company_id=row.company_id or 0).exists():
        return "", None
    company = Company.unchecked.get(account_id=standing.viewer.account, id=row.company_id or 0)
    return company.domain, company.uid


def _thread(standing: Standing, row: Withholding) -> tuple[str, uuid.UUID | None]:
    found = (
        Copy.unchecked.filter(
            account_id=standing.viewer.account, book_id=standing.own_book, thread=bytes(row.thread or b"")
        )
        .order_by("at", "id")
        .values_list("subject", "interaction__uid")
        .first()
    )
    return ("", None) if found is None else found


def columns_of(standing: Standing, exception: Exception_) -> dict[str, Any]:
    """Return what a row holds of an exception: the row of an equal one is found by it, and there is one at most."""
    audience: Id | None = exception.audience
    return {
        "account_id": standing.viewer.account,
        "book_id": None if exception.owner is None else standing.own_book,
        "for_everyone": audience == EVERYONE,
        "team_id": None if audience in (None, EVERYONE) else audience,
        "person_id": exception.person,
        "company_id": exception.company,
        "thread": None if exception.thread is None else bytes.fromhex(str(exception.thread)),
        "within": None,
    }
