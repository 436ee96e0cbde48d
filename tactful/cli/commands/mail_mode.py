"""`tactful mail-mode`: who decides what is shown of mails and meetings, and in teams only, what."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.commands.limits import effects, member_typed, team_typed
from tactful.cli.commands.privacy import add_option
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_answer, print_json, say
from tactful.cli.sharing import end_typed
from tactful.cli.words import PRIVACY_WORDS, ending

if TYPE_CHECKING:
    from tactful.policy.privacy import ModeChange
    from tactful.policy.terms import Choice
    from tactful.visibility.effects import AccountDifference
    from tactful.visibility.privacy import MemberPrivacy
    from tactful.visibility.standing import Standing

YES_NO = {"yes": True, "no": False}


def arguments(parser: ArgumentParser) -> None:
    """Add what may be set, and --preview."""
    add_member(parser)
    parser.add_argument(
        "--mode",
        choices=("everyone", "teams only"),
        help='"everyone": each member decides for themselves; "teams only": Enterprise Admins do, per member and team',
    )
    parser.add_argument(
        "--back",
        choices=("restore", "hide"),
        help='with --mode everyone: "restore" what each had chosen, or "hide" all and ask each to choose again',
    )
    parser.add_argument(
        "--members-may-be-stricter",
        choices=tuple(YES_NO),
        help="in teams only: whether a member may hide more than is set for them",
    )
    parser.add_argument(
        "--team", metavar="TEAM", help="in teams only: a team, by name or id, whose members to print"
    )
    parser.add_argument(
        "--of", dest="whose", metavar="MEMBER", help="of that team: whose --option to set, by name or id"
    )
    add_option(parser)
    parser.add_argument("--preview", action="store_true", help="say what it would do, and save nothing")
    add_json(parser)


def run(options: Namespace) -> int:
    """Print the mode or a team's options, or what a change would do; or save it and print them as they then are."""
    from tactful.cli.ground import acting_as

    with acting_as(options) as standing:
        from tactful.actions.events import require_role
        from tactful.actions.privacy import set_mode, set_team_privacy
        from tactful.visibility.account import see_account
        from tactful.visibility.standing import Standing

        require_role(standing.viewer, "change the account")
        team, choices, change = _wanted(standing, options)
        if options.preview:
            return _show(_difference(standing, team, choices, change), options)
        if choices and team is not None:
            set_team_privacy(standing.viewer, team=team, choices=choices)
        elif change is not None:
            set_mode(standing.viewer, change)
        after = Standing(standing.viewer)
        if team is not None:
            return _show_team(_team(after, team), options)
        seen = see_account(after)
    if options.json:
        print_json({"mail_mode": seen.mail_mode, "members_may_be_stricter": seen.members_may_be_stricter})
        return OK
    say(f"Mode: {seen.mail_mode}")
    say(f"Members may hide more than is set for them: {'yes' if seen.members_may_be_stricter else 'no'}")
    return OK


def _wanted(
    standing: Standing, options: Namespace
) -> tuple[uuid.UUID | None, dict[uuid.UUID, Choice], ModeChange | None]:
    """Return what was asked for: a team with options for members of it, or a change of the mode."""
    from tactful.policy.privacy import ModeChange
    from tactful.policy.terms import Choice

    of_mode = (options.mode, options.back, options.members_may_be_stricter)
    if options.team is None:
        if options.whose is not None or options.option is not None:
            raise Ended("--of and --option go with a --team.", USAGE, field="team")
        change = ModeChange(options.mode, options.back, YES_NO.get(options.members_may_be_stricter or ""))
        return None, {}, change if any(of_mode) else None
    if any(of_mode):
        raise Ended("--team stands without a change of the mode.", USAGE, field="team")
    if (options.whose is None) != (options.option is None):
        raise Ended("--of and --option go together.", USAGE, field="option")
    team = team_typed(standing, options.team, "team")
    if options.whose is None:
        return team, {}, None
    choice = Choice(options.option, end_typed(options.until))
    return team, {member_typed(standing, options.whose, "of"): choice}, None


def _difference(
    standing: Standing, team: uuid.UUID | None, choices: dict[uuid.UUID, Choice], change: ModeChange | None
) -> AccountDifference:
    from tactful.actions.privacy import check_mode, choices_of, require_teams_only
    from tactful.visibility.effects import preview_mode, preview_team_privacy

    mode = standing.settings.accounts[standing.viewer.account].mode
    if team is not None and choices:
        require_teams_only(mode)
        place = next(row.id for row in standing.teams.values() if row.uid == team)
        return preview_team_privacy(standing, place, choices_of(standing, team, choices))
    if change is None:
        raise Ended("--preview needs something to set.", USAGE, field="preview")
    check_mode(mode, change)
    return preview_mode(standing, change)


def _team(standing: Standing, team: uuid.UUID) -> tuple[MemberPrivacy, ...]:
    from tactful.visibility.privacy import team_privacy

    place = next(row.id for row in standing.teams.values() if row.uid == team)
    found = team_privacy(standing, place)
    if found is None:
        raise Ended('Members decide for themselves: the mode is "everyone".', field="team")
    return found


def _show_team(several: tuple[MemberPrivacy, ...], options: Namespace) -> int:
    if options.json:
        print_json(several)
        return OK
    for one in several:
        end = "" if one.ends_at is None else f", {'ended' if one.ended else 'until'} {ending(one.ends_at)}"
        without = "" if one.has_effect else " (no effect: interactions are not shared with the team)"
        say(f"{one.member.name}: {PRIVACY_WORDS[one.option]}{end}{without}")
    return OK


def _show(difference: AccountDifference, options: Namespace) -> int:
    print_answer(difference, effects(difference), as_json=options.json)
    return OK


COMMAND = Command(
    "mail-mode",
    "see and set who decides what is shown of mails and meetings, for Enterprise Admins",
    arguments,
    run,
    story="Going to teams only, both subjects and bodies are hidden in each team until an Enterprise Admin sets them "
    "per member; mails and meetings then reach nobody outside a common team.",
    examples=(
        "tactful mail-mode --as ada@example.com --mode 'teams only' --preview",
        "tactful mail-mode --as ada@example.com --team Sales --of 'Ben Bister' --option subjects",
        "tactful mail-mode --as ada@example.com --mode everyone --back restore",
    ),
)
