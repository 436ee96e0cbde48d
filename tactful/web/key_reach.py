"""What an API key reaches at most, as boxes to tick and in words. A box brings whatever the policy lets it stand on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tactful.policy.clauses import LABELS
from tactful.policy.rules import BOOK, KINDS
from tactful.policy.terms import Facets


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its label, what is said beside it, and the facets that it brings, with all that they stand on."""

    key: str
    label: str
    beside: str
    facets: Facets

    @property
    def shown(self) -> SafeString:
        """The label with what is said beside it."""
        return format_html('<span>{}<span class="hint">{}</span></span>', self.label, self.beside)


def _with_footing(*facets: str) -> Facets:
    """Return facets of a book with all that they stand on."""
    found: set[str] = set()
    for facet in facets:
        at: str | None = facet
        while at is not None:
            found.add(at)
            at = BOOK.footing[at]
    return frozenset(found)


#: In the words of the share settings and of mail privacy. What is typed into cards goes with relationships; notes hang
#: on people and companies, which have to exist for who reads them, and need no more of them (A13).
BOXES: tuple[Box, ...] = (
    Box(
        "relationships",
        "Relationships",
        "Names, companies and titles; who knows them, and how well; what is typed into their cards.",
        _with_footing("relationship") | {"card"},
    ),
    Box(
        "contact_info",
        "Contact info",
        "Phone numbers and addresses. Brings relationships.",
        _with_footing("contact_info") | {"card"},
    ),
    Box(
        "interactions",
        "Interactions",
        "Meetings and e-mails, when and how many. Brings relationships.",
        _with_footing("interactions") | {"card"},
    ),
    Box(
        "subject",
        "Subjects",
        "Of mails, and titles of meetings. Brings interactions.",
        _with_footing("subject") | {"card"},
    ),
    Box("body", "Bodies", "What mails and meetings say. Brings subjects.", _with_footing("body") | {"card"}),
    Box(
        "content",
        "Notes and what else members write",
        "Brings names, companies and titles, for notes hang on people; not who knows them, nor how well.",
        _with_footing("existence") | {"read", "edit"},
    ),
)


def reach_of(ticked: Collection[str]) -> Facets:
    """Return what a key reaches at most for which these boxes are ticked."""
    return frozenset(facet for box in BOXES if box.key in ticked for facet in box.facets)


def reach_in_words(ceiling: Iterable[str] | None) -> str:
    """Return what a ceiling leaves, in the words of the boxes and else in the policy's; None is no ceiling.

    What lacks something that it stands on opens nothing, and is not named.
    """
    if ceiling is None:
        return "everything that you see"
    named = frozenset(ceiling)
    left = {facet for kind in KINDS for facet in kind.close(named)}
    boxes = [box for box in BOXES if box.facets <= left]
    words = [box.label.lower() for box in boxes]
    brought = reach_of([box.key for box in boxes])
    seen: dict[str, None] = {facet: None for kind in KINDS for facet in kind.footing}
    words += [LABELS.get(facet, facet) for facet in seen if facet in left - brought]
    return ", ".join(words) or "nothing"
