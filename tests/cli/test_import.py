"""`import`: files of this machine become a member's sources, with progress, resumably."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.cli import letters
from tests.cli.typing import Terminal

FIN = ("--as", "fin@umber.example")
OWN = "Fin <fin@umber.example>"


def test_events_tell_what_came_of_each_file(reading: Terminal, folder: Path) -> None:
    mails = letters.exchange(OWN, "Nils Ek <nils@ferry.example>", 6)
    box = letters.mbox(folder / "fin.mbox", mails, name="events")
    events = reading.does("import", box, *FIN, "--json").events
    assert events[0]["event"] == "started"
    assert all(event["path"] == str(box) for event in events)
    assert events[0]["known"] is False
    done = events[-1]
    assert done["event"] == "done"
    assert {key: done["source"][key] for key in ("state", "mails", "meetings", "cards", "rejected")} == {
        "state": "done",
        "mails": 6,
        "meetings": 0,
        "cards": 0,
        "rejected": 0,
    }
    assert reading.does("people", *FIN, "nils", "--json").json["total"] == 1


def test_the_same_file_again_changes_nothing(reading: Terminal, folder: Path) -> None:
    mails = letters.exchange(OWN, "Rolf By <rolf@crane.example>", 4)
    box = letters.mbox(folder / "again.mbox", mails, name="again")
    reading.does("import", box, *FIN)
    before = reading.does("digest").out
    said = reading.does("import", box, *FIN, "--json")
    assert said.events[0]["known"] is True
    assert reading.does("digest").out == before


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(reading: Terminal, folder: Path) -> None:
    nothing = folder / "nothing.mbox"
    picture = folder / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    box = letters.mbox(
        folder / "rest.mbox", letters.exchange(OWN, "Ivo Lund <ivo@buoy.example>", 2), name="rest"
    )
    said = reading.type("import", nothing, picture, box, *FIN, "--json")
    assert said.code == 1
    ended = {Path(event["path"]).name: event for event in said.events if event["event"] in ("done", "failed")}
    assert ended["nothing.mbox"]["event"] == "failed"
    assert "cannot be read" in ended["nothing.mbox"]["error"]
    assert ended["rest.mbox"]["event"] == "done"
    assert ended["picture.png"]["event"] == "failed" or ended["picture.png"]["source"]["rejected"] == 1
    for_people = reading.type("import", nothing, *FIN)
    assert for_people.code == 1
    assert str(nothing) in for_people.err


@pytest.mark.rule("D22")
def test_a_source_is_its_member_s_alone(reading: Terminal, folder: Path) -> None:
    note = "keep this to yourself"
    mine = letters.card(folder / "own.vcf", "Tora Vik", "tora@slip.example", "+4755500303", note=note)
    reading.does("import", mine, *FIN)
    assert reading.does("people", "--as", "ada@umber.example", "Tora", "--json").json["total"] == 0
    assert reading.does("people", *FIN, "Tora", "--json").json["total"] == 1


def test_ctrl_c_stops_and_the_same_command_goes_on(reading: Terminal, folder: Path) -> None:
    mails = letters.exchange(OWN, "Gro Moe <gro@dock.example>", 6_000)
    box = letters.mbox(folder / "long.mbox", mails, name="long")
    process = reading.start("import", box, *FIN, "--json")
    assert process.stdout
    events = []
    for line in process.stdout:
        events.append(json.loads(line))
        if events[-1]["event"] in ("progress", "done"):
            break
    process.send_signal(signal.SIGINT)
    rest, complaint = process.communicate(timeout=120)
    if events[-1]["event"] == "progress" and process.returncode != 0:
        assert process.returncode == 130
        assert "the same command goes on" in complaint
        assert json.loads(rest.splitlines()[-1])["event"] == "stopped"
        progress = events[-1]
        assert 0 < progress["bytes_done"] <= progress["bytes_total"]
        assert progress["items"] > 0
        assert progress["rate"] > 0
    done = reading.does("import", box, *FIN, "--json").events[-1]
    assert (done["event"], done["source"]["mails"]) == ("done", 6_000)
