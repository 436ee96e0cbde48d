"""`tactful same`: what looks like one person is printed, confirmed, split and taken back, as on the pages (D24)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tactful.config.database import Service
from tests.cli import letters
from tests.cli.conftest import MARIT
from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("D24")
ADA, BEN, CYD, FIN = (("--as", f"{local}@umber.example") for local in ("ada", "ben", "cyd", "fin"))
HOME = "marit@home.example"


@pytest.fixture
def twice(terminal: Terminal, umber: tuple[Terminal, Service], folder: Path) -> Iterator[Terminal]:
    """Umber, where Fin has a card of Marit by another address, and Ada shares contact info with everybody."""
    card = letters.card(folder / "fin.vcf", MARIT[0], HOME, "+4755500909")
    terminal.does("import", card, *FIN)
    terminal.does("share", *ADA, "--with", "Everyone", "--level", "relationships + contact info")
    yield terminal
    with umber[1].superuser("tactful") as superuser:
        superuser.execute("delete from records_judgement")
        superuser.execute("delete from records_feed where name = 'fin.vcf'")
        superuser.execute("delete from records_person where key = %s", [HOME])


def proposed(terminal: Terminal, who: tuple[str, ...]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = terminal.does("same", *who, "--json").json["items"]
    return items


def test_it_is_printed_confirmed_split_and_taken_back(twice: Terminal) -> None:
    said = twice.does("same", *FIN).out
    assert f"Marit Solheim ({HOME}) and Marit Solheim ({MARIT[1]}) may be one person" in said
    assert "Same name in your book and in the book of Ada Amber." in said
    assert (
        twice.does("same", *ADA).out == "Nobody in your own sources looks like somebody else whom you see.\n"
    )
    (one,) = proposed(twice, FIN)
    ids = [side["id"] for side in one["people"]]
    assert [side["address"] for side in one["people"]] == [HOME, MARIT[1]]
    assert "may be one person" in twice.does("same", *FIN, "--of", ids[1]).out
    assert twice.does("same", *FIN, "--said").out == "Nothing was said of two people whom you see.\n"
    # Whoever does not see both is told that there are no such two, as of what is not there.
    for who, of in ((CYD, ids), (FIN, [ids[0], "0" * 32]), (FIN, [ids[0], ids[0]])):
        for way in ("--confirm", "--split"):
            refused = twice.type("same", *who, way, *of)
            assert (refused.code, refused.out) == (1, "")
    assert "are one person: said by you" in twice.does("same", *FIN, "--confirm", *ids).out
    assert proposed(twice, FIN) == []
    assert "are one person, as a member confirmed" in twice.does("same", *FIN, "--of", ids[0]).out
    found = twice.does("same", *FIN, "--of", ids[0], "--json").json
    assert [one["confirmed"] for one in found["joined"]] == [True]
    assert "are not one person: said by you" in twice.does("same", *FIN, "--split", *reversed(ids)).out
    (said_of,) = twice.does("same", *FIN, "--said", "--json").json["items"]
    assert (said_of["verdict"], said_of["mine"]) == ("not the same", True)
    back = ("same", *FIN, "--take-back", said_of["id"])
    assert twice.type("same", *CYD, "--take-back", said_of["id"]).code == 1
    assert twice.does(*back).out == "Nothing was said of two people whom you see.\n"
    assert twice.type(*back).code == 1
    assert len(proposed(twice, FIN)) == 1


def test_somebody_hidden_and_somebody_absent_answer_alike(twice: Terminal) -> None:
    (one,) = proposed(twice, FIN)
    hidden = twice.type("same", *CYD, "--of", one["people"][0]["id"])
    absent = twice.type("same", *CYD, "--of", "0" * 31 + "1")
    assert (hidden.code, absent.code) == (1, 1)
    assert "There is no person" in hidden.err
    alone = twice.does("same", *ADA, "--of", one["people"][1]["id"])
    assert alone.out == "Nobody else whom you see is, or looks like, this person.\n"
