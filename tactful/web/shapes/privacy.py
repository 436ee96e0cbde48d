"""Mail privacy for pages: what is shown of mails and meetings, where it has no effect, and what a change would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tactful.policy.privacy import TEAMS_ONLY
from tactful.policy.rules import BODIES, HIDE
from tactful.visibility.privacy import MemberPrivacy, PrivacySeen, PrivacyTowards
from tactful.visibility.privacy_preview import PrivacyDifference
from tactful.web.shapes.people import Shape, member
from tactful.web.shapes.records import audience
from tactful.web.shapes.shares import LABELS, effect, last_day

#: What each option shows, from least to most: label, and what is left to see.
OPTIONS = {
    HIDE: ("Hide both", "Participants, date and time are left."),
    "subjects": (
        "Subjects and titles",
        "What a mail is about and what a meeting is called, never what was written.",
    ),
    BODIES: (
        "Subjects, titles and bodies",
        (
            "What was written too, where bodies are kept. Signatures tell phone numbers and addresses, whatever you"
            " share of contact info."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """An option as it was sent, for oneself (`team` None) or for a team, and what is said to it."""

    team: UUID | None
    option: str
    until: date | None
    said: Shape


def option_label(option: str) -> str:
    """An option as it is called."""
    return OPTIONS[option][0]


def share_label(level: str, privacy: str) -> str:
    """A level of sharing with what is shown of mails and meetings besides."""
    label = LABELS[level]
    return label if privacy == HIDE else f"{label}; {option_label(privacy).lower()}"


def options(chosen: str) -> list[Shape]:
    """The three options, with the one that is chosen."""
    return [
        {"key": key, "label": label, "means": means, "chosen": key == chosen}
        for key, (label, means) in OPTIONS.items()
    ]


def setting(seen: PrivacySeen, sent: Sent | None = None) -> Shape:
    """The reader's own setting; what was `sent` stands in its place."""
    own = sent if sent is not None and sent.team is None else None
    return {
        "teams_only": seen.mode == TEAMS_ONLY,
        "options": options(seen.chosen or HIDE if own is None else own.option),
        "until": last_day(seen.ends_at) if own is None else own.until,
        "expired": seen.ended,
        "chosen_before": seen.chosen is not None,
        "chosen_label": option_label(seen.chosen or HIDE),
        "asked": seen.asked,
        "may_be_stricter": seen.may_be_stricter,
        "effective": [it.audience for it in seen.audiences if it.has_effect],
        "no_effect": [it.audience for it in seen.audiences if not it.has_effect],
        "teams": [_towards(it, sent) for it in seen.audiences if it.audience_uid is not None],
    }


def _towards(one: PrivacyTowards, sent: Sent | None) -> Shape:
    own = sent if sent is not None and sent.team == one.audience_uid else None
    return {
        "audience": audience(one.audience, one.audience_uid, one.people + 1),
        "option_label": option_label(one.option),
        "until": last_day(one.ends_at),
        "expired": one.ended,
        "has_effect": one.has_effect,
        "counts_label": option_label(one.counts),
        "limits": options(one.at_most if own is None else own.option),
    }


def preview(
    difference: PrivacyDifference, *, saves: bool, until: datetime | None, team: UUID | None
) -> Shape:
    """What saving an option would do, for whom."""
    return {
        "changes": bool(difference.effects),
        "saves": saves,
        "option_label": option_label(difference.option),
        "effects": [effect(one) for one in difference.effects],
        "unaffected": difference.unaffected,
        "whole": False,
        "until": last_day(until),
        "form": "privacy" if team is None else f"privacy-{team.hex}",
    }


def of_team(several: tuple[MemberPrivacy, ...], sent: dict[str, str]) -> list[Shape]:
    """What an Enterprise Admin set for each member of a team; options as they were `sent`, by the member's id."""
    return [
        member(one.member)
        | {
            "options": options(sent.get(one.member.uid.hex, one.option)),
            "until": last_day(one.ends_at),
            "expired": one.ended,
            "limit_label": "" if one.at_most == BODIES else option_label(one.at_most),
            "has_effect": one.has_effect,
        }
        for one in several
    ]
