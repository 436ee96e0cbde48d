"""Prints the reference of the command line: python -m tactful.cli.document."""

from __future__ import annotations

from argparse import SUPPRESS, Action, ArgumentParser
from collections.abc import Iterator

from tactful.cli.command import Command
from tactful.cli.commands import COMMANDS
from tactful.cli.main import DESCRIPTION, OPERATOR

_CODES = (
    (0, "Done."),
    (
        1,
        "Not done, or there is no such thing: hidden and absent answer alike. Of `doctor`: something is wrong.",
    ),
    (2, "The arguments were not understood, or name more than one thing."),
    (130, "Stopped by Ctrl-C."),
)


def lines() -> Iterator[str]:
    """Yield the document, line by line."""
    yield "# Commands"
    yield ""
    yield "<!-- Printed by the program: change the commands, then `make docs`. -->"
    yield ""
    yield DESCRIPTION
    yield ""
    yield OPERATOR
    yield ""
    yield "| command | does |"
    yield "|---|---|"
    for command in COMMANDS:
        yield f"| [`{command.name}`](#{command.name}) | {command.summary} |"
    yield ""
    yield "The installation is the one that `TACTFUL_HOME` and `DATABASE_URL` name ([Operating Tactful](operators.md))."
    yield ""
    yield "## Exit codes"
    yield ""
    yield "| code | means |"
    yield "|---|---|"
    for code, meaning in _CODES:
        yield f"| {code} | {meaning} |"
    yield ""
    yield "What went wrong is said on standard error, in a sentence; with `--json`, as"
    yield '`{"error": {"code": "not_done", "message": "...", "field": "..."}}`, where `code` is `not_done` (1) or'
    yield "`usage` (2) and `field` names the argument at fault, if one is. Answers on standard output have the words"
    yield "and the forms of the [API](api.md)."
    for command in COMMANDS:
        yield ""
        yield from section(command)


def section(command: Command) -> Iterator[str]:
    """Yield what is said of one command."""
    yield f"## {command.name}"
    yield ""
    yield f"{command.summary[:1].upper()}{command.summary[1:]}."
    if command.story:
        yield ""
        yield command.story
    parser = ArgumentParser(prog=f"tactful {command.name}", add_help=False)
    command.arguments(parser)
    rows = [row for action in parser._actions if (row := described(action))]
    if rows:
        yield ""
        yield "| argument | means |"
        yield "|---|---|"
        yield from rows
    if command.examples:
        yield ""
        yield "```sh"
        yield from command.examples
        yield "```"


def described(action: Action) -> str:
    """Return an argument as a row of a table."""
    if action.help in (None, SUPPRESS):
        return ""
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if action.choices is not None:
        metavar = "|".join(str(choice) for choice in action.choices)
    if not action.option_strings:
        name = f"{metavar}..." if action.nargs in ("+", "*") else metavar
    else:
        name = action.option_strings[-1] + ("" if action.nargs == 0 else f" {metavar}")
    must = " (needed)" if action.required and action.option_strings else ""
    text = f"`{name}`{must}".replace("|", "\\|")
    return f"| {text} | {action.help} |"


if __name__ == "__main__":
    print("\n".join(lines()))
