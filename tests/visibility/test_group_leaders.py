"""Whom a group knows best: stored, worked out in memory and read with SQL are the same, whatever changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tactful.accounts.models import Membership, TeamMembership
from tactful.insight import leaders as storing
from tactful.insight.leaders import store_all_leaders, store_leaders
from tactful.insight.rs1 import GRAIN
from tactful.policy.paths import share_of
from tactful.policy.rules import EVERYONE, Policy
from tactful.policy.terms import Id
from tactful.records.models import GroupLeaders, Person, Tie
from tactful.sharing.models import ShareSetting, Source, Withholding
from tactful.visibility import leaders
from tactful.visibility.crowd import crowd_of
from tactful.visibility.groups import audiences, computed_leaders, leaders_of, strongest_people
from tactful.visibility.household import books_by_owner
from tactful.visibility.leaders import Leader, leading, stored_leaders, team_of
from tactful.visibility.reach import Reach
from tactful.visibility.settings import load_settings
from tactful.visibility.standing import Standing
from tactful.visibility.telling import leads
from tests.reference.cast import ACME, NOW, TIES, book
from tests.reference.cast import house as cast_house
from tests.reference.world import EVERYONE as ALL
from tests.reference.world import Private, Share, Viewer
from tests.reference.worlds import every_viewer, worlds_of
from tests.visibility.agreeing import Asked, loaded
from tests.visibility.expected import Expected, Rows
from tests.visibility.from_world import Loaded, uid_of
from tests.visibility.test_agreement import ANY_POLICY, any_world

pytestmark = [pytest.mark.django_db, pytest.mark.rule("D04")]

BUDGET: dict[str, Any] = {
    "max_examples": max(8, settings().max_examples // 12),
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}


# ── What should be ──────────────────────────────────────────────────────────────────────────────────


def every_audience(house: Loaded) -> list[Id]:
    return [*(number for (kind, _), number in house.ids.items() if kind == "team"), EVERYONE]


def sharing_books(standing: Standing, audience: Id) -> list[int]:
    """Return the contributing books, from settings that are read anew."""
    read = load_settings(standing.viewer.account)
    return [
        book
        for member, book in books_by_owner(read).items()
        if read.users[member].contributes
        and (audience == EVERYONE or audience in read.users[member].teams)
        and "relationship" in share_of(read, read.users[member], audience, standing.viewer.now)
    ]


def by_sql(standing: Standing, audience: Id, limit: int) -> list[Leader]:
    """Return the first of the audience as one statement over the ties finds them, each person at their lead's id."""
    told = Reach(standing).told(
        "relationship", source="t.book_id", person="t.person_id", company="t.company_id"
    )
    people = list(crowd_of(standing).existing)
    with connection.cursor() as db:
        db.execute(
            "with best as (select o.lead, t.book_id, max(t.s) as s from records_tie t"
            " join unnest(%s::bigint[], %s::bigint[]) as o(person, lead) on o.person = t.person_id"
            f" where t.account_id = %s and t.book_id = any(%s) and ({told.sql}) group by 1, 2)"
            " select p.id, sum(b.s), count(*) from best b join records_person p on p.id = b.lead"
            " group by p.id, p.uid having sum(b.s) > 0 order by sum(b.s) desc, p.uid limit %s",
            [
                people,
                leads(standing, people),
                standing.viewer.account,
                sharing_books(standing, audience),
                *told.params,
                limit,
            ],
        )
        return [Leader(*row) for row in db.fetchall()]


def check(house: Loaded, *, now: datetime | None = None) -> int:
    """Ask for every viewer and audience, whatever is stored; return how many answers there were."""
    answers = 0
    uids = dict(Person.unchecked.filter(account_id=house.account).values_list("id", "uid"))
    for one in every_viewer(house.world):
        viewer = house.viewer(one)
        standing = Standing(viewer if now is None else replace(viewer, now=now))
        own = {audience.id for audience in audiences(standing)}
        for audience in every_audience(house):
            for limit in (1, 2, 50):
                wanted = by_sql(standing, audience, limit) if audience in own else []
                found = strongest_people(standing, audience, limit=limit)
                said = [(row.uid, group.strength.raw, group.contributors) for row, group in found]
                assert said == [(uids[led.person], led.raw, led.contributors) for led in wanted]
                if audience in own:
                    assert list(leaders_of(standing, audience, limit)) == wanted
                    assert list(computed_leaders(standing, audience, limit)) == wanted
                answers += len(found)
    return answers


def stored(house: Loaded, now: datetime | None = None) -> list[Id]:
    """Return the audiences whose stored row is good."""
    member = next(v for v in every_viewer(house.world) if v.user is not None)
    standing = Standing(replace(house.viewer(member), now=now or house.now))
    return [
        audience
        for audience in every_audience(house)
        if stored_leaders(house.account, audience, sharing_books(standing, audience), 50) is not None
    ]


# ── Stored = worked out = SQL ───────────────────────────────────────────────────────────────────────


@settings(**BUDGET)
@given(any_world(), st.sampled_from([0, 8]))
def test_stored_and_computed_are_what_sql_finds(world: Any, spread: int) -> None:
    with loaded(world) as house, patch.object(leaders, "_SPREAD", spread):
        found = check(house)
        assert stored(house) == []
        store_all_leaders(house.account)
        assert len(stored(house)) == 1 + len([it for it in world.teams if it.account == "acme"])
        assert check(house) == found


@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_a_groups_strongest_are_those_of_whom_contributions_are_disclosed(
    world: Any, policy: Policy, data: st.DataObject
) -> None:
    with loaded(world) as house:
        if data.draw(st.booleans()):
            store_all_leaders(house.account)
        rows = Rows(house)
        for viewer in every_viewer(world):
            asked = Asked(house, rows, viewer, policy)
            expected, me = asked.expected, asked.expected.decider.opened.user
            mine = [team.id for team in house.world.teams if me is not None and team.id in me.teams]
            is_member = bool(audiences(asked.standing))
            for audience in (*mine, ALL) if is_member else ():
                wanted = []
                for one in expected.classes:
                    sums = expected.sums(one)
                    owners = [owner for owner in sums if shares(expected, policy, owner, audience)]
                    raw = sum(sums[owner] for owner in owners)
                    if raw > 0:
                        wanted.append((-raw, uid_of("person", expected.lead(one)), len(owners)))
                number = EVERYONE if audience == ALL else house.ids["team", audience]
                found = strongest_people(asked.standing, number, limit=50)
                assert [(-g.strength.raw, row.uid, g.contributors) for row, g in found] == sorted(wanted)


def shares(expected: Expected, policy: Policy, owner: str, audience: str) -> bool:
    """Return whether a contributor shares relationships with this audience, of which they are."""
    user = expected.decider.settings.users[owner]
    if not user.contributes or (audience != ALL and audience not in user.teams):
        return False
    return "relationship" in share_of(expected.decider.settings, user, audience, NOW, policy)


# ── After changes: not stored again, and stored again ───────────────────────────────────────────────


def owner_of(book: int) -> int:
    owner = Source.unchecked.get(id=book).owner_id
    assert owner is not None
    return owner


def share_lowered(house: Loaded, book: int, person: int) -> None:
    """Somebody shares nothing with Everyone any more, and nothing with any team."""
    own = owner_of(book)
    places = TeamMembership.unchecked.filter(account_id=house.account, membership_id=own)
    for place in (None, *places.values_list("id", flat=True)):
        ShareSetting.unchecked.update_or_create(
            account_id=house.account,
            book_id=book,
            team_membership_id=place,
            defaults={"level": "not sharing", "ends_at": None, "set_at": house.now},
        )


def withheld_from_everyone(house: Loaded, book: int, person: int) -> None:
    """A contributor withholds one person from Everyone."""
    Withholding.unchecked.create(account_id=house.account, book_id=book, person_id=person, for_everyone=True)


def protected(house: Loaded, book: int, person: int) -> None:
    """The account protects one person in every book."""
    Withholding.unchecked.create(account_id=house.account, person_id=person)


def tie_changed(house: Loaded, book: int, person: int) -> None:
    """One raw sum is another."""
    tie = Tie.unchecked.get(account_id=house.account, book_id=book, person_id=person)
    Tie.unchecked.filter(id=tie.id).update(s=tie.s + 14.5)


def tie_gone(house: Loaded, book: int, person: int) -> None:
    """A book does not know somebody any more."""
    Tie.unchecked.filter(account_id=house.account, book_id=book, person_id=person).delete()


def member_deactivated(house: Loaded, book: int, person: int) -> None:
    """A contributor is deactivated."""
    owner = owner_of(book)
    Membership.unchecked.filter(id=owner).update(state=Membership.State.DEACTIVATED)


def teams_left(house: Loaded, book: int, person: int) -> None:
    """A contributor leaves all their teams."""
    owner = owner_of(book)
    TeamMembership.unchecked.filter(account_id=house.account, membership_id=owner).delete()


CHANGES = (
    share_lowered,
    withheld_from_everyone,
    protected,
    tie_changed,
    tie_gone,
    member_deactivated,
    teams_left,
)


def shared_tie(house: Loaded) -> Tie | None:
    """Return a tie of a book that is shared with Everyone; it is made so."""
    ties = Tie.unchecked.filter(account_id=house.account, s__gt=0).order_by("id")
    active = Source.unchecked.filter(owner__state=Membership.State.ACTIVE)
    tie = ties.filter(book_id__in=active.values("id")).first()
    if tie is not None:
        ShareSetting.unchecked.update_or_create(
            account_id=house.account,
            book_id=tie.book_id,
            team_membership_id=None,
            defaults={"level": "relationships", "ends_at": None, "set_at": house.now},
        )
    return tie


@pytest.mark.rule("D05", "D13")
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@settings(**{**BUDGET, "max_examples": max(3, BUDGET["max_examples"] // 3)})
@given(world=any_world())
def test_after_a_change_the_next_question_is_answered_anew(
    change: Callable[[Loaded, int, int], None], world: Any
) -> None:
    with loaded(world) as house:
        tie = shared_tie(house)
        if tie is None:
            return
        store_all_leaders(house.account)
        check(house)
        change(house, tie.book_id, tie.person_id)
        check(house)
        store_all_leaders(house.account)
        assert EVERYONE in stored(house)
        check(house)


@pytest.mark.rule("B06")
@settings(**BUDGET)
@given(any_world())
def test_a_share_that_ends_is_out_of_the_sum_from_its_end_on(world: Any) -> None:
    with loaded(world) as house:
        tie = shared_tie(house)
        if tie is None:
            return
        end = house.now + timedelta(days=1)
        ShareSetting.unchecked.filter(book_id=tie.book_id, team_membership_id=None).update(ends_at=end)
        store_all_leaders(house.account)
        for now in (house.now, end - timedelta(microseconds=1), end, end + timedelta(days=1), house.now):
            check(house, now=now)
        with patch.object(storing, "transaction_time", lambda: end):
            store_all_leaders(house.account)
        assert EVERYONE in stored(house, end)
        for now in (house.now, end):
            check(house, now=now)


# ── Which answer is used ────────────────────────────────────────────────────────────────────────────


def is_told_all(standing: Standing, audience: Id) -> bool:
    """Return whether no tie of the audience's contributors is withheld from the viewer."""
    told = Reach(standing).told(
        "relationship", source="t.book_id", person="t.person_id", company="t.company_id"
    )
    with connection.cursor() as db:
        db.execute(
            f"select bool_and({told.sql}) from records_tie t where t.account_id = %s and t.book_id = any(%s)",
            [*told.params, standing.viewer.account, sharing_books(standing, audience)],
        )
        return db.fetchone()[0] is not False


@pytest.mark.rule("B05")
@settings(**BUDGET)
@given(worlds_of("D04"), st.sampled_from([None, withheld_from_everyone, protected]))
def test_what_is_stored_is_for_those_from_whom_nothing_is_withheld(world: Any, withhold: Any) -> None:
    with loaded(world) as house:
        tie = shared_tie(house)
        if tie is None:
            return
        if withhold is not None:
            withhold(house, tie.book_id, tie.person_id)
        store_all_leaders(house.account)
        # A mark that shows where an answer came from: nobody has such sums.
        for row in GroupLeaders.unchecked.filter(account_id=house.account):
            row.sums = (np.frombuffer(row.sums, ">f8") + 1000).astype(">f8").tobytes()
            row.save()
        for one in every_viewer(world):
            plain = house.viewer(one)
            for viewer in (plain, replace(plain, ceiling=frozenset({"existence"}))):
                standing = Standing(viewer)
                for audience in audiences(standing):
                    mark = 1000 if is_told_all(standing, audience.id) else 0
                    real = by_sql(standing, audience.id, 50)
                    told = leaders_of(standing, audience.id, 50)
                    assert [led.raw for led in told] == [led.raw + mark for led in real]


@settings(**BUDGET)
@given(any_world())
def test_more_than_is_stored_is_worked_out(world: Any) -> None:
    with (
        loaded(world) as house,
        patch.object(leaders, "MOST", 1),
        patch.object(storing, "MOST", 1),
    ):
        store_all_leaders(house.account)
        assert all(len(row.people) <= 8 for row in GroupLeaders.unchecked.filter(account_id=house.account))
        check(house)


@settings(**BUDGET)
@given(any_world())
def test_a_good_row_stays_untouched_and_a_dead_one_is_gone(world: Any) -> None:
    with loaded(world) as house:
        tie = shared_tie(house)
        if tie is None:
            return
        assert store_leaders(house.account)
        assert not store_leaders(house.account)
        rows = GroupLeaders.unchecked.filter(account_id=house.account, team=team_of(EVERYONE))
        # A deactivated contributor, or a cap on what Everyone is shown, keeps the book out.
        counts = tie.book_id in rows.get().books
        ShareSetting.unchecked.filter(book_id=tie.book_id).update(level="not sharing")
        assert rows.exists()
        Tie.unchecked.filter(id=tie.id).delete()
        assert rows.exists() != counts
        assert not store_leaders(house.account, 2**40)


# ── Adding ──────────────────────────────────────────────────────────────────────────────────────────

RAWS = st.integers(0, 500 * 2**30).map(lambda grains: grains / GRAIN)


@settings(**{**BUDGET, "max_examples": 60})
@given(st.lists(st.tuples(st.integers(0, 2), RAWS), min_size=1, max_size=60), st.randoms())
def test_sums_are_the_databases_to_the_last_bit_in_any_order(pairs: list[Any], rnd: Any) -> None:
    found = []
    for _ in range(2):
        of, raws = zip(*pairs, strict=True)
        found.append(np.bincount(of, weights=raws, minlength=3).tolist())
        with connection.cursor() as db:
            db.execute(
                "select coalesce(sum(raw) filter (where of = n), 0) from generate_series(0, 2) n,"
                " unnest(%s::int[], %s::float8[]) u(of, raw) group by n order by n",
                [list(of), list(raws)],
            )
            found.append([row[0] for row in db.fetchall()])
        rnd.shuffle(pairs)
    assert found[0] == found[1] == found[2] == found[3]


@settings(**{**BUDGET, "max_examples": 200})
@given(st.lists(st.integers(-1, 30), min_size=1, max_size=300), st.integers(1, 8), st.sampled_from([1, 8]))
def test_the_greatest_are_those_of_a_sort(whole: list[int], limit: int, blocks: int) -> None:
    with patch.object(leaders, "_BLOCKS", blocks):
        found = leaders._greatest(np.array(whole, np.float64), limit).tolist()
    bar = sorted(whole, reverse=True)[min(limit, len(whole)) - 1]
    assert found == [place for place, value in enumerate(whole) if value > 0 and value >= bar]


def test_no_book_knows_nobody() -> None:
    assert leading(1, [], 10) == ()


#: Ada shares with Everyone whom she knows, but for two of three people, or one of three.
ORCA_WITHHELD = Private("ada", ("company", "orca"))
MAX_WITHHELD = Private("ada", ("person", "max"))


@pytest.mark.rule("B05")
@pytest.mark.parametrize(
    ("withheld", "left"), [(ORCA_WITHHELD, {"max"}), (MAX_WITHHELD, {"kim", "lou"})], ids=["most", "least"]
)
def test_of_a_book_what_is_left_is_counted_however_little(withheld: Private, left: set[str]) -> None:
    world = cast_house(
        ACME,
        facts=[*book("ada", "kim"), *book("ada", "lou"), *book("ada", "max"), *book("ben", "kim")],
        shares=[Share("ada", ALL, TIES), Share("ben", ALL, TIES)],
        privates=[withheld],
    )
    with loaded(world) as house:
        assert check(house) > 0
        standing = Standing(house.viewer(Viewer("dee")))
        led = {one.person: one.contributors for one in leaders_of(standing, EVERYONE, 50)}
        by_both = {"kim": 2} if "kim" in left else {"kim": 1}
        wanted = {house.ids["person", person]: 1 for person in left}
        assert led == wanted | {house.ids["person", who]: many for who, many in by_both.items()}
