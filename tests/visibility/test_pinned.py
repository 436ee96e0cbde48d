"""Worlds and policies that hardly any draw meets, asked about on every run: each strikes one condition of the SQL.

The rows of `tests/reference/scenes.py` meet the conditions of a rule; here they also meet what its absence would open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tactful.policy.rules import RULES, OnKind, Policy, Withhold
from tactful.policy.terms import NOTHING
from tactful.visibility import evidence
from tactful.visibility.contributors import whose
from tactful.visibility.crowd import crowd_of
from tactful.visibility.people import list_people
from tactful.visibility.person import see_person
from tests.reference.cast import ACME, BOTH, MEETINGS, TIES, book, card, house
from tests.reference.world import (
    EVERYONE,
    CardJoin,
    Consent,
    Container,
    Entry,
    Grant,
    MailPrivacy,
    Private,
    PrivateThread,
    Protected,
    Share,
    TakenPrivate,
    Viewer,
    World,
)
from tests.reference.worlds import every_viewer
from tests.visibility.agreeing import (
    Asked,
    companies_agree,
    deciders,
    groups_agree,
    items_agree,
    loaded,
    people_agree,
    reasons_agree,
    records_agree,
    searches_agree,
)
from tests.visibility.agreeing_paths import introducers_agree, moving_ties_agree, network_agrees
from tests.visibility.agreeing_whys import (
    every_touchpoint_has_its_why,
    every_value_has_its_why,
    every_value_of_companies_has_its_why,
    seers_agree,
)
from tests.visibility.expected import Rows
from tests.visibility.from_world import uid_of

pytestmark = pytest.mark.django_db

#: K13: Kim is taken private in one of two buckets that Dee views. Ada's mails with her show through that one alone,
#: Ben's through the other too; of Lou, who is in the first one, nothing is taken.
TAKEN = house(
    ACME,
    containers=[
        Container("pail", "bucket", "ada", conversations=True),
        Container("tub", "bucket", "cyd", conversations=True),
    ],
    grants=[Grant(("user", "dee"), "pail", "viewer"), Grant(("user", "dee"), "tub", "viewer")],
    facts=[
        *book("ada", "kim", names=("dee",), thread="t"),
        *book("ben", "kim", thread="u"),
        *book("ben", "lou", names=("kim",)),
        card("cyd", "kim"),
    ],
    entries=[Entry("pail", "kim", "ada"), Entry("pail", "lou", "ada"), Entry("tub", "kim", "cyd")],
    consents=[Consent("pail", "ada"), Consent("pail", "ben"), Consent("tub", "ben")],
    taken_private=[TakenPrivate("pail", "kim")],
)

#: Books and cards that are to be asked for by name. Ours has no such row; a path of it would feed no directory.
ASKING = replace(
    RULES,
    whole_kinds=(
        *RULES.whole_kinds,
        OnKind("A32", "enterprise admin", "book", RULES.kinds["book"].all, asked=True),
        OnKind("T14", "admin", "cards", RULES.kinds["cards"].all, asked=True),
    ),
)
#: Flo, the Enterprise Admin, knows Kim herself, and that Cyd knows Lou; Abe, an Admin, knows the latter alone.
KEPT = house(
    ACME,
    facts=[
        *book("flo", "kim"),
        *book("ada", "kim", thread="t"),
        *book("ben", "max"),
        *book("cyd", "lou"),
        card("ada", "nia"),
    ],
    shares=[Share("cyd", EVERYONE, TIES)],
)

#: Of every sort of exception one: Orca's people of Ada's, a thread of Ada's and Ben's and one of Dee's that others
#: withhold, Nia in all books, Kim from Dee's team alone. Abe's book holds no mail or meeting.
EXCEPTED = house(
    ACME,
    facts=[
        *book("ada", "kim", thread="t"),
        *book("ada", "max", names=("lou",), thread="u"),
        *book("ada", "nia", thread="v"),
        *book("ben", "kim", thread="t"),
        *book("ben", "max", thread="u"),
        *book("ben", "lou", names=("nia",), thread="w"),
        *book("cyd", "kim", names=("max",), thread="x"),
        *book("cyd", "max", names=("kim",), thread="y"),
        *book("abe", "lou", facets=("existence", "relationship", "contact_info")),
        *book("dee", "max", thread="z"),
    ],
    shares=[Share(user, EVERYONE, BOTH) for user in ("ada", "ben", "cyd", "dee", "abe")],
    privates=[Private("ada", ("company", "orca")), Private("cyd", ("person", "kim"), EVERYONE)],
    private_threads=[PrivateThread("ben", "u"), PrivateThread("ada", "z")],
    privacies=[MailPrivacy("dee", None, "subjects")],
    protected=[Protected("acme", "nia")],
)

#: Share All is on: of Kim, Lou and Nia nobody knows more than their cards say, and no name is shown of them.
ON_CARDS = house(
    replace(ACME, share_all=True),
    facts=[card("ada", "kim"), card("ada", "lou"), card("ben", "nia"), *book("ben", "max")],
)

#: Exceptions that withhold some facets alone. Ours withhold all that a contributor says.
IN_PART = replace(
    RULES,
    withholds={
        **RULES.withholds,
        "private": Withhold("B05", frozenset({"relationship", "subject"}), frozenset({"interactions"})),
        "protected": Withhold("B05", frozenset({"contact_info", "highlights"}), NOTHING),
    },
)

#: Cards join Kim to Lou and Lou to Max in Ada's book, Max to Nia in Ben's: of which some open all, some a part.
JOINED = house(
    ACME,
    facts=[
        *book("ada", "kim", thread="t"),
        *book("ada", "lou", names=("kim",), thread="u"),
        *book("ada", "max", thread="v"),
        *book("ben", "max", names=("nia",), thread="v"),
        *book("ben", "nia", thread="w"),
        *book("cyd", "kim", thread="x"),
        *book("cyd", "nia", thread="y"),
        *book("dee", "lou", thread="u"),
        card("cyd", "lou"),
    ],
    shares=[
        Share("ada", EVERYONE, BOTH),
        Share("ben", "lab", BOTH),
        Share("ben", EVERYONE, TIES),
        Share("cyd", EVERYONE, MEETINGS),
    ],
    joins=[
        CardJoin("ada", "kim", "lou"),
        CardJoin("ada", "lou", "max"),
        CardJoin("ben", "max", "nia"),
        CardJoin("cyd", "kim", "nia"),
    ],
)

PINNED: Mapping[str, tuple[World, Policy]] = {
    "K13": (TAKEN, RULES),
    "A32": (KEPT, ASKING),
    "B05": (EXCEPTED, RULES),
    "B05 in part": (EXCEPTED, IN_PART),
    "K04": (ON_CARDS, RULES),
    "D24": (JOINED, RULES),
    "D24 with exceptions": (replace(JOINED, privates=(Private("ada", ("person", "lou"), EVERYONE),)), RULES),
    # Ada, who keeps Max private, sees who is one by what Ben says in a bucket, under a policy that opens it there.
    "D24 in a bucket": (
        replace(
            JOINED,
            privates=(Private("ada", ("person", "max")),),
            containers=(Container("pail", "bucket", "cyd", conversations=True),),
            grants=(Grant(("user", "ada"), "pail", "viewer"),),
            entries=(Entry("pail", "max", "cyd"), Entry("pail", "nia", "cyd")),
            consents=(Consent("pail", "ben"),),
        ),
        replace(
            RULES,
            conversations=replace(
                RULES.conversations, opens=RULES.conversations.opens | {"existence", "contact_info"}
            ),
        ),
    ),
    "D24 in part": (replace(JOINED, privates=(Private("ben", ("person", "nia")),)), IN_PART),
}


@pytest.mark.rule("D24", "K04", "K13", "A32", "B05", "T14", "B01", "B12")
@pytest.mark.parametrize("name", PINNED)
def test_a_pinned_world_is_as_the_kernel_decides(name: str) -> None:
    world, policy = PINNED[name]
    with loaded(world) as house:
        rows = Rows(house)
        others = deciders(house, rows, policy)
        for viewer in every_viewer(world):
            asked = Asked(house, rows, viewer, policy)
            people_agree(asked, size=2)
            companies_agree(asked, size=1)
            items_agree(asked, size=2)
            records_agree(asked)
            reasons_agree(asked, others)
            every_value_has_its_why(asked)
            every_value_of_companies_has_its_why(asked)
            every_touchpoint_has_its_why(asked)
            seers_agree(asked, others)
            searches_agree(asked, size=2)
            groups_agree(asked)
            introducers_agree(asked)
            network_agrees(asked)
            moving_ties_agree(asked)


def test_the_pinned_worlds_are_where_the_conditions_matter() -> None:
    """Without the row that a world is about, somebody would see more: else it would prove nothing."""
    with loaded(TAKEN) as house:
        rows = Rows(house)
        dee = Asked(house, rows, Viewer("dee")).expected
        assert dee.people == {"kim", "lou"}
        assert (dee.owners("interactions", "kim"), dee.owners("interactions", "lou")) == ({"ben"}, {"ben"})
    with loaded(replace(TAKEN, taken_private=())) as house:
        rows = Rows(house)
        assert Asked(house, rows, Viewer("dee")).expected.owners("interactions", "kim") == {"ada", "ben"}
    with loaded(KEPT) as house:
        rows = Rows(house)
        told = replace(ASKING, whole_kinds=tuple(replace(row, asked=False) for row in ASKING.whole_kinds))
        for user, people, more in (("flo", {"kim", "lou"}, {"kim", "max"}), ("abe", {"lou"}, {"nia"})):
            assert Asked(house, rows, Viewer(user), ASKING).expected.people == people
            assert Asked(house, rows, Viewer(user), told).expected.people >= more


@pytest.mark.rule("D24")
def test_each_sees_as_one_whom_the_books_that_are_open_to_them_join() -> None:
    def seen(world: World, user: str) -> set[str]:
        with loaded(world) as house:
            rows = list_people(Asked(house, Rows(house), Viewer(user)).standing).rows
            classes = Asked(house, Rows(house), Viewer(user)).expected.classes
            assert len(rows) == len(classes)
            return {"+".join(sorted(one)) for one in classes}

    assert {user: seen(JOINED, user) for user in ("ada", "ben", "cyd", "dee")} == {
        "ada": {"kim+lou+max", "nia"},
        "ben": {"kim+lou+max+nia"},
        "cyd": {"kim+lou+max+nia"},
        "dee": {"kim+lou+max", "nia"},
    }
    assert seen(PINNED["D24 with exceptions"][0], "dee") == {"kim", "lou", "max", "nia"}


@pytest.mark.rule("D24")
def test_a_chain_of_cards_is_followed_no_further_than_one_person_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with loaded(JOINED) as house:
        settings = Asked(house, Rows(house), Viewer("ada")).standing.settings
        kim = {house.ids["person", "kim"]}
        assert len(evidence.evidence_about(settings, house.account, kim, {})) == len(JOINED.joins)
        monkeypatch.setattr(evidence, "_STEPS", 1)
        assert len(evidence.evidence_about(settings, house.account, kim, {})) == 2


@pytest.mark.rule("B01")
def test_whose_relationship_is_struck_is_not_named() -> None:
    """Under a policy that leaves the existence of whom Ben keeps private, and not that he knows them."""
    world, policy = PINNED["D24 in part"]
    with loaded(world) as house:
        ben, nia, rows = house.ids["source", "book/ben"], house.ids["person", "nia"], Rows(house)
        standings = [Asked(house, rows, Viewer(user), policy).standing for user in ("ada", "cyd", "dee")]
        said = {
            whose(it, [ben], nia) for it in standings if nia in crowd_of(it).open("existence").get(ben, ())
        }
    assert said == {"a colleague's book"}


def test_what_is_to_be_asked_for_does_not_count_as_shown() -> None:
    with loaded(KEPT) as house:
        lou = see_person(Asked(house, Rows(house), Viewer("flo"), ASKING).standing, uid_of("person", "lou"))
        assert lou is not None
        assert lou.shows == {"existence", "relationship"}
        assert (lou.values, lou.statistics) == (None, None)
