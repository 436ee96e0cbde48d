"""G1 to G5: pages with exact totals, beside a directory that asks nobody and beside what others do."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from bench.firm.asking import Candidate, Race, standing_of, wide_open
from bench.firm.goals import Ground, skipped
from bench.firm.home import Firm
from bench.firm.ours import Ours
from bench.firm.peers import engines
from bench.firm.peers.access import AccessRows
from bench.firm.peers.bare import PAGE, Bare, acting_as
from bench.firm.peers.engines import Walking
from bench.firm.peers.guardian import FORMS, Guardian
from bench.firm.peers.row_security import RowSecurity
from bench.firm.timing import Times, milliseconds
from bench.firm.viewers import DENSE, STRATA, Asked
from bench.firm.world import RELATIONSHIP
from bench.promises import Promise

DEEP = 100
#: How many pages of each dense viewer's list are asked for once, one after the other.
FURTHER = 4
A_SHARE = "update sharing_sharesetting set set_at = set_at where account_id = %s and book_id = %s"


def lists(ground: Ground) -> list[Promise]:
    """Return the lines of G1 to G5."""
    return [
        *pages(ground),
        *pages_asked_once(ground),
        *after_changes(ground),
        *pages_alone(ground),
        *by_score(ground),
        *counts(ground),
    ]


def pages(ground: Ground) -> list[Promise]:
    """G1 and G2: the first page by name with the exact total."""
    ours, bare = Ours(ground.firm, ground.expected), Bare(ground.firm, ground.expected)
    access, rows = AccessRows(ground.firm, ground.expected), RowSecurity(ground.firm, ground.expected)
    candidates = [
        Candidate("no permission", bare.page_with_total, bare.check_page_with_total),
        Candidate("ours", ours.page, ours.check),
        Candidate("ours, with entries", ours.page_with_entries, ours.check),
        Candidate("access rows", access.page_with_total, access.check_page_with_total),
        Candidate("row security", rows.page_with_total, rows.check_page_with_total),
    ]
    reason = Guardian.missing()
    guardian = None if reason else Guardian(ground.firm, ground.expected)
    if guardian is not None:
        candidates += [
            Candidate(
                f"guardian, {form}",
                partial(guardian.page_with_total, form),
                guardian.check_page_with_total,
            )
            for form in FORMS
        ]
        guardian.share_everything_with([asked.member for asked in ground.viewers if asked.wide])
    race = Race("pages", candidates)
    try:
        both_ways(ground, race, ground.viewers)
    finally:
        if guardian is not None:
            guardian.close()
    lines = []
    for stratum in STRATA:
        mine, nobody = race.of("ours", stratum), race.of("no permission", stratum)
        name = "G1" if stratum == DENSE else f"G1 {stratum}"
        what = f"page of {PAGE}, facets, exact total; {stratum}; p50 ms, against no permission"
        lines.append(ground.line(name, what, mine.p50, nobody.p50, goal="G1"))
        what = f"the same, {stratum}; p95 ms"
        lines.append(ground.line(f"{name} p95", what, mine.p95, nobody.p95, goal="G1 p95"))
        logged = race.of("ours, with entries", stratum)
        what = f"the same, {stratum}, with its entries of the disclosure log; p50 ms"
        lines.append(ground.line(f"{name} with entries", what, logged.p50, nobody.p50, goal="G1"))
    peers = {
        "access rows": "G2 access rows",
        "row security": "G2 row security",
        "guardian, generic keys": "G2 guardian",
        "guardian, direct keys": "G2 guardian direct",
    }
    for peer, name in peers.items():
        what = f"page, facets, total; {DENSE}; p50 ms, against {peer}"
        if peer.startswith("guardian") and reason:
            lines.append(skipped(name, what, reason))
            continue
        lines.append(ground.line(name, what, race.of("ours", DENSE).p50, race.of(peer, DENSE).p50))
    print_table(race, [candidate.name for candidate in candidates])
    return lines


def pages_asked_once(ground: Ground) -> list[Promise]:
    """G1 again, for pages of which nothing is kept in memory, but what every page of the viewer is made of.

    The database has met their rows before, as it has in every race.
    """
    from tactful.visibility.crowd import crowd_of

    ours, bare = Ours(ground.firm, ground.expected), Bare(ground.firm, ground.expected)
    dense = [asked for asked in ground.viewers if asked.stratum == DENSE]
    nobody = Race("once", [Candidate("no permission", bare.page_with_total, bare.check_page_with_total)])
    times = Times()
    for asked in dense:
        cursor = ours.page(asked).next_cursor
        nobody.run([asked], 1, 7)
        for further in range(1, FURTHER + 1):
            ours.page(asked, cursor=cursor)
            with standing_of(ground.firm, asked.member) as standing:
                crowd_of(standing).forget_pages()
            spent, page = milliseconds(partial(ours.page, asked, cursor=cursor))
            ours.check(asked, page, start=further * PAGE)
            times.spent.append(spent)
            cursor = page.next_cursor
    what = (
        f"page of {PAGE}, facets, exact total; {DENSE}, pages asked for once; p50 ms, against no permission"
    )
    return [ground.line("G1 once", what, times.p50, nobody.of("no permission").p50, goal="")]


def after_changes(ground: Ground) -> list[Promise]:
    """G1 again, where what is kept in memory no longer holds: somebody changed a share, or a book of the viewer's."""
    ours, bare = Ours(ground.firm, ground.expected), Bare(ground.firm, ground.expected)
    firm = ground.firm
    dense = [asked for asked in ground.viewers if asked.stratum == DENSE]

    def settings(asked: Asked) -> None:
        touch(firm, asked, A_SHARE, asked.member)

    def book(asked: Asked) -> None:
        facets = ground.expected.oracle.facets_of_books(asked.member)
        other = int(np.flatnonzero(facets)[0]) if facets.any() else asked.member
        one_tie = "select id from records_tie where account_id = %s and book_id = %s limit 1"
        touch(firm, asked, f"update records_tie set s = s where id = ({one_tie})", other)

    lines = []
    nobody = Race("changes", [Candidate("no permission", bare.page_with_total, bare.check_page_with_total)])
    nobody.run(dense, ground.rounds, 6)
    for what, change in (("a share was changed", settings), ("a book of the viewer's was changed", book)):
        times = Times()
        for asked in dense * ground.rounds:
            change(asked)
            spent, page = milliseconds(partial(ours.page, asked))
            ours.check(asked, page)
            times.spent.append(spent)
        name, said = f"G1 after {what.split()[1]}", f"page, facets, exact total, right after {what}; p50 ms"
        lines.append(ground.line(name, said, times.p50, nobody.of("no permission").p50, goal=""))
    return lines


def touch(firm: Firm, asked: Asked, statement: str, member: int) -> None:
    """Change nothing in a row of a member's book, in a transaction of its own: the database takes it for a change."""
    with acting_as(firm, asked, reads=False) as db:
        db.execute(statement, [firm.account, firm.books[member]])


def pages_alone(ground: Ground) -> list[Promise]:
    """G3: against a page without any total; and engines that decide one object at a time."""
    ours, bare = Ours(ground.firm, ground.expected), Bare(ground.firm, ground.expected)
    dense = [asked for asked in ground.viewers if asked.stratum == DENSE]
    race = Race(
        "pages alone",
        [Candidate("no permission", bare.page, bare.check_page), Candidate("ours", ours.page, ours.check)],
    )
    race.run(dense, ground.rounds, 2)
    what = f"page, facets, total; {DENSE}; p50 ms, against a no-permission page without total"
    lines = [ground.line("G3", what, race.of("ours").p50, race.of("no permission").p50)]
    for package, engine, few in (("cedarpy", engines.cedar, 5), ("casbin", engines.casbin, 3)):
        what = f"the same, against {package} deciding candidates until the page is full"
        reason = engines.missing(package)
        if reason:
            lines.append(skipped(f"G3 {package}", what, reason))
            continue
        walking = Walking(ground.firm, ground.expected, engine)
        beside = Race(package, [Candidate(package, walking.page, walking.check)])
        beside.run(dense[:few], 1, 3)
        lines.append(ground.line(f"G3 {package}", what, race.of("ours").p50, beside.of(package).p50))
    return lines


def by_score(ground: Ground) -> list[Promise]:
    """G4: the page by the best score that the viewer may see; the hundredth page of it."""
    ours, bare = Ours(ground.firm, ground.expected), Bare(ground.firm, ground.expected)
    naive = Naive(ground)
    markers: dict[Asked, str | None] = {}

    def deep(asked: Asked) -> Any:
        if asked not in markers:
            markers[asked] = ours.page(asked, "strength", limit=PAGE * (DEEP - 1)).next_cursor
        return ours.page(asked, "strength", cursor=markers[asked])

    dense = [
        asked
        for asked in ground.viewers
        if asked.stratum == DENSE and len(ground.expected.seen(asked)) > PAGE * DEEP
    ]
    race = Race(
        "by score",
        [
            Candidate("no permission", bare.page_by_score, bare.check_page_by_score),
            Candidate("ours", lambda a: ours.page(a, "strength"), lambda a, p: ours.check(a, p, "strength")),
            Candidate(
                "with entries",
                lambda a: ours.page_with_entries(a, "strength"),
                lambda a, p: ours.check(a, p, "strength"),
            ),
            Candidate(
                "last contact",
                lambda a: ours.page(a, "last contact"),
                lambda a, p: ours.check(a, p, "last contact"),
            ),
            Candidate("deep", deep, lambda a, p: ours.check(a, p, "strength", start=PAGE * (DEEP - 1))),
            Candidate("naive join", naive.page, naive.check),
        ],
    )
    race.run(dense, ground.rounds, 4)
    mine = race.of("ours")
    score = f"by best visible score, with total; {DENSE}; p50 ms, against"
    return [
        ground.line(
            "G4", f"page {score} a no-permission page by score", mine.p50, race.of("no permission").p50
        ),
        ground.line(
            "G4 with entries",
            f"the same, {DENSE}, with its entries of the disclosure log; p50 ms",
            race.of("with entries").p50,
            race.of("no permission").p50,
            goal="G4",
        ),
        ground.line(
            "G4 naive", f"page {score} a join, grouped and sorted", mine.p50, race.of("naive join").p50
        ),
        ground.line("G4 deep", f"page {DEEP} {score} page 1", race.of("deep").p50, mine.p50),
        ground.line(
            "G4 last contact",
            f"page by last visible contact; {DENSE}; p50 ms, against the no-permission page by score",
            race.of("last contact").p50,
            race.of("no permission").p50,
            goal="G4",
        ),
    ]


class Naive:
    """The page by best visible score as one writes it down: join, group, sort."""

    _PAGE = (
        "select t.person_id, max(t.s) from records_tie t join records_person p on p.id = t.person_id"
        " where t.account_id = %s and (t.book_id = %s or t.book_id = any(%s) and not exists (select 1 from"
        " unnest(%s::bigint[], %s::bigint[]) w(book, person) where w.book = t.book_id and w.person = t.person_id))"
        f" group by t.person_id, p.uid order by 2 desc, p.uid limit {PAGE}"
    )

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        world, struck = ground.firm.world, ground.expected.oracle.shares.struck
        rows = np.flatnonzero(struck)
        self._struck_books = np.array(ground.firm.books)[world.t_member[rows]].tolist()
        self._struck_people = (world.t_person[rows] + 1).tolist()

    def page(self, asked: Asked) -> list[tuple[int, float]]:
        """Return (person, score) of the first page."""
        firm = self.ground.firm
        facets = self.ground.expected.oracle.facets_of_books(asked.member, wide=asked.wide)
        books = [firm.books[m] for m in np.flatnonzero(facets & RELATIONSHIP)]
        with acting_as(firm, asked) as db:
            db.execute(
                self._PAGE,
                [firm.account, firm.books[asked.member], books, self._struck_books, self._struck_people],
            )
            found: list[tuple[int, float]] = db.fetchall()
            return found

    def check(self, asked: Asked, answer: list[tuple[int, float]]) -> None:
        """AssertionError where the scores are not the oracle's best."""
        best = np.sort(self.ground.expected.seen(asked).best)[::-1][:PAGE]
        assert [score for _, score in answer] == best.tolist(), "naive join: the best scores"


def counts(ground: Ground) -> list[Promise]:
    """G5: the exact number of people whom the viewer sees."""
    ours, bare = Ours(ground.firm, ground.expected), Bare(ground.firm, ground.expected)

    def check(asked: Asked, total: int) -> None:
        assert total == len(ground.expected.seen(asked)), f"{asked}: the total"

    race = Race(
        "counts",
        [
            Candidate("no permission", bare.count, bare.check_count),
            Candidate("ours", ours.total, check),
        ],
    )
    race.run([asked for asked in ground.viewers if asked.stratum == DENSE], ground.rounds, 5)
    what = f"exact visible total alone; {DENSE}; p50 ms, against count(*)"
    return [ground.line("G5", what, race.of("ours").p50, race.of("no permission").p50)]


def both_ways(ground: Ground, race: Race, viewers: list[Asked]) -> None:
    """Run a race for those who ask as things are, then for those who ask while everything is shared."""
    race.run([asked for asked in viewers if not asked.wide], ground.rounds, 1)
    with wide_open(ground.firm, wide=True):
        race.run([asked for asked in viewers if asked.wide], ground.rounds, 1)


def print_table(race: Race, names: list[str]) -> None:
    """Print p50 and p95 of each candidate and stratum."""
    print(f"{'p50 / p95 ms':26}" + "".join(f"{stratum:>26}" for stratum in STRATA))
    for name in names:
        cells = [race.of(name, stratum) for stratum in STRATA]
        print(f"{name:26}" + "".join(f"{times.p50:>15.1f} /{times.p95:>9.1f}" for times in cells))
