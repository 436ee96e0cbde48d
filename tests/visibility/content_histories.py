"""Histories of what members write: deeds through the API on one side, and the reference's world beside it.

After each deed every active member is told, in the list and one by one, exactly what the reference model says of that
world. A deed that the program refuses changes neither; that it refuses what the options offer no more is checked too.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tests.cast.clients import Api
from tests.leaks.telling import give_keys
from tests.reference.cast import BOTH, MEMBERS, NOT, NOW, VALUES, book, house
from tests.reference.model import RECORD, disclosed
from tests.reference.world import EVERYONE, Item, Private, Share, Viewer, World
from tests.visibility.from_world import load, uid_of

HOME = "acme"
TEAMS = ("deal", "lab")
PERSONS = ("kim", "lou", "max", "nia")
OPTIONS = ("everyone", "teams and users", "only you")
SORTS = {"note": "/notes", "logged interaction": "/logged-interactions", "reminder": "/reminders"}


def begun(dice: random.Random) -> World:
    """Return the cast's house with books, shares and items of every sort."""
    known = [(owner, person) for owner in MEMBERS for person in PERSONS if dice.random() < 0.5]
    shares = [
        Share(owner, audience, dice.choice((NOT, VALUES, BOTH)))
        for owner, audience in (("ada", "deal"), ("ben", "deal"), ("ben", "lab"), ("cyd", "lab"))
    ]
    shares += [Share(owner, EVERYONE, dice.choice((NOT, VALUES, BOTH))) for owner in ("dee", "ada", "abe")]
    items = [
        Item(
            f"old {number}",
            dice.choice(("note", "meeting note", "file", "reminder", "logged interaction")),
            dice.choice(MEMBERS),
            records=_some(dice, PERSONS),
            audience=_audience(dice),
            participants=_some(dice, MEMBERS),
        )
        for number in range(6)
    ]
    # Nobody takes part in what is neither of these.
    met = ("meeting note", "logged interaction")
    items = [it if it.kind in met else replace(it, participants=frozenset()) for it in items]
    return house(
        facts=[fact for owner, person in known for fact in book(owner, person)], shares=shares, items=items
    )


def _some(dice: random.Random, of: Iterable[str]) -> frozenset[str]:
    return frozenset(one for one in of if dice.random() < 0.3)


def _audience(dice: random.Random) -> frozenset[tuple[str, str]]:
    option = dice.choice(OPTIONS)
    if option == "everyone":
        return frozenset({("everyone", HOME)})
    if option == "only you":
        return frozenset()
    named = [("team", team) for team in TEAMS] + [("user", user) for user in MEMBERS]
    return frozenset(dice.sample(named, dice.choice((1, 1, 2))))


def in_json(audience: frozenset[tuple[str, str]]) -> dict[str, Any]:
    """Return an audience as the API takes it."""
    if not audience:
        return {"option": "only you"}
    if ("everyone", HOME) in audience:
        return {"option": "everyone"}
    named = {
        kind: [uid_of(kind, name).hex for k, name in sorted(audience) if k == kind]
        for kind in ("team", "user")
    }
    return {"option": "teams and users", "teams": named["team"], "members": named["user"]}


@dataclass
class History:
    """One account and the world that the reference is asked about."""

    number: int
    done: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    read: int = 0
    hidden: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(f"content {self.number}")
        self.house = load(begun(self.dice), HOME)
        self.world = self.house.world
        give_keys(self.house, MEMBERS)
        self.uids = {it.id: uid_of("item", it.id).hex for it in self.world.items}
        #: What is offered of each sort, as the program says after each change of it.
        self.offered = {sort: set(OPTIONS) for sort in SORTS}

    # ── What happens ──

    def goes_on(self) -> None:
        """Let something happen, and check what everybody is told then."""
        deeds: list[Callable[[], str]] = [
            self.writes,
            self.writes,
            self.shares_otherwise,
            self.shares_otherwise,
            self.replies,
            self.deletes,
            self.changes_who_took_part,
            self.sets_options,
            self.shares_relationships,
            self.leaves_a_team,
            self.joins_a_team,
            self.keeps_private,
            self.switches_mode,
            self.is_deactivated,
        ]
        deed = self.dice.choice(deeds)
        said = deed()
        if said:
            self.kinds[deed.__name__] += 1
            self.done.append(said)
        self.check()

    def writes(self) -> str:
        """Somebody writes an item on people whom they see."""
        author, sort = self.somebody(), self.dice.choice(list(SORTS))
        there = frozenset(self.people_of(author)) & _some(self.dice, PERSONS)
        audience = _audience(self.dice)
        took_part = _some(self.dice, self.active()) if sort == "logged interaction" else frozenset()
        assignee = self.dice.choice((None, *self.active())) if sort == "reminder" else None
        sent: dict[str, Any] = {
            "text": f"what {author} wrote {len(self.done)}",
            "people": [uid_of("person", one).hex for one in sorted(there)],
            "audience": in_json(audience),
        }
        if sort == "logged interaction":
            sent |= {"kind": "call", "members": [uid_of("user", one).hex for one in sorted(took_part)]}
        if sort == "reminder":
            sent |= {"due_at": "2027-01-05T09:00:00Z", "assignee": assignee and uid_of("user", assignee).hex}
        answer = self.api(author).post(SORTS[sort], sent)
        are_there = {name for kind, name in audience if kind == "user"} <= set(self.active())
        may = are_there and self.may_choose(author, sort, audience)
        assert (answer.status_code == 201) == may, (author, sort, sent, answer.content, self.offered)
        if answer.status_code != 201:
            return ""
        made = json.loads(answer.content)
        name = f"new {len(self.uids)}"
        self.uids[name] = made["id"] if "id" in made else made["item"]["id"]
        row = Item(name, sort, author, there, audience, took_part, assignee)  # type: ignore[arg-type]
        self.world = replace(self.world, items=(*self.world.items, row))
        return f"{author} wrote {row}"

    def shares_otherwise(self) -> str:
        """Somebody, perhaps not its author, gives an item another audience."""
        item = self.an_item()
        who, audience = self.dice.choice((item.author, self.somebody())), _audience(self.dice)
        if who not in self.active():
            return ""
        answer = self.api(who).put(
            f"/items/{self.uids[item.id]}/audience", in_json(audience) | {"confirm": True}
        )
        assert answer.status_code != 200 or item.id in self.expected(who)["edit"], (who, item)
        if answer.status_code != 200:
            return ""
        self.becomes(item, replace(item, audience=audience))
        return f"{item.id} is for {sorted(audience)} now"

    def replies(self) -> str:
        """Somebody replies to what they read."""
        who, item = self.somebody(), self.an_item()
        answer = self.api(who).post(f"/items/{self.uids[item.id]}/replies", {"text": f"as {who} says"})
        may = item.id in self.expected(who)["read"]
        assert (answer.status_code == 201) == may, (who, item, answer.content)
        if answer.status_code != 201:
            return ""
        name = f"new {len(self.uids)}"
        self.uids[name] = next(
            it["id"]
            for it in self.told(who)
            if it["text"] == f"as {who} says" and it["id"] not in self.uids.values()
        )
        self.world = replace(self.world, items=(*self.world.items, Item(name, "note", who, answers=item.id)))
        return f"{who} replied to {item.id}"

    def deletes(self) -> str:
        """Somebody, perhaps not its author, deletes an item."""
        item = self.an_item(replies=True)
        who = self.dice.choice((item.author, self.somebody()))
        if who not in self.active():
            return ""
        may = item.id in self.expected(who)["edit"]
        answer = self.api(who).delete(f"/items/{self.uids[item.id]}")
        assert (answer.status_code == 204) == may, (who, item, answer.content)
        if answer.status_code != 204:
            return ""
        # What answered it is for its author alone from then on.
        left = (replace(it, answers=None) if it.answers == item.id else it for it in self.world.items)
        self.world = replace(self.world, items=tuple(it for it in left if it.id != item.id))
        return f"{item.id} was deleted"

    def changes_who_took_part(self) -> str:
        """The author of a logged interaction names others who took part."""
        logged = [
            it
            for it in self.world.items
            if it.kind == "logged interaction" and it.author in self.active() and it.id.startswith("new")
        ]
        if not logged:
            return ""
        item, took_part = self.dice.choice(logged), _some(self.dice, self.active())
        answer = self.api(item.author).ask(
            "PATCH",
            f"/logged-interactions/{self.uids[item.id]}",
            body={"members": [uid_of("user", one).hex for one in sorted(took_part)]},
        )
        assert answer.status_code == 200, answer.content
        self.becomes(item, replace(item, participants=took_part))
        return f"{sorted(took_part)} took part in {item.id}"

    def sets_options(self) -> str:
        """The Enterprise Admin offers something else for a sort; what there is keeps its audience (A10)."""
        sort = self.dice.choice(list(SORTS))
        switches = {
            name: self.dice.random() < 0.6
            for name in ("everyone", "teams_and_users", "only_you", "own_teams")
        }
        answer = self.api("flo").put(f"/content-options/{sort.replace(' ', '-')}", switches)
        if answer.status_code != 200:
            return ""
        self.offered[sort] = {option for option in OPTIONS if switches[option.replace(" ", "_")]} | (
            {"own teams"} if switches["own_teams"] else set()
        )
        return f"{sort} may be for {sorted(self.offered[sort])}"

    def shares_relationships(self) -> str:
        """A share setting opens, or closes, people whom items hang on (A13)."""
        who, level = self.somebody(), self.dice.choice((NOT, VALUES, BOTH))
        teams = [team.id for team in self.world.teams if who in team.members]
        audience = self.dice.choice((EVERYONE, *teams))
        path = "/sharing/everyone" if audience == EVERYONE else f"/teams/{uid_of('team', audience).hex}/share"
        answer = self.api(who).put(path, {"level": level})
        assert answer.status_code in (200, 204), answer.content
        others = tuple(it for it in self.world.shares if (it.user, it.audience) != (who, audience))
        self.world = replace(self.world, shares=(*others, Share(who, audience, level)))
        return f"{who} shares {level} with {audience}"

    def leaves_a_team(self) -> str:
        """The Enterprise Admin takes somebody out of a team."""
        team = self.dice.choice([it for it in self.world.teams if it.id in TEAMS])
        there = [it for it in sorted(team.members) if it in self.active()]
        if not there:
            return ""
        who = self.dice.choice(there)
        answer = self.api("flo").delete(
            f"/teams/{uid_of('team', team.id).hex}/members/{uid_of('user', who).hex}"
        )
        assert answer.status_code == 204, answer.content
        self.of_team(team.id, team.members - {who})
        # What they chose for the team ends with it (D16).
        self.world = replace(
            self.world,
            shares=tuple(it for it in self.world.shares if (it.user, it.audience) != (who, team.id)),
        )
        return f"{who} left {team.id}"

    def joins_a_team(self) -> str:
        """The Enterprise Admin puts somebody into a team."""
        team = self.dice.choice([it for it in self.world.teams if it.id in TEAMS])
        others = [it for it in self.active() if it not in team.members]
        if not others:
            return ""
        who = self.dice.choice(others)
        path = f"/teams/{uid_of('team', team.id).hex}/members"
        answer = self.api("flo").post(path, {"member": uid_of("user", who).hex})
        assert answer.status_code in (200, 201, 204), answer.content
        self.of_team(team.id, team.members | {who})
        return f"{who} joined {team.id}"

    def keeps_private(self) -> str:
        """Somebody keeps a person private, so that it exists for fewer."""
        who = self.somebody()
        known = sorted({it.person for it in self.world.facts if it.owner == who})
        if not known:
            return ""
        whom = self.dice.choice(known)
        sent = {"kind": "person", "what": uid_of("person", whom).hex}
        if self.api(who).post("/exceptions", sent).status_code != 201:
            return ""
        self.world = replace(self.world, privates=(*self.world.privates, Private(who, ("person", whom))))
        return f"{who} keeps {whom} private"

    def switches_mode(self) -> str:
        """The Enterprise Admin shares mails and meetings with teams only, or with everyone again (A15)."""
        now = next(it for it in self.world.accounts if it.id == HOME).mode
        then: Literal["everyone", "teams only"] = "teams only" if now == "everyone" else "everyone"
        sent = {"mode": then} | ({"back": "restore"} if then == "everyone" else {})
        answer = self.api("flo").put("/mail-mode", sent)
        assert answer.status_code in (200, 204), answer.content
        accounts = tuple(replace(it, mode=then) if it.id == HOME else it for it in self.world.accounts)
        self.world = replace(self.world, accounts=accounts)
        return f"mails are shared with {then}"

    def is_deactivated(self) -> str:
        """Somebody without reminders leaves the account."""
        busy = {name for it in self.world.items if it.kind == "reminder" for name in (it.author, it.assignee)}
        leaving = [it for it in self.active() if it not in busy and it != "flo"]
        if len(self.active()) < 5 or not leaving:
            return ""
        who = self.dice.choice(leaving)
        answer = self.api("flo").post(f"/members/{uid_of('user', who).hex}/deactivate", confirm="1")
        assert answer.status_code in (200, 204), answer.content
        users = tuple(replace(it, active=False) if it.id == who else it for it in self.world.users)
        self.world = replace(self.world, users=users)
        return f"{who} was deactivated"

    # ── What is told ──

    def check(self) -> None:
        """Every active member is told exactly what the reference says."""
        for who in self.active():
            expected = self.expected(who)
            told = self.told(who)
            by_uid = {uid: name for name, uid in self.uids.items()}
            listed = {by_uid[it["id"]] for it in told}
            there = {it.id for it in self.world.items}
            assert listed <= there, (who, listed - there, self.done)
            assert listed == expected["read"] - self.under_hidden(who, expected["read"]), (who, self.done)
            for name, uid in self.dice.sample(sorted(self.uids.items()), min(4, len(self.uids))):
                answer = self.api(who).get(f"/items/{uid}")
                assert (answer.status_code == 200) == (name in expected["read"]), (who, name, self.done)
                if answer.status_code == 200:
                    authors = {it.id: it.author for it in self.world.items}
                    assert json.loads(answer.content)["mine"] == (authors[name] == who), (who, name)
            self.read += len(expected["read"])
            self.hidden += len(there - expected["read"])

    def told(self, who: str) -> list[dict[str, Any]]:
        """Return all that somebody is told in the list, replies beside what they answer."""
        page = self.api(who).read("/items", limit=100)
        assert page["next"] is None
        return [one for it in page["items"] for one in (it, *it["replies"])]

    def under_hidden(self, who: str, read: set[str]) -> set[str]:
        """One's own replies to what one does not read: they stand among one's own alone."""
        return {
            it.id
            for it in self.world.items
            if it.author == who and it.answers is not None and it.answers not in read
        }

    def expected(self, who: str) -> dict[str, set[str]]:
        """Return which items somebody may read, and edit, by the reference."""
        atoms = disclosed(self.world, Viewer(who), NOW)
        items = {it.id for it in self.world.items}
        return {
            deed: {atom[1] for atom in atoms if atom[0] == "source" and atom[1] in items and atom[2] == deed}
            for deed in ("read", "edit")
        }

    def people_of(self, who: str) -> set[str]:
        """Return the people who exist for somebody, by the reference."""
        shown = {atom[1] for atom in disclosed(self.world, Viewer(who), NOW) if atom[0] == "fact"}
        return {it.person for it in self.world.facts if it.id in shown and it.facet in RECORD}

    # ── Words ──

    def api(self, who: str) -> Api:
        """Return the API with a member's key."""
        return Api(f"tactful_full_{who}")

    def active(self) -> list[str]:
        """Return the active members."""
        return [it.id for it in self.world.users if it.account == HOME and it.active]

    def somebody(self) -> str:
        """Return an active member."""
        return self.dice.choice(self.active())

    def an_item(self, *, replies: bool = False) -> Item:
        """Return an item, of what is no reply unless that is asked for."""
        return self.dice.choice([it for it in self.world.items if replies or it.answers is None])

    def becomes(self, item: Item, now: Item) -> None:
        """Have an item be another one."""
        self.world = replace(
            self.world, items=tuple(now if it.id == item.id else it for it in self.world.items)
        )

    def of_team(self, team: str, members: frozenset[str]) -> None:
        """Have a team be of these members."""
        teams = tuple(replace(it, members=members) if it.id == team else it for it in self.world.teams)
        self.world = replace(self.world, teams=teams)

    def may_choose(self, author: str, sort: str, audience: frozenset[tuple[str, str]]) -> bool:
        """Return whether the options let somebody choose this now; a key may always share with Everyone (A12)."""
        option = in_json(audience)["option"]
        if option == "everyone":
            return True
        own = [team for team in self.world.teams if author in team.members]
        mates = {user for team in own for user in team.members} | {author}
        named = {"team": {team.id for team in own}, "user": mates}
        return option in self.offered[sort] and (
            "own teams" not in self.offered[sort] or all(name in named[kind] for kind, name in audience)
        )
