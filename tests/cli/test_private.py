"""`tactful private` and `tactful protected`: what they print, foresee, keep and take back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tactful.config.database import Service
from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("B05")
ADA, BEN, CYD = (("--as", f"{local}@umber.example") for local in ("ada", "ben", "cyd"))
MARIT = ("--person", "marit@port.example")


@pytest.fixture
def open_(terminal: Terminal, umber: tuple[Terminal, Service]) -> Iterator[Terminal]:
    """The installation of Umber, where Ada shares with Sales; what a test withheld is open after it."""
    terminal.does("share", *ADA, "--with", "Sales", "--level", "relationships + both")
    yield terminal
    with umber[1].superuser("tactful") as superuser:
        superuser.execute("delete from sharing_withholding")


def found(terminal: Terminal, who: tuple[str, ...]) -> int:
    return int(terminal.does("people", *who, "Marit", "--json").json["total"])


@pytest.mark.parametrize("named", [MARIT, ("--company", "port.example"), (*MARIT, "--from", "Sales")])
def test_it_is_foreseen_kept_and_taken_back(open_: Terminal, named: tuple[str, ...]) -> None:
    assert open_.does("private", *ADA).out == "Nothing is kept private: what you share decides alone.\n"
    told = open_.does("private", *ADA, *named, "--preview").out
    assert "  Ben Bister\n    no longer sees 1 person, 1 company" in told
    assert "such as Marit Solheim" in told
    assert found(open_, BEN) == 1
    said = open_.does("private", *ADA, *named).out
    whom = "Sales" if "--from" in named else "everybody"
    assert said.endswith(f": kept private from {whom}\n")
    assert (found(open_, ADA), found(open_, BEN)) == (1, 0)
    (kept,) = open_.does("private", *ADA, "--json").json["items"]
    assert (kept["audience"] or {}).get("name") == (None if whom == "everybody" else whom)
    back = ("private", *ADA, "--take-back", kept["id"])
    assert "    newly sees 1 person, 1 company" in open_.does(*back, "--preview").out
    assert open_.type("private", *BEN, "--take-back", kept["id"]).code == 1
    open_.does(*back)
    assert found(open_, BEN) == 1
    assert open_.type(*back).code == open_.type(*back, "--preview").code == 1


def test_a_person_a_company_or_a_mail_by_its_id(open_: Terminal) -> None:
    person = open_.does("people", *ADA, "Marit", "--json").json["items"][0]
    for named in (("--person", person["id"]), ("--company", person["company"]["id"])):
        kept = open_.does("private", *ADA, *named, "--json").json["items"]
        assert kept[-1]["record"] in named or kept[0]["record"] in named
    for way in ("--person", "--company", "--mail"):
        said = open_.type("private", *CYD, way, person["id"])
        assert (said.code, said.out) == (1, "")


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        (("--company", "gmail.com"), "what", 1),
        (("--person", "nobody"), "what", 1),
        ((*MARIT, "--from", "Legal"), "from", 1),
        (("--from", "Sales"), "from", 2),
        (("--preview",), "preview", 2),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    reading: Terminal, words: tuple[str, ...], field: str, code: int
) -> None:
    said = reading.type("private", *ADA, *words, "--json")
    assert (said.code, said.out, said.error["field"]) == (code, "", field)


@pytest.mark.rule("D19")
def test_a_recipient_is_protected_by_an_enterprise_admin(open_: Terminal) -> None:
    for words in ((), ("--domain", "port.example"), ("--domain", "port.example", "--preview")):
        assert open_.type("protected", *BEN, *words).code == 1
    assert open_.does("protected", *ADA).out == "No recipient is protected.\n"
    # Ada knows Marit herself, and goes on seeing her; whom Cyd knows she does not learn.
    foreseen = {
        open_.does("protected", *ADA, "--domain", domain, "--preview").out
        for domain in ("port.example", "hush.example", "unheard.example")
    }
    assert foreseen == {"Nothing changes in what you see yourself. Who else knows them is not told.\n"}
    assert open_.does("protected", *ADA, "--domain", "port.example").out.endswith("  port.example\n")
    assert (found(open_, ADA), found(open_, BEN)) == (1, 0)
    said = open_.does("protected", *ADA, "--address", "una@hush.example", "--json").json["items"]
    assert [one["name"] for one in said] == ["port.example", "una@hush.example"]
    open_.does("protected", *ADA, "--end", said[0]["id"])
    assert found(open_, BEN) == 1
    assert open_.type("protected", *ADA, "--end", said[0]["id"]).code == 1
    refused = open_.type("protected", *ADA, "--preview", "--json")
    assert (refused.code, refused.error["field"]) == (2, "preview")
