"""N1: the newest fifty notes that a viewer may read, against the newest fifty of all; and what lies behind them."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.firm.asking import Candidate, Race
from bench.firm.goals import Ground
from bench.firm.home import Firm
from bench.firm.notes_rows import NOTES, Notes, written
from bench.firm.peers.bare import acting_as
from bench.firm.viewers import DENSE, SPARSE, THIN, Asked
from bench.promises import Promise

PAGE = 50
SORTS = ("note", "logged interaction")

_NEWEST = (
    "select id, uid, author_id, sort, html, plain, at, edited_at from records_item"
    f" where account_id = %s and sort = any(%s) and parent_id is null order by at desc, uid desc limit {PAGE}"
)
#: What stands beside each: whom it is on, by a name that somebody has for them, who took part, what was replied.
_BESIDE = (
    (
        "select r.item_id, p.uid, (select min(t.name) from records_tie t where t.account_id = r.account_id"
        " and t.person_id = r.person_id) from records_itemrecord r join records_person p on p.id = r.person_id"
        " where r.account_id = %s and r.item_id = any(%s)"
    ),
    (
        "select t.item_id, m.uid, m.name from records_itemparty t join accounts_membership m on m.id = t.member_id"
        " where t.account_id = %s and t.item_id = any(%s)"
    ),
    "select parent_id, uid, author_id, html, at from records_item where account_id = %s and parent_id = any(%s)",
)


class Unfiltered:
    """The newest notes whoever may read them, behind the same wall, with what stands beside them."""

    def __init__(self, firm: Firm, notes: Notes) -> None:
        self.firm, self.notes = firm, notes

    def page(self, asked: Asked) -> list[Any]:
        """Return the newest fifty, with whom they are on, who took part and what was replied."""
        with acting_as(self.firm, asked) as db:
            db.execute(_NEWEST, [self.firm.account, list(SORTS)])
            rows = db.fetchall()
            ids = [row[0] for row in rows]
            beside = []
            for statement in _BESIDE:
                db.execute(statement, [self.firm.account, ids])
                beside.append(db.fetchall())
            return [rows, beside]

    def check(self, asked: Asked, answer: list[Any]) -> None:
        """AssertionError where these are not the newest."""
        del asked
        assert [row[1].bytes for row in answer[0]] == [
            self.notes.uid(one) for one in self.notes.newest[:PAGE]
        ]


class Read:
    """The product's own list, as its page asks for it."""

    def __init__(self, ground: Ground, notes: Notes) -> None:
        self.ground, self.notes = ground, notes

    def page(self, asked: Asked) -> Any:
        """Return the first page of what the viewer may read."""
        from bench.firm.asking import standing_of
        from tactful.visibility.items import ItemsQuery, list_items

        with standing_of(self.ground.firm, asked.member) as standing:
            return list_items(standing, ItemsQuery(SORTS), limit=PAGE)

    def check(self, asked: Asked, answer: Any) -> None:
        """AssertionError where it is not what the arrays say that this viewer reads."""
        mine = self.notes.readable(self.ground, asked)[:PAGE]
        assert [one.uid.bytes for one in answer.rows] == [self.notes.uid(one) for one in mine], asked


def notes(ground: Ground) -> list[Promise]:
    """Return the lines of N1."""
    found = written(ground.firm, NOTES[ground.profile])
    ours, bare = Read(ground, found), Unfiltered(ground.firm, found)
    race = Race(
        "notes",
        [
            Candidate("no permission", bare.page, bare.check),
            Candidate("ours", ours.page, ours.check),
        ],
    )
    viewers = [asked for asked in ground.viewers if not asked.wide]
    race.run(viewers, ground.rounds * 4, 17)
    lines = []
    for stratum in (DENSE, SPARSE, THIN):
        mine, all_of_them = race.of("ours", stratum), race.of("no permission", stratum)
        share = np.median(
            [len(found.readable(ground, a)) / found.count for a in viewers if a.stratum == stratum]
        )
        name = "N1" if stratum == DENSE else f"N1 {stratum}"
        what = (
            f"newest {PAGE} of {found.count:,} notes, {share:.0%} of them readable; {stratum}; p50 ms,"
            " against the newest of all"
        )
        lines.append(ground.line(name, what, mine.p50, all_of_them.p50, goal="N1"))
        lines.append(ground.line(f"{name} p95", f"the same, {stratum}; p95 ms", mine.p95, all_of_them.p95))
    return lines
