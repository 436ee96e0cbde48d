"""Erasing from a book what an address or a domain has brought: every mail, meeting and card that names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import connection

from tactful.actions.attachments import forget_files_of_gone_mail, move_files
from tactful.actions.imports.correspondence import called, counts_of
from tactful.actions.imports.deleting import drop_keys, forget_lonely, slices
from tactful.actions.imports.facts import drop_facts
from tactful.actions.imports.interactions import regroup, sweep
from tactful.records.classes import classes_of
from tactful.records.models import Feed


def erase_named(account: int, book: int, *, kind: str, what: str, feed: int | None = None) -> bool:
    """Erase a book's copies that name this address or domain, and what its feeds say of whoever has it.

    With `feed` what came with that one alone: what another source says as well stays.
    Returns whether there was anything. Within the account's turn; ties are scored again by the caller.
    """
    below = "%." + what.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = {"account": account, "what": what, "below": below}
    ruled = [row[0] for row in _rows(_HAS_ADDRESS if kind == "address" else _AT_DOMAIN, named)]
    if not ruled:
        return False
    about = _feeds_of(account, book) if feed is None else [feed]
    own: dict[str, Any] = {"account": account, "ruled": ruled, "about": about}
    copies = _rows(_COPIES, own)
    ids = [row[0] for row in copies]
    others = [row[0] for row in _rows(_ON_THEM, own | {"copies": ids})]
    cards = _cards_of(own)
    # Whom they signed as, the mails gone, is told by nobody either.
    others += [row[0] for row in _rows(_SIGNED, own | {"others": others})]
    facts = drop_facts(account, people=ruled, feeds=about)
    if not copies and not facts:
        return False
    _erase(own, copies, others)
    forget_files_of_gone_mail(account, book)
    _count_cards(account, cards)
    forget_lonely(account, sorted({*ruled, *others}))
    return True


def erase_copies(account: int, book: int, copies: list[tuple[int, int, int]]) -> None:
    """Erase some copies of a book, given as (copy, interaction, feed), and what its feeds say because of them alone.

    Within the account's turn; ties are scored again by the caller.
    """
    own: dict[str, Any] = {"account": account, "ruled": [], "about": _feeds_of(account, book)}
    others = [row[0] for row in _rows(_ON_THEM, own | {"copies": [row[0] for row in copies]})]
    _erase(own, copies, others)
    forget_files_of_gone_mail(account, book)
    forget_lonely(account, sorted(others))


def _erase(own: dict[str, Any], copies: list[tuple[int, int, int]], others: list[int]) -> None:
    """Delete copies, and what was told of these other people on them because of them alone."""
    account, ids = own["account"], [row[0] for row in copies]
    interactions = sorted({interaction for _, interaction, _ in copies})
    feeds = sorted({of for _, _, of in copies})
    keys: list[bytes] = []
    for one in feeds:
        for some in slices([interaction for _, interaction, of in copies if of == one]):
            keys += drop_keys(account, one, some)
    left = {**own, "others": others, "feeds": feeds}
    move_files(account, ids)
    with connection.cursor() as db:
        for some in slices(ids):
            db.execute(
                "delete from records_party where account_id = %s and copy_id = any(%s)", [account, some]
            )
            db.execute("delete from records_copy where account_id = %s and id = any(%s)", [account, some])
        db.execute(_UNSIGNED, left)
    _drop_untold(account, feeds, others)
    with connection.cursor() as db:
        db.execute(_UNFOUNDED, left)
    for feed, counts in counts_of(account, feeds).items():
        Feed.unchecked.filter(account_id=account, id=feed).update(**asdict(counts))
    sweep(account, interactions)
    for some in slices(interactions):
        regroup(account, some, ())
    for start in range(0, len(keys), 2_000):
        regroup(account, (), keys[start : start + 2_000])


def _drop_untold(account: int, feeds: Sequence[int], people: Sequence[int]) -> None:
    """Delete what feeds without cards called these people, and had of them, because of mails and meetings now gone.

    Whom somebody signed as is told by the signature.
    """
    without = Feed.unchecked.filter(account_id=account, id__in=feeds, cards=0).values_list("id", flat=True)
    for feed in without:
        told = called(account, feed, people)
        of: dict[str, Any] = {"account": account, "feed": feed, "people": list(people)}
        of["signed"] = [person for (person,) in _rows(_SIGNED_AS, of)]
        said = [(person, name) for person, names in told.items() for name in names]
        names = {"of": [person for person, _ in said], "names": [name for _, name in said]}
        with connection.cursor() as db:
            db.execute(_UNTOLD_NAMES, of | names)
            db.execute(_UNTOLD_VALUES, of | {"told": list(told)})


def _cards_of(own: dict[str, Any]) -> dict[int, int]:
    """Return how many cards of each feed tell of the people who are to be erased.

    What is stored of cards does not say which was which: those that stand on one card are one, and of whom a feed tells
    no more than its mails and meetings do there is none.
    """
    there = {(feed, person) for feed, person in _rows(_ON_CARDS, own)}
    pairs = [((feed, one), (feed, other)) for feed, one, other in _rows(_ON_ONE_CARD, own)]
    together = [pair for pair in pairs if there.issuperset(pair)]
    return dict(Counter(one[0][0] for one in classes_of([*zip(there, there, strict=True), *together])))


def _feeds_of(account: int, book: int) -> list[int]:
    return [row[0] for row in _rows(_FEEDS, {"account": account, "book": book})]


def _count_cards(account: int, erased: dict[int, int]) -> None:
    with connection.cursor() as db:
        for feed, count in erased.items():
            db.execute(
                "update records_feed set cards = greatest(cards - %s, 0) where account_id = %s and id = %s",
                [count, account, feed],
            )


def _rows(statement: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as db:
        db.execute(statement, values)
        rows: list[Any] = db.fetchall()
    return rows


_FEEDS = "select id from records_feed where account_id = %(account)s and book_id = %(book)s"
_HAS_ADDRESS = "select id from records_person where account_id = %(account)s and key = %(what)s"
_AT_DOMAIN = """
    select id from records_person where account_id = %(account)s and key not like 'card:%%'
    and (split_part(key, '@', 2) = %(what)s or split_part(key, '@', 2) like %(below)s)"""
_COPIES = """
    select distinct c.id, c.interaction_id, c.feed_id from records_party p
    join records_copy c on c.account_id = p.account_id and c.id = p.copy_id
    where p.account_id = %(account)s and p.person_id = any(%(ruled)s) and c.feed_id = any(%(about)s)"""
_ON_THEM = """
    select distinct person_id from records_party
    where account_id = %(account)s and copy_id = any(%(copies)s) and person_id is not null"""
_ON_CARDS = """
    select distinct s.feed_id, s.person_id from (
        select feed_id, person_id, title <> '' or organisation <> '' as plainly from records_namefact
        where account_id = %(account)s and feed_id = any(%(about)s) and person_id = any(%(ruled)s)
        union all
        select feed_id, person_id, kind <> 'email' from records_contactvalue
        where account_id = %(account)s and feed_id = any(%(about)s) and person_id = any(%(ruled)s)
        union all
        select feed_id, person_id, true from records_cardextra
        where account_id = %(account)s and feed_id = any(%(about)s) and person_id = any(%(ruled)s)) s
    join records_feed f on f.account_id = %(account)s and f.id = s.feed_id and f.cards > 0
    where s.plainly or not exists (
        select 1 from records_party p join records_copy c on c.account_id = p.account_id and c.id = p.copy_id
        where p.account_id = %(account)s and p.person_id = s.person_id and c.feed_id = s.feed_id)"""
_ON_ONE_CARD = """
    select feed_id, one_id, other_id from records_cardjoin
    where account_id = %(account)s and feed_id = any(%(about)s)
    and one_id = any(%(ruled)s) and other_id = any(%(ruled)s)"""
_SIGNED = """
    select unnest(array[one_id, other_id]) from records_cardjoin
    where account_id = %(account)s and feed_id = any(%(about)s) and kind = 'signature'
    and (one_id = any(%(ruled)s) or other_id = any(%(ruled)s) or one_id = any(%(others)s)
         or other_id = any(%(others)s))"""
#: A signature stands below a mail of one of the two.
_UNSIGNED = """
    delete from records_cardjoin j
    where j.account_id = %(account)s and j.feed_id = any(%(feeds)s) and j.kind = 'signature'
    and (j.one_id = any(%(others)s) or j.other_id = any(%(others)s))
    and not exists (select 1 from records_party p
                    join records_copy c on c.account_id = p.account_id and c.id = p.copy_id
                    where p.account_id = j.account_id and p.person_id in (j.one_id, j.other_id)
                    and p.role = 'from' and c.feed_id = j.feed_id)"""
_SIGNED_AS = """
    select distinct unnest(array[one_id, other_id]) from records_cardjoin
    where account_id = %(account)s and feed_id = %(feed)s and kind = 'signature'
    and (one_id = any(%(people)s) or other_id = any(%(people)s))"""
_UNTOLD_NAMES = """
    delete from records_namefact
    where account_id = %(account)s and feed_id = %(feed)s
    and person_id = any(%(people)s) and not person_id = any(%(signed)s::bigint[])
    and (person_id, name) not in (select * from unnest(%(of)s::bigint[], %(names)s::text[]))"""
_UNTOLD_VALUES = """
    delete from records_contactvalue
    where account_id = %(account)s and feed_id = %(feed)s
    and person_id = any(%(people)s) and not person_id = any(%(signed)s::bigint[])
    and not person_id = any(%(told)s::bigint[])"""
# A confirmation rests on what a feed calls somebody, or has of them, no longer than it does.
_UNFOUNDED = """
    delete from records_ground g using records_judgement j
    where g.account_id = %(account)s and j.account_id = g.account_id and j.id = g.judgement_id
    and ((g.feed_id = any(%(feeds)s) and j.one_id = any(%(others)s)
          and not exists (select 1 from records_namefact n where n.account_id = g.account_id
                          and n.feed_id = g.feed_id and n.person_id = j.one_id))
      or (g.other_feed_id = any(%(feeds)s) and j.other_id = any(%(others)s)
          and not exists (select 1 from records_namefact n where n.account_id = g.account_id
                          and n.feed_id = g.other_feed_id and n.person_id = j.other_id)))"""
