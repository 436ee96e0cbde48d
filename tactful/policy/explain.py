"""Say why something is shown, and no more than its addressee may know.

Three addressees. The *viewer* hears the ways that are open to them, merged by rule and principal, so that their number
tells nothing; a contributor is named only where their relationship is disclosed to that viewer (B01). The *owner* hears
who sees it and by which grant. The *administrator* hears the settings that act, and nothing of any record (D19).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tactful.policy.clauses import A_COLLEAGUE, A_CONTAINER, SHARED_AS, SOMEBODY, Clause
from tactful.policy.decide import Decider
from tactful.policy.rules import RULES, Policy
from tactful.policy.terms import NOTHING, Decision, Facets, Fact, Id, Path, Principal

VIEWER = "viewer"
OWNER = "owner"
ADMINISTRATOR = "administrator"

#: Words by ("user" | "team" | "source", id).
Names = Mapping[tuple[str, Id], str]


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in which something is shown, cut to what its addressee may know. Ids only; `sentence` makes words of it.

    `owner` None: not to be named. `container`: the list or bucket it is open within. `viewer`: who sees it.
    """

    rule: str
    principal: Principal
    owner: Id | None
    container: Id | None
    facets: Facets
    addressee: str
    viewer: Id | None


def reasons(decision: Decision, decider: Decider, addressee: str = VIEWER) -> tuple[Reason, ...]:
    """Return why the decider's viewer is shown what was decided: empty where it is not disclosed.

    `addressee` is VIEWER, or OWNER for whose fact it is. Settings alone are told to administrators: `settings_acting`.
    """
    if addressee not in (VIEWER, OWNER):
        raise ValueError('reasons are told to "viewer" or "owner"; administrators get settings_acting()')
    return merged(
        (_reason(path, decision, decider, addressee) for path in decision.opened_by), decider.policy
    )


def why(decider: Decider, facts: Iterable[Fact], addressee: str = VIEWER) -> tuple[Reason, ...]:
    """Return why the viewer is shown any of these facts, all ways merged; empty where none is disclosed.

    Facts that stand on a record (an ally's) need those among `facts` that make it one.
    """
    shown = decider.disclosed(facts).values()
    return merged(
        (one for decision in shown for one in reasons(decision, decider, addressee)), decider.policy
    )


def settings_acting(decider: Decider, owner: Id) -> tuple[Reason, ...]:
    """Return the settings by which the viewer is shown things of a contributor's book, for an administrator.

    What rests on an entry of a list or bucket is left out: it would tell of a contact.
    """
    books = {s.id for s in decider.settings.sources.values() if s.kind == "book" and s.owner == owner}
    viewer = decider.opened.viewer.user
    acting = (
        Reason(path.rule, _plain(path.principal), owner, None, path.facets, ADMINISTRATOR, viewer)
        for path in decider.opened.paths
        if path.source in books and not path.via_owner
    )
    return merged(acting, decider.policy)


def merged(found: Iterable[Reason], policy: Policy = RULES) -> tuple[Reason, ...]:
    """Return the reasons with equal ones made one, their facets together, in a fixed order."""
    facets: dict[Reason, Facets] = {}
    for one in found:
        key = replace(one, facets=NOTHING)
        facets[key] = facets.get(key, NOTHING) | one.facets
    rank = {rule: place for place, rule in enumerate(policy.clauses)}
    return tuple(
        sorted(
            (replace(key, facets=together) for key, together in facets.items()),
            key=lambda r: (
                rank[r.rule],
                _place(r.owner),
                _place(r.container),
                r.principal.kind,
                _place(r.principal.id),
            ),
        )
    )


def _place(id_: Id | None) -> tuple[bool, int, str]:
    """Numbers in their own order: as text, how many rows other accounts have would decide which of two is first."""
    return (False, id_, "") if isinstance(id_, int) else (True, 0, str(id_))


def _reason(path: Path, decision: Decision, decider: Decider, addressee: str) -> Reason:
    viewer = decider.opened.viewer.user
    fact, container = decision.fact, path.within
    owner = None if fact is None else fact.owner
    if addressee == VIEWER:
        if fact is not None and not _may_be_named(fact, decider):
            owner = None
        if container is not None and not decider.source(container, "view").disclosed:
            container = None
    return Reason(
        path.rule, _plain(path.principal), owner, container, frozenset({decision.facet}), addressee, viewer
    )


def _plain(principal: Principal) -> Principal:
    """Leave out through which of several common teams a bucket's conversations came: K06 names the bucket."""
    return replace(principal, of_team=None)


def _may_be_named(fact: Fact, decider: Decider) -> bool:
    """B01: a contributor is named where their relationship is disclosed; a member of an ally where they consented."""
    if fact.owner == decider.opened.viewer.user:
        return True
    if decider.settings.sources[fact.source].kind == "ally":
        return decider.fact(replace(fact, facet="knower")).disclosed
    tie = replace(fact, facet="relationship", names=frozenset(), name_companies=frozenset(), thread=None)
    return any(
        decider.fact(replace(tie, source=source.id)).disclosed
        for source in decider.settings.sources.values()
        if source.kind == "book" and source.owner == fact.owner
    )


def sentence(reason: Reason, names: Names, policy: Policy = RULES) -> str:
    """Return the reason as a sentence to its addressee. What `names` lacks is said in general words, never as an id."""
    template = _template(policy.clauses[reason.rule], reason.addressee)
    return template.format(
        owner=A_COLLEAGUE if reason.owner is None else names.get(("user", reason.owner)) or A_COLLEAGUE,
        what=_listed(dict.fromkeys(SHARED_AS[f] for f in SHARED_AS if f in reason.facets)),
        principal=_named(reason, names),
        container=A_CONTAINER
        if reason.container is None
        else names.get(("source", reason.container)) or A_CONTAINER,
        viewer=_viewer(reason, names),
    )


def _template(clause: Clause, addressee: str) -> str:
    return {
        VIEWER: clause.to_viewer,
        OWNER: clause.to_owner,
        ADMINISTRATOR: clause.to_administrator,
    }[addressee]


def _viewer(reason: Reason, names: Names) -> str:
    return SOMEBODY if reason.viewer is None else names.get(("user", reason.viewer)) or SOMEBODY


def _named(reason: Reason, names: Names) -> str:
    principal = reason.principal
    match principal.kind:
        case "team":
            return names.get(("team", principal.id)) or "a team"
        case "everyone":
            return "Everyone"
        case "role":
            return f"every {principal.role}"
        case "user":
            return "you" if reason.addressee == VIEWER else _viewer(reason, names)
        case _:
            return "whoever holds its link"


def _listed(words: Iterable[str]) -> str:
    *most, last = [*words] or ["something"]
    return f"{', '.join(most)} and {last}" if most else last
