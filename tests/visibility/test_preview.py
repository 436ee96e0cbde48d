"""B02: a preview says exactly what saving does, for each colleague, in numbers of the contributor's own data."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from django.db import transaction
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tactful.accounts.models import Team
from tactful.accounts.wall import acting
from tactful.actions.errors import Invalid, NotAllowed
from tactful.actions.privacy import set_at_most, set_privacy
from tactful.actions.shares import set_share
from tactful.policy.rules import EVERYONE as EVERYONE_AUDIENCE
from tactful.policy.terms import Id
from tactful.visibility.preview import Gain, preview_share
from tactful.visibility.privacy_preview import preview_at_most, preview_privacy
from tactful.visibility.standing import Standing
from tests.reference import world as plain
from tests.reference.cast import NOW
from tests.reference.model import disclosed
from tests.reference.world import EVERYONE, LEVELS, MailPrivacy, Share, World
from tests.reference.worlds import worlds_of
from tests.visibility.fitted import Mail
from tests.visibility.from_world import Loaded, load, uid_of

RULES = ("D01", "D02", "D06", "D07", "D08", "D16", "A20", "A25", "A28", "B05", "B06", "K06")
Held = dict[str, frozenset[object]]
COUNTED = ("people", "companies", "values", "touchpoints", "subjects", "bodies")
NO_NUMBERS = (0,) * len(COUNTED)


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
            affected += expected != (NO_NUMBERS, NO_NUMBERS)
        assert len(said) == affected
        assert told.unaffected == len(_audience(loaded.world, account, audience, giver)) - affected
        _saving_leaves_nothing_to_preview(loaded, giver, audience, where, level)


@pytest.mark.django_db
@pytest.mark.rule("A19", "A20", "A21", "B02")
@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    world=st.sampled_from(("A20", "A21", "A21", "A21", "A24", "A26", "B05")).flatmap(worlds_of),
    option=st.sampled_from(get_args(plain.Privacy)),
)
def test_a_preview_of_privacy_is_what_saving_does(
    data: st.DataObject, world: World, option: plain.Privacy
) -> None:
    """A member's own option, and in Teams only their limit to what a team is shown, where they may set one."""
    givers = sorted({f.owner for f in world.facts if _is_active(world, f.owner)})
    if not givers:
        return
    giver = data.draw(st.sampled_from(givers))
    account = next(u.account for u in world.users if u.id == giver)
    rules = next(it for it in world.accounts if it.id == account)
    teams = sorted(t.id for t in world.teams if giver in t.members and t.account == account)
    team = None if rules.mode == "everyone" else data.draw(st.sampled_from([*teams, None]))
    with transaction.atomic():
        _check_privacy(load(world, account), account, giver, team, option)
        transaction.set_rollback(True)


def _check_privacy(loaded: Loaded, account: str, giver: str, team: str | None, option: plain.Privacy) -> None:
    world = loaded.world
    rules = next(it for it in world.accounts if it.id == account)
    before = next((it for it in world.privacies if (it.user, it.audience) == (giver, team)), None)
    changed = MailPrivacy(giver, team, option)
    if team is not None:
        changed = replace(before or MailPrivacy(giver, team, "hide"), at_most=option)
    others = tuple(it for it in world.privacies if it != before)
    after = replace(world, privacies=(*others, changed))
    with acting(loaded.account):
        viewer = loaded.viewer(plain.Viewer(giver))
        standing = Standing(viewer)
        there = _audience(world, account, EVERYONE if team is None else team, giver)
        if team is None:
            told = preview_privacy(standing, option)
        else:
            told = preview_at_most(standing, loaded.ids["team", team], option)
        said = {m.uid: (e.newly, e.no_longer) for e in told.effects for m in e.members}
        affected = 0
        for colleague in there:
            had, has = (_held(w, loaded, giver, colleague) for w in (world, after))
            expected = (_numbers(has, had), _numbers(had, has))
            newly, no_longer = said.get(uid_of("user", colleague), (Gain(), Gain()))
            assert (_of(newly), _of(no_longer)) == expected, (giver, team, option, colleague)
            affected += expected != (NO_NUMBERS, NO_NUMBERS)
        assert (len(said), told.unaffected) == (affected, len(there) - affected)
        event(
            f"{rules.mode}, {'a team' if team else 'own'}: {'something' if affected else 'nothing'} changes"
        )
        if team is None and rules.mode == "everyone":
            set_privacy(viewer, option=option)
            assert preview_privacy(Standing(viewer), option).effects == ()
        elif team is not None and rules.stricter:
            set_at_most(viewer, team=uid_of("team", team), option=option)
            assert preview_at_most(Standing(viewer), loaded.ids["team", team], option).effects == ()
        else:
            with pytest.raises(NotAllowed):
                set_privacy(viewer, option=option) if team is None else set_at_most(
                    viewer, team=uid_of("team", team), option=option
                )


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
    # As the rows are written: whose mail has a subject has a body too.
    written = (replace(f, id=f"{f.id} body", facet="body") for f in world.facts if f.facet == "subject")
    world = replace(world, facts=(*world.facts, *written))
    atoms = disclosed(world, plain.Viewer(colleague), NOW)
    shown = [f for f in world.facts if f.owner == giver and ("fact", f.id) in atoms]
    company = {p.id: p.company for p in world.persons}
    people = frozenset(f.person for f in shown if f.facet == "relationship")
    return {
        "people": people,
        "companies": frozenset(company[str(p)] for p in people if company[str(p)]),
        "values": frozenset(f.id for f in shown if f.facet == "contact_info"),
        **{
            what: frozenset(
                Mail(f.owner, f.person, f.names, f.thread).interaction for f in shown if f.facet == facet
            )
            for what, facet in (("touchpoints", "interactions"), ("subjects", "subject"), ("bodies", "body"))
        },
    }


def _numbers(more: Held, less: Held) -> tuple[int, ...]:
    return tuple(len(more[key] - less[key]) for key in COUNTED)


def _of(gain: Gain) -> tuple[int, ...]:
    things = (gain.people, gain.companies, gain.contact_values)
    return (*things, gain.touchpoints, gain.subjects, gain.bodies)
