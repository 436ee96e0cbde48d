"""Write the whole demo company to a folder, as the files its members would bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tactful.cli.demo.calendars import write_calendars
from tactful.cli.demo.cards import write_cards, write_connections
from tactful.cli.demo.company import Company
from tactful.cli.demo.mailbox import write_mailboxes

FileKind = Literal["mbox", "ics", "vcf", "csv"]


@dataclass(frozen=True)
class File:
    """One file to import for one member (`member` is their address)."""

    member: str
    kind: FileKind
    path: Path


def write(company: Company, folder: Path) -> list[File]:
    """Write every member's mbox, .ics and .vcf, and for some a Connections.csv, into `folder`; make it if needed.

    Returns the files in the order in which they are best imported: member by member, mail first. Existing files of
    the same names are overwritten. OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writers: tuple[tuple[FileKind, Callable[[Company, Path], list[tuple[str, Path]]]], ...] = (
        ("mbox", write_mailboxes),
        ("ics", write_calendars),
        ("vcf", write_cards),
        ("csv", write_connections),
    )
    files = [File(member, kind, path) for kind, writer in writers for member, path in writer(company, folder)]
    order = {member.address: index for index, member in enumerate(company.members)}
    return sorted(files, key=lambda file: order[file.member])
