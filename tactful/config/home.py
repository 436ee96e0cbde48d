"""Where an installation keeps what is its own: `TACTFUL_HOME`, by default `~/.tactful`."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """One installation's folder. Two programs with the same home are one installation."""

    path: Path

    @classmethod
    def from_environment(cls) -> Home:
        """Return the home that `TACTFUL_HOME` names, or the default one. Nothing is created."""
        named = os.environ.get("TACTFUL_HOME")
        return cls(Path(named).expanduser().absolute() if named else Path.home() / ".tactful")

    @property
    def secrets(self) -> Path:
        """Return the folder of passwords and keys, readable by the program's user alone."""
        return self.path / "secrets"

    def create(self) -> None:
        """Make the folders that are missing."""
        # The database's folder below is entered by another user when the program runs as root.
        _make_folder(self.path, 0o711 if os.geteuid() == 0 else 0o700)
        if not self.secrets.exists():
            _make_folder(self.secrets, 0o700)
            self.own(self.secrets)

    def own(self, path: Path) -> None:
        """Give what root makes here to the home's owner, who would be locked out of it otherwise."""
        if os.geteuid() == 0:
            owner = self.path.stat()
            os.chown(path, owner.st_uid, owner.st_gid)

    def secret(self, name: str) -> str:
        """Return the secret of that name, made at random (256 bit) on first use."""
        found = self.known_secret(name)
        if found is None:
            self.create()
            fresh = self.secrets / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
                file.flush()
                os.fsync(file.fileno())
            self.own(fresh)
            try:
                # Linking never replaces: of two programs that start at once, both read the first one's secret.
                os.link(fresh, self.secrets / name)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
            found = (self.secrets / name).read_text()
        return found

    def known_secret(self, name: str) -> str | None:
        """Return the secret of that name, or None when there is none yet."""
        try:
            return (self.secrets / name).read_text()
        except FileNotFoundError:
            return None


def _make_folder(path: Path, mode: int) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.mkdir(mode=mode)
        except FileExistsError:
            return
        path.chmod(mode)
