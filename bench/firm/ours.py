"""The product's own functions, asked as a door asks them, and held to the oracle."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.firm.asking import Expected, standing_of
from bench.firm.home import Firm
from bench.firm.names import Integers
from bench.firm.viewers import Asked
from bench.firm.world import NEVER, RELATIONSHIP

if TYPE_CHECKING:
    from tactful.visibility.seen import Page, PersonRow

PAGE = 50


class Ours:
    """Lists of people through `visibility.people.list_people`."""

    def __init__(self, firm: Firm, expected: Expected) -> None:
        self.firm = firm
        self.expected = expected

    def page(self, asked: Asked, sort: str = "name", cursor: str | None = None, limit: int = PAGE) -> Any:
        """Return a page with facets, best score, who knows them, and the exact total."""
        from tactful.visibility.people import PeopleQuery, list_people

        with standing_of(self.firm, asked.member) as standing:
            return list_people(standing, PeopleQuery(sort=sort), cursor=cursor, limit=limit)

    def page_with_entries(self, asked: Asked, sort: str = "name") -> Any:
        """Return the first page, once it stands in the disclosure log what it shows of other people's."""
        from tactful.visibility.people import PeopleQuery, list_people

        with standing_of(self.firm, asked.member) as standing:
            page = list_people(standing, PeopleQuery(sort=sort), limit=PAGE)
            standing.showing.door = "GET /api/v1/people"
            standing.showing.write(standing.viewer, standing.own_book)
            return page

    def total(self, asked: Asked) -> int:
        """Return the exact number of people whom the viewer sees."""
        from tactful.visibility.people import PeopleQuery, matching

        with standing_of(self.firm, asked.member) as standing:
            return len(matching(standing, PeopleQuery()))

    def check(self, asked: Asked, page: Page[PersonRow], sort: str = "name", start: int = 0) -> None:
        """AssertionError where a row, what is shown in it, the order or the total is not the oracle's."""
        seen = self.expected.seen(asked)
        assert page.total == len(seen), f"{asked}: {page.total} in all, not {len(seen)}"
        expected = self.expected.ordered(asked, sort)[start : start + len(page.rows)]
        assert len(page.rows) == min(PAGE, len(seen) - start) or len(page.rows) > PAGE, f"{asked}: rows"
        self._check_rows(asked, page.rows, expected)

    def _check_rows(self, asked: Asked, rows: tuple[PersonRow, ...], expected: Integers) -> None:
        world, seen = self.firm.world, self.expected.seen(asked)
        for row, place in zip(rows, expected.tolist(), strict=True):
            assert row.uid == self.uid(int(seen.person[place])), f"{asked}: the order at row {row.uid}"
            words = (
                (world.names.texts, seen.name),
                (world.titles.texts, seen.title),
                (world.firms.texts, seen.firm),
            )
            told = [None if rank[place] < 0 else texts[rank[place]] for texts, rank in words]
            assert [row.name, row.title, row.organisation] == told, f"{asked}: what {row.uid} is called"
            assert row.mine == seen.mine[place], f"{asked}: whose {row.uid} is"
            related = bool(seen.facets[place] & RELATIONSHIP)
            assert (row.strength is not None) == related, f"{asked}: whether {row.uid} has a score"
            if row.strength is not None:
                assert row.strength.raw == max(0.0, seen.best[place]), f"{asked}: the best score of {row.uid}"
            assert moment(row.last_contact) == seen.last[place], f"{asked}: the last contact with {row.uid}"

    def uid(self, person: int) -> uuid.UUID:
        """Return the id by which a person is known outside."""
        return uuid.UUID(bytes=bytes(self.firm.world.p_uid[person]))


def moment(at: datetime | None) -> int:
    """Return a moment in microseconds of 1970, NEVER for none."""
    if at is None:
        return NEVER
    spent = at - datetime(1970, 1, 1, tzinfo=UTC)
    return int(np.int64((spent.days * 86_400 + spent.seconds) * 1_000_000 + spent.microseconds))
