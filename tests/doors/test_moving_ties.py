"""Fading and new ties on Home, from outside: the viewer's own, and those whose dates are disclosed."""

from __future__ import annotations

import pytest

from tests.cast import Cast, cast
from tests.cast.outside import letters, mail
from tests.doors.pages.reading import page

__all__ = ["cast"]

OLD = tuple(range(70, 150, 3))


def _fading(cast: Cast, who: str) -> set[tuple[str, str | None]]:
    items = cast.api(who).read("/network/fading")["items"]
    return {(one["member"]["name"], one["person"]["name"]) for one in items}


def _new(cast: Cast, who: str) -> set[tuple[str, str | None]]:
    answer = cast.api(who).read("/network/new")
    assert answer["total"] == len(answer["items"])
    return {(one["member"]["name"], one["person"]["name"]) for one in answer["items"]}


def test_a_tie_that_was_good_and_went_quiet_fades(cast: Cast) -> None:
    assert _fading(cast, "Ada") == set()
    assert "No good tie that you see has been quiet" in page(cast.page("Ada"), "/")
    cast.bring("Ada", letters("Ada", "Olaf", *OLD))
    assert _fading(cast, "Ada") == {("Ada", "Olaf Ritter")}
    (one,) = cast.api("Ada").read("/network/fading")["items"]
    then, now = one["then"], one["strength"]["score"]
    assert then >= 40
    assert then - now >= 15
    said = page(cast.page("Ada"), "/")
    assert f"Your tie was {then} when last in touch, 2 months ago ; it is {now} now." in said
    cast.bring("Ada", letters("Ada", "Olaf", 1), feed="newer")
    assert _fading(cast, "Ada") == set()


@pytest.mark.rule("D06", "D09", "D14")
def test_others_see_it_fade_only_with_its_dates(cast: Cast) -> None:
    cast.bring("Ada", letters("Ada", "Olaf", *OLD))
    for level in ("not sharing", "relationships", "relationships + contact info"):
        cast.share("Ada", "Gas", level)
        assert _fading(cast, "Dee") == set(), level
    cast.share("Ada", "Gas", "relationships + interactions")
    assert _fading(cast, "Dee") == {("Ada", "Olaf Ritter")}
    assert "Ada’s tie was" in page(cast.page("Dee"), "/")
    assert _fading(cast, "Cyd") == set()
    cast.share("Ada", "Gas", "relationships")
    assert _fading(cast, "Dee") == set()


@pytest.mark.rule("D06", "D09", "D14")
def test_new_is_who_was_first_met_in_the_last_thirty_days(cast: Cast) -> None:
    # Ines, Kaya and Pia are known for longer; Tess stands on a card alone.
    assert _new(cast, "Ada") == {("Ada", "Jon Falk")}
    assert "You were first in touch" in page(cast.page("Ada"), "/")
    assert _new(cast, "Dee") == {("Dee", "Quin Sato"), ("Dee", "Rhea Thorne")}
    cast.share("Ada", "Gas", "relationships")
    assert ("Ada", "Jon Falk") not in _new(cast, "Dee")
    cast.share("Ada", "Gas", "relationships + interactions")
    assert ("Ada", "Jon Falk") in _new(cast, "Dee")
    cast.bring("Ada", [mail("Ada", "Jon", 45)])
    assert _new(cast, "Ada") == set()
    assert ("Ada", "Jon Falk") not in _new(cast, "Dee")


@pytest.mark.rule("D06", "D09", "D14")
def test_all_that_are_new_stand_on_a_page(cast: Cast) -> None:
    cast.bring("Ada", [mail("Ada", who, 3) for who in ("Olaf", "Ugo")])
    cast.share("Ada", "Gas", "relationships + interactions")
    for who in ("Ada", "Dee", "Cyd"):
        found = {name for _, name in _new(cast, who)}
        told = page(cast.page(who), "/network/new/")
        assert all(name in told for name in found if name), who
        assert ("Olaf Ritter" in told) == (who != "Cyd")
    assert "All that are new" not in page(cast.page("Dee"), "/"), "as many as Home tells"
    first = cast.api("Dee").read("/network/new", limit=1)
    rest = cast.api("Dee").read("/network/new", cursor=first["next"], limit=50)
    assert first["total"] == rest["total"] == len(first["items"]) + len(rest["items"])
    assert rest["next"] is None
    cast.share("Ada", "Gas", "relationships")
    assert "Olaf Ritter" not in page(cast.page("Dee"), "/network/new/")
