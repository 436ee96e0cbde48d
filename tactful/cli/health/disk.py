"""Whether the data lies on an encrypted disk, as far as this system can tell (S20): yes, no, or unknown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

Answer = Literal["yes", "no", "unknown"]

_SYS = Path("/sys/dev/block")


def is_encrypted(folder: Path, *, block_devices: Path = _SYS) -> Answer:
    """Return whether the disk below a folder is encrypted by this system; what lies below the system it cannot know."""
    if sys.platform == "darwin":
        return _file_vault()
    try:
        device = os.stat(folder).st_dev
    except OSError:
        return "unknown"
    if os.major(device) == 0:
        # A file system without a block device of its own: btrfs, ZFS, an overlay, something from a network.
        return "unknown"
    return _of_device(block_devices / f"{os.major(device)}:{os.minor(device)}")


def _of_device(place: Path) -> Answer:
    """A device is encrypted where it, or everything that it is made of, is a dm-crypt mapping."""
    if not place.exists():
        return "unknown"
    if _read(place / "dm" / "uuid").startswith("CRYPT-"):
        return "yes"
    slaves = place / "slaves"
    below = {_of_device(slave) for slave in slaves.iterdir()} if slaves.is_dir() else set()
    if not below:
        return "no"
    return below.pop() if len(below) == 1 else "unknown" if "unknown" in below else "no"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _file_vault() -> Answer:
    try:
        said = subprocess.run(["fdesetup", "status"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return "unknown"
    if "FileVault is On" in said:
        return "yes"
    return "no" if "FileVault is Off" in said else "unknown"
