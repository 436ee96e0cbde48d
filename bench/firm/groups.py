"""G11: whom a team knows best, while nothing changed and right after a share did."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from bench.firm.asking import Candidate, Race, standing_of
from bench.firm.goals import Ground
from bench.firm.lists import A_SHARE, touch
from bench.firm.ours import Ours
from bench.firm.peers.bare import Bare, acting_as
from bench.firm.timing import Times, milliseconds
from bench.firm.viewers import DENSE, Asked
from bench.firm.withdrawal import group_top
from bench.firm.world import RELATIONSHIP
from bench.promises import Promise

TOP = 50
_LIVE = (
    "select t.person_id, sum(t.s) from records_tie t join records_person p on p.id = t.person_id"
    " where t.account_id = %s and t.book_id = any(%s) and (t.book_id = %s or not exists (select 1 from"
    " unnest(%s::bigint[], %s::bigint[]) w(book, person) where w.book = t.book_id and w.person = t.person_id))"
    f" group by t.person_id, p.uid having sum(t.s) > 0 order by 2 desc, p.uid limit {TOP}"
)


def groups(ground: Ground) -> list[Promise]:
    """Return the lines of G11."""
    from tactful.visibility.groups import strongest_people

    firm, oracle = ground.firm, ground.expected.oracle
    world = firm.world
    ours, bare = Ours(firm, ground.expected), Bare(firm, ground.expected)
    struck = np.flatnonzero(oracle.shares.struck)
    struck_books = np.array(firm.books)[world.t_member[struck]].tolist()
    struck_people = (world.t_person[struck] + 1).tolist()

    def team_of(asked: Asked) -> int:
        return int(oracle.teams_of(asked.member)[0])

    def fresh(asked: Asked) -> Any:
        with standing_of(firm, asked.member) as standing:
            return strongest_people(standing, firm.teams[team_of(asked)], limit=TOP)

    def check(asked: Asked, led: Any) -> None:
        people, sums = group_top(ground.expected, asked.member, team_of(asked), TOP)
        assert [row.uid for row, _ in led] == [ours.uid(p) for p in people], "the group's strongest people"
        assert [group.strength.raw for _, group in led] == sums, "the group's scores"

    def live(asked: Asked) -> list[Any]:
        shares, team = oracle.shares, team_of(asked)
        members = shares.member[(shares.team == team) & (shares.facets & RELATIONSHIP > 0)]
        books = [firm.books[m] for m in members]
        with acting_as(firm, asked) as db:
            db.execute(_LIVE, [firm.account, books, firm.books[asked.member], struck_books, struck_people])
            found: list[Any] = db.fetchall()
            return found

    def check_live(asked: Asked, answer: list[Any]) -> None:
        people, sums = group_top(ground.expected, asked.member, team_of(asked), TOP)
        assert answer == [(p + 1, s) for p, s in zip(people, sums, strict=True)], "live SQL"

    dense = [asked for asked in ground.viewers if asked.stratum == DENSE]
    race = Race(
        "groups",
        [
            Candidate("fresh", fresh, check),
            Candidate("live", live, check_live),
            Candidate("no permission", bare.page_by_score, bare.check_page_by_score),
        ],
    )
    race.run(dense, ground.rounds, 11)
    stale = Times()
    for asked in dense * ground.rounds:
        touch(firm, asked, A_SHARE, asked.member)
        spent, led = milliseconds(partial(fresh, asked))
        check(asked, led)
        stale.spent.append(spent)
    nobody, sql = race.of("no permission").p50, race.of("live").p50
    what = f"a team's {TOP} strongest people, p50 ms,"
    return [
        ground.line(
            "G11 fresh", f"{what} nothing changed, against a no-permission page", race.of("fresh").p50, nobody
        ),
        ground.line("G11 stale", f"{what} right after a share changed, against live SQL", stale.p50, sql),
    ]
