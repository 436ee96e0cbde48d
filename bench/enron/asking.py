"""What came of the import, asked as its members would, and counted in the tables."""

from __future__ import annotations

from typing import Any

from django.db import connection

from bench.enron.account import Founded
from tactful.accounts.wall import acting
from tactful.visibility.mine import my_strongest, my_totals
from tactful.visibility.person import see_person

_COUNTS = {
    # On a mail; whom a sender names in a signature alone is counted apart.
    "people": "select count(distinct person_id) from records_party where account_id = %s",
    "signed": "select count(*) from records_cardjoin where account_id = %s and kind = 'signature'",
    "outsiders": "select count(*) from records_person where account_id = %s and not colleague",
    "companies": "select count(distinct p.company_id) from records_person p where p.account_id = %s"
    " and exists (select 1 from records_party y where y.account_id = p.account_id and y.person_id = p.id)",
    "messages": "select count(*) from records_interaction where account_id = %s",
    "copies": "select count(*) from records_copy where account_id = %s",
    "internal": "select count(*) from records_copy where account_id = %s and internal",
    "automated": "select count(*) from records_copy where account_id = %s and automated",
    "touchpoints": "select count(*) from records_party where account_id = %s and direction <> ''",
    "ties": "select count(*) from records_tie where account_id = %s",
}
_REASONS = (
    "select reason, count(*) from records_rejection where account_id = %s group by 1 order by 2 desc, 1"
)
_BANDS = """
    select case when score >= 70 then 'strong' when score >= 40 then 'good' when score >= 15 then 'familiar'
                when score >= 5 then 'weak' else 'dormant or one-way' end, count(*)
    from records_tie where account_id = %s group by 1 order by 2"""
_FIRST = """
    select p.key, t.name, l.email, t.score from records_tie t join records_person p on p.id = t.person_id
    join sharing_source s on s.id = t.book_id join accounts_membership m on m.id = s.owner_id
    join accounts_login l on l.id = m.login_id where t.account_id = %s order by t.s desc, p.key limit 40"""


def answers_of(made: Founded, judged: list[str], strongest: int) -> dict[str, Any]:
    """The counts, the reasons of what was not imported, and the strongest ties of those to be judged."""
    with acting(made.account), connection.cursor() as db:
        counts = {}
        for name, statement in _COUNTS.items():
            db.execute(statement, [made.account])
            counts[name] = db.fetchone()[0]
        lists = {}
        for name, statement in (("reasons", _REASONS), ("bands", _BANDS), ("first", _FIRST)):
            db.execute(statement, [made.account])
            lists[name] = [list(row) for row in db.fetchall()]
    return {"counts": counts, **lists, "judged": {box: _strongest(made, box, strongest) for box in judged}}


def _strongest(made: Founded, box: str, limit: int) -> dict[str, Any]:
    """What a member sees of their own strongest ties."""
    with made.standing_of(box) as standing:
        totals = my_totals(standing)
        rows = []
        for row in my_strongest(standing, limit=limit):
            seen = see_person(standing, row.uid)
            assert seen is not None, "one's own ties are there"
            assert seen.statistics is not None
            assert seen.values is not None
            assert row.strength is not None
            rows.append(
                {
                    "name": row.name,
                    "address": seen.values[0].value,
                    "company": row.company.name if row.company else "",
                    "score": row.strength.score,
                    "band": row.strength.band,
                    "in": seen.statistics.inbound,
                    "out": seen.statistics.outbound,
                    "last": row.last_contact.date().isoformat() if row.last_contact else "",
                }
            )
    return {"people": totals.people, "companies": totals.companies, "rows": rows}
