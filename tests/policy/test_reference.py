"""The kernel gives every viewer exactly what the reference gives them: in uniform worlds, and in those of each rule."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from tests.policy.from_world import disclosed_by_kernel
from tests.reference.cast import NOW
from tests.reference.model import disclosed
from tests.reference.scenes import SCENES
from tests.reference.world import Viewer, World
from tests.reference.worlds import every_viewer, viewers, worlds, worlds_of

#: Shrinking takes minutes; the two answers side by side say more. Set phases=Phase to shrink after all.
QUICK: dict[str, Any] = {
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}


def difference(world: World, viewer: Viewer) -> str:
    """Return what only one of the two gives this viewer, one atom a line; empty where they agree."""
    expected, got = disclosed(world, viewer, NOW), disclosed_by_kernel(world, viewer, NOW)
    event("something is disclosed" if expected else "nothing is disclosed")
    lines = [f"only by the reference: {atom}" for atom in sorted(expected - got)]
    lines += [f"only by the kernel:    {atom}" for atom in sorted(got - expected)]
    return "\n".join([f"{viewer} in {world}", *lines]) if lines else ""


def agree(data: st.DataObject, world: World) -> None:
    for viewer in [*every_viewer(world), data.draw(viewers(world))]:
        found = difference(world, viewer)
        assert not found, found


@settings(settings(), **QUICK)
@given(st.data())
def test_in_uniform_worlds(data: st.DataObject) -> None:
    agree(data, data.draw(worlds()))


@pytest.mark.parametrize("rule", SCENES)
def test_in_the_worlds_of(rule: str) -> None:
    @settings(settings(), max_examples=max(10, settings().max_examples // 8), **QUICK)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        agree(data, data.draw(worlds_of(rule)))

    check()
