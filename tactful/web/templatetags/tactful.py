"""Small parts that templates share: icons, initials, strength, dates, counts, audience chips, fields.

Everything here renders what it is handed. Nothing here looks anything up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

BANDS = ((70, "strong", 5), (40, "good", 4), (15, "familiar", 3), (5, "weak", 2), (1, "dormant", 1), (0, "none", 0))
"""Least score, word, lit bars (SCORING: 70, 40, 15, 5). Below 5 a tie is dormant or one-way."""

BAND_WORDS = {"none": "no interactions yet"}

AUDIENCE_ICONS = {
    "me": "lock",
    "people": "person",
    "team": "team",
    "everyone": "everyone",
    "link": "link",
}

HUES = 8


@lru_cache(maxsize=128)
def _sprite(url: str, name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', url, name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of the sprite, by our own name for it. Decoration: words beside it carry the meaning."""
    return _sprite(static("web/vendor/icons.svg"), name)


@register.simple_tag
def mark() -> SafeString:
    """The product's mark: two circles and what they share."""
    return mark_safe(  # noqa: S308 - a constant
        '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><circle class="left" cx="9" cy="12" r="7"/>'
        '<circle class="right" cx="15" cy="12" r="7"/>'
        '<path class="shared" d="M12 5.68a7 7 0 0 1 0 12.64a7 7 0 0 1 0-12.64z"/></svg>'
    )


def _letters(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def initials(thing: Any, kind: str = "") -> SafeString:
    """Initials on a colour that stays with the thing's uid. `thing`: has uid and name (name may be absent).

    kind: "" for people, "square" for companies and teams, "large" for a page's head.
    """
    name = _part(thing, "name") or ""
    hue = crc32(str(_part(thing, "uid") or name).encode()) % HUES + 1
    inner = _letters(str(name)) or icon("person")
    return format_html('<span class="who h{} {}" aria-hidden="true">{}</span>', hue, kind, inner)


def _part(thing: Any, key: str) -> Any:
    """An attribute or item of a thing, None where it is absent (a withheld field is absent)."""
    return thing.get(key) if isinstance(thing, Mapping) else getattr(thing, key, None)


def band_of(score: int) -> tuple[str, int]:
    """The word and the number of lit bars for a score of 0 to 100."""
    return next((word, bars) for least, word, bars in BANDS if score >= least)


@register.simple_tag
def strength(score: int | None, words: bool = False) -> SafeString:
    """Five bars and a number; with `words` also the band's word. Nothing where no score is disclosed."""
    if score is None or score == "":
        return SafeString("")
    word, bars = band_of(int(score))
    said = BAND_WORDS.get(word, word)
    return format_html(
        '<span class="strength" title="{} of 100: {}"><span class="bars b{}" aria-hidden="true"></span>'
        '<span class="num">{}</span>{}</span>',
        score,
        said,
        bars,
        score,
        format_html('<span class="band">{}</span>', said) if words else format_html('<span class="unheard">{}</span>', said),
    )  # fmt: skip


def _ago(days: int) -> str:
    if days < 0:
        ahead = -days
        return "tomorrow" if ahead == 1 else f"in {ahead} days" if ahead < 60 else f"in {ahead // 30} months"
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    if days < 60:
        return f"{days // 7} weeks ago"
    if days < 730:
        return f"{round(days / 30.4)} months ago"
    return f"{days // 365} years ago"


@register.simple_tag(takes_context=True)
def ago(context: RequestContext, when: date | datetime | None) -> SafeString:
    """How long ago in words, the exact date on hover. `now` of the context, if given, is the present."""
    if not when:
        return SafeString("")
    now: datetime = context.get("now") or timezone.now()
    day = timezone.localtime(when).date() if isinstance(when, datetime) and timezone.is_aware(when) else when
    day = day.date() if isinstance(day, datetime) else day
    today = timezone.localtime(now).date() if timezone.is_aware(now) else now.date()
    exact = f"{day:%A}, {day.day} {day:%B %Y}"
    return format_html('<time datetime="{}" title="{}">{}</time>', day.isoformat(), exact, _ago((today - day).days))


@register.filter
def day(when: date | None) -> str:
    """A date written out: 3 March 2026."""
    return f"{when.day} {when:%B %Y}" if when else ""


@register.filter
def number(value: int | None) -> str:
    """A whole number with its thousands set apart."""
    return "" if value is None or value == "" else f"{int(value):,}"


@register.simple_tag
def count(n: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 person, 1,204 people."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


@register.simple_tag
def names(people: Iterable[Any], most: int = 2) -> str:
    """Names in one line, "You" for the reader: You, Ada and 3 more."""
    said = ["You" if _part(one, "is_me") else str(_part(one, "name") or "A colleague") for one in people]
    if len(said) <= most:
        return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
    return ", ".join(said[:most]) + f" and {len(said) - most:,} more"


@register.simple_tag
def person_name(person: Any) -> str:
    """The shown name, or "Unnamed person" (an address never stands in for a name)."""
    return str(_part(person, "name") or "Unnamed person")


@register.simple_tag
def audience_chip(audience: Any, href: str = "") -> SafeString:
    """Who an audience is, with its icon. `audience`: kind (me, people, team, everyone, link), name, size or absent."""
    kind = str(_part(audience, "kind") or "team")
    size = _part(audience, "size")
    name = {"me": "Only you", "everyone": "Everyone"}.get(kind) or str(_part(audience, "name"))
    inside = format_html("{}{}{}", icon(AUDIENCE_ICONS[kind]), name, f" · {size:,}" if size else "")
    opened = "" if kind == "me" else " open"
    if href:
        return format_html('<a class="chip{}" href="{}" data-answer>{}</a>', opened, href, inside)
    return format_html('<span class="chip{}">{}</span>', opened, inside)


@register.simple_tag
def span(seconds: float | None) -> str:
    """A length of time for a progress line: about 40 seconds, 3 minutes."""
    if seconds is None:
        return ""
    left = timedelta(seconds=int(seconds))
    if left < timedelta(seconds=90):
        return f"{max(1, left.seconds)} seconds" if left.seconds != 1 else "1 second"
    minutes = round(left.total_seconds() / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{round(minutes / 60)} hours"


@register.inclusion_tag("web/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One form field: label, control, hint, errors, tied together for those who listen."""
    type_ = getattr(bound.field.widget, "input_type", "")
    if type_ in ("checkbox", "radio"):
        style = "form-check-input"
    else:
        style = "form-select" if type_ == "select" else "form-control"
    return {"bound": bound, "control": bound.as_widget(attrs={"class": style}), "tick": type_ == "checkbox"}


@register.inclusion_tag("web/_sort_header.html", takes_context=True)
def sort_header(context: RequestContext, key: str, label: str, first: str = "", style: str = "") -> dict[str, Any]:
    """A column head that sorts, if `sorts` of the context offers its key, else plain text.

    first: "-" where the first click should sort downwards (numbers, dates).
    """
    current: str = context.get("sort") or ""
    mine = current.lstrip("-") == key
    if mine:
        target = key if current.startswith("-") else f"-{key}"
    else:
        target = first + key
    return {
        "request": context.get("request"),
        "label": label,
        "style": style,
        "offered": key in (context.get("sorts") or ()),
        "state": ("descending" if current.startswith("-") else "ascending") if mine else "",
        "target": target,
    }


@register.simple_tag
def months_chart(months: Iterable[Any]) -> SafeString:
    """A year in twelve columns: mails in and out and meetings, stacked from an honest zero.

    months: twelve of {month: date, inbound, outbound, meetings}, oldest first. Sizes are attributes,
    not styles, so that our policy lets them in. The same numbers stand in a table beneath.
    """
    rows = list(months)
    most = max((sum(_amounts(row)) for row in rows), default=0) or 1
    high, wide, gap = 72, 22, 8
    shapes: list[tuple[Any, ...]] = []
    labels: list[tuple[Any, ...]] = []
    for place, row in enumerate(rows):
        base = float(high)
        x = place * (wide + gap)
        for style, amount in zip(("out", "in", "meet"), _amounts(row), strict=True):
            tall = round(amount * (high - 4) / most, 1)
            base -= tall
            if amount:
                shapes.append((style, x, round(base, 1), wide, tall))
        labels.append((x + wide / 2, high + 14, f"{_part(row, 'month'):%b}"[:1]))
    return format_html(
        '<svg class="year" viewBox="0 0 {} {}" role="img" aria-label="Mails and meetings per month over the last year">'
        '<line class="zero" x1="0" x2="{}" y1="{}" y2="{}"/>{}{}<text class="most" x="0" y="9">{}</text></svg>',
        len(rows) * (wide + gap) - gap,
        high + 18,
        len(rows) * (wide + gap) - gap,
        high + 0.5,
        high + 0.5,
        format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', shapes),
        format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', labels),
        f"most in a month: {most if rows else 0}",
    )  # fmt: skip


def _amounts(row: Any) -> tuple[int, int, int]:
    return tuple(int(_part(row, key) or 0) for key in ("outbound", "inbound", "meetings"))  # type: ignore[return-value]


@register.simple_tag
def product_name() -> str:
    """The product's own name, as the deployment calls it."""
    return str(getattr(settings, "PRODUCT_NAME", "Tactful"))
