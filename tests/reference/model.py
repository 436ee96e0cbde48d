"""Say, from the rules alone, what a viewer gets: the plain answer that every faster one must equal.

Read it beside rules.toml, from top to bottom. `Reading` is one viewer's look at one world at one instant;
each of its sections answers one layer of the rules and maps atoms to the facet or deed that they are.
`disclosed` puts the sections together and cuts them to the viewer's ceiling. Nothing here is clever, or fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from tests.reference.world import (
    ADMINS_ON_DISCUSSIONS,
    ADMINS_ON_WORKSPACES,
    BOOK_FOOTING,
    ENTERPRISE_ADMIN_ON_LISTS,
    EVERYONE,
    READ_ONLY_GUEST,
    ROLE_OPENS,
    Atom,
    Container,
    Fact,
    Item,
    Level,
    Page,
    Privacy,
    Team,
    User,
    Viewer,
    World,
)

Facets = frozenset[str]
Atoms = dict[Atom, str]

NOTHING: Facets = frozenset()

#: What each level names (D02); `with_footing` adds what these stand on.
NAMED_BY_LEVEL: Mapping[Level, Facets] = {
    "not sharing": NOTHING,
    "relationships": frozenset({"relationship"}),
    "relationships + contact info": frozenset({"relationship", "contact_info"}),
    "relationships + interactions": frozenset({"relationship", "interactions"}),
    "relationships + both": frozenset({"relationship", "contact_info", "interactions"}),
}
NO_LIMITS: tuple[Level, Level] = ("not sharing", "relationships + both")

#: What each mail privacy option shows of mail and meetings (A20).
OPENED_BY_PRIVACY: Mapping[Privacy, Facets] = {
    "hide": NOTHING,
    "subjects": frozenset({"subject"}),
    "bodies": frozenset({"subject", "body"}),
}

HIGHLIGHTS_AND_ABOVE = frozenset({"highlights", "interactions", "subject", "body"})
CONVERSATIONS = frozenset({"existence", "relationship", "highlights", "interactions"})  # K06
CONTENT = frozenset({"subject", "body"})
#: Facts of these facets name who was on the mail or meeting (D26).
NAMING = frozenset({"interactions", "subject", "body"})
#: A fact of either of these makes its person a record that the viewer sees; K04 and K14 open both.
RECORD = frozenset({"existence", "card"})

FOOTING: Mapping[str, str | None] = {**BOOK_FOOTING, "knower": "tie"}
GROUND = {"source": ("view", "read"), "partner": ("overview",)}
ADMINS = frozenset({"admin", "enterprise admin"})  # A01: roles are hierarchical
OPENED_BY_ROLE: Mapping[tuple[str, str], Facets] = {
    ("list", "enterprise admin"): ENTERPRISE_ADMIN_ON_LISTS,  # A32
    ("workspace", "admin"): ADMINS_ON_WORKSPACES,  # T14
    ("workspace", "enterprise admin"): ADMINS_ON_WORKSPACES,
    ("discussion", "admin"): ADMINS_ON_DISCUSSIONS,
    ("discussion", "enterprise admin"): ADMINS_ON_DISCUSSIONS,
}


def disclosed(world: World, viewer: Viewer, now: datetime) -> frozenset[Atom]:
    """Return every atom of `world` that `viewer` gets at `now`; all else is hidden from them."""
    reading = Reading(world, viewer, now)
    atoms = reading.pages()
    if reading.me is not None:
        shown = [it for it in reading.facts_shown(reading.me) if under(viewer.ceiling, it.facet)]
        seen = {fact.person for fact in shown if fact.facet in RECORD}
        atoms |= {("fact", fact.id): fact.facet for fact in shown}
        atoms |= reading.names(reading.me, shown)
        atoms |= reading.containers(reading.me)
        atoms |= reading.items(reading.me, seen)
        atoms |= reading.ties(reading.me, seen)
        atoms |= reading.partnerships(reading.me)
        atoms |= reading.users_known(reading.me)
    left = {atom for atom, facet in atoms.items() if under(viewer.ceiling, facet)}
    # A deed stands on seeing the thing: the ceiling that cuts the one cuts the other.
    return frozenset(a for a in left if a[0] not in GROUND or {(*a[:2], on) for on in GROUND[a[0]]} & left)


def under(ceiling: Facets | None, facet: str) -> bool:
    """Whether a ceiling leaves this facet, and all that it stands on."""
    return ceiling is None or with_footing({facet}) <= ceiling


def with_footing(facets: Iterable[str]) -> Facets:
    """Return the facets and every facet that they stand on."""
    closed = set[str]()
    for facet in facets:
        step: str | None = facet
        while step is not None:
            closed.add(step)
            step = FOOTING.get(step)
    return frozenset(closed)


class Reading:
    """One viewer's look at one world at one instant. `me` is the user who looks, None for a visitor."""

    def __init__(self, world: World, viewer: Viewer, now: datetime) -> None:
        self.world, self.viewer, self.now = world, viewer, now
        self.accounts = {account.id: account for account in world.accounts}
        self.users = {user.id: user for user in world.users}
        self.teams = {team.id: team for team in world.teams}
        self.companies = {person.id: person.company for person in world.persons}
        user = self.users.get(viewer.user) if viewer.user is not None else None
        self.me = user if user is not None and user.active else None  # a deactivated user is a visitor

    def over(self, until: datetime | None) -> bool:
        """B06: whether an end date has passed. At the very instant of its date a share still stands."""
        return until is not None and self.now > until

    # ── D, A19-A28: a contributor's book, audience by audience ──────────────────────────────────────

    def teams_of(self, user: User) -> list[Team]:
        return [team for team in self.world.teams if user.id in team.members and team.account == user.account]

    def audiences_of(self, user: User) -> frozenset[str]:
        """The audiences that a user is in: their teams, and Everyone of their account."""
        return frozenset(team.id for team in self.teams_of(user)) | {EVERYONE}

    def audiences_in_common(self, one: User, other: User) -> frozenset[str]:
        """D01, D16: the audiences through which one may share with the other; none across accounts (T04)."""
        in_common = self.audiences_of(one) & self.audiences_of(other)
        return in_common if one.account == other.account else frozenset()

    def raised(self, what: str, audience: str, level: Level, contributor: User) -> Level:
        """D11: the level announced, once its notice is over, and at once for who came after the announcement."""
        for it in self.accounts[contributor.account].raises:
            came_after = contributor.since is not None and contributor.since > it.announced
            if (it.what, it.audience) == (what, audience) and (self.now >= it.begins or came_after):
                return it.level
        return level

    def sharing(self, contributor: User, audience: str) -> Facets:
        """What the share level comes to for this audience: choice or default, raised by floor, cut by cap."""
        account, everyone = self.accounts[contributor.account], audience == EVERYONE
        level = account.default_for_everyone if everyone else account.default_for_teams  # D11, D12
        level = self.raised("default", EVERYONE if everyone else "teams", level, contributor)
        for share in self.world.shares:
            if (share.user, share.audience) == (contributor.id, audience):
                level = "not sharing" if self.over(share.until) else share.level  # B06: never the default
        floor, cap = account.limits.get(audience, NO_LIMITS)  # D17, D18
        floor = self.raised("floor", audience, floor, contributor)
        return with_footing((NAMED_BY_LEVEL[level] | NAMED_BY_LEVEL[floor]) & NAMED_BY_LEVEL[cap])

    def mail_privacy(self, contributor: User, audience: str) -> Facets:
        """A19-A22, A26: subject and body as the mode's decider set them; unset and expired is hide."""
        row = audience if self.accounts[contributor.account].mode == "teams only" else None
        for privacy in self.world.privacies:
            if (privacy.user, privacy.audience) == (contributor.id, row) and not self.over(privacy.until):
                most = privacy.at_most if row and self.accounts[contributor.account].stricter else "bodies"
                return OPENED_BY_PRIVACY[privacy.option] & OPENED_BY_PRIVACY[most]
        return NOTHING

    def opened_to(self, contributor: User, audience: str) -> Facets:
        """The facets of a contributor's book that are open to the members of one audience."""
        if not contributor.shares:
            return NOTHING  # D23
        account, opened = self.accounts[contributor.account], self.sharing(contributor, audience)
        if account.mode == "teams only" and audience == EVERYONE:
            opened -= HIGHLIGHTS_AND_ABOVE  # A25
        if "interactions" in opened:
            opened |= self.mail_privacy(contributor, audience)  # A20: opens nothing elsewhere
        if account.highlights and audience == EVERYONE and "relationship" in opened:
            opened |= {"highlights"}  # A28
        return opened

    def opened_by_sharing(self, contributor: User, me: User) -> Facets:
        """D01: the union of what the audiences that both are in get."""
        in_common = self.audiences_in_common(contributor, me)
        return NOTHING.union(*(self.opened_to(contributor, audience) for audience in in_common))

    # ── K: cards, lists and buckets ─────────────────────────────────────────────────────────────────

    def opened_by_containers(self, contributor: User, person: str, me: User) -> Facets:
        """K06, K14: what the lists and buckets that I view open of a contributor's facts about a person."""
        opened = NOTHING
        entries = [it for it in self.world.entries if it.person == person]
        for container in self.world.containers:
            added_by = {it.via for it in entries if it.container == container.id}
            if not added_by or "view" not in self.granted(container, me):
                continue  # not by role: A32 feeds no directory
            if contributor.id in added_by:
                opened |= RECORD  # K14
            if self.converses(container, contributor, person):
                opened |= self.conversations(contributor, me)
        return opened

    def converses(self, bucket: Container, contributor: User, person: str) -> bool:
        """K06, K13: whether the bucket shows this contributor's conversations with a person in it."""
        on = bucket.kind == "bucket" and bucket.conversations
        agreed = any((it.bucket, it.user) == (bucket.id, contributor.id) for it in self.world.consents)
        taken = any((it.bucket, it.person) == (bucket.id, person) for it in self.world.taken_private)
        return on and agreed and not taken

    def conversations(self, contributor: User, me: User) -> Facets:
        """K06: what conversations come to: by the member's own privacy, or by that of teams in common."""
        if self.accounts[contributor.account].mode == "everyone":
            return CONVERSATIONS | self.mail_privacy(contributor, EVERYONE)
        in_common = self.audiences_in_common(contributor, me) - {EVERYONE}
        opened = CONVERSATIONS if in_common else NOTHING
        return opened.union(*(self.mail_privacy(contributor, team) for team in in_common))

    # ── B05: what is withheld ───────────────────────────────────────────────────────────────────────

    def withholds(self, contributor: User, person: str, audiences: frozenset[str]) -> bool:
        """Whether the contributor, or their account, withholds a person from who is in these audiences."""
        meant = {("person", person), ("company", self.companies[person])}
        if any((it.account, it.person) == (contributor.account, person) for it in self.world.protected):
            return True
        return any(
            it.user == contributor.id
            and it.what in meant
            and (it.audience is None or it.audience in audiences)
            for it in self.world.privates
        )

    def withheld(self, fact: Fact, contributor: User, me: User) -> bool:
        """B05: whether somebody else's fact is kept from me, whatever opens it."""
        outsiders, mine = fact.names & self.companies.keys(), self.audiences_of(me)
        concerned = {fact.person} | (outsiders if fact.facet in HIGHLIGHTS_AND_ABOVE else NOTHING)
        if any(self.withholds(contributor, person, mine) for person in concerned):
            return True  # a mail that names a withheld person is withheld whole
        return fact.facet in CONTENT and any(
            private.thread == fact.thread and self.users[private.user].account == contributor.account
            for private in self.world.private_threads
        )

    # ── Facts: one source each, every way to it ─────────────────────────────────────────────────────

    def facts_shown(self, me: User) -> list[Fact]:
        """The facts that I see: all of my own (D22), and of others what is opened and not withheld."""
        opened = dict[tuple[str, str], Facets]()
        shown = list[Fact]()
        for fact in self.world.facts:
            contributor = self.users[fact.owner]
            about, mine = (fact.owner, fact.person), contributor == me
            if not mine and about not in opened:
                opened[about] = self.opened(contributor, fact.person, me)
            if mine or (fact.facet in opened[about] and not self.withheld(fact, contributor, me)):
                shown.append(fact)
        return shown

    def opened(self, contributor: User, person: str, me: User) -> Facets:
        """What every way together opens to me of a contributor's book and cards about one person."""
        if contributor.account != me.account or not contributor.shares:
            return NOTHING  # T04; D23, K14
        everybody = RECORD if self.accounts[me.account].share_all else NOTHING  # K04
        by_sharing = self.opened_by_sharing(contributor, me)
        return everybody | by_sharing | self.opened_by_containers(contributor, person, me)

    def names(self, me: User, shown: list[Fact]) -> Atoms:
        """D26: the colleagues named on what I see of mails and meetings; the others read "a colleague"."""
        atoms: Atoms = {}
        for fact in shown:
            if fact.facet not in NAMING:
                continue
            for user in self.world.users:
                on_it = user.id in fact.names | {fact.owner} and user != me
                always = fact.owner in (me.id, user.id)  # D22: on mine, all; on another's, its owner
                if on_it and (always or self.may_name(user, fact, me)):
                    atoms["named", fact.id, user.id] = fact.facet
        return atoms

    def may_name(self, colleague: User, fact: Fact, me: User) -> bool:
        """D26: they share relationships with an audience I am in, and withhold no outsider on it from me."""
        outsiders, mine = fact.names & self.companies.keys(), self.audiences_of(me)
        withheld = any(self.withholds(colleague, person, mine) for person in outsiders)
        return "relationship" in self.opened_by_sharing(colleague, me) and not withheld

    # ── Roles: lists, buckets, workspaces, discussions ──────────────────────────────────────────────

    def is_one_of(self, user: User, principal: tuple[str, str]) -> bool:
        """Whether a principal stands for this user; no principal stands for a deactivated one."""
        kind, name = principal
        members = self.teams[name].members if kind == "team" and name in self.teams else NOTHING
        names = {"user": name == user.id, "everyone": name == user.account, "team": user.id in members}
        return names[kind] and user.active

    def is_guest(self, user: User, container: Container) -> bool:
        """T01: a guest is any user who is not of the owner's account."""
        return user.account != self.users[container.owner].account

    def is_read_only_guest(self, user: User, container: Container) -> bool:
        """T07: read-only limits the guests of the owner's account and never its members."""
        return container.kind == "workspace" and container.read_only and self.is_guest(user, container)

    def shared_with(self, user: User, container: Container) -> Facets:
        """What a container's sharing gives a user: as owner, or by grants (A31, K02, T02, T18, B06)."""
        if container.kind in ("list", "bucket") and self.is_guest(user, container):
            return NOTHING  # T04
        roles = {"owner"} if user.id == container.owner and user.active else set[str]()
        for grant in self.world.grants:
            stands = grant.container == container.id and not self.over(grant.until)
            if stands and self.is_one_of(user, grant.principal):
                roles.add(grant.role)
        return NOTHING.union(*(ROLE_OPENS.get((container.kind, role), NOTHING) for role in roles))

    def granted(self, container: Container, me: User) -> Facets:
        """What I may do with a container through its sharing, as far as read-only leaves it (T07-T09)."""
        shared = self.shared_with(me, container)
        return shared & READ_ONLY_GUEST if self.is_read_only_guest(me, container) else shared

    def by_role(self, container: Container, me: User) -> Facets:
        """A32, T14: what a role opens of every container of a kind, in one's own account."""
        opened = OPENED_BY_ROLE.get((container.kind, me.role), NOTHING)
        return NOTHING if self.is_guest(me, container) else opened

    def containers(self, me: User) -> Atoms:
        """The facets and deeds open to me of lists, buckets, workspaces and discussions."""
        atoms: Atoms = {}
        for container in self.world.containers:
            opened = self.granted(container, me) | self.by_role(container, me)
            if container.kind == "bucket" and container.conversations and "view" in opened:
                opened |= {"conversations"}  # K06
            atoms |= {("source", container.id, facet): facet for facet in opened}
        return atoms

    # ── T: pages, and who knows of whom ─────────────────────────────────────────────────────────────

    def pages(self) -> Atoms:
        """The pages open to the viewer, a visitor included."""
        return {("source", it.id, facet): facet for it in self.world.pages for facet in self.page_opened(it)}

    def workspace_of(self, page: Page) -> Container:
        return next(it for it in self.world.containers if it.id == page.workspace)

    def page_opened(self, page: Page) -> Facets:
        """T02, T05, T17: through its workspace or a link; a read-only guest views alone (T08, T09)."""
        me, workspace = self.me, self.workspace_of(page)
        held = {it.page for it in self.world.links if it.id in self.viewer.links and not self.over(it.until)}
        by_link = frozenset({"view", "comment"}) if page.id in held else NOTHING
        if me is None:
            return by_link & {"view"}
        opened = by_link | self.granted(workspace, me) | self.by_role(workspace, me)
        return opened & ({"view"} if self.is_read_only_guest(me, workspace) else {"view", "comment"})

    def users_known(self, me: User) -> Atoms:
        """T12: the other users of whom I may know; of deactivated ones, those of my account alone."""
        atoms: Atoms = {}
        for other in self.world.users:
            met = other.active and (self.meets(other, me) or self.commented_for(other, me))
            if other != me and (other.account == me.account or met):
                atoms["user", other.id] = "known"
        return atoms

    def meets(self, other: User, me: User) -> bool:
        """T12: they share a workspace or discussion with me, or with another active member of my account."""
        for container in self.world.containers:
            if container.kind not in ("workspace", "discussion") or self.no_reason(container, other, me):
                continue
            sharers = [user for user in self.world.users if self.shared_with(user, container)]
            if other in sharers and any(user.account == me.account for user in sharers):
                return True
        return False

    def commented_for(self, other: User, me: User) -> bool:
        """T12: they commented on a page that I can open."""
        return any(
            other.id in page.commenters
            and "view" in self.page_opened(page)
            and not self.no_reason(self.workspace_of(page), other, me)
            for page in self.world.pages
        )

    def no_reason(self, container: Container, other: User, me: User) -> bool:
        """T13: between two guests a read-only workspace is no reason to know of each other."""
        return self.is_read_only_guest(other, container) and self.is_read_only_guest(me, container)

    # ── A06-A18: notes, files, reminders, logged interactions ───────────────────────────────────────

    def items(self, me: User, seen: set[str]) -> Atoms:
        """The items that I read, and those of their records on which I see them (A13). A reply inherits."""
        atoms: Atoms = {}
        for item in self.world.items:
            opened = self.item_opened(item, me, seen)
            atoms |= {("source", item.id, deed): deed for deed in opened}
            atoms |= {("on", item.id, person): "read" for person in item.records & seen if "read" in opened}
        return atoms

    def item_opened(self, item: Item, me: User, seen: set[str]) -> Facets:
        if me.account != self.users[item.author].account:
            return NOTHING  # T04: whoever is named, an item is never a guest's
        if me.id == item.author and not self.lost_by_author(item, me):
            return frozenset({"read", "edit"})  # A09
        met = item.kind in ("meeting note", "logged interaction")
        took_part = met and me.id in item.participants  # A14, A16
        assigned = item.kind == "reminder" and me.id == item.assignee  # A17
        on_a_record = not item.records or bool(item.records & seen)  # A13
        to_me = on_a_record and any(self.is_one_of(me, principal) for principal in item.audience)  # A06
        to_me |= any(self.item_opened(it, me, seen) for it in self.world.items if it.id == item.answers)
        return frozenset({"read"}) if took_part or assigned or to_me else NOTHING

    def lost_by_author(self, item: Item, author: User) -> bool:
        """A15: in Teams only, an author who took no part and shares no team with any participant."""
        if item.kind != "meeting note" or self.accounts[author.account].mode != "teams only":
            return False
        met = any(team.members & item.participants for team in self.teams_of(author))
        return author.id not in item.participants and not met

    # ── A38: alliances ──────────────────────────────────────────────────────────────────────────────

    def ties(self, me: User, seen: set[str]) -> Atoms:
        """What allies tell about persons whom I see already: that they know them, and perhaps who does."""
        atoms: Atoms = {}
        shares = {(it.alliance, it.user): it for it in self.world.ally_shares if not self.over(it.until)}
        for alliance in self.world.alliances:
            agreed = alliance.agreed_by >= {alliance.giver, alliance.receiver}
            if not agreed or alliance.receiver != me.account:
                continue
            for fact in self.world.facts:
                share, giver = shares.get((alliance.id, fact.owner)), self.users[fact.owner]
                if share is None or giver.account != alliance.giver or not giver.shares:  # D23
                    continue
                if fact.facet != "relationship" or fact.person not in seen:
                    continue
                if self.withholds(giver, fact.person, audiences=frozenset()):
                    continue  # B05: from everybody; one audience's exception is none towards allies
                atoms["tie", alliance.id, fact.person] = "tie"
                if share.knower:
                    atoms["knower", alliance.id, giver.id, fact.person] = "knower"
        return atoms

    # ── S: partnerships ─────────────────────────────────────────────────────────────────────────────

    def partnerships(self, me: User) -> Atoms:
        """S10-S12, S15, S16, S22: the Admins of both sides, once accepted, until ended."""
        atoms: Atoms = {}
        for partnership in self.world.partnerships:
            open_to_me = me.account in partnership.accounts and me.role in ADMINS
            if open_to_me and partnership.accepted and not partnership.ended:
                atoms["partner", partnership.id, "overview"] = "overview"
                if partnership.approved_by >= set(partnership.accounts):
                    atoms["partner", partnership.id, "mapping"] = "mapping"
        return atoms
