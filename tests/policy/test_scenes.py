"""The reference's scenes, whose answers were written by hand, asked of the kernel."""

from __future__ import annotations

import pytest

from tests.policy.from_world import disclosed_by_kernel
from tests.reference import cast, test_content, test_model, test_outsiders


@pytest.fixture(autouse=True)
def _ask_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast, "disclosed", disclosed_by_kernel)


def _scenes() -> dict[str, object]:
    return {
        name: scene
        for module in (test_content, test_model, test_outsiders)
        for name, scene in vars(module).items()
        if name.startswith("test_") and "model" not in name
    }


globals().update(_scenes())


def test_there_are_scenes_to_ask() -> None:
    assert len(_scenes()) > 50
