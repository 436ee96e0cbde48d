"""Make text fit its column: no control characters, nothing that cannot be encoded, at most so many characters."""

from __future__ import annotations

import re

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def fit(text: str, cap: int) -> str:
    """Return the text without what a column cannot hold, trimmed, at most `cap` characters."""
    if not text.isprintable():
        text = _UNFIT.sub("", text)
    return text.strip()[:cap].rstrip()
