"""Whole requests through the real server: pages and API, by 1, 8 and 32 clients, beside pages that ask nobody."""

from __future__ import annotations

from urllib.parse import quote

import numpy as np

from bench.firm.goals import Ground
from bench.firm.ours import Ours
from bench.firm.serving import Ask, at_once, client, served, several
from bench.firm.timing import Times
from bench.firm.viewers import DENSE, Asked
from bench.promises import Promise

#: How many clients, and how many requests they make of each page.
CLIENTS = {
    "full": {1: 30, 8: 160, 32: 320},
    "small": {1: 8, 8: 32},
    "tiny": {1: 4, 8: 16},
}
MEMBERS = 8


def requests(ground: Ground) -> list[Promise]:
    """Return the lines of whole requests."""
    dense = [asked for asked in ground.viewers if asked.stratum == DENSE][:MEMBERS]
    clients = [client(ground.firm, asked.member) for asked in dense]
    known = strongest(ground, dense)
    word = ground.firm.world.names.keys[len(ground.firm.world.names) // 2].split()[-1][:4]
    asked_for = quote(word)

    def person(prefix: str) -> Ask:
        return lambda one: (f"{prefix}/people/{known[one.member]}/", one.page_headers)

    kinds: dict[str, tuple[Ask, Ask]] = {
        "People": (page_of("/people/"), page_of("/no-permission/people/")),
        "a person": (person(""), person("/no-permission")),
        "search": (page_of(f"/search/?q={asked_for}"), page_of(f"/no-permission/search/?q={asked_for}")),
        "API list": (api_of("/api/v1/people"), api_of("/no-permission/api/people")),
    }
    lines = []
    with served() as port:
        for name, (mine, nobody) in kinds.items():
            for ask in (mine, nobody):
                at_once(port, several(clients, 8), ask, 16, check=is_full)
            for count, number in CLIENTS[ground.profile].items():
                times = {True: Times(), False: Times()}
                for turn in (True, False, False, True):
                    ask = mine if turn else nobody
                    times[turn].spent += at_once(
                        port, several(clients, count), ask, number // 2, check=is_full
                    ).spent
                what = f"{name}, {count} clients; whole request, ms, against the page without permission"
                lines.append(
                    ground.line(f"H {name} {count}", f"{what}; p50", times[True].p50, times[False].p50)
                )
                lines.append(
                    ground.line(f"H {name} {count} p95", f"{what}; p95", times[True].p95, times[False].p95)
                )
    return lines


def strongest(ground: Ground, viewers: list[Asked]) -> dict[int, str]:
    """Return the id of whom each of these viewers sees known best, by member."""
    ours, expected = Ours(ground.firm, ground.expected), ground.expected
    best = {asked: expected.seen(asked).person[np.argmax(expected.seen(asked).best)] for asked in viewers}
    return {asked.member: ours.uid(int(person)).hex for asked, person in best.items()}


def page_of(path: str) -> Ask:
    return lambda one: (path, one.page_headers)


def api_of(path: str) -> Ask:
    return lambda one: (path, one.api_headers)


def is_full(body: bytes) -> None:
    assert len(body) > 1_000, "an answer of the right size"
