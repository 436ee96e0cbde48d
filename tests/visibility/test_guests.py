"""A guest or a visitor is told nothing of the house: no team, no member, no request, no group (T04)."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from tactful.records.models import Disclosure
from tactful.visibility.departures import find_member, is_returning, see_inventory
from tactful.visibility.exceptions import my_exceptions
from tactful.visibility.groups import audiences, strongest_people
from tactful.visibility.history import my_history
from tactful.visibility.introductions import (
    Introductions,
    find_introduction,
    introductions_made,
    my_introductions,
    waiting_for_me,
)
from tactful.visibility.limits import see_limits
from tactful.visibility.shares import my_shares
from tactful.visibility.showing import KINDS, Showing
from tactful.visibility.standing import Standing
from tactful.visibility.teams import find_team, list_members, list_teams, see_team
from tests.reference.cast import ACME, TIES, book, house, with_user
from tests.reference.world import EVERYONE, Container, Grant, Link, Page, Share, Viewer
from tests.visibility.agreeing import loaded

pytestmark = pytest.mark.django_db

#: Ada shares with everybody, and lets Eve of Bolt into a workspace, of which one page has a link. Cyd is gone.
HOSTING = with_user(
    house(
        ACME,
        containers=[Container("site", "workspace", "ada")],
        grants=[Grant(("user", "eve"), "site", "invited")],
        pages=[Page("plan", "site")],
        links=[Link("way in", "plan")],
        facts=[*book("ada", "kim")],
        shares=[Share("ada", EVERYONE, TIES), Share("ada", "deal", TIES)],
    ),
    "cyd",
    active=False,
)
OUTSIDE = (Viewer("eve"), Viewer(None, frozenset({"way in"})))


@pytest.mark.rule("B05", "D25")
@pytest.mark.parametrize("viewer", OUTSIDE, ids=["guest", "visitor"])
def test_whoever_has_no_book_keeps_nothing_private_and_has_no_history(viewer: Viewer) -> None:
    with loaded(HOSTING) as rows:
        standing = Standing(rows.viewer(viewer))
        assert (my_exceptions(standing), my_history(standing)) == ((), ())


@pytest.mark.rule("B03")
def test_what_would_be_shown_to_nobody_by_name_is_refused() -> None:
    """A guest stands in the log; a visitor cannot, and so an answer that showed them a value would not leave."""
    with loaded(HOSTING) as rows:
        guest, visitor = (rows.viewer(viewer) for viewer in OUTSIDE)
        showing = Showing()
        book, kim = rows.ids["source", "book/ada"], rows.ids["person", "kim"]
        for viewer in (guest, visitor):
            showing.write(viewer, None)  # nothing was shown
            showing.person(book, kim, KINDS["email"])
            if viewer is visitor:
                with pytest.raises(LookupError, match="cannot stand in the log"):
                    showing.write(viewer, None)
            else:
                showing.write(viewer, None)
        assert Disclosure.unchecked.filter(account_id=rows.account).count() == 1


@pytest.mark.rule("T04", "D25")
@pytest.mark.parametrize("viewer", OUTSIDE, ids=["guest", "visitor"])
def test_whoever_is_no_member_is_told_nothing_of_the_house(viewer: Viewer) -> None:
    with loaded(HOSTING) as rows:
        standing = Standing(rows.viewer(viewer))
        deal, ada, kim = rows.uid("team", "deal"), rows.uid("user", "ada"), rows.uid("person", "kim")
        assert standing.opened.paths, "something is open: the page, at least"
        assert (list_teams(standing), list_members(standing)) == ((), ())
        assert (see_team(standing, deal), find_team(standing, deal)) == (None, None)
        assert (find_member(standing, ada), see_inventory(standing, ada)) == (None, None)
        assert (audiences(standing), my_shares(standing)) == ((), ())
        assert strongest_people(standing, rows.ids["team", "deal"]) == ()
        assert (my_introductions(standing), waiting_for_me(standing)) == (Introductions((), ()), 0)
        assert find_introduction(standing, uuid.UUID(int=1)) is None
        assert introductions_made(standing, kim) == ()
        assert not is_returning(standing)
        assert see_limits(standing) is None


@pytest.mark.rule("T04")
def test_a_role_without_a_member_opens_no_limits() -> None:
    with loaded(HOSTING) as rows:
        guest = replace(rows.viewer(Viewer("eve")), role="enterprise admin")
        assert see_limits(Standing(guest)) is None


@pytest.mark.rule("D23", "D25")
def test_members_are_told_of_every_team_and_of_who_is_in_it_now() -> None:
    with loaded(HOSTING) as rows:
        dee, ben = (Standing(rows.viewer(Viewer(user))) for user in ("dee", "ben"))
        told = {team.uid: {member.uid for member in team.members} for team in list_teams(dee)}
        uids = {user: rows.uid("user", user) for user in ("ada", "ben", "cyd")}
        assert told == {
            rows.uid("team", "deal"): {uids["ada"], uids["ben"]},
            rows.uid("team", "lab"): {uids["ben"]},
        }
        assert [team.mine for team in list_teams(dee)] == [False, False]
        assert [team.mine for team in list_teams(ben)] == [True, True]
        lab = rows.uid("team", "lab")
        assert (find_team(dee, lab) or pytest.fail("no such team")).id == rows.ids["team", "lab"]
        assert find_team(dee, uuid.UUID(int=1)) is None
        assert uids["cyd"] not in {member.uid for member in list_members(dee)}
        flo = Standing(rows.viewer(Viewer("flo")))
        assert {m.uid: m.active for m in list_members(flo)}[uids["cyd"]] is False
