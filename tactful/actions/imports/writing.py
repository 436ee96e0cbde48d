"""Storing the items of one feed, batch by batch, so that doing it again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError, connection

from tactful.accounts.wall import acting
from tactful.actions.imports.arrays import pg_array
from tactful.actions.imports.bodies import store_bodies
from tactful.actions.imports.cards import store_cards
from tactful.actions.imports.feeds import Opened, RulesChanged, note_progress, rules_of
from tactful.actions.imports.fitting import fit
from tactful.actions.imports.grouping import Node
from tactful.actions.imports.house import House
from tactful.actions.imports.interactions import (
    fresh_ids,
    fresh_interactions,
    holders,
    placed_with,
    store_keys,
)
from tactful.actions.imports.items import Card, CompanyOf, Item, Mail, Meeting, Refused
from tactful.actions.imports.parties import Part, parts_of
from tactful.actions.imports.persons import Persons
from tactful.actions.imports.signatures import signed_by, store_signatures
from tactful.actions.imports.turns import take_turn
from tactful.visibility.keeping import hold_keeping

REJECTIONS_KEPT = 500
_TRIES = 4


@dataclass
class Tally:
    """What a run read: items by kind, and what was not stored; `rejections` are the first REJECTIONS_KEPT.

    `ruled_out` were left out by the contributor's mailbox rules: nothing of them is kept but their number.
    """

    mails: int = 0
    meetings: int = 0
    cards: int = 0
    rejected: int = 0
    ruled_out: int = 0
    rejections: list[Refused] = field(default_factory=list)

    @property
    def items(self) -> int:
        """All that was read."""
        return self.mails + self.meetings + self.cards + self.rejected + self.ruled_out

    def count(self, items: Iterable[Item]) -> None:
        """Count these too."""
        for item in items:
            match item:
                case Mail():
                    self.mails += 1
                case Meeting():
                    self.meetings += 1
                case Card():
                    self.cards += 1
                case Refused():
                    self.rejected += 1
                    if len(self.rejections) < REJECTIONS_KEPT:
                        self.rejections.append(item)


@dataclass
class _Draft:
    """A copy to be stored; `interaction` is set where it replaces what the feed said of the same meeting before."""

    item: Mail | Meeting
    interaction: int | None = None


class Writer:
    """Stores the items of one run of one feed, in the order they are read."""

    def __init__(
        self, opened: Opened, company_of: CompanyOf, *, failpoint: Callable[[str], None] | None = None
    ) -> None:
        self._opened = opened
        self._persons = Persons(opened.account, opened.house, company_of)
        self._ranks: dict[bytes, tuple[int, ...]] = {}
        self._failpoint = failpoint or (lambda _where: None)
        self.tally = Tally()
        self.stored: Counter[str] = Counter(opened.stored)

    def store(self, items: Sequence[Item], *, done: int, total: int) -> None:
        """Store a batch in one transaction, and how far the reading has come, in bytes.

        Raises Stopped, Gone or RulesChanged (see `feeds`) where the feed was stopped or deleted meanwhile, or its
        contributor's mailbox rules or what the account keeps are others. A transaction that lost against another one
        is tried again.
        """
        for attempt in range(_TRIES):
            ranks = dict(self._ranks)
            try:
                with acting(self._opened.account):
                    take_turn(self._opened.account)
                    opened = self._opened
                    rules = rules_of(opened.account, opened.book, opened.feed)
                    if (rules, hold_keeping(opened.account)) != (opened.rules, opened.keeps):
                        raise RulesChanged
                    new = self._store(items)
                    self._failpoint("before progress")
                    note_progress(self._opened, self.stored + new, done=done, total=total)
                    self._failpoint("before commit")
            except DatabaseError:
                self._ranks = ranks
                self._persons.forget()
                # Within a transaction of somebody else's there is nothing to try again in.
                if attempt == _TRIES - 1 or connection.in_atomic_block:
                    raise
                connection.close_if_unusable_or_obsolete()
            else:
                self._persons.keep()
                self.stored += new
                self.tally.count(items)
                return

    def _store(self, items: Sequence[Item]) -> Counter[str]:
        drafts = self._drafts([item for item in items if isinstance(item, Mail | Meeting)])
        self._failpoint("after lookup")
        if drafts:
            self._store_copies(drafts)
        store_bodies(self._opened, [item for item in items if isinstance(item, Mail | Meeting)])
        cards = [item for item in items if isinstance(item, Card)]
        if cards:
            store_cards(self._opened, self._persons, cards)
        new = Counter(
            "mails" if isinstance(draft.item, Mail) else "meetings"
            for draft in drafts
            if draft.interaction is None
        )
        new["cards"] = len(cards)
        return new

    def _drafts(self, items: Sequence[Mail | Meeting]) -> list[_Draft]:
        """The copies to store: of a message met before in this feed, none; of a meeting, what was said last."""
        here = {
            key: by_feed[self._opened.feed]
            for key, by_feed in holders(
                self._opened.account, (key for item in items for key in item.keys)
            ).items()
            if self._opened.feed in by_feed
        }
        drafts: list[_Draft] = []
        by_key: dict[bytes, _Draft] = {}
        for item in items:
            before = next(
                (by_key.get(key) or here[key] for key in item.keys if key in by_key or key in here), None
            )
            if before is None:
                draft = _Draft(item)
                drafts.append(draft)
                by_key |= dict.fromkeys(item.keys, draft)
                self._outranks(item)
            elif isinstance(item, Meeting) and self._outranks(item):
                if isinstance(before, _Draft):
                    before.item = item
                else:
                    draft = _Draft(item, before)
                    drafts.append(draft)
                    by_key |= dict.fromkeys(item.keys, draft)
        return drafts

    def _outranks(self, item: Mail | Meeting) -> bool:
        """Whether the item says later things of a meeting than the run met before; the first time it does not."""
        if isinstance(item, Mail):
            return False
        before = self._ranks.get(item.keys[0])
        if before is None or item.rank > before:
            self._ranks[item.keys[0]] = item.rank
        return before is not None and item.rank > before

    def _store_copies(self, drafts: list[_Draft]) -> None:
        account, feed, house = self._opened.account, self._opened.feed, self._opened.house
        parts = [parts_of(draft.item, house) for draft in drafts]
        signed = signed_by(self._opened, (draft.item for draft in drafts if isinstance(draft.item, Mail)))
        persons = self._persons.ids(
            {
                *(part.address for on in parts for part in on),
                *(address for addresses in signed.values() for address in addresses),
            }
        )
        fresh = [draft for draft in drafts if draft.interaction is None]
        nodes = [
            Node(feed, interaction, frozenset(draft.item.keys))
            for draft, interaction in zip(fresh, fresh_interactions(len(fresh)), strict=True)
        ]
        home = placed_with(account, nodes)
        store_keys(account, [node._replace(interaction=home[node]) for node in nodes])
        places = {id(draft): home[node] for draft, node in zip(fresh, nodes, strict=True)}
        replaced = [draft.interaction for draft in drafts if draft.interaction is not None]
        if replaced:
            with connection.cursor() as db:
                db.execute(
                    "delete from records_copy where account_id = %s and feed_id = %s and interaction_id = any(%s)",
                    [account, feed, replaced],
                )
        interactions = [draft.interaction or places[id(draft)] for draft in drafts]
        copies = fresh_ids("records_copy_id_seq", len(drafts))
        self._failpoint("before copies")
        _insert_copies(self._opened, [draft.item for draft in drafts], parts, interactions, copies)
        self._failpoint("before parties")
        _insert_parties(self._opened, [draft.item for draft in drafts], parts, interactions, copies, persons)
        store_signatures(self._opened, signed, persons)


def _insert_copies(
    opened: Opened,
    items: Sequence[Mail | Meeting],
    parts: Sequence[list[Part]],
    interactions: Sequence[int],
    copies: Sequence[int],
) -> None:
    mails = [item if isinstance(item, Mail) else None for item in items]
    with connection.cursor() as db:
        db.execute(
            """insert into records_copy (account_id, book_id, feed_id, id, interaction_id, kind, at, all_day,
                                         subject, folder, thread, automated, internal,
                                         private_epoch)
               select %s, %s, %s, u.* from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::timestamptz[],
                   %s::date[], %s::text[], %s::text[], %s::bytea[], %s::boolean[], %s::boolean[], %s::integer[]) u""",
            [
                opened.account,
                opened.book,
                opened.feed,
                pg_array(copies),
                pg_array(interactions),
                pg_array("mail" if mail else "meeting" for mail in mails),
                pg_array(item.at for item in items),
                pg_array(item.all_day if isinstance(item, Meeting) else None for item in items),
                pg_array(fit(_called(item), 500) for item in items),
                pg_array(fit(item.folder, 200) for item in items),
                pg_array(mail.thread if mail else None for mail in mails),
                pg_array(bool(mail and mail.automated) for mail in mails),
                pg_array(all(opened.house.is_colleague(part.address) for part in on) for on in parts),
                pg_array(
                    opened.keeps.private_epoch if isinstance(item, Meeting) and item.private else None
                    for item in items
                ),
            ],
        )


def _called(item: Mail | Meeting) -> str:
    """What a mail is about or a meeting is called; of what is marked private nothing."""
    if isinstance(item, Mail):
        return item.subject
    return "" if item.private else item.title


def _insert_parties(
    opened: Opened,
    items: Sequence[Mail | Meeting],
    parts: Sequence[list[Part]],
    interactions: Sequence[int],
    copies: Sequence[int],
    persons: dict[str, int],
) -> None:
    house: House = opened.house
    rows = [
        (copy, interaction, persons[part.address], house.member_at(part.address), part, item.at)
        for item, on, interaction, copy in zip(items, parts, interactions, copies, strict=True)
        for part in on
    ]
    with connection.cursor() as db:
        db.execute(
            """insert into records_party (account_id, book_id, copy_id, interaction_id, person_id, member_id, role,
                                          name, direction, at, weight)
               select %s, %s, u.* from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[],
                   %s::text[], %s::text[], %s::timestamptz[], %s::float8[]) u""",
            [
                opened.account,
                opened.book,
                pg_array(row[0] for row in rows),
                pg_array(row[1] for row in rows),
                pg_array(row[2] for row in rows),
                pg_array(row[3] for row in rows),
                pg_array(row[4].role for row in rows),
                pg_array(fit(row[4].name, 200) for row in rows),
                pg_array(row[4].direction for row in rows),
                pg_array(row[5] for row in rows),
                pg_array(row[4].weight for row in rows),
            ],
        )
