"""Bodies and threads, by the API: kept only where that is switched on, shown as far as each member's privacy says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tactful.accounts.wall import acting
from tactful.actions.imports.items import Mail, Written
from tactful.actions.imports.keys import id_key
from tactful.records.bodies import Body
from tactful.sharing.models import AccountSharing
from tactful.visibility.disclosures import list_disclosures
from tests.cast import Cast
from tests.cast.outside import mail, meeting

rule = pytest.mark.rule
MET, TIES = "relationships + interactions", "relationships"
TEAMS_ONLY = "teams only"
ROOT = "the root of this thread"
OFFER = "Our offer: nine hundred barrels"
ANSWER = "Nine hundred is too dear"


def thread_of(*items: Mail) -> list[Mail]:
    """The same mails as one thread."""
    return [replace(one, thread=id_key("thread", ROOT)[:16]) for one in items]


def offer() -> list[Mail]:
    """Ada writes to Jon with Ben in CC, and Jon answers Ada alone."""
    return thread_of(
        replace(
            mail("Ada", "Jon", 3, cc=["Ben"], subject="An offer"),
            body=Written(OFFER, f"<p>{OFFER} <b>today</b><img src=https://spy.example/p.gif></p>"),
        ),
        replace(mail("Jon", "Ada", 2, subject="Re: An offer"), body=Written(ANSWER)),
    )


@pytest.fixture
def offered(cast: Cast) -> Cast:
    """The cast, with bodies kept and the offer in Ada's book; the first of it in Ben's too."""
    cast.keep(bodies=True)
    cast.bring("Ada", offer(), feed="offer")
    cast.bring("Ben", offer()[:1], feed="offer")
    return cast


def uid_of(cast: Cast, who: str, subject: str) -> str:
    """The id of a mail that somebody is shown the subject of."""
    items = cast.api(who).read("/touchpoints", limit=200)["items"]
    (found,) = [one["id"] for one in items if one.get("subject") == subject]
    return str(found)


def read(cast: Cast, who: str, uid: str) -> list[Any] | None:
    """The messages of a thread as somebody reads it; None where there is nothing."""
    answer = cast.api(who).get(f"/touchpoints/{uid}/thread")
    if answer.status_code == 404:
        return None
    assert answer.status_code == 200
    items: list[Any] = answer.json()["items"]
    return items


def words(messages: list[Any] | None) -> str:
    return "none" if messages is None else json.dumps([one.get("body") for one in messages])


@rule("A20", "B02")
def test_a_preview_counts_what_was_written_apart(offered: Cast) -> None:
    ada = offered.api("Ada")
    offered.share("Ada", "Gas", MET)
    offered.shows("Ada", "subjects")

    def foreseen(option: str) -> list[tuple[int, int, int, int]]:
        told = ada.post("/privacy/preview", {"option": option}).json()["effects"]
        return [
            tuple(one[side][what] for side in ("newly", "no_longer") for what in ("subjects", "bodies"))
            for one in told
        ]

    assert foreseen("bodies") == [(0, 2, 0, 0)], "Ben and Dee are to read two texts more, and nothing else"
    offered.shows("Ada", "bodies")
    assert foreseen("bodies") == []
    assert foreseen("subjects") == [(0, 0, 0, 2)]
    assert [one[3] for one in foreseen("hide")] == [2]
    told = ada.post(f"/sharing/{offered.team('Power').hex}/preview", {"level": MET})
    assert {one["newly"]["bodies"] for one in told.json()["effects"]} == {2}
    with acting(offered.accounts["Ada"]):
        AccountSharing.unchecked.update(keep_bodies=False)
    assert foreseen("subjects") == [], "of what is kept no longer nobody reads anything"


@rule("A20", "A27")
def test_a_thread_is_read_newest_last_as_far_as_it_is_disclosed(offered: Cast) -> None:
    uid = uid_of(offered, "Ada", "An offer")
    own = read(offered, "Ada", uid)
    assert own is not None
    assert [one["subject"] for one in own] == ["An offer", "Re: An offer"]
    assert own[0]["body"]["text"] == f"{OFFER} today"
    assert own[0]["body"]["html"] == f"<p>{OFFER} <strong>today</strong></p>"
    assert own[1]["body"]["text"] == ANSWER
    # By whichever message of it.
    assert read(offered, "Ada", uid_of(offered, "Ada", "Re: An offer")) == own
    # Nothing reaches Dee but by what Ada shares, and then by what Ada shows.
    assert read(offered, "Dee", uid) is None
    offered.share("Ada", "Gas", TIES)
    offered.shows("Ada", "bodies")
    assert read(offered, "Dee", uid) is None
    offered.share("Ada", "Gas", MET)
    for option, has_subject, has_body in (
        ("hide", False, False),
        ("subjects", True, False),
        ("bodies", True, True),
        ("hide", False, False),
    ):
        offered.shows("Ada", option)
        found = read(offered, "Dee", uid)
        assert found is not None
        assert [("subject" in one, "body" in one) for one in found] == [(has_subject, has_body)] * 2, option
        assert [{p["name"] for p in one["participants"] if not p["colleague"]} for one in found] == [
            {"Jon Falk"},
            {"Jon Falk"},
        ]
        assert [one["at"] for one in found] == sorted(one["at"] for one in found)
    # Nobody else, whatever Ada shows: another team, no team, the Enterprise Admin, another account.
    offered.shows("Ada", "bodies")
    assert [read(offered, who, uid) for who in ("Cyd", "Eve", "Flo", "Gus")] == [None] * 4


@rule("A20", "A24", "D26")
def test_of_a_thread_each_message_is_as_its_own_books_say(offered: Cast) -> None:
    """Ben holds the first message alone: what he shows opens that, and not the answer, which he never got."""
    uid = uid_of(offered, "Ada", "An offer")
    offered.share("Ben", "Gas", MET)
    offered.shows("Ben", "bodies")
    found = read(offered, "Dee", uid)
    assert found is not None
    assert [one["body"]["text"] for one in found] == [f"{OFFER} today"]
    # Ada's answer is in Ada's book alone.
    offered.share("Ada", "Gas", MET)
    found = read(offered, "Dee", uid)
    assert found is not None
    assert [("subject" in one, "body" in one) for one in found] == [(True, True), (False, False)]
    colleagues = [
        {p["name"] for one in found for p in one["participants"] if p["colleague"] and "member" in p}
    ]
    assert colleagues == [{"Ada", "Ben"}]


@rule("A20", "B05")
def test_a_thread_kept_private_is_sealed_in_every_book(offered: Cast) -> None:
    uid = uid_of(offered, "Ada", "An offer")
    for who in ("Ada", "Ben"):
        offered.share(who, "Gas", MET)
        offered.shows(who, "bodies")
    assert OFFER in words(read(offered, "Dee", uid))
    made = offered.api("Ada").post("/exceptions", {"kind": "touchpoint", "what": uid})
    assert made.status_code in (200, 201), made.content
    found = read(offered, "Dee", uid)
    assert found is not None
    assert [("subject" in one, "body" in one) for one in found] == [(False, False)] * 2
    assert OFFER in words(read(offered, "Ada", uid))
    assert OFFER in words(read(offered, "Ben", uid))


@rule("A20", "B05", "B12")
def test_whom_an_exception_names_takes_the_mails_along(offered: Cast) -> None:
    uid = uid_of(offered, "Ada", "An offer")
    offered.share("Ada", "Gas", MET)
    offered.shows("Ada", "bodies")
    jon = offered.person("Jon")
    made = offered.api("Ada").post("/exceptions", {"kind": "person", "what": jon})
    assert made.status_code in (200, 201), made.content
    assert read(offered, "Dee", uid) is None
    hidden, absent = (offered.api("Dee").get(f"/touchpoints/{one}/thread") for one in (uid, "0" * 31 + "1"))
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)


@rule("B03")
def test_a_body_that_is_shown_is_written_down(offered: Cast) -> None:
    uid = uid_of(offered, "Ada", "An offer")
    offered.share("Ada", "Gas", MET)

    def kinds() -> set[str]:
        with offered.standing("Ada") as standing:
            rows = list_disclosures(standing).rows
            return {kind for row in rows for of in row.shown for kind in of.kinds}

    read(offered, "Ada", uid)
    assert kinds() == set(), "one's own is no disclosure"
    offered.shows("Ada", "subjects")
    read(offered, "Dee", uid)
    assert kinds() == {"touchpoint", "subject"}
    offered.shows("Ada", "bodies")
    # A list shows no body, and says so of none.
    offered.api("Dee").read("/touchpoints", limit=200)
    assert kinds() == {"touchpoint", "subject"}
    read(offered, "Dee", uid)
    assert kinds() == {"touchpoint", "subject", "body"}


@rule("B01", "A24")
def test_why_a_body_is_shown_and_who_sees_it(offered: Cast) -> None:
    uid = uid_of(offered, "Ada", "An offer")
    for who in ("Ada", "Ben"):
        offered.share(who, "Gas", MET)
    offered.shows("Ada", "bodies")
    whys = {it["value"]: json.dumps(it) for it in offered.api("Dee").read(f"/touchpoints/{uid}/why")["why"]}
    assert set(whys) == {"touchpoint", "subject", "body"}
    assert "Ada" in whys["body"]
    assert "Ben" not in whys["body"]
    assert OFFER not in whys["body"]
    seers = offered.api("Ada").read(f"/touchpoints/{uid}/who-sees")["who_sees"]
    assert {one["member"]["name"] for one in seers["body"]} == {"Ben", "Dee"}
    # Nothing is asked of a mail that has no body.
    bare = uid_of(offered, "Ada", "Price of the pipeline")
    assert {it["value"] for it in offered.api("Dee").read(f"/touchpoints/{bare}/why")["why"]} == {
        "touchpoint",
        "subject",
    }
    assert "body" not in offered.api("Ada").read(f"/touchpoints/{bare}/who-sees")["who_sees"]


@rule("A34", "A20")
def test_a_key_shows_no_more_than_its_ceiling(offered: Cast) -> None:
    uid = uid_of(offered, "Ada", "An offer")
    facets = ["existence", "relationship", "highlights", "interactions", "subject"]
    (first, _) = offered.api("Ada", ceiling=facets).read(f"/touchpoints/{uid}/thread")["items"]
    assert ("subject" in first, "body" in first) == (True, False)
    (first, _) = offered.api("Ada", ceiling=[*facets, "body"]).read(f"/touchpoints/{uid}/thread")["items"]
    assert ("subject" in first, "body" in first) == (True, True)


@rule("A20", "A26")
def test_in_teams_only_a_body_is_shown_per_team(offered: Cast) -> None:
    uid = uid_of(offered, "Ada", "An offer")
    for team in ("Gas", "Power"):
        offered.share("Ada", team, MET)
    offered.shows("Ada", "bodies")
    offered.mode(TEAMS_ONLY)
    offered.shows("Ada", "subjects", "Gas")
    offered.shows("Ada", "bodies", "Power")
    assert OFFER not in words(read(offered, "Dee", uid))
    assert OFFER in words(read(offered, "Cyd", uid))


# ── Keeping ─────────────────────────────────────────────────────────────────────────────────────────


def bodies(cast: Cast) -> int:
    with acting(cast.accounts["Flo"]):
        return Body.unchecked.count()


@rule("A27")
def test_nothing_is_kept_at_deployment_and_only_an_enterprise_admin_switches_it_on(cast: Cast) -> None:
    assert cast.api("Eve").read("/account")["keeps_bodies"] is False
    cast.bring("Ada", offer(), feed="offer")
    assert bodies(cast) == 0
    uid = uid_of(cast, "Ada", "An offer")
    own = read(cast, "Ada", uid)
    assert own is not None
    assert [("subject" in one, "body" in one) for one in own] == [(True, False)] * 2
    for who in ("Ada", "Eve"):
        assert cast.api(who).put("/keeping", {"bodies": True}).status_code == 403
        assert cast.api(who).put("/keeping?confirm=1", {"bodies": True}).status_code == 403
    flo = cast.api("Flo")
    asked = flo.put("/keeping", {"bodies": True})
    assert asked.status_code == 409
    assert "encrypted" in asked.content.decode()
    assert flo.read("/account")["keeps_bodies"] is False
    # Nothing to ask where nothing changes.
    assert flo.put("/keeping", {"bodies": False}).status_code == 200
    answer = flo.put("/keeping?confirm=1", {"bodies": True})
    assert (answer.status_code, answer.json()["keeps_bodies"], answer.json()["keeps_private_events"]) == (
        200,
        True,
        False,
    )
    # What is here already gets its body when it is brought again.
    cast.bring("Ada", offer(), feed="offer")
    assert bodies(cast) == 2
    assert OFFER in words(read(cast, "Ada", uid))


@rule("A27")
def test_switched_off_it_is_shown_to_nobody_at_once_and_erased(offered: Cast) -> None:
    uid = uid_of(offered, "Ada", "An offer")
    offered.share("Ada", "Gas", MET)
    offered.shows("Ada", "bodies")
    assert bodies(offered) == 3
    flo = offered.api("Flo")
    assert "erased" in flo.put("/keeping", {"bodies": False}).content.decode()
    assert OFFER in words(read(offered, "Dee", uid))
    assert flo.put("/keeping?confirm=1", {"bodies": False}).status_code == 200
    assert [words(read(offered, who, uid)) for who in ("Ada", "Dee")] == ["[null, null]"] * 2
    # Switched on again before all is erased, nothing comes back.
    assert flo.put("/keeping?confirm=1", {"bodies": True}).status_code == 200
    assert words(read(offered, "Ada", uid)) == "[null, null]"
    offered.keep()
    assert bodies(offered) == 0
    assert words(read(offered, "Ada", uid)) == "[null, null]"


@rule("A27", "A20")
def test_private_events_are_kept_where_that_is_switched_on_without_their_title(cast: Cast) -> None:
    private = replace(meeting("Ada", ["Olaf"], 4, title=""), private=True)
    cast.keep(private_events=True)
    cast.bring("Ada", [private], feed="private")
    cast.share("Ada", "Gas", MET)
    cast.shows("Ada", "bodies")
    jon = cast.person("Olaf")
    found = cast.api("Dee").read(f"/people/{jon}/timeline")["items"]
    assert [(one["kind"], one["subject"]) for one in found] == [("meeting", "")]
    cast.keep(private_events=False)
    assert cast.api("Dee").get(f"/people/{jon}/timeline").status_code == 404
    assert cast.api("Ada").get(f"/people/{jon}").status_code == 404
