"""New files pushed to stores on this machine: as their owner may have them at that moment (A35)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import fsspec
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tactful.accounts.wall import acting
from tactful.actions.pushing import find_new
from tactful.actions.pushing_files import name_in_store
from tactful.jobs.pushes import send
from tactful.records.attachments import MailFile
from tactful.records.content import Item
from tactful.records.disclosures import Disclosure
from tactful.records.pushes import Delivery, Push
from tactful.sharing.models import Source
from tests.cast import Cast, cast
from tests.doors.test_pushes import ALL, run, the_push
from tests.outbound.dav import PASSWORD, USER, dav
from tests.outbound.servers import Chat, chat, status
from tests.s3 import REGION, S3Server, s3

__all__ = ["cast", "s3"]

pytestmark = [pytest.mark.rule("A35")]
OFFER = b"%PDF-1.7 what the harbour was offered\n" * 20_000


@pytest.fixture(autouse=True)
def home(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key ring of this test's own, and an operator who lets this machine be reached."""
    from tactful.config.home import Home

    monkeypatch.setattr(settings, "HOME", Home(tmp_path / "home"))
    monkeypatch.setattr(settings, "TACTFUL_OUTBOUND", "127.0.0.1")


@pytest.fixture
def folder() -> Iterator[Chat]:
    """A WebDAV folder that takes what it gets."""
    with chat(status(201)) as found:
        yield found


def add(cast: Cast, who: str, folder: Chat, **more: str) -> str:
    """Let a member add a push of files by the API; return its id."""
    sent = {"name": f"{who}'s", "kind": "webdav", "address": f"{folder.address}/dav/offers/"}
    made = cast.api(who).post("/pushes", sent | {"key": "archive", "secret": "pass:word"} | more)
    assert made.status_code == 201, made.content
    assert made.json()["kind"] == more.get("kind", "webdav")
    return str(made.json()["id"])


def test_a_file_is_put_once_as_it_is_with_the_sign_in_of_its_folder(cast: Cast, folder: Chat) -> None:
    add(cast, "Ben", folder)
    file = cast.file("Ada", OFFER, called="Offer (ä) 50%.pdf", teams=["Gas"])
    cast.note("Ada", "a note is no file")
    run(cast)
    run(cast)
    (got,) = folder.got
    assert (got.method, got.body) == ("PUT", OFFER)
    assert unquote(got.path) == f"/dav/offers/Offer (ä) 50%.{file}.v1.pdf"
    assert base64.b64decode(got.headers["authorization"].removeprefix("Basic ")) == b"archive:pass:word"
    assert int(got.headers["content-length"]) == len(OFFER)
    assert "transfer-encoding" not in got.headers
    assert the_push(cast, "Ben")["sent_at"] is not None


def test_a_further_version_is_put_beside_the_first(cast: Cast, folder: Chat) -> None:
    add(cast, "Ben", folder)
    file = cast.file("Ada", OFFER)
    run(cast)
    assert cast.api("Ada").upload(f"/files/{file}/versions", "offer.pdf", b"mended").status_code == 201
    run(cast)
    assert [(one.path.rsplit("/", 1)[1], one.body) for one in folder.got] == [
        (f"offer.{file}.v1.pdf", OFFER),
        (f"offer.{file}.v2.pdf", b"mended"),
    ]


def test_what_came_by_itself_of_mail_is_not_pushed_and_what_is_known_is_not_asked_for_again(
    cast: Cast, folder: Chat
) -> None:
    cast.share("Ada", "Gas", "relationships")
    add(cast, "Ben", folder)
    account = cast.accounts["Ada"]
    of_mail = cast.file("Ada", OFFER)
    with acting(account):
        item = Item.unchecked.get(uid=of_mail)
        book = Source.unchecked.get(kind="book", owner_id=item.author_id)
        MailFile.unchecked.create(account_id=account, book=book, item=item, digest=b"1" * 16)
        assert find_new(account) == [], "nobody chose it"
    assert cast.api("Ada").upload(f"/files/{of_mail}/versions", "offer.pdf", b"mended").status_code == 201
    chosen = [cast.file("Ada", OFFER) for _ in range(2)]
    run(cast)
    assert {one.path.rsplit("/", 1)[1] for one in folder.got} == {
        f"offer.{of_mail}.v2.pdf",
        *(f"offer.{one}.v1.pdf" for one in chosen),
    }
    with acting(account), CaptureQueriesContext(connection) as asked:
        assert find_new(account) == []
    assert len(asked) == 3, "the time, the pushes, and what is new, however much is known"


@pytest.mark.parametrize("who", ALL)
def test_each_of_the_cast_is_pushed_what_they_may_have(cast: Cast, who: str) -> None:
    cast.share("Ada", "Gas", "relationships")
    files = {
        cast.file("Ada", OFFER),
        cast.file("Ada", OFFER, teams=["Gas"]),
        cast.file("Ada", OFFER, members=["Eve"]),
        cast.file("Ada", OFFER, audience="only you"),
        cast.file("Ada", OFFER, "Jon"),
    }
    with chat(status(204)) as folder:
        add(cast, who, folder)
        run(cast, who)
    may = {file for file in files if cast.api(who).get(f"/files/{file}").status_code == 200}
    assert {one.path.split(".")[-3] for one in folder.got} == may
    assert len(folder.got) == len(may)


def test_it_is_judged_when_it_is_sent_and_each_time_anew(cast: Cast) -> None:
    with chat(status(503)) as folder:
        add(cast, "Ben", folder)
        file = cast.file("Ada", OFFER, teams=["Gas"])
        assert run(cast) == ["the store answered with 503"]
        assert not the_push(cast, "Ben")["paused"]
        changed = cast.api("Ada").put(f"/items/{file}/audience", {"option": "only you", "confirm": True})
        assert changed.status_code == 200, changed.content
        assert run(cast) == []
        assert len(folder.got) == 1
    with chat(status(201)) as folder:
        add(cast, "Eve", folder)
        gone = cast.file("Ada", OFFER)
        account = cast.accounts["Ada"]
        with acting(account):
            found = find_new(account)
        assert cast.api("Ada").delete(f"/items/{gone}").status_code == 204
        for _, delivery in found:
            send(account, delivery, is_last=False)
        assert folder.got == []


@pytest.mark.rule("B03")
def test_that_a_file_was_handed_out_is_in_the_log_of_its_author(cast: Cast, folder: Chat) -> None:
    add(cast, "Ben", folder)
    add(cast, "Ada", folder)
    cast.file("Ada", OFFER)
    with acting(cast.accounts["Ada"]):
        before = Disclosure.unchecked.count()
    run(cast)
    assert len(folder.got) == 2
    with acting(cast.accounts["Ada"]):
        entries = list(Disclosure.unchecked.order_by("id").values_list("door", flat=True)[before:])
    assert entries == ["push of files"], "Ben's; one's own is nobody's news"


@pytest.mark.parametrize(
    ("code", "for_good"), [(401, True), (404, True), (409, True), (307, True), (429, False), (507, False)]
)
def test_what_the_store_answers(cast: Cast, code: int, for_good: bool) -> None:
    with chat(status(code, Location="http://127.0.0.1:1/")) as folder:
        add(cast, "Ben", folder)
        cast.file("Ada", OFFER)
        assert bool(run(cast)) != for_good
        assert len(folder.got) == 1
        assert the_push(cast, "Ben")["paused"] == for_good
        assert the_push(cast, "Ben")["trouble"].startswith("the store answered")
        if not for_good:
            assert run(cast, is_last=True) == []
            assert the_push(cast, "Ben")["paused"], "the last attempt pauses it"


@pytest.mark.parametrize("code", [413, 414, 415, 422])
def test_a_file_that_the_store_does_not_take_holds_up_no_other(cast: Cast, code: int) -> None:
    answers = iter([status(code), status(201)])
    with chat(lambda handler, got: next(answers)(handler, got)) as folder:
        add(cast, "Ben", folder)
        cast.file("Ada", OFFER, called="too long.pdf")
        cast.file("Ada", OFFER, called="short.pdf")
        assert run(cast) == []
        assert len(folder.got) == 2
    told = the_push(cast, "Ben")
    assert not told["paused"]
    assert told["sent_at"]
    assert told["trouble"] == f"a file did not arrive: the store answered with {code}", "it is still so"


def test_a_host_that_the_operator_names_no_longer_gets_nothing_in_plain(
    cast: Cast, folder: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(cast, "Ben", folder)
    cast.file("Ada", OFFER)
    monkeypatch.setattr(settings, "TACTFUL_OUTBOUND", "")
    run(cast)
    assert folder.got == []
    assert the_push(cast, "Ben")["paused"]
    assert the_push(cast, "Ben")["trouble"] == "files go to a store over https alone"


def test_files_that_cannot_be_read_here_are_tried_again(cast: Cast, folder: Chat) -> None:
    add(cast, "Ben", folder)
    cast.file("Ada", OFFER)
    files = fsspec.filesystem("memory")
    held = {path: files.cat_file(path) for path in files.find("/files-of-tests")}
    for path in held:
        files.rm_file(path)
    assert run(cast) == ["the place where files are kept did not answer"]
    for path, content in held.items():
        files.pipe_file(path, content[:-1] + bytes([content[-1] ^ 1]))
    assert run(cast) == ["the address does not answer"], "what is not whole is not sent to its end"
    for path, content in held.items():
        files.pipe_file(path, content)
    assert run(cast) == []
    assert folder.got[-1].body == OFFER


def test_it_goes_to_a_folder_of_a_webdav_server(cast: Cast, tmp_path: Path) -> None:
    lies = tmp_path / "dav"
    (lies / "offers of ours").mkdir(parents=True)
    with dav(lies) as server:
        sent = {
            "name": "Archive",
            "kind": "webdav",
            "address": f"{server.address}/offers%20of%20ours/",
            "key": USER,
            "secret": PASSWORD,
        }
        ben = cast.api("Ben")
        assert ben.post("/pushes", sent).status_code == 201
        file = cast.file("Ada", OFFER, called="Offer (ä) 50% #1?.pdf")
        run(cast)
        assert server.lying() == {f"offers of ours/Offer (ä) 50% #1?.{file}.v1.pdf": OFFER}
        told = the_push(cast, "Ben")
        assert (told["trouble"], told["paused"]) == ("", False)
        for wrong, answers in (
            ({"secret": "another"}, "the store answered with 401"),
            ({"address": f"{server.address}/nowhere/"}, "the store answered with 409"),
        ):
            ben.delete(f"/pushes/{the_push(cast, 'Ben')['id']}")
            assert ben.post("/pushes", sent | wrong).status_code == 201
            cast.file("Ada", OFFER)
            run(cast)
            told = the_push(cast, "Ben")
            assert (told["trouble"], told["paused"]) == (answers, True)
        assert len(server.lying()) == 1


def test_it_goes_to_a_bucket_of_s3_signed(cast: Cast, s3: S3Server) -> None:
    bucket = s3.new_bucket()
    sent = {
        "name": "Archive",
        "kind": "s3",
        "address": f"{s3.address}/{bucket}/from%20tactful/",
        "key": s3.key,
        "secret": s3.secret,
        "region": REGION,
    }
    ben = cast.api("Ben")
    assert ben.post("/pushes", sent).status_code == 201
    file = cast.file("Ada", OFFER, called="Offer (ä) 50%.pdf")
    run(cast)
    assert s3.lying(bucket) == {f"from tactful/Offer (ä) 50%.{file}.v1.pdf": OFFER}
    assert (the_push(cast, "Ben")["trouble"], the_push(cast, "Ben")["paused"]) == ("", False)
    ben.delete(f"/pushes/{the_push(cast, 'Ben')['id']}")
    assert ben.post("/pushes", sent | {"secret": "not the secret"}).status_code == 201
    cast.file("Ada", OFFER)
    run(cast)
    assert len(s3.lying(bucket)) == 1
    assert the_push(cast, "Ben")["trouble"] == "the store answered with 403"
    assert the_push(cast, "Ben")["paused"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"address": "file:///etc/passwd"}, "address", '"file://", chained and other kinds are not taken'),
        ({"address": "s3://bucket/folder"}, "address", "named by its address of the web"),
        ({"address": "simplecache::https://dav.example/"}, "address", "chained"),
        ({"address": "memory://x"}, "address", "not taken"),
        ({"address": "local://x"}, "address", "not taken"),
        ({"address": "http://dav.example/folder"}, "address", "https alone"),
        ({"address": "https://10.0.0.7/folder"}, "address", "not on the open internet"),
        ({"address": "https://169.254.169.254/latest"}, "address", "not on the open internet"),
        ({"address": "https://localhost/folder"}, "address", "not on the open internet"),
        ({"address": "https://me:secret@dav.example/"}, "address", "leave them out"),
        ({"address": "https://dav.example/folder?x=1"}, "address", "question mark"),
        ({"address": "https://dav.example/a/../b"}, "address", "leads up"),
        ({"address": "https://dav.example/a/%2e%2e/b"}, "address", "leads up"),
        ({"key": "somebody", "secret": ""}, "key", "goes with a password"),
        ({"key": "some:body"}, "key", "no colon"),
        ({"kind": "s3", "address": "https://s3.example/"}, "address", "ends with the bucket"),
        ({"kind": "s3", "key": "", "secret": ""}, "key", "key and its secret"),
        ({"kind": "s3", "region": ""}, "region", "eu-central-1"),
        ({"kind": "s3", "region": "eu central"}, "region", "eu-central-1"),
        ({"kind": "ftp"}, "kind", ""),
    ],
)
def test_what_is_no_store_is_refused_when_it_is_set(
    cast: Cast, wrong: dict[str, str], field: str, words: str
) -> None:
    sent = {"name": "x", "kind": "webdav", "address": "https://dav.example/f", "key": "k", "secret": "s"}
    answer = cast.api("Ben").post("/pushes", sent | {"region": REGION} | wrong)
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)
    assert words in answer.json()["error"]["message"]
    assert cast.api("Ben").read("/pushes")["items"] == []


def test_a_store_that_leads_inside_later_gets_nothing(
    cast: Cast, folder: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr(settings, "TACTFUL_OUTBOUND", "")
    sent = {"name": "x", "kind": "webdav", "address": f"https://dav.hostile.example:{folder.port}/f"}
    assert cast.api("Ben").post("/pushes", sent).status_code == 201
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **k: real("127.0.0.1" if host == "dav.hostile.example" else host, *a, **k),
    )
    cast.file("Ada", OFFER)
    run(cast)
    assert folder.got == []
    assert "not on the open internet" in the_push(cast, "Ben")["trouble"]


def test_what_it_signs_in_with_is_sealed_and_never_told(
    cast: Cast, folder: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    add(cast, "Ben", folder)
    cast.file("Ada", OFFER)
    run(cast)
    with acting(cast.accounts["Ben"]):
        row = Push.unchecked.get()
        assert b"pass:word" not in bytes(row.address)
        with connection.cursor() as db:
            db.execute(
                "select row_to_json(p)::text from records_push p"
                " union all select row_to_json(e)::text from sharing_event e"
            )
            assert not any("pass:word" in found or "/dav/" in found for (found,) in db.fetchall())
    for answer in (cast.api("Ben").get("/pushes"), cast.page("Ben").get("/settings/pushes/")):
        assert "127.0.0.1" in answer.content.decode()
        assert not any(one in answer.content.decode() for one in ("pass:word", "archive:", "/dav/"))
    assert "pass:word" not in caplog.text


def test_it_is_set_up_on_the_page(cast: Cast, folder: Chat) -> None:
    page = cast.page("Ben")
    sent = {
        "what": "files",
        "name": "Gas archive",
        "kind": "webdav",
        "address": f"{folder.address}/f",
        "key": "archive",
        "secret": "password",
        "scope": "mine",
    }
    assert page.post("/settings/pushes/", sent).status_code == 303
    assert (the_push(cast, "Ben")["kind"], the_push(cast, "Ben")["scope"]) == ("webdav", "mine")
    assert "Files that you upload" in page.get("/settings/pushes/").content.decode()
    refused = page.post("/settings/pushes/", sent | {"address": "file:///srv"})
    assert refused.status_code == 400
    assert "chained and other kinds are not taken" in refused.content.decode()
    assert "password" not in refused.content.decode().replace('type="password"', "").replace(
        "Password", ""
    ).replace("a password", "")
    cast.file("Ada", OFFER)
    mine = cast.file("Ben", OFFER, audience="only you")
    run(cast)
    assert [one.path for one in folder.got] == [f"/f/offer.{mine}.v1.pdf"]


def test_another_account_is_not_reached(cast: Cast, folder: Chat) -> None:
    add(cast, "Gus", folder)
    cast.file("Ada", OFFER)
    run(cast, "Ada")
    run(cast, "Gus")
    assert folder.got == []
    with acting(cast.accounts["Gus"]):
        assert not Delivery.unchecked.exists()


def test_a_name_there_is_one_name_and_nobody_elses() -> None:
    assert name_in_store("offer.pdf", "ab", 2) == "offer.ab.v2.pdf"
    assert name_in_store("offer", "ab", 1) == "offer.ab.v1"
    assert name_in_store(".profile", "ab", 1) == ".profile.ab.v1"
    for name in ("😀" * 190 + ".pdf", "ü" * 200, "x." + "é" * 190, "ü" * 110 + ".pdf"):
        called = name_in_store(name, "a" * 32, 1_000)
        assert len(called.encode()) <= 255
        assert len(quote(called)) < 1_000
