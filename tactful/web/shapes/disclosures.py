"""Entries of the disclosure log, in words."""

from __future__ import annotations

from collections.abc import Mapping

from tactful.visibility.disclosures import DisclosureSeen, ShownOf
from tactful.web.shapes.people import Shape, member

KIND_WORDS: Mapping[str, str] = {
    "email": "e-mail address",
    "phone": "phone number",
    "postal address": "postal address",
    "profile": "profile link",
    "last contact": "date of last contact",
    "touchpoint": "mails and meetings",
    "subject": "subjects",
    "body": "content",
    "file": "files",
    "private list": "private lists",
}
WAY_WORDS: Mapping[str, str] = {"page": "Pages", "api": "The API", "command": "The command line"}
#: How many of an entry's people stand in its row; the rest open below.
MOST = 3


def disclosure_row(row: DisclosureSeen) -> Shape:
    """Return an entry: who, when, by which way, what of whom."""
    shown = [_shown(of) for of in row.shown]
    return {
        "uid": row.uid.hex,
        "at": row.at,
        "viewer": None if row.viewer is None else member(row.viewer),
        "where": _where(row),
        "sealed": row.sealed,
        "shown": shown[:MOST],
        "more": shown[MOST:],
    }


def _shown(of: ShownOf) -> Shape:
    kinds = [KIND_WORDS[kind] for kind in of.kinds]
    return {
        "about": of.about,
        "uid": None if of.uid is None else of.uid.hex,
        "name": of.name,
        "kinds": ", ".join(kinds),
    }


def _where(row: DisclosureSeen) -> str:
    if row.way == "page":
        return f"Page: {row.door.replace('_', ' ')}"
    return f"API: {row.door}" if row.way == "api" else f"Command: {row.door}"
