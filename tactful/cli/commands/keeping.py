"""`tactful keeping`: what is kept of mails and meetings beside who and when, for Enterprise Admins."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_answer

if TYPE_CHECKING:
    from tactful.visibility.keeping import Keeping

YES_NO = {"yes": True, "no": False}


def arguments(parser: ArgumentParser) -> None:
    """Add what may be kept, --preview and --yes."""
    add_member(parser)
    parser.add_argument(
        "--bodies", choices=tuple(YES_NO), help="what is written in mails, and stands on meetings"
    )
    parser.add_argument(
        "--private-events", choices=tuple(YES_NO), help="events that a calendar marks private or confidential"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help="say what it would do, and save nothing")
    how.add_argument("--yes", action="store_true", help="do it; without, it is said and not done")
    add_json(parser)


def run(options: Namespace) -> int:
    """Print what is kept, or what a change would do; with --yes, make it and print what is kept then."""
    from tactful.cli.ground import acting_as

    bodies, private_events = (YES_NO.get(one or "") for one in (options.bodies, options.private_events))
    asks = bodies is not None or private_events is not None
    if (options.preview or options.yes) and not asks:
        raise Ended("Say what is to be kept: --bodies or --private-events.", USAGE, field="bodies")
    with acting_as(options) as standing:
        from tactful.actions.events import require, require_role
        from tactful.actions.keeping import DEED, changed, told_before
        from tactful.jobs.keeping import keep
        from tactful.visibility.account import see_account

        require_role(standing.viewer, DEED)
        keeps = see_account(standing).keeps
        if asks:
            said = told_before(keeps, changed(keeps, bodies=bodies, private_events=private_events))
            if options.preview:
                return _foreseen(said, options)
            if said and not options.yes:
                raise Ended(f"{' '.join(said)} Say --yes to do it.", field="yes")
            require(standing.viewer, DEED)
            keeps = keep(standing.viewer, bodies=bodies, private_events=private_events)
    shown = {"bodies": keeps.bodies, "private_events": keeps.private_events}
    print_answer(shown, _told(keeps), as_json=options.json)
    return OK


def _foreseen(said: Iterable[str], options: Namespace) -> int:
    lines = tuple(said)
    print_answer({"does": lines}, lines or ("Nothing changes.",), as_json=options.json)
    return OK


def _told(keeps: Keeping) -> list[str]:
    return [
        f"Bodies of mails, and what stands on meetings: {_kept(keeps.bodies)}",
        f"Events marked private: {_kept(keeps.private_events)}",
    ]


def _kept(is_kept: bool) -> str:
    return "kept" if is_kept else "not kept"


COMMAND = Command(
    "keeping",
    "see and set what is kept of mails and meetings beside who and when, for Enterprise Admins",
    arguments,
    run,
    story="Neither bodies nor private events are kept at deployment. Switching off shows them to nobody at once and "
    "erases them while `tactful serve` runs; only importing again brings them back. Without --yes it says what it "
    "would do, and does nothing.",
    examples=(
        "tactful keeping --as ada@example.com",
        "tactful keeping --as ada@example.com --bodies yes --preview",
        "tactful keeping --as ada@example.com --bodies no --yes",
    ),
)
