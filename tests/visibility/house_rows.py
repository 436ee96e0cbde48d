"""The rows of an account but for its records: who is in it, its sources and settings, what is opened and withheld."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b
from typing import Any

from tactful.accounts.models import (
    Account,
    AccountDomain,
    Guest,
    Login,
    MemberAddress,
    Membership,
    Team,
    TeamMembership,
)
from tactful.records.models import Entry, Feed
from tactful.sharing import models as sharing
from tactful.sharing.models import Source
from tests.reference import world as plain
from tests.reference.cast import NOW
from tests.reference.world import EVERYONE
from tests.visibility.words import Words, thread_digest, uid_of


class HouseRows(Words):
    """Writes the house of an account, its sources and its settings."""

    # ── The account and who is in it ────────────────────────────────────────────────────────────────

    def house(self) -> None:
        Account(id=self.number, uid=uid_of("account", self.account), name=self.account.title()).save(
            force_insert=True
        )
        AccountDomain.unchecked.create(account_id=self.number, domain=f"{self.account}.example")
        users = [it for it in self.world.users if it.account == self.account]
        guests = [it for it in self.world.users if it.account != self.account]
        logins = Login.objects.bulk_create(
            Login(uid=uid_of("login", it.id), email=self.address(it), name=self.name(it), password="!")
            for it in (*users, *guests)
        )
        self.ids |= {("login", it.id): row.id for it, row in zip((*users, *guests), logins, strict=True)}
        self.write("user", ((it.id, self.member(it)) for it in users))
        self.write("guest", ((it.id, self.guest(it)) for it in guests))
        MemberAddress.unchecked.bulk_create(
            MemberAddress(
                account_id=self.number,
                membership_id=self.ids["user", it.id],
                address=self.address(it),
                vouched=True,
            )
            for it in users
        )
        teams = [it for it in self.world.teams if it.account == self.account]
        self.write(
            "team",
            (
                (it.id, Team(account_id=self.number, uid=uid_of("team", it.id), name=it.id.title()))
                for it in teams
            ),
        )
        self.write(
            "place",
            (
                (
                    f"{team.id}/{user}",
                    TeamMembership(
                        account_id=self.number,
                        team_id=self.ids["team", team.id],
                        membership_id=self.ids["user", user],
                    ),
                )
                for team in teams
                for user in sorted(team.members)
                if ("user", user) in self.ids
            ),
        )

    def name(self, user: plain.User) -> str:
        surnames = ("Ames", "Boyd", "Cole", "Duff", "Egan")
        return f"{user.id.title()} {surnames[self.word(f'user {user.id}', 5)]}"

    def member(self, user: plain.User) -> Membership:
        state = Membership.State.ACTIVE if user.active else Membership.State.DEACTIVATED
        return Membership(
            account_id=self.number,
            uid=uid_of("user", user.id),
            login_id=self.ids["login", user.id],
            name=self.name(user),
            title=("Partner", "", "Analyst")[self.word(f"title {user.id}", 3)],
            role=user.role,
            state=state,
            created_at=self.until(user.since) or self.now - timedelta(days=900),
            returning=user.returning,
        )

    def guest(self, user: plain.User) -> Guest:
        return Guest(
            account_id=self.number, uid=uid_of("guest", user.id), login_id=self.ids["login", user.id]
        )

    # ── Sources and settings ────────────────────────────────────────────────────────────────────────

    def source(self, name: str, kind: str, owner: str | None, **more: Any) -> tuple[str, Source]:
        return name, Source(
            account_id=self.number,
            uid=uid_of("source", name),
            kind=kind,
            owner_id=None if owner is None else self.ids["user", owner],
            **more,
        )

    def sources(self) -> None:
        users = [it.id for it in self.world.users if it.account == self.account]
        containers = []
        for it in self.world.containers:
            marks = [
                *(["read only"] if it.read_only else []),
                *(["conversations"] if it.conversations else []),
            ]
            label = f"{it.id.title()} {self.word(f'container {it.id}', 90)}"
            containers.append(self.source(it.id, it.kind, it.owner, marks=marks, label=label))
        self.write(
            "source",
            [self.source(f"{kind}/{user}", kind, user) for user in users for kind in ("book", "cards")]
            + containers,
        )
        pages = [
            self.source(it.id, "page", None, parent_id=self.ids["source", it.workspace])
            for it in self.world.pages
        ]
        self.write("source", pages)
        owners = dict.fromkeys(it.owner for it in self.world.facts if it.facet != "card")
        self.write("feed", ((owner, self.feed(owner, 0)) for owner in owners))

    def feed(self, owner: str, number: int) -> Feed:
        name = f"{owner} {number}"
        return Feed(
            account_id=self.number,
            uid=uid_of("feed", name),
            book_id=self.ids["source", f"book/{owner}"],
            name=f"{name}.mbox",
            kind="mail",
            digest=blake2b(name.encode(), digest_size=32).digest(),
            state=Feed.State.DONE,
            mails=self.word(f"feed {name}", 900),
            first_at=self.at(f"feed {name}") - timedelta(days=700),
            last_at=self.at(f"feed {name}"),
        )

    def settings(self) -> None:
        account = next(it for it in self.world.accounts if it.id == self.account)
        sharing.AccountSharing.unchecked.create(
            account_id=self.number,
            mode=account.mode,
            highlights=account.highlights,
            share_all=account.share_all,
            default_for_teams=account.default_for_teams,
            default_for_everyone=account.default_for_everyone,
            members_may_be_stricter=account.stricter,
            keep_bodies=True,
        )
        sharing.AudienceLimits.unchecked.bulk_create(
            sharing.AudienceLimits(account_id=self.number, team_id=self.team(audience), floor=floor, cap=cap)
            for audience, (floor, cap) in account.limits.items()
            if audience == EVERYONE or ("team", audience) in self.ids
        )
        sharing.Raise.unchecked.bulk_create(
            sharing.Raise(
                account_id=self.number,
                uid=uid_of("raise", f"{it.what} {it.audience}"),
                what="floor" if it.what == "floor" else f"default for {it.audience}",
                team_id=self.team(it.audience) if it.what == "floor" else None,
                level=it.level,
                announced_at=self.now + (it.announced - NOW),
                begins_at=self.now + (it.begins - NOW),
            )
            for it in account.raises
            if it.what == "default" or it.audience == EVERYONE or ("team", it.audience) in self.ids
        )
        sharing.ShareSetting.unchecked.bulk_create(
            sharing.ShareSetting(
                account_id=self.number,
                book_id=self.book(it.user),
                team_membership_id=None
                if it.audience == EVERYONE
                else self.ids["place", f"{it.audience}/{it.user}"],
                level=it.level,
                ends_at=self.until(it.until),
                set_at=self.now - timedelta(days=3),
            )
            for it in self.world.shares
        )
        sharing.MailPrivacy.unchecked.bulk_create(
            sharing.MailPrivacy(
                account_id=self.number,
                book_id=self.book(it.user),
                team_id=self.team(it.audience),
                option=it.option,
                ends_at=self.until(it.until),
                at_most=it.at_most,
            )
            for it in self.world.privacies
            if it.audience != EVERYONE
        )

    # ── What is opened, and what is withheld ────────────────────────────────────────────────────────

    def opened(self) -> None:
        number, ids = self.number, self.ids
        self.write(
            "link",
            (
                (
                    it.id,
                    sharing.Link(
                        account_id=number,
                        uid=uid_of("link", it.id),
                        token_hash=blake2b(it.id.encode(), digest_size=32).digest(),
                        ends_at=self.until(it.until),
                    ),
                )
                for it in self.world.links
            ),
        )
        grants = [
            sharing.Grant(
                account_id=number, source_id=ids["source", it.container], role=it.role, ends_at=self.until(it.until),
                **self.principal(it.principal),
            )
            for it in self.world.grants
        ]  # fmt: skip
        grants += [
            sharing.Grant(
                account_id=number, source_id=ids["source", it.page], role="by link", ends_at=self.until(it.until),
                principal="link", link_id=ids["link", it.id],
            )
            for it in self.world.links
        ]  # fmt: skip
        sharing.Grant.unchecked.bulk_create(grants)
        Entry.unchecked.bulk_create(
            Entry(
                account_id=number,
                source_id=ids["source", it.container],
                person_id=ids["person", it.person],
                via_id=self.book(it.via),
            )
            for it in self.world.entries
        )
        sharing.Consent.unchecked.bulk_create(
            sharing.Consent(account_id=number, source_id=ids["source", it.bucket], book_id=self.book(it.user))
            for it in self.world.consents
        )

    def principal(self, principal: tuple[str, str]) -> dict[str, Any]:
        kind, name = principal
        if kind == "user":
            member = self.ids.get(("user", name))
            return {"principal": kind, "member_id": member} if member else {
                "principal": kind, "guest_id": self.ids["guest", name],
            }  # fmt: skip
        return (
            {"principal": kind, "team_id": self.ids["team", name]} if kind == "team" else {"principal": kind}
        )

    def withheld(self) -> None:
        rows = []
        for it in dict.fromkeys(self.world.privates):
            sort, what = it.what
            rows.append(
                sharing.Withholding(
                    account_id=self.number,
                    uid=uid_of("exception", f"{it.user} {sort} {what} {it.audience}"),
                    set_at=NOW,
                    book_id=self.book(it.user),
                    team_id=self.team(it.audience),
                    for_everyone=it.audience == EVERYONE,
                    person_id=self.ids["person", what] if sort == "person" else None,
                    company_id=self.ids["company", what] if sort == "company" else None,
                )
            )
        rows += [
            sharing.Withholding(
                account_id=self.number,
                uid=uid_of("exception", f"{it.user} thread {it.thread}"),
                set_at=NOW,
                book_id=self.book(it.user),
                thread=thread_digest(it.thread),
            )
            for it in dict.fromkeys(self.world.private_threads)
        ]
        rows += [
            sharing.Withholding(
                account_id=self.number,
                uid=uid_of("exception", f"protected {it.person}"),
                set_at=NOW,
                person_id=self.ids["person", it.person],
            )
            for it in dict.fromkeys(self.world.protected)
        ]
        rows += [
            sharing.Withholding(
                account_id=self.number,
                person_id=self.ids["person", it.person],
                within_id=self.ids["source", it.bucket],
            )
            for it in dict.fromkeys(self.world.taken_private)
        ]
        sharing.Withholding.unchecked.bulk_create(rows)
