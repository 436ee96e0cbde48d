"""Two records that may be, or are, one person, for the pages that ask."""

from __future__ import annotations

from tactful.visibility.identity.joints import Joint
from tactful.visibility.identity.judgements_seen import JudgementSeen
from tactful.visibility.identity.proposals import Likely
from tactful.visibility.identity.sides import Side
from tactful.web.shapes.people import Shape, company_ref


def side(one: Side) -> Shape:
    """One of two records."""
    return {
        "uid": one.uid.hex,
        "name": one.name,
        "title": one.title,
        "company": company_ref(one.company),
        "organisation": one.organisation,
        "address": one.address,
    }


def pair(two: Likely | Joint | JudgementSeen) -> Shape:
    """Two records, and a name for both of them, by which buttons are told apart."""
    left, right = side(two.one), side(two.other)
    return {"sides": [left, right], "label": f"{_label(two.one)} and {_label(two.other)}"}


def likely(one: Likely) -> Shape:
    """Two who may be one, and why."""
    return pair(one) | {"evidence": one.evidence}


def joint(one: Joint) -> Shape:
    """Two who are one, and why."""
    return pair(one) | {"evidence": one.evidence, "confirmed": one.confirmed}


def judged(one: JudgementSeen) -> Shape:
    """What somebody said of two."""
    return pair(one) | {"uid": one.uid.hex, "same": one.same, "mine": one.mine, "at": one.at}


def _label(one: Side) -> str:
    return one.address or one.name or "an unnamed person"
