"""The peers' tables, from the same arrays: a directory that asks nobody, rows per principal, memberships and grants.

Principals are numbers: Everyone, a team, a member; `EVERYTHING` stands for Everyone where every book is shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bench.firm.binary import copy_columns
from bench.firm.home import Firm
from bench.firm.names import Integers
from bench.firm.oracle import Oracle
from bench.firm.world import NEVER, RELATIONSHIP, TO_EVERYONE, TO_GUEST, TO_MEMBER, TO_TEAM, World

if TYPE_CHECKING:
    from psycopg import Connection

EVERYTHING, EVERYONE, TEAMS, MEMBERS = -1, 0, 1, 100_000
BOOKS, OWN_BOOKS, BUCKETS = 0, 100_000, 200_000

ACTING = "nullif(current_setting('tactful.account', true), '')::bigint"


def principals(oracle: Oracle, viewer: int, *, wide: bool = False) -> list[int]:
    """Return what a grant may name of this viewer."""
    teams = [TEAMS + int(team) for team in oracle.teams_of(viewer)]
    return [EVERYONE, *([EVERYTHING] if wide else []), *teams, MEMBERS + viewer]


def load_peers(owner: Connection, firm: Firm) -> None:
    """Make and fill the tables; every one is behind the same wall as the product's."""
    oracle = Oracle(firm.world)
    # The product's tables are behind the wall again, for their owner too.
    _run(owner, f"set tactful.account = '{firm.account}'")
    _directory(owner, firm)
    _access_rows(owner, firm, oracle)
    _memberships(owner, firm, oracle)
    for table in ("bench_name", "bench_title", "bench_firm", "bench_tie"):
        _run(owner, f"drop table {table}")


def _directory(owner: Connection, firm: Firm) -> None:
    world = firm.world
    best = np.full(world.size.people, -1.0)
    np.maximum.at(best, world.t_person, world.s)
    last = np.full(world.size.people, NEVER)
    np.maximum.at(last, world.t_person, world.last)
    _run(
        owner,
        "create unlogged table bench_stage (person bigint, name int, best float8, last timestamptz, met bool)",
    )
    columns: dict[str, Any] = {
        "person": ("int8", np.arange(1, world.size.people + 1)),
        "name": ("int4", world.p_name),
        "best": ("float8", best),
        "last": ("moment", np.where(last == NEVER, 0, last)),
        "met": ("bool", last != NEVER),
    }
    copy_columns(owner, "bench_stage", world.size.people, columns)
    _run(
        owner,
        "create table bench_directory as select p.id, p.account_id, p.uid, p.company_id, n.text as name,"
        ' n.key collate "C" as sort_key, s.best, case when s.met then s.last end as last_at'
        " from bench_stage s join records_person p on p.id = s.person join bench_name n on n.id = s.name order by p.id",
    )
    _run(owner, "drop table bench_stage")
    _run(owner, "alter table bench_directory add primary key (id)")
    _run(owner, "create index on bench_directory (account_id, sort_key, uid)")
    _run(owner, "create index on bench_directory (account_id, best desc, sort_key, uid)")
    _wall(owner, "bench_directory")


def access_rows(oracle: Oracle) -> tuple[Integers, Integers, Integers, Any]:
    """Return (principal, person, facets, best) for everybody whom each principal's grants open; best -1: none shown."""
    world, shares = oracle.world, oracle.shares
    parts: list[tuple[Integers, Integers, Integers, Any]] = []

    def add(principal: int, ties: Integers, facets: Integers | int) -> None:
        opened = np.broadcast_to(np.asarray(facets, dtype=np.int64), ties.shape)
        order = np.argsort(world.t_person[ties], kind="stable")
        ties, opened = ties[order], opened[order]
        person = world.t_person[ties]
        if not len(ties):
            return
        starts = np.flatnonzero(np.concatenate([[True], person[1:] != person[:-1]]))
        best = np.where(opened & RELATIONSHIP > 0, world.s[ties], -1.0)
        parts.append(
            (
                np.full(len(starts), principal, dtype=np.int64),
                person[starts],
                np.bitwise_or.reduceat(opened, starts),
                np.maximum.reduceat(best, starts),
            )
        )

    starts = np.searchsorted(world.t_member, np.arange(world.books + 1))
    open_ties = ~shares.struck
    entry_open = open_ties[world.e_tie] & shares.active[world.t_member[world.e_tie]]
    by_bucket = np.split(world.e_tie, np.flatnonzero(np.diff(world.e_bucket)) + 1)
    open_by_bucket = np.split(entry_open, np.flatnonzero(np.diff(world.e_bucket)) + 1)
    inside = [ties[kept] for ties, kept in zip(by_bucket, open_by_bucket, strict=True)]
    granted: dict[int, list[Integers]] = {}
    for bucket, principals_in in _bucket_principals(oracle):
        for principal in principals_in:
            granted.setdefault(principal, []).append(inside[bucket])

    for team in range(world.size.teams):
        rows = shares.team == team
        ties = [np.arange(starts[m], starts[m + 1]) for m in shares.member[rows]]
        facets = [np.full(len(t), f) for t, f in zip(ties, shares.facets[rows], strict=True)]
        kept = [t[open_ties[t]] for t in ties]
        opened = [f[open_ties[t]] for t, f in zip(ties, facets, strict=True)]
        buckets = granted.get(TEAMS + team, [])
        add(
            TEAMS + team,
            np.concatenate([np.zeros(0, np.int64), *kept, *buckets]),
            np.concatenate([np.zeros(0, np.int64), *opened, *(np.zeros(len(b), np.int64) for b in buckets)]),
        )
    for member in range(world.books):
        own = np.arange(starts[member], starts[member + 1])
        buckets = granted.get(MEMBERS + member, [])
        every = np.concatenate([own, *buckets])
        add(MEMBERS + member, every, np.where(world.t_member[every] == member, 7, 0))
    add(EVERYONE, np.concatenate([np.zeros(0, np.int64), *granted.get(EVERYONE, [])]), 0)
    add(EVERYTHING, np.flatnonzero(open_ties & shares.active[world.t_member]), 7)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return columns[0], columns[1], columns[2], columns[3]


def _bucket_principals(oracle: Oracle) -> list[tuple[int, list[int]]]:
    world = oracle.world
    found = []
    for bucket, (kind, to, owner) in enumerate(
        zip(world.b_kind.tolist(), world.b_to.tolist(), world.b_owner.tolist(), strict=True)
    ):
        named = [MEMBERS + owner]
        if oracle.shares.bucket_open[bucket] and kind != TO_GUEST:
            named.append({TO_TEAM: TEAMS + to, TO_MEMBER: MEMBERS + to, TO_EVERYONE: EVERYONE}[kind])
        found.append((bucket, named))
    return found


def _access_rows(owner: Connection, firm: Firm, oracle: Oracle) -> None:
    principal, person, facets, best = access_rows(oracle)
    _run(owner, "create unlogged table bench_stage (principal int, person bigint, facets int2, best float8)")
    columns: dict[str, Any] = {
        "principal": ("int4", principal),
        "person": ("int8", person + 1),
        "facets": ("int2", facets),
        "best": ("float8", best),
    }
    copy_columns(owner, "bench_stage", len(principal), columns)
    _run(
        owner,
        "create table bench_access as select d.account_id, s.principal, s.person, s.facets, s.best, d.sort_key, d.uid"
        " from bench_stage s join bench_directory d on d.id = s.person order by s.principal, s.person",
    )
    _run(owner, "drop table bench_stage")
    _run(owner, "alter table bench_access add primary key (principal, person)")
    _run(
        owner,
        "create index on bench_access (account_id, principal, sort_key, uid) include (person, facets, best)",
    )
    _run(owner, "create index on bench_access (account_id, principal, best desc, sort_key, uid)")
    _run(owner, "create index on bench_access (person)")
    _wall(owner, "bench_access")


def memberships(world: World, oracle: Oracle) -> tuple[Integers, Integers]:
    """Return (source, person): books without what exceptions strike, books as their owners have them, buckets."""
    struck = oracle.shares.struck
    open_entry = ~struck[world.e_tie] & oracle.shares.active[world.t_member[world.e_tie]]
    return (
        np.concatenate(
            [
                BOOKS + world.t_member[~struck],
                OWN_BOOKS + world.t_member[struck],
                BUCKETS + world.e_bucket[open_entry],
            ]
        ),
        np.concatenate(
            [world.t_person[~struck], world.t_person[struck], world.t_person[world.e_tie[open_entry]]]
        ),
    )


def grants(world: World, oracle: Oracle) -> dict[tuple[int, int], int]:
    """Return the facets of everything that is open, by (principal, source)."""
    shares = oracle.shares
    rows = zip(shares.team.tolist(), shares.member.tolist(), shares.facets.tolist(), strict=True)
    found = {(TEAMS + team, BOOKS + member): facets for team, member, facets in rows}
    for member in range(world.books):
        found |= {(MEMBERS + member, BOOKS + member): 7, (MEMBERS + member, OWN_BOOKS + member): 7}
    found |= {(EVERYTHING, BOOKS + int(member)): 7 for member in np.flatnonzero(shares.active)}
    found |= {(p, BUCKETS + bucket): 0 for bucket, named in _bucket_principals(oracle) for p in named}
    return found


def _memberships(owner: Connection, firm: Firm, oracle: Oracle) -> None:
    source, person = memberships(firm.world, oracle)
    _run(owner, "create table bench_membership (account_id bigint, source int, person bigint)")
    columns: dict[str, Any] = {
        "account_id": ("int8", firm.account),
        "source": ("int4", source),
        "person": ("int8", person + 1),
    }
    copy_columns(owner, "bench_membership", len(source), columns)
    _run(owner, "create index on bench_membership (person, source)")
    _run(owner, "create index on bench_membership (source, person)")
    _run(
        owner,
        "create table bench_grant (account_id bigint, principal int, source int, facets int2,"
        " primary key (principal, source))",
    )
    rows = sorted(
        (principal, source, facets) for (principal, source), facets in grants(firm.world, oracle).items()
    )
    granted = np.array(rows, dtype=np.int64)
    columns = {
        "account_id": ("int8", firm.account),
        "principal": ("int4", granted[:, 0]),
        "source": ("int4", granted[:, 1]),
        "facets": ("int2", granted[:, 2]),
    }
    copy_columns(owner, "bench_grant", len(granted), columns)
    places = np.unique(np.stack([firm.world.g_team, firm.world.g_member], axis=1), axis=0)
    _run(owner, "create table bench_place (team int, member int)")
    copy_columns(
        owner, "bench_place", len(places), {"team": ("int4", places[:, 0]), "member": ("int4", places[:, 1])}
    )
    _wall(owner, "bench_membership")
    _wall(owner, "bench_grant")
    _run(owner, "create table bench_guarded as select * from bench_directory")
    _run(owner, "alter table bench_guarded add primary key (id)")
    _run(owner, "create index on bench_guarded (account_id, sort_key, uid)")
    _run(owner, "alter table bench_guarded enable row level security")
    _run(owner, "alter table bench_guarded force row level security")
    _run(
        owner,
        f"create policy readers on bench_guarded using (account_id = {ACTING} and exists ("
        "select 1 from bench_membership m join bench_grant g on g.source = m.source where m.person = bench_guarded.id"
        " and g.principal = any((select current_setting('bench.principals', true)::int[])::int[])))",
    )


def _wall(owner: Connection, table: str) -> None:
    _run(owner, f"alter table {table} enable row level security")
    _run(owner, f"alter table {table} force row level security")
    _run(
        owner,
        f"create policy wall on {table} using (account_id = {ACTING}) with check (account_id = {ACTING})",
    )


def _run(owner: Connection, statement: str) -> None:
    owner.execute(statement.encode())
