"""`tactful people`: whom the member's sources and their colleagues' shares show them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import plain, print_json, say, table
from tactful.cli.words import counted, day

if TYPE_CHECKING:
    from tactful.visibility.seen import PersonRow

SORTS = ("name", "strength", "last contact")
MOST = 1_000


def arguments(parser: ArgumentParser) -> None:
    """Add what `people` takes."""
    add_member(parser)
    parser.add_argument("words", nargs="*", metavar="WORD", help="words that all must be found")
    parser.add_argument(
        "--sort", choices=[sort.replace(" ", "-") for sort in SORTS], default="name", help="the order"
    )
    parser.add_argument(
        "--limit",
        type=int,
        default=50,
        metavar="N",
        help=f"people on one page: 50 if not said, {MOST} at most",
    )
    parser.add_argument(
        "--cursor", metavar="MARK", help="go on after a page, from the mark that it ended with"
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Print a page of people with the exact number of all."""
    from tactful.cli.ground import acting_as

    if not 1 <= options.limit <= MOST:
        raise Ended(f"--limit is between 1 and {MOST}.", USAGE, field="limit")
    with acting_as(options) as standing:
        from tactful.visibility.cursor import BadCursor
        from tactful.visibility.people import PeopleQuery, list_people

        query = PeopleQuery(words=" ".join(options.words), sort=options.sort.replace("-", " "))
        try:
            page = list_people(standing, query, cursor=options.cursor, limit=options.limit)
        except BadCursor as error:
            raise Ended(
                "--cursor is no mark of this list: start it again from its beginning.", USAGE, field="cursor"
            ) from error
    if options.json:
        items = [item(row) for row in page.rows]
        print_json({"items": items, "total": page.total, "next": page.next_cursor})
        return OK
    if page.rows:
        say(
            table(
                ("name", "company", "title", "strength", "known by", "last contact"),
                [line(row) for row in page.rows],
            )
        )
        say()
    say(counted(page.total, "person", "people") + ("" if page.total else " found") + ".")
    if page.next_cursor is not None:
        say(f"Go on with --cursor {page.next_cursor}")
    return OK


def item(row: PersonRow) -> dict[str, Any]:
    """Return a person as the API's lists have them: null where nobody says, absent where it is not disclosed."""
    told: dict[str, Any] = plain(row)
    if row.strength is None:
        del told["knowers"]
    return {"name": None, "title": None, "company": None, "organisation": None} | told


def line(row: PersonRow) -> tuple[str, ...]:
    """Return a person as the cells of a table; what is not disclosed is an empty cell, as what is not there."""
    best = row.knowers[0].member if row.knowers else None
    others = f" and {len(row.knowers) - 1} more" if len(row.knowers) > 1 else ""
    return (
        row.name or "Unnamed person",
        row.company.name if row.company is not None else row.organisation or "",
        row.title or "",
        f"{row.strength.score:>3} {row.strength.band}" if row.strength is not None else "",
        "" if best is None else ("you" if best.is_me else best.name) + others,
        day(row.last_contact),
    )


COMMAND = Command(
    "people",
    "list the people whom a member sees",
    arguments,
    run,
    story="Sorted by the name shown to this member, with the exact number of all. Words are looked for in what is "
    "disclosed to the member: names, titles, companies, and addresses and numbers where contact info is shared.",
    examples=(
        "tactful people --as ada@example.com",
        "tactful people --as ada@example.com --sort strength --limit 10",
        "tactful people --as ada@example.com harbour --json",
    ),
)
