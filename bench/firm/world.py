"""The firm as arrays, drawn from a seed: people, ties, touchpoints, teams, shares, buckets, exceptions.

Nothing here knows the product's tables. `load` writes these arrays into them, `oracle` answers from them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.firm import names
from bench.firm.names import Integers, Texts
from bench.firm.sizes import Size
from tactful.insight import ties as rs1
from tactful.insight.coverage import Coverage

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Generator = np.random.Generator

TODAY = date(2026, 10, 31)
"""Scores are as of this day; every touchpoint is before its end."""
DAY = 86_400_000_000
NEVER = np.iinfo(np.int64).min

RELATIONSHIP, CONTACT, INTERACTIONS = 1, 2, 4
LEVELS = (
    ("not sharing", 0),
    ("relationships", RELATIONSHIP),
    ("relationships + contact info", RELATIONSHIP | CONTACT),
    ("relationships + interactions", RELATIONSHIP | INTERACTIONS),
    ("relationships + both", RELATIONSHIP | CONTACT | INTERACTIONS),
)
IN, OUT, MEETING = range(3)
TO_EVERYONE, TO_TEAM, TO_MEMBER, TO_GUEST = range(4)
NO_END, ENDED, TO_COME = range(3)


@dataclass
class World:
    """Columns by thing. Members from `size.members` on are the thin ones; numbers count from 0 everywhere.

    A tie is a row of `t_…`, in the order of (member, person); `s` is RS-1's sum, `last` and `first` microseconds of
    1970 or NEVER. `…_rank` are places in `names`, `titles`, `firms`, -1 where there is none.
    """

    size: Size
    p_company: Integers
    p_name: Integers
    p_uid: npt.NDArray[np.void]
    uid_place: Integers
    t_member: Integers
    t_person: Integers
    t_name: Integers
    t_title: Integers
    t_firm: Integers
    t_email: Flags
    t_phone: Flags
    s: Floats
    first: Integers
    last: Integers
    x_tie: Integers
    x_at: Integers
    x_way: Integers
    x_weight: Floats
    x_event: Integers
    g_team: Integers
    g_member: Integers
    g_level: Integers
    g_end: Integers
    floors: Integers
    caps: Integers
    inactive: Integers
    b_owner: Integers
    b_kind: Integers
    b_to: Integers
    b_end: Integers
    e_bucket: Integers
    e_tie: Integers
    w_member: Integers
    w_person: Integers
    w_company: Integers
    w_for_everyone: Flags
    names: Texts = field(default_factory=lambda: Texts([], []))
    titles: Texts = field(default_factory=lambda: Texts([], []))
    firms: Texts = field(default_factory=lambda: Texts([], []))

    @property
    def books(self) -> int:
        """The number of members, thin ones included: each has a book."""
        return self.size.members + self.size.thin

    def keep(self, path: Path) -> None:
        """Write every column down, so that a later run need not draw them again."""
        np.savez(path, **{f.name: getattr(self, f.name) for f in fields(self) if f.name not in _NOT_COLUMNS})
        texts = {name: [getattr(self, name).texts, getattr(self, name).keys] for name in _TEXTS}
        path.with_suffix(".json").write_text(json.dumps(texts, ensure_ascii=False))

    @classmethod
    def kept(cls, path: Path, size: Size) -> World:
        """Return what `keep` wrote."""
        texts = json.loads(path.with_suffix(".json").read_text())
        with np.load(path) as stored:
            columns: dict[str, Any] = {name: stored[name] for name in stored.files}
        columns |= {name: Texts(*texts[name]) for name in _TEXTS}
        return cls(size=size, **columns)


_TEXTS = ("names", "titles", "firms")
_NOT_COLUMNS = {"size", *_TEXTS}


def draw(size: Size, seed: int) -> World:
    """Return the firm of this size; the same for the same seed."""
    lot = np.random.default_rng([seed, size.people])
    p_company = np.floor(size.companies * lot.random(size.people) ** 2).astype(np.int64)
    p_company[lot.random(size.people) < 0.08] = -1
    given = lot.integers(0, len(names.GIVEN), size.people)
    family = lot.integers(0, len(names.FAMILY), size.people)
    uid = lot.integers(0, 256, (size.people, 16), dtype=np.uint8)
    uid[:, 6] = uid[:, 6] & 0x0F | 0x40
    uid[:, 8] = uid[:, 8] & 0x3F | 0x80
    uids = np.ascontiguousarray(uid).view("V16").reshape(-1)
    place = np.empty(size.people, dtype=np.int64)
    # As unsigned, most significant byte first, two halves sort like the whole.
    halves = np.ascontiguousarray(uid).view(">u8")
    place[np.lexsort((halves[:, 1], halves[:, 0]))] = np.arange(size.people)

    member, person = _ties(lot, size)
    codes = _codes(lot, given, family, person)
    whole = names.name_codes(given, family, np.zeros(size.people, np.int64), np.zeros(size.people, np.int64))
    ranks, texts = names.named(np.concatenate([whole, codes]))
    titles, title_texts = _titles(lot, size, person)
    firms, firm_texts = _firms(lot, size, p_company[person])
    touch = _touchpoints(lot, size, member, person)
    scored = _scored(touch, member)
    team, on_team, level, end, floors, caps = _shares(lot, size)
    bucket = _buckets(lot, size, member, on_team, team)
    withheld = _withheld(lot, size, member, person, p_company)
    count = len(member)
    # A tie rests on some fact: where there is no name, there is an address.
    emails = (lot.random(count) < 0.75) | (ranks[size.people :] < 0)
    return World(
        size=size,
        p_company=p_company,
        p_name=ranks[: size.people],
        p_uid=uids,
        uid_place=place,
        t_member=member,
        t_person=person,
        t_name=ranks[size.people :],
        t_title=titles,
        t_firm=firms,
        t_email=emails,
        t_phone=lot.random(count) < 0.2,
        **scored,
        **touch,
        g_team=team,
        g_member=on_team,
        g_level=level,
        g_end=end,
        floors=floors,
        caps=caps,
        inactive=np.sort(lot.choice(size.members, max(1, size.members // 100), replace=False)),
        **bucket,
        **withheld,
        names=texts,
        titles=title_texts,
        firms=firm_texts,
    )


def _ties(lot: Generator, size: Size) -> tuple[Integers, Integers]:
    """Who knows whom: books of very different lengths, some people far better known than others."""
    wanted = np.exp(lot.normal(0.0, 0.669, size.members))
    wanted = np.maximum(20, wanted * size.ties / wanted.sum()).astype(np.int64)
    wanted = np.minimum(wanted, size.people // 3)
    order = lot.permutation(size.people)
    members, persons = [], []
    for member, count in enumerate(wanted.tolist()):
        drawn = np.unique((size.people * lot.random(int(count * 1.6) + 20) ** 1.25).astype(np.int64))
        chosen = lot.permutation(drawn)[:count]
        persons.append(np.sort(order[chosen]))
        members.append(np.full(len(chosen), member, dtype=np.int64))
    return np.concatenate(members), np.concatenate(persons)


def _codes(lot: Generator, given: Integers, family: Integers, person: Integers) -> Integers:
    forms = np.array([names.WHOLE, names.INITIAL, names.MIDDLE, names.UNNAMED])
    form = lot.choice(forms, len(person), p=[0.84, 0.06, 0.08, 0.02])
    # Half of those who use a middle letter use the same one.
    middle = np.where(lot.random(len(person)) < 0.5, person % 26, lot.integers(0, 26, len(person)))
    return names.name_codes(given[person], family[person], form, middle)


def _titles(lot: Generator, size: Size, person: Integers) -> tuple[Integers, Texts]:
    usual = lot.integers(0, len(names.TITLES), size.people)
    number = np.where(
        lot.random(len(person)) < 0.1, lot.integers(0, len(names.TITLES), len(person)), usual[person]
    )
    ranks, texts = names.ranked(number, [(title.lower(), title) for title in names.TITLES])
    return np.where(lot.random(len(person)) < 0.2, -1, ranks), texts


def _firms(lot: Generator, size: Size, company: Integers) -> tuple[Integers, Texts]:
    pairs = []
    for number in range(size.companies):
        name = names.firm_name(number)
        pairs += [(name.lower(), name), (f"{name.lower()} ltd", f"{name} Ltd")]
    longer = lot.random(len(company)) < 0.12
    ranks, texts = names.ranked(np.maximum(company, 0) * 2 + longer, pairs)
    return np.where((company < 0) | (lot.random(len(company)) < 0.1), -1, ranks), texts


def _touchpoints(lot: Generator, size: Size, member: Integers, person: Integers) -> dict[str, Any]:
    """Mails and meetings on two ties in five, some held by two books; sorted by tie and time."""
    count = len(member)
    active = np.sort(lot.choice(count, count * 2 // 5, replace=False))
    shared_share = 0.15
    drawn = int(size.touchpoints / (1 + shared_share * 0.55))
    tie = active[(len(active) * lot.random(drawn) ** 2.6).astype(np.int64)]
    # How far back a tie reaches is its own: some are all fresh, some long over.
    silence = 700.0 * lot.random(count) ** 2
    days = silence[tie] + (1_095.0 - silence[tie]) * lot.random(drawn) ** 1.4
    day = rs1.day_number(TODAY) - np.minimum(days, 1_094).astype(np.int64)
    at = day * DAY + lot.integers(6 * 3600, 19 * 3600, drawn) * 1_000_000
    way = lot.choice(np.array([IN, OUT, MEETING]), drawn, p=[0.45, 0.45, 0.10])
    recipients = lot.integers(1, 7, drawn)
    weight = rs1.message_weights(recipients)
    weight[way == MEETING] *= 1.5
    event = np.arange(drawn)
    # The next book that knows the same person, where there is one, holds some of the mails that came in too.
    by_person = np.lexsort((member, person))
    beside = np.full(count, -1, dtype=np.int64)
    same = person[by_person][1:] == person[by_person][:-1]
    beside[by_person[:-1][same]] = by_person[1:][same]
    twice = (way != OUT) & (beside[tie] >= 0) & (lot.random(drawn) < shared_share / 0.55)
    tie = np.concatenate([tie, beside[tie[twice]]])
    at, way, weight, event = (np.concatenate([column, column[twice]]) for column in (at, way, weight, event))
    order = np.lexsort((at, tie))
    return {
        "x_tie": tie[order],
        "x_at": at[order],
        "x_way": way[order],
        "x_weight": weight[order],
        "x_event": event[order],
    }


def contact_days(tie: Integers, at: Integers, way: Integers, weight: Floats) -> rs1.ContactDays:
    """Return the touchpoints as contact-days: a meeting counts both ways, a day once per direction."""
    met = way == MEETING
    both = np.concatenate([np.where(way == IN, 1, 0), np.ones(int(met.sum()), dtype=np.int64)])
    return rs1.heaviest(
        rs1.ContactDays(
            np.concatenate([tie, tie[met]]),
            both,
            np.concatenate([at, at[met]]) // DAY,
            np.concatenate([weight, weight[met]]),
        )
    )


def _scored(touch: dict[str, Any], member: Integers) -> dict[str, Any]:
    tie, at, way = (touch[name].astype(np.int64) for name in ("x_tie", "x_at", "x_way"))
    weight = touch["x_weight"].astype(np.float64)
    books = int(member.max()) + 1
    mails_in = np.bincount(member[tie[way == IN]], minlength=books)
    mails_out = np.bincount(member[tie[way == OUT]], minlength=books)
    gated = np.array([Coverage(int(i), int(o)).both_ways for i, o in zip(mails_in, mails_out, strict=True)])
    days = contact_days(tie, at, way, weight)
    strengths = rs1.strengths(days, TODAY, ties=len(member), gated=gated[member])
    first = np.full(len(member), NEVER, dtype=np.int64)
    last = first.copy()
    starts = np.flatnonzero(np.concatenate([[True], tie[1:] != tie[:-1]]))
    first[tie[starts]] = at[starts]
    last[tie[starts]] = np.maximum.reduceat(at, starts)
    return {"s": strengths.raw, "first": first, "last": last}


def _shares(lot: Generator, size: Size) -> tuple[Integers, ...]:
    sizes = np.maximum(2, size.largest_team * np.arange(1, size.teams + 1) ** -0.7).astype(np.int64)
    joining = int(size.members * 0.98)
    places = [
        (team, one) for team in range(size.teams) for one in lot.choice(joining, sizes[team], replace=False)
    ]
    placed = {one for _, one in places}
    places += [(int(lot.integers(0, size.teams)), one) for one in range(joining) if one not in placed]
    team, member = (np.array(column, dtype=np.int64) for column in zip(*places, strict=True))
    level = lot.choice(len(LEVELS), len(team), p=[0.25, 0.30, 0.15, 0.10, 0.20])
    end = lot.choice(np.array([NO_END, ENDED, TO_COME]), len(team), p=[0.92, 0.03, 0.05])
    floors = np.zeros(size.teams, dtype=np.int64)
    caps = np.full(size.teams, LEVELS[-1][1], dtype=np.int64)
    limited = lot.choice(size.teams, max(2, size.teams // 5), replace=False)
    floors[limited[::2]] = RELATIONSHIP
    caps[limited[1::2]] = RELATIONSHIP | CONTACT
    return team, member, level, end, floors, caps


def _buckets(
    lot: Generator, size: Size, member: Integers, on_team: Integers, team: Integers
) -> dict[str, Any]:
    starts = np.searchsorted(member, np.arange(size.members + 1))
    able = np.flatnonzero(np.diff(starts) >= size.per_bucket)
    owner = lot.choice(able, size.buckets)
    helper = lot.choice(able, size.buckets)
    buckets, entries = [], []
    for number in range(size.buckets):
        shares = {int(owner[number]): size.per_bucket}
        if number % 5 == 0 and helper[number] != owner[number]:
            shares = {
                int(owner[number]): size.per_bucket * 7 // 10,
                int(helper[number]): size.per_bucket * 3 // 10,
            }
        for adder, count in shares.items():
            entries.append(
                starts[adder] + lot.choice(starts[adder + 1] - starts[adder], count, replace=False)
            )
            buckets.append(np.full(count, number, dtype=np.int64))
    kind = lot.choice(
        np.array([TO_TEAM, TO_MEMBER, TO_GUEST, TO_EVERYONE]), size.buckets, p=[0.5, 0.25, 0.15, 0.10]
    )
    to = np.zeros(size.buckets, dtype=np.int64)
    to[kind == TO_TEAM] = team[lot.integers(0, len(team), int((kind == TO_TEAM).sum()))]
    thin = lot.random(size.buckets) < 0.4
    to[kind == TO_MEMBER] = np.where(
        thin,
        size.members + lot.integers(0, size.thin, size.buckets),
        lot.integers(0, size.members, size.buckets),
    )[kind == TO_MEMBER]
    to[kind == TO_GUEST] = lot.integers(0, size.guests, int((kind == TO_GUEST).sum()))
    return {
        "b_owner": owner,
        "b_kind": kind,
        "b_to": to,
        "b_end": lot.choice(np.array([NO_END, ENDED, TO_COME]), size.buckets, p=[0.94, 0.03, 0.03]),
        "e_bucket": np.concatenate(buckets),
        "e_tie": np.concatenate(entries),
    }


def _withheld(
    lot: Generator, size: Size, member: Integers, person: Integers, p_company: Integers
) -> dict[str, Any]:
    """A handful of exceptions in a tenth of the books, and a few protected recipients (member -1)."""
    starts = np.searchsorted(member, np.arange(size.members + 1))
    rows: list[tuple[int, int, int, bool]] = []
    for one in lot.choice(size.members, size.members // 10, replace=False).tolist():
        own = person[starts[one] : starts[one + 1]]
        rows += [(one, int(p), -1, bool(lot.random() < 0.3)) for p in lot.choice(own, 3, replace=False)]
        if one % 3 == 0:
            rows.append((one, -1, int(p_company[lot.choice(own)]), False))
    rows += [(-1, int(p), -1, False) for p in lot.choice(person, 5)]
    rows.append((-1, -1, int(p_company[lot.choice(person)]), False))
    rows = [row for row in rows if row[1] >= 0 or row[2] >= 0]
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return dict(zip(("w_member", "w_person", "w_company", "w_for_everyone"), columns, strict=True))


def instant(microseconds: int) -> date:
    """Return the UTC day of a moment."""
    return date(1970, 1, 1) + timedelta(days=microseconds // DAY)
