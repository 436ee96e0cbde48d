"""The account: founded, its members brought in and put into teams, and their mailboxes imported, by the real paths."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from bench.enron.mailboxes import DOMAINS, Mailbox
from tactful.accounts.wall import acting
from tactful.actions.founding import found_account
from tactful.actions.imports.feeds import FeedReport
from tactful.actions.members import accept_invitation, add_address, invite
from tactful.actions.teams import add_to_team, create_team
from tactful.jobs.feeds import run_feed, start_feed
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer, member_viewer

PASSWORD = "a password of the bench alone"  # noqa: S105 (nobody else's)


@dataclass
class Founded:
    """The account's id, and by mailbox the membership, the member's id; teams' ids by name."""

    account: int
    memberships: dict[str, int] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Everything, as `Founded(**...)` takes it."""
        return asdict(self)

    @contextmanager
    def viewed_by(self, mailbox: str) -> Iterator[Viewer]:
        """Act as a member, in one transaction."""
        with acting(self.account):
            viewer = member_viewer(self.account, self.memberships[mailbox])
            assert viewer is not None, "members of the bench stay active"
            yield viewer

    @contextmanager
    def standing_of(self, mailbox: str) -> Iterator[Standing]:
        """Act as a member, and know what they may see."""
        with self.viewed_by(mailbox) as viewer:
            yield Standing(viewer)

    def team(self, name: str) -> uuid.UUID:
        """The id of a team."""
        return uuid.UUID(self.teams[name])


def found(boxes: Sequence[Mailbox], own: Mapping[str, frozenset[str]]) -> Founded:
    """Make the account with a member for each mailbox, who knows their own addresses, and the teams of the chart."""
    first = boxes[0]
    founder = found_account(
        name="Enron",
        domains=DOMAINS,
        member=first.name,
        email=first.email,
        password=PASSWORD,
        title=first.title,
    )
    made = Founded(founder.account)
    for box in boxes:
        viewer = founder
        if box is not first:
            with made.viewed_by(first.id) as governing:
                invited = invite(governing, email=box.email)
            viewer = accept_invitation(invited.token, name=box.name, password=PASSWORD)
        assert viewer.member is not None
        assert viewer.uid is not None
        made.memberships[box.id], made.uids[box.id] = viewer.member, viewer.uid.hex
        with made.viewed_by(box.id) as oneself:
            for address in sorted(own[box.id] - {box.email}):
                add_address(oneself, member=viewer.uid, address=address)
    with made.viewed_by(first.id) as governing:
        for name in sorted({box.team for box in boxes} - {""}):
            made.teams[name] = create_team(governing, name=name).uid.hex
        for box in boxes:
            if box.team:
                add_to_team(governing, team=made.team(box.team), member=uuid.UUID(made.uids[box.id]))
    return made


def import_mailbox(made: Founded, box: Mailbox) -> FeedReport:
    """Bring one mailbox in, as its member."""
    with made.viewed_by(box.id) as viewer:
        begun = start_feed(viewer, path=box.path)
    report = run_feed(begun.account, begun.id, path=box.path)
    assert report is not None, "nobody deletes it meanwhile"
    return report
