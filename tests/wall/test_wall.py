"""The database itself keeps accounts apart, whatever a statement forgets."""

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tactful.accounts.models import MemberAddress, Membership, Team, TeamMembership
from tactful.accounts.wall import acting
from tests.wall.founded import as_web, found, tables_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B10")]


def test_a_query_without_a_filter_shows_nothing_of_another_account() -> None:
    ours, theirs = found("Ours"), found("Theirs")
    with acting(ours.account):
        assert set(Team.unchecked.values_list("account_id", flat=True)) == {ours.account}
        assert not Team.unchecked.filter(pk=theirs.team).exists()
    assert as_web(ours.account).execute("select id from accounts_account").fetchall() == [(ours.account,)]


def test_a_query_shows_nothing_while_no_account_is_told() -> None:
    found("Ours")
    assert as_web().execute("select count(*) from accounts_team").fetchone() == (0,)


def test_a_row_for_another_account_is_refused() -> None:
    ours, theirs = found("Ours"), found("Theirs")
    with acting(ours.account):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Team.unchecked.create(account_id=theirs.account, name="Spies")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Team.unchecked.filter(pk=ours.team).update(account_id=theirs.account)


def test_another_accounts_rows_cannot_be_changed_or_deleted() -> None:
    ours, theirs = found("Ours"), found("Theirs")
    before = tables_of(theirs.account)
    with acting(ours.account):
        assert Team.unchecked.filter(pk=theirs.team).update(name="Gone") == 0
        assert Membership.unchecked.filter(account_id=theirs.account).delete()[0] == 0
    assert tables_of(theirs.account) == before


def test_a_key_to_another_accounts_row_is_refused() -> None:
    ours, theirs = found("Ours"), found("Theirs")
    crossing = TeamMembership(account_id=ours.account, team_id=theirs.team, membership_id=ours.member)
    with acting(ours.account):
        as_web(ours.account).execute("set constraints all immediate")
        with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
            crossing.save()


def test_deleting_cascades_within_the_account_and_never_out_of_it() -> None:
    ours, theirs = found("Ours"), found("Theirs")
    before = tables_of(theirs.account)
    with acting(ours.account):
        Membership.unchecked.all().delete()
        assert not TeamMembership.unchecked.exists()
        assert not MemberAddress.unchecked.exists()
        assert Team.unchecked.count() == 1
    connection.check_constraints()
    assert tables_of(theirs.account) == before


@pytest.mark.parametrize(
    "statement",
    [
        "truncate accounts_team",
        "alter table accounts_team disable row level security",
        "alter table accounts_team no force row level security",
        "drop policy wall on accounts_team",
        "create table mine (id int references accounts_team)",
        "create trigger spy before insert on accounts_team execute function suppress_redundant_updates_trigger()",
        "set role tactful_owner",
        "set role tactful_gate",
        "create function mine() returns int language sql as 'select 1'",
    ],
)
def test_the_web_role_cannot_take_the_wall_down(statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction.atomic():
        as_web().execute(statement)


def test_the_web_role_gets_an_error_not_rows_when_it_turns_row_security_off() -> None:
    ours = found("Ours")
    raw = as_web(ours.account)
    raw.execute("set local row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction.atomic():
        raw.execute("select * from accounts_team")


@pytest.mark.parametrize("told", ["0", "-1", "9223372036854775807"])
def test_an_account_that_does_not_exist_shows_nothing(told: str) -> None:
    found("Ours")
    raw = as_web()
    raw.execute(f"set local tactful.account = '{told}'")
    assert raw.execute("select count(*) from accounts_team").fetchone() == (0,)
