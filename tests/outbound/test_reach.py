"""No trick reaches this machine or its network: nothing connects at all, and a name is asked for once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import connection

from tactful.outbound.reach import Allowed, Reach, Refused, is_public, read_target, resolve
from tactful.outbound.sending import Failed, Sender
from tests.outbound.servers import Canary, canary
from tests.outbound.tricks import INSIDE, INSIDE_6, NAMES, tricks

PUBLIC = "93.184.216.34"


@pytest.fixture(scope="module")
def bird() -> Iterator[Canary]:
    """A listener that nobody may reach."""
    with canary() as found:
        yield found


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every host that a connection is opened to. None is: the test's network ends here."""
    found: list[str] = []

    def dial(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        found.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(connection, "create_connection", dial)
    return found


def hostile(host: str, port: int) -> list[str]:
    """Resolve an attacker's names as they say, others as the system does, which knows none of the internet's here."""
    if host in NAMES:
        return list(NAMES[host])
    if host.endswith(".example"):
        raise socket.gaierror
    return resolve(host, port)


def test_there_are_enough() -> None:
    assert len(tricks(8000)) >= 150


def test_no_trick_opens_a_connection(bird: Canary, dialled: list[str]) -> None:
    sender = Sender(Reach(resolve=hostile))
    for trick in tricks(bird.port):
        with pytest.raises(Refused):
            sender.send("POST", trick, body=b"{}")
    assert dialled == []
    assert bird.came == []


def test_no_trick_reaches_the_listener_where_nothing_is_patched(bird: Canary) -> None:
    sender = Sender(Reach(resolve=hostile))
    for trick in tricks(bird.port):
        with pytest.raises((Refused, Failed)):
            sender.send("GET", trick)
    assert bird.came == []


def test_without_the_guard_many_reach_it() -> None:
    reaching = 0
    with canary() as bird:
        for trick in tricks(bird.port):
            try:
                host = urlsplit(trick).hostname or ""
                found = (NAMES.get(host) or (host,))[-1]
                # Only what is this machine's own is tried: nothing of a test leaves it.
                if all(ip_address(one).is_loopback for one in resolve(found, bird.port)):
                    socket.create_connection((found, bird.port), timeout=1).close()
                    reaching += 1
            except (OSError, ValueError):
                continue
    assert reaching >= 15, "the tricks lead somewhere, so that refusing them means something"


def test_a_name_is_asked_for_once_and_its_answer_pinned(
    bird: Canary, dialled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def rebinding(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        ip = PUBLIC if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, bird.port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with pytest.raises(Failed):
        Sender().send("POST", f"http://rebinding.hostile.example:{bird.port}/", body=b"x")
    assert asked == ["rebinding.hostile.example"]
    assert dialled == [PUBLIC]
    with pytest.raises(Refused):
        Sender().send("POST", f"http://rebinding.hostile.example:{bird.port}/", body=b"x")
    assert dialled == [PUBLIC]
    assert bird.came == []


def test_what_is_public_is_reached(dialled: list[str]) -> None:
    reach = Reach(resolve=lambda host, port: [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946"])
    for address in (
        "https://hooks.chat.example/services/T0/B0/x",
        "http://93.184.216.34/",
        "https://A.Example.:8443/?q",
    ):
        assert reach.pinned(read_target(address)) == PUBLIC
        with pytest.raises(Failed):
            Sender(reach).send("POST", address)
    assert dialled == [PUBLIC] * 3
    assert read_target("HTTPS://Hooks.Example./A?b#c").path == "/A?b"
    assert read_target("https://hooks.example").authority == "hooks.example"
    assert read_target("http://[2606:2800:220:1::1]:8080/").authority == "[2606:2800:220:1::1]:8080"


def test_what_the_operator_names_is_reached_and_nothing_beside_it() -> None:
    allowed = Allowed.read("chat.intern, 127.0.0.1:9000\n[::1]:9001")
    reach = Reach(allowed, lambda host, port: ["10.0.0.7"])
    assert reach.pinned(read_target("http://chat.intern/x")) == "10.0.0.7"
    assert reach.pinned(read_target("https://CHAT.intern:8443/x")) == "10.0.0.7"
    assert reach.pinned(read_target("http://127.0.0.1:9000/")) == "127.0.0.1"
    assert reach.pinned(read_target("http://[::1]:9001/")) == "::1"
    for address in (
        "http://127.0.0.1:9002/",
        "http://[::1]:9000/",
        "http://x.chat.intern/",
        "http://10.0.0.7/",
        "http://chat/",
    ):
        with pytest.raises(Refused, match="not on the open internet"):
            reach.pinned(read_target(address))
    for address in ("http://0x7f.1:9000/", "http://2130706433:9000/", "http://x@chat.intern/"):
        with pytest.raises(Refused):
            read_target(address)


def test_what_no_resolver_can_mend_is_refused_before_one_is_asked() -> None:
    reach = Reach(Allowed.read("chat.intern"))
    for address in ("https://hooks.chat.example/x", "https://chat.intern/x", "http://93.184.216.34/"):
        reach.plausible(read_target(address))
    for address in (
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://[::1]/",
        "http://db/",
    ):
        with pytest.raises(Refused, match="not on the open internet"):
            reach.plausible(read_target(address))


def test_a_name_that_is_not_found_is_refused_without_a_hint() -> None:
    def fails(host: str, port: int) -> list[str]:
        raise socket.gaierror(-3, "Temporary failure")

    def nothing(host: str, port: int) -> list[str]:
        return []

    for found in (fails, nothing):
        with pytest.raises(Refused, match=r'"a\.example" cannot be found just now'):
            Reach(resolve=found).pinned(read_target("https://a.example/"))
    # What a name resolves to within the network is not told.
    with pytest.raises(Refused) as caught:
        Reach(resolve=lambda host, port: ["10.20.30.40"]).pinned(read_target("https://a.example/"))
    assert "10.20" not in str(caught.value)


@pytest.mark.parametrize("address", [*INSIDE, *(one for one in INSIDE_6 if "%" not in one)])
def test_inside_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", [PUBLIC, "1.1.1.1", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::1", "172.32.0.1"]
)
def test_outside_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_whatever_holds_an_inner_address_is_inner(address: Any) -> None:
    six = int(address)
    for prefix in (0xFFFF << 32, 0, 0x64FF9B << 96, 0x64FF9B0001 << 80):
        assert not is_public(IPv6Address(prefix | six))
    assert not is_public(IPv6Address((0x2002 << 112) | (six << 80)))
    if (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
    ):
        assert not is_public(address)


@given(st.text(max_size=60))
def test_no_text_but_an_address_is_read(text: str) -> None:
    for address in (text, f"http://{text}", f"http://{text}:8000/", f"http://a.example{text}"):
        try:
            target = read_target(address)
        except Refused:
            continue
        assert target.scheme in ("http", "https")
        assert target.host == target.host.lower()
        assert not set(target.host) & set("@/\\?# \t\r\n%")
        assert target.path.startswith("/")
