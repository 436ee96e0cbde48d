"""The embedded server's life: created on first start, started, adopted after a crash, stopped."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tactful.config.database.account import ServerUser
from tactful.config.database.binaries import Binaries, locate, reachable
from tactful.config.database.errors import DatabaseUnusable, OtherMajorVersion
from tactful.config.database.postmaster import Postmaster

# A socket's path may have 107 bytes; ".s.PGSQL.5432.lock" takes the last 19.
LONGEST_SOCKET_FOLDER = 88
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Cluster:
    """One data folder with its server, below `place`."""

    place: Path
    user: ServerUser
    durable: bool = True

    @classmethod
    def of_home(cls, home: Path, *, durable: bool = True) -> Cluster:
        """Return the cluster of a home whose folder exists. Without `durable` a power cut may cost it (tests)."""
        user = ServerUser.for_home(home)
        return cls(_place(home, user), user, durable)

    @property
    def data(self) -> Path:
        """Return PostgreSQL's data folder."""
        return self.place / "data"

    @property
    def log(self) -> Path:
        """Return the server's log."""
        return self.place / "server.log"

    @property
    def sockets(self) -> Path:
        """Return the folder of the server's socket, which its user alone enters."""
        folder = self.place / "run"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        digest = hashlib.sha256(os.fsencode(self.place)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"tactful-{self.user.uid}-{digest}"

    def ensure_running(self) -> Postmaster:
        """Create the cluster if there is none, start its server if it is down, and return the server's process."""
        self.user.folder(self.place)
        binaries = reachable(locate(), self.user, self.place)
        self._refuse_other_major(binaries)
        if not self.data.exists():
            self._create(binaries)
        running = self._adopted()
        if running is None:
            self._sweep()
            self._start(binaries)
            running = Postmaster.of(self.data)
        if running is None:
            raise DatabaseUnusable(f'the database was started and is gone again: see "{self.log}"')
        return running

    def stop(self) -> None:
        """Stop the server, if it runs; open connections are ended, what they committed stays."""
        running = Postmaster.of(self.data)
        if running is not None:
            running.stop(PATIENCE_SECONDS)
        if self.sockets.parent != self.place and self.sockets.exists():
            shutil.rmtree(self.sockets)

    def superuser(self, database: str = "postgres") -> dict[str, str | int]:
        """Return the parameters by which this program connects to set roles and databases up."""
        return {"host": str(self.sockets), "port": 5432, "user": "postgres", "dbname": database}

    def _create(self, binaries: Binaries) -> None:
        fresh = self.place / "data.new"
        if fresh.exists():
            shutil.rmtree(fresh)  # of a start that was cut off
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if binaries.major >= 17
            else ["--locale=C.UTF-8"]
        )
        made = self.user.run(
            [
                *(binaries.folder / "initdb", "-D", fresh, "-U", "postgres", "-E", "UTF8", "-k"),
                *("--auth=peer", "--no-instructions", *locale),
                *([] if self.durable else ["--no-sync"]),
            ],
            capture_output=True,
        )
        if made.returncode:
            raise DatabaseUnusable(
                f'the database could not be created in "{self.place}": {made.stderr.strip()}'
            )
        fresh.rename(self.data)

    def _start(self, binaries: Binaries) -> None:
        self._admit()
        self._make_socket_folder()
        settings = {
            "listen_addresses": "",
            # After a first import the planner knows nothing of the tables until they are analysed.
            "autovacuum_naptime": "5s",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "hba_file": str(self.data / "pg_hba.conf"),
            "ident_file": str(self.data / "pg_ident.conf"),
            "timezone": "UTC",
            "log_timezone": "UTC",
            "max_connections": "100",
            # Statements and their values stay out of the log: it is a plain file.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        command: list[str | Path] = [
            binaries.folder / "pg_ctl",
            "-D",
            self.data,
            "-l",
            self.log,
            "-o",
            options,
        ]
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            began = self.log.stat().st_size if self.log.exists() else 0
            # No pipe: the server would inherit it, and reading it would never end.
            started = self.user.run(
                [*command, "-w", "-t", "60", "-s", "start"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if started.returncode == 0:
                return
            said = self._logged(began)
            # Backends of a killed server end by themselves, soon; until then the next one may not begin.
            lingering = "pre-existing shared memory block" in said
            if not lingering or time.monotonic() > until:
                raise DatabaseUnusable(
                    f'the database did not start: {said.strip()[-800:]} (from "{self.log}")'
                )
            time.sleep(0.2)

    def _adopted(self) -> Postmaster | None:
        """Return the server that already runs on this folder and answers, whoever started it."""
        running = Postmaster.of(self.data)
        if running is None:
            return None
        until = time.monotonic() + PATIENCE_SECONDS
        while running.lives():
            if running.sockets() == self.sockets and self._answers():
                return running
            if running.sockets() not in (None, self.sockets) or time.monotonic() > until:
                running.stop(PATIENCE_SECONDS)  # of a folder that was moved, or stuck
                return None
            time.sleep(0.05)
        return None

    def _sweep(self) -> None:
        """Remove what a server that was killed left; call it when none runs.

        PostgreSQL does so itself only when the number in these files is free, and it may be another program's by now,
        or a dead server's that nobody waits for.
        """
        for left in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            psycopg.connect(**self.superuser(), connect_timeout=5).close()  # type: ignore[arg-type]
        except psycopg.OperationalError:
            return False
        return True

    def _refuse_other_major(self, binaries: Binaries) -> None:
        try:
            made_by = int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return
        if made_by != binaries.major:
            raise OtherMajorVersion(
                f'the data in "{self.data}" was made by PostgreSQL {made_by}, but "{binaries.folder}" is '
                f"PostgreSQL {binaries.version}, which cannot open it. Nothing was changed. Set TACTFUL_PG_BIN to the "
                f"folder of PostgreSQL {made_by}'s programs to go on as before; to move to {binaries.major}, dump with "
                f"{made_by}'s pg_dumpall, move the data folder away, start again and restore the dump"
            )

    def _admit(self) -> None:
        """Let the operating system's user of this program in, and nobody else: no password is needed or kept."""
        admitted = {"root", self.user.name}
        roles = ("postgres", "tactful_owner", "tactful_web")
        (self.data / "pg_hba.conf").write_text("local all all peer map=tactful\n")
        (self.data / "pg_ident.conf").write_text(
            "".join(f'tactful "{name}" {role}\n' for name in sorted(admitted) for role in roles)
        )

    def _make_socket_folder(self) -> None:
        folder = self.user.folder(self.sockets)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.user.uid or found.st_mode & 0o077:
            raise DatabaseUnusable(
                f'"{folder}" is not a folder of the user "{self.user.name}" alone: remove it'
            )

    def _logged(self, since: int) -> str:
        try:
            with self.log.open("rb") as file:
                file.seek(since)
                return file.read().decode(errors="replace")
        except FileNotFoundError:
            return "it wrote no log"


def _place(home: Path, user: ServerUser) -> Path:
    """Return where the cluster lies: in the home, or under root outside it when the server's user cannot enter it."""
    pointer = home / "database-place"
    if pointer.exists():
        return Path(pointer.read_text().strip())
    place = home / "database"
    if not user.is_other or user.reaches(home):
        return place
    common = Path("/var/lib/tactful")
    common.mkdir(mode=0o711, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="database-", dir=common))
    user.own(place)
    pointer.write_text(f"{place}\n")
    return place
