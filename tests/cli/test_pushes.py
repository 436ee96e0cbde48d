"""`tactful pushes`: what it adds, lists and ends."""

from __future__ import annotations

import pytest

from tactful.config.database import Service
from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("A35")
ADA, BEN = (("--as", f"{local}@umber.example") for local in ("ada", "ben"))
NOTHING = "Nothing of yours is pushed anywhere.\n"


def test_pushes_are_added_listed_and_ended(terminal: Terminal, umber: tuple[Terminal, Service]) -> None:
    assert terminal.does("pushes", *ADA).out == NOTHING
    address = "https://hooks.chat.example/services/secret\n"
    said = terminal.does("pushes", *ADA, "--add", "Gas channel", "--only-mine", standard_input=address).out
    assert said.endswith("  Gas channel  hooks.chat.example  notes that you write  nothing sent yet\n")
    assert "secret" not in said
    assert terminal.type("pushes", *ADA, "--add", "x", standard_input="http://10.0.0.1/x\n").code == 1
    assert terminal.type("pushes", *ADA, "--add", "x").code == 1
    assert terminal.type("pushes", *ADA, "--only-mine").code == 2
    assert terminal.does("pushes", *BEN).out == NOTHING
    (kept,) = terminal.does("pushes", *ADA, "--json").json["items"]
    assert (kept["name"], kept["scope"], kept["paused"]) == ("Gas channel", "mine", False)
    for deed in ("--remove", "--resume"):
        assert terminal.type("pushes", *BEN, deed, kept["id"]).code == 1
    assert "Gas channel" in terminal.does("pushes", *ADA, "--resume", kept["id"]).out
    assert terminal.does("pushes", *ADA, "--remove", kept["id"]).out == NOTHING
