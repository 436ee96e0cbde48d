"""A contributor says which folders, labels and addresses are never read; and takes that back (B05).

What an address or a domain has brought already is erased with the rule. A rule for a folder or a label holds for what
is read from then on: what is stored of a mail does not say where it was filed.
"""

from __future__ import annotations

import re
import uuid

from django.db import transaction

from tactful.accounts.wall import acting
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require_writing
from tactful.actions.imports.fitting import fit
from tactful.actions.imports.house import house_of
from tactful.actions.imports.ruling_out import erase_named
from tactful.actions.imports.turns import take_turn
from tactful.records.models import Feed
from tactful.sharing.models import MailboxRule, Source
from tactful.visibility.mailbox_rules import RuleSeen, rule_seen
from tactful.visibility.viewer import Viewer

KINDS = ("folder", "label", "address", "domain")
_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
_DOMAIN = re.compile(r"[^\s@<>,;\"./]+(?:\.[^\s@<>,;\"./]+)+")


@transaction.atomic
def add_rule(
    viewer: Viewer, *, kind: str, what: str, source: uuid.UUID | None = None
) -> tuple[RuleSeen, int | None]:
    """Have something of the viewer's never read, in one source or in all.

    Returns the rule, and the book whose ties are to be scored again, None where nothing was erased. A rule that stands
    already is returned as it is. Invalid, with the field, for what cannot be a rule; Absent for a source that is none
    of theirs. A source that is being read begins again by itself.
    """
    member = require_writing(viewer)
    text = _checked(viewer, member, kind, what)
    take_turn(viewer.account)
    book = Source.unchecked.get(account_id=viewer.account, kind="book", owner_id=member)
    feed = None if source is None else _own_feed(viewer, book.id, source)
    row, is_new = MailboxRule.unchecked.get_or_create(
        account_id=viewer.account,
        book_id=book.id,
        feed=feed,
        kind=kind,
        what=text,
        defaults={"set_at": viewer.now},
    )
    seen = rule_seen(row)
    if not is_new:
        return seen, None
    erased = kind in ("address", "domain") and erase_named(
        viewer.account, book.id, kind=kind, what=text, feed=row.feed_id
    )
    remember(viewer, "mailbox rule made", row.uid, kind=kind)
    return seen, book.id if erased else None


def end_rule(viewer: Viewer, *, rule: uuid.UUID) -> None:
    """End a rule of the viewer's; what it kept out comes with the next import, not before. Absent: they have none."""
    member = require_writing(viewer)
    with acting(viewer.account):
        row = (
            MailboxRule.unchecked.select_for_update()
            .filter(account_id=viewer.account, book__owner_id=member, book__kind="book", uid=rule)
            .first()
        )
        if row is None:
            raise Absent("you have no such rule")
        row.delete()
        remember(viewer, "mailbox rule ended", rule, kind=row.kind)


def _own_feed(viewer: Viewer, book: int, source: uuid.UUID) -> Feed:
    feed = Feed.unchecked.filter(account_id=viewer.account, book_id=book, uid=source).first()
    if feed is None:
        raise Absent("there is no such source of yours")
    return feed


def _checked(viewer: Viewer, member: int, kind: str, what: str) -> str:
    text = fit(what, 301).strip("/")
    if kind not in KINDS:
        raise Invalid("kind", "choose a folder, a label, an address or a domain")
    if not text or len(text) > 300:
        raise Invalid("what", f"name the {kind}, in at most 300 characters")
    if kind in ("folder", "label"):
        return text
    text = text.lower()
    own = house_of(viewer.account, member).own
    if kind == "address":
        if not _ADDRESS.fullmatch(text):
            raise Invalid("what", f'"{text[:80]}" is no e-mail address; write it like "ada@example.com"')
        if text in own:
            raise Invalid(
                "what", "this is an address of your own: without it none of your mail would be read"
            )
        return text
    text = text.rpartition("@")[2]
    if not _DOMAIN.fullmatch(text):
        raise Invalid("what", f'"{text[:80]}" is no domain; write it like "example.com"')
    if any(f".{address.rpartition('@')[2]}".endswith(f".{text}") for address in own):
        raise Invalid("what", "an address of your own is at this domain: none of your mail would be read")
    return text
