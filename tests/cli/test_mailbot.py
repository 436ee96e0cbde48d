"""`tactful mailbot` as a program: started and stopped, by TLS, and killed; what it said it kept is kept, once (A18)."""

from __future__ import annotations

import random
import re
import signal
import smtplib
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tactful.config.database import Service
from tests.cli.test_serve import PATIENCE, children, free_port, gone
from tests.cli.typing import Terminal
from tests.jobs.bot import mail, send

pytestmark = pytest.mark.rule("A18")
DOMAIN = "notes.umber.example"
HERE = {
    "TACTFUL_BOT_DOMAIN": DOMAIN,
    "TACTFUL_BOT_SMTP": "127.0.0.1:0",
    "TACTFUL_BOT_LMTP": "127.0.0.1:0",
}
ADA = "ada@umber.example"


@contextmanager
def taking(terminal: Terminal, **more: str) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Yield the program, once it listens, and the numbers of its ports."""
    process = terminal.start("mailbot", **{**HERE, **more})
    try:
        assert process.stdout
        numbers = []
        while found := re.search(r" port (\d+)\.$", line := process.stdout.readline().strip()):
            numbers.append(int(found[1]))
        assert line == "Ctrl-C stops it.", line + process.communicate()[1]
        yield process, numbers
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE)


@pytest.fixture
def address(reading: Terminal) -> str:
    said = reading.type("bot-address", "--as", ADA, "--renew", "--json", TACTFUL_BOT_DOMAIN=DOMAIN)
    assert said.code == 0, said.err
    return str(said.json["made"])


def notes(umber: tuple[Terminal, Service], subject: str) -> tuple[int, int]:
    """Return how many notes, and how many mails that became one, there are of this subject and in all."""
    with umber[1].superuser("tactful") as database:
        one = database.execute(
            "select count(*) from records_item where sort = 'note' and plain like %s", [f"{subject}%"]
        ).fetchone()
        both = database.execute(
            "select (select count(*) from records_item where sort = 'note'), (select count(*) from records_botmail)"
        ).fetchone()
    assert one is not None
    assert both is not None
    assert both[0] == both[1], "a mail is known and its note is not, or the other way round"
    return int(one[0]), int(both[0])


def from_ada(subject: str) -> bytes:
    made = mail(sender=ADA, to="marit@port.example", subject=subject, message_id=f"<{subject}@umber.example>")
    made.add_attachment(b"x" * 200_000, maintype="application", subtype="octet-stream", filename="offer.bin")
    return made.as_bytes().replace(b"\n", b"\r\n")


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_it_takes_mail_until_it_is_told_to_stop(
    umber: tuple[Terminal, Service], address: str, order: signal.Signals
) -> None:
    subject = f"until{order}"
    with taking(umber[0]) as (process, (smtp, lmtp)):
        assert send(smtp, address, from_ada(f"{subject}a"), envelope=ADA) == 250
        assert send(lmtp, address, from_ada(f"{subject}b"), envelope=ADA, lmtp=True) == 250
        assert notes(umber, subject)[0] == 2
        parts = children(process.pid)
        assert parts, "a child reads the mails"
        # Somebody in the middle of something does not keep it.
        with socket.create_connection(("127.0.0.1", smtp)):
            process.send_signal(order)
            out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (0, "")
        assert out == "Stopped.\n"
    assert gone(parts)
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", smtp)


def test_it_says_what_is_missing(reading: Terminal) -> None:
    said = reading.type("mailbot")
    assert said.code == 1
    assert "TACTFUL_BOT_DOMAIN" in said.err
    beyond = reading.type("mailbot", **{**HERE, "TACTFUL_BOT_SMTP": "0.0.0.0:0"})
    assert beyond.code == 1
    assert "TACTFUL_BOT_CERT" in beyond.err
    for wrong in ("2525", "127.0.0.1:smtp", ":25", "127.0.0.1:70000"):
        assert reading.type("mailbot", **{**HERE, "TACTFUL_BOT_SMTP": wrong}).code == 1
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        said = reading.type("mailbot", **{**HERE, "TACTFUL_BOT_SMTP": place})
    assert said.code == 1
    assert said.err.startswith("Nobody can listen there")


def test_addresses_by_the_command_line(reading: Terminal, address: str) -> None:
    assert re.fullmatch(rf"notes\+[a-z2-7]{{32}}@{re.escape(DOMAIN)}", address)
    secret = address[6:38]
    here = {"TACTFUL_BOT_DOMAIN": DOMAIN}
    said = reading.type("bot-address", "--as", ADA, **here)
    assert said.out.startswith(f"You have an address at {DOMAIN}, made ")
    assert secret not in said.out
    assert "no address" in reading.type("bot-address", "--as", "ben@umber.example", **here).out
    assert reading.type("bot-address", "--as", "ben@umber.example", "--renew").code == 1
    assert reading.type("bot-address", "--as", "ben@umber.example", "--withdraw", **here).code == 1
    assert "no address" in reading.type("bot-address", "--as", ADA, "--withdraw", **here).out


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, DOMAIN)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(DOMAIN)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return chain, secret


def test_beyond_this_machine_nothing_is_said_before_tls(
    umber: tuple[Terminal, Service], address: str, folder: Path
) -> None:
    chain, key = certificate(folder)
    tls = ssl.create_default_context(cafile=str(chain))
    tls.check_hostname = False
    with (
        taking(
            umber[0],
            TACTFUL_BOT_SMTP="0.0.0.0:0",
            TACTFUL_BOT_CERT=str(chain),
            TACTFUL_BOT_KEY=str(key),
        ) as (_, (beyond, here)),
        smtplib.SMTP("127.0.0.1", beyond) as client,
    ):
        client.ehlo()
        assert client.mail(ADA)[0] == 530
        assert client.rcpt(address)[0] == 530
        assert client.starttls(context=tls)[0] == 220
        client.ehlo()
        assert "starttls" not in client.esmtp_features
        assert "auth" not in client.esmtp_features
        assert not client.sendmail(ADA, [address], from_ada("bytls"))
        assert notes(umber, "bytls")[0] == 1
        # On this machine it is offered, and not asked for.
        assert send(here, address, from_ada("without"), envelope=ADA, lmtp=True) == 250


def test_what_is_said_before_tls_is_not_answered_after_it(
    umber: tuple[Terminal, Service], address: str, folder: Path
) -> None:
    chain, key = certificate(folder)
    tls = ssl.create_default_context(cafile=str(chain))
    tls.check_hostname = False
    with (
        taking(umber[0], TACTFUL_BOT_CERT=str(chain), TACTFUL_BOT_KEY=str(key)) as (_, (smtp, _)),
        socket.create_connection(("127.0.0.1", smtp), timeout=20) as raw,
    ):
        lines = raw.makefile("rb")
        lines.readline()
        raw.sendall(b"EHLO x.example\r\n")
        while lines.readline()[3:4] == b"-":
            pass
        # Pushed in behind the command, in the clear, by somebody on the way.
        raw.sendall(f"STARTTLS\r\nMAIL FROM:<{ADA}>\r\nRCPT TO:<{address}>\r\n".encode())
        assert lines.readline().startswith(b"220")
        with suppress(OSError), tls.wrap_socket(raw, server_hostname=DOMAIN) as inside:
            inside.sendall(b"DATA\r\n")
            answer = inside.recv(500)
            assert answer.startswith(b"503"), answer


def test_killed_within_a_mail_it_leaves_nothing_half_done(
    umber: tuple[Terminal, Service], address: str
) -> None:
    before = notes(umber, "")[1]
    with taking(umber[0]) as (process, (smtp, _)):
        assert send(smtp, address, from_ada("whole"), envelope=ADA) == 250
        parts = children(process.pid)
        with smtplib.SMTP("127.0.0.1", smtp) as client:
            client.ehlo()
            client.mail(ADA)
            client.rcpt(address)
            client.docmd("DATA")
            assert client.sock
            client.sock.sendall(from_ada("half")[:100_000])
            process.kill()
            process.wait()
            with suppress(smtplib.SMTPServerDisconnected, OSError):
                client.close()
    assert gone(parts), "whoever read mails for it ends too"
    assert notes(umber, "half") == (0, before + 1)


def test_killed_while_it_keeps_one_nothing_is_lost_and_nothing_is_twice(
    umber: tuple[Terminal, Service], address: str
) -> None:
    chance = random.Random(18)
    answered = []
    for number in range(6):
        subject = f"kill{number}x"
        with taking(umber[0]) as (process, (smtp, _)):
            if number % 2:
                # The first mail starts the child that reads: with it, moments lie close to the writing.
                assert send(smtp, address, from_ada(f"warm{number}x"), envelope=ADA) == 250
            delay = chance.uniform(0.0, 0.15)
            killer = threading.Timer(delay, process.kill)
            killer.start()
            code = 0
            with suppress(smtplib.SMTPException, OSError):
                code = send(smtp, address, from_ada(subject), envelope=ADA)
            killer.join()
            process.wait()
        kept = notes(umber, subject)[0]
        assert kept == 1 if code == 250 else kept in (0, 1)
        answered.append(code)
        with taking(umber[0]) as (_, (smtp, _)):
            assert send(smtp, address, from_ada(subject), envelope=ADA) == 250
        assert notes(umber, subject)[0] == 1
    assert 0 in answered, "it was always quicker"


def test_serve_starts_and_stops_it_too(umber: tuple[Terminal, Service], address: str) -> None:
    port, smtp = free_port(), free_port()
    process = umber[0].start(
        "serve",
        "--port",
        str(port),
        "--workers",
        "1",
        "--threads",
        "2",
        TACTFUL_BOT_DOMAIN=DOMAIN,
        TACTFUL_BOT_SMTP=f"127.0.0.1:{smtp}",
    )
    try:
        assert process.stdout
        assert process.stdout.readline().startswith("Tactful is at ")
        until = time.monotonic() + PATIENCE
        code = 0
        while not code and time.monotonic() < until:
            try:
                code = send(smtp, address, from_ada("served"), envelope=ADA)
            except ConnectionRefusedError:
                time.sleep(0.2)
        assert code == 250
        assert notes(umber, "served")[0] == 1
        parts = children(process.pid)
    finally:
        process.terminate()
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, ""), out
    assert gone(parts)
