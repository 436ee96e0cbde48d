"""What a writer is offered first, and what a change of the options would leave as it is, told by items alone."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.actions.items import reply_to
from tactful.actions.texts import text_of_plain
from tactful.policy.offers import NAMES, ONLY_YOU, PRESETS, TO_EVERYONE, TO_SOME, Options
from tactful.visibility.content_options import count_wider, offers_for, under_preset
from tests.cast import Cast, cast

__all__ = ["cast"]


def last(cast: Cast, who: str) -> str:
    """The option that somebody finds chosen for a note."""
    with cast.standing(who) as standing:
        return offers_for(standing, "note").last.option


def reply(cast: Cast, who: str, note: str) -> None:
    with acting(cast.accounts[who]):
        reply_to(cast.member(who), item=uuid.UUID(hex=note), text=text_of_plain("Agreed"))


@pytest.mark.rule("A07")
def test_ones_own_last_choice_stands_there_while_it_is_offered(cast: Cast) -> None:
    note = cast.note("Ben", "For all")
    assert last(cast, "Ada") == ONLY_YOU, "a colleague's choice is theirs"
    cast.api("Flo").put("/content-options/note", {"only_you": False})
    assert last(cast, "Ada") == TO_SOME, "the narrowest that is on"
    cast.note("Ada", "For Gas", teams=["Gas"])
    cast.note("Ada", "For all")
    reply(cast, "Ada", note)
    assert last(cast, "Ada") == TO_EVERYONE, "a reply is no choice"
    cast.note("Ada", "For Gas", teams=["Gas"])
    assert last(cast, "Ada") == TO_SOME
    cast.api("Flo").put("/content-options/note", {"only_you": True, "teams_and_users": False})
    assert last(cast, "Ada") == ONLY_YOU, "what is off is not offered"


@pytest.mark.rule("A10")
def test_what_keeps_its_audience_is_counted_without_replies(cast: Cast) -> None:
    note = cast.note("Ben", "For all")
    cast.note("Ben", "For all again")
    reply(cast, "Ada", note)
    now = Options()
    with cast.standing("Flo") as standing:
        assert count_wider(standing, "note", replace(now, only_you=False)) == 0
        assert count_wider(standing, "note", replace(now, everyone=False)) == 2


@pytest.mark.rule("A07", "A08")
def test_active_colleagues_may_be_named_and_in_own_teams_those_alone(cast: Cast) -> None:
    def named() -> set[str]:
        with cast.standing("Ada") as standing:
            return {one.name for one in offers_for(standing, "note").members}

    assert named() == {"Ben", "Cyd", "Dee", "Eve", "Flo"}
    with acting(cast.accounts["Ben"]):
        Membership.unchecked.filter(id=cast.places["Ben"]).update(state="deactivated")
    assert named() == {"Cyd", "Dee", "Eve", "Flo"}
    cast.api("Flo").put("/content-options/note", {"own_teams": True})
    assert named() == {"Cyd", "Dee"}


@pytest.mark.rule("A41")
def test_a_preset_changes_what_it_says_and_not_what_counts_where_nobody_chooses(cast: Cast) -> None:
    cast.api("Flo").put("/content-options/note", {"unchosen": TO_EVERYONE, "only_you": False})
    with cast.standing("Flo") as standing:
        under = under_preset(standing, PRESETS["open"])
        assert under == {sort: PRESETS["open"] for sort in NAMES if sort != "note"}, "notes are so already"
        assert under_preset(standing, PRESETS["siloed"])["note"].unchosen == TO_EVERYONE
