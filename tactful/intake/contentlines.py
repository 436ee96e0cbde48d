"""Take calendars and cards apart into lines, properties and blocks; linear, tolerant, never raises."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tactful.intake.sniffing import utf16_of

# One group per part; the alternatives cannot match the same text, so that no input makes it try twice.
_PROPERTY = re.compile(
    r"(?:([\w-]{1,60})\.)?([\w-]{1,80})[ \t]*((?:;(?:[^\":;]|\"[^\"]*\"|\"(?![^\"]*\"))*)*):(.*)", re.DOTALL
)
_PARAM = re.compile(r";((?:[^\";]|\"[^\"]*\"|\"(?![^\"]*\"))*)")
_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B", "Q"}


@dataclass(frozen=True, slots=True)
class Property:
    """One content line: an upper-case name, its value decoded but not unescaped, its parameters in lower case."""

    name: str
    value: str
    params: dict[str, list[str]] = field(default_factory=dict)
    group: str = ""

    def param(self, name: str) -> str:
        """The first value of a parameter, or ""."""
        values = self.params.get(name)
        return values[0] if values else ""


def to_utf8(raw: bytes) -> bytes:
    """The text with marks removed, as UTF-8 if it was UTF-16; other encodings stay as they are, line by line."""
    encoding = utf16_of(raw[:64])
    if encoding:
        return raw.decode(encoding, "replace").encode("utf-8", "replace")
    return raw.removeprefix(b"\xef\xbb\xbf")


def decoded(line: bytes, charset: str = "") -> str:
    """A line as text: by its charset, else as UTF-8, else as Windows' western one."""
    for encoding in (charset, "utf-8", "cp1252"):
        if encoding:
            try:
                return line.decode(encoding)
            except (UnicodeError, LookupError, ValueError):
                continue
    return line.decode("latin-1")


def unfolded(raw: bytes) -> Iterator[bytes]:
    """Logical lines: folded lines and the soft breaks of quoted-printable joined, empty lines left out."""
    parts: list[bytes] = []
    soft = False
    for line in raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if soft:
            parts.append(line)
            soft = line.endswith(b"=")
            if soft:
                parts[-1] = line[:-1]
            continue
        if line[:1] in (b" ", b"\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield b"".join(parts)
        parts = [line] if line.strip() else []
        # Vcard 2.1 and vCalendar 1.0 break long values with "=" at the end of the line.
        soft = line.endswith(b"=") and b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()
        if soft:
            parts[0] = line[:-1]
    if parts:
        yield b"".join(parts)


def property_of(line: bytes) -> Property | None:
    """A logical line as a property, or None where it is none."""
    match = _PROPERTY.match(decoded(line))
    if match is None:
        return None
    group, name, written, value = match.groups()
    params: dict[str, list[str]] = {}
    for one in _PARAM.findall(written) if written else ():
        key, equals, given = one.partition("=")
        if not equals:
            # "TEL;WORK;VOICE" and "NOTE;QUOTED-PRINTABLE" of version 2.1.
            key, given = ("encoding" if one.upper() in _ENCODINGS else "type"), one
        params.setdefault(key.strip().lower(), []).extend(_values(given))
    encoding = params["encoding"][0].upper() if params.get("encoding") else ""
    charset = params["charset"][0] if params.get("charset") else ""
    if encoding in ("QUOTED-PRINTABLE", "Q"):
        value = decoded(quopri.decodestring(value.encode("utf-8", "surrogateescape")), charset)
    elif encoding in ("BASE64", "B"):
        try:
            value = decoded(binascii.a2b_base64(value), charset)
        except (binascii.Error, ValueError):
            value = ""
    elif charset:
        value = _PROPERTY.match(decoded(line, charset)).group(4)  # type: ignore[union-attr]
    return Property(name.upper(), value, params, (group or "").lower())


def _values(given: str) -> list[str]:
    if '"' in given:
        return [value.strip() for value in given.replace('"', "").split(",")]
    return [value.strip() for value in given.split(",")]


def unescaped(value: str) -> str:
    """A text value with its backslash escapes resolved."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)


_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def split_escaped(value: str, at: str) -> list[str]:
    """The value cut at a separator that is not escaped, each part unescaped and stripped."""
    parts, current, escaped = [], [], False
    for char in value:
        if escaped:
            current.append("\\" + char)
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == at:
            parts.append("".join(current))
            current = []
        else:
            current.append(char)
    parts.append("".join(current))
    return [unescaped(part).strip() for part in parts]
