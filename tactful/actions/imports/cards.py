"""Storing address cards: what their contributor's book calls people, and how they are reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import combinations

from django.db import connection

from tactful.actions.imports.arrays import pg_array
from tactful.actions.imports.feeds import Opened
from tactful.actions.imports.fitting import fit
from tactful.actions.imports.items import Card, Value
from tactful.actions.imports.persons import Persons, card_key
from tactful.records.sort_key import sort_key

CARD, SIGNATURE = "card", "signature"
#: A card with more addresses is a list of people, and says of no two that they are one.
ONE_PERSONS_ADDRESSES = 20


def store_cards(opened: Opened, persons: Persons, cards: Sequence[Card]) -> None:
    """Store these cards of a feed. One of several addresses speaks of as many people, each with all that it says."""
    keyed = [(card, _keys(opened, card)) for card in cards]
    ids = persons.ids(key for _, keys in keyed for key in keys)
    told = [(ids[key], key, card) for card, keys in keyed for key in keys]
    store_names(opened, [(person, card.name, card.title, card.organisation) for person, _, card in told])
    store_values(
        opened,
        [
            (person, value)
            for person, key, card in told
            for value in (*([Value("email", key)] if "@" in key else []), *card.values)
        ],
    )
    _store_joins(opened, [[ids[key] for key in keys] for _, keys in keyed])
    extra = [
        (person, fit(card.note, 20_000), fit(card.birthday, 40), fit(card.categories, 500))
        for person, _, card in told
        if card.note or card.birthday or card.categories
    ]
    if extra:
        with connection.cursor() as db:
            db.execute(
                """insert into records_cardextra (account_id, book_id, feed_id, person_id, note, birthday, categories)
                   select %s, %s, %s, u.* from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) u
                   on conflict do nothing""",
                [opened.account, opened.book, opened.feed, *map(pg_array, zip(*extra, strict=True))],
            )


def _store_joins(opened: Opened, together: Sequence[Sequence[int]]) -> None:
    """Store which people stand on one card, as evidence that they are one (D24)."""
    store_pairs(
        opened,
        CARD,
        (
            pair
            for people in together
            if len(people) <= ONE_PERSONS_ADDRESSES
            for pair in combinations(set(people), 2)
        ),
    )


def store_pairs(opened: Opened, kind: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Store two people each who are one by this kind of evidence."""
    rows = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    if rows:
        with connection.cursor() as db:
            db.execute(
                """insert into records_cardjoin (account_id, book_id, feed_id, kind, one_id, other_id)
                   select %s, %s, %s, %s, u.* from unnest(%s::bigint[], %s::bigint[]) u
                   on conflict do nothing""",
                [opened.account, opened.book, opened.feed, kind, *map(list, zip(*rows, strict=True))],
            )


def store_names(opened: Opened, told: Sequence[tuple[int, str, str, str]]) -> None:
    """Store (person, name, title, organisation) as facts of the feed; what it says already stays as it is."""
    rows = [
        (person, fit(name, 200), fit(title, 200), fit(organisation, 200))
        for person, name, title, organisation in told
    ]
    if rows:
        with connection.cursor() as db:
            db.execute(
                """insert into records_namefact (account_id, book_id, feed_id, person_id, name, sort_key, title,
                                                 organisation)
                   select %s, %s, %s, u.* from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[]) u
                   on conflict do nothing""",
                [
                    opened.account,
                    opened.book,
                    opened.feed,
                    pg_array(row[0] for row in rows),
                    pg_array(row[1] for row in rows),
                    pg_array(sort_key(row[1]) for row in rows),
                    pg_array(row[2] for row in rows),
                    pg_array(row[3] for row in rows),
                ],
            )


def store_values(opened: Opened, told: Sequence[tuple[int, Value]]) -> None:
    """Store contact values of people as facts of the feed; what it says already stays as it is."""
    rows = [(person, value.kind, fit(value.value, 500), fit(value.label, 60)) for person, value in told]
    rows = [row for row in rows if row[2]]
    if rows:
        with connection.cursor() as db:
            db.execute(
                """insert into records_contactvalue (account_id, book_id, feed_id, person_id, kind, value, label)
                   select %s, %s, %s, u.* from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) u
                   on conflict do nothing""",
                [opened.account, opened.book, opened.feed, *map(pg_array, zip(*rows, strict=True))],
            )


def _keys(opened: Opened, card: Card) -> list[str]:
    """The people that a card speaks of. Colleagues make no relationship (A37), so a card of theirs says nothing."""
    if card.addresses:
        return [key for key in dict.fromkeys(card.addresses) if not opened.house.is_ours(key)]
    says = "\x1f".join((card.name, card.title, card.organisation, *(value.value for value in card.values)))
    uid = card.uid or blake2b(says.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return [card_key(opened.book, fit(uid, 300))]
