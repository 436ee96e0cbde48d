"""Why something is shown, and who sees what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tactful.actions.errors import Absent
from tactful.api.shapes.base import Shape, withheld
from tactful.api.shapes.strength import Member, member
from tactful.visibility import acting_settings as settings
from tactful.visibility import questions, seers, value_whys


class Why(Shape):
    """Why a facet is shown: the sentence to read first, then every other way."""

    facet: str
    label: str
    sentences: list[str]
    value: str = withheld("which value this is about, where values are asked about")
    shown: str = withheld("the value in words, where values are asked about")
    made_of: list[str] = withheld("what went into the value, as far as you may see it")


class WhyAll(Shape):
    """Why each facet that is disclosed is shown, or each value that was asked about."""

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


def why_values(several: Iterable[value_whys.WhyValue] | None) -> WhyAll:
    """Return the answer to "why can I see this value"; Absent where none of those asked about is shown."""
    whys = [
        Why(
            facet=one.facet,
            label=one.label,
            sentences=list(one.sentences),
            value=one.value.replace(" ", "-"),
            shown=one.shown,
            made_of=list(one.made_of),
        )
        for one in several or ()
    ]
    if not whys:
        raise Absent("hidden or absent")
    return WhyAll(why=whys)


def who_sees(found: Mapping[str, Iterable[seers.WhoSees]]) -> WhoSees:
    """Return the answer to "who can see this"."""
    return WhoSees(
        who_sees={
            facet: [Seer(member=member(one.member), sentences=list(one.sentences)) for one in several]
            for facet, several in found.items()
        }
    )
