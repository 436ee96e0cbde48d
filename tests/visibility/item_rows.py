"""The rows of an account's notes, files, reminders and logged interactions, with their audiences."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import timedelta

from PIL import Image

from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import Where, seal_bytes
from tactful.records import content, files, reminders
from tactful.records import models as records
from tactful.records.store import store
from tactful.sharing import models as sharing
from tactful.sharing.models import Source
from tests.reference.world import Item
from tests.visibility.house_rows import HouseRows
from tests.visibility.words import uid_of


def set_apart(items: Iterable[Item], first: list[Item]) -> list[Item]:
    """Return the others of these items."""
    return [it for it in items if it not in first]


class ItemRows(HouseRows):
    """Writes what members wrote. Equal audiences are one source, as the product keeps them."""

    def items(self) -> None:
        first = [it for it in self.world.items if it.answers is None]
        for item in (*self.shuffled(first), *self.shuffled(set_apart(self.world.items, first))):
            self.item(item)

    def item(self, item: Item) -> None:
        words = f"What {item.id} says {self.word(f'item {item.id}', 900)}"
        at = self.now - timedelta(hours=1 + self.word(f"item {item.id} at", 900))
        row = content.Item.unchecked.create(
            account_id=self.number,
            uid=uid_of("item", item.id),
            sort=item.kind,
            author_id=self.ids["user", item.author],
            audience_id=self.audience(item),
            anchored=bool(item.records),
            interaction_id=self.meeting(item) if item.kind == "meeting note" else None,
            parent_id=None if item.answers is None else self.ids["item", item.answers],
            edited_at=at + timedelta(minutes=1) if self.word(f"item {item.id} edited", 2) else None,
            assignee_id=None if item.assignee is None else self.ids["user", item.assignee],
            kind="call" if item.kind == "logged interaction" else "",
            html=f"<p>{words}</p>",
            plain=words,
            at=at,
            written_at=at,
        )
        self.ids["item", item.id] = row.id
        self.told(item, row)
        if item.kind == "file":
            self.upload(item, row)
        if item.kind == "reminder":
            self.reminder(item, row)
        for person in sorted(item.records):
            content.ItemRecord.unchecked.create(
                account_id=self.number, item_id=row.id, person_id=self.ids["person", person]
            )
        for user in sorted(item.participants) if item.kind != "meeting note" else ():
            content.ItemParty.unchecked.create(
                account_id=self.number, item_id=row.id, member_id=self.ids["user", user]
            )

    def told(self, item: Item, row: content.Item) -> None:
        """Have members told of an item: the author of what it answers, and now and then one whom it names."""
        told = {
            user.id: False for user in self.world.users if self.word(f"{item.id} names {user.id}", 8) == 0
        }
        answered = next((it for it in self.world.items if it.id == item.answers), None)
        if answered is not None:
            told[answered.author] = True
        for user, is_answer in sorted(told.items()):
            if user != item.author and ("user", user) in self.ids:
                content.Mention.unchecked.create(
                    account_id=self.number, item=row, member_id=self.ids["user", user], is_answer=is_answer
                )

    def upload(self, item: Item, row: content.Item) -> None:
        """Write the version that a file is of, and put its content into the store: a picture, of one dot."""
        dot = io.BytesIO()
        Image.new("RGB", (1, 1), (self.word(f"item {item.id}", 900) % 256, 9, 9)).save(dot, "PNG")
        received = store().receive(self.number, [dot.getvalue()], limit=2**20)
        contents = files.StoredContent.unchecked.filter(account_id=self.number, digest=received.digest)
        stored = contents.first()
        if stored is None:
            uid = fresh_uid()
            store().keep(received, uid)
            where = Where.of(files.StoredContent, "key", row=uid, account=self.number)
            stored = files.StoredContent.unchecked.create(
                account_id=self.number,
                uid=uid,
                digest=received.digest,
                size=received.size,
                key=seal_bytes(received.key, where),
                stored_at=row.at,
            )
        store().drop(received)
        files.FileVersion.unchecked.create(
            account_id=self.number,
            uid=uid_of("version", item.id),
            item=row,
            number=1,
            name=f"{item.id} {self.word(f'item {item.id}', 900)}.png",
            kind="picture",
            content=stored,
            size=received.size,
            at=row.at,
        )

    def reminder(self, item: Item, row: content.Item) -> None:
        which = self.word(f"reminder {item.id}", 120)
        recurrence = ("none", "weekly", "every", "monthly")[which % 4]
        reminders.Reminder.unchecked.create(
            account_id=self.number,
            item=row,
            due_at=self.now + timedelta(days=which // 4 - 15),
            recurrence=recurrence,
            every_days=which + 1 if recurrence == "every" else None,
            resets=recurrence != "none",
            done_at=row.at if which % 5 == 0 else None,
        )

    def audience(self, item: Item) -> int | None:
        if not item.audience:
            return None
        name = f"audience {sorted(item.audience)}"
        if ("source", name) not in self.ids:
            self.write(
                "source",
                [(name, Source(account_id=self.number, uid=uid_of("source", name), kind="item"))],
            )
            source = self.ids["source", name]
            sharing.Audience.unchecked.create(
                account_id=self.number, source_id=source, digest=uid_of("audience", name).bytes
            )
            for principal in sorted(item.audience):
                sharing.Grant.unchecked.create(
                    account_id=self.number, source_id=source, role="audience", **self.principal(principal)
                )
        return self.ids["source", name]

    def meeting(self, item: Item) -> int:
        """Return the meeting that a note is about: colleagues alone were there, as one of their calendars has it."""
        met = records.Interaction.unchecked.create(
            account_id=self.number, uid=uid_of("interaction", f"met for {item.id}")
        )
        there = sorted(item.participants)
        if there:
            book = self.ids["source", f"book/{there[0]}"]
            feed, _ = records.Feed.unchecked.get_or_create(
                account_id=self.number,
                book_id=book,
                digest=b"meetings of notes".ljust(32),
                defaults={"uid": uid_of("feed", f"met {there[0]}"), "name": "calendar.ics", "state": "done"},
            )
            copy = records.Copy.unchecked.create(
                account_id=self.number,
                interaction_id=met.id,
                book_id=book,
                feed_id=feed.id,
                kind="meeting",
                at=self.now - timedelta(days=2),
                internal=True,
            )
            for user in there:
                person, _ = records.Person.unchecked.get_or_create(
                    account_id=self.number,
                    key=f"{user}@{self.account}.example",
                    defaults={"colleague": True, "uid": uid_of("colleague", user)},
                )
                records.Party.unchecked.create(
                    account_id=self.number,
                    copy_id=copy.id,
                    book_id=book,
                    interaction_id=met.id,
                    person_id=person.id,
                    member_id=self.ids["user", user],
                    role="attendee",
                    at=copy.at,
                )
        return met.id
