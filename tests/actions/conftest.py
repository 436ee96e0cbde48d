"""The account that imports are tested in."""

from __future__ import annotations

import pytest

from tests.actions.books import Books


@pytest.fixture
def books(db: None) -> Books:
    """An account of two members with empty books."""
    return Books.founded()
