"""Files, from outside: who of the cast gets which, in what form, and what is left of it (A06-A13, B03)."""

from __future__ import annotations

import io
import time
from typing import Any

import fsspec
import pytest
from django.conf import settings
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from tactful.accounts.wall import acting
from tactful.actions.contents import sweep_contents
from tactful.records import store as stores
from tactful.records.files import FileVersion, StoredContent
from tactful.records.store import store
from tests.cast import Cast, cast
from tests.cast.clients import Api
from tests.intake.test_pdf import RED, drawn, pdf

__all__ = ["cast"]

ALL = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")
OFFER = b"%PDF-1.7 what the harbour was offered\n" * 20_000
PAGE = b"<script>document.title = 'mine'</script>"


@pytest.fixture(autouse=True)
def empty_store() -> None:
    """Begin with nothing in the store."""
    files = fsspec.filesystem("memory")
    if files.exists("/files-of-tests"):
        files.rm("/files-of-tests", recursive=True)


def lying() -> int:
    """How many contents lie in the store, kept or arriving."""
    files = fsspec.filesystem("memory")
    return len(files.find("/files-of-tests")) if files.exists("/files-of-tests") else 0


def held(api: Api, path: str, **query: Any) -> bytes:
    """What is handed out at a path."""
    answer = api.get(path, **query)
    assert answer.status_code == 200
    return answer.content


def readers(cast: Cast, file: str) -> list[str]:
    """Who of the cast gets a file: by asking for it, in their list, and its content; each is for the same people."""
    found = []
    for who in ALL:
        api = cast.api(who)
        listed = file in [one["item"]["id"] for one in api.read("/files")["items"]]
        among_items = file in [one["id"] for one in api.read("/items", sorts="file")["items"]]
        statuses = {api.get(f"/files/{file}{part}").status_code for part in ("", "/content")}
        assert statuses == ({200} if listed else {404}), who
        assert listed == among_items
        found += [who] if listed else []
    return found


def picture(**saved: Any) -> bytes:
    """A picture of 40 by 30 dots, as a camera stores it: with where it was taken."""
    drawn = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken in the harbour office"
    Image.new("RGB", (40, 30), "teal").save(drawn, "JPEG", exif=exif, **saved)
    return drawn.getvalue()


@pytest.mark.rule("A09", "A13")
def test_who_gets_a_file(cast: Cast) -> None:
    assert readers(cast, cast.file("Ada", OFFER)) == ["Ada", "Ben", "Cyd", "Dee", "Eve", "Flo"]
    assert readers(cast, cast.file("Ada", OFFER, teams=["Gas"])) == ["Ada", "Ben", "Dee"]
    assert readers(cast, cast.file("Ada", OFFER, members=["Eve"])) == ["Ada", "Eve"]
    assert readers(cast, cast.file("Eve", OFFER, audience="only you")) == ["Eve"]


@pytest.mark.rule("A13")
def test_a_file_on_a_person_is_for_those_who_see_both(cast: Cast) -> None:
    file = cast.file("Ada", OFFER, "Jon")
    assert readers(cast, file) == ["Ada"]
    cast.share("Ada", "Gas", "relationships")
    assert readers(cast, file) == ["Ada", "Ben", "Dee"]
    on_jon = cast.api("Ben").read("/files", person=cast.person("Jon"))["items"]
    assert [(one["item"]["text"], one["versions"][0]["size"]) for one in on_jon] == [
        ("offer.pdf", len(OFFER))
    ]
    assert cast.api("Cyd").get("/files", person=cast.person("Jon")).status_code == 404
    cast.share("Ada", "Gas", "not sharing")
    assert readers(cast, file) == ["Ada"]


@pytest.mark.rule("A06", "A07", "A12")
def test_a_file_is_shared_as_the_account_offers(cast: Cast) -> None:
    flo, ada = cast.api("Flo"), cast.api("Ada")
    by_default = ada.upload("/files", "offer.pdf", OFFER, people=[cast.person("Jon")])
    assert by_default.status_code == 201
    assert by_default.json()["item"]["audience"]["option"] == "everyone"
    assert flo.put("/content-options/file", {"everyone": False, "only_you": False}).status_code == 200
    before = lying()
    refused = ada.upload("/files", "offer.pdf", OFFER, audience="only you")
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "audience")
    assert "Teams and users" in refused.json()["error"]["message"]
    assert lying() == before
    some = ada.upload("/files", "o.pdf", OFFER, text="The offer", members=[cast.id("Eve"), cast.id("Dee")])
    assert readers(cast, some.json()["item"]["id"]) == ["Ada", "Dee", "Eve"]
    assert some.json()["item"]["text"] == "The offer"
    assert ada.upload("/files", "o.pdf", OFFER, audience="teams and users").status_code == 400
    assert cast.api("Ben").upload("/files", "o.pdf", OFFER, people=[cast.person("Jon")]).status_code == 404


def test_what_is_handed_out_is_what_was_uploaded_and_runs_nowhere(cast: Cast) -> None:
    sent = {"offer.pdf": OFFER, "page.html": PAGE, 'a "b"; ç/..\\x\n.svg': PAGE}
    made = {name: cast.file("Ada", content, called=name) for name, content in sent.items()}
    for (name, file), content in zip(made.items(), sent.values(), strict=True):
        assert cast.api("Ben").read(f"/files/{file}")["item"]["text"] in (name, "x.svg")
        answer = cast.api("Ben").get(f"/files/{file}/content")
        assert answer.content == content
        headers = answer.headers
        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["Content-Disposition"].startswith("attachment; filename")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"].split("; ")
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Cache-Control"] == "no-store, private"
        assert int(headers["Content-Length"]) == len(content)


def test_versions_are_its_authors_to_add_and_every_readers_to_have(cast: Cast) -> None:
    file = cast.file("Ada", OFFER, teams=["Gas"])
    ada, ben = cast.api("Ada"), cast.api("Ben")
    made = ada.upload(f"/files/{file}/versions", "offer 2.pdf", PAGE)
    assert made.status_code == 201
    assert [(one["number"], one["name"]) for one in made.json()["versions"]] == [
        (2, "offer 2.pdf"),
        (1, "offer.pdf"),
    ]
    assert held(ben, f"/files/{file}/content") == PAGE
    assert held(ben, f"/files/{file}/content", version=1) == OFFER
    assert ben.get(f"/files/{file}/content", version=3).status_code == 404
    for who in ("Ben", "Cyd", "Flo", "Gus"):
        assert cast.api(who).upload(f"/files/{file}/versions", "mine.pdf", PAGE).status_code == 404
    # A note is no file.
    note = cast.note("Ada", "To all")
    assert ada.upload(f"/files/{note}/versions", "x", PAGE).status_code == 404
    assert {ada.get(f"/files/{note}{part}").status_code for part in ("", "/content", "/preview")} == {404}


def test_files_go_on_page_by_page(cast: Cast) -> None:
    made = {cast.file("Ada", OFFER, called=f"{number}.pdf", teams=["Gas"]) for number in range(3)}
    ben, got, cursor = cast.api("Ben"), list[str](), None
    while cursor is not None or not got:
        page = ben.read("/files", limit=2, **({"cursor": cursor} if cursor else {}))
        got += [one["item"]["id"] for one in page["items"]]
        cursor = page["next"]
    assert (set(got), len(got)) == (made, 3)
    assert ben.get("/files", cursor="made up").status_code == 400


def test_what_is_not_taken_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = cast.api("Ada")
    monkeypatch.setattr(settings, "TACTFUL_FILE_LIMIT", 2**19)
    monkeypatch.setattr(settings, "TACTFUL_FILES_QUOTA", 2**20)
    for content, why in ((b"", "empty"), (OFFER, "more than 0.5 MB")):
        refused = ada.upload("/files", "offer.pdf", content)
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, "file")
        assert why in refused.json()["error"]["message"]
    half = OFFER[: 2**19]
    file = ada.upload("/files", "offer.pdf", half).json()["item"]["id"]
    # Equal contents count in full, whoever they are of: the rest shows in nothing.
    assert cast.api("Ben").upload("/files", "offer.pdf", half).status_code == 201
    full = ada.upload(f"/files/{file}/versions", "offer.pdf", PAGE)
    assert full.status_code == 400
    assert "fill all of their 1 MB" in full.json()["error"]["message"]
    assert cast.api("Gus").upload("/files", "offer.pdf", PAGE).status_code == 201
    assert lying() == 2
    assert len(ada.read("/files")["items"]) == 2


def test_equal_contents_are_kept_once_in_an_account_and_never_across(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    files = [cast.file(who, OFFER) for who in ("Ada", "Ben", "Gus")]
    cast.api("Ada").upload(f"/files/{files[0]}/versions", "again.pdf", OFFER)
    assert lying() == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert cast.api("Ada").delete(f"/items/{files[0]}").status_code == 204
    # Ben's is still there, and what was Ada's alone is not.
    assert (lying(), held(cast.api("Ben"), f"/files/{files[1]}/content")) == (2, OFFER)
    assert cast.api("Ada").get(f"/files/{files[0]}/content").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        cast.api("Ben").delete(f"/items/{files[1]}")
    assert (lying(), held(cast.api("Gus"), f"/files/{files[2]}/content")) == (1, OFFER)
    with acting(cast.accounts["Ada"]):
        assert not StoredContent.unchecked.filter(account_id=cast.accounts["Ada"]).exists()


def test_what_nobody_knows_of_is_swept_up(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    account = cast.accounts["Ada"]
    file = cast.file("Ada", OFFER)
    cast.file("Ada", PAGE)
    store().receive(account, [b"broke off"], limit=100)
    with acting(account):
        FileVersion.unchecked.filter(account_id=account, item__uid=file).delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_contents(account) == 0
    assert lying() == 2
    monkeypatch.setattr(stores, "PATIENCE", -60.0)
    assert time.time() < stores.sweep_age()
    assert sweep_contents(account) == 1
    assert lying() == 1


def test_a_content_that_the_store_has_lost_is_said_to_be_lost_to_who_may_have_it(cast: Cast) -> None:
    file = cast.file("Ada", OFFER, teams=["Gas"])
    lost = fsspec.filesystem("memory")
    for path in lost.find("/files-of-tests"):
        lost.rm_file(path)
    told = cast.api("Ben").get(f"/files/{file}/content")
    assert (told.status_code, told.json()["error"]["code"]) == (410, "gone")
    page = cast.page("Ben").get(f"/files/{file}/content/")
    assert page.status_code == 410
    assert "content is lost" in page.content.decode()
    assert cast.api("Eve").get(f"/files/{file}/content").status_code == 404, "it says nothing to others"
    assert cast.page("Eve").get(f"/files/{file}/content/").status_code == 404


@pytest.mark.rule("B03")
def test_its_author_is_told_who_opened_a_file(cast: Cast) -> None:
    file = cast.file("Ada", picture(), teams=["Gas"], called="harbour.jpg")
    ada, ben = cast.api("Ada"), cast.api("Ben")
    for api in (ada, ben):
        api.read("/files")
        api.read("/items")
    assert ada.read("/disclosures")["items"] == []
    for api in (ada, ben):
        api.read(f"/files/{file}")
        held(api, f"/files/{file}/content")
        held(api, f"/files/{file}/preview")
    cast.api("Cyd").get(f"/files/{file}/content")
    entries = ada.read("/disclosures", kind="file")["items"]
    assert sorted((one["viewer"]["name"], one["door"]) for one in entries) == [
        ("Ben", "GET /files/{file}"),
        ("Ben", "GET /files/{file}/content"),
        ("Ben", "GET /files/{file}/preview"),
    ]
    shown = {"about": "file", "id": file, "name": "harbour.jpg", "kinds": ["file"]}
    assert all(one["shown"] == [shown] for one in entries)
    assert ben.read("/disclosures")["items"] == []
    # What is gone is named no more; the entry stays.
    ada.delete(f"/items/{file}")
    assert ada.read("/disclosures", kind="file")["items"][0]["shown"] == [
        {"about": "", "id": None, "name": None, "kinds": ["file"]}
    ]


def test_a_picture_is_drawn_anew(cast: Cast) -> None:
    sent = picture()
    assert b"harbour office" in sent
    file = cast.file("Ada", sent, called="harbour.txt")
    ben = cast.api("Ben")
    assert ben.read(f"/files/{file}")["versions"][0]["preview"] is True
    answer = ben.get(f"/files/{file}/preview")
    assert answer.headers["Content-Type"] == "image/webp"
    assert "sandbox" in answer.headers["Content-Security-Policy"].split("; ")
    drawn = Image.open(io.BytesIO(answer.content))
    assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("WEBP", (40, 30), {})
    assert b"harbour office" not in answer.content


def test_what_is_no_picture_has_none(cast: Cast) -> None:
    ben = cast.api("Ben")
    for content in (OFFER, PAGE, picture()[:200], b"\x89PNG\r\n\x1a\n" + PAGE):
        file = cast.file("Ada", content, called="picture.png")
        assert ben.get(f"/files/{file}/preview").status_code == 404
        assert held(ben, f"/files/{file}/content") == content


def test_a_pdf_shows_its_first_page_to_who_reads_it(cast: Cast) -> None:
    if drawn(pdf(RED)) is None:
        pytest.skip("this system confines no process, and so draws no PDF")
    file = cast.file("Ada", pdf(RED), teams=["Gas"], called="offer.bin")
    for who in ("Ada", "Ben", "Dee"):
        assert cast.api(who).read(f"/files/{file}")["versions"][0]["preview"] is True
        answer = cast.api(who).get(f"/files/{file}/preview")
        assert answer.headers["Content-Type"] == "image/webp"
        assert cast.page(who).get(f"/files/{file}/preview/").content == answer.content
    assert 'alt="offer.bin, first page"' in cast.page("Ben").get(f"/notes/{file}/").content.decode()
    for who in ("Cyd", "Eve", "Flo", "Gus"):
        assert cast.api(who).get(f"/files/{file}/preview").status_code == 404
        assert cast.page(who).get(f"/files/{file}/preview/").status_code == 404
