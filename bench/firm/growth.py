"""What grows with the number of people, and with the number of books that tell a viewer something."""

from __future__ import annotations

import csv
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.firm.asking import wide_open
from bench.firm.goals import Ground
from bench.firm.home import ROOT
from bench.firm.lists import A_SHARE, touch
from bench.firm.ours import Ours
from bench.firm.peers.access import AccessRows
from bench.firm.peers.bare import Bare
from bench.firm.peers.row_security import RowSecurity
from bench.firm.timing import Times, milliseconds
from bench.firm.viewers import DENSE, WIDE, Asked
from bench.promises import Promise

MEASURED = ROOT / "build" / "growth"
DOCUMENTED = ROOT / "docs" / "performance"
BOOKS = (10, 100, 1_000)
ROUNDS = 12
COLUMNS = ("people", "books", "seen", "what", "p50 ms")


def growth(ground: Ground) -> list[Promise]:
    """Measure this size, and write it down beside the others that were measured; no line has a goal."""
    rows = [row for asked, books in chosen(ground) for row in measured(ground, asked, books)]
    MEASURED.mkdir(parents=True, exist_ok=True)
    (MEASURED / f"{ground.profile}.json").write_text(json.dumps(rows))
    everything = sorted(row for path in MEASURED.glob("*.json") for row in json.loads(path.read_text()))
    if ground.profile == "full":
        document(everything)
    return [
        Promise(
            id=f"W {people} {books}",
            what=f"{what}; {people:,} people, {books:,} books open, {seen:,} people seen; p50 ms",
            measured=round(p50, 3),
            against=None,
            ratio=None,
            goal=None,
            holds=None,
        )
        for people, books, seen, what, p50 in rows
        if what.startswith("ours, page by name")
    ]


def chosen(ground: Ground) -> list[tuple[Asked, int]]:
    """Return viewers with about ten, a hundred and a thousand books open to them, as far as there are so many."""
    oracle, world = ground.expected.oracle, ground.firm.world
    members = [m for m in range(world.size.members) if oracle.shares.active[m]]
    open_books = {m: int((oracle.facets_of_books(m) > 0).sum()) for m in members}
    found: list[tuple[Asked, int]] = []
    for wanted in BOOKS:
        if wanted * 0.9 > world.size.members:
            continue
        nearest = min(members, key=lambda m, wanted=wanted: abs(open_books[m] - wanted))  # type: ignore[misc]
        if wanted > max(open_books.values()) * 1.5:
            found.append((Asked(nearest, WIDE), len(members) - 1))
        else:
            found.append((Asked(nearest, DENSE), open_books[nearest]))
    return found


def measured(ground: Ground, asked: Asked, books: int) -> list[tuple[int, int, int, str, float]]:
    """Return rows of COLUMNS for one viewer; each answer is checked before it is timed."""
    firm, expected = ground.firm, ground.expected
    ours, bare = Ours(firm, expected), Bare(firm, expected)
    access, rows = AccessRows(firm, expected), RowSecurity(firm, expected)
    ways: dict[str, tuple[Callable[[Asked], Any], Callable[[Asked, Any], None], int]] = {
        "ours, page by name": (ours.page, ours.check, ROUNDS),
        "ours, page by score": (
            lambda a: ours.page(a, "strength"),
            lambda a, p: ours.check(a, p, "strength"),
            ROUNDS,
        ),
        "ours, total alone": (ours.total, lambda a, n: check_total(expected.seen(a), n), ROUNDS),
        "no permission": (bare.page_with_total, bare.check_page_with_total, ROUNDS),
        "access rows": (access.page_with_total, access.check_page_with_total, ROUNDS // 3),
        "row security": (rows.page_with_total, rows.check_page_with_total, ROUNDS // 6),
    }
    seen = len(expected.seen(asked))
    found = []
    with wide_open(firm, wide=asked.wide):
        for name, (ask, check, rounds) in ways.items():
            check(asked, ask(asked))
            times = Times([milliseconds(lambda ask=ask: ask(asked))[0] for _ in range(rounds)])  # type: ignore[misc]
            found.append((firm.size.people, books, seen, name, times.p50))
        after = Times()
        for _ in range(ROUNDS // 3):
            touch(firm, asked, A_SHARE, asked.member)
            after.spent.append(milliseconds(lambda: ours.page(asked))[0])
        found.append((firm.size.people, books, seen, "ours, after a share changed", after.p50))
    return found


def check_total(seen: object, total: int) -> None:
    """AssertionError where a total is not the number of those seen."""
    assert total == len(seen), "the total"  # type: ignore[arg-type]  # columns of equal length


def document(rows: list[Any]) -> None:
    """Write the figures, and draw them where matplotlib is."""
    DOCUMENTED.mkdir(parents=True, exist_ok=True)
    with (DOCUMENTED / "growth.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([*row[:4], f"{row[4]:.3g}"] for row in rows)
    if importlib.util.find_spec("matplotlib") is None:
        print("matplotlib is not installed: the growth is in growth.csv, and not drawn")
        return
    most = {people: max(row[1] for row in rows if row[0] == people) for people in {row[0] for row in rows}}
    usual = {
        people: min((row[1] for row in rows if row[0] == people), key=lambda books: abs(books - 100))
        for people in most
    }
    draw(
        DOCUMENTED / "growth-people.svg",
        "people in the account (about a hundred books open)",
        {what: [(r[0], r[4]) for r in rows if r[3] == what and r[1] == usual[r[0]]] for what in whats(rows)},
    )
    largest = max(most)
    draw(
        DOCUMENTED / "growth-books.svg",
        f"books open to the viewer ({largest:,} people in the account)",
        {what: [(r[1], r[4]) for r in rows if r[3] == what and r[0] == largest] for what in whats(rows)},
    )


def whats(rows: list[Any]) -> list[str]:
    """Return what was measured, in the order in which it was."""
    return list(dict.fromkeys(row[3] for row in rows))


def draw(path: Path, along: str, curves: dict[str, list[tuple[float, float]]]) -> None:
    """Draw curves on two logarithmic axes; the same figures make the same file."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "tactful"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.5, 4.2))
    for name, points in curves.items():
        x, y = np.array(sorted(points)).T
        axes.plot(
            x, y, marker="o", linewidth=1.6, linestyle="-" if name.startswith("ours") else "--", label=name
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(along)
    axes.set_ylabel("milliseconds, p50")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(frameon=False, fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5))
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
