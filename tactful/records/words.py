"""Under which words a text is found: those between blanks, and their parts between hyphens, dots and the like."""

from __future__ import annotations

import re

from tactful.records.sort_key import sort_key

_PARTS = re.compile(r"[\W_]+")


def words_of(*texts: str) -> str:
    """Return the words of these texts in the form of sort keys, each once, in order, a blank between each two."""
    found: set[str] = set()
    for text in texts:
        for word in sort_key(text).split():
            found.add(word)
            found.update(part for part in _PARTS.split(word) if part)
    return " ".join(sorted(found))
