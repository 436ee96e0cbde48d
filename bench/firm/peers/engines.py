"""Engines that decide one object at a time: cedar and casbin. A page is the directory, walked until it is full.

Both are handed the viewer's open sources and, for each batch of candidates, the sources that hold them; reading those
counts as their time, as an application would have to. They give no total, no order and no facets.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from typing import Any

from bench.firm.asking import Expected
from bench.firm.home import Firm
from bench.firm.peers.bare import PAGE, acting_as
from bench.firm.peers.tables import principals
from bench.firm.viewers import Asked

BATCH = 150
_WALK = (
    "select d.id, d.sort_key, d.uid, array(select m.source from bench_membership m where m.person = d.id)"
    " from bench_directory d where d.account_id = %s and (d.sort_key, d.uid) > (%s, %s)"
    f" order by d.sort_key, d.uid limit {BATCH}"
)
_FIRST = "", "00000000-0000-0000-0000-000000000000"
_CEDAR = """
permit (principal, action == Action::"view", resource is Contact)
when { principal.sources.containsAny(resource.sources) };
"""
_CASBIN = """
[request_definition]
r = sub, obj
[policy_definition]
p = sub, obj
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && holds(r.obj, p.obj)
"""

Decide = Callable[[list[int], list[list[int]]], list[bool]]


class Walking:
    """A page of those whom an engine lets pass."""

    def __init__(self, firm: Firm, expected: Expected, engine: Callable[[list[int]], Decide]) -> None:
        self.firm = firm
        self.expected = expected
        self._engine = engine

    def page(self, asked: Asked) -> list[int]:
        """Return the first page by name."""
        named = principals(self.expected.oracle, asked.member, wide=asked.wide)
        found: list[int] = []
        with acting_as(self.firm, asked) as db:
            db.execute(
                "select distinct source from bench_grant where account_id = %s and principal = any(%s)",
                [self.firm.account, named],
            )
            decide = self._engine([row[0] for row in db.fetchall()])
            for people, held in self._walk(db):
                allowed = decide(people, held)
                found += [person for person, yes in zip(people, allowed, strict=True) if yes]
                if len(found) >= PAGE:
                    break
        return found[:PAGE]

    def check(self, asked: Asked, answer: list[int]) -> None:
        """AssertionError where the page is not the oracle's."""
        assert answer == (self.expected.directory(asked)[:PAGE] + 1).tolist(), "engine: the page"

    def _walk(self, db: Any) -> Iterator[tuple[list[int], list[list[int]]]]:
        key, uid = _FIRST
        while True:
            db.execute(_WALK, [self.firm.account, key, uid])
            rows = db.fetchall()
            if not rows:
                return
            key, uid = rows[-1][1], rows[-1][2]
            yield [row[0] for row in rows], [row[3] for row in rows]


def cedar(sources: list[int]) -> Decide:
    """Return Cedar's decision for one viewer: one policy, their sources and each contact's as sets."""
    cedarpy: Any = importlib.import_module("cedarpy")
    policies = cedarpy.PolicySet.from_str(_CEDAR)
    viewer = {"uid": {"type": "User", "id": "me"}, "attrs": {"sources": sources}, "parents": []}

    def decide(people: list[int], held: list[list[int]]) -> list[bool]:
        entities = [viewer] + [
            {"uid": {"type": "Contact", "id": str(person)}, "attrs": {"sources": of}, "parents": []}
            for person, of in zip(people, held, strict=True)
        ]
        requests = [
            {
                "principal": {"type": "User", "id": "me"},
                "action": {"type": "Action", "id": "view"},
                "resource": {"type": "Contact", "id": str(person)},
                "context": {},
            }
            for person in people
        ]
        return [answer.allowed for answer in cedarpy.is_authorized_batch(requests, policies, entities)]

    return decide


def casbin(sources: list[int]) -> Decide:
    """Return casbin's decision for one viewer: a rule for each of their sources, and no other rule loaded."""
    module: Any = importlib.import_module("casbin")
    model = module.Enforcer.new_model(text=_CASBIN)
    enforcer = module.Enforcer(model)
    enforcer.add_policies([["me", str(source)] for source in sources])
    held_by: dict[str, set[str]] = {}
    enforcer.add_function("holds", lambda contact, source: source in held_by[contact])

    def decide(people: list[int], held: list[list[int]]) -> list[bool]:
        held_by.clear()
        held_by.update({str(p): {str(s) for s in of} for p, of in zip(people, held, strict=True)})
        return [enforcer.enforce("me", str(person)) for person in people]

    return decide


def missing(package: str) -> str | None:
    """Return why an engine cannot be asked here, or None."""
    return None if importlib.util.find_spec(package) else f"{package} is not installed"
