"""What happens between two questions of a history: deeds of members through the API, jobs, and time that passes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import mail
from django.db import connection

from tactful.accounts.gate import token_hash
from tactful.accounts.models import ApiKey, Membership
from tactful.accounts.wall import acting
from tactful.actions.notices import tell_introducers
from tactful.insight.leaders import store_all_leaders
from tactful.insight.store import rescore_account
from tactful.jobs.feeds import run_feed
from tactful.records.models import Tie
from tactful.visibility.household import Household
from tests.leaks import api_asks
from tests.leaks.asking import Answer, Ask, Names
from tests.visibility.from_world import uid_of

if TYPE_CHECKING:
    from tests.leaks.histories import Life

#: How often a deed is tried, each time with other words, before something else is done.
TRIES = 5

#: Deeds of any member, by how often they are drawn.
ANYBODYS = {
    "PUT /sharing/{audience}": 6,
    "PUT /teams/{team}/share": 6,
    "PUT /privacy": 4,
    "PUT /privacy/{team}": 3,
    "POST /exceptions": 5,
    "DELETE /exceptions/{exception}": 3,
    "POST /identity/confirmations": 3,
    "POST /identity/splits": 3,
    "DELETE /identity/judgements/{judgement}": 2,
    "DELETE /teams/{team}/members/{member}": 3,
    "DELETE /sources/{source}": 4,
    "POST /sources": 3,
    "POST /mailbox-rules": 4,
    "DELETE /mailbox-rules/{rule}": 3,
    "POST /introductions": 3,
    "POST /introductions/{introduction}": 2,
    "DELETE /keys/{key}": 1,
    "POST /me/return": 3,
}
#: Deeds of Enterprise Admins.
GOVERNING = {
    "PUT /limits": 4,
    "DELETE /limits/raises/{raised}": 2,
    "PUT /mail-mode": 4,
    "PUT /teams/{team}/members/{member}/privacy": 4,
    "POST /protected": 3,
    "DELETE /protected/{recipient}": 2,
    "POST /teams/{team}/members": 4,
    "DELETE /teams/{team}/members/{member}": 2,
    "POST /members/{member}/deactivate": 4,
    "POST /members/{member}/reactivate": 4,
    "POST /members/{member}/purge": 2,
    "PUT /members/{member}/role": 1,
    "POST /members/{member}/addresses": 1,
}


def by_hand(life: Life) -> str:
    """Let a member do something through the API; return what was done, "" where nothing came off."""
    dice = life.dice
    governing = dice.random() < 0.45
    deeds = GOVERNING if governing else ANYBODYS
    route = dice.choices(list(deeds), weights=list(deeds.values()))[0]
    actors = life.members(governing=governing)
    if route == "POST /me/return":
        actors = [it for it in actors if life.is_returning(it)]
    if not actors:
        return ""
    actor = dice.choice(actors)
    names = life.names(actor)
    for _ in range(TRIES):
        ask, before = api_asks.ask(route, names), written(life)
        answer = life.does(actor, ask)
        if answer.status < 300:
            _remember(life, route, ask, answer, names)
            return f"{actor} did {answer.ask}"
        assert written(life) == before, f"{actor} was refused {answer.ask}, and something was written"
    return ""


def written(life: Life) -> tuple[object, ...]:
    """Return what differs whenever a deed wrote something: the stamps, and how many rows there are of what has none."""
    with acting(life.account), connection.cursor() as db:
        db.execute(
            "select (select jsonb_object_agg(coalesce(source_id, 0), number) from sharing_stamp),"
            " (select count(*) from sharing_event), (select count(*) from sharing_introduction),"
            " (select count(*) from accounts_apikey where revoked_at is null),"
            " (select count(*) from records_feed), (select count(*) from accounts_memberaddress)"
        )
        found: tuple[object, ...] = db.fetchone()
    return found


def _remember(life: Life, route: str, ask: Ask, answer: Answer, names: Names) -> None:
    """Let what was made be named by later deeds, and let who came back have a way in again."""
    made = json.loads(answer.body).get("id") if answer.body.startswith("{") else None
    if made and route == "POST /exceptions":
        names.own_exceptions.append(made)
    if made and route == "POST /mailbox-rules":
        names.own_rules.append(made)
    if made and route.startswith("POST /identity/"):
        names.own_judgements.append(made)
    if made and route == "POST /protected":
        for it in life.asked_by.values():
            it.protected.append(made)
    if made and route == "POST /sources":
        names.own_feeds.append(made)
    if route == "POST /members/{member}/reactivate":
        member = ask.path.split("/")[-2]
        (back,) = [it.id for it in life.pair.one.world.users if uid_of("user", it.id).hex == member]
        renew_key(life, back)
        if back == life.viewer:
            life.sign_in()


def renew_key(life: Life, user: str) -> None:
    """Let a member make a key anew, after those they had were revoked."""
    with acting(life.account):
        ApiKey.unchecked.filter(token_hash=token_hash(f"tactful_full_{user}")).update(revoked_at=None)


# ── What nobody does ────────────────────────────────────────────────────────────────────────────────


def an_end_passes(life: Life) -> str:
    """Time passes until just after the next end date, or beginning of what was announced; nothing is written."""
    now = life.clock.now
    with acting(life.account):
        ends = sorted(end for end in Household(life.account)._ends if end >= now)
    if not ends:
        return ""
    life.clock.passed += ends[0] - now + timedelta(seconds=1)
    return f"{ends[0]} passed"


def a_week_passes(life: Life) -> str:
    """A week passes."""
    life.clock.passed += timedelta(days=7)
    return "a week passed"


def jobs_run(life: Life) -> str:
    """What was queued by earlier steps is done now, whatever was withdrawn meanwhile."""
    with connection.cursor() as db:
        db.execute("select id, args from procrastinate_jobs where queue_name = 'imports' order by id")
        waiting = [(job, args) for job, args in db.fetchall() if job not in life.jobs_done]
    for job, args in waiting:
        life.jobs_done.add(job)
        run_feed(**(json.loads(args) if isinstance(args, str) else args))
    return f"{len(waiting)} jobs ran" if waiting else ""


def the_night(life: Life) -> str:
    """The nightly job scores everybody for the day, and stores whom groups know best."""
    rescore_account(life.account)
    store_all_leaders(life.account)
    return "the nightly job ran"


def letters_go(life: Life) -> str:
    """Mails that wait are sent: to active members alone, and in none of them stands anybody whom a book knows."""
    before = len(mail.outbox)
    sent = tell_introducers(life.account)
    letters = mail.outbox[before:]
    with acting(life.account):
        logins = Membership.unchecked.filter(account_id=life.account, state=Membership.State.ACTIVE)
        active = set(logins.values_list("login__email", flat=True))
        members = set(Membership.unchecked.filter(account_id=life.account).values_list("name", flat=True))
        ties = Tie.unchecked.filter(account_id=life.account, person__colleague=False)
        known = {word for row in ties.values_list("name", "person__key") for word in row if word} - members
    assert len(letters) == sent, "each mail is counted once"
    for letter in letters:
        assert set(letter.to) <= active, f"somebody who is no active member was written to: {letter.to}"
        said = f"{letter.subject}\n{letter.body}"
        assert not [it for it in known if it in said], f"a mail says who it is about:\n{said}"
    return f"{sent} letters went" if sent else ""


def a_key_ends(life: Life) -> str:
    """The end date of the viewer's key under a ceiling passes."""
    with acting(life.account):
        rows = ApiKey.unchecked.filter(token_hash=token_hash(f"tactful_low_{life.viewer}"))
        changed = rows.filter(ends_at__gt=life.clock.began).update(ends_at=life.clock.began)
    return "the viewer's key ended" if changed else ""


STEPS: Mapping[Callable[[Life], str], int] = {
    by_hand: 14,
    an_end_passes: 4,
    a_week_passes: 1,
    jobs_run: 3,
    letters_go: 2,
    the_night: 1,
    a_key_ends: 1,
}


def step(life: Life) -> str:
    """Let something happen; return what."""
    while True:
        it = life.dice.choices(list(STEPS), weights=list(STEPS.values()))[0]
        with life.at_work():
            done = it(life)
        if done:
            return done


def is_active(life: Life, user: str) -> bool:
    """Return whether somebody is an active member now."""
    with acting(life.account):
        rows = Membership.unchecked.filter(id=life.house.ids["user", user], state=Membership.State.ACTIVE)
        return rows.exists()
