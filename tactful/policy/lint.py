"""Find what is wrong with a policy before it decides anything: names that nobody declared, footings that do not stand,
withholds that forget a facet, sentences that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from string import Formatter

from tactful.policy.rules import ROLE_ORDER, Policy
from tactful.policy.terms import AccountRules, Facets, Kind

#: Rules that `paths.py` gives to paths of its own accord; all others come from rows of the policy.
WAYS = ("D22", "D01 team", "D01 everyone", "K06", "K14", "owner")
BLANKS = frozenset({"owner", "what", "principal", "container", "viewer"})
SHAPES = ("team", "everyone")


def faults(policy: Policy) -> list[str]:
    """Return what is wrong with the policy, one sentence each; empty for a sound one."""
    if "book" not in policy.kinds:
        return ['no kind is called "book": every share setting speaks of it']
    checks = (
        _kinds,
        _levels,
        _modes,
        _roles,
        _masks,
        _inherited,
        _whole_kinds,
        _containers,
        _withholds,
        _clauses,
    )
    return [fault for check in checks for fault in check(policy)]


def _named(policy: Policy, where: str, kind: str, facets: Facets) -> Iterator[str]:
    """The kind is declared, has these facets, and they stand on each other."""
    if kind not in policy.kinds:
        yield f'{where} speaks of kind "{kind}", which nobody declared'
        return
    known = policy.kinds[kind]
    for facet in sorted(facets - known.all):
        yield f'{where} opens "{facet}", which kind "{kind}" does not have'
    for facet in sorted((facets & known.all) - known.close(facets)):
        yield f'{where} opens "{facet}" without what it stands on'


def _kinds(policy: Policy) -> Iterator[str]:
    for name, kind in policy.kinds.items():
        if name != kind.name:
            yield f'kind "{kind.name}" is declared under the name "{name}"'
        yield from _footing(kind)
    for kind_name in sorted((policy.contributed | policy.owned) - policy.kinds.keys()):
        yield f'kind "{kind_name}" is contributed or owned, and nobody declared it'
    for kind_name in sorted(policy.on_a_record - policy.contributed):
        yield f'kind "{kind_name}" stands on records, and is not of what members contribute'
    for facet in sorted(policy.makes_a_record - _contributed(policy)):
        yield f'"{facet}" makes a record, and no contributed kind has it'
    for facet in sorted(policy.visitor_leaves - {f for kind in policy.kinds.values() for f in kind.all}):
        yield f'visitors are left "{facet}", which no kind has'


def _footing(kind: Kind) -> Iterator[str]:
    before: set[str] = set()
    for facet, under in kind.footing.items():
        if under is not None and under not in before:
            yield f'"{facet}" of kind "{kind.name}" stands on "{under}", which is not declared before it'
        before.add(facet)


def _contributed(policy: Policy) -> Facets:
    return frozenset(
        facet for name in policy.contributed & policy.kinds.keys() for facet in policy.kinds[name].all
    )


def _levels(policy: Policy) -> Iterator[str]:
    content = policy.kinds["book"].all - policy.share_layer
    yield from _named(policy, "the share layer", "book", policy.share_layer)
    for level, opens in policy.levels.items():
        yield from _named(policy, f'level "{level}"', "book", opens)
        for facet in sorted(opens - policy.share_layer):
            yield f'level "{level}" reaches "{facet}", beyond the share layer'
    for facet in sorted(policy.highlights - policy.share_layer):
        yield f'highlights reach "{facet}", beyond the share layer'
    for option, opens in policy.privacy.items():
        for facet in sorted(opens - content):
            yield f'privacy "{option}" opens "{facet}", which is not content'


def _modes(policy: Policy) -> Iterator[str]:
    for name in dict.fromkeys(name for name, _ in policy.modes):
        for shape in SHAPES:
            if (name, shape) not in policy.modes:
                yield f'mode "{name}" says nothing of an audience that is "{shape}"'
    for (name, shape), mode in policy.modes.items():
        for facet in sorted(mode.masked - policy.kinds["book"].all):
            yield f'mode "{name}" masks "{facet}", which a book does not have'
        allowed = (None, "member", "team") if shape == "team" else (None, "member")
        if mode.privacy_of not in allowed:
            yield f'mode "{name}" takes the privacy of "{mode.privacy_of}" for an audience that is "{shape}"'


def _roles(policy: Policy) -> Iterator[str]:
    for (kind, role), opens in policy.roles.items():
        yield from _named(policy, f'role "{role}" on a {kind}', kind, opens)
    for kind in sorted(policy.owned):
        if (kind, "owner") not in policy.roles:
            yield f'kind "{kind}" is owned, and has no role "owner"'
    for sort, relations in policy.item_sorts.items():
        for relation in sorted(relations):
            if ("item", relation) not in policy.roles:
                yield f'a {sort} gives to its "{relation}", which is no role on items'
    for kind, role in sorted(policy.anchored - policy.roles.keys()):
        yield f'role "{role}" on a {kind} stands on records, and nobody declared it'
    for (kind, facet), (_, deed) in policy.marked_deeds.items():
        yield from _named(policy, f'the marked deed "{deed}"', kind, frozenset({facet, deed}))


def _masks(policy: Policy) -> Iterator[str]:
    for mask in policy.masks:
        yield from _named(policy, f"the mask of {mask.rule}", mask.kind, mask.leaves)


def _inherited(policy: Policy) -> Iterator[str]:
    for (kind, parent), gives in policy.inherited.items():
        where = f"what a {kind} inherits of a {parent}"
        yield from _named(policy, where, parent, frozenset(gives))
        yield from _named(policy, where, kind, frozenset(gives.values()))
        if kind in _above(policy, parent):
            yield f"{where} goes round in a circle"


def _above(policy: Policy, kind: str) -> set[str]:
    """The kind, and all kinds that it lies in."""
    found, waiting = set[str](), {kind}
    while waiting:
        found |= waiting
        waiting = {parent for child, parent in policy.inherited if child in waiting} - found
    return found


def _whole_kinds(policy: Policy) -> Iterator[str]:
    switches = {field.name for field in fields(AccountRules) if field.type == "bool"}
    for row in policy.whole_kinds:
        where = f"{row.rule} on every {row.kind}"
        yield from _named(policy, where, row.kind, row.opens)
        if row.principal != "everyone" and row.principal not in ROLE_ORDER:
            yield f'{where} names "{row.principal}", which is no account role'
        if row.principal in ROLE_ORDER and row.kind in policy.contributed:
            yield f"{where} opens what members contribute to a role (D19)"
        if row.when is not None and row.when not in switches:
            yield f'{where} waits for "{row.when}", which is no switch of an account'


def _containers(policy: Policy) -> Iterator[str]:
    for row in policy.via:
        where = f"what entries of a {row.container} open"
        yield from _named(policy, where, row.container, frozenset({row.through}))
        yield from _named(policy, where, row.kind, row.opens)
        if row.kind not in policy.contributed:
            yield f"{where} is of a {row.kind}, which no member contributes"
    told = policy.conversations
    deeds = policy.kinds[told.container].all if told.container in policy.kinds else frozenset()
    if told.through not in deeds:
        yield f'conversations open through "{told.through}", which no {told.container} has'
    yield from _named(policy, "what conversations open", "book", told.opens)
    for facet in sorted(told.opens - policy.share_layer):
        yield f'conversations open "{facet}" past the mail privacy'


def _withholds(policy: Policy) -> Iterator[str]:
    everything = _contributed(policy)
    for sort in ("private", "protected", "thread", "taken private"):
        if sort not in policy.withholds:
            yield f'no withhold is of the sort "{sort}"'
    for sort, row in policy.withholds.items():
        for facet in sorted((row.strikes | row.also_when_named) - everything):
            yield f'withhold "{sort}" strikes "{facet}", which no contributed kind has'
        if sort in ("private", "protected"):
            for facet in sorted(everything - row.strikes):
                yield f'withhold "{sort}" forgets "{facet}"'
            for kind in policy.kinds.values():
                for facet, under in kind.footing.items():
                    if under in row.also_when_named and facet not in row.also_when_named:
                        yield f'withhold "{sort}" forgets "{facet}" where somebody else on the event is withheld'


def _clauses(policy: Policy) -> Iterator[str]:
    used = {*WAYS, *(row.rule for row in policy.whole_kinds), *(role for _, role in policy.roles)}
    for rule in sorted(used - policy.clauses.keys()):
        yield f'no sentence says why "{rule}" shows something'
    for rule in sorted(policy.clauses.keys() - used):
        yield f'a sentence is of "{rule}", by which nothing is shown'
    for rule, clause in policy.clauses.items():
        for text in (clause.to_viewer, clause.to_owner, clause.to_administrator):
            for blank in sorted({name for _, name, _, _ in Formatter().parse(text) if name} - BLANKS):
                yield f'the sentence of "{rule}" has a blank "{blank}" that nothing fills'
