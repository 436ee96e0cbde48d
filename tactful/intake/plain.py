"""Make text from outside fit to be stored and shown: no control characters, no direction overrides, one line."""

from __future__ import annotations

import re
import unicodedata

# Controls, directional marks and overrides, invisible spaces, tag characters and lone surrogates: they make a name
# look like another one, or cannot be stored. Joiners (U+200C, U+200D) stay: Persian and Indic names need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_SPACES = re.compile(r"[ \t\r\f\v]+")


def one_line(text: str, cap: int) -> str:
    """`text` on one line, single spaces, without invisible characters, in NFC, at most `cap` characters."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text[: cap * 4]))
    return " ".join(text.split())[:cap].rstrip()


def lines(text: str, cap: int) -> str:
    """Like `one_line`, but line breaks stay."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text[: cap * 4]))
    kept = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(kept).strip()[:cap].rstrip()
