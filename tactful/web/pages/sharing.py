"""My sharing: every audience with its switches, and the preview beside them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tactful.actions.errors import Absent
from tactful.actions.shares import audience_of
from tactful.visibility.exceptions import my_exceptions
from tactful.visibility.feeds import my_feeds
from tactful.visibility.history import my_history
from tactful.visibility.mine import my_totals
from tactful.visibility.privacy import my_privacy
from tactful.visibility.shares import ShareSeen, my_share, my_shares
from tactful.web.acting import MemberRequest
from tactful.web.asking import member_page
from tactful.web.shapes import privacy as privacy_shapes
from tactful.web.shapes.exceptions import done, exception
from tactful.web.shapes.people import Shape
from tactful.web.shapes.shares import Sent, setting


@member_page()
def sharing(request: MemberRequest) -> HttpResponse:
    """What the viewer shares, audience by audience."""
    return sharing_page(request)


def sharing_page(
    request: MemberRequest, sent: Sent | None = None, privacy: privacy_shapes.Sent | None = None
) -> HttpResponse:
    """Return the page of all settings; `sent`: one row's switches as they were sent, and what is said to them.

    `privacy`: the same of what is shown of mails and meetings.
    """
    standing = request.standing
    shares = sorted(my_shares(standing), key=lambda share: share.audience_uid is not None)
    context = {
        "shares": [setting(share, sent) for share in shares],
        "preview": sent and sent.preview,
        "back": "sharing",
        "privacy": privacy_shapes.setting(my_privacy(standing), privacy),
        "privacy_preview": privacy and privacy.said,
        "sources": len(my_feeds(standing)),
        "mine": my_totals(standing),
        "exceptions": [exception(one) for one in my_exceptions(standing)],
        "history": [done(one) for one in my_history(standing)],
    }
    refused = privacy is not None and "refused" in privacy.said
    return render(request, "web/sharing.html", context, status=400 if refused else status_of(sent))


def shared_with(request: MemberRequest, team: UUID | None, sent: Sent | None = None) -> Shape:
    """Return what a team's page holds of the viewer's own setting: the team's row, Everyone's beneath, a preview."""
    context: Shape = {
        "share": setting(my_share_with(request, team), sent),
        "preview": sent and sent.preview,
        "back": "team",
    }
    if team is not None:
        context["everyone"] = setting(my_share_with(request, None))
    return context


def my_share_with(request: MemberRequest, team: UUID | None) -> ShareSeen:
    """Return the viewer's setting for a team of theirs, or for Everyone; Absent where they are in no such team."""
    found = my_share(request.standing, audience_of(request.standing, team))
    if found is None:
        raise Absent("you are in no such team")
    return found


def status_of(sent: Sent | None) -> int:
    """Return 400 where what was sent cannot be, else 200."""
    return 400 if sent is not None and "refused" in sent.preview else 200
