"""What all shapes share: a field is required, or it is withheld and then absent. Null is data: there is none."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

#: A public id as it is shown.
Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]

T = TypeVar("T")


def _may_grow(schema: dict[str, Any]) -> None:
    """Say in the schema that fields may be added: nothing else is promised within a version."""
    schema.pop("additionalProperties", None)


class Shape(BaseModel):
    """A form of an answer. Only fields that were set are written."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_may_grow)


def withheld(when: str) -> Any:
    """Declare a field that is absent where it is not disclosed; `when` says when it stands."""
    # A default that is never written: answers leave out what was not set, and the schema names no default.
    return Field(default_factory=lambda: None, description=when)


def disclosed(**fields: Any) -> dict[str, Any]:
    """Return those of these fields that are there: a projection has None where a facet is not disclosed."""
    return {name: value for name, value in fields.items() if value is not None}


class Listed(Shape, Generic[T]):
    """A page of a list: `total` counts all that the viewer may see, `next` leads on and is null at the end."""

    items: list[T]
    total: int
    next: str | None
