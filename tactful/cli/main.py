"""The program `tactful`: reads its arguments, does one command, ends with an exit code."""

from __future__ import annotations

import json
import os
import sys
from argparse import Action, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence

from tactful.cli.commands import COMMANDS
from tactful.cli.ending import INTERRUPTED, NOT_DONE, OK, USAGE, Ended
from tactful.cli.printing import complain

DESCRIPTION = "Tactful: who knows whom in your company, and how well, shared on each contributor's terms."
CODES = "Exit codes: 0 done; 1 not done, or no such thing; 2 arguments not understood."
CODE_WORDS = {NOT_DONE: "not_done", USAGE: "usage"}
OPERATOR = (
    "Every command that reads or changes something takes --as: it asks the same policy as the pages, as that member, "
    "and nobody sees more for using it. Whoever runs the machine can read the database all the same, as THREATS.md "
    "says."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments (by default the program's) say; return the exit code."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        code: int = options.command.run(options)
        sys.stdout.flush()
        return code
    except Ended as end:
        if getattr(options, "json", False):
            fault = {"code": CODE_WORDS[end.code], "message": str(end)}
            fault |= {"field": end.field} if end.field else {}
            complain(json.dumps({"error": fault}, ensure_ascii=False))
        else:
            complain(str(end))
        return end.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has had enough, as `tactful people | head` has. Python would complain again while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def make_parser() -> ArgumentParser:
    """Return the parser of the whole command line."""
    parser = ArgumentParser(
        prog="tactful",
        description=DESCRIPTION,
        epilog=f"{OPERATOR}\n\n{CODES}",
        formatter_class=_Help,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    several = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = several.add_parser(
            command.name,
            help=command.summary,
            description="\n\n".join(part for part in (_whole(command.summary), command.story) if part),
            epilog=_shown(command.examples),
            formatter_class=_Help,
            allow_abbrev=False,
        )
        command.arguments(one)
        one.set_defaults(command=command)
    return parser


class _Help(RawDescriptionHelpFormatter):
    """Wraps each paragraph by itself; indented lines stay as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        import textwrap

        parts = []
        for part in text.split("\n\n"):
            kept = part.startswith("  ")
            parts.append(part if kept else textwrap.fill(" ".join(part.split()), min(width, 100)))
        return "\n\n".join(parts)


class _Version(Action):
    """Prints the version of the installed package, which is looked up only then."""

    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"tactful {version('tactful')}")
        parser.exit()


def _whole(summary: str) -> str:
    return summary[:1].upper() + summary[1:] + "."


def _shown(examples: Sequence[str]) -> str | None:
    return "  " + "\n  ".join(examples) if examples else None


if __name__ == "__main__":
    sys.exit(main())
