"""When a reminder is due that was added in few touches."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tactful.web.pages.adding import due_on

pytestmark = [pytest.mark.rule("A18")]


@pytest.mark.parametrize(
    ("now", "days", "due"),
    [
        ("2024-05-06 08:00", 0, "2024-05-06 17:00"),
        ("2024-05-06 16:30", 0, "2024-05-06 17:30"),
        ("2024-05-06 21:10", 0, "2024-05-06 22:10"),
        ("2024-05-06 23:30", 0, "2024-05-06 23:59"),
        ("2024-05-06 23:30", 1, "2024-05-07 09:00"),
        ("2024-05-06 08:00", 28, "2024-06-03 09:00"),
    ],
)
def test_nothing_is_overdue_as_it_is_added(now: str, days: int, due: str) -> None:
    begins = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert due_on(begins, days) == datetime.fromisoformat(due).replace(tzinfo=UTC)
