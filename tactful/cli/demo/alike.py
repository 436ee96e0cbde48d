"""What looks like one person in the demo company: a member confirms the first proposal, and leaves the others."""

from __future__ import annotations

from tactful.actions.judgements import confirm_same
from tactful.cli.demo.found import Founded
from tactful.visibility.identity.proposals import list_proposals
from tactful.visibility.standing import Standing


def confirm_one(founded: Founded) -> int:
    """Let the first active member who has several proposals confirm one; return how many are left to them."""
    for member in founded.company.members:
        if not member.active:
            continue
        with founded.acting_as(member) as viewer:
            page = list_proposals(Standing(viewer), limit=1)
            if page.total > 1:
                (likely,) = page.rows
                confirm_same(viewer, one=likely.one.uid, other=likely.other.uid)
                return page.total - 1
    return 0
