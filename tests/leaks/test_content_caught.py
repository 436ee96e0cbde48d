"""The control for what members write: rules that are forgotten on purpose are found by the twin worlds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tactful.policy.decide import Decider
from tactful.policy.items import ItemDecider
from tactful.policy.terms import Principal
from tactful.records.models import Person, Tie
from tactful.sharing.models import Source
from tactful.visibility import item_lists, item_rows, items
from tests.leaks.test_caught import caught, only

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B04")]
Patch = pytest.MonkeyPatch

LISTS = only("GET /items", "GET /items/{item}")


@pytest.mark.rule("A13")
def test_what_hangs_on_records_that_are_hidden(monkeypatch: Patch) -> None:
    honest = Decider.item

    def loose(self: Decider, source: Any, facet: str, records: Any, existing: Any) -> Any:
        return honest(self, source, facet, frozenset(), existing)

    monkeypatch.setattr(Decider, "item", loose)
    monkeypatch.setattr(item_lists, "_likely", lambda _, candidates: [one.id for one in candidates])
    assert caught(LISTS, first=[41])


@pytest.mark.rule("A13")
def test_the_names_of_records_that_are_hidden(monkeypatch: Patch) -> None:
    def everybody(standing: Any, people: Any) -> dict[int, Any]:
        """Everybody by the least name that any book has for them."""
        rows = Person.unchecked.filter(account_id=standing.viewer.account, id__in=list(people))
        ties = Tie.unchecked.filter(account_id=standing.viewer.account, person_id__in=list(people))
        said: dict[int, list[str]] = {}
        for person, name in ties.values_list("person_id", "name"):
            said.setdefault(person, []).append(name)
        return {row.id: SimpleNamespace(uid=row.uid, name=min(said.get(row.id, [row.key]))) for row in rows}

    monkeypatch.setattr(items, "tell", everybody)
    assert caught(LISTS)


@pytest.mark.rule("A09", "A13")
def test_whom_an_item_is_for(monkeypatch: Patch) -> None:
    def for_everyone(standing: Any) -> dict[Any, Any]:
        account = standing.viewer.account
        sources = Source.unchecked.filter(account_id=account, kind="item").values_list("id", flat=True)
        return dict.fromkeys(sources, frozenset({Principal("everyone", account)}))

    monkeypatch.setattr(item_rows, "audiences_of", for_everyone)
    monkeypatch.setattr(item_lists, "open_audiences", lambda standing: sorted(for_everyone(standing)))
    assert caught(LISTS, first=[16])


@pytest.mark.rule("A09", "A13")
def test_replies_to_what_is_hidden(monkeypatch: Patch) -> None:
    honest = ItemDecider.ways

    def ways(self: ItemDecider, facet: str, existing: Any) -> Any:
        found = honest(self, facet, existing)
        if facet == "read" and self.above is not None:
            return found or (
                (SimpleNamespace(disclosed=True, opened_by=(), fact=None, facet=facet), self.decider),
            )
        return found

    monkeypatch.setattr(ItemDecider, "ways", ways)
    assert caught(only("GET /items/{item}"), first=[237])
