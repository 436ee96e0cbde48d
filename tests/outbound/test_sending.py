"""What is sent, to whom, and what is made of the answer: over real connections to servers on this machine."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tactful.outbound.reach import Allowed, Reach, Refused
from tactful.outbound.sending import Failed, Limits, Sender
from tests.outbound.servers import Got, chat, status

SECRET = {"Authorization": "Bearer of a secret"}


def sender(*named: str, **limits: float) -> Sender:
    """Return a sender to whom the operator allowed these."""
    return Sender(Reach(Allowed(frozenset(named)), lambda host, port: ["127.0.0.1"]), Limits(**limits))  # type: ignore[arg-type]


def test_a_request_arrives_as_it_was_sent() -> None:
    with chat() as one:
        answer = sender("127.0.0.1").send(
            "POST",
            f"{one.address}/a?b=c",
            body=b'{"text":"x"}',
            headers={"Content-Type": "application/json"},
            secret=SECRET,
        )
    assert (answer.status, answer.body) == (200, b"ok")
    (got,) = one.got
    assert (got.method, got.path, got.body) == ("POST", "/a?b=c", b'{"text":"x"}')
    assert got.headers["host"] == f"127.0.0.1:{one.port}"
    assert got.headers["content-type"] == "application/json"
    assert got.headers["authorization"] == SECRET["Authorization"]


def test_no_setting_of_the_environment_sends_it_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with chat() as one, chat() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.address)
        sender("127.0.0.1").send("GET", one.address)
    assert len(one.got) == 1
    assert not proxy.got


def test_a_redirect_is_an_answer_where_none_is_followed() -> None:
    with chat() as other, chat(status(307, Location=other.address)) as one:
        assert sender("127.0.0.1").send("POST", one.address).status == 307
    assert not other.got


def test_each_hop_is_judged_by_itself() -> None:
    with chat() as inner:
        for location in (
            inner.address,
            f"//127.0.0.1:{inner.port}/",
            f"http://x@127.0.0.1:{inner.port}/",
            "file:///etc/passwd",
            "http://0x7f.1/",
        ):
            with chat(status(307, Location=location)) as one, pytest.raises(Refused):
                sender(f"127.0.0.1:{one.port}", redirects=3).send("POST", one.address, secret=SECRET)
    assert not inner.got


def test_a_secret_stays_with_its_host() -> None:
    with chat() as other, chat(status(307, Location=f"http://other.intern:{other.port}/b")) as one:
        answer = sender("127.0.0.1", "other.intern", redirects=2).send(
            "POST", one.address, body=b"x", secret=SECRET
        )
        assert answer.status == 200
    assert one.got[0].headers["authorization"]
    assert (other.got[0].path, other.got[0].body) == ("/b", b"x")
    assert "authorization" not in other.got[0].headers
    # Another port is another host, too; the same origin is not.
    with chat() as port, chat(status(308, Location=port.address)) as one:
        sender("127.0.0.1", redirects=2).send("POST", one.address, secret=SECRET)
    assert "authorization" not in port.got[0].headers


def test_what_is_sent_is_not_lost_on_the_way() -> None:
    for code in (301, 302, 303):
        with chat() as other, chat(status(code, Location=other.address)) as one:
            with pytest.raises(Refused, match="loses what is sent"):
                sender("127.0.0.1", redirects=2).send("POST", one.address)
            assert sender("127.0.0.1", redirects=2).send("GET", one.address).status == 200
    with chat(status(307, Location="/again")) as one, pytest.raises(Failed, match="leads on too often"):
        sender("127.0.0.1", redirects=3).send("POST", one.address)
    assert len(one.got) == 4


def test_too_much_is_not_read() -> None:
    def much(handler: BaseHTTPRequestHandler, got: Got) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b"x" * 65_536)

    with chat(much) as one, pytest.raises(Failed, match="too much"):
        sender("127.0.0.1").send("GET", one.address)


@pytest.mark.parametrize("where", ["status", "headers", "body"])
def test_a_slow_answer_ends_at_its_time(where: str) -> None:
    def slow(handler: BaseHTTPRequestHandler, _: Got) -> None:
        begin = {"status": b"", "headers": b"HTTP/1.1 200 OK\r\n", "body": b"HTTP/1.1 200 OK\r\n\r\n"}[where]
        handler.wfile.write(begin)
        for nr in range(100):
            handler.wfile.write({"status": b"H"[nr:], "headers": b"X-%d: y\r\n" % nr, "body": b"x"}[where])
            handler.wfile.flush()
            time.sleep(0.05)

    begun = time.monotonic()
    with chat(slow) as one, pytest.raises(Failed, match="too long"):
        sender("127.0.0.1", whole=0.6, read=0.5).send("GET", one.address)
    assert time.monotonic() - begun < 3


def test_no_answer_is_said_in_words_that_hold_nothing() -> None:
    with chat() as one:
        pass
    with pytest.raises(Failed) as caught:
        sender("127.0.0.1").send("POST", f"{one.address}/services/secret-of-the-address")
    assert str(caught.value) == "the address does not answer"
    assert caught.value.__cause__ is None


def _authority(folder: Path, host: str) -> tuple[ssl.SSLContext, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    alternative: x509.GeneralName = (
        x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{host}.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, str(file)


def test_a_certificate_is_the_hosts_though_the_connection_is_to_a_number(tmp_path: Path) -> None:
    context, authority = _authority(tmp_path, "chat.intern")
    reach = Reach(Allowed(frozenset({"chat.intern", "other.intern"})), lambda host, port: ["127.0.0.1"])
    with chat(tls=context) as one:
        trusting = Sender(reach, Limits(), authority)
        assert trusting.send("POST", f"https://chat.intern:{one.port}/", body=b"x").status == 200
        for sending, host in ((trusting, "other.intern"), (Sender(reach), "chat.intern")):
            with pytest.raises(Failed, match="no certificate that can be trusted"):
                sending.send("POST", f"https://{host}:{one.port}/", body=b"x")
    assert len(one.got) == 1
    assert one.got[0].headers["host"] == f"chat.intern:{one.port}"


def test_encryption_is_not_left_on_the_way(tmp_path: Path) -> None:
    context, authority = _authority(tmp_path, "chat.intern")
    reach = Reach(Allowed(frozenset({"chat.intern", "127.0.0.1"})), lambda host, port: ["127.0.0.1"])
    trusting = Sender(reach, Limits(redirects=2), authority)
    with (
        chat() as plain,
        chat(status(307, Location=plain.address), tls=context) as one,
        pytest.raises(Refused, match="without encryption"),
    ):
        trusting.send("POST", f"https://chat.intern:{one.port}/")
    assert not plain.got
