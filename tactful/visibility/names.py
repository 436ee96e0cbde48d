"""What the viewer is shown as the name of a company: their own word for it, else the least, else its domain."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from tactful.records.models import Company
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
    crowd = crowd_of(standing)
    exists, own = crowd.open("existence"), standing.own_book
    whole = [book for book, people in exists.items() if people is crowd.columns(book).held and book != own]
    part = sorted(exists.keys() - set(whole))
    # Of many companies, what the books say is read through once; of few, the companies are looked up.
    only, of = ("", []) if len(companies) > _MANY else (" and company_id = any(%s)", [companies])
    account = standing.viewer.account
    with connection.cursor() as db:
        db.execute(
            'select company_id, min(array[lower(organisation), organisation] collate "C") from records_tie'
            f" where account_id = %s and book_id = any(%s){only} and organisation <> '' and company_id is not null"
            " group by company_id",
            [account, whole, *of],
        )
        least = {company: (True, *said) for company, said in db.fetchall()}
        db.execute(
            "select company_id, book_id, person_id, lower(organisation), organisation from records_tie"
            f" where account_id = %s and book_id = any(%s){only} and organisation <> '' and company_id is not null",
            [account, part, *of],
        )
        for company, book, person, key, text in db.fetchall():
            said = (book != own, key, text)
            if person in exists[book] and (company not in least or said < least[company]):
                least[company] = said
    return {company: text for company, (_, _, text) in least.items()}
