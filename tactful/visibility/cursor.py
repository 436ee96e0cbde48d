"""Where a list goes on: sealed, and good for the viewer and the question that it was given for alone."""

from __future__ import annotations

import base64
import binascii
import functools
import json
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tactful.visibility.viewer import Viewer

#: So that no cursor begins with a hyphen, which a command line would take for an option.
_PREFIX = "c"


class BadCursor(ValueError):
    """The cursor is not one that this list gave out."""


def write_cursor(viewer: Viewer, question: str, place: list[Any]) -> str:
    """Return a cursor for the row with these sort values. It tells nobody what they are, for they may name somebody."""
    plain = json.dumps(place, separators=(",", ":")).encode()
    sealed = _seal(settings.SECRET_KEY).encrypt(plain, _bound(viewer, question))
    return _PREFIX + base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read_cursor(viewer: Viewer, question: str, cursor: str) -> list[Any]:
    """Return the sort values of a cursor; BadCursor where it was not given to this viewer for this question."""
    try:
        bare = cursor.removeprefix(_PREFIX).encode()
        sealed = base64.urlsafe_b64decode(bare + b"=" * (-len(bare) % 4))
        place: list[Any] = json.loads(_seal(settings.SECRET_KEY).decrypt(sealed, _bound(viewer, question)))
    except (ValueError, binascii.Error, InvalidTag) as error:
        raise BadCursor(
            "this page marker is not valid here; start the list again from its beginning"
        ) from error
    return place


def _bound(viewer: Viewer, question: str) -> list[bytes]:
    return [f"{viewer.uid} {viewer.guest}".encode(), question.encode()]


@functools.lru_cache(maxsize=4)
def _seal(secret: str) -> AESSIV:
    # Equal places give equal cursors (SIV), so that an answer does not change while nothing does.
    key = HKDF(hashes.SHA256(), 64, salt=None, info=b"tactful cursor").derive(secret.encode())
    return AESSIV(key)
