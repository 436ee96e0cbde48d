"""Bodies, where the account keeps them: cleaned, sealed, one for each copy (A27)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import connection

from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import Sealer, Where
from tactful.actions.imports.arrays import pg_array
from tactful.actions.imports.feeds import Opened
from tactful.actions.imports.interactions import holders
from tactful.actions.imports.items import Mail, Meeting, Written
from tactful.records.bodies import Body
from tactful.records.rich_text import LONGEST, NotText, from_html, from_plain

#: Cells stand beside each other, rows below each other; of a table nothing else is kept.
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_ROW = re.compile(r"<(/?)tr(?=[\s>])", re.IGNORECASE)
#: Nobody outside names a member.
_MENTION = re.compile(r"data-mention", re.IGNORECASE)


def store_bodies(opened: Opened, items: Sequence[Mail | Meeting]) -> None:
    """Store what was written, for copies of the feed that have none stored yet; also those that it had before.

    Within the transaction that holds what the account keeps, which is what the feed was opened with.
    """
    if not opened.keeps.bodies:
        return
    written = {item.keys[0]: item.body for item in items if item.body is not None}
    if not written:
        return
    homes = holders(opened.account, written)
    by_interaction = {
        by_feed[opened.feed]: written[key] for key, by_feed in homes.items() if opened.feed in by_feed
    }
    with connection.cursor() as db:
        db.execute(
            "select c.id, c.interaction_id from records_copy c where c.account_id = %s and c.feed_id = %s"
            " and c.interaction_id = any(%s) and not exists (select 1 from records_body b"
            " where b.account_id = c.account_id and b.copy_id = c.id and b.epoch = %s) order by c.id",
            [opened.account, opened.feed, sorted(by_interaction), opened.keeps.bodies_epoch],
        )
        copies = db.fetchall()
        found = [(copy, html) for copy, of in copies if (html := kept_of(by_interaction[of]))]
        if not found:
            return
        # What is left of an earlier time is being erased anyway.
        db.execute(
            "delete from records_body where account_id = %s and copy_id = any(%s)",
            [opened.account, [copy for copy, _ in found]],
        )
        sealer = Sealer()
        uids = [fresh_uid() for _ in found]
        sealed = [
            sealer.seal(html, Where.of(Body, "html", row=uid, account=opened.account))
            for uid, (_, html) in zip(uids, found, strict=True)
        ]
        db.execute(
            "insert into records_body (account_id, book_id, epoch, copy_id, uid, html)"
            " select %s, %s, %s, u.* from unnest(%s::bigint[], %s::uuid[], %s::bytea[]) u",
            [
                opened.account,
                opened.book,
                opened.keeps.bodies_epoch,
                pg_array(copy for copy, _ in found),
                pg_array(uids),
                pg_array(sealed),
            ],
        )


def kept_of(body: Written) -> str:
    """Return the clean HTML that is kept of what was written, "" where nothing is left of it."""
    if body.html:
        source = _MENTION.sub("data-", _ROW.sub(r"<\1p", _CELL.sub(" ", body.html)))
        try:
            return from_html(source).html
        except NotText:
            pass
    try:
        return from_plain(body.text[:LONGEST]).html
    except NotText:
        return ""
