"""What people write: a small, closed part of HTML, and its plain words.

Whatever comes in (from a page, the API, a mail), what is kept holds paragraphs, emphasis, links, lists, quotes, code
and mentions, and nothing that a browser would run, load or colour. Nobody's HTML is shown without having come through
here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser

import nh3

#: Characters of the words that are kept, and of the HTML that carries them.
LONGEST = 100_000
LONGEST_SOURCE = 400_000
#: How deep lists and quotes may stand in each other.
DEEPEST = 20
#: How many tags may stand open at once in what is read at all: the time of a parser grows with the square of it.
MOST_OPEN = 500
LONGEST_LINK = 2_000

TAGS = frozenset(
    ("p", "br", "strong", "em", "u", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "span")
)
#: Words for the same thing that other editors write.
SAME_TAGS = {
    "b": "strong", "i": "em", "del": "s", "strike": "s", "div": "p",
    "h1": "h3", "h2": "h3", "h4": "h3", "h5": "h3", "h6": "h3",
}  # fmt: skip
#: What goes with all that stands in it: it was never meant to be read.
UNREAD = frozenset(
    ("script", "style", "template", "iframe", "noscript", "object", "embed", "svg", "math", "head", "title")
) | frozenset(
    ("textarea", "select", "noembed", "noframes", "xmp", "plaintext", "frameset", "applet"),
)
BLOCKS = frozenset(("p", "li", "ul", "ol", "blockquote", "pre", "h3"))

#: How often a text may change its form while it is cleaned.
_TIMES = 4
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MENTION = re.compile(r"[0-9a-f]{32}")
_LINK = re.compile(r"(?:https?://|mailto:)[^\x00-\x20\x7f<>\"'`\\]+", re.IGNORECASE)
_TYPED_LINK = re.compile(r"https?://[^\s<>\"'`\\]+")
_RENAMED = re.compile(rf"<(/?)({'|'.join(SAME_TAGS)})(?=[\s/>])", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)", re.IGNORECASE)
#: Tags that are ended by others of their kind, or have no end: they do not pile up.
_FLAT = frozenset(
    ("p", "li", "br", "hr", "img", "input", "meta", "link", "col", "tr", "td", "th", "dt", "dd", "option")
) | frozenset(("wbr", "source", "area", "base", "track", "param"))
_GAPS = re.compile(r"\n{3,}")


class NotText(ValueError):
    """What was written cannot be kept; `str()` says why and what to do."""


@dataclass(frozen=True, slots=True)
class RichText:
    """Words with their form. `html` is clean; `plain` is the same in words alone; `mentions` are ids of members."""

    html: str
    plain: str
    mentions: tuple[uuid.UUID, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.plain)


def from_html(source: str) -> RichText:
    """Return what is kept of HTML. Raises NotText if it is too long or stands too deep in itself."""
    _no_longer_than(len(source), LONGEST_SOURCE)
    _no_deeper_than(MOST_OPEN, _open_tags(source))
    # Roughly, so that what is far too long is refused before it is parsed.
    if (length := len(unescape(_ANY_TAG.sub("", source)))) > 2 * LONGEST:
        _no_longer_than(length, LONGEST)
    html = clean(source)
    words = _Words()
    words.feed(html)
    words.close()
    _no_deeper_than(DEEPEST, words.deepest)
    plain = words.text()
    _no_longer_than(len(plain), LONGEST)
    # An editor's empty page is a paragraph without words.
    return RichText(html, plain, tuple(dict.fromkeys(words.mentions))) if plain else RichText("", "")


def from_plain(text: str) -> RichText:
    """Return plain words as paragraphs: an empty line parts two, a line stays a line, an address becomes a link."""
    _no_longer_than(len(text), LONGEST)
    lines = "\n".join(line.rstrip() for line in _printable(text).splitlines())
    parts = (part.strip("\n") for part in re.split(r"\n\n+", lines))
    return from_html("".join(f"<p>{_linked(part)}</p>" for part in parts if part.strip()))


def clean(source: str) -> str:
    """Return HTML with nothing in it but what is allowed; cleaning it again changes nothing.

    What reads differently each time it is parsed is how a text becomes another one in a browser: it is kept as words.
    """
    html = _cleaned(source)
    for _ in range(_TIMES):
        before, html = html, _cleaned(html)
        if html == before:
            return html
    words = _Words()
    words.feed(html)
    words.close()
    return f"<p>{_lines(words.text())}</p>"


def _cleaned(source: str) -> str:
    return nh3.clean(
        _RENAMED.sub(lambda found: f"<{found[1]}{SAME_TAGS[found[2].lower()]}", _printable(source)),
        tags=set(TAGS),
        clean_content_tags=set(UNREAD),
        attributes={"a": {"href"}, "span": {"data-mention"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def edited_plain(text: str, *, html: str, plain: str) -> RichText:
    """Return what a text is after it was edited as plain words: its form stays where no word changed."""
    same = from_plain(text).plain == from_plain(plain).plain
    return from_html(html) if same else from_plain(text)


def excerpt(plain: str, most: int = 200) -> str:
    """Return the first words in one line, of at most so many characters."""
    line = " ".join(plain[: most * 4].split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    whole = cut if line[most - 1] == " " else cut.rsplit(" ", 1)[0]
    return f"{whole.rstrip(',.;: ')}…"


def mention(member: uuid.UUID, name: str) -> str:
    """Return the HTML that names a member, as the editor writes it."""
    return f'<span data-mention="{member.hex}">@{escape(name)}</span>'


def _no_longer_than(length: int, most: int) -> None:
    if length > most:
        raise NotText(
            f"this text has {length:,} characters and at most {most:,} are kept:"
            " shorten it, or add the rest as a file"
        )


def _no_deeper_than(most: int, deep: int) -> None:
    if deep > most:
        raise NotText(f"lists and quotes stand in each other at most {DEEPEST} deep: set some of them apart")


def _open_tags(source: str) -> int:
    """How many tags stand open at once in HTML at most, as far as one sees without parsing it."""
    deep = deepest = 0
    for end, tag in _TAG.findall(source):
        if tag.lower() not in _FLAT:
            deep = max(0, deep - 1) if end else deep + 1
            deepest = max(deepest, deep)
    return deepest


def _printable(source: str) -> str:
    """Without what no database and no reader holds: control characters, halves of characters."""
    return (
        _CONTROLS.sub("", source.replace("\r\n", "\n").replace("\r", "\n")).encode(errors="replace").decode()
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("a", "href"):
        value = value.strip()
        return value if len(value) <= LONGEST_LINK and _LINK.fullmatch(value) else None
    if (tag, name) == ("a", "rel"):
        return value  # the cleaner's own: what came with the source is gone by now
    if (tag, name) == ("span", "data-mention"):
        return value if _MENTION.fullmatch(value) else None
    return None


def _linked(words: str) -> str:
    """Plain words as HTML, in which what begins like an address of the web leads there."""
    made, at = [], 0
    for found in _TYPED_LINK.finditer(words):
        # A full stop behind an address ends the sentence, and a bracket that it did not open is not its own.
        link = found[0].rstrip(".,;:!?…")
        if link.endswith(")") and link.count(")") > link.count("("):
            link = link[:-1]
        made += [_lines(words[at : found.start()]), f'<a href="{escape(link)}">{escape(link)}</a>']
        at = found.start() + len(link)
    return "".join((*made, _lines(words[at:])))


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")


class _Words(HTMLParser):
    """Reads clean HTML for its words, its mentions, and how deep it stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.mentions: list[uuid.UUID] = []
        self.deepest = 0
        self._open: list[str] = []
        self._numbers: list[int] = []
        self._said: list[str] = []

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._said.append("\n")
            return
        named = dict(attrs).get("data-mention")
        if named:
            self.mentions.append(uuid.UUID(hex=named))
        if tag in BLOCKS:
            self._begin(tag)
            self._open.append(tag)
            self.deepest = max(self.deepest, len(self._open))

    def _begin(self, tag: str) -> None:
        """Start a line; what is not part of a list's line stands apart from what is above it."""
        is_in_item = self._open[-1:] == ["li"] and tag == "p" and self._at_marker()
        if is_in_item:
            return
        is_list = tag in ("ul", "ol")
        if not (is_list and "li" in self._open):
            self._said.append("\n" if "li" in self._open or tag == "li" else "\n\n")
        if is_list:
            self._numbers.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._said.append(self._marker())

    def _at_marker(self) -> bool:
        return bool(self._said) and bool(re.fullmatch(r" *(?:- |\d+\. )", self._said[-1]))

    def _marker(self) -> str:
        deep = "  " * max(0, len(self._numbers) - 1)
        if not self._numbers or self._numbers[-1] < 0:
            return f"{deep}- "
        self._numbers[-1] += 1
        return f"{deep}{self._numbers[-1]}. "

    def handle_endtag(self, tag: str) -> None:
        if tag not in BLOCKS or tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if tag in ("ul", "ol") and self._numbers:
            self._numbers.pop()
        if not self._open:
            self._said.append("\n\n")

    def handle_data(self, data: str) -> None:
        # Line breaks in the source are spaces to a reader, but for what is preformatted.
        said = data if "pre" in self._open else re.sub(r"\s+", " ", data)
        if "pre" not in self._open and (not self._said or self._said[-1].endswith("\n")):
            said = said.lstrip(" ")
        if said:
            self._said.append(said)

    def text(self) -> str:
        """Return what was said: lines without ends of spaces, no more than one empty line between two."""
        lines = "\n".join(line.rstrip() for line in "".join(self._said).split("\n"))
        return _GAPS.sub("\n\n", lines).strip("\n").rstrip()
