"""`tactful doctor`: look for what is wrong with this installation, and say what to do."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator

from tactful.cli.command import Command, add_json
from tactful.cli.commands.serve import warnings
from tactful.cli.ending import NOT_DONE, OK, Ended
from tactful.cli.health.finding import Finding
from tactful.cli.printing import print_json, say

_MARKS = {"ok": "ok     ", "notice": "notice ", "wrong": "WRONG  "}


def run(options: Namespace) -> int:
    """Print every finding; 1 where one is wrong."""
    findings = list(look())
    wrong = [finding for finding in findings if finding.state == "wrong"]
    if options.json:
        print_json({"healthy": not wrong, "findings": findings})
    else:
        for finding in findings:
            say(f"{_MARKS[finding.state]}{finding.about}: {finding.found}")
            if finding.advice:
                say(f"       {finding.advice}")
    return NOT_DONE if wrong else OK


def look() -> Iterator[Finding]:
    """Yield what a look at each thing finds. What needs the database is left out where it is not there."""
    from tactful.cli.ground import attached
    from tactful.cli.health import files, server, work
    from tactful.config.home import Home

    home = Home.from_environment()
    try:
        with attached() as service:
            yield files.home(home.path)
            yield files.secrets(home.secrets)
            yield files.disk(home.path)
            yield server.which(service)
            yield server.role(service)
            tables = server.tables()
            yield tables
            yield server.clock()
            if tables.state == "ok":
                yield work.jobs()
                yield _keyring()
                yield files.spool(home.path / "spool", work.unfinished())
                yield files.store()
            yield from _settings()
    except Ended as end:
        yield Finding("database", "wrong", str(end), "Nothing that needs it was looked at.")


def _keyring() -> Finding:
    from tactful.accounts.keyring.ring import ring_file
    from tactful.accounts.keyring.rotation import is_used
    from tactful.cli.health import files

    return files.keyring(ring_file().path, is_used=is_used())


def _settings() -> Iterator[Finding]:
    from django.conf import settings

    found = warnings(settings.TACTFUL_ORIGIN, "127.0.0.1")
    if found:
        yield from (Finding("address", "notice", warning.removeprefix("Warning: ")) for warning in found)
    else:
        yield Finding("address", "ok", f"People come in at {settings.TACTFUL_ORIGIN}.")
    if "TACTFUL_SMTP" in os.environ:
        yield Finding("mail", "ok", f"Sent through {settings.EMAIL_HOST}.")
    else:
        yield Finding(
            "mail", "notice", f"Written into {settings.EMAIL_FILE_PATH}, none is sent.", "Set TACTFUL_SMTP."
        )


COMMAND = Command(
    "doctor",
    "look for what is wrong with this installation, and say what to do",
    add_json,
    run,
    story="A notice is worth knowing; what is WRONG wants doing, and makes the exit code 1.",
    examples=("tactful doctor", "tactful doctor --json"),
)
