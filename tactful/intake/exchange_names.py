"""Take display names from X-From, X-To and X-cc, where an Exchange export left bare addresses in the real headers."""

from __future__ import annotations

import re
from functools import lru_cache

from tactful.intake.addresses import clean_address, clean_name, entries
from tactful.intake.parsed import Mailbox

_WORD = re.compile(r"[^\W\d_]{2,}")


def named_sender(mailbox: Mailbox, x_from: str) -> Mailbox:
    """The sender with the name that X-From gives, if it gives one."""
    if mailbox.name or not x_from:
        return mailbox
    name = clean_name(x_from.partition("<")[0])
    return Mailbox(mailbox.address, name) if name else mailbox


def named(boxes: list[Mailbox], written: int, x_header: str) -> list[Mailbox]:
    """The recipients with the names that X-To or X-cc gives.

    A name is taken where its entry repeats the address. Otherwise entries are matched by their order, if there are
    as many as in the real header (`written`) and most of the names look like the addresses they fall on; and then only
    for the ones that do, or all of them where every address was usable.
    """
    if not x_header or not boxes or all(box.name for box in boxes):
        return boxes
    found = [(x_header, "")] if written == 1 and "<" not in x_header else entries(x_header)
    by_address: dict[str, str] = {}
    for name, address in found:
        clean = clean_address(address) if "@" in address else None
        if clean:
            by_address[clean] = clean_name(name)
    in_order = [clean_name(name) for name, _ in found] if len(found) == written == len(boxes) else None
    if in_order is not None:
        alike = sum(_alike(name, box.address) for name, box in zip(in_order, boxes, strict=True) if name)
        if alike * 2 < sum(map(bool, in_order)):
            in_order = None
    by_surname = {} if in_order is not None else _by_address_form(found)
    result = []
    for i, box in enumerate(boxes):
        name = box.name or by_address.get(box.address, "")
        if not name:
            name = in_order[i] if in_order is not None else by_surname.get(box.address.partition("@")[0], "")
        result.append(Mailbox(box.address, name) if name else box)
    return result


@lru_cache(maxsize=65536)
def _alike(name: str, address: str) -> bool:
    """Whether a word of the name stands in the local part."""
    local = address.partition("@")[0]
    return any(word[:6] in local for word in _WORD.findall(name.lower()))


def _by_address_form(found: list[tuple[str, str]]) -> dict[str, str]:
    """Names by the local part first.last or first.m.last that they would give; those given twice are left out."""
    names: dict[str, str] = {}
    for raw, _ in found:
        name = clean_name(raw)
        words = [word.strip(".").lower() for word in name.split()]
        if len(words) < 2:
            continue
        for form in {".".join(words), f"{words[0]}.{words[-1]}"}:
            names[form] = "" if form in names and names[form] != name else name
    return names
