"""`tactful who-has-seen`: who was shown what of the member's own sources."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_json, say, table
from tactful.cli.words import counted

if TYPE_CHECKING:
    from tactful.visibility.disclosures import DisclosureSeen

MOST = 1_000
KINDS = (
    "email",
    "phone",
    "postal address",
    "profile",
    "last contact",
    "touchpoint",
    "subject",
    "body",
    "file",
    "private list",
)


def arguments(parser: ArgumentParser) -> None:
    """Add what `who-has-seen` takes."""
    add_member(parser)
    parser.add_argument(
        "person",
        nargs="?",
        metavar="PERSON",
        help="about this person alone: an id, an e-mail address, or a name; the last two among what the member sees",
    )
    parser.add_argument(
        "--kind", choices=[kind.replace(" ", "-") for kind in KINDS], help="of this kind alone"
    )
    parser.add_argument("--way", choices=("page", "api", "command"), help="by this way alone")
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help=f"entries on one page, {MOST} at most"
    )
    parser.add_argument(
        "--cursor", metavar="MARK", help="go on after a page, from the mark that it ended with"
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Print a page of entries with the exact number of all."""
    from tactful.cli.ground import acting_as
    from tactful.cli.person import person_named

    if not 1 <= options.limit <= MOST:
        raise Ended(f"--limit is between 1 and {MOST}.", USAGE, field="limit")
    with acting_as(options) as standing:
        from tactful.visibility.cursor import BadCursor
        from tactful.visibility.disclosures import DisclosuresQuery, list_disclosures

        query = DisclosuresQuery(
            person=None if options.person is None else person_named(standing, options.person).uid,
            kind=(options.kind or "").replace("-", " "),
            way=options.way or "",
        )
        try:
            page = list_disclosures(standing, query, cursor=options.cursor, limit=options.limit)
        except BadCursor as error:
            raise Ended(
                "--cursor is no mark of this list: start it again from its beginning.", USAGE, field="cursor"
            ) from error
    if options.json:
        print_json({"items": page.rows, "total": page.total, "next": page.next_cursor})
        return OK
    if page.rows:
        say(table(("when (UTC)", "shown to", "what", "of whom", "where"), list(map(line, page.rows))))
        say()
    say(counted(page.total, "entry", "entries") + ".")
    if page.next_cursor is not None:
        say(f"Go on with --cursor {page.next_cursor}")
    return OK


def line(row: DisclosureSeen) -> tuple[str, ...]:
    """Return an entry as the cells of a table."""
    kinds = dict.fromkeys(kind for of in row.shown for kind in of.kinds)
    first = row.shown[0] if row.shown else None
    name = "" if first is None else (first.name or "Unnamed person") if first.about else "somebody erased"
    more = f" and {len(row.shown) - 1} more" if len(row.shown) > 1 else ""
    return (
        f"{row.at:%Y-%m-%d %H:%M}",
        "somebody erased" if row.viewer is None else row.viewer.name,
        ", ".join(kinds),
        name + more,
        f"{row.way}: {row.door}",
    )


COMMAND = Command(
    "who-has-seen",
    "list who was shown what of a member's own sources",
    arguments,
    run,
    story="An entry is written for every answer that shows somebody else contact values or touchpoints, before the "
    "answer leaves. Each contributor reads the entries about their own sources, and no others.",
    examples=(
        "tactful who-has-seen --as ada@example.com",
        'tactful who-has-seen --as ada@example.com "Marit Solheim" --kind phone',
    ),
)
