"""POLICY.md says all of the policy, and is what is committed."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from tactful.policy import document as document_module
from tactful.policy.document import KINDS_IN_WORDS, document
from tactful.policy.rules import RULES

COMMITTED = Path(__file__).parents[2] / "POLICY.md"


def test_what_is_committed_is_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(document_module.__file__, run_name="__main__")
    printed = capsys.readouterr().out
    assert printed == document()
    assert COMMITTED.read_text(encoding="utf-8") == printed


def test_it_names_every_row() -> None:
    text = document()
    assert RULES.kinds.keys() == KINDS_IN_WORDS.keys()
    for kind in RULES.kinds.values():
        assert f"**{kind.name}**" in text
        assert all(facet in text for facet in kind.footing)
    for level in RULES.levels:
        assert f"| {level} |" in text
    for kind_name, role in RULES.roles:
        assert f"| {kind_name} | {role} |" in text
    for row in RULES.whole_kinds:
        assert f"| {row.rule} | {row.principal} | {row.kind} |" in text
    for mask in RULES.masks:
        assert f"| {mask.rule} | {mask.kind} | {mask.mark or '(always)'} |" in text
    for clause in RULES.clauses.values():
        assert clause.to_viewer in text
    for sort in RULES.withholds:
        assert f"| {sort} |" in text


def test_a_change_of_the_policy_changes_the_document() -> None:
    assert document(replace(RULES, levels={**RULES.levels, "some": frozenset({"existence"})})) != document()
    assert "| some | existence |" in document(
        replace(RULES, levels={**RULES.levels, "some": frozenset({"existence"})})
    )
