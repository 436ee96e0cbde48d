"""People, companies and what each book says of them. Read through tactful.visibility; `unchecked` sees everything."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.models import Membership, Team
from tactful.accounts.wall import Walled, WalledForeignKey
from tactful.sharing.models import Source


class Company(Walled):
    """A registrable domain of the outside world that somebody of the account knows somebody at."""

    uid = models.UUIDField(default=fresh_uid, editable=False)
    domain = models.CharField(max_length=253)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "domain"], name="company_domain"),
            models.UniqueConstraint(fields=["account", "uid"], name="company_uid"),
        ]


class Person(Walled):
    """Somebody of the outside world, or a colleague. Equal addresses are one person for everybody (D24).

    `key` is the address; a card without one is a person of its own, keyed by book and card. What is shown of a person
    comes from facts, never from this row.
    """

    uid = models.UUIDField(default=fresh_uid, editable=False)
    key = models.CharField(max_length=400)
    colleague = models.BooleanField(default=False)
    company = WalledForeignKey(Company, on_delete=wall.SET_NULL, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="person_key"),
            models.UniqueConstraint(fields=["account", "uid"], name="person_uid"),
        ]


class Feed(Walled):
    """One mailbox, calendar or address book that a contributor brought: shown to them as one of their sources.

    Deleting it deletes every fact that came with it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    uid = models.UUIDField(default=fresh_uid, editable=False)
    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, blank=True)
    #: SHA-256 of the file, so that the same file again is the same feed.
    digest = models.BinaryField(max_length=32)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    error = models.TextField(blank=True)
    bytes_total = models.BigIntegerField(default=0)
    bytes_done = models.BigIntegerField(default=0)
    mails = models.IntegerField(default=0)
    meetings = models.IntegerField(default=0)
    cards = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    inbound = models.IntegerField(default=0)
    outbound = models.IntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "book", "digest"], name="feed_digest"),
            models.UniqueConstraint(fields=["account", "uid"], name="feed_uid"),
        ]


class Rejection(Walled):
    """One item of a feed that could not be read, and why; the contributor's alone."""

    feed = WalledForeignKey(Feed, on_delete=wall.CASCADE)
    label = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)


class NameFact(Walled):
    """What one feed calls a person: name, title, organisation."""

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    feed = WalledForeignKey(Feed, on_delete=wall.CASCADE)
    person = WalledForeignKey(Person, on_delete=wall.CASCADE)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=300, db_collation="C")
    title = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "feed", "person", "name", "title", "organisation"], name="name_fact"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["account", "person", "book"], name="name_fact_person")]


class ContactValue(Walled):
    """An address, number, postal address or profile link that one feed has for a person."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        POSTAL = "postal address"
        PROFILE = "profile"

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    feed = WalledForeignKey(Feed, on_delete=wall.CASCADE)
    person = WalledForeignKey(Person, on_delete=wall.CASCADE)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.CharField(max_length=500)
    label = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "feed", "person", "kind", "value"], name="contact_value"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "person", "book"], name="contact_value_person"),
            # Who else has a number.
            models.Index(
                fields=["account", "value"], name="contact_value_phone", condition=models.Q(kind="phone")
            ),
        ]


class CardExtra(Walled):
    """Notes, birthday and categories of an imported card: its contributor's alone, whatever they share (D22)."""

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    feed = WalledForeignKey(Feed, on_delete=wall.CASCADE)
    person = WalledForeignKey(Person, on_delete=wall.CASCADE)
    note = models.TextField(blank=True)
    birthday = models.CharField(max_length=40, blank=True)
    categories = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "feed", "person"], name="card_extra")
        ]


class CardJoin(Walled):
    """That a card of a feed has the addresses of two people: one, for those to whom its book opens both (D24).

    Each pair stands once in a feed for each kind of evidence, the lower id as `one`. A signature is another address
    that somebody wrote below their own mail.
    """

    class Kind(models.TextChoices):
        CARD = "card"
        SIGNATURE = "signature"

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    feed = WalledForeignKey(Feed, on_delete=wall.CASCADE)
    one = WalledForeignKey(Person, on_delete=wall.CASCADE)
    other = WalledForeignKey(Person, on_delete=wall.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CARD, db_default=Kind.CARD)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "feed", "one", "other", "kind"], name="card_join"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="card_join_ordered"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "one", "book"], name="card_join_one"),
            models.Index(fields=["account", "other", "book"], name="card_join_other"),
            models.Index(fields=["account", "book"], name="card_join_book"),
        ]


class Interaction(Walled):
    """A mail or meeting as such: one per account, however many books hold it. It says nothing itself; copies do."""

    uid = models.UUIDField(default=fresh_uid, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "uid"], name="interaction_uid")]


class InteractionKey(Walled):
    """What makes two copies one message: an equal id, or equal date, sender and subject."""

    interaction = WalledForeignKey(Interaction, on_delete=wall.CASCADE)
    digest = models.BinaryField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "digest"], name="interaction_key")
        ]


class Copy(Walled):
    """What one feed says of a mail or meeting. Equal messages in several folders of a feed are one copy."""

    class Kind(models.TextChoices):
        MAIL = "mail"
        MEETING = "meeting"

    interaction = WalledForeignKey(Interaction, on_delete=wall.CASCADE)
    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    feed = WalledForeignKey(Feed, on_delete=wall.CASCADE)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    #: For an all-day event: its date, kept as a date.
    all_day = models.DateField(null=True)
    subject = models.CharField(max_length=500, blank=True)
    folder = models.CharField(max_length=200, blank=True)
    thread = models.BinaryField(max_length=16, null=True)
    automated = models.BooleanField(default=False)
    #: Only colleagues are on it: shown to its participants alone, no relationship (A37).
    internal = models.BooleanField(default=False)
    #: Of an event that its calendar marks private, which is here only while the account keeps such (A27), and without
    #: its title: in which of the times in which they were kept it came. Null for all else.
    private_epoch = models.IntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "feed", "interaction"], name="copy_feed"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "interaction"], name="copy_interaction"),
            models.Index(fields=["account", "book", "at"], name="copy_book_at"),
            # What an exception for a thread strikes, whosever copies they are.
            models.Index(
                fields=["account", "thread"], name="copy_thread", condition=models.Q(thread__isnull=False)
            ),
            models.Index(
                fields=["account", "book"],
                name="copy_private",
                condition=models.Q(private_epoch__isnull=False),
            ),
        ]


class Party(Walled):
    """Somebody on a copy: an outsider, a colleague's address, or a member.

    `direction` ("in", "out" or "meeting") is set where this makes a touchpoint of the contributor with an outsider, and
    "copied" where a colleague wrote and the book holds a copy: that is shown as one, and makes no tie, date or number.
    """

    class Role(models.TextChoices):
        SENDER = "from"
        TO = "to"
        CC = "cc"
        ORGANISER = "organiser"
        ATTENDEE = "attendee"

    copy = WalledForeignKey(Copy, on_delete=wall.CASCADE)
    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    interaction = WalledForeignKey(Interaction, on_delete=wall.CASCADE)
    person = WalledForeignKey(Person, on_delete=wall.CASCADE)
    member = WalledForeignKey(Membership, on_delete=wall.SET_NULL, null=True)
    role = models.CharField(max_length=10, choices=Role.choices)
    name = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()
    #: The weight of this touchpoint in a score (SCORING.md, RS-1): 0 for automated mail.
    weight = models.FloatField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "copy", "person", "role"], name="party_role")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "copy"], name="party_copy"),
            models.Index(
                fields=["account", "person", "book", "at"],
                name="party_touchpoint",
                condition=~models.Q(direction=""),
            ),
            # A book's newest touchpoints; meetings are few among mails, and are asked for alone.
            models.Index(
                fields=["account", "book", "at"], name="party_newest", condition=~models.Q(direction="")
            ),
            models.Index(
                fields=["account", "book", "at"],
                name="party_meeting",
                condition=models.Q(direction="meeting"),
            ),
            # Who else is named on a mail; with party_touchpoint, everything that names somebody.
            models.Index(fields=["account", "person"], name="party_beside", condition=models.Q(direction="")),
        ]


class Tie(Walled):
    """That a book knows a person, and how well: derived from the book's facts, computed again when they change.

    `name` is the least of the book's names by sort key; `s` is RS-1's raw sum on `scored_on`, `score` its 0-100 form.
    """

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    person = WalledForeignKey(Person, on_delete=wall.CASCADE)
    company = WalledForeignKey(Company, on_delete=wall.SET_NULL, null=True)
    name = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=300, blank=True, db_collation="C")
    title = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    #: The words of name, title and organisation (records.words), a blank between each two.
    words = models.TextField(blank=True, default="")
    s = models.FloatField(default=0)
    score = models.SmallIntegerField(default=0)
    scored_on = models.DateField()
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "book", "person"], name="tie")]
        indexes: ClassVar = [
            models.Index(fields=["account", "person"], name="tie_person"),
            models.Index(fields=["account", "company"], name="tie_company"),
            models.Index(fields=["account", "book", "sort_key"], name="tie_name"),
            # The directory is walked in this order, whosever book the names are of.
            models.Index(
                fields=["account", "sort_key", "person", "book"],
                name="tie_directory",
                condition=~models.Q(name=""),
            ),
        ]


class BookColumns(Walled):
    """A book's ties packed as columns, one element per person in the order of their ids, high bytes first.

    `people` and `companies` (0: none) are 8-byte integers, `strengths` the raw sums as 8-byte floats, `lasts` the last
    touchpoints in microseconds of 1970 (the least integer: none), `named` a byte each, `keys` the first sixteen bytes
    of each name's sort key. Good while the book's stamp is `stamp`; made again from the ties where it is not.
    """

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    stamp = models.BigIntegerField()
    people = models.BinaryField()
    companies = models.BinaryField()
    strengths = models.BinaryField()
    lasts = models.BinaryField()
    named = models.BinaryField()
    keys = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "book"], name="book_columns")]


class BookTouches(Walled):
    """Which interactions a book holds touchpoints of: two sets of their ids, as pyroaring writes them.

    Good while what the book's stamp says of touchpoints is `stamp`; made again from the parties where it is not.
    """

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    stamp = models.BigIntegerField()
    mails = models.BinaryField()
    meetings = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "book"], name="book_touches")]


class GroupLeaders(Walled):
    """Whom the contributors to a team (null: to Everyone) know best together, the first thousand at most, in order.

    Packed as a book's columns are: `people`, the `sums` of their raw sums, and `counts`, how many of `books` know them.
    `digest` is of the contributing books and their stamps: the row is good for whoever finds the same one, and nothing
    else says that it is. Once one of `books` has another stamp it never is again, and the database deletes it, so that
    nothing made of deleted facts stays (migrations/0004_group_leaders).
    """

    team = WalledForeignKey(Team, on_delete=wall.CASCADE, null=True)
    books = ArrayField(models.BigIntegerField())
    digest = models.BinaryField(max_length=32)
    people = models.BinaryField()
    sums = models.BinaryField()
    counts = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "team"], name="group_leaders", nulls_distinct=False)
        ]


class Entry(Walled):
    """A person in a list, bucket or roster, put there by a member (K14)."""

    source = WalledForeignKey(Source, on_delete=wall.CASCADE)
    person = WalledForeignKey(Person, on_delete=wall.CASCADE)
    via = WalledForeignKey(Source, on_delete=wall.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "source", "person", "via"], name="entry")
        ]


class CardValue(Walled):
    """A value that a member typed into a person's card."""

    source = WalledForeignKey(Source, on_delete=wall.CASCADE)
    person = WalledForeignKey(Person, on_delete=wall.CASCADE)
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "source", "person", "field", "value"], name="card_value"
            )
        ]


class Word(Walled):
    """A word under which a person may be found, kept by the database itself (migrations/0002_fast_lists).

    `said` tells by whom: "everywhere" in every tie of the person (or it is of their company's domain), so that whoever
    sees the person sees the word; "somewhere" in some tie; "value" in a contact value. The latter two only propose:
    what proposes a person to a viewer has to be looked up in what is told to them.
    """

    class Said(models.TextChoices):
        EVERYWHERE = "e"
        SOMEWHERE = "s"
        VALUE = "v"

    word = models.CharField(max_length=500, db_collation="C")
    person = WalledForeignKey(Person, on_delete=wall.CASCADE)
    said = models.CharField(max_length=1, choices=Said.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "word", "person", "said"], name="word"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "person"], name="word_person")]


# The log's tables and what members judged are of this package too, and name tables above.
from tactful.records import attachments, disclosures, mailbot, pushes  # noqa: E402, F401 (they name tables above)
from tactful.records.bodies import Body as Body  # noqa: E402 (as above)
from tactful.records.judgements import Ground as Ground  # noqa: E402 (as above)
from tactful.records.judgements import Judgement as Judgement  # noqa: E402 (as above)

Disclosure, LogHead, LogName = disclosures.Disclosure, disclosures.LogHead, disclosures.LogName
