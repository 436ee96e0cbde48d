"""A world of the reference, cut and completed to what the tables of one account can hold.

The reference tells facts apart more finely than tables do: a mail in a book is there with its dates, touchpoint and
subject at once, and whoever a book says anything of, it knows. `fitted` makes such a world of any; what the
reference model says of the fitted one is what visibility has to say of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from zlib import crc32

from tests.reference.rows import MAIL, sound
from tests.reference.world import EVERYONE, Fact, World


@dataclass(frozen=True)
class Mail:
    """One copy of a mail or meeting in a book: about one outsider, naming others."""

    owner: str
    person: str
    names: frozenset[str]
    thread: str | None
    has_subject: bool = False

    @property
    def id(self) -> str:
        """The part that the ids of its facts have in common."""
        return f"{self.owner}/{self.person}/{self.thread}/{'+'.join(sorted(self.names))}"

    @property
    def is_meeting(self) -> bool:
        """Whether it is a meeting, which all its copies say alike."""
        return crc32(self.interaction.encode()) % 3 == 2

    @property
    def is_copied(self) -> bool:
        """Whether a colleague wrote it, so that the book knows nobody by it."""
        return not self.is_meeting and crc32(self.id.encode()) % 5 == 0

    @property
    def interaction(self) -> str:
        """What makes copies in several books one interaction: the thread, or nothing but the copy itself."""
        return f"{self.person}/{self.thread}" if self.thread is not None else self.id

    def facts(self) -> list[Fact]:
        """The facts that such a copy is."""
        facets = [
            *([] if self.is_copied else ["highlights"]),
            "interactions",
            *(["subject"] if self.has_subject else []),
        ]
        return [
            Fact(f"{self.id}/{facet}", self.owner, facet, self.person, self.names, self.thread)
            for facet in facets
        ]


def fitted(world: World, account: str) -> World:
    """Return what of the world the tables of this account hold, completed as they complete it."""
    users = tuple(it for it in world.users if it.account == account)
    mine = {it.id for it in users}
    teams = tuple(it for it in world.teams if it.account == account)
    team_ids = {it.id for it in teams}
    containers = tuple(it for it in world.containers if it.owner in mine)
    places = {it.id for it in containers}

    def principal_fits(principal: tuple[str, str]) -> bool:
        kind, name = principal
        return kind == "user" or name in (team_ids if kind == "team" else {account})

    return sound(
        replace(
            world,
            accounts=tuple(replace(it, limits=dict(it.limits)) for it in world.accounts),
            shares=tuple(it for it in world.shares if it.user in mine),
            privacies=tuple(it for it in world.privacies if it.user in mine),
            facts=tuple(_facts(world, mine)),
            containers=containers,
            pages=tuple(it for it in world.pages if it.workspace in places),
            grants=tuple(
                it for it in world.grants if it.container in places and principal_fits(it.principal)
            ),
            entries=tuple(it for it in world.entries if it.container in places and it.via in mine),
            consents=tuple(it for it in world.consents if it.bucket in places and it.user in mine),
            taken_private=tuple(it for it in world.taken_private if it.bucket in places),
            items=tuple(
                replace(
                    it,
                    audience=frozenset(
                        p for p in it.audience if principal_fits(p) and (p[0] != "user" or p[1] in mine)
                    ),
                    participants=it.participants & mine,
                    assignee=it.assignee if it.assignee in mine else None,
                )
                for it in world.items
                if it.author in mine
            ),
            partnerships=(),
            alliances=(),
            ally_shares=(),
            privates=tuple(
                it
                for it in world.privates
                if it.user in mine and (it.audience in (None, EVERYONE) or it.audience in team_ids)
            ),
            private_threads=tuple(it for it in world.private_threads if it.user in mine),
            protected=tuple(it for it in world.protected if it.account == account),
            joins=tuple(it for it in world.joins if it.owner in mine),
        )
    )


def mails(world: World) -> list[Mail]:
    """Return the copies behind a fitted world's facts, in the order in which they first stand."""
    found: dict[str, Mail] = {}
    for fact in world.facts:
        if fact.facet in MAIL:
            mail = mail_of(fact)
            subject = fact.facet in ("subject", "body")
            found[mail.id] = replace(
                mail, has_subject=subject or (mail.id in found and found[mail.id].has_subject)
            )
    return list(found.values())


def known(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    """Return the (owner, person) pairs of which a book says anything, in the order in which they first stand."""
    return list(
        dict.fromkeys(
            (fact.owner, fact.person)
            for fact in facts
            if fact.facet != "card" and not (fact.facet in MAIL and mail_of(fact).is_copied)
        )
    )


def mail_of(fact: Fact) -> Mail:
    """Return the copy that a fact of a mail is of."""
    return Mail(fact.owner, fact.person, fact.names, fact.thread)


def _facts(world: World, mine: set[str]) -> list[Fact]:
    persons = {it.id for it in world.persons}
    # Users of other accounts are outsiders to these tables, and no facts of this account speak of them.
    own = [replace(fact, names=fact.names & (mine | persons)) for fact in world.facts if fact.owner in mine]
    facts: dict[str, Fact] = {}
    for owner, person in known(own):
        for facet in ("existence", "relationship"):
            facts[f"{owner}/{person}/{facet}"] = Fact(f"{owner}/{person}/{facet}", owner, facet, person)
    for fact in own:
        if fact.facet in ("contact_info", "card"):
            # A world that was perturbed may call it as another fact is called here.
            own_id = fact.id if fact.id not in facts else f"{fact.id}/{fact.facet}"
            facts[own_id] = replace(fact, id=own_id)
    for mail in mails(replace(world, facts=tuple(own))):
        facts |= {fact.id: fact for fact in mail.facts()}
    return list(facts.values())
