"""A member's own time zone: in which their pages and mails show days and times, and their forms read them."""

from __future__ import annotations

from django.db import transaction

from tactful.accounts.models import Membership
from tactful.accounts.zones import is_zone
from tactful.actions.errors import Invalid
from tactful.actions.events import remember, require_writing
from tactful.visibility.viewer import Viewer


@transaction.atomic
def set_time_zone(viewer: Viewer, *, name: str) -> None:
    """Let the viewer's days and times be those of this zone; "" is the installation's. Invalid for no such zone."""
    member = require_writing(viewer)
    if name and not is_zone(name):
        raise Invalid("time_zone", 'there is no such time zone; name one as in "Europe/Berlin"')
    Membership.unchecked.filter(account_id=viewer.account, id=member).update(time_zone=name)
    # Which one tells where somebody is: the log says that it was chosen, no more.
    remember(viewer, "time zone set", viewer.uid, chosen=bool(name))
