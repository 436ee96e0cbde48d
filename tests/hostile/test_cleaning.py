"""What is kept of hostile texts holds nothing but what is allowed, however it is parsed."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tactful.records.rich_text import TAGS, NotText, clean, from_html, from_plain
from tests.hostile import PAYLOADS

ALLOWED = {"a": {"href", "rel"}, "span": {"data-mention"}}


class Strict(HTMLParser):
    """Fails at whatever is not allowed."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ALLOWED.get(tag, ()), (tag, name)
            if name == "href":
                assert (value or "").lower().startswith(("http://", "https://", "mailto:")), value
            if name == "data-mention":
                assert value is not None
                assert len(value) == 32
                assert value.isalnum()

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def strictly(html: str) -> None:
    """Assert that this holds nothing but what is allowed."""
    parser = Strict()
    parser.feed(html)
    parser.close()


def test_there_are_enough() -> None:
    assert len(PAYLOADS) >= 200


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_is_left_that_runs(payload: str) -> None:
    for around in (
        "{}",
        "<p>{}</p>",
        "<p>before <strong>{}</strong> after</p>",
        "<ul><li>{}",
        "<pre>{}</pre>",
    ):
        kept = from_html(around.replace("{}", payload))
        strictly(kept.html)
        assert clean(kept.html) == kept.html, "cleaning again changes nothing"
    words = from_plain(payload)
    strictly(words.html)
    assert clean(words.html) == words.html


def test_all_of_them_at_once_in_each_other() -> None:
    try:
        strictly(from_html("".join(PAYLOADS)).html)
    except NotText:
        pass
    strictly(clean("".join(PAYLOADS)))
    strictly(clean("".join(one[:-1] for one in PAYLOADS)))
