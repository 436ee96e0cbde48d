"""What the disclosure log costs: whole pages with their entries, against the same program without (L1)."""

from __future__ import annotations

from django.db import connection

from bench.firm.goals import Ground
from bench.firm.requests import api_of, is_full, page_of, strongest
from bench.firm.serving import Ask, at_once, client, served
from bench.firm.timing import Times
from bench.firm.viewers import DENSE
from bench.promises import Promise
from tactful.accounts.wall import acting

#: Requests of each page, either way, by one client after the other.
REQUESTS = {"full": 160, "small": 96, "tiny": 16}
MEMBERS = 8


def disclosing(ground: Ground) -> list[Promise]:
    """Return the lines of pages that write entries."""
    dense = [asked for asked in ground.viewers if asked.stratum == DENSE][:MEMBERS]
    clients = [client(ground.firm, asked.member) for asked in dense]
    known = strongest(ground, dense)
    pages: dict[str, Ask] = {
        "": page_of("/people/"),
        " person": lambda one: (f"/people/{known[one.member]}/", one.page_headers),
        " API": api_of("/api/v1/people"),
    }
    lines = []
    with served() as logged, served("bench.firm.site.silent") as silent:
        for name, ask in pages.items():
            before = _entries(ground)
            for port in (logged, silent):
                at_once(port, clients, ask, 2 * len(clients), check=is_full)
            assert _entries(ground) > before, "pages that are measured show what others brought"
            times = {logged: Times(), silent: Times()}
            turns = (logged, silent, silent, logged)
            for turn in turns * 2:
                for one in clients:
                    share = max(1, REQUESTS[ground.profile] // len(clients) // 4)
                    times[turn].spent += at_once(turn, [one], ask, share, check=is_full).spent
            what = f"{name.strip() or 'People'}: whole request with its entries, ms, against the same without"
            lines.append(
                ground.line(f"L1{name}", f"{what}; p50", times[logged].p50, times[silent].p50, goal="L1")
            )
            lines.append(ground.line(f"L1{name} p95", f"{what}; p95", times[logged].p95, times[silent].p95))
    return lines


def _entries(ground: Ground) -> int:
    """Return how many entries the account has."""
    with acting(ground.firm.account), connection.cursor() as db:
        db.execute("select count(*) from records_disclosure")
        return int(db.fetchone()[0])
