"""The text of what somebody writes: as it was sent, cleaned; or refused, with the reason."""

from __future__ import annotations

from tactful.actions.errors import Invalid
from tactful.records.rich_text import NotText, edited_plain, from_html, from_plain
from tactful.records.rich_text import RichText as Text

__all__ = ["Text", "text_of", "text_of_plain"]


def text_of(
    field: str,
    *,
    html: str | None = None,
    text: str | None = None,
    before: Text | None = None,
    required: bool = True,
) -> Text:
    """Return a text that came as HTML or as plain words, safe to show.

    `before` is what it replaces: plain words that are the same as before leave its form as it was. Raises Invalid,
    naming `field`, where it is too long, too deep, both HTML and plain, or empty although `required`.
    """
    if html is not None and text is not None:
        raise Invalid(field, "send the text either as HTML or as plain words, not both")
    try:
        if html is not None:
            found = from_html(html)
        elif before is not None:
            found = edited_plain(text or "", html=before.html, plain=before.plain)
        else:
            found = from_plain(text or "")
    except NotText as error:
        raise Invalid(field, str(error)) from error
    if required and not found:
        raise Invalid(field, "write something first")
    return found


def text_of_plain(words: str, field: str = "text", *, required: bool = True) -> Text:
    """Return plain words as a text of paragraphs; Invalid where it is empty or too long."""
    return text_of(field, text=words, required=required)
