"""Take one thing at a time out of the policy's declaration, and see that some test of what it opens notices.

    python -m tools.policy_rows --at-least 95

`mutmut` changes code; the policy is data, which it leaves alone. Each change below is made in a process of its own,
which then runs the tests of decisions. POLICY.md and the lint, which notice any change, have no say here.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

import pytest

from tactful.policy.rules import ROLE_ORDER, RULES, Policy
from tactful.policy.terms import Facets, Kind

Key = TypeVar("Key")
Mutant = tuple[str, Policy]

#: Tables by hand first: they are quick, and notice most.
TESTS = (
    "tests/policy/test_decisions.py",
    "tests/policy/test_outsiders.py",
    "tests/policy/test_scenes.py",
    "tests/policy/test_reference.py",
)

#: What changes no answer, and why it is declared all the same.
CHANGE_NOTHING = {
    "taken private forgets contact_info": "no path through a bucket's conversations opens contact values",
}


def drops(
    table: Mapping[Key, Facets], what: Callable[[Key], str], put: Callable[[Any], Policy]
) -> Iterator[Mutant]:
    """Each table with one facet of one row taken away."""
    for key, facets in table.items():
        for facet in sorted(facets):
            yield f"{what(key)} without {facet}", put({**table, key: facets - {facet}})


def less(facets: Facets, what: str, put: Callable[[Any], Policy]) -> Iterator[Mutant]:
    for one in sorted(facets, key=str):
        yield f"{what} without {one}", put(facets - {one})


def mutants() -> Iterator[Mutant]:
    """Every way to take one thing out of the declaration, and some to put one in."""
    parts = (
        _of_kinds,
        _of_books,
        _of_roles,
        _of_sets,
        _of_masks,
        _of_whole_kinds,
        _of_containers,
        _of_withholds,
    )
    for part in parts:
        yield from part()


def _of_kinds() -> Iterator[Mutant]:
    for name, kind in RULES.kinds.items():
        for facet, under in kind.footing.items():
            if under is not None:
                loose = Kind(name, {**kind.footing, facet: None})
                yield f"{facet} of a {name} on nothing", replace(RULES, kinds={**RULES.kinds, name: loose})


def _of_books() -> Iterator[Mutant]:
    yield from drops(RULES.levels, lambda k: f"level {k}", lambda t: replace(RULES, levels=t))
    yield from drops(RULES.privacy, lambda k: f"privacy {k}", lambda t: replace(RULES, privacy=t))
    for key, mode in RULES.modes.items():
        others = [replace(mode, masked=mode.masked - {facet}) for facet in sorted(mode.masked)]
        others += [replace(mode, masked=mode.masked | {"highlights"})]
        others += [replace(mode, privacy_of=whose) for whose in (None, "member")]
        others += [replace(mode, privacy_of="team")] if key[1] == "team" else []
        for other in others:
            if other != mode:
                yield f"mode {key} as {other}", replace(RULES, modes={**RULES.modes, key: other})


def _of_roles() -> Iterator[Mutant]:
    yield from drops(RULES.roles, lambda k: f"role {k}", lambda t: replace(RULES, roles=t))
    yield from drops(RULES.item_sorts, lambda k: f"sort {k}", lambda t: replace(RULES, item_sorts=t))
    for key, facets in RULES.roles.items():
        for facet in sorted(RULES.kinds[key[0]].all - facets):
            yield f"role {key} with {facet}", replace(RULES, roles={**RULES.roles, key: facets | {facet}})


def _of_sets() -> Iterator[Mutant]:
    yield from less(RULES.contributed, "contributed", lambda rest: replace(RULES, contributed=rest))
    yield from less(RULES.makes_a_record, "records", lambda rest: replace(RULES, makes_a_record=rest))
    yield from less(RULES.on_a_record, "on a record", lambda rest: replace(RULES, on_a_record=rest))
    yield from less(RULES.share_layer, "share layer", lambda rest: replace(RULES, share_layer=rest))
    yield from less(RULES.highlights, "highlights", lambda rest: replace(RULES, highlights=rest))
    yield from less(RULES.owned, "owned", lambda rest: replace(RULES, owned=rest))
    yield from less(RULES.visitor_leaves, "visitors", lambda rest: replace(RULES, visitor_leaves=rest))
    for facet in ("comment", "known"):
        yield f"visitors with {facet}", replace(RULES, visitor_leaves=RULES.visitor_leaves | {facet})
    yield "nothing anchored", replace(RULES, anchored=frozenset())
    yield "no marked deed", replace(RULES, marked_deeds={})


def _of_masks() -> Iterator[Mutant]:
    for at, mask in enumerate(RULES.masks):
        rest = (*RULES.masks[:at], *RULES.masks[at + 1 :])
        yield f"no mask {mask}", replace(RULES, masks=rest)
        for facet in sorted(mask.leaves):
            other = replace(mask, leaves=mask.leaves - {facet})
            yield f"mask {mask} without {facet}", replace(RULES, masks=(*rest, other))
    for pair, gives in RULES.inherited.items():
        for facet in gives:
            fewer = {had: got for had, got in gives.items() if had != facet}
            yield f"{pair} without {facet}", replace(RULES, inherited={**RULES.inherited, pair: fewer})


def _of_whole_kinds() -> Iterator[Mutant]:
    for at, row in enumerate(RULES.whole_kinds):
        rest = (*RULES.whole_kinds[:at], *RULES.whole_kinds[at + 1 :])
        yield f"no {row}", replace(RULES, whole_kinds=rest)
        changed = [replace(row, opens=row.opens - {facet}) for facet in sorted(row.opens)]
        changed += [replace(row, when=None)] if row.when else []
        # Elsewhere, asking or not makes no difference: only a list's entries open something.
        changed += [replace(row, asked=False)] if row.asked and row.kind == "list" else []
        if row.principal in ROLE_ORDER:
            changed += [replace(row, principal=ROLE_ORDER[ROLE_ORDER.index(row.principal) - 1])]
        for other in changed:
            yield f"{row.rule} as {other}", replace(RULES, whole_kinds=(*rest, other))


def _of_containers() -> Iterator[Mutant]:
    for at, row in enumerate(RULES.via):
        yield f"no {row}", replace(RULES, via=(*RULES.via[:at], *RULES.via[at + 1 :]))
    told = RULES.conversations
    for facet in sorted(told.opens):
        fewer = replace(told, opens=told.opens - {facet})
        yield f"conversations without {facet}", replace(RULES, conversations=fewer)


def _of_withholds() -> Iterator[Mutant]:
    for sort, row in RULES.withholds.items():
        for facet in sorted(row.strikes):
            fewer = replace(row, strikes=row.strikes - {facet})
            yield f"{sort} forgets {facet}", replace(RULES, withholds={**RULES.withholds, sort: fewer})
        for facet in sorted(row.also_when_named):
            fewer = replace(row, also_when_named=row.also_when_named - {facet})
            name = f"{sort} forgets {facet} where another is withheld"
            yield name, replace(RULES, withholds={**RULES.withholds, sort: fewer})


class EachChange:
    """Runs the collected tests once per change, each time in a child process that alone sees it."""

    def __init__(self, changes: Mapping[str, Policy]) -> None:
        self.changes = changes
        self.silent: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed or not session.items:
            raise session.Failed("the tests cannot be collected")
        if self._noticed(session, RULES):
            raise session.Failed("the tests fail as they are")
        for name, policy in self.changes.items():
            if not self._noticed(session, policy):
                self.silent.append(name)
                print(f"no test notices: {name}", file=sys.stderr, flush=True)
        return True

    def _noticed(self, session: pytest.Session, policy: Policy) -> bool:
        child = os.fork()
        if child == 0:
            os._exit(_run(session, policy))
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 1):
            raise session.Failed(f"the tests could not run: {code}")
        return code == 1


def _run(session: pytest.Session, policy: Policy) -> int:
    if policy is not RULES:
        with open(os.devnull, "w") as silence:
            os.dup2(silence.fileno(), 1)
            os.dup2(silence.fileno(), 2)
        for field in fields(Policy):
            object.__setattr__(RULES, field.name, getattr(policy, field.name))
    for item, following in zip(session.items, [*session.items[1:], None], strict=True):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            print(f"noticed by {item.nodeid}")
            return 1
    return 0


def main(arguments: list[str]) -> int:
    """Print what no test noticed and the score; return 1 where it is below the percentage asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at-least", type=float, default=95.0, help="percent")
    parser.add_argument("--only", default="", help="changes whose name holds this")
    options = parser.parse_args(arguments)
    changes = {name: row for name, row in mutants() if options.only in name and name not in CHANGE_NOTHING}
    plugin = EachChange(changes)
    without = ("no:randomly", "no:cacheprovider", "no:xdist")
    # -s: a child's report must go where its output goes, which is nowhere.
    code = pytest.main(["-q", "-s", *(word for plug in without for word in ("-p", plug)), *TESTS], [plugin])
    if code != pytest.ExitCode.OK:
        return 1
    noticed = len(changes) - len(plugin.silent)
    score = 100 * noticed / len(changes)
    print(
        f"policy rows: {noticed} of {len(changes)} changes noticed, {score:.1f} % (at least {options.at_least:g} %)"
    )
    return 0 if score >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
