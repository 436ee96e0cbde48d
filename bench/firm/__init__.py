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
    """The promises at the size of a firm, printing the tables behind them. Profile "small" is a tenth of it.

    The full profile measures the growth too, for which the smaller firms are loaded beside the large one.
    """
    lines: list[Promise] = []
    if profile == "full":
        lines += measured("tiny", "growth") + measured("small", "growth")
    return [*lines, *measured(profile, *(("growth",) if profile == "full" else ()), rest=True)]


def measured(profile: str, *parts: str, rest: bool = False) -> list[Promise]:
    """The lines of these parts of `bench.firm.measuring`, after all the usual ones where `rest` is set."""
    from bench.firm.home import environment
    from bench.firm.measuring import PARTS
    from bench.firm.sizes import SIZES

    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "lines.json"
        named = [*(PARTS if rest else ()), *parts]
        subprocess.run(
            [sys.executable, "-m", "bench.firm.measuring", profile, str(found), *named],
            env=environment(SIZES[profile]),
            cwd=ROOT,
            check=True,
        )
        lines: list[Promise] = json.loads(found.read_text())
    return lines
