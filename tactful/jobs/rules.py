"""Making a mailbox rule, from what is never read again to the scores of what is left."""

from __future__ import annotations

from tactful.accounts.wall import acting
from tactful.actions.mailbox_rules import add_rule
from tactful.insight.leaders import store_leaders_of_book
from tactful.insight.store import rescore_book
from tactful.visibility.mailbox_rules import RuleSeen
from tactful.visibility.viewer import Viewer


def never_read(viewer: Viewer, *, kind: str, what: str) -> RuleSeen:
    """Have a folder, label, address or domain of the viewer's never read, and erase what the latter two brought.

    Invalid as `add_rule`.
    """
    with acting(viewer.account):
        rule, book = add_rule(viewer, kind=kind, what=what)
        if book is not None:
            rescore_book(viewer.account, book)
            store_leaders_of_book(viewer.account, book)
    return rule
