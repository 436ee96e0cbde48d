"""The table of sharing: after each thing that may be done, what each of the cast sees of Jon, on page and API alike.

Jon Falk is in Ada's book alone: mails, and a card with a number. Ada, Ben and Dee are in Gas, Ada and Cyd in Power, Eve
in no team; Flo is the Enterprise Admin, and Gus of another account. r: that Ada knows him, and how well; c: his number;
d: when and how often; a point: nobody is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.sharing.models import Raise, ShareSetting
from tests.cast import Cast, cast
from tests.cast.outside import OUTSIDERS
from tests.doors.pages.reading import undone, words

__all__ = ["cast"]

WHO = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")
BOTH, VALUES, DATES, TIES, NOT = (
    "relationships + both",
    "relationships + contact info",
    "relationships + interactions",
    "relationships",
    "not sharing",
)
NAME, PHONE = OUTSIDERS["Jon"].name, OUTSIDERS["Jon"].phone
LETTERS = {"relationship": "r", "contact_info": "c", "interactions": "d"}
Do = Callable[[Cast], object]


def shares(audience: str, level: str) -> Do:
    return lambda cast: cast.share("Ada", audience, level)


def ended(cast: Cast) -> None:
    """All that Ada chose ended yesterday."""
    with acting(cast.accounts["Ada"]):
        ShareSetting.unchecked.filter(account_id=cast.accounts["Ada"]).update(
            ends_at=datetime.now(UTC) - timedelta(days=1)
        )


def limits(**sent: object) -> Do:
    """Let Flo set limits; `team` in the place of an audience is Gas."""

    def do(cast: Cast) -> None:
        gas = cast.team("Gas").hex
        said = {
            key: [{**it, "audience": gas if it["audience"] == "Gas" else it["audience"]} for it in value]
            if key == "audiences" and isinstance(value, list)
            else value
            for key, value in sent.items()
        }
        answer = cast.api("Flo").put("/limits", said)
        assert answer.status_code < 300, answer.content

    return do


def eight_days_pass(cast: Cast) -> None:
    """What was announced has begun, for who was a member before."""
    with acting(cast.accounts["Ada"]):
        for row in Raise.unchecked.filter(account_id=cast.accounts["Ada"]):
            row.announced_at -= timedelta(days=8)
            row.begins_at -= timedelta(days=8)
            row.save()


def keeps(kind: str, audience: str | None = None) -> Do:
    """Let Ada keep Jon, or his company, private."""

    def do(cast: Cast) -> None:
        what = cast.person("Jon") if kind == "person" else cast.company("brightwater")
        binds = cast.team(audience).hex if audience in ("Gas", "Power") else audience
        answer = cast.api("Ada").post("/exceptions", {"kind": kind, "what": what, "audience": binds})
        assert answer.status_code == 201, answer.content

    return do


def takes_back(cast: Cast) -> None:
    api = cast.api("Ada")
    for one in api.read("/exceptions")["items"]:
        assert api.delete(f"/exceptions/{one['id']}").status_code == 204


def protected(cast: Cast) -> None:
    sent = {"kind": "domain", "what": "brightwater.example"}
    assert cast.api("Flo").post("/protected", sent).status_code == 201


def deactivated(cast: Cast) -> None:
    answer = cast.api("Flo").post(f"/members/{cast.id('Ada')}/deactivate", confirm="1")
    assert answer.status_code < 300, answer.content


def reactivated(cast: Cast) -> None:
    with acting(cast.accounts["Ada"]):
        uid = Membership.unchecked.get(id=cast.places["Ada"]).uid
    assert cast.api("Flo").post(f"/members/{uid.hex}/reactivate").status_code < 300


def comes_back(*, keep: bool) -> Do:
    return lambda cast: cast.api("Ada").post("/me/return", {"keep": keep})


def leaves(name: str, team: str) -> Do:
    return lambda cast: cast.leave(name, team)


def joins(name: str, team: str) -> Do:
    return lambda cast: cast.join(name, team)


def nothing(_: Cast) -> None:
    """Nothing is done."""


CAP_GAS = limits(audiences=[{"audience": "Gas", "floor": NOT, "cap": TIES}])
FLOOR = limits(audiences=[{"audience": "everyone", "floor": TIES, "cap": BOTH}])
DEFAULT = limits(default_for_teams=TIES)

#: rules; what is done; what Ada, Ben, Cyd, Dee, Eve, Flo and Gus then see.
TABLE: tuple[tuple[str, tuple[Do, ...], str], ...] = (
    ("D03 D12 D22", (nothing,), "rcd . . . . . ."),
    ("D02 D05 D06", (shares("Gas", TIES),), "rcd r . r . . ."),
    ("D02 D07", (shares("Gas", VALUES),), "rcd rc . rc . . ."),
    ("D02 D08 D09", (shares("Gas", DATES),), "rcd rd . rd . . ."),
    ("D02 D19", (shares("Gas", BOTH),), "rcd rcd . rcd . . ."),
    ("D01", (shares("Gas", DATES), shares("Power", VALUES)), "rcd rd rc rd . . ."),
    ("D01", (shares("Gas", VALUES), shares("Everyone", DATES)), "rcd rcd rd rcd rd rd ."),
    ("D13 D14", (shares("Gas", BOTH), shares("Gas", TIES)), "rcd r . r . . ."),
    ("D14", (shares("Everyone", BOTH), shares("Everyone", NOT)), "rcd . . . . . ."),
    ("D14", (shares("Everyone", TIES), shares("Gas", BOTH), shares("Gas", NOT)), "rcd r r r r r ."),
    ("D16", (shares("Gas", BOTH), leaves("Dee", "Gas")), "rcd rcd . . . . ."),
    ("D16", (shares("Gas", BOTH), leaves("Dee", "Gas"), joins("Dee", "Gas")), "rcd rcd . rcd . . ."),
    ("D16", (shares("Gas", BOTH), leaves("Ada", "Gas")), "rcd . . . . . ."),
    ("D16", (shares("Gas", BOTH), leaves("Ada", "Gas"), joins("Ada", "Gas")), "rcd . . . . . ."),
    ("D16 D17", (shares("Gas", BOTH), joins("Eve", "Gas")), "rcd rcd . rcd rcd . ."),
    ("D17", (shares("Gas", BOTH), CAP_GAS), "rcd r . r . . ."),
    ("D17", (shares("Gas", BOTH), shares("Everyone", DATES), CAP_GAS), "rcd rd rd rd rd rd ."),
    ("D11 D18", (FLOOR,), "rcd . . . . . ."),
    ("D11 D18", (FLOOR, eight_days_pass), "rcd r r r r r ."),
    ("D11", (DEFAULT, eight_days_pass), "rcd r r r . . ."),
    ("D11", (shares("Gas", NOT), DEFAULT, eight_days_pass), "rcd . r . . . ."),
    ("D23", (shares("Everyone", BOTH), deactivated), ". . . . . . ."),
    ("D23", (shares("Everyone", BOTH), deactivated, reactivated), "rcd . . . . . ."),
    (
        "D23",
        (shares("Everyone", BOTH), deactivated, reactivated, comes_back(keep=True)),
        "rcd rcd rcd rcd rcd rcd .",
    ),
    ("D23", (shares("Everyone", BOTH), deactivated, reactivated, comes_back(keep=False)), "rcd . . . . . ."),
    ("B06", (shares("Gas", BOTH), ended), "rcd . . . . . ."),
    ("B06", (shares("Gas", BOTH), FLOOR, eight_days_pass, ended), "rcd r r r r r ."),
    ("B05", (shares("Everyone", BOTH), keeps("person")), "rcd . . . . . ."),
    ("B05", (shares("Everyone", BOTH), keeps("person", "everyone")), "rcd . . . . . ."),
    ("B05", (shares("Everyone", BOTH), keeps("person", "Gas")), "rcd . rcd . rcd rcd ."),
    ("B05", (shares("Everyone", BOTH), keeps("company", "Power")), "rcd rcd . rcd rcd rcd ."),
    ("B05", (shares("Gas", BOTH), keeps("company"), takes_back), "rcd rcd . rcd . . ."),
    ("B05 D19", (shares("Everyone", BOTH), protected), "rcd . . . . . ."),
)


@pytest.mark.rule(
    *(
        "D01",
        "D02",
        "D03",
        "D05",
        "D06",
        "D07",
        "D08",
        "D09",
        "D11",
        "D12",
        "D13",
        "D14",
        "D16",
        "D17",
        "D18",
    ),
    *("D19", "D22", "D23", "B05", "B06", "B12"),
)
def test_each_of_the_cast_sees_what_the_table_says(cast: Cast) -> None:
    for number, (rules, done, sees) in enumerate(TABLE):
        with undone():
            for do in done:
                do(cast)
            for who, expected in zip(WHO, sees.split(), strict=True):
                # A deactivated member does not come in at all.
                if who != "Ada" or expected != ".":
                    sees_of_jon(cast, who, expected, f"row {number} ({rules}), {who}")


def sees_of_jon(cast: Cast, who: str, expected: str, row: str) -> None:
    """Hold what somebody is told, by record, list and page, to what the table says."""
    path, absent = f"/people/{cast.person('Jon')}", f"/people/{'0' * 32}"
    api, browser = cast.api(who), cast.page(who)
    answer, on_page = api.get(path), browser.get(f"{path}/")
    listed = NAME in {one["name"] for one in api.read("/people", limit=200)["items"]}
    in_list = NAME in words(browser.get("/people/"))
    if expected == ".":
        assert (answer.status_code, answer.content) == (404, api.get(absent).content), row
        assert (on_page.status_code, words(on_page)) == (404, words(browser.get(f"{absent}/"))), row
        assert (listed, in_list) == (False, False), row
        return
    seen = answer.json()
    letters = "".join(letter for facet, letter in LETTERS.items() if facet in seen["shows"])
    assert (letters, listed, in_list) == (expected, True, True), row
    assert ("values" in seen, "statistics" in seen) == ("c" in expected, "d" in expected), row
    said = words(on_page)
    told = (PHONE in re.sub(r"[^\w+]", "", said), "In numbers" in said)
    assert told == ("c" in expected, "d" in expected), row
    assert (PHONE.encode() in answer.content) == ("c" in expected), row
