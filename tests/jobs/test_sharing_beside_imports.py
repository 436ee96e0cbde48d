"""A share is withdrawn at once, also while an import writes: it waits for none (D14)."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, connections

from tactful.accounts.wall import acting
from tactful.actions.imports.feeds import begin_feed, open_feed
from tactful.actions.imports.writing import Writer
from tactful.actions.shares import set_share
from tactful.intake.domains import company_domain
from tactful.visibility.viewer import member_viewer
from tests.actions.books import Books
from tests.cast.outside import card


@pytest.mark.rule("D14", "D24")
def test_a_batch_of_cards_that_join_addresses_holds_no_share_back(committed: Books) -> None:
    with acting(committed.account):
        viewer = member_viewer(committed.account, committed.ada)
    assert viewer is not None
    begun = begin_feed(viewer, name="cards", digest=b"cards".ljust(32), size=1)
    came: list[str] = []

    def share() -> None:
        try:
            with acting(committed.account):
                with connection.cursor() as db:
                    db.execute("set local lock_timeout = '2s'")
                set_share(viewer, team=None, level="relationships", ends_at=None)
            came.append("shared")
        except DatabaseError as error:
            came.append(str(error))
        finally:
            connections.close_all()

    def meanwhile(where: str) -> None:
        if where == "before commit":
            beside = threading.Thread(target=share)
            beside.start()
            beside.join()

    writer = Writer(open_feed(committed.account, begun.id), company_domain, failpoint=meanwhile)
    writer.store([card("Jon", also=("Kaya",))], done=1, total=1)
    assert came == ["shared"]
