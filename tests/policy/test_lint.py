"""The lint finds nothing in our policy, and each fault in a policy that has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tactful.policy.clauses import Clause
from tactful.policy.lint import faults
from tactful.policy.rules import BOOK, RULES, Conversations, Mask, Mode, OnKind, Policy, Via, Withhold
from tactful.policy.terms import NOTHING, Facets, Kind


def test_our_policy_has_no_fault() -> None:
    assert faults(RULES) == []


def only(*facets: str) -> Facets:
    return frozenset(facets)


def kinds(*others: Kind, **named: Kind) -> Policy:
    return replace(RULES, kinds={**RULES.kinds, **{kind.name: kind for kind in others}, **named})


def book(**footing: str | None) -> Policy:
    return kinds(Kind("book", {**BOOK.footing, **footing}))


def private(strikes: Facets, named: Facets) -> Policy:
    return replace(RULES, withholds={**RULES.withholds, "private": Withhold("B05", strikes, named)})


def row(**change: object) -> Policy:
    base = OnKind("K04", "everyone", "cards", only("card"))
    return replace(RULES, whole_kinds=(*RULES.whole_kinds, replace(base, **change)))  # type: ignore[arg-type]


STRIKES, NAMED = RULES.withholds["private"].strikes, RULES.withholds["private"].also_when_named
SAYS = RULES.clauses["D22"]
FAULTS: dict[str, Policy] = {
    'no kind is called "book": every share setting speaks of it': replace(RULES, kinds={}),
    'kind "shelf" is declared under the name "rack"': kinds(rack=Kind("shelf", {})),
    '"subject" of kind "book" stands on "mail", which is not declared before it': book(subject="mail"),
    'kind "diary" is contributed or owned, and nobody declared it': replace(
        RULES, contributed=RULES.contributed | {"diary"}
    ),
    'kind "tally" is contributed or owned, and nobody declared it': replace(
        RULES, owned=RULES.owned | {"tally"}
    ),
    'kind "list" stands on records, and is not of what members contribute': replace(
        RULES, on_a_record=only("ally", "list")
    ),
    '"view" makes a record, and no contributed kind has it': replace(
        RULES, makes_a_record=only("card", "view")
    ),
    'visitors are left "peek", which no kind has': replace(RULES, visitor_leaves=only("peek")),
    'the share layer opens "colour", which kind "book" does not have': replace(
        RULES, share_layer=RULES.share_layer | {"colour"}
    ),
    'level "all" opens "interactions" without what it stands on': replace(
        RULES, levels={**RULES.levels, "all": only("existence", "relationship", "interactions")}
    ),
    'level "all" reaches "subject", beyond the share layer': replace(
        RULES, levels={**RULES.levels, "all": RULES.levels["relationships + both"] | {"subject"}}
    ),
    'highlights reach "body", beyond the share layer': replace(RULES, highlights=only("highlights", "body")),
    'privacy "values" opens "contact_info", which is not content': replace(
        RULES, privacy={**RULES.privacy, "values": only("contact_info")}
    ),
    'mode "nobody" says nothing of an audience that is "everyone"': replace(
        RULES, modes={**RULES.modes, ("nobody", "team"): Mode(NOTHING, None)}
    ),
    'mode "everyone" masks "card", which a book does not have': replace(
        RULES, modes={**RULES.modes, ("everyone", "team"): Mode(only("card"), "member")}
    ),
    'mode "everyone" takes the privacy of "team" for an audience that is "everyone"': replace(
        RULES, modes={**RULES.modes, ("everyone", "everyone"): Mode(NOTHING, "team")}
    ),
    'mode "everyone" takes the privacy of "king" for an audience that is "team"': replace(
        RULES, modes={**RULES.modes, ("everyone", "team"): Mode(NOTHING, "king")}
    ),
    'role "viewer" on a list opens "peek", which kind "list" does not have': replace(
        RULES, roles={**RULES.roles, ("list", "viewer"): only("view", "peek")}
    ),
    'role "editor" on a list opens "edit values" without what it stands on': replace(
        RULES, roles={**RULES.roles, ("list", "editor"): only("edit values")}
    ),
    'role "viewer" on a diary speaks of kind "diary", which nobody declared': replace(
        RULES, roles={**RULES.roles, ("diary", "viewer"): only("view")}
    ),
    'kind "page" is owned, and has no role "owner"': replace(RULES, owned=RULES.owned | {"page"}),
    'a poem gives to its "muse", which is no role on items': replace(
        RULES, item_sorts={**RULES.item_sorts, "poem": only("author", "muse")}
    ),
    'role "muse" on a item stands on records, and nobody declared it': replace(
        RULES, anchored=RULES.anchored | {("item", "muse")}
    ),
    'the marked deed "sing" opens "sing", which kind "bucket" does not have': replace(
        RULES, marked_deeds={("bucket", "view"): ("song", "sing")}
    ),
    'the mask of T99 opens "comment" without what it stands on': replace(
        RULES, masks=(*RULES.masks, Mask("T99", "page", only("comment")))
    ),
    'what a page inherits of a workspace opens "peek", which kind "workspace" does not have': replace(
        RULES, inherited={("page", "workspace"): {"view": "view", "peek": "view"}}
    ),
    'what a page inherits of a workspace opens "comment" without what it stands on': replace(
        RULES, inherited={("page", "workspace"): {"view": "comment"}}
    ),
    "what a page inherits of a workspace goes round in a circle": replace(
        RULES, inherited={**RULES.inherited, ("workspace", "page"): {"view": "view"}}
    ),
    "what a page inherits of a page goes round in a circle": replace(
        RULES, inherited={("page", "page"): {"view": "view"}}
    ),
    'K04 on every cards opens "view", which kind "cards" does not have': row(opens=only("view")),
    'K04 on every cards names "king", which is no account role': row(principal="king"),
    "K04 on every cards opens what members contribute to a role (D19)": row(principal="enterprise admin"),
    'K04 on every cards waits for "full moon", which is no switch of an account': row(when="full moon"),
    'K04 on every cards waits for "mode", which is no switch of an account': row(when="mode"),
    'what entries of a list open opens "peek", which kind "list" does not have': replace(
        RULES, via=(Via("list", "peek", "cards", only("card")),)
    ),
    'what entries of a list open opens "peek", which kind "cards" does not have': replace(
        RULES, via=(Via("list", "view", "cards", only("card", "peek")),)
    ),
    "what entries of a list open is of a page, which no member contributes": replace(
        RULES, via=(Via("list", "view", "page", only("view")),)
    ),
    'conversations open through "sing", which no bucket has': replace(
        RULES, conversations=Conversations("bucket", "sing", only("existence"))
    ),
    'conversations open through "view", which no tub has': replace(
        RULES, conversations=Conversations("tub", "view", only("existence"))
    ),
    'what conversations open opens "relationship" without what it stands on': replace(
        RULES, conversations=Conversations("bucket", "view", only("relationship"))
    ),
    'conversations open "subject" past the mail privacy': replace(
        RULES, conversations=replace(RULES.conversations, opens=RULES.conversations.opens | {"subject"})
    ),
    'no withhold is of the sort "thread"': replace(
        RULES, withholds={sort: row for sort, row in RULES.withholds.items() if sort != "thread"}
    ),
    'withhold "private" strikes "view", which no contributed kind has': private(STRIKES | {"view"}, NAMED),
    'withhold "private" forgets "knower"': private(STRIKES - {"knower"}, NAMED),
    'withhold "private" forgets "body" where somebody else on the event is withheld': private(
        STRIKES, NAMED - {"body"}
    ),
    'no sentence says why "K06" shows something': replace(
        RULES, clauses={rule: clause for rule, clause in RULES.clauses.items() if rule != "K06"}
    ),
    'no sentence says why "Z01" shows something': row(rule="Z01"),
    'no sentence says why "king" shows something': replace(
        RULES, roles={**RULES.roles, ("list", "king"): only("view")}
    ),
    'a sentence is of "Z01", by which nothing is shown': replace(
        RULES, clauses={**RULES.clauses, "Z01": SAYS}
    ),
    'the sentence of "D22" has a blank "moon" that nothing fills': replace(
        RULES, clauses={**RULES.clauses, "D22": Clause("D22", "a", "b", "the {moon} and {owner}")}
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(fault: str) -> None:
    assert fault in faults(FAULTS[fault])


def test_a_facet_that_a_kind_gains_is_missed_in_each_withhold() -> None:
    assert faults(book(diet="existence")) == [
        # A new facet is content until the share layer takes it in.
        'withhold "private" forgets "diet"',
        'withhold "protected" forgets "diet"',
    ]


def test_a_policy_without_withholds_lacks_each_sort() -> None:
    assert faults(replace(RULES, withholds={})) == [
        f'no withhold is of the sort "{sort}"' for sort in ("private", "protected", "thread", "taken private")
    ]
