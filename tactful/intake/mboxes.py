"""Split a mailbox file into its messages, holding one message at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 2**20

# A line that begins with "From " after a blank line may be text. An envelope line has a time of day, or Thunderbird's
# dash, and a header follows it.
_SPLIT = re.compile(rb"\n\r?\n(?=From )")
_ENVELOPE = re.compile(
    rb"From (?:- |[^\r\n]{0,500}?\d{1,2}:\d\d)[^\r\n]{0,500}\r?\n>?[!-9;-~]{1,100}[ \t]*[: ]"
)
_LOOK_AHEAD = 1200
_QUOTED = re.compile(rb"(?m)^>(>*From )")


def messages(stream: BinaryIO, cap: int) -> Iterator[bytes | None]:
    """The messages of an mbox in their order, without the quoting of mboxrd; None for one longer than `cap` bytes."""
    buffer = b""
    search_from = 0
    oversized = False
    while True:
        chunk = stream.read(CHUNK)
        buffer = buffer + chunk if buffer else chunk
        # Near the end of the buffer an envelope line may be cut off; it is judged once more has been read.
        limit = len(buffer) - (_LOOK_AHEAD if chunk else 0)
        start = 0
        for found in _SPLIT.finditer(buffer, max(search_from - 8, 0)):
            end = found.end()
            if end > limit:
                break
            if end < search_from or not _ENVELOPE.match(buffer, end):
                continue
            if not oversized and found.start() - start <= cap:
                yield _unquoted(buffer[start : found.start()])
            else:
                yield None
            oversized = False
            start = end
        if start:
            buffer = buffer[start:]
            limit -= start
        search_from = max(limit, 0)
        if not chunk:
            break
        if len(buffer) > cap:
            # The rest of it is passed over; its end is still looked for.
            oversized = True
            buffer = buffer[-_LOOK_AHEAD:]
            search_from = 0
    if oversized:
        yield None
    elif buffer.strip():
        yield _unquoted(buffer) if len(buffer) <= cap else None


def _unquoted(message: bytes) -> bytes:
    return _QUOTED.sub(rb"\1", message) if b"\n>From " in message or b"\n>>" in message else message
