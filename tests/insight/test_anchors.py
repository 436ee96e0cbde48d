"""RS-1 gives the scores that its description promises, and its weights follow the rules."""

from datetime import timedelta

import pytest

from tactful.insight.bands import Band, band_of
from tactful.insight.coverage import BOTH_WAYS, Coverage
from tactful.insight.rs1 import (
    ContactDay,
    meeting_weight,
    message_weight,
    met,
    score_of,
    strength,
    together,
)
from tests.insight.worlds import IN, OUT, TODAY, mail

YEAR = 365

ANCHORS = [
    ("daily, both ways", mail(range(1, YEAR + 1)), 100),
    ("weekly for a year", mail(range(1, YEAR + 1, 7)), 79),
    ("fortnightly", mail(range(1, YEAR + 1, 14)), 56),
    ("monthly", mail(range(1, YEAR + 1, 30)), 35),
    ("quarterly", mail(range(1, YEAR + 1, 91)), 20),
    ("one mail each today", mail([0]), 15),
    ("one mail each 90 days ago", mail([90]), 3),
    ("weekly for a year, then silent for 30 days", mail(range(30, 30 + YEAR, 7)), 65),
    ("weekly for a year, then silent for 90 days", mail(range(90, 90 + YEAR, 7)), 47),
    ("weekly for a year, then silent for a year", mail(range(YEAR, 2 * YEAR, 7)), 26),
    ("weekly for a year, then silent for two years", mail(range(2 * YEAR, 3 * YEAR, 7)), 14),
    ("a daily newsletter never answered", mail(range(YEAR), IN), 8),
    ("500 mails in one day, unanswered", mail([0] * 500, IN), 4),
    ("the contributor writes weekly, never answered", mail(range(0, YEAR, 7), OUT), 21),
    ("nobody wrote", [], 0),
]


@pytest.mark.parametrize(("days", "score"), [pytest.param(d, s, id=name) for name, d, s in ANCHORS])
def test_anchors(days: list[ContactDay], score: int) -> None:
    assert strength(days, TODAY, gated=True).score == score


@pytest.mark.parametrize(
    ("recipients", "weight"),
    [(0, 0.0), (1, 1.0), (4, 0.7071), (16, 0.5), (30, 0.4273), (31, 0.0), (500, 0.0)],
)
def test_a_message_weighs_less_the_more_it_is_addressed_to(recipients: int, weight: float) -> None:
    assert message_weight(recipients) == pytest.approx(weight, abs=1e-4)


def test_automated_mail_weighs_nothing() -> None:
    assert message_weight(1, automated=True) == 0.0


def test_a_meeting_weighs_by_its_other_attendees() -> None:
    assert meeting_weight(1) == 1.5
    assert meeting_weight(14) == pytest.approx(1.5 * 14**-0.25)


@pytest.mark.parametrize(
    "weight",
    [
        meeting_weight(0),
        meeting_weight(15),
        meeting_weight(1, all_day=True),
        meeting_weight(1, declined=True),
        meeting_weight(1, cancelled=True),
        meeting_weight(1, resource=True),
    ],
    ids=["alone", "sixteen attendees", "all day", "declined", "cancelled", "resource"],
)
def test_a_meeting_that_was_none_weighs_nothing(weight: float) -> None:
    assert weight == 0.0


@pytest.mark.parametrize("weigh", [message_weight, meeting_weight])
def test_a_negative_number_of_people_is_refused(weigh: object) -> None:
    assert callable(weigh)
    with pytest.raises(ValueError, match='got "-1"'):
        weigh(-1)


def test_a_meeting_counts_both_ways_and_once() -> None:
    held = met("Zoe", TODAY, meeting_weight(1))
    alone = strength(held, TODAY, gated=True)
    assert (alone.out, alone.in_) == (1.5, 1.5)
    assert strength([*held, *mail([0])], TODAY, gated=True) == alone


def test_a_meeting_yet_to_come_counts_nothing_until_its_day() -> None:
    held = met("Zoe", TODAY + timedelta(days=1), meeting_weight(1))
    assert strength(held, TODAY, gated=True).band is Band.NONE
    assert strength(held, TODAY + timedelta(days=1), gated=True).score > 0


@pytest.mark.parametrize(
    ("coverage", "both_ways", "caveat"),
    [
        (Coverage(inbound=19, outbound=81), False, "replies not imported"),
        (Coverage(inbound=20, outbound=80), True, ""),
        (Coverage(inbound=95, outbound=5), True, ""),
        (Coverage(inbound=96, outbound=4), False, "sent mail not imported"),
        (Coverage(inbound=0, outbound=115), False, "replies not imported"),
        (Coverage(inbound=0, outbound=0), False, ""),
    ],
)
def test_gates_bind_only_where_both_directions_came(coverage: Coverage, both_ways: bool, caveat: str) -> None:
    assert coverage.both_ways is both_ways
    assert coverage.caveat == caveat


def test_a_sent_folder_and_an_inbox_are_one_mailbox() -> None:
    apart = Coverage(inbound=100, outbound=0), Coverage(inbound=0, outbound=100)
    assert not any(one.both_ways for one in apart)
    assert (apart[0] + apart[1]).both_ways
    assert BOTH_WAYS.both_ways


def test_without_replies_imported_silence_is_not_held_against_anybody() -> None:
    weekly = mail(range(0, YEAR, 7), OUT)
    assert strength(weekly, TODAY, gated=True).score == 21
    assert strength(weekly, TODAY, gated=False).score > 40


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, Band.DORMANT),
        (4, Band.DORMANT),
        (5, Band.WEAK),
        (14, Band.WEAK),
        (15, Band.FAMILIAR),
        (39, Band.FAMILIAR),
        (40, Band.GOOD),
        (69, Band.GOOD),
        (70, Band.STRONG),
        (100, Band.STRONG),
    ],
)
def test_bands(score: int, band: Band) -> None:
    assert band_of(score) is band


def test_nobody_met_is_not_the_same_as_long_ago() -> None:
    never = strength([], TODAY, gated=True)
    assert (never.score, never.band.value) == (0, "no interactions yet")
    long_ago = strength(mail([3000]), TODAY, gated=True)
    assert (long_ago.score, long_ago.band) == (0, Band.DORMANT)


def test_contact_days_of_two_people_are_refused() -> None:
    other = ContactDay("Yan", OUT, TODAY, 1.0)
    with pytest.raises(ValueError, match="got contact-days with 2"):
        strength([*mail([0]), other], TODAY, gated=True)


def test_a_company_is_as_strong_as_its_people_added_up() -> None:
    people = [strength(mail(range(1, YEAR, 30)), TODAY, gated=True) for _ in range(3)]
    company = together(people)
    assert company.raw == sum(one.raw for one in people)
    assert company.score == score_of(company.raw)
    missing = 1.0
    for one in people:
        missing *= 2.718281828459045 ** (-one.raw / 25)
    assert company.score == round(100 * (1 - missing))


def test_people_never_met_add_nothing_to_a_company() -> None:
    never, weekly = (strength(days, TODAY, gated=True) for days in ([], mail(range(0, YEAR, 7))))
    assert together([never, weekly]) == weekly
    assert together([never]).band is Band.NONE
    assert together([]).band is Band.NONE
