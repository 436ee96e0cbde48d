"""G6: taking back a share. What it costs, and that another connection's next statement no longer shows it."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.firm.asking import Expected, standing_of
from bench.firm.goals import Ground
from bench.firm.oracle import Oracle
from bench.firm.ours import Ours
from bench.firm.peers.bare import acting_as
from bench.firm.peers.tables import BOOKS, TEAMS
from bench.firm.timing import Times, milliseconds
from bench.firm.viewers import DENSE, Asked
from bench.firm.world import LEVELS, RELATIONSHIP
from bench.promises import Promise

#: How often the statement and the access rows are timed for each pair.
_TURNS = 5


@dataclass(frozen=True)
class Pair:
    """A contributor who shares with a team, by the place of the row in the world, and a team-mate who looks."""

    row: int
    member: int
    team: int
    mate: int


def pairs(ground: Ground, count: int) -> list[Pair]:
    """Return pairs of contributor and team, the heaviest first, where taking back opens nothing any more."""
    oracle, world = ground.expected.oracle, ground.firm.world
    length = np.bincount(world.t_member, minlength=world.books)
    found = []
    for row in np.lexsort((np.arange(len(world.g_team)), -length[world.g_member])).tolist():
        member, team = int(world.g_member[row]), int(world.g_team[row])
        mates = [
            m
            for m in world.g_member[world.g_team == team].tolist()
            if m != member and oracle.shares.active[m]
        ]
        shares = (oracle.shares.member == member) & (oracle.shares.team == team)
        limits = world.floors[team], world.caps[team]
        if mates and shares.any() and limits == (0, LEVELS[-1][1]):
            found.append(Pair(row, member, team, mates[row % len(mates)]))
    heaviest, others = found[:3], found[3:]
    step = max(1, len(others) // max(1, count - 3))
    return [*heaviest, *others[::step][: count - 3]]


def withdrawal(ground: Ground) -> list[Promise]:
    """Return the lines of G6."""
    statement, whole, rows_times, seen_rows = Times(), Times(), Times(), 0
    chosen = pairs(ground, 15 if ground.profile == "full" else 10)
    with ThreadPoolExecutor(1) as elsewhere:
        for pair in chosen:
            level = LEVELS[int(ground.firm.world.g_level[pair.row])][0]
            check(ground, pair, elsewhere, withdrawn=False)
            try:
                for turn in range(_TURNS):
                    if turn:
                        set_level(ground, pair, level)
                    statement.spent.append(set_level(ground, pair, "not sharing"))
                check(ground, pair, elsewhere, withdrawn=True)
                set_level(ground, pair, level)
                whole.spent.append(act(ground, pair, "not sharing"))
                check(ground, pair, elsewhere, withdrawn=True)
                act(ground, pair, level)
                check(ground, pair, elsewhere, withdrawn=False)
            finally:
                set_level(ground, pair, level)
            written = [access_rows(ground, pair) for _ in range(_TURNS)]
            rows_times.spent += [spent for spent, _ in written]
            seen_rows += written[0][1]
    print(
        f"withdrawal over {len(chosen)} pairs of contributor and team: statement p50 {statement.p50:.2f} ms, "
        f"p95 {statement.p95:.2f}; whole action p50 {whole.p50:.1f} ms; access rows p50 {rows_times.p50:.0f} ms, "
        f"{seen_rows / len(chosen):,.0f} rows each"
    )
    fast = statement.p50 <= 1.0
    return [
        Promise(
            id="G6",
            what="one row takes a share back; list, total, search, group score show it at once; statement, p50 ms",
            measured=round(statement.p50, 3),
            against=None,
            ratio=None,
            goal=f"{ground.profile}: <= 1 ms",
            holds=fast,
        ),
        ground.line(
            "G6 rows", "the statement, p50 ms, against recomputing access rows", statement.p50, rows_times.p50
        ),
        ground.line(
            "G6 whole",
            "the action with checks, event and commit, p50 ms, against access rows",
            whole.p50,
            rows_times.p50,
        ),
    ]


def set_level(ground: Ground, pair: Pair, level: str) -> float:
    """Write the contributor's level towards the team; return the milliseconds of the statement alone."""
    firm = ground.firm
    with acting_as(firm, Asked(pair.member, DENSE), reads=False) as db:
        db.execute(
            "select s.id from sharing_sharesetting s join accounts_teammembership p"
            " on p.account_id = s.account_id and p.id = s.team_membership_id"
            " where s.account_id = %s and s.book_id = %s and p.team_id = %s",
            [firm.account, firm.books[pair.member], firm.teams[pair.team]],
        )
        row = db.fetchone()[0]
        # By its id, as the product's action writes it after it has looked the row up under lock.
        spent, _ = milliseconds(
            lambda: db.execute(
                "update sharing_sharesetting set level = %s where account_id = %s and id = %s",
                [level, firm.account, row],
            )
        )
        assert db.rowcount == 1, "a share is one row"
    return spent


def act(ground: Ground, pair: Pair, level: str) -> float:
    """Do it as its contributor does, through the product's action; return the milliseconds, commit included."""
    from tactful.actions.shares import set_share

    firm = ground.firm

    def whole() -> None:
        with standing_of(firm, pair.member) as standing:
            set_share(standing.viewer, team=standing.teams[firm.teams[pair.team]].uid, level=level)

    return milliseconds(whole)[0]


def check(ground: Ground, pair: Pair, elsewhere: ThreadPoolExecutor, *, withdrawn: bool) -> None:
    """AssertionError where a team-mate on another connection is shown anything else than the oracle says."""
    expected = ground.expected
    if withdrawn:
        world = copy.copy(ground.firm.world)
        world.g_level = world.g_level.copy()
        world.g_level[pair.row] = 0
        expected = Expected(Oracle(world))
    elsewhere.submit(_look, ground, pair, expected).result()


def _look(ground: Ground, pair: Pair, expected: Expected) -> None:
    from django.db import connection

    from tactful.visibility.groups import strongest_people
    from tactful.visibility.people import PeopleQuery, list_people

    mate = Asked(pair.mate, DENSE)
    ours = Ours(ground.firm, expected)
    ours.check(mate, ours.page(mate))
    gone = np.setdiff1d(ground.expected.seen(mate).person, expected.seen(mate).person)
    with standing_of(ground.firm, pair.mate) as standing:
        if len(gone):
            # Whoever was known through this share alone is no longer found by their name.
            lost = int(gone[len(gone) // 2])
            named = ground.firm.world.names.texts[int(ground.firm.world.p_name[lost])]
            found = list_people(standing, PeopleQuery(words=named), limit=500)
            assert ours.uid(lost) not in {row.uid for row in found.rows}, (
                f"{mate} still finds somebody withdrawn"
            )
        led = strongest_people(standing, ground.firm.teams[pair.team], limit=50)
    people, sums = group_top(expected, pair.mate, pair.team, 50)
    assert [row.uid for row, _ in led] == [ours.uid(p) for p in people], (
        f"{mate}: the group's strongest people"
    )
    assert [group.strength.raw for _, group in led] == sums, f"{mate}: the group's scores"
    connection.close()


def group_top(expected: Expected, viewer: int, team: int, limit: int) -> tuple[list[int], list[float]]:
    """Return whom a team knows best as this member of it is told, and the sums: contributors to the team alone."""
    oracle, world = expected.oracle, expected.oracle.world
    shares = oracle.shares
    members = shares.member[(shares.team == team) & (shares.facets & RELATIONSHIP > 0)]
    counted = np.zeros(world.books, dtype=bool)
    counted[members] = True
    rows = np.flatnonzero(counted[world.t_member] & (~shares.struck | (world.t_member == viewer)))
    sums = np.bincount(world.t_person[rows], weights=world.s[rows], minlength=world.size.people)
    known = np.flatnonzero(sums > 0)
    order = known[np.lexsort((world.uid_place[known], -sums[known]))][:limit]
    return order.tolist(), sums[order].tolist()


_RECOMPUTE = """
    with gone as (select person from bench_membership where account_id = %(account)s and source = %(source)s),
    still as (
        select m.person, bit_or(g.facets) as facets, max(case when g.facets & 1 = 1 then t.s end) as best
        from gone join bench_membership m on m.person = gone.person
        join bench_grant g on g.source = m.source and g.principal = %(principal)s and g.source <> %(source)s
        left join records_tie t on t.account_id = %(account)s and t.person_id = m.person
            and t.book_id = (%(books)s::bigint[])[m.source + 1] and m.source < 100000
        group by m.person),
    kept as (
        update bench_access a set facets = s.facets, best = coalesce(s.best, -1) from still s
        where a.principal = %(principal)s and a.person = s.person returning a.person),
    dropped as (
        delete from bench_access a using gone g where a.principal = %(principal)s and a.person = g.person
        and not exists (select 1 from still s where s.person = g.person) returning a.person)
    select (select count(*) from kept) + (select count(*) from dropped)"""


def access_rows(ground: Ground, pair: Pair) -> tuple[float, int]:
    """Take the share back out of the access rows, and undo it; return the milliseconds and how many rows it wrote."""
    from django.db import transaction

    firm = ground.firm
    values: dict[str, Any] = {
        "account": firm.account,
        "source": BOOKS + pair.member,
        "principal": TEAMS + pair.team,
        "books": firm.books,
    }
    with acting_as(firm, Asked(pair.member, DENSE), reads=False) as db:
        spent, _ = milliseconds(lambda: db.execute(_RECOMPUTE, values))
        changed = int(db.fetchone()[0])
        transaction.set_rollback(True)
    return spent, changed
