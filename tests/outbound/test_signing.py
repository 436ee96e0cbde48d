"""Requests are signed as S3 asks for it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from tactful.outbound.reach import Allowed, Reach, read_target
from tactful.outbound.sending import Limits, Sender
from tactful.outbound.signing import signed
from tests.s3 import REGION, S3Server, s3

__all__ = ["s3"]

BODY = b"what the harbour was offered\n" * 5_000


def put(server: S3Server, path: str, wrong: dict[str, str] | None = None) -> int:
    """Put a body into a bucket, signed as it is unless something of it is `wrong`; return the answer's status."""
    address = server.address + path
    said = {"key": server.key, "secret": server.secret, "region": REGION} | (wrong or {})
    headers = signed(
        "PUT", read_target(address), digest=hashlib.sha256(BODY).digest(), now=datetime.now(UTC), **said
    )
    sender = Sender(Reach(Allowed(frozenset({"127.0.0.1"}))), Limits())
    pieces = (BODY[at : at + 10_000] for at in range(0, len(BODY), 10_000))
    return sender.send(
        "PUT", address, body=pieces, headers={"Content-Length": str(len(BODY))}, secret=headers
    ).status


@pytest.mark.parametrize("name", ["offer.pdf", "f/of%20fer%20%28%C3%A4%29%25.v1.pdf", "a/b/c~d_e-f"])
def test_a_server_that_checks_signatures_takes_what_is_signed(s3: S3Server, name: str) -> None:
    bucket = s3.new_bucket()
    assert put(s3, f"/{bucket}/{name}") == 200
    assert list(s3.lying(bucket).values()) == [BODY]


@pytest.mark.parametrize(
    "wrong", [{"secret": "another"}, {"key": "AKIANOBODY"}, {"region": "us-east-1", "secret": "x"}]
)
def test_it_refuses_what_is_signed_otherwise(s3: S3Server, wrong: dict[str, str]) -> None:
    bucket = s3.new_bucket()
    assert put(s3, f"/{bucket}/offer.pdf", wrong) == 403
    assert s3.lying(bucket) == {}


def test_a_signature_is_as_its_makers_publish_it() -> None:
    """The example of "PUT Object" in the description of Signature Version 4, without the headers that are not ours."""
    headers = signed(
        "PUT",
        read_target("https://examplebucket.s3.amazonaws.com/test%24file.text"),
        key="AKIAIOSFODNN7EXAMPLE",
        secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        region="us-east-1",
        digest=hashlib.sha256(b"Welcome to Amazon S3.").digest(),
        now=datetime(2013, 5, 24, tzinfo=UTC),
    )
    assert headers["x-amz-date"] == "20130524T000000Z"
    assert (
        headers["x-amz-content-sha256"] == "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
    )
    assert headers["Authorization"].startswith(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        " SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature="
    )
