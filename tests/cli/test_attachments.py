"""`tactful attachments`: what is chosen is the member's own."""

from __future__ import annotations

import pytest

from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("A18")
ADA, BEN = (("--as", f"{local}@umber.example") for local in ("ada", "ben"))
NONE = "Attachments of your mail do not become files.\n"


def test_attachments_are_kept_and_no_longer(terminal: Terminal) -> None:
    assert terminal.does("attachments", *ADA).out == NONE
    said = terminal.does("attachments", *ADA, "--keep").out
    assert said.startswith("Attachments of your mail become files, since ")
    assert said.endswith("They are for: Only you.\n")
    assert terminal.does("attachments", *BEN).out == NONE
    seen = terminal.does("attachments", *ADA, "--json").json["attachments"]
    assert (seen["audience"], seen["files"]) == ("Only you", 0)
    assert terminal.does("attachments", *ADA, "--stop").out == NONE
    assert terminal.does("attachments", *ADA, "--delete").out == NONE
    assert terminal.type("attachments", *ADA, "--keep", "--stop").code == 2
