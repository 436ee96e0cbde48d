"""The settings that an installation starts with, as the environment gives them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from tests.database.clones import ROOT

NAMES = """
import json, sys
from tactful.config import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}))
"""


def read(home: Path, *names: str, **environment: str) -> dict[str, Any]:
    """Return these settings as a program with this environment has them."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "TACTFUL_"))}
    said = subprocess.run(
        [sys.executable, "-c", NAMES, *names],
        env={**kept, "TACTFUL_HOME": str(home), "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def test_reading_the_settings_makes_nothing_and_needs_no_home(tmp_path: Path) -> None:
    found = read(tmp_path / "home", "DEBUG", "SECRET_KEY")
    assert found["DEBUG"] is False
    assert len(found["SECRET_KEY"]) > 40
    assert not (tmp_path / "home").exists()


def test_no_mail_leaves_before_a_server_is_named(tmp_path: Path) -> None:
    names = ("EMAIL_BACKEND", "EMAIL_FILE_PATH", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    without = read(tmp_path, *names)
    assert without["EMAIL_BACKEND"] == "tactful.config.mail.FilesBackend"
    assert without["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    named = read(tmp_path, *names, TACTFUL_SMTP="smtp+starttls://ada:5ecret@mail.example")
    assert named["EMAIL_BACKEND"] == "tactful.config.mail.SmtpBackend"
    assert (named["EMAIL_HOST"], named["EMAIL_PORT"]) == ("mail.example", 587)
    assert (named["EMAIL_USE_TLS"], named["EMAIL_USE_SSL"]) == (True, False)


def test_cookies_are_bound_to_https_where_the_origin_is(tmp_path: Path) -> None:
    names = (
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "ALLOWED_HOSTS",
    )
    assert read(tmp_path, *names)["SESSION_COOKIE_SECURE"] is False
    found = read(tmp_path, *names, TACTFUL_ORIGIN="https://ties.example")
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert "ties.example" in found["ALLOWED_HOSTS"]


def test_a_pool_takes_the_place_of_lasting_connections(tmp_path: Path) -> None:
    alone = read(tmp_path, "DATABASES")["DATABASES"]["default"]
    assert alone["CONN_MAX_AGE"] is None
    assert "pool" not in alone["OPTIONS"]
    pooled = read(tmp_path, "DATABASES", TACTFUL_POOL="8")["DATABASES"]["default"]
    assert pooled["CONN_MAX_AGE"] == 0
    assert pooled["OPTIONS"]["pool"]["max_size"] == 8


def test_passwords_are_kept_under_argon2(tmp_path: Path) -> None:
    hashers = read(tmp_path, "PASSWORD_HASHERS")["PASSWORD_HASHERS"]
    assert hashers == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert Argon2PasswordHasher().encode("correct horse", "salted in a test").startswith("argon2$argon2id$")


@pytest.mark.parametrize("path", ["/healthz", "/no-such-page"])
def test_every_answer_tells_the_browser_to_run_and_keep_nothing_else(
    client: Client, path: str, db: None
) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == settings.CONTENT_SECURITY_POLICY
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_another_host_is_not_answered(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


def test_the_time_zone_is_one_that_there_is(tmp_path: Path) -> None:
    assert read(tmp_path, "TACTFUL_TIME_ZONE")["TACTFUL_TIME_ZONE"] == "UTC"
    found = read(tmp_path, "TACTFUL_TIME_ZONE", "TIME_ZONE", TACTFUL_TIME_ZONE="Asia/Kathmandu")
    assert found == {"TACTFUL_TIME_ZONE": "Asia/Kathmandu", "TIME_ZONE": "UTC"}
    with pytest.raises(subprocess.CalledProcessError) as refused:
        read(tmp_path, "TACTFUL_TIME_ZONE", TACTFUL_TIME_ZONE="Europe/Atlantis")
    assert 'TACTFUL_TIME_ZONE is "Europe/Atlantis", which is no time zone' in refused.value.stderr
