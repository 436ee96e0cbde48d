"""A06-A17: after each deed of random histories everybody reads what the reference says, and nothing else.

TACTFUL_CONTENT_HISTORIES says how many, TACTFUL_CONTENT_HISTORIES_FROM with which number to begin.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tactful.policy import items as policy_items
from tactful.policy import paths
from tactful.policy.decide import Decider
from tactful.policy.terms import Principal
from tactful.visibility import item_lists, item_rows
from tactful.visibility.audiences import audiences_of
from tests.leaks.telling import undone
from tests.visibility.content_histories import History

IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
HISTORIES = int(os.environ.get("TACTFUL_CONTENT_HISTORIES", "400" if IS_SOAK else "12"))
FIRST = int(os.environ.get("TACTFUL_CONTENT_HISTORIES_FROM", "0"))
STEPS = 8

pytestmark = pytest.mark.django_db
Patch = pytest.MonkeyPatch


@pytest.mark.rule("A06", "A08", "A09", "A10", "A12", "A13", "A14", "A15", "A16", "A17")
@pytest.mark.parametrize("part", range(2))
def test_everybody_reads_what_the_reference_says(part: int, capsys: pytest.CaptureFixture[str]) -> None:
    kinds: Counter[str] = Counter()
    read = hidden = 0
    for number in range(FIRST + part, FIRST + HISTORIES, 2):
        with undone():
            history = lived(number)
        kinds += history.kinds
        read, hidden = read + history.read, hidden + history.hidden
    with capsys.disabled():
        print(
            f"\n{HISTORIES // 2} histories of what members write: {kinds.total()} deeds of {len(kinds)} kinds,"
            f" {read} items read and {hidden} hidden as the reference says"
        )
    assert read
    assert hidden


def lived(number: int) -> History:
    """Return a history after its deeds, each of which was checked."""
    history = History(number)
    history.check()
    for _ in range(STEPS):
        history.goes_on()
    return history


# ── Control: faults that are made on purpose ────────────────────────────────────────────────────────


def anybody_edits(patch: Patch) -> None:
    honest = item_rows.ItemRow.ways
    patch.setattr(
        item_rows.ItemRow, "ways", lambda self, facet: honest(self, "read" if facet == "edit" else facet)
    )


def records_do_not_count(patch: Patch) -> None:
    honest = Decider.item
    patch.setattr(
        Decider, "item", lambda self, id_, facet, _, existing: honest(self, id_, facet, frozenset(), existing)
    )
    patch.setattr(item_lists, "_likely", lambda _, candidates: [one.id for one in candidates])


def any_record_will_do(patch: Patch) -> None:
    honest = Decider.item
    patch.setattr(
        Decider, "item", lambda self, id_, facet, records, _: honest(self, id_, facet, records, records)
    )
    patch.setattr(item_lists, "_likely", lambda _, candidates: [one.id for one in candidates])


def everything_is_for_everyone(patch: Patch) -> None:
    honest = audiences_of

    def wide(standing: Any) -> Any:
        found = honest(standing)
        return dict.fromkeys(found, frozenset({Principal("everyone", standing.viewer.account)}))

    patch.setattr(item_rows, "audiences_of", wide)
    patch.setattr(item_lists, "open_audiences", lambda standing: sorted(honest(standing)))


def authors_lose_nothing(patch: Patch) -> None:
    patch.setattr(paths, "_moved_away", lambda *_: False)


def nobody_took_part(patch: Patch) -> None:
    honest = policy_items._holders
    patch.setattr(
        policy_items, "_holders", lambda item: (one for one in honest(item) if one[0] != "took part")
    )


def nothing_is_assigned(patch: Patch) -> None:
    honest = policy_items._holders
    patch.setattr(
        policy_items, "_holders", lambda item: (one for one in honest(item) if one[0] != "assignee")
    )


def replies_are_their_authors_alone(patch: Patch) -> None:
    patch.setattr(policy_items, "REPLIES_SHOW", frozenset())


def a_team_is_everybody_who_ever_was_in_it(patch: Patch) -> None:
    honest = paths.principals.__wrapped__
    known: dict[Any, set[Any]] = {}

    def remembered(user: Any, viewer: Any) -> Any:
        held = honest(user, viewer)
        if user is None:
            return held
        known.setdefault(user.id, set()).update(one for one in held if one.kind == "team")
        return frozenset(held | known[user.id])

    patch.setattr(paths, "principals", remembered)


FAULTS: tuple[Callable[[Patch], None], ...] = (
    anybody_edits,
    records_do_not_count,
    any_record_will_do,
    everything_is_for_everyone,
    authors_lose_nothing,
    nobody_took_part,
    nothing_is_assigned,
    replies_are_their_authors_alone,
    a_team_is_everybody_who_ever_was_in_it,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_found(fault: Callable[[Patch], None], monkeypatch: Patch) -> None:
    fault(monkeypatch)
    for number in range(60):
        try:
            with undone():
                lived(number)
        except AssertionError:
            return
    pytest.fail("it was found in none of 60 histories")
