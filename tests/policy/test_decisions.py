"""Conjunctions that random worlds seldom meet, by hand: each row of a table differs from the next in one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tactful.policy.items import Item, grants_of, item_decider, source_of
from tactful.policy.paths import open_paths, principals, roles_held, share_of
from tactful.policy.rules import EVERYONE, RULES
from tactful.policy.terms import (
    AccountRules,
    Choice,
    Exception_,
    Grant,
    Id,
    Principal,
    Settings,
    Source,
    Viewer,
)
from tests.policy.house import (
    ACME,
    LATER,
    NOW,
    PAST,
    PEOPLE,
    ada_shares,
    ask,
    changed,
    deeds,
    house,
    seen,
    told,
)

KNOWN = {"existence", "relationship"}
MET = KNOWN | {"highlights", "interactions"}
BOTH = "relationships + both"
TEAMS_ONLY = replace(ACME, mode="teams only")
RECORD = {"existence", "card"}


# ── Shares ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("D01", "D16", "D22")
def test_a_share_reaches_its_audience_and_the_owner_alone() -> None:
    settings = house(**ada_shares("relationships"))
    assert {user: seen(ask(settings, user)) for user in PEOPLE} == {
        "ada": {*RULES.kinds["book"].all, "card"},
        "ben": KNOWN,
        "cyd": set(),
        "abe": set(),
        "flo": set(),
        "eve": set(),
    }
    assert seen(ask(settings, None)) == seen(ask(settings, "nobody")) == set()
    assert seen(ask(house(users=changed("ben", active=False), **ada_shares(BOTH)), "ben")) == set()
    assert seen(ask(house(users=changed("ada", active=False), **ada_shares(BOTH)), "ben")) == set()


@pytest.mark.rule("B06")
@pytest.mark.parametrize(("until", "gets"), [(None, KNOWN), (LATER, KNOWN), (NOW, set()), (PAST, set())])
def test_a_choice_ends_with_its_date_and_never_falls_to_the_default(until: Any, gets: set[str]) -> None:
    account = replace(ACME, default_for_teams=BOTH)
    assert seen(ask(house(account=account, **ada_shares("relationships", until=until)), "ben")) == gets


@pytest.mark.rule("D11", "D17", "D18")
@pytest.mark.parametrize(
    ("audience", "choice", "limits", "gets"),
    [
        ("deal", None, {}, KNOWN),
        (EVERYONE, None, {}, {*KNOWN, "contact_info"}),
        ("deal", "not sharing", {}, set()),
        ("deal", "not sharing", {"deal": ("relationships", BOTH)}, KNOWN),
        ("deal", "not sharing", {EVERYONE: ("relationships", BOTH)}, set()),
        ("deal", BOTH, {"deal": ("not sharing", "relationships + interactions")}, MET),
        ("deal", BOTH, {"deal": ("not sharing", "not sharing")}, set()),
    ],
)
def test_default_floor_and_cap(
    audience: str, choice: str | None, limits: dict[Any, tuple[str, str]], gets: set[str]
) -> None:
    account = AccountRules(
        "acme",
        default_for_teams="relationships",
        default_for_everyone="relationships + contact info",
        limits=limits,
    )
    made = {} if choice is None else {("ada", audience): Choice(choice)}
    settings = house(account=account, choices=made)
    assert share_of(settings, PEOPLE["ada"], audience, NOW) == gets


# ada's privacy: her own option, and the Enterprise Admin's for her on deal
@pytest.mark.rule("A19", "A20", "A25", "A26", "A28")
@pytest.mark.parametrize(
    ("mode", "audience", "highlights", "gets"),
    [
        ("everyone", "deal", False, MET | {"subject"}),
        ("everyone", "lab", False, set()),
        ("everyone", EVERYONE, False, MET | {"subject"}),
        ("teams only", "deal", False, MET | {"subject", "body"}),
        ("teams only", EVERYONE, False, KNOWN),
        ("teams only", EVERYONE, True, KNOWN | {"highlights"}),
        ("everyone", EVERYONE, True, MET | {"subject"}),
    ],
)
def test_modes_say_whose_privacy_counts(mode: str, audience: str, highlights: bool, gets: set[str]) -> None:
    settings = house(
        account=replace(ACME, mode=mode, highlights=highlights),
        choices={("ada", at): Choice("relationships + interactions") for at in ("deal", EVERYONE)},
        privacies={("ada", EVERYONE): Choice("subjects"), ("ada", "deal"): Choice("bodies")},
    )
    assert share_of(settings, PEOPLE["ada"], audience, NOW) == gets


@pytest.mark.rule("A20", "A28")
def test_privacy_and_highlights_open_nothing_alone() -> None:
    private = {("ada", EVERYONE): Choice("bodies", PAST)}
    ended = house(privacies=private, **ada_shares("relationships + interactions"))
    assert share_of(ended, PEOPLE["ada"], "deal", NOW) == MET
    highlights = replace(ACME, highlights=True)
    nothing = house(account=highlights, privacies={("ada", EVERYONE): Choice("bodies")})
    assert share_of(nothing, PEOPLE["ada"], EVERYONE, NOW) == frozenset()
    ties = house(
        account=highlights, choices={("ada", at): Choice("relationships") for at in ("deal", EVERYONE)}
    )
    assert share_of(ties, PEOPLE["ada"], "deal", NOW) == KNOWN
    assert share_of(ties, PEOPLE["ada"], EVERYONE, NOW) == KNOWN | {"highlights"}


def test_what_a_viewer_is() -> None:
    assert principals(None, Viewer(None, frozenset({"live"}))) == {Principal("link", "live")}
    assert principals(PEOPLE["abe"], Viewer("abe")) == {
        Principal("user", "abe"),
        Principal("everyone", "acme"),
        Principal("role", "acme", "member"),
        Principal("role", "acme", "admin"),
    }
    assert Principal("team", "lab") in principals(PEOPLE["ben"], Viewer("ben"))
    assert roles_held("enterprise admin") == ("member", "admin", "enterprise admin")
    assert roles_held("member") == ("member",)
    assert roles_held("") == ()


# ── Roles, guests, visitors ─────────────────────────────────────────────────────────────────────────

PIPE = Source("pipe", "list", "acme", "ada")
PAIL = Source("pail", "bucket", "acme", "ada", marks=frozenset({"conversations"}))
ROOM = Source("room", "workspace", "acme", "ada")
PAGE = Source("page", "page", "acme", parent="room")


def to(user: str, source: str, role: str, until: Any = None) -> Grant:
    return Grant(Principal("user", user), source, role, until)


@pytest.mark.rule("A31", "A32", "T04")
def test_roles_on_a_list() -> None:
    settings = house(
        PIPE,
        grants=(
            to("ben", "pipe", "viewer"),
            to("cyd", "pipe", "editor", PAST),
            to("abe", "pipe", "no such role"),
            to("eve", "pipe", "list admin"),
        ),
    )
    assert {user: deeds(ask(settings, user), "pipe") for user in PEOPLE} == {
        "ada": RULES.kinds["list"].all,
        "ben": {"view"},
        "cyd": set(),
        "abe": set(),
        "flo": {"view", "manage"},
        "eve": set(),
    }


@pytest.mark.rule("T02", "T05", "T07", "T08", "T09", "T17")
@pytest.mark.parametrize(
    ("marks", "user", "links", "room", "page"),
    [
        ((), "ada", (), RULES.kinds["workspace"].all, {"view", "comment"}),
        ((), "eve", (), RULES.kinds["workspace"].all, {"view", "comment"}),
        ((), "ben", (), set(), set()),
        ((), "ben", ("live",), set(), {"view", "comment"}),
        ((), "ben", ("dead",), set(), set()),
        ((), None, ("live",), set(), {"view"}),
        ((), None, (), set(), set()),
        ((), "abe", (), {"view", "download", "overview", "people"}, {"view"}),
        (("read only",), "ada", (), RULES.kinds["workspace"].all, {"view", "comment"}),
        (("read only",), "eve", (), {"view", "download"}, {"view"}),
        (("read only",), "eve", ("live",), {"view", "download"}, {"view"}),
        (("read only",), "ben", ("live",), set(), {"view", "comment"}),
    ],
)
def test_workspaces_and_their_pages(
    marks: tuple[str, ...], user: str | None, links: tuple[str, ...], room: set[str], page: set[str]
) -> None:
    settings = house(
        replace(ROOM, marks=frozenset(marks)),
        PAGE,
        grants=(
            to("eve", "room", "invited"),
            Grant(Principal("link", "live"), "page", "by link"),
            Grant(Principal("link", "dead"), "page", "by link", PAST),
        ),
    )
    decider = ask(settings, user, *links)
    assert deeds(decider, "room") == room
    assert deeds(decider, "page") == page


def test_a_link_on_what_no_visitor_may_have_opens_nothing() -> None:
    settings = house(PIPE, ROOM, grants=(Grant(Principal("link", "x"), "pipe", "viewer"),))
    assert deeds(ask(settings, None, "x"), "pipe") == set()


def test_a_page_inherits_of_what_is_declared_alone() -> None:
    odd = Source("odd", "list", "acme", parent="room")
    assert deeds(ask(house(ROOM, odd), "ada"), "odd") == set()


@pytest.mark.rule("A34")
def test_a_ceiling_cuts_with_what_stands_on_it() -> None:
    settings = house(ROOM, **ada_shares(BOTH))
    assert seen(ask(settings, "ben", ceiling={"existence", "relationship", "interactions"})) == KNOWN
    assert seen(ask(settings, "ben", ceiling=set())) == set()
    assert deeds(ask(settings, "ada", ceiling={"edit"}), "room") == set()


# ── Lists and buckets: what entries open ────────────────────────────────────────────────────────────

ENTERED = {"pail": frozenset({("kim", "ada")}), "pipe": frozenset({("kim", "ada")})}


def bucket(**more: Any) -> Settings:
    """A bucket with Ada's Kim in it, shared with Ben and Cyd; Ada consents to conversations."""
    base = {
        "grants": (to("ben", "pail", "viewer"), to("cyd", "pail", "viewer"), to("ben", "pipe", "viewer")),
        "adders": {"pail": frozenset({"ada"}), "pipe": frozenset({"ada"})},
        "consents": {"pail": frozenset({"ada"})},
    }
    return house(*more.pop("sources", (PAIL, PIPE)), **{**base, **more})


@pytest.mark.rule("K14", "A32")
def test_an_entry_opens_its_adders_card_and_no_more() -> None:
    plain = (replace(PAIL, marks=frozenset()), PIPE)
    settings = bucket(sources=plain)
    for user in ("ben", "cyd"):
        decider = ask(settings, user, entries=ENTERED)
        assert seen(decider) == RECORD
        assert seen(decider, "max") == seen(decider, "kim", "ben" if user == "cyd" else "cyd") == set()
    assert seen(ask(settings, "ben", entries={})) == set()
    other = {"pail": frozenset({("kim", "ben")}), "pipe": frozenset({("kim", "ben")})}
    assert seen(ask(settings, "cyd", entries=other)) == set()
    assert (
        seen(ask(settings, "flo", entries=ENTERED)) == set()
    )  # she opens the list by asking; it feeds nothing
    left = bucket(sources=plain, users=changed("ada", active=False))
    assert seen(ask(left, "ben", entries=ENTERED)) == set()
    assert seen(ask(settings, "eve", entries=ENTERED)) == set()


# Ada and Ben share deal; Cyd shares no team with Ada.
@pytest.mark.rule("K06", "K13")
@pytest.mark.parametrize(
    ("change", "ben", "cyd"),
    [
        ({}, MET | {"subject"}, MET | {"subject"}),
        ({"account": TEAMS_ONLY}, MET | {"subject", "body"}, set()),
        ({"consents": {}}, set(), set()),
        ({"consents": {"pail": frozenset({"ben"})}}, set(), set()),
        ({"sources": (replace(PAIL, marks=frozenset()), PIPE)}, set(), set()),
        ({"exceptions": (Exception_("acme", person="kim", within="pail"),)}, set(), set()),
        (
            {"exceptions": (Exception_("acme", person="kim", within="tub"),)},
            MET | {"subject"},
            MET | {"subject"},
        ),
        (
            {"exceptions": (Exception_("acme", person="max", within="pail"),)},
            MET | {"subject"},
            MET | {"subject"},
        ),
        ({"privacies": {}}, MET, MET),
        ({"users": changed("ada", active=False)}, None, None),
        ({"users": changed("cyd", teams=frozenset({"lab", "deal"}))}, MET | {"subject"}, MET | {"subject"}),
    ],
)
def test_conversations(change: dict[str, Any], ben: set[str] | None, cyd: set[str] | None) -> None:
    settings = bucket(
        **{"privacies": {("ada", EVERYONE): Choice("subjects"), ("ada", "deal"): Choice("bodies")}, **change}
    )
    for user, expected in (("ben", ben), ("cyd", cyd)):
        got = seen(ask(settings, user, entries=ENTERED))
        assert got == (set() if expected is None else expected | RECORD)
        assert seen(ask(settings, user, entries=ENTERED), "max") == set()
    # The person is in the bucket through somebody else; the conversations are Ada's all the same.
    by_ben = {"pail": frozenset({("kim", "ben")})}
    got = seen(ask(settings, "ben", entries=by_ben))
    assert got == (set() if ben is None else ben | ({"existence"} if ben else set()))


@pytest.mark.rule("K06")
def test_with_teams_only_each_common_team_has_its_privacy() -> None:
    both = changed("ada", teams=frozenset({"deal", "lab"}))
    settings = bucket(account=TEAMS_ONLY, users=both, privacies={("ada", "lab"): Choice("subjects")})
    paths = [p for p in ask(settings, "ben").opened.paths if p.rule == "K06"]
    assert {(p.principal.of_team, "subject" in p.facets) for p in paths} == {("deal", False), ("lab", True)}
    assert all(p.within == "pail" and not p.via_owner for p in paths)


def test_conversations_asked_for_by_role_open_nothing() -> None:
    asked = replace(RULES.whole_kinds[2], kind="bucket", opens=frozenset({"view", "conversations"}))
    policy = replace(RULES, whole_kinds=(asked,))
    decider = ask(bucket(), "flo", entries=ENTERED, policy=policy)
    assert deeds(decider, "pail") == {"view", "conversations"}
    assert seen(decider) == set()


@pytest.mark.rule("K04")
def test_share_all_opens_cards_to_members_and_no_tie() -> None:
    settings = house(account=replace(ACME, share_all=True))
    assert seen(ask(settings, "cyd")) == RECORD
    assert seen(ask(settings, "eve")) == set()
    mine = [p for p in ask(settings, "ada").opened.paths if p.source == "ada's book"]
    assert [(p.rule, p.own) for p in mine] == [("D22", True)]
    assert (
        seen(ask(house(account=replace(ACME, share_all=True), users=changed("ada", active=False)), "cyd"))
        == set()
    )
    assert seen(ask(house(), "cyd")) == set()


# ── Items ───────────────────────────────────────────────────────────────────────────────────────────


def note(sort: str = "note", **more: Any) -> Item:
    return Item("n", sort, "acme", "ada", **more)


def items_open(item: Item, user: str, *existing: str, account: AccountRules = ACME, **more: Any) -> set[str]:
    settings = house(source_of(item), account=account, grants=grants_of(item), **more)
    decider = ask(settings, user)
    return {
        deed
        for deed in ("read", "edit")
        if decider.item("n", deed, item.records, frozenset(existing)).disclosed
    }


LAB = frozenset({Principal("team", "lab")})


@pytest.mark.rule("A09", "A13", "A14", "A16", "A17", "T04")
@pytest.mark.parametrize(
    ("item", "user", "existing", "gets"),
    [
        (note(), "ada", (), {"read", "edit"}),
        (note(records=frozenset({"kim"})), "ada", (), {"read", "edit"}),
        (note(), "ben", (), set()),
        (note(audience=LAB), "ben", (), {"read"}),
        (note(audience=LAB, records=frozenset({"kim"})), "ben", (), set()),
        (note(audience=LAB, records=frozenset({"kim"})), "ben", ("max",), set()),
        (note(audience=LAB, records=frozenset({"kim", "max"})), "ben", ("max",), {"read"}),
        (note(took_part=frozenset({"ben"})), "ben", (), set()),
        (note("meeting note", took_part=frozenset({"ben"}), records=frozenset({"kim"})), "ben", (), {"read"}),
        (note("logged interaction", took_part=frozenset({"ben"})), "ben", (), {"read"}),
        (note("reminder", assignee="ben", records=frozenset({"kim"})), "ben", (), {"read"}),
        (note("file", assignee="ben"), "ben", (), set()),
        (note("file", audience=LAB), "ben", (), {"read"}),
        (note("file", audience=LAB, withheld=True), "ben", (), set()),
        (note("file", audience=LAB, withheld=True), "ada", (), {"read", "edit"}),
        (note("reminder", took_part=frozenset({"ben"})), "ben", (), set()),
        (note("no such sort", audience=LAB), "ada", (), set()),
        (note(audience=frozenset({Principal("user", "eve")})), "eve", (), set()),
        (note("meeting note", took_part=frozenset({"eve"})), "eve", (), set()),
    ],
)
def test_items(item: Item, user: str, existing: tuple[str, ...], gets: set[str]) -> None:
    assert items_open(item, user, *existing) == gets


@pytest.mark.rule("A09", "A14", "A16", "A17")
@pytest.mark.parametrize(
    ("sort", "roles"),
    [
        ("note", {"author", "audience"}),
        ("file", {"author", "audience"}),
        ("meeting note", {"author", "audience", "took part"}),
        ("logged interaction", {"author", "audience", "took part"}),
        ("reminder", {"author", "audience", "assignee"}),
    ],
)
def test_each_relation_gives_to_whom_it_names_and_to_nobody_else(sort: str, roles: set[str]) -> None:
    holders = {
        "author": Principal("user", "ada"),
        "audience": Principal("team", "lab"),
        "took part": Principal("user", "ben"),
        "assignee": Principal("user", "cyd"),
    }
    related = note(sort, audience=LAB, took_part=frozenset({"ben"}), assignee="cyd")
    assert set(grants_of(related)) == {Grant(holders[role], "n", role) for role in roles}
    # A relation that names nobody gives nothing, not even to a principal without a name.
    assert grants_of(note(sort)) == (Grant(holders["author"], "n", "author"),)


@pytest.mark.rule("A15")
@pytest.mark.parametrize(
    ("mode", "sort", "there", "gets"),
    [
        ("teams only", "meeting note", {"cyd"}, set()),
        ("teams only", "meeting note", {"cyd", "ben"}, {"read", "edit"}),
        ("teams only", "meeting note", {"cyd", "ada"}, {"read", "edit"}),
        ("teams only", "meeting note", set(), set()),
        ("teams only", "logged interaction", {"cyd"}, {"read", "edit"}),
        ("everyone", "meeting note", {"cyd"}, {"read", "edit"}),
    ],
)
def test_an_author_who_was_not_there(mode: str, sort: str, there: set[str], gets: set[str]) -> None:
    item = note(sort, took_part=frozenset(there))
    assert items_open(item, "ada", account=replace(ACME, mode=mode)) == gets
    assert items_open(item, "cyd", account=replace(ACME, mode=mode)) == (
        {"read"} if "cyd" in there else set()
    )
    # Named in the audience besides, the author reads as any other reader does.
    named = replace(item, audience=frozenset({Principal("user", "ada")}))
    assert items_open(named, "ada", account=replace(ACME, mode=mode)) == gets | {"read"}


@pytest.mark.rule("A09", "A13")
def test_a_reply_is_read_by_its_author_and_by_who_reads_what_it_answers() -> None:
    above = note(audience=LAB, records=frozenset({"kim"}))
    reply = Item("r", "note", "acme", "cyd", parent=above)
    settings = house(account=ACME)

    def open_to(user: str, *existing: str) -> set[str]:
        decider = item_decider(settings, Viewer(user), reply, NOW)
        return {deed for deed in ("read", "edit") if decider.ways(deed, frozenset(existing))}

    assert open_to("cyd") == {"read", "edit"}
    assert open_to("ada") == {"read"}
    assert open_to("ben") == set()
    assert open_to("ben", "kim") == {"read"}
    assert open_to("eve", "kim") == set()
    alone = replace(reply, parent=None)
    assert item_decider(settings, Viewer("ada"), alone, NOW).ways("read", frozenset()) == ()
    # Each way says what was decided and who decided it: of the reply first, then of what it answers.
    named = replace(reply, audience=frozenset({Principal("user", "ada")}))
    decider = item_decider(settings, Viewer("ada"), named, NOW)
    own, above_it = decider.ways("read", frozenset())
    assert decider.above is not None
    assert (own[1], above_it[1]) == (decider.decider, decider.above.decider)
    assert own[0] == own[1].item("r", "read", frozenset(), frozenset())
    assert above_it[0] == above_it[1].item("n", "read", above.records, frozenset())


def test_a_decision_says_what_it_is_of() -> None:
    item = note(audience=LAB, records=frozenset({"kim"}))
    assert source_of(item) == Source("n", "item", "acme", "ada", marks=frozenset({"note"}))
    ben = ask(house(source_of(item), grants=grants_of(item), **ada_shares("relationships")), "ben")
    for existing in (frozenset[Id](), frozenset[Id]({"kim"})):
        decided = ben.item("n", "read", item.records, existing)
        assert (decided.facet, decided.fact) == ("read", None)
    assert ben.source("n", "read").facet == "read"
    tie = told("relationship")
    assert (ben.fact(tie).facet, ben.fact(tie).fact) == ("relationship", tie)


# ── Exceptions ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("B05")
@pytest.mark.parametrize(
    ("exception", "kim", "with_max", "ada_herself"),
    [
        (Exception_("acme", "ada", person="kim"), False, False, True),
        (Exception_("acme", "ada", person="max"), True, False, True),
        (Exception_("acme", "ada", company="orca"), False, False, True),
        (Exception_("acme", "ada", company="pike"), True, False, True),
        (Exception_("acme", "ben", person="kim"), True, True, True),
        (Exception_("acme", person="kim"), False, False, True),
        (Exception_("acme", person="max"), True, False, True),
        (Exception_("bolt", person="kim"), True, True, True),
        (Exception_("acme", "ada", "deal", person="kim"), False, False, True),
        (Exception_("acme", "ada", "lab", person="kim"), False, False, True),  # Ben is on lab too
        (Exception_("acme", "ada", "board", person="kim"), True, True, True),
        (Exception_("acme", "ada", EVERYONE, person="kim"), False, False, True),
        (Exception_("bolt", "eve", EVERYONE, person="kim"), True, True, True),
    ],
)
def test_exceptions_strike_all_but_the_contributors_own(
    exception: Exception_, kim: bool, with_max: bool, ada_herself: bool
) -> None:
    settings = house(exceptions=(exception,), **ada_shares(BOTH))
    met = told(
        "interactions", names=frozenset({"kim", "max", "ada"}), name_companies=frozenset({"orca", "pike"})
    )
    tie = told("relationship")
    ben = ask(settings, "ben")
    assert ben.fact(tie).disclosed == kim
    assert ben.fact(met).disclosed == with_max
    assert ask(settings, "ada").fact(met).disclosed == ada_herself
    struck = ben.fact(met).struck_by
    assert struck == (() if with_max else (exception,))


@pytest.mark.rule("B05")
def test_a_private_thread_hides_content_in_every_book() -> None:
    settings = house(
        exceptions=(Exception_("acme", "cyd", thread="t"),),
        privacies={("ada", EVERYONE): Choice("bodies")},
        **ada_shares(BOTH),
    )
    ben = ask(settings, "ben")
    assert not ben.fact(told("subject", thread="t")).disclosed
    assert not ben.fact(told("body", thread="t")).disclosed
    assert ben.fact(told("subject", thread="u")).disclosed
    assert ben.fact(told("subject")).disclosed
    assert ben.fact(told("interactions", thread="t")).disclosed


def test_a_person_without_a_company_is_of_no_withheld_one() -> None:
    settings = house(exceptions=(Exception_("acme", "ada", company="orca"),), **ada_shares(BOTH))
    assert ask(settings, "ben").fact(told("relationship", "nia")).disclosed


def test_an_exception_for_one_audience_binds_no_visitor() -> None:
    settings = house(exceptions=(Exception_("acme", "ada", EVERYONE, person="kim"),))
    assert open_paths(settings, Viewer(None), NOW).binding == ()


# ── Who is named ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("D26")
@pytest.mark.parametrize(
    ("user", "owner", "colleague", "change", "named"),
    [
        ("ben", "ada", "cyd", {}, False),
        ("ben", "ada", "cyd", {"choices": {("cyd", "lab"): Choice("relationships")}}, True),
        ("ben", "ada", "cyd", {"choices": {("cyd", "deal"): Choice("relationships")}}, False),
        ("ben", "ada", "cyd", {"account": replace(ACME, share_all=True)}, False),
        ("ben", "ada", "ada", {}, True),
        ("ben", "ada", "ben", {}, True),
        ("ada", "ada", "cyd", {}, True),
        (None, "ada", "ada", {}, False),
    ],
)
def test_a_touchpoint_names(
    user: str | None, owner: str, colleague: str, change: dict[str, Any], named: bool
) -> None:
    fact = told("interactions", owner=owner, names=frozenset({"kim", owner, "cyd"}))
    assert ask(house(**change), user).names(fact, colleague) == named


@pytest.mark.rule("D26", "K06")
def test_conversations_in_a_bucket_name_nobody_on_other_mails() -> None:
    cyd = ask(bucket(grants=(to("cyd", "pail", "viewer"),)), "cyd", entries=ENTERED)
    assert seen(cyd) >= MET
    fact = told("interactions", owner="ben", names=frozenset({"kim", "ben", "ada"}))
    assert not cyd.names(fact, "ada")


@pytest.mark.rule("D26", "B05")
@pytest.mark.parametrize(
    ("exception", "named"),
    [
        (Exception_("acme", "cyd", person="kim"), False),
        (Exception_("acme", "cyd", company="orca"), False),
        (Exception_("acme", "cyd", person="max"), True),
        (Exception_("acme", "ada", person="kim"), True),
        (Exception_("acme", "cyd", person="kim", within="pail"), True),
        (Exception_("acme", "cyd", "deal", person="kim"), False),
        (Exception_("acme", "cyd", "board", person="kim"), True),
    ],
)
def test_no_colleague_is_named_beside_an_outsider_whom_they_withhold(
    exception: Exception_, named: bool
) -> None:
    settings = house(choices={("cyd", "lab"): Choice("relationships")}, exceptions=(exception,))
    fact = told("interactions", names=frozenset({"kim", "ada"}), name_companies=frozenset({"orca"}))
    assert ask(settings, "ben").names(fact, "cyd") == named
