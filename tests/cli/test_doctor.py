"""`doctor` says what is wrong and what to do; a fault is exit code 1."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

import pytest

from tactful.cli.health.disk import is_encrypted
from tactful.config.database import Service
from tests.cli.typing import Said, Terminal

LOOKED_AT = {
    "home",
    "secrets",
    "encrypted disk",
    "database",
    "role",
    "tables",
    "time",
    "jobs",
    "key ring",
    "spool",
    "files",
    "address",
    "mail",
}


def findings(said: Said) -> dict[str, dict[str, str]]:
    """Return the findings by what they are about."""
    return {finding["about"]: finding for finding in said.json["findings"]}


def test_a_healthy_installation(reading: Terminal) -> None:
    said = reading.does("doctor", "--json")
    assert said.json["healthy"] is True
    assert set(findings(said)) == LOOKED_AT
    assert all(set(one) == {"about", "state", "found", "advice"} for one in findings(said).values())
    assert "tactful_web" in findings(said)["role"]["found"]
    assert "WRONG" not in reading.does("doctor").out


def test_open_secrets(reading: Terminal) -> None:
    secret = reading.home / "secrets" / "django"
    secret.chmod(0o644)
    try:
        said = reading.type("doctor", "--json")
    finally:
        secret.chmod(0o600)
    assert (said.code, said.json["healthy"]) == (1, False)
    assert findings(said)["secrets"]["state"] == "wrong"
    assert "chmod" in findings(said)["secrets"]["advice"]


@pytest.mark.rule("A27")
def test_an_upload_left_behind(reading: Terminal) -> None:
    spool = reading.home / "spool"
    spool.mkdir(mode=0o700, exist_ok=True)
    left = spool / secrets.token_hex(16)
    left.write_bytes(b"TFSPOOL1")
    assert reading.type("doctor").code == 0
    long_ago = time.time() - 86_400
    os.utime(left, (long_ago, long_ago))
    try:
        said = reading.type("doctor", "--json")
    finally:
        left.unlink()
    assert said.code == 1
    assert "1 upload of no import" in findings(said)["spool"]["found"]


def test_jobs_that_nobody_does(umber: tuple[Terminal, Service]) -> None:
    terminal, service = umber
    with service.superuser("tactful") as superuser:
        superuser.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)"
            " values ('clock', 'rescore', '{}', 'todo', now() - interval '1 hour')"
        )
        try:
            said = terminal.type("doctor", "--json")
        finally:
            superuser.execute("delete from procrastinate_jobs")
    assert said.code == 1
    assert "tactful serve" in findings(said)["jobs"]["advice"]


def test_a_database_that_does_not_answer(reading: Terminal) -> None:
    said = reading.type("doctor", "--json", DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing")
    assert (said.code, said.json["healthy"]) == (1, False)
    assert "does not answer" in findings(said)["database"]["found"]


def test_an_address_without_tls(reading: Terminal) -> None:
    said = reading.type("doctor", "--json", TACTFUL_ORIGIN="http://tactful.example")
    assert said.code == 0
    assert findings(said)["address"]["state"] == "notice"


@pytest.mark.rule("S20")
@pytest.mark.parametrize(
    ("devices", "answer"),
    [
        ({"own": ""}, "no"),
        ({"own": "CRYPT-LUKS2-abc"}, "yes"),
        ({"own": "LVM-abc", "own/slaves/one": "CRYPT-LUKS2-abc"}, "yes"),
        ({"own": "LVM-abc", "own/slaves/one": "CRYPT-LUKS2-abc", "own/slaves/two": ""}, "no"),
        ({}, "unknown"),
    ],
)
def test_what_is_known_of_the_disk(tmp_path: Path, devices: dict[str, str], answer: str) -> None:
    device = os.stat(tmp_path).st_dev
    if not os.major(device):
        pytest.skip("the folder for tests has no block device of its own here")
    own = tmp_path / f"{os.major(device)}:{os.minor(device)}"
    for path, kind in devices.items():
        place = own / path.removeprefix("own").lstrip("/")
        (place / "dm").mkdir(parents=True)
        (place / "dm" / "uuid").write_text(kind)
    assert is_encrypted(tmp_path, block_devices=tmp_path) == answer


def test_a_store_that_does_not_take_files(reading: Terminal) -> None:
    taken = reading.home / "no-folder"
    taken.write_text("a file, where a folder should be")
    try:
        said = reading.type("doctor", "--json", TACTFUL_FILES=taken.as_uri())
    finally:
        taken.unlink()
    assert (said.code, findings(said)["files"]["state"]) == (1, "wrong")
    assert "does not do what it is asked" in findings(said)["files"]["found"]
    assert "TACTFUL_FILES" in findings(said)["files"]["advice"]


def test_a_place_that_nothing_reaches_is_not_served_from(reading: Terminal) -> None:
    for command in ("doctor", "serve"):
        said = reading.type(command, TACTFUL_FILES="gs://bucket/tactful")
        assert said.code == 1
        assert 'of the kind "gs", and what reaches such ones is not installed' in said.out + said.err
