"""G9: may this viewer see this person, why, and who else sees it; and that lists and single answers agree.

Each question is asked once to warm, as in every race, and then on the clock.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from bench.firm.asking import standing_of
from bench.firm.goals import Ground
from bench.firm.ours import Ours
from bench.firm.timing import Statements, Times
from bench.firm.viewers import DENSE
from bench.promises import Promise

CHECKED = 400


def questions(ground: Ground) -> list[Promise]:
    """Return the lines of G9."""
    from django.db import connection

    from tactful.visibility.person import find_person
    from tactful.visibility.questions import why_person
    from tactful.visibility.seers import who_sees_person

    ours = Ours(ground.firm, ground.expected)
    lot = np.random.default_rng(9)
    whole = {name: Times() for name in ("check", "why", "entries", "who")}
    alone = {name: Times() for name in whole}
    compared = 0
    world = ground.firm.world
    statements = Statements()
    for asked in ground.viewers:
        if asked.wide:
            continue
        seen = ground.expected.seen(asked).person
        share = max(4, CHECKED // len(ground.viewers))
        inside = lot.choice(seen, min(share, len(seen)), replace=False)
        outside = lot.choice(np.setdiff1d(np.arange(world.size.people), seen), share, replace=False)
        own = world.t_person[world.t_member == asked.member]
        with standing_of(ground.firm, asked.member) as standing, connection.execute_wrapper(statements):
            for person in [*inside.tolist(), *outside.tolist()]:
                find_person(standing, ours.uid(person))
                spent, of_it, found = statements.of(partial(find_person, standing, ours.uid(person)))
                assert (found is not None) == (person in seen), f"{asked}: person {person}"
                compared += 1
                whole["check"].spent.append(spent)
                alone["check"].spent.append(of_it)
            if asked.stratum != DENSE:
                continue
            for person in inside[:4].tolist():
                why_person(standing, ours.uid(person))
                standing.showing.forget()
                spent, of_it, told = statements.of(partial(why_person, standing, ours.uid(person)))
                assert told, "whoever is seen is seen for a reason"
                whole["why"].spent.append(spent)
                alone["why"].spent.append(of_it)
                written, of_them, _ = statements.of(
                    partial(standing.showing.write, standing.viewer, standing.own_book)
                )
                whole["entries"].spent.append(spent + written)
                alone["entries"].spent.append(of_it + of_them)
            for person in own[:: max(1, len(own) // 2)][:2].tolist():
                who_sees_person(standing, ours.uid(person))
                spent, of_it, sees = statements.of(partial(who_sees_person, standing, ours.uid(person)))
                assert sees is not None, "one's own people exist"
                whole["who"].spent.append(spent)
                alone["who"].spent.append(of_it)
    for name, times in whole.items():
        print(
            f"{name}: p50 {times.p50:.2f} ms, p95 {times.p95:.2f}; of it statements {alone[name].p50:.2f}, "
            f"{alone[name].p95:.2f}"
        )
    return [
        absolute(ground, "G9", "may the viewer see this person; statements, p50 ms", alone["check"].p50, 1.0),
        absolute(ground, "G9 whole", "the same, whole", whole["check"].p50, None),
        absolute(
            ground, "G9 why", "why each facet of a person is shown; statements, p50 ms", alone["why"].p50, 1.0
        ),
        absolute(ground, "G9 why whole", "the same, whole", whole["why"].p50, None),
        absolute(
            ground,
            "G9 why with entries",
            "why, and its entries of the disclosure log; statements, p50 ms",
            alone["entries"].p50,
            None,
        ),
        absolute(
            ground,
            "G9 who whole",
            "who sees a person of mine; whole, p50 ms",
            whole["who"].p50,
            None,
        ),
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


def absolute(ground: Ground, name: str, what: str, measured: float, most: float | None) -> Promise:
    """Return a line of milliseconds that is measured against nothing."""
    return Promise(
        id=name,
        what=what,
        measured=round(measured, 3),
        against=None,
        ratio=None,
        goal=None if most is None else f"{ground.profile}: <= {most:g} ms",
        holds=None if most is None else measured <= most,
    )
