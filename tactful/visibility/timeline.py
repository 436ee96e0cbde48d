"""Touchpoints as a viewer may see them: when, who, which way; who is named follows D26, content its own facets."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection

from tactful.accounts.ids import shown
from tactful.policy.terms import Fact
from tactful.records.models import Company, Party, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.people import list_people_by_ids, member_of_book
from tactful.visibility.seen import Member, Page, Participant, Touchpoint
from tactful.visibility.standing import Standing
from tactful.visibility.told import Told

ROLE_ORDER = {"from": 0, "organiser": 1, "to": 2, "attendee": 3, "cc": 4}


def person_timeline(
    standing: Standing, person: Person, *, kind: str = "", cursor: str | None = None, limit: int = 50
) -> Page[Touchpoint]:
    """Return the touchpoints with a person that are disclosed, newest first. `kind`: "mail", "meeting" or both."""
    return _timeline(
        standing, "t.person_id = %s", person.id, f"person {shown(person.uid)}", kind, cursor, limit
    )


def company_timeline(
    standing: Standing, company: Company, *, kind: str = "", cursor: str | None = None, limit: int = 50
) -> Page[Touchpoint]:
    """Return the touchpoints with people of a company that are disclosed, newest first."""
    return _timeline(
        standing, "p.company_id = %s", company.id, f"company {shown(company.uid)}", kind, cursor, limit
    )


def _timeline(
    standing: Standing, about: str, record: int, of: str, kind: str, cursor: str | None, limit: int
) -> Page[Touchpoint]:
    question = f"timeline {of} {kind}"
    told = Told(standing).touchpoint("interactions", "t", "p.company_id")
    inner = f"""
        select t.interaction_id, i.uid, max(t.at) as at, array_agg(distinct t.copy_id) as copies,
               array_agg(distinct t.direction) as directions
        from records_party t
        join records_person p on p.id = t.person_id
        join records_interaction i on i.id = t.interaction_id
        where t.account_id = %s and {about} and t.direction <> '' and ({told.sql})"""
    params: list[Any] = [standing.viewer.account, record, *told.params]
    if kind:
        inner += " and t.direction = 'meeting'" if kind == "meeting" else " and t.direction <> 'meeting'"
    inner += " group by t.interaction_id, i.uid"
    sql = f"with touched as ({inner}) select *, (select count(*) from touched) from touched"
    all_params = [*params]
    if cursor is not None:
        place = read_cursor(standing.viewer, question, cursor)
        if len(place) != 2:
            raise BadCursor("this page marker is not valid here; start the list again from its beginning")
        sql += " where (at, uid) < (%s, %s)"
        all_params += [place[0], uuid.UUID(hex=place[1])]
    with connection.cursor() as db:
        db.execute(f"{sql} order by at desc, uid desc limit %s", [*all_params, limit + 1])
        found = db.fetchall()
        if found:
            total = found[0][-1]
        else:
            db.execute(f"select count(*) from ({inner}) t", params)
            total = db.fetchone()[0]
    rows = found[:limit]
    going_on = None
    if len(found) > limit:
        going_on = write_cursor(standing.viewer, question, [rows[-1][2].isoformat(), shown(rows[-1][1])])
    return Page(touchpoints_of(standing, rows), total, going_on)


def touchpoints_of(standing: Standing, rows: list[tuple[Any, ...]]) -> tuple[Touchpoint, ...]:
    """Return what is told of some interactions: rows of (…, uid, at, disclosed copies, their directions, …)."""
    copies = sorted({copy for row in rows for copy in row[3]})
    parties: dict[int, list[Party]] = {}
    for party in (
        Party.unchecked.filter(account_id=standing.viewer.account, copy_id__in=copies)
        .select_related("person", "person__company")
        .order_by("id")
    ):
        parties.setdefault(party.copy_id, []).append(party)
    subjects = _subjects(standing, copies)
    kinds = _kinds(standing, copies)
    outsiders = {p.person_id for group in parties.values() for p in group if not p.person.colleague}
    visible = list_people_by_ids(standing, sorted(outsiders))
    seen = []
    for _, uid, at, held, directions, *_ in rows:
        people: dict[tuple[str, object], Participant] = {}
        for copy in sorted(held):
            for party in parties.get(copy, ()):
                one = _participant(standing, party, parties[copy], visible)
                key = ("person", party.person_id)
                if key not in people or (people[key].colleague and one.member is not None):
                    people[key] = one
        subject = next((subjects[copy] for copy in sorted(held) if copy in subjects), None)
        kind, all_day = kinds[held[0]]
        books = sorted({party.book_id for copy in held for party in parties.get(copy, ())})
        seen.append(
            Touchpoint(
                uid=uid,
                kind=kind,
                at=at,
                all_day=all_day,
                directions=tuple(sorted(directions)),
                contributors=_members(member_of_book(standing, book) for book in books),
                participants=_arranged(people.values()),
                subject=subject,
            )
        )
    return tuple(seen)


def _participant(
    standing: Standing, party: Party, beside: list[Party], visible: dict[int, Any]
) -> Participant:
    if party.person.colleague:
        member = _named_colleague(standing, party, beside)
        name = member.name if member is not None else None
        return Participant(name, None, member, None, True, party.role)
    row = visible.get(party.person_id)
    if row is not None:
        company = None if row.company is None else row.company.name
        return Participant(row.name or party.name or None, row.uid, None, company, False, party.role)
    company = None if party.person.company is None else party.person.company.domain
    return Participant(party.name or None, None, None, company, False, party.role)


def _named_colleague(standing: Standing, party: Party, beside: list[Party]) -> Member | None:
    """D26: the contributor, the viewer, and those who share relationships with an audience of the viewer's."""
    if party.member_id is None:
        return None
    owner = standing.settings.sources[party.book_id].owner
    fact = Fact(
        party.copy_id,
        party.book_id,
        owner or 0,
        "interactions",
        party.person_id,
        names=frozenset(p.person_id for p in beside if not p.person.colleague),
        name_companies=frozenset(
            p.person.company_id for p in beside if not p.person.colleague and p.person.company_id is not None
        ),
    )
    if not standing.decider.names(fact, party.member_id):
        return None
    row = standing.members[party.member_id]
    return Member(row.uid, row.name, row.id == standing.viewer.member)


def _subjects(standing: Standing, copies: list[int]) -> dict[int, str]:
    told = Told(standing).touchpoint("subject", "t", "p.company_id")
    if told.sql == "false" or not copies:
        return {}
    with connection.cursor() as db:
        db.execute(
            "select distinct c.id, c.subject from records_copy c join records_party t on t.copy_id = c.id"
            " join records_person p on p.id = t.person_id"
            f" where c.account_id = %s and c.id = any(%s) and t.direction <> '' and ({told.sql})",
            [standing.viewer.account, copies, *told.params],
        )
        return dict(db.fetchall())


def _kinds(standing: Standing, copies: list[int]) -> dict[int, tuple[str, Any]]:
    with connection.cursor() as db:
        db.execute(
            "select id, kind, all_day from records_copy where account_id = %s and id = any(%s)",
            [standing.viewer.account, copies],
        )
        return {row[0]: (row[1], row[2]) for row in db.fetchall()}


def _members(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(set(members), key=lambda m: (sort_key(m.name), m.uid)))


def _arranged(people: Iterable[Participant]) -> tuple[Participant, ...]:
    return tuple(
        sorted(
            people,
            key=lambda p: (
                ROLE_ORDER.get(p.role, 9),
                p.colleague,
                sort_key(p.name or "\uffff"),
                p.company or "",
                "" if p.person is None else p.person.hex,
            ),
        )
    )
