"""`tactful migrate`: bring the database to this version."""

from __future__ import annotations

from argparse import Namespace

from tactful.cli.command import Command, no_arguments
from tactful.cli.ending import OK
from tactful.cli.printing import say
from tactful.cli.words import counted


def run(_options: Namespace) -> int:
    """Apply what is missing."""
    from tactful.cli.ground import attached, bring_up_to_date

    with attached():
        missing = bring_up_to_date()
    say(f"{counted(missing, 'step')} applied." if missing else "The database is at this version already.")
    return OK


COMMAND = Command(
    "migrate",
    "bring the database to this version",
    no_arguments,
    run,
    story="`serve`, `setup`, `import` and `demo` do it by themselves. Take a backup first.",
)
