"""An account of two members whose books the tests fill, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection

from tactful.accounts.models import Login, MemberAddress
from tactful.accounts.wall import acting
from tactful.actions.founding import add_member, found_account
from tactful.actions.imports.deleting import erase_feed
from tactful.actions.imports.digest import content_digest
from tactful.actions.imports.feeds import Begun, begin_feed, open_feed, report_of
from tactful.actions.imports.finishing import finish_feed
from tactful.actions.imports.items import Card, Item, Mail, Meeting, Named
from tactful.actions.imports.keys import id_key, looks_key
from tactful.actions.imports.writing import Writer
from tactful.insight.rs1 import meeting_weight, message_weight
from tactful.insight.store import rescore_book
from tactful.intake.domains import company_domain
from tactful.visibility.viewer import Viewer, member_viewer

TODAY = date(2025, 6, 4)
NOON = datetime(2025, 6, 3, 12, tzinfo=UTC)
ADA, BEN = "ada@northwind.example", "ben@northwind.example"
ZOE, YAN, XIA = "zoe@acme.example", "yan@acme.example", "xia@brook.example"


def named(address: str) -> Named:
    """An address with the name that it suggests."""
    return Named(address, address.partition("@")[0].title())


def mail(
    sender: str,
    to: Sequence[str],
    *,
    cc: Sequence[str] = (),
    subject: str = "Terms",
    id: str | None = "",  # noqa: A002 (the message's word for it)
    at: datetime = NOON,
    automated: bool = False,
    names: bool = True,
) -> Mail:
    """A message. Its id follows from all of it unless given; None is a message without one."""
    looks = sha256(f"{at.isoformat()} {sender} {subject}".encode("utf-8", "replace")).digest()[:16]
    own = f"{at.isoformat()} {sender} {to} {subject}" if id == "" else id
    shown = named if names else Named
    return Mail(
        keys=(*((id_key("id", own),) if own else ()), looks_key(looks)),
        at=at,
        sender=shown(sender),
        to=tuple(map(shown, to)),
        cc=tuple(map(shown, cc)),
        subject=subject,
        automated=automated,
        weight=message_weight(len(to) + len(cc), automated=automated),
    )


def meeting(
    organiser: str,
    attendees: Sequence[str],
    *,
    uid: str = "plan",
    at: datetime = NOON,
    rank: int = 0,
    void: bool = False,
    declined: Iterable[str] = (),
) -> Meeting:
    """A meeting, as its organiser's calendar holds it."""
    return Meeting(
        keys=(id_key("event", uid, ""),),
        at=at,
        organiser=named(organiser),
        attendees=tuple(map(named, attendees)),
        declined=frozenset(declined),
        void=void,
        title="Planning",
        weight=meeting_weight(len(set(attendees) | {organiser}) - 1),
        rank=(rank,),
    )


def card(*addresses: str, name: str = "Zoe Acker", **more: Any) -> Card:
    """An entry of an address book."""
    return Card(uid=more.pop("uid", ""), name=name, addresses=addresses, **more)


def days(count: int) -> timedelta:
    """That many days."""
    return timedelta(days=count)


@dataclass
class Books:
    """The account; `ada` and `ben` are its members, `account` its id."""

    account: int
    ada: int
    ben: int

    @classmethod
    def founded(cls) -> Books:
        """Make the account, with Northwind's domain, Ada and Ben."""
        viewer = found_account(
            name="Northwind", domains=["northwind.example"], member="Ada", email=ADA, password="of no matter"
        )
        assert viewer.member is not None
        with acting(viewer.account):
            login = Login.objects.create_user(BEN)
            ben = add_member(viewer.account, login, name="Ben", title="", role="member")
        return cls(viewer.account, viewer.member, ben.id)

    def viewer(self, member: int) -> Viewer:
        """A member as a viewer."""
        with acting(self.account):
            found = member_viewer(self.account, member)
        assert found is not None
        return found

    def begin(self, member: int, name: str) -> Begun:
        """Make a feed of a member's, or find the one of that name."""
        return begin_feed(self.viewer(member), name=name, digest=sha256(name.encode()).digest())

    def bring(self, member: int, name: str, items: Sequence[Item], *, batch: int = 500) -> Begun:
        """Import items as one feed, and score the book as of TODAY."""
        begun = self.begin(member, name)
        opened = open_feed(self.account, begun.id)
        writer = Writer(opened, company_domain)
        for start in range(0, len(items), batch):
            writer.store(items[start : start + batch], done=start, total=len(items))
        finish_feed(opened, writer.tally)
        rescore_book(self.account, opened.book, TODAY)
        return begun

    def delete(self, member: int, begun: Begun) -> None:
        """Delete a feed, and score the book again."""
        book = erase_feed(self.viewer(member), feed=begun.uid)
        rescore_book(self.account, book, TODAY)

    def add_address(self, member: int, address: str, *, vouched: bool = True) -> None:
        """Give a member another address; not `vouched`, they only say that it is theirs."""
        with acting(self.account):
            MemberAddress.unchecked.create(
                account_id=self.account, membership_id=member, address=address, vouched=vouched
            )

    def digest(self) -> str:
        """The digest of facts and ties."""
        return content_digest(self.account, scores=True)

    def report(self, begun: Begun) -> Any:
        """What came of a feed."""
        return report_of(self.account, begun.id)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that a statement gives, acting for the account."""
        with acting(self.account), connection.cursor() as db:
            db.execute(statement, values)
            found: list[tuple[Any, ...]] = db.fetchall()
        return found

    def touchpoints(self) -> list[tuple[Any, ...]]:
        """(contributor, person, direction) of every touchpoint, sorted."""
        return self.rows(
            """select m.name, p.key, y.direction from records_party y join records_person p on p.id = y.person_id
               join sharing_source s on s.id = y.book_id join accounts_membership m on m.id = s.owner_id
               where y.direction <> '' order by 1, 2, 3"""
        )

    def ties(self, member: int) -> dict[str, tuple[Any, ...]]:
        """(score, s, name, title, organisation, company, first, last) of a member's ties, by person."""
        return {
            key: tuple(rest)
            for key, *rest in self.rows(
                """select p.key, t.score, t.s, t.name, t.title, t.organisation, c.domain, t.first_at, t.last_at
                   from records_tie t join records_person p on p.id = t.person_id
                   join sharing_source s on s.id = t.book_id left join records_company c on c.id = t.company_id
                   where s.owner_id = %s""",
                member,
            )
        }

    def count(self, table: str) -> int:
        """How many rows a table of records has."""
        ((found,),) = self.rows(f"select count(*) from records_{table}")
        return int(found)
