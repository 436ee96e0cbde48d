"""Run every bench, print one table, and write build/bench.json."""

import argparse
import importlib
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.promises import DATA, DataAbsentError, Promise

MODULES = [
    "bench.enron",
    "bench.scores",
    "bench.firm",
]
"""Each has `run(profile: str) -> list[Promise]`, with profile "full" or "small"; add yours here."""

REPORT = Path(__file__).resolve().parents[1] / "build" / "bench.json"


def table(promises: list[Promise]) -> str:
    """The promises as aligned columns, one line each, ready to print."""
    head = ("id", "what", "measured", "against", "ratio", "goal", "holds")
    lines = [head, *([cell(promise[column]) for column in head] for promise in promises)]  # type: ignore[literal-required]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join(
        "  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def cell(value: float | str | bool | None) -> str:
    """One value as it stands in the table."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main(arguments: list[str] | None = None) -> int:
    """Run the benches asked for; 1 when a goal does not hold, else 0. A skipped bench says why."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--profile", choices=("full", "small"), default="full")
    parser.add_argument(
        "--small", dest="profile", action="store_const", const="small", help="--profile small"
    )
    parser.add_argument("--only", metavar="MODULE", help='run one module, such as "bench.scores"')
    options = parser.parse_args(arguments)

    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · profile {options.profile} · "
        f"Python {platform.python_version()} · {os.cpu_count()} cores · "
        f"data {'../shared/data' if DATA.is_dir() else 'absent'}"
    )
    promises: list[Promise] = []
    for name in MODULES if options.only is None else [options.only]:
        started = time.perf_counter()
        print(f"\n{name}", flush=True)
        try:
            promises += importlib.import_module(name).run(options.profile)
        except DataAbsentError as absent:
            print(f"skipped: {absent}")
        else:
            print(f"{name} took {time.perf_counter() - started:.1f} s")

    print(f"\n{table(promises)}")
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(promises, indent=1) + "\n")
    broken = [promise["id"] for promise in promises if promise["holds"] is False]
    print(f"\n{len(promises)} lines, {'goals missed: ' + ', '.join(broken) if broken else 'no goal missed'}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
