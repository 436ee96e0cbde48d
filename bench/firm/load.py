"""The arrays into the product's tables: small ones as the web role under the wall, large ones by COPY as the owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.firm import world as worlds
from bench.firm.binary import copy_columns
from bench.firm.home import Firm
from bench.firm.names import domain, firm_name
from bench.firm.tables import laid_open
from bench.firm.timing import said
from bench.firm.world import LEVELS, TODAY, World
from tactful.insight.ties import scores
from tactful.records.words import words_of

if TYPE_CHECKING:
    from psycopg import Connection

    from tactful.config.database import Service

PASSWORD = "a password of the bench alone"  # noqa: S105 (nobody else's)
ENDED = datetime(2020, 1, 1, tzinfo=UTC)
TO_COME = datetime(2100, 1, 1, tzinfo=UTC)
ENDS = {worlds.NO_END: None, worlds.ENDED: ENDED, worlds.TO_COME: TO_COME}
CEILINGS = {facets: level for level, facets in LEVELS}

LARGE = (
    "records_company",
    "records_person",
    "records_tie",
    "records_namefact",
    "records_contactvalue",
    "records_interaction",
    "records_copy",
    "records_party",
    "records_entry",
    "records_word",
)

#: What the product's functions (records_spell, records_spell_values) make for some people at a time, for all at once.
_WORDS = """
    insert into records_word (account_id, word, person_id, said)
    select account_id, word, person_id, case when count(*) = max(ties) then 'e' else 's' end
    from (
        select account_id, person_id, string_to_array(words, ' ') as words,
               count(*) over (partition by person_id) as ties
        from records_tie) told cross join lateral unnest(words) word
    where word <> '' group by account_id, person_id, word
    union
    select p.account_id, part, p.id, 'e'
    from records_person p join records_company c on c.account_id = p.account_id and c.id = p.company_id
    cross join lateral unnest(c.domain::text || string_to_array(c.domain, '.')) part
    where exists (select 1 from records_tie t where t.account_id = p.account_id and t.person_id = p.id)"""
_VALUE_WORDS = """
    insert into records_word (account_id, word, person_id, said)
    select distinct v.account_id, left(part, 500), v.person_id, 'v'
    from records_contactvalue v cross join lateral unnest(records_value_words(v.value)) part
    where part <> ''"""


def load(service: Service, world: World) -> Firm:
    """Write everything; return how it is called in the tables."""
    with said("  members, teams, shares"):
        firm = _found(service, world)
        feeds = _share(firm)
    with service.addresses.owner.connect() as owner:
        with laid_open(owner, LARGE):
            with said("  people"):
                _people(owner, firm)
            with said("  ties, names, values"):
                _ties(owner, firm, feeds)
            with said("  touchpoints"):
                _touchpoints(owner, firm, feeds)
            _entries(owner, firm)
            with said("  words"):
                owner.execute("analyze records_tie, records_person, records_company, records_contactvalue")
                owner.execute("set work_mem = '1GB'")
                owner.execute(_WORDS.encode())
                owner.execute(_VALUE_WORDS.encode())
                owner.execute("reset work_mem")
        _withhold(firm)
        fill(firm)
        from bench.firm.peers.tables import load_peers

        with said("  peers' tables"):
            load_peers(owner, firm)
        with said("  vacuum"):
            owner.execute("vacuum (analyze)")
            owner.execute("checkpoint") if _may_checkpoint(owner) else None
    return firm


def fill(firm: Firm) -> None:
    """Let the product make what it keeps beside the rows, as it does after an import: columns, sets, groups."""
    from django.db import connection

    from tactful.accounts.wall import acting
    from tactful.insight.columns import pack_books, pack_touches
    from tactful.insight.leaders import store_all_leaders

    with acting(firm.account), connection.cursor() as db:
        # COPY went past the triggers that would have made these.
        db.execute(
            "insert into sharing_stamp (account_id, source_id, number, touches)"
            " select account_id, id, hashtextextended(gen_random_uuid()::text, 0),"
            " hashtextextended(gen_random_uuid()::text, 0) from sharing_source where account_id = %s"
            " on conflict (account_id, source_id) do update set number = excluded.number, touches = excluded.touches",
            [firm.account],
        )
        with said("  packed columns"):
            pack_books(firm.account, firm.books)
            pack_touches(firm.account, firm.books)
        assert_words(db, firm)
    with said("  whom groups know best"):
        store_all_leaders(firm.account)


def assert_words(db: Any, firm: Firm) -> None:
    """AssertionError where the words that were loaded in bulk are not those that the product makes."""
    some = [1 + one * (firm.size.people - 1) // 199 for one in range(200)]
    which = (
        "select word, person_id, said from records_word where account_id = %s and person_id = any(%s)"
        " order by 1, 2, 3"
    )
    db.execute(which, [firm.account, some])
    loaded = db.fetchall()
    db.execute(
        "select records_spell(%s, %s), records_spell_values(%s, %s)", [firm.account, some, firm.account, some]
    )
    db.execute(which, [firm.account, some])
    assert db.fetchall() == loaded, "words are loaded as the product spells them"


def _may_checkpoint(owner: Connection) -> bool:
    row = owner.execute("select pg_has_role(current_user, 'pg_checkpoint', 'member')").fetchone()
    return bool(row and row[0])


def _found(service: Service, world: World) -> Firm:
    from tactful.accounts.models import Login, MemberAddress, Membership, Team
    from tactful.accounts.wall import acting
    from tactful.actions.founding import found_account
    from tactful.sharing.models import Source

    founder = found_account(
        name="Bench Firm",
        domains=["firm.example"],
        member=member_name(0),
        email=address(0),
        password=PASSWORD,
    )
    account, count = founder.account, world.books
    with acting(account):
        assert founder.member is not None
        hashed = Login.objects.get(email=address(0)).password
        logins = Login.objects.bulk_create(
            Login(email=address(i), name=member_name(i), password=hashed) for i in range(1, count)
        )
        inactive = set(world.inactive.tolist())
        state = Membership.State
        rows = Membership.unchecked.bulk_create(
            Membership(
                account_id=account,
                login=login,
                name=member_name(i),
                state=state.DEACTIVATED if i in inactive else state.ACTIVE,
            )
            for i, login in enumerate(logins, start=1)
        )
        members = [founder.member, *(row.id for row in rows)]
        MemberAddress.unchecked.bulk_create(
            MemberAddress(account_id=account, membership_id=members[i], address=address(i), vouched=True)
            for i in range(1, count)
        )
        first = Source.unchecked.get(account_id=account, owner_id=founder.member, kind="book")
        books = Source.unchecked.bulk_create(
            Source(account_id=account, kind="book", owner_id=member) for member in members[1:]
        )
        Source.unchecked.bulk_create(
            Source(account_id=account, kind="cards", owner_id=member) for member in members[1:]
        )
        teams = Team.unchecked.bulk_create(
            Team(account_id=account, name=f"Team {number:02}") for number in range(world.size.teams)
        )
        buckets = Source.unchecked.bulk_create(
            Source(account_id=account, kind="bucket", owner_id=members[owner], label=f"Bucket {number}")
            for number, owner in enumerate(world.b_owner.tolist())
        )
    people = world.size.people
    return Firm(
        service=service,
        world=world,
        account=account,
        members=members,
        books=[first.id, *(row.id for row in books)],
        teams=[row.id for row in teams],
        buckets=[row.id for row in buckets],
        colleagues=list(range(people + 1, people + 1 + count)),
    )


def _share(firm: Firm) -> list[int]:
    """Write teams, choices, limits and grants; return the feed of each book."""
    from tactful.accounts.models import Guest, Login, TeamMembership
    from tactful.accounts.wall import acting
    from tactful.records.models import Feed
    from tactful.sharing.models import AudienceLimits, Grant, ShareSetting

    world, account = firm.world, firm.account
    with acting(account):
        places = TeamMembership.unchecked.bulk_create(
            TeamMembership(account_id=account, team_id=firm.teams[team], membership_id=firm.members[member])
            for team, member in zip(world.g_team.tolist(), world.g_member.tolist(), strict=True)
        )
        settings = zip(
            places, world.g_member.tolist(), world.g_level.tolist(), world.g_end.tolist(), strict=True
        )
        ShareSetting.unchecked.bulk_create(
            ShareSetting(
                account_id=account,
                book_id=firm.books[member],
                team_membership_id=place.id,
                level=LEVELS[level][0],
                ends_at=ENDS[end],
                set_at=ENDED,
            )
            for number, (place, member, level, end) in enumerate(settings)
            # Of those who do not share, every other never chose: the account's default says the same.
            if level or number % 2
        )
        AudienceLimits.unchecked.bulk_create(
            AudienceLimits(account_id=account, team_id=team, floor=CEILINGS[floor], cap=CEILINGS[cap])
            for team, floor, cap in zip(firm.teams, world.floors.tolist(), world.caps.tolist(), strict=True)
            if floor or cap != LEVELS[-1][1]
        )
        outside = Login.objects.bulk_create(
            Login(email=f"guest{i}@elsewhere.example", name=f"Guest {i}") for i in range(world.size.guests)
        )
        guests = Guest.unchecked.bulk_create(Guest(account_id=account, login=login) for login in outside)
        Grant.unchecked.bulk_create(
            Grant(
                account_id=account,
                source_id=bucket,
                role="viewer",
                ends_at=ENDS[end],
                **_to(firm, guests, kind, to),
            )
            for bucket, kind, to, end in zip(
                firm.buckets, world.b_kind.tolist(), world.b_to.tolist(), world.b_end.tolist(), strict=True
            )
        )
        feeds = Feed.unchecked.bulk_create(
            Feed(
                account_id=account,
                book_id=book,
                name="Mailbox",
                digest=book.to_bytes(32, "big"),
                state="done",
            )
            for book in firm.books
        )
    return [feed.id for feed in feeds]


def _to(firm: Firm, guests: list[Any], kind: int, to: int) -> dict[str, Any]:
    if kind == worlds.TO_TEAM:
        return {"principal": "team", "team_id": firm.teams[to]}
    if kind == worlds.TO_MEMBER:
        return {"principal": "user", "member_id": firm.members[to]}
    if kind == worlds.TO_GUEST:
        return {"principal": "user", "guest_id": guests[to].id}
    return {"principal": "everyone"}


def _withhold(firm: Firm) -> None:
    from tactful.accounts.wall import acting
    from tactful.sharing.models import Withholding

    world = firm.world
    rows = zip(
        world.w_member.tolist(),
        world.w_person.tolist(),
        world.w_company.tolist(),
        world.w_for_everyone.tolist(),
        strict=True,
    )
    with acting(firm.account):
        Withholding.unchecked.bulk_create(
            Withholding(
                account_id=firm.account,
                book_id=None if member < 0 else firm.books[member],
                person_id=None if person < 0 else person + 1,
                company_id=None if company < 0 else company + 1,
                for_everyone=for_everyone,
            )
            for member, person, company, for_everyone in rows
        )


def _people(owner: Connection, firm: Firm) -> None:
    world, account = firm.world, firm.account
    lot = np.random.default_rng([1, world.size.people])
    uids = lot.bytes(16 * world.size.companies)
    companies = (
        f"{i + 1}\t{account}\t{uids[16 * i : 16 * i + 16].hex()}\t{domain(i)}\n"
        for i in range(world.size.companies)
    )
    _copy_text(owner, "records_company (id, account_id, uid, domain)", companies)
    own = world.p_uid.tobytes()
    people = (
        f"{i + 1}\t{account}\t{own[16 * i : 16 * i + 16].hex()}\tp{i}@{'mail.example' if c < 0 else domain(c)}\tf\t"
        f"{c + 1 if c >= 0 else chr(92) + 'N'}\n"
        for i, c in enumerate(world.p_company.tolist())
    )
    _copy_text(owner, "records_person (id, account_id, uid, key, colleague, company_id)", people)
    inside = lot.bytes(16 * world.books)
    colleagues = (
        f"{firm.colleagues[i]}\t{account}\t{inside[16 * i : 16 * i + 16].hex()}\t{address(i)}\tt\t\\N\n"
        for i in range(world.books)
    )
    _copy_text(owner, "records_person (id, account_id, uid, key, colleague, company_id)", colleagues)


def _copy_text(owner: Connection, into: str, lines: Iterator[str]) -> None:
    with owner.cursor() as cursor, cursor.copy(f"copy {into} from stdin".encode()) as copy:
        block: list[str] = []
        for line in lines:
            block.append(line)
            if len(block) == 20_000:
                copy.write("".join(block))
                block = []
        copy.write("".join(block))


def _ties(owner: Connection, firm: Firm, feeds: list[int]) -> None:
    world = firm.world
    for table, texts in (("name", world.names), ("title", world.titles), ("firm", world.firms)):
        owner.execute(
            f"create unlogged table bench_{table} (id int, text text, key text, words text)".encode()
        )
        lines = (
            f"{i}\t{t}\t{k}\t{words_of(t)}\n"
            for i, (t, k) in enumerate(zip(texts.texts, texts.keys, strict=True))
        )
        _copy_text(owner, f"bench_{table} (id, text, key, words)", lines)
        owner.execute(f"analyze bench_{table}".encode())
    owner.execute(
        "create unlogged table bench_tie (member int, book bigint, feed bigint, person bigint, company bigint,"
        " name int, title int, firm int, s float8, score int2, first timestamptz, last timestamptz, touched bool,"
        " email bool, phone bool)"
    )
    touched = world.last != worlds.NEVER
    zero = np.int64(0)
    copy_columns(
        owner,
        "bench_tie",
        len(world.t_member),
        {
            "member": ("int4", world.t_member),
            "book": ("int8", np.array(firm.books)[world.t_member]),
            "feed": ("int8", np.array(feeds)[world.t_member]),
            "person": ("int8", world.t_person + 1),
            "company": ("int8", world.p_company[world.t_person] + 1),
            "name": ("int4", world.t_name),
            "title": ("int4", world.t_title),
            "firm": ("int4", world.t_firm),
            "s": ("float8", world.s),
            "score": ("int2", scores(world.s)),
            "first": ("moment", np.where(touched, world.first, zero)),
            "last": ("moment", np.where(touched, world.last, zero)),
            "touched": ("bool", touched),
            "email": ("bool", world.t_email),
            "phone": ("bool", world.t_phone),
        },
    )
    owner.execute("analyze bench_tie")
    told = (
        " from bench_tie t left join bench_name n on n.id = t.name left join bench_title j on j.id = t.title"
        " left join bench_firm o on o.id = t.firm"
    )
    account = firm.account
    owner.execute(
        "insert into records_tie (account_id, book_id, person_id, company_id, name, sort_key, title, organisation, s,"
        f" score, scored_on, words, first_at, last_at) select {account}, book, person, nullif(company, 0),"
        " coalesce(n.text, ''), coalesce(n.key, ''), coalesce(j.text, ''), coalesce(o.text, ''), s, score,"
        f" date '{TODAY}', (select coalesce(string_agg(distinct w, ' ' order by w), '') from"
        " unnest(string_to_array(concat_ws(' ', n.words, j.words, o.words), ' ') collate \"C\") w),"
        f" case when touched then first end, case when touched then last end{told}".encode()
    )
    owner.execute(
        "insert into records_namefact (account_id, book_id, feed_id, person_id, name, sort_key, title, organisation)"
        f" select {account}, book, feed, person, coalesce(n.text, ''), coalesce(n.key, ''), coalesce(j.text, ''),"
        f" coalesce(o.text, ''){told} where name >= 0 or title >= 0 or firm >= 0".encode()
    )
    owner.execute(
        "insert into records_contactvalue (account_id, book_id, feed_id, person_id, kind, value, label)"
        f" select {account}, t.book, t.feed, t.person, 'email', p.key, '' from bench_tie t"
        " join records_person p on p.id = t.person where t.email"
        f" union all select {account}, book, feed, person, 'phone', '+4930' || lpad(person::text, 8, '0'), 'work'"
        " from bench_tie where phone".encode()
    )


def _touchpoints(owner: Connection, firm: Firm, feeds: list[int]) -> None:
    world, account = firm.world, firm.account
    events = int(world.x_event.max()) + 1
    lot = np.random.default_rng([2, world.size.people])
    uids = np.frombuffer(lot.bytes(16 * events), dtype="V16")
    fixed = {"account_id": ("int8", account)}
    copy_columns(
        owner,
        "records_interaction",
        events,
        {"id": ("int8", np.arange(1, events + 1)), **fixed, "uid": ("uuid", uids)},
    )
    subjects = np.array([f"Re: matter {number:05}" for number in range(1_000)], dtype=bytes)
    ids = np.arange(1, len(world.x_tie) + 1)
    members, people = world.t_member[world.x_tie], world.t_person[world.x_tie]
    books, of_feed, colleagues = np.array(firm.books), np.array(feeds), np.array(firm.colleagues)
    # kind, role and direction of the outsider, and the contributor's own role where they wrote or called the meeting.
    shapes = {
        worlds.IN: (b"mail", b"from", b"in", None),
        worlds.OUT: (b"mail", b"to", b"out", b"from"),
        worlds.MEETING: (b"meeting", b"attendee", b"meeting", b"organiser"),
    }
    after = len(ids)
    for way, (kind, role, direction, own_role) in shapes.items():
        rows = np.flatnonzero(world.x_way == way)
        # In the order of time, as they would have come in.
        rows = rows[np.argsort(world.x_at[rows], kind="stable")]
        event, at = world.x_event[rows], world.x_at[rows]
        thread = np.zeros((len(rows), 2), dtype=">i8")
        thread[:, 1] = event // 3
        placed: dict[str, Any] = {
            **fixed,
            "book_id": ("int8", books[members[rows]]),
            "interaction_id": ("int8", event + 1),
            "at": ("moment", at),
        }
        copy_columns(
            owner,
            "records_copy",
            len(rows),
            {
                "id": ("int8", ids[rows]),
                **placed,
                "feed_id": ("int8", of_feed[members[rows]]),
                "kind": ("text", kind),
                "all_day": ("null", None),
                "subject": ("text", subjects[event % 1_000]),
                "folder": ("text", b""),
                "thread": ("bytes", np.ascontiguousarray(thread).view("V16").reshape(-1)),
                "automated": ("bool", 0),
                "internal": ("bool", 0),
            },
        )
        placed |= {"copy_id": ("int8", ids[rows]), "name": ("text", b"")}
        outsiders: dict[str, Any] = {
            "id": ("int8", ids[rows]),
            **placed,
            "person_id": ("int8", people[rows] + 1),
            "member_id": ("null", None),
            "role": ("text", role),
            "direction": ("text", direction),
            "weight": ("float8", world.x_weight[rows]),
        }
        copy_columns(owner, "records_party", len(rows), outsiders)
        if own_role is not None:
            insiders: dict[str, Any] = {
                "id": ("int8", np.arange(after + 1, after + 1 + len(rows))),
                **placed,
                "person_id": ("int8", colleagues[members[rows]]),
                "member_id": ("int8", np.array(firm.members)[members[rows]]),
                "role": ("text", own_role),
                "direction": ("text", b""),
                "weight": ("float8", 0.0),
            }
            copy_columns(owner, "records_party", len(rows), insiders)
            after += len(rows)


def _entries(owner: Connection, firm: Firm) -> None:
    world = firm.world
    columns: dict[str, Any] = {
        "id": ("int8", np.arange(1, len(world.e_tie) + 1)),
        "account_id": ("int8", firm.account),
        "source_id": ("int8", np.array(firm.buckets)[world.e_bucket]),
        "person_id": ("int8", world.t_person[world.e_tie] + 1),
        "via_id": ("int8", np.array(firm.books)[world.t_member[world.e_tie]]),
    }
    copy_columns(owner, "records_entry", len(world.e_tie), columns)


def member_name(number: int) -> str:
    """Return the name of a member."""
    return f"{firm_name(number * 7 + 3).split()[0]} Member{number}"


def address(number: int) -> str:
    """Return the address by which a member signs in."""
    return f"member{number}@firm.example"
