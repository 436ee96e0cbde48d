"""A file's name ends no header and leads to no folder, however it is written: neither as it is kept nor on the way."""

from __future__ import annotations

import re
import unicodedata
import uuid
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest

from tactful.actions.files import clean_name
from tactful.visibility.downloads import as_download
from tactful.visibility.files import ContentSeen, VersionSeen
from tests.hostile import PAYLOADS

#: What would begin a header or an answer of its own, were an ending of a line to come through.
ENDINGS = (
    "\r\n",
    "\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\x00",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\u2029",
    "\\r\\n",
    "%0d%0a",
)
INJECTED = tuple(f"offer{ending}Set-Cookie: sessionid=stolen{ending}.pdf" for ending in ENDINGS)
LEADING = (
    "../../etc/passwd",
    "..\\..\\win.ini",
    "/etc/passwd",
    "C:\\boot.ini",
    "a/../b.pdf",
    "..",
    ".",
    ".\x00.",
    "....",
    "/",
    "\\",
    "",
)
QUOTING = (
    'a"; filename="b.exe',
    "a'; filename*=UTF-8''b.exe",
    "a\\",
    'a\\"; x="',
    "\u202efdp.exe",
    "=?utf-8?q?b.exe?=",
    "ç.pdf",
    "名前.pdf",
)
NAMES = (*PAYLOADS, *INJECTED, *LEADING, *QUOTING)


def headers(name: str) -> dict[str, str]:
    """The headers with which a file of this name leaves."""
    version = VersionSeen(uuid.UUID(int=1), 1, name, 3, datetime(2026, 3, 2, tzinfo=UTC), kind="")
    return dict(as_download(ContentSeen(version, iter([b"abc"]))).headers)


def saved_as(header: str) -> str:
    """The name that a header hands a file out by; it is nothing but an attachment with one name (RFC 6266)."""
    quoted = re.fullmatch(r'attachment; filename="((?:[^"\\]|\\.)*)"', header)
    if quoted is not None:
        return re.sub(r"\\(.)", r"\1", quoted[1])
    coded = re.fullmatch(r"attachment; filename\*=utf-8''(.*)", header)
    assert coded is not None, header
    assert not set(coded[1]) & set(' ;"\\,'), header
    return unquote(coded[1])


@pytest.mark.rule("A13")
def test_a_name_is_kept_without_folders_and_without_what_ends_a_line() -> None:
    for name in NAMES:
        kept = clean_name(name)
        assert kept, name
        assert kept == kept.strip(), name
        assert not {"/", "\\"} & set(kept), name
        assert kept.strip("."), name
        assert not [letter for letter in kept if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp")], (
            name
        )
        assert clean_name(kept) == kept, name


@pytest.mark.rule("A13")
def test_a_name_begins_no_header_of_its_own() -> None:
    usual = headers("offer.pdf").keys()
    for name in NAMES:
        made = headers(clean_name(name))
        assert made.keys() == usual, name
        for value in made.values():
            assert value.isascii(), name
            assert value.isprintable(), name
        assert saved_as(made["Content-Disposition"]) == clean_name(name), name
