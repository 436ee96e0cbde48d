"""`tactful keeping`: what it prints, foresees and sets, and whom it refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tactful.config.database import Service
from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("A27")
ADA, BEN = (("--as", f"{local}@umber.example") for local in ("ada", "ben"))


@pytest.fixture
def keeping(terminal: Terminal, umber: tuple[Terminal, Service]) -> Iterator[Terminal]:
    """The installation of Umber; after a test it keeps nothing, and has no job of erasing."""
    yield terminal
    with umber[1].superuser("tactful") as superuser:
        superuser.execute(
            "update sharing_accountsharing set keep_bodies = false, keep_private_events = false,"
            " bodies_epoch = 0, private_epoch = 0"
        )
        superuser.execute("delete from procrastinate_jobs where task_name = 'erase what is not kept'")


def erasing(service: Service) -> int:
    """Return how many jobs wait that erase what is not kept."""
    with service.superuser("tactful") as superuser:
        found = superuser.execute(
            "select count(*) from procrastinate_jobs where task_name = 'erase what is not kept' and status = 'todo'"
        ).fetchone()
    assert found
    return int(found[0])


def test_what_is_kept_is_printed_foreseen_and_set(keeping: Terminal, umber: tuple[Terminal, Service]) -> None:
    nothing = ["Bodies of mails, and what stands on meetings: not kept", "Events marked private: not kept"]
    assert keeping.does("keeping", *ADA).out.splitlines() == nothing
    on = ("keeping", *ADA, "--bodies", "yes")
    assert keeping.does(*on, "--preview").out.startswith("From the next import on, what was written in mails")
    asked = keeping.type(*on)
    assert (asked.code, asked.out) == (1, "")
    assert "Say --yes to do it." in asked.err
    assert keeping.does("keeping", *ADA, "--json").json == {"bodies": False, "private_events": False}
    assert keeping.does(*on, "--yes").out.splitlines()[0].endswith(": kept")
    assert keeping.does(*on).code == 0, "what is so already needs no word"
    assert keeping.does(*on, "--preview").out == "Nothing changes.\n"
    off = ("keeping", *ADA, "--bodies", "no", "--private-events", "yes")
    assert len(keeping.does(*off, "--preview", "--json").json["does"]) == 2
    before = erasing(umber[1])
    assert keeping.does(*off, "--yes", "--json").json == {"bodies": False, "private_events": True}
    assert erasing(umber[1]) == before + 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*BEN,), 1),
        ((*BEN, "--bodies", "yes", "--preview"), 1),
        ((*BEN, "--bodies", "yes", "--yes"), 1),
        ((*ADA, "--yes"), 2),
        ((*ADA, "--preview"), 2),
        ((*ADA, "--bodies", "some"), 2),
        ((*ADA, "--bodies", "yes", "--yes", "--preview"), 2),
    ],
)
def test_what_cannot_be_is_refused(reading: Terminal, words: tuple[str, ...], code: int) -> None:
    said = reading.type("keeping", *words)
    assert (said.code, said.out) == (code, "")
    assert words[:2] != BEN or "Enterprise Admin" in said.err
