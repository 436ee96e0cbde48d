"""`tactful never-read`: what it prints, keeps and ends."""

from __future__ import annotations

import pytest

from tactful.config.database import Service
from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("B05")
ADA, BEN = (("--as", f"{local}@umber.example") for local in ("ada", "ben"))


def test_rules_are_made_listed_and_ended(terminal: Terminal, umber: tuple[Terminal, Service]) -> None:
    assert terminal.does("never-read", *ADA).out == "All that you import is read.\n"
    assert terminal.does("never-read", *ADA, "--folder", "Private/Family/").out.endswith(
        "  folder  Private/Family\n"
    )
    assert terminal.type("never-read", *ADA, "--address", "nonsense").code != 0
    assert terminal.does("never-read", *BEN).out == "All that you import is read.\n"
    (kept,) = terminal.does("never-read", *ADA, "--json").json["items"]
    assert terminal.type("never-read", *BEN, "--end", kept["id"]).code == 1
    assert terminal.does("never-read", *ADA, "--end", kept["id"]).out == "All that you import is read.\n"


@pytest.mark.rule("B02")
def test_a_rule_is_foreseen(terminal: Terminal, umber: tuple[Terminal, Service]) -> None:
    said = terminal.does("never-read", *ADA, "--address", "marit@port.example", "--preview").out
    assert said.startswith("It erases 1 person")
    assert terminal.does("never-read", *ADA).out == "All that you import is read.\n"
    assert "erased" in terminal.does("never-read", *ADA, "--folder", "Private", "--preview").out
    assert terminal.type("never-read", *ADA, "--preview").code == 2
