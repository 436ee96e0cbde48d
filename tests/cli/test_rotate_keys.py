"""`tactful rotate-keys` makes a key, and takes out those that nothing needs; the ring is readable by its user alone."""

from __future__ import annotations

import pytest

from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("S09")


def test_a_new_key_and_the_old_ones_dropped(reading: Terminal) -> None:
    first = reading.does("rotate-keys", "--json").json
    # Other tests have things sealed in this installation.
    assert (first["made"], first["dropped"]) == (True, [])
    second = reading.does("rotate-keys", "--json").json
    assert second["keys"][:-1] == first["keys"]
    assert second["not_needed"] == first["keys"]
    assert (reading.home / "secrets" / "keyring").stat().st_mode & 0o077 == 0
    assert not reading.does("rotate-keys", "--finish", "--json").json["made"]
    said = reading.does("rotate-keys")
    assert "seals now" in said.out
    assert second["keys"][-1] in said.out
    assert "dropped" in reading.does("rotate-keys", "--drop-old").out
    assert len(reading.does("rotate-keys", "--finish", "--json").json["keys"]) == 1
    assert "Every key is needed" in reading.does("rotate-keys", "--drop-old").out
    assert reading.type("rotate-keys", "--finish", "--drop-old").code == 2
