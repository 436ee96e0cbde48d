"""Of settings that changed only what changed is read again, and of a viewer whom it does not touch nothing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tactful.accounts.models import Team
from tactful.records.models import Tie
from tactful.sharing.models import ShareSetting, Source, Withholding
from tactful.visibility.crowd import crowd_of
from tactful.visibility.groups import strongest_people
from tactful.visibility.household import household_of
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.standing import Standing
from tests.reference.cast import ACME, BOTH, TIES, book, house
from tests.reference.world import EVERYONE, Container, Entry, Grant, Share, Viewer
from tests.visibility.agreeing import loaded
from tests.visibility.from_world import Loaded, uid_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("D14", "B12")]

#: Ada and Cyd share with Everyone, Ben with Deal; Dee is in no team.
SHARED = house(
    ACME,
    containers=[Container("pail", "bucket", "ada")],
    grants=[Grant(("user", "dee"), "pail", "viewer")],
    entries=[Entry("pail", "nia", "ada")],
    facts=[*book("ada", "kim"), *book("ada", "nia"), *book("ben", "lou"), *book("cyd", "max")],
    shares=[Share("ada", EVERYONE, TIES), Share("cyd", EVERYONE, BOTH), Share("ben", "deal", TIES)],
)


def seen(standing: Standing) -> set[object]:
    return {row.uid for row in list_people(standing).rows}


def people(*names: str) -> set[object]:
    return {uid_of("person", name) for name in names}


def of(rows: Loaded, user: str) -> Standing:
    return Standing(rows.viewer(Viewer(user)))


def choices(rows: Loaded, owner: str) -> ShareSetting:
    return ShareSetting.unchecked.get(
        account_id=rows.account, book_id=rows.ids["source", f"book/{owner}"], team_membership=None
    )


def test_a_share_leaves_all_other_parts_as_they_were_read() -> None:
    with loaded(SHARED) as rows:
        before = household_of(rows.account)
        choices(rows, "ada").save()
        after = household_of(rows.account)
        assert after is not before
        assert after.settings.sources is before.settings.sources
        assert after.settings.users is before.settings.users
        assert after.members is before.members
        assert after.settings.choices is not before.settings.choices
        assert after.settings == before.settings
        team = rows.ids["team", "deal"]
        Team.unchecked.filter(account_id=rows.account, id=team).update(name="Anew")
        renamed = household_of(rows.account)
        assert renamed.teams[team].name == "Anew"
        assert renamed.settings.choices is after.settings.choices


def test_what_another_person_changes_elsewhere_leaves_a_viewers_crowd() -> None:
    with loaded(SHARED) as rows:
        dee = of(rows, "dee")
        assert seen(dee) == people("kim", "nia", "max")
        existing = crowd_of(dee).existing
        ShareSetting.unchecked.filter(account_id=rows.account, book_id=rows.ids["source", "book/ben"]).update(
            level="relationships + both"
        )
        again = of(rows, "dee")
        assert again.household is not dee.household
        assert crowd_of(again) is not crowd_of(dee)
        assert crowd_of(again).existing is existing
        assert seen(again) == people("kim", "nia", "max")


def test_what_is_taken_back_is_gone_after_any_number_of_other_changes() -> None:
    with loaded(SHARED) as rows:
        assert seen(of(rows, "dee")) == people("kim", "nia", "max")
        for _ in range(3):
            choices(rows, "cyd").save()
            assert len(seen(of(rows, "ben"))) == 4
        row = choices(rows, "ada")
        row.level = "not sharing"
        row.save()
        assert seen(of(rows, "dee")) == people("nia", "max")
        row.level = "relationships"
        row.save()
        assert seen(of(rows, "dee")) == people("kim", "nia", "max")
        Withholding.unchecked.create(
            account_id=rows.account, book_id=row.book_id, person_id=rows.ids["person", "kim"]
        )
        assert seen(of(rows, "dee")) == people("nia", "max")
        Source.unchecked.filter(account_id=rows.account, id=rows.ids["source", "pail"]).delete()
        assert seen(of(rows, "dee")) == people("nia", "max")
        choices(rows, "ada").delete()
        assert seen(of(rows, "dee")) == people("max")


def test_a_share_that_ends_takes_what_was_kept_with_it() -> None:
    with loaded(SHARED) as rows:
        row = choices(rows, "ada")
        row.ends_at = of(rows, "dee").viewer.now + timedelta(days=1)
        row.save()
        viewer = rows.viewer(Viewer("dee"))
        assert seen(Standing(viewer)) == people("kim", "nia", "max")
        choices(rows, "cyd").save()
        assert seen(Standing(replace(viewer, now=viewer.now + timedelta(days=2)))) == people("nia", "max")


def test_a_groups_leaders_are_those_of_its_present_contributors() -> None:
    with loaded(SHARED) as rows:

        def led() -> set[object]:
            return {row.uid for row, _ in strongest_people(of(rows, "dee"), EVERYONE)}

        before = led()
        choices(rows, "cyd").save()
        assert led() == before
        row = choices(rows, "ada")
        row.level = "not sharing"
        row.save()
        assert led() == before - people("kim", "nia")


def test_a_page_asked_again_is_the_same_and_of_nobodys_older_state() -> None:
    with loaded(SHARED) as rows:
        for sort in ("name", "strength", "last contact"):
            first = list_people(of(rows, "dee"), PeopleQuery(sort=sort), limit=2)
            again = list_people(of(rows, "dee"), PeopleQuery(sort=sort), limit=2)
            crowd_of(of(rows, "dee")).forget_pages()
            anew = list_people(of(rows, "dee"), PeopleQuery(sort=sort), limit=2)
            assert first.rows == again.rows == anew.rows
            assert (first.total, again.total, anew.total) == (3, 3, 3)
        kim = Tie.unchecked.filter(account_id=rows.account, person_id=rows.ids["person", "kim"])
        kim.update(name="Aaron", sort_key="aaron")
        assert list_people(of(rows, "dee"), limit=2).rows[0].name == "Aaron"
