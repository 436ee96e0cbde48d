"""Each member's own time zone, from outside: who is told it, what is taken, and what it makes of days and times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from tactful.accounts.wall import acting
from tactful.accounts.zones import end_of_day, start_of_day
from tactful.actions.reminder_mails import mail_due
from tactful.records.reminders import comes_again
from tactful.sharing.models import Event
from tests.cast import Cast, cast
from tests.cast.clients import Api
from tests.doors.pages.reading import page, words

__all__ = ["cast"]

TOKYO, NEW_YORK, KATHMANDU = "Asia/Tokyo", "America/New_York", "Asia/Kathmandu"


def lives_in(cast: Cast, zone: str, *members: str) -> None:
    """Let members choose a time zone."""
    for name in members:
        assert cast.api(name).ask("PUT", "/me/time-zone", body={"time_zone": zone}).status_code == 204


def zone_told(api: Api) -> tuple[str, bool]:
    """What somebody is told of their own zone, and whether they chose it."""
    me = api.read("/me")
    return me["time_zone"], me["time_zone_chosen"]


def moment(text: str) -> datetime:
    """A moment of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def remind(api: Api, due_at: datetime | str, text: str = "Call", **more: object) -> str:
    """Write a reminder through the API; return its id."""
    at = due_at if isinstance(due_at, str) else due_at.isoformat()
    made = api.post("/reminders", {"text": text, "due_at": at, **more})
    assert made.status_code == 201, made.content
    return str(made.json()["item"]["id"])


def due_at(api: Api, item: str) -> str:
    """When a reminder is due."""
    return str(api.read(f"/reminders/{item}")["due_at"])


def test_one_tells_and_sets_ones_own_zone_and_nobody_elses(cast: Cast) -> None:
    ada, ben = cast.api("Ada"), cast.api("Ben")
    assert zone_told(ada) == ("UTC", False)
    lives_in(cast, KATHMANDU, "Ada")
    assert zone_told(ada) == (KATHMANDU, True)
    assert zone_told(ben) == ("UTC", False)
    assert "Kathmandu" not in str([ben.read("/members"), cast.api("Flo").read("/members")])
    with acting(cast.accounts["Ada"]):
        (event,) = Event.unchecked.filter(account_id=cast.accounts["Ada"], deed="time zone set")
    # That it was chosen, not which one: it tells where somebody is.
    assert (event.actor_id, event.detail) == (cast.places["Ada"], {"chosen": True})
    for wrong in ("Europe/Atlantis", "localtime", "../UTC", "/etc/localtime", "utc", "Factory", "x" * 300):
        refused = ada.ask("PUT", "/me/time-zone", body={"time_zone": wrong}).json()["error"]
        assert refused["field"] == "time_zone", wrong
        assert "there is no such time zone" in refused["message"]
    only_reads = cast.api("Ada", may_write=False)
    assert only_reads.ask("PUT", "/me/time-zone", body={"time_zone": "UTC"}).status_code == 403
    assert zone_told(ada) == (KATHMANDU, True)
    assert ada.ask("PUT", "/me/time-zone", body={"time_zone": None}).status_code == 204
    assert zone_told(ada) == ("UTC", False)
    with override_settings(TACTFUL_TIME_ZONE=TOKYO):
        assert zone_told(ada) == (TOKYO, False)


def test_chosen_on_the_page_about_oneself(cast: Cast) -> None:
    ada = cast.page("Ada")
    assert "Days and times on your pages and in your mails are those of UTC ." in page(ada, "/settings/")
    assert ada.post("/settings/time-zone/", {"time_zone": NEW_YORK}).headers["Location"] == "/settings/you/"
    answer = ada.get("/settings/")
    assert "Days and times are now those of America/New York." in words(answer)
    assert f'<option value="{NEW_YORK}" selected>' in answer.content.decode()
    # What a browser is to offer is no script of the page's own, and hidden before one has run.
    assert f'data-own-zone="{NEW_YORK}" hidden' in answer.content.decode()
    ada.post("/settings/time-zone/", {"time_zone": "Europe/Atlantis"})
    said = page(ada, "/settings/")
    assert "There is no such time zone" in said
    assert "those of America/New York ." in said
    # A browser may say an older name, which is not offered to others.
    assert ada.post("/settings/time-zone/", {"time_zone": "Japan"}).status_code == 303
    assert '<option value="Japan" selected>' in ada.get("/settings/").content.decode()
    assert "Japan" not in page(cast.page("Ben"), "/settings/")
    assert ada.post("/settings/time-zone/", {"time_zone": ""}).status_code == 303
    assert zone_told(cast.api("Ada")) == ("UTC", False)
    # A request leaves nothing of its reader's behind.
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.rule("A17")
def test_forms_read_and_pages_show_ones_own_times(cast: Cast) -> None:
    lives_in(cast, NEW_YORK, "Ada")
    lives_in(cast, KATHMANDU, "Eve")
    ada, key, eve = cast.page("Ada"), cast.api("Ada"), cast.page("Eve")
    assert "Due, in America/New York" in page(ada, "/reminders/write/")
    assert "Due, in UTC" in page(cast.page("Ben"), "/reminders/write/")
    for typed, at in (
        ("2030-01-15T09:00", "2030-01-15T14:00:00Z"),
        ("2030-07-15T09:00", "2030-07-15T13:00:00Z"),
        # Left out: it is 03:30, which is 02:30 of the clocks that were. Twice: the first of the two.
        ("2030-03-10T02:30", "2030-03-10T07:30:00Z"),
        ("2030-11-03T01:30", "2030-11-03T05:30:00Z"),
    ):
        sent = {"text": typed, "due_at": typed, "option": "only you", "assignee": cast.id("Eve")}
        assert ada.post("/reminders/write/", sent).status_code == 303
        (made,) = [one for one in key.read("/reminders")["items"] if one["item"]["text"] == typed]
        assert made["due_at"] == at
    first = key.read("/reminders")["items"][0]["item"]["id"]
    answer = ada.get(f"/notes/{first}/")
    assert "Due 15 January 2030, 09:00 EST" in words(answer)
    assert 'value="2030-01-15T09:00"' in answer.content.decode()
    assert "Due 15 January 2030, 19:45 UTC+05:45" in page(eve, f"/notes/{first}/")
    assert "15 January 2030, 19:45" in page(eve, "/reminders/")
    assert "Days and times are those of Asia/Kathmandu ." in page(eve, "/reminders/")
    # The second of two times that read the same stays what it is, where the form is sent as it was shown.
    twice = remind(key, "2030-11-03T06:30:20Z")
    sent = {"deed": "when", "due_at": "2030-11-03T01:30", "recurrence": "weekly"}
    assert ada.post(f"/notes/{twice}/", sent).status_code == 303
    assert due_at(key, twice) == "2030-11-03T06:30:20Z"
    # Put off over a change of the clocks, at the same time of day.
    over = remind(key, "2030-03-09T14:00:00Z")
    assert ada.post(f"/reminders/{over}/", {"days": "1"}).status_code == 303
    assert due_at(key, over) == "2030-03-10T13:00:00Z"


@pytest.mark.rule("A16")
def test_what_is_logged_took_place_by_ones_own_clock(cast: Cast) -> None:
    lives_in(cast, TOKYO, "Ada")
    ada = cast.page("Ada")
    sent = {"kind": "call", "at": "2020-01-02T08:00", "option": "everyone"}
    assert ada.post("/notes/log/", sent | {"text": "Agreed"}).status_code == 303
    (made,) = cast.api("Ada").read("/items")["items"]
    assert made["at"] == "2020-01-01T23:00:00Z"
    answer = ada.get(f"/notes/{made['id']}/").content.decode()
    assert "Thursday, 2 January 2020" in answer
    assert 'value="2020-01-02T08:00"' in answer
    assert "Wednesday, 1 January 2020" in cast.page("Ben").get(f"/notes/{made['id']}/").content.decode()


def test_a_mail_was_written_by_its_readers_clock(cast: Cast) -> None:
    lives_in(cast, TOKYO, "Ada")
    mails = [one for one in cast.api("Ada").read("/touchpoints")["items"] if one["kind"] == "mail"]
    at = datetime.fromisoformat(mails[0]["at"]).astimezone(ZoneInfo(TOKYO))
    path = f"/activity/{mails[0]['id']}/"
    assert f"{at.day} {at:%B %Y}, {at:%H:%M} JST" in page(cast.page("Ada"), path)


@pytest.mark.rule("A17")
def test_what_is_due_goes_by_the_days_of_its_reader(cast: Cast) -> None:
    lives_in(cast, TOKYO, "Ada")
    lives_in(cast, NEW_YORK, "Eve")
    for name, zone in (("Ada", ZoneInfo(TOKYO)), ("Eve", ZoneInfo(NEW_YORK)), ("Ben", ZoneInfo("UTC"))):
        now, api = cast.member(name).now, cast.api(name)
        remind(api, start_of_day(now, zone) - timedelta(seconds=1), "Before")
        remind(api, start_of_day(now, zone), "First")
        remind(api, end_of_day(now, zone) - timedelta(seconds=1), "Last")
        remind(api, end_of_day(now, zone), "After")
        listed = {
            due: [one["item"]["text"] for one in api.read("/reminders", due=due)["items"]]
            for due in ("overdue", "today", "later")
        }
        assert listed == {"overdue": ["Before"], "today": ["First", "Last"], "later": ["After"]}, name
        assert "1 reminder is overdue, and 2 are due today." in page(cast.page(name), "/"), name
        today = page(cast.page(name), "/reminders/", due="today")
        assert ("First" in today, "Before" in today, "After" in today) == (True, False, False), name


@pytest.mark.rule("A17")
def test_the_mail_of_what_is_due_comes_in_its_readers_morning(cast: Cast) -> None:
    lives_in(cast, TOKYO, "Ada")
    lives_in(cast, KATHMANDU, "Eve")
    for name in ("Ada", "Ben", "Eve"):
        cast.reminder(name, days=-2)
    zone = ZoneInfo(TOKYO)
    late = start_of_day(cast.member("Ada").now, zone) - timedelta(minutes=1)
    remind(cast.api("Ada"), late, "Late in the evening")
    sent = {}
    # 06:00 in Tokyo; 05:45 and then 06:45 in Kathmandu; 06:00 UTC.
    for hour in (20, 21, 0, 1, 6):
        mail.outbox.clear()
        mail_due(cast.accounts["Ada"], at_six=datetime(2026, 1, 5, hour, tzinfo=UTC))
        sent[hour] = sorted(one.to[0].split("@")[0] for one in mail.outbox)
        for one in mail.outbox:
            if one.to[0].startswith("ada@"):
                day = late.astimezone(zone)
                assert f"Late in the evening, due since {day.day} {day:%B %Y}" in one.body
    assert sent == {20: [], 21: ["ada"], 0: [], 1: ["eve"], 6: ["ben"]}


@pytest.mark.rule("A17")
def test_what_comes_again_stays_at_its_time_of_day(cast: Cast) -> None:
    east = ZoneInfo(NEW_YORK)
    for at, how, then in (
        ("2026-03-07 14:00", "daily", "2026-03-08 13:00"),
        ("2026-10-31 13:00", "daily", "2026-11-01 14:00"),
        ("2026-03-03 14:00", "weekly", "2026-03-10 13:00"),
        ("2026-02-15 14:00", "monthly", "2026-03-15 13:00"),
        ("2026-03-08 13:00", "yearly", "2027-03-08 14:00"),
        # 02:30 is left out, 01:30 comes twice.
        ("2026-03-07 07:30", "daily", "2026-03-08 07:30"),
        ("2026-10-31 05:30", "daily", "2026-11-01 05:30"),
        ("2026-11-01 06:30", "daily", "2026-11-02 06:30"),
    ):
        assert comes_again(moment(at), how, None, east) == moment(then), (at, how)
    # The last of January by a clock that is 5:45 ahead, at a quarter past midnight.
    later = comes_again(moment("2026-01-30 18:30"), "monthly", None, ZoneInfo(KATHMANDU))
    assert later == moment("2026-02-27 18:30")


@pytest.mark.rule("A17")
def test_the_time_of_day_is_its_authors_whoever_is_to_do_it(cast: Cast) -> None:
    lives_in(cast, NEW_YORK, "Ada")
    lives_in(cast, TOKYO, "Eve")
    ada, eve = cast.api("Ada"), cast.api("Eve")
    # 09:00 in New York, in winter and in summer: of these two one comes to a day of the other clock.
    for at in ("2020-01-15T14:00:00Z", "2020-07-15T13:00:00Z"):
        for by in (ada, eve):
            given = remind(ada, at, recurrence="daily", assignee=cast.id("Eve"))
            done = by.post(f"/reminders/{given}/done").json()
            next_time = datetime.fromisoformat(done["due_at"])
            assert next_time > cast.member("Ada").now
            assert f"{next_time.astimezone(ZoneInfo(NEW_YORK)):%H:%M}" == "09:00", at
