"""What the viewer is shown as the name of a company: their own word for it, else the least, else its domain."""

from __future__ import annotations

from django.db import connection

from tactful.visibility.seen import CompanyRef
from tactful.visibility.standing import Standing
from tactful.visibility.told import Told, least, picked


def company_refs(standing: Standing, companies: set[int]) -> dict[int, CompanyRef]:
    """Return the shown name of each of these companies that the viewer may see, by id."""
    if not companies:
        return {}
    ties = Told(standing).ties()
    name = least(standing, "organisation", "lower(organisation)")
    with connection.cursor() as db:
        db.execute(
            f"""select c.id, c.uid, c.domain, s.name
                from (select company_id, {name.sql} as name from ({ties.sql}) told
                      where company_id = any(%s) group by company_id) s
                join records_company c on c.id = s.company_id""",
            [*name.params, *ties.params, list(companies)],
        )
        return {row[0]: CompanyRef(row[1], picked(row[3]) or row[2]) for row in db.fetchall()}
