"""Real mail: 106 contributors' mailboxes in one account, imported by the real paths; counts, time, memory, ties."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.enron.mailboxes import FEW, FOLDERS
from bench.promises import Promise, data

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "build" / "enron-home"
MOST_MEMORY = 300 * 2**20


def run(profile: str) -> list[Promise]:
    """The promises about real mail, printing the figures behind them. Profile "small" imports six mailboxes."""
    for folder in FOLDERS:
        data(folder)
    answers = measured(FEW if profile == "small" else ())
    assert_answers(answers)
    print_figures(answers)
    return promises(answers)


def measured(only: tuple[str, ...]) -> dict[str, Any]:
    """Build the account in a fresh home, and return what its programs wrote down."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    work = HOME / "work"
    work.mkdir()
    (work / "asked.json").write_text(json.dumps({"only": only}))
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "TACTFUL_"))}
    subprocess.run(
        [sys.executable, "-m", "bench.enron.stages", "build", str(work)],
        env={**kept, "TACTFUL_HOME": str(HOME)},
        cwd=ROOT,
        check=True,
    )
    answers: dict[str, Any] = json.loads((work / "answers.json").read_text())
    return answers


def assert_answers(answers: dict[str, Any]) -> None:
    """Before anything is timed: what is stored is what the files hold, mailbox by mailbox."""
    files, imported, counts = answers["files"], answers["import"], answers["counts"]
    assert files["read"] == files["listed"], "every message that the data set's description counts is read"
    assert set(imported["states"]) == {"done"}, imported["states"]
    for box, (mails, repeated, rejected, *_) in imported["by_box"].items():
        assert [mails, repeated, rejected] == files["by_box"][box], box
    totals = imported["totals"]
    assert totals["mails"] + totals["repeated"] + totals["rejected"] == files["read"]
    assert totals["mails"] == counts["copies"]
    assert dict(answers["reasons"]) == files["refused"]
    assert counts["automated"] == files["automated"]
    assert counts["people"] == files["persons"]
    assert counts["companies"] == files["companies"]
    assert answers["rescored"] == counts["ties"]


def print_figures(answers: dict[str, Any]) -> None:
    """Print what is judged by reading."""
    files, imported, counts = answers["files"], answers["import"], answers["counts"]
    totals = imported["totals"]
    print(
        f"{len(imported['by_box'])} contributors, {files['read']:,} messages read: {totals['mails']:,} copies kept "
        f"({counts['messages']:,} messages), {totals['repeated']:,} repeated in one file, "
        f"{totals['rejected']:,} rejected"
    )
    for reason, count in answers["reasons"]:
        print(f"  {count:6,} {reason}")
    print(
        f"{counts['people']:,} people, {counts['outsiders']:,} of them outside; {counts['companies']:,} companies; "
        f"{counts['signed']:,} second addresses in signatures; "
        f"{counts['touchpoints']:,} touchpoints, {counts['ties']:,} ties; of the copies {counts['internal']:,} are "
        f"among colleagues alone and {counts['automated']:,} automated; "
        f"{totals['inbound']:,} came in and {totals['outbound']:,} went out"
    )
    print(
        f"import {imported['seconds']:.1f} s ({imported['busy_seconds']:.1f} s of it in the program, the rest in the "
        f"database), {files['read'] / imported['seconds']:,.0f} messages/s; "
        f"bare reading {files['bare_seconds']:.1f} s; scores of all books {answers['rescore_seconds']:.1f} s"
    )
    print(
        f"memory {imported['peak_bytes'] / 2**20:.0f} MB, {imported['idle_bytes'] / 2**20:.0f} MB of it before the "
        f"first message; database {answers['database_bytes'] / 2**20:.0f} MB, not forced to the disk (fsync off)"
    )
    print("ties by band: " + ", ".join(f"{band} {count:,}" for band, count in answers["bands"]))
    for box, judged in answers["judged"].items():
        print(f"\n{box}: knows {judged['people']:,} people at {judged['companies']:,} companies")
        for row in judged["rows"]:
            print(
                f"  {row['score']:3} {row['name'] or '':32.32} {row['address']:42.42} "
                f"in {row['in']:4} out {row['out']:4} last {row['last']}"
            )


def promises(answers: dict[str, Any]) -> list[Promise]:
    """The lines of the table."""
    files, imported = answers["files"], answers["import"]
    bare, full = files["read"] / files["bare_seconds"], files["read"] / imported["seconds"]
    peak = imported["peak_bytes"]
    return [
        {
            "id": "E1",
            "what": "messages of the files that are kept, repeated or rejected with a reason",
            "measured": float(sum(imported["totals"][k] for k in ("mails", "repeated", "rejected"))),
            "against": float(files["listed"]),
            "ratio": 1.0,
            "goal": "all",
            "holds": True,
        },
        {
            "id": "E2",
            "what": "peak memory of the importing process, MB",
            "measured": peak / 2**20,
            "against": MOST_MEMORY / 2**20,
            "ratio": peak / MOST_MEMORY,
            "goal": "< 300 MB beyond the database",
            "holds": peak < MOST_MEMORY,
        },
        {
            "id": "E3",
            "what": "messages imported a second, against reading them alone",
            "measured": full,
            "against": bare,
            "ratio": full / bare,
            "goal": None,
            "holds": None,
        },
        {
            "id": "E4",
            "what": "bytes of database for a kept copy",
            "measured": answers["database_bytes"] / imported["totals"]["mails"],
            "against": None,
            "ratio": None,
            "goal": None,
            "holds": None,
        },
    ]
