"""What the viewer is shown as the name of a company: their own word for it, else the least, else its domain."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from tactful.records.models import Company
from tactful.visibility.crowd import crowd_of
from tactful.visibility.seen import CompanyRef
from tactful.visibility.standing import Standing


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
    exists = crowd.open("existence")
    whole = [book for book, people in exists.items() if people is crowd.columns(book).held]
    part = sorted(exists.keys() - set(whole))
    account = standing.viewer.account
    with connection.cursor() as db:
        db.execute(
            "select distinct company_id, book_id, 0, organisation, lower(organisation) from records_tie"
            " where account_id = %s and company_id = any(%s) and organisation <> '' and book_id + 0 = any(%s)",
            [account, companies, whole],
        )
        rows = db.fetchall()
        if part:
            db.execute(
                "select company_id, book_id, person_id, organisation, lower(organisation) from records_tie"
                " where account_id = %s and company_id = any(%s) and organisation <> '' and book_id + 0 = any(%s)",
                [account, companies, part],
            )
            rows += [row for row in db.fetchall() if row[2] in exists[row[1]]]
    least: dict[int, tuple[bool, str, str]] = {}
    for company, book, _, text, key in rows:
        said = (book != standing.own_book, key, text)
        if company not in least or said < least[company]:
            least[company] = said
    return {company: text for company, (_, _, text) in least.items()}
