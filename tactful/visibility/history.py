"""What the viewer shared, withdrew, kept private and has never read, and when: their own deeds (B05)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.policy.rules import EVERYONE
from tactful.records.models import Company, Tie
from tactful.sharing.models import Event
from tactful.visibility.exceptions import my_exceptions
from tactful.visibility.mailbox_rules import my_rules
from tactful.visibility.standing import Standing

_RULES = ("mailbox rule made", "mailbox rule ended")
_PRIVACY = ("privacy set", "privacy limited")
_DEEDS = ("share set", *_PRIVACY, "exception made", "exception taken back", *_RULES)


@dataclass(frozen=True, slots=True)
class Done:
    """One deed. `audience` None: everybody. `level`, `before`: of a share; a privacy option is a `level` too.

    `kind`, `name`: of an exception or rule. `name` is empty where the viewer's own sources do not know the record any
    more, or it never was one; and of a rule that ended: what it named is kept nowhere.
    """

    deed: str
    at: datetime
    audience: str | None
    level: str = ""
    before: str = ""
    kind: str = ""
    name: str = ""


def my_history(standing: Standing, *, limit: int = 30) -> tuple[Done, ...]:
    """Return the latest of the viewer's deeds about what others see of theirs, newest first."""
    if standing.viewer.member is None:
        return ()
    rows = Event.unchecked.filter(
        account_id=standing.viewer.account, actor_id=standing.viewer.member, deed__in=_DEEDS
    ).order_by("-at", "-id")[:limit]
    teams = {team.uid: team.name for team in standing.teams.values()}
    # What is still in force, by its id: it has its name there, also where the record was not known then.
    in_force = {one.uid: one.what for one in my_rules(standing)}
    in_force |= {one.uid: one.name for one in my_exceptions(standing) if one.record is not None}
    return tuple(_done(standing, row, teams, in_force) for row in rows)


def _done(
    standing: Standing, row: Event, teams: dict[uuid.UUID, str], in_force: dict[uuid.UUID, str]
) -> Done:
    name = "" if row.subject_uid is None else in_force.get(row.subject_uid, "")
    if row.deed in _RULES:
        return Done(row.deed, row.at, None, kind=row.detail.get("kind") or "", name=name)
    if row.deed in _PRIVACY:
        team = None if row.subject_uid is None else teams.get(row.subject_uid, "a team that is no more")
        return Done(row.deed, row.at, team, level=row.detail.get("option") or "")
    return _share(row, teams) if row.deed == "share set" else _exception(standing, row, teams, name)


def _share(row: Event, teams: dict[uuid.UUID, str]) -> Done:
    audience = EVERYONE if row.subject_uid is None else teams.get(row.subject_uid, "a team that is no more")
    return Done(
        row.deed, row.at, audience, level=row.detail.get("level") or "", before=row.detail.get("before") or ""
    )


def _exception(standing: Standing, row: Event, teams: dict[uuid.UUID, str], name: str) -> Done:
    binds, record, kind = (row.detail.get(key) for key in ("audience", "record", "kind"))
    audience = None
    if binds == "everyone":
        audience = EVERYONE
    elif binds:
        audience = teams.get(uuid.UUID(hex=binds), "a team that is no more")
    return Done(row.deed, row.at, audience, kind=kind or "", name=name or _name(standing, kind or "", record))


def _name(standing: Standing, kind: str, record: str | None) -> str:
    """Return what the viewer's own book calls a record."""
    if record is None or kind not in ("person", "company"):
        return ""
    uid = uuid.UUID(hex=record)
    ties = Tie.unchecked.filter(account_id=standing.viewer.account, book_id=standing.own_book or 0)
    if kind == "person":
        return ties.filter(person__uid=uid).values_list("name", flat=True).first() or ""
    if not ties.filter(person__company__uid=uid).exists():
        return ""
    return Company.unchecked.get(account_id=standing.viewer.account, uid=uid).domain
