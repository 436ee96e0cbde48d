"""`make rules` says the truth about passing, failing, skipped and missing tests."""

import json
from pathlib import Path

import pytest

from tools import rules_report
from tools.rules_report import Standing, table

PLUGIN_ROOT = Path(rules_report.__file__).resolve().parent.parent

pytest_plugins = ["pytester"]


@pytest.fixture
def house(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder with three rules of its own, of which two are built, run with the plugin."""
    pytester.makefile(
        ".toml", rules='[[rule]]\nid = "X1"\ntext = "One."\n[[rule]]\nid = "X2"\ntext = "Two."\n'
    )
    pytester.makepyprojecttoml(
        '[tool.tactful]\nbuilt-rules = ["X1"]\n[tool.pytest.ini_options]\nmarkers = ["rule(id): a rule"]\n'
    )
    pytester.makeconftest(
        f"""
        import sys
        from pathlib import Path
        sys.path.insert(0, {str(PLUGIN_ROOT)!r})
        from tools import rules_report
        here = Path(__file__).parent
        rules_report.ROOT = here
        rules_report.REPORT = here / "build" / "rules.json"
        rules_report.STATES = here / "build" / "rules-states.json"
        pytest_plugins = ["tools.rules_report"]
        """
    )
    return pytester


def report(house: pytest.Pytester, source: str, *arguments: str) -> dict[str, tuple[int, bool]]:
    house.makepyfile(test_x=source)
    house.runpytest_subprocess("--rules-report", "-p", "no:django", "-p", "no:randomly", *arguments)
    rows = json.loads((house.path / "build" / "rules.json").read_text())
    return {row["id"]: (len(row["tests"]), row["passed"]) for row in rows}


@pytest.mark.parametrize("workers", ["0", "2"])
def test_each_rule_has_its_tests_and_their_verdict(house: pytest.Pytester, workers: str) -> None:
    rows = report(
        house,
        """
        import pytest
        @pytest.mark.rule("X1")
        def test_good(): pass
        @pytest.mark.rule("X1", "X2")
        def test_bad(): assert False
        @pytest.mark.rule("X2")
        def test_not_here(): pytest.skip("no data")
        """,
        "-n",
        workers,
    )
    assert rows == {"X1": (2, False), "X2": (2, False)}


def test_a_rule_whose_tests_were_all_skipped_has_not_passed(house: pytest.Pytester) -> None:
    rows = report(
        house,
        """
        import pytest
        @pytest.mark.rule("X1")
        def test_not_here(): pytest.skip("no data")
        @pytest.mark.rule("X2")
        def test_good(): pass
        """,
    )
    assert rows == {"X1": (1, False), "X2": (1, True)}


def test_an_unknown_rule_is_refused(house: pytest.Pytester) -> None:
    house.makepyfile(test_x='import pytest\n@pytest.mark.rule("X9")\ndef test_it(): pass\n')
    result = house.runpytest_subprocess("-p", "no:django")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(['*covers "X9", which is not in rules.toml*'])


def test_only_built_rules_need_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_report, "rules", lambda: {"X1": "One.", "X2": "Two.", "X3": "Three."})
    _, faults = table(
        {"X1": Standing(), "X2": Standing(), "X3": Standing({"t": "failed"})}, frozenset({"X1"})
    )
    assert [fault.split(":")[0] for fault in faults] == ["X1", "X3"]
