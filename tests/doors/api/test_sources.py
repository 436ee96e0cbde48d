"""A source while it is read: how fast, and how long it will take. Its contributor's alone (D22)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tactful.accounts.wall import acting
from tactful.actions.imports.feeds import begin_feed, open_feed
from tactful.records.models import Feed, Rejection
from tactful.visibility.feeds import rejections
from tests.cast import Cast

pytestmark = pytest.mark.rule("D22")


def _being_read(cast: Cast) -> str:
    """Let a file of Ada's be taken up ten seconds ago; return the source's id."""
    viewer = cast.member("Ada")
    begun = begin_feed(viewer, name="big.mbox", digest=b"big".ljust(32), size=1_000)
    open_feed(viewer.account, begun.id)
    with acting(viewer.account):
        feed = Feed.unchecked.get(id=begun.id)
        assert feed.started_at is not None
        feed.started_at -= timedelta(seconds=10)
        feed.save(update_fields=["started_at"])
    return begun.uid.hex


def _read_so_far(cast: Cast, source: str, **columns: int) -> Any:
    with acting(cast.accounts["Ada"]):
        Feed.unchecked.filter(uid=source).update(**columns)
    return cast.api("Ada").read(f"/sources/{source}")


def test_while_it_is_read_its_contributor_is_told_how_long_it_takes(cast: Cast) -> None:
    source = _being_read(cast)
    seen = _read_so_far(cast, source)
    assert (seen["state"], seen["rate"], seen["seconds_left"]) == ("reading", None, None)
    seen = _read_so_far(cast, source, bytes_done=250, bytes_total=1_000, mails=40, repeated=8, rejected=2)
    assert (seen["rate"], seen["seconds_left"]) == (pytest.approx(5.0), pytest.approx(30.0))
    # A file that grew since it was brought is at its end, not past it.
    seen = _read_so_far(cast, source, bytes_done=1_250)
    assert seen["seconds_left"] == 0
    listed = {one["id"]: one for one in cast.api("Ada").read("/sources")["items"]}
    assert listed[source]["rate"] == pytest.approx(5.0)


def test_nobody_else_is_told_that_there_is_such_a_source(cast: Cast) -> None:
    source = _being_read(cast)
    with acting(cast.accounts["Ada"]):
        feed = Feed.unchecked.get(uid=source)
        Rejection.unchecked.create(account_id=feed.account_id, feed_id=feed.id, label="3", reason="no date")
    for who, found in (("Ada", (("3", "no date"),)), ("Ben", ()), ("Flo", ())):
        with cast.standing(who) as standing:
            assert rejections(standing, feed.uid) == found
    for who in ("Ben", "Flo", "Gus"):
        for path in (f"/sources/{source}", f"/sources/{source}/rejections"):
            assert cast.api(who).get(path).status_code == 404
