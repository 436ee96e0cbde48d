"""`setup`, `migrate` and `digest`: an installation of its own, from nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.typing import Terminal, installation

FOUND = ("setup", "--account", "Sepia", "--domain", "sepia.example", "--name", "Eve Ecru", "--password-stdin")
PASSWORD = "burnt-umber-and-sienna\n"


@pytest.fixture
def empty() -> Iterator[Terminal]:
    """One for each test: whichever command comes first, `setup` too, leaves the database migrated."""
    with installation("empty") as (terminal, _):
        yield terminal


@pytest.mark.rule("D12")
@pytest.mark.rule("B10")
def test_an_installation_from_nothing(empty: Terminal) -> None:
    early = empty.type("people", "--as", "eve@sepia.example", "--json")
    assert (early.code, early.error["code"]) == (1, "not_done")
    assert "tactful migrate" in early.error["message"]
    assert "steps applied" in empty.does("migrate").out
    assert "already" in empty.does("migrate").out
    assert "no account" in empty.does("digest").out
    assert empty.does("digest", "--json").json == {"digests": []}

    for words, field in (
        (("--email", "no address"), "email"),
        (("--email", "eve@sepia.example", "--domain", "no domain"), "domains"),
        (("--email", "eve@sepia.example", "--account", " "), "name"),
    ):
        refused = empty.type(*FOUND, *words, "--json", standard_input=PASSWORD)
        assert (refused.code, refused.error["field"]) == (1, field)
    weak = empty.type(*FOUND, "--email", "eve@sepia.example", "--json", standard_input="sepia\n")
    assert (weak.code, weak.error["field"]) == (1, "password")
    assert empty.does("digest", "--json").json == {"digests": []}

    founded = empty.does(*FOUND, "--email", "eve@sepia.example", "--json", standard_input=PASSWORD).json
    assert founded["member"]["name"] == "Eve Ecru"
    assert founded["member"]["role"] == "enterprise admin"
    assert empty.does("people", "--as", "eve@sepia.example", "--json").json["total"] == 0
    (digest,) = empty.does("digest", "--json").json["digests"]
    assert (digest["account"]["name"], len(digest["digest"])) == ("Sepia", 64)

    # The same person founds a second account: which one is meant must be said.
    second = empty.does("setup", "--account", "Ochre", "--name", "Eve Ecru", "--email", "eve@sepia.example")
    assert "had a sign-in here already" in second.out
    either = empty.type("people", "--as", "eve@sepia.example", "--json")
    assert (either.code, either.error["field"]) == (2, "account")
    for account in ("Sepia", "Ochre", digest["account"]["id"]):
        empty.does("people", "--as", "eve@sepia.example", "--account", account)
    assert empty.type("people", "--as", "eve@sepia.example", "--account", "Umber").code == 1
    assert empty.type("digest", "--account", "Umber").code == 1
    assert len(empty.does("digest", "--account", "Ochre").out.splitlines()) == 1


def test_nobody_to_ask_for_a_password(empty: Terminal) -> None:
    said = empty.type(
        "setup", "--account", "Rust", "--name", "Ron Russet", "--email", "ron@rust.example", "--json"
    )
    assert (said.code, said.error["field"]) == (2, "password")
    assert empty.does("digest", "--json").json == {"digests": []}
