"""The cast as a fixture: gathered anew in each test's transaction."""

from __future__ import annotations

import pytest

from tests.cast.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast with their books filled; nobody shares anything."""
    return Cast.gathered()
