"""G8: a person's timeline, where the most revealing setting of those who hold a mail wins, against all of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from bench.firm.asking import Candidate, Race, standing_of
from bench.firm.goals import Ground
from bench.firm.home import Firm
from bench.firm.names import Integers
from bench.firm.peers.bare import PAGE, acting_as
from bench.firm.viewers import DENSE, Asked
from bench.firm.world import INTERACTIONS
from bench.promises import Promise

#: How many people of each viewer are asked about, besides the one with most mails.
PEOPLE = 4
#: Every so many members show subjects, and every so many bodies; the others hide both.
SUBJECTS, BODIES = 2, 5

_TOUCHED = f"""
    with touched as (
        select t.interaction_id, i.uid, max(t.at) as at, array_agg(distinct t.copy_id) as copies
        from records_party t join records_interaction i on i.id = t.interaction_id
        where t.account_id = %s and t.person_id = %s and t.direction <> ''
        group by t.interaction_id, i.uid)
    select *, (select count(*) from touched) from touched order by at desc, uid desc limit {PAGE}"""
_BESIDE = (
    (
        "select t.copy_id, t.role, t.name, p.id, p.uid, c.domain from records_party t"
        " join records_person p on p.id = t.person_id left join records_company c on c.id = p.company_id"
        " where t.account_id = %s and t.copy_id = any(%s)"
    ),
    "select id, subject, kind from records_copy where account_id = %s and id = any(%s)",
)
_NAMES = (
    "select person_id, min(name), max(score) from records_tie where account_id = %s and person_id = any(%s)"
    " group by person_id"
)


class Timelines:
    """The two ways to a page of a person's mails and meetings, and what each must show."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        world = ground.firm.world
        self.person_of = world.t_person[world.x_tie]
        #: Whom the next question is about, by viewer.
        self.about: dict[int, int] = {}

    def unfiltered(self, asked: Asked) -> Any:
        """Return the newest fifty with all who are on them, their subjects, and how many there are."""
        firm = self.ground.firm
        with acting_as(firm, asked) as db:
            db.execute(_TOUCHED, [firm.account, self.about[asked.member] + 1])
            rows = db.fetchall()
            copies = [copy for row in rows for copy in row[3]]
            beside = []
            for statement in _BESIDE:
                db.execute(statement, [firm.account, copies])
                beside.append(db.fetchall())
            db.execute(_NAMES, [firm.account, list({row[3] for row in beside[0]})])
            return rows, beside, db.fetchall()

    def check_unfiltered(self, asked: Asked, answer: Any) -> None:
        """AssertionError where there are more or fewer."""
        events = np.unique(self.ground.firm.world.x_event[self.person_of == self.about[asked.member]])
        assert (answer[0][0][-1] if answer[0] else 0) == len(events)

    def ours(self, asked: Asked) -> Any:
        """Return the product's own page."""
        from tactful.visibility.person import find_person
        from tactful.visibility.timeline import person_timeline

        with standing_of(self.ground.firm, asked.member) as standing:
            person = find_person(standing, _uid(self.ground.firm, self.about[asked.member]))
            assert person is not None, "whoever is asked about is seen"
            return person_timeline(standing, person, limit=PAGE)

    def check_ours(self, asked: Asked, answer: Any) -> None:
        """AssertionError where the number, or which of them tell their subject, is not what the arrays say."""
        world = self.ground.firm.world
        ties, facets = self.ground.expected.oracle.ties_seen(asked.member)
        open_ties = ties[(facets & INTERACTIONS > 0) & (world.t_person[ties] == self.about[asked.member])]
        touched = np.isin(world.x_tie, open_ties)
        assert answer.total == len(np.unique(world.x_event[touched])), asked
        told = np.unique(world.x_event[touched & self._tells(asked)[world.t_member[world.x_tie]]])
        if answer.total <= PAGE:
            assert sum(one.subject is not None for one in answer.rows) == len(told), asked

    def _tells(self, asked: Asked) -> Any:
        members = np.arange(self.ground.firm.world.books)
        return (members % SUBJECTS == 0) | (members % BODIES == 0) | (members == asked.member)


def timelines(ground: Ground) -> list[Promise]:
    """Return the lines of G8."""
    both = Timelines(ground)
    lot = np.random.default_rng(8)
    dense = [asked for asked in ground.viewers if asked.stratum == DENSE]
    races = {name: _race(both) for name in ("", " heaviest")}
    with _options(ground.firm):
        for asked in dense:
            people, counts = _dated(both, asked)
            chosen = {"": lot.choice(people, min(PEOPLE, len(people)), replace=False)}
            chosen[" heaviest"] = people[[int(np.argmax(counts))]]
            for name, some in chosen.items():
                for person in some.tolist():
                    both.about[asked.member] = person
                    races[name].run([asked], ground.rounds, 8)
    lines = []
    for name, race in races.items():
        mine, all_of_it = race.of("ours"), race.of("no permission")
        whom = "of a person with most mails" if name else "of a person"
        what = f"timeline {whom}, most revealing wins, exact total; p50 ms, against all of it"
        lines.append(ground.line(f"G8{name}", what, mine.p50, all_of_it.p50))
        lines.append(ground.line(f"G8{name} p95", f"the same, {whom}; p95 ms", mine.p95, all_of_it.p95))
    return lines


def _race(both: Timelines) -> Race:
    return Race(
        "timelines",
        [
            Candidate("no permission", both.unfiltered, both.check_unfiltered),
            Candidate("ours", both.ours, both.check_ours),
        ],
    )


def _dated(both: Timelines, asked: Asked) -> tuple[Integers, Integers]:
    """Return the people whose mails and meetings a viewer is shown, with how many copies there are."""
    world = both.ground.firm.world
    ties, facets = both.ground.expected.oracle.ties_seen(asked.member)
    told = np.zeros(len(world.t_member), dtype=bool)
    told[ties[facets & INTERACTIONS > 0]] = True
    people, counts = np.unique(both.person_of[told[world.x_tie]], return_counts=True)
    return people, counts


def _uid(firm: Firm, person: int) -> uuid.UUID:
    return uuid.UUID(bytes=firm.world.p_uid[person].tobytes())


@contextmanager
def _options(firm: Firm) -> Iterator[None]:
    """Have members' own options set inside: a half shows subjects, of these some bodies."""
    from tactful.accounts.wall import acting
    from tactful.sharing.models import MailPrivacy

    with acting(firm.account):
        MailPrivacy.unchecked.filter(account_id=firm.account).delete()
        MailPrivacy.unchecked.bulk_create(
            MailPrivacy(
                account_id=firm.account,
                book_id=book,
                option="bodies" if member % BODIES == 0 else "subjects",
            )
            for member, book in enumerate(firm.books)
            if member % SUBJECTS == 0 or member % BODIES == 0
        )
    try:
        yield
    finally:
        with acting(firm.account):
            MailPrivacy.unchecked.filter(account_id=firm.account).delete()
