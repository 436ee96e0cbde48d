"""Dependencies are few, locked with hashes, without an address, and each says what it is for."""

import re
import tomllib
from itertools import pairwise

import pytest

from tools.house_rules import ROOT

LOCKS = ("requirements.lock", "requirements-s3.lock", "requirements-dev.lock", "requirements-bench.lock")


def locked(name: str) -> dict[str, int]:
    """Return the number of hashes by package and version."""
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    return {re.split(r"[ ;\\]", entry)[0]: entry.count("--hash=sha256:") for entry in entries}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    packages = locked(name)
    assert len(packages) > 20
    assert all("==" in package and hashes > 0 for package, hashes in packages.items())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--(index|extra-index|find-links)", text, re.MULTILINE)


def test_what_runs_is_part_of_what_is_worked_with() -> None:
    packages = [set(locked(name)) for name in LOCKS]
    assert all(fewer <= more for fewer, more in pairwise(packages))


def test_every_direct_dependency_is_locked_and_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    direct = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    packages = {package.split("==")[0] for package in locked(LOCKS[-1])}
    for requirement in direct:
        name = re.split(r"[\[<>=~]", requirement)[0]
        assert name.lower() in packages
        assert re.search(rf'^  "{re.escape(requirement)}",\s+# \S.{{10,}}', text, re.MULTILINE), requirement
