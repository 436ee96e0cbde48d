"""`tactful limits`: see and set where everybody starts and how far sharing goes, with the effect before it is saved."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import plain, print_answer, print_json, say
from tactful.cli.sharing import level_typed
from tactful.cli.words import PRIVACY_WORDS, counted, listed
from tactful.policy.offers import NAMES
from tactful.policy.rules import EVERYONE, LEVELS

if TYPE_CHECKING:
    from tactful.actions.limits import Foreseen, Wanted
    from tactful.visibility.content_options import OptionsChange
    from tactful.visibility.effects import AccountDifference, LevelChange
    from tactful.visibility.limits import LimitsSeen, StandardSeen
    from tactful.visibility.standing import Standing


def arguments(parser: ArgumentParser) -> None:
    """Add what may be set, and --preview."""
    add_member(parser)
    parser.add_argument(
        "--preset",
        metavar="NAME",
        help="opt-in, open or siloed: several of these at once, with the mode of mails and meetings, and what members"
        " may choose when they write",
    )
    for name, whom in (("teams", "their teams"), ("everyone", EVERYONE)):
        parser.add_argument(
            f"--default-for-{name}",
            metavar="LEVEL",
            help=f"what members share with {whom} until they choose: one of {', '.join(LEVELS)}",
        )
    for name, means in (("floor", "at least"), ("cap", "at most")):
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar="TEAM=LEVEL",
            help=f"what is shared {means} with a team, by name or id, or with {EVERYONE}; may be given several times",
        )
    parser.add_argument("--take-back", metavar="ID", help="an announced raise that is not to begin")
    parser.add_argument("--preview", action="store_true", help="say what it would do, and save nothing")
    parser.add_argument(
        "--between",
        nargs=2,
        metavar=("VIEWER", "CONTRIBUTOR"),
        help="say by which settings one member sees things of another's, each by name or id; nothing is set",
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Print the limits as they are, or what a change would do; or save it and print them as they then are."""
    from tactful.cli.ground import acting_as

    with acting_as(options) as standing:
        from tactful.actions.events import require_role
        from tactful.actions.limits import set_limits, take_back_raise
        from tactful.visibility.limits import see_limits
        from tactful.visibility.standing import Standing

        require_role(standing.viewer, "change the account")
        if options.between:
            return _between(standing, options)
        wanted = _wanted(standing, options)
        if options.preview:
            foreseen = _foreseen(standing, wanted, options)
            answer = plain(foreseen.difference) | {"mode": foreseen.mode, "content": plain(foreseen.content)}
            lines = [*effects(foreseen.difference), *_moded(foreseen.mode), *_offered(foreseen.content)]
            print_answer(answer, lines, as_json=options.json)
            return OK
        if options.take_back:
            take_back_raise(standing.viewer, raised=_raise(options))
        elif wanted is not None:
            set_limits(standing.viewer, wanted)
        seen = see_limits(Standing(standing.viewer))
    assert seen is not None, "asked after the role was"
    print_answer(seen, told(seen), as_json=options.json)
    return OK


def _between(standing: Standing, options: Namespace) -> int:
    from tactful.visibility.acting_settings import acting_settings

    found = acting_settings(
        standing, *(member_typed(standing, typed, "between") for typed in options.between)
    )
    if found is None:
        raise Ended("Name two different members.", USAGE, field="between")
    if options.json:
        print_json(found)
        return OK
    for line in found.sentences:
        say(line)
    if not found.sentences:
        say(f"No setting opens anything of {found.contributor.name}'s to {found.viewer.name}.")
    return OK


def member_typed(standing: Standing, typed: str, field: str) -> uuid.UUID:
    """Return the id of an active member by name or id; Ended where there is none, or several have the name."""
    from tactful.visibility.teams import list_members

    there = [one for one in list_members(standing) if one.active]
    found = [one.uid for one in there if typed.lower() in (one.name.lower(), one.uid.hex)]
    if len(found) != 1:
        many = f"several members are called {typed}; say the id" if found else f"there is no member {typed}"
        raise Ended(f"{many[0].upper()}{many[1:]}.", USAGE, field=field)
    return found[0]


def _moded(mode: str | None) -> list[str]:
    """Return to which mode of mails and meetings a preset goes, in lines."""
    return [] if mode is None else [f'Mails and meetings: the mode becomes "{mode}", and all begin at hide.']


def _offered(content: tuple[OptionsChange, ...]) -> list[str]:
    """Return what a preset makes of what members may choose, in lines."""
    lines = ["Members may choose when they write, from now on:"] if content else []
    for one in content:
        own = ", teams and users being one's own" if one.after.own_teams else ""
        left = f" ({counted(one.wider, 'item')} stay wider)" if one.wider else ""
        lines.append(f"  {NAMES[one.sort][1]}: {listed(one.after.on)}{own}{left}")
    return lines


def _foreseen(standing: Standing, wanted: Wanted | None, options: Namespace) -> Foreseen:
    from tactful.actions.limits import Foreseen, Wanted, foresee
    from tactful.visibility.effects import preview_taking_back
    from tactful.visibility.limits import find_raise

    if not options.take_back:
        return foresee(standing, wanted or Wanted())
    key = find_raise(standing, _raise(options))
    if key is None:
        raise Ended("There is no such raise, or it has begun.", field="take-back")
    return Foreseen(preview_taking_back(standing, key), None, ())


def _wanted(standing: Standing, options: Namespace) -> Wanted | None:
    """Return what was asked for, None for nothing."""
    from tactful.actions.limits import Wanted

    given = (options.default_for_teams, options.default_for_everyone, options.preset)
    if not (any(given) or options.floor or options.cap):
        return None
    if options.take_back:
        raise Ended("--take-back stands alone.", USAGE, field="take-back")
    teams, everyone = (None if text is None else level_typed(text) for text in given[:2])
    floors, caps = (_by_audience(standing, name, getattr(options, name)) for name in ("floor", "cap"))
    return Wanted(options.preset, teams, everyone, floors, caps)


def _by_audience(standing: Standing, name: str, typed: list[str]) -> dict[uuid.UUID | None, str]:
    found: dict[uuid.UUID | None, str] = {}
    for text in typed:
        team, equals, level = text.rpartition("=")
        if not equals:
            raise Ended(f'--{name} is a team and a level, such as "Sales=relationships".', USAGE, field=name)
        found[_audience(standing, team.strip(), name)] = level_typed(level)
    return found


def _audience(standing: Standing, wanted: str, name: str) -> uuid.UUID | None:
    return None if wanted.casefold() == EVERYONE.casefold() else team_typed(standing, wanted, name)


def team_typed(standing: Standing, wanted: str, field: str) -> uuid.UUID:
    """Return the id of a team of the account by name or id; Ended where there is none."""
    for team in standing.teams.values():
        if team.name.casefold() == wanted.casefold() or team.uid.hex == wanted.lower().replace("-", ""):
            return team.uid
    raise Ended(f'There is no team "{wanted}".', field=field)


def _raise(options: Namespace) -> uuid.UUID:
    from tactful.accounts.ids import read_uid

    found = read_uid(options.take_back.strip().lower().replace("-", ""))
    if found is None:
        raise Ended("There is no such raise, or it has begun.", field="take-back")
    return found


def told(seen: LimitsSeen) -> list[str]:
    """Return the limits in lines."""
    lines = [f"Preset: {seen.preset or 'none of them'}"]
    for whom, standard in (("teams", seen.default_for_teams), (EVERYONE, seen.default_for_everyone)):
        lines.append(f"Default for {whom}: {_standard(standard)}")
    lines += [f'{it.name}: at least {_standard(it.floor)}; at most "{it.cap}"' for it in seen.audiences]
    return lines


def _standard(one: StandardSeen) -> str:
    if one.to_come is None:
        return f'"{one.level}"'
    day = f"{one.to_come.begins_at:%Y-%m-%d %H:%M} UTC"
    return f'"{one.level}", from {day} "{one.to_come.level}" (take back: {one.to_come.uid.hex})'


def effects(difference: AccountDifference) -> list[str]:
    """Return what a change would do in lines."""
    if difference.empty:
        return ["Nothing changes for anybody."]
    lines = []
    if difference.at_once:
        lines += ["At once:", *(f"  {_change(row)}" for row in difference.at_once)]
    for later in difference.later:
        lines.append(f"From {later.begins_at:%Y-%m-%d %H:%M} UTC, instead of what would hold then:")
        lines += [f"  {_change(row)}" for row in later.changes]
    if difference.no_longer.people:
        names = difference.no_longer.examples
        such = f", such as {listed(names)}" if names else ""
        lines.append(f"You no longer see {counted(difference.no_longer.people, 'person', 'people')}{such}.")
    return lines


def _change(row: LevelChange) -> str:
    whom = counted(row.people, "other", "others")
    before, after = (_shared(it) for it in ((row.before, row.privacy_before), (row.after, row.privacy_after)))
    return f'{row.member.name}, with {row.audience} ({whom}): "{before}" becomes "{after}"'


def _shared(one: tuple[str, str]) -> str:
    level, privacy = one
    return level if privacy == "hide" else f"{level}, with {PRIVACY_WORDS[privacy]}"


COMMAND = Command(
    "limits",
    "see and set where everybody starts and how far sharing goes, for Enterprise Admins",
    arguments,
    run,
    story="Without anything to set it prints the limits. Lowering a default or floor, and any cap, acts at once; "
    "raising a default or floor acts after seven days on those who are members now, and is announced to them beside "
    "their settings. --preview says who would share more or less with whom, and from when on.",
    examples=(
        "tactful limits --as ada@example.com",
        "tactful limits --as ada@example.com --preset open --preview",
        "tactful limits --as ada@example.com --cap 'Everyone=relationships' --floor 'Sales=relationships'",
    ),
)
