"""The policy, as data. Read this first: what can be opened, by whom it may be set, and what always wins over it.

Nothing is disclosed unless a row here, or a grant of a kind declared here, opens it. Order never matters. `decide.py`
turns these rows into answers, `explain.py` into sentences, `document.py` into POLICY.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
LIST = Kind("list", {"view": None, "edit values": "view", "edit columns": "edit values", "manage": "view"})
BUCKET = Kind("bucket", {"view": None, "conversations": "view", "edit": "view", "manage": "edit"})
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

#: The words people read for facets.
LABELS: Mapping[str, str] = {
    "existence": "name, company and title",
    "relationship": "the relationship and its strength",
    "contact_info": "phone numbers and addresses",
    "highlights": "first and last dates",
    "interactions": "meetings and e-mails, when and how many",
    "subject": "subjects and titles",
    "body": "bodies",
    "card": "the card's typed values",
}

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

# ── The content layer: mail privacy stands on interactions (A20) ────────────────────────────────────

PRIVACY: Mapping[str, Facets] = {
    "hide": NOTHING,
    "subjects": frozenset({"subject"}),
    "bodies": frozenset({"subject", "body"}),
}
MAIL_AND_DATES: Facets = frozenset({"highlights", "interactions", "subject", "body"})


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
    ("teams only", "everyone"): Mode(MAIL_AND_DATES, None),
}

# ── Roles on containers ─────────────────────────────────────────────────────────────────────────────

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
    ("partnership", "approved by both"): frozenset({"overview", "mapping"}),
    ("ally", "agreed"): ALLY.all,
    ("roster", "known to"): frozenset({"known"}),
}
#: Owning a source of these kinds is a role on it.
OWNED = frozenset({"book", "cards", "list", "bucket", "workspace", "discussion"})
#: Roles that a user of another account may not hold through an audience of items (A13): none.
MARKED_DEEDS: Mapping[tuple[str, str], tuple[str, str]] = {("bucket", "view"): ("conversations", "conversations")}


@dataclass(frozen=True)
class Mask:
    """What is left of a source to users who are not of its owner's account, where the mark is set (T07-T09)."""

    kind: str
    mark: str
    leaves: Facets


MASKS: tuple[Mask, ...] = (
    Mask("workspace", "read only", frozenset({"view", "download"})),
    Mask("page", "read only", frozenset({"view"})),
)
#: A visitor has no user: of a page by link they get this (T17).
VISITOR_LEAVES: Facets = frozenset({"view"})
#: (kind, kind of its parent): what a facet of the parent opens in the source that lies in it (T02).
INHERITED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("page", "workspace"): {"view": "view", "comment": "comment"}
}


@dataclass(frozen=True)
class OnKind:
    """A grant to a principal on every source of a kind in their account: the only way past single grants.

    `asked`: it opens the thing that is asked for and feeds no directory, search or count. `when`: an account-wide switch.
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
#: Account roles, each holding what those before it hold (A01).
ROLE_ORDER: tuple[str, ...] = ("member", "admin", "enterprise admin")


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
#: Facets of events: struck too where another person on the event is withheld.
EVENTS: Facets = frozenset({"highlights", "interactions", "subject", "body"})
#: Paths within a container that "taken private" strikes there (K13).
TAKEN_PRIVATE_STRIKES = "K06"


@dataclass(frozen=True)
class Withhold:
    """What an exception of one sort strikes. Only the contributor's own path is beyond it (B05)."""

    sort: str
    strikes: Facets
    also_when_named: Facets
    sentence: str


WITHHOLDS: Mapping[str, Withhold] = {
    "private": Withhold(
        "private", CONTRIBUTED, EVENTS, "{owner} keeps this person private"
    ),
    "protected": Withhold("protected", CONTRIBUTED, EVENTS, "this person is protected for the whole account"),
    "thread": Withhold("thread", frozenset({"subject", "body"}), NOTHING, "this conversation is kept private"),
}

# ── The sentences: why something is shown, one clause per rule ──────────────────────────────────────

CLAUSES: Mapping[str, str] = {
    "D22": "it is yours",
    "D01 team": "{owner} shares {what} with {team}",
    "D01 everyone": "{owner} shares {what} with Everyone",
    "K04": "all contacts' cards are shared in this account",
    "K14": "{owner} put this contact into {container}",
    "K06": "{owner} shares conversations in {container}",
    "A32": "an Enterprise Admin can open every list",
    "T14": "an Admin can open every workspace and discussion",
    "owner": "it is yours",
    "grant": "{container} is shared with {principal}",
    "link": "you opened it with its link",
}


@dataclass(frozen=True)
class Policy:
    """The whole declaration as one value, so that a test can put a random one in its place."""

    kinds: Mapping[str, Kind] = field(
        default_factory=lambda: {
            kind.name: kind
            for kind in (
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
            )
        }
    )
    levels: Mapping[str, Facets] = field(default_factory=lambda: LEVELS)
    share_layer: Facets = SHARE_LAYER
    privacy: Mapping[str, Facets] = field(default_factory=lambda: PRIVACY)
    modes: Mapping[tuple[str, str], Mode] = field(default_factory=lambda: MODES)
    roles: Mapping[tuple[str, str], Facets] = field(default_factory=lambda: ROLES)
    owned: frozenset[str] = OWNED
    marked_deeds: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=lambda: MARKED_DEEDS)
    masks: tuple[Mask, ...] = MASKS
    visitor_leaves: Facets = VISITOR_LEAVES
    inherited: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=lambda: INHERITED)
    whole_kinds: tuple[OnKind, ...] = WHOLE_KINDS
    via: tuple[Via, ...] = VIA
    conversations: Conversations = CONVERSATIONS
    withholds: Mapping[str, Withhold] = field(default_factory=lambda: WITHHOLDS)


RULES = Policy()
