"""G7: what one visible person costs, beside SpiceDB's list of what a user may view."""

from __future__ import annotations

from functools import partial

import numpy as np

from bench.firm.goals import Ground, skipped
from bench.firm.ours import Ours
from bench.firm.peers import spicedb
from bench.firm.peers.spicedb import CONTACTS, SpiceDB
from bench.firm.timing import Times, milliseconds
from bench.firm.viewers import DENSE
from bench.promises import Promise

VIEWERS = 4
ROUNDS = 2


def lookup(ground: Ground) -> list[Promise]:
    """Return the line of G7."""
    what = f"page, facets, total: ns per visible person, against LookupResources at {CONTACTS:,} contacts"
    reason = spicedb.missing()
    if reason:
        return [skipped("G7", what, reason)]
    ours = Ours(ground.firm, ground.expected)
    dense = [asked for asked in ground.viewers if asked.stratum == DENSE][:VIEWERS]
    server = SpiceDB(ground.expected.oracle)
    mine, theirs = Times(), Times()
    try:
        for asked in dense:
            seen = ground.expected.seen(asked).person
            expected = seen[seen < CONTACTS].tolist()
            # Once to warm, as in every race, and then on the clock.
            server.look_up(asked.member)
            ours.page(asked)
            for _ in range(ROUNDS):
                spent, found = server.look_up(asked.member)
                assert found == expected, f"{asked}: SpiceDB lists {len(found)}, not {len(expected)}"
                theirs.spent.append(spent * 1e6 / len(found))
                spent, page = milliseconds(partial(ours.page, asked))
                assert page.total == len(seen), f"{asked}: the total"
                mine.spent.append(spent * 1e6 / page.total)
    finally:
        server.close()
    print(
        f"SpiceDB: {len(server.relationships):,} relationships written in {server.load_ms / 1000:.1f} s; "
        f"LookupResources p50 {theirs.p50 / 1000:.0f} us per id; ours {mine.p50:.0f} ns over "
        f"{int(np.median([len(ground.expected.seen(a)) for a in dense])):,} people"
    )
    return [ground.line("G7", what, mine.p50, theirs.p50)]
