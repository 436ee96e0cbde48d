"""Why a colleague is proposed: a sentence for each thing that is disclosed, and none for what is not."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tactful.visibility.introducer_words import reason
from tactful.visibility.introducers import Introducer, PersonRef
from tactful.visibility.seen import Member, Statistics, Strength

pytestmark = pytest.mark.rule("B07")

ADA = Introducer(
    Member(uuid.UUID(int=1), "Ada"),
    Strength(63, "good", 25.0),
    PersonRef(uuid.UUID(int=2), "Jon Falk"),
    1,
    (),
)
NONE = Statistics(0, 0, 0, None, None, None, None)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, ""),
        ({"last_contact": datetime(2026, 3, 2, 9, tzinfo=UTC)}, " Last in touch on 2 March 2026."),
        ({"statistics": NONE}, ""),
        ({"statistics": replace(NONE, outbound=1, inbound=1_200)}, " 1 mail there and 1,200 back."),
        ({"statistics": replace(NONE, outbound=2)}, " 2 mails there, none the other way."),
        ({"statistics": replace(NONE, inbound=1)}, " 1 mail from there, none the other way."),
        ({"statistics": replace(NONE, meetings=1)}, " 1 meeting."),
        (
            {"statistics": replace(NONE, inbound=2, meetings=3)},
            " 2 mails from there, none the other way and 3 meetings.",
        ),
        ({"teams": ("Gas",)}, " You are both in Gas."),
        ({"teams": ("Gas", "Power", "Water")}, " You are both in Gas, Power and Water."),
    ],
)
def test_of_a_person(more: dict[str, Any], says: str) -> None:
    assert reason(replace(ADA, **more), "Jon Falk", UTC) == f"Ada knows Jon Falk: 63 of 100, good.{says}"


@pytest.mark.parametrize(
    ("people", "name", "says"),
    [
        (1, "Jon Falk", "Ada knows Jon Falk at Brightwater: 63 of 100, good."),
        (1, None, "Ada knows somebody at Brightwater: 63 of 100, good."),
        (
            1_200,
            "Jon Falk",
            "Ada knows 1,200 people at Brightwater, together 63 of 100, good; best Jon Falk.",
        ),
        (2, None, "Ada knows 2 people at Brightwater, together 63 of 100, good; best somebody."),
    ],
)
def test_of_a_company(people: int, name: str | None, says: str) -> None:
    one = replace(ADA, people=people, person=replace(ADA.person, name=name))
    assert reason(one, "Brightwater", UTC, at_company=True) == says
