"""Compare the tables of doors with the program: every way in or out is declared, and every declaration is one.

    python -m tools.doors

Walks the operations of the API, the URL resolver and the commands of the command line. Prints one line for each that no
table declares, each declaration that leads nowhere, each exemption without a reason, and each name in a declaration
(facet, deed, question, function, rule) that does not exist. Exits 1 if there is any.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import django
from django.urls import URLPattern, URLResolver, get_resolver

from tactful.visibility.door import QUESTIONS, Door

ROOT = Path(__file__).resolve().parent.parent

#: Routes of no door's own, each with the reason why nothing of anybody's comes out of it.
EXEMPT: Mapping[str, str] = {
    "healthz": 'answers before anyone signs in, asks nothing of the database, and says only "ok"',
}
FOLDERS = ("tactful.web", "tactful.api", "tactful.cli")
SHORTEST_REASON = 12


@dataclass(frozen=True)
class Table:
    """The declarations of one folder of doors."""

    folder: str
    doors: tuple[Door, ...]
    exempt: Mapping[str, str]


def main() -> int:
    """Print every fault; return 1 if there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tactful.config.settings")
    django.setup()
    tables = [*declared(), Table("tools", (), EXEMPT)]
    found = [*faults(ways(), tables)]
    for fault in found:
        print(f"doors: {fault}")
    return 1 if found else 0


def declared() -> Iterator[Table]:
    """Yield the table of each folder that has one."""
    for folder in FOLDERS:
        if find_spec(f"{folder}.doors") is not None:
            module = import_module(f"{folder}.doors")
            yield Table(folder, module.DOORS, getattr(module, "EXEMPT", {}))


def ways() -> list[str]:
    """Return every way in or out that the program has, by name."""
    return [*operations(), *routes(), *commands()]


def operations() -> Iterator[str]:
    """Yield the API's operations, as "GET /people/{person}"."""
    from tactful.api.interface import API

    for bound in API._get_bound_routers():
        for path, view in bound.path_operations.items():
            whole = f"/{bound.prefix}/{path}"
            for operation in view.operations:
                for method in operation.methods:
                    yield f"{method} {re.sub('/+', '/', whole).rstrip('/')}"


def routes() -> Iterator[str]:
    """Yield the other routes by their full names, as "web:person"; one without a name by its pattern."""
    yield from _under(get_resolver().url_patterns, "", "")


def _under(patterns: Iterable[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[str]:
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _under(pattern.url_patterns, path, inside)
        elif not _is_operation(pattern):
            yield f"{space}{pattern.name}" if pattern.name else path


def _is_operation(pattern: URLPattern) -> bool:
    """Operations of the API stand in its own list, by method; their one view for all methods says less."""
    return pattern.callback.__module__.startswith("ninja.")


def commands() -> Iterator[str]:
    """Yield the commands of the command line."""
    if find_spec("tactful.cli.commands") is not None:
        for command in import_module("tactful.cli.commands").COMMANDS:
            yield command.name


def faults(found: Iterable[str], tables: Iterable[Table]) -> Iterator[str]:
    """Yield what is wrong, in words: `found` are the program's ways in or out."""
    tables = list(tables)
    there = set(found)
    entries = Counter(name for table in tables for name in (*(d.name for d in table.doors), *table.exempt))
    for name in sorted(there - set(entries)):
        yield f'"{name}" has no entry; declare it in the doors.py of its folder'
    for name in sorted(set(entries) - there):
        yield f'"{name}" is declared and leads nowhere; take the entry out'
    for name, times in sorted(entries.items()):
        if times > 1:
            yield f'"{name}" is declared {times} times'
    for table in tables:
        for name, reason in table.exempt.items():
            if len(reason.strip()) < SHORTEST_REASON:
                yield f'"{name}" is exempt without a reason'
        for door in table.doors:
            yield from misnamed(door)


def misnamed(door: Door) -> Iterator[str]:
    """Yield each name in a declaration that stands for nothing."""
    from tactful.policy.rules import RULES

    known = {facet for kind in RULES.kinds.values() for facet in kind.all}
    for facet in sorted(door.shows - known):
        yield f'"{door.name}" shows "{facet}", which is no facet or deed of the policy'
    if not door.asks:
        yield f'"{door.name}" says neither what it asks nor what it does'
    for asked in sorted(door.asks - QUESTIONS):
        if not _exists(asked):
            yield f'"{door.name}" asks "{asked}", which is neither one of the four questions nor a function'
    if not door.rules:
        yield f'"{door.name}" names no rule'
    for rule in sorted(door.rules - _rules()):
        yield f'"{door.name}" names "{rule}", which is no rule'


def _exists(name: str) -> bool:
    module, _, function = f"tactful.{name}".rpartition(".")
    try:
        there: ModuleType = import_module(module)
    except ModuleNotFoundError:
        return False
    return callable(getattr(there, function, None))


def _rules() -> frozenset[str]:
    with (ROOT / "rules.toml").open("rb") as file:
        return frozenset(rule["id"] for rule in tomllib.load(file)["rule"])


if __name__ == "__main__":
    sys.exit(main())
