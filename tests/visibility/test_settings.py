"""What stage 1 reads comes from the tables whole: where an account chose nothing too, and from one state."""

from __future__ import annotations

import pytest

from tactful.policy.rules import EVERYONE as ALL
from tactful.policy.terms import AccountRules
from tactful.records.models import Tie
from tactful.sharing.models import AccountSharing, AudienceLimits, ShareSetting
from tactful.sharing.models import Grant as Granted
from tactful.visibility import household, stamps
from tactful.visibility.household import household_of
from tactful.visibility.people import list_people
from tactful.visibility.settings import load_settings
from tactful.visibility.standing import Standing
from tests.reference.cast import ACME, TIES, book, house
from tests.reference.world import EVERYONE, Account, Container, Entry, Share, Viewer
from tests.visibility.agreeing import loaded
from tests.visibility.from_world import Loaded, uid_of

pytestmark = pytest.mark.django_db

#: Ada knows Kim, and has put Kim into a list; she shares ties with Everyone.
LISTED = house(
    ACME,
    containers=[Container("leads", "list", "ada")],
    facts=[*book("ada", "kim"), *book("ben", "lou")],
    entries=[Entry("leads", "kim", "ada")],
)
SHARED = house(ACME, facts=[*book("ada", "kim")], shares=[Share("ada", EVERYONE, TIES)])


def seen_by(rows: Loaded, user: str) -> set[object]:
    return {row.uid for row in list_people(Standing(rows.viewer(Viewer(user)))).rows}


@pytest.mark.rule("D12", "D18")
def test_an_account_that_chose_nothing_is_opt_in() -> None:
    generous = house(Account("acme", default_for_everyone=TIES), facts=[*book("ada", "kim")])
    with loaded(generous) as rows:
        assert seen_by(rows, "dee") == {uid_of("person", "kim")}
        AccountSharing.unchecked.filter(account_id=rows.account).delete()
        assert load_settings(rows.account).accounts[rows.account] == AccountRules(rows.account)
        assert seen_by(rows, "dee") == set()
        AudienceLimits.unchecked.create(
            account_id=rows.account, floor="relationships", cap="relationships + both"
        )
        limits = load_settings(rows.account).accounts[rows.account].limits
        assert limits == {ALL: ("relationships", "relationships + both")}
        assert seen_by(rows, "dee") == {uid_of("person", "kim")}


@pytest.mark.rule("A01", "K14")
def test_a_grant_to_a_role_reaches_whoever_holds_it() -> None:
    """Of the role Admin, an Enterprise Admin holds what it opens too, and a member does not."""
    with loaded(LISTED) as rows:
        users = ("dee", "ben", "abe", "flo")
        before = {user: seen_by(rows, user) for user in users}
        Granted.unchecked.create(
            account_id=rows.account,
            source_id=rows.ids["source", "leads"],
            role="viewer",
            principal="role",
            account_role="admin",
        )
        kim = uid_of("person", "kim")
        assert all(kim not in people for people in before.values())
        assert {user: seen_by(rows, user) - before[user] for user in users} == {
            "dee": set(),
            "ben": set(),
            "abe": {kim},
            "flo": {kim},
        }


@pytest.mark.rule("D14")
def test_settings_that_change_while_they_are_read_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where statements do not share a snapshot, what was read may be of two states; the next question reads anew."""
    with loaded(SHARED) as rows:
        honest = stamps.settings_stamp
        answers = iter([honest(rows.account)])

        def interrupted(account: int) -> int:
            first = next(answers, None)
            if first is not None:
                return first
            ShareSetting.unchecked.filter(account_id=account).update(level="not sharing")
            return honest(account)

        household._kept.clear()
        monkeypatch.setattr(household, "settings_stamp", interrupted)
        torn = household_of(rows.account)
        assert {choice.level for choice in torn.settings.choices.values()} == {"relationships"}
        again = household_of(rows.account)
        assert again is not torn
        assert {choice.level for choice in again.settings.choices.values()} == {"not sharing"}
        monkeypatch.undo()
        assert household_of(rows.account) is household_of(rows.account)
        assert seen_by(rows, "dee") == set()
        assert Tie.unchecked.filter(account_id=rows.account).exists()
