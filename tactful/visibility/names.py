"""What the viewer is shown as the name of a company: their own word for it, else the least, else its domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from django.db import connection
from pyroaring import BitMap

from tactful.records.models import Company
from tactful.visibility.columns import BookColumns, Integers, ids_of, people_set
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
    whole = [book for book, people in exists.items() if people is crowd.columns(book).held]
    said = _least_said(standing, companies, whole, {b: p for b, p in exists.items() if b not in set(whole)})
    if mine is not None:
        said |= _least_said(standing, companies, [], {own or 0: mine})
    return said


def _least_said(
    standing: Standing, companies: list[int], whole: list[int], partly: Mapping[int, BitMap]
) -> dict[int, str]:
    """The least that whole books, and others of some of their people, call these companies."""
    crowd, account = crowd_of(standing), standing.viewer.account
    # Of many companies, what the books say is read through once; of few, the companies are looked up.
    only, of = ("", []) if len(companies) > _MANY else (" and company_id = any(%s)", [companies])
    pairs = [_people_of(crowd.columns(book), people, companies) for book, people in partly.items()]
    books = np.repeat(np.array(list(partly), np.int64), [len(people) for people in pairs])
    people = np.concatenate(pairs) if pairs else books
    sources: list[tuple[str, list[Any]]] = []
    if whole:
        sources.append(
            (f"records_tie where account_id = %s and book_id = any(%s){only}", [account, whole, *of])
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


def _people_of(columns: BookColumns, people: BitMap, companies: list[int]) -> Integers:
    """Those of a book's people who are at one of these companies."""
    inside = people_set(columns.people[np.isin(columns.companies, companies)]) & people
    return ids_of(inside)
