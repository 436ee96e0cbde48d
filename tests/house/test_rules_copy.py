"""The repository's rules are whole, and those of whoever keeps the original."""

import tomllib
from pathlib import Path

import pytest

from tools.rules_report import ROOT, built, rules

ORIGINAL = ROOT.parent / "shared" / "rules.toml"


@pytest.mark.skipif(not ORIGINAL.exists(), reason="the original rules.toml is not beside this checkout")
def test_the_copy_is_the_original() -> None:
    assert (ROOT / "rules.toml").read_bytes() == ORIGINAL.read_bytes()


def test_ids_are_unique_and_every_rule_has_a_sentence() -> None:
    listed = tomllib.loads(Path(ROOT / "rules.toml").read_text(encoding="utf-8"))["rule"]
    assert len(rules()) == len(listed)
    assert all(text.strip().endswith((".", ")")) for text in rules().values())


def test_built_rules_are_rules() -> None:
    assert built() <= set(rules())
