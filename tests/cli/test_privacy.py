"""`tactful privacy` and `tactful mail-mode`: what they print, set and foresee, and whom they refuse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tactful.config.database import Service
from tests.cli.typing import Terminal

pytestmark = pytest.mark.rule("A19", "A20", "A21", "A22")
ADA, BEN = (("--as", f"{local}@umber.example") for local in ("ada", "ben"))


@pytest.fixture
def private(terminal: Terminal, umber: tuple[Terminal, Service]) -> Iterator[Terminal]:
    """The installation of Umber, where what a test set is taken back after it."""
    yield terminal
    with umber[1].superuser("tactful") as superuser:
        superuser.execute("delete from sharing_mailprivacy")
        superuser.execute("delete from sharing_sharesetting")
        superuser.execute(
            "update sharing_accountsharing set mode = 'everyone', members_may_be_stricter = false,"
            " privacy_asked_at = null"
        )


def test_a_member_sees_foresees_and_sets_their_own(private: Terminal) -> None:
    said = private.does("privacy", *BEN).out.splitlines()
    assert said == [
        "Mode: everyone",
        "Your own choice: nothing was chosen, so both are hidden",
        "No effect for Sales and Everyone: interactions are not shared there.",
    ]
    private.does("share", *BEN, "--with", "Sales", "--level", "relationships + interactions")
    foreseen = private.does("privacy", *BEN, "--option", "subjects", "--preview").out
    assert foreseen == 'With "subjects", nothing changes for anybody now.\n', "Ben has brought nothing yet"
    after = private.does("privacy", *BEN, "--option", "subjects", "--until", "2099-12-31").out
    assert "Your own choice: subjects and titles, until the end of 2099-12-31 (UTC)" in after
    assert "Sales: subjects and titles" in after
    assert private.does("privacy", *BEN, "--json").json["chosen"] == "subjects"


def test_an_enterprise_admin_changes_the_mode_and_a_teams_options(private: Terminal) -> None:
    private.does("share", *BEN, "--with", "Sales", "--level", "relationships + interactions")
    private.does("privacy", *BEN, "--option", "subjects")
    teams_only = ("mail-mode", *ADA, "--mode", "teams only")
    foreseen = private.does(*teams_only, "--preview").out
    assert (
        'Ben Bister, with Sales (1 other): "relationships + interactions, with subjects and titles" becomes '
        '"relationships + interactions"'
    ) in foreseen
    assert private.does(*teams_only).out.startswith("Mode: teams only")
    sales = ("mail-mode", *ADA, "--team", "Sales")
    assert (
        private.does(*sales).out.splitlines()[1].startswith("Ben Bister: subjects, titles and bodies hidden")
    )
    option = (*sales, "--of", "Ben Bister", "--option", "bodies")
    assert "with subjects, titles and bodies" in private.does(*option, "--preview").out
    assert "Ben Bister: subjects, titles and bodies\n" in private.does(*option).out
    assert "it waits" in private.does("privacy", *BEN).out
    assert private.type("privacy", *BEN, "--option", "hide").code == 1
    limit = ("privacy", *BEN, "--with", "Sales", "--at-most", "subjects")
    assert private.type(*limit).code == 1
    private.does("mail-mode", *ADA, "--members-may-be-stricter", "yes")
    assert private.does(*limit, "--preview").code == 0
    assert 'Sales: subjects and titles (you let it be "subjects" at most)' in private.does(*limit).out
    assert private.type("mail-mode", *ADA, "--mode", "everyone").code == 1
    private.does("mail-mode", *ADA, "--mode", "everyone", "--back", "hide")
    assert "asks you to choose again" in private.does("privacy", *BEN).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("privacy", *BEN, "--option", "all"), 1),
        (("privacy", *BEN, "--preview"), 2),
        (("privacy", *BEN, "--with", "Sales"), 2),
        (("privacy", *BEN, "--option", "hide", "--until", "2020-01-01"), 1),
        (("mail-mode", *BEN), 1),
        (("mail-mode", *BEN, "--mode", "teams only"), 1),
        (("mail-mode", *ADA, "--back", "hide"), 1),
        (("mail-mode", *ADA, "--team", "Nowhere"), 1),
        (("mail-mode", *ADA, "--team", "Sales"), 1),
        (("mail-mode", *ADA, "--of", "Ben Bister", "--option", "hide"), 2),
    ],
)
def test_what_cannot_be_is_refused(reading: Terminal, words: tuple[str, ...], code: int) -> None:
    assert reading.type(*words).code == code
