"""Interactions as stored: finding copies by their keys, and putting copies that are one message together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from tactful.accounts.ids import fresh_uid
from tactful.actions.imports.arrays import pg_array
from tactful.actions.imports.grouping import Node, groups, placed
from tactful.actions.imports.keys import read, span, stored


def holders(account: int, keys: Iterable[bytes]) -> dict[bytes, dict[int, int]]:
    """Return, for each of these keys that is stored, its interaction by feed."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    spans = [span(key) for key in wanted]
    found: dict[bytes, dict[int, int]] = {}
    with connection.cursor() as db:
        # LATERAL keeps one index probe for each key, whatever the planner thinks of ranges.
        db.execute(
            """select k.digest, k.interaction_id from unnest(%s::bytea[], %s::bytea[]) as u(least, most)
               cross join lateral (
                   select digest, interaction_id from records_interactionkey
                   where account_id = %s and digest between u.least and u.most offset 0) k""",
            [pg_array(least for least, _ in spans), pg_array(most for _, most in spans), account],
        )
        for row, interaction in db.fetchall():
            key, feed = read(bytes(row))
            found.setdefault(key, {})[feed] = interaction
    return found


def chained(account: int, interactions: Iterable[int], keys: Iterable[bytes] = ()) -> list[Node]:
    """Return every stored copy that a chain of keys joins to these interactions, or to these keys."""
    nodes: dict[tuple[int, int], set[bytes]] = {}
    asked: set[bytes] = set()
    reached: set[int] = set()
    frontier, wanted = set(interactions), set(keys)
    while frontier or wanted:
        if wanted:
            asked |= wanted
            frontier |= {i for by_feed in holders(account, wanted).values() for i in by_feed.values()}
        frontier -= reached
        reached |= frontier
        wanted = set()
        for row, interaction in _keys_of(account, frontier):
            key, feed = read(row)
            nodes.setdefault((feed, interaction), set()).add(key)
            if key not in asked:
                wanted.add(key)
        frontier = set()
    return [Node(feed, interaction, frozenset(own)) for (feed, interaction), own in nodes.items()]


def fresh_ids(table_sequence: str, count: int) -> list[int]:
    """Return that many new ids of a sequence."""
    if not count:
        return []
    with connection.cursor() as db:
        db.execute("select nextval(%s::regclass) from generate_series(1, %s)", [table_sequence, count])
        return [row[0] for row in db.fetchall()]


def fresh_interactions(count: int) -> list[int]:
    """Return ids for that many interactions, which `make` stores."""
    return fresh_ids("records_interaction_id_seq", count)


def make(account: int, ids: Sequence[int]) -> None:
    """Store interactions under these ids."""
    if ids:
        with connection.cursor() as db:
            db.execute(
                "insert into records_interaction (id, account_id, uid)"
                " select u.id, %s, u.uid from unnest(%s::bigint[], %s::uuid[]) u(id, uid)",
                [account, pg_array(ids), pg_array(fresh_uid() for _ in ids)],
            )


def store_keys(account: int, nodes: Iterable[Node]) -> None:
    """Store the keys of copies."""
    rows = sorted((stored(key, node.feed), node.interaction) for node in nodes for key in node.keys)
    if rows:
        with connection.cursor() as db:
            db.execute(
                """insert into records_interactionkey (account_id, digest, interaction_id)
                   select %s, u.* from unnest(%s::bytea[], %s::bigint[]) u on conflict do nothing""",
                [account, pg_array(row[0] for row in rows), pg_array(row[1] for row in rows)],
            )


def placed_with(account: int, fresh: Sequence[Node]) -> dict[Node, int]:
    """Return the interaction of each copy that is about to be stored, having moved stored ones where they join.

    Each fresh copy comes with an interaction of its own from `fresh_interactions`; those that are used are made.
    """
    home = {node: node.interaction for node in fresh}
    unmade = set(home.values())
    old = chained(account, (), {key for node in fresh for key in node.keys})
    moves: list[tuple[Node, int]] = []
    if old:
        moves, homeless = placed(groups([*old, *fresh]))
        moves += _housed(account, homeless)
        home |= {node: to for node, to in moves if node in home}
    make(account, sorted(unmade & ({*home.values()} | {to for _, to in moves})))
    _move(account, [(node, to) for node, to in moves if node not in home])
    return home


def regroup(account: int, interactions: Iterable[int], keys: Iterable[bytes]) -> None:
    """Put the copies right that were, or might have been, one with copies now gone.

    `interactions` and `keys` are those that the copies had.
    """
    moves, homeless = placed(groups(chained(account, interactions, keys)))
    moves += _housed(account, homeless)
    _move(account, moves)


def sweep(account: int, interactions: Iterable[int]) -> None:
    """Remove those of these interactions that no copy is left of."""
    with connection.cursor() as db:
        db.execute(
            """delete from records_interaction i where i.account_id = %s and i.id = any(%s) and not exists
               (select 1 from records_copy c where c.account_id = i.account_id and c.interaction_id = i.id)""",
            [account, sorted(set(interactions))],
        )


def _housed(account: int, homeless: list[list[Node]]) -> list[tuple[Node, int]]:
    ids = fresh_interactions(len(homeless))
    make(account, ids)
    return [(node, home) for group, home in zip(homeless, ids, strict=True) for node in group]


def _move(account: int, moves: Sequence[tuple[Node, int]]) -> None:
    if not moves:
        return
    feeds = [node.feed for node, _ in moves]
    before = [node.interaction for node, _ in moves]
    after = [to for _, to in moves]
    with connection.cursor() as db:
        # Two steps, for two copies of one feed may change places, and each place holds one copy of a feed. The ids
        # between are nobody's: keys are checked when the transaction ends.
        db.execute(
            """select c.id, u.after from unnest(%s::bigint[], %s::bigint[], %s::bigint[]) u(feed, before, after)
               join records_copy c on c.account_id = %s and c.feed_id = u.feed and c.interaction_id = u.before""",
            [feeds, before, after, account],
        )
        copies = db.fetchall()
        parking = fresh_interactions(len(copies))
        for places in (parking, [row[1] for row in copies]):
            db.execute(
                """update records_copy c set interaction_id = u.place from unnest(%s::bigint[], %s::bigint[])
                   u(id, place) where c.account_id = %s and c.id = u.id""",
                [[row[0] for row in copies], list(places), account],
            )
        db.execute(
            """update records_party p set interaction_id = u.place from unnest(%s::bigint[], %s::bigint[])
               u(id, place) where p.account_id = %s and p.copy_id = u.id""",
            [[row[0] for row in copies], [row[1] for row in copies], account],
        )
        digests = [(stored(key, node.feed), to) for node, to in moves for key in node.keys]
        db.execute(
            """update records_interactionkey k set interaction_id = u.place
               from unnest(%s::bytea[], %s::bigint[]) u(digest, place)
               where k.account_id = %s and k.digest = u.digest""",
            [[row[0] for row in digests], [row[1] for row in digests], account],
        )
    sweep(account, before)


def _keys_of(account: int, interactions: set[int]) -> list[tuple[bytes, int]]:
    if not interactions:
        return []
    with connection.cursor() as db:
        db.execute(
            "select digest, interaction_id from records_interactionkey"
            " where account_id = %s and interaction_id = any(%s)",
            [account, sorted(interactions)],
        )
        return [(bytes(digest), interaction) for digest, interaction in db.fetchall()]
