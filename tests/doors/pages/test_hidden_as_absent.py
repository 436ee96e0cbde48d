"""What is hidden answers as what is not there, and as what was never an id: byte for byte (B12)."""

from __future__ import annotations

import pytest

from tactful.accounts.ids import fresh_uid
from tests.cast import Cast
from tests.doors.api.asked import PICTURE
from tests.doors.pages.asked import EVERY
from tests.doors.pages.reading import masked, undone

pytestmark = pytest.mark.rule("B12")

NO_IDS = ("1", "zz", "a" * 31, "A" * 32, "é" * 32, "a b", "'", "null", "%00")
NAMED = [one for one in EVERY if one.kind]


def _not_bens(cast: Cast) -> dict[str, list[str]]:
    """Ids that there are and that Ben must not know: hidden ones of his account, and those of another."""
    theirs = cast.api("Gus")
    gus_team = theirs.post("/teams", {"name": "Stone"}).json()["id"]
    return {
        "person": [cast.person("Quin"), cast.person("Ines", "Gus"), cast.person("Vera", "Gus")],
        "company": [cast.company("tidalgrid"), cast.company("slate", "Gus")],
        "touchpoint": [cast.api(one).read("/touchpoints")["items"][0]["id"] for one in ("Dee", "Eve", "Gus")],
        "audience": [gus_team],
        "team": [gus_team],
        "member": [cast.id("Gus")],
        "source": [cast.api(one).read("/sources")["items"][0]["id"] for one in ("Ada", "Gus")],
        "raised": [
            theirs.put("/limits", {"default_for_teams": "relationships"}).json()["default_for_teams"][
                "to_come"
            ]["id"]
        ],
        "exception": [
            cast.api("Ada").post("/exceptions", {"kind": "domain", "what": "adas.example"}).json()["id"]
        ],
        "rule": [
            one.post("/mailbox-rules", {"kind": "folder", "what": "Hers"}).json()["id"]
            for one in (cast.api("Ada"), theirs)
        ],
        "recipient": [theirs.post("/protected", {"kind": "domain", "what": "theirs.example"}).json()["id"]],
        "invitation": [theirs.post("/invitations", {"email": "other@quarry.example"}).json()["id"]],
        "introduction": [cast.asked("Cyd", "Ada", "Ines")],
        "file": [
            cast.file("Eve", PICTURE, audience="only you"),
            cast.file("Gus", PICTURE),
        ],
        "item": [cast.note("Eve", "Hers alone", audience="only you"), cast.note("Gus", "Next door")],
        "logged": [
            cast.logged("Eve", "call", audience="only you"),
            cast.logged("Gus", "call"),
        ],
        "meeting": [cast.hidden_meeting("Eve"), cast.hidden_meeting("Gus")],
        "reminder": [
            cast.reminder("Eve", audience="only you"),
            cast.reminder("Gus"),
        ],
        "judgement": [cast.judged("Eve", "Olaf", "Pia"), cast.judged("Gus", "Ines", "Vera")],
        "push": [
            one.post("/pushes", {"name": "Hers", "address": "https://hooks.chat.example/x"}).json()["id"]
            for one in (cast.api("Ada"), theirs)
        ],
        "key": [theirs.read("/keys")["items"][0]["id"], cast.api("Ada").read("/keys")["items"][0]["id"]],
    }


def test_hidden_foreign_absent_and_malformed_answer_alike(cast: Cast) -> None:
    # Whoever may do the deed at all: else all of it is refused before any id is looked at.
    admins = (
        "member_role",
        "member_state",
        "invitation_withdraw",
        "team_members",
        "departure",
        "raise_taken_back",
        "protection",
        "team_privacy",
    )
    cast.mode("teams only", stricter=True)
    others, flo, ben = _not_bens(cast), cast.page("Flo"), cast.page("Ben")
    for asked in NAMED:
        answers = {}
        for uid in (*others[asked.kind or ""], fresh_uid().hex, *NO_IDS):
            with undone():
                answers[uid] = masked(asked.ask(flo if asked.name in admins else ben, uid))
        assert {answer[0] for answer in answers.values()} == {404}, (asked, answers)
        assert len(set(answers.values())) == 1, (asked, {uid: answer[1] for uid, answer in answers.items()})


def test_so_do_parts_of_pages(cast: Cast) -> None:
    cast.mode("teams only", stricter=True)
    others = _not_bens(cast)
    for header in ("X-Panel", "X-Answer", "HX-Request"):
        for asked in NAMED:
            if asked.method == "GET":
                uids = [*others[asked.kind or ""], fresh_uid().hex, "zz"]
                client = cast.page("Flo" if asked.name == "departure" else "Ben")
                found = {masked(asked.ask(client, uid, headers={header: "1"})) for uid in uids}
                assert len(found) == 1, asked
                assert found.pop()[0] == 404


def test_a_hidden_person_answers_as_an_address_that_is_none(cast: Cast) -> None:
    client = cast.page("Ben")
    hidden, nowhere = (
        client.get(path) for path in (f"/people/{cast.person('Quin')}/", "/nothing/of/the/kind/")
    )
    assert (hidden.status_code, hidden.content) == (nowhere.status_code, nowhere.content)


def test_a_team_that_one_is_not_in_has_no_share_panel(cast: Cast) -> None:
    client, power = cast.page("Ben"), cast.team("Power").hex
    assert client.get(f"/sharing/{power}/preview/", {"relationships": "on"}).status_code == 404
    assert client.post(f"/sharing/{power}/", {"relationships": "on"}).status_code == 404
    assert b"data-share" not in client.get(f"/teams/{power}/").content


def test_values_that_one_does_not_see_have_no_why(cast: Cast) -> None:
    from tactful.web.shapes.records import key_of

    cast.share("Ada", "Gas", "relationships")
    client, jon = cast.page("Ben"), cast.person("Jon")
    assert client.get(f"/why/person/{jon}/").status_code == 200
    keys = [key_of("phone", "+4420555002"), key_of("phone", "+4420555777"), "zz", ""]
    found = {masked(client.get(f"/why/person/{jon}/", {"value": key})) for key in keys}
    found |= {
        masked(client.get(f"/why/person/{jon}/", {"knower": cast.id(who)})) for who in ("Dee", "Gus", "Ben")
    }
    assert len(found) == 1
    assert found.pop()[0] == 404


@pytest.mark.rule("D25")
def test_filters_by_somebody_who_shares_nothing_find_what_filters_by_nobody_find(cast: Cast) -> None:
    client = cast.page("Ben")
    for path in ("/people/", "/companies/"):
        found = {
            client.get(path, {"known_by": uid}, headers={"HX-Target": "rows", "HX-Request": "true"}).content
            for uid in (cast.id("Dee"), cast.id("Gus"), fresh_uid().hex, "zz")
        }
        assert len(found) == 1
        assert b"fits this search" in found.pop()
