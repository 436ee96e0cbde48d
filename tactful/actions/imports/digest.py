"""One number for all that an account's sources say: equal exactly where the facts are, whatever ids they have."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.db import connection

from tactful.accounts.wall import acting


def content_digest(account: int, *, scores: bool = False) -> str:
    """Return the digest of the account's facts, 64 hexadecimal digits; with `scores`, of its ties as well.

    Facts are named by what they say (addresses, files, messages), never by a row's id, nor by when they were stored.
    """
    whole = sha256()
    with acting(account):
        with connection.cursor() as db:
            # Everything is read once: without statistics the planner would read it once for each row.
            db.execute("set local enable_nestloop = off")
        for name, statement in (_FACTS | _SCORES if scores else _FACTS).items():
            whole.update(f"\x1e{name}".encode())
            for line in _lines(statement, account):
                whole.update(b"\x1f" + line.encode())
    return whole.hexdigest()


def _lines(statement: str, account: int) -> Iterator[str]:
    """The lines of a statement in their order, fetched piece by piece."""
    with connection.chunked_cursor() as db:
        db.execute(_NATURAL + statement, {"account": account})
        for (line,) in db:
            yield line


_NATURAL = """
    with book as (
        select s.id, l.email from sharing_source s join accounts_membership m on m.id = s.owner_id
        join accounts_login l on l.id = m.login_id where s.account_id = %(account)s and s.kind = 'book'),
    person as (
        select p.id, p.colleague, p.company_id,
               case when b.email is null then p.key
                    else 'card:' || b.email || ':'
                         || substring(p.key from position(':' in substring(p.key from 6)) + 6) end as key
        from records_person p left join book b on p.key like 'card:%%' and split_part(p.key, ':', 2) = b.id::text
        where p.account_id = %(account)s),
    feed as (
        select f.*, b.email || ' ' || encode(f.digest, 'hex') as file
        from records_feed f join book b on b.id = f.book_id where f.account_id = %(account)s)"""

_FACTS = {
    "company": 'select domain as line from records_company where account_id = %(account)s order by domain collate "C"',
    "person": """
    select json_build_array(p.key, p.colleague, c.domain)::text collate "C" as line
    from person p left join records_company c on c.id = p.company_id order by line""",
    "feed": """
    select json_build_array(file, name, kind, state, mails, meetings, cards, repeated, rejected, inbound, outbound,
                            extract(epoch from first_at), extract(epoch from last_at))::text collate "C" as line
    from feed order by line""",
    "rejection": """
    select json_build_array(f.file, r.label, r.reason)::text collate "C" as line
    from records_rejection r join feed f on f.id = r.feed_id where r.account_id = %(account)s order by line""",
    "name": """
    select json_build_array(f.file, p.key, n.name, n.sort_key, n.title, n.organisation)::text collate "C" as line
    from records_namefact n join feed f on f.id = n.feed_id join person p on p.id = n.person_id
    where n.account_id = %(account)s order by line""",
    "value": """
    select json_build_array(f.file, p.key, v.kind, v.value, v.label)::text collate "C" as line
    from records_contactvalue v join feed f on f.id = v.feed_id join person p on p.id = v.person_id
    where v.account_id = %(account)s order by line""",
    "extra": """
    select json_build_array(f.file, p.key, e.note, e.birthday, e.categories)::text collate "C" as line
    from records_cardextra e join feed f on f.id = e.feed_id join person p on p.id = e.person_id
    where e.account_id = %(account)s order by line""",
    "join": """
    select json_build_array(f.file, least(p.key, o.key), greatest(p.key, o.key))::text collate "C" as line
    from records_cardjoin j join feed f on f.id = j.feed_id join person p on p.id = j.one_id
    join person o on o.id = j.other_id where j.account_id = %(account)s order by line""",
    "copy": """,
    message as (
        select interaction_id as id,
               encode(sha256(string_agg(substring(digest for 10), '' order by digest)), 'hex') as keys
        from (select distinct interaction_id, substring(digest for 10) as digest from records_interactionkey
              where account_id = %(account)s) k group by interaction_id),
    parties as (
        select y.copy_id as id, string_agg(json_build_array(p.key, l.email, y.role, y.name, y.direction,
                   extract(epoch from y.at), y.weight)::text, ',' order by p.key collate "C", y.role) as parties
        from records_party y join person p on p.id = y.person_id
        left join accounts_membership m on m.id = y.member_id left join accounts_login l on l.id = m.login_id
        where y.account_id = %(account)s group by y.copy_id)
    select json_build_array(f.file, g.keys, c.kind, extract(epoch from c.at), c.all_day, c.subject, c.folder,
                            encode(c.thread, 'hex'), c.automated, c.internal, y.parties)::text collate "C" as line
    from records_copy c join feed f on f.id = c.feed_id left join message g on g.id = c.interaction_id
    left join parties y on y.id = c.id where c.account_id = %(account)s order by line""",
    "message": """
    select json_build_array(
        (select count(*) from records_interaction where account_id = %(account)s),
        (select count(*) from records_interactionkey where account_id = %(account)s))::text as line""",
}
_SCORES = {
    "tie": """
    select json_build_array(b.email, p.key, c.domain, t.name, t.sort_key, t.title, t.organisation, t.s, t.score,
                            t.scored_on, extract(epoch from t.first_at), extract(epoch from t.last_at))::text
           collate "C" as line
    from records_tie t join book b on b.id = t.book_id join person p on p.id = t.person_id
    left join records_company c on c.id = t.company_id where t.account_id = %(account)s order by line""",
}
