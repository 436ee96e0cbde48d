"""The cast is gathered once, elsewhere: tests that want an empty database have one, and another day has other mails."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tactful.accounts.models import Login
from tests.cast import Cast, cast
from tests.cast.kept import KeptCast
from tests.cast.outside import days_ago

__all__ = ["cast"]


def test_a_test_begins_and_ends_in_an_empty_database(kept_cast: KeptCast, db: None) -> None:
    assert not Login.objects.exists()
    assert "cast" not in connection.settings_dict["NAME"]


@pytest.mark.parametrize("again", [1, 2])
def test_what_a_test_does_with_the_cast_is_undone(db: None, cast: Cast, again: int) -> None:
    assert cast.api("Ben").get(f"/people/{cast.person('Jon')}").status_code == 404
    cast.share("Ada", "Gas", "relationships")
    assert cast.api("Ben").get(f"/people/{cast.person('Jon')}").status_code == 200


def test_on_another_day_they_are_gathered_anew(
    kept_cast: KeptCast, django_db_blocker: DjangoDbBlocker
) -> None:
    def there() -> tuple[str, str]:
        """Return the database's name, and the day of the newest mail in it."""
        with kept_cast.led_there(), transaction.atomic():
            newest = kept_cast.copy().api("Eve").read("/touchpoints")["items"][0]["at"]
            transaction.set_rollback(True)
            return str(connection.settings_dict["NAME"]), newest[:10]

    with django_db_blocker.unblock():
        before, day = there()
        kept_cast._day = days_ago(1)
        after, same_day = there()
        assert before != after
        assert day == same_day == days_ago(1).isoformat()[:10]
        assert connection.settings_dict["NAME"] not in (before, after)
