"""One company by its id, for questions that go on from its record."""

from __future__ import annotations

import uuid

from tactful.records.models import Company
from tactful.visibility.companies import see_company
from tactful.visibility.standing import Standing


def find_company(standing: Standing, uid: uuid.UUID) -> Company | None:
    """Return the row of a company that exists for the viewer; None alike for hidden and absent."""
    if see_company(standing, uid, touchpoints=False) is None:
        return None
    return Company.unchecked.get(account_id=standing.viewer.account, uid=uid)
