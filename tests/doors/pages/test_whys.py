"""Why do I see this, who sees this of mine: true, complete, and silent about what one may not know (B01)."""

from __future__ import annotations

import pytest

from tactful.web.shapes.records import key_of
from tests.cast import Cast
from tests.doors.pages.reading import page, words

pytestmark = pytest.mark.rule("B01")


def test_each_value_on_a_page_says_why(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    client, ines = cast.page("Dee"), cast.person("Ines")
    html = client.get(f"/people/{ines}/").content.decode()
    links = [part.split('"')[0] for part in html.split('class="why" href="')[1:]]
    assert len([link for link in links if "value=" in link]) == 2
    assert len([link for link in links if link.startswith("/why/touchpoint/")]) == 10
    for link in links:
        answer = client.get(link.replace("&amp;", "&"), headers={"X-Answer": "1"})
        assert answer.status_code == 200, link
        assert "<html" not in answer.content.decode()
        assert "You see this because Ada shares" in words(answer), link
        assert "with Gas" in words(answer)


def test_the_address_of_a_why_does_not_spell_the_value(cast: Cast) -> None:
    html = cast.page("Ada").get(f"/people/{cast.person('Ines')}/").content.decode()
    assert "+4420555001" in html
    assert "value=%2B44" not in html
    assert "value=ines" not in html


def test_ones_own_values_come_from_ones_own_sources(cast: Cast) -> None:
    client, ines = cast.page("Ada"), cast.person("Ines")
    said = page(client, f"/why/person/{ines}/", value=key_of("phone", "+4420555001"))
    assert "You see this because it comes from your own sources." in said


def test_a_colleague_is_named_only_where_they_share(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    said = page(cast.page("Dee"), f"/why/person/{cast.person('Ines')}/")
    assert "Ada" in said
    assert "Ben" not in said.replace("Benefit", "")
    cast.share("Ben", "Gas", "relationships")
    assert "Ben" in page(cast.page("Dee"), f"/why/person/{cast.person('Ines')}/")


def test_why_of_a_company_and_of_who_knows_people_there(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    client, company = cast.page("Dee"), cast.company("brightwater")
    assert "Ada shares relationships with Gas" in page(client, f"/why/company/{company}/")
    assert "Ada shares relationships with Gas" in page(
        client, f"/why/company/{company}/", knower=cast.id("Ada")
    )
    assert client.get(f"/why/company/{company}/", {"knower": cast.id("Ben")}).status_code == 404
    assert client.get(f"/why/team/{company}/").status_code == 404


def test_who_sees_lists_each_colleague_with_the_grant(cast: Cast) -> None:
    client, jon = cast.page("Ada"), cast.person("Jon")
    path = f"/who-sees/person/{jon}/"
    assert "Only you." in page(client, path)
    assert "Only you." in page(client, f"/people/{jon}/")
    cast.share("Ada", "Gas", "relationships")
    said = page(client, path)
    assert "2 colleagues see this of yours" in said
    for name in ("Ben", "Dee"):
        assert f"{name} sees this because you share" in said
    assert "Cyd" not in said
    assert "Gas" in page(client, f"/people/{jon}/").split("Who sees this of yours")[1]


def test_who_sees_is_asked_of_ones_own_alone(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    client, jon = cast.page("Dee"), cast.person("Jon")
    assert client.get(f"/people/{jon}/").status_code == 200
    assert client.get(f"/who-sees/person/{jon}/").status_code == 404
    assert "Who sees this of yours" not in page(client, f"/people/{jon}/")
