"""Say which share of the mutants the tests killed, from the last `mutmut run`.

    python -m tools.mutation_score --at-least 95

A mutant that made the tests hang counts as killed; one that no test reaches counts as survived.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

STATISTICS = Path("mutants") / "mutmut-cicd-stats.json"


def main(arguments: list[str]) -> int:
    """Print the score; return 1 where it is below the percentage asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at-least", type=float, default=95.0, help="percent")
    options = parser.parse_args(arguments)
    mutmut = Path(sys.executable).parent / "mutmut"
    subprocess.run([str(mutmut), "export-cicd-stats"], check=True, stdout=subprocess.DEVNULL)
    counts: dict[str, int] = json.loads(STATISTICS.read_text(encoding="utf-8"))
    total = counts["total"] - counts.get("skipped", 0)
    killed = counts["killed"] + counts.get("timeout", 0)
    if total == 0:
        print("mutation: no mutants were made", file=sys.stderr)
        return 1
    score = 100 * killed / total
    print(f"mutation: {killed} of {total} mutants killed, {score:.1f} % (at least {options.at_least:g} %)")
    return 0 if score >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
