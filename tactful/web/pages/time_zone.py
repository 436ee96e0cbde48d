"""One's own time zone, among the settings about oneself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from tactful.accounts.zones import offered_zones, zone_of, zone_words
from tactful.actions.errors import Invalid
from tactful.actions.time_zones import set_time_zone
from tactful.visibility.viewer import Viewer
from tactful.web.acting import MemberRequest
from tactful.web.asking import done, member_page, refused
from tactful.web.shapes.people import Shape


def zones(viewer: Viewer) -> Shape:
    """What there is to choose from, and what is chosen: an older name of a zone is offered to whoever has it."""
    names = offered_zones()
    if viewer.time_zone not in ("", *names):
        names = (viewer.time_zone, *names)
    return {
        "chosen": viewer.time_zone,
        "in_force": viewer.zone.key,
        "installation": settings.TACTFUL_TIME_ZONE.replace("_", " "),
        "offered": [(name, name.replace("_", " ")) for name in names],
    }


@member_page("POST")
def time_zone(request: MemberRequest) -> HttpResponse:
    """Let the viewer's days and times be those of a zone, or the installation's again."""
    name = request.POST.get("time_zone", "").strip()
    try:
        set_time_zone(request.viewer, name=name)
    except Invalid as error:
        return refused(request, error, "settings_part", part="you")
    words = f"Days and times are now those of {zone_words(zone_of(name))}."
    return done(request, words, "settings_part", part="you")
