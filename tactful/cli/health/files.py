"""A look at the home: its folder, its secrets, its disk, its spool."""

from __future__ import annotations

import os
import stat
import time
import uuid
from collections.abc import Collection
from pathlib import Path

from tactful.cli.ground import sentence
from tactful.cli.health.disk import is_encrypted
from tactful.cli.health.finding import Finding
from tactful.cli.words import counted, lasting

#: An upload that belongs to no feed may still be arriving.
_ARRIVING_SECONDS = 6 * 3600.0


def secrets(folder: Path) -> Finding:
    """Look whether others can read the secrets."""
    about = "secrets"
    if not folder.exists():
        return Finding(
            about, "wrong", f"{folder} is not there.", "Start Tactful once, or bring it back from a backup."
        )
    open_ones = [
        path.name for path in [folder, *sorted(folder.iterdir())] if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_ones:
        return Finding(
            about,
            "wrong",
            f"Others on this machine can read {', '.join(open_ones)} in {folder}.",
            f"chmod -R go= {folder}, and make new ones if somebody could have looked.",
        )
    return Finding(
        about, "ok", f"{counted(len(list(folder.iterdir())), 'file')}, for this program's user alone."
    )


def keyring(path: Path, *, is_used: bool) -> Finding:
    """Look whether the key ring is there and readable. `is_used`: something is sealed by it."""
    from tactful.accounts.keyring.ring import BadRing, RingFile

    about = "key ring"
    try:
        keys = RingFile(path).read().keys
    except BadRing as error:
        return Finding(about, "wrong", f"{error}.")
    except OSError as error:
        return Finding(about, "wrong", f"{path} cannot be read: {error.strerror}.", "See whose file it is.")
    if not keys and is_used:
        return Finding(
            about,
            "wrong",
            f"{path} is not there, and without it what is encrypted cannot be read.",
            "Bring it back from the backup of the secrets.",
        )
    if not keys:
        return Finding(about, "ok", "None yet: it is made when something is first encrypted.")
    older = f", and {counted(len(keys) - 1, 'older one')}" if len(keys) > 1 else ""
    return Finding(about, "ok", f"Its newest key is of {keys[-1].made:%Y-%m-%d}{older}.")


def disk(folder: Path) -> Finding:
    """Look whether the data lies on an encrypted disk."""
    about = "encrypted disk"
    match is_encrypted(folder):
        case "yes":
            return Finding(about, "ok", f"Yes: {folder} lies on an encrypted disk.")
        case "no":
            return Finding(
                about,
                "notice",
                f"No: {folder} lies on a disk that this system does not encrypt.",
                "Put it on an encrypted one. What the host of a virtual machine does below cannot be seen from here.",
            )
    return Finding(
        about, "notice", f"Unknown: this system does not say whether the disk of {folder} is encrypted."
    )


def spool(folder: Path, waiting: Collection[uuid.UUID]) -> Finding:
    """Look whether uploads lie about that no import waits for. `waiting` are the feeds that still need theirs."""
    about = "spool"
    files = [path for path in sorted(folder.iterdir()) if path.is_file()] if folder.exists() else []
    if not files:
        return Finding(about, "ok", "Empty.")
    names = {feed.hex for feed in waiting}
    old = [p for p in files if p.name not in names and time.time() - p.stat().st_mtime > _ARRIVING_SECONDS]
    if old:
        age = lasting(time.time() - min(path.stat().st_mtime for path in old))
        return Finding(
            about,
            "wrong",
            f"{counted(len(old), 'upload')} of no import in {folder}, the oldest for {age}.",
            "They are encrypted, and erased every hour while `tactful serve` runs: see that it does.",
        )
    return Finding(about, "ok", f"{counted(len(files), 'upload')}, each waiting for its import or arriving.")


def store() -> Finding:
    """Look whether contents of files can be written where they are to lie, and read again."""
    from tactful.records.place import NotAnswering
    from tactful.records.store import Missing
    from tactful.records.store import store as files

    about = "files"
    try:
        files().try_out()
    except (NotAnswering, Missing) as error:
        return Finding(
            about,
            "wrong",
            sentence(error),
            "See TACTFUL_FILES, and the sign-in that its place takes from the environment.",
        )
    return Finding(about, "ok", "They can be written where they are to lie, and read again.")


def home(folder: Path) -> Finding:
    """Look whether the home is this program's own."""
    about = "home"
    if not os.access(folder, os.W_OK):
        return Finding(
            about, "wrong", f"{folder} cannot be written to.", "Run Tactful as the user whose folder it is."
        )
    if stat.S_IMODE(folder.stat().st_mode) & 0o022:
        return Finding(about, "wrong", f"Others can write to {folder}.", f"chmod go-w {folder}")
    return Finding(about, "ok", f"{folder}.")
