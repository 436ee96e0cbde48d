"""A4: what was withdrawn is withdrawn at the next question, between any two steps of random histories.

TACTFUL_HISTORIES says how many instead, TACTFUL_HISTORIES_FROM with which number to begin.
"""

from __future__ import annotations

import os

import pytest

from tests.leaks.fresh import kept_in_memory
from tests.leaks.histories import Told, live
from tests.leaks.plan import Door

IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
HISTORIES = int(os.environ.get("TACTFUL_HISTORIES", "5000" if IS_SOAK else "500"))
FIRST = int(os.environ.get("TACTFUL_HISTORIES_FROM", "0"))
#: A history of this number has so many steps at most; others have fewer.
STEPS = 8 if IS_SOAK else 3
#: Reads that are drawn for a history, beside those that every one has.
READS = 2
DOORS = (Door("API", sign_in=False, reads=READS, deeds=0), Door("pages", sign_in=True, reads=READS, deeds=0))
#: Each door's histories in parts, so that two processes share them.
PARTS = 2


@pytest.mark.django_db
@pytest.mark.rule("D14", "D16", "D23", "B05", "B06", "B12")
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_no_answer_is_stale(door: Door, part: int, capsys: pytest.CaptureFixture[str]) -> None:
    told = Told()
    first = FIRST + DOORS.index(door) * PARTS + part
    for number in range(first, FIRST + HISTORIES, len(DOORS) * PARTS):
        live(number, door, 1 + number // (len(DOORS) * PARTS) % STEPS, told)
    with capsys.disabled():
        print(
            f"\n{told.histories} histories of the {door.name}: {told.steps} steps, {told.noticed} of which"
            f" the viewer noticed; {told.answers} answers, none stale"
        )


def test_what_is_kept_in_memory_is_known() -> None:
    """Else a process that has just started would not be one here."""
    assert {f"{module.__name__}.{name}" for module, name, _ in kept_in_memory()} == {
        "tactful.visibility.columns._kept",
        "tactful.visibility.household._kept",
        "tactful.visibility.touches._kept",
    }
