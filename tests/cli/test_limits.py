"""`tactful limits`: what it prints, sets, foresees and takes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tactful.config.database import Service
from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("D11", "D17", "D18")
ADA, BEN = (("--as", f"{local}@umber.example") for local in ("ada", "ben"))
SALES = ("share", *ADA, "--with", "Sales", "--level")
BOTH = "relationships + both"


@pytest.fixture
def governed(terminal: Terminal, umber: tuple[Terminal, Service]) -> Iterator[Terminal]:
    """The installation of Umber; the limits that a test set are taken back after it."""
    yield terminal
    with umber[1].superuser("tactful") as superuser:
        superuser.execute("delete from sharing_raise")
        superuser.execute("delete from sharing_contentoptions")
        superuser.execute("delete from sharing_audiencelimits")
        superuser.execute(
            "update sharing_accountsharing set default_for_teams = 'not sharing', default_for_everyone = 'not sharing',"
            " mode = 'everyone'"
        )


def test_limits_are_printed_set_and_foreseen(governed: Terminal) -> None:
    said = governed.does("limits", *ADA).out
    assert said.splitlines()[:3] == [
        "Preset: opt-in",
        'Default for teams: "not sharing"',
        'Default for Everyone: "not sharing"',
    ]
    governed.does(*SALES, BOTH)
    cap = ("limits", *ADA, "--cap", "Sales=relationships")
    foreseen = governed.does(*cap, "--preview").out
    assert 'Ada Amber, with Sales (1 other): "relationships + both" becomes "relationships"' in foreseen
    assert f'Sales: at least "not sharing"; at most "{BOTH}"' in governed.does("limits", *ADA).out
    assert 'Sales: at least "not sharing"; at most "relationships"' in governed.does(*cap).out
    assert governed.does(*cap, "--preview").out == "Nothing changes for anybody.\n"


@pytest.mark.rule("A41")
def test_a_preset_switches_what_may_be_chosen_too(governed: Terminal) -> None:
    siloed = ("limits", *ADA, "--preset", "siloed")
    foreseen = governed.does(*siloed, "--preview").out
    assert 'Mails and meetings: the mode becomes "teams only", and all begin at hide.\n' in foreseen
    assert "Members may choose when they write, from now on:\n" in foreseen
    assert "  Notes: teams and users and only you, teams and users being one's own\n" in foreseen
    assert len(governed.does(*siloed, "--preview", "--json").json["content"]) == 5
    assert governed.does(*siloed).out.startswith("Preset: siloed\n")
    assert "Members may choose" not in governed.does(*siloed, "--preview").out


def test_a_raise_is_announced_and_taken_back(governed: Terminal) -> None:
    raised = governed.does("limits", *ADA, "--default-for-teams", "relationships", "--json").json
    standard = raised["default_for_teams"]
    assert (standard["level"], standard["to_come"]["level"]) == ("not sharing", "relationships")
    back = ("limits", *ADA, "--take-back", standard["to_come"]["id"])
    told = governed.does(*back, "--preview").out
    assert 'Ben Bister, with Sales (1 other): "relationships" becomes "not sharing"' in told
    assert "take back:" not in governed.does(*back).out
    assert governed.type(*back).code == 1


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        (("--cap", "Sales"), "cap", 2),
        (("--cap", "Sales=everything"), "level", 2),
        (("--floor", "Nowhere=relationships"), "floor", 1),
        (("--take-back", "zz"), "take-back", 1),
        (("--preset", "closed"), "preset", 1),
        (("--floor", f"Everyone={BOTH}", "--cap", "Everyone=relationships"), "floor", 1),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    reading: Terminal, words: tuple[str, ...], field: str, code: int
) -> None:
    for preview in ((), ("--preview",)):
        said = reading.type("limits", *ADA, *words, *preview, "--json")
        assert (said.code, said.out, said.error["field"]) == (code, "", field)


def test_limits_are_for_enterprise_admins(reading: Terminal) -> None:
    for words in ((), ("--preset", "open"), ("--preset", "open", "--preview")):
        said = reading.type("limits", *BEN, *words)
        assert (said.code, said.out) == (1, "")
        assert "Enterprise Admin" in said.err
