"""The demo's mail is mail: any reader parses it, copies agree, and the network in it looks like one."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

from tactful.cli.demo.company import Company, build
from tactful.cli.demo.files import File, write
from tactful.cli.demo.people import FREE_MAIL
from tests.demo.conftest import TODAY, Copy

DIGEST = """
import hashlib, sys
from datetime import date
from pathlib import Path
from tactful.cli.demo.company import build
from tactful.cli.demo.files import write
for file in write(build(date(2025, 6, 4)), Path(sys.argv[1])):
    print(file.path.name, hashlib.sha256(file.path.read_bytes()).hexdigest())
"""
ADDRESS = re.compile(rb"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9.-]+)")
LINK = re.compile(rb"https?://([A-Za-z0-9.-]+)")
HOST = re.compile(rb"(?:from|by) ([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")


def digests(files: list[File]) -> list[str]:
    return [f"{file.path.name} {hashlib.sha256(file.path.read_bytes()).hexdigest()}" for file in files]


def test_same_bytes_twice_in_any_process(files: list[File], tmp_path: Path) -> None:
    # Another seed of hashes: an order that came from a set would show.
    environment = {**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    again = subprocess.run(
        [sys.executable, "-c", DIGEST, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert again.stdout.split("\n")[:-1] == digests(files)


def test_another_seed_is_another_company(files: list[File], tmp_path: Path) -> None:
    assert not set(digests(write(build(TODAY, 8), tmp_path))) & set(digests(files))


def test_every_domain_is_reserved_for_examples(files: list[File]) -> None:
    for file in files:
        raw = file.path.read_bytes().replace(b"\r\n ", b"")
        for pattern in (ADDRESS, LINK, HOST):
            outside = {host for host in pattern.findall(raw) if not host.endswith(b".example")}
            assert not outside, (file.path.name, pattern, outside)


def test_every_member_has_mail_calendar_and_cards(company: Company, files: list[File]) -> None:
    kinds: dict[str, list[str]] = defaultdict(list)
    for file in files:
        kinds[file.member].append(file.kind)
    assert list(kinds) == [member.address for member in company.members]
    assert all(have[:3] == ["mbox", "ics", "vcf"] for have in kinds.values())
    assert sum(have[3:] == ["csv"] for have in kinds.values()) == 5


def test_size(copies: list[Copy]) -> None:
    assert 25_000 <= len(copies) <= 35_000
    sizes = Counter(copy.member for copy in copies)
    assert max(sizes.values()) > 5 * min(sizes.values())


def test_every_message_parses_without_a_defect(copies: list[Copy]) -> None:
    for copy in copies:
        assert not copy.message.defects
        for needed in ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version"):
            assert len(copy.message.get_all(needed, [])) == 1, (needed, copy.id)
        assert copy.recipients


def test_no_mail_from_the_future_and_three_years_of_it(copies: list[Copy]) -> None:
    days = sorted(copy.day for copy in copies)
    assert days[-1] <= TODAY
    assert (TODAY - days[-1]).days <= 2
    assert 1_060 <= (TODAY - days[0]).days <= 1_100


def test_mailboxes_are_in_order_of_time(copies: list[Copy]) -> None:
    last: dict[str, datetime] = {}
    for copy in copies:
        before = last.get(copy.member)
        assert before is None or before <= copy.moment
        last[copy.member] = copy.moment


def test_a_member_has_no_message_twice(copies: list[Copy]) -> None:
    assert max(Counter((copy.member, copy.id) for copy in copies).values()) == 1


def test_copies_of_one_message_agree(copies: list[Copy]) -> None:
    by_id: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        by_id[copy.id].append(copy)
    shared = [group for group in by_id.values() if len(group) > 1]
    assert len(shared) >= 2_000
    for group in shared:
        for header in ("From", "To", "Cc", "Date", "Subject", "References"):
            assert len({copy.message[header] for copy in group}) == 1
    # What the sender of two messages wrote in one second to one person under one subject would be one message (DESIGN).
    like = Counter((g[0].message["Date"], g[0].sender, g[0].message["Subject"]) for g in by_id.values())
    personal = [key for key, count in like.items() if count > 1 and "@hollinvane.example" in key[1]]
    assert not personal


def test_every_member_on_a_mail_holds_a_copy(company: Company, copies: list[Copy]) -> None:
    active = {member.address for member in company.members if member.active}
    held: dict[str, set[str]] = defaultdict(set)
    on: dict[str, set[str]] = {}
    for copy in copies:
        held[copy.id].add(copy.member)
        on[copy.id] = ({copy.sender} | copy.recipients) & active
    for message_id, members in on.items():
        assert members <= held[message_id]


def test_blind_copies_stand_in_the_senders_copy_alone(copies: list[Copy]) -> None:
    blind = [copy for copy in copies if copy.message["Bcc"]]
    assert len(blind) >= 20
    assert all(copy.member == copy.sender for copy in blind)


def test_replies_point_at_messages_of_the_same_mailbox(copies: list[Copy]) -> None:
    ids = {(copy.member, copy.id) for copy in copies}
    replies = [copy for copy in copies if copy.message["In-Reply-To"]]
    assert len(replies) >= 8_000
    found = sum((copy.member, copy.message["In-Reply-To"]) in ids for copy in replies)
    assert found / len(replies) > 0.97


def test_received_mail_shows_its_way_and_sent_mail_does_not(copies: list[Copy]) -> None:
    for copy in copies:
        assert bool(copy.message["Received"]) == (copy.sender != copy.member)
        assert copy.message["X-Folder"] == ("Sent" if copy.sender == copy.member else "Inbox")


def test_mail_that_makes_no_relationship(copies: list[Copy]) -> None:
    has = Counter(
        header
        for copy in copies
        for header in (
            "List-Id",
            "List-Unsubscribe",
            "Precedence",
            "Auto-Submitted",
            "X-Auto-Response-Suppress",
        )
        if copy.message[header]
    )
    assert all(count >= 100 for count in has.values())
    assert len(has) == 5
    assert sum("no-reply@" in copy.sender or "noreply@" in copy.sender for copy in copies) >= 100
    assert len({copy.id for copy in copies if len(copy.recipients) > 30}) >= 4
    inside = [c for c in copies if all(a.endswith("@hollinvane.example") for a in {c.sender, *c.recipients})]
    assert len(inside) >= 800


def test_free_mail(copies: list[Copy]) -> None:
    assert sum(copy.sender.endswith(f"@{FREE_MAIL}") for copy in copies) >= 200


def test_the_network_has_every_kind_of_tie(company: Company, copies: list[Copy]) -> None:
    """Strong, fading, new, one-way and dormant ties, told from the mail alone."""
    ours = f"@{company.domain}"
    days: dict[tuple[str, str, bool], set[int]] = defaultdict(set)
    for copy in copies:
        ages = (TODAY - copy.day).days
        if copy.sender == copy.member:
            for address in copy.recipients:
                days[copy.member, address, True].add(ages)
        elif not copy.message["Precedence"] and not copy.message["Auto-Submitted"]:
            days[copy.member, copy.sender, False].add(ages)
    pairs = {(member, address) for member, address, _ in days if not address.endswith(ours)}
    count: Counter[str] = Counter()
    for member, address in pairs:
        out, in_ = days[member, address, True], days[member, address, False]
        both = out | in_
        if len([a for a in out if a <= 90]) >= 5 and len([a for a in in_ if a <= 90]) >= 5:
            count["strong"] += 1
        if len([a for a in both if a > 180]) >= 15 and 45 < min(both) <= 240:
            count["fading"] += 1
        if max(both) <= 60 and len(both) >= 4 and out and in_:
            count["new"] += 1
        if not in_ or not out:
            count["one-way"] += 1
        if min(both) > 365:
            count["dormant"] += 1
    assert count["strong"] >= 25
    assert count["fading"] >= 15
    assert count["new"] >= 20
    assert count["one-way"] >= 300
    assert count["dormant"] >= 300


def test_only_the_members_of_a_scene_meet_its_people(company: Company, copies: list[Copy]) -> None:
    scenes = {p.addresses[0]: p.scene for p in company.people if p.scene}
    met: dict[str, set[str]] = defaultdict(set)
    for copy in copies:
        for address in ({copy.sender} | copy.recipients) & set(scenes):
            met[address].add(copy.member.partition("@")[0])
    for address, scene in scenes.items():
        written = {member for member, kind in scene.known.items() if kind != "card"}
        assert met[address] == written, address
