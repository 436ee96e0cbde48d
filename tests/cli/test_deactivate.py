"""`tactful deactivate`: what it says first, does, and refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tactful.config.database import Service
from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("B11", "D23")
ADA, BEN = (("--as", f"{local}@umber.example") for local in ("ada", "ben"))


@pytest.fixture
def leaving(terminal: Terminal, umber: tuple[Terminal, Service]) -> Iterator[Terminal]:
    """The installation of Umber, where who left is back after a test."""
    yield terminal
    with umber[1].superuser("tactful") as superuser:
        superuser.execute(
            "update accounts_membership set state = 'active', \"returning\" = false where name = 'Ben Bister'"
        )


def test_a_member_leaves_once_it_was_said_what_that_does(leaving: Terminal) -> None:
    leaving.does("share", *BEN, "--with", "Sales", "--level", "relationships")
    said = leaving.does("deactivate", "Ben Bister", *ADA).out
    assert said.startswith("Ben Bister has 0 sources, 0 API keys and 0 open invitations, and is in Sales.\n")
    assert "Reminders that others get: 0\n" in said
    assert 'Ben Bister, with Sales (1 other): "relationships" becomes "not sharing"' in said
    assert said.endswith("Nothing was done: say --yes to do it.\n")
    assert leaving.does("privacy", *BEN).code == 0
    done = leaving.does("deactivate", "Ben Bister", *ADA, "--yes", "--json").json
    assert (done["deactivated"], done["inventory"]["sources"]) == (True, 0)
    assert leaving.type("privacy", *BEN).code == 1
    assert leaving.type("deactivate", "Ben Bister", *ADA).code == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("Ben Bister", *BEN), 1),
        (("Ben Bister", *BEN, "--yes"), 1),
        (("Nobody", *ADA), 2),
        (("Ben Bister", *ADA, "--reminders-to", "Nobody", "--yes"), 2),
        (("Ben Bister", *ADA, "--reminders-to", "Ben Bister", "--yes"), 1),
        (("Ada Amber", *ADA, "--yes"), 1),
    ],
)
def test_what_cannot_be_is_refused(reading: Terminal, words: tuple[str, ...], code: int) -> None:
    said = reading.type("deactivate", *words)
    assert (said.code, said.out) == (code, "")
