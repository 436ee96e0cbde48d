"""How candidates are asked: each through its own functions, as the web role, in one transaction of the account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from bench.firm.home import Firm
from bench.firm.names import Integers
from bench.firm.oracle import Oracle, Seen
from bench.firm.timing import Times, milliseconds
from bench.firm.viewers import Asked
from bench.firm.world import LEVELS, TODAY

Answer = Any


@dataclass(frozen=True)
class Spent:
    """An answer of another process, with the milliseconds that it took there."""

    milliseconds: float
    answer: Answer


@dataclass(frozen=True)
class Candidate:
    """Somebody's way to answer: `ask(asked)` is timed whole; `check(asked, answer)` raises on a wrong answer."""

    name: str
    ask: Callable[[Asked], Answer]
    check: Callable[[Asked, Answer], None]


class Race:
    """Candidates for one question, over the same viewers in shuffled turns; no time is kept of an unchecked answer."""

    def __init__(self, question: str, candidates: list[Candidate]) -> None:
        self.question = question
        self.candidates = candidates
        self.times: dict[tuple[str, str], Times] = {}

    def run(self, viewers: list[Asked], rounds: int, seed: int) -> None:
        """Ask every candidate for every viewer once to check and warm, then `rounds` times on the clock."""
        lot = np.random.default_rng([seed, len(self.question)])
        for asked in viewers:
            order = [self.candidates[i] for i in lot.permutation(len(self.candidates))]
            for candidate in order:
                answer = candidate.ask(asked)
                candidate.check(asked, answer)
            for _ in range(rounds):
                for candidate in [self.candidates[i] for i in lot.permutation(len(self.candidates))]:
                    spent, answer = milliseconds(partial(candidate.ask, asked))
                    if isinstance(answer, Spent):
                        spent = answer.milliseconds
                    self.times.setdefault((candidate.name, asked.stratum), Times()).spent.append(spent)

    def of(self, name: str, *strata: str) -> Times:
        """Return the times of a candidate over some strata, or all."""
        found = Times()
        for (candidate, stratum), times in self.times.items():
            if candidate == name and (not strata or stratum in strata):
                found.spent += times.spent
        return found


@contextmanager
def wide_open(firm: Firm, *, wide: bool) -> Iterator[None]:
    """Have every book shared with Everyone inside, where `wide`: by one row, the account's default."""
    from tactful.accounts.wall import acting
    from tactful.sharing.models import AccountSharing

    if not wide:
        yield
        return
    with acting(firm.account):
        rows = AccountSharing.unchecked.filter(account_id=firm.account)
        rows.update(default_for_everyone="relationships + both")
    try:
        yield
    finally:
        with acting(firm.account):
            rows.update(default_for_everyone="not sharing")


def settle(firm: Firm) -> None:
    """Put settings back to what was drawn, where a run that was cut off left others."""
    from tactful.accounts.models import TeamMembership
    from tactful.accounts.wall import acting
    from tactful.sharing.models import AccountSharing, ShareSetting

    world = firm.world
    rows = zip(world.g_team.tolist(), world.g_member.tolist(), world.g_level.tolist(), strict=True)
    drawn = {(firm.teams[t], firm.books[m]): LEVELS[level][0] for t, m, level in rows}
    with acting(firm.account):
        AccountSharing.unchecked.filter(account_id=firm.account).exclude(
            default_for_everyone="not sharing"
        ).update(default_for_everyone="not sharing")
        team_of = dict(TeamMembership.unchecked.filter(account_id=firm.account).values_list("id", "team_id"))
        for one in ShareSetting.unchecked.filter(account_id=firm.account).exclude(team_membership_id=None):
            level = drawn[team_of[one.team_membership_id or 0], one.book_id]
            if one.level != level:
                ShareSetting.unchecked.filter(account_id=firm.account, id=one.id).update(level=level)
    for member, is_other in enumerate(_are_others(firm)):
        if is_other:
            print(f"the book of member {member} is scored anew, as of {TODAY}")
            rescore(firm, member)
    assert not any(_are_others(firm)), "the firm is as it was drawn"


def rescore(firm: Firm, member: int) -> None:
    """Score a member's book as of the day that the firm was drawn for."""
    from tactful.insight.leaders import store_leaders_of_book
    from tactful.insight.store import rescore_book

    rescore_book(firm.account, firm.books[member], TODAY)
    store_leaders_of_book(firm.account, firm.books[member])


def _are_others(firm: Firm) -> list[bool]:
    """Return of each book whether its ties are other ones than were drawn. Sums of raw sums are exact."""
    from django.db import connection

    from tactful.accounts.wall import acting

    world = firm.world
    counts = np.bincount(world.t_member, minlength=world.books)
    sums = np.bincount(world.t_member, weights=world.s, minlength=world.books)
    with acting(firm.account), connection.cursor() as db:
        db.execute(
            "select book_id, count(*), sum(s) from records_tie where account_id = %s group by book_id",
            [firm.account],
        )
        stored = {book: (count, raw) for book, count, raw in db.fetchall()}
    return [
        stored.get(firm.books[member], (0, 0.0)) != (counts[member], sums[member])
        for member in range(world.books)
    ]


@contextmanager
def standing_of(firm: Firm, member: int) -> Iterator[Any]:
    """Act as a member in one transaction, resolved as a request's is; yield their standing."""
    from tactful.accounts.wall import acting
    from tactful.visibility.standing import Standing
    from tactful.visibility.viewer import member_viewer

    with acting(firm.account, snapshot=True):
        viewer = member_viewer(firm.account, firm.members[member])
        assert viewer is not None, "viewers of the bench are active"
        yield Standing(viewer)


class Expected:
    """The oracle's answers, each worked out once."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self._seen: dict[Asked, Seen] = {}
        self._ordered: dict[tuple[Asked, str], Integers] = {}

    def seen(self, asked: Asked) -> Seen:
        """Return everybody whom this viewer sees."""
        if asked not in self._seen:
            self._seen[asked] = self.oracle.seen(asked.member, wide=asked.wide)
        return self._seen[asked]

    def ordered(self, asked: Asked, sort: str) -> Integers:
        """Return the rows of `seen` in the order of a list."""
        if (asked, sort) not in self._ordered:
            self._ordered[asked, sort] = self.oracle.ordered(self.seen(asked), sort)
        return self._ordered[asked, sort]

    def directory(self, asked: Asked) -> Integers:
        """Return the people seen, in the order of a directory that knows one name for everybody."""
        world, seen = self.oracle.world, self.seen(asked)
        keys = self.oracle.key_place[world.p_name[seen.person]]
        return seen.person[np.lexsort((world.uid_place[seen.person], keys))]
