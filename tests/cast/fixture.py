"""The cast as a fixture: gathered once, and whatever a test does with them is rolled back."""

from __future__ import annotations

import pytest

from tests.cast.cast import Cast
from tests.cast.kept import KeptCast


@pytest.fixture
def cast(led_to_cast: KeptCast, db: None) -> Cast:
    """Return the cast with their books filled; nobody shares anything."""
    return led_to_cast.copy()
