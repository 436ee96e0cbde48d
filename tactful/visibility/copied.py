"""Copies of colleagues' mails: shown with whom they went to (A23), though they make no tie and count for nothing."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from tactful.visibility.standing import Standing
from tactful.visibility.told import Told


def copied_with(standing: Standing, people: Collection[int]) -> bool:
    """Return whether a copy of a colleague's mail to one of these people is disclosed."""
    return _is_told(standing, "t.person_id = any(%s)", sorted(people))


def copied_at(standing: Standing, company: int) -> bool:
    """Return whether a copy of a colleague's mail to somebody of a company is disclosed."""
    return _is_told(standing, "p.company_id = %s", company)


def _is_told(standing: Standing, about: str, whom: int | list[int]) -> bool:
    told = Told(standing).touchpoint("interactions", "t", "p.company_id")
    if told.sql == "false":
        return False
    with connection.cursor() as db:
        db.execute(
            "select exists (select 1 from records_party t join records_person p on p.id = t.person_id"
            f" where t.account_id = %s and {about} and t.direction = 'copied' and ({told.sql}))",
            [standing.viewer.account, whom, *told.params],
        )
        return bool(db.fetchone()[0])
