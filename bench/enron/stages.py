"""The bench's programs, each a process of its own, so that the memory of one is not another's.

python -m bench.enron.stages build WORK     reads WORK/asked.json, writes WORK/answers.json
python -m bench.enron.stages import WORK    brings the mailboxes in; started by the one above
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from bench.enron.mailboxes import mailboxes
from bench.enron.reading import Held, bare_seconds, held_by, own_addresses

SCORED_ON = date(2002, 1, 31)
"""Nearly all of the mail is from before this day. As of today, every tie would be dormant."""

JUDGED = ("lay-k", "dasovich-j", "delainey-d")
STRONGEST = 15


def main(stage: str, work: Path) -> None:
    """Do one stage."""
    {"build": build, "import": bring_in}[stage](work)


def build(work: Path) -> None:
    """Read the files barely, found the account, have the mailboxes imported, and ask what came of it."""
    asked = json.loads((work / "asked.json").read_text())
    boxes = mailboxes(tuple(asked["only"]))
    held = {box.id: held_by(box) for box in boxes}
    count, seconds = bare_seconds(boxes)
    own = own_addresses(boxes, held)
    answers: dict[str, Any] = {"files": _files(held, own, count, seconds)}
    answers["files"]["listed"] = sum(box.messages for box in boxes)
    answers["addresses"] = {box.id: sorted(own[box.id]) for box in boxes}
    with ground() as service:
        from bench.enron.account import found
        from bench.enron.asking import answers_of
        from tactful.insight.store import rescore_account

        made = found(boxes, own)
        (work / "founded.json").write_text(json.dumps(made.to_json()))
        subprocess.run([sys.executable, "-m", "bench.enron.stages", "import", str(work)], check=True)
        answers["import"] = json.loads((work / "imported.json").read_text())
        begun = time.perf_counter()
        answers["rescored"] = rescore_account(made.account, SCORED_ON)
        answers["rescore_seconds"] = time.perf_counter() - begun
        answers |= answers_of(made, [box for box in JUDGED if box in made.memberships], STRONGEST)
        with service.superuser("tactful") as superuser:
            row = superuser.execute("select pg_database_size('tactful')").fetchone()
            answers["database_bytes"] = row[0] if row else 0
    (work / "answers.json").write_text(json.dumps(answers))


def bring_in(work: Path) -> None:
    """Import every mailbox, one after the other, and write down what came of it, how long it took and what it used."""
    boxes = mailboxes(tuple(json.loads((work / "asked.json").read_text())["only"]))
    with ground():
        from bench.enron.account import Founded, import_mailbox

        made = Founded(**json.loads((work / "founded.json").read_text()))
        before = peak_bytes()
        begun, busy = time.perf_counter(), time.process_time()
        reports = {box.id: import_mailbox(made, box) for box in boxes}
        seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    totals: Counter[str] = Counter()
    for report in reports.values():
        numbers = asdict(report)
        totals.update(
            {name: numbers[name] for name in ("mails", "repeated", "rejected", "inbound", "outbound")}
        )
    found = {
        "seconds": seconds,
        "busy_seconds": busy,
        "states": Counter(report.state for report in reports.values()),
        "totals": totals,
        "by_box": {
            id_: [report.mails, report.repeated, report.rejected, report.inbound, report.outbound]
            for id_, report in reports.items()
        },
        "idle_bytes": before,
        # Readers of hostile items are children; the largest of them is counted on top.
        "peak_bytes": peak_bytes() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    }
    (work / "imported.json").write_text(json.dumps(found))


@contextmanager
def ground() -> Iterator[Any]:
    """Have the database of the bench ready, without waiting for the disk, and Django set up."""
    from tactful.config import database

    with database.attached(durable=False) as service:
        os.environ["DJANGO_SETTINGS_MODULE"] = "tactful.config.settings"
        database.migrate()
        from django.db import connections

        try:
            yield service
        finally:
            connections.close_all()


def peak_bytes() -> int:
    """The most memory that this process ever had resident."""
    # ru_maxrss would count what the parent had when it started this process.
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _files(
    held: dict[str, Held], own: dict[str, frozenset[str]], count: int, seconds: float
) -> dict[str, Any]:
    members = frozenset(address for addresses in own.values() for address in addresses)
    refused: Counter[str] = Counter()
    for one in held.values():
        refused.update(one.refused)
    return {
        "read": count,
        "bare_seconds": seconds,
        "by_box": {id_: [one.copies, one.repeated, sum(one.refused.values())] for id_, one in held.items()},
        "refused": refused,
        "automated": sum(one.automated for one in held.values()),
        "persons": len(set().union(*(one.addresses for one in held.values()))),
        "companies": len(set().union(*(one.companies(members) for one in held.values()))),
    }


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
