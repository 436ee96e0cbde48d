"""What commands about sharing have in common: an audience, a level, an end and an id, as typed."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tactful.cli.command import add_json, add_member
from tactful.cli.ending import USAGE, Ended
from tactful.policy.rules import EVERYONE, LEVELS

if TYPE_CHECKING:
    from tactful.visibility.groups import Audience
    from tactful.visibility.standing import Standing


def add_setting(parser: ArgumentParser) -> None:
    """Add --as, --with, --level and --until."""
    add_member(parser)
    parser.add_argument(
        "--with",
        dest="audience",
        metavar="TEAM",
        required=True,
        help=f"a team that the member is in, by name or id, or {EVERYONE}",
    )
    parser.add_argument(
        "--level",
        required=True,
        help="what the audience sees: " + "; ".join(f'"{level}"' for level in LEVELS),
    )
    parser.add_argument(
        "--until",
        metavar="DATE",
        help="the last day on which it holds (2026-03-31, in UTC), or the moment at which it ends "
        "(2026-03-31T12:00+01:00); without it, until changed",
    )
    add_json(parser)


def level_typed(text: str) -> str:
    """Return the level that was typed, however its spaces and plus signs stand; Ended where it is none of the five."""
    wanted = " + ".join(" ".join(part.replace("-", " ").split()) for part in text.lower().split("+"))
    if wanted not in LEVELS:
        raise Ended(f"--level is one of {', '.join(LEVELS)}.", USAGE, field="level")
    return wanted


def end_typed(text: str | None) -> datetime | None:
    """Return when a setting ends: a day holds to its end, a moment is meant as it stands."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-03-31"):
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise Ended(
            "--until is a day such as 2026-03-31, or a moment such as 2026-03-31T12:00+01:00.",
            USAGE,
            field="until",
        ) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def audience_typed(standing: Standing, options: Namespace, *, field: str = "with") -> Audience:
    """Return the audience of the member's that --with (or `field`) names; Ended where they are in no such team."""
    from tactful.visibility.groups import audiences

    wanted = options.audience.strip()
    for audience in audiences(standing):
        named = audience.name.casefold() == wanted.casefold()
        if named or (audience.uid is not None and audience.uid.hex == wanted.lower().replace("-", "")):
            return audience
    raise Ended(f'{standing.viewer.name} is in no team "{wanted}".', field=field)


def id_typed(text: str) -> uuid.UUID:
    """Return an id as it was typed; what cannot be one is the id of nothing, and is absent as such."""
    from tactful.accounts.ids import read_uid

    return read_uid(text.strip().lower().replace("-", "")) or uuid.UUID(int=0)
