"""No permission at all: the same directory behind the same wall, by the role that serves, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import numpy as np

from bench.firm.asking import Expected
from bench.firm.home import Firm
from bench.firm.names import Integers
from bench.firm.viewers import Asked

PAGE = 50
_COLUMNS = "d.id, d.uid, d.name, d.best, d.last_at, c.domain"
_FROM = (
    " from bench_directory d left join records_company c on c.account_id = d.account_id and c.id = d.company_id"
    " where d.account_id = %s"
)
BY_NAME = f"select {_COLUMNS}{_FROM} order by d.sort_key, d.uid limit {PAGE}"
BY_SCORE = f"select {_COLUMNS}{_FROM} order by d.best desc, d.sort_key, d.uid limit {PAGE}"
COUNT = "select count(*) from bench_directory where account_id = %s"
FOUND = f"select {_COLUMNS}{_FROM} and d.sort_key >= %s and d.sort_key < %s order by d.sort_key, d.uid limit {PAGE}"


class Bare:
    """Pages of everybody, asked in a member's transaction whose answer does not depend on them."""

    def __init__(self, firm: Firm, expected: Expected) -> None:
        self.firm = firm
        self.expected = expected

    def page(self, asked: Asked) -> list[Any]:
        """Return a page by name."""
        return self._rows(asked, BY_NAME)

    def page_with_total(self, asked: Asked) -> tuple[list[Any], int]:
        """Return a page by name, and how many people there are."""
        with acting_as(self.firm, asked) as db:
            db.execute(BY_NAME, [self.firm.account])
            rows = db.fetchall()
            db.execute(COUNT, [self.firm.account])
            return rows, db.fetchone()[0]

    def page_by_score(self, asked: Asked) -> list[Any]:
        """Return a page by the best score of all."""
        return self._rows(asked, BY_SCORE)

    def count(self, asked: Asked) -> int:
        """Return how many people there are."""
        with acting_as(self.firm, asked) as db:
            db.execute(COUNT, [self.firm.account])
            return int(db.fetchone()[0])

    def check_page(self, asked: Asked, answer: list[Any]) -> None:
        """AssertionError where the page is not the first of the whole directory."""
        del asked
        assert [row[0] for row in answer] == (self._directory[:PAGE] + 1).tolist(), "no-permission page"

    def check_page_with_total(self, asked: Asked, answer: tuple[list[Any], int]) -> None:
        """AssertionError where page or total are not the whole directory's."""
        self.check_page(asked, answer[0])
        assert answer[1] == self.firm.size.people, "no-permission total"

    def check_page_by_score(self, asked: Asked, answer: list[Any]) -> None:
        """AssertionError where the page is not that of the best scores of all."""
        del asked
        world = self.firm.world
        best = np.full(world.size.people, -1.0)
        np.maximum.at(best, world.t_person, world.s)
        assert [row[3] for row in answer] == np.sort(best)[::-1][:PAGE].tolist(), (
            "no-permission page by score"
        )

    def check_count(self, asked: Asked, answer: int) -> None:
        """AssertionError where the total is wrong."""
        del asked
        assert answer == self.firm.size.people, "no-permission count"

    def _rows(self, asked: Asked, statement: str) -> list[Any]:
        with acting_as(self.firm, asked) as db:
            db.execute(statement, [self.firm.account])
            rows: list[Any] = db.fetchall()
            return rows

    @cached_property
    def _directory(self) -> Integers:
        world = self.firm.world
        keys = self.expected.oracle.key_place[world.p_name]
        return np.lexsort((world.uid_place, keys))


@contextmanager
def acting_as(firm: Firm, asked: Asked, *, reads: bool = True) -> Iterator[Any]:
    """Open a member's transaction with the viewer resolved, as every request has it; yield a cursor of it.

    What only reads does so in one snapshot, as requests do.
    """
    from django.db import connection

    from tactful.accounts.wall import acting
    from tactful.visibility.viewer import member_viewer

    with acting(firm.account, snapshot=reads), connection.cursor() as db:
        assert member_viewer(firm.account, firm.members[asked.member]) is not None, "viewers are active"
        yield db
