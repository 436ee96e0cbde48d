"""A pasted line is answered with whom the viewer sees: of many the first by name, with their exact number."""

from __future__ import annotations

import pytest

from tactful.visibility import pasted
from tactful.visibility.pasted import Answer, answer_lines, lines_of
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.standing import Standing
from tests.reference.cast import ACME, TIES, book, house
from tests.reference.world import EVERYONE, Share, Viewer
from tests.visibility.agreeing import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B07")]

KNOWN = house(
    ACME,
    facts=[*book("ada", "kim"), *book("ada", "lou"), *book("ben", "max"), *book("cyd", "nia")],
    shares=[Share("ada", EVERYONE, TIES), Share("ben", EVERYONE, TIES)],
)


def test_a_line_of_marks_alone_names_nobody() -> None:
    assert lines_of(' "; \n|\n||\n|\n') == ["|", "||"]
    with loaded(KNOWN) as rows:
        standing = Standing(rows.viewer(Viewer("dee")))
        assert answer_lines(standing, ["|", "||"]) == (Answer("|"), Answer("||"))


@pytest.mark.parametrize("user", ["dee", "cyd"])
def test_of_more_than_are_looked_at_the_first_by_name_are_offered(
    user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few are looked at: their number is exact, and the choice goes by name."""
    with loaded(KNOWN) as rows:
        standing = Standing(rows.viewer(Viewer(user)))
        # Of those whom a word finds, in the order of the directory.
        listed = [row.name for row in list_people(standing, PeopleQuery(words="example")).rows]
        assert len(listed) >= 3
        (whole,) = answer_lines(standing, ["example"])
        monkeypatch.setattr(pasted, "_LOOKED_AT", 1)
        monkeypatch.setattr(pasted, "MOST_CHOICES", 1)
        (cut,) = answer_lines(standing, ["example"])
        assert (whole.total, [one.person.name for one in whole.choices if one.person]) == (
            len(listed),
            listed,
        )
        assert (cut.total, [one.person.name for one in cut.choices if one.person]) == (
            len(listed),
            listed[:1],
        )
        assert (cut.found, cut.paths) == (None, None)
