"""Touchpoints as a viewer may see them: when, who, which way; who is named follows D26, content its own facets."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from tactful.accounts.ids import shown
from tactful.policy.decide import Decider
from tactful.policy.terms import Fact
from tactful.records.models import Company, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.bodies import Bodies
from tactful.visibility.contributors import member_of_book, owner_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.identity.joined import joined
from tactful.visibility.people import list_people_by_ids
from tactful.visibility.seen import Member, Page, Participant, Touchpoint
from tactful.visibility.showing import BODY, SUBJECT, TOUCHPOINT
from tactful.visibility.standing import Standing
from tactful.visibility.told import Told

ROLE_ORDER = {"from": 0, "organiser": 1, "to": 2, "attendee": 3, "cc": 4}


def person_timeline(
    standing: Standing, person: Person, *, kind: str = "", cursor: str | None = None, limit: int = 50
) -> Page[Touchpoint]:
    """Return the touchpoints with a person that are disclosed, newest first. `kind`: "mail", "meeting" or both."""
    members = list(joined(standing).members(person.id))
    return _timeline(
        standing, "t.person_id = any(%s)", members, f"person {shown(person.uid)}", kind, cursor, limit
    )


def company_timeline(
    standing: Standing, company: Company, *, kind: str = "", cursor: str | None = None, limit: int = 50
) -> Page[Touchpoint]:
    """Return the touchpoints with people of a company that are disclosed, newest first."""
    return _timeline(
        standing, "p.company_id = %s", company.id, f"company {shown(company.uid)}", kind, cursor, limit
    )


def timeline_of_interactions(
    standing: Standing, interactions: list[int], of: str, *, cursor: str | None, limit: int
) -> Page[Touchpoint]:
    """Return those of these interactions that are disclosed, newest first, with bodies. `of` names the question."""
    return _timeline(standing, "t.interaction_id = any(%s)", interactions, of, "", cursor, limit, bodies=True)


def _timeline(
    standing: Standing,
    about: str,
    record: int | list[int],
    of: str,
    kind: str,
    cursor: str | None,
    limit: int,
    *,
    bodies: bool = False,
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
    return Page(touchpoints_of(standing, rows, bodies=bodies), total, going_on)


def touchpoints_of(
    standing: Standing, rows: list[tuple[Any, ...]], *, bodies: bool = False
) -> tuple[Touchpoint, ...]:
    """Return what is told of some interactions: rows of (…, uid, at, disclosed copies, their directions, …).

    With `bodies` what was written too, where that is told.
    """
    if not rows:
        return ()
    copies = sorted({copy for row in rows for copy in row[3]})
    parties, subjects = _parties(standing, copies)
    written = Bodies(standing, copies if bodies else ())
    outsiders = {p.person for group in parties.values() for p in group if not p.colleague}
    visible = list_people_by_ids(standing, sorted(outsiders), dates=False)
    seen = []
    for _, uid, at, held, directions, *_ in rows:
        people: dict[tuple[str, object], Participant] = {}
        told = sorted(held, key=lambda copy: _precedence(standing, parties[copy], subjects.get(copy)))
        for copy in told:
            for party in parties.get(copy, ()):
                if not party.colleague:
                    shown = TOUCHPOINT | SUBJECT if copy in subjects else TOUCHPOINT
                    shown |= BODY if copy in written else 0
                    standing.showing.person(party.book, party.person, shown)
                one = _participant(standing, party, parties[copy], visible)
                key = ("person", joined(standing).root(party.person))
                if key not in people or (people[key].colleague and one.member is not None):
                    people[key] = one
        subject = next((subjects[copy] for copy in told if copy in subjects), None)
        first = parties[told[0]][0]
        books = sorted({party.book for copy in held for party in parties.get(copy, ())})
        seen.append(
            Touchpoint(
                uid=uid,
                kind=first.kind,
                at=at,
                all_day=first.all_day,
                directions=tuple(sorted(directions)),
                contributors=_members(member_of_book(standing, book) for book in books),
                participants=_arranged(people.values()),
                subject=subject,
                body=written.first(told),
            )
        )
    return tuple(seen)


@dataclass(frozen=True, slots=True)
class _Party:
    """Somebody on a copy, as it is stored. `company` and `domain` are those of the person, who may have none.

    `kind` and `all_day` are those of the copy.
    """

    copy: int
    book: int
    person: int
    member: int | None
    role: str
    name: str
    colleague: bool
    company: int | None
    domain: str | None
    kind: str
    all_day: date | None


def _precedence(standing: Standing, parties: Sequence[_Party], subject: str | None) -> tuple[Any, ...]:
    """Where copies differ, the viewer's own is told, then colleagues' by name: never by which was brought first."""
    book = parties[0].book
    said = sorted((party.role, party.name, party.domain or "") for party in parties)
    return (
        book != standing.own_book,
        standing.household.member_keys[owner_of(standing, book)],
        subject or "",
        said,
    )


def _parties(standing: Standing, copies: list[int]) -> tuple[dict[int, list[_Party]], dict[int, str]]:
    """Return who is on each of these copies, and the subjects of those whose subject is disclosed."""
    told = Told(standing).touchpoint("subject", "t", "p.company_id")
    parties: dict[int, list[_Party]] = {}
    subjects: dict[int, str] = {}
    with connection.cursor() as db:
        db.execute(
            "select t.copy_id, t.book_id, t.person_id, t.member_id, t.role, t.name, p.colleague, p.company_id,"
            f" c.domain, k.kind, k.all_day, t.direction <> '' and ({told.sql}), k.subject"
            # OFFSET 0: one index probe for each copy, whatever the planner makes of the condition's books.
            " from records_copy k cross join lateral (select * from records_party where account_id = k.account_id"
            " and copy_id = k.id offset 0) t join records_person p on p.id = t.person_id"
            " left join records_company c on c.id = p.company_id"
            " where k.account_id = %s and k.id = any(%s) order by t.id",
            [*told.params, standing.viewer.account, copies],
        )
        for *party, is_told, subject in db.fetchall():
            one = _Party(*party)
            parties.setdefault(one.copy, []).append(one)
            if is_told:
                subjects[one.copy] = subject
    return parties, subjects


def _participant(
    standing: Standing, party: _Party, beside: list[_Party], visible: dict[int, Any]
) -> Participant:
    if party.colleague:
        member = _named_colleague(standing, party, beside)
        name = member.name if member is not None else None
        return Participant(name, None, member, None, True, party.role)
    row = visible.get(party.person)
    if row is not None:
        company = None if row.company is None else row.company.name
        return Participant(row.name or party.name or None, row.uid, None, company, False, party.role)
    return Participant(party.name or None, None, None, party.domain, False, party.role)


def _named_colleague(standing: Standing, party: _Party, beside: list[_Party]) -> Member | None:
    """D26: the contributor, the viewer, and those who share relationships with an audience of the viewer's."""
    if party.member is None:
        return None
    owner = standing.settings.sources[party.book].owner
    fact = Fact(
        party.copy,
        party.book,
        owner or 0,
        "interactions",
        party.person,
        names=frozenset(p.person for p in beside if not p.colleague),
        name_companies=frozenset(p.company for p in beside if not p.colleague and p.company is not None),
    )
    # Who is named takes no entries of containers, and so nothing is read for it.
    decider = crowd_of(standing).kept(
        "naming", lambda: Decider(standing.settings, standing.opened, {}, standing.policy)
    )
    if not decider.names(fact, party.member):
        return None
    row = standing.members[party.member]
    return Member(row.uid, row.name, row.id == standing.viewer.member)


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
