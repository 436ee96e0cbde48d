"""What a viewer asks at the command line about a pair of worlds, typed in this process."""

from __future__ import annotations

import io
import random
import shlex
from collections.abc import Callable, Mapping
from contextlib import nullcontext, redirect_stderr, redirect_stdout
from unittest.mock import patch

from tactful.cli import ground
from tactful.cli.main import main
from tests.leaks.asking import Answer, Ask, Names
from tests.leaks.twins import Pair

TYPED = "TYPE"
#: Commands that are not asked here, each with the reason.
LEFT_OUT: Mapping[str, str] = {
    "import": "reads a file of the machine into one's own book, and prints what that file held",
    "setup": "founds an account, before there is anything to hide",
}


def typed(ask: Ask) -> Answer:
    """Return what a command says, and its exit code as the status."""
    out, err = io.StringIO(), io.StringIO()
    # The database is there already, in the test's transaction.
    with (
        patch.object(ground, "ready", lambda **_: nullcontext()),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            code = main(shlex.split(ask.path))
        except SystemExit as end:
            code = int(end.code or 0)
    return Answer(str(ask), code, (), out.getvalue() + err.getvalue())


def asking(pair: Pair, user: str, dice: random.Random, *, times: int = 1) -> list[Ask]:
    """Return every command of this viewer's about this pair, each so many times with other words."""
    names = Names(pair, user)
    lines = [
        (command, shlex.join([command.split(" ")[0], "--as", f"{user}@acme.example", *words(names)]))
        for command, words in COMMANDS.items()
        for _ in range(times)
    ]
    dice.shuffle(lines)
    return [Ask(f"{TYPED} {command}", line, TYPED) for command, line in lines]


def _json(names: Names) -> list[str]:
    return names.random.choice([["--json"], []])


def _people(names: Names) -> list[str]:
    order = ["--sort", names.random.choice(["name", "strength", "last-contact"])]
    words = [names.word()] if names.random.random() < 0.3 else []
    limit = ["--limit", "1"] if names.random.random() < 0.3 else []
    return [*order, *limit, *_json(names), "--", *words]


def _person(names: Names) -> list[str]:
    value = names.random.choice(
        [*(value for _, kind, value in names.values if kind == "email"), "kim@orca.example"]
    )
    return [*_json(names), "--", names.random.choice([names.person(), names.person(), value, names.word()])]


def _why(names: Names) -> list[str]:
    value = names.random.choice(
        [
            [],
            ["--value", "every"],
            ["--value", "last-contact"],
            ["--value", "score", "--facet", "relationship"],
        ]
    )
    if names.random.random() < 0.3:
        return [
            *value,
            "--company",
            *_json(names),
            "--",
            names.random.choice([names.pick(names.companies), "orca"]),
        ]
    return [*value, *_person(names)]


def _who_can_see(names: Names) -> list[str]:
    if names.random.random() < 0.3:
        return ["--company", *_json(names), "--", names.random.choice([names.pick(names.companies), "orca"])]
    return _person(names)


def _preview(names: Names) -> list[str]:
    level = names.random.choice(["relationships", "relationships + both", "not sharing"])
    team = names.random.choice(["Everyone", names.team()])
    return [*_json(names), "--with", team, "--level", level]


def _private(names: Names) -> list[str]:
    ways = (["--person", names.person()], ["--company", "orca.example"], ["--person", "una@unheard.example"])
    return names.random.choice([[], *([*way, "--preview"] for way in ways)]) + _json(names)


def _protected(names: Names) -> list[str]:
    ways = (["--domain", "orca.example"], ["--address", "kim@orca.example"])
    return names.random.choice([[], *([*way, "--preview"] for way in ways)]) + _json(names)


def _same(names: Names) -> list[str]:
    said = names.random.choice(
        [
            [],
            ["--said"],
            ["--of", names.person()],
            ["--confirm", *names.two_people()],
            ["--split", *names.two_people()],
            ["--take-back", names.judgement()],
        ]
    )
    return [*said, *_json(names)]


def _privacy(names: Names) -> list[str]:
    option = names.random.choice(["hide", "subjects", "bodies"])
    ways: list[list[str]] = [
        [],
        ["--option", option, "--preview"],
        ["--with", names.team(), "--at-most", option, "--preview"],
    ]
    return names.random.choice(ways) + _json(names)


def _mail_mode(names: Names) -> list[str]:
    team, member = names.place()
    ways: list[list[str]] = [
        [],
        ["--mode", "teams only", "--preview"],
        ["--mode", "everyone", "--back", "hide", "--preview"],
        ["--team", team],
        ["--team", team, "--of", member, "--option", "bodies", "--preview"],
    ]
    return names.random.choice(ways) + _json(names)


def _keeping(names: Names) -> list[str]:
    ways = [[], ["--bodies", "yes", "--preview"], ["--private-events", "no", "--bodies", "no", "--preview"]]
    return names.random.choice(ways) + _json(names)


COMMANDS: Mapping[str, Callable[[Names], list[str]]] = {
    "people": _people,
    "why": _why,
    "who-can-see": _who_can_see,
    "introducers": lambda names: [*_json(names), "--", *names.lines().split("\n")],
    "who-has-seen": lambda names: _person(names) if names.random.random() < 0.4 else _json(names),
    "private": _private,
    "protected": _protected,
    "never-read": lambda names: (
        names.random.choice([[], ["--preview", "--domain", "orca.example"]]) + _json(names)
    ),
    "pushes": _json,
    "bot-address": _json,
    "attachments": _json,
    "preview-share": _preview,
    "limits": _json,
    "privacy": _privacy,
    "mail-mode": _mail_mode,
    "keeping": _keeping,
    "deactivate": lambda names: [names.place()[1], *_json(names)],
    "share": _preview,
    "same": _same,
}
