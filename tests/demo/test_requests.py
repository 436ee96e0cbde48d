"""Requests for an introduction in the demo: asked of whoever knows somebody whom the asker does not."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from tactful.accounts.wall import acting
from tactful.cli.demo.found import Founded
from tactful.cli.demo.requests import ask_around
from tactful.visibility.viewer import Viewer
from tests.cast import Cast


@dataclass
class House:
    """The cast, as the demo's company is founded."""

    cast: Cast
    company: Any = field(init=False)
    uids: dict[str, uuid.UUID] = field(init=False)

    def __post_init__(self) -> None:
        names = ("Dee", "Ben", "Ada", "Cyd", "Eve")
        members = [SimpleNamespace(address=name, active=name != "Eve") for name in names]
        self.company = SimpleNamespace(members=members)
        self.uids = {name: uuid.UUID(hex=self.cast.id(name)) for name in names}

    @contextmanager
    def acting_as(self, member: Any) -> Iterator[Viewer]:
        """Act as one of them."""
        with acting(self.cast.accounts[member.address]):
            yield self.cast.member(member.address)


def test_four_ask_and_each_request_ends_otherwise(db: None) -> None:
    house = House(Cast.gathered())
    assert ask_around(cast(Founded, house)) == 0
    for who in ("Ada", "Ben", "Cyd"):
        house.cast.share(who, "Everyone", "relationships")
    assert ask_around(cast(Founded, house)) == 4
    states = {
        who: [one["state"] for one in house.cast.api(who).read("/introductions")["by_me"]]
        for who in ("Dee", "Ben", "Ada", "Cyd")
    }
    assert states == {"Dee": ["asked"], "Ben": ["accepted"], "Ada": ["made"], "Cyd": ["declined"]}
