"""What members may choose when they write, as an Enterprise Admin sets it for each sort of item (A06, A08, A18)."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from tactful.actions.errors import Invalid
from tactful.actions.events import remember, require
from tactful.policy.offers import NAMES, UNCHOSEN, Options
from tactful.sharing.models import ContentOptions
from tactful.visibility.content_options import options_of
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer


@transaction.atomic
def set_content_options(viewer: Viewer, *, sort: str, options: Options) -> Options:
    """Set what is offered for a sort of item, from now on: what was shared before keeps its audience (A10).

    Invalid where no option would be on, for no such sort, or no such default.
    """
    require(viewer, "change the account")
    check_options(sort, options)
    before = options_of(Standing(viewer), sort)
    save_options(viewer, sort, options)
    remember(viewer, "content options set", None, sort=sort, before=asdict(before), after=asdict(options))
    return options


def save_options(viewer: Viewer, sort: str, options: Options) -> None:
    """Write what is offered for a sort, within the transaction of a deed that has its event."""
    ContentOptions.unchecked.update_or_create(account_id=viewer.account, sort=sort, defaults=asdict(options))


def check_options(sort: str, options: Options) -> None:
    """Raise Invalid for what cannot be set."""
    if sort not in NAMES:
        raise Invalid("sort", f"there are {len(NAMES)} sorts: {', '.join(NAMES)}")
    if not options.on:
        raise Invalid("options", "at least one option stays on: switch another one on first")
    if options.unchosen not in UNCHOSEN:
        raise Invalid("unchosen", 'what counts where nobody chooses is "everyone" or "only you"')
