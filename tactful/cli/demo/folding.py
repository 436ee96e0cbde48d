"""Content lines, as calendars and cards share them: escaped, folded at 75 octets, ended by CR LF."""

from __future__ import annotations


def escaped(text: str) -> str:
    """Text as a value: backslash, comma, semicolon and newline are escaped."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def parameter(text: str) -> str:
    """Text as a parameter's value: in quotes where a colon, semicolon or comma would end it."""
    plain = text.replace('"', "'")
    return f'"{plain}"' if any(c in plain for c in ":;,") else plain


def folded(lines: list[str]) -> bytes:
    """The lines as bytes. No line is longer than 75 octets, and no character is cut in two."""
    out: list[bytes] = []
    for line in lines:
        raw = line.encode()
        while len(raw) > 75:
            cut = 75
            while raw[cut] & 0xC0 == 0x80:
                cut -= 1
            out.append(raw[:cut])
            raw = b" " + raw[cut:]
        out.append(raw)
    return b"\r\n".join(out) + b"\r\n"
