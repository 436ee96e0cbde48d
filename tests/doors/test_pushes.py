"""New notes pushed to chats: sent as their owner may read them at that moment, and to nobody's own network (A35)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.actions.departures import deactivate, reactivate
from tactful.actions.pushing import Message, find_new, judged
from tactful.jobs.pushes import TryAgain, send
from tactful.records.pushes import Delivery, Push
from tests.cast import Cast, cast
from tests.outbound.servers import Chat, chat, status

__all__ = ["cast"]

pytestmark = [pytest.mark.rule("A35")]
ALL = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")


@pytest.fixture(autouse=True)
def home(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key ring of this test's own."""
    from tactful.config.home import Home

    monkeypatch.setattr(settings, "HOME", Home(tmp_path / "home"))
    monkeypatch.setattr(settings, "TACTFUL_OUTBOUND", "127.0.0.1")


@pytest.fixture
def room() -> Iterator[Chat]:
    """A chat that takes what it gets."""
    with chat() as found:
        yield found


def add(cast: Cast, who: str, room: Chat, scope: str = "all", path: str = "/services/T0/B0/secret") -> str:
    """Let a member add a push by the API; return its id."""
    made = cast.api(who).post("/pushes", {"name": f"{who}'s", "address": room.address + path, "scope": scope})
    assert made.status_code == 201, made.content
    return str(made.json()["id"])


def run(cast: Cast, who: str = "Ada", *, is_last: bool = False) -> list[str]:
    """Send what is new in a member's account, as the worker does; return what was to be tried again."""
    account = cast.accounts[who]
    with acting(account):
        found = [delivery for _, delivery in find_new(account)]
        found += (
            Delivery.unchecked.filter(account_id=account, state="waiting")
            .exclude(id__in=found)
            .values_list("id", flat=True)
        )
    again = []
    for delivery in found:
        try:
            send(account, delivery, is_last=is_last)
        except TryAgain as error:
            again.append(str(error))
    return again


def texts(room: Chat) -> list[str]:
    """What a chat was told."""
    return [json.loads(got.body)["text"] for got in room.got]


def the_push(cast: Cast, who: str) -> dict[str, Any]:
    """The one push of a member, as the API tells it."""
    (one,) = cast.api(who).read("/pushes")["items"]
    return dict(one)


def test_a_note_is_pushed_once_with_what_its_reader_sees(cast: Cast, room: Chat) -> None:
    cast.share("Ada", "Gas", "relationships")
    add(cast, "Ben", room)
    note = cast.note("Ada", "Prefers <mornings> & tea, <!channel>", "Ines")
    run(cast)
    run(cast)
    (got,) = room.got
    assert (got.method, got.path, got.headers["content-type"]) == (
        "POST",
        "/services/T0/B0/secret",
        "application/json",
    )
    (text,) = texts(room)
    assert text == (
        "*Ada wrote a note on Inês D.*\nPrefers &lt;mornings&gt; &amp; tea, &lt;!channel&gt;\n"
        f"{settings.TACTFUL_ORIGIN}/notes/{note}/"
    )
    assert the_push(cast, "Ben")["sent_at"] is not None
    assert set(json.loads(got.body)) == {"text"}


def test_what_was_written_before_is_not_news(cast: Cast, room: Chat) -> None:
    cast.note("Ada", "Old")
    add(cast, "Ada", room)
    with acting(cast.accounts["Ada"]):
        # All of a test is one moment: the push is of the one after.
        Push.unchecked.update(since=cast.member("Ada").now.replace(year=2099))
    run(cast)
    assert texts(room) == []


@pytest.mark.parametrize("who", ALL)
def test_each_of_the_cast_is_pushed_what_they_may_read(cast: Cast, who: str) -> None:
    cast.share("Ada", "Gas", "relationships")
    said = {
        "to all": cast.note("Ada", "to all"),
        "to Gas": cast.note("Ada", "to Gas", teams=["Gas"]),
        "to Eve": cast.note("Ada", "to Eve", members=["Eve"]),
        "to nobody": cast.note("Ada", "to nobody", audience="only you"),
        "on Jon": cast.note("Ada", "on Jon", "Jon"),
    }
    with chat() as room:
        add(cast, who, room)
        run(cast, who)
    api = cast.api(who)
    may = {words for words, note in said.items() if api.get(f"/items/{note}").status_code == 200}
    assert {text.split("\n")[1] for text in texts(room)} == may


def test_it_is_judged_when_it_is_sent(cast: Cast, room: Chat) -> None:
    cast.share("Ada", "Gas", "relationships")
    add(cast, "Ben", room)
    account = cast.accounts["Ada"]
    note = cast.note("Ada", "on Jon", "Jon")
    with acting(account):
        ((_, delivery),) = find_new(account)
    # Found while it could be read, withdrawn before it goes.
    cast.share("Ada", "Gas", "not sharing")
    send(account, delivery, is_last=False)
    assert texts(room) == []
    # Shared again: it was judged, and is no news any more.
    cast.share("Ada", "Gas", "relationships")
    run(cast)
    assert texts(room) == []
    assert cast.api("Ben").get(f"/items/{note}").status_code == 200


def test_a_retry_is_judged_anew(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    with chat(status(503)) as room:
        add(cast, "Ben", room)
        cast.note("Ada", "on Jon", "Jon")
        assert run(cast) == ["the chat answered with 503"]
        assert len(room.got) == 1
        assert the_push(cast, "Ben")["trouble"] == "the chat answered with 503"
        assert not the_push(cast, "Ben")["paused"]
        cast.share("Ada", "Gas", "not sharing")
        assert run(cast) == []
        assert len(room.got) == 1


def test_what_is_edited_goes_as_it_is_and_what_is_deleted_not_at_all(cast: Cast, room: Chat) -> None:
    add(cast, "Ben", room)
    first, second = cast.note("Ada", "first"), cast.note("Ada", "second")
    ada = cast.api("Ada")
    assert ada.ask("PATCH", f"/items/{first}", body={"text": "first, mended"}).status_code == 200
    account = cast.accounts["Ada"]
    with acting(account):
        found = find_new(account)
    assert ada.delete(f"/items/{second}").status_code == 204
    for _, delivery in found:
        send(account, delivery, is_last=False)
    assert [text.split("\n")[1] for text in texts(room)] == ["first, mended"]


def test_mine_is_what_i_write(cast: Cast, room: Chat) -> None:
    add(cast, "Ben", room, "mine")
    cast.note("Ada", "Ada's")
    note = cast.note("Ben", "Ben's", audience="only you")
    cast.api("Ada").post(f"/items/{note}/replies", {"text": "no"})
    run(cast)
    assert [text.split("\n")[1] for text in texts(room)] == ["Ben's"]


def test_a_deactivated_members_push_stops_and_waits_to_be_resumed(cast: Cast, room: Chat) -> None:
    push = add(cast, "Ben", room)
    cast.note("Ada", "one")
    flo, account = cast.member("Flo"), cast.accounts["Ada"]
    with acting(account):
        ((_, delivery),) = find_new(account)
        ben = Membership.unchecked.get(account_id=account, id=cast.places["Ben"])
        deactivate(flo, member=ben.uid)
    send(account, delivery, is_last=False)
    cast.note("Ada", "two")
    run(cast)
    with acting(account):
        reactivate(flo, member=ben.uid)
    cast.note("Ada", "three")
    run(cast)
    assert texts(room) == []
    assert the_push(cast, "Ben")["paused"]
    assert "deactivated" in the_push(cast, "Ben")["trouble"]
    assert cast.api("Ben").post(f"/pushes/{push}/resume").status_code == 200
    cast.note("Ada", "four")
    run(cast)
    # All of a test is one moment: what was written in it, and was not judged before, counts as written since.
    assert "four" in {text.split("\n")[1] for text in texts(room)}
    assert "one" not in {text.split("\n")[1] for text in texts(room)}


@pytest.mark.parametrize(
    ("code", "for_good"),
    [
        (400, True),
        (403, True),
        (404, True),
        (410, True),
        (308, True),
        (302, True),
        (429, False),
        (408, False),
        (500, False),
        (503, False),
    ],
)
def test_what_the_chat_answers(cast: Cast, code: int, for_good: bool) -> None:
    with chat(status(code, Location="http://127.0.0.1:1/")) as room:
        add(cast, "Ben", room)
        cast.note("Ada", "one")
        again = run(cast)
        assert len(room.got) == 1
        assert bool(again) != for_good
        assert the_push(cast, "Ben")["paused"] == for_good
        assert the_push(cast, "Ben")["trouble"]
        if not for_good:
            assert run(cast, is_last=True) == []
            assert the_push(cast, "Ben")["paused"], "the last attempt pauses it"


def test_an_address_is_sealed_and_never_told(
    cast: Cast, room: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    push = add(cast, "Ben", room)
    with acting(cast.accounts["Ben"]):
        row = Push.unchecked.get()
        assert b"secret" not in bytes(row.address)
        assert row.host == "127.0.0.1"
        with connection.cursor() as db:
            db.execute(
                "select row_to_json(p)::text from records_push p"
                " union all select row_to_json(e)::text from sharing_event e"
            )
            assert not any("secret" in found for (found,) in db.fetchall())
    for answer in (cast.api("Ben").get("/pushes"), cast.page("Ben").get("/settings/pushes/")):
        assert "127.0.0.1" in answer.content.decode()
        assert "B0/secret" not in answer.content.decode()
    cast.note("Ada", "one")
    with acting(cast.accounts["Ada"]):
        ((_, delivery),) = find_new(cast.accounts["Ada"])
    message = judged(cast.accounts["Ada"], delivery)
    assert isinstance(message, Message)
    assert "secret" in message.address
    assert "secret" not in repr(message)
    assert "secret" not in caplog.text
    assert cast.api("Ben").delete(f"/pushes/{push}").status_code == 204
    with acting(cast.accounts["Ben"]):
        assert not Push.unchecked.exists()


def test_each_has_their_own_alone(cast: Cast, room: Chat) -> None:
    push = add(cast, "Ben", room)
    for who in ALL:
        there = [one["id"] for one in cast.api(who).read("/pushes")["items"]]
        page = cast.page(who).get("/settings/pushes/").content.decode()
        assert there == ([push] if who == "Ben" else [])
        assert ("Ben&#x27;s" in page) == (who == "Ben")
        if who != "Ben":
            for path in (f"/pushes/{push}", f"/pushes/{'0' * 32}", "/pushes/zz"):
                assert cast.api(who).delete(path).status_code == 404
                assert cast.api(who).post(f"{path}/resume").status_code == 404
            for deed in ("remove", "resume", "other"):
                assert cast.page(who).post(f"/settings/pushes/{push}/", {"deed": deed}).status_code == 404
    assert the_push(cast, "Ben")["id"] == push
    assert Client().get("/settings/pushes/").status_code == 302


def test_it_is_set_up_and_removed_on_the_page(cast: Cast, room: Chat) -> None:
    page = cast.page("Ben")
    sent = {"name": "Gas channel", "address": f"{room.address}/secret", "scope": "mine"}
    assert page.post("/settings/pushes/", sent).status_code == 303
    one = the_push(cast, "Ben")
    assert (one["name"], one["scope"], one["host"]) == ("Gas channel", "mine", "127.0.0.1")
    for wrong, words in (
        ({"address": "http://10.0.0.1/x"}, "not on the open internet"),
        ({"address": "file:///etc/passwd"}, "begins with"),
        ({"name": ""}, "required"),
        ({"scope": "x"}, "valid choice"),
    ):
        answer = page.post("/settings/pushes/", sent | wrong)
        assert answer.status_code == 400
        assert words in answer.content.decode()
    assert page.post(f"/settings/pushes/{one['id']}/", {"deed": "remove"}).status_code == 303
    assert cast.api("Ben").read("/pushes")["items"] == []


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/",
        "http://localhost/x",
        "http://2130706433/",
        "http://[::1]/",
        "https://user:p@hooks.example/",
        "gopher://x.example/",
        "x" * 2000,
        "",
    ],
)
def test_an_address_inside_is_refused_when_it_is_set(cast: Cast, address: str) -> None:
    answer = cast.api("Ben").post("/pushes", {"name": "x", "address": address})
    assert answer.status_code in (400, 422)
    assert cast.api("Ben").read("/pushes")["items"] == []


def test_an_address_that_leads_inside_later_is_refused_when_it_is_sent(
    cast: Cast, room: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    made = cast.api("Ben").post(
        "/pushes", {"name": "x", "address": f"http://hooks.hostile.example:{room.port}/"}
    )
    assert made.status_code == 201
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **k: real("127.0.0.1" if host == "hooks.hostile.example" else host, *a, **k),
    )
    cast.note("Ada", "one")
    run(cast)
    assert room.got == []
    assert the_push(cast, "Ben")["paused"]
    assert "not on the open internet" in the_push(cast, "Ben")["trouble"]


def test_a_key_with_a_ceiling_sets_none_up(cast: Cast, room: Chat) -> None:
    sent = {"name": "x", "address": room.address, "scope": "all"}
    key = cast.api("Ben", ceiling=["existence", "relationship"])
    assert key.post("/pushes", sent).status_code == 403
    push = add(cast, "Ben", room)
    assert key.post(f"/pushes/{push}/resume").status_code == 403
    assert cast.api("Ben").post(f"/pushes/{push}/resume").status_code == 200
    assert cast.api("Ben", may_write=False).post("/pushes", sent).status_code == 403
    for nr in range(9):
        assert cast.api("Ben").post("/pushes", sent | {"name": str(nr)}).status_code == 201
    assert cast.api("Ben").post("/pushes", sent).status_code == 409


def test_a_push_whose_host_the_operator_names_no_longer_does_not_go_on(
    cast: Cast, room: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    push = add(cast, "Ben", room)
    cast.note("Ada", "one")
    monkeypatch.setattr(settings, "TACTFUL_OUTBOUND", "")
    run(cast)
    assert the_push(cast, "Ben")["paused"]
    refused = cast.api("Ben").post(f"/pushes/{push}/resume")
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "address")
    page = cast.page("Ben").post(f"/settings/pushes/{push}/", {"deed": "resume"}, follow=True)
    assert "not on the open internet" in page.content.decode()
    assert the_push(cast, "Ben")["paused"]
    assert room.got == []


def test_another_account_is_not_reached(cast: Cast, room: Chat) -> None:
    add(cast, "Gus", room)
    cast.note("Ada", "to all")
    run(cast, "Ada")
    run(cast, "Gus")
    assert texts(room) == []
