"""Real and broken files of other projects: each is imported, or listed as rejected with its reason."""

from __future__ import annotations

import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tactful.intake.parsed import ParsedCard, ParsedMail, ParsedMeeting, Rejected, Window
from tactful.intake.reading import read
from tests.intake.letters import data

WINDOW = Window(datetime(2016, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))


def outcome(archive: Path) -> Counter[str]:
    """How many items of each type an archive gives; every member of it must be among their labels."""
    with zipfile.ZipFile(archive) as opened:
        members = {info.filename for info in opened.infolist() if not info.is_dir()}
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    for one in read(archive, window=WINDOW):
        counts[type(one).__name__] += 1
        label = one.label
        while label not in members and "#" in label:
            label = label.rpartition("#")[0]
        seen.add(label)
        if isinstance(one, Rejected):
            assert one.reason
            assert "Traceback" not in one.reason
    assert members - seen == set()
    return counts


@pytest.mark.parametrize(("folder", "kind", "at_least"), [
    ("mail-torture", ParsedMail, 1_500),
    ("ical-torture", ParsedMeeting, 20_000),
    ("vcard-torture", ParsedCard, 2_060),
])  # fmt: skip
def test_every_file_is_imported_or_rejected_with_a_reason(folder: str, kind: type, at_least: int) -> None:
    total: Counter[str] = Counter()
    for archive in sorted(data(folder).glob("*.zip")):
        total += outcome(archive)
    assert total[kind.__name__] >= at_least


def test_whole_mailboxes_of_a_real_company() -> None:
    messages = automated = named = people = 0
    copies: set[bytes] = set()
    for archive in sorted(data("enron-maildirs-full").glob("*.tar.gz")):
        for one in read(archive):
            if isinstance(one, ParsedMail):
                messages += 1
                automated += one.automated
                copies.add(one.copy_key)
                people += len(one.to) + len(one.cc)
                named += sum(bool(box.name) for box in one.to + one.cc)
    # 7,670 files; the others have nobody's address as their sender. Most stand in two or three folders.
    assert messages == 7_526
    assert len(copies) < messages * 0.6
    assert named > people * 0.9
    assert 0 < automated < messages * 0.1


def test_invitations_in_real_mail() -> None:
    folder = data("calendar-invites-in-mail")
    wide = Window(datetime(2015, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    items = list(read(folder / "mails.mbox.gz", window=wide))
    assert sum(isinstance(one, ParsedMail) for one in items) == 33
    meetings = [one for one in items if isinstance(one, ParsedMeeting)]
    assert {one.method for one in meetings} == {"PUBLISH", "REQUEST", "CANCEL"}
    assert any(one.attendees for one in meetings)
    assert not [one for one in items if isinstance(one, Rejected)]
