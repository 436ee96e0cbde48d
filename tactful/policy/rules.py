"""The policy, as data. Read this first: what can be opened, by whom it may be set, and what always wins over it.

Nothing is disclosed unless a row here, or a grant of a kind declared here, opens it. Order never matters. `paths.py`
and `decide.py` turn these rows into answers, `explain.py` into sentences, `document.py` into POLICY.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tactful.policy.clauses import CLAUSES, Clause
from tactful.policy.terms import NOTHING, Facets, Kind

EVERYONE = "Everyone"

# ── What can be opened ──────────────────────────────────────────────────────────────────────────────

BOOK = Kind(
    "book",
    {
        "existence": None,
        "relationship": "existence",
        "contact_info": "relationship",
        "highlights": "relationship",
        "interactions": "highlights",
        "subject": "interactions",
        "body": "subject",
    },
)
CARDS = Kind("cards", {"card": None})
LIST = Kind("list", {"view": None, "edit values": "view", "edit columns": "view", "manage": "view"})
BUCKET = Kind("bucket", {"view": None, "conversations": "view", "edit": "view", "manage": "view"})
WORKSPACE = Kind(
    "workspace",
    {
        "view": None,
        "download": "view",
        "edit": "view",
        "comment": "view",
        "sync": "view",
        "overview": "view",
        "people": "view",
    },
)
DISCUSSION = Kind("discussion", {"view": None, "comment": "view"})
PAGE = Kind("page", {"view": None, "comment": "view"})
ITEM = Kind("item", {"read": None, "edit": "read"})
PARTNERSHIP = Kind("partnership", {"overview": None, "mapping": "overview"})
ALLY = Kind("ally", {"tie": None, "knower": "tie"})
ROSTER = Kind("roster", {"known": None})
GUEST_ROSTER = Kind("roster of guests", {"known": None})

KINDS: tuple[Kind, ...] = (
    BOOK,
    CARDS,
    LIST,
    BUCKET,
    WORKSPACE,
    DISCUSSION,
    PAGE,
    ITEM,
    PARTNERSHIP,
    ALLY,
    ROSTER,
    GUEST_ROSTER,
)
#: What a member's own sources say: through a deactivated owner nothing of theirs opens (D23, K14).
CONTRIBUTED_KINDS = frozenset({"book", "cards", "ally"})
#: Facets that make their person a record for whoever is shown one of them (A39, K14).
MAKES_A_RECORD: Facets = frozenset({"existence", "card"})
#: Kinds whose facts are shown only on a record that exists for the viewer by another path (A38).
ON_A_RECORD = frozenset({"ally"})

# ── The relationship layer: five levels, and nothing between (D02) ──────────────────────────────────

TIES: Facets = frozenset({"existence", "relationship"})
DATES: Facets = frozenset({"highlights", "interactions"})
LEVELS: Mapping[str, Facets] = {
    "not sharing": NOTHING,
    "relationships": TIES,
    "relationships + contact info": TIES | {"contact_info"},
    "relationships + interactions": TIES | DATES,
    "relationships + both": TIES | DATES | {"contact_info"},
}
#: No level, default, floor or cap reaches further than this: content is decided elsewhere (D10).
SHARE_LAYER: Facets = BOOK.all - {"subject", "body"}
#: What an account that switches them on adds for Everyone, where relationships are shared with Everyone (A28).
HIGHLIGHTS: Facets = frozenset({"highlights"})

# ── The content layer: mail privacy stands on interactions (A20) ────────────────────────────────────

PRIVACY: Mapping[str, Facets] = {
    "hide": NOTHING,
    "subjects": frozenset({"subject"}),
    "bodies": frozenset({"subject", "body"}),
}
#: What counts where nothing was set, and what shows most.
HIDE, BODIES = "hide", "bodies"
#: Facets of events: struck too where another person on the event is withheld (B05).
EVENTS: Facets = frozenset({"highlights", "interactions", "subject", "body"})


@dataclass(frozen=True)
class Mode:
    """How an account's mode bears on one audience: what it masks, and whose privacy option counts (None: nobody's)."""

    masked: Facets
    privacy_of: str | None


#: (mode, "team" or "everyone"). A mode masks, it never rewrites (A19, A22, A25).
MODES: Mapping[tuple[str, str], Mode] = {
    ("everyone", "team"): Mode(NOTHING, "member"),
    ("everyone", "everyone"): Mode(NOTHING, "member"),
    ("teams only", "team"): Mode(NOTHING, "team"),
    ("teams only", "everyone"): Mode(EVENTS, None),
}

# ── Roles ───────────────────────────────────────────────────────────────────────────────────────────

ROLES: Mapping[tuple[str, str], Facets] = {
    ("book", "owner"): BOOK.all,
    ("cards", "owner"): CARDS.all,
    ("list", "owner"): LIST.all,
    ("list", "list admin"): LIST.all,
    ("list", "editor"): frozenset({"view", "edit values", "edit columns"}),
    ("list", "viewer"): frozenset({"view"}),
    ("bucket", "owner"): BUCKET.all - {"conversations"},
    ("bucket", "manager"): BUCKET.all - {"conversations"},
    ("bucket", "editor"): frozenset({"view", "edit"}),
    ("bucket", "viewer"): frozenset({"view"}),
    ("workspace", "owner"): WORKSPACE.all,
    ("workspace", "invited"): WORKSPACE.all,
    ("discussion", "owner"): DISCUSSION.all,
    ("discussion", "participant"): DISCUSSION.all,
    ("page", "by link"): PAGE.all,
    ("item", "author"): ITEM.all,
    ("item", "audience"): frozenset({"read"}),
    ("item", "took part"): frozenset({"read"}),
    ("item", "assignee"): frozenset({"read"}),
    ("partnership", "accepted"): frozenset({"overview"}),
    ("partnership", "approved"): PARTNERSHIP.all,
    ("ally", "tie"): frozenset({"tie"}),
    ("ally", "tie and name"): ALLY.all,
    ("roster", "known to"): ROSTER.all,
    ("roster of guests", "known to"): GUEST_ROSTER.all,
}
#: Owning a source of these kinds is the role "owner" on it.
OWNED = frozenset({"book", "cards", "list", "bucket", "workspace", "discussion"})
#: What each sort of item gives to whom, beside its audience (A06, A09, A14, A16, A17).
ITEM_SORTS: Mapping[str, frozenset[str]] = {
    "note": frozenset({"author", "audience"}),
    "meeting note": frozenset({"author", "audience", "took part"}),
    "file": frozenset({"author", "audience"}),
    "reminder": frozenset({"author", "audience", "assignee"}),
    "logged interaction": frozenset({"author", "audience", "took part"}),
}
#: (kind, role) whose facets stand on one of the records that the item hangs on, where it hangs on any (A13).
ANCHORED = frozenset({("item", "audience")})
#: (kind, facet): (mark, deed): where the source bears the mark, whoever has the facet has the deed too (K06).
MARKED_DEEDS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("bucket", "view"): ("conversations", "conversations")
}


@dataclass(frozen=True)
class Mask:
    """What is left of a source to all who are not members of its account (T01).

    Where `mark` is set, only of a source that bears it, or that lies in one that does.
    """

    rule: str
    kind: str
    leaves: Facets
    mark: str | None = None


MASKS: tuple[Mask, ...] = (
    Mask("T04", "list", NOTHING),
    Mask("T04", "bucket", NOTHING),
    Mask("T04", "item", NOTHING),
    Mask("T08, T09", "workspace", frozenset({"view", "download"}), mark="read only"),
    Mask("T09", "page", frozenset({"view"}), mark="read only"),
    Mask("T13", "roster of guests", NOTHING, mark="read only"),
)
#: A visitor has no user: of whatever a link opens they get this (T17).
VISITOR_LEAVES: Facets = frozenset({"view"})
#: (kind, kind of its parent): what a facet of the parent opens in the source that lies in it (T02, T12).
INHERITED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("page", "workspace"): {"view": "view", "comment": "comment"},
    ("roster", "page"): {"view": "known"},
    ("roster of guests", "page"): {"view": "known"},
}
#: Account roles, each holding what those before it hold (A01).
ROLE_ORDER: tuple[str, ...] = ("member", "admin", "enterprise admin")


@dataclass(frozen=True)
class OnKind:
    """A grant to a principal on every source of a kind in their account: the only way past single grants.

    `asked`: it opens what is asked for by name and feeds no directory, search or count. `when`: an account-wide switch.
    """

    rule: str
    principal: str
    kind: str
    opens: Facets
    when: str | None = None
    asked: bool = False


WHOLE_KINDS: tuple[OnKind, ...] = (
    OnKind("K04", "everyone", "book", frozenset({"existence"}), when="share_all"),
    OnKind("K04", "everyone", "cards", CARDS.all, when="share_all"),
    OnKind("A32", "enterprise admin", "list", frozenset({"view", "manage"}), asked=True),
    OnKind("T14", "admin", "workspace", frozenset({"view", "download", "overview", "people"}), asked=True),
    OnKind("T14", "admin", "discussion", frozenset({"view"}), asked=True),
)


@dataclass(frozen=True)
class Via:
    """What an entry of a container opens of the sources of the member who put it there (K14)."""

    container: str
    through: str
    kind: str
    opens: Facets


VIA: tuple[Via, ...] = (
    Via("list", "view", "book", frozenset({"existence"})),
    Via("list", "view", "cards", CARDS.all),
    Via("bucket", "view", "book", frozenset({"existence"})),
    Via("bucket", "view", "cards", CARDS.all),
)


@dataclass(frozen=True)
class Conversations:
    """What a container's conversations open of a consenting member's book, for the people in it (K06)."""

    container: str
    through: str
    opens: Facets


CONVERSATIONS = Conversations("bucket", "conversations", TIES | DATES)

# ── What always wins over grants ────────────────────────────────────────────────────────────────────

#: Everything a contributor's sources say.
CONTRIBUTED: Facets = BOOK.all | CARDS.all | ALLY.all
#: The rule whose paths "taken private" strikes, inside the one container (K13).
TAKEN_PRIVATE_STRIKES = "K06"


@dataclass(frozen=True)
class Withhold:
    """What an exception of one sort strikes. Only the contributor's own path is beyond it (B05)."""

    rule: str
    strikes: Facets
    also_when_named: Facets


WITHHOLDS: Mapping[str, Withhold] = {
    "private": Withhold("B05", CONTRIBUTED, EVENTS),
    "protected": Withhold("B05", CONTRIBUTED, EVENTS),
    "thread": Withhold("B05", frozenset({"subject", "body"}), NOTHING),
    "taken private": Withhold("K13", BOOK.all, NOTHING),
}


@dataclass(frozen=True)
class Policy:
    """The whole declaration as one value, so that a test can put a random one in its place."""

    kinds: Mapping[str, Kind] = field(default_factory=lambda: {kind.name: kind for kind in KINDS})
    contributed: frozenset[str] = CONTRIBUTED_KINDS
    makes_a_record: Facets = MAKES_A_RECORD
    on_a_record: frozenset[str] = ON_A_RECORD
    levels: Mapping[str, Facets] = field(default_factory=lambda: LEVELS)
    share_layer: Facets = SHARE_LAYER
    highlights: Facets = HIGHLIGHTS
    privacy: Mapping[str, Facets] = field(default_factory=lambda: PRIVACY)
    modes: Mapping[tuple[str, str], Mode] = field(default_factory=lambda: MODES)
    roles: Mapping[tuple[str, str], Facets] = field(default_factory=lambda: ROLES)
    owned: frozenset[str] = OWNED
    item_sorts: Mapping[str, frozenset[str]] = field(default_factory=lambda: ITEM_SORTS)
    anchored: frozenset[tuple[str, str]] = ANCHORED
    marked_deeds: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=lambda: MARKED_DEEDS)
    masks: tuple[Mask, ...] = MASKS
    visitor_leaves: Facets = VISITOR_LEAVES
    inherited: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=lambda: INHERITED)
    whole_kinds: tuple[OnKind, ...] = WHOLE_KINDS
    via: tuple[Via, ...] = VIA
    conversations: Conversations = CONVERSATIONS
    withholds: Mapping[str, Withhold] = field(default_factory=lambda: WITHHOLDS)
    clauses: Mapping[str, Clause] = field(default_factory=lambda: CLAUSES, repr=False)


RULES = Policy()
