"""When a reminder is due that was added in few touches."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tactful.web.pages.adding import due_on

pytestmark = [pytest.mark.rule("A18")]


@pytest.mark.parametrize(
    ("zone", "now", "days", "due"),
    [
        ("UTC", "2024-05-06 08:00", 0, "2024-05-06 17:00"),
        ("UTC", "2024-05-06 16:30", 0, "2024-05-06 17:30"),
        ("UTC", "2024-05-06 21:10", 0, "2024-05-06 22:10"),
        ("UTC", "2024-05-06 23:30", 0, "2024-05-06 23:59"),
        ("UTC", "2024-05-06 23:30", 1, "2024-05-07 09:00"),
        ("UTC", "2024-05-06 08:00", 28, "2024-06-03 09:00"),
        # It is Tuesday, early, in Tokyo; and New York's clocks are changed in the coming night.
        ("Asia/Tokyo", "2024-05-06 20:00", 0, "2024-05-07 08:00"),
        ("Asia/Kathmandu", "2024-05-06 18:10", 0, "2024-05-06 18:14"),
        ("America/New_York", "2024-03-09 15:00", 1, "2024-03-10 13:00"),
    ],
)
def test_nothing_is_overdue_as_it_is_added(zone: str, now: str, days: int, due: str) -> None:
    begins = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert due_on(begins, days, ZoneInfo(zone)) == datetime.fromisoformat(due).replace(tzinfo=UTC)
