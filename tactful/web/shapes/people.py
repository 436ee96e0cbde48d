"""Colleagues, knowers, and rows of lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tactful.visibility.seen import (
    CompanyRef,
    CompanyRow,
    Knower,
    Member,
    Page,
    PersonRow,
    Strength,
)

Shape = dict[str, Any]


def member(one: Member) -> Shape:
    """A colleague by name."""
    return {"uid": one.uid.hex, "name": one.name, "is_me": one.is_me}


def knower(one: Knower) -> Shape:
    """A colleague who knows a person or company, with their score."""
    return {**member(one.member), "score": one.strength.score}


def strength(one: Strength | None) -> Shape | None:
    """A score, None where no relationship is disclosed."""
    return None if one is None else {"score": one.score}


def company_ref(one: CompanyRef | None) -> Shape | None:
    """The company that somebody is at."""
    return None if one is None else {"uid": one.uid.hex, "name": one.name}


def person_row(row: PersonRow) -> Shape:
    """A person in a list."""
    shape: Shape = {
        "uid": row.uid.hex,
        "name": row.name,
        "company": company_ref(row.company),
        "title": row.title,
        "strength": strength(row.strength),
        "knowers": [knower(k) for k in row.knowers],
    }
    if row.last_contact is not None:
        shape["last_contact"] = row.last_contact
    return shape


def company_row(row: CompanyRow) -> Shape:
    """A company in a list."""
    shape: Shape = {
        "uid": row.uid.hex,
        "name": row.name,
        "people": row.people,
        "strength": strength(row.strength),
        "knowers": [knower(k) for k in row.knowers],
    }
    if row.last_contact is not None:
        shape["last_contact"] = row.last_contact
    return shape


def listing(page: Page[Any], rows: Iterable[Shape]) -> Shape:
    """A page of a list: its rows, the exact total, where it goes on."""
    return {"rows": list(rows), "total": page.total, "next": page.next_cursor}
