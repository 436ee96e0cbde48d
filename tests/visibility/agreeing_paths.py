"""What warm paths, the network and moving ties must answer one viewer: what the kernel decides on single facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from tactful.visibility import moving_ties
from tactful.visibility.introducers import introducers_to_company, introducers_to_person
from tactful.visibility.moving_ties import FORGOTTEN, QUIET, NewTie, new_ties, quiet_ties
from tactful.visibility.network import NetworkQuery, network
from tactful.visibility.strength import raw_of, strength_of
from tests.visibility.agreeing import Asked
from tests.visibility.expected import Expected, Touch
from tests.visibility.from_world import uid_of

NEW = timedelta(days=365)


def introducers_agree(asked: Asked) -> None:
    """Introducers are those whose relationship is disclosed, with dates and counts only where these are."""
    expected, standing = asked.expected, asked.standing
    for person in asked.house.world.persons:
        paths = introducers_to_person(standing, uid_of("person", person.id))
        assert (paths is not None) == (person.id in expected.people)
        if paths is None:
            continue
        one_with = expected.one(person.id)
        sums = _by_uid(expected.sums(one_with))
        me = standing.viewer.uid
        assert {one.member.uid: one.strength.raw for one in paths.introducers} == pytest.approx(
            {member: raw for member, raw in sums.items() if member != me}
        )
        assert (paths.mine is not None) == (me in sums)
        order = [(-one.strength.score, not one.teams) for one in paths.introducers]
        assert order == sorted(order)
        lasts, counted = (
            _lasts(expected, "highlights", one_with),
            _lasts(expected, "interactions", one_with),
        )
        for one in paths.introducers:
            assert one.last_contact == lasts.get(one.member.uid)
            assert (one.statistics is not None) == (one.member.uid in counted)
        for one in paths.beside:
            assert one.person.uid not in {uid_of("person", it) for it in one_with}
    companies = expected.companies()
    for company in {person.company for person in asked.house.world.persons if person.company}:
        paths = introducers_to_company(standing, uid_of("company", company))
        assert (paths is not None) == (company in companies)
        if paths is not None:
            sums = _by_uid(expected.sums(companies[company]))
            found = {one.member.uid: one.strength.raw for one in paths.introducers}
            assert found == pytest.approx(
                {who: raw for who, raw in sums.items() if who != standing.viewer.uid}
            )


def network_agrees(asked: Asked) -> None:
    """The graph has each disclosed relationship with a score once, the strongest first, and says how many there are."""
    expected, standing = asked.expected, asked.standing
    people = {
        (uid_of("user", owner), uid_of("person", expected.lead(one))): strength_of(raw).score
        for one in expected.classes
        for owner, raw in expected.sums(one).items()
        if raw >= raw_of(1)
    }
    companies = {
        (uid_of("user", owner), uid_of("company", company)): strength_of(raw).score
        for company, those in expected.companies().items()
        for owner, raw in expected.sums(those).items()
        if raw >= raw_of(1)
    }
    for of, wanted in (("people", people), ("companies", companies)):
        whole = network(standing, NetworkQuery(of))
        found = {
            (whole.colleagues[tie.colleague].member.uid, whole.others[tie.other].uid): tie.score
            for tie in whole.ties
        }
        assert found == wanted
        assert whole.total == len(whole.ties) == len(wanted)
        few = network(standing, NetworkQuery(of), most=2)
        assert (few.total, len(few.ties)) == (len(wanted), min(2, len(wanted)))
        assert [tie.score for tie in few.ties] == sorted(wanted.values(), reverse=True)[:2]


def moving_ties_agree(asked: Asked) -> None:
    """New and quiet ties are those whose disclosed dates say so; here a year is new, for these worlds are not young."""
    with patch.object(moving_ties, "NEW", NEW):
        _moving_ties_agree(asked)


def _moving_ties_agree(asked: Asked) -> None:
    expected, standing = asked.expected, asked.standing
    today = standing.viewer.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    fresh, quiet = set(), set()
    for one in expected.classes:
        for owner, raw in expected.sums(one).items():
            pair = (uid_of("user", owner), uid_of("person", expected.lead(one)))
            dates = _dates(expected, "highlights", one, owner)
            if raw > 0 and dates and min(dates) >= today - NEW:
                fresh.add(pair)
            is_quiet = dates and today - FORGOTTEN <= max(dates) <= today - QUIET
            if (
                raw >= 0.32
                and is_quiet
                and _dates(expected, "interactions", [_best(expected, one, owner)], owner)
            ):
                quiet.add(pair)
    first = new_ties(standing)
    assert (first.total, len(first.rows)) == (len(fresh), min(8, len(fresh)))
    page = new_ties(standing, limit=3)
    found = list[NewTie](page.rows)
    while page.next_cursor is not None:
        page = new_ties(standing, cursor=page.next_cursor, limit=3)
        found += page.rows
    assert tuple(found[:8]) == first.rows
    assert {(new.member.uid, new.person.uid) for new in found} == fresh
    assert len(found) == len(fresh)
    assert {(tie.member.uid, tie.person.uid) for tie in quiet_ties(standing)} == quiet


def _by_uid(sums: dict[str, float]) -> dict[object, float]:
    return {uid_of("user", owner): raw for owner, raw in sums.items()}


def _best(expected: Expected, one: Iterable[str], owner: str) -> str:
    """Return the address of a person that a contributor knows best; of equal ones the one that leads."""
    known = [person for person in one if owner in expected.owners("relationship", person)]
    most = max(expected.rows.ties[owner, person].s for person in known)
    return expected.lead(person for person in known if expected.rows.ties[owner, person].s == most)


def _dates(expected: Expected, facet: str, persons: Iterable[str], owner: str) -> list[datetime]:
    return [touch.at for touch in _counted(expected, facet, persons) if touch.owner == owner]


def _lasts(expected: Expected, facet: str, persons: Iterable[str]) -> dict[object, datetime]:
    found: dict[object, datetime] = {}
    for touch in _counted(expected, facet, persons):
        owner = uid_of("user", touch.owner)
        found[owner] = max(touch.at, found.get(owner, touch.at))
    return found


def _counted(expected: Expected, facet: str, persons: Iterable[str]) -> list[Touch]:
    """The touchpoints that count: the copy of a colleague's mail is the colleague's."""
    return [touch for touch in expected.touches(facet, persons) if touch.direction != "copied"]
