"""Stores that members have files pushed to: how one is named, and by what it knows who sends (A35)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from tactful.actions.errors import Invalid
from tactful.outbound.reach import Allowed, Reach, Refused, Target, read_target
from tactful.records.pushes import Push

#: What an address of a store's kind of its own begins with; none of them is taken here.
_OTHER = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(::|://)")
_REGION = re.compile(r"[a-z0-9-]{1,40}")
_UNTOUCHED = "/-_.~"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a store, and the sign-in for it: a key with its secret, or a user with their password.

    It does not print itself. `region` is S3's.
    """

    address: str = field(repr=False)
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    region: str = ""

    @property
    def sealed_as(self) -> str:
        """The form in which it is encrypted."""
        return json.dumps([self.address, self.key, self.secret, self.region])

    @classmethod
    def read(cls, opened: str) -> Place:
        """Return what was encrypted in that form."""
        return cls(*json.loads(opened))

    def of(self, name: str) -> str:
        """Return the address of a file by its name in the folder; whatever is in the name, it is one name."""
        return f"{self.address}/{quote(name, safe='-_.~')}"


def read_place(kind: str, place: Place, allowed: Allowed) -> tuple[Place, Target]:
    """Return a place as it is kept, and what its address names; Invalid where it is none that is reached.

    What proves who sends, and what is sent, goes encrypted: over plain HTTP only to hosts that the operator named.
    """
    address = place.address.strip()
    begins = _OTHER.match(address)
    if begins and not address.lower().startswith(("https://", "http://")):
        raise Invalid(
            "address",
            'a store is named by its address of the web: "https://s3.eu-central-1.amazonaws.com/bucket/folder", or the'
            ' folder of a WebDAV server; "s3://", "file://", chained and other kinds are not taken',
        )
    try:
        target = read_target(address)
        Reach(allowed).plausible(target)
    except Refused as error:
        raise Invalid("address", str(error)) from error
    if "?" in address or "#" in address:
        raise Invalid("address", "a folder's address has neither a question mark nor a number sign")
    if not encrypted(target, allowed):
        raise Invalid("address", "files go to a store over https alone")
    path = quote(unquote(urlsplit(address).path), safe=_UNTOUCHED).rstrip("/")
    if any(part in (".", "..") for part in path.split("/")):
        raise Invalid("address", "the folder's address leads up; write where it leads")
    key, secret, region = (one.strip() for one in (place.key, place.secret, place.region))
    if kind == Push.Kind.S3:
        if not path:
            raise Invalid("address", "the address ends with the bucket, and perhaps a folder in it")
        if not key or not secret:
            raise Invalid(
                "key", "S3 asks for a key and its secret, such as of a user who may only write there"
            )
        if not _REGION.fullmatch(region):
            raise Invalid("region", 'name the region of the bucket, such as "eu-central-1"')
    elif bool(key) != bool(secret):
        raise Invalid("key", "a user goes with a password; leave both out where the folder asks for none")
    if any(not one.isprintable() or len(one) > 500 for one in (key, secret)) or ":" in key:
        raise Invalid("key", "a key or secret has no line breaks, and the key no colon")
    base = f"{target.scheme}://{target.authority}{path}"
    return Place(base, key, secret, region if kind == Push.Kind.S3 else ""), target


def encrypted(target: Target, allowed: Allowed) -> bool:
    """Return whether what is sent there goes encrypted, or to a host that the operator named and so answers for."""
    return target.scheme == "https" or allowed.has(target)
