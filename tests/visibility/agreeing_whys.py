"""What is shown has a reason, and what is hidden has none: every value of every record, as one viewer is told them."""

from __future__ import annotations

from dataclasses import replace

from tactful.policy.terms import Fact
from tactful.records.models import Company
from tactful.visibility.companies import list_companies, see_company
from tactful.visibility.people import list_people
from tactful.visibility.person import see_person
from tactful.visibility.seers import who_sees_company, who_sees_touchpoint
from tactful.visibility.touchpoint_whys import why_touchpoint
from tactful.visibility.value_whys import (
    OF_COMPANY,
    OF_PERSON,
    Asked,
    WhyValue,
    why_company_values,
    why_person_values,
)
from tests.visibility import agreeing
from tests.visibility.expected import Expected, Touch
from tests.visibility.fitted import mails
from tests.visibility.from_world import uid_of


def every_value_has_its_why(asked: agreeing.Asked) -> None:
    """Each value that a list or page shows of a person is explained, and no other."""
    rows = {row.uid: row for row in list_people(asked.standing, limit=200).rows}
    for person in asked.house.world.persons:
        uid = uid_of("person", person.id)
        whys = why_person_values(asked.standing, uid, Asked(OF_PERSON))
        seen = see_person(asked.standing, uid)
        assert (whys is None) == (seen is None) == (person.id not in asked.expected.people)
        if whys is None or seen is None:
            continue
        row = rows[seen.uid]
        assert _explained(whys) == {
            "name",
            *(["company"] if row.company or row.organisation else []),
            *(["title"] if row.title else []),
            *(["score", "known by"] if row.strength else []),
            *(["last contact"] if row.last_contact else []),
            *(["statistics"] if seen.statistics is not None else []),
            *(["group score"] if seen.groups else []),
            *(["also known"] if seen.also else []),
        }
        assert sum(one.value == "group score" for one in whys) == len(seen.groups)
        named = {k.member.uid for k in row.knowers}
        for user in asked.house.world.users:
            of = Asked({"tie"}, knower=uid_of("user", user.id))
            assert bool(why_person_values(asked.standing, uid, of)) == (of.knower in named)


def every_value_of_companies_has_its_why(asked: agreeing.Asked) -> None:
    """The same of companies."""
    for row in list_companies(asked.standing, limit=200).rows:
        one = Company.unchecked.get(uid=row.uid)
        seen = see_company(asked.standing, row.uid)
        assert seen is not None
        whys = why_company_values(asked.standing, one, Asked(OF_COMPANY))
        assert _explained(whys) == {
            "name",
            "people",
            *(["score", "known by"] if row.strength else []),
            *(["last contact"] if row.last_contact else []),
            *(["statistics"] if seen.statistics is not None else []),
            *(["group score"] if seen.groups else []),
        }
        for knower in row.knowers:
            assert why_company_values(asked.standing, one, Asked({"tie"}, knower=knower.member.uid))


def every_touchpoint_has_its_why(asked: agreeing.Asked) -> None:
    """A mail or meeting is explained to whoever sees it, its subject where that is disclosed."""
    people = [person.id for person in asked.house.world.persons]
    shown = {touch.interaction for touch in asked.expected.touches("interactions", people)}
    subjects = {touch.interaction for touch in asked.expected.touches("subject", people)} & shown
    for interaction in {mail.interaction for mail in mails(asked.house.world)}:
        found = why_touchpoint(asked.standing, uid_of("interaction", interaction))
        assert (found is not None) == (interaction in shown)
        if found is not None:
            assert ("subject" in _explained(found.whys)) == (interaction in subjects)
            assert bool(found.touchpoint.subject) == (interaction in subjects)


def seers_agree(asked: agreeing.Asked, others: dict[str, Expected]) -> None:
    """Who sees a mail or company of one's own are those to whom any fact of it is disclosed."""
    expected, rows, me = asked.expected, asked.rows, asked.expected.decider.opened.user
    mine = "" if me is None else str(me.id)
    for interaction in {touch.interaction for touch in rows.touches if touch.owner == mine}:
        facts = [t for t in rows.touches if (t.interaction, t.owner) == (interaction, mine)]
        who = who_sees_touchpoint(asked.standing, uid_of("interaction", interaction))
        seen = any(expected.shown([t.facts["interactions"]]) for t in facts)
        assert (who is not None) == seen
        for facet, told in (who or {}).items():
            assert {one.member.uid for one in told} == {
                uid_of("user", user)
                for user, theirs in others.items()
                if user != mine and theirs.shown(rows_of(facts, facet))
            }
    for company, persons in expected.companies().items():
        one = Company.unchecked.get(uid=uid_of("company", company))
        for facet, told in who_sees_company(asked.standing, one).items():
            own = [
                fact
                for person in sorted(agreeing.all_at(rows, company))
                if (mine, person) in rows.ties
                for fact in rows.facts(facet, [person], [mine])
            ]
            assert {one.member.uid for one in told} == {
                uid_of("user", user) for user, theirs in others.items() if user != mine and theirs.shown(own)
            }
        assert persons


def rows_of(touches: list[Touch], facet: str) -> list[Fact]:
    """Return the facts of a facet of these touchpoints; a copy without a subject could have had one."""
    return [t.facts.get(facet, replace(t.facts["interactions"], facet=facet)) for t in touches]


def _explained(whys: tuple[WhyValue, ...]) -> set[str]:
    for one in whys:
        assert one.sentences
        assert all(text.startswith("You see") for text in one.sentences)
    return {one.value for one in whys}
