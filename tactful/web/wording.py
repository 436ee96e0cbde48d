"""Sentences and words that several pages say. Plain functions of what they are handed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

BANDS = (
    (70, "strong", 5),
    (40, "good", 4),
    (15, "familiar", 3),
    (5, "weak", 2),
    (1, "dormant", 1),
    (0, "no interactions yet", 0),
)
"""Least score, word, lit bars. Below 5 a tie is dormant or one-way; 0 is a card without any contact."""


def part(thing: Any, key: str) -> Any:
    """An attribute or item of a thing, None where it is absent (a withheld field is absent)."""
    return thing.get(key) if isinstance(thing, Mapping) else getattr(thing, key, None)


def band_of(score: int) -> tuple[str, int]:
    """The word and the number of lit bars for a score of 0 to 100."""
    return next((word, bars) for least, word, bars in BANDS if score >= least)


def sentence(words: str) -> str:
    """Return words of an action as a sentence: a capital first, a full stop last."""
    words = words.strip()
    if not words:
        return words
    return words[0].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 person, 1,204 people."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """Words in one line: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def name_of(person: Any) -> str:
    """The shown name, or "Unnamed person": an address never stands in for a name."""
    return str(part(person, "name") or "Unnamed person")


def colleague(one: Any, *, first: bool = False) -> str:
    """A colleague as the reader knows them: you, their name, or "a colleague"."""
    if one is not None and part(one, "is_me"):
        return "You" if first else "you"
    name = part(one, "name") if one is not None else None
    return str(name) if name else ("A colleague" if first else "a colleague")


def colleagues(several: Iterable[Any], most: int = 2, *, first: bool = True) -> str:
    """Colleagues in one line: You, Ada and 3 more. first: the line begins a sentence."""
    said = [colleague(one, first=first and place == 0) for place, one in enumerate(several)]
    if len(said) <= most:
        return listed(said)
    return ", ".join(said[:most]) + f" and {len(said) - most:,} more"


def ago(days: int) -> str:
    """How long ago in words; days may be negative for what is still to come."""
    if days < 0:
        ahead = -days
        return "tomorrow" if ahead == 1 else f"in {ahead} days" if ahead < 60 else f"in {ahead // 30} months"
    if days < 2:
        return ("today", "yesterday")[days]
    if days < 14:
        return f"{days} days ago"
    if days < 60:
        return f"{days // 7} weeks ago"
    if days < 730:
        return f"{round(days / 30.4)} months ago"
    return f"{days // 365} years ago"


def time_left(seconds: float) -> str:
    """A length of time for a progress line: 40 seconds, 3 minutes, 2 hours."""
    if seconds < 90:
        return counted(max(1, round(seconds)), "second")
    if seconds < 90 * 60:
        return counted(round(seconds / 60), "minute")
    return counted(round(seconds / 3600), "hour")


def difference(one: Any) -> str:
    """What a changed setting shows or hides: one's ties with people and companies, then all else that there is.

    Ties, and not people: a colleague may see the same people through somebody else. Phone numbers are named even at
    nought beside people, since they are what people ask about.
    """
    people, companies = part(one, "people") or 0, part(one, "companies") or 0
    emails, phones = part(one, "emails") or 0, part(one, "phones") or 0
    said = []
    if people or companies:
        some = ((people, "person", "people"), (companies, "company", "companies"))
        said.append(f"your ties with {listed([counted(*one) for one in some if one[0]])}")
    if emails:
        said.append(counted(emails, "e-mail address", "e-mail addresses"))
    if phones or people:
        said.append(counted(phones, "phone number"))
    if part(one, "others"):
        said.append(
            counted(part(one, "others"), "postal address or profile", "postal addresses and profiles")
        )
    if part(one, "touchpoints"):
        said.append(counted(part(one, "touchpoints"), "mail or meeting", "mails and meetings"))
    if part(one, "subjects"):
        said.append(counted(part(one, "subjects"), "subject or title", "subjects and titles"))
    if part(one, "bodies"):
        said.append(f"what stands in {counted(part(one, 'bodies'), 'mail or meeting', 'mails and meetings')}")
    return "; ".join(said)


def affected(effect: Any, preview: Any) -> str:
    """Whom an effect of a preview is about: "Gas (14 people)" if it is all of them, else "Ada, Ben and 3 more"."""
    if part(preview, "whole"):
        audience = part(preview, "audience")
        return f"{part(audience, 'name')} ({counted(part(audience, 'size'), 'person', 'people')})"
    return colleagues(part(effect, "members"), most=3)


def touchpoint(event: Any, other: str) -> str:
    """One line of a timeline: who wrote to whom, or who met. `other` is the outsider's shown name."""
    ours = list(part(event, "who") or ())
    us = listed([colleague(one, first=place == 0) for place, one in enumerate(ours)]) or "A colleague"
    if part(event, "kind") == "meeting":
        return f"{us} met {other}"
    if part(event, "direction") == "in":
        to = listed([colleague(one) for one in ours]) or "a colleague"
        return f"{other} wrote to {to}"
    return f"{us} wrote to {other}"
