"""One demo company for all of these tests, written once."""

from __future__ import annotations

import mailbox
from dataclasses import dataclass
from datetime import date, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property
from pathlib import Path

import pytest

from tactful.cli.demo.company import Company, build
from tactful.cli.demo.files import File, write

TODAY = date(2025, 6, 4)


@dataclass(frozen=True)
class Copy:
    """One message as one member's mailbox holds it."""

    member: str
    message: Message

    @property
    def id(self) -> str:
        return self.message["Message-ID"]

    @cached_property
    def sender(self) -> str:
        return getaddresses([self.message["From"]])[0][1]

    @cached_property
    def recipients(self) -> set[str]:
        fields = [str(v) for name in ("To", "Cc") for v in self.message.get_all(name, [])]
        return {address for _, address in getaddresses(fields)}

    @cached_property
    def moment(self) -> datetime:
        return parsedate_to_datetime(self.message["Date"])

    @property
    def day(self) -> date:
        return self.moment.date()


@pytest.fixture(scope="session")
def company() -> Company:
    return build(TODAY)


@pytest.fixture(scope="session")
def files(company: Company, tmp_path_factory: pytest.TempPathFactory) -> list[File]:
    return write(company, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def copies(files: list[File]) -> list[Copy]:
    """Every message of every mailbox, as the standard library reads it."""
    parser = BytesHeaderParser()
    found: list[Copy] = []
    for file in files:
        if file.kind == "mbox":
            box = mailbox.mbox(file.path, create=False)
            found += [Copy(file.member, parser.parsebytes(box.get_bytes(key))) for key in box.iterkeys()]
            box.close()
    return found


@pytest.fixture(scope="session")
def folder(files: list[File]) -> Path:
    return files[0].path.parent
