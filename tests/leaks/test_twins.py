"""B04: twin worlds answer alike, byte by byte, whoever asks and whatever is asked.

300 pairs on a push, half of them asked through the API and half through the pages; 20,000 with `make soak`, which goes
on after the last pairs that it noted when it was stopped (build/soak.json has a place for each door).
TACTFUL_TWINS says how many instead, TACTFUL_TWINS_FROM with which number to begin: a pair is made of its number alone.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from tests.leaks.plan import Door
from tests.leaks.progress import Progress
from tests.leaks.reached import Reached
from tests.leaks.telling import culprit, told_apart
from tests.leaks.twins import pair

IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
PAIRS = int(os.environ.get("TACTFUL_TWINS", "20000" if IS_SOAK else "300"))
FROM = os.environ.get("TACTFUL_TWINS_FROM")
FIRST = int(FROM or 0)
#: From so many pairs of a door on, every route must have answered with data, and every field held something.
ENOUGH = 150
DOORS = (Door("API", sign_in=False, reads=16, deeds=16), Door("pages", sign_in=True, reads=9, deeds=6))


@pytest.mark.django_db
@pytest.mark.rule("B04", "B12")
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_twin_worlds_answer_alike(door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    reached = Reached()
    numbers = range(FIRST + DOORS.index(door), FIRST + PAIRS, len(DOORS))
    kept = Progress(f"twins through the {door.name}") if IS_SOAK and FROM is None else None
    before = _gone_on_with(kept, reached, len(numbers))
    # A route or a field that so many draws miss is asked alone in up to four pushes' worth of further pairs.
    last = numbers.stop + (4 * min(PAIRS, 300) if len(numbers) >= ENOUGH else 0)
    asked = before
    for number in range(numbers.start + before * len(DOORS), last, len(DOORS)):
        missed = () if number in numbers else _missed(reached, door)
        if number not in numbers and not missed:
            break
        asking = replace(door, only=missed).asking
        twins = pair(number)
        found = told_apart(twins, asking, sign_in=door.sign_in, noted=reached.note)
        assert not found, f"{found[0]}\n{culprit(twins, asking, sign_in=door.sign_in)}"
        asked += 1
        if kept is not None and asked % 25 == 0:
            kept.note(pairs=asked, of=len(numbers), up_to=number, reached=reached.noted())
        if IS_SOAK and asked % 250 == 0:
            with capsys.disabled():
                print(f"\n{door.name}: {asked} pairs, up to number {number}, are told alike", flush=True)
    answers = sum(reached.answers.values())
    if kept is not None:
        kept.note(pairs=asked, of=len(numbers), up_to=numbers.stop - 1, reached=reached.noted())
    with capsys.disabled():
        went_on = f" ({before} of them by an earlier run)" if before else ""
        print(f"\n{asked} pairs of twin worlds{went_on}, {answers} answers of the {door.name} equal")
    if len(numbers) < ENOUGH:
        return
    missed = _missed(reached, door)
    assert not missed, f"{missed}: never answered with data ({reached.unfilled()}):\n{reached.report()}"


def _gone_on_with(kept: Progress | None, reached: Reached, of: int) -> int:
    """Return how many pairs an earlier run found equal, and take up what it reached; one that was whole begins anew."""
    done = {} if kept is None else kept.read()
    if kept is None or done.get("pairs", 0) >= of:
        if kept is not None:
            kept.begin_anew()
        return 0
    reached.take_up(done.get("reached", {}))
    return int(done.get("pairs", 0))


def _missed(reached: Reached, door: Door) -> tuple[str, ...]:
    """The routes that never answered with data, and of the API those with fields that never held anything."""
    unfilled = () if door.sign_in else reached.filling(reached.unfilled())
    return tuple(sorted({*reached.empty(door.routes()), *unfilled}))
