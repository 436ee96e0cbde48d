"""Pages in the product's templates out of plain statements: the same member, role and wall, and no permission."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tactful.accounts.gate import key_holder
from tactful.accounts.wall import acting
from tactful.api.shapes import people as api_shapes
from tactful.records.sort_key import sort_key
from tactful.visibility.seen import (
    CompanyRef,
    Knower,
    Member,
    NameSaid,
    Page,
    PersonRow,
    PersonSeen,
    Statistics,
    Touchpoint,
    Value,
)
from tactful.visibility.strength import strength_of
from tactful.web.acting import MemberRequest
from tactful.web.asking import layout, member_page
from tactful.web.shapes import records as shapes
from tactful.web.shapes.people import listing, person_row
from tactful.web.shapes.timelines import timeline

PAGE = 50
_ROWS = (
    "select d.id, d.uid, d.name, d.best, d.last_at, c.uid, c.domain from bench_directory d"
    " left join records_company c on c.account_id = d.account_id and c.id = d.company_id where d.account_id = %s"
)
_BY_SCORE = f"{_ROWS} order by d.best desc, d.sort_key, d.uid limit {PAGE}"
_BY_NAME = f"{_ROWS} order by d.sort_key, d.uid limit {PAGE}"
_FOUND = (
    "select distinct on (d.best, d.sort_key, d.uid) d.id, d.uid, d.name, d.best, d.last_at, c.uid, c.domain"
    " from records_word w join bench_directory d on d.id = w.person_id and d.account_id = w.account_id"
    " left join records_company c on c.account_id = d.account_id and c.id = d.company_id"
    " where w.account_id = %s and w.word >= %s and w.word < %s order by d.best desc, d.sort_key, d.uid limit 8"
)


@member_page()
def people(request: MemberRequest) -> HttpResponse:
    """Everybody, by the best score of all."""
    page = _page(request.viewer.account, _BY_SCORE)
    context: dict[str, Any] = {
        "listing": listing(page, map(person_row, page.rows)),
        "sort": "-strength",
        "sorts": ["-strength", "name", "-last_contact"],
        "query": {"q": "", "band": "", "known_by": ""},
        "cursor": None,
        "colleagues": [
            {"uid": uid.hex, "name": name}
            for uid, name in _all(
                "select uid, name from accounts_membership where account_id = %s and state = 'active' order by name",
                request.viewer.account,
            )
        ],
    }
    return render(request, "web/people.html", context)


@member_page()
def search(request: MemberRequest) -> HttpResponse:
    """Whoever bears a word that begins like this."""
    word = sort_key(request.GET.get("q", ""))
    rows = _people(request.viewer.account, _all(_FOUND, request.viewer.account, word, f"{word}\U0010ffff"))
    found = {"people": [person_row(row) for row in rows], "companies": [], "teams": [], "commands": []}
    return render(request, "web/search.html", {"search_words": word, "found": found})


def api(request: HttpRequest) -> HttpResponse:
    """Everybody by name, as the API answers."""
    holder = key_holder(request.headers.get("Authorization", "").removeprefix("Bearer "))
    if holder is None:
        return HttpResponse(status=401)
    with acting(holder.account):
        return JsonResponse(api_shapes.people(_page(holder.account, _BY_NAME)).model_dump(mode="json"))


@member_page()
def person(request: MemberRequest, uid: str) -> HttpResponse:
    """All that anybody's sources say of a person, and everybody's last touchpoints with them."""
    account = request.viewer.account
    ((number, own_uid),) = _all(
        "select id, uid from records_person where account_id = %s and uid = %s", account, uid
    )
    said = _all(
        "select distinct name, title, organisation from records_namefact where account_id = %s and person_id = %s",
        account,
        number,
    )
    values = _all(
        "select distinct kind, value, label from records_contactvalue where account_id = %s and person_id = %s",
        account,
        number,
    )
    ((inbound, outbound, meetings, first, last),) = _all(
        "select count(*) filter (where direction = 'in'), count(*) filter (where direction = 'out'),"
        " count(*) filter (where direction = 'meeting'), min(at), max(at) from records_party"
        " where account_id = %s and person_id = %s and direction <> ''",
        account,
        number,
    )
    touched = _all(
        "select i.uid, c.kind, c.at, c.subject, m.uid, m.name from records_party t"
        " join records_copy c on c.id = t.copy_id join records_interaction i on i.id = t.interaction_id"
        " join sharing_source s on s.id = t.book_id join accounts_membership m on m.id = s.owner_id"
        f" where t.account_id = %s and t.person_id = %s and t.direction <> '' order by t.at desc limit {PAGE}",
        account,
        number,
    )
    knowers = _knowers(account, [number]).get(number, ())
    seen = PersonSeen(
        uid=own_uid,
        name=said[0][0] if said else None,
        title=said[0][1] if said else None,
        company=None,
        organisation=said[0][2] if said else None,
        mine=False,
        shows=frozenset({"existence", "relationship", "contact_info", "interactions"}),
        names=tuple(NameSaid(name, title, organisation, ()) for name, title, organisation in said),
        strength=knowers[0].strength if knowers else None,
        knowers=knowers,
        values=tuple(Value(kind, value, label, ()) for kind, value, label in values),
        statistics=Statistics(inbound, outbound, meetings, first, last, None, None),
    )
    rows = tuple(
        Touchpoint(of, kind, at, None, (), (Member(whose, name),), (), subject)
        for of, kind, at, subject, whose, name in touched
    )
    total = inbound + outbound + meetings
    context = layout(request) | {
        "person": shapes.person(seen, (), {}),
        "timeline": timeline(Page(rows, total, None), ""),
    }
    return render(request, "web/person.html", context)


def _page(account: int, statement: str) -> Page[PersonRow]:
    rows = _people(account, _all(statement, account))
    ((total,),) = _all("select count(*) from bench_directory where account_id = %s", account)
    return Page(rows, total)


def _people(account: int, found: list[tuple[Any, ...]]) -> tuple[PersonRow, ...]:
    knowers = _knowers(account, [row[0] for row in found])
    return tuple(
        PersonRow(
            uid=uid,
            name=name,
            title=None,
            company=None if company is None else CompanyRef(company, domain, domain),
            organisation=None,
            mine=False,
            strength=strength_of(best),
            knowers=knowers.get(number, ()),
            last_contact=last,
        )
        for number, uid, name, best, last, company, domain in found
    )


def _knowers(account: int, people: list[int]) -> dict[int, tuple[Knower, ...]]:
    found: dict[int, tuple[Knower, ...]] = {}
    for number, uid, name, raw in _all(
        "select t.person_id, m.uid, m.name, t.s from records_tie t join sharing_source s on s.id = t.book_id"
        " join accounts_membership m on m.id = s.owner_id"
        " where t.account_id = %s and t.person_id = any(%s) order by t.s desc",
        account,
        people,
    ):
        found[number] = (*found.get(number, ()), Knower(Member(uid, name), strength_of(raw)))
    return found


def _all(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as db:
        db.execute(statement, [value if not isinstance(value, uuid.UUID) else str(value) for value in values])
        rows: list[tuple[Any, ...]] = db.fetchall()
    return rows
