"""Five rules and one more, on real mail: what six contributors hold, and what their colleagues see of it.

Four are of one team: J and S share outsiders and mails with each other, R and H look on. C and B are of another team,
and C's mailbox is whole, with what they sent.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import pytest

from tactful.accounts.wall import acting
from tactful.actions.privacy import set_mode, set_team_privacy
from tactful.actions.shares import set_share
from tactful.actions.teams import add_to_team, remove_from_team
from tactful.policy.privacy import ModeChange
from tactful.policy.terms import Choice
from tactful.records.models import Copy, Party
from tests.enron.conftest import House

J, S, R = "dasovich-j", "steffes-j", "rapp-b"
C, B = "cuilla-m", "badeer-r"
_DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d")


def some(addresses: Sequence[str], most: int = 12) -> Sequence[str]:
    """A few of these, spread over all of them."""
    return addresses[:: max(1, len(addresses) // most)]


@pytest.mark.rule("D03", "D12", "D22")
def test_nothing_of_a_contributor_reaches_a_team_mate_while_they_do_not_share(house: House) -> None:
    theirs, mine = house.met(J), house.met(S)
    only_theirs = sorted(set(theirs) - set(mine))
    assert len(only_theirs) > 150
    assert len(mine) > 20

    seen = house.everybody(S)
    addresses = house.addresses()
    assert {addresses[uid] for uid in seen} == set(mine)
    assert all(
        row["mine"] and [k["member"]["is_me"] for k in row["knowers"]] == [True] for row in seen.values()
    )
    domains = {company["domain"] for company in house.api(S).read("/companies", limit="200")["items"]}
    for address in some(only_theirs):
        assert house.api(S).get(f"/people/{house.person(address)}").status_code == 404
        assert house.api(S).read("/people", words=address)["total"] == 0
        assert address.rpartition("@")[2] not in domains or address.rpartition("@")[2] in {
            known.rpartition("@")[2] for known in mine
        }
    for path in ("", "values", "timeline", "why", "months", "who-sees"):
        assert (
            house.api(S).get(f"/people/{house.person(only_theirs[0])}/{path}".rstrip("/")).status_code == 404
        )
    assert house.page(S, f"/people/{house.person(only_theirs[0])}/").status_code == 404


@pytest.mark.rule("D03", "D09")
def test_of_somebody_both_know_a_team_mate_sees_their_own_part_alone(house: House) -> None:
    theirs, mine = house.met(J), house.met(S)
    both = sorted(set(theirs) & set(mine))
    assert len(both) >= 5
    for address in both:
        seen = house.api(S).read(f"/people/{house.person(address)}")
        ways = Counter(way for way, _ in mine[address])
        assert (seen["statistics"]["inbound"], seen["statistics"]["outbound"]) == (ways["in"], ways["out"])
        assert [one["member"]["is_me"] for one in seen["contributors"]] == [True]


@pytest.mark.rule("D06", "D02")
def test_relationships_are_names_without_addresses_or_dates(house: House) -> None:
    house.share(J, "relationships")
    only_theirs = sorted(set(house.met(J)) - set(house.met(S)))
    listed = house.everybody(S)
    named = 0
    for uid in map(house.person, only_theirs):
        assert [knower["member"]["name"] for knower in listed[uid]["knowers"]] == [house.boxes[J].name]
        assert "last_contact" not in listed[uid]
        named += listed[uid]["name"] is not None
    assert named > len(only_theirs) // 2
    for address in some(only_theirs):
        uid = house.person(address)
        answer = house.api(S).get(f"/people/{uid}", why="1")
        seen, text = answer.json(), answer.content.decode().lower()
        assert seen["shows"] == ["existence", "relationship"]
        assert seen["knowers"] == listed[uid]["knowers"]
        assert not {"values", "statistics", "contributors", "extras"} & set(seen)
        assert address not in text
        assert not _DATE.search(text)
    for path in ("values", "timeline", "months"):
        assert house.api(S).get(f"/people/{house.person(only_theirs[0])}/{path}").status_code == 404
    # An address that is not disclosed finds nobody.
    assert house.api(S).read("/people", words=only_theirs[0])["total"] == 0
    for address in some(only_theirs, 5):
        page = house.page(S, f"/people/{house.person(address)}/")
        assert page.status_code == 200
        assert address not in page.content.decode().lower()


@pytest.mark.rule("D08", "D09")
@pytest.mark.parametrize(("giver", "viewer"), [(C, B), (J, S)])
def test_interactions_count_what_is_in_the_file(house: House, giver: str, viewer: str) -> None:
    house.share(giver, "relationships + interactions")
    met = house.met(giver)
    most = sorted(met, key=lambda one: (-len(met[one]), one))
    sent = 0
    for address in [*most[:20], *some(most[20:])]:
        mails = met[address]
        seen = house.api(viewer).read(f"/people/{house.person(address)}")
        (one,) = [c for c in seen["contributors"] if c["member"]["name"] == house.boxes[giver].name]
        ways = Counter(way for way, _ in mails)
        numbers = one["statistics"]
        assert (numbers["inbound"], numbers["outbound"], numbers["meetings"]) == (ways["in"], ways["out"], 0)
        assert datetime.fromisoformat(numbers["first_mail"]) == min(letter.at for _, letter in mails)
        assert datetime.fromisoformat(numbers["last_mail"]) == max(letter.at for _, letter in mails)
        sent += ways["out"]
    assert sent > (100 if giver == C else 10)
    for address in most[:5]:
        copied = {letter.at for letter in house.copies(giver).get(address, ())}
        touched = [
            touchpoint
            for touchpoint in house.timeline(viewer, house.person(address))
            if house.boxes[giver].name in [one["name"] for one in touchpoint["contributors"]]
            if datetime.fromisoformat(touchpoint["at"]) not in copied
        ]
        said = sorted(
            (way, touchpoint["at"])
            for touchpoint in touched
            for way in touchpoint["directions"]
            if way != "copied"
        )
        assert [(way, datetime.fromisoformat(at)) for way, at in said] == sorted(
            (way, letter.at) for way, letter in met[address]
        )
        # A subject is read by those alone who have the mail themselves.
        for touchpoint in touched:
            has_it = house.boxes[viewer].name in [one["name"] for one in touchpoint["contributors"]]
            assert ("subject" in touchpoint) == has_it


@pytest.mark.rule("D14")
def test_lowering_withdraws_with_the_next_request(house: House) -> None:
    before = (house.everybody(S), house.api(S).read("/companies", limit="200"))
    house.share(J, "relationships + both")
    only_theirs = sorted(set(house.met(J)) - set(house.met(S)))
    uid = house.person(only_theirs[0])
    assert len(house.everybody(S)) == len(before[0]) + len(only_theirs) - house.signed(J, only_theirs)
    assert house.api(S).read("/people", words=only_theirs[0])["total"] == 1
    assert house.page(S, f"/people/{uid}/").status_code == 200

    house.share(J, "relationships")
    assert house.api(S).get(f"/people/{uid}/timeline").status_code == 404
    assert house.api(S).read("/people", words=only_theirs[0])["total"] == 0
    assert house.page(S, f"/people/{uid}/").status_code == 200

    house.share(J, "not sharing")
    assert house.page(S, f"/people/{uid}/").status_code == 404
    assert house.api(S).get(f"/people/{uid}").status_code == 404
    assert (house.everybody(S), house.api(S).read("/companies", limit="200")) == before


@pytest.mark.rule("A37")
def test_mail_among_colleagues_makes_no_relationship_and_is_shown_to_nobody_else(house: House) -> None:
    for box in (J, S, R, C, B):
        house.share(box, "relationships + both")
    among_us = [
        letter for letter in house.letters(J) if all(map(house.is_ours, {letter.sender, *letter.recipients}))
    ]
    assert len(among_us) > 300
    with acting(house.made.account):
        internal = Copy.unchecked.filter(account_id=house.made.account, internal=True)
        assert internal.filter(book__owner_id=house.made.memberships[J]).count() == len(among_us)
        assert not Party.unchecked.filter(copy__in=internal).exclude(direction="").exists()
        shown_never = {uid.hex for uid in internal.values_list("interaction__uid", flat=True)}
    addresses = house.addresses()
    for box in (J, S, R):
        people = house.everybody(box)
        assert not [addresses[uid] for uid in people if house.is_ours(addresses[uid])]
        assert not house.everybody(box, words="enron.com")
        assert house.api(box).read("/companies", words="enron.com")["items"] == []
    met = house.met(J)
    for address in sorted(met, key=lambda one: (-len(met[one]), one))[:8]:
        assert not {one["id"] for one in house.timeline(R, house.person(address))} & shown_never
    colleague = house.person(house.boxes[S].email)
    for box in (J, S, R):
        assert house.api(box).get(f"/people/{colleague}").status_code == 404
        assert house.page(box, f"/people/{colleague}/").status_code == 404


@pytest.mark.rule("D26")
def test_a_colleague_who_does_not_share_is_not_named(house: House) -> None:
    letter = next(
        letter
        for letter in sorted(house.letters(J), key=lambda one: one.at)
        if not house.is_ours(letter.sender)
        and letter.recipients & house.own[S]
        and letter.recipients & house.own[J]
        and not letter.recipients & house.own[R]
    )
    house.share(J, "relationships + interactions")

    def participants() -> list[tuple[str | None, str | None]]:
        """Colleagues on the letter as R sees them: (name, the member's name), for the members alone."""
        (touchpoint,) = [
            one
            for one in house.timeline(R, house.person(letter.sender))
            if datetime.fromisoformat(one["at"]) == letter.at
        ]
        assert [one["role"] for one in touchpoint["participants"] if not one["colleague"]][:1] == ["from"]
        return [
            (one["name"], one.get("member", {}).get("name"))
            for one in touchpoint["participants"]
            if one["colleague"]
        ]

    giver, other = house.boxes[J].name, house.boxes[S].name
    named = participants()
    assert (giver, giver) in named
    assert set(named) == {(giver, giver), (None, None)}
    page = house.page(R, f"/people/{house.person(letter.sender)}/").content.decode()
    # The form of a note offers every colleague as somebody to share it with: that is no word on this letter.
    page = re.sub(r'<fieldset class="audience">.*?</form>', "", page, flags=re.S)
    assert giver in page
    assert other not in page

    house.share(S, "relationships")
    assert set(participants()) == {(giver, giver), (other, other), (None, None)}
    house.share(S, "not sharing")
    assert participants() == named


@pytest.mark.rule("A23", "A24", "A25", "A26")
def test_a_mail_across_two_departments_shows_to_each_what_its_settings_say(house: House) -> None:
    """Teams only: J stays with Legal and S goes to Trading; what both hold, R of Legal and C of Trading both see."""
    with house.made.viewed_by(B) as admin:
        moved = uuid.UUID(house.made.uids[S])
        remove_from_team(admin, team=house.made.team("Legal"), member=moved)
        add_to_team(admin, team=house.made.team("Trading"), member=moved)
        set_mode(admin, ModeChange("teams only"))
    for box, team in ((J, "Legal"), (S, "Trading")):
        with house.made.viewed_by(box) as viewer:
            set_share(viewer, team=house.made.team(team), level="relationships + interactions")
    theirs, mine = ({letter.look: letter for letter in house.letters(box)} for box in (J, S))
    seen_before = {letter.look for box in (R, C) for letter in house.letters(box)}
    both = [
        letter
        for look, letter in sorted(theirs.items())
        if look in mine and look not in seen_before
        if any(not house.is_ours(address) for address in {letter.sender, *letter.recipients})
    ]
    assert both, "the two have mails in common, with somebody outside"
    for of_legal, of_trading in (
        ("hide", "hide"),
        ("subjects", "hide"),
        ("hide", "bodies"),
        ("subjects", "bodies"),
    ):
        with house.made.viewed_by(B) as admin:
            for box, team, option in ((J, "Legal", of_legal), (S, "Trading", of_trading)):
                of = {uuid.UUID(house.made.uids[box]): Choice(option, None)}
                set_team_privacy(admin, team=house.made.team(team), choices=of)
        for mate, holder, option in ((R, J, of_legal), (C, S, of_trading)):
            feed = house.feed(mate)
            for letter in both:
                (found,) = [
                    one
                    for one in feed
                    if datetime.fromisoformat(one["at"]) == letter.at
                    and house.boxes[holder].name in [named["name"] for named in one["contributors"]]
                ]
                # Each sees it by the book of their own department alone.
                assert [named["name"] for named in found["contributors"]] == [house.boxes[holder].name]
                assert found.get("subject") == (None if option == "hide" else letter.subject)
