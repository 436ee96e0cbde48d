"""Texts that people wrote, as they are read and as they are written."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from tactful.records.rich_text import LONGEST, clean
from tactful.records.rich_text import excerpt as excerpt_of

register = template.Library()


@register.filter
def rich(html: str | None) -> SafeString:
    """A text in its form. It was cleaned when it came in, and is once more: what stands in a table is not trusted."""
    return mark_safe(clean(html or ""))  # noqa: S308 # nosec B703 (the cleaner let it through)


@register.filter
def excerpt(plain: str | None, most: int = 200) -> str:
    """The first words of a text, in one line."""
    return excerpt_of(plain or "", most)


@register.inclusion_tag("web/_rich_field.html")
def rich_field(
    name: str,
    label: str,
    html: str = "",
    plain: str = "",
    *,
    id: str = "",  # noqa: A002 (the word of HTML)
    hint: str = "",
    rows: int = 6,
    required: bool = True,
    mentions: bool = True,
    hides_label: bool = False,
) -> dict[str, Any]:
    """A field for a text: an editor where scripts run, a textarea for plain words where they do not.

    `html` and `plain` are the text as it stands; after a mistake, what was sent (one of the two). Read it with
    tactful.web.rich.sent_text. `id` must differ where a page has two of the same name.
    """
    return {
        "name": name,
        "id": id or name,
        "label": label,
        "hint": hint,
        "rows": rows,
        "longest": LONGEST,
        "required": required,
        "hides_label": hides_label,
        "html": clean(html) if html else "",
        "plain": plain,
        "mentions_url": reverse("web:mentions") if mentions else "",
    }
