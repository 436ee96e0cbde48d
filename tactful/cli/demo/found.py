"""Found the demo company the way a real one is founded: by the actions of its people, one after the other."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from tactful.accounts.wall import acting
from tactful.actions.attachments import keep_attachments
from tactful.actions.departures import deactivate
from tactful.actions.exceptions import ALL, Named, keep_private, protect
from tactful.actions.founding import found_account
from tactful.actions.keeping import set_keeping
from tactful.actions.limits import Wanted, set_limits
from tactful.actions.members import accept_invitation, invite
from tactful.actions.privacy import set_privacy
from tactful.actions.shares import set_share
from tactful.actions.teams import add_to_team, create_team
from tactful.cli.demo.company import Choice, Company, Member
from tactful.cli.demo.scenes import ATTACHED, NEVER_READ, PRIVATE, PROTECTED, SHOWN
from tactful.cli.demo.staff import EVERYONE
from tactful.intake.domains import company_domain
from tactful.jobs.rules import never_read
from tactful.visibility.viewer import Viewer, member_viewer

#: How long before its end date a share was chosen that has ended.
_CHOSEN_BEFORE = timedelta(days=60)


@dataclass
class Founded:
    """The demo account in the making: its id, memberships and members' ids by address, teams' ids by name."""

    company: Company
    account: int = 0
    memberships: dict[str, int] = field(default_factory=dict)
    uids: dict[str, uuid.UUID] = field(default_factory=dict)
    teams: dict[str, uuid.UUID] = field(default_factory=dict)

    @property
    def governor(self) -> Member:
        """The Enterprise Admin, who founds it."""
        return next(member for member in self.company.members if member.role == "enterprise admin")

    def bring_members(self) -> None:
        """Found the account, then invite everybody and have them accept."""
        first = self.governor
        viewer = found_account(
            name=self.company.name,
            domains=[self.company.domain],
            member=first.name,
            email=first.address,
            password=first.password,
            title=first.title,
        )
        self.account = viewer.account
        self._keep(first, viewer)
        for member in self.company.members:
            if member.address != first.address:
                with self.acting_as(first) as governing:
                    invited = invite(governing, email=member.address, role=member.role)
                taken = accept_invitation(
                    invited.token, name=member.name, title=member.title, password=member.password
                )
                self._keep(member, taken)

    def make_teams(self) -> None:
        """Make the teams and put their members in."""
        with self.acting_as(self.governor) as governing:
            for team in self.company.teams:
                self.teams[team.name] = create_team(governing, name=team.name).uid
                for address in team.members:
                    add_to_team(governing, team=self.teams[team.name], member=self.uids[address])

    def choose_levels(self) -> int:
        """Let every member choose what they chose, as themselves; return how many choices there were."""
        chosen = 0
        for member in self.company.members:
            for audience in (*member.teams, EVERYONE):
                choice = self.company.levels[member.address, audience]
                if choice.level is not None:
                    self._choose(member, audience, choice)
                    chosen += 1
        return chosen

    def announce_a_default(self) -> None:
        """Let the Enterprise Admin raise the default for teams: it begins in seven days, and members are told."""
        with self.acting_as(self.governor) as governing:
            set_limits(governing, Wanted(default_for_teams="relationships"))

    def withhold(self) -> None:
        """Let members say what is kept private, never read, shown; the Enterprise Admin protects, and keeps bodies."""
        for local, address in PRIVATE.items():
            with self.acting_as(self.company.member(local)) as viewer:
                keep_private(viewer, Named("address", text=address), ALL, company_domain)
        for local, option in SHOWN.items():
            with self.acting_as(self.company.member(local)) as viewer:
                set_privacy(viewer, option=option)
        for local in ATTACHED:
            with self.acting_as(self.company.member(local)) as viewer:
                keep_attachments(viewer, kept=True)
        for local, folder in NEVER_READ.items():
            with self.acting_as(self.company.member(local)) as viewer:
                never_read(viewer, kind="folder", what=folder)
        with self.acting_as(self.governor) as governing:
            set_keeping(governing, bodies=True)
            for domain in PROTECTED:
                protect(governing, Named("domain", text=domain), company_domain)

    def part_with_leavers(self) -> int:
        """Deactivate those who have left; return how many they are."""
        leavers = [member for member in self.company.members if not member.active]
        with self.acting_as(self.governor) as governing:
            for member in leavers:
                deactivate(governing, member=self.uids[member.address])
        return len(leavers)

    @contextmanager
    def acting_as(self, member: Member, now: datetime | None = None) -> Iterator[Viewer]:
        """Act as one of the members, in one transaction; `now`: as on that day."""
        with acting(self.account):
            viewer = member_viewer(self.account, self.memberships[member.address], now=now)
            assert viewer is not None, "leavers leave last"
            yield viewer

    def _choose(self, member: Member, audience: str, choice: Choice) -> None:
        assert choice.level is not None, "a choice was made"
        ends_at = None if choice.until is None else datetime.combine(choice.until, time(), UTC)
        # An end date that has passed was one to come when it was chosen.
        passed = choice.until is not None and choice.until <= self.company.today
        on = ends_at - _CHOSEN_BEFORE if ends_at is not None and passed else None
        team = None if audience == EVERYONE else self.teams[audience]
        with self.acting_as(member, on) as viewer:
            set_share(viewer, team=team, level=str(choice.level), ends_at=ends_at)

    def _keep(self, member: Member, viewer: Viewer) -> None:
        assert viewer.member is not None, "it is a member who acts"
        assert viewer.uid is not None, "members have ids"
        self.memberships[member.address] = viewer.member
        self.uids[member.address] = viewer.uid
