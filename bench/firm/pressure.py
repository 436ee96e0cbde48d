"""Withdrawal and import while others read: nobody is shown what was taken back, and readers hardly notice new mail."""

from __future__ import annotations

import copy
import json
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import numpy as np

from bench.firm.asking import Expected, rescore, standing_of
from bench.firm.goals import Ground
from bench.firm.load import address
from bench.firm.oracle import Oracle
from bench.firm.serving import Client, Line, client, served
from bench.firm.timing import Times
from bench.firm.viewers import DENSE, Asked
from bench.firm.withdrawal import Pair, act, pairs
from bench.firm.world import LEVELS
from bench.promises import Promise

READERS = 8
TURNS = {"full": 12, "small": 4, "tiny": 4}
MESSAGES = 1_000
SETTLING = 2
QUIET = {"full": 20, "small": 4, "tiny": 3}
"""Seconds in which the readers are alone, after those in which they and the server warm up."""


@dataclass
class Read:
    """What one reader was told: from when to when it asked, and the total."""

    begun: float
    ended: float
    total: int


@dataclass
class Reader:
    """Somebody who asks for their list again and again."""

    client: Client
    reads: list[Read] = field(default_factory=list)
    fault: BaseException | None = None

    def run(self, port: int, stop: threading.Event) -> None:
        """Ask until told to stop."""
        line = Line(port)
        try:
            while not stop.is_set():
                begun = time.monotonic()
                _, body = line.get("/api/v1/people?limit=1", self.client.api_headers)
                self.reads.append(Read(begun, time.monotonic(), int(json.loads(body)["total"])))
        except BaseException as fault:  # noqa: BLE001 (handed on below, to the thread that waits)
            self.fault = fault
        finally:
            line.close()


def pressure(ground: Ground) -> list[Promise]:
    """Return the lines of reading while others write."""
    with served("tactful.config.settings") as port:
        return [*under_load(ground, port), *incremental(ground, port)]


def under_load(ground: Ground, port: int) -> list[Promise]:
    """G6 under load: eight readers, one contributor who lowers and raises."""
    world, oracle = ground.firm.world, ground.expected.oracle
    pair = max(pairs(ground, 10), key=lambda p: (world.g_team == p.team).sum())
    mates = [
        int(m)
        for m in world.g_member[world.g_team == pair.team]
        if m != pair.member and oracle.shares.active[m]
    ]
    readers = [Reader(client(ground.firm, mates[i % len(mates)])) for i in range(READERS)]
    stop = threading.Event()
    threads = [threading.Thread(target=reader.run, args=(port, stop)) for reader in readers]
    for thread in threads:
        thread.start()
    moments: list[tuple[float, float, bool]] = []
    level = LEVELS[int(world.g_level[pair.row])][0]
    try:
        for turn in range(TURNS[ground.profile]):
            wait_for_reads(readers)
            begun = time.monotonic()
            act(ground, pair, "not sharing" if turn % 2 == 0 else level)
            moments.append((begun, time.monotonic(), turn % 2 == 0))
        wait_for_reads(readers)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        act(ground, pair, level)
    for reader in readers:
        if reader.fault is not None:
            raise reader.fault
    stale, judged, told = judge(ground, pair, readers, moments)
    print(
        f"withdrawal under load: {told} reads, {judged} between two commits, {stale} of these not as it stood"
    )
    return [
        Promise(
            id="G6 under load",
            what=f"of {judged} reads by {READERS} readers between commits of lowering and raising: not as it stood",
            measured=float(stale),
            against=None,
            ratio=None,
            goal=f"{ground.profile}: 0",
            holds=stale == 0 and judged > 0,
        )
    ]


def wait_for_reads(readers: list[Reader]) -> None:
    """Wait until every reader was answered twice from now on: then at least one answer is of the state as it is now."""
    before = [len(reader.reads) for reader in readers]
    until = time.monotonic() + 60
    while time.monotonic() < until and not any(reader.fault for reader in readers):
        if all(len(reader.reads) >= count + 2 for reader, count in zip(readers, before, strict=True)):
            return
        time.sleep(0.02)


def judge(
    ground: Ground, pair: Pair, readers: list[Reader], moments: list[tuple[float, float, bool]]
) -> tuple[int, int, int]:
    """Return how many reads that lie between two commits were wrong, how many lie there, and how many there were."""
    lowered = copy.copy(ground.firm.world)
    lowered.g_level = lowered.g_level.copy()
    lowered.g_level[pair.row] = 0
    without = Expected(Oracle(lowered))
    stale = judged = told = 0
    for reader in readers:
        asked = Asked(reader.client.member, DENSE)
        totals = {False: len(ground.expected.seen(asked)), True: len(without.seen(asked))}
        for read in reader.reads:
            told += 1
            before = [m for m in moments if m[1] <= read.begun]
            if any(m[0] < read.ended and m[1] > read.begun for m in moments):
                continue
            judged += 1
            withdrawn = before[-1][2] if before else False
            stale += read.total != totals[withdrawn]
    return stale, judged, told


def incremental(ground: Ground, port: int) -> list[Promise]:
    """1,000 new messages come in while eight clients read their lists."""
    from tactful.jobs.feeds import delete_feed, run_feed, start_feed

    dense = [asked for asked in ground.viewers if asked.stratum == DENSE][:READERS]
    clients = [client(ground.firm, asked.member) for asked in dense]
    importing = dense[0].member
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.mbox"
        path.write_bytes(mailbox(ground, importing))
        quiet, busy = Times(), Times()
        stop, times = threading.Event(), quiet

        def read(one: Client) -> None:
            line = Line(port)
            while not stop.is_set():
                spent, _ = line.get("/people/", one.page_headers)
                times.spent.append(spent)
            line.close()

        threads = [threading.Thread(target=read, args=(one,)) for one in clients]
        for thread in threads:
            thread.start()
        time.sleep(SETTLING)
        quiet.spent.clear()
        time.sleep(QUIET[ground.profile])
        times = busy
        begun = time.monotonic()
        with standing_of(ground.firm, importing) as standing:
            started = start_feed(standing.viewer, path=path)
        report = run_feed(started.account, started.id, path=path)
        spent = time.monotonic() - begun
        stop.set()
        for thread in threads:
            thread.join()
    assert report is not None
    assert report.mails == MESSAGES, f"{report.mails} of {MESSAGES} messages came in"
    with standing_of(ground.firm, importing) as standing:
        delete_feed(standing.viewer, feed=report.uid)
    rescore(ground.firm, importing)
    print(
        f"{MESSAGES:,} messages in {spent:.1f} s; People by {READERS} readers: quiet p50 {quiet.p50:.0f}, "
        f"p95 {quiet.p95:.0f} ms ({len(quiet.spent)}); meanwhile p50 {busy.p50:.0f}, p95 {busy.p95:.0f} ms "
        f"({len(busy.spent)})"
    )
    what = f"People by {READERS} clients while {MESSAGES:,} messages come in, p95 ms, against before"
    return [ground.line("I p95", what, busy.p95, quiet.p95)]


def mailbox(ground: Ground, member: int) -> bytes:
    """Return an mbox of new mails between a member and people of their book."""
    world = ground.firm.world
    people = world.t_person[world.t_member == member][:200]
    lot = np.random.default_rng(member)
    parts = []
    for number in range(MESSAGES):
        letter = EmailMessage()
        other = f"new{int(people[number % len(people)])}@letters.example"
        ends = (other, address(member)) if number % 2 else (address(member), other)
        letter["From"], letter["To"] = ends
        moment = time.time() - float(lot.integers(0, 90 * 86_400))
        letter["Date"] = format_datetime(datetime.fromtimestamp(moment, UTC))
        letter["Message-ID"] = f"<bench-{member}-{number}-{lot.integers(1 << 60)}@letters.example>"
        letter["Subject"] = f"Matter {number}"
        letter.set_content("New.\n")
        parts.append(b"From - Thu Jan  1 00:00:00 2026\n" + letter.as_bytes() + b"\n")
    return b"".join(parts)
