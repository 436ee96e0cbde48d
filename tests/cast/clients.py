"""How tests come in: by a key of the API."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

BASE = "/api/v1"


@dataclass(frozen=True)
class Api:
    """Asks the API with one key ("" for none). Paths begin after /api/v1."""

    token: str = ""
    client: Client = field(default_factory=Client)

    @property
    def headers(self) -> dict[str, str]:
        """The header that carries the key."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, **query: Any) -> Answer:
        """Ask with GET."""
        return self.ask("GET", path, query=query)

    def read(self, path: str, **query: Any) -> Any:
        """Ask with GET what is there, and return its JSON."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, (path, answer.status_code, answer.content[:500])
        return json.loads(answer.content)

    def put(self, path: str, body: Any) -> Answer:
        """Send JSON with PUT."""
        return self.ask("PUT", path, body=body)

    def post(self, path: str, body: Any = None, **query: Any) -> Answer:
        """Send JSON with POST."""
        return self.ask("POST", path, body=body, query=query)

    def delete(self, path: str, **query: Any) -> Answer:
        """Ask with DELETE."""
        return self.ask("DELETE", path, query=query)

    def upload(self, path: str, name: str, content: bytes, **fields: Any) -> Answer:
        """Send a file of a form, with what else the form has."""
        return self.client.post(
            f"{BASE}{path}", {"file": SimpleUploadedFile(name, content), **fields}, headers=self.headers
        )

    def ask(self, method: str, path: str, *, body: Any = None, query: Any = None) -> Answer:
        """Ask by any method; `body` is sent as JSON, bytes as they are."""
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.client.generic(
            method,
            f"{BASE}{path}",
            data,
            content_type="application/json",
            headers=self.headers,
            query_params=query or None,
        )
        return cast("Answer", whole(answer))


def whole(answer: Any) -> Any:
    """Return an answer with its whole content, also where that comes piece by piece."""
    if not answer.streaming:
        return answer
    return HttpResponse(b"".join(answer), status=answer.status_code, headers=dict(answer.headers))
