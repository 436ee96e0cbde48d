"""`share` and `preview-share`: what the preview says is what saving does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import MARIT
from tests.cli.typing import Terminal

ADA, BEN = (("--as", f"{local}@umber.example") for local in ("ada", "ben"))
SALES = (*ADA, "--with", "Sales")


@pytest.mark.rule("B02")
def test_a_preview_is_exact_and_saves_nothing(terminal: Terminal) -> None:
    level = ("--level", "relationships + both")
    before = terminal.does("people", *BEN, "--json").out
    preview = terminal.does("preview-share", *SALES, *level, "--json").json
    assert terminal.does("people", *BEN, "--json").out == before
    (effect,) = preview["effects"]
    assert (preview["audience"], preview["level"], preview["unaffected"]) == (
        "Sales",
        "relationships + both",
        0,
    )
    assert [member["name"] for member in effect["members"]] == ["Ben Bister"]
    assert effect["newly"]["people"] == 1
    assert effect["newly"]["companies"] == 1
    assert effect["newly"]["contact_values"] == 2
    assert effect["newly"]["touchpoints"] == 12
    assert effect["newly"]["examples"] == [MARIT[0]]
    assert effect["no_longer"]["people"] == 0
    terminal.does("share", *SALES, *level)
    assert terminal.does("people", *BEN, "--json").json["total"] == effect["newly"]["people"]
    assert terminal.does("preview-share", *SALES, *level).out == (
        'With "relationships + both" for Sales, nothing changes for anybody.\n'
    )
    back = terminal.does("preview-share", *SALES, "--level", "not sharing").out
    assert "Ben Bister" in back
    assert "no longer sees 1 person, 1 company" in back


def test_a_preview_for_people(terminal: Terminal) -> None:
    said = terminal.does("preview-share", *SALES, "--level", "relationships").out
    assert said.splitlines() == [
        'With "relationships" for Sales:',
        "  Ben Bister",
        "    newly sees 1 person and 1 company",
        f"      such as {MARIT[0]}",
        "  Sales's strength with 1 person changes.",
    ]


@pytest.mark.rule("D13")
@pytest.mark.rule("B06")
def test_a_setting_is_saved_with_its_end(terminal: Terminal) -> None:
    day = (datetime.now(UTC) + timedelta(days=40)).date()
    saved = terminal.does(
        "share", *SALES, "--level", "relationships+contact-info", "--until", f"{day}", "--json"
    )
    setting = saved.json
    assert setting["audience"]["name"] == "Sales"
    assert len(setting["audience"]["id"]) == 32
    assert (setting["chosen"], setting["counts"], setting["ended"]) == (
        "relationships + contact info",
        "relationships + contact info",
        False,
    )
    # A day holds to its end.
    assert datetime.fromisoformat(setting["ends_at"]) == datetime(
        day.year, day.month, day.day, tzinfo=UTC
    ) + (timedelta(days=1))
    assert setting["opens"] == ["contact_info", "existence", "relationship"]
    said = terminal.does("share", *SALES, "--level", "relationships", "--until", f"{day}")
    assert said.out == f"Sales (1 other person): relationships, until the end of {day} (UTC).\n"
    everyone = terminal.does("share", *ADA, "--with", "everyone", "--level", "not sharing", "--json").json
    assert everyone["audience"] == {"id": "everyone", "name": "Everyone"}
    assert everyone["ends_at"] is None


@pytest.mark.rule("D02")
@pytest.mark.parametrize("command", ["share", "preview-share"])
@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("--level", "everything"), "level"),
        (("--level", "contact info"), "level"),
        (("--level", "relationships", "--until", "soon"), "until"),
        (("--level", "relationships", "--until", "9999-12-31"), "until"),
    ],
)
def test_what_is_no_setting_is_refused(
    reading: Terminal, command: str, words: tuple[str, ...], field: str
) -> None:
    said = reading.type(command, *SALES, *words, "--json")
    assert (said.code, said.out) == (2, "")
    assert (said.error["code"], said.error["field"]) == ("usage", field)


@pytest.mark.parametrize("command", ["share", "preview-share"])
def test_an_end_that_has_passed_changes_nothing(reading: Terminal, command: str) -> None:
    said = reading.type(command, *SALES, "--level", "relationships", "--until", "2020-01-01")
    assert (said.code, said.out) == (1, "")
    assert "passed" in said.err
    assert reading.does("people", *BEN, "--json").json["total"] == 0


@pytest.mark.rule("B12")
def test_another_team_answers_as_no_team(reading: Terminal) -> None:
    there, nowhere = (
        reading.type("share", *ADA, "--with", team, "--level", "relationships").err.replace(team, "…")
        for team in ("Legal", "Nowhere")
    )
    assert there == nowhere
