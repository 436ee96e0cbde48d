"""`tactful same`: which records may be one person, saying that they are or are not, and taking that back (D24)."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK, Ended
from tactful.cli.printing import plain, print_json, say
from tactful.cli.sharing import id_typed

if TYPE_CHECKING:
    from tactful.visibility.identity.joints import Joint
    from tactful.visibility.identity.judgements_seen import JudgementSeen
    from tactful.visibility.identity.proposals import Likely
    from tactful.visibility.identity.sides import Side
    from tactful.visibility.standing import Standing

_PAGE = 200


def arguments(parser: ArgumentParser) -> None:
    """Add whom it is about, and what is said of two."""
    add_member(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--of", metavar="PERSON", help="one person, by the id: why they are one, and with whom perhaps"
    )
    what.add_argument("--confirm", nargs=2, metavar="ID", help="two people, by their ids, who are one")
    what.add_argument("--split", nargs=2, metavar="ID", help="two people, by their ids, who are not one")
    what.add_argument("--take-back", metavar="ID", help="what was said of two, by its id, is to end")
    what.add_argument("--said", action="store_true", help="what members said of two people")
    add_json(parser)


def run(options: Namespace) -> int:
    """Print what may be one person to the member; or what was said of two, after what is to be said now."""
    from tactful.cli.ground import acting_as

    with acting_as(options) as standing:
        from tactful.visibility.standing import Standing

        if options.of:
            return _about(standing, options)
        if options.confirm or options.split or options.take_back:
            _deed(standing, options)
        elif not options.said:
            return _proposed(standing, options)
        now = Standing(standing.viewer)
        # What is printed stands in the log with all else that this command shows.
        now.showing = standing.showing
        return _said(now, options)


def _deed(standing: Standing, options: Namespace) -> None:
    from tactful.actions.judgements import confirm_same, split, take_back_judgement

    if options.take_back:
        take_back_judgement(standing.viewer, judgement=id_typed(options.take_back))
        return
    one, other = map(id_typed, options.confirm or options.split)
    (confirm_same if options.confirm else split)(standing.viewer, one=one, other=other)


def _proposed(standing: Standing, options: Namespace) -> int:
    from tactful.visibility.identity.proposals import list_proposals

    page = list_proposals(standing, limit=_PAGE)
    rows = list(page.rows)
    while page.next_cursor is not None:
        page = list_proposals(standing, cursor=page.next_cursor, limit=_PAGE)
        rows += page.rows
    if options.json:
        print_json({"items": [_pair(one) for one in rows], "total": len(rows)})
        return OK
    for one in rows:
        _say(one)
    if not rows:
        say("Nobody in your own sources looks like somebody else whom you see.")
    return OK


def _about(standing: Standing, options: Namespace) -> int:
    from tactful.visibility.identity.joints import joints_about
    from tactful.visibility.identity.proposals import proposals_about
    from tactful.visibility.person import find_person

    row = find_person(standing, id_typed(options.of))
    if row is None:
        raise Ended(f'There is no person "{options.of}".', field="of")
    joints, likely = joints_about(standing, row.id), proposals_about(standing, row.id)
    if options.json:
        print_json(
            {
                "joined": [_pair(one) | {"confirmed": one.confirmed} for one in joints],
                "proposals": [_pair(one) for one in likely],
            }
        )
        return OK
    for joint in joints:
        _say(joint, "are one person" + (", as a member confirmed" if joint.confirmed else ""))
    for one in likely:
        _say(one)
    if not joints and not likely:
        say("Nobody else whom you see is, or looks like, this person.")
    return OK


def _said(standing: Standing, options: Namespace) -> int:
    from tactful.visibility.identity.judgements_seen import list_judgements

    found = list_judgements(standing)
    if options.json:
        print_json({"items": [_judged(one) for one in found]})
        return OK
    for one in found:
        who = "you" if one.mine else "a colleague"
        verdict = "are one person" if one.same else "are not one person"
        say(f"{one.uid.hex}  {_label(one.one)} and {_label(one.other)} {verdict}: said by {who}")
    if not found:
        say("Nothing was said of two people whom you see.")
    return OK


def _say(one: Likely | Joint, verdict: str = "may be one person") -> None:
    say(f"{_label(one.one)} and {_label(one.other)} {verdict}")
    say(f"    {one.one.uid.hex} {one.other.uid.hex}")
    for sentence in one.evidence:
        say(f"    {sentence}")


def _label(side: Side) -> str:
    return f"{side.name or 'Unnamed person'} ({side.address or 'no address'})"


def _pair(one: Likely | Joint) -> dict[str, Any]:
    """Return two people as the API has them."""
    return {"people": [_side(one.one), _side(one.other)], "evidence": list(one.evidence)}


def _judged(one: JudgementSeen) -> dict[str, Any]:
    return {
        "id": one.uid.hex,
        "verdict": "same" if one.same else "not the same",
        "people": [_side(one.one), _side(one.other)],
        "mine": one.mine,
        "at": plain(one.at),
    }


def _side(side: Side) -> dict[str, Any]:
    none = {"name": None, "title": None, "company": None, "organisation": None}
    told: dict[str, Any] = plain(side)
    if "company" in told:
        told["company"] = {key: told["company"][key] for key in ("id", "name")}
    return none | told


COMMAND = Command(
    "same",
    "say which records are one person",
    arguments,
    run,
    story="Without anything named it prints which records look like one person, by what the member sees of both: equal "
    "full names, and telephone numbers on cards of different books. What is confirmed holds for everybody who sees "
    "both while what says so is there; a split holds for everybody until it is taken back.",
    examples=(
        "tactful same --as ada@example.com",
        "tactful same --as ada@example.com --said",
    ),
)
