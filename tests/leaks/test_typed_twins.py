"""B04 at the command line: twin worlds are told alike by every command that tells a member anything."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator

import pytest

from tactful.cli.doors import DOORS
from tests.leaks.asking import Answer, Ask
from tests.leaks.telling import told_apart
from tests.leaks.twins import pair
from tests.leaks.typed_asks import COMMANDS, LEFT_OUT, asking

PAIRS = 2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 30


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def test_every_command_is_asked() -> None:
    assert {door.name for door in DOORS} == {*COMMANDS, *LEFT_OUT}


@pytest.mark.django_db
@pytest.mark.rule("B04", "B12")
def test_twin_worlds_are_told_alike_at_the_command_line() -> None:
    said = Counter[tuple[str, int]]()

    def note(ask: Ask, answer: Answer) -> None:
        assert answer.status in (0, 1, 2), answer
        said[ask.route, answer.status] += 1

    for number in range(5_000, 5_000 + PAIRS):
        found = told_apart(pair(number), asking, noted=note)
        assert not found, f"{found[0]}"
    assert {route.split(" ")[1] for route, status in said if status == 0} == set(COMMANDS), said
