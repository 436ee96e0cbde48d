"""B02: a preview says exactly what saving does, for each colleague, in numbers of the contributor's own data."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tactful.accounts.models import Team
from tactful.accounts.wall import acting
from tactful.actions.errors import Invalid
from tactful.actions.shares import set_share
from tactful.policy.rules import EVERYONE as EVERYONE_AUDIENCE
from tactful.policy.terms import Id
from tactful.visibility.preview import Gain, preview_share
from tactful.visibility.standing import Standing
from tests.reference import world as plain
from tests.reference.cast import NOW
from tests.reference.model import disclosed
from tests.reference.world import EVERYONE, LEVELS, Share, World
from tests.reference.worlds import worlds_of
from tests.visibility.fitted import Mail
from tests.visibility.from_world import Loaded, load, uid_of

RULES = ("D01", "D02", "D06", "D07", "D08", "D16", "A20", "A25", "A28", "B05", "B06", "K06")
Held = dict[str, frozenset[object]]


@pytest.mark.django_db
@pytest.mark.rule("B02")
@settings(max_examples=60, deadline=None)
@given(data=st.data(), world=st.sampled_from(RULES).flatmap(worlds_of), level=st.sampled_from(LEVELS))
def test_a_preview_is_what_saving_does(data: st.DataObject, world: World, level: plain.Level) -> None:
    givers = sorted({f.owner for f in world.facts if _is_active(world, f.owner)})
    if not givers:
        return
    giver = data.draw(st.sampled_from(givers))
    account = next(u.account for u in world.users if u.id == giver)
    teams = sorted(t.id for t in world.teams if giver in t.members and t.account == account)
    audience = data.draw(st.sampled_from([EVERYONE, *teams]))
    with transaction.atomic():
        _check(load(world, account), account, giver, audience, level)
        transaction.set_rollback(True)


def _check(loaded: Loaded, account: str, giver: str, audience: str, level: plain.Level) -> None:
    changed = _with_share(loaded.world, Share(giver, audience, level))
    with acting(loaded.account):
        viewer = loaded.viewer(plain.Viewer(giver))
        where: Id = EVERYONE_AUDIENCE if audience == EVERYONE else loaded.ids["team", audience]
        told = preview_share(Standing(viewer), where, level)
        said = {m.uid: (e.newly, e.no_longer) for e in told.effects for m in e.members}
        affected = 0
        for colleague in _audience(loaded.world, account, audience, giver):
            before, after = (_held(w, loaded, giver, colleague) for w in (loaded.world, changed))
            expected = (_numbers(after, before), _numbers(before, after))
            newly, no_longer = said.get(uid_of("user", colleague), (Gain(), Gain()))
            assert (_of(newly), _of(no_longer)) == expected, (giver, audience, level, colleague)
            affected += expected != ((0, 0, 0, 0), (0, 0, 0, 0))
        assert len(said) == affected
        assert told.unaffected == len(_audience(loaded.world, account, audience, giver)) - affected
        _saving_leaves_nothing_to_preview(loaded, giver, audience, where, level)


def _saving_leaves_nothing_to_preview(
    loaded: Loaded, giver: str, audience: str, where: Id, level: plain.Level
) -> None:
    viewer = loaded.viewer(plain.Viewer(giver))
    team = None if audience == EVERYONE else Team.unchecked.get(id=loaded.ids["team", audience]).uid
    try:
        set_share(viewer, team=team, level=level)
    except Invalid:
        return  # below the floor or above the cap: nothing was saved
    assert preview_share(Standing(viewer), where, level).effects == ()


def _is_active(world: World, user: str) -> bool:
    return any(u.id == user and u.active for u in world.users)


def _audience(world: World, account: str, audience: str, giver: str) -> list[str]:
    members = {u.id for u in world.users if u.account == account and u.active and u.id != giver}
    if audience != EVERYONE:
        members &= next(t.members for t in world.teams if t.id == audience)
    return sorted(members)


def _with_share(world: World, share: Share) -> World:
    others = tuple(s for s in world.shares if (s.user, s.audience) != (share.user, share.audience))
    return replace(world, shares=(*others, share))


def _held(world: World, loaded: Loaded, giver: str, colleague: str) -> Held:
    """What of the giver's book the reference model gives a colleague, by what a preview counts."""
    atoms = disclosed(world, plain.Viewer(colleague), NOW)
    shown = [f for f in world.facts if f.owner == giver and ("fact", f.id) in atoms]
    company = {p.id: p.company for p in world.persons}
    people = frozenset(f.person for f in shown if f.facet == "relationship")
    return {
        "people": people,
        "companies": frozenset(company[str(p)] for p in people if company[str(p)]),
        "values": frozenset(f.id for f in shown if f.facet == "contact_info"),
        "touchpoints": frozenset(
            Mail(f.owner, f.person, f.names, f.thread).interaction for f in shown if f.facet == "interactions"
        ),
    }


def _numbers(more: Held, less: Held) -> tuple[int, ...]:
    return tuple(len(more[key] - less[key]) for key in ("people", "companies", "values", "touchpoints"))


def _of(gain: Gain) -> tuple[int, ...]:
    return (gain.people, gain.companies, gain.contact_values, gain.touchpoints)
