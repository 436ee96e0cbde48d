"""What every test of leaks stands on: a home of its own, and a log that is quiet."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tactful.config.home import Home


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Uploads go to a place of their own. Hidden and absent things are asked for all the time: the log need not say."""
    settings.HOME = Home(tmp_path)
    # Made at the first upload else, out of the seeded source: the first world's ids would then be others.
    settings.HOME.secret("spool")
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
