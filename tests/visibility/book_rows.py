"""The rows of an account's records: people, what books say of them, mails and meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tactful.accounts.keyring import Sealer, Where
from tactful.records import models as records
from tactful.records.models import Company, Person
from tactful.records.sort_key import sort_key
from tactful.records.words import words_of
from tests.reference.world import Fact
from tests.visibility.fitted import Mail, known, mails
from tests.visibility.item_rows import ItemRows
from tests.visibility.words import thread_digest, uid_of


class BookRows(ItemRows):
    """Writes the people of an account and its members' books."""

    # ── People and what is said of them ─────────────────────────────────────────────────────────────

    def people(self) -> None:
        """Write the persons of whom anything is said or withheld, and the colleagues who are on a mail."""
        world = self.world
        mentioned = {
            *(it.person for it in world.facts),
            *(name for it in world.facts for name in it.names),
            *(it.person for it in world.entries),
            *(it.person for it in world.protected),
            *(it.person for it in world.taken_private),
            *(it.what[1] for it in world.privates if it.what[0] == "person"),
            *(person for it in world.items for person in it.records),
        }
        persons = [it for it in world.persons if it.id in mentioned]
        withheld = {it.what[1] for it in world.privates if it.what[0] == "company"}
        companies = sorted({it.company for it in persons if it.company} | withheld)
        self.write(
            "company",
            (
                (it, Company(account_id=self.number, uid=uid_of("company", it), domain=f"{it}.example"))
                for it in self.shuffled(companies)
            ),
        )
        outsiders = [
            (
                it.id,
                Person(
                    account_id=self.number,
                    uid=uid_of("person", it.id),
                    key=f"{it.id}@{it.company or 'mail-for-all'}.example",
                    company_id=self.ids["company", it.company] if it.company else None,
                ),
            )
            for it in persons
        ]
        colleagues = [
            (
                it.id,
                Person(
                    account_id=self.number,
                    uid=uid_of("colleague", it.id),
                    key=self.address(it),
                    colleague=True,
                ),
            )
            for it in world.users
            if it.account == self.account and it.id in mentioned
        ]
        self.write("person", self.shuffled([*outsiders, *colleagues]))

    def books(self) -> None:
        """Write names, values and cards; a tie for each person whom a book knows, with what is derived for it."""
        facts = self.world.facts
        dates: dict[tuple[str, str], list[datetime]] = {}
        for mail in mails(self.world):
            if not mail.is_copied:
                dates.setdefault((mail.owner, mail.person), []).append(self.said_at(mail))
        names = {pair: self.said(f"{'/'.join(pair)}/existence", pair[1]) for pair in known(facts)}
        records.NameFact.unchecked.bulk_create(
            records.NameFact(**self.by(owner), person_id=self.ids["person", person], **said)
            for (owner, person), said in names.items()
        )
        records.Tie.unchecked.bulk_create(
            self.tie(owner, person, said, dates.get((owner, person), []))
            for (owner, person), said in names.items()
        )
        records.ContactValue.unchecked.bulk_create(
            self.value(fact) for fact in facts if fact.facet == "contact_info"
        )
        records.CardValue.unchecked.bulk_create(
            records.CardValue(
                account_id=self.number,
                source_id=self.ids["source", f"cards/{fact.owner}"],
                person_id=self.ids["person", fact.person],
                field="phone",
                value=f"+44 20 7946 {self.word(fact.id, 10_000):04}",
            )
            for fact in facts
            if fact.facet == "card"
        )

    def joins(self) -> None:
        """Write which addresses stand on one card: those of whom the book has a value at all."""
        valued = {(it.owner, it.person) for it in self.world.facts if it.facet == "contact_info"}
        pairs = set()
        for it in self.world.joins:
            if {(it.owner, it.one), (it.owner, it.other)} <= valued:
                one, other = sorted((self.ids["person", it.one], self.ids["person", it.other]))
                pairs.add((it.owner, one, other))
        records.CardJoin.unchecked.bulk_create(
            records.CardJoin(**self.by(owner), one_id=one, other_id=other)
            for owner, one, other in sorted(pairs)
        )

    def by(self, owner: str) -> dict[str, int]:
        return {"account_id": self.number, "book_id": self.book(owner), "feed_id": self.ids["feed", owner]}

    def said(self, fact: str, person: str) -> dict[str, str]:
        """Return what a book calls a person: most often by their name, in one of its forms."""
        which = self.word(fact, 40)
        first = person.title()
        name = (f"{first} Reed", f"{first} Åkesson", f"Dr {first} Reed", "")[which % 4]
        title = ("Buyer", "", "Head of sales")[which % 3]
        organisation = ("", "Orca Ltd", f"Firm {which}", "orca")[which // 4 % 4]
        return {"name": name, "sort_key": sort_key(name), "title": title, "organisation": organisation}

    def tie(self, owner: str, person: str, said: Mapping[str, str], dates: list[datetime]) -> records.Tie:
        company = next(it.company for it in self.world.persons if it.id == person)
        s = self.word(f"{owner}/{person}/relationship", 6) * 7.25
        return records.Tie(
            account_id=self.number,
            book_id=self.book(owner),
            person_id=self.ids["person", person],
            company_id=self.ids["company", company] if company else None,
            **said,
            words=words_of(said["name"], said["title"], said["organisation"]),
            s=s,
            score=round(s),
            scored_on=self.now.date(),
            first_at=min(dates, default=None),
            last_at=max(dates, default=None),
        )

    def value(self, fact: Fact) -> records.ContactValue:
        kind, value = value_of(fact, self.word(fact.id, 4_000))
        by = self.by(fact.owner)
        person = self.ids["person", fact.person]
        return records.ContactValue(**by, person_id=person, kind=kind, value=value, label="work")

    # ── Mails and meetings ──────────────────────────────────────────────────────────────────────────

    def events(self) -> None:
        """Write a copy for each mail of a book, its parties, and one interaction for all copies of a mail."""
        held = mails(self.world)
        self.write(
            "interaction",
            (
                (it, records.Interaction(account_id=self.number, uid=uid_of("interaction", it)))
                for it in self.shuffled(dict.fromkeys(mail.interaction for mail in held))
            ),
        )
        taken: dict[tuple[str, str], int] = {}
        numbers = {}
        for mail in held:
            # Two copies of one interaction in a book are of two feeds.
            numbers[mail.id] = taken[mail.owner, mail.interaction] = (
                taken.get((mail.owner, mail.interaction), -1) + 1
            )
        more = dict.fromkeys((mail.owner, numbers[mail.id]) for mail in held if numbers[mail.id])
        self.write("feed", ((f"{owner} {number}", self.feed(owner, number)) for owner, number in more))
        self.write("copy", ((mail.id, self.copy(mail, numbers[mail.id])) for mail in held))
        records.Party.unchecked.bulk_create(party for mail in held for party in self.parties(mail))
        sealer = Sealer()
        records.Body.unchecked.bulk_create(self.body(mail, sealer) for mail in held if mail.has_subject)

    def copy(self, mail: Mail, number: int) -> records.Copy:
        feed = mail.owner if not number else f"{mail.owner} {number}"
        return records.Copy(
            account_id=self.number,
            book_id=self.book(mail.owner),
            feed_id=self.ids["feed", feed],
            interaction_id=self.ids["interaction", mail.interaction],
            kind=self.kind(mail),
            at=self.said_at(mail),
            all_day=self.all_day(mail),
            subject=f"Subject {self.word(mail.id, 9_000)} of {mail.interaction}" if mail.has_subject else "",
            folder=f"Folder {self.word(mail.id, 9)}",
            thread=None if mail.thread is None else thread_digest(mail.thread),
        )

    def body(self, mail: Mail, sealer: Sealer) -> records.Body:
        """What was written: whose mail has a subject has a body too."""
        uid = uid_of("body", mail.id)
        where = Where.of(records.Body, "html", row=uid, account=self.number)
        return records.Body(
            account_id=self.number,
            uid=uid,
            epoch=0,
            book_id=self.book(mail.owner),
            copy_id=self.ids["copy", mail.id],
            html=sealer.seal(f"<p>Body {self.word(mail.id, 9_000)} of {mail.interaction}</p>", where),
        )

    def kind(self, mail: Mail) -> str:
        return "meeting" if mail.is_meeting else "mail"

    def all_day(self, mail: Mail) -> date | None:
        """Every other meeting is of a whole day."""
        whole = self.kind(mail) == "meeting" and self.word(f"all day {mail.interaction}", 2)
        return self.said_at(mail).date() if whole else None

    def direction(self, mail: Mail) -> str:
        """Which way it went."""
        if mail.is_meeting:
            return "meeting"
        if mail.is_copied:
            return "copied"
        return ("in", "out")[self.word(f"direction {mail.id}", 2)]

    def parties(self, mail: Mail) -> list[records.Party]:
        meeting = self.kind(mail) == "meeting"
        out = self.direction(mail) == "out"
        sender, receiver = ("organiser", "attendee") if meeting else ("from", "to")
        said = self.said_at(mail)
        rows = []
        for name in sorted(mail.names):
            role = sender if name == (mail.owner if out else mail.person) else receiver
            role = "cc" if not meeting and name not in (mail.owner, mail.person) else role
            direction = self.direction(mail) if name == mail.person else ""
            rows.append(
                records.Party(
                    account_id=self.number,
                    copy_id=self.ids["copy", mail.id],
                    book_id=self.book(mail.owner),
                    interaction_id=self.ids["interaction", mail.interaction],
                    person_id=self.ids["person", name],
                    member_id=self.ids.get(("user", name)),
                    role=role,
                    name=f"{name.title()} ({self.word(mail.id, 90)})",
                    direction=direction,
                    at=said,
                    weight=1.0 if direction not in ("", "copied") else 0.0,
                )
            )
        return rows


def value_of(fact: Fact, which: int) -> tuple[str, str]:
    """Return (kind, value) of a contact value, one of four thousand."""
    return (
        ("email", f"{fact.person}.{which}@orca.example"),
        ("phone", f"+47 22 33 {which:04}"),
        ("postal address", f"{which} Long Street"),
        ("profile", f"https://profiles.example/{fact.person}-{which}"),
    )[which % 4]
