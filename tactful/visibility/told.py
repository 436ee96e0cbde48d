"""The conditions under which rows of values and touchpoints are told to a viewer."""

from __future__ import annotations

from tactful.visibility.reach import Condition, Reach
from tactful.visibility.standing import Standing


class Told:
    """For one standing: the conditions of `Reach`, on the columns that these tables have."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.reach = Reach(standing)
        self.account = standing.viewer.account

    def touchpoint(self, facet: str, party: str, company: str) -> Condition:
        """Return the condition for a touchpoint (a party with a direction) by a facet of events."""
        return self.reach.told(
            facet,
            source=f"{party}.book_id",
            person=f"{party}.person_id",
            company=company,
            copy=f"{party}.copy_id",
        )
