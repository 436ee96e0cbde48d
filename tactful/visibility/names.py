"""What the viewer is shown as the name of a company: their own word for it, else the least, else its domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from django.db import connection
from pyroaring import BitMap

from tactful.records.models import Company
from tactful.visibility.columns import ids_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.seen import CompanyRef
from tactful.visibility.standing import Standing

_MANY = 300


def company_refs(standing: Standing, companies: Iterable[int]) -> dict[int, CompanyRef]:
    """Return the shown name of each of these companies, each of which has somebody whom the viewer sees, by id."""
    known: dict[int, CompanyRef] = crowd_of(standing).kept("company names", dict)
    asked = set(companies)
    missing = sorted(asked - known.keys())
    if missing:
        said = _said(standing, missing)
        for company in Company.unchecked.filter(account_id=standing.viewer.account, id__in=missing):
            known[company.id] = CompanyRef(company.uid, said.get(company.id, company.domain), company.domain)
    return {company: known[company] for company in asked if company in known}


def _said(standing: Standing, companies: list[int]) -> dict[int, str]:
    """What open books call these companies: the viewer's own word, else the least without regard to case (D21)."""
    crowd, own = crowd_of(standing), standing.own_book
    exists = dict(crowd.open("existence"))
    mine = exists.pop(own or 0, None)
    whole = frozenset(book for book, people in exists.items() if people is crowd.columns(book).held)
    account = standing.viewer.account
    at = None if len(companies) > _MANY else _people_at(account, companies)
    partly = {book: people for book, people in exists.items() if book not in whole}
    said = _least_said(account, companies, whole, partly, at)
    if mine is not None:
        said |= _least_said(account, companies, frozenset(), {own or 0: mine}, at)
    return said


def _least_said(
    account: int, companies: list[int], whole: frozenset[int], partly: Mapping[int, BitMap], at: BitMap | None
) -> dict[int, str]:
    """The least that whole books, and others of some of their people, call these companies.

    `at`: everybody at these companies; None where they are many, of which all that the books say is read through once.
    """
    only, of = ("", []) if at is None else (" and company_id = any(%s)", [companies])
    pairs = [ids_of(people if at is None else people & at) for people in partly.values()]
    books = np.repeat(np.array(list(partly), np.int64), [len(people) for people in pairs])
    people = np.concatenate(pairs) if pairs else books
    sources: list[tuple[str, list[Any]]] = []
    if whole:
        sources.append(
            (f"records_tie where account_id = %s and book_id = any(%s){only}", [account, list(whole), *of])
        )
    if len(people):
        told = (
            "records_tie join unnest(%s::bigint[], %s::bigint[]) as told (book, person)"
            " on book_id = told.book and person_id = told.person where account_id = %s"
        )
        sources.append((told, [books.tolist(), people.tolist(), account]))
    least: dict[int, list[str]] = {}
    for source, params in sources:
        with connection.cursor() as db:
            db.execute(
                'select company_id, min(array[lower(organisation), organisation] collate "C")'
                f" from {source} and organisation <> '' and company_id is not null group by company_id",
                params,
            )
            for company, text in db.fetchall():
                least[company] = min(text, least.get(company, text))
    return {company: text for company, (_, text) in least.items()}


def _people_at(account: int, companies: list[int]) -> BitMap:
    """Everybody whom some book knows at one of these companies, whoever may see them."""
    with connection.cursor() as db:
        db.execute(
            "select distinct person_id from records_tie where account_id = %s and company_id = any(%s)",
            [account, companies],
        )
        return BitMap(person for (person,) in db.fetchall())
