"""The demo as it stands once built: its walks, its sign-ins, and what each must not see."""

from __future__ import annotations

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tactful.cli.demo.cards import cards_of
from tactful.cli.demo.company import Company
from tests.demo.home import DemoHome, demo_home  # noqa: F401 (a fixture)

DOMAIN = "hollinvane.example"


def finds(demo_home: DemoHome, local: str, name: str) -> bool:  # noqa: F811
    """Return whether a member finds a person by the exact name."""
    answer = demo_home.terminal.does("people", "--as", f"{local}@{DOMAIN}", name, "--json").json
    return any(person["name"] == name for person in answer["items"])


def facets(demo_home: DemoHome, local: str, name: str) -> set[str]:  # noqa: F811
    """Return the facets of a person that are shown to a member; none where the person is not there."""
    said = demo_home.terminal.type("why", "--as", f"{local}@{DOMAIN}", name, "--json")
    return {why["facet"] for why in said.json["why"]} if said.code == 0 else set()


@pytest.mark.rule("D01")
@pytest.mark.rule("D07")
@pytest.mark.rule("D14")
def test_marit_is_known_through_four_teams(demo_home: DemoHome) -> None:  # noqa: F811
    marit = "Marit Solheim-Aas"
    assert {"relationship", "contact_info", "interactions"} <= facets(demo_home, "ben", marit)
    mobile = next(
        value for value in values(demo_home, "cyd", marit) if value not in values(demo_home, "ben", marit)
    )
    assert mobile.startswith("+")


def values(demo_home: DemoHome, local: str, name: str) -> set[str]:  # noqa: F811
    """Return the phone numbers by which a member finds a person."""
    from tactful.cli.demo.scenes import SCENES

    scene = next(scene for scene in SCENES if f"{scene.given} {scene.family}" == name)
    numbers = {number.replace(" ", "") for number in (scene.phone, scene.mobile) if number}
    return {
        number
        for number in numbers
        if demo_home.terminal.does("people", "--as", f"{local}@{DOMAIN}", number, "--json").json["total"]
    }


@pytest.mark.rule("D03")
@pytest.mark.rule("D08")
def test_bogumila_exists_for_sales_alone(demo_home: DemoHome) -> None:  # noqa: F811
    shown = facets(demo_home, "ben", "Bogumiła Zarzycka")
    assert {"existence", "relationship", "contact_info"} == shown
    assert not facets(demo_home, "dee", "Bogumiła Zarzycka")
    assert not finds(demo_home, "fay", "Bogumiła Zarzycka")


@pytest.mark.rule("D03")
@pytest.mark.rule("D19")
def test_ines_exists_for_anton_alone(demo_home: DemoHome) -> None:  # noqa: F811
    assert finds(demo_home, "anton", "Inês Carvalhal")
    for local in ("fay", "ada", "ben", "oskar", "cyd"):
        assert not finds(demo_home, local, "Inês Carvalhal")


@pytest.mark.rule("D13")
@pytest.mark.rule("B06")
def test_a_share_that_has_ended_shows_nothing(demo_home: DemoHome) -> None:  # noqa: F811
    assert finds(demo_home, "owen", "Diarmuid Quilligan")
    assert not finds(demo_home, "ben", "Diarmuid Quilligan")


@pytest.mark.rule("B05")
def test_what_is_withheld_is_its_contributors_alone(demo_home: DemoHome) -> None:  # noqa: F811
    assert finds(demo_home, "ada", "Bob Ellingham")
    assert finds(demo_home, "cyd", "Robert Ellingham")
    for local in ("ben", "fay", "oskar"):
        for name in ("Robert Ellingham", "Bob Ellingham", "Robert J. St John Ellingham"):
            assert not finds(demo_home, local, name)
    ways = {
        local: demo_home.terminal.does("why", "--as", f"{local}@{DOMAIN}", "Eystein Grønlien", "--json").out
        for local in ("ada", "ben")
    }
    assert "Hugo" in ways["ben"]
    assert "Ada" not in ways["ben"]
    assert finds(demo_home, "ada", "Eystein Grønlien")


def test_the_sign_ins_that_are_printed_work(demo_home: DemoHome) -> None:  # noqa: F811
    with demo_home.served() as address:
        for visit in demo_home.note.visits:
            browser = build_opener(HTTPCookieProcessor(CookieJar()))
            assert "Sign out" in signed_in(browser, address, visit.email, visit.password)
        stranger = build_opener(HTTPCookieProcessor(CookieJar()))
        assert "Sign out" not in signed_in(
            stranger, address, demo_home.note.visits[0].email, "wrong-password"
        )


def signed_in(browser: OpenerDirector, address: str, email: str, password: str) -> str:
    """Sign in as a browser does, and return the page that comes then."""
    page = browser.open(f"{address}/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"login": email, "password": password, "csrfmiddlewaretoken": token[1]}
    browser.addheaders = [("Referer", f"{address}/sign-in/"), ("Origin", address)]
    answer: str = browser.open(f"{address}/sign-in/", urlencode(form).encode()).read().decode()
    return answer


def test_a_second_start_builds_nothing(demo_home: DemoHome) -> None:  # noqa: F811
    said = demo_home.terminal.does("demo", "--home", demo_home.path, "--no-serve")
    assert "Building" not in said.out
    for visit in demo_home.note.visits:
        assert visit.email in said.out
        assert visit.password in said.out
    assert all(walk.person in said.out for walk in demo_home.note.walks)


def test_the_demo_never_goes_to_a_named_server(demo_home: DemoHome) -> None:  # noqa: F811
    elsewhere = "postgresql://nobody@127.0.0.1:9/nothing"
    said = demo_home.terminal.type("demo", "--home", demo_home.path, "--no-serve", DATABASE_URL=elsewhere)
    assert said.code == 0, said


@pytest.mark.rule("D24")
def test_who_has_two_addresses_on_a_card_is_one_row(demo_home: DemoHome, company: Company) -> None:  # noqa: F811
    books = cards_of(company)
    member, emails = next(
        (member, card.emails) for member in books for card in books[member] if len(card.emails) > 1
    )
    found = [
        demo_home.terminal.does("people", "--as", f"{member}@{DOMAIN}", address, "--json").json
        for address in emails
    ]
    assert [answer["total"] for answer in found] == [1] * len(emails)
    assert found[0]["items"] == found[1]["items"]


@pytest.mark.rule("A20")
def test_hugo_shows_his_team_what_his_mails_are_about(demo_home: DemoHome) -> None:  # noqa: F811
    own = demo_home.terminal.does("privacy", "--as", f"hugo@{DOMAIN}", "--json").json
    found = {one["audience"]: (one["counts"], one["has_effect"]) for one in own["audiences"]}
    assert found == {"Sales": ("subjects", True), "Everyone": ("hide", False)}
