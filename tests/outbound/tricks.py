"""Addresses that mean this machine, or its network, though they do not look like it; put together here."""

from __future__ import annotations

from collections.abc import Iterator

INSIDE = (
    "0.0.0.0",  # noqa: S104 (an address that is refused)
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255",
)  # fmt: skip
INSIDE_6 = (
    "::1", "::", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:0:127.0.0.1", "::127.0.0.1",
    "64:ff9b::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1",
    "2001:0:7f00:1::", "2001::1", "2001:db8::1", "2001:470:1f0b::5efe:127.0.0.1", "2001:470:1f0b::200:5efe:7f00:1",
    "3fff::1", "5f00::1", "100::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%25lo", "::1%25lo", "fec0::1",
    "ff02::1", "ff0e::1",
)  # fmt: skip
#: What a hostile resolver says of its own names.
NAMES: dict[str, tuple[str, ...]] = {
    "loopback.hostile.example": ("127.0.0.1",),
    "mixed.hostile.example": ("93.184.216.34", "127.0.0.1"),
    "mixed6.hostile.example": ("2606:2800:220:1::1", "::1"),
    "mapped.hostile.example": ("::ffff:127.0.0.1",),
    "nat64.hostile.example": ("64:ff9b::7f00:1",),
    "metadata.hostile.example": ("169.254.169.254",),
    "zone.hostile.example": ("fe80::1%lo",),
    "zero.hostile.example": ("0.0.0.0",),  # noqa: S104 (an address that is refused)
    "nothing.hostile.example": (),
    "nonsense.hostile.example": ("here",),
}
INNER_NAMES = (
    "localhost", "LOCALHOST", "LocalHost.", "localhost.localdomain", "x.localhost", "ip6-localhost", "printer.local",
    "metadata.google.internal", "db", "postgres", "kubernetes.default.svc.cluster.local", "router.lan", "nas.home",
    "wiki.corp", "intranet", "1.0.0.127.in-addr.arpa", "x.onion", "x.test", "x.invalid",
)  # fmt: skip


def _forms(address: str) -> Iterator[str]:
    """The old ways of writing an IPv4 address, and the new ways of hiding one."""
    a, b, c, d = map(int, address.split("."))
    whole = (a << 24) | (b << 16) | (c << 8) | d
    yield from (address, f"{address}.", f"{a}.{b}.{c}.{d:03o}" if d > 7 else f"{a}.{b}.{c}.0{d}")
    yield from (str(whole), hex(whole), f"0{whole:o}", f"0X{whole:X}", f"{whole + 2**32}")
    yield from (f"{a:#x}.{b:#x}.{c:#x}.{d:#x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"{a:#x}.{b}.{c}.0{d:o}")
    yield from (
        f"{a}.{b}.{(c << 8) | d}",
        f"{a}.{(b << 16) | (c << 8) | d}",
        f"{a:#x}.{(b << 16) | (c << 8) | d}",
    )
    yield from (f"{a:04d}.{b:04d}.{c:04d}.{d:04d}", f"{a + 256}.{b}.{c}.{d}", f"{a}.{b}.{c}.{d}.")
    yield "".join(chr(0xFF10 + int(char)) if char.isdigit() else "。" for char in address)
    yield "".join(f"%{ord(char):02x}" for char in address)


def _urls(port: int) -> Iterator[str]:
    for form in _forms("127.0.0.1"):
        yield from (f"http://{form}:{port}/", f"https://{form}:{port}/x?y")
    for address in INSIDE:
        yield from (f"http://{form}:{port}/" for form in list(_forms(address))[::3])
    for address in INSIDE_6:
        yield f"http://[{address}]:{port}/"
    for name in (*NAMES, *INNER_NAMES):
        yield f"http://{name}:{port}/"
    here = f"127.0.0.1:{port}"
    # A user before the host, and what some parsers take for one.
    yield from (
        f"http://good.example@{here}/",
        f"http://good.example:80@{here}/",
        f"http://{here}@good.example/",
    )
    yield from (
        f"http://good.example%40{here}/",
        f"http://good.example\\@{here}/",
        f"http://{here}\\@good.example/",
    )
    yield from (
        f"http://good.example&@{here}#@x/",
        f"http://a:b:c@{here}/",
        f"http://@{here}/",
        f"http://:@{here}/",
    )
    yield from (
        f"http://good.example#@{here}/",
        f"http://good.example?@{here}/",
        f"http://good.example;{here}/",
    )
    # Spaces, breaks and letters that vanish.
    yield from (f" http://{here}/", f"http://{here}/ ", f"ht\ttp://{here}/", f"http://127.0\n.0.1:{port}/")
    yield from (
        f"http://\t{here}/",
        f"http://{here}\r\nHost: x/",
        f"http://127.0.0.1\u200b:{port}/",
        f"http://{here}\x00/",
    )
    yield from (f"http://ⓛocalhost:{port}/", f"http://loc\u00adalhost:{port}/", f"http://①②⑦.⓪.⓪.①:{port}/")
    # Slashes, and none.
    yield from (
        f"http:///{here}/",
        f"http:/{here}/",
        f"http:{here}/",
        f"//{here}/",
        f"{here}/",
        f"http:\\\\{here}/",
    )
    yield from (
        f"http:////{here}/",
        f"http://{here}:80/",
        f"http://[{here}]/",
        "http://[::1/",
        f"http://::1:{port}/",
    )
    yield from (
        f"http://[::1]{port}/",
        "http://[::1]:x/",
        "http://[]/",
        "http://",
        "http://:80/",
        "http://./",
        "",
    )
    # Other ways than the web.
    for scheme in (
        "file",
        "ftp",
        "gopher",
        "dict",
        "ldap",
        "jar",
        "ws",
        "unix",
        "http+unix",
        "tftp",
        "netdoc",
        "sftp",
    ):
        yield f"{scheme}://{here}/"
    yield from ("file:///etc/passwd", "data:text/plain,x", "javascript:alert(1)", f"url:http://{here}/")
    # Ports that are no web's, and none at all.
    for refused in ("0", "22", "25", "445", "65536", "-1", "+80", "8a", "0x50", "", "99999999"):
        yield f"http://93.184.216.34:{refused}/"
    yield f"http://{'a' * 64}.example/"
    yield f"http://good.example/{'x' * 3000}"
    yield "http://-a.example/"
    yield "http://a..example/"


def tricks(port: int) -> tuple[str, ...]:
    """Return every trick once, towards a port of this machine where it takes one."""
    return tuple(dict.fromkeys(_urls(port)))
