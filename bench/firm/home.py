"""The bench's own installation: a home under build/ with an embedded server, kept while the same would be loaded."""

from __future__ import annotations

import ast
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.firm import world as worlds
from bench.firm.sizes import SEED, SIZES, Size
from bench.firm.timing import said
from bench.firm.world import World

if TYPE_CHECKING:
    from tactful.config.database import Service

ROOT = Path(__file__).resolve().parents[2]
DRAWN = ("sizes.py", "names.py", "world.py", "load.py", "binary.py", "tables.py", "peers/tables.py")
"""What decides what is loaded: where one of these files changes, the firm is loaded anew."""

#: As in PERFORMANCE's own runs, for every candidate alike: what is compared is work, not how it is spread.
SERVER = {
    "shared_buffers": "2GB",
    "effective_cache_size": "6GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "random_page_cost": "1.1",
}


@dataclass
class Firm:
    """The loaded firm: its account, the arrays, and how their numbers are called in the tables.

    `members[i]`, `books[i]`: membership and book of member `i`; `teams`, `buckets` likewise. Person `i` is row `i + 1`,
    company `i` too.
    """

    service: Service
    world: World
    account: int
    members: list[int]
    books: list[int]
    teams: list[int]
    buckets: list[int]
    colleagues: list[int]

    @property
    def size(self) -> Size:
        """How large it is."""
        return self.world.size


def folder(size: Size) -> Path:
    """Return where the home of this size lies."""
    return ROOT / "build" / f"firm-{size.name}"


def environment(size: Size) -> dict[str, str]:
    """Return the environment of a program that works in this home."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "TACTFUL_", "DJANGO_"))}
    # Arithmetic on one core, as the database has it: threads would take the others' cores in a shared machine.
    return {**kept, "TACTFUL_HOME": str(folder(size)), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@contextmanager
def ground(size: Size) -> Iterator[Firm]:
    """Have the firm of this size loaded and its server running inside. TACTFUL_HOME must be its home already."""
    home = folder(size)
    assert os.environ.get("TACTFUL_HOME") == str(home), "the settings read the home when they are imported"
    home.parent.mkdir(exist_ok=True)
    with open(home.parent / f"{home.name}.lock", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        kept = _kept(size, home)
        if not kept:
            # Half a load, or one of other arrays or tables, is worth nothing.
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
        with _served(home) as service:
            yield _loaded(service, size, home, kept)


@contextmanager
def _served(home: Path) -> Iterator[Service]:
    from tactful.config import database

    os.environ["DJANGO_SETTINGS_MODULE"] = "tactful.config.settings"
    if not (home / "server.json").exists():
        with database.attached(durable=False) as service, service.superuser() as superuser:
            for name, value in SERVER.items():
                superuser.execute(f"alter system set {name} = '{value}'".encode())
        (home / "server.json").write_text(json.dumps(SERVER))
    with database.attached(durable=False) as service:
        database.migrate()
        from django.db import connections

        try:
            yield service
        finally:
            connections.close_all()


def _kept(size: Size, home: Path) -> dict[str, Any]:
    """Return what the home's mark says, where it is of these arrays, and of migrations that are still the same."""
    mark = home / "loaded.json"
    if not mark.exists():
        return {}
    found: dict[str, Any] = json.loads(mark.read_text())
    now = _migrations()
    changed = [name for name, digest in found["migrations"].items() if now.get(name) != digest]
    if found["drawn"] != _drawn(size):
        changed.append("what is drawn")
    if changed:
        print(f"{size.name}: loaded anew, for there is another {', another '.join(changed)}", flush=True)
    return {} if changed else found


def _loaded(service: Service, size: Size, home: Path, kept: dict[str, Any]) -> Firm:
    from bench.firm.load import fill, load

    drawn, migrations = _drawn(size), _migrations()
    if kept:
        print(f"{size.name}: {size.people:,} people, kept from an earlier run", flush=True)
        firm = Firm(service, World.kept(home / "world.npz", size), **kept["ids"])
        if kept["migrations"] != migrations:
            with said("filled for later migrations"):
                fill(firm)
    else:
        print(f"{size.name}: {size.people:,} people, drawn from the seed {SEED}", flush=True)
        with said("drawn"):
            world = worlds.draw(size, SEED)
        with said("loaded"):
            firm = load(service, world)
        world.keep(home / "world.npz")
    ids = {
        name: getattr(firm, name)
        for name in ("account", "members", "books", "teams", "buckets", "colleagues")
    }
    mark = {"drawn": drawn, "ids": ids, "migrations": migrations}
    (home / "loaded.json").write_text(json.dumps(mark))
    return firm


def _drawn(size: Size) -> str:
    digest = hashlib.sha256(repr((SEED, SIZES[size.name])).encode())
    for name in DRAWN:
        digest.update(_meaning(Path(__file__).parent / name).encode())
    return digest.hexdigest()


def _meaning(path: Path) -> str:
    """A program without its comments, its docstrings and the way it is set."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not _is_text(one)]  # type: ignore[attr-defined]  # it has one
    return ast.dump(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _migrations() -> dict[str, str]:
    paths = sorted(ROOT.glob("tactful/*/migrations/*.py"))
    return {str(p.relative_to(ROOT)): hashlib.sha256(_meaning(p).encode()).hexdigest() for p in paths}
