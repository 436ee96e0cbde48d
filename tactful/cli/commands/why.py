"""`tactful why`: why the member sees what they see of a person."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tactful.cli.command import Command, add_json, add_member, add_person
from tactful.cli.ending import OK, Ended
from tactful.cli.printing import print_json, say
from tactful.policy.clauses import LABELS
from tactful.policy.rules import BOOK

FACETS = tuple(BOOK.footing)


def arguments(parser: ArgumentParser) -> None:
    """Add what `why` takes."""
    add_member(parser)
    add_person(parser)
    add_facet(parser)
    add_json(parser)


def add_facet(parser: ArgumentParser) -> None:
    """Add --facet, in the order in which facets stand on each other."""
    parser.add_argument(
        "--facet",
        choices=[facet.replace("_", "-") for facet in FACETS],
        help="of this facet alone: " + "; ".join(f"{f.replace('_', '-')}, {LABELS[f]}" for f in FACETS),
    )


def run(options: Namespace) -> int:
    """Print, for each facet that is shown to the member, the sentences that open it."""
    from tactful.cli.ground import acting_as
    from tactful.cli.person import absent, person_named

    with acting_as(options) as standing:
        from tactful.visibility.questions import why_person

        person = person_named(standing, options.person)
        answers = why_person(standing, person.uid)
        if answers is None:
            raise absent(options.person)
    facet = (options.facet or "").replace("-", "_")
    told = [answer for answer in answers if facet in ("", answer.facet)]
    if not told:
        raise Ended("Nothing of this kind is there.", field="facet")
    if options.json:
        print_json({"person": {"id": person.uid, "name": person.name}, "why": told})
        return OK
    say(person.name or "Unnamed person")
    for answer in told:
        say(f"\n{answer.label}")
        for sentence in answer.sentences:
            say(f"  {sentence}")
    return OK


COMMAND = Command(
    "why",
    "say why a member sees what they see of a person",
    arguments,
    run,
    story="Only what is shown is explained. A person who is hidden and one who is not there get the same answer.",
    examples=(
        'tactful why --as ada@example.com "Marit Solheim"',
        "tactful why --as ada@example.com --facet contact-info marit@port.example",
    ),
)
