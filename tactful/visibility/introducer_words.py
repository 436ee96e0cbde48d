"""Why a colleague is proposed as an introducer, in one or two sentences: only of what the introducer's row holds."""

from __future__ import annotations

from datetime import datetime, tzinfo

from tactful.visibility.introducers import Introducer
from tactful.visibility.seen import Statistics

#: How the order came about, for whoever reads a list of introducers.
ORDER = "In the order of the score that you see; of equal scores, colleagues who are in a team with you come first."


def reason(one: Introducer, about: str, zone: tzinfo, *, at_company: bool = False) -> str:
    """Return why `one` can introduce the viewer to `about`, a person's or company's shown name; days are the zone's."""
    said = [_knows(one, about, at_company)]
    if one.last_contact is not None:
        said.append(f"Last in touch on {_day(one.last_contact.astimezone(zone))}.")
    if one.statistics is not None and _wrote(one.statistics):
        said.append(f"{_wrote(one.statistics)}.")
    if one.teams:
        said.append(f"You are both in {_listed(one.teams)}.")
    return " ".join(said)


def _knows(one: Introducer, about: str, at_company: bool) -> str:
    how = f"{one.strength.score} of 100, {one.strength.band}"
    if not at_company:
        return f"{one.member.name} knows {about}: {how}."
    if one.people == 1:
        return f"{one.member.name} knows {one.person.name or 'somebody'} at {about}: {how}."
    return (
        f"{one.member.name} knows {one.people:,} people at {about}, together {how};"
        f" best {one.person.name or 'somebody'}."
    )


def _wrote(numbers: Statistics) -> str:
    said = []
    if numbers.inbound and numbers.outbound:
        said.append(f"{_counted(numbers.outbound, 'mail')} there and {numbers.inbound:,} back")
    elif numbers.inbound or numbers.outbound:
        way = "there" if numbers.outbound else "from there"
        said.append(f"{_counted(numbers.outbound or numbers.inbound, 'mail')} {way}, none the other way")
    if numbers.meetings:
        said.append(_counted(numbers.meetings, "meeting"))
    return " and ".join(said)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
