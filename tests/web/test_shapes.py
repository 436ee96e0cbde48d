"""What templates are handed, from what visibility shows: plain functions, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from tactful.visibility.preview import Effect, Gain
from tactful.visibility.seen import Member, NameSaid, Page, Participant, PersonSeen, Touchpoint
from tactful.web import wording
from tactful.web.shapes import records, shares
from tactful.web.shapes.timelines import timeline, touchpoint
from tactful.web.wording import sentence

ADA, BEN = Member(UUID(int=1), "Ada"), Member(UUID(int=2), "Ben", is_me=True)
ZOE = Participant("Zoe", UUID(int=9), None, "Globex", False, "to")


def _colleague(member: Member | None, role: str) -> Participant:
    return Participant(None if member is None else member.name, None, member, None, True, role)


def _mail(*people: Participant, kind: str = "mail", subject: str | None = None) -> Touchpoint:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    return Touchpoint(UUID(int=5), kind, at, None, ("out",), (ADA,), people, subject)


def _said(one: Touchpoint) -> str:
    return wording.touchpoint(touchpoint(one), "Zoe")


@pytest.mark.rule("D26")
@pytest.mark.parametrize(
    ("people", "kind", "said"),
    [
        ([_colleague(ADA, "from"), ZOE, _colleague(BEN, "cc")], "mail", "Ada wrote to Zoe"),
        ([_colleague(BEN, "from"), ZOE], "mail", "You wrote to Zoe"),
        ([_colleague(None, "from"), ZOE, _colleague(ADA, "cc")], "mail", "A colleague wrote to Zoe"),
        ([_colleague(ADA, "to"), *[_colleague(None, "cc")] * 2], "mail", "Zoe wrote to Ada and a colleague"),
        ([_colleague(ADA, "to"), _colleague(BEN, "cc")], "mail", "Zoe wrote to you and Ada"),
        ([], "mail", "Zoe wrote to Ada"),
        ([_colleague(ADA, "organiser"), _colleague(BEN, "attendee"), ZOE], "meeting", "You and Ada met Zoe"),
        ([_colleague(ADA, "attendee"), _colleague(None, "attendee"), ZOE], "meeting", "Ada and a colleague met Zoe"),
    ],
)  # fmt: skip
def test_a_touchpoint_says_who_did_what(people: list[Participant], kind: str, said: str) -> None:
    assert _said(_mail(*people, kind=kind)) == said


@pytest.mark.rule("D10")
def test_a_subject_that_is_not_disclosed_has_no_key() -> None:
    assert "subject" not in touchpoint(_mail(ZOE))
    assert touchpoint(_mail(ZOE, subject=""))["subject"] == ""


def test_on_a_companys_page_a_touchpoint_names_its_own_person() -> None:
    other = Participant("Max", UUID(int=8), None, "Initech", False, "to")
    one = touchpoint(_mail(_colleague(ADA, "from"), other, ZOE), "Globex")
    assert one["person"] == {"name": "Zoe", "uid": UUID(int=9).hex}
    unseen = Participant("Yan", None, None, "globex.example", False, "to")
    assert touchpoint(_mail(_colleague(ADA, "from"), unseen), "Globex")["person"] == {"name": "Yan"}


def test_a_timeline_is_parted_by_month_and_keeps_an_all_day_date() -> None:
    whole = Touchpoint(
        UUID(int=6),
        "meeting",
        datetime(2026, 2, 27, 23, tzinfo=UTC),
        date(2026, 2, 28),
        ("meeting",),
        (ADA,),
        (ZOE,),
    )
    shape = timeline(Page((_mail(ZOE), whole), 7, "more"), "")
    assert [month["month"] for month in shape["months"]] == [date(2026, 3, 1), date(2026, 2, 1)]
    assert shape["months"][1]["touchpoints"][0]["when"] == date(2026, 2, 28)
    assert (shape["total"], shape["next"], shape["kind"]) == (7, "more", None)


@pytest.mark.rule("D21")
def test_other_names_stand_apart_from_the_one_at_the_head() -> None:
    said = (NameSaid("Zoe Dahl", "Buyer", "", (ADA,)), NameSaid("Z. Dahl", "Buyer", "", ()))
    seen = PersonSeen(
        UUID(int=9), "Zoe Dahl", "Buyer", None, None, False, frozenset({"existence"}), names=said
    )
    assert [
        (one["kind"], one["value"], [w["name"] for w in one["whose"]]) for one in records.names(seen)
    ] == [
        ("name", "Zoe Dahl", ["Ada"]),
        ("name", "Z. Dahl", []),
    ]


def test_a_withheld_field_of_a_person_has_no_key() -> None:
    bare = PersonSeen(UUID(int=9), "Zoe", None, None, None, False, frozenset({"existence"}))
    shape = records.person(bare, None, {})
    assert not {"contact_values", "statistics", "months", "extras"} & set(shape)
    told = PersonSeen(UUID(int=9), "Zoe", None, None, None, False, frozenset({"contact_info"}), values=())
    assert records.person(told, None, {})["contact_values"] == []


@pytest.mark.rule("B06")
@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2024, 2, 29), date(2026, 12, 31)])
def test_the_last_day_and_the_moment_it_ends_are_two_forms_of_one(day: date) -> None:
    end = shares.end_of(day)
    assert end is not None
    assert end > datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
    assert shares.last_day(end) == day
    assert shares.last_day(shares.end_of(None)) is None


@pytest.mark.rule("B02")
def test_an_effect_is_counted_in_words() -> None:
    gain = Gain(
        people=1, companies=2, contact_values=5, touchpoints=1_204, emails=2, phones=1, examples=("Zoe",)
    )
    shape = shares.effect(Effect((ADA, BEN), gain, Gain()))
    assert shape["loses"] is None
    assert wording.difference(shape["gains"]) == (
        "your ties with 1 person and 2 companies; 2 e-mail addresses; 1 phone number; 2 postal addresses and profiles; "
        "1,204 mails and meetings"
    )
    assert wording.difference(shares.gain(Gain(touchpoints=1))) == "1 mail or meeting"
    assert wording.difference(shares.gain(Gain(people=2))) == "your ties with 2 people; 0 phone numbers"
    gas = {"whole": True, "audience": {"name": "Gas", "size": 14}}
    assert wording.affected(shape, gas) == "Gas (14 people)"
    assert wording.affected(shape, gas | {"whole": False}) == "Ada and you"


@pytest.mark.parametrize(
    ("words", "said"),
    [("choose one", "Choose one."), ("Is it?", "Is it?"), ("", ""), (" ada left ", "Ada left.")],
)
def test_words_of_actions_become_sentences(words: str, said: str) -> None:
    assert sentence(words) == said


def test_the_key_of_a_value_neither_spells_nor_repeats_it() -> None:
    keys = {
        records.key_of(kind, text) for kind in ("email", "phone") for text in ("a@b.example", "c@b.example")
    }
    assert len(keys) == 4
    assert not any("example" in key for key in keys)
