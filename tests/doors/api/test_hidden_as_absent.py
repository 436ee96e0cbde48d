"""What is hidden answers as what is not there, and as what was never an id: byte for byte."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import pytest

from tactful.accounts.ids import fresh_uid
from tests.cast import Cast
from tests.cast.clients import Api
from tests.doors.api.asked import BODIES, OPERATIONS, READS, Operation, ids, undone

pytestmark = pytest.mark.rule("B12")

NO_IDS = ("1", "0", "-1", "zz", "a" * 31, "a" * 33, "A" * 32, "é" * 32, "%00", "a b", "'", "..%2f", "null")


def _others(cast: Cast) -> dict[str, list[str]]:
    """Ids that there are, and that Ben must not know: hidden ones of his account, and those of another."""
    theirs = cast.api("Gus")
    gus_team = theirs.post("/teams", {"name": "Stone"}).json()["id"]
    invited = theirs.post("/invitations", {"email": "other@quarry.example"}).json()["id"]
    return {
        "person": [cast.person("Quin"), cast.person("Vera", "Gus"), cast.person("Ines", "Gus")],
        "company": [cast.company("moss"), cast.company("slate", "Gus")],
        "touchpoint": [cast.api(one).read("/touchpoints")["items"][0]["id"] for one in ("Dee", "Eve", "Gus")],
        "team": [cast.team("Power").hex, gus_team],
        "audience": [cast.team("Power").hex, gus_team],
        "member": [cast.id("Gus")],
        "contributor": [cast.id("Gus")],
        "source": [
            cast.api("Eve").read("/sources")["items"][0]["id"],
            theirs.read("/sources")["items"][0]["id"],
        ],
        "exception": [
            cast.api("Ada").post("/exceptions", {"kind": "domain", "what": "adas.example"}).json()["id"],
            theirs.post("/exceptions", {"kind": "domain", "what": "theirs.example"}).json()["id"],
        ],
        "rule": [
            one.post("/mailbox-rules", {"kind": "folder", "what": "Hers"}).json()["id"]
            for one in (cast.api("Ada"), theirs)
        ],
        "recipient": [theirs.post("/protected", {"kind": "domain", "what": "theirs.example"}).json()["id"]],
        "invitation": [invited],
        "introduction": [cast.asked("Cyd", "Ada", "Ines")],
        "file": [
            cast.file("Eve", b"hers", audience="only you"),
            cast.file("Gus", b"next door"),
            cast.note("Ada", "No file"),
        ],
        "item": [cast.note("Eve", "Hers alone", audience="only you"), cast.note("Gus", "Next door")],
        # A mail is no meeting, whoever sees it.
        "meeting": [
            cast.hidden_meeting("Eve"),
            cast.hidden_meeting("Gus"),
            cast.api("Ben").read("/touchpoints", kind="mail")["items"][0]["id"],
        ],
        "reminder": [
            cast.reminder("Eve", audience="only you"),
            cast.reminder("Gus"),
            cast.note("Ben", "A note of Ben"),
        ],
        # A note is no logged interaction, whoever wrote it.
        "logged": [
            cast.logged("Ada", "call", "Jon", members=["Ben"]),
            cast.logged("Gus", "call"),
            cast.note("Ben", "A note of Ben"),
        ],
        "sort": ["such thing"],
        "judgement": [cast.judged("Eve", "Olaf", "Pia"), cast.judged("Gus", "Ines", "Vera")],
        "raised": [
            theirs.put("/limits", {"default_for_teams": "relationships"}).json()["default_for_teams"][
                "to_come"
            ]["id"]
        ],
        "push": [
            one.post("/pushes", {"name": "Hers", "address": "https://hooks.chat.example/x"}).json()["id"]
            for one in (cast.api("Ada"), theirs)
        ],
        "key": [theirs.read("/keys")["items"][0]["id"], cast.api("Ada").read("/keys")["items"][0]["id"]],
    }


#: Teams are known to all members: only these operations on another team answer as if there were none.
_TEAM_KNOWN = {"GET /teams/{team}", "GET /teams/{team}/members"}


@pytest.mark.parametrize("place", sorted({place for one in OPERATIONS for place in one.places}))
def test_hidden_foreign_absent_and_malformed_ids_answer_alike(cast: Cast, place: str) -> None:
    named, others = ids(cast), _others(cast)
    apis = {who: cast.api(who) for who in ("Ben", "Flo")}
    for operation in OPERATIONS:
        if place in operation.places:
            with undone():
                _answers_alike(cast, operation, place, apis, named, others[place])


def _answers_alike(
    cast: Cast,
    operation: Operation,
    place: str,
    apis: Mapping[str, Api],
    named: Mapping[str, str],
    foreign: list[str],
) -> None:
    # Whoever may do the deed at all: else all of it is refused before any id is looked at.
    who = "Flo" if operation.expects["Ben"] == 403 or operation.expects["Flo"] == 204 else "Ben"
    if operation.name.endswith(
        ("/privacy", "/privacy/preview", "/privacy/{team}", "/privacy/{team}/preview")
    ):
        # Elsewhere all of it is refused, whatever it names.
        cast.mode("teams only", stricter=True)
    if operation.name in _TEAM_KNOWN or (who == "Flo" and place == "team"):
        foreign = foreign[1:]
    if place == "company" and who == "Ben":
        foreign = foreign[1:]  # Ben knows somebody at Moss
    answers = {}
    for text in (*foreign, fresh_uid().hex, uuid.UUID(int=0).hex, *NO_IDS):
        with undone():
            answer = operation.ask(apis[who], {**named, place: text})
        answers[text] = (answer.status_code, tuple(sorted(answer.headers.items())), answer.content)
    assert {answer[0] for answer in answers.values()} == {404}, (operation.name, place, answers)
    assert len(set(answers.values())) == 1, (operation.name, place, answers)


def test_a_hidden_person_answers_as_an_address_that_is_no_route(cast: Cast) -> None:
    api = cast.api("Ben")
    hidden, nowhere = api.get(f"/people/{cast.person('Quin')}"), api.get("/no/such/thing")
    assert (hidden.status_code, hidden.content) == (nowhere.status_code, nowhere.content)


def test_hidden_values_answer_as_absent_ones(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    path = f"/people/{cast.person('Jon')}/values/why"
    api = cast.api("Ben")
    hidden = api.get(path, kind="phone", value="+4420555002")
    absent = api.get(path, kind="phone", value="+4420555777")
    strange = api.get(path, kind="\x00", value="\x00")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert strange.status_code in (400, 404)


@pytest.mark.rule("D25")
def test_filters_by_ids_that_are_hidden_absent_or_none_find_nothing_alike(cast: Cast) -> None:
    api = cast.api("Ben")
    for path, name, hidden in (
        ("/people", "known_by", cast.id("Dee")),
        ("/people", "known_by", cast.id("Gus")),
        ("/people", "company", cast.company("tidalgrid")),
        ("/companies", "known_by", cast.id("Ada")),
    ):
        answers = {api.get(path, **{name: text}).content for text in (hidden, fresh_uid().hex, "zz", "1")}
        assert len(answers) == 1, (path, name)
        assert b'"total": 0' in answers.pop()


def test_bodies_that_name_members_take_hidden_for_absent(cast: Cast) -> None:
    api, team = cast.api("Flo"), cast.team("Gas").hex
    assert BODIES["POST /teams/{team}/members"]
    answers = {
        (answer.status_code, answer.content)
        for text in (cast.id("Gus"), fresh_uid().hex, "zz", "")
        for answer in [api.post(f"/teams/{team}/members", {"member": text})]
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_reads_that_take_no_id_are_the_readers_own_alone(cast: Cast) -> None:
    """Gus's whole transcript says nothing that only the other account holds."""
    api, named = cast.api("Gus"), ids(cast)
    for operation in READS:
        said = operation.ask(api, named).content.decode()
        for word in ("hearth", "Ada", "Falk", "kestrel", "Gas", "Power"):
            assert word not in said, (operation.name, word)
