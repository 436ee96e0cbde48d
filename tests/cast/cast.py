"""Gathers the cast through the product's own actions, and lets each of them come in by any door."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.test import Client

from tactful.accounts.models import ApiKey, Login, Membership, Team
from tactful.accounts.wall import acting
from tactful.actions.audiences import ChosenAudience
from tactful.actions.files import upload_file
from tactful.actions.founding import found_account
from tactful.actions.imports.feeds import begin_feed, open_feed
from tactful.actions.imports.finishing import finish_feed
from tactful.actions.imports.items import Item
from tactful.actions.imports.writing import Writer
from tactful.actions.items import Writing, write_item
from tactful.actions.keeping import set_keeping
from tactful.actions.keys import create_key
from tactful.actions.logged import log_interaction
from tactful.actions.members import accept_invitation, invite
from tactful.actions.privacy import set_mode, set_privacy, set_team_privacy
from tactful.actions.reminders import When, remind
from tactful.actions.shares import set_share
from tactful.actions.teams import add_to_team, create_team, remove_from_team
from tactful.actions.texts import text_of_plain
from tactful.insight.store import rescore_book
from tactful.intake.domains import company_domain
from tactful.jobs.keeping import erase_what_is_not_kept
from tactful.policy.privacy import ModeChange
from tactful.policy.terms import Choice
from tactful.records.models import Company, Judgement, Person
from tactful.sharing.models import Introduction
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer, member_viewer
from tests.cast.books import BOOKS
from tests.cast.clients import Api
from tests.cast.outside import DOMAIN, OTHER_DOMAIN, OUTSIDERS, address_of, days_ago, meeting

PASSWORD = "seven colleagues and a harbour"
TEAMS = {"Gas": ("Ada", "Ben", "Dee"), "Power": ("Ada", "Cyd")}
COLLEAGUES = ("Ada", "Ben", "Cyd", "Dee", "Eve")


@dataclass
class Cast:
    """The cast in one transaction of a test. Nobody shares anything until `share` says so."""

    accounts: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    @classmethod
    def gathered(cls, *, books: bool = True) -> Cast:
        """Return the cast, with their books filled unless `books` is False."""
        cast = cls()
        flo = found_account(
            name="Hearth", domains=[DOMAIN], member="Flo", email=address_of("Flo"), password=PASSWORD
        )
        gus = found_account(
            name="Quarry", domains=[OTHER_DOMAIN], member="Gus", email=address_of("Gus"), password=PASSWORD
        )
        cast._take_in("Flo", flo)
        cast._take_in("Gus", gus)
        for name in COLLEAGUES:
            with acting(flo.account):
                invited = invite(flo, email=address_of(name))
            cast._take_in(name, accept_invitation(invited.token, name=name, password=PASSWORD))
        with acting(flo.account):
            for team, members in TEAMS.items():
                made = create_team(flo, name=team)
                for name in members:
                    add_to_team(flo, team=made.uid, member=cast.member(name).uid or uuid.UUID(int=0))
        for name, sources in BOOKS.items() if books else ():
            for feed, items in sources.items():
                cast.bring(name, items, feed=feed)
        return cast

    def member(self, name: str) -> Viewer:
        """Return a member as a viewer, as they are now."""
        with acting(self.accounts[name]):
            viewer = member_viewer(self.accounts[name], self.places[name])
        assert viewer is not None, f"{name} is no active member"
        return viewer

    @contextmanager
    def standing(self, name: str) -> Iterator[Standing]:
        """Act for a member's account and yield their standing, to ask visibility directly."""
        with acting(self.accounts[name]):
            yield Standing(self.member(name))

    def id(self, name: str) -> str:
        """Return the public id of a member."""
        viewer = self.member(name)
        assert viewer.uid is not None
        return viewer.uid.hex

    def api(
        self,
        name: str,
        *,
        ceiling: Iterable[str] | None = None,
        may_write: bool = True,
        ends_at: datetime | None = None,
    ) -> Api:
        """Return a way in by a fresh key of the member's. `ends_at` may have passed: the key was made before it."""
        viewer = self.member(name)
        with acting(viewer.account):
            key = create_key(viewer, name="Tests", ceiling=ceiling, may_write=may_write)
            if ends_at is not None:
                ApiKey.unchecked.filter(account_id=viewer.account, uid=key.uid).update(ends_at=ends_at)
        return Api(key.token)

    def page(self, name: str) -> Client:
        """Return a browser's way in, signed in as the member."""
        client = Client()
        with acting(self.accounts[name]):
            row = Membership.unchecked.get(account_id=self.accounts[name], id=self.places[name])
        client.force_login(Login.objects.get(id=row.login_id))
        return client

    def share(self, name: str, audience: str, level: str, ends_at: datetime | None = None) -> None:
        """Let a member choose a level towards a team, or towards "Everyone". `ends_at` may not have passed."""
        with acting(self.accounts[name]):
            team = None if audience == "Everyone" else self.team(audience)
            set_share(self.member(name), team=team, level=level, ends_at=ends_at)

    def shows(self, name: str, option: str, team: str = "", ends_at: datetime | None = None) -> None:
        """Let a member choose what is shown of their mails, or the Enterprise Admin what a team is shown of them."""
        with acting(self.accounts[name]):
            if not team:
                set_privacy(self.member(name), option=option, ends_at=ends_at)
                return
            chosen = {uuid.UUID(hex=self.id(name)): Choice(option, ends_at)}
            set_team_privacy(self.member("Flo"), team=self.team(team), choices=chosen)

    def _audience(self, option: str, teams: Sequence[str], members: Sequence[str]) -> ChosenAudience:
        """Return an audience: the teams and members where some are named, else the option."""
        return ChosenAudience(
            "teams and users" if teams or members else option,
            tuple(self.team(team) for team in teams),
            tuple(uuid.UUID(hex=self.id(member)) for member in members),
        )

    def note(
        self,
        name: str,
        words: str,
        *people: str,
        audience: str = "everyone",
        teams: Sequence[str] = (),
        members: Sequence[str] = (),
    ) -> str:
        """Let a member write a note on these people, and return its id. Teams or members named are the audience."""
        some = self._audience(audience, teams, members)
        with acting(self.accounts[name]):
            on = tuple(uuid.UUID(hex=self.person(person, name)) for person in people)
            written = write_item(
                self.member(name), Writing("note", text_of_plain(words), people=on, audience=some)
            )
        return written.uid.hex

    def file(
        self,
        name: str,
        content: bytes,
        *people: str,
        called: str = "offer.pdf",
        audience: str = "everyone",
        teams: Sequence[str] = (),
        members: Sequence[str] = (),
    ) -> str:
        """Let a member upload a file on these people, and return its id. Teams or members named are the audience."""
        some = self._audience(audience, teams, members)
        with acting(self.accounts[name]):
            on = tuple(uuid.UUID(hex=self.person(person, name)) for person in people)
            writing = Writing("file", text_of_plain("", required=False), people=on, audience=some)
            made = upload_file(self.member(name), content=[content], name=called, writing=writing)
        return made.item.uid.hex

    def logged(
        self,
        name: str,
        kind: str,
        *people: str,
        members: Sequence[str] = (),
        audience: str = "everyone",
        words: str = "",
    ) -> str:
        """Let a member log an interaction with these people, in which these colleagues took part; return its id."""
        with acting(self.accounts[name]):
            written = log_interaction(
                self.member(name),
                Writing(
                    "logged interaction",
                    text_of_plain(words, required=False),
                    people=tuple(uuid.UUID(hex=self.person(person, name)) for person in people),
                    audience=ChosenAudience(audience),
                    kind=kind,
                    parties=tuple(uuid.UUID(hex=self.id(member)) for member in members),
                ),
            )
        return written.uid.hex

    def reminder(
        self,
        name: str,
        *people: str,
        days: float = 0,
        to: str = "",
        audience: str = "everyone",
        recurrence: str = "none",
        resets: bool = False,
        words: str = "Call again",
    ) -> str:
        """Let a member write a reminder on these people, due in so many days, for a colleague; return its id."""
        with acting(self.accounts[name]):
            viewer = self.member(name)
            made = remind(
                viewer,
                Writing(
                    "reminder",
                    text_of_plain(words),
                    people=tuple(uuid.UUID(hex=self.person(person, name)) for person in people),
                    audience=ChosenAudience(audience),
                    assignee=uuid.UUID(hex=self.id(to)) if to else None,
                ),
                When(viewer.now + timedelta(days=days), recurrence, None, resets),
            )
        return made.item.uid.hex

    def meeting(self, name: str, days: float = 0) -> str:
        """Return the id of a meeting in a member's book, the one of so many days ago; the newest where none is said."""
        found = self.api(name).read("/touchpoints", kind="meeting", limit=200)["items"]
        at = days_ago(days, 11) if days else None
        return str(next(one["id"] for one in found if at is None or one["at"][:10] == at.isoformat()[:10]))

    def hidden_meeting(self, name: str) -> str:
        """Let a member bring a meeting that nobody else has, and return its id."""
        who = "Olaf" if name == "Eve" else "Vera"
        self.bring(name, [meeting(who, [name], 33)], feed="calendar")
        return self.meeting(name, 33)

    def mode(self, mode: str | None = None, back: str | None = None, stricter: bool | None = None) -> None:
        """Let the Enterprise Admin change the mode of mails and meetings."""
        with acting(self.accounts["Flo"]):
            set_mode(self.member("Flo"), ModeChange(mode, back, stricter))

    def keep(self, *, bodies: bool | None = None, private_events: bool | None = None) -> None:
        """Let the Enterprise Admin say what is kept of mails and meetings, and erase what is not."""
        with acting(self.accounts["Flo"]):
            set_keeping(self.member("Flo"), bodies=bodies, private_events=private_events)
        erase_what_is_not_kept(self.accounts["Flo"])

    def join(self, name: str, team: str) -> None:
        """Let the Enterprise Admin put a member into a team."""
        with acting(self.accounts[name]):
            add_to_team(self.member("Flo"), team=self.team(team), member=uuid.UUID(hex=self.id(name)))

    def leave(self, name: str, team: str) -> None:
        """Let a member leave a team."""
        with acting(self.accounts[name]):
            remove_from_team(self.member(name), team=self.team(team), member=uuid.UUID(hex=self.id(name)))

    def bring(self, name: str, items: Sequence[Item], *, feed: str = "more") -> uuid.UUID:
        """Import items into a member's book as one source, as an import does; return the source's id."""
        viewer = self.member(name)
        begun = begin_feed(viewer, name=feed, digest=f"{name} {feed}".encode().ljust(32)[:32], size=1)
        opened = open_feed(viewer.account, begun.id)
        writer = Writer(opened, company_domain)
        writer.store(list(items), done=1, total=1)
        finish_feed(opened, writer.tally)
        with acting(viewer.account):
            rescore_book(viewer.account, opened.book)
        return begun.uid

    def team(self, name: str, account: str = "Ada") -> uuid.UUID:
        """Return the id of a team."""
        with acting(self.accounts[account]):
            return Team.unchecked.get(account_id=self.accounts[account], name=name).uid

    def person(self, who: str, of: str = "Ada") -> str:
        """Return the public id of somebody outside, as the account of the member `of` has it."""
        account = self.accounts[of]
        with acting(account):
            rows = Person.unchecked.filter(account_id=account)
            address = OUTSIDERS[who].address
            found = rows.filter(key=address) if address else rows.exclude(key__contains="@")
            return found.get().uid.hex

    def company(self, domain: str, of: str = "Ada") -> str:
        """Return the public id of a company by the first part of its domain."""
        account = self.accounts[of]
        with acting(account):
            return Company.unchecked.get(account_id=account, domain=f"{domain}.example").uid.hex

    def asked(self, asker: str, introducer: str, who: str, *, words: str = "", state: str = "asked") -> str:
        """Let a request for an introduction stand between two members, whatever they share; return its id."""
        account = self.accounts[asker]
        person = uuid.UUID(hex=self.person(who, asker))
        with acting(account):
            row, _ = Introduction.unchecked.get_or_create(
                account_id=account,
                asker_id=self.places[asker],
                introducer_id=self.places[introducer],
                person_id=Person.unchecked.get(account_id=account, uid=person).id,
                defaults={"words": words, "state": state, "asked_at": self.member(asker).now},
            )
        return str(row.uid.hex)

    def judged(self, member: str, one: str, other: str, *, verdict: str = "not the same") -> str:
        """Let it stand that a member said this of two people outside, whatever they see; return its id."""
        account = self.accounts[member]
        uids = [uuid.UUID(hex=self.person(who, member)) for who in (one, other)]
        with acting(account):
            people = sorted(
                Person.unchecked.filter(account_id=account, uid__in=uids).values_list("id", flat=True)
            )
            row, _ = Judgement.unchecked.get_or_create(
                account_id=account,
                one_id=people[0],
                other_id=people[1],
                defaults={
                    "verdict": verdict,
                    "member_id": self.places[member],
                    "at": self.member(member).now,
                },
            )
        return str(row.uid.hex)

    def _take_in(self, name: str, viewer: Viewer) -> None:
        assert viewer.member is not None
        self.accounts[name], self.places[name] = viewer.account, viewer.member
