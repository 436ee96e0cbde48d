"""Notes and what else members write, as pages show them; and the picker of whom something is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tactful.policy.offers import NAMES, ONLY_YOU, TO_EVERYONE, TO_SOME
from tactful.visibility.audiences import AudienceSeen
from tactful.visibility.content_options import Offers
from tactful.visibility.items import ItemSeen
from tactful.web.shapes.people import Shape, company_ref, member
from tactful.web.wording import name_of

#: What a chip shows beside its words, by option.
_ICONS = {TO_EVERYONE: "everyone", TO_SOME: "team", ONLY_YOU: "lock"}


def item(one: ItemSeen) -> Shape:
    """An item, with its replies."""
    shape: Shape = {
        "uid": one.uid.hex,
        "sort": one.sort,
        "sort_label": NAMES[one.sort][0],
        "kind": one.kind,
        "author": member(one.author),
        "html": one.html,
        "plain": one.plain,
        "at": one.at,
        "edited_at": one.edited_at,
        "is_mine": one.author.is_me,
        "may_edit": one.may_edit,
        "why": list(one.why),
        "people": [{"uid": it.uid.hex, "name": name_of(it)} for it in one.people],
        "companies": [company_ref(it) for it in one.companies],
        "members": [member(it) for it in one.members],
        "replies": [item(it) for it in one.replies],
        "answers_hidden": one.answers_hidden,
    }
    if one.meeting is not None:
        shape["meeting"] = {
            "uid": one.meeting.uid.hex,
            "on": one.meeting.all_day or one.meeting.at,
            "subject": one.meeting.subject,
        }
    if one.assignee is not None:
        shape["assignee"] = member(one.assignee)
    if one.audience is not None:
        shape["audience"] = audience(one.audience)
    return shape


def items(several: Iterable[ItemSeen]) -> list[Shape]:
    """Items, in their order."""
    return [item(one) for one in several]


def audience(one: AudienceSeen) -> Shape:
    """With whom its author shared an item."""
    return {
        "words": one.words,
        "icon": _ICONS[one.option],
        "lines": list(one.now),
        "option": one.option,
        # Of whom it reaches in any case it is not said that they need to see what it hangs on.
        "hangs": bool(one.lines),
        "besides": bool(one.besides),
    }


def picker(offers: Offers, sent: Mapping[str, object] | None = None) -> Shape:
    """The picker of an audience: what is on, and what is chosen: what was sent, else what was chosen last."""
    chosen = sent or {
        "option": offers.last.option,
        "teams": [uid for uid, _ in offers.last.teams],
        "members": [one.uid.hex for one in offers.last.members],
    }
    teams, members = (set(map(str, chosen[kind])) for kind in ("teams", "members"))  # type: ignore[call-overload]
    return {
        "options": [
            {
                "key": it.option,
                "label": it.label,
                "hint": it.hint,
                "icon": _ICONS[it.option],
                "is_chosen": it.option == chosen["option"],
                "names": it.option == TO_SOME,
            }
            for it in offers.offers
        ],
        "teams": [{"uid": uid, "name": name, "is_chosen": uid in teams} for uid, name in offers.teams],
        "members": [{**member(it), "is_chosen": it.uid.hex in members} for it in offers.members],
    }
