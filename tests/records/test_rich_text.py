"""What people write: what is kept, what it is in words, whom it names, and how much of it there may be."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tactful.actions.errors import Invalid
from tactful.actions.texts import Text, text_of, text_of_plain
from tactful.records.rich_text import (
    LONGEST,
    LONGEST_SOURCE,
    NotText,
    clean,
    edited_plain,
    excerpt,
    from_html,
    from_plain,
    mention,
)

ADA = uuid.UUID(int=7)
REL = ' rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("<p>a <b>b</b> <i>c</i> <u>d</u> <del>e</del> <code>f</code></p>",
         "<p>a <strong>b</strong> <em>c</em> <u>d</u> <s>e</s> <code>f</code></p>"),
        ('<h1 class="x" style="color:red">Title</h1>', "<h3>Title</h3>"),
        ('<div id="x">a</div>', "<p>a</p>"),
        ("<ul><li><p>a</p></li></ul><ol><li>b</li></ol>", "<ul><li><p>a</p></li></ul><ol><li>b</li></ol>"),
        ("<blockquote><p>q</p></blockquote><pre>x\n  y</pre>", "<blockquote><p>q</p></blockquote><pre>x\n  y</pre>"),
        ('<a href="https://a.example/?b=1&amp;c=2" target="_blank" onclick="x()">l</a>',
         f'<a href="https://a.example/?b=1&amp;c=2"{REL}>l</a>'),
        ('<a href="mailto:ines@brightwater.example">l</a>', f'<a href="mailto:ines@brightwater.example"{REL}>l</a>'),
        ('<a href="/people/">l</a>', "<a>l</a>"),
        ('<a href="//a.example">l</a>', "<a>l</a>"),
        ('<a href="ftp://a.example">l</a>', "<a>l</a>"),
        ('<img src="https://a.example/x.png"><p>a</p>', "<p>a</p>"),
        ("a<script>b</script><style>c</style><title>d</title>e", "ae"),
        ("a<!-- b -->c", "ac"),
        ('<span class="x">a</span>', "<span>a</span>"),
        ('<span data-mention="x">a</span>', "<span>a</span>"),
        ("a\x00b\x07c\ud800", "abc?"),
    ],
)  # fmt: skip
def test_what_is_kept(source: str, kept: str) -> None:
    assert from_html(source).html.replace(f"<a{REL}>", "<a>") == kept


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("<p>a</p><p>b<br>c</p>", "a\n\nb\nc"),
        ("<p>a</p>\n  <p>b</p>", "a\n\nb"),
        ("<ul><li><p>a</p></li><li>b<ol><li>c</li><li>d</li></ol></li></ul><p>e</p>",
         "- a\n- b\n  1. c\n  2. d\n\ne"),
        ("<p>a  &amp;\n b &lt;c&gt;</p>", "a & b <c>"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<h3>T</h3><blockquote><p>q</p></blockquote>x", "T\n\nq\n\nx"),
        ("<p></p><p><br></p>", ""),
        ("plain", "plain"),
    ],
)  # fmt: skip
def test_what_it_is_in_words(source: str, plain: str) -> None:
    assert from_html(source).plain == plain


def test_nothing_to_read_is_nothing() -> None:
    for source in ("", "<p></p>", "<p> <br> </p>", "<img src=x>", "<ul></ul>"):
        assert not from_html(source)
        assert from_html(source).html == ""


def test_whom_it_names() -> None:
    once = mention(ADA, "Ada <Lund>")
    text = from_html(f"<p>{once} and {once}, not <span data-mention='zz'>@Ben</span></p>")
    assert text.mentions == (ADA,)
    assert text.plain == "@Ada <Lund> and @Ada <Lund>, not @Ben"
    assert once in text.html
    assert from_plain("@Ada Lund").mentions == ()


def test_plain_words_become_paragraphs() -> None:
    text = from_plain("Dear all,\r\nit is <b>cold</b>.\n\n\n \n& so on  \n")
    assert text.html == "<p>Dear all,<br>it is &lt;b&gt;cold&lt;/b&gt;.</p><p>&amp; so on</p>"
    assert text.plain == "Dear all,\nit is <b>cold</b>.\n\n& so on"


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("see https://a.example/x.", "https://a.example/x"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("HTTP no, http://a.example?q=1&b=2!", "http://a.example?q=1&b=2"),
    ],
)
def test_an_address_in_plain_words_is_a_link(words: str, link: str) -> None:
    text = from_plain(words)
    assert f'<a href="{link.replace("&", "&amp;")}"{REL}>{link.replace("&", "&amp;")}</a>' in text.html
    assert text.plain == words


def test_what_no_word_of_changed_keeps_its_form() -> None:
    before = from_html("<p><strong>a</strong></p><ul><li>b</li></ul>")
    assert (
        edited_plain(before.plain.replace("\n", "\r\n") + "\n", html=before.html, plain=before.plain)
        == before
    )
    assert edited_plain("a\n\n- c", html=before.html, plain=before.plain).html == "<p>a</p><p>- c</p>"


def test_an_excerpt_is_one_line() -> None:
    assert excerpt("a\n\nb") == "a b"
    assert excerpt("one two, three", 9) == "one two…"
    assert excerpt("x" * 300, 10) == "x" * 9 + "…"


def test_too_much_is_refused_with_the_way_out() -> None:
    for read, text in ((from_plain, "x" * (LONGEST + 1)), (from_html, "x" * (LONGEST + 1))):
        with pytest.raises(NotText, match="100,001 characters and at most 100,000 are kept: shorten it"):
            read(text)
    with pytest.raises(NotText, match="at most 400,000"):
        from_html("<" * (LONGEST_SOURCE + 1))
    assert from_plain("x" * LONGEST).plain == "x" * LONGEST


def test_lists_and_quotes_do_not_stand_too_deep() -> None:
    assert from_html("<blockquote>" * 20 + "x")
    for tags in ("<blockquote>", "<ul><li>"):
        with pytest.raises(NotText, match="at most 20 deep"):
            from_html(tags * 21 + "x")


@pytest.mark.parametrize(
    "piece",
    ["<b>", "<blockquote>", "<ul><li>", "<a href=http://x>", "<p>", "<b a1><i b2>", "<b><p>x</b>", "<", "&",
     "<table><b>", "</p>", "<li>", "<svg>", "<template>", "<x>", "<table><tr><td>", "<b a=1 ", "<!--", "<![CDATA["],
)  # fmt: skip
def test_no_source_takes_long(piece: str) -> None:
    source = (piece * LONGEST_SOURCE)[:LONGEST_SOURCE]
    begun = time.process_time()
    try:
        from_html(source)
    except NotText:
        pass
    assert time.process_time() - begun < 2


@given(st.text(max_size=300))
def test_any_words_come_through(words: str) -> None:
    text = from_plain(words)
    assert clean(text.html) == text.html
    assert _letters(text.plain) == _letters(words)


def _letters(words: str) -> str:
    """What can be printed of words, without spaces."""
    return "".join(c for c in words if c.isprintable() and not c.isspace())


@given(st.text(alphabet=st.sampled_from("<>/\"'= abpiuls!-&;#x3:"), max_size=200))
def test_any_source_is_stable_once_it_is_clean(source: str) -> None:
    once = clean(source)
    assert clean(once) == once


def test_an_action_says_which_field_it_refuses() -> None:
    every: tuple[dict[str, Any], ...] = (
        {"html": "<p></p>"},
        {"text": "  "},
        {},
        {"html": "a", "text": "b"},
        {"text": "x" * (LONGEST + 1)},
    )
    for sent in every:
        with pytest.raises(Invalid) as caught:
            text_of("words", **sent)
        assert caught.value.field == "words"
    assert text_of("words", text="", required=False) == Text("", "")
    assert text_of("words", html="<p>a</p>").plain == "a"
    before = text_of("words", html="<p><em>a</em></p>")
    assert text_of("words", text="a", before=before) == before
    assert text_of_plain("a").html == "<p>a</p>"
