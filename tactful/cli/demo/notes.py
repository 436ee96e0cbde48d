"""Notes in the demo company: on people, for Everyone, for a team, for one alone; with a reply and a mention."""

from __future__ import annotations

import uuid
from html import escape

from tactful.actions.audiences import ChosenAudience
from tactful.actions.items import Writing, reply_to, write_item
from tactful.actions.texts import text_of
from tactful.cli.demo.company import Member
from tactful.cli.demo.found import Founded
from tactful.policy.offers import ONLY_YOU, TO_EVERYONE, TO_SOME
from tactful.visibility.mine import my_strongest
from tactful.visibility.person import find_person
from tactful.visibility.standing import Standing
from tactful.visibility.teams import list_teams

#: What is written on the strongest ties of some members, and for whom: "team" is the first team that they are in.
WRITTEN = (
    ("<p>Prefers a call before nine. Budget is set in <strong>March</strong>.</p>", "team"),
    ("<p>Met at the harbour fair: they look for a second supplier of tide sensors.</p>", TO_EVERYONE),
    ("<p>Thinking of moving on; said so in confidence.</p>", ONLY_YOU),
    (
        "<p>Open points for the renewal:</p><ul><li>service hours</li><li>the old meters</li><li>who signs</li></ul>",
        "team",
    ),
)
REPLY = "I asked: they decide after the summer."


def write_notes(founded: Founded) -> int:
    """Let the first members of teams write on their strongest ties; return how many notes there are.

    A colleague who sees the first person of whom something is written is named there, and answers.
    """
    active = [member for member in founded.company.members if member.active and member.teams]
    written = 0
    is_answered = False
    for member in active[:4]:
        people, team = _strongest(founded, member)
        for person, (html, for_whom) in zip(people, WRITTEN, strict=False):
            team_only = for_whom == "team"
            audience = ChosenAudience(TO_SOME, teams=(team,)) if team_only else ChosenAudience(for_whom)
            mates = [one for one in active if one != member and member.teams[0] in one.teams]
            named = None
            if team_only and not is_answered:
                named = next((mate for mate in mates if _sees(founded, mate, person)), None)
            if named is not None:
                uid = founded.uids[named.address]
                html += f'<p><span data-mention="{uid.hex}">@{escape(named.name)}</span>, do you know who decides?</p>'
            with founded.acting_as(member) as viewer:
                text = text_of("text", html=html)
                note = write_item(viewer, Writing("note", text, people=(person,), audience=audience))
            written += 1
            if named is not None:
                is_answered = True
                with founded.acting_as(named) as viewer:
                    reply_to(viewer, item=note.uid, text=text_of("reply", text=REPLY))
    return written


def _strongest(founded: Founded, member: Member) -> tuple[list[uuid.UUID], uuid.UUID]:
    """Return the people whom a member knows best, and the id of the first of their teams."""
    with founded.acting_as(member) as viewer:
        standing = Standing(viewer)
        people = [row.uid for row in my_strongest(standing, dates=False)]
        return people, next(team.uid for team in list_teams(standing) if team.name == member.teams[0])


def _sees(founded: Founded, member: Member, person: uuid.UUID) -> bool:
    with founded.acting_as(member) as viewer:
        return find_person(Standing(viewer), person) is not None
