"""Access rows: for each principal, a row for everybody whom it may see, with the facets and the best score it is shown.

The name is the directory's one name for everybody, which is less than is asked of the product.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.firm.asking import Expected
from bench.firm.home import Firm
from bench.firm.peers.bare import PAGE, acting_as
from bench.firm.peers.tables import principals
from bench.firm.viewers import Asked
from bench.firm.world import RELATIONSHIP

#: The first rows of each principal hold every row of those who come first over all of them.
_PAGE = f"""
    select x.person, x.uid, bit_or(x.facets)::int, max(x.best)
    from unnest(%s::int[]) p(principal) cross join lateral (
        select a.person, a.uid, a.sort_key, a.facets, a.best from bench_access a
        where a.account_id = %s and a.principal = p.principal order by a.sort_key, a.uid limit {PAGE}) x
    group by x.sort_key, x.uid, x.person order by x.sort_key, x.uid limit {PAGE}"""
_COUNT = "select count(distinct person) from bench_access where account_id = %s and principal = any(%s)"


class AccessRows:
    """Pages and totals out of materialised rows."""

    def __init__(self, firm: Firm, expected: Expected) -> None:
        self.firm = firm
        self.expected = expected

    def page_with_total(self, asked: Asked) -> tuple[list[Any], int]:
        """Return a page by name with facets and best score, and the exact total."""
        named = principals(self.expected.oracle, asked.member, wide=asked.wide)
        with acting_as(self.firm, asked) as db:
            db.execute(_PAGE, [named, self.firm.account])
            rows = db.fetchall()
            db.execute(_COUNT, [self.firm.account, named])
            return rows, db.fetchone()[0]

    def check_page_with_total(self, asked: Asked, answer: tuple[list[Any], int]) -> None:
        """AssertionError where rows, facets, best scores or total are not the oracle's."""
        rows, total = answer
        seen, first = self.expected.seen(asked), self.expected.directory(asked)[:PAGE]
        assert total == len(seen), f"access rows: {total} in all, not {len(seen)}"
        assert [row[0] for row in rows] == (first + 1).tolist(), "access rows: the page"
        place = np.searchsorted(seen.person, first)
        assert [row[2] for row in rows] == seen.facets[place].tolist(), "access rows: facets"
        best = np.where(seen.facets[place] & RELATIONSHIP, seen.best[place], -1.0)
        assert [row[3] for row in rows] == best.tolist(), "access rows: best scores"
