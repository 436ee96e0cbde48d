"""Files, folders and archives: what is found in them, and what is refused."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tactful.intake import mboxes
from tactful.intake.containers import mail_folder
from tactful.intake.parsed import (
    ParsedCard,
    ParsedMail,
    ParsedMeeting,
    Position,
    Rejected,
    Unreadable,
    Window,
)
from tactful.intake.reading import read
from tests.intake.letters import NOW, calendar, letter

CARD = b"BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n"
MEETING = calendar("UID:1\r\nDTSTART:20260202T100000Z")
LINE = b"From ada@north.example Mon Feb  2 10:00:00 2026\n"


def found(path: Path) -> list[tuple[str, str, str]]:
    """What is read at a path: its type or the reason, its label, its folder."""
    items = read(path, window=Window.up_to(NOW))
    return [
        (one.reason if isinstance(one, Rejected) else type(one).__name__, one.label, one.folder)
        for one in items
    ]


def unreadable(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        list(read(path))
    return caught.value.reason


def mbox(*messages: bytes) -> bytes:
    return b"".join(LINE + message.replace(b"\r\n", b"\n") + b"\n" for message in messages)


def tarred(path: Path, members: dict[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_mailbox_is_split_where_a_message_begins(tmp_path: Path) -> None:
    body = "It says:\r\n\r\nFrom here on we sail.\r\n\r\n>From the deck\r\n"
    path = tmp_path / "port.mbox"
    path.write_bytes(mbox(letter(body=body), letter(Message_ID="<two@x.example>")))
    assert found(path) == [("ParsedMail", "port.mbox#1", "port"), ("ParsedMail", "port.mbox#2", "port")]
    packed = tmp_path / "port.mbox.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert found(packed) == [
        ("ParsedMail", "port.mbox.gz#1", "port"),
        ("ParsedMail", "port.mbox.gz#2", "port"),
    ]


@pytest.mark.parametrize("chunk", [1, 7, 100, 4096])
def test_the_size_of_chunks_makes_no_difference(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    written = [
        letter(Subject=f"s{n}", body="\n\nFrom x\n\n" + "y" * n * 37).replace(b"\r\n", b"\n")
        for n in range(30)
    ]
    monkeypatch.setattr(mboxes, "CHUNK", chunk)
    read_back = list(mboxes.messages(io.BytesIO(mbox(*written)), 2**20))
    assert [(one or b"").partition(b"\n")[2].strip() for one in read_back] == [one.strip() for one in written]


def test_a_message_that_is_too_long_is_passed_over() -> None:
    raw = mbox(letter(), letter(body="x" * 3_000_000), letter(Subject="last"))
    first, second, third = mboxes.messages(io.BytesIO(raw), 2_000_000)
    assert first is not None
    assert second is None
    assert third is not None
    assert b"Subject: last" in third


def test_one_file_of_each_kind(tmp_path: Path) -> None:
    for name, content, kind in (
        ("a.eml", letter(), "ParsedMail"),
        ("a.ics", MEETING, "ParsedMeeting"),
        ("a.vcf", CARD, "ParsedCard"),
        ("unnamed", letter(), "ParsedMail"),
        ("calendar", MEETING, "ParsedMeeting"),
        ("cards", CARD, "ParsedCard"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert [one[0] for one in found(path)] == [kind]


def test_a_folder_with_its_maildirs(tmp_path: Path) -> None:
    for name in ("in/cur/1:2,S", "in/new/2", "in/tmp/3", ".Sent.2026/cur/4", "plain/10", "plain/9"):
        path = tmp_path / "mail" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(letter())
    (tmp_path / "mail" / "README.md").write_text("about")
    os.symlink("/etc/hostname", tmp_path / "mail" / "link")
    read_items = found(tmp_path / "mail")
    assert [one[1:] for one in read_items if one[0] == "ParsedMail"] == [
        (".Sent.2026/cur/4", "Sent/2026"),
        ("in/cur/1:2,S", "in"),
        ("in/new/2", "in"),
        ("plain/9", "plain"),
        ("plain/10", "plain"),
    ]
    assert {one[1]: one[0][:12] for one in read_items if one[0] != "ParsedMail"} == {
        "README.md": "is not a kin",
        "link": "is a link, w",
    }


def test_archives_of_every_kind(tmp_path: Path) -> None:
    members = {
        "mail/in/1": letter(),
        "mail/a.ics": MEETING,
        "b/port.mbox": mbox(letter(), letter()),
        "c.vcf": CARD,
    }
    expected = [
        ("ParsedMail", "mail/in/1", "mail/in"),
        ("ParsedMeeting", "mail/a.ics", "mail"),
        ("ParsedMail", "b/port.mbox#1", "b/port"),
        ("ParsedMail", "b/port.mbox#2", "b/port"),
        ("ParsedCard", "c.vcf#1", ""),
    ]
    labels = {"mail/a.ics": "mail/a.ics#1"}
    expected = [(kind, labels.get(label, label), folder) for kind, label, folder in expected]
    for path in (
        tarred(tmp_path / "a.tar.gz", members),
        tarred(tmp_path / "a.tgz", members),
        tarred(tmp_path / "a.tar", members, "w"),
        zipped(tmp_path / "a.zip", members),
    ):
        assert found(path) == expected


def test_what_is_hostile_in_an_archive_is_left_out(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"x": letter()}).read_bytes()
    members = {"../out": letter(), "/abs": letter(), "inner.zip": inner, "good": letter()}
    outside = "has a path that leads out of its archive"
    nested = "is an archive within an archive: unpack it and import it by itself"
    for path in (tarred(tmp_path / "a.tar.gz", members), zipped(tmp_path / "a.zip", members)):
        assert [one[0] for one in found(path)] == [outside, outside, nested, "ParsedMail"]
    links = tmp_path / "links.tar"
    with tarfile.open(links, "w") as tar:
        for name, kind in (("sym", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("dev", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
    link = "is a link, which is not followed"
    assert [one[0] for one in found(links)] == [link, link, "is a device, not a file"]


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    zeros = letter(body="0" * (80 * 2**20))
    assert "unpacks to more than" in found(zipped(tmp_path / "a.zip", {"big": zeros, "good": letter()}))[0][0]
    packed = tmp_path / "a.eml.gz"
    packed.write_bytes(gzip.compress(zeros))
    assert "unpacks to more than" in found(packed)[0][0]


def test_a_zip_whose_members_overlap_is_not_opened(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"m{n:02}": os.urandom(3_000) for n in range(20)})
    raw = bytearray(path.read_bytes())
    # Lead every entry of the directory to the first member, and cut the others away.
    first_end = raw.index(b"PK\x03\x04", 4)
    directory = raw.index(b"PK\x01\x02")
    at = directory
    while (at := raw.find(b"PK\x01\x02", at)) >= 0:
        raw[at + 42 : at + 46] = bytes(4)
        at += 4
    end = raw.rindex(b"PK\x05\x06")
    raw[end + 16 : end + 20] = first_end.to_bytes(4, "little")
    path.write_bytes(bytes(raw[:first_end] + raw[directory:]))
    assert "the same bytes many times" in unreadable(path)


def test_damaged_archives_give_what_they_hold_and_the_reason(tmp_path: Path) -> None:
    path = tarred(tmp_path / "a.tar.gz", {f"m{n}": letter(body=os.urandom(20_000).hex()) for n in range(50)})
    path.write_bytes(path.read_bytes()[:-200_000])
    kinds = [one[0] for one in found(path)]
    assert kinds.count("ParsedMail") > 10
    assert "cut off" in kinds[-1] or "damaged" in kinds[-1]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.mbox", b"", "is empty"),
        ("a.pst", b"!BDN" + bytes(600), "export its folders"),
        ("a.msg", b"\xd0\xcf\x11\xe0" + bytes(600), "save the message as .eml"),
        ("a.7z", b"7z\xbc\xaf'\x1c", "pack the files"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00", "Tactful reads mailboxes"),
        ("a.gz", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "packed twice"),
        ("a.zip", b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_unreadable_files_say_what_to_do(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert says in unreadable(path)


def test_a_missing_or_empty_path(tmp_path: Path) -> None:
    assert "there is no file" in unreadable(tmp_path / "gone")
    assert "no files with content" in unreadable(tmp_path)


@pytest.mark.parametrize(
    ("label", "folder"),
    [
        ("maildir/x/_sent_mail/12", "maildir/x/_sent_mail"),
        ("a/.Sent/cur/1", "a/Sent"),
        ("1", ""),
        ("./a/new/1", "a"),
    ],
)
def test_folder_names(label: str, folder: str) -> None:
    assert mail_folder(label) == folder


def test_progress_rises_to_the_total(tmp_path: Path) -> None:
    path = tarred(tmp_path / "a.tar.gz", {f"m{n}": letter(body=os.urandom(5_000).hex()) for n in range(40)})
    seen: list[Position] = []
    count = sum(1 for _ in read(path, on_progress=seen.append))
    assert count == 40
    assert seen == sorted(seen)
    assert seen[-1] == Position(path.stat().st_size, path.stat().st_size)


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "big.mbox"
    one = mbox(letter(body="x" * 100_000))
    with path.open("wb") as out:
        for _ in range(600):
            out.write(one)
    tracemalloc.start()
    assert sum(isinstance(item, ParsedMail) for item in read(path)) == 600
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * 2**20 < path.stat().st_size


def test_an_invitation_comes_as_a_meeting_after_its_message(tmp_path: Path) -> None:
    body = f"--b\r\nContent-Type: text/calendar\r\n\r\n{MEETING.decode()}\r\n--b--"
    path = tmp_path / "a.eml"
    path.write_bytes(letter("Content-Type: multipart/mixed; boundary=b", body=body))
    mail, meeting = read(path, window=Window.up_to(NOW))
    assert isinstance(mail, ParsedMail)
    assert isinstance(meeting, ParsedMeeting)
    assert meeting.uid == "1"


def test_a_long_card_is_read_in_the_child(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_bytes(b"BEGIN:VCARD\r\nFN:Ada\r\nPHOTO;ENCODING=b:" + b"A" * 3_000_000 + b"\r\nEND:VCARD\r\n")
    (one,) = read(path)
    assert isinstance(one, ParsedCard)
    assert one.name == "Ada"
