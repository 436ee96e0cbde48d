"""Files on pages, as each of the cast meets them (A06-A13, B03)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.cast.clients import whole
from tests.doors.api.asked import PICTURE
from tests.doors.pages.reading import page

ALL = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")
OFFER = b"%PDF-1.7 what the harbour was offered"


def sent(content: bytes = OFFER, name: str = "offer.pdf") -> SimpleUploadedFile:
    """A file as a form has it."""
    return SimpleUploadedFile(name, content)


def held(client: Client, file: str, **query: str) -> bytes:
    """What a member saves."""
    answer = whole(client.get(f"/files/{file}/content/", query))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    content: bytes = answer.content
    return content


def readers(cast: Cast, file: str, title: str) -> list[str]:
    """Who has it on its own page; in the list of files, and to be saved, it is for the same people."""
    found = []
    for who in ALL:
        client = cast.page(who)
        is_there = client.get(f"/notes/{file}/").status_code == 200
        assert (title in page(client, "/files/")) == is_there, who
        assert (client.get(f"/files/{file}/content/").status_code == 200) == is_there
        assert (client.get(f"/files/{file}/preview/").status_code == 200) == is_there
        found += [who] if is_there else []
    return found


@pytest.mark.rule("A09", "A13")
def test_each_finds_what_is_for_them(cast: Cast) -> None:
    everyone = cast.file("Ada", PICTURE, called="for-all.png")
    assert readers(cast, everyone, "for-all.png") == list(ALL[:-1])
    some = cast.file("Ada", PICTURE, called="for-gas.png", teams=["Gas"])
    assert readers(cast, some, "for-gas.png") == ["Ada", "Ben", "Dee"]


@pytest.mark.rule("A06", "A07", "A13")
def test_uploaded_on_a_person_for_whom_was_chosen(cast: Cast) -> None:
    ada, jon = cast.page("Ada"), cast.person("Jon")
    assert f"/files/?person={jon}" in ada.get(f"/people/{jon}/").content.decode()
    assert "Files on Jon Falk" in page(ada, f"/files/?person={jon}")
    form = {"file": sent(), "text": "The offer", "option": "teams and users", "teams": cast.team("Gas").hex}
    answer = ada.post("/files/", {**form, "person": jon})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/people/{jon}/#files")
    assert "The offer" in page(ada, f"/people/{jon}/")
    assert cast.page("Ben").get(f"/people/{jon}/").status_code == 404
    cast.share("Ada", "Gas", "relationships")
    assert "The offer" in page(cast.page("Ben"), f"/people/{jon}/")
    assert "The offer" not in page(cast.page("Eve"), "/files/")
    assert "The offer" not in page(cast.page("Ada"), f"/people/{jon}/as/?as={cast.id('Ben')}")
    ((uid, size),) = [
        (one["item"]["id"], one["versions"][0]["size"]) for one in cast.api("Ben").read("/files")["items"]
    ]
    assert size == len(OFFER)
    assert held(cast.page("Ben"), uid) == OFFER


@pytest.mark.rule("A07")
def test_what_is_off_is_not_offered_and_what_is_refused_says_why(cast: Cast) -> None:
    cast.api("Flo").put("/content-options/file", {"everyone": False})
    ada = cast.page("Ada")
    assert 'value="everyone"' not in ada.get("/files/").content.decode()
    refused = ada.post("/files/", {"file": sent(), "text": "Not to be lost", "option": "everyone"})
    assert refused.status_code == 400
    assert "Not to be lost" in refused.content.decode()
    assert "switched off for files" in refused.content.decode()
    assert "Choose a file first" in ada.post("/files/", {"option": "only you"}).content.decode()
    empty = ada.post("/files/", {"file": sent(b""), "option": "only you"})
    assert (empty.status_code, b"empty" in empty.content) == (400, True)
    assert cast.api("Ada").read("/files")["items"] == []


def test_a_file_goes_on_in_versions_and_ends_with_its_author(cast: Cast) -> None:
    file = cast.file("Ada", OFFER, teams=["Gas"])
    ada, ben = cast.page("Ada"), cast.page("Ben")
    assert "Upload a new version" in page(ada, f"/notes/{file}/")
    assert "Upload a new version" not in page(ben, f"/notes/{file}/")
    assert ben.post(f"/files/{file}/versions/", {"file": sent(PICTURE)}).status_code == 404
    assert ada.post(f"/files/{file}/versions/", {"file": sent(PICTURE, "signed.png")}).status_code == 303
    assert ada.post(f"/files/{file}/versions/").status_code == 303
    read = page(ben, f"/notes/{file}/")
    assert "signed.png" in read
    assert "offer.pdf" in read
    assert (held(ben, file), held(ben, file, version="1")) == (PICTURE, OFFER)
    for strange in ("3", "0", "-1", "x", "9" * 30, "²"):
        assert ben.get(f"/files/{file}/content/", {"version": strange}).status_code == 404
    drawn = ben.get(f"/files/{file}/preview/")
    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/webp")
    ended = ada.post(f"/notes/{file}/", {"deed": "delete"})
    assert (ended.status_code, ended.headers["Location"]) == (303, "/files/")
    assert ben.get(f"/files/{file}/content/").status_code == 404


@pytest.mark.rule("B03")
def test_its_author_reads_who_opened_it(cast: Cast) -> None:
    file = cast.file("Ada", PICTURE, called="fair.png")
    ada, ben = cast.page("Ada"), cast.page("Ben")
    for client in (ada, ben):
        client.get("/files/")
    assert cast.api("Ada").read("/disclosures")["items"] == []
    for client in (ada, ben):
        client.get(f"/notes/{file}/")
        client.get(f"/files/{file}/content/")
        client.get(f"/files/{file}/preview/")
    entries = cast.api("Ada").read("/disclosures")["items"]
    assert sorted((one["viewer"]["name"], one["door"]) for one in entries) == [
        ("Ben", "file_content"),
        ("Ben", "file_preview"),
        ("Ben", "item"),
    ]
    seen = page(ada, "/sharing/seen/")
    assert "fair.png" in seen
    ada.post(f"/notes/{file}/", {"deed": "delete"})
    assert "A file that is gone" in page(ada, "/sharing/seen/")
