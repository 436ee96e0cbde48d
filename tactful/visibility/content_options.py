"""What an account offers to whoever writes: the options of each sort of item (A06-A08, A18, A41)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tactful.policy.offers import (
    NAMES,
    ONLY_YOU,
    TO_EVERYONE,
    TO_SOME,
    Options,
    choice_where_nobody_chooses,
    is_wider,
    label,
    option_of,
)
from tactful.records.content import Item
from tactful.sharing.models import ContentOptions
from tactful.visibility.audiences import AudienceSeen, audience_seen, audiences_of
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """One option that a writer may choose, in words."""

    option: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What a writer may choose for a sort of item: the options that are on, and whom Teams and users may name.

    `last`: what they chose last for this sort, where it is still offered; else the narrowest that is on.
    """

    sort: str
    offers: tuple[Offer, ...]
    teams: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    last: AudienceSeen


def options_of(standing: Standing, sort: str) -> Options:
    """Return what is offered for a sort of item."""
    row = ContentOptions.unchecked.filter(account_id=standing.viewer.account, sort=sort).first()
    return Options() if row is None else _options(row)


def all_options(standing: Standing) -> dict[str, Options]:
    """Return the options of every sort, in the order in which they are shown."""
    rows = {row.sort: row for row in ContentOptions.unchecked.filter(account_id=standing.viewer.account)}
    return {sort: _options(rows[sort]) if sort in rows else Options() for sort in NAMES}


@dataclass(frozen=True, slots=True)
class OptionsChange:
    """What a sort of item would be offered; `wider` items have an audience that could not be chosen then (A10)."""

    sort: str
    before: Options
    after: Options
    wider: int


def under_preset(standing: Standing, preset: Options) -> dict[str, Options]:
    """Return what a preset makes of each sort that it changes; what counts where nobody chooses stays."""
    now = all_options(standing)
    after = {sort: replace(preset, unchosen=options.unchosen) for sort, options in now.items()}
    return {sort: options for sort, options in after.items() if options != now[sort]}


def preview_preset(standing: Standing, preset: Options) -> tuple[OptionsChange, ...]:
    """Return what a preset would change of what is offered, and how much it leaves as it is."""
    now = all_options(standing)
    return tuple(
        OptionsChange(sort, now[sort], after, count_wider(standing, sort, after))
        for sort, after in under_preset(standing, preset).items()
    )


def offers_for(standing: Standing, sort: str) -> Offers:
    """Return what the viewer may choose for a sort of item, and what they chose last."""
    options = options_of(standing, sort)
    user = standing.settings.users[standing.viewer.member or 0]
    teams = [team for team in standing.teams.values() if not options.own_teams or team.id in user.teams]
    mates = {
        other.id
        for other in standing.settings.users.values()
        if other.active and other.id != user.id and (not options.own_teams or other.teams & user.teams)
    }
    return Offers(
        sort,
        tuple(Offer(option, label(sort, option), _hint(sort, option)) for option in options.on),
        tuple((team.uid.hex, team.name) for team in sorted(teams, key=lambda t: t.name.casefold())),
        tuple(
            Member(m.uid, m.name)
            for m in sorted(standing.members.values(), key=lambda m: m.name.casefold())
            if m.id in mates
        ),
        _last(standing, sort, options),
    )


def offer_where_nobody_chooses(standing: Standing, sort: str) -> Offer:
    """Return, in words, for whom an item of a sort is that is written where no audience can be chosen (A18)."""
    option = choice_where_nobody_chooses(options_of(standing, sort))
    return Offer(option, label(sort, option), _hint(sort, option))


def count_wider(standing: Standing, sort: str, options: Options) -> int:
    """Return how many items of a sort have an audience that could not be chosen under these options (A10).

    They keep it: the number says what is left as it is. Nobody is told whose they are.
    """
    items = Item.unchecked.filter(account_id=standing.viewer.account, sort=sort, parent=None)
    audiences, users = audiences_of(standing), standing.settings.users
    found: dict[tuple[int, int | None], int] = {}
    for author, audience in items.values_list("author_id", "audience_id"):
        found[author, audience] = found.get((author, audience), 0) + 1
    return sum(
        number
        for (author, audience), number in found.items()
        if is_wider(options, None if audience is None else audiences[audience], users[author], users)
    )


def _last(standing: Standing, sort: str, options: Options) -> AudienceSeen:
    mine = Item.unchecked.filter(
        account_id=standing.viewer.account, author_id=standing.viewer.member, sort=sort, parent=None
    )
    last = mine.order_by("-written_at", "-id").values_list("audience_id", flat=True).first()
    has_chosen = last is not None or mine.exists()
    if has_chosen:
        principals = None if last is None else audiences_of(standing)[last]
        if option_of(principals) in options.on:
            return audience_seen(standing, sort, last)
    narrowest = ONLY_YOU if ONLY_YOU in options.on else options.on[-1]
    return AudienceSeen(narrowest, label(sort, narrowest))


def _hint(sort: str, option: str) -> str:
    if option == TO_EVERYONE:
        return "Every member, now or later; on a record, those who can see that record."
    if option == TO_SOME:
        return "Those whom you name; on a record, where they can see that record."
    return {
        "note": "No other member sees it. An Enterprise Admin can export all notes.",
        "meeting note": "Every member who took part in the meeting sees it too.",
        "logged interaction": "Every colleague whom you add as a participant sees it too.",
        "file": "No other member sees it.",
        "reminder": "The colleague to whom it is assigned sees it too.",
    }[sort]


def _options(row: ContentOptions) -> Options:
    return Options(row.everyone, row.teams_and_users, row.only_you, row.own_teams, row.unchosen)
