"""Stage 1 of a decision: from settings alone, every path that is open to a viewer now, and the exceptions that bind.

No record is read here, so the answer is small, and the same for every record the viewer asks about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from operator import itemgetter

from tactful.policy.limits import in_force
from tactful.policy.rules import EVERYONE, ROLE_ORDER, RULES, OnKind, Policy
from tactful.policy.terms import (
    NOTHING,
    Exception_,
    Facets,
    Id,
    Opened,
    Path,
    Principal,
    Settings,
    Source,
    User,
    Viewer,
)


def open_paths(settings: Settings, viewer: Viewer, now: datetime, policy: Policy = RULES) -> Opened:
    """Return all that is open to `viewer` at `now`. Nobody's user and a deactivated one are visitors."""
    user = None if viewer.user is None else settings.users.get(viewer.user)
    if user is not None and not user.active:
        user = None
    direct = [*_granted(settings, user, viewer, now, policy)]
    if user is not None:
        direct += _owned(settings, user, policy)
        direct += _shared(settings, user, now, policy)
        direct += _on_whole_kinds(settings, user, policy)
    opened = [_with_marked_deeds(settings, _masked(settings, user, path, policy), policy) for path in direct]
    opened += [*_inherited(settings, user, opened, policy)]
    if user is not None:
        within = [*_via(settings, user, opened, policy), *_conversations(settings, user, opened, now, policy)]
        opened += within
    limited = (_limited(settings, user, viewer, path, policy) for path in opened if path.facets)
    # One way is one path, however many rows say the same.
    paths = tuple(dict.fromkeys(path for path in limited if path.facets))
    return Opened(viewer, user, paths, tuple(e for e in settings.exceptions if _binds(e, user)))


@lru_cache(maxsize=256)
def principals(user: User | None, viewer: Viewer) -> frozenset[Principal]:
    """Return everything that a grant may name and that this viewer is."""
    held = {Principal("link", link) for link in viewer.links}
    if user is not None:
        held.add(Principal("user", user.id))
        held.add(Principal("everyone", user.account))
        held |= {Principal("team", team) for team in user.teams}
        held |= {Principal("role", user.account, role) for role in roles_held(user.role)}
    return frozenset(held)


def roles_held(role: str) -> tuple[str, ...]:
    """Return the role and those it holds too; none for a role that nobody defined."""
    return ROLE_ORDER[: ROLE_ORDER.index(role) + 1] if role in ROLE_ORDER else ()


def share_of(settings: Settings, owner: User, audience: Id, now: datetime, policy: Policy = RULES) -> Facets:
    """Return what counts of a contributor's book towards one audience: a team of theirs, or EVERYONE.

    ((choice if ever made, else default) | floor) & cap, less the mode's mask, plus highlights and mail privacy; closed
    for this audience alone. A choice whose end date has passed is "not sharing", never the default (B06). A default or
    floor that was raised counts for this member as far as it is in force for them (D11).
    """
    account = settings.accounts[owner.account]
    shape = "everyone" if audience == EVERYONE else "team"
    bounds = in_force(account, owner, audience, now)
    choice = settings.choices.get((owner.id, audience))
    chosen = bounds.default if choice is None else choice.level
    level = NOTHING if choice is not None and _over(choice.until, now) else policy.levels[chosen]
    if bounds.floor is not None:
        level |= policy.levels[bounds.floor]
    if bounds.cap is not None:
        level &= policy.levels[bounds.cap]
    mode = policy.modes[account.mode, shape]
    opened = (level & policy.share_layer) - mode.masked
    if account.highlights and shape == "everyone":
        opened |= policy.highlights
    opened |= _privacy(settings, owner, audience, mode.privacy_of, now, policy)
    return policy.kinds["book"].close(opened)


def _privacy(
    settings: Settings, owner: User, audience: Id, whose: str | None, now: datetime, policy: Policy
) -> Facets:
    if whose is None:
        return NOTHING
    option = settings.privacies.get((owner.id, EVERYONE if whose == "member" else audience))
    if option is None or _over(option.until, now):
        return NOTHING
    opened = policy.privacy[option.level]
    most = settings.at_most.get((owner.id, audience))
    if whose == "team" and settings.accounts[owner.account].stricter and most is not None:
        opened &= policy.privacy[most]
    return opened


def _over(until: datetime | None, now: datetime) -> bool:
    return until is not None and until <= now


def _owned(settings: Settings, user: User, policy: Policy) -> Iterator[Path]:
    for source in settings.sources.values():
        if source.owner == user.id and source.kind in policy.owned:
            own = source.kind in policy.contributed
            yield Path(
                source.id,
                policy.roles[source.kind, "owner"],
                "D22" if own else "owner",
                Principal("user", user.id),
                own=own,
            )


def _shared(settings: Settings, user: User, now: datetime, policy: Policy) -> Iterator[Path]:
    for book, owner in settings.contributed.get(("book", user.account), ()):
        if owner.id == user.id:
            continue
        for team in user.teams & owner.teams:
            yield Path(
                book.id, share_of(settings, owner, team, now, policy), "D01 team", Principal("team", team)
            )
        everyone = share_of(settings, owner, EVERYONE, now, policy)
        yield Path(book.id, everyone, "D01 everyone", Principal("everyone", user.account))


def _granted(
    settings: Settings, user: User | None, viewer: Viewer, now: datetime, policy: Policy
) -> Iterator[Path]:
    given = (one for principal in principals(user, viewer) for one in settings.grants_to.get(principal, ()))
    # In the order of the rows, whichever of the principals came first.
    for _, grant in sorted(given, key=itemgetter(0)):
        if _over(grant.until, now):
            continue
        source = settings.sources[grant.source]
        if grant.role == "author" and user is not None and _moved_away(settings, user, source):
            continue
        if source.kind in policy.contributed and not _contributes(settings, source):
            continue
        # A role that the kind does not know opens nothing.
        facets = policy.roles.get((source.kind, grant.role), NOTHING)
        yield Path(source.id, facets, grant.role, grant.principal)


def _contributes(settings: Settings, source: Source) -> bool:
    return source.owner is not None and settings.users[source.owner].contributes


def _moved_away(settings: Settings, author: User, source: Source) -> bool:
    """A15: in Teams-only mode an author who was not there and shares no team with any participant."""
    if "meeting note" not in source.marks or settings.accounts[source.account].mode != "teams only":
        return False
    there = {g.principal.id for g in settings.grants if g.source == source.id and g.role == "took part"}
    if author.id in there:
        return False
    return not any(author.teams & settings.users[participant].teams for participant in there)


def _on_whole_kinds(settings: Settings, user: User, policy: Policy) -> Iterator[Path]:
    for row in policy.whole_kinds:
        if row.principal != "everyone" and row.principal not in roles_held(user.role):
            continue
        account = settings.accounts.get(user.account)
        if row.when is not None and not (account is not None and getattr(account, row.when)):
            continue
        for source in _sources_of(settings, row, user, policy):
            principal = (
                Principal("everyone", user.account)
                if row.principal == "everyone"
                else Principal("role", user.account, row.principal)
            )
            yield Path(source.id, row.opens, row.rule, principal, asked=row.asked)


def _sources_of(settings: Settings, row: OnKind, user: User, policy: Policy) -> Iterator[Source]:
    if row.kind in policy.contributed:
        for source, owner in settings.contributed.get((row.kind, user.account), ()):
            if owner.id != user.id:
                yield source
    else:
        for source in settings.sources.values():
            if source.kind == row.kind and source.account == user.account:
                yield source


def _masked(settings: Settings, user: User | None, path: Path, policy: Policy) -> Path:
    """Leave of a path what is left of its source to those who are not members of its account."""
    source = settings.sources[path.source]
    if user is not None and user.account == source.account:
        return path
    for mask in policy.masks:
        if mask.kind == source.kind and (mask.mark is None or mask.mark in _marks(settings, source)):
            path = replace(path, facets=path.facets & mask.leaves)
    return path


def _marks(settings: Settings, source: Source) -> frozenset[str]:
    """The marks of a source and of all that it lies in."""
    if source.parent is None:
        return source.marks
    return source.marks | _marks(settings, settings.sources[source.parent])


def _with_marked_deeds(settings: Settings, path: Path, policy: Policy) -> Path:
    source = settings.sources[path.source]
    for (kind, facet), (mark, deed) in policy.marked_deeds.items():
        if source.kind == kind and facet in path.facets and mark in source.marks:
            path = replace(path, facets=path.facets | {deed})
    return path


def _inherited(
    settings: Settings, user: User | None, paths: Iterable[Path], policy: Policy
) -> Iterator[Path]:
    """Yield what the paths to a source open of the sources that lie in it, and of those in these."""
    for path in paths:
        parent = settings.sources[path.source]
        for source in settings.lying_in.get(parent.id, ()):
            gives = policy.inherited.get((source.kind, parent.kind), {})
            facets = frozenset(got for facet, got in gives.items() if facet in path.facets)
            if facets:
                inherited = _masked(settings, user, replace(path, source=source.id, facets=facets), policy)
                yield inherited
                yield from _inherited(settings, user, [inherited], policy)


def _via(settings: Settings, user: User, paths: Iterable[Path], policy: Policy) -> Iterator[Path]:
    """K14: through a container that is open, what its entries' adders said of the people in it."""
    for path in paths:
        container = settings.sources[path.source]
        for row in policy.via:
            if container.kind != row.container or row.through not in path.facets or path.asked:
                continue
            for adder in settings.adders.get(container.id, frozenset()) - {user.id}:
                for source, _ in settings.contributed_by.get((row.kind, container.account, adder), ()):
                    yield Path(
                        source.id, row.opens, "K14", path.principal, within=container.id, via_owner=True
                    )


def _conversations(
    settings: Settings, user: User, paths: Iterable[Path], now: datetime, policy: Policy
) -> Iterator[Path]:
    """K06: a consenting member's conversations with the people in a bucket that shows conversations."""
    row = policy.conversations
    for path in paths:
        container = settings.sources[path.source]
        if container.kind != row.container or row.through not in path.facets or path.asked:
            continue
        consenting = [
            contributed
            for member in settings.consents.get(container.id, frozenset()) - {user.id}
            for contributed in settings.contributed_by.get(("book", container.account, member), ())
        ]
        for book, owner in consenting:
            whose = policy.modes[settings.accounts[owner.account].mode, "team"].privacy_of
            if whose == "member":
                ways: list[tuple[Principal, Id]] = [(path.principal, EVERYONE)]
            else:
                ways = [(replace(path.principal, of_team=team), team) for team in user.teams & owner.teams]
            for principal, audience in ways:
                facets = row.opens | _privacy(settings, owner, audience, whose, now, policy)
                yield Path(book.id, facets, "K06", principal, within=container.id)


def _limited(settings: Settings, user: User | None, viewer: Viewer, path: Path, policy: Policy) -> Path:
    """Leave of a path what its ceiling leaves, and a visitor gets at all, as far as its footing stands."""
    facets = path.facets if user is not None else path.facets & policy.visitor_leaves
    if viewer.ceiling is not None:
        facets &= viewer.ceiling
    closed = policy.kinds[settings.sources[path.source].kind].close(facets)
    return path if closed == path.facets else replace(path, facets=closed)


def _binds(exception: Exception_, user: User | None) -> bool:
    if exception.audience is None:
        return True
    if user is None:
        return False
    if exception.audience == EVERYONE:
        return user.account == exception.account
    return exception.audience in user.teams
