"""The end of a run: what the feed's mails and meetings say of people, and its counts."""

from __future__ import annotations

from collections.abc import Iterable

from tactful.accounts.wall import acting
from tactful.actions.imports.cards import store_names, store_values
from tactful.actions.imports.correspondence import called, counts_of
from tactful.actions.imports.feeds import Gone, Opened, keep_rejections, record
from tactful.actions.imports.items import Refused, Value
from tactful.actions.imports.turns import take_turn
from tactful.actions.imports.writing import Tally
from tactful.records.models import Feed, Person
from tactful.visibility.viewer import transaction_time


def finish_feed(opened: Opened, tally: Tally, *, stopped: bool = False) -> None:
    """Store names and addresses of the people the feed touches, its counts and what it could not read; or raise Gone.

    Counts are taken from what is stored, so that a run that was interrupted and made again ends with the same ones.
    """
    with acting(opened.account):
        take_turn(opened.account)
        feed = Feed.unchecked.select_for_update().filter(account_id=opened.account, id=opened.feed).first()
        if feed is None:
            raise Gone
        people = called(opened.account, opened.feed)
        store_names(
            opened, [(person, name, "", "") for person, names in people.items() for name in sorted(names)]
        )
        store_values(opened, [(person, Value("email", key)) for person, key in _keys(opened.account, people)])
        keep_rejections(opened, [*_ruled_out(tally), *tally.rejections])
        counts = counts_of(opened.account, [opened.feed])[opened.feed]
        feed.mails, feed.meetings, feed.cards = counts.mails, counts.meetings, tally.cards
        feed.repeated = max(tally.mails + tally.meetings - counts.mails - counts.meetings, 0)
        feed.rejected = tally.rejected + tally.ruled_out
        feed.inbound, feed.outbound = counts.inbound, counts.outbound
        feed.first_at, feed.last_at = counts.first_at, counts.last_at
        feed.kind = _kind(tally)
        feed.ended_at = transaction_time()
        if not stopped:
            feed.state = Feed.State.DONE
            feed.bytes_done = feed.bytes_total
        feed.save()
        record(
            opened.account,
            feed,
            "feed stopped" if stopped else "feed imported",
            mails=counts.mails,
            meetings=counts.meetings,
            cards=tally.cards,
        )


def _ruled_out(tally: Tally) -> list[Refused]:
    """The line that says how much the contributor's mailbox rules left out."""
    count = tally.ruled_out
    if not count:
        return []
    said = "1 item was" if count == 1 else f"{count:,} items were"
    return [Refused("Your mailbox rules", f"{said} not read, as your rules say; nothing of them is kept")]


def _kind(tally: Tally) -> str:
    """What the feed mostly is, in a word."""
    found = {"mail": tally.mails, "calendar": tally.meetings, "address book": tally.cards}
    return max(found, key=lambda kind: found[kind]) if any(found.values()) else ""


def _keys(account: int, people: Iterable[int]) -> list[tuple[int, str]]:
    return list(Person.unchecked.filter(account_id=account, id__in=sorted(people)).values_list("id", "key"))
