"""A pasted list of names, addresses and domains: each line answered with whom the viewer sees, and who introduces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from tactful.records.sort_key import sort_key
from tactful.visibility.columns import ids_of
from tactful.visibility.company_board import board_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.joined import directory, joined
from tactful.visibility.introducers import (
    PersonRef,
    WarmPaths,
    introducers_to_companies,
    introducers_to_people,
)
from tactful.visibility.name_order import in_name_order
from tactful.visibility.names import company_refs
from tactful.visibility.searching import found_by
from tactful.visibility.seen import CompanyRef
from tactful.visibility.showing import note_values
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell

#: How many lines are answered at once, how long one may be, and how many choices are offered for one.
MOST_LINES, LONGEST, MOST_CHOICES = 300, 200, 8
#: Up to so many matches of one line are told in full; of more, the first by name are.
_LOOKED_AT = 200

_ADDRESS = re.compile(r"[^\s@<>]+@([^\s@<>]+)")
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[\w-]{2,})(?:[/:?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """A person, with their company, or (`person` None) a company."""

    person: PersonRef | None
    company: CompanyRef | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one line found: `found` with its introducers, or several `choices` out of `total`; else no match."""

    text: str
    found: Choice | None = None
    paths: WarmPaths | None = None
    choices: tuple[Choice, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class _Match:
    people: Sequence[int] = ()
    companies: Sequence[int] = ()

    @property
    def total(self) -> int:
        return len(self.people) + len(self.companies)


def lines_of(text: str) -> list[str]:
    """Return the lines of a pasted text that hold anything, each once, shortened to what can be a name."""
    plain = (line.strip(" \t\r,;\"'")[:LONGEST] for line in text.replace("\x00", "").splitlines())
    return list(dict.fromkeys(line for line in plain if line))


def answer_lines(standing: Standing, lines: Sequence[str]) -> tuple[Answer, ...]:
    """Return an answer for each line, in their order; of what the viewer may not see, none is any different."""
    matches = _matches(standing, lines)
    alone = [match for match in matches if match.total == 1]
    people = introducers_to_people(standing, {one for match in alone for one in match.people})
    companies = introducers_to_companies(standing, {one for match in alone for one in match.companies})
    choices = _choices(standing, matches)
    answers = []
    for text, match in zip(lines, matches, strict=True):
        some = [choices["person", one] for one in match.people if ("person", one) in choices]
        some += [choices["company", one] for one in match.companies if ("company", one) in choices]
        some.sort(key=_place)
        if match.total == 1:
            of = people[match.people[0]] if match.people else companies[match.companies[0]]
            answers.append(Answer(text, some[0], of, (), 1))
        else:
            answers.append(Answer(text, None, None, tuple(some[:MOST_CHOICES]), match.total))
    return tuple(answers)


# ── What a line may be ──────────────────────────────────────────────────────────────────────────────


def _matches(standing: Standing, lines: Sequence[str]) -> list[_Match]:
    addresses, domains = {}, {}
    for line in lines:
        address, domain = _ADDRESS.search(line), _DOMAIN.fullmatch(line)
        if address is not None:
            addresses[line], domains[line] = address[0].lower(), address[1].lower()
        elif domain is not None:
            domains[line] = domain[1].lower()
    names = [line for line in lines if line not in domains]
    by_address = _by_address(standing, set(addresses.values()))
    by_domain = _by_domain(standing, set(domains.values()))
    by_name, companies_by_name = _by_name(standing, names), _companies_by_name(standing)
    found = []
    for line in lines:
        if line in domains:
            people = by_address.get(addresses.get(line, ""), ())
            found.append(_Match(people=people) if people else _Match(companies=by_domain[domains[line]]))
            continue
        match = _Match(by_name.get(sort_key(line), ()), companies_by_name.get(sort_key(line), ()))
        found.append(match if match.total else _Match(people=_by_words(standing, line)))
    return found


def _by_address(standing: Standing, addresses: set[str]) -> dict[str, list[int]]:
    """Return whose these addresses are, where a book that has one for them opens its contact info."""
    opened = crowd_of(standing).open("contact_info")
    with connection.cursor() as db:
        db.execute(
            "select v.person_id, v.book_id, lower(v.value) from records_word w join records_contactvalue v"
            " on v.account_id = w.account_id and v.person_id = w.person_id"
            " where w.account_id = %s and w.word = any(%s) and v.kind = 'email' and lower(v.value) = w.word",
            [standing.viewer.account, sorted(addresses)],
        )
        found: dict[str, set[int]] = {}
        for person, book, address in db.fetchall():
            if person in opened.get(book, BitMap()):
                # That the line finds them tells that the address is theirs.
                note_values(standing, person, [(book, "email")])
                found.setdefault(address, set()).add(joined(standing).root(person))
    return {address: sorted(people) for address, people in found.items()}


def _by_domain(standing: Standing, domains: set[str]) -> dict[str, list[int]]:
    """Return the visible company of each domain, or of the domain that it is a part of."""
    parts = {domain: [domain.split(".", cut)[-1] for cut in range(domain.count("."))] for domain in domains}
    board = board_of(standing)
    with connection.cursor() as db:
        db.execute(
            "select domain, id from records_company where account_id = %s and domain = any(%s)",
            [standing.viewer.account, sorted({one for some in parts.values() for one in some})],
        )
        known = {domain: company for domain, company in db.fetchall() if board.place(company) is not None}
    return {
        domain: next(([known[one]] for one in some if one in known), []) for domain, some in parts.items()
    }


def _by_name(standing: Standing, lines: Iterable[str]) -> dict[str, list[int]]:
    """Return whom an open book calls exactly so, by the key of the name."""
    exists = crowd_of(standing).open("existence")
    with connection.cursor() as db:
        db.execute(
            "select sort_key, person_id, book_id from records_tie"
            " where account_id = %s and sort_key = any(%s) and name <> ''",
            [standing.viewer.account, sorted({sort_key(line) for line in lines} - {""})],
        )
        found: dict[str, set[int]] = {}
        for key, person, book in db.fetchall():
            if person in exists.get(book, BitMap()):
                found.setdefault(key, set()).add(joined(standing).root(person))
    return {key: sorted(people) for key, people in found.items()}


def _companies_by_name(standing: Standing) -> dict[str, list[int]]:
    """Return every visible company by the key of its shown name, and by what stands first in its domain."""

    def make() -> dict[str, list[int]]:
        found: dict[str, set[int]] = {}
        for company, ref in company_refs(standing, board_of(standing).ids.tolist()).items():
            for key in {sort_key(ref.name), ref.domain.split(".")[0]}:
                found.setdefault(key, set()).add(company)
        return {key: sorted(companies) for key, companies in found.items()}

    return crowd_of(standing).kept("companies by name", make)


def _by_words(standing: Standing, line: str) -> list[int]:
    """Return the people of whom every word of the line is told, as a search finds them."""
    words = sort_key(re.sub(r"[,;|\t]+", " ", line)).split()
    if not words:
        return []
    among, one = directory(standing), joined(standing)
    for word in words:
        among = among & one.folded(found_by(standing, word))
        if not among:
            return []
    people: list[int] = ids_of(among).tolist()
    for person in people if len(people) <= _LOOKED_AT else ():
        for address in one.members(person):
            note_values(standing, address, standing.found_in_values.get(address, ()))
    return people


# ── Choices ─────────────────────────────────────────────────────────────────────────────────────────


def _choices(standing: Standing, matches: Sequence[_Match]) -> dict[tuple[str, int], Choice]:
    """Return what is shown of everybody and every company that some line found; of too many, of none."""
    few = [match for match in matches if match.total <= _LOOKED_AT]
    some = [_nearest(standing, match) for match in matches if match.total > _LOOKED_AT]
    told = tell(standing, {one for match in [*few, *some] for one in match.people})
    companies = {one for match in [*few, *some] for one in match.companies}
    companies |= {one.company for one in told.values() if one.company is not None}
    refs = company_refs(standing, companies)
    found: dict[tuple[str, int], Choice] = {
        ("person", person): Choice(PersonRef(one.uid, one.name), refs.get(one.company or 0))
        for person, one in told.items()
    }
    return found | {("company", company): Choice(None, ref) for company, ref in refs.items()}


def _nearest(standing: Standing, match: _Match) -> _Match:
    among = BitMap(match.people)
    return _Match([person for person, _ in in_name_order(standing, among, None, MOST_CHOICES)], ())


def _place(one: Choice) -> tuple[bool, str, str]:
    name = one.company.name if one.person is None and one.company is not None else ""
    if one.person is not None:
        name = one.person.name or ""
    uid = one.person.uid if one.person is not None else one.company.uid if one.company is not None else None
    return (not name, sort_key(name), "" if uid is None else uid.hex)
