"""`tactful who-can-see`: which colleagues see what the member's own sources say of a person."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tactful.cli.command import Command, add_json, add_member, add_person
from tactful.cli.ending import OK
from tactful.cli.printing import print_json, say
from tactful.policy.clauses import LABELS


def arguments(parser: ArgumentParser) -> None:
    """Add what `who-can-see` takes."""
    add_member(parser)
    add_person(parser)
    add_json(parser)


def run(options: Namespace) -> int:
    """Print, for each facet of the member's own, the colleagues who see it and what opens it to each."""
    from tactful.cli.ground import acting_as
    from tactful.cli.person import absent, person_named

    with acting_as(options) as standing:
        from tactful.visibility.questions import who_sees_person

        person = person_named(standing, options.person)
        seen = who_sees_person(standing, person.uid)
        if seen is None:
            raise absent(options.person)
    if options.json:
        print_json({"person": {"id": person.uid, "name": person.name}, "who_sees": seen})
        return OK
    say(person.name or "Unnamed person")
    if not person.mine:
        say("\nYou have nothing of your own about this person, so there is nothing for anybody to see.")
        return OK
    for facet, colleagues in seen.items():
        say(f"\n{LABELS[facet]}")
        if not colleagues:
            say("  Only you.")
        for one in colleagues:
            for sentence in one.sentences:
                say(f"  {sentence}")
    return OK


COMMAND = Command(
    "who-can-see",
    "list the colleagues who see what a member's own sources say of a person",
    arguments,
    run,
    examples=('tactful who-can-see --as ada@example.com "Marit Solheim"',),
)
