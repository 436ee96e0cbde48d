"""The three stories of docs/stories.md, on the mail they are told of: every number in them is counted here.

The stories name roles and counts; who these people were stays in the files.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter

import pytest

from tactful.actions.departures import come_back
from tactful.actions.keys import create_key
from tactful.actions.shares import set_share
from tactful.actions.teams import add_to_team, create_team
from tests.cast.clients import Api
from tests.database.clones import ROOT
from tests.enron.conftest import House

#: By what they are in the stories.
TRADER, DESK = "cuilla-m", "badeer-r"
AFFAIRS, MATE, LAWYER = "dasovich-j", "steffes-j", "rapp-b"
BOTH = "relationships + both"


def story(number: int) -> str:
    """Return one story as it is written down, on one line."""
    text = (ROOT / "docs" / "stories.md").read_text(encoding="utf-8")
    return " ".join(re.split(r"^## ", text, flags=re.MULTILINE)[number].split())


def is_told(number: int, sentence: str) -> None:
    """Hold a story to a sentence with what was counted."""
    assert sentence in story(number), f"docs/stories.md, story {number}, is to say: {sentence}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with what is counted, as the stories write it."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def writing(house: House, box: str) -> Api:
    """Return the API as a member's key reaches it that may change things."""
    with house.made.viewed_by(box) as viewer:
        return Api(create_key(viewer, name="stories", may_write=True).token)


@pytest.mark.rule("D03", "D09", "D10", "D25")
def test_what_legal_sees_of_a_trader_who_shares_interactions_with_gas_only(house: House) -> None:
    met, own = house.met(TRADER), house.met(LAWYER)
    before = {box: house.everybody(box) for box in (DESK, LAWYER)}
    companies = house.api(LAWYER).read("/companies", limit="200")
    with house.made.viewed_by(DESK) as governing:
        gas = create_team(governing, name="Gas").uid
        for box in (TRADER, DESK):
            add_to_team(governing, team=gas, member=uuid.UUID(house.made.uids[box]))
    with house.made.viewed_by(TRADER) as trader:
        set_share(trader, team=gas, level="relationships + interactions")
    mails = {(letter.id, way) for touched in met.values() for way, letter in touched}
    is_told(1, f"{counted(len(met), 'person', 'people')} outside and {counted(len(mails), 'mail')} with them")

    # Gas: all of them, with when and how often, and no more.
    desk = house.everybody(DESK)
    new = set(desk) - set(before[DESK])
    is_told(1, f"the list of a colleague in Gas grows by {counted(len(new), 'person', 'people')}")
    assert {house.person(address) for address in met} <= set(desk)
    best = max(met, key=lambda address: (len(met[address]), address))
    seen = house.api(DESK).read(f"/people/{house.person(best)}")
    numbers = seen["statistics"]
    is_told(1, f"{numbers['inbound']:,} in and {numbers['outbound']:,} out")
    assert Counter(way for way, _ in met[best]) == {"in": numbers["inbound"], "out": numbers["outbound"]}
    assert "values" not in seen
    assert best not in house.api(DESK).get(f"/people/{house.person(best)}").content.decode().lower()
    timeline = house.timeline(DESK, house.person(best))
    assert len(timeline) == len(met[best])
    assert not [one for one in timeline if "subject" in one]

    # Legal: to the letter what it was.
    is_told(
        1, f"For Legal nothing is different: the lawyer still sees {counted(len(own), 'person', 'people')}"
    )
    assert list(house.everybody(LAWYER).items()) == list(before[LAWYER].items())
    assert house.api(LAWYER).read("/companies", limit="200") == companies
    only = sorted(set(met) - set(own))
    is_told(1, f"Asked for any of the {counted(len(only), 'person', 'people')} whom only the trader knows")
    for address in only:
        uid = house.person(address)
        assert house.api(LAWYER).get(f"/people/{uid}").status_code == 404
    for address in only[:: max(1, len(only) // 10)]:
        assert house.page(LAWYER, f"/people/{house.person(address)}/").status_code == 404
        assert house.api(LAWYER).read("/people", words=address)["total"] == 0


@pytest.mark.rule("B05")
def test_a_company_that_is_kept_private_from_everybody(house: House) -> None:
    house.share(AFFAIRS, BOTH)
    met, own = house.met(AFFAIRS), house.met(MATE)
    shared = house.everybody(MATE)
    addresses = house.addresses()
    per_company = Counter(row["company"]["id"] for row in shared.values() if row["company"] is not None)
    # Where both know somebody; of several by its name, for ids are other ones each time.
    by_both = [
        {row["company"]["id"] for uid, row in shared.items() if row["company"] and addresses[uid] in some}
        for some in (met, own)
    ]
    names = {row["company"]["id"]: row["company"]["name"] for row in shared.values() if row["company"]}
    company = max(by_both[0] & by_both[1], key=lambda it: (per_company[it], names[it]))
    there = {uid for uid, row in shared.items() if row["company"] and row["company"]["id"] == company}
    kept = {uid for uid in there if addresses[uid] in own}
    is_told(2, f"sees {counted(len(shared), 'person', 'people')}, {len(there)} of them at one company")
    is_told(2, f"They are {len(shared) + house.signed(AFFAIRS, addresses.values())} addresses")

    made = writing(house, AFFAIRS).post("/exceptions", {"kind": "company", "what": company}).json()["id"]
    after = house.everybody(MATE)
    is_told(2, f"sees {counted(len(after), 'person', 'people')}: {len(shared) - len(after)} are gone")
    assert set(shared) - set(after) == there - kept
    is_told(2, f"still sees {counted(len(kept), 'person', 'people')} of the company")
    for uid in kept:
        told = house.api(MATE).read(f"/people/{uid}")
        assert [one["member"]["is_me"] for one in told["knowers"]] == [True]
        assert [one["member"]["is_me"] for one in told["contributors"]] == [True]
    for uid in there - kept:
        assert house.api(MATE).get(f"/people/{uid}").status_code == 404
    # A mail that names somebody of the company is withheld whole, whoever else it is with.
    domains = {addresses[uid].rpartition("@")[2] for uid in there}

    def names_them(letter: object) -> bool:
        on_it = {letter.sender, *letter.recipients}  # type: ignore[attr-defined]  # a letter of files.py
        return any(address.rpartition("@")[2] in domains for address in on_it)

    fewer, looked_at = 0, set[str]()
    for address in sorted(set(met) - set(own), key=lambda it: (-len(met[it]), it))[:15]:
        if address.rpartition("@")[2] in domains or address in looked_at:
            continue
        told = house.api(MATE).read(f"/people/{house.person(address)}")
        ids = {told["id"], *(also["id"] for also in told.get("also_known", ()))}
        looked_at |= {addresses[uid] for uid in ids}
        theirs = {letter.look: letter for uid in ids for _, letter in met.get(addresses[uid], ())}
        # Colleagues' mails with them: in the contributor's mailbox, and in the team mate's own, which stays whole.
        theirs |= {it.look: it for uid in ids for it in house.copies(AFFAIRS).get(addresses[uid], ())}
        mine = {it.look for uid in ids for it in house.copies(MATE).get(addresses[uid], ())}
        left = {look for look, letter in theirs.items() if not names_them(letter)} | mine
        fewer += len(theirs.keys() | mine) - len(left)
        assert len(house.timeline(MATE, told["id"])) == len(left)
    is_told(2, f"{counted(fewer, 'mail')} with the fifteen whom they write with most")

    assert writing(house, AFFAIRS).delete(f"/exceptions/{made}").status_code < 300
    assert house.everybody(MATE) == shared


@pytest.mark.rule("D23", "D14")
def test_a_trader_who_leaves_and_comes_back(house: House) -> None:
    alone = house.everybody(DESK)
    house.share(TRADER, BOTH)
    shared = house.everybody(DESK)
    is_told(3, f"from {counted(len(alone), 'person', 'people')} to {len(shared):,}")
    trader = house.made.uids[TRADER]
    api = house.api(TRADER)
    assert api.get("/people").status_code == 200
    assert writing(house, DESK).post(f"/members/{trader}/deactivate", confirm="1").status_code < 300
    assert house.everybody(DESK) == alone
    is_told(3, f"again sees {counted(len(alone), 'person', 'people')}")
    assert api.get("/people").status_code == 401
    assert writing(house, DESK).post(f"/members/{trader}/reactivate").status_code < 300
    assert house.everybody(DESK) == alone
    with house.made.viewed_by(TRADER) as back:
        come_back(back, keep=True)
    assert house.everybody(DESK) == shared
    is_told(3, f"all {len(shared):,} are back")


def test_the_stories_name_nobody(house: House) -> None:
    text = (ROOT / "docs" / "stories.md").read_text(encoding="utf-8").lower()
    assert "@" not in text
    for box in house.boxes.values():
        said = {box.id, *(part for name in box.names for part in name.lower().split() if len(part) > 3)}
        assert not said & set(re.split(r"\W+", text))
    domains = {address.rpartition("@")[2] for address in house.addresses().values()}
    assert not [it for it in domains if it in text]
