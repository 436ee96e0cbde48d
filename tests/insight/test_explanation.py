"""An explanation names the inputs of a score, and what it says of them is so."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tactful.insight.coverage import BOTH_WAYS, Coverage
from tactful.insight.explanation import explain, parts, sentences
from tactful.insight.rs1 import ContactDay, meeting_weight, met, strength, together
from tests.insight.worlds import IN, OUT, TODAY, histories, mail

CONTACT = (
    "Contact between you and Zoe on 3 days in the last year, "
    "3 of them in the last 90 days and 2 in the last 30."
)
SENT_ONLY = Coverage(inbound=2, outbound=98)


def test_the_figures_of_a_tie() -> None:
    days = [*mail([3, 40, 200, 400], OUT), *mail([3, 50], IN), *met("Zoe", TODAY - timedelta(days=10), 1.5)]
    told = explain(days, TODAY, BOTH_WAYS)
    assert (told.days_30, told.days_90, told.days_365) == (2, 4, 5)
    assert told.last_out == told.last_in == TODAY - timedelta(days=3)
    assert (told.out, told.in_) == (told.strength.out, told.strength.in_)
    assert told.strength == strength(days, TODAY, gated=True)


def test_points_lost_are_the_score_without_that_kind() -> None:
    out, in_, meetings = mail([1, 8, 15], OUT), mail([2], IN), list(met("Zoe", TODAY, meeting_weight(2)))
    told = explain([*out, *in_, *meetings], TODAY, BOTH_WAYS)
    whole = told.strength.score
    assert told.lost_mail_out == whole - strength(in_ + meetings, TODAY, gated=True).score > 0
    assert told.lost_mail_in == whole - strength(out + meetings, TODAY, gated=True).score > 0
    assert told.lost_meetings == whole - strength(out + in_, TODAY, gated=True).score > 0


def test_mail_on_the_day_of_a_meeting_stands_in_when_the_meeting_is_taken_away() -> None:
    days = [*mail([0]), *met("Zoe", TODAY, meeting_weight(1))]
    told = explain(days, TODAY, BOTH_WAYS)
    assert told.lost_meetings == told.strength.score - strength(mail([0]), TODAY, gated=True).score
    assert (told.lost_mail_out, told.lost_mail_in) == (0, 0)


@given(histories, st.sampled_from([BOTH_WAYS, SENT_ONLY]))
def test_taking_away_never_adds_and_the_windows_nest(days: list[ContactDay], coverage: Coverage) -> None:
    told = explain(days, TODAY, coverage)
    for lost in (told.lost_mail_out, told.lost_mail_in, told.lost_meetings):
        assert 0 <= lost <= told.strength.score
    assert told.days_30 <= told.days_90 <= told.days_365 <= len(days)


@given(histories)
def test_a_gate_named_is_a_gate_that_lowered(days: list[ContactDay]) -> None:
    told = explain(days, TODAY, BOTH_WAYS)
    free = strength(days, TODAY, gated=False)
    assert (told.capped is not None) == (
        told.strength.out > 3 + 4 * told.strength.in_ or told.strength.in_ > 2 + 4 * told.strength.out
    )
    if told.capped is None:
        assert told.strength.raw == free.raw
    assert explain(days, TODAY, SENT_ONLY).capped is None


def test_the_sentences_of_a_whole_tie() -> None:
    days = [*mail([3, 40]), *met("Zoe", TODAY - timedelta(days=10), 1.5)]
    assert sentences(explain(days, TODAY, BOTH_WAYS), whom="Zoe") == [
        CONTACT,
        "You last wrote to or met Zoe on 27 June 2026.",
        "Zoe last wrote to or met you on 27 June 2026.",
        "Without the mail from you to Zoe the score would be 10 points lower.",
        "Without the mail from Zoe to you the score would be 6 points lower.",
        "Without the meetings the score would be 14 points lower.",
    ]


def test_a_colleague_reads_the_same_with_the_contributors_name() -> None:
    told = sentences(explain(mail([3]), TODAY, BOTH_WAYS), who="Ben", whom="Zoe")
    assert told[0].startswith("Contact between Ben and Zoe on 1 day in the last year")
    assert "Ben last wrote to or met Zoe on 27 June 2026." in told


def test_one_sided_mail_is_said_to_be() -> None:
    stranger = sentences(explain(mail(range(100), IN), TODAY, BOTH_WAYS), whom="Zoe")
    assert "You wrote back little, so unanswered mail counted only in part." in stranger
    hopeful = sentences(explain(mail(range(100), OUT), TODAY, BOTH_WAYS), whom="Zoe")
    assert "Zoe answered little, so unanswered mail counted only in part." in hopeful


def test_missing_replies_are_said_to_be_missing() -> None:
    told = sentences(explain(mail(range(100), OUT), TODAY, SENT_ONLY), whom="Zoe")
    assert told[-1] == "Replies not imported: silence was not counted against this relationship."
    assert not any("answered little" in one for one in told)


def test_long_ago_and_never() -> None:
    assert sentences(explain(mail([900]), TODAY, BOTH_WAYS), whom="Zoe")[0] == (
        "No contact between you and Zoe in the last year."
    )
    assert sentences(explain([], TODAY, BOTH_WAYS), whom="Zoe") == ["No interactions yet."]


def test_parts_of_a_team_heaviest_first() -> None:
    team = {
        "Ada": strength(mail(range(0, 365, 30)), TODAY, gated=True),
        "Ben": strength(mail(range(0, 365, 7)), TODAY, gated=True),
        "Cyd": strength([], TODAY, gated=True),
    }
    found = parts(team)
    assert [part.key for part in found] == ["Ben", "Ada", "Cyd"]
    whole = together(team.values())
    assert found[0].lost == whole.score - team["Ada"].score
    assert found[2].lost == 0


def test_other_people_are_not_mixed_in() -> None:
    other = [replace(day, person="Yan") for day in mail([0])]
    assert explain(other, TODAY, BOTH_WAYS).strength == explain(mail([0]), TODAY, BOTH_WAYS).strength
