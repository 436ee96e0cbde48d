"""Contact-days to try the score on: written by rhythm, or drawn at random."""

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import strategies as st

from tactful.insight.rs1 import ContactDay, Direction, meeting_weight, message_weight

TODAY = date(2026, 6, 30)
OUT, IN = Direction.OUT, Direction.IN

WEIGHTS = [message_weight(n) for n in (1, 2, 4, 16, 30)]
MEETING_WEIGHTS = [meeting_weight(n) for n in (1, 3, 14)]


def mail(ages: Iterable[int], *directions: Direction, recipients: int = 1) -> list[ContactDay]:
    """Mail with one person so many days ago, both ways unless directions are named."""
    weight = message_weight(recipients)
    return [
        ContactDay("Zoe", direction, TODAY - timedelta(days=age), weight)
        for age in ages
        for direction in directions or (OUT, IN)
    ]


def touches(
    directions: Iterable[Direction] = (OUT, IN), *, kinds: Iterable[bool] = (False, True)
) -> st.SearchStrategy[ContactDay]:
    """One contact-day with Zoe within four years; `kinds` says whether mail (False) or meetings (True)."""

    def of_kind(meeting: bool) -> st.SearchStrategy[ContactDay]:
        return st.builds(
            ContactDay,
            person=st.just("Zoe"),
            direction=st.sampled_from(list(directions)),
            day=st.integers(0, 1500).map(lambda age: TODAY - timedelta(days=age)),
            weight=st.sampled_from(MEETING_WEIGHTS if meeting else WEIGHTS),
            meeting=st.just(meeting),
        )

    return st.sampled_from(list(kinds)).flatmap(of_kind)


histories = st.lists(touches(), max_size=60)
