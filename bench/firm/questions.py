"""G9: may this viewer see this person, why, and who else sees it; and that lists and single answers agree."""

from __future__ import annotations

from functools import partial

import numpy as np

from bench.firm.asking import standing_of
from bench.firm.goals import Ground
from bench.firm.ours import Ours
from bench.firm.timing import Times, milliseconds
from bench.firm.viewers import DENSE
from bench.promises import Promise

CHECKED = 400


def questions(ground: Ground) -> list[Promise]:
    """Return the lines of G9."""
    from tactful.visibility.person import find_person
    from tactful.visibility.questions import who_sees_person, why_person

    ours = Ours(ground.firm, ground.expected)
    lot = np.random.default_rng(9)
    check, why, who, compared = Times(), Times(), Times(), 0
    world = ground.firm.world
    for asked in ground.viewers:
        if asked.wide:
            continue
        seen = ground.expected.seen(asked).person
        share = max(4, CHECKED // len(ground.viewers))
        inside = lot.choice(seen, min(share, len(seen)), replace=False)
        outside = lot.choice(np.setdiff1d(np.arange(world.size.people), seen), share, replace=False)
        own = world.t_person[world.t_member == asked.member]
        with standing_of(ground.firm, asked.member) as standing:
            for person in [*inside.tolist(), *outside.tolist()]:
                spent, found = milliseconds(partial(find_person, standing, ours.uid(person)))
                assert (found is not None) == (person in seen), f"{asked}: person {person}"
                compared += 1
                check.spent.append(spent)
            if asked.stratum != DENSE:
                continue
            for person in inside[:4].tolist():
                spent, told = milliseconds(partial(why_person, standing, ours.uid(person)))
                assert told, "whoever is seen is seen for a reason"
                why.spent.append(spent)
            for person in own[:: max(1, len(own) // 2)][:2].tolist():
                spent, sees = milliseconds(partial(who_sees_person, standing, ours.uid(person)))
                assert sees is not None, "one's own people exist"
                who.spent.append(spent)
    print(
        f"check p50 {check.p50:.2f} ms, p95 {check.p95:.2f}; why p50 {why.p50:.1f} ms, p95 {why.p95:.1f}; "
        f"who sees p50 {who.p50:.1f} ms, p95 {who.p95:.1f}"
    )
    return [
        _absolute(ground, "G9", "may the viewer see this person; p50 ms", check.p50, 1.0),
        _absolute(ground, "G9 why", "why each facet of a person is shown; p50 ms", why.p50, 1.0),
        _absolute(ground, "G9 who", "who sees a person of mine, every facet; p50 ms", who.p50, None),
        Promise(
            id="G9 agree",
            what="persons for whom list and single answer agree, in lists and not",
            measured=f"{compared} of {compared}",
            against=None,
            ratio=None,
            goal=f"{ground.profile}: all",
            holds=True,
        ),
    ]


def _absolute(ground: Ground, name: str, what: str, measured: float, most: float | None) -> Promise:
    return Promise(
        id=name,
        what=what,
        measured=round(measured, 3),
        against=None,
        ratio=None,
        goal=None if most is None else f"{ground.profile}: <= {most:g} ms",
        holds=None if most is None else measured <= most,
    )
