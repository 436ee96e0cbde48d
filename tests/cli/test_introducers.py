"""`introducers` answers a list as the member would be answered on the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import MARIT
from tests.cli.typing import Terminal

ADA, BEN = (("--as", f"{local}@umber.example") for local in ("ada", "ben"))

pytestmark = pytest.mark.rule("B07")


def test_each_line_is_answered(reading: Terminal) -> None:
    said = reading.does("introducers", *ADA, MARIT[0], "port.example", "nobody at all").out
    assert f"{MARIT[0]}: {MARIT[0]}\n  You know them yourself:" in said
    assert "port.example: port.example\n" in said
    assert "nobody at all: no match" in said


@pytest.mark.rule("D05")
def test_what_is_not_shared_is_no_match(reading: Terminal, tmp_path: Path) -> None:
    wanted = tmp_path / "wanted.txt"
    wanted.write_text(f"{MARIT[0]}\n{MARIT[0]}\nport.example\n")
    items = reading.does("introducers", *BEN, "--file", str(wanted), "--json").json["items"]
    assert [(one["text"], one["total"]) for one in items] == [(MARIT[0], 0), ("port.example", 0)]
    assert all("found" not in one or one["found"] is None for one in items)


def test_a_list_of_nothing_is_said(reading: Terminal) -> None:
    said = reading.type("introducers", *ADA)
    assert said.code == 2
    assert "Say whom you want to meet" in said.err
