"""An account's settings, members and teams, read once per state of them and shared by every request."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from cachetools import LRUCache

from tactful.accounts.models import Membership, Team
from tactful.policy.paths import open_paths
from tactful.policy.rules import ITEM, RULES, Policy
from tactful.policy.terms import Id, Opened, Settings
from tactful.policy.terms import Viewer as Asking
from tactful.records.sort_key import sort_key
from tactful.sharing.models import Source
from tactful.visibility.covering import NOTHING, Covering, covered, covering_of, excepted
from tactful.visibility.evidence import evidence_about, is_anything_joined, known_of
from tactful.visibility.judgements import judgements_of
from tactful.visibility.parts import Parts
from tactful.visibility.settings import load_settings
from tactful.visibility.stamps import digest_of_all, parts_of_settings, settings_stamp

if TYPE_CHECKING:
    from tactful.visibility.crowd import Crowd
    from tactful.visibility.reach import Condition

T = TypeVar("T")

#: Members are called the same in every state of their account.
_sort_key = lru_cache(65_536)(sort_key)

_HOUSEHOLDS = 32
_VIEWERS = 256
_ANSWERS = 1024


class Household:
    """One state of an account: what stage 1 of every decision in it reads, and its answers. Not to be changed."""

    def __init__(self, account: int, before: Household | None = None) -> None:
        """Read what changed since the state `before`; the rest is of both."""
        self.account = account
        self._lock = Lock()
        earlier: Parts | None = None if before is None else before._parts
        self._parts: Parts = Parts(parts_of_settings(account), earlier)
        self.settings = load_settings(account, self._parts)
        self.members = self._parts.of("members", ("accounts_membership",), lambda: _members(account))
        self.teams = self._parts.of("teams", ("accounts_team",), lambda: _teams(account))
        self.labels = self._parts.of("labels", ("sharing_source",), lambda: _labels(account))
        #: What members said of two people; whom it is told to is known above (identity/judgements_seen.py).
        self.judgements = self._parts.of(
            "judgements", ("records_judgement", "records_ground"), lambda: judgements_of(account)
        )
        self._parts.close()
        self._places: LRUCache[Asking, Place] = LRUCache(_VIEWERS)
        #: The last place of each viewer in an earlier state, until they ask in this one.
        self._places_before: LRUCache[Asking, Place] = LRUCache(_VIEWERS)
        if before is not None:
            with before._lock:
                self._places_before.update(before._places_before)
                self._places_before.update(before._places)
        self._answers: LRUCache[object, tuple[datetime, datetime, Any]] = LRUCache(_ANSWERS)

    def covering(
        self, settings: Settings, now: datetime, policy: Policy, cards_join: bool | None = None
    ) -> Covering:
        """Return what the exceptions of these settings, the account's or supposed ones, cover at this moment.

        `cards_join`: whether cards say of any two that they are one, where that is known.
        """
        people = excepted(settings)
        if not people or not is_anything_joined(self.account, self.judgements, cards_join):
            return NOTHING

        def covers() -> Covering:
            evidence = evidence_about(self.settings, self.account, people, self.judgements)
            if not evidence:
                return NOTHING
            known = known_of(self.account, evidence)
            return covering_of(settings, evidence, known, now, policy)

        if settings is not self.settings or policy is not RULES:
            return covers()
        # Cards and ties are no settings: their state is asked for each time, and before they are read. An import would
        # else hold the account's settings for as long as it writes, and a share could not be withdrawn meanwhile.
        return self.kept(("covering", digest_of_all(self.account)), now, covers)

    def place(self, asking: Asking, now: datetime, covering: Covering = NOTHING) -> Place:
        """Return the place of a viewer at this moment: the same object for as long as stage 1 would say the same.

        `covering` is what the exceptions cover at this moment.
        """
        with self._lock:
            place = self._places.get(asking)
        if place is None or place.covering != covering or not place.since <= now < place.until:
            opened = covered(open_paths(self.settings, asking, now, RULES), covering)
            with self._lock:
                before = place or self._places_before.pop(asking, None)
            place = Place(opened, self._ground(opened), covering, *self._span(now))
            if before is not None and before.ground == place.ground:
                place.take_over(before)
            with self._lock:
                self._places[asking] = place
        return place

    def _ground(self, opened: Opened) -> tuple[object, ...]:
        """Return what the crowd of stage 1's answer is made of, records aside."""
        sources = self.settings.sources
        # Items are about nobody: that one has an audience of its own leaves everybody's crowd as it is.
        paths = tuple(p for p in opened.paths if sources[p.source].kind != ITEM.name)
        return (
            replace(opened, paths=paths),
            self.book_of,
            # Who is one to a viewer is in much that is kept with their crowd.
            self.judgements,
            [(sources[p.source], None if p.within is None else sources[p.within]) for p in paths],
        )

    def kept(self, key: object, now: datetime, make: Callable[[], T]) -> T:
        """Return what was made under this key between the same two end dates, and make it the first time."""
        with self._lock:
            since, until, answer = self._answers.get(key, (now, now, None))
        if not since <= now < until:
            answer = make()
            with self._lock:
                self._answers[key] = (*self._span(now), answer)
        return cast(T, answer)

    def _span(self, now: datetime) -> tuple[datetime, datetime]:
        """Return from when to when the answers of `now` hold: no share begins or ends in between."""
        past = [end for end in self._ends if end <= now]
        to_come = [end for end in self._ends if end > now]
        first, last = datetime.min.replace(tzinfo=now.tzinfo), datetime.max.replace(tzinfo=now.tzinfo)
        return max(past, default=first), min(to_come, default=last)

    @cached_property
    def _ends(self) -> frozenset[datetime]:
        settings = self.settings
        ends = {c.until for c in (*settings.choices.values(), *settings.privacies.values())}
        ends |= {grant.until for grant in settings.grants}
        ends |= {raised.begins for rules in settings.accounts.values() for raised in rules.raises.values()}
        return frozenset(end for end in ends if end is not None)

    @cached_property
    def member_keys(self) -> Mapping[int, tuple[str, uuid.UUID]]:
        """Where each member stands among members by name."""
        return {member: (_sort_key(row.name), row.uid) for member, row in self.members.items()}

    @cached_property
    def book_of(self) -> Mapping[Id, int]:
        """The book of each member, by member."""
        return books_by_owner(self.settings)


@dataclass(frozen=True, slots=True)
class KeptCrowd:
    """Whom stage 1's answer opens, with the sources that it was made of (as an array of SQL) and their digest."""

    crowd: Crowd
    sources: str
    digest: tuple[int, int]


class Place:
    """Stage 1's answer for one viewer, from `since` until `until`, and what was worked out from it."""

    def __init__(
        self,
        opened: Opened,
        ground: tuple[object, ...],
        covering: Covering,
        since: datetime,
        until: datetime,
    ) -> None:
        self.opened = opened
        self.ground = ground
        self.covering = covering
        self.since = since
        self.until = until
        self.crowd: KeptCrowd | None = None
        #: The sources that some path opens, as PostgreSQL writes an array, once it was written (facts.py).
        self.open_sources: str | None = None
        #: The conditions that its paths are in SQL, by facet and columns, once they were made (reach.py).
        self.conditions: dict[tuple[str | None, ...], Condition] = {}
        #: The crowd of an earlier place that is the same but for what else the settings say.
        self.crowd_before: KeptCrowd | None = None
        #: Last touchpoints under exceptions, with the state of the books that the exceptions are about.
        self.corrections: tuple[object, Mapping[int, Mapping[int, int]]] | None = None

    def take_over(self, before: Place) -> None:
        """Have what was worked out for an earlier place, of which stage 1 said the same."""
        self.crowd_before = before.crowd or before.crowd_before
        self.corrections = before.corrections


#: The last state that was asked about of each account, by account: older ones, and what hangs on them, go.
_kept: LRUCache[int, tuple[int, Household]] = LRUCache(_HOUSEHOLDS)
_lock = Lock()


def household_of(account: int, stamp: int | None = None) -> Household:
    """Return the account's settings, members and teams as this transaction sees them; `stamp` is theirs, if known."""
    if stamp is None:
        stamp = settings_stamp(account)
    with _lock:
        kept = _kept.get(account)
    if kept is not None and kept[0] == stamp:
        household = kept[1]
    else:
        household = Household(account, None if kept is None else kept[1])
        # Where statements do not share a snapshot, somebody may have changed something in between.
        if stamp and settings_stamp(account) == stamp:
            with _lock:
                _kept[account] = (stamp, household)
    return household


def _members(account: int) -> Mapping[int, Membership]:
    return {m.id: m for m in Membership.unchecked.filter(account_id=account)}


def _teams(account: int) -> Mapping[int, Team]:
    return {t.id: t for t in Team.unchecked.filter(account_id=account)}


def _labels(account: int) -> Mapping[int, str]:
    sources = Source.unchecked.filter(account_id=account).exclude(label="")
    return dict(sources.values_list("id", "label"))


def books_by_owner(settings: Settings) -> Mapping[Id, int]:
    """Return the book of each member, by member."""
    return {s.owner: int(s.id) for s in settings.sources.values() if s.kind == "book" and s.owner is not None}
