"""One = many = who = why, under our policy and under random ones: the questions are one decision, asked four ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tactful.policy.decide import Decider
from tactful.policy.explain import OWNER, reasons, sentence, settings_acting, why
from tactful.policy.paths import open_paths
from tactful.policy.rules import RULES, Policy
from tactful.policy.terms import Exception_, Fact, Grant, Principal, Viewer
from tests.policy.from_world import Read, from_world
from tests.policy.policies import policies
from tests.reference import world as plain
from tests.reference.cast import NOW
from tests.reference.rows import ceiling, pick
from tests.reference.scenes import SCENES
from tests.reference.worlds import every_viewer, worlds, worlds_of

QUICK: dict[str, Any] = {
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}
any_policy = st.one_of(st.just(RULES), policies())


@st.composite
def any_world(draw: Any) -> plain.World:
    rule = pick(draw, ("", *SCENES))
    found: plain.World = draw(worlds_of(rule) if rule else worlds())
    return found


def of(read: Read, viewer: Viewer, policy: Policy) -> Decider:
    return Decider(read.settings, open_paths(read.settings, viewer, NOW, policy), read.entries, policy)


def shown(decider: Decider, facts: tuple[Fact, ...]) -> set[object]:
    return set(decider.disclosed(facts))


def viewers_of(world: plain.World) -> list[Viewer]:
    return [Viewer(it.user, frozenset(it.links)) for it in every_viewer(world)]


@pytest.mark.rule("B01")
@settings(settings(), **QUICK)
@given(any_world(), any_policy, st.data())
def test_one_many_who_and_why_agree(world: plain.World, policy: Policy, data: st.DataObject) -> None:
    read = from_world(world, NOW)
    deciders = {viewer: of(read, viewer, policy) for viewer in viewers_of(world)}
    many = {viewer: decider.disclosed(read.facts) for viewer, decider in deciders.items()}
    for viewer, decider in deciders.items():
        assert list(many[viewer]) == [fact.id for fact in read.facts if fact.id in many[viewer]]
        existing = decider.existing(read.facts)
        for fact in read.facts:
            one = decider.fact(fact)
            stands = read.settings.sources[fact.source].kind not in policy.on_a_record
            assert (one.disclosed and (stands or fact.about in existing)) == (fact.id in many[viewer])
            said = reasons(one, decider)
            assert bool(said) == one.disclosed
            assert len(set(said)) == len(said)
            for reason in said:
                assert sentence(reason, {}, policy).startswith("You see this")
        assert bool(why(decider, read.facts)) == bool(many[viewer])
    for fact in read.facts:
        who = {viewer for viewer, decider in deciders.items() if reasons(decider.fact(fact), decider, OWNER)}
        assert who == {viewer for viewer, decider in deciders.items() if decider.fact(fact).disclosed}


@settings(settings(), **QUICK)
@given(any_world(), any_policy, st.data())
def test_what_is_opened_stands_on_its_footing_and_under_its_ceiling(
    world: plain.World, policy: Policy, data: st.DataObject
) -> None:
    read, limit = from_world(world, NOW), ceiling(data.draw)
    for viewer in viewers_of(world):
        free, under = of(read, viewer, policy), of(read, replace(viewer, ceiling=limit), policy)
        for path in (*free.opened.paths, *under.opened.paths):
            kind = policy.kinds[read.settings.sources[path.source].kind]
            assert path.facets == kind.close(path.facets) != frozenset()
        assert shown(under, read.facts) <= shown(free, read.facts)
        if limit is not None:
            assert all(path.facets <= limit for path in under.opened.paths)


@settings(settings(), **QUICK)
@given(any_world(), any_policy, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(world: plain.World, policy: Policy, random: Any) -> None:
    read = from_world(world, NOW)

    def mixed(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(rows, len(rows)))

    other = replace(
        read,
        settings=replace(
            read.settings,
            grants=mixed(read.settings.grants),
            exceptions=mixed(read.settings.exceptions),
            sources=dict(mixed(tuple(read.settings.sources.items()))),
            users=dict(mixed(tuple(read.settings.users.items()))),
        ),
    )
    again = replace(
        policy, via=mixed(policy.via), whole_kinds=mixed(policy.whole_kinds), masks=mixed(policy.masks)
    )
    for viewer in viewers_of(world):
        before, after = of(read, viewer, policy), of(other, viewer, again)
        assert set(before.opened.paths) == set(after.opened.paths)
        assert len(set(after.opened.paths)) == len(after.opened.paths)
        assert shown(before, read.facts) == shown(after, read.facts)
        assert why(before, read.facts) == why(after, mixed(read.facts))


@settings(settings(), **QUICK)
@given(any_world(), any_policy, st.data())
def test_a_grant_never_takes_and_an_exception_never_gives(
    world: plain.World, policy: Policy, data: st.DataObject
) -> None:
    read = from_world(world, NOW)
    users, sources = [*read.settings.users], [*read.settings.sources.values()]
    source = pick(data.draw, sources)
    roles = [role for kind, role in policy.roles if kind == source.kind]
    grant = Grant(Principal("user", pick(data.draw, users)), source.id, pick(data.draw, roles))
    person = pick(data.draw, ["kim", "lou", "max"])
    owner = pick(data.draw, [None, *users])
    home = read.settings.users[owner or users[0]].account
    exception = Exception_(home, owner, person=person)
    granted = replace(read, settings=replace(read.settings, grants=(*read.settings.grants, grant)))
    excepted = replace(
        read, settings=replace(read.settings, exceptions=(*read.settings.exceptions, exception))
    )
    # A15 looks at who took part, so that one more participant takes the author's way: the one exception.
    taking = grant.role == "took part"
    for viewer in viewers_of(world):
        before, more, less = (of(it, viewer, policy) for it in (read, granted, excepted))
        assert shown(before, read.facts) <= shown(more, read.facts)
        assert taking or set(before.opened.paths) <= set(more.opened.paths)
        assert shown(less, read.facts) <= shown(before, read.facts)
        assert before.opened.paths == less.opened.paths


@pytest.mark.rule("D19")
@settings(settings(), **QUICK)
@given(any_world())
def test_administrators_hear_of_settings_and_of_no_record(world: plain.World) -> None:
    read = from_world(world, NOW)
    bare = replace(read, facts=(), entries={})
    for viewer in viewers_of(world):
        for user in world.users:
            told = settings_acting(of(read, viewer, RULES), user.id)
            assert told == settings_acting(of(bare, viewer, RULES), user.id)
            assert all(reason.container is None and reason.rule != "K14" for reason in told)
