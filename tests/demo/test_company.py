"""The demo company has the size and the shape that it promises, and shows each rule of sharing."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tactful.cli.demo.company import Company, build
from tactful.cli.demo.staff import EVERYONE, Level
from tactful.cli.demo.tours import cast, tours
from tests.demo.conftest import TODAY


def test_size(company: Company) -> None:
    assert 28 <= len(company.members) <= 32
    assert len(company.people) == 3_000
    assert len(company.companies) == 400
    assert [team.name for team in company.teams] == ["Sales", "Partnerships", "Legal", "Product"]


def test_other_seeds_keep_the_size() -> None:
    for seed in range(1, 9):
        other = build(TODAY, seed)
        assert (len(other.people), len(other.companies)) == (3_000, 400)
        assert {tie.person for tie in other.ties} == set(other.people)


def test_everybody_is_in_one_or_two_teams_but_one(company: Company) -> None:
    sizes = sorted(len(member.teams) for member in company.members)
    assert sizes[0] == 0
    assert sizes[1] == 1
    assert sizes[-1] == 2
    for team in company.teams:
        assert set(team.members) == {m.address for m in company.members if team.name in m.teams}


def test_roles(company: Company) -> None:
    roles = [member.role for member in company.members]
    assert roles.count("enterprise admin") == 1
    assert 1 <= roles.count("admin") <= 2


def test_levels_cover_every_audience_of_every_member(company: Company) -> None:
    expected = {(m.address, audience) for m in company.members for audience in (*m.teams, EVERYONE)}
    assert set(company.levels) == expected


def test_levels_show_each_rule(company: Company) -> None:
    levels = company.levels
    teams = {choice.level for (_, audience), choice in levels.items() if audience != EVERYONE}
    assert teams == {*Level, None}
    assert any(choice.level is Level.RELATIONSHIPS for (_, at), choice in levels.items() if at == EVERYONE)
    ends = {choice.until for choice in levels.values() if choice.until}
    assert min(ends) < TODAY < max(ends)
    by_member: dict[str, set[Level | None]] = defaultdict(set)
    for (member, audience), choice in levels.items():
        if audience != EVERYONE:
            by_member[member].add(choice.level)
    assert any(len(chosen) == 2 for chosen in by_member.values())
    observers = [
        m
        for m in company.members
        if all(levels[m.address, audience].level is Level.NOTHING for audience in (*m.teams, EVERYONE))
    ]
    assert company.member("ben") in observers
    gone = [m for m in company.members if not m.active]
    assert [levels[m.address, m.teams[0]].level for m in gone] == [Level.BOTH]


def test_key_companies_are_known_in_several_teams(company: Company) -> None:
    teams_of = {m.address.partition("@")[0]: m.teams for m in company.members}
    knowers: dict[str, set[str]] = defaultdict(set)
    for tie in company.ties:
        if tie.person.firm:
            knowers[tie.person.firm.domain].add(tie.member)
    key = [
        domain
        for domain, members in knowers.items()
        if len(members) >= 5 and len({t for m in members for t in teams_of[m]}) >= 3
    ]
    assert len(key) >= 10
    hub = [p for p in company.people if sum(tie.person is p for tie in company.ties) >= 10]
    assert "Casimir Vroomhart" in [p.name for p in hub]
    largest = max(company.companies, key=lambda firm: sum(p.firm is firm for p in company.people))
    assert sum(p.firm is largest for p in company.people) >= 80


def test_names_of_many_scripts(company: Company) -> None:
    shown = [person.shown for person in company.people]
    assert sum(not name for name in shown) >= 100
    assert any("\u0600" <= c <= "\u06ff" for name in shown for c in name)
    assert any("\u4e00" <= c <= "\u9fff" for name in shown for c in name)
    assert any("\uac00" <= c <= "\ud7af" for name in shown for c in name)
    assert max(map(len, shown)) >= 45


def test_addresses_are_unique(company: Company) -> None:
    addresses = [address for person in company.people for address in person.addresses]
    assert len(addresses) == len(set(addresses))
    assert not [a for a in addresses if not a.isascii() or a != a.lower()]


def test_signs_in_with_different_passwords(company: Company) -> None:
    assert len({member.password for member in company.members}) == len(company.members)
    assert [s.name.split()[0] for s in cast(company)] == ["Ada", "Ben", "Fay", "Oskar"]


def test_tours_lead_to_people_that_exist(company: Company) -> None:
    at = {(person.name, person.firm.name if person.firm else "") for person in company.people}
    walks = tours(company)
    assert len(walks) == 3
    for walk in walks:
        assert (walk.person, walk.company) in at
        assert walk.first != walk.then
        for one in (walk.first, walk.then):
            # Whoever is sent there can sign in: with what stands above, or here.
            assert one in {sign_in.address for sign_in in cast(company)} or one.endswith(")")


def test_another_day_moves_the_dates_alone() -> None:
    one, two = build(date(2025, 6, 4)), build(date(2026, 6, 3))
    assert [p.addresses for p in one.people] == [p.addresses for p in two.people]
    assert [m.password for m in one.members] == [m.password for m in two.members]
    assert one.levels != two.levels
