"""Searches bytes for words, however they may be written in them."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable
from functools import cache

#: What a stream begins with that may hold a word packed: gzip, and zlib of any level.
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
#: Where lines are broken by quoted-printable and by base64.
_BREAKS = re.compile(rb"=?\r?\n")
_MOST_UNPACKED = 2**20


@cache
def forms(word: str) -> dict[str, bytes]:
    """Return a word of small letters and digits in the forms in which it is looked for, by their names.

    Percent signs, entities and escapes leave such a word as it is.
    """
    plain = word.encode()
    found = {"as it is": plain, "in two bytes each": word.encode("utf-16-le"), "hex": plain.hex().encode()}
    for shift in range(3):
        # What stands before and behind the word is in some of the letters of base64, too: they are left out.
        coded = base64.b64encode(b"\0" * shift + plain)
        found[f"base64, {shift}"] = coded[(0, 2, 3)[shift] : (shift + len(plain)) * 8 // 6].lower()
    return found


class Searched:
    """Bytes in which words are looked for, in any case; also where they are packed, unless they are not `unpacked`."""

    def __init__(self, bytes_: bytes, *, unpacked: bool = True) -> None:
        self._looked = [bytes_.lower(), _BREAKS.sub(b"", bytes_).lower()]
        if unpacked:
            self._looked += [inside.lower() for inside in _unpacked(bytes_)]

    def forms_of(self, word: str) -> list[str]:
        """Return in which forms a word stands there."""
        return [
            form for form, sought in forms(word).items() if any(sought in bytes_ for bytes_ in self._looked)
        ]


def _unpacked(bytes_: bytes) -> Iterable[bytes]:
    for found in _PACKED.finditer(bytes_):
        try:
            yield zlib.decompressobj(wbits=47).decompress(bytes_[found.start() :], _MOST_UNPACKED)
        except zlib.error:
            continue
