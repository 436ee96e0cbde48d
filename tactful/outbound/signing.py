"""Signatures by which S3, and what is compatible with it, knows who sends (AWS Signature Version 4, in headers)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

from tactful.outbound.reach import Target

_SERVICE = "s3"
_ALGORITHM = "AWS4-HMAC-SHA256"


def signed(
    method: str, target: Target, *, key: str, secret: str, region: str, digest: bytes, now: datetime
) -> dict[str, str]:
    """Return the headers that sign a request for a target, whose path is encoded already and has no query.

    `digest` is the SHA-256 of its body: another body than that one is refused by the server.
    """
    at = now.astimezone(UTC)
    stamp, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
    headers = {"host": target.authority, "x-amz-content-sha256": digest.hex(), "x-amz-date": stamp}
    names = ";".join(headers)
    asked = "\n".join(
        (
            method,
            target.path,
            "",
            *(f"{name}:{value}" for name, value in headers.items()),
            "",
            names,
            digest.hex(),
        )
    )
    scope = f"{day}/{region}/{_SERVICE}/aws4_request"
    to_sign = "\n".join((_ALGORITHM, stamp, scope, hashlib.sha256(asked.encode()).hexdigest()))
    signing = f"AWS4{secret}".encode()
    for part in (day, region, _SERVICE, "aws4_request"):
        signing = _mac(signing, part)
    proof = _mac(signing, to_sign).hex()
    return {
        "x-amz-content-sha256": digest.hex(),
        "x-amz-date": stamp,
        "Authorization": f"{_ALGORITHM} Credential={key}/{scope}, SignedHeaders={names}, Signature={proof}",
    }


def _mac(key: bytes, words: str) -> bytes:
    return hmac.new(key, words.encode(), hashlib.sha256).digest()
