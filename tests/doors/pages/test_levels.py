"""Each level as a colleague meets it on pages: what it shows, and that nothing more is there (D02-D10, D14-D22)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tests.cast import Cast
from tests.doors.pages.asked import MEMBERS, PAGES, ids_of
from tests.doors.pages.reading import masked, names_listed, page, words

rule = pytest.mark.rule
PHONE, ADDRESS = "+4420555001", "ines.duarte@brightwater.example"
LEVELS = {
    "not sharing": (False, False, False),
    "relationships": (True, False, False),
    "relationships + contact info": (True, True, False),
    "relationships + interactions": (True, False, True),
    "relationships + both": (True, True, True),
}


def _transcript(cast: Cast, name: str) -> str:
    """All that a member reads on every page, with every person and company of the cast asked for."""
    client, named = cast.page(name), ids_of(cast)
    said = []
    for asked in PAGES:
        answer = asked.ask(client, named.get(asked.kind or "", ""))
        said.append(words(answer))
    for who in ("Ines", "Jon", "Kaya", "Tess", "Pia"):
        said.append(words(client.get(f"/people/{cast.person(who)}/")))
        said.append(words(client.get("/search/", {"q": who})))
    return " ".join(said)


@rule("D02")
@rule("D06")
@rule("D07")
@rule("D08")
@rule("D09")
@pytest.mark.parametrize(("level", "shows"), LEVELS.items(), ids=LEVELS)
def test_a_level_shows_what_it_names_and_no_more(
    cast: Cast, level: str, shows: tuple[bool, bool, bool]
) -> None:
    relationships, values, dates = shows
    cast.share("Ada", "Gas", level)
    # Dee is in Gas, and has nothing of her own on Ines.
    client, ines = cast.page("Dee"), f"/people/{cast.person('Ines')}/"
    assert client.get(ines).status_code == (200 if relationships else 404)
    if not relationships:
        return
    said = page(client, ines)
    assert "Ines Duarte" in said
    assert "Head of Supply" in said
    assert "Brightwater" in said
    assert "Ada" in said
    assert (PHONE in said) == (ADDRESS in said) == ("How to reach them" in said) == values
    for word in (
        "In numbers",
        "Timeline",
        "The last year",
        "Ada wrote to Ines Duarte",
        "Ada and a colleague met Ines Duarte",
    ):
        assert (word in said) == dates, word
    assert ("days ago" in said) == dates
    row = client.get("/people/").content.decode().split("Ines Duarte")[1].split("</tr>")[0]
    assert ("<time" in row) == dates
    company = page(client, f"/companies/{cast.company('brightwater')}/")
    assert ("In numbers" in company) == ("Timeline" in company) == dates


@rule("D03")
@rule("D05")
@rule("D12")
def test_who_shares_nothing_is_nowhere_and_still_sees(cast: Cast) -> None:
    before = _transcript(cast, "Dee")
    for word in ("Ines Duarte", "Brightwater", "Jon Falk", "Tess Vance", "+44205550010"):
        assert word not in before
    cast.share("Ada", "Gas", "relationships + both")
    after = _transcript(cast, "Dee")
    assert "Ines Duarte" in after
    assert "Tess Vance" in after
    assert "Quin Sato" not in _transcript(cast, "Ada"), "Dee shares nothing"


@rule("D10")
def test_no_level_shows_content_to_others(cast: Cast) -> None:
    for name in MEMBERS[:5]:
        cast.share(name, "Everyone", "relationships + both")
    secrets = (
        "Private words of Ada",
        "Secret meeting of",
        "Private words of Ines",
        "Price of",
        "oak",
        "harbour",
    )
    for name in ("Dee", "Eve", "Flo"):
        said = _transcript(cast, name)
        assert "Ada wrote to" in said
        for secret in secrets:
            assert secret not in said, (name, secret)


@rule("D14")
@pytest.mark.parametrize("again", ["not sharing", "relationships"])
def test_lowering_takes_it_back_with_the_next_page(cast: Cast, again: str) -> None:
    cast.share("Ada", "Gas", again)
    client, named = cast.page("Dee"), ids_of(cast)
    asked = [one for one in PAGES if one.kind not in ("source",)]
    before = [masked(one.ask(client, named.get(one.kind or "", "")))[::2] for one in asked]
    cast.share("Ada", "Gas", "relationships + both")
    between = [masked(one.ask(client, named.get(one.kind or "", "")))[::2] for one in asked]
    cast.share("Ada", "Gas", again)
    after = [masked(one.ask(client, named.get(one.kind or "", "")))[::2] for one in asked]
    assert before == after
    assert before != between


@rule("B06")
def test_an_end_date_ends_it(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships", datetime.now(UTC) + timedelta(days=3))
    assert "Ines Duarte" in page(cast.page("Dee"), "/people/")


@rule("D03")
@rule("D04")
def test_a_team_that_one_is_not_in_says_so_and_shows_nobody_whom_it_knows(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    said = page(cast.page("Eve"), f"/teams/{cast.team('Gas').hex}/")
    assert "You are not in Gas" in said
    assert "together knows best" not in said
    assert "Jon Falk" not in said


@rule("D09")
def test_columns_of_dates_and_counts_stay_away_where_none_are_shared(cast: Cast) -> None:
    path = f"/people/{cast.person('Jon')}/"
    cast.share("Ada", "Gas", "relationships")
    assert "Mails in" not in page(cast.page("Dee"), path)
    cast.share("Ada", "Gas", "relationships + interactions")
    assert "Mails in" in page(cast.page("Dee"), path)


@rule("D16")
def test_leaving_a_team_ends_both_directions(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    cast.share("Ben", "Gas", "relationships")
    assert "Jon Falk" in page(cast.page("Dee"), "/people/")
    assert "Milo Grant" in page(cast.page("Ada"), "/people/")
    cast.leave("Ada", "Gas")
    assert "Jon Falk" not in page(cast.page("Dee"), "/people/")
    assert "Milo Grant" not in page(cast.page("Ada"), "/people/")
    cast.join("Ada", "Gas")
    assert "Jon Falk" not in page(cast.page("Dee"), "/people/"), "rejoining starts at the default"
    assert "Milo Grant" in page(cast.page("Ada"), "/people/")


@rule("D19")
def test_the_enterprise_admin_sees_what_is_shared_with_them_alone(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    said = _transcript(cast, "Flo")
    for word in ("Ines Duarte", "Jon Falk", "Brightwater", PHONE):
        assert word not in said
    assert "Ugo Wirth" in said, "her own"


@rule("D21")
def test_names_are_the_readers_own_else_the_least_and_never_an_address(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    cast.share("Ben", "Gas", "relationships")
    ines = f"/people/{cast.person('Ines')}/"
    assert "<h1>Inês D.</h1>" in cast.page("Ben").get(ines).content.decode()
    assert "<h1>Ines Duarte</h1>" in cast.page("Ada").get(ines).content.decode()
    said = page(cast.page("Dee"), ines)
    assert "Ines Duarte" in said
    assert ADDRESS not in said
    assert "brightwater.example" not in page(cast.page("Dee"), "/people/")


@rule("D22")
def test_one_always_sees_ones_own_and_notes_are_ones_own_alone(cast: Cast) -> None:
    ines = f"/people/{cast.person('Ines')}/"
    cast.share("Ada", "Everyone", "relationships + both")
    mine = page(cast.page("Ada"), ines)
    for word in (PHONE, ADDRESS, "Met at the harbour", "1980-02-03", "Price of the pipeline", "In numbers"):
        assert word in mine, word
    theirs = page(cast.page("Dee"), ines)
    for word in ("Met at the harbour", "1980-02-03", "Price of the pipeline"):
        assert word not in theirs, word


@rule("D23")
def test_a_deactivated_member_leaves_every_page(cast: Cast) -> None:
    cast.share("Ada", "Everyone", "relationships + both")
    assert "Jon Falk" in page(cast.page("Dee"), "/people/")
    with acting(cast.accounts["Ada"]):
        Membership.unchecked.filter(id=cast.places["Ada"]).update(state=Membership.State.DEACTIVATED)
    client = cast.page("Dee")
    assert "Jon Falk" not in page(client, "/people/")
    assert "Ada" not in page(client, "/teams/everyone/")


@rule("A37")
@rule("D26")
def test_colleagues_are_no_relationships_and_are_named_only_where_they_share(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    client = cast.page("Dee")
    listed = names_listed(client, "/people/")
    assert "Ben" not in listed
    assert "Eve" not in listed
    ines = f"/people/{cast.person('Ines')}/"
    # The form of a note offers every colleague as somebody to share it with: that is no word on this person.
    said = re.sub(r"Who will see it.*?Save note", "", page(client, ines))
    assert "Ada and a colleague met Ines Duarte" in said
    assert "Ben" not in said
    cast.share("Ben", "Gas", "relationships")
    assert "Ada and Ben met Inês D." in page(client, ines), "named now, and so is their word for her"
    assert "Only among us" not in _transcript(cast, "Ada")


@rule("D20")
def test_a_company_is_there_through_its_people(cast: Cast) -> None:
    path = f"/companies/{cast.company('brightwater')}/"
    assert cast.page("Dee").get(path).status_code == 404
    cast.share("Ben", "Gas", "relationships")
    said = page(cast.page("Dee"), path)
    assert "Jon Falk" not in said
    assert "Inês D." in said
