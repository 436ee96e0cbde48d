"""Colleagues of the demo company look at each other's people, so that its disclosure log has something to say."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tactful.accounts.wall import acting
from tactful.actions.sealing import seal
from tactful.cli.demo.found import Founded
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.person import find_person, see_person
from tactful.visibility.showing import answering
from tactful.visibility.timeline import person_timeline
from tactful.visibility.viewer import member_viewer

#: How many people of a page each of them opens, and over how many days.
OPENED = 4
DAYS = 6


def look_around(founded: Founded) -> int:
    """Let every active member list people and open some, on several days; seal the log; return how many answers."""
    rng = Random(founded.company.seed)
    answers = 0
    for member in founded.company.members:
        if not member.active:
            continue
        place = founded.memberships[member.address]
        with acting(founded.account):
            present = member_viewer(founded.account, place)
        if present is None:
            continue
        began = present.now - timedelta(days=rng.randrange(1, DAYS), minutes=rng.randrange(600))
        moments = [began + timedelta(minutes=3 * number) for number in range(OPENED + 1)]
        opened = []
        for number, moment in enumerate(moments):
            with acting(founded.account):
                viewer = member_viewer(founded.account, place, now=moment)
                assert viewer is not None, "nobody leaves meanwhile"
                with answering(viewer, "web:person" if number else "web:people") as standing:
                    if number == 0:
                        rows = list_people(standing, PeopleQuery(sort="strength")).rows
                        others = [row.uid for row in rows if not row.mine]
                        opened = rng.sample(others, min(OPENED, len(others)))
                    elif number <= len(opened):
                        seen = see_person(standing, opened[number - 1])
                        person = find_person(standing, opened[number - 1])
                        if person is not None and seen is not None and seen.statistics is not None:
                            person_timeline(standing, person)
                answers += 1
    seal(founded.account)
    return answers
