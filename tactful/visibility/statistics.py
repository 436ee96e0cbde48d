"""What D09 counts: mails in and out, meetings, first and last dates, over the touchpoints that are disclosed.

A copy of a colleague's mail is no mail in or out of whoever has it: it stands in the timeline and is counted nowhere.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from tactful.records.models import Company, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.contributors import member_of_book
from tactful.visibility.identity.joined import joined
from tactful.visibility.seen import ContributorStatistics, Statistics
from tactful.visibility.showing import TOUCHPOINT
from tactful.visibility.standing import Standing
from tactful.visibility.told import Told


def person_statistics(
    standing: Standing, person: Person
) -> tuple[Statistics, tuple[ContributorStatistics, ...]]:
    """Return the statistics with a person: over all contributors (a mail in two books counts once), and for each."""
    members = list(joined(standing).members(person.id))
    total, each, told = _statistics(standing, "t.person_id = any(%s)", [members], "t.person_id")
    for book, address in told:
        standing.showing.person(book, address, TOUCHPOINT)
    return total, each


def company_statistics(
    standing: Standing, company: Company
) -> tuple[Statistics, tuple[ContributorStatistics, ...]]:
    """Return the statistics with a company: a mail to several of its people counts once."""
    total, each, told = _statistics(standing, "p.company_id = %s", [company.id], "p.company_id")
    for book, record in told:
        standing.showing.company(book, record, TOUCHPOINT)
    return total, each


def _statistics(
    standing: Standing, about: str, params: list[Any], record: str
) -> tuple[Statistics, tuple[ContributorStatistics, ...], list[tuple[int, int]]]:
    """Return what is counted, and of which books and records (as the column says) that tells touchpoints."""
    told = Told(standing).touchpoint("interactions", "t", "p.company_id")
    touchpoints = f"""
        select distinct t.book_id, t.interaction_id, t.direction, t.at, {record} as record
        from records_party t join records_person p on p.id = t.person_id
        where t.account_id = %s and {about} and t.direction <> '' and t.direction <> 'copied' and ({told.sql})"""
    counts = """
        count(distinct interaction_id) filter (where direction = 'in'),
        count(distinct interaction_id) filter (where direction = 'out'),
        count(distinct interaction_id) filter (where direction = 'meeting'),
        min(at) filter (where direction <> 'meeting'), max(at) filter (where direction <> 'meeting'),
        min(at) filter (where direction = 'meeting'), max(at) filter (where direction = 'meeting')"""
    with connection.cursor() as db:
        db.execute(
            f"select book_id, array_agg(distinct record), {counts} from ({touchpoints}) touchpoints"
            " group by grouping sets ((), (book_id))",
            [standing.viewer.account, *params, *told.params],
        )
        rows = db.fetchall()
    total = Statistics(0, 0, 0, None, None, None, None)
    each = []
    for book, _, *numbers in rows:
        statistics = Statistics(*numbers)
        if book is None:
            total = statistics
        else:
            each.append(ContributorStatistics(member_of_book(standing, book), statistics))
    each.sort(key=lambda one: (-_touches(one.statistics), sort_key(one.member.name), one.member.uid))
    return (
        total,
        tuple(each),
        [(book, one) for book, records, *_ in rows if book is not None for one in records],
    )


def _touches(statistics: Statistics) -> int:
    return statistics.inbound + statistics.outbound + statistics.meetings


def last_contact(statistics: Statistics) -> datetime | None:
    """Return the later of the last mail and the last meeting, or None."""
    there = [at for at in (statistics.last_mail, statistics.last_meeting) if at is not None]
    return max(there) if there else None
