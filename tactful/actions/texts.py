"""The text of an item: clean HTML, the same as plain words, and whom it names."""

from __future__ import annotations

import html
import uuid
from dataclasses import dataclass

from tactful.actions.errors import Invalid

LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is safe to show. `mentions` are the ids of the members whom it names."""

    html: str
    plain: str
    mentions: tuple[uuid.UUID, ...] = ()


def text_of_plain(words: str, field: str = "text", *, required: bool = True) -> Text:
    """Return plain text as a text of paragraphs; Invalid where it is empty or too long."""
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words and required:
        raise Invalid(field, "write something first")
    if len(words) > LONGEST:
        raise Invalid(field, f"write {LONGEST:,} characters at most")
    paragraphs = [html.escape(one.strip()) for one in words.split("\n\n") if one.strip()]
    return Text("".join(f"<p>{one}</p>" for one in paragraphs).replace("\n", "<br>"), words)
