"""Read addresses and display names as people and old mail systems write them; never raises, linear in its input."""

from __future__ import annotations

import re
from functools import lru_cache

import idna

from tactful.intake.parsed import Mailbox
from tactful.intake.plain import one_line

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.){{1,20}}[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
# A local part may hold nearly anything; one that begins or ends with a dot, or begins with an apostrophe, is what is
# left of a nickname after an export, and stands for nobody in particular.
_LOCAL = re.compile(
    r"[^\s\x00-\x1f\x7f@<>()\[\],:;\"\\'.](?:[^\s\x00-\x1f\x7f@<>()\[\],:;\"\\]*[^\s\x00-\x1f\x7f@<>()\[\],:;\"\\.])?"
)
#: Members' addresses for notes by mail (`actions.bot_addresses`): secrets, whosever mail they stand in.
_SECRET = re.compile(r"notes(?:\+|%2b)([a-z2-7]{32})(?![a-z2-7])", re.IGNORECASE)
_NOT_A_PERSON = re.compile(
    r"(?:notes\+[a-z2-7]{32}|no\.address|40enron|un(?:disclosed|listed)[._-]?recipients?|recipients?[._-]list[._-]not[._-]shown|imcea[a-z]*-.*)"
)
_NO_DOMAIN = (".invalid", ".localdomain")

_ENTRY = re.compile(r"(?:\"[^\"]{0,1000}\"|<[^<>]{0,1000}>|\([^()]{0,300}\)|[^,;\"<(]|[\"<(])+")
_ANGLE = re.compile(r"<([^<>]{0,1000})>")
_BARE = re.compile(r"[^\s<>()\[\]:;,\"]{1,300}@[^\s<>()\[\]:;,\"@]{1,300}")

_COMMENT = re.compile(r"\s*\([^()]{0,300}\)")
_LOTUS = re.compile(r"(?:/[A-Za-z][\w &-]{0,40}){1,5}@[A-Za-z][\w-]{0,40}$|(?:/[A-Z][A-Z0-9 &-]{1,20}){1,5}$")
_AT_SYSTEM = re.compile(r"@[A-Z][A-Z0-9-]+$")
_DIRECTORY = re.compile(r"/o=|/ou=|/cn=|imcea[a-z]*-", re.IGNORECASE)
_SUFFIX = re.compile(
    r"(?:jr|sr|ii|iii|iv|v|ph\.?\s?d|m\.?d|esq|cpa|mba|cfa|p\.?e|dds|rn|jd|llm|ret)\.?", re.IGNORECASE
)
_DUTCH = re.compile(r"'[tsn]\b", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:inc|incorporated|llc|llp|ltd|limited|corp|corporation|company|co|gmbh|ag|kg|sa|s\.a|plc|bv|nv|oy|ab|srl|"
    r"group|team|department|dept|office|services|university|institute|support|and|und|et|y|the|of)\b|[&\d/]",
    re.IGNORECASE,
)


def clean_address(raw: str) -> str | None:
    """The address in lower case with its domain in ASCII form, or None where `raw` is not the address of anybody."""
    # What is too long to be one must not fill the cache.
    return _clean_address(raw) if len(raw) <= 320 else None


@lru_cache(maxsize=65536)
def _clean_address(raw: str) -> str | None:
    text = raw.strip().strip("<>'\"` \t\u2018\u2019").lower()
    for scheme in ("mailto:", "smtp:"):
        text = text.removeprefix(scheme)
    local, at, domain = text.rpartition("@")
    if not at or not local or len(text) > 254:
        return None
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii").lower()
        except (idna.IDNAError, UnicodeError):
            return None
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain) or len(domain) > 253:
        return None
    if _NOT_A_PERSON.fullmatch(local) or domain.endswith(_NO_DOMAIN):
        return None
    return f"{local}@{domain}" if one_line(local, 254) == local else None


def without_secrets(words: str) -> str:
    """The words without what is secret of addresses for notes by mail."""
    return _SECRET.sub("notes+…", words)


def clean_name(raw: str) -> str:
    """A display name fit to show, or "" where `raw` is an address, a directory path or nothing."""
    return _clean_name(raw[:400])


@lru_cache(maxsize=65536)
def _clean_name(raw: str) -> str:
    text = one_line(raw, 400).replace("\\", "").replace('"', " ")
    text = _strip_quotes(text)
    if not text:
        return ""
    # "Karen Heathman/HOU/ECT@ENRON" and "Public Relations@ENRON": the rest is where the old mail system kept them.
    text = _AT_SYSTEM.sub("", _LOTUS.sub("", text))
    if "@" in text or ("/" in text and _DIRECTORY.search(text)):
        return ""
    text = _strip_quotes(_COMMENT.sub("", text))
    if "," in text:
        text = _given_first(text)
    if not any(c.isalpha() for c in text):
        return ""
    return " ".join(text.split())[:200]


def _strip_quotes(text: str) -> str:
    while True:
        stripped = text.strip(' \t"`\u201c\u201d\u2018,;<>')
        # An apostrophe at both ends quotes; one alone may belong to the name.
        if len(stripped) > 1 and stripped[0] in "'\u2019" and stripped[-1] in "'\u2019":
            stripped = stripped[1:-1]
        elif stripped[:1] == "'" and not _DUTCH.match(stripped):
            stripped = stripped[1:]
        if stripped == text:
            return text
        text = stripped


def _given_first(text: str) -> str:
    """ "Last, First" as "First Last" where that is sure; else unchanged."""
    parts = [part.strip() for part in text.split(",")]
    suffixes = ""
    while len(parts) > 1 and _SUFFIX.fullmatch(parts[-1]):
        suffixes = f" {parts.pop()}{suffixes}"
    if len(parts) == 1:
        return parts[0] + suffixes
    if len(parts) != 2 or _FIRM.search(text):
        return text
    family, given = parts
    if not family or not given or family.count(" ") > 2 or given.count(" ") > 2:
        return text
    last_of_family = family.rpartition(" ")
    if last_of_family[1] and _SUFFIX.fullmatch(last_of_family[2]):
        family, suffixes = last_of_family[0], f" {last_of_family[2]}{suffixes}"
    return f"{given} {family}{suffixes}"


def entries(text: str) -> list[tuple[str, str]]:
    """The entries of an address header as (name as written, address as written), either of which may be "".

    Takes commas and semicolons as separators, keeps "Last, First <address>" in one piece, flattens groups.
    """
    found: list[tuple[str, str]] = []
    pending = ""
    for piece in _ENTRY.findall(text):
        piece = piece.strip()
        if not piece:
            continue
        angle = _ANGLE.search(piece) if "<" in piece else None
        if angle:
            name = piece[: angle.start()].strip()
            if pending:
                name = f"{pending}, {name}" if name else pending
                pending = ""
            found.append((name, angle.group(1).strip()))
            continue
        if pending:
            found.append((pending, ""))
            pending = ""
        bare = _BARE.search(piece) if "@" in piece else None
        if bare:
            rest = (piece[: bare.start()] + piece[bare.end() :]).strip()
            # What stands before the address is a group's name ("team: a@b") or noise; a comment after it is a name.
            name = rest[1:-1] if rest.startswith("(") and rest.endswith(")") else ""
            found.append((name, bare.group(0)))
        else:
            pending = piece
    if pending and not pending.endswith(":"):
        found.append((pending, ""))
    return found


def mailboxes(text: str) -> tuple[list[Mailbox], int]:
    """The mailboxes of an address header, and how many entries had no usable address."""
    found: list[Mailbox] = []
    dropped = 0
    for name, written in entries(text):
        address = clean_address(written) if written else None
        if address is None:
            dropped += 1
        else:
            found.append(Mailbox(address, clean_name(name) if name else ""))
    return found, dropped
