"""What hangs on a message: files with their names, without what belongs to the text."""

from __future__ import annotations

from collections.abc import Iterator

import fast_mail_parser

from tactful.intake.plain import one_line

#: How many are read of one message, and how deep and wide it is looked at.
MOST = 50
_DEPTH = 20
_PARTS = 1_000
_LONGEST_NAME = 250
#: What mail programs make of it themselves.
_NO_FILES = (
    "multipart/",
    "text/calendar",
    "application/ics",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/ms-tnef",
)


def attachments_of(
    root: fast_mail_parser.PyLazyMimePart, *, messages: bool = True
) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of each attachment that can be read and is not empty, in their order, at most MOST.

    No pictures that stand in the text, no invitations, no signatures, and nothing of what is within an attached
    message; nor that itself without `messages`.
    """
    found = 0
    for part in parts_of(root):
        if found >= MOST or not _is_attached(part) or (part.is_message and not messages):
            continue
        try:
            content = part.content
        except fast_mail_parser.ParseError:
            continue
        if content:
            found += 1
            yield _name(part), content


def parts_of(root: fast_mail_parser.PyLazyMimePart) -> Iterator[fast_mail_parser.PyLazyMimePart]:
    """Yield the parts of a message in their order, attached messages as a whole."""
    waiting, seen = [(root, 0)], 0
    while waiting and seen < _PARTS:
        part, depth = waiting.pop()
        seen += 1
        yield part
        if depth < _DEPTH and not part.is_message:
            waiting.extend((child, depth + 1) for child in reversed(part.children))


def _is_attached(part: fast_mail_parser.PyLazyMimePart) -> bool:
    if part.is_message:
        return True
    if part.children or part.content_type.lower().startswith(_NO_FILES):
        return False
    if part.disposition == "attachment":
        return True
    is_in_the_text = part.content_type.lower().startswith("image/") and part.content_id is not None
    return bool(part.filename) and not is_in_the_text


def _name(part: fast_mail_parser.PyLazyMimePart) -> str:
    named = one_line(part.filename, _LONGEST_NAME)
    if named or not part.is_message:
        return named or "attachment"
    subjects = [
        value
        for child in part.children[:1]
        for name, values in child.headers.items()
        if name.lower() == "subject"
        for value in values
    ]
    return f"{one_line(subjects[0], 100) if subjects else 'message'}.eml"
