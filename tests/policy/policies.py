"""Random policies: other facets in every table of the declaration, the same names of kinds, roles and levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from tactful.policy.rules import RULES, Conversations, Mode, OnKind, Policy, Via, Withhold
from tactful.policy.terms import Facets, Kind
from tests.reference.rows import Draw, chance, pick, some

Key = TypeVar("Key")


def _kind(draw: Draw, kind: Kind) -> Kind:
    """The same facets in the same order, each standing on nothing or on any before it."""
    footing: dict[str, str | None] = {}
    for facet in kind.footing:
        footing[facet] = pick(draw, [None, *footing])
    return Kind(kind.name, footing)


def _facets(draw: Draw, kind: str) -> Facets:
    return some(draw, sorted(RULES.kinds[kind].all))


def _each(draw: Draw, table: Mapping[Key, Facets], kind: str) -> dict[Key, Facets]:
    return {key: _facets(draw, kind) for key in table}


@st.composite
def policies(draw: Draw) -> Policy:
    """Draw a policy that opens, masks, passes on and withholds other things than ours does."""
    contributed = sorted(facet for name in RULES.contributed for facet in RULES.kinds[name].all)
    book = sorted(RULES.kinds["book"].all)
    return replace(
        RULES,
        kinds={name: _kind(draw, kind) for name, kind in RULES.kinds.items()},
        levels={**_each(draw, RULES.levels, "book")},
        share_layer=_facets(draw, "book"),
        highlights=_facets(draw, "book"),
        privacy=_each(draw, RULES.privacy, "book"),
        modes={
            (name, shape): Mode(
                some(draw, book), pick(draw, (None, "member") + (("team",) if shape == "team" else ()))
            )
            for name, shape in RULES.modes
        },
        roles={(kind, role): _facets(draw, kind) for kind, role in RULES.roles},
        masks=tuple(replace(mask, leaves=_facets(draw, mask.kind)) for mask in RULES.masks),
        visitor_leaves=some(draw, ("view", "comment", "known")),
        whole_kinds=tuple(
            OnKind(
                pick(draw, ("K04", "A32", "T14")),
                pick(draw, ("everyone", "member", "admin", "enterprise admin")),
                kind,
                _facets(draw, kind),
                pick(draw, (None, "share_all", "highlights")),
                chance(draw, 3),
            )
            for kind in some(draw, sorted(RULES.kinds))
        ),
        via=tuple(
            Via(container, "view", kind, _facets(draw, kind))
            for container in ("list", "bucket")
            for kind in ("book", "cards")
        ),
        conversations=Conversations("bucket", pick(draw, ("conversations", "edit")), some(draw, book)),
        withholds={
            sort: Withhold(row.rule, some(draw, contributed), some(draw, contributed))
            for sort, row in RULES.withholds.items()
        },
        makes_a_record=some(draw, contributed),
        anchored=frozenset() if chance(draw, 4) else RULES.anchored,
    )
