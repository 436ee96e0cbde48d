"""Half a million notes with their audiences, drawn from the seed and written once into the loaded firm."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bench.firm.binary import copy_columns
from bench.firm.home import Firm
from bench.firm.names import Integers
from bench.firm.sizes import SEED
from bench.firm.tables import laid_open
from bench.firm.timing import said
from bench.firm.viewers import Asked
from bench.firm.world import DAY

if TYPE_CHECKING:
    from bench.firm.goals import Ground

#: How many notes each profile has.
NOTES = {"full": 500_000, "small": 50_000, "tiny": 5_000}
#: For whom, in parts of a hundred: the author, a team of theirs, Everyone, a few colleagues, who took part besides.
SHARES = (30, 30, 20, 15, 5)
ME, TEAM, EVERYONE, COLLEAGUES, TOOK_PART = range(5)
#: How many different groups of colleagues an author shares with, and how many are in one.
GROUPS, IN_GROUP = 5, 3
#: One of so many hangs on nothing.
ON_NOTHING = 5
_TABLES = ("records_item", "records_itemrecord", "records_itemparty")
_NEWEST_AT = 1_793_000_000_000_000


@dataclass
class Notes:
    """One row for each note, the newest last: who wrote it, for whom, on whom (-1: on nothing).

    `team` is the team of a note for a team, `group` the colleagues of one for a few (rows of `groups`).
    """

    author: Integers
    kind: Integers
    team: Integers
    group: Integers
    person: Integers
    groups: Integers

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.author)

    @cached_property
    def newest(self) -> list[int]:
        """All of them, the newest first."""
        return list(range(self.count - 1, -1, -1))

    def uid(self, note: int) -> bytes:
        """Return the id of a note."""
        return hashlib.blake2b(f"note {note}".encode(), digest_size=16).digest()

    def readable(self, ground: Ground, asked: Asked) -> Integers:
        """Return the notes that a viewer reads, the newest first: from the arrays and the oracle alone."""
        world = ground.firm.world
        teams = world.g_team[world.g_member == asked.member]
        seen = np.zeros(world.size.people + 1, dtype=bool)
        seen[ground.expected.seen(asked).person] = True
        on = (self.person < 0) | seen[self.person]
        in_group = (self.groups == asked.member).any(axis=1)
        to_me = (
            (self.kind == EVERYONE)
            | ((self.kind == TEAM) & np.isin(self.team, teams))
            | ((self.kind == COLLEAGUES) & in_group[self.group])
        )
        took_part = (self.kind == TOOK_PART) & in_group[self.group]
        found: Integers = np.flatnonzero((self.author == asked.member) | took_part | (to_me & on))[::-1]
        return found


def draw(firm: Firm, count: int) -> Notes:
    """Return the notes of a firm; the same for the same seed."""
    world, lot = firm.world, np.random.default_rng([SEED, 31])
    active = np.setdiff1d(np.arange(world.size.members), world.inactive)
    author = lot.choice(active, count)
    kind = lot.choice(5, count, p=np.array(SHARES) / 100)
    first = np.full(world.books, -1)
    first[world.g_member[::-1]] = world.g_team[::-1]
    # Who is in no team keeps to themselves what others share with theirs.
    kind = np.where((kind == TEAM) & (first[author] < 0), ME, kind)
    groups = lot.choice(active, (world.size.members * GROUPS, IN_GROUP))
    group = author * GROUPS + lot.integers(0, GROUPS, count)
    # On somebody whom the author knows, most often.
    starts = np.searchsorted(world.t_member, author)
    known = np.searchsorted(world.t_member, author, side="right") - starts
    tie = np.minimum(starts + (lot.random(count) * known).astype(np.int64), len(world.t_person) - 1)
    alone = (known == 0) | (lot.integers(0, ON_NOTHING, count) == 0)
    return Notes(author, kind, first[author], group, np.where(alone, -1, world.t_person[tie]), groups)


def written(firm: Firm, count: int) -> Notes:
    """Return the notes, after writing them where the firm has not just these."""
    from django.db import connection

    from tactful.accounts.wall import acting

    notes = draw(firm, count)
    with acting(firm.account), connection.cursor() as db:
        db.execute(
            "select count(*), coalesce(max(plain), '') from records_item where account_id = %s",
            [firm.account],
        )
        held = db.fetchone()
    if held == (count, f"Note {count - 1:07}: they decide in spring, and want to see the figures first."):
        return notes
    with said(f"  {count:,} notes"):
        _write(firm, notes)
    return notes


def _write(firm: Firm, notes: Notes) -> None:
    audiences = _audiences(firm, notes)
    count, account = notes.count, firm.account
    members = np.array(firm.members)
    ids = np.arange(1, count + 1)
    uids = np.frombuffer(b"".join(notes.uid(one) for one in range(count)), dtype="V16")
    words = [
        f"Note {one:07}: they decide in spring, and want to see the figures first." for one in range(count)
    ]
    at = _NEWEST_AT - (count - ids) * (DAY // 400)
    fixed = {"account_id": ("int8", account)}
    with firm.service.addresses.owner.connect() as owner:
        owner.execute("truncate records_itemrecord, records_itemparty, records_mention, records_item cascade")
        with laid_open(owner, _TABLES):
            # A column of a batch has one width, and a null is all of it.
            logged = notes.kind == TOOK_PART
            for shared, sort in ((False, b"note"), (True, b"note"), (False, b"logged interaction")):
                rows = np.flatnonzero(((audiences > 0) == shared) & (logged == (sort != b"note")))
                copy_columns(
                    owner,
                    "records_item",
                    len(rows),
                    {
                        "id": ("int8", ids[rows]),
                        **fixed,
                        "uid": ("uuid", uids[rows]),
                        "sort": ("text", sort),
                        "author_id": ("int8", members[notes.author[rows]]),
                        "audience_id": ("int8", audiences[rows]) if shared else ("null", None),
                        "anchored": ("bool", notes.person[rows] >= 0),
                        "kind": ("text", b""),
                        "html": ("text", np.array([f"<p>{words[row]}</p>" for row in rows], dtype=bytes)),
                        "plain": ("text", np.array([words[row] for row in rows], dtype=bytes)),
                        "at": ("moment", at[rows]),
                        "written_at": ("moment", at[rows]),
                    },
                )
            on = np.flatnonzero(notes.person >= 0)
            columns = {"item_id": ("int8", ids[on]), **fixed, "person_id": ("int8", notes.person[on] + 1)}
            copy_columns(owner, "records_itemrecord", len(on), columns)
            there = np.flatnonzero(notes.kind == TOOK_PART)
            pairs = np.unique(
                np.stack(
                    [np.repeat(ids[there], IN_GROUP), members[notes.groups[notes.group[there]]].reshape(-1)]
                ),
                axis=1,
            )
            columns = {"item_id": ("int8", pairs[0]), **fixed, "member_id": ("int8", pairs[1])}
            copy_columns(owner, "records_itemparty", pairs.shape[1], columns)
        owner.execute("vacuum (analyze) records_item, records_itemrecord, records_itemparty")


def _audiences(firm: Firm, notes: Notes) -> Integers:
    """Make each audience by the product itself, once; return that of each note, 0 for its author alone."""
    from tactful.accounts.wall import acting
    from tactful.actions.audiences import ChosenAudience, audience_for
    from tactful.visibility.standing import Standing
    from tactful.visibility.viewer import member_viewer

    found = np.zeros(notes.count, dtype=np.int64)
    with acting(firm.account):
        viewer = member_viewer(firm.account, firm.members[int(notes.author[0])])
        assert viewer is not None, "authors are active"
        standing = Standing(viewer)

        def audience(**names: object) -> int:
            option = "teams and users" if names else "everyone"
            source = audience_for(standing, "note", ChosenAudience(option, **names))  # type: ignore[arg-type]
            assert source is not None, "somebody is named"
            return source.id

        found[notes.kind == EVERYONE] = audience()
        for team in np.unique(notes.team[notes.kind == TEAM]).tolist():
            uid = standing.teams[firm.teams[team]].uid
            found[(notes.kind == TEAM) & (notes.team == team)] = audience(teams=(uid,))
        of_group = np.zeros(len(notes.groups), dtype=np.int64)
        for group in np.unique(notes.group[notes.kind == COLLEAGUES]).tolist():
            uids = {standing.members[firm.members[one]].uid for one in notes.groups[group].tolist()}
            of_group[group] = audience(members=tuple(sorted(uids)))
        some = notes.kind == COLLEAGUES
        found[some] = of_group[notes.group[some]]
    return found
