"""A person's and a company's page. What is withheld has no key: a template cannot show what it was never handed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tactful.insight.explanation import Explanation
from tactful.visibility.months import Month
from tactful.visibility.seen import (
    CompanySeen,
    ContributorStatistics,
    GroupStrength,
    Knower,
    PersonSeen,
    Statistics,
    Value,
)
from tactful.visibility.statistics import last_contact
from tactful.web.shapes.people import Shape, company_ref, knower, member, strength

#: Where one address stands beside another, by the kind of evidence.
_WHERE = {"card": "on a card", "signature": "in a signature"}
VALUE_KINDS = {"email": "email", "phone": "phone", "postal address": "address", "profile": "link"}


def person(seen: PersonSeen, months: Iterable[Month] | None, explained: Mapping[UUID, Explanation]) -> Shape:
    """A person's page, from what the viewer may see of them."""
    shape: Shape = {
        "uid": seen.uid.hex,
        "name": seen.name,
        "title": seen.title,
        "company": company_ref(seen.company),
        "strength": strength(seen.strength),
        "names": names(seen),
        "knowers": knowers(seen.knowers, seen.by_contributor, explained),
        "group_scores": [group(one) for one in seen.groups],
    }
    if seen.values is not None:
        shape["contact_values"] = [value(one) for one in seen.values]
    if seen.extras:
        shape["extras"] = [
            {"note": one.note, "birthday": one.birthday, "categories": one.categories} for one in seen.extras
        ]
    if seen.also:
        shape["also_known"] = [
            {
                "uid": one.uid.hex,
                "name": one.name,
                "address": one.address,
                "whose": [member(owner) for owner in one.owners],
                "where": " and ".join(_WHERE[kind] for kind in one.kinds),
                "confirmed": one.confirmed,
            }
            for one in seen.also
        ]
    shape["dated"] = any("statistics" in one for one in shape["knowers"])
    return shape | dated(seen.statistics, months)


def company(seen: CompanySeen, months: Iterable[Month] | None) -> Shape:
    """A company's page less its people."""
    shape: Shape = {
        "uid": seen.uid.hex,
        "name": seen.name,
        "domains": [{"kind": "domain", "value": seen.domain, "whose": [], "key": ""}],
        "strength": strength(seen.strength),
        "knowers": knowers(seen.knowers, seen.by_contributor, {}),
        "group_scores": [group(one) for one in seen.groups],
    }
    shape["dated"] = any("statistics" in one for one in shape["knowers"])
    return shape | dated(seen.statistics, months)


def dated(statistics: Statistics | None, months: Iterable[Month] | None) -> Shape:
    """What only a disclosed facet of dates adds: numbers, and the last year."""
    shape: Shape = {}
    if statistics is not None:
        firsts = [at for at in (statistics.first_mail, statistics.first_meeting) if at is not None]
        shape["statistics"] = {
            **counts(statistics),
            "first": min(firsts, default=None),
            "last": last_contact(statistics),
        }
    if months is not None:
        shape["months"] = [
            {"month": m.month, "inbound": m.inbound, "outbound": m.outbound, "meetings": m.meetings}
            for m in months
        ]
    return shape


def counts(statistics: Statistics) -> dict[str, int]:
    """Mails in and out, and meetings."""
    return {
        "inbound": statistics.inbound,
        "outbound": statistics.outbound,
        "meetings": statistics.meetings,
    }


def knowers(
    known_by: Iterable[Knower] | None,
    by_contributor: Iterable[ContributorStatistics] | None,
    explained: Mapping[UUID, Explanation],
) -> list[Shape]:
    """Who knows them, strongest first, each with the numbers that are disclosed of them."""
    numbers = {one.member.uid: one.statistics for one in by_contributor or ()}
    shapes = []
    for one in known_by or ():
        shape = knower(one)
        statistics = numbers.get(one.member.uid)
        if statistics is not None:
            shape["statistics"] = counts(statistics)
            last: datetime | None = last_contact(statistics)
            if last is not None:
                shape["last_contact"] = last
        if one.member.uid in explained and one.strength.score:
            shape["explained"] = explanation(explained[one.member.uid])
        shapes.append(shape)
    return shapes


def explanation(one: Explanation) -> Shape:
    """What a score is made of."""
    lost = (
        ("mails to them", one.lost_mail_out),
        ("mails from them", one.lost_mail_in),
        ("meetings", one.lost_meetings),
    )
    return {
        "days_30": one.days_30,
        "days_90": one.days_90,
        "days_365": one.days_365,
        "last_out": one.last_out,
        "last_in": one.last_in,
        "lost": [{"label": label, "points": points} for label, points in lost if points > 0],
    }


def group(one: GroupStrength) -> Shape:
    """A team's score with a person or company."""
    return {"audience": audience(one.audience, one.audience_uid), "score": one.strength.score}


def audience(name: str, uid: UUID | None, size: int | None = None) -> Shape:
    """An audience: a team, or Everyone, which has no id."""
    shape: Shape = {
        "uid": "everyone" if uid is None else uid.hex,
        "kind": "everyone" if uid is None else "team",
        "name": name,
    }
    return shape if size is None else shape | {"size": size}


def value(one: Value) -> Shape:
    """A contact value with those of whose books it is."""
    return {
        "kind": VALUE_KINDS.get(one.kind, one.kind),
        "value": one.value,
        "label": one.label,
        "whose": [member(owner) for owner in one.owners],
        "key": key_of(one.kind, one.value),
    }


def names(seen: PersonSeen) -> list[Shape]:
    """The names, titles and employers that somebody's book has, besides what stands at the head of the page."""
    picks: tuple[tuple[str, Callable[[Any], str], str | None], ...] = (
        ("name", lambda said: said.name, seen.name),
        ("title", lambda said: said.title, seen.title),
        ("company", lambda said: said.organisation, seen.company.name if seen.company else None),
    )
    found = []
    for kind, pick, head in picks:
        owners: dict[str, list[Any]] = {}
        for said in seen.names:
            if pick(said):
                owners.setdefault(pick(said), []).extend(o for o in said.owners)
        if set(owners) <= {head}:
            continue
        found += [
            {
                "kind": kind,
                "value": text,
                "whose": [member(owner) for owner in dict.fromkeys(whose)],
                "key": key_of(kind, text),
            }
            for text, whose in owners.items()
        ]
    return found


def key_of(kind: str, text: str) -> str:
    """Return what names a value in an address without spelling it out there, where logs and histories would keep it."""
    return hashlib.sha256(f"{kind}\0{text}".encode()).hexdigest()[:24]
