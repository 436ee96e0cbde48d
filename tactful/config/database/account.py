"""The operating system's user that runs the embedded server. PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tactful.config.database.errors import DatabaseUnusable


@dataclass(frozen=True)
class ServerUser:
    """A user by whom the server's programs are run and its files are owned."""

    name: str
    uid: int
    gid: int

    @classmethod
    def for_home(cls, home: Path) -> ServerUser:
        """Return who runs the server of this home: the program's user, or under root the home's owner or nobody."""
        uid = os.geteuid()
        if uid == 0:
            owner = home.stat().st_uid if home.exists() else 0
            entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
            return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise DatabaseUnusable(
                f"the user {uid} has no entry in /etc/passwd, and PostgreSQL does not start without: "
                "add one, run as another user, or set DATABASE_URL to a server"
            ) from None
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    @property
    def is_other(self) -> bool:
        """Return whether this is another user than the one who runs the program."""
        return self.uid != os.geteuid()

    def run(self, command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, with a plain environment, and return what it said."""
        if self.is_other:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        # Another working folder or locale could be unreadable for this user or change the messages.
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        return subprocess.run(
            [str(word) for word in command],
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            check=False,
            **options,
        )

    def runs(self, command: Sequence[str | Path]) -> bool:
        """Return whether this user can run the program, and it succeeds."""
        try:
            return self.run(command, capture_output=True).returncode == 0
        except OSError:
            return False

    def reaches(self, folder: Path) -> bool:
        """Return whether this user can enter the folder."""
        return self.runs(["/bin/sh", "-c", 'cd "$0"', folder])

    def own(self, path: Path) -> None:
        """Give the file or the whole folder to this user."""
        if self.is_other:
            for found in [path, *path.rglob("*")]:
                os.chown(found, self.uid, self.gid, follow_symlinks=False)

    def folder(self, path: Path) -> Path:
        """Make a folder that this user alone enters, unless it is there, and return it."""
        if not path.exists():
            path.mkdir(mode=0o700)
            path.chmod(0o700)
            self.own(path)
        return path
