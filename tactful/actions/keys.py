"""API keys: each reads as its owner, never beyond its ceiling, until it ends."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tactful.accounts.gate import fresh_token, token_hash
from tactful.accounts.models import ApiKey
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require_writing
from tactful.policy.rules import RULES
from tactful.visibility.viewer import Viewer

PREFIX = "tactful_"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key with its token, which is shown once and never kept."""

    uid: uuid.UUID
    name: str
    token: str


@transaction.atomic
def create_key(
    viewer: Viewer,
    *,
    name: str,
    ceiling: Iterable[str] | None = None,
    may_write: bool = False,
    ends_at: datetime | None = None,
) -> NewKey:
    """Make a key of the viewer's own. `ceiling`: the facets and deeds it reaches at most; None is all of theirs."""
    member = require_writing(viewer)
    name = " ".join(name.split())[:100]
    if not name:
        raise Invalid("name", "give the key a name that says what it is for")
    facets = None if ceiling is None else sorted(set(ceiling))
    known = {facet for kind in RULES.kinds.values() for facet in kind.footing}
    for facet in facets or ():
        if facet not in known:
            choices = ", ".join(sorted(known))
            raise Invalid("ceiling", f'"{facet}" is nothing that a key can reach; choose among {choices}')
    if viewer.ceiling is not None and (facets is None or not set(facets) <= viewer.ceiling):
        raise Invalid("ceiling", "a key cannot make a key that reaches further than itself")
    if ends_at is not None and ends_at <= viewer.now:
        raise Invalid("ends_at", "the end date has passed; choose one to come, or none")
    token = PREFIX + fresh_token()
    row = ApiKey.unchecked.create(
        account_id=viewer.account,
        membership_id=member,
        name=name,
        token_hash=token_hash(token),
        ceiling=facets,
        may_write=may_write,
        ends_at=ends_at,
    )
    remember(viewer, "key made", row.uid)
    return NewKey(row.uid, name, token)


@transaction.atomic
def revoke_key(viewer: Viewer, *, key: uuid.UUID) -> None:
    """Revoke one of the viewer's own keys; it stops at once."""
    member = require_writing(viewer)
    changed = ApiKey.unchecked.filter(
        account_id=viewer.account, membership_id=member, uid=key, revoked_at=None
    ).update(revoked_at=viewer.now)
    if not changed:
        raise Absent("there is no such key of yours")
    remember(viewer, "key revoked", key)
