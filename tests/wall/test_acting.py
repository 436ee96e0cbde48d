"""For whom the program acts."""

import pytest
from django.db import connection, transaction

from tactful.accounts.models import Account, Team
from tactful.accounts.wall import NoAccount, acting, acting_account, founding

pytestmark = pytest.mark.django_db


def found(name: str) -> int:
    with founding() as account_id:
        Account.unchecked.create(id=account_id, name=name)
    return account_id


def told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('tactful.account', true), '')")
        return str(cursor.fetchone()[0])


def test_a_query_outside_acting_is_an_error_that_says_so() -> None:
    with pytest.raises(NoAccount, match='"accounts_team" belongs to accounts'):
        list(Team.unchecked.all())


def test_inner_acting_returns_to_the_outer_account() -> None:
    ours, theirs = found("Ours"), found("Theirs")
    with acting(ours):
        with acting(theirs):
            assert (acting_account(), told()) == (theirs, str(theirs))
        assert (acting_account(), told()) == (ours, str(ours))
    assert (acting_account(), told()) == (None, "")


def test_an_error_inside_returns_to_the_outer_account() -> None:
    ours, theirs = found("Ours"), found("Theirs")
    with acting(ours):
        with pytest.raises(ZeroDivisionError), acting(theirs):
            raise ZeroDivisionError
        assert (acting_account(), told()) == (ours, str(ours))
    assert (acting_account(), told()) == (None, "")


def test_a_database_error_inside_returns_to_the_outer_account() -> None:
    ours, theirs = found("Ours"), found("Theirs")
    with acting(ours):
        with (
            pytest.raises(Exception, match="division by zero"),
            acting(theirs),
            connection.cursor() as cursor,
        ):
            cursor.execute("select 1/0")
        assert (acting_account(), told()) == (ours, str(ours))


def test_a_rollback_on_purpose_returns_to_the_outer_account() -> None:
    ours, theirs = found("Ours"), found("Theirs")
    with acting(ours):
        with acting(theirs):
            Team.unchecked.create(account_id=theirs, name="Never kept")
            transaction.set_rollback(True)
        assert (acting_account(), told()) == (ours, str(ours))
        with acting(theirs):
            assert not Team.unchecked.exists()
