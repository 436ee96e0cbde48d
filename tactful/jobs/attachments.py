"""Keeping what hangs on a feed's mails, once the feed is in and its people are known: it is read once more (A18)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tactful.actions.attachments import Attached, are_kept, keep_attached
from tactful.actions.imports.feeds import Opened
from tactful.actions.imports.items import Mail
from tactful.intake.parsed import ParsedMail, Window
from tactful.intake.reading import read
from tactful.jobs.sieve import Sieve
from tactful.jobs.translation import item_of


def keep_attachments_of(
    opened: Opened, source: Path, failpoint: Callable[[str], None] = lambda _where: None
) -> None:
    """Make files of a feed's attachments, where its contributor wants that; mail by mail, each a transaction.

    Can be cut off at any moment and done again. What the contributor's mailbox rules hold back is not looked at.
    """
    if not are_kept(opened.account, opened.feed):
        return
    sieve = Sieve(opened.rules)
    # As it was read before: a date that lies too far ahead is told by the same day.
    window = Window.up_to(opened.since)
    for parsed in read(source, window=window, attachments=True):
        if not isinstance(parsed, ParsedMail) or not parsed.attachments or sieve.holds_back(parsed):
            continue
        mail = item_of(parsed, opened.house.own)
        assert isinstance(mail, Mail), "a message is one"
        failpoint("before attachments")
        if not keep_attached(
            opened.account, opened.feed, Attached(mail.keys, parsed.label, parsed.attachments)
        ):
            return
        failpoint("after attachments")
