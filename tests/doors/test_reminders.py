"""Reminders, from outside: who of the cast gets what, what is due, and the morning's mail (A17, K15, B11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tactful.accounts.wall import acting
from tactful.actions.reminder_mails import mail_due
from tactful.records.reminders import comes_again
from tactful.sharing.models import Event
from tests.cast import Cast, cast
from tests.cast.clients import Api
from tests.doors.pages.reading import words
from tests.doors.test_items import readers

__all__ = ["cast"]


def due(api: Api, which: str = "") -> list[str]:
    """What somebody's list of what is due says."""
    return [one["item"]["text"] for one in api.read("/reminders", due=which)["items"]]


@pytest.mark.rule("A17", "A09", "A13")
def test_the_colleague_to_whom_it_is_assigned_sees_it_and_nobody_else(cast: Cast) -> None:
    given = cast.reminder("Ada", "Jon", to="Eve", audience="only you")
    assert readers(cast, given) == ["Ada", "Eve"]
    seen = cast.api("Eve").read(f"/reminders/{given}")
    assert (seen["mine"], seen["item"]["assignee"]["name"]) == (True, "Eve")
    # Without the name of the record, which she does not see.
    assert seen["item"]["people"] == []
    assert "Falk" not in str(seen)
    mine = cast.api("Ada").read(f"/reminders/{given}")
    assert (mine["mine"], mine["item"]["audience"]["label"]) == (False, "Only you and the reminder owner")
    assert mine["item"]["audience"]["now"] == ["Eve, to whom it is assigned."]
    for who in ("Ben", "Cyd", "Dee", "Flo", "Gus"):
        assert cast.api(who).get(f"/reminders/{given}").status_code == 404, who
    assert due(cast.api("Eve")) == due(cast.api("Ada")) == ["Call again"]
    assert due(cast.api("Ben")) == []
    # Given to another colleague, it is Eve's no more.
    changed = cast.api("Ada").ask("PATCH", f"/reminders/{given}", body={"assignee": cast.id("Ben")})
    assert changed.status_code == 200
    assert readers(cast, given) == ["Ada", "Ben"]
    assert (
        cast.api("Ada").ask("PATCH", f"/reminders/{given}", body={"assignee": cast.id("Ada")}).json()["mine"]
    )
    assert readers(cast, given) == ["Ada"]


@pytest.mark.rule("A17")
def test_what_is_due_overdue_today_or_later(cast: Cast) -> None:
    for days, text in ((-3, "Before"), (0, "Now"), (4, "Then")):
        cast.reminder("Ada", days=days, words=text)
    ada = cast.api("Ada")
    assert due(ada) == ["Before", "Now", "Then"]
    assert (due(ada, "overdue"), due(ada, "today"), due(ada, "later")) == (["Before"], ["Now"], ["Then"])
    first = ada.read("/reminders", limit=2)
    assert [
        one["item"]["text"] for one in ada.read("/reminders", limit=2, cursor=first["next"])["items"]
    ] == ["Then"]
    # For Everyone, so that others read them; they are in nobody's list but hers.
    assert due(cast.api("Ben")) == []


@pytest.mark.rule("A17")
def test_home_says_what_is_due_for_whoever_is_to_do_it(cast: Cast) -> None:
    def lead(who: str) -> str:
        return words(cast.page(who).get("/"))

    for who in ("Ada", "Ben"):
        assert " due today." not in lead(who)
        assert " overdue" not in lead(who)
    cast.reminder("Ada", days=0, to="Ben")
    assert "1 reminder is due today." in lead("Ben")
    assert " due today." not in lead("Ada"), "it is Ben's to do"
    for days in (-2, -1, 0, 1):
        cast.reminder("Ada", days=days)
    assert "2 reminders are overdue, and 1 is due today." in lead("Ada")
    assert "overdue" not in lead("Ben")


@pytest.mark.rule("A17")
def test_done_by_who_wrote_it_or_is_to_do_it(cast: Cast) -> None:
    given = cast.reminder("Ada", to="Eve", days=-2)
    assert cast.api("Ben").get(f"/reminders/{given}").status_code == 200
    for who in ("Ben", "Flo", "Gus"):
        assert cast.api(who).post(f"/reminders/{given}/done").status_code == 404, who
        assert cast.api(who).ask("PATCH", f"/reminders/{given}", body={"resets": False}).status_code == 404
    # Whose it is to do says that it is done, and changes nothing else of it.
    assert cast.api("Eve").ask("PATCH", f"/reminders/{given}", body={"resets": False}).status_code == 404
    assert cast.api("Eve").post(f"/reminders/{given}/done").json()["done_at"] is not None
    assert due(cast.api("Ada")) == []
    assert due(cast.api("Ada"), "done") == ["Call again"]
    again = cast.reminder("Ada", recurrence="weekly", days=-15)
    done = cast.api("Ada").post(f"/reminders/{again}/done").json()
    at = datetime.fromisoformat(done["due_at"])
    assert done["done_at"] is None
    assert timedelta(days=5) < at - timezone.now() < timedelta(days=7)


@pytest.mark.rule("K15", "A17")
def test_a_contact_puts_it_off_for_its_owner_and_tells_nobody_else(cast: Cast) -> None:
    # Ada and Ines wrote to each other two days ago; Ben's own last contact with Ines is older.
    cast.share("Ada", "Everyone", "relationships")
    set_for = -6
    mine = cast.reminder("Ada", "Ines", recurrence="weekly", resets=True, days=set_for)
    ada, eve = cast.api("Ada").read(f"/reminders/{mine}"), cast.api("Eve").read(f"/reminders/{mine}")
    asked = timezone.now()
    assert datetime.fromisoformat(ada["due_at"]) > asked
    # Eve sees Ines and no dates of hers: to her it is the date that was set.
    assert datetime.fromisoformat(eve["due_at"]) < asked
    assert due(cast.api("Ada"), "later") == ["Call again"]
    # To Eve it is the same with dates and without: what is Ada's is told by Ada's timeline alone.
    given = cast.reminder("Ada", "Ines", recurrence="weekly", resets=True, days=set_for, to="Eve")
    before = cast.api("Eve").read(f"/reminders/{given}")["due_at"]
    assert datetime.fromisoformat(before) < asked
    assert due(cast.api("Eve"), "overdue") == ["Call again"]
    # Once she may see the dates, they count for what is hers to do.
    cast.share("Ada", "Everyone", "relationships + interactions")
    assert datetime.fromisoformat(cast.api("Eve").read(f"/reminders/{given}")["due_at"]) > asked
    assert due(cast.api("Eve"), "overdue") == []
    cast.share("Ada", "Everyone", "relationships")
    assert cast.api("Eve").read(f"/reminders/{given}")["due_at"] == before


@pytest.mark.rule("A17")
def test_what_cannot_be_is_refused_by_name(cast: Cast) -> None:
    ada = cast.api("Ada")
    fine = {"text": "Call", "due_at": "2026-03-01T09:00:00Z"}
    for field, more in (
        ("recurrence", {"recurrence": "hourly"}),
        ("every_days", {"recurrence": "every"}),
        ("every_days", {"every_days": 3}),
        ("every_days", {"recurrence": "every", "every_days": 0}),
        ("resets", {"resets": True}),
        ("members", {"assignee": cast.id("Gus")}),
        ("text", {"text": " "}),
    ):
        refused = ada.post("/reminders", {**fine, **more})
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, field), more
    every = ada.post("/reminders", {**fine, "recurrence": "every", "every_days": 10})
    assert (every.status_code, every.json()["every_days"]) == (201, 10)
    path = f"/reminders/{every.json()['item']['id']}"
    assert ada.ask("PATCH", path, body={"recurrence": "weekly"}).json()["every_days"] is None
    assert ada.ask("PATCH", path, body={"recurrence": "hourly"}).status_code == 400
    assert cast.api("Ada", ceiling=["read"]).post("/reminders", fine).status_code == 403
    assert cast.api("Ada", may_write=False).post("/reminders", fine).status_code == 403


@pytest.mark.rule("A17")
def test_they_come_again(cast: Cast) -> None:
    at = datetime(2024, 1, 31, 9, tzinfo=UTC)
    assert comes_again(at, "none", None) is None
    assert comes_again(at, "daily", None) == at + timedelta(days=1)
    assert comes_again(at, "every", 10) == at + timedelta(days=10)
    assert comes_again(at, "monthly", None) == datetime(2024, 2, 29, 9, tzinfo=UTC)
    assert comes_again(datetime(2024, 2, 29, tzinfo=UTC), "yearly", None) == datetime(2025, 2, 28, tzinfo=UTC)
    assert comes_again(datetime(9999, 12, 31, tzinfo=UTC), "monthly", None) is None


@pytest.mark.rule("A17", "B12")
def test_the_mornings_mail_names_what_its_reader_may_see(cast: Cast) -> None:
    cast.reminder("Ada", "Jon", to="Eve", words="Send the offer", days=-2, audience="only you")
    cast.reminder("Ada", "Kaya", words="Ask for lunch")
    cast.reminder("Ada", words="Much later", days=9)
    account = cast.accounts["Ada"]
    assert mail_due(account) == 2
    to = {one.to[0].split("@")[0]: one.body for one in mail.outbox}
    assert sorted(to) == ["ada", "eve"]
    assert "Send the offer" in to["eve"]
    assert "Falk" not in to["eve"]
    assert "Ask for lunch (Kaya Ott), due today" in to["ada"]
    # What Eve is to do, and what is due later, does not stand in Ada's.
    assert "offer" not in to["ada"]
    assert "later" not in to["ada"]
    assert mail_due(account) == 0


@pytest.mark.rule("B11")
def test_what_a_leaver_had_to_do_is_left_to_others(cast: Cast) -> None:
    back = cast.reminder("Ben", to="Ada", words="Given by Ben", audience="only you")
    shared = cast.reminder("Ada", words="Shared", audience="everyone")
    alone = cast.reminder("Ada", words="Hers alone", audience="only you")
    away = cast.reminder("Ada", words="Given to Cyd", to="Cyd", audience="only you")
    flo, uid = cast.api("Flo"), cast.id("Ada")
    assert flo.read(f"/members/{uid}/departure")["reminders"] == 2
    assert flo.post(f"/members/{uid}/deactivate", confirm=1).status_code == 204
    assert due(cast.api("Ben")) == ["Given by Ben"]
    assert cast.api("Ben").read(f"/reminders/{back}")["mine"]
    assert due(flo) == ["Shared"]
    assert flo.read(f"/reminders/{shared}")["mine"]
    assert due(cast.api("Cyd")) == ["Given to Cyd"]
    assert cast.api("Cyd").get(f"/reminders/{away}").status_code == 200
    for who in ("Ben", "Cyd", "Flo"):
        assert cast.api(who).get(f"/reminders/{alone}").status_code == 404, who


@pytest.mark.rule("B11")
def test_who_leaves_by_themselves_names_who_gets_theirs(cast: Cast) -> None:
    flo, uid = cast.api("Flo"), cast.id("Flo")
    made = flo.put(f"/members/{cast.id('Ada')}/role", {"role": "enterprise admin"})
    assert made.status_code in (200, 204), made.content
    cast.reminder("Flo", words="Call about the quay", audience="everyone")
    refused = flo.post(f"/members/{uid}/deactivate", confirm=1)
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "reminders_to")
    assert flo.get("/me").status_code == 200
    assert flo.post(f"/members/{uid}/deactivate", confirm=1, reminders_to=cast.id("Cyd")).status_code == 204
    assert due(cast.api("Cyd")) == ["Call about the quay"]


@pytest.mark.rule("B11", "K15", "A13")
def test_a_named_colleague_gets_what_a_leaver_shared_and_is_told_of_its_people_as_they_see_them(
    cast: Cast,
) -> None:
    back = cast.reminder("Ben", to="Ada", words="Given by Ben", audience="only you")
    shared = cast.reminder("Ada", "Jon", words="Call about the quay", audience="everyone")
    alone = cast.reminder("Ada", words="Hers alone", audience="only you")
    flo, uid, cyd = cast.api("Flo"), cast.id("Ada"), cast.api("Cyd")
    for nobody in (uid, "0" * 32, "nobody"):
        refused = flo.post(f"/members/{uid}/deactivate", confirm=1, reminders_to=nobody)
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, "reminders_to")
    assert sorted(due(cast.api("Ada"))) == ["Call about the quay", "Given by Ben", "Hers alone"]
    assert flo.post(f"/members/{uid}/deactivate", confirm=1, reminders_to=cast.id("Cyd")).status_code == 204
    assert (due(cyd), due(flo), due(cast.api("Ben"))) == (["Call about the quay"], [], ["Given by Ben"])
    seen = cyd.read(f"/reminders/{shared}")
    assert seen["mine"]
    # Jon was Ada's: who does not see him is not told that it is about him.
    assert seen["item"]["people"] == []
    assert "Jon" not in str(seen)
    for who in ("Ben", "Cyd", "Flo"):
        assert cast.api(who).get(f"/reminders/{alone}").status_code == 404, who
    assert cyd.get(f"/reminders/{back}").status_code == 404
    with acting(cast.accounts["Flo"]):
        event = Event.unchecked.filter(deed="member deactivated").latest("id")
    assert (event.detail["reminders"], event.detail["to"]) == (2, cast.id("Cyd"))


@pytest.mark.rule("B11")
def test_the_page_before_a_deactivation_asks_who_gets_the_reminders(cast: Cast) -> None:
    flo, uid = cast.page("Flo"), cast.id("Ada")
    path, state = f"/settings/members/{uid}/departure/", f"/settings/members/{uid}/state/"
    assert b"reminders_to" not in flo.get(path).content
    cast.reminder("Ada", words="Call about the quay", audience="everyone")
    shown = flo.get(path).content.decode()
    assert f'<option value="{cast.id("Cyd")}">Cyd' in shown
    assert f'<option value="{uid}">' not in shown
    refused = flo.post(state, {"state": "deactivated", "reminders_to": uid}, follow=True)
    assert "name an active colleague" in refused.content.decode().lower()
    assert flo.post(state, {"state": "deactivated", "reminders_to": "nobody"}).status_code == 404
    assert cast.api("Ada").get("/me").status_code == 200
    flo.post(state, {"state": "deactivated", "reminders_to": cast.id("Cyd")})
    assert due(cast.api("Cyd")) == ["Call about the quay"]
    assert due(cast.api("Flo")) == []
