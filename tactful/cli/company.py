"""Find the company that the member names: an id, a domain, or a name, among those that they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tactful.cli.ending import USAGE, Ended
from tactful.cli.words import counted

if TYPE_CHECKING:
    from tactful.visibility.seen import CompanyRow, CompanySeen
    from tactful.visibility.standing import Standing

_LISTED = 10


def company_named(standing: Standing, words: str) -> CompanySeen:
    """Return the company; Ended where the member sees none (hidden and absent alike), or several."""
    from tactful.accounts.ids import read_uid
    from tactful.visibility.companies import see_company

    uid = read_uid(words.strip().lower().replace("-", ""))
    if uid is None:
        uid = _one(_candidates(standing, words), words).uid
    seen = see_company(standing, uid, touchpoints=False)
    if seen is None:
        raise absent_company(words)
    return seen


def absent_company(words: str) -> Ended:
    """Return the one answer for a company that is hidden and one that is not there."""
    return Ended(f'There is no company "{words}".', field="company")


def _candidates(standing: Standing, words: str) -> list[CompanyRow]:
    from tactful.records.sort_key import sort_key
    from tactful.visibility.companies import CompaniesQuery, list_companies

    if not words.strip():
        return []
    found = list(list_companies(standing, CompaniesQuery(words=words), limit=500, dates=False).rows)
    wanted = words.strip().lower()
    return [row for row in found if wanted == row.domain or sort_key(row.name) == sort_key(words)] or found


def _one(found: list[CompanyRow], words: str) -> CompanyRow:
    if not found:
        raise absent_company(words)
    if len(found) > 1:
        several = "\n".join(f"  {row.uid.hex}  {row.name}, {row.domain}" for row in found[:_LISTED])
        more = f"\n  ... and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        raise Ended(
            f'"{words}" could be {counted(len(found), "company", "companies")}: say which by the id.\n{several}{more}',
            USAGE,
            field="company",
        )
    return found[0]
