"""The ties that a viewer is told of, as one piece of SQL that every list of people and companies starts from."""

from __future__ import annotations

from typing import Any

from tactful.visibility.reach import Condition, Reach
from tactful.visibility.standing import Standing

#: Between sort key and name in a combined text: below every character that a name can hold.
MARK = "\x01"


class Told:
    """For one standing: SQL of its ties, typed cards, touchpoints and values, each under its condition."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.reach = Reach(standing)
        self.account = standing.viewer.account

    def ties(self) -> Condition:
        """Return a select of (book, person, company, name…, rel, last_at) of what is told of each tie.

        `rel`: the relationship is disclosed; `last_at`: the last touchpoint, where dates are.
        """
        exists = self.reach.told(
            "existence", source="t.book_id", person="t.person_id", company="t.company_id"
        )
        related = self.reach.told(
            "relationship", source="t.book_id", person="t.person_id", company="t.company_id"
        )
        last = self._last()
        card = self.reach.told("card", source="v.source_id", person="v.person_id", company="p.company_id")
        sql = f"""
            select t.book_id, t.person_id, t.company_id, t.name, t.sort_key, t.title, t.organisation, t.s,
                   ({related.sql}) as rel, {last.sql} as last_at
            from records_tie t where t.account_id = %s and ({exists.sql})"""
        params = [*related.params, *last.params, self.account, *exists.params]
        if card.sql != "false":
            sql += f"""
            union all
            select null, v.person_id, p.company_id, '', '', '', '', 0, false, null
            from records_cardvalue v join records_person p on p.id = v.person_id
            where v.account_id = %s and ({card.sql})"""
            params += [self.account, *card.params]
        return Condition(sql, params)

    def _last(self) -> Condition:
        """The tie's stored last date; where exceptions bind, the last of the touchpoints that are left."""
        if not any(e.thread is None for e in self.standing.opened.binding):
            told = self.reach.told(
                "highlights", source="t.book_id", person="t.person_id", company="t.company_id"
            )
            return Condition(f"case when {told.sql} then t.last_at end", told.params)
        told = self.reach.told(
            "highlights", source="h.book_id", person="h.person_id", company="t.company_id", copy="h.copy_id"
        )
        return Condition(
            "(select max(h.at) from records_party h where h.account_id = %s and h.person_id = t.person_id"
            f" and h.book_id = t.book_id and h.direction <> '' and ({told.sql}))",
            [self.account, *told.params],
        )

    def value(self, values: str, company: str) -> Condition:
        """Return the condition for a row of contact values, `values` being its alias in the query."""
        return self.reach.told(
            "contact_info", source=f"{values}.book_id", person=f"{values}.person_id", company=company
        )

    def touchpoint(self, facet: str, party: str, company: str) -> Condition:
        """Return the condition for a touchpoint (a party with a direction) by a facet of events."""
        return self.reach.told(
            facet,
            source=f"{party}.book_id",
            person=f"{party}.person_id",
            company=company,
            copy=f"{party}.copy_id",
        )


def least(standing: Standing, column: str, key: str) -> Condition:
    """Return an aggregate that picks a shown text: the viewer's own, else the least by its key (D21).

    The result is one digit (0 own, 1 others'), the key, MARK and the text itself; null where there is none.
    """
    own: Any = standing.own_book or 0
    return Condition(
        f"min(case when book_id = %s then '0' else '1' end || {key} || '{MARK}' || {column}"
        f" collate \"C\") filter (where {column} <> '')",
        [own],
    )


def picked(text: str | None) -> str | None:
    """Return the text that `least` picked, without its key."""
    return None if text is None else text.split(MARK, 1)[1]
