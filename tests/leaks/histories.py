"""Histories: deed after deed on a process that keeps what it can, and a viewer who asks between any two (A4).

What the viewer is told must be what a process that has just started tells, byte for byte; whoever exists in it must be
whom the kernel says exists, of the settings and facts as the tables have them at that moment.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from tactful.accounts.gate import token_hash
from tactful.accounts.models import ApiKey, Login, Membership
from tactful.accounts.wall import acting
from tactful.insight.leaders import store_all_leaders
from tactful.records.models import Person
from tactful.visibility import viewer as viewers
from tactful.visibility.facts import disclosing, exists_for, facts_about
from tactful.visibility.household import Household
from tactful.visibility.identity.joined import joined
from tactful.visibility.person import see_person
from tactful.visibility.standing import Standing
from tests.leaks import deeds
from tests.leaks.asker import Asker
from tests.leaks.asking import Answer, Ask, Names
from tests.leaks.clock import Clock
from tests.leaks.fresh import fresh
from tests.leaks.plan import Door
from tests.leaks.telling import give_keys, loaded, next_page, transcript, undone
from tests.leaks.twins import ACCOUNT, alone

#: Answers to who may not come in, or not any more.
SHUT = (301, 302, 401, 403, 404)
#: Pages that answer whoever asks: signing in, and an invitation.
FOR_ANYBODY = ("/login", "GET /invitations/")


class Stale(AssertionError):
    """Something was told that is no longer so."""


@dataclass
class Life:
    """One account in one process, from the loading of its world on."""

    number: int
    door: Door
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(f"history {self.number}")
        self.pair = alone(self.number)
        (self.viewer,) = self.pair.viewers
        self.users = [it.id for it in self.pair.one.world.users if it.account == ACCOUNT]
        self.asked_by = {user: Names(self.pair, user) for user in self.users}
        self.jobs_done: set[int] = set()
        self.clock = Clock()
        with self.clock.told(("loading", self.number)):
            self.house = loaded(self.pair.one, (self.viewer,), self.number)
            give_keys(self.house, [it for it in self.users if it != self.viewer])
            self.account = self.house.account
            # As the jobs leave it after an import: groups' answers are stored, and are to be told only while they hold.
            store_all_leaders(self.account)
            self.asker = Asker()
            self.sign_in()
        self.plan = [
            *self._opening(),
            *self.door.asking(self.pair, self.viewer, random.Random(f"plan {self.number}")),
        ]
        #: Pages that the viewer was led to before the last step.
        self.led_to: list[Ask] = []

    def sign_in(self) -> None:
        """Let the viewer begin a session, where they ask the pages."""
        if self.door.sign_in and deeds.is_active(self, self.viewer):
            self.asker = Asker(Login.objects.get(id=self.house.ids["login", self.viewer]))

    def members(self, *, governing: bool) -> list[str]:
        """Return the active members, or the Enterprise Admins among them."""
        with acting(self.account):
            rows = Membership.unchecked.filter(account_id=self.account, state=Membership.State.ACTIVE)
            if governing:
                rows = rows.filter(role="enterprise admin")
            there = set(rows.values_list("id", flat=True))
        return [it for it in self.users if self.house.ids["user", it] in there]

    def is_returning(self, user: str) -> bool:
        """Return whether somebody came back and has not said yet what is to become of their settings."""
        with acting(self.account):
            return bool(Membership.unchecked.get(id=self.house.ids["user", user]).returning)

    def names(self, user: str) -> Names:
        """Return what somebody may name."""
        return self.asked_by[user]

    def does(self, user: str, ask: Ask) -> Answer:
        """Let a member do something through the API."""
        return Asker().ask(replace(ask, headers={"authorization": f"Bearer tactful_full_{user}"}))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let the program work inside, a little later than before."""
        self.clock.passed += timedelta(seconds=2)
        with self.clock.told((self.number, self.clock.passed)):
            yield

    # ── Asking ──────────────────────────────────────────────────────────────────────────────────────

    def tells(self) -> list[Answer]:
        """Return what the viewer is told now."""
        asks = [*self.plan, *self.led_to]
        kept = self._told(asks)
        self.led_to = self._lists(asks, kept)[:2]
        return kept

    def tells_truly(self, *, is_last: bool) -> list[Answer]:
        """Return what the viewer is told now; Stale where a process that has just started says something else."""
        asks = [*self.plan, *self.led_to]
        kept = self.tells()
        with undone(), fresh(self.account):
            anew = self._told(asks)
        for one, other in zip(kept, anew, strict=False):
            if one != other:
                raise Stale(f"{self.viewer} asks {one.ask}:\nis told {one}\nbut truly {other}")
        if len(kept) != len(anew):
            raise Stale(f"{self.viewer} is led on to other pages")
        # Of what is read for this alone most is the account's settings: pages are held to it at the end.
        if is_last or not self.door.sign_in:
            self._is_decided(kept)
        if is_last and not self.door.sign_in:
            self._cursor_of_another()
        self._keys_are_as_they_are(asks, kept)
        return kept

    def _keys_are_as_they_are(self, asks: Sequence[Ask], told: Sequence[Answer]) -> None:
        """A key that ended, or was revoked, opens nothing at the next request."""
        answered = {answer.ask: answer.status for answer in told}
        with acting(self.account):
            rows = ApiKey.unchecked.filter(account_id=self.account)
            ended = set(rows.exclude(revoked_at=None).values_list("token_hash", flat=True))
            ended |= set(rows.filter(ends_at__lte=self.clock.began).values_list("token_hash", flat=True))
        gone = {bytes(it) for it in ended}
        for ask in asks:
            token = ask.headers.get("authorization", "").removeprefix("Bearer ")
            if token and token_hash(token) in gone and answered.get(str(ask)) != 401:
                raise Stale(f"{self.viewer} still is answered with a key that ended: {ask}")

    def _told(self, asks: Sequence[Ask]) -> list[Answer]:
        asker = Asker()
        asker.cookies = deepcopy(self.asker.cookies)
        with undone(), self.clock.told((self.number, "asking")):
            return transcript(asks, asker)

    def _lists(self, asks: Sequence[Ask], told: Sequence[Answer]) -> list[Ask]:
        """The next pages of the lists among these answers."""
        by_words = {str(ask): ask for ask in asks}
        found = [next_page(by_words[answer.ask], answer) for answer in told if answer.ask in by_words]
        return list({str(ask): ask for ask in found if ask is not None}.values())

    def _opening(self) -> list[Ask]:
        """What is asked in every history, whatever else is."""
        teams = self.names(self.viewer).own_teams[:1]
        if self.door.sign_in:
            return [
                Ask("GET web:people", "/people/"),
                *(Ask("GET web:team", f"/teams/{team}/") for team in teams),
            ]
        key = {"authorization": f"Bearer tactful_full_{self.viewer}"}
        low = {"authorization": f"Bearer tactful_low_{self.viewer}"}
        return [
            Ask("GET /people", "/api/v1/people", query={"limit": "100"}, headers=key),
            Ask("GET /people", "/api/v1/people", query={"limit": "1"}, headers=key),
            Ask("GET /people", "/api/v1/people", query={"sort": "strength", "limit": "2"}, headers=low),
            *(Ask("GET /teams/{team}/people", f"/api/v1/teams/{team}/people", headers=key) for team in teams),
        ]

    # ── The kernel's word ───────────────────────────────────────────────────────────────────────────

    def _is_decided(self, told: Sequence[Answer]) -> None:
        """Hold what was told to what the kernel decides, of settings and facts that are read for this alone."""
        with self.clock.told((self.number, "deciding")), acting(self.account):
            viewer = viewers.member_viewer(self.account, self.house.ids["user", self.viewer])
            if viewer is None:
                open_ = [
                    it.ask
                    for it in told
                    if it.status not in SHUT and not any(at in it.ask for at in FOR_ANYBODY)
                ]
                if open_:
                    raise Stale(f"{self.viewer} was deactivated and still is answered: {open_}")
                return
            anew = Standing(viewer, household=Household(self.account))
            kept = Standing(viewer)
            one = joined(anew)
            rows = Person.unchecked.filter(account_id=self.account, colleague=False)
            roots: dict[str, int] = {}
            owners: dict[int, set[UUID]] = defaultdict(set)
            said: dict[str, set[UUID]] = {}
            for person, uid in rows.values_list("id", "uid"):
                facts, seen = facts_about(anew, uid), see_person(kept, uid)
                if (facts is None) != (seen is None):
                    raise Stale(f"{self.viewer} and {uid}: the kernel says {facts}, told is {seen}")
                if facts is None or seen is None:
                    continue
                assert exists_for(anew, facts)
                roots[uid.hex] = one.root(person)
                owners[one.root(person)] |= {
                    anew.members[int(anew.settings.sources[book].owner or 0)].uid
                    for book in disclosing(anew, facts.of("contact_info"))
                }
                said[uid.hex] = {owner.uid for value in seen.values or () for owner in value.owners}
            for shown, whose in said.items():
                if whose != owners[roots[shown]]:
                    raise Stale(
                        f"{self.viewer} and {shown}: values of {whose}, to be told those of {owners[roots[shown]]}"
                    )
        if not self.door.sign_in and told[0].status == 200:
            page = json.loads(told[0].body)
            listed = [roots.get(item["id"]) for item in page["items"]]
            if sorted(map(str, listed)) != sorted(map(str, set(roots.values()))) or page["total"] != len(
                listed
            ):
                raise Stale(f"{self.viewer} is listed {page}, and there are {roots}")

    def _cursor_of_another(self) -> None:
        """A mark that a list gave to somebody else is none to the viewer."""
        others = [it for it in self.members(governing=False) if it != self.viewer]
        ask = self.plan[1]
        for other in others[:2]:
            with undone(), self.clock.told((self.number, "cursor")):
                mark = next_page(ask, self.does(other, ask))
                if mark is not None and self.does(self.viewer, mark).status < 400:
                    raise Stale(f"{self.viewer} goes on where {other} was")


@dataclass
class Told:
    """What histories came to."""

    histories: int = 0
    steps: int = 0
    answers: int = 0
    #: Steps after which the viewer was told something else than before.
    noticed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


def live(number: int, door: Door, steps: int, told: Told) -> None:
    """Live through the history of this number; Stale where a viewer is told what is no longer so."""
    with undone():
        life = Life(number, door)
        happened: list[str] = []
        try:
            before = life.tells()
            for left in reversed(range(steps)):
                what = deeds.step(life)
                happened.append(what)
                after = life.tells_truly(is_last=not left)
                told.steps += 1
                told.answers += len(after)
                told.noticed += [it.body for it in after[: len(before)]] != [it.body for it in before]
                told.kinds[kind_of(what)] += 1
                before = after
        except AssertionError as error:
            raise type(error)(f"history {number}: {'; '.join(happened)}\n{error}") from error
        told.histories += 1


def kind_of(what: str) -> str:
    """Return which kind of step this was."""
    words = what.split(" ")
    return words[2] + " " + "/".join(words[3].split("/")[3::2]) if words[1] == "did" else " ".join(words[-2:])
