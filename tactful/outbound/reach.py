"""Which addresses may be reached at all: read strictly, resolved once, and each of what they resolve to is public."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

LONGEST = 2_048
PORTS = {"http": 80, "https": 443}
#: Below this, no other ports than those of the web: a mail server answers to what looks like a request, too.
FIRST_FREE_PORT = 1_024

_WHOLE = re.compile(r"[\x21-\x7e]+")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_QUAD = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")
#: Names that mean something only within a machine or a network, whatever they resolve to.
_INNER = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "arpa",
    "onion",
    "test",
    "invalid",
)
#: What is public by no reading, beside what the standard library knows: tunnels lead to any IPv4 address there is.
_CLOSED = tuple(
    ip_network(one)
    for several in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16",
        "192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.175.48.0/24",
        "198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
        "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20",
    )
    for one in several.split()
)
#: The part of IPv6 that is given out to the internet; loopback, mapped, NAT64, local and multicast lie outside of it.
_GIVEN_OUT = ip_network("2000::/3")


class Refused(ValueError):
    """An address that is not reached. `str()` says why, and tells nothing of what lies behind it."""


class NotFound(Refused):
    """A host without an address just now: perhaps it has one later."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it was read: `host` in lower case, an IPv6 address without brackets; `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """What a credential is for: scheme, host and port."""
        return self.scheme, self.host, self.port


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hosts of the operator's own network that may be reached all the same: "chat.intern", "10.0.0.7:8443"."""

    entries: frozenset[str] = frozenset()

    @classmethod
    def read(cls, setting: str) -> Allowed:
        """Return what a setting names, with commas or spaces between."""
        return cls(frozenset(one.lower() for one in re.split(r"[\s,]+", setting) if one))

    def has(self, target: Target) -> bool:
        """Return whether the operator named this host, with every port or with this one."""
        host = f"[{target.host}]" if ":" in target.host else target.host
        return host in self.entries or f"{host}:{target.port}" in self.entries


Resolve = Callable[[str, int], Iterable[str]]


def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver for the addresses of a host. OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class Reach:
    """Says of an address where it leads, or that it is not reached."""

    allowed: Allowed = field(default_factory=Allowed)
    resolve: Resolve = resolve

    def pinned(self, target: Target) -> str:
        """Return the one IP address that a request for this target connects to. It is asked for once.

        Refused where the host has no address, or any of its addresses is not public: one that has both is a trap.
        """
        named = self.allowed.has(target)
        literal = _literal(target.host)
        if literal is not None:
            found = [literal]
        else:
            if not named:
                _refuse_inner(target.host)
            try:
                found = [ip_address(one.partition("%")[0]) for one in self.resolve(target.host, target.port)]
            except (OSError, UnicodeError, ValueError) as error:
                raise NotFound(f'"{target.host}" cannot be found just now') from error
        if not found:
            raise NotFound(f'"{target.host}" cannot be found just now')
        if not named and not all(map(is_public, found)):
            raise _not_outside(target.host)
        return str(found[0])

    def plausible(self, target: Target) -> None:
        """Raise Refused for what cannot be reached whatever a resolver says, without asking one."""
        if self.allowed.has(target):
            return
        literal = _literal(target.host)
        if literal is None:
            _refuse_inner(target.host)
        elif not is_public(literal):
            raise _not_outside(target.host)


def read_target(address: str) -> Target:
    """Return what an address names. Refused where it is no plain address of the web, or could be read in two ways."""
    if len(address) > LONGEST or not _WHOLE.fullmatch(address) or "\\" in address:
        raise Refused("write the address as it was given, in plain letters and without spaces")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Refused("this is no address of the web") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not address[len(scheme) :].startswith("://"):
        raise Refused('the address begins with "https://" or "http://"')
    if "@" in parts.netloc or parts.netloc.endswith(":"):
        raise Refused("the address names a user or a password before its host; leave them out")
    host = _host_of(parts.netloc)
    port = PORTS[scheme] if port is None else port
    if port not in PORTS.values() and port < FIRST_FREE_PORT:
        raise Refused(f"port {port} is none of the web's")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(scheme, host, port, path)


def _host_of(netloc: str) -> str:
    """Return the host of an authority, checked by its letters alone: no two parsers may read it differently."""
    lower = netloc.lower()
    if lower.startswith("["):
        inside, bracket, rest = lower[1:].partition("]")
        if not bracket or (rest and not re.fullmatch(r":[0-9]{1,5}", rest)):
            raise Refused("this is no address of the web")
        try:
            return str(IPv6Address(inside)) if "%" not in inside else _no_host()
        except ValueError:
            return _no_host()
    host, colon, port = lower.partition(":")
    if colon and not re.fullmatch(r"[0-9]{1,5}", port):
        _no_host()
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        _no_host()
    # Where the last part is a number, the whole is read as an IPv4 address, in any of its old ways of writing.
    if _NUMBER.fullmatch(labels[-1]) and not (
        _QUAD.fullmatch(host) and all(int(one) < 256 for one in labels)
    ):
        _no_host()
    return host


def _no_host() -> str:
    raise Refused("the address names no host: write it as a name, or as four plain numbers")


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _refuse_inner(host: str) -> None:
    labels = host.split(".")
    if len(labels) < 2 or labels[-1] in _INNER:
        raise _not_outside(host)


def _not_outside(host: str) -> Refused:
    return Refused(
        f'"{host}" is not on the open internet; whoever runs this installation can allow it by name'
    )


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an IP address is one of the open internet, by every list there is."""
    if isinstance(address, IPv6Address) and (
        address not in _GIVEN_OUT or address.teredo or address.sixtofour
    ):
        return False
    if isinstance(address, IPv6Address) and (int(address) >> 32) & 0xFFFF_FFFF in (0x5EFE, 0x0200_5EFE):
        return False  # an IPv4 address inside (ISATAP)
    closed = any(address in net for net in _CLOSED if net.version == address.version)
    return not closed and address.is_global and not (
        address.is_multicast or address.is_private or address.is_reserved or address.is_loopback
        or address.is_link_local or address.is_unspecified
    )  # fmt: skip
