"""Tell which company's domain an address belongs to, from a bundled list, without the network."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from tldextract import TLDExtract

_extract = TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)
_LOCAL_NAMES = {
    "local",
    "localhost",
    "localdomain",
    "lan",
    "internal",
    "intranet",
    "home",
    "corp",
    "invalid",
    "arpa",
}
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}")


def _free_mail() -> frozenset[str]:
    text = files("tactful.intake").joinpath("free_mail.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


FREE_MAIL = _free_mail()
"""Registrable domains at which anybody can have an address, so that they make no company."""


def registrable(address: str) -> str | None:
    """The registrable domain of an address or host name, lower case: "a@mail.example.co.uk" gives "example.co.uk".

    None for a bare public suffix, an IP address, a single label or a name of a private network. A top-level domain
    that the list does not know counts as a suffix.
    """
    return _registrable(address.rpartition("@")[2][:300].strip().rstrip(".").lower())


@lru_cache(maxsize=65536)
def _registrable(domain: str) -> str | None:
    if not domain or len(domain) > 253 or not _HOST.fullmatch(domain) or domain.replace(".", "").isdigit():
        return None
    last = domain.rpartition(".")[2]
    if last in _LOCAL_NAMES:
        return None
    found = _extract(domain)
    if found.suffix:
        return f"{found.domain}.{found.suffix}" if found.domain else None
    return ".".join(domain.split(".")[-2:])


def is_free_mail(domain: str) -> bool:
    """Whether a registrable domain is one at which anybody can have an address."""
    return domain in FREE_MAIL


def company_domain(address: str) -> str | None:
    """The registrable domain of the company that an address speaks of, or None where it speaks of none."""
    domain = registrable(address)
    return None if domain is None or domain in FREE_MAIL else domain
