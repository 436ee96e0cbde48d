"""Write the generated documents, or check that what is committed is what the program prints.

python -m tools.documents            write them
python -m tools.documents --check    name each that is out of date, with the first differing line
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Document:
    """A file and the module that prints it."""

    path: str
    module: str


DOCUMENTS = (
    Document("POLICY.md", "tactful.policy.document"),
    Document("docs/openapi.json", "tactful.api.document"),
    Document("docs/cli.md", "tactful.cli.document"),
)


def printed(document: Document) -> str:
    """Return what the document's module prints. Raises RuntimeError, naming the module, where it fails."""
    # A fixed width, so that wrapped help does not depend on the terminal.
    environment = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0"}
    run = subprocess.run(
        [sys.executable, "-m", document.module],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode != 0:
        last = run.stderr.strip().splitlines()[-1:] or [f"exit code {run.returncode}"]
        # The message may hold the interpreter's path, which differs from machine to machine and says nothing.
        raise RuntimeError(
            f"`python -m {document.module}` failed: {last[0].removeprefix(f'{sys.executable}: ')}"
        )
    return run.stdout


def difference(before: str, after: str) -> str:
    """Return the first line that differs, as 'line N: … / …'."""
    old, new = before.splitlines(), after.splitlines()
    for number, (was, now) in enumerate(zip(old, new, strict=False), start=1):
        if was != now:
            return f"line {number}: {was[:100]!r} should be {now[:100]!r}"
    return f"it has {len(old)} lines and should have {len(new)}"


def main(arguments: list[str]) -> int:
    """Write or check every document; return the number of those that are wrong, as an exit code."""
    check = arguments == ["--check"]
    wrong = 0
    for document in DOCUMENTS:
        path = ROOT / document.path
        try:
            text = printed(document)
        except RuntimeError as error:
            print(f"documents: {document.path}: {error}", file=sys.stderr)
            wrong += 1
            continue
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if before == text:
            continue
        if check:
            print(f"documents: {document.path} is out of date ({difference(before, text)}); run `make docs`")
            wrong += 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"documents: wrote {document.path}")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
