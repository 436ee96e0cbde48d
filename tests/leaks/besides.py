"""Rows of other people's that the reference model does not speak of, and that nobody else may ever notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import blake2b
from itertools import pairwise

from tactful.accounts.keyring import Where, seal
from tactful.accounts.models import Account, ApiKey, Login, Membership
from tactful.accounts.wall import acting, founding
from tactful.actions.founding import add_member
from tactful.records import models as records
from tactful.records.attachments import AttachmentChoice, MailFile
from tactful.records.mailbot import BotAddress
from tactful.records.pushes import Push
from tactful.records.reminders import ReminderTrigger
from tactful.records.sort_key import sort_key
from tactful.sharing.models import Event, Introduction, MailboxRule, Source
from tactful.visibility.showing import KINDS
from tests.reference.world import World
from tests.visibility.from_world import Loaded, uid_of

Write = Callable[[Loaded, str], None]


def a_failed_feed(loaded: Loaded, owner: str) -> None:
    """A mailbox that could not be read, with what was rejected of it."""
    feed = records.Feed.unchecked.create(
        account_id=loaded.account,
        uid=uid_of("feed", f"failed {owner}"),
        book_id=loaded.ids["source", f"book/{owner}"],
        name="secret archive.mbox",
        digest=blake2b(owner.encode(), digest_size=32).digest(),
        state=records.Feed.State.FAILED,
        error="a hidden error",
        mails=77,
        rejected=1,
    )
    records.Rejection.unchecked.create(
        account_id=loaded.account, feed_id=feed.id, label="hidden label", reason="hidden reason"
    )


def a_feed_being_read(loaded: Loaded, owner: str) -> None:
    """A mailbox that is being read at this moment."""
    records.Feed.unchecked.create(
        account_id=loaded.account,
        uid=uid_of("feed", f"read {owner}"),
        book_id=loaded.ids["source", f"book/{owner}"],
        name="half read.mbox",
        digest=blake2b(f"read {owner}".encode(), digest_size=32).digest(),
        state=records.Feed.State.READING,
        bytes_total=1000,
        bytes_done=500,
        mails=40,
        started_at=loaded.now - timedelta(seconds=20),
    )


def a_mailbox_rule(loaded: Loaded, owner: str) -> None:
    """What somebody has never read in one source of theirs, without anything that it would have erased."""
    book = loaded.ids["source", f"book/{owner}"]
    MailboxRule.unchecked.create(
        account_id=loaded.account,
        uid=uid_of("rule", f"besides {owner}"),
        book_id=book,
        feed=records.Feed.unchecked.filter(book_id=book).order_by("id").first(),
        kind="folder",
        what="a hidden folder",
        set_at=loaded.now,
    )


def a_push(loaded: Loaded, owner: str) -> None:
    """A chat to which somebody has new notes sent; it did not answer the last time."""
    uid = uid_of("push", owner)
    Push.unchecked.create(
        account_id=loaded.account,
        uid=uid,
        member_id=loaded.ids["user", owner],
        name=f"a channel of {owner}",
        scope="all",
        host="hooks.chat.example",
        # Sealed for its place: its owner may be asked to send there again.
        address=seal(
            "https://hooks.chat.example/hidden",
            Where.of(Push, "address", row=uid, account=loaded.account),
        ),
        made_at=loaded.now - timedelta(days=2),
        since=loaded.now - timedelta(days=2),
        sent_at=loaded.now - timedelta(days=1),
        paused_at=loaded.now,
        trouble="the chat answered with 503",
    )


def a_bot_address(loaded: Loaded, owner: str) -> None:
    """An address by which somebody's mail becomes notes; it was used."""
    BotAddress.unchecked.create(
        account_id=loaded.account,
        member_id=loaded.ids["user", owner],
        secret_hash=blake2b(f"{loaded.account} bot {owner}".encode(), digest_size=32).digest(),
        made_at=loaded.now - timedelta(days=3),
        used_at=loaded.now - timedelta(days=1),
    )


def a_reminder_trigger(loaded: Loaded, owner: str) -> None:
    """Somebody is reminded after what they log."""
    ReminderTrigger.unchecked.create(
        account_id=loaded.account,
        member_id=loaded.ids["user", owner],
        after="logged interaction",
        days=9,
        words=f"a trigger of {owner}",
    )


def attachments_that_are_kept(loaded: Loaded, owner: str) -> None:
    """Somebody has attachments of their mail become files; one did, and they deleted it."""
    book = loaded.ids["source", f"book/{owner}"]
    AttachmentChoice.unchecked.create(
        account_id=loaded.account, book_id=book, since=loaded.now - timedelta(days=4)
    )
    MailFile.unchecked.create(
        account_id=loaded.account,
        book_id=book,
        copy=records.Copy.unchecked.filter(book_id=book).order_by("id").first(),
        digest=blake2b(f"{loaded.account} attached {owner}".encode(), digest_size=16).digest(),
    )


def a_time_zone(loaded: Loaded, owner: str) -> None:
    """A zone of their own; one whose clocks are UTC's, so that when things are due is the same to everybody."""
    member = Membership.unchecked.filter(account_id=loaded.account, id=loaded.ids["user", owner])
    member.update(time_zone="Atlantic/Reykjavik")


def what_a_card_said_besides(loaded: Loaded, owner: str) -> None:
    """Note, birthday and categories of a card (D22), of everybody in the book."""
    ties = records.Tie.unchecked.filter(
        account_id=loaded.account, book_id=loaded.ids["source", f"book/{owner}"]
    )
    persons = list(ties.order_by("id").values_list("person_id", flat=True))
    feed = records.Feed.unchecked.filter(book_id=loaded.ids["source", f"book/{owner}"]).order_by("id").first()
    if feed is not None:
        records.CardExtra.unchecked.bulk_create(
            records.CardExtra(
                account_id=loaded.account,
                book_id=feed.book_id,
                feed_id=feed.id,
                person_id=person,
                note="hidden note",
                birthday="1970-01-01",
                categories="hidden",
            )
            for person in persons
        )


def a_card_with_a_closed_address(loaded: Loaded, owner: str) -> None:
    """A card that joins everybody in the book to an address that no open book has (D24)."""
    book = loaded.ids["source", f"book/{owner}"]
    feed = records.Feed.unchecked.filter(book_id=book).order_by("id").first()
    if feed is None:
        return
    closed = records.Person.unchecked.create(
        account_id=loaded.account, uid=uid_of("person", f"closed {owner}"), key=f"closed@by-{owner}.example"
    )
    for person in _people_in(loaded, book):
        _join(feed, person, closed.id)


def cards_with_two_addresses(loaded: Loaded, owner: str) -> None:
    """A card that joins the first two people in the book (D24): told where both are open."""
    book = loaded.ids["source", f"book/{owner}"]
    feed = records.Feed.unchecked.filter(book_id=book).order_by("id").first()
    if feed is not None:
        for one, other in pairwise(_joinable(loaded, _people_in(loaded, book))[:2]):
            _join(feed, one, other)


def two_of_one_name(loaded: Loaded, owner: str) -> None:
    """The last two people in the book bear one name, so that they may be one (D24): told where both are open."""
    book = loaded.ids["source", f"book/{owner}"]
    name = {"name": f"Sam of {owner.title()}", "sort_key": sort_key(f"Sam of {owner.title()}")}
    people = _joinable(loaded, _people_in(loaded, book))
    for person in people[-2:] if len(people) > 2 else ():
        of = {"account_id": loaded.account, "book_id": book, "person_id": person}
        records.NameFact.unchecked.filter(**of).update(**name)
        records.Tie.unchecked.filter(**of).update(**name)


def what_was_said_of_two(loaded: Loaded, owner: str) -> None:
    """They said of some people in their book that they are one, or that they are not (D24): told to who sees both."""
    book = loaded.ids["source", f"book/{owner}"]
    feed = records.Feed.unchecked.filter(book_id=book).order_by("id").first()
    people = _joinable(loaded, _people_in(loaded, book))
    there = {1: "same"} if len(people) == 2 else {2: "not the same", 3: "same"}
    for place, verdict in there.items():
        if feed is not None and len(people) > place:
            _judge(loaded, f"{owner} {verdict}", feed, people[0], people[place], verdict)


def what_was_said_of_closed_ones(loaded: Loaded, owner: str) -> None:
    """They said so of everybody in their book and an address that no open book has (D24)."""
    book = loaded.ids["source", f"book/{owner}"]
    feed = records.Feed.unchecked.filter(book_id=book).order_by("id").first()
    if feed is None:
        return
    closed = records.Person.unchecked.create(
        account_id=loaded.account, uid=uid_of("person", f"apart {owner}"), key=f"apart@by-{owner}.example"
    )
    for place, person in enumerate(_people_in(loaded, book)):
        verdict = ("same", "not the same")[place % 2]
        _judge(loaded, f"{owner} closed {place}", feed, person, closed.id, verdict)


def named_by_exceptions(world: World) -> frozenset[str]:
    """Return whom anybody's exception, or a protection, names.

    Who is one with them is covered as well, whoever says so, and that is noticed by those who lose them:
    docs/decisions/0014 tells what can be tried out so.
    """
    private = {it.what for it in world.privates}
    there = {it.id for it in world.persons if {("person", it.id), ("company", it.company)} & private}
    return frozenset(there | {it.person for it in world.protected})


def _judge(loaded: Loaded, name: str, feed: records.Feed, one: int, other: int, verdict: str) -> None:
    row, is_new = records.Judgement.unchecked.get_or_create(
        account_id=loaded.account,
        one_id=min(one, other),
        other_id=max(one, other),
        defaults={
            "uid": uid_of("judgement", name),
            "verdict": verdict,
            "member_id": loaded.ids["user", name.split()[0]],
            "at": loaded.now - timedelta(hours=3),
        },
    )
    if is_new and verdict == "same":
        records.Ground.unchecked.create(
            account_id=loaded.account, judgement_id=row.id, feed_id=feed.id, other_feed_id=feed.id
        )


def _people_in(loaded: Loaded, book: int) -> list[int]:
    ties = records.Tie.unchecked.filter(account_id=loaded.account, book_id=book)
    return list(ties.order_by("person__uid").values_list("person_id", flat=True))


def _joinable(loaded: Loaded, people: list[int]) -> list[int]:
    """Return those of these people whom rows beside the world may make one with others."""
    numbers = {loaded.ids.get(("person", it)) for it in loaded.apart}
    return [person for person in people if person not in numbers]


def _join(feed: records.Feed, one: int, other: int) -> None:
    records.CardJoin.unchecked.create(
        account_id=feed.account_id,
        book_id=feed.book_id,
        feed_id=feed.id,
        one_id=min(one, other),
        other_id=max(one, other),
    )


def a_key(loaded: Loaded, owner: str) -> None:
    """An API key of their own."""
    ApiKey.unchecked.create(
        account_id=loaded.account,
        uid=uid_of("key", f"besides {owner}"),
        membership_id=loaded.ids["user", owner],
        name="hidden key",
        token_hash=blake2b(f"besides {owner}".encode(), digest_size=32).digest(),
    )


def a_deed(loaded: Loaded, owner: str) -> None:
    """Something that they did, in the log."""
    Event.unchecked.create(
        account_id=loaded.account,
        actor_id=loaded.ids["user", owner],
        deed="share set",
        subject_uid=uid_of("event", owner),
        at=loaded.now - timedelta(hours=1),
    )


def mail_among_colleagues(loaded: Loaded, owner: str) -> None:
    """A mail without outsiders (A37)."""
    book = loaded.ids["source", f"book/{owner}"]
    feed = records.Feed.unchecked.filter(book_id=book).order_by("id").first()
    other = "abe" if owner != "abe" else "flo"
    if feed is None or ("user", other) not in loaded.ids:
        return
    mail = records.Interaction.unchecked.create(
        account_id=loaded.account, uid=uid_of("interaction", f"house {owner}")
    )
    copy = records.Copy.unchecked.create(
        account_id=loaded.account,
        interaction_id=mail.id,
        book_id=book,
        feed_id=feed.id,
        kind="mail",
        at=loaded.now - timedelta(minutes=1),
        subject="hidden subject among colleagues",
        internal=True,
    )
    for name, role in ((owner, "from"), (other, "to")):
        member = loaded.ids["user", name]
        login = Membership.unchecked.get(id=member).login
        person, _ = records.Person.unchecked.get_or_create(
            account_id=loaded.account,
            key=login.email,
            defaults={"colleague": True, "uid": uid_of("colleague", name)},
        )
        records.Party.unchecked.create(
            account_id=loaded.account,
            copy_id=copy.id,
            book_id=book,
            interaction_id=mail.id,
            person_id=person.id,
            member_id=member,
            role=role,
            at=copy.at,
        )


def somebody_nobody_knows(loaded: Loaded, owner: str) -> None:
    """A person and a company whose last facts were deleted."""
    company = records.Company.unchecked.create(
        account_id=loaded.account, uid=uid_of("company", f"left {owner}"), domain=f"left-by-{owner}.example"
    )
    records.Person.unchecked.create(
        account_id=loaded.account,
        uid=uid_of("person", f"left {owner}"),
        key=f"kim@left-by-{owner}.example",
        company_id=company.id,
    )


def next_door(loaded: Loaded, owner: str) -> None:
    """Another account that knows the same people, by a member of the same name."""
    login = Login.objects.create(
        uid=uid_of("login", f"next {owner}"), email=f"{owner}@next.example", password="!"
    )
    with founding() as number:
        Account(id=number, uid=uid_of("account", f"next {owner}"), name="Next door").save(force_insert=True)
        member = add_member(number, login, name=owner.title(), title="", role="enterprise admin")
        book = Source.unchecked.get(account_id=number, kind="book", owner_id=member.id)
        feed = records.Feed.unchecked.create(
            account_id=number, book_id=book.id, name="next", digest=b"n" * 32
        )
        person = records.Person.unchecked.create(
            account_id=number, uid=uid_of("person", "kim"), key="kim@orca.example"
        )
        said = {"name": "Kim Nextdoor", "sort_key": sort_key("Kim Nextdoor")}
        by = {"account_id": number, "book_id": book.id, "person_id": person.id}
        records.NameFact.unchecked.create(**by, feed_id=feed.id, **said)
        records.Tie.unchecked.create(**by, **said, s=99, score=98, scored_on=loaded.now.date())


def a_request_of_theirs(loaded: Loaded, owner: str) -> None:
    """A request for an introduction that only they have a part in."""
    _ask(loaded, f"besides {owner}", owner, owner, loaded.ids.get(("person", "kim"), 0), "asked")


def requests_between_them_and_another(loaded: Loaded, user: str) -> None:
    """What they asked of an active colleague, and what that colleague asked of them, about everybody."""
    active = {it.id for it in loaded.world.users if it.active and ("user", it.id) in loaded.ids}
    other = next((it for it in ("abe", "ada", "ben", "cyd", "dee", "flo") if it in active - {user}), None)
    if other is None:
        return
    states = ("asked", "asked", "accepted", "made")
    for state, person in zip(states, ("kim", "lou", "max", "nia"), strict=True):
        about = loaded.ids.get(("person", person), 0)
        _ask(loaded, f"of {user} {person}", other, user, about, state)
        _ask(loaded, f"by {user} {person}", user, other, about, state)


def _ask(loaded: Loaded, name: str, asker: str, introducer: str, person: int, state: str) -> None:
    Introduction.unchecked.create(
        account_id=loaded.account,
        uid=uid_of("introduction", name),
        asker_id=loaded.ids["user", asker],
        introducer_id=loaded.ids["user", introducer],
        # Whom there is not is nobody: two such requests are still two.
        person_id=person or -int(uid_of("introduction", name)) % 2**31,
        words=f"Words about {name}",
        state=state,
        answer="Gladly" if state in ("accepted", "made") else "",
        asked_at=loaded.now - timedelta(hours=2),
        changed_at=None if state == "asked" else loaded.now - timedelta(hours=1),
    )


def looker(owner: str) -> str:
    """Return who is in a member's log as having looked at their data."""
    return "abe" if owner != "abe" else "flo"


def what_others_were_shown(loaded: Loaded, owner: str) -> None:
    """Entries of the disclosure log about their book: its people, and one of its companies, shown to somebody."""
    account, book, other = loaded.account, loaded.ids["source", f"book/{owner}"], looker(owner)
    if ("user", other) not in loaded.ids:
        return
    viewer, contributor = uid_of("log", f"{other} for {owner}"), uid_of("log", owner)
    ties = records.Tie.unchecked.filter(account_id=account, book_id=book).order_by("person__uid")
    companies = (
        ties.filter(company__isnull=False).order_by("company__uid").values_list("company_id", "company__uid")
    )
    names = [
        records.LogName(uid=viewer, member_id=loaded.ids["user", other]),
        records.LogName(uid=contributor, book_id=book),
    ]
    shown = [
        records.LogName(uid=uid_of("log", f"{owner} {uid}"), book_id=book, person_id=person)
        for person, uid in ties.values_list("person_id", "person__uid")
    ]
    shown += [
        records.LogName(uid=uid_of("log", f"{owner} {uid}"), book_id=book, company_id=company)
        for company, uid in list(companies)[:1]
    ]
    for name in [*names, *shown]:
        name.account_id = account
    records.LogName.unchecked.bulk_create([*names, *shown])
    for number, at in enumerate((timedelta(hours=2), timedelta(hours=1))):
        records.Disclosure.unchecked.create(
            account_id=account,
            uid=uid_of("disclosure", f"{owner} {number}"),
            at=loaded.now - at,
            viewer=viewer,
            contributor=contributor,
            door=("web:person", "GET /people")[number],
            people=sorted(name.uid for name in shown),
            kinds=[KINDS["phone"] | KINDS["touchpoint"]] * len(shown),
            every=KINDS["phone"] | KINDS["touchpoint"],
        )


WRITERS: Mapping[str, Write] = {
    "a failed feed": a_failed_feed,
    "a feed being read": a_feed_being_read,
    "a mailbox rule": a_mailbox_rule,
    "a push": a_push,
    "a bot address": a_bot_address,
    "attachments that are kept": attachments_that_are_kept,
    "a reminder trigger": a_reminder_trigger,
    "a time zone": a_time_zone,
    "what a card said besides": what_a_card_said_besides,
    "a card with a closed address": a_card_with_a_closed_address,
    "cards with two addresses": cards_with_two_addresses,
    "two of one name": two_of_one_name,
    "what was said of two": what_was_said_of_two,
    "what was said of closed ones": what_was_said_of_closed_ones,
    "a key": a_key,
    "a deed": a_deed,
    "mail among colleagues": mail_among_colleagues,
    "what others were shown": what_others_were_shown,
    "somebody nobody knows": somebody_nobody_knows,
    "the account next door": next_door,
    "a request of theirs": a_request_of_theirs,
    "requests between them and another": requests_between_them_and_another,
}
#: What others are told of where it is shared with them.
_NOTICED = {
    "cards with two addresses",
    "two of one name",
    "what was said of two",
    "requests between them and another",
}
#: What may come and go without anybody else's noticing; requests between two are the other's too.
BESIDES = tuple(it for it in WRITERS if it not in _NOTICED)


def put(loaded: Loaded, besides: frozenset[tuple[str, str]]) -> None:
    """Write these rows beside a loaded world."""
    with acting(loaded.account):
        for what, owner in sorted(besides):
            WRITERS[what](loaded, owner)
