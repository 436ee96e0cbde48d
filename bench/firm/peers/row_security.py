"""Row-level security as the row filter: the database's own policy asks memberships and grants. It has no facets."""

from __future__ import annotations

from typing import Any

from bench.firm.asking import Expected
from bench.firm.home import Firm
from bench.firm.peers.bare import PAGE, acting_as
from bench.firm.peers.tables import principals
from bench.firm.viewers import Asked

_PAGE = (
    "select d.id, d.uid, d.name, d.best, d.last_at, c.domain from bench_guarded d"
    " left join records_company c on c.account_id = d.account_id and c.id = d.company_id"
    f" where d.account_id = %s order by d.sort_key, d.uid limit {PAGE}"
)
_COUNT = "select count(*) from bench_guarded where account_id = %s"


class RowSecurity:
    """Pages and totals that the policy on the table filters."""

    def __init__(self, firm: Firm, expected: Expected) -> None:
        self.firm = firm
        self.expected = expected

    def page_with_total(self, asked: Asked) -> tuple[list[Any], int]:
        """Return a page by name, and the total."""
        named = principals(self.expected.oracle, asked.member, wide=asked.wide)
        with acting_as(self.firm, asked) as db:
            told = "{" + ",".join(map(str, named)) + "}"
            db.execute("select set_config('bench.principals', %s, true)", [told])
            db.execute(_PAGE, [self.firm.account])
            rows = db.fetchall()
            db.execute(_COUNT, [self.firm.account])
            return rows, db.fetchone()[0]

    def check_page_with_total(self, asked: Asked, answer: tuple[list[Any], int]) -> None:
        """AssertionError where rows or total are not the oracle's."""
        rows, total = answer
        assert total == len(self.expected.seen(asked)), "row security: the total"
        first = self.expected.directory(asked)[:PAGE]
        assert [row[0] for row in rows] == (first + 1).tolist(), "row security: the page"
