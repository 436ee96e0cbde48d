"""What was written in a message: its first plain text and its first HTML, without anything attached.

Read only where an account keeps bodies (A27). What is too long is cut; HTML that is too long is left out, for half of
it would be another text. What is secret of members' addresses for notes is left out too, wherever it was quoted.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

import fast_mail_parser

from tactful.intake.addresses import without_secrets
from tactful.intake.parsed import ParsedBody
from tactful.intake.plain import lines

LONGEST = 100_000
LONGEST_HTML = 400_000
_DEPTH = 20
_PARTS = 200

_CHARSET = re.compile(r"charset\s*=\s*\"?'?([A-Za-z0-9_.:+-]{1,40})", re.IGNORECASE)


def body_of(raw: bytes) -> ParsedBody | None:
    """Return what was written in a message without envelope line; None where nothing was, or it cannot be read."""
    try:
        root = fast_mail_parser.parse_email_tree(raw, mode="lazy")
    except fast_mail_parser.ParseError:
        return None
    text = html = ""
    waiting, seen = [(root, 0)], 0
    while waiting and seen < _PARTS and not (text and html):
        part, depth = waiting.pop()
        seen += 1
        if part.disposition == "attachment" or part.is_message:
            continue
        if depth < _DEPTH:
            waiting.extend((child, depth + 1) for child in reversed(part.children))
        kind = part.content_type.lower()
        if part.children or part.filename:
            continue
        if kind.startswith("text/plain") and not text:
            text = lines(_words(part, LONGEST * 4), LONGEST)
        elif kind.startswith("text/html") and not html:
            html = _words(part, LONGEST_HTML + 1)
            html = html if len(html) <= LONGEST_HTML else ""
    return ParsedBody(without_secrets(text), without_secrets(html)) if text or html.strip() else None


def _words(part: fast_mail_parser.PyLazyMimePart, most: int) -> str:
    try:
        content = part.content
    except fast_mail_parser.ParseError:
        return ""
    if content is None:
        return ""
    # No encoding has more than four bytes to a character.
    return _decoded(content[: most * 4], part.headers)[:most]


def _decoded(content: bytes, headers: Mapping[str, list[str]]) -> str:
    said = next(
        (value for name, values in headers.items() if name.lower() == "content-type" for value in values), ""
    )
    named = _CHARSET.search(said)
    for charset in (named[1] if named else "utf-8", "utf-8"):
        try:
            codec = codecs.lookup(charset)
            # Some codecs of Python's own decode no text, or do not know what they do not know.
            if codec._is_text_encoding:
                return content.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("windows-1252", "replace")
