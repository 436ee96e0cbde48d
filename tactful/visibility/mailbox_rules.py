"""What the viewer has never read: their own mailbox rules, which nobody else is told of (B05)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.sharing.models import MailboxRule
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """One rule: its kind (folder, label, address, domain), and which one; `source` by id and name, None for all."""

    uid: uuid.UUID
    kind: str
    what: str
    set_at: datetime
    source: uuid.UUID | None = None
    source_name: str | None = None


def my_rules(standing: Standing) -> tuple[RuleSeen, ...]:
    """Return the viewer's mailbox rules by kind and name; () for who has no book."""
    rows = MailboxRule.unchecked.filter(account_id=standing.viewer.account, book_id=standing.own_book or 0)
    return tuple(rule_seen(row) for row in rows.select_related("feed").order_by("kind", "what", "uid"))


def rule_seen(row: MailboxRule) -> RuleSeen:
    """Return a rule as its contributor sees it."""
    source = (None, None) if row.feed is None else (row.feed.uid, row.feed.name)
    return RuleSeen(row.uid, row.kind, row.what, row.set_at, *source)
