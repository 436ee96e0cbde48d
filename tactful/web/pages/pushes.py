"""Settings, Pushes: where the viewer has new notes and files sent to (A35)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tactful.actions.errors import Invalid, NotDone
from tactful.actions.pushes import add_push, remove_push, resume_push
from tactful.actions.store_addresses import Place
from tactful.visibility.pushes import PushSeen, my_pushes
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import done, member_page, refused
from tactful.web.forms import PushForm, StoreForm, put_right
from tactful.web.pages.parts import PARTS
from tactful.web.shapes.people import Shape


def pushes(
    request: MemberRequest, form: PushForm | None = None, store_form: StoreForm | None = None
) -> Shape:
    """What the part of the settings shows."""
    return {
        "pushes": [_push(one) for one in my_pushes(request.viewer)],
        "form": form or PushForm(),
        # Both stand on one page, and each of their fields is the label's own.
        "store_form": store_form or StoreForm(auto_id="id_store_%s"),
    }


def do_pushes(request: MemberRequest) -> HttpResponse:
    """Add one."""
    is_store = request.POST.get("what") == "files"
    things = "files" if is_store else "notes"
    form = StoreForm(request.POST, auto_id="id_store_%s") if is_store else PushForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        sign_in = Place("", said.get("key", ""), said.get("secret", ""), said.get("region", ""))
        try:
            made = add_push(
                request.viewer,
                name=said["name"],
                address=said["address"],
                scope=said["scope"],
                kind=said.get("kind", "chat"),
                sign_in=sign_in,
            )
        except Invalid as error:
            put_right(form, error)
        except NotDone as error:
            return refused(request, error, "settings_part", part="pushes")
        else:
            return done(
                request,
                f"New {things} go to {made.name} from now on. Its address is kept encrypted and not shown again.",
                "settings_part",
                part="pushes",
            )
    context = {"part": "pushes", "parts": PARTS} | (
        pushes(request, store_form=form) if isinstance(form, StoreForm) else pushes(request, form)
    )
    return render(request, "web/settings.html", context, status=400)


@member_page("POST")
def push(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Remove one of the viewer's pushes, or let it go on."""
    deed = request.POST.get("deed", "")
    if deed == "remove":
        remove_push(request.viewer, push=given(uid))
        return done(request, "Removed: nothing more is sent.", "settings_part", part="pushes")
    if deed == "resume":
        try:
            resume_push(request.viewer, push=given(uid))
        except Invalid as error:
            return refused(request, error, "settings_part", part="pushes")
        return done(request, "It goes on with what is written from now on.", "settings_part", part="pushes")
    raise Http404


def _push(one: PushSeen) -> Shape:
    return {
        "uid": one.uid.hex,
        "things": "notes" if one.kind == "chat" else "files",
        "name": one.name,
        "scope": one.scope,
        "host": one.host,
        "made": one.made_at,
        "sent": one.sent_at,
        "paused": one.paused,
        "trouble": one.trouble,
    }
