"""What a writer is offered first, and what a change of the options would leave as it is, told by items alone."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from tactful.accounts.wall import acting
from tactful.actions.items import reply_to
from tactful.actions.texts import text_of_plain
from tactful.policy.offers import ONLY_YOU, TO_EVERYONE, TO_SOME, Options
from tactful.visibility.content_options import count_wider, offers_for
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
    reply(cast, "Ada", note)
    now = Options()
    with cast.standing("Flo") as standing:
        assert count_wider(standing, "note", replace(now, only_you=False)) == 0
        assert count_wider(standing, "note", replace(now, everyone=False)) == 1
