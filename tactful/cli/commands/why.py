"""`tactful why`: why the member sees what they see of a person or company."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from tactful.cli.command import Command, add_json, add_member, add_person
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_json, say
from tactful.policy.clauses import LABELS
from tactful.policy.rules import BOOK

if TYPE_CHECKING:
    import uuid

    from tactful.visibility.standing import Standing
    from tactful.visibility.value_whys import Asked

FACETS = tuple(BOOK.footing)
#: The values of a person and of a company that can be asked about; the API has the same names.
VALUES = (
    "every",
    "name",
    "company",
    "title",
    "people",
    "score",
    "known-by",
    "last-contact",
    "statistics",
    "group-score",
    "also-known",
    "tie",
)


def arguments(parser: ArgumentParser) -> None:
    """Add what `why` takes."""
    add_member(parser)
    add_person(parser)
    add_company(parser)
    parser.add_argument(
        "--value", choices=VALUES, help='why this value is shown, and what went into it; "every" says all'
    )
    parser.add_argument("--audience", metavar="TEAM", help='whose group-score: a team, or "Everyone"')
    parser.add_argument("--knower", metavar="MEMBER", help="whose tie: a colleague by name or id")
    add_facet(parser)
    add_json(parser)


def add_company(parser: ArgumentParser) -> None:
    """Add --company: PERSON names a company."""
    parser.add_argument(
        "--company",
        action="store_true",
        help="what stands for PERSON is a company: a name, a domain or an id",
    )


def add_facet(parser: ArgumentParser) -> None:
    """Add --facet, in the order in which facets stand on each other."""
    parser.add_argument(
        "--facet",
        choices=[facet.replace("_", "-") for facet in FACETS],
        help="of this facet alone: " + "; ".join(f"{f.replace('_', '-')}, {LABELS[f]}" for f in FACETS),
    )


def run(options: Namespace) -> int:
    """Print the sentences that open each facet or value that is shown to the member."""
    from tactful.cli.ground import acting_as

    with acting_as(options) as standing:
        uid, name, answers = (_of_company if options.company else _of_person)(standing, options)
    facet = (options.facet or "").replace("-", "_")
    told = [answer for answer in answers if facet in ("", answer.facet)]
    if not told:
        raise Ended("Nothing of this kind is there.", field="value" if options.value else "facet")
    if options.json:
        kind = "company" if options.company else "person"
        print_json({kind: {"id": uid, "name": name}, "why": [_plain(one) for one in told]})
        return OK
    say(name or "Unnamed person")
    for answer in told:
        shown = getattr(answer, "shown", "")
        say(f"\n{answer.label}{f': {shown}' if shown else ''}")
        for sentence in (*answer.sentences, *getattr(answer, "made_of", ())):
            say(f"  {sentence}")
    return OK


def _of_person(standing: Standing, options: Namespace) -> tuple[uuid.UUID, str | None, Any]:
    from tactful.cli.person import absent, person_named
    from tactful.insight.value_whys import explained_values
    from tactful.visibility.questions import why_person
    from tactful.visibility.value_whys import OF_PERSON

    person = person_named(standing, options.person)
    if options.value:
        answers: Any = explained_values(standing, person.uid, _asked(standing, options, OF_PERSON))
    else:
        answers = why_person(standing, person.uid)
    if answers is None:
        raise absent(options.person)
    return person.uid, person.name, answers


def _of_company(standing: Standing, options: Namespace) -> tuple[uuid.UUID, str | None, Any]:
    from tactful.cli.company import absent_company, company_named
    from tactful.visibility.company import find_company
    from tactful.visibility.questions import why_company
    from tactful.visibility.value_whys import OF_COMPANY, why_company_values

    seen = company_named(standing, options.person)
    company = find_company(standing, seen.uid)
    if company is None:
        raise absent_company(options.person)
    if not options.value:
        return seen.uid, seen.name, why_company(standing, company)
    return seen.uid, seen.name, why_company_values(standing, company, _asked(standing, options, OF_COMPANY))


def _asked(standing: Standing, options: Namespace, known: tuple[str, ...]) -> Asked:
    from tactful.visibility.value_whys import EVERYBODY, Asked

    audience = options.audience
    if audience is not None:
        teams = {team.name.lower(): team.uid for team in standing.teams.values()}
        audience = EVERYBODY if audience.lower() == EVERYBODY else teams.get(audience.lower(), "")
    values = known if options.value == "every" else (options.value.replace("-", " "),)
    return Asked(frozenset(values), audience=audience, knower=_member(standing, options.knower))


def _member(standing: Standing, words: str | None) -> uuid.UUID | None:
    from tactful.accounts.ids import read_uid

    if words is None:
        return None
    uid = read_uid(words.strip().lower().replace("-", ""))
    named = [m.uid for m in standing.members.values() if m.name.lower() == words.strip().lower()]
    if uid is None and len(named) > 1:
        raise Ended(f'There are several colleagues "{words}": say which by the id.', USAGE, field="knower")
    return uid or next(iter(named), None)


def _plain(one: Any) -> dict[str, Any]:
    """Return an answer as the API has it."""
    found = {"facet": one.facet, "label": one.label, "sentences": list(one.sentences)}
    if hasattr(one, "value"):
        found |= {"value": one.value.replace(" ", "-"), "shown": one.shown, "made_of": list(one.made_of)}
    return found


COMMAND = Command(
    "why",
    "say why a member sees what they see of a person or company",
    arguments,
    run,
    story="Only what is shown is explained. A person who is hidden and one who is not there get the same answer.",
    examples=(
        'tactful why --as ada@example.com "Marit Solheim"',
        "tactful why --as ada@example.com --facet contact-info marit@port.example",
        'tactful why --as ada@example.com --value last-contact "Marit Solheim"',
        "tactful why --as ada@example.com --company --value score orrinvale.example",
    ),
)
