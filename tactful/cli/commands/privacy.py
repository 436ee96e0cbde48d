"""`tactful privacy`: what is shown of a member's own mails and meetings, and what a change of it would do."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.commands.preview_share import effects_told
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_answer, print_json, say
from tactful.cli.sharing import audience_typed, end_typed
from tactful.cli.words import PRIVACY_WORDS, ending, listed

if TYPE_CHECKING:
    from tactful.visibility.privacy import PrivacySeen, PrivacyTowards
    from tactful.visibility.privacy_preview import PrivacyDifference
    from tactful.visibility.standing import Standing


def arguments(parser: ArgumentParser) -> None:
    """Add what may be set, and --preview."""
    add_member(parser)
    add_option(parser)
    parser.add_argument(
        "--with",
        dest="audience",
        metavar="TEAM",
        help="in teams only: a team that the member is in, by name or id, for --at-most",
    )
    parser.add_argument(
        "--at-most",
        metavar="OPTION",
        help="in teams only: the most that the team may be shown, where the account lets members be stricter",
    )
    parser.add_argument("--preview", action="store_true", help="say what it would do, and save nothing")
    add_json(parser)


def add_option(parser: ArgumentParser) -> None:
    """Add --option and --until."""
    options = "; ".join(f'"{option}": {means}' for option, means in PRIVACY_WORDS.items())
    parser.add_argument("--option", metavar="OPTION", help=f"what is shown: {options}")
    parser.add_argument(
        "--until",
        metavar="DATE",
        help="the last day on which it holds (2026-03-31, in UTC), or the moment at which it ends; then it is hidden",
    )


def run(options: Namespace) -> int:
    """Print what is shown as it is, or what a change would do; or save it and print it as it then is."""
    from tactful.cli.ground import acting_as

    ends_at = end_typed(options.until)
    if (options.at_most is None) != (options.audience is None):
        raise Ended("--with and --at-most go together.", USAGE, field="at-most")
    if options.at_most is not None and options.option is not None:
        raise Ended("--at-most stands without --option.", USAGE, field="at-most")
    with acting_as(options) as standing:
        from tactful.actions.privacy import set_at_most, set_privacy
        from tactful.visibility.privacy import my_privacy
        from tactful.visibility.standing import Standing

        if options.preview:
            return _show(_difference(standing, options), options)
        if options.at_most is not None:
            team = audience_typed(standing, options).uid
            if team is None:
                raise Ended("--with is a team here.", USAGE, field="with")
            set_at_most(standing.viewer, team=team, option=options.at_most)
        elif options.option is not None:
            set_privacy(standing.viewer, option=options.option, ends_at=ends_at)
        seen = my_privacy(Standing(standing.viewer))
    print_answer(seen, told(seen), as_json=options.json)
    return OK


def _difference(standing: Standing, options: Namespace) -> PrivacyDifference:
    from tactful.actions.privacy import check_choice, require_own_choice, require_stricter, team_of_mine
    from tactful.visibility.privacy import my_privacy
    from tactful.visibility.privacy_preview import preview_at_most, preview_privacy

    now, ends_at = my_privacy(standing), end_typed(options.until)
    if options.at_most is not None:
        require_stricter(now.mode, now.may_be_stricter)
        team = audience_typed(standing, options).uid
        if team is None:
            raise Ended("--with is a team here.", USAGE, field="with")
        check_choice(standing.viewer, options.at_most)
        return preview_at_most(standing, team_of_mine(standing, team), options.at_most)
    if options.option is None:
        raise Ended("--preview needs an --option.", USAGE, field="option")
    require_own_choice(now.mode)
    check_choice(standing.viewer, options.option, ends_at)
    return preview_privacy(standing, options.option, ends_at)


def _show(difference: PrivacyDifference, options: Namespace) -> int:
    if options.json:
        print_json(difference)
        return OK
    if not difference.effects:
        say(f'With "{difference.option}", nothing changes for anybody now.')
        return OK
    say(f'With "{difference.option}":')
    for line in effects_told(difference.effects, difference.unaffected):
        say(line)
    return OK


def told(seen: PrivacySeen) -> list[str]:
    """Return the setting in lines."""
    chosen = "nothing was chosen, so both are hidden" if seen.chosen is None else PRIVACY_WORDS[seen.chosen]
    end = "" if seen.ends_at is None else f", {'ended' if seen.ended else 'until'} {ending(seen.ends_at)}"
    lines = [f"Mode: {seen.mode}", f"Your own choice: {chosen}{end}"]
    if seen.mode != "everyone":
        lines[1] += " (it waits: an Enterprise Admin decides, team by team)"
    if seen.asked:
        lines.append("Your company hid this for all, and asks you to choose again.")
    lines += [f"{one.audience}: {_towards(one)}" for one in seen.audiences if one.has_effect]
    without = [one.audience for one in seen.audiences if not one.has_effect]
    if without:
        lines.append(f"No effect for {listed(without)}: interactions are not shared there.")
    return lines


def _towards(one: PrivacyTowards) -> str:
    limit = "" if one.at_most == "bodies" else f' (you let it be "{one.at_most}" at most)'
    return f"{PRIVACY_WORDS[one.counts]}{limit}"


COMMAND = Command(
    "privacy",
    "see and set what is shown of a member's own mails and meetings",
    arguments,
    run,
    story="Without anything to set it prints what each audience is shown. It shows nothing where interactions are not "
    "shared. Where the account shares mails and meetings with teams only, an Enterprise Admin sets it: see "
    "`tactful mail-mode`.",
    examples=(
        "tactful privacy --as ada@example.com --option subjects --preview",
        "tactful privacy --as ada@example.com --option bodies --until 2026-03-31",
    ),
)
