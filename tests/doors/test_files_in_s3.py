"""Files whose contents lie in S3, from outside: uploaded, read, deleted, and what a refusing store leaves."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from tactful.accounts.wall import acting
from tactful.actions.contents import sweep_contents
from tactful.records import store as stores
from tactful.records.files import FileVersion, StoredContent
from tests.cast import Cast, cast
from tests.s3 import S3Server, s3

__all__ = ["cast", "s3"]

OFFER = b"%PDF-1.7 what the harbour was offered\n" * 300_000
SECOND = b"%PDF-1.7 what the harbour was offered then\n"


@pytest.fixture
def bucket(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket that this installation's files lie in."""
    name = s3.new_bucket()
    monkeypatch.setattr(settings, "TACTFUL_FILES", f"s3://{name}/tactful")
    yield name
    assert s3.begun(name) == []


@pytest.mark.rule("A13")
def test_files_lie_in_a_bucket_and_are_read_by_whom_they_are_shared_with(
    cast: Cast,
    s3: S3Server,
    bucket: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    file = cast.file("Ada", OFFER, teams=["Gas"])
    ada, ben = cast.api("Ada"), cast.api("Ben")
    assert ada.upload(f"/files/{file}/versions", "offer 2.pdf", SECOND).status_code == 201
    assert ben.get(f"/files/{file}/content").content == SECOND
    assert ben.get(f"/files/{file}/content", version=1).content == OFFER
    page = cast.page("Ben").get(f"/files/{file}/content/", {"version": 1})
    assert b"".join(page.streaming_content) == OFFER  # type: ignore[attr-defined]  # it is streamed
    assert cast.api("Cyd").get(f"/files/{file}/content").status_code == 404
    lying = s3.lying(bucket)
    assert len(lying) == 2
    assert not any(b"harbour" in content for content in lying.values())
    with django_capture_on_commit_callbacks(execute=True):
        assert ada.delete(f"/items/{file}").status_code == 204
    assert s3.lying(bucket) == {}


def test_what_a_bucket_refuses_is_said_and_leaves_nothing(
    cast: Cast, s3: S3Server, bucket: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = cast.file("Ada", SECOND)
    ada, page = cast.api("Ada"), cast.page("Ada")
    before = s3.lying(bucket), len(ada.read("/files")["items"]), _rows(cast)
    with s3.signed_in(secret="no longer the secret"):
        refused = ada.upload("/files", "offer.pdf", OFFER)
        assert refused.status_code == 503
        assert refused.json()["error"] == {
            "code": "unavailable",
            "message": "the place where files are kept does not answer; try again later",
        }
        sent = SimpleUploadedFile("offer.pdf", OFFER)
        shown = page.post("/files/", {"file": sent, "audience": "everyone"})
        assert (shown.status_code, b"Nothing was uploaded" in shown.content) == (503, True)
        assert ada.upload(f"/files/{file}/versions", "offer.pdf", OFFER).status_code == 503
        assert {
            way.get(f"/files/{file}/content{end}").status_code for way, end in ((ada, ""), (page, "/"))
        } == {503}
    assert before == (s3.lying(bucket), len(ada.read("/files")["items"]), _rows(cast))
    assert ada.get(f"/files/{file}/content").content == SECOND
    assert "SignatureDoesNotMatch" in caplog.text or "signature" in caplog.text


def test_what_is_deleted_while_a_bucket_refuses_is_gone_and_swept_up_later(
    cast: Cast,
    s3: S3Server,
    bucket: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    file = cast.file("Ada", SECOND)
    ada = cast.api("Ada")
    with (
        s3.signed_in(secret="no longer the secret"),
        caplog.at_level(logging.WARNING),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert ada.delete(f"/items/{file}").status_code == 204
    assert "still lies in the store" in caplog.text
    assert ada.get(f"/files/{file}").status_code == 404
    assert len(s3.lying(bucket)) == 1
    monkeypatch.setattr(stores, "PATIENCE", -60.0)
    assert sweep_contents(cast.accounts["Ada"]) == 1
    assert s3.lying(bucket) == {}


def _rows(cast: Cast) -> tuple[int, int]:
    account = cast.accounts["Ada"]
    with acting(account):
        return (
            FileVersion.unchecked.filter(account_id=account).count(),
            StoredContent.unchecked.filter(account_id=account).count(),
        )
