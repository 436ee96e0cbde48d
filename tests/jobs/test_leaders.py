"""Whom groups know best is stored when books were scored, and nothing of it is left when a source was deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tactful.accounts.wall import acting
from tactful.actions.shares import set_share
from tactful.actions.teams import add_to_team, create_team
from tactful.jobs.feeds import delete_feed, run_feed, start_feed
from tactful.jobs.tasks import rescore
from tactful.policy.rules import EVERYONE
from tactful.visibility.groups import leaders_of, strongest_people
from tactful.visibility.leaders import stored_leaders
from tactful.visibility.standing import Standing
from tests.actions.books import Books
from tests.jobs.files import write_mailbox

pytestmark = pytest.mark.rule("D04")


def good(books: Books, *audiences: int | str) -> list[bool]:
    """Return which of these audiences' rows are good."""
    with acting(books.account):
        standing = Standing(books.viewer(books.ada))
        book = [standing.own_book or 0]
        return [stored_leaders(books.account, it, book, 10) is not None for it in audiences]


def test_an_import_stores_them_for_everyone_and_the_owners_teams(
    books: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(books.account):
        ada = books.viewer(books.ada)
        deals, funds = (create_team(ada, name=name) for name in ("Deals", "Funds"))
        assert ada.uid is not None
        add_to_team(ada, team=deals.uid, member=ada.uid)
        for uid in (None, deals.uid):
            set_share(ada, team=uid, level="relationships")
    begun = start_feed(ada, path=write_mailbox(tmp_path / "ada.mbox"))
    run_feed(books.account, begun.id, path=tmp_path / "ada.mbox")
    assert good(books, deals.id, EVERYONE, funds.id) == [True, True, False]
    with acting(books.account):
        led = leaders_of(Standing(ada), EVERYONE, 10)
        assert led
        assert [row.mine for row, _ in strongest_people(Standing(ada), deals.id)] == [True] * len(led)
    monkeypatch.setattr("tactful.jobs.tasks.all_accounts", lambda: [(books.account, None, None)])
    rescore(timestamp=0)
    assert good(books, deals.id, EVERYONE) == [True, True]
    rows = books.rows("select books, people from records_groupleaders where team_id = %s", funds.id)
    assert [(list(of), bytes(people)) for of, people in rows] == [([], b"")]
    delete_feed(ada, feed=begun.uid)
    assert good(books, deals.id, EVERYONE) == [True, True]
    assert {bytes(people) for (people,) in books.rows("select people from records_groupleaders")} == {b""}
