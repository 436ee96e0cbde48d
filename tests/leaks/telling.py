"""Ask the same of both worlds of a pair, each loaded in a savepoint of its own, and compare every byte."""

from __future__ import annotations

import difflib
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from unittest.mock import patch
from urllib.parse import unquote

from django.db import connection, transaction

from tactful.accounts import ids
from tactful.accounts.gate import token_hash
from tactful.accounts.models import ApiKey, Invitation, Login
from tactful.accounts.wall import acting
from tactful.insight import fading
from tactful.visibility import moving_ties
from tactful.visibility.viewer import transaction_time
from tests.leaks.asker import Asker
from tests.leaks.asking import Answer, Ask
from tests.leaks.besides import put
from tests.leaks.twins import ACCOUNT, Pair, Side
from tests.visibility.from_world import Loaded, load, uid_of

#: The API keys that each viewer has, with their ceilings.
KEYS: Mapping[str, list[str] | None] = {
    "full": None,
    "low": ["existence", "relationship", "highlights", "interactions"],
    "reading": None,
}
#: What each viewer has of their own beside what the world says, so that pages about it are not empty.
OWN = (
    "a failed feed",
    "a feed being read",
    "a mailbox rule",
    "a push",
    "a bot address",
    "attachments that are kept",
    "a reminder trigger",
    "what a card said besides",
    "cards with two addresses",
    "two of one name",
    "what was said of two",
    "what others were shown",
    "requests between them and another",
)
PAGES_FOLLOWED = 2

Noted = Callable[[Ask, Answer], None]


@dataclass(frozen=True)
class Difference:
    """Where a viewer can tell the two worlds apart."""

    pair: Pair
    viewer: str
    ask: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((str(self.pair), f"{self.viewer} asks {self.ask}", *self.lines))


@contextmanager
def undone() -> Iterator[None]:
    """Do what is inside in a savepoint, and take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def seeded(seed: object, now: datetime) -> Iterator[None]:
    """Let every random id and token come from a seed, and every clock stand still."""
    source = random.Random(repr(seed))
    with (
        patch.object(ids, "random_bytes", source.randbytes),
        patch("secrets.token_urlsafe", lambda size=32: source.randbytes(size).hex()),
        patch("secrets.token_bytes", lambda size=32: source.randbytes(size)),
        patch("django.utils.timezone.now", lambda: now),
        patch("time.time", now.timestamp),
        # These worlds' ties are of single mails of the last two years: any that is quiet fades, any of a year is new.
        patch.object(fading, "WAS_GOOD", 0),
        patch.object(fading, "LOST", -100),
        patch.object(moving_ties, "NEW", timedelta(days=365)),
    ):
        yield


def loaded(side: Side, viewers: Sequence[str], order: int) -> Loaded:
    """Write one side as rows, with an API key for each viewer, at internal ids of its own."""
    _shift_sequences(order)
    world = load(side.world, ACCOUNT, edits=side.edits, order=order)
    put(replace(world, apart=side.apart), side.besides | {(what, user) for what in OWN for user in viewers})
    give_keys(world, viewers)
    with acting(world.account):
        Invitation.unchecked.create(
            account_id=world.account,
            uid=uid_of("invitation", "open"),
            email="new@acme.example",
            invited_by_id=world.ids["user", "flo"],
            token_hash=token_hash("an-invitation"),
            ends_at=world.now + timedelta(days=1),
        )
    return world


def give_keys(world: Loaded, users: Sequence[str]) -> None:
    """Write the keys of these users."""
    with acting(world.account):
        ApiKey.unchecked.bulk_create(
            ApiKey(
                account_id=world.account,
                uid=uid_of("key", f"{name} {user}"),
                membership_id=world.ids["user", user],
                name=f"{name} key",
                token_hash=token_hash(f"tactful_{name}_{user}"),
                ceiling=ceiling,
                may_write=name != "reading",
                ends_at=world.now + timedelta(days=30) if name == "low" else None,
            )
            for user in users
            for name, ceiling in KEYS.items()
        )


def _shift_sequences(order: int) -> None:
    """Let the ids of every table go on from somewhere else."""
    steps = random.Random(order)
    with connection.cursor() as db:
        db.execute(
            "select sequencename from pg_sequences where schemaname = 'public'"
            " and (sequencename like 'records_%' or sequencename like 'sharing_%' or sequencename like 'accounts_%')"
            " order by 1"
        )
        sequences = [row[0] for row in db.fetchall()]
        counts = ", ".join(
            f"(select max(nextval('{it}')) from generate_series(1, {steps.randrange(1, 40)}))"
            for it in sequences
        )
        db.execute(f"select {counts}")


def transcript(asks: Sequence[Ask], asker: Asker, noted: Noted | None = None) -> list[Answer]:
    """Return what these requests answer, and what the lists among them answer page after page."""
    answers = []
    for ask in asks:
        step: Ask | None = ask
        for _ in range(1 + PAGES_FOLLOWED):
            if step is None:
                break
            answer = asker.ask(step)
            if noted is not None:
                noted(step, answer)
            answers.append(answer)
            step = next_page(step, answer)
    return answers


def next_page(ask: Ask, answer: Answer) -> Ask | None:
    """The request for the page after this one of a list, where there is one."""
    if ask.method != "GET" or answer.status != 200:
        return None
    if answer.body.startswith("{"):
        going_on = json.loads(answer.body).get("next")
        parameter = "cursor"
    else:
        found = _MARKER.search(answer.body)
        parameter, going_on = (found[1], unquote(found[2])) if found else ("", None)
    if not going_on or going_on == ask.query.get(parameter):
        return None
    return replace(ask, query={**ask.query, parameter: going_on})


#: Where a page leads to the next one of its list: ?cursor=…, or ?at=… of a timeline.
_MARKER = re.compile(r"[?;&](cursor|at)=([^&\"\s]+)")

Asking = Callable[[Pair, str, random.Random], list[Ask]]


def told_apart(
    pair: Pair, asking: Asking, *, sign_in: bool = False, noted: Noted | None = None
) -> list[Difference]:
    """Return the first difference that each viewer of a pair finds, none where the worlds are twins to all of them.

    `asking` gives the requests of a viewer; `sign_in`: they are made in a session, not with a key.
    """
    heard: list[dict[str, list[Answer]]] = []
    with undone():
        now = transaction_time()
        for order, side in enumerate((pair.one, pair.other)):
            with undone(), seeded(pair.seed, now):
                loaded(side, pair.viewers, order * (1 + pair.seed))
                answers = {}
                for user in pair.viewers:
                    plan = asking(pair, user, random.Random(f"{pair.seed} {user}"))
                    with undone(), seeded((pair.seed, user), now):
                        login = Login.objects.get(uid=uid_of("login", user)) if sign_in else None
                        answers[user] = transcript(plan, Asker(login), noted)
                heard.append(answers)
    found = []
    for user in pair.viewers:
        for one, other in zip(heard[0][user], heard[1][user], strict=False):
            if one != other:
                found.append(Difference(pair, user, one.ask, tuple(_lines(one, other))))
                break
    return found


def _lines(one: Answer, other: Answer) -> Iterator[str]:
    """Return the lines in which two answers differ."""

    def text(answer: Answer) -> list[str]:
        body = answer.body
        if body.startswith(("{", "[")):
            body = json.dumps(json.loads(body), indent=1, ensure_ascii=False)
        return [
            answer.ask,
            f"status {answer.status}",
            *(f"{k}: {v}" for k, v in answer.headers),
            *body.splitlines(),
        ]

    for line in difflib.unified_diff(text(one), text(other), "one", "other", n=1, lineterm=""):
        if not line.startswith(("---", "+++", "@@")):
            yield f"  {line[:300]}"


def culprit(pair: Pair, asking: Asking, *, sign_in: bool = False) -> str:
    """Return the first step after which somebody tells the worlds apart, for a failure's message."""
    for number, side in enumerate(pair.between):
        shorter = Pair(pair.seed, pair.rule, pair.viewers, pair.one, side, pair.steps[: number + 1], ())
        if told_apart(shorter, asking, sign_in=sign_in):
            return f"the step that shows: {pair.steps[number]}"
    return "no single step shows"
