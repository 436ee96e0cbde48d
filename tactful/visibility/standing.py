"""A viewer's standing in their account: stage 1's answer, kept for as long as one request lasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from tactful.accounts.models import Membership, Team
from tactful.policy.decide import Decider
from tactful.policy.paths import open_paths
from tactful.policy.rules import RULES, Policy
from tactful.policy.terms import Id, Opened, Settings
from tactful.records.models import Entry
from tactful.visibility.covering import Covering, covered
from tactful.visibility.household import Household, Place, books_by_owner, household_of
from tactful.visibility.showing import Showing
from tactful.visibility.viewer import Viewer

if TYPE_CHECKING:
    from tactful.visibility.addresses import PersonTold
    from tactful.visibility.crowd import Crowd


class Standing:
    """Settings, open paths and decider for one viewer at one moment. `settings` may be supposed ones (a preview).

    Of others' standings, and of supposed ones, `of` and `under` are the makers.
    """

    def __init__(
        self,
        viewer: Viewer,
        settings: Settings | None = None,
        policy: Policy = RULES,
        *,
        household: Household | None = None,
        covering: Covering | None = None,
    ) -> None:
        self.viewer = viewer
        self.policy = policy
        self.household: Household = household or household_of(viewer.account, viewer.settings_stamp)
        self.settings = self.household.settings if settings is None else settings
        is_supposed = self.settings is not self.household.settings or policy is not RULES
        if covering is None:
            covering = self.household.covering(self.settings, viewer.now, policy, viewer.cards_join)
        #: What exceptions cover beside those whom they name (D24).
        self.covering = covering
        #: What is kept from one request to the next; None for settings that are only supposed.
        self.place: Place | None = (
            None if is_supposed else self.household.place(viewer.asking, viewer.now, covering)
        )
        self.opened: Opened = (
            covered(open_paths(self.settings, viewer.asking, viewer.now, policy), covering)
            if self.place is None
            else self.place.opened
        )
        #: Whom this standing opens; `crowd_of` fills it.
        self.crowd: Crowd | None = None
        self._deciders: dict[int, Decider] = {}
        #: What was read of people for this request; `tell` fills it.
        self.told: dict[int, PersonTold] = {}
        #: Those whom a search found by a contact value alone, with the books and kinds of it; `found_by` fills it.
        self.found_in_values: dict[int, set[tuple[int, str]]] = {}
        #: What the answer shows of other people's sources (B03).
        self.showing = Showing()

    def of(self, member: int, settings: Settings | None = None) -> Standing:
        """Return a member's standing in the same state of the account, by the same settings or these parts of them.

        What exceptions cover is as it is here: parts of the settings do not tell.
        """
        viewer = self.viewer
        return Standing(
            Viewer(viewer.account, member, viewer.now),
            self.settings if settings is None else settings,
            self.policy,
            household=self.household,
            covering=self.covering,
        )

    def under(self, settings: Settings, covering: Covering | None = None) -> Standing:
        """Return the viewer's standing as it would be under these settings, covering what they would cover, or this."""
        return Standing(self.viewer, settings, self.policy, household=self.household, covering=covering)

    def decider_about(self, person: int) -> Decider:
        """Return stage 2 for this viewer, for facts about one person: with what entered that person anywhere."""
        decider = self._deciders.get(person)
        if decider is None:
            is_within = any(p.within is not None for p in self.opened.paths)
            return self._decides_about(person, self.entries_of(person) if is_within else {})
        return decider

    def know_entries(self, person: int, rows: Iterable[tuple[int, int]]) -> None:
        """Take what entered a person, as (container, via), for the decisions about them: it was read with them."""
        if person not in self._deciders:
            self._decides_about(person, self._entries([(person, *row) for row in rows]).get(person, {}))

    def _decides_about(self, person: int, entries: Mapping[Id, frozenset[tuple[Id, Id]]]) -> Decider:
        decider = self._deciders[person] = Decider(self.settings, self.opened, entries, self.policy)
        return decider

    @cached_property
    def own_book(self) -> int | None:
        """The id of the viewer's own book, or None."""
        if self.viewer.member is None:
            return None
        return self.book_of.get(self.viewer.member)

    @cached_property
    def book_of(self) -> Mapping[Id, int]:
        """The book of each member, by member."""
        return self.household.book_of if self.place is not None else books_by_owner(self.settings)

    @property
    def members(self) -> Mapping[int, Membership]:
        """Every member of the account by id, for the names of those the viewer may know."""
        return self.household.members

    @property
    def teams(self) -> Mapping[int, Team]:
        """Every team of the account by id."""
        return self.household.teams

    @property
    def labels(self) -> Mapping[int, str]:
        """What lists, buckets and other containers are called, by source."""
        return self.household.labels

    def books_open(self, facet: str) -> frozenset[int]:
        """Return the books of which some path opens `facet`, whatever record it is for."""
        return frozenset(
            int(p.source)
            for p in self.opened.paths
            if facet in p.facets and not p.asked and self.settings.sources[p.source].kind == "book"
        )

    def entries_of(self, person: int) -> dict[Id, frozenset[tuple[Id, Id]]]:
        """Return who entered a person, by container, as stage 2 asks for it."""
        return self.entries_of_all([person])[person]

    def entries_of_all(self, people: Iterable[int]) -> dict[int, dict[Id, frozenset[tuple[Id, Id]]]]:
        """Return the same for each of these people."""
        asked = list(people)
        rows = Entry.unchecked.filter(account_id=self.viewer.account, person_id__in=asked)
        entered = self._entries(rows.values_list("person_id", "source_id", "via_id"))
        return {person: entered.get(person, {}) for person in asked}

    def _entries(self, rows: Iterable[tuple[int, int, int]]) -> dict[int, dict[Id, frozenset[tuple[Id, Id]]]]:
        """Return entries, rows of (person, container, via), as stage 2 asks for them."""
        found: dict[int, dict[Id, set[tuple[Id, Id]]]] = {}
        for person, source, via in rows:
            # Of the account's sources: the settings may be narrowed to those of one member.
            by = (person, self.household.settings.sources[via].owner or 0)
            found.setdefault(person, {}).setdefault(source, set()).add(by)
        return {
            person: {source: frozenset(entries) for source, entries in entered.items()}
            for person, entered in found.items()
        }
