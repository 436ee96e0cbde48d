"""On what a member's confirmation that two records are one would rest: the feeds that say it to that member (D24)."""

from __future__ import annotations

from tactful.records.models import CardJoin, ContactValue, NameFact
from tactful.records.sort_key import sort_key
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.identity.likeness import NAME, PHONE, Books, Likeness, alike, names_of, phones_of
from tactful.visibility.judgements import Pair
from tactful.visibility.standing import Standing

#: How many feeds of either side a confirmation rests on, of each likeness.
_FEEDS = 20


def grounds_of(standing: Standing, pair: Pair) -> set[tuple[int, int]]:
    """Return the feeds by which two records look like one to the viewer: one that speaks of each, perhaps the same."""
    account = standing.viewer.account
    one, other = pair
    names = names_of(standing, one) & names_of(standing, other)
    phones = phones_of(standing, one) & phones_of(standing, other)
    found: set[tuple[int, int]] = set()
    root = joined(standing).root

    def record(person: int) -> int:
        """These two are two, also where they are one already; whoever is one with either goes with them."""
        if person in pair:
            return person
        return next((end for end in pair if root(end) == root(person)), root(person))

    for said in alike(standing, names, phones, record=record).get(pair, ()):
        of_one = _feeds_saying(standing, one, said, said.of_one)[:_FEEDS]
        of_other = _feeds_saying(standing, other, said, said.of_other)[:_FEEDS]
        found |= {(feed, other_feed) for feed in of_one for other_feed in of_other}
    opened = crowd_of(standing).open("contact_info")
    joins = CardJoin.unchecked.filter(
        account_id=account, one_id=one, other_id=other, book_id__in=list(opened)
    ).values_list("book_id", "feed_id")
    found |= {(feed, feed) for book, feed in joins if one in opened[book] and other in opened[book]}
    return found


def _feeds_saying(standing: Standing, person: int, said: Likeness, books: Books) -> list[int]:
    """Return the feeds of these books that say it of a person.

    Of a name and an employer those that say both; where one says the one and another the other, those of the employer,
    without which the name says nothing.
    """
    of = {"account_id": standing.viewer.account, "person_id": person, "book_id__in": sorted(books)}
    if said.kind == PHONE:
        values = ContactValue.unchecked.filter(**of, kind="phone", value=said.text)
        return sorted(set(values.values_list("feed_id", flat=True)))
    rows = list(NameFact.unchecked.filter(**of).values_list("feed_id", "sort_key", "organisation"))
    naming = {feed for feed, key, _ in rows if key == said.text}
    if said.kind == NAME:
        return sorted(naming)
    employing = {feed for feed, _, at in rows if sort_key(at) == sort_key(said.shown)}
    return sorted(naming & employing or employing)
