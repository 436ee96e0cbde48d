"""The program says what it can do, at once, and what it did not understand."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tactful.cli.commands import COMMANDS
from tests.cli.typing import Terminal


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_explains_itself(reading: Terminal, command: str) -> None:
    said = reading.type(command, "--help")
    assert said.code == 0
    assert f"usage: tactful {command}" in said.out


def test_the_program_lists_its_commands_and_codes(reading: Terminal) -> None:
    said = reading.type("--help")
    assert said.code == 0
    assert all(
        f"    {command.name} " in said.out or f"    {command.name}\n" in said.out for command in COMMANDS
    )
    assert "Exit codes" in said.out


def test_help_asks_nothing_of_django() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from tactful.cli.main import make_parser; make_parser(); print('django' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"


def test_the_version_is_the_package_s(reading: Terminal) -> None:
    said = reading.type("--version")
    assert (said.code, said.out.split()[0]) == (0, "tactful")


@pytest.mark.parametrize(
    "words", [(), ("nonsense",), ("people",), ("why", "--as", "ada@umber.example"), ("people", "--a", "x")]
)
def test_what_is_not_understood_ends_with_2(reading: Terminal, words: tuple[str, ...]) -> None:
    assert reading.type(*words).code == 2
