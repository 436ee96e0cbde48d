"""A book that is open but for somebody: introducers, the network and new ties are made of what is left (B05)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tactful.insight.fading import fading_ties
from tactful.records.models import Person
from tactful.sharing.models import Withholding
from tactful.visibility import moving_ties
from tactful.visibility.household import household_of
from tactful.visibility.introducers import introducers_to_company, introducers_to_person
from tactful.visibility.moving_ties import new_ties
from tactful.visibility.network import NetworkQuery, network
from tactful.visibility.person import see_person
from tactful.visibility.stamps import settings_stamp
from tactful.visibility.standing import Standing
from tests.cast import Cast, cast
from tests.cast.outside import letters, mail
from tests.reference.cast import ACME, TIES, book, house
from tests.reference.world import EVERYONE, Consent, Container, Entry, Grant, Private, Share, Viewer
from tests.visibility.agreeing import loaded
from tests.visibility.from_world import uid_of

__all__ = ["cast"]

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B05", "B07")]

#: Ada shares whom she knows, two at Orca, but for Lou.
LOU_APART = house(
    ACME,
    facts=[*book("ada", "kim"), *book("ada", "lou"), *book("ada", "nia")],
    shares=[Share("ada", EVERYONE, TIES)],
    privates=[Private("ada", ("person", "lou"))],
)


def test_introducers_and_the_network_leave_out_whom_an_exception_withholds() -> None:
    with loaded(LOU_APART) as rows:
        dee, ada = (Standing(rows.viewer(Viewer(user))) for user in ("dee", "ada"))
        paths = introducers_to_company(dee, uid_of("company", "orca"))
        assert paths is not None
        assert [(one.member.uid, one.people, one.person.uid) for one in paths.introducers] == [
            (uid_of("user", "ada"), 1, uid_of("person", "kim"))
        ]
        assert introducers_to_person(dee, uid_of("person", "lou")) is None
        alone = introducers_to_person(dee, uid_of("person", "nia"))
        assert alone is not None
        assert (len(alone.introducers), alone.beside) == (1, ())
        drawn = {user: {one.uid for one in network(of).others} for user, of in (("ada", ada), ("dee", dee))}
        assert drawn["dee"] == drawn["ada"] - {uid_of("person", "lou")}
        assert uid_of("person", "lou") in drawn["ada"]
        with pytest.raises(ValueError, match="people or companies"):
            network(dee, NetworkQuery(of="teams"))


@pytest.mark.rule("D09")
def test_a_tie_is_as_new_as_what_is_told_of_it(cast: Cast) -> None:
    """The first mail to Olaf names Ugo: with Ugo withheld the tie begins with the second, for all but Ada."""
    cast.bring("Ada", [mail("Ada", "Olaf", 20, cc=["Ugo"]), *letters("Ada", "Olaf", 5)])
    cast.share("Ada", "Gas", "relationships + interactions")

    def began(who: str) -> int:
        with cast.standing(who) as standing:
            found = {one.person.name: one for one in new_ties(standing).rows if one.member.name == "Ada"}
            return round((standing.viewer.now - found["Olaf Ritter"].first) / timedelta(days=1))

    before = began("Dee")
    assert before == began("Ada")
    with cast.standing("Ada") as standing:
        Withholding.unchecked.create(
            account_id=standing.viewer.account,
            book_id=standing.own_book,
            person_id=_row(cast, "Ugo"),
        )
    assert (began("Ada"), began("Dee")) == (before, before - 15)


def test_of_many_quiet_ties_the_strongest_are_looked_at(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.bring("Ada", letters("Ada", "Olaf", *range(70, 150, 3)))
    cast.bring("Ada", letters("Ada", "Pia", *range(70, 150, 4)), feed="others")
    with cast.standing("Ada") as standing:
        every = [one.tie.person.name for one in fading_ties(standing)]
        monkeypatch.setattr(moving_ties, "_LOOKED_AT", 1)
        # Worked out anew: what was kept for this viewer is put aside.
        assert standing.place is not None
        standing.place.crowd = None
        assert sorted(every, key=str) == ["Olaf Ritter", "Pia Rossi"]
        assert [one.tie.person.name for one in fading_ties(Standing(standing.viewer))] == ["Olaf Ritter"]


def test_a_stamp_that_is_known_spares_asking_and_an_old_one_is_not_believed() -> None:
    with loaded(LOU_APART) as rows:
        stamp = settings_stamp(rows.account)
        kept = household_of(rows.account)
        assert household_of(rows.account, stamp) is kept
        assert household_of(rows.account, stamp + 1) is not kept
        assert household_of(rows.account) is kept


def _row(cast: Cast, who: str) -> int:
    return Person.unchecked.get(uid=cast.person(who)).id


@pytest.mark.rule("K06", "B04")
def test_conversations_of_a_bucket_are_of_the_people_in_it() -> None:
    """Ada's ties are shared with Everyone, and her mails with Nia, in a bucket, with its viewer: not those with Kim."""
    world = house(
        ACME,
        containers=[Container("pail", "bucket", "ada", conversations=True)],
        grants=[Grant(("user", "dee"), "pail", "viewer")],
        entries=[Entry("pail", "nia", "cyd")],
        consents=[Consent("pail", "ada")],
        facts=[*book("ada", "kim"), *book("ada", "nia")],
        shares=[Share("ada", EVERYONE, TIES)],
    )
    with loaded(world) as rows:
        dee = Standing(rows.viewer(Viewer("dee")))
        kim, nia = (see_person(dee, uid_of("person", name)) for name in ("kim", "nia"))
        assert kim is not None
        assert nia is not None
        assert (kim.statistics, "interactions" in kim.shows) == (None, False)
        assert nia.statistics is not None
