"""Why something is shown, and who sees what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tactful.api.shapes.base import Shape
from tactful.api.shapes.strength import Member, member
from tactful.visibility import acting_settings as settings
from tactful.visibility import questions


class Why(Shape):
    """Why a facet is shown: the sentence to read first, then every other way."""

    facet: str
    label: str
    sentences: list[str]


class WhyAll(Shape):
    """Why each facet that is disclosed is shown."""

    why: list[Why]


class WhyOne(Shape):
    """Why one value is shown."""

    sentences: list[str]


class Seer(Shape):
    """A colleague who sees it, and by which ways."""

    member: Member
    sentences: list[str]


class WhoSees(Shape):
    """Who sees what of your own: each facet with the colleagues who see it; nobody else does."""

    who_sees: dict[str, list[Seer]]


class ActingSettings(Shape):
    """The settings by which one member sees things of another's sources: none open anything where there are none."""

    viewer: Member
    contributor: Member
    sentences: list[str]


def acting_settings(found: settings.ActingSettings) -> ActingSettings:
    """Return the answer to "by which settings does this member see that one's"."""
    return ActingSettings(
        viewer=member(found.viewer), contributor=member(found.contributor), sentences=list(found.sentences)
    )


def why(several: Iterable[questions.Why]) -> list[Why]:
    """Return the answers to "why can I see this"."""
    return [Why(facet=one.facet, label=one.label, sentences=list(one.sentences)) for one in several]


def who_sees(found: Mapping[str, Iterable[questions.WhoSees]]) -> WhoSees:
    """Return the answer to "who can see this"."""
    return WhoSees(
        who_sees={
            facet: [Seer(member=member(one.member), sentences=list(one.sentences)) for one in several]
            for facet, several in found.items()
        }
    )
