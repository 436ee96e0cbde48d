"""Say for each rule in rules.toml which tests cover it and whether they pass.

As a pytest plugin (loaded by conftest.py) it refuses a test that names an unknown rule, and writes
build/rules.json when `--rules-report` is given. As a program it runs those tests and prints the table:

    python -m tools.rules_report

build/rules.json is a list of {"id": str, "tests": [node id], "passed": bool}, in the order of rules.toml.
`passed` is true when at least one test ran and none failed; a test that was skipped counts as not run.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "build" / "rules.json"
STATES = ROOT / "build" / "rules-states.json"
PROPERTY = "rule"


@dataclass
class Standing:
    """What the tests of one rule did: node ids by state (passed, failed, skipped)."""

    states: dict[str, str] = field(default_factory=dict)

    def add(self, test: str, state: str) -> None:
        """Remember the worst of a test's phases."""
        worst = ("passed", "skipped", "failed")
        self.states[test] = max(self.states.get(test, "passed"), state, key=worst.index)

    def count(self, state: str) -> int:
        return sum(1 for each in self.states.values() if each == state)

    @property
    def passed(self) -> bool:
        return self.count("passed") > 0 and self.count("failed") == 0


def rules() -> dict[str, str]:
    """Return the text of every rule by its id, in the file's order."""
    with (ROOT / "rules.toml").open("rb") as file:
        return {rule["id"]: rule["text"] for rule in tomllib.load(file)["rule"]}


def built() -> frozenset[str]:
    """Return the ids of rules whose area exists, so that a missing test is a fault."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["tool"]["tactful"]["built-rules"])


# ── the plugin ──────────────────────────────────────────────────────────────────────────────────


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rules-report", action="store_true", help="write build/rules.json after the run")


def pytest_configure(config: pytest.Config) -> None:
    # Workers of xdist only run tests; the process that gathers their reports writes.
    if config.getoption("--rules-report") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(), "rules-recorder")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    known = rules()
    for item in items:
        for mark in item.iter_markers("rule"):
            for rule_id in mark.args:
                if rule_id not in known:
                    raise pytest.UsageError(f'{item.nodeid} covers "{rule_id}", which is not in rules.toml')
                item.user_properties.append((PROPERTY, rule_id))


class Recorder:
    """Collects the state of every test that names a rule, from this process or its workers."""

    def __init__(self) -> None:
        self.by_rule: dict[str, Standing] = defaultdict(Standing)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == PROPERTY:
                self.by_rule[str(value)].add(report.nodeid, report.outcome)

    def pytest_sessionfinish(self) -> None:
        REPORT.parent.mkdir(exist_ok=True)
        standings = {rule_id: self.by_rule.get(rule_id, Standing()) for rule_id in rules()}
        rows = [
            {"id": rule_id, "tests": sorted(standing.states), "passed": standing.passed}
            for rule_id, standing in standings.items()
        ]
        REPORT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        states = {rule_id: standing.states for rule_id, standing in standings.items()}
        STATES.write_text(json.dumps(states) + "\n", encoding="utf-8")


# ── the program ─────────────────────────────────────────────────────────────────────────────────


def table(standings: dict[str, Standing], expected: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return the lines to print and the faults: built rules without a passing test, and failing ones."""
    lines, faults = [], []
    for rule_id, text in rules().items():
        standing = standings[rule_id]
        failed, skipped = standing.count("failed"), standing.count("skipped")
        if failed:
            state = f"{failed} FAILED of {len(standing.states)}"
            faults.append(f"{rule_id}: {failed} of its tests fail")
        elif standing.passed:
            state = f"{standing.count('passed')} passed" + (f", {skipped} skipped" if skipped else "")
        elif rule_id in expected:
            state = f"{skipped} SKIPPED" if skipped else "NO TEST"
            faults.append(f"{rule_id}: its area is built, and no test of it ran")
        else:
            state = f"{skipped} skipped" if skipped else "not built yet"
        lines.append(f"{rule_id:4} {state:24} {text if len(text) <= 78 else text[:75] + '...'}")
    return lines, faults


def main(arguments: list[str]) -> int:
    """Run every test that names a rule, print the table; return 0 only without a fault."""
    STATES.unlink(missing_ok=True)
    code = pytest.main(["-q", "--no-header", "--rules-report", "-m", "rule", *arguments])
    if not STATES.exists():
        print("rules: the tests did not get as far as a report", file=sys.stderr)
        return int(code) or 1
    states: dict[str, dict[str, str]] = json.loads(STATES.read_text(encoding="utf-8"))
    lines, faults = table({rule_id: Standing(each) for rule_id, each in states.items()}, built())
    print("\n".join(lines))
    covered = sum(1 for each in states.values() if Standing(each).passed)
    print(f"\n{covered} of {len(states)} rules are covered by passing tests; build/rules.json has the list")
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        return int(code)
    return 1 if faults or code == pytest.ExitCode.TESTS_FAILED else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
