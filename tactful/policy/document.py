"""Print the policy as POLICY.md: `python -m tactful.policy.document`. All of it comes from rules.py and clauses.py."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from tactful.policy.clauses import LABELS
from tactful.policy.limits import NOTICE
from tactful.policy.rules import RULES, TAKEN_PRIVATE_STRIKES, Policy
from tactful.policy.terms import Facets, Kind

#: What a kind is, for readers; every kind has its line.
KINDS_IN_WORDS = {
    "book": "what a contributor's own mail, calendars and address books say (D22)",
    "cards": "what a member typed into contacts' cards, or put into a bucket (K04, K14)",
    "list": "people, companies or opportunities with columns of their own (A31)",
    "bucket": "a group of contacts, shared by hand (K02)",
    "workspace": "files, tasks, pages and discussions, with guests (T02)",
    "discussion": "a discussion that is shared by itself (T18)",
    "page": "a page in a workspace, perhaps with links (T05)",
    "item": "a note, meeting note, file, reminder or logged interaction (A06)",
    "partnership": "what two accounts learn of their overlap (S11, S12)",
    "ally": "one contributor's ties, for the members of one ally (A38)",
    "roster": "the members who share something or commented on it: who may know of whom (T12)",
    "roster of guests": "its guests, on a roster of their own, for T13's sake",
}

INTRODUCTION = """\
# The policy

Printed from `tactful/policy/rules.py` and `clauses.py` by `python -m tactful.policy.document`; do not edit. Ids such as
D01 are those of `rules.toml`.

Nothing is disclosed unless a row below, or a grant of a role below, opens it. The order of rows and grants never
matters.

1. **Settings alone** say which *paths* are open to a viewer now: a source, the facets and deeds that are open of it, by
   which rule, through which principal. End dates, deactivation, modes, masks and ceilings act here.
2. **A fact** belongs to one source, and is shown when a path to *that source* opens its facet and no exception strikes
   that path. A record's facets are the union of its facts'.

A facet is open only where all that it stands on is open by the same path."""


def document(policy: Policy = RULES) -> str:
    """Return the whole policy as Markdown, with a final line break."""
    parts = (_kinds, _levels, _modes, _roles, _outside, _whole_kinds, _containers, _withholds, _sentences)
    return "\n\n".join([INTRODUCTION, *(line for part in parts for line in part(policy))]) + "\n"


def _kinds(policy: Policy) -> Iterator[str]:
    yield "## What can be opened"
    yield (
        "Each facet or deed with what it stands on. *Contributed* kinds open nothing through a deactivated owner"
        " (D23, K14)."
    )
    rows = []
    for kind in policy.kinds.values():
        name = f"**{kind.name}**" + (" (contributed)" if kind.name in policy.contributed else "")
        rows.append((name, KINDS_IN_WORDS[kind.name], _footing(kind)))
    yield _table(("kind", "is", "facets and deeds"), rows)
    yield "In a book's and its cards' facets, people read:"
    yield _table(("facet", "in words"), [(facet, words) for facet, words in LABELS.items()])
    yield (
        f"A person is a record for a viewer who is shown one of these of them: {_all(policy.makes_a_record)} (A39)."
        f" What a source of the kind {_all(policy.on_a_record)} says is shown on such a record alone (A38)."
    )


def _footing(kind: Kind) -> str:
    return " · ".join(
        facet if under is None else f"{facet} (on {under})" for facet, under in kind.footing.items()
    )


def _levels(policy: Policy) -> Iterator[str]:
    yield "## Share levels"
    yield (
        "What a contributor shares of their book with one audience, a team of theirs or Everyone (D01, D02). Only the"
        " contributor sets it (D13), within the floor and the cap that the Enterprise Admin may set for that audience"
        " (D17, D18); a contributor without a choice has the account's default (D11, D12), and one whose choice has"
        " ended shares nothing (B06). A default or floor that was raised counts for who was a member then from"
        f" {NOTICE.days} days after on, and at once for who came later; what is lowered counts at once (D11)."
    )
    yield _table(("level", "opens"), [(name, _all(opens)) for name, opens in policy.levels.items()])
    yield f"No level, default, floor or cap reaches beyond {_all(policy.share_layer)} (D10)."
    yield "For each audience, and never over their union:"
    yield (
        "```\n((choice if ever made, else default) | floor) & cap\n"
        f"  - what the mode masks  + {_all(policy.highlights)} for Everyone, where switched on (A28)  + mail privacy\n"
        "  then only what stands on what is open\n```"
    )
    yield "Mail privacy (A20), which opens nothing where interactions are not open to the same audience:"
    yield _table(("option", "adds"), [(name, _all(opens)) for name, opens in policy.privacy.items()])
    yield "Unset and ended are hide (A20, B06)."


def _modes(policy: Policy) -> Iterator[str]:
    yield "## Modes of mail and meetings"
    yield "A mode masks, it never rewrites: switching back restores what was chosen (A19, A22)."
    whose = {
        None: "nobody's",
        "member": "the member's own option",
        "team": "the Enterprise Admin's, for this member and team",
    }
    yield _table(
        ("mode", "audience", "masks", "privacy that counts"),
        [
            (name, f"a {shape}" if shape == "team" else "Everyone", _all(mode.masked), whose[mode.privacy_of])
            for (name, shape), mode in policy.modes.items()
        ],
    )
    yield (
        "In teams only, all members start at hide in each team, also one who was just added to it. Where the account"
        " lets members be stricter, a member may hide more of their own than the Enterprise Admin does, never less"
        " (A21)."
    )


def _roles(policy: Policy) -> Iterator[str]:
    yield "## Roles"
    yield f"What a grant of a role opens. Owning a source is the role *owner*: {_all(policy.owned)}."
    yield _table(
        ("kind", "role", "opens"), [(kind, role, _all(opens)) for (kind, role), opens in policy.roles.items()]
    )
    for (kind, facet), (mark, deed) in policy.marked_deeds.items():
        yield f"In a {kind} marked *{mark}*, whoever has {facet} has {deed} too (K06)."
    yield "Items give roles by their sort (A06, A14, A16, A17):"
    yield _table(("sort", "roles"), [(sort, _all(roles)) for sort, roles in policy.item_sorts.items()])
    anchored = ", ".join(f"the {role} of an {kind}" for kind, role in sorted(policy.anchored))
    yield (
        "Where an item hangs on records, one of them must exist for the viewer before anything is open to"
        f" {anchored} (A13)."
    )
    yield (
        "The author of a meeting note who took no part, and shares no team with anybody who did, loses the author's"
        " way while mail and meetings are shared with teams only (A15)."
    )


def _outside(policy: Policy) -> Iterator[str]:
    yield "## Guests and visitors"
    yield "A guest is any user who is not of the source's account (T01). Whatever opens it, a guest is left:"
    yield _table(
        ("rule", "of a", "where it, or what it lies in, is marked", "is left"),
        [(mask.rule, mask.kind, mask.mark or "(always)", _all(mask.leaves)) for mask in policy.masks],
    )
    yield f"A visitor has no user and is left {_all(policy.visitor_leaves)} of what a link opens (T17)."
    yield "What lies in another source is opened by it (T02, T12):"
    yield _table(
        ("in a", "a", "is opened so"),
        [
            (parent, kind, ", ".join(f"{had} gives {got}" for had, got in gives.items()))
            for (kind, parent), gives in policy.inherited.items()
        ],
    )


def _whole_kinds(policy: Policy) -> Iterator[str]:
    yield "## Grants on a whole kind"
    yield (
        "To each source of the kind in the principal's own account. One that must be *asked for* opens what is asked"
        " for by name and feeds no directory, search or count."
    )
    yield _table(
        ("rule", "principal", "every", "opens", "while", "asked for"),
        [
            (
                row.rule,
                row.principal,
                row.kind,
                _all(row.opens),
                row.when or "always",
                "yes" if row.asked else "",
            )
            for row in policy.whole_kinds
        ],
    )


def _containers(policy: Policy) -> Iterator[str]:
    yield "## What entries of lists and buckets open"
    yield (
        "For whomever the container is open to: of the sources of the member who put the person there, and of that"
        " person alone (K14)."
    )
    yield _table(
        ("container", "through", "of the member's", "opens"),
        [(row.container, row.through, row.kind, _all(row.opens)) for row in policy.via],
    )
    told = policy.conversations
    yield (
        f"Through {told.through} of a {told.container}: {_all(told.opens)} of the book of each member who consented,"
        " for the people in it, and what the mail privacy in force adds. With teams only, for those alone who share a"
        f" team with that member, with that team's privacy ({TAKEN_PRIVATE_STRIKES})."
    )


def _withholds(policy: Policy) -> Iterator[str]:
    yield "## What always wins"
    yield (
        "Exceptions strike every path but the contributor's own (B05). A *private* one is the contributor's, for"
        " everybody or one audience; *protected* is the account's, in every book; a private *thread* binds every book;"
        " *taken private* strikes inside one bucket alone."
    )
    yield _table(
        ("sort", "rule", "strikes", "also where another person on the event is withheld"),
        [
            (sort, row.rule, _all(row.strikes), _all(row.also_when_named))
            for sort, row in policy.withholds.items()
        ],
    )


def _sentences(policy: Policy) -> Iterator[str]:
    yield "## Why"
    yield (
        "Every way has its sentence (B01). A viewer hears the ways that are open to them, merged; a contributor is"
        " named only where their relationship is disclosed to that viewer, and is *a colleague* elsewhere."
    )
    yield _table(
        ("way", "rules", "to the viewer", "to the owner", "to an administrator"),
        [
            (way, clause.rules, clause.to_viewer, clause.to_owner, clause.to_administrator)
            for way, clause in policy.clauses.items()
        ],
    )


def _all(words: Iterable[str] | Facets) -> str:
    order = dict.fromkeys(facet for kind in RULES.kinds.values() for facet in kind.footing)
    place = {facet: at for at, facet in enumerate(order)}
    return ", ".join(sorted(words, key=lambda word: (place.get(word, 0), word))) or "nothing"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(document())
