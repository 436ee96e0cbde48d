"""What operations take: words, ids, moments, pages. What is not acceptable is refused by name."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from tactful.accounts.ids import read_uid
from tactful.actions.errors import Absent
from tactful.visibility.value_whys import EVERYBODY, Asked

#: What an id that cannot be one stands for where it is a filter: nothing has it (random ids are never all nought).
NOBODY = uuid.UUID(int=0)


def _plain(text: str) -> str:
    if "\x00" in text:
        raise ValueError("leave out the character with the code 0")
    return text


def _in_utc(moment: datetime) -> datetime:
    try:
        moment = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("choose a date between the years 1970 and 9000") from error
    if not 1970 <= moment.year <= 9000:
        raise ValueError("choose a date between the years 1970 and 9000")
    return moment


#: Words to look for.
Words = Annotated[str, Field(max_length=200), AfterValidator(_plain)]
#: A short text that is kept.
Text = Annotated[str, Field(max_length=300), AfterValidator(_plain)]
#: An address of the web.
Address = Annotated[str, Field(max_length=2048), AfterValidator(_plain)]
#: An opaque marker of a page.
Cursor = Annotated[str, Field(max_length=4000), AfterValidator(_plain)]
#: How many rows a page has.
Limit = Annotated[int, Field(ge=1, le=200)]
#: An instant, with its offset from UTC.
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Sent(BaseModel):
    """What a body holds: nothing but the fields it declares."""

    model_config = ConfigDict(extra="forbid")


def uid(text: str) -> uuid.UUID:
    """Return the id that a path names; Absent where it is none, as for an id that nothing has."""
    found = read_uid(text)
    if found is None:
        raise Absent("this is no id")
    return found


def uid_to_filter(text: str | None) -> uuid.UUID | None:
    """Return the id to filter by; one that nothing has where `text` is none, so that nothing is found."""
    if not text:
        return None
    return read_uid(text) or NOBODY


def asked_values(known: Iterable[str], value: str, audience: str = "", knower: str = "") -> Asked:
    """Return which values are asked about: one, or "every"."""
    of: uuid.UUID | str | None = EVERYBODY if audience == EVERYBODY else uid_to_filter(audience)
    values = frozenset(known) if value == "every" else frozenset({value.replace("-", " ")})
    return Asked(values, audience=of, knower=uid_to_filter(knower))
