"""A large firm: a million people, five million ties, ten million touchpoints; lists, withdrawal, scores, beside peers.

`home` keeps the loaded firm under build/ between runs; `measuring` is the program that measures on it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.promises import Promise

ROOT = Path(__file__).resolve().parents[2]


def run(profile: str) -> list[Promise]:
    """The promises at the size of a firm, printing the tables behind them. Profile "small" is a tenth of it."""
    from bench.firm.home import environment
    from bench.firm.sizes import SIZES

    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "lines.json"
        subprocess.run(
            [sys.executable, "-m", "bench.firm.measuring", profile, str(found)],
            env=environment(SIZES[profile]),
            cwd=ROOT,
            check=True,
        )
        lines: list[Promise] = json.loads(found.read_text())
    return lines
