"""Find what no linter knows: ways round the policy, SQL built from strings, hosts and paths of one machine.

    python -m tools.house_rules

Prints `file:line: what is wrong and the way out`, one per finding; exits 1 if there is any.
A line may be excused with `# house: <name of the check> (<reason>)`; an excuse without a reason is a finding.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent

# Where everything may be read unfiltered: those who check (visibility, actions), who compute (insight), the
# tables' own code, and the tests that compare what is shown with what there is.
UNCHECKED_ROOTS = (
    "tactful/visibility/",
    "tactful/actions/",
    "tactful/insight/",
    "tactful/accounts/",
    "tactful/records/",
    "tactful/sharing/",
    "tactful/partners/",
    "tests/",
    "bench/",
)

# Files whose SQL is put together from fixed parts with psycopg.sql or checked names, each with its reason.
BUILT_SQL = {
    "tactful/accounts/wall": "policies and composite constraints for every table, from the models' own names",
    "tactful/visibility/": "compiles decisions to SQL from fixed fragments; every value is a parameter",
    "tactful/sharing/renewing.py": "triggers for tables that migrations name",
    "tactful/config/database/": "roles and databases of our own cluster, names fixed in the code",
}

BUILT_SQL_ADVICE = "pass values as parameters, names through psycopg.sql"

MANAGER_ADVICE = "a protected model's manager is `unchecked`"

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "extras", "stuff"}

# Written in halves, so that this file is not its own finding.
REGISTRY_HOSTS = re.compile(
    "|".join(
        re.escape(first + second)
        for first, second in (
            ("pypi.", "org"),
            ("pythonhosted", ".org"),
            ("registry.npm", "js.org"),
            ("registry.yarn", "pkg.com"),
            ("npm", "js.com"),
            ("unpkg", ".com"),
            ("jsdelivr", ".net"),
            ("ghcr", ".io"),
            ("docker", ".io"),
        )
    )
)
# A folder of one machine: a home, a checkout. /usr, /etc and the like are everybody's.
MACHINE_PATHS = re.compile(r"(?<![\w.:/<>-])/(?:home|Users|root|work|workspace|mnt|opt|build)/[\w.~-]+")

EXCUSE = re.compile(r"#\s*house:\s*(?P<check>[\w-]+)\s*(?P<reason>\(.+\))?")
# Where ruff finds the same thing, its own suppression is excuse enough; below, it must carry a reason too.
SAME_AS_RUFF = {"mark-safe": "S308", "built-sql": "S608"}
SUPPRESSION = re.compile(
    r"#\s*(?P<what>noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|nosec(?:\s+B\d+)*)"
    r"(?P<reason>.*)"
)
SQL_START = re.compile(
    r"^\s*(select\s|insert\s+into|update\s+\S+\s+set|delete\s+from|create\s|alter\s|drop\s|grant\s|revoke\s|set\s+local\s|"
    r"with\s+\S+\s+as\s|copy\s|truncate\s|exists\s*\()",
    re.IGNORECASE,
)
BINARY = {".png", ".jpg", ".gif", ".ico", ".woff2", ".woff", ".gz", ".zip", ".pdf", ".webp"}


@dataclass(frozen=True, order=True)
class Finding:
    """One place and what to do about it."""

    path: str
    line: int
    check: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.check}: {self.text}"


def tracked() -> list[str]:
    """Return every file that is or would be in the repository, relative to its root, with forward slashes."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def in_python(path: str, source: str) -> Iterator[Finding]:
    """Yield what the syntax tree of one Python file shows."""
    product = path.startswith("tactful/")
    for node in ast.walk(ast.parse(source, path)):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Attribute(attr="unchecked") if not path.startswith(UNCHECKED_ROOTS):
                yield Finding(path, line, "unchecked", "reads past the policy; ask tactful.visibility")
            case ast.Name(id="mark_safe") | ast.Attribute(attr="mark_safe") if product:
                yield Finding(path, line, "mark-safe", "let the template escape, or use format_html")
            case ast.Call(
                func=ast.Attribute(attr="raw" | "extra", value=ast.Attribute(attr="unchecked" | "objects"))
            ):
                yield Finding(path, line, "raw", "write the query with the ORM, or its SQL in a named file")
            case ast.ClassDef() if product and _is_model(node):
                for statement in node.body:
                    if _assigns(statement, "objects"):
                        yield Finding(
                            path, statement.lineno, "objects", "a protected model's manager is `unchecked`"
                        )
            case ast.JoinedStr() if product and not path.startswith(tuple(BUILT_SQL)) and _begins_sql(node):
                yield Finding(path, line, "built-sql", BUILT_SQL_ADVICE)
            case ast.BinOp(op=ast.Mod() | ast.Add(), left=ast.Constant(value=str(text))) if product:
                if SQL_START.match(text) and not path.startswith(tuple(BUILT_SQL)):
                    yield Finding(
                        path, line, "built-sql", "pass values as parameters, names through psycopg.sql"
                    )
            case _:
                pass


def _is_model(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith(("Model", "Row", "Table")) for base in node.bases)


def _assigns(statement: ast.stmt, name: str) -> bool:
    match statement:
        case ast.Assign(targets=targets):
            return any(isinstance(target, ast.Name) and target.id == name for target in targets)
        case ast.AnnAssign(target=ast.Name(id=found)):
            return found == name
        case _:
            return False


def _begins_sql(node: ast.JoinedStr) -> bool:
    parts = [
        part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    holes = any(isinstance(part, ast.FormattedValue) for part in node.values)
    return holes and bool(parts) and bool(SQL_START.match(parts[0]))


def in_text(path: str, source: str) -> Iterator[Finding]:
    """Yield what any text file must not hold."""
    for number, line in enumerate(source.splitlines(), start=1):
        if REGISTRY_HOSTS.search(line):
            yield Finding(path, number, "registry", "a registry's host; each operator configures their own")
        if path.startswith("tactful/") and path.endswith(".py"):
            suppression = SUPPRESSION.search(line)
            if suppression and not re.search(r"[a-zA-Z]{3}", suppression["reason"]):
                yield Finding(
                    path, number, "suppression", f"`{suppression['what']}` needs its reason beside it"
                )
        if MACHINE_PATHS.search(line):
            yield Finding(path, number, "machine-path", "a path of one machine; take it from the environment")


def in_name(path: str) -> Iterator[Finding]:
    """Yield what a file's name gives away."""
    name = PurePosixPath(path)
    for part in (*name.parts[:-1], name.stem):
        if part in EMPTY_NAMES:
            yield Finding(path, 1, "name", f'"{part}" names nothing; name the noun')


def findings(paths: Iterable[str]) -> list[Finding]:
    """Return every finding in these files, less those excused with a reason."""
    found: list[Finding] = []
    for path in paths:
        found += in_name(path)
        if PurePosixPath(path).suffix in BINARY or "/static/vendor/" in path:
            continue
        try:
            source = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # test data in another alphabet's encoding is not prose of ours
        found += in_text(path, source)
        if path.endswith(".py"):
            found += in_python(path, source)
        found = [each for each in found if each.path != path or not _excused(each, source)]
    return sorted(found)


def _excused(finding: Finding, source: str) -> bool:
    lines = source.splitlines()
    if not 0 < finding.line <= len(lines):
        return False
    line = lines[finding.line - 1]
    if f"noqa: {SAME_AS_RUFF.get(finding.check, '-')}" in line:
        return True
    excuse = EXCUSE.search(line)
    return bool(excuse and excuse["check"] == finding.check and excuse["reason"])


def main() -> int:
    """Print every finding of the repository; return 1 if there is one."""
    found = findings(tracked())
    for each in found:
        print(each)
    if found:
        print(f"house rules: {len(found)} findings", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
