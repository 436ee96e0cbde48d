"""Small parts that templates share: icons, initials, strength, dates, counts, audience chips, fields.

Everything here renders what it is handed. Nothing here looks anything up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.forms import CheckboxInput, RadioSelect
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tactful.web import chart, wording
from tactful.web.wording import part

register = template.Library()

AUDIENCE_ICONS = {"me": "lock", "people": "person", "team": "team", "everyone": "everyone", "link": "link"}
VALUE_ICONS = {"email": "email", "phone": "phone", "address": "location", "link": "link", "domain": "link"}
FEED_ICONS = {"mailbox": "email", "calendar": "calendar", "cards": "people"}
HUES = 8


@lru_cache(maxsize=128)
def _use(sprite: str, name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of the sprite, by our own name for it. Decoration: words beside it carry the meaning."""
    return _use(static("web/vendor/icons.svg"), name)


@register.simple_tag
def mark() -> SafeString:
    """The product's mark: two circles and what they share."""
    return format_html(
        '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><circle class="left" cx="9" cy="12" r="{}"/>'
        '<circle class="right" cx="15" cy="12" r="{}"/>'
        '<path class="shared" d="M12 5.68a7 7 0 0 1 0 12.64a7 7 0 0 1 0-12.64z"/></svg>',
        7,
        7,
    )


def _letters(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def initials(thing: Any, style: str = "") -> SafeString:
    """Initials on a colour that stays with the thing's uid; a person's shape where it has no name.

    style: "square" for companies and teams, "large" at the head of a page.
    """
    name = str(part(thing, "name") or "")
    hue = crc32(str(part(thing, "uid") or name).encode()) % HUES + 1
    classes = f"who h{hue} {style}".strip()
    inner = _letters(name) or icon("person")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, inner)


@register.simple_tag
def strength(score: int | str | None, words: bool = False) -> SafeString:
    """Five bars and a number; with `words` also the band's word. Nothing where no score is disclosed."""
    if score is None or score == "":
        return SafeString("")
    word, bars = wording.band_of(int(score))
    said = format_html('<span class="{}">{}</span>', "band" if words else "unheard", word)
    return format_html(
        '<span class="strength" title="{} of 100: {}"><span class="bars b{}" aria-hidden="true"></span>'
        '<span class="num">{}</span> {}</span>',
        score,
        word,
        bars,
        score,
        said,
    )


def _local_day(when: date | datetime) -> date:
    if isinstance(when, datetime):
        return (timezone.localtime(when) if timezone.is_aware(when) else when).date()
    return when


@register.simple_tag(takes_context=True)
def ago(context: Context, when: date | datetime | str | None, counted: bool = False) -> SafeString:
    """How long ago in words, the exact date on hover. `now` of the context, if given, is the present.

    `counted`: a day of those that scores count, which are UTC's.
    """
    if not when or isinstance(when, str):
        return SafeString("")
    now = context.get("now") or timezone.now()
    that, today = _local_day(when), now.astimezone(UTC).date() if counted else _local_day(now)
    exact = f"{that:%A}, {day(that)}"
    words = wording.ago((today - that).days)
    return format_html('<time datetime="{}" title="{}">{}</time>', that.isoformat(), exact, words)


@register.filter
def day(when: date | datetime | None) -> str:
    """A date written out: 3 March 2026."""
    return f"{_local_day(when).day} {_local_day(when):%B %Y}" if when else ""


@register.filter
def clock(when: datetime) -> str:
    """A time of day with its zone: 14:30 CET; 14:30 UTC+05:45 where the zone has no letters of its own."""
    local = timezone.localtime(when)
    named = local.tzname() or ""
    if not named.isalpha():
        shift = f"{local:%z}"
        named = f"UTC{shift[:3]}:{shift[3:]}"
    return f"{local:%H:%M} {named}"


@register.filter
def sentence(words: str | None) -> str:
    """Words of an action as a sentence: a capital first, a full stop last."""
    return wording.sentence(words or "")


@register.filter
def number(value: int | str | None) -> str:
    """A whole number with its thousands set apart; nothing for nothing."""
    return "" if value is None or value == "" else f"{int(value):,}"


@register.simple_tag
def count(n: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 person, 1,204 people."""
    return wording.counted(n, one, many)


@register.simple_tag
def names(colleagues: Iterable[Any], most: int = 2, first: bool = True) -> str:
    """Colleagues in one line, "You" for the reader: You, Ada and 3 more."""
    return wording.colleagues(colleagues, most, first=first)


@register.simple_tag
def person_name(person: Any) -> str:
    """The shown name, or "Unnamed person"."""
    return wording.name_of(person)


@register.simple_tag
def difference(one: Any) -> str:
    """What a changed setting shows or hides, in words."""
    return wording.difference(one)


@register.simple_tag
def affected(effect: Any, preview: Any) -> str:
    """Those to whom an effect of a preview is the same: the audience by name, if it is all of it, else its members."""
    return wording.affected(effect, preview)


@register.simple_tag
def touchpoint_words(event: Any, thing: Any, kind: str = "person") -> str:
    """One line of a timeline. On a company's page the event names its own person."""
    return wording.touchpoint(event, wording.name_of(thing if kind == "person" else part(event, "person")))


@register.simple_tag
def time_left(seconds: float) -> str:
    """A length of time for a progress line."""
    return wording.time_left(seconds)


@register.simple_tag
def months_chart(months: Iterable[Any]) -> SafeString:
    """The last year as a small chart; see chart.year."""
    return chart.year(months)


@register.filter
def value_icon(kind: str) -> str:
    """The icon's name for a kind of value."""
    return VALUE_ICONS.get(kind, "person")


@register.filter
def feed_icon(kind: str) -> str:
    """The icon's name for a kind of source."""
    return FEED_ICONS.get(kind, "file")


@register.filter
def safe_link(value: str) -> str:
    """A profile's address, if it is one of the web; else an empty one (never a script)."""
    return value if value.lower().startswith(("https://", "http://")) else ""


@register.simple_tag
def audience_chip(audience: Any) -> SafeString:
    """Who an audience is. audience: kind (me, people, team, everyone, link), name, size or absent."""
    kind = str(part(audience, "kind") or "team")
    size = part(audience, "size")
    name = {"me": "Only you", "everyone": "Everyone"}.get(kind) or str(part(audience, "name"))
    style = "chip" if kind == "me" else "chip open"
    members = format_html('<span class="num quiet">{}</span>', f"{size:,}") if size else ""
    return format_html('<span class="{}">{}{} {}</span>', style, icon(AUDIENCE_ICONS[kind]), name, members)


@register.inclusion_tag("web/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One form field: label, control, hint, errors, tied together for those who listen."""
    widget = bound.field.widget
    type_ = getattr(widget, "input_type", "")
    several = isinstance(widget, RadioSelect)  # CheckboxSelectMultiple is one, too
    # allauth's repeat the label, and are gone when they would be needed
    widget.attrs.pop("placeholder", None)
    style = {"checkbox": "form-check-input", "select": "form-select"}.get(type_, "form-control")
    return {
        "bound": bound,
        # a group would hang the class on its frame, not on its boxes
        "control": bound.as_widget(attrs=None if several else {"class": style}),
        "tick": isinstance(widget, CheckboxInput),
        "several": several,
    }


@register.inclusion_tag("web/_sort_header.html", takes_context=True)
def sort_header(context: Context, key: str, label: str, first: str = "", style: str = "") -> dict[str, Any]:
    """A column head that sorts, if `sorts` of the context offers what a click asks for, else plain text.

    first: "-" where the first click should sort downwards (numbers, dates).
    """
    current: str = context.get("sort") or ""
    down = current.startswith("-")
    mine = current.lstrip("-") == key
    target = (key if down else f"-{key}") if mine else first + key
    return {
        "request": context.get("request"),
        "label": label,
        "style": style,
        "offered": target in (context.get("sorts") or ()),
        "state": ("descending" if down else "ascending") if mine else "",
        "target": target,
    }


@register.simple_tag(takes_context=True)
def nav_link(context: Context, page: str, picture: str, label: str, within: str = "") -> SafeString:
    """One entry of the navigation, marked where the reader is. within: further pages that belong to it.

    A page that may belong to one of several says so itself, by `within` in its context.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    name = context.get("within") or getattr(match, "url_name", None)
    here = name in {page, *within.split()}
    link = '<a href="{}" aria-current="page">{}{}</a>' if here else '<a href="{}">{}{}</a>'
    return format_html(link, reverse(f"web:{page}"), icon(picture), label)


@lru_cache(maxsize=8)
def _why_form(kind: str) -> tuple[str, str]:
    """What stands before and behind an id in the address of why, in one form for all rows of a list."""
    before, behind = reverse("web:why", args=[kind, "0"]).split("0")
    return before, behind


@register.simple_tag
def why(kind: str, uid: str, name: str | None, *question: str) -> SafeString:
    """The quiet control beside a row or value: why the reader sees this of `name`. One per row, without a look-up.

    `question`: names and values of what is asked about in turn, as "of" "row" or "knower" and an id.
    """
    before, behind = _why_form(kind)
    asked = "&".join(f"{key}={value}" for key, value in zip(question[::2], question[1::2], strict=True))
    return format_html(
        '<a class="why" href="{}{}{}{}" data-answer aria-label="Why do I see this of {}?">{}</a>',
        before,
        uid,
        behind,
        asked and f"?{asked}",
        name or "this person",
        icon("why"),
    )
