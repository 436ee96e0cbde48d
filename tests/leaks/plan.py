"""Which requests a viewer makes about a pair: some of every kind, the reads first, then deeds, then reads again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.leaks import api_asks, page_asks
from tests.leaks.asking import Ask, Names
from tests.leaks.twins import Pair


@dataclass(frozen=True)
class Door:
    """One way to ask: with a key, or signed in."""

    name: str
    sign_in: bool
    #: How many reads and deeds of a pair; None is one of each route, and more of those that tell most.
    reads: int | None = None
    deeds: int | None = None
    #: Ask these alone: what earlier pairs never had an answer of.
    only: tuple[str, ...] = ()

    def routes(self) -> tuple[str, ...]:
        """Return every route of this door, as "GET /people" or "POST web:share"."""
        return page_asks.routes() if self.sign_in else api_asks.routes()

    def asking(self, pair: Pair, user: str, dice: random.Random) -> list[Ask]:
        """Return this user's requests about this pair, the same for both worlds."""
        names = Names(pair, user)
        chosen = self._often() if self.only else self._chosen(pair, user, dice)
        if self.sign_in:
            return [page_asks.ask(route, names) for route in chosen]
        found = [it for route in chosen for it in api_asks.ask_on(route, names)]
        # Most often with a key that may do all; now and then under a ceiling, one that only reads, one that is none.
        key = dice.choice(
            ("full", "full", "full", "full", "full", "full", "low", "low", "reading", "unknown")
        )
        return [replace(it, headers={"authorization": f"Bearer tactful_{key}_{user}"}) for it in found]

    def _often(self) -> list[str]:
        """The routes that alone are asked, three times each; once, and last, where something is opened."""
        again = [route for route in self.only if route not in OPENING for _ in range(3)]
        return again + [route for route in self.only if route in OPENING]

    def _chosen(self, pair: Pair, user: str, dice: random.Random) -> list[str]:
        """Some of every kind: the reads first, then deeds, then reads again."""
        reads = [it for it in self.routes() if it.startswith("GET")]
        deeds = [it for it in self.routes() if not it.startswith("GET")]
        governs = any(it.id == user and it.role == "enterprise admin" for it in pair.one.world.users)
        done = _some(dice, deeds, self.deeds, governs)
        again = [it for it in AGAIN if it in reads]
        again = again if self.reads is None else dice.sample(again, 1)
        chosen = _some(dice, reads, self.reads, governs) + [it for it in done if it not in OPENING]
        return chosen + again + [it for it in done if it in OPENING]


#: Deeds that rightly open something that was hidden: who is in which team, who is a member, how far sharing goes.
#: Nothing is read after them.
OPENING = frozenset(
    {
        "PUT /limits",
        # Who came after it was announced has it at once; what was in force before may be wider.
        "DELETE /limits/raises/{raised}",
        "PUT /mail-mode",
        "PUT /keeping",
        "PUT /teams/{team}/members/{member}/privacy",
        "DELETE /protected/{recipient}",
        "POST /teams/{team}/members",
        "DELETE /teams/{team}/members/{member}",
        "POST /members/{member}/deactivate",
        "POST /members/{member}/reactivate",
        "POST /me/return",
        "POST web:team_members",
        "POST web:raise_taken_back",
        "POST web:mail_mode",
        "POST web:keeping",
        "POST web:team_privacy",
        "POST web:protection",
        "POST web:member_state",
        "POST web:coming_back",
        "POST web:invitation",
        "POST web:settings_part",
    }
)
#: Asked once more after the other deeds.
AGAIN = ("GET /people", "GET /sharing", "GET /keys", "GET web:people", "GET web:sharing")
#: What tells most about records is asked most often.
WEIGHTS = {
    "GET /people": 8,
    "GET /people/{person}": 8,
    "GET /people/{person}/timeline": 6,
    "GET /people/{person}/why": 8,
    "GET /companies/{company}/why": 5,
    "GET /companies/{company}/who-sees": 3,
    "GET /touchpoints/{touchpoint}/thread": 8,
    "GET /touchpoints/{touchpoint}/why": 5,
    "GET /touchpoints/{touchpoint}/who-sees": 4,
    "GET /people/{person}/who-sees": 4,
    "GET /companies": 6,
    "GET /companies/{company}": 5,
    "GET /companies/{company}/timeline": 4,
    "GET /touchpoints": 6,
    "GET /search": 5,
    "GET /teams/{team}/people": 4,
    "GET /items": 10,
    "GET /files": 5,
    "GET /files/{file}": 6,
    "GET /files/{file}/content": 6,
    "GET /files/{file}/preview": 2,
    "POST /files/{file}/versions": 4,
    "GET /items/{item}": 6,
    "GET /touchpoints/{meeting}/notes": 4,
    "POST /touchpoints/{meeting}/notes": 20,
    "GET /reminders": 8,
    "GET /reminders/{reminder}": 6,
    "POST /reminders": 4,
    "PATCH /reminders/{reminder}": 8,
    "POST /reminders/{reminder}/done": 8,
    "POST /logged-interactions": 4,
    "PATCH /logged-interactions/{logged}": 12,
    "POST /items/{item}/replies": 4,
    "PATCH /items/{item}": 6,
    "PUT /items/{item}/audience": 6,
    "DELETE /items/{item}": 4,
    "GET web:people": 10,
    "GET web:person": 14,
    "GET web:companies": 6,
    "GET web:company": 8,
    "GET web:activity": 6,
    "GET web:thread": 8,
    "GET web:search": 5,
    "GET web:team": 5,
    "GET web:why": 10,
    "GET web:who_sees": 8,
    # What needs several draws to come off.
    "DELETE /sources/{source}": 4,
    "PUT /teams/{team}/share": 3,
    "POST /teams/{team}/share/preview": 4,
    "POST /introducers": 5,
    "POST /introductions": 10,
    "POST web:introduction_ask": 12,
    "POST /mailbox-rules/preview": 10,
    "POST /me/return": 8,
    "POST web:coming_back": 8,
    "POST /exceptions": 6,
    "GET /exceptions": 4,
    "GET /identity/proposals": 12,
    "GET /identity/judgements": 8,
    "GET /people/{person}/identity": 10,
    "POST /identity/confirmations": 10,
    "POST /identity/splits": 10,
    "DELETE /identity/judgements/{judgement}": 12,
    "GET web:notes": 8,
    "GET web:item": 8,
    "GET web:files": 5,
    "GET web:file_content": 6,
    "GET web:file_preview": 3,
    "POST web:file_version": 4,
    "POST web:item": 10,
    "GET web:reminders": 8,
    "POST web:reminder_write": 4,
    "POST web:reminder": 10,
    "POST web:logged_write": 4,
    "GET web:meeting_note_write": 6,
    "POST web:meeting_note_write": 8,
    "GET web:quick_add": 4,
    "POST web:quick_add": 6,
    "GET web:same": 4,
    "GET web:same_of": 4,
    "POST web:same_judge": 10,
    "POST web:judgement": 8,
    "DELETE /mailbox-rules/{rule}": 4,
    "POST web:mailbox_rule": 4,
    "POST /exceptions/preview": 4,
    "DELETE /exceptions/{exception}": 12,
    "POST /exceptions/{exception}/preview": 24,
    "GET /people/{person}/as/{member}": 14,
    "POST /teams/{team}/leave/preview": 4,
    "GET web:exceptions": 4,
    "GET web:exception": 4,
    "POST web:exceptions": 4,
    "POST web:exception": 4,
    "POST web:share_preview": 4,
    "POST /sharing/{audience}/preview": 4,
    # Answered in one mode of the account alone.
    "PUT /privacy": 2,
    "POST /privacy/preview": 12,
    "PUT /privacy/{team}": 5,
    "POST /privacy/{team}/preview": 6,
    "GET web:privacy": 2,
    "GET web:privacy_limit": 5,
    "POST web:privacy": 2,
    "POST web:privacy_limit": 5,
}


#: What Enterprise Admins alone do: others are refused, and are seldom asked to try.
GOVERNING = frozenset(
    {
        "POST /teams",
        "PUT /content-options/{sort}",
        "POST /content-options/{sort}/preview",
        "GET /limits",
        "GET /members/{member}/sees/{contributor}",
        "GET /protected",
        "POST /protected",
        "POST /protected/preview",
        "DELETE /protected/{recipient}",
        "PUT /limits",
        "PUT /mail-mode",
        "PUT /keeping",
        "POST /mail-mode/preview",
        "GET /teams/{team}/privacy",
        "PUT /teams/{team}/members/{member}/privacy",
        "POST /teams/{team}/members/{member}/privacy/preview",
        "POST /limits/preview",
        "DELETE /limits/raises/{raised}",
        "POST /limits/raises/{raised}/preview",
        "POST /teams/{team}/members",
        "POST /teams/{team}/members/preview",
        "POST /teams/{team}/members/{member}/preview",
        "PUT /members/{member}/role",
        "POST /members/{member}/deactivate",
        "GET /members/{member}/departure",
        "POST /members/{member}/reactivate",
        "POST /members/{member}/purge",
        "POST /members/{member}/addresses",
        "POST /invitations",
        "DELETE /invitations/{invitation}",
        "GET /invitations",
        "POST web:member_role",
        "POST web:member_state",
        "GET web:departure",
        "POST web:raise_taken_back",
        "GET web:between",
        "GET web:protected",
        "POST web:protected",
        "POST web:mail_mode",
        "POST web:keeping",
        "POST web:team_privacy",
        "POST web:protection",
        "POST web:team_members",
        "POST web:settings_part",
        "POST web:invitation_withdraw",
    }
)


def _some(dice: random.Random, routes: Sequence[str], number: int | None, governs: bool) -> list[str]:
    """Some of these routes, or all of them. Signing in and passwords know nothing of records: one of those pages."""
    weights = {it: (12 if governs else 1) if it in GOVERNING else WEIGHTS.get(it, 2) for it in routes}
    telling = [route for route in routes for _ in range(weights[route]) if "account_" not in route]
    others = [route for route in routes if "account_" in route]
    if number is None:
        return [*telling, *others]
    weighted = telling + dice.sample(others, min(1, len(others)))
    return sorted(dice.sample(weighted, min(number, len(weighted))), key=routes.index)
