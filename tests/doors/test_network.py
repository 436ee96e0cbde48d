"""The network as a graph, from outside: each of the cast sees their own ties and those that are disclosed."""

from __future__ import annotations

from typing import Any

import pytest

from tactful.visibility.network import NetworkQuery, network
from tests.cast import Cast, cast
from tests.doors.pages.reading import page

__all__ = ["cast"]


def _ties(answer: Any) -> set[tuple[str, str]]:
    return {
        (answer["colleagues"][tie["colleague"]]["member"]["name"], answer["others"][tie["other"]]["name"])
        for tie in answer["ties"]
    }


@pytest.mark.rule("D05")
def test_without_a_share_everybody_sees_their_own_ties_alone(cast: Cast) -> None:
    for who in ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus"):
        answer = cast.api(who).read("/network")
        assert {colleague for colleague, _ in _ties(answer)} == {who}
        assert answer["total"] == len(answer["ties"])
        assert not answer["cut"]


@pytest.mark.rule("D06", "D14")
def test_a_share_brings_ties_and_a_withdrawal_takes_them(cast: Cast) -> None:
    before = cast.api("Dee").read("/network")
    cast.share("Ada", "Gas", "relationships")
    shared = cast.api("Dee").read("/network")
    assert ("Ada", "Ines Duarte") in _ties(shared)
    # Whom Ada has a card of and never wrote to is no tie with a score.
    assert ("Ada", "Tess Vance") not in _ties(shared)
    assert _ties(shared) > _ties(before)
    assert "Ines Duarte" in page(cast.page("Dee"), "/network/")
    assert cast.api("Cyd").read("/network") == cast.api("Cyd").read("/network")
    cast.share("Ada", "Gas", "not sharing")
    assert cast.api("Dee").read("/network") == before


def test_the_strongest_come_first_and_a_cut_is_said(cast: Cast) -> None:
    api = cast.api("Ada")
    whole = api.read("/network")
    scores = [tie["score"] for tie in whole["ties"]]
    assert scores == sorted(scores, reverse=True)
    cut = api.read("/network", limit=1)
    assert (len(cut["ties"]), cut["total"], cut["cut"]) == (1, whole["total"], True)
    assert _ties(cut) <= _ties(whole)
    assert "Ines Duarte" in {other for _, other in _ties(cut)}


def test_filters_by_score_company_and_team(cast: Cast) -> None:
    cast.share("Ada", "Everyone", "relationships")
    cast.share("Cyd", "Everyone", "relationships")
    api = cast.api("Flo")
    at = api.read("/network", company=cast.company("brightwater"))
    assert _ties(at) == {("Ada", "Ines Duarte"), ("Ada", "Jon Falk")}
    of_gas = api.read("/network", team=cast.team("Gas").hex)
    assert {colleague for colleague, _ in _ties(of_gas)} == {"Ada"}
    least = max(tie["score"] for tie in of_gas["ties"])
    assert {tie["score"] for tie in api.read("/network", least_score=least)["ties"]} == {least}
    companies = api.read("/network", of="companies")
    assert all(other["is_company"] for other in companies["others"])
    for strange in (cast.company("moss"), "zz"):
        assert api.read("/network", company=strange)["total"] == 0
        assert api.read("/network", team=strange)["total"] == 0


def test_the_picture_the_table_and_the_api_have_the_same_ties(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    client = cast.page("Dee")
    answer, data = cast.api("Dee").read("/network"), client.get("/network/data/").json()
    names = [node["label"] for node in data["nodes"]]
    assert {("Dee" if names[a] == "You" else names[a], names[b]) for a, b, _ in data["ties"]} == _ties(answer)
    said = page(client, "/network/")
    for colleague, other in _ties(answer):
        assert other in said
        assert colleague in said or colleague == "Dee"
    assert client.get("/network/data/").content == client.get("/network/data/").content


def test_ties_that_are_equally_strong_are_cut_by_their_public_ids(cast: Cast) -> None:
    with cast.standing("Ada") as standing:
        whole = network(standing)
        for most in range(1, len(whole.ties)):
            cut = network(standing, NetworkQuery(), most=most)
            assert len(cut.ties) == most
            shown = [(cut.others[tie.other].uid, tie.score) for tie in cut.ties]
            assert shown == [(whole.others[tie.other].uid, tie.score) for tie in whole.ties[:most]]
