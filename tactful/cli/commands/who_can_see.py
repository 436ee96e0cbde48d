"""`tactful who-can-see`: which colleagues see what the member's own sources say of a person or company."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member, add_person
from tactful.cli.commands.why import add_company
from tactful.cli.ending import OK
from tactful.cli.printing import print_json, say
from tactful.policy.clauses import LABELS

if TYPE_CHECKING:
    import uuid

    from tactful.visibility.seers import Seers
    from tactful.visibility.standing import Standing


def arguments(parser: ArgumentParser) -> None:
    """Add what `who-can-see` takes."""
    add_member(parser)
    add_person(parser)
    add_company(parser)
    add_json(parser)


def run(options: Namespace) -> int:
    """Print, for each facet of the member's own, the colleagues who see it and what opens it to each."""
    from tactful.cli.ground import acting_as

    with acting_as(options) as standing:
        uid, name, mine, seen = (_of_company if options.company else _of_person)(standing, options.person)
    if options.json:
        print_json({"company" if options.company else "person": {"id": uid, "name": name}, "who_sees": seen})
        return OK
    say(name or "Unnamed person")
    if not mine:
        what = "company" if options.company else "person"
        say(f"\nYou have nothing of your own about this {what}, so there is nothing for anybody to see.")
        return OK
    for facet, colleagues in seen.items():
        say(f"\n{LABELS[facet]}")
        if not colleagues:
            say("  Only you.")
        for one in colleagues:
            for sentence in one.sentences:
                say(f"  {sentence}")
    return OK


def _of_person(standing: Standing, words: str) -> tuple[uuid.UUID, str | None, bool, Seers]:
    from tactful.cli.person import absent, person_named
    from tactful.visibility.seers import who_sees_person

    person = person_named(standing, words)
    seen = who_sees_person(standing, person.uid)
    if seen is None:
        raise absent(words)
    return person.uid, person.name, person.mine, seen


def _of_company(standing: Standing, words: str) -> tuple[uuid.UUID, str | None, bool, Seers]:
    from tactful.cli.company import absent_company, company_named
    from tactful.visibility.company import find_company
    from tactful.visibility.seers import who_sees_company

    seen = company_named(standing, words)
    company = find_company(standing, seen.uid)
    if company is None:
        raise absent_company(words)
    return seen.uid, seen.name, seen.mine, who_sees_company(standing, company)


COMMAND = Command(
    "who-can-see",
    "list the colleagues who see what a member's own sources say of a person or company",
    arguments,
    run,
    examples=(
        'tactful who-can-see --as ada@example.com "Marit Solheim"',
        "tactful who-can-see --as ada@example.com --company orrinvale.example",
    ),
)
