"""Who is on a mail or meeting, and with whom it makes a touchpoint."""

from __future__ import annotations

import pytest

from tactful.actions.imports.house import House
from tactful.actions.imports.items import Mail, Meeting
from tactful.actions.imports.parties import parts_of
from tests.actions.books import ADA, BEN, XIA, YAN, ZOE, mail, meeting

HOUSE = House(
    owner=1,
    domains=frozenset({"northwind.example"}),
    members={ADA: 1, "ada@desk.example": 1, BEN: 2},
    own=frozenset({ADA, "ada@desk.example", "ada@home.example"}),
)


def directions(item: Mail | Meeting) -> dict[str, str]:
    """The direction of each touchpoint, by address."""
    return {part.address: part.direction for part in parts_of(item, HOUSE) if part.direction}


@pytest.mark.rule("D08")
@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (mail(ADA, [ZOE, BEN], cc=[XIA]), {ZOE: "out", XIA: "out"}),
        (mail("ada@home.example", [ZOE]), {ZOE: "out"}),
        (mail(ZOE, [ADA, XIA], cc=[YAN]), {ZOE: "in"}),
        (mail(ZOE, [YAN]), {ZOE: "in"}),
        (mail(BEN, [ADA, ZOE], cc=[XIA]), {ZOE: "copied", XIA: "copied"}),
        (mail(BEN, [ZOE], cc=[ADA]), {ZOE: "copied"}),
        (mail(ADA, [BEN]), {}),
        (mail("list@northwind.example", [ADA, ZOE]), {ZOE: "copied"}),
        (meeting(ZOE, [ADA, YAN, BEN]), {ZOE: "meeting", YAN: "meeting"}),
        (meeting(ADA, [ZOE, YAN], declined=[YAN]), {ZOE: "meeting"}),
        (meeting(ZOE, [ADA, YAN], void=True), {}),
    ],
    ids=[
        "sent to outsiders",
        "sent from another address of one's own",
        "received: the sender alone",
        "received without being named",
        "a colleague wrote to outsiders and to the contributor",
        "a colleague wrote to an outsider, with the contributor in CC",
        "to a colleague",
        "from an address on the account's domain",
        "met everybody from outside",
        "somebody declined",
        "cancelled, or declined oneself",
    ],
)
def test_who_turned_to_whom(item: Mail | Meeting, expected: dict[str, str]) -> None:
    assert directions(item) == expected


@pytest.mark.rule("A37")
@pytest.mark.parametrize(
    ("address", "ours"),
    [
        (BEN, True),
        ("anyone@northwind.example", True),
        ("anyone@mail.northwind.example", True),
        ("ada@desk.example", True),
        # She alone says that it is hers.
        ("ada@home.example", False),
        ("eve@home.example", False),
        ("anyone@notnorthwind.example", False),
        ("anyone@northwind.example.org", False),
    ],
)
def test_addresses_on_the_accounts_domains_are_colleagues(address: str, ours: bool) -> None:
    assert HOUSE.is_colleague(address) is ours


def test_everybody_has_one_part_the_first() -> None:
    parts = parts_of(mail(ZOE, [ADA, ZOE], cc=[YAN]), HOUSE)
    assert [(part.address, part.role) for part in parts] == [(ZOE, "from"), (ADA, "to"), (YAN, "cc")]


def test_only_touchpoints_of_ones_own_weigh() -> None:
    assert all(part.weight == 0 for part in parts_of(mail(BEN, [ADA, ZOE], cc=[XIA]), HOUSE))
    weights = {part.address: part.weight for part in parts_of(mail(ZOE, [ADA, BEN, YAN, XIA]), HOUSE)}
    assert weights == {ZOE: pytest.approx(4**-0.25), ADA: 0, BEN: 0, YAN: 0, XIA: 0}
