"""The shapes of the API: what the document calls one thing is one thing."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

from tactful.api import shapes
from tactful.api.shapes.base import Shape


def test_no_two_shapes_share_a_name() -> None:
    for module in pkgutil.walk_packages(shapes.__path__, f"{shapes.__name__}."):
        importlib.import_module(module.name)
    names = Counter(shape.__name__ for shape in _below(Shape))
    assert len(names) > 20
    # The document names shapes by their classes: of two with one name, it would describe both as the last one.
    assert [name for name, times in names.items() if times > 1] == []


def _below(shape: type[Shape]) -> set[type[Shape]]:
    return {found for one in shape.__subclasses__() for found in (one, *_below(one))}
