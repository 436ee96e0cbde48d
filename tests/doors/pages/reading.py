"""How tests read a page: its words, its bytes less what differs from one answer to the next, its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from django.db import transaction
from django.test import Client

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")


def words(response: Any) -> str:
    """Return what a reader reads, in one line."""
    html = response.content.decode()
    html = re.sub(r"<(script|style|title)\b.*?</\1>", " ", html, flags=re.S)
    return _SPACE.sub(" ", unescape(_TAG.sub(" ", html))).strip()


def page(client: Client, path: str, **query: str) -> str:
    """Return the words of a page that is there."""
    response = client.get(path, query)
    assert response.status_code == 200, (path, response.status_code)
    return words(response)


def masked(response: Any) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Return status, headers and body, less the token that differs in every form."""
    headers = tuple(sorted((k, v) for k, v in response.headers.items() if k != "Content-Length"))
    return response.status_code, headers, _TOKEN.sub(b"", response.content)


def names_listed(client: Client, path: str, **query: str) -> list[str]:
    """Return the names in the first column of a page's list, in their order."""
    html = client.get(path, query).content.decode()
    rows = re.findall(r'<tr><th scope="row">.*?<a [^>]*>(.*?)(?:<span|</a>)', html, flags=re.S)
    return [unescape(row).strip() for row in rows]


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
