"""What the command line shows is in the log, whose owner reads it; the log is verified, and tampering is found."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tactful.config.database import Service
from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("B03")

SEAL = (
    "import django; django.setup();"
    "from tactful.accounts.gate import all_accounts; from tactful.actions.sealing import seal;"
    "print(sum(seal(account) for account, _, _ in all_accounts()))"
)


def sealed(terminal: Terminal) -> int:
    """Seal as the job does; return how many entries were."""
    environment = terminal.environment(DJANGO_SETTINGS_MODULE="tactful.config.settings")
    run = subprocess.run(
        [sys.executable, "-c", SEAL], env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    return int(run.stdout)


def test_what_is_shown_is_logged_read_by_its_owner_and_verified(
    terminal: Terminal, umber: tuple[Terminal, Service]
) -> None:
    terminal.does(
        "share", "--as", "ada@umber.example", "--with", "Everyone", "--level", "relationships + both"
    )
    terminal.does("people", "--as", "cyd@umber.example", "--json")
    terminal.does("why", "--as", "cyd@umber.example", "marit@port.example", "--json")
    found = terminal.does("who-has-seen", "--as", "ada@umber.example", "--json").json
    assert found["total"] == len(found["items"]) == 2
    assert [(one["viewer"]["name"], one["way"], one["door"]) for one in found["items"]] == [
        ("Cyd Carmine", "command", "why"),
        ("Cyd Carmine", "command", "people"),
    ]
    assert [of["kinds"] for one in found["items"] for of in one["shown"]] == [
        ["email", "phone"],
        ["last contact"],
    ]
    alone = terminal.does(
        "who-has-seen", "--as", "ada@umber.example", "Marit Solheim", "--kind", "last-contact"
    ).out
    assert "Marit Solheim" in alone
    assert "1 entry." in alone
    assert terminal.does("who-has-seen", "--as", "cyd@umber.example", "--json").json["total"] == 0

    waiting = terminal.does("verify-log", "--json").json
    assert (waiting["whole"], waiting["logs"][0]["sealed"], waiting["logs"][0]["waiting"]) == (True, 0, 2)
    assert sealed(terminal) == 2
    name, end = (
        waiting["logs"][0]["account"]["name"],
        terminal.does("verify-log", "--json").json["logs"][0]["end"],
    )
    assert "whole. 2 entries sealed, 0 waiting." in terminal.does("verify-log").out
    terminal.does("verify-log", "--account", name, "--noted", end)
    unlike = terminal.type("verify-log", "--account", name, "--noted", f"2:{'0' * 64}", "--json")
    assert unlike.code == 1
    assert unlike.json["logs"][0]["faults"][0]["kind"] == "unlike"
    assert terminal.type("verify-log", "--noted", end).code == 2
    assert terminal.type("verify-log", "--account", "nobody").code == 1

    with umber[1].superuser("tactful") as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute("update records_disclosure set door = 'command nothing' where number = 1")
    said = terminal.type("verify-log")
    assert said.code == 1
    assert "NOT AS IT WAS SEALED" in said.out
    assert "Entry 1 is not as it was sealed" in said.out
