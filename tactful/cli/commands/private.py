"""`tactful private`: keep somebody or something private whatever the member shares, see what is, and take it back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.commands.preview_share import effects_told
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import plain, print_answer, print_json, say
from tactful.cli.sharing import audience_typed, id_typed

if TYPE_CHECKING:
    from tactful.actions.exceptions import Audience, Named
    from tactful.visibility.exceptions import ExceptionEffect, ExceptionSeen
    from tactful.visibility.standing import Standing

WAYS = ("person", "company", "mail")


def arguments(parser: ArgumentParser) -> None:
    """Add what may be kept private, from whom, and taking back."""
    add_member(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--person", metavar="ADDRESS", help="an e-mail address, or the id of a person of your own"
    )
    what.add_argument(
        "--company", metavar="DOMAIN", help="a company's domain, or the id of a company of your own"
    )
    what.add_argument("--mail", metavar="ID", help="the id of a mail of your own: its whole thread")
    what.add_argument("--take-back", metavar="ID", help="an exception that is to end, by its id")
    parser.add_argument(
        "--from",
        dest="audience",
        metavar="TEAM",
        help="the one audience that it binds, a team or Everyone; without it everybody, allies and guests included",
    )
    parser.add_argument("--preview", action="store_true", help="say what it would do, and save nothing")
    add_json(parser)


def run(options: Namespace) -> int:
    """Print what the member keeps private; with something to change, its effect, or the list as it then is."""
    from tactful.cli.ground import acting_as

    named = any(getattr(options, way) for way in WAYS)
    if not named and options.audience:
        raise Ended("--from goes with --person, --company or --mail.", USAGE, field="from")
    if options.preview and not (named or options.take_back):
        raise Ended("--preview goes with --person, --company, --mail or --take-back.", USAGE, field="preview")
    with acting_as(options) as standing:
        from tactful.visibility.exceptions import my_exceptions
        from tactful.visibility.standing import Standing

        if options.preview:
            return _foreseen(_effect(standing, options), options)
        if named:
            _keep(standing, options)
        elif options.take_back:
            _take_back(standing, options)
        found = my_exceptions(Standing(standing.viewer))
    if options.json:
        print_json({"items": [row(one) for one in found]})
        return OK
    for one in found:
        say(f"{one.uid.hex}  {one.name}: kept private from {one.audience or 'everybody'}")
    if not found:
        say("Nothing is kept private: what you share decides alone.")
    return OK


def row(one: ExceptionSeen) -> dict[str, Any]:
    """Return an exception as the API has it; its audience is null for everybody, else has a team's id or "everyone"."""
    told: dict[str, Any] = plain(one)
    uid, name = told.pop("audience_uid", None), told.pop("audience", None)
    audience = None if name is None else {"id": uid or "everyone", "name": name}
    return {"record": None} | told | {"audience": audience}


def _keep(standing: Standing, options: Namespace) -> None:
    from tactful.actions.exceptions import keep_private
    from tactful.intake.domains import company_domain

    keep_private(standing.viewer, _named(options), _audience(standing, options), company_domain)


def _take_back(standing: Standing, options: Namespace) -> None:
    from tactful.actions.exceptions import take_back_exception

    take_back_exception(standing.viewer, exception=id_typed(options.take_back))


def _effect(standing: Standing, options: Namespace) -> ExceptionEffect:
    from tactful.actions.errors import Absent
    from tactful.actions.exceptions import exception_of
    from tactful.intake.domains import company_domain
    from tactful.visibility.exceptions import my_exception, preview_exception, preview_without

    if options.take_back:
        exception = id_typed(options.take_back)
        if my_exception(standing, exception) is None:
            raise Absent("you have no such exception")
        return preview_without(standing, exception)
    named, audience = _named(options), _audience(standing, options)
    return preview_exception(standing, exception_of(standing, named, audience, company_domain))


def _named(options: Namespace) -> Named:
    """Return what was named: what reads as an id is one, anything else is an address or a domain."""
    from tactful.accounts.ids import read_uid
    from tactful.actions.exceptions import Named

    if options.mail:
        return Named("touchpoint", uid=id_typed(options.mail))
    kind, typed, text = (
        ("person", "address", options.person) if options.person else ("company", "domain", options.company)
    )
    uid = read_uid(text.strip().lower().replace("-", ""))
    return Named(typed, text=text) if uid is None else Named(kind, uid=uid)


def _audience(standing: Standing, options: Namespace) -> Audience:
    from tactful.actions.exceptions import ALL, Audience

    if not options.audience:
        return ALL
    return Audience(all=False, team=audience_typed(standing, options, field="from").uid)


def _foreseen(effect: ExceptionEffect, options: Namespace) -> int:
    print_answer(effect, told(effect), as_json=options.json)
    return OK


def told(effect: ExceptionEffect) -> list[str]:
    """Return in lines what an exception would change."""
    if not effect.effects:
        return ["Nothing changes for any colleague."]
    return ["If it is saved:", *effects_told(effect.effects, effect.unaffected)]


COMMAND = Command(
    "private",
    "keep a person, a company or a mail thread private, whatever a member shares",
    arguments,
    run,
    story="Without anything named it prints what is kept private. It wins over every share, and a mail or meeting that "
    "names whom you keep private is withheld whole. It acts at once, and --preview says for whom. Taking it back opens "
    "what is shared again.",
    examples=(
        "tactful private --as ada@example.com",
        "tactful private --as ada@example.com --person kim@brightwater.example --preview",
        "tactful private --as ada@example.com --company brightwater.example --from Sales",
    ),
)
