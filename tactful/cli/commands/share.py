"""`tactful share`: choose what a team, or Everyone, sees of the member's own."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from tactful.cli.command import Command
from tactful.cli.ending import OK
from tactful.cli.printing import plain, print_json, say
from tactful.cli.sharing import add_setting, audience_typed, end_typed, level_typed
from tactful.cli.words import counted, ending

if TYPE_CHECKING:
    from tactful.visibility.shares import ShareSeen


def run(options: Namespace) -> int:
    """Save the setting and print it as it stands."""
    from tactful.cli.ground import acting_as

    level, ends_at = level_typed(options.level), end_typed(options.until)
    with acting_as(options) as standing:
        from tactful.actions.shares import set_share

        audience = audience_typed(standing, options)
        saved = set_share(standing.viewer, team=audience.uid, level=level, ends_at=ends_at)
    if options.json:
        print_json(setting(saved))
        return OK
    until = "" if saved.ends_at is None else f", until {ending(saved.ends_at)}"
    say(f"{saved.audience} ({counted(saved.people, 'other person', 'other people')}): {saved.chosen}{until}.")
    if saved.counts != saved.chosen:
        say(f'Your company\'s limits make it "{saved.counts}".')
    return OK


def setting(saved: ShareSeen) -> dict[str, Any]:
    """Return a setting as the API has it; its audience is a team by its id, or "everyone"."""
    told: dict[str, Any] = plain(saved)
    audience = {"id": told.pop("audience_uid", "everyone"), "name": saved.audience}
    return {"chosen": None, "ends_at": None} | told | {"audience": audience}


COMMAND = Command(
    "share",
    "choose what a team, or Everyone, sees of a member's own",
    add_setting,
    run,
    story="It holds from the next request on, everywhere. `tactful preview-share` says what it would change; "
    'the level "not sharing" takes everything back.',
    examples=(
        "tactful share --as ada@example.com --with Sales --level 'relationships + contact info'",
        "tactful share --as ada@example.com --with Everyone --level relationships --until 2026-03-31",
    ),
)
