"""Bringing files by the upload page: spooled encrypted, read by the job, seen, and taken away again (A27, D22)."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tactful.accounts.wall import acting
from tactful.actions.keeping import set_keeping
from tactful.config.home import Home
from tactful.jobs.feeds import run_feed
from tactful.records.models import Feed
from tactful.web.uploads import EncryptedUpload
from tests.cast import Cast
from tests.cast.outside import days_ago
from tests.doors.pages.reading import names_listed, page, words

rule = pytest.mark.rule
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Wanda Xu\r\nORG:Xu Works\r\nEMAIL:wanda@xuworks.example\r\nEND:VCARD\r\n"


def _mbox(*subjects: str) -> bytes:
    letters = b""
    for days, subject in enumerate(subjects, 1):
        letter = EmailMessage()
        letter["From"], letter["To"] = "Ada <ada@hearth.example>", "Wanda Xu <wanda@xuworks.example>"
        letter["Date"], letter["Subject"] = format_datetime(days_ago(days)), subject
        letter["Message-ID"] = f"<{days}@hearth.example>"
        letter.set_content("The body is a secret of the pipeline.")
        letters += b"From ada@hearth.example Mon Jan  5 09:00:00 2026\n" + letter.as_bytes() + b"\n"
    return letters


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the installation a home of this test's, so that its spool can be looked into."""
    home = Home(tmp_path / "home")
    home.create()
    monkeypatch.setattr(settings, "HOME", home)
    return home.path


def _read_all(cast: Cast, name: str) -> None:
    """Do what the background does."""
    account = cast.accounts[name]
    with acting(account):
        waiting = list(
            Feed.unchecked.filter(account_id=account, state="waiting").values_list("id", flat=True)
        )
    for feed in waiting:
        run_feed(account, feed)


def _upload(cast: Cast, name: str, *files: tuple[str, bytes]) -> None:
    sent = [SimpleUploadedFile(file, content) for file, content in files]
    answer = cast.page(name).post("/sources/upload/", {"files": sent})
    assert (answer.status_code, answer["Location"]) == (303, "/sources/")


@rule("A27")
def test_a_file_waits_encrypted_is_read_and_erased(cast: Cast, home: Path) -> None:
    _upload(cast, "Ada", ("ada.mbox", _mbox("One", "Two", "Three")), ("book.vcf", CARD))
    spooled = [path for path in (home / "spool").iterdir() if path.is_file()]
    assert len(spooled) == 2
    for path in spooled:
        assert b"secret of the pipeline" not in path.read_bytes()
        assert b"Wanda" not in path.read_bytes()
    said = page(cast.page("Ada"), "/sources/")
    assert "Being read" in said
    assert "ada.mbox waiting" in said
    poll = cast.page("Ada").get("/sources/imports/", headers={"HX-Request": "true"})
    assert "every 1s" in poll.content.decode()
    assert "HX-Refresh" not in poll.headers
    _read_all(cast, "Ada")
    assert not [path for path in (home / "spool").iterdir() if path.is_file()]
    poll = cast.page("Ada").get("/sources/imports/", headers={"HX-Request": "true"})
    assert poll.headers["HX-Refresh"] == "true"
    said = page(cast.page("Ada"), "/sources/")
    assert "3 mails" in said
    assert "1 card" in said
    assert "Mailbox" in said
    assert "Wanda Xu" in names_listed(cast.page("Ada"), "/people/")


@rule("A27")
def test_who_brings_mail_is_told_whether_its_texts_are_kept(cast: Cast, home: Path) -> None:
    assert "Texts are not kept." in page(cast.page("Ada"), "/sources/")
    with acting(cast.accounts["Flo"]):
        set_keeping(cast.member("Flo"), bodies=True)
    said = page(cast.page("Ada"), "/sources/")
    assert "has texts kept, encrypted" in said
    assert "Texts are not kept." not in said


@rule("D22")
@rule("D03")
def test_sources_are_ones_own_alone(cast: Cast, home: Path) -> None:
    _upload(cast, "Ada", ("secret-name.mbox", _mbox("One")))
    _read_all(cast, "Ada")
    for other in ("Ben", "Flo", "Gus"):
        assert "secret-name" not in page(cast.page(other), "/sources/")
        assert "Wanda" not in page(cast.page(other), "/people/", q="wanda")


def test_the_same_file_again_changes_nothing(cast: Cast, home: Path) -> None:
    for _ in range(2):
        _upload(cast, "Ada", ("ada.mbox", _mbox("One", "Two")))
        _read_all(cast, "Ada")
        said = page(cast.page("Ada"), "/sources/")
        assert said.count("Delete ada.mbox?") == 2, "the cast's, and this one"
        assert "2 mails" in said


@rule("D14")
def test_deleting_a_source_takes_all_its_facts(cast: Cast, home: Path) -> None:
    cast.share("Ada", "Everyone", "relationships + both")
    before = names_listed(cast.page("Eve"), "/people/")
    _upload(cast, "Ada", ("wanda.mbox", _mbox("One", "Two")))
    _read_all(cast, "Ada")
    assert "Wanda Xu" in names_listed(cast.page("Eve"), "/people/")
    ada = cast.page("Ada")
    html = ada.get("/sources/").content.decode()
    uid = html.split("Delete wanda.mbox?")[1].split("/sources/")[1][:32]
    assert "goes with it" in html
    assert cast.page("Ben").post(f"/sources/{uid}/delete/").status_code == 404
    assert ada.post(f"/sources/{uid}/delete/").status_code == 303
    assert names_listed(cast.page("Eve"), "/people/") == before
    assert "wanda.mbox" not in page(ada, "/sources/")


def test_a_reading_is_stopped(cast: Cast, home: Path) -> None:
    _upload(cast, "Ada", ("wanda.mbox", _mbox("One")))
    ada = cast.page("Ada")
    uid = ada.get("/sources/").content.decode().split("/stop/")[0][-32:]
    assert ada.post(f"/sources/{uid}/stop/").status_code == 303
    assert not [path for path in (home / "spool").iterdir() if path.is_file()]
    assert "Stopped" in page(ada, "/sources/")
    _read_all(cast, "Ada")
    assert "Wanda Xu" not in names_listed(ada, "/people/")


def test_what_could_not_be_read_is_listed_with_its_reason(cast: Cast, home: Path) -> None:
    _upload(
        cast,
        "Ada",
        ("book.vcf", CARD + b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n"),
        ("odd.bin", b"\x00\x01" * 500),
    )
    _read_all(cast, "Ada")
    ada = cast.page("Ada")
    said = page(ada, "/sources/")
    assert "Could not be read" in said
    html = ada.get("/sources/").content.decode()
    odd = html.split("Delete odd.bin?")[1].split("/sources/")[1][:32]
    assert "odd.bin" in page(ada, f"/sources/{odd}/")


def test_without_a_file_the_page_says_so(cast: Cast, home: Path) -> None:
    answer = cast.page("Ada").post("/sources/upload/", {})
    assert answer.status_code == 400
    assert "Choose at least one file." in words(answer)


def test_a_file_that_is_not_taken_keeps_none_of_the_others_back(cast: Cast, home: Path) -> None:
    sent = [SimpleUploadedFile("nothing.mbox", b""), SimpleUploadedFile("book.vcf", CARD)]
    answer = cast.page("Ada").post("/sources/upload/", {"files": sent})
    assert answer.status_code == 400
    said = words(answer)
    assert "nothing.mbox was not taken: It is empty. Export it again" in said
    assert "The other is being read." in said
    assert "book.vcf waiting" in said
    _read_all(cast, "Ada")
    assert "Wanda Xu" in names_listed(cast.page("Ada"), "/people/")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("odd.bin", b"\x00\x01" * 500, "is not a kind of file that can be read"),
        ("empty.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "Holds no meeting"),
    ],
)
def test_what_came_to_nothing_says_why_and_what_to_do(
    cast: Cast, home: Path, name: str, content: bytes, reason: str
) -> None:
    _upload(cast, "Ada", (name, content))
    _read_all(cast, "Ada")
    ada = cast.page("Ada")
    html = ada.get("/sources/").content.decode()
    said = page(ada, f"/sources/{html.split(f'Delete {name}?')[1].split('/sources/')[1][:32]}/")
    assert reason in said
    assert "Nothing of it was kept." in said
    assert "you can bring a better file" in said
    assert "Everything in it was read." not in said


@rule("A27")
def test_what_arrives_is_never_on_the_disk_in_the_clear() -> None:
    request = RequestFactory().post("/sources/upload/")
    request.is_from_member = True  # type: ignore[attr-defined]
    handler = EncryptedUpload(request)
    handler.new_file("files", "a.mbox", "text/plain", None, None, {})
    pieces = [b"The body is a secret", b" of the pipeline." * 40_000, b""]
    for piece in pieces:
        handler.receive_data_chunk(piece, 0)
    file = handler.file_complete(sum(map(len, pieces)))
    assert file.file is not None
    file.file.seek(0)
    assert b"secret" not in file.file.read()
    assert b"".join(file.chunks()) == b"".join(pieces) == b"".join(file.chunks(1_000))
