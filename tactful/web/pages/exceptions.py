"""Keeping something private, and taking that back: first what it would do, exactly, then the deed (B02, B05)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import require_role
from tactful.actions.exceptions import (
    ALL,
    DEED,
    RECORDS,
    TYPED,
    Audience,
    Named,
    exception_of,
    keep_private,
    protect,
    protection_of,
    take_back_exception,
    unprotect,
)
from tactful.intake.domains import company_domain
from tactful.visibility.exceptions import (
    my_exception,
    my_exceptions,
    preview_exception,
    preview_protecting,
    preview_without,
    protected_of_mine,
    protected_recipients,
)
from tactful.visibility.shares import my_shares
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given, team_of
from tactful.web.asking import chosen, done, member_page
from tactful.web.pages.parts import PARTS
from tactful.web.shapes import exceptions as shapes
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

#: What stands in a form for each kind that is typed.
TYPED_LABELS = (("address", "E-mail address"), ("domain", "Company, by its domain"))


@member_page("GET", "POST")
def exceptions(request: MemberRequest) -> HttpResponse:
    """What the viewer keeps private; with something named, what keeping it private would do; posted, the deed."""
    data = request.POST if request.method == "POST" else request.GET
    kind = chosen(data.get("kind", ""), (*RECORDS, *TYPED))
    if not kind:
        return _page(request, data, {})
    try:
        named, audience = _named(kind, data), _audience(data)
        if request.method == "POST":
            made = keep_private(request.viewer, named, audience, company_domain)
            return done(request, f"{made.name} is private now.", "exceptions")
        exception = exception_of(request.standing, named, audience, company_domain)
    except Invalid as error:
        return _page(request, data, {"refused": sentence(str(error))}, 400)
    said = shapes.effects(preview_exception(request.standing, exception))
    return _page(request, data, {"preview": said, "kind": kind, "what": data.get("what", "")})


@member_page("GET", "POST")
def exception(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """What taking one exception back would do; posted, the deed."""
    if request.method == "POST":
        take_back_exception(request.viewer, exception=given(uid))
        return done(request, "Taken back. What you share decides again who sees it.", "exceptions")
    seen = my_exception(request.standing, given(uid))
    if seen is None:
        raise Absent("you have no such exception")
    preview = shapes.effects(preview_without(request.standing, given(uid)))
    return render(request, "web/exception.html", {"exception": shapes.exception(seen), "preview": preview})


@member_page("GET", "POST")
def protected(request: MemberRequest) -> HttpResponse:
    """Whom the account protects in every book; what protecting one more would do to the reader; the deed."""
    require_role(request.viewer, DEED)
    said: Shape = {}
    status = 200
    if request.method == "POST":
        named = Named(chosen(request.POST.get("kind", ""), TYPED), text=request.POST.get("what", ""))
        try:
            if request.POST.get("do") == "save":
                made = protect(request.viewer, named, company_domain)
                return done(request, f"{made.name} is protected now, in every book.", "protected")
            lost = preview_protecting(
                request.standing, protection_of(request.standing, named, company_domain)
            )
            said = {"lost": lost, "kind": named.kind, "what": named.text}
        except Invalid as error:
            said, status = {"refused": sentence(str(error))}, 400
    context = {
        "part": "protected",
        "parts": PARTS,
        "recipients": [shapes.protected(one) for one in protected_recipients(request.standing)],
        "kinds": TYPED_LABELS,
    }
    return render(request, "web/protected.html", context | said, status=status)


@member_page("POST")
def protection(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """End a protection."""
    require_role(request.viewer, DEED)
    unprotect(request.viewer, recipient=given(uid))
    return done(request, "The protection ended: what contributors share decides again.", "protected")


def _named(kind: str, data: QueryDict) -> Named:
    what = data.get("what", "").replace("\x00", "")
    if kind in TYPED:
        return Named(kind, text=what)
    return Named(kind, uid=given(read_uid(what)))


def _audience(data: QueryDict) -> Audience:
    audience = data.get("audience", shapes.ALL)
    if audience == shapes.ALL:
        return ALL
    return Audience(all=False, team=team_of("everyone" if audience == "everyone" else read_uid(audience)))


def _page(request: MemberRequest, data: QueryDict, said: Shape, status: int = 200) -> HttpResponse:
    shares = [(share.audience, share.audience_uid) for share in my_shares(request.standing)]
    context = {
        "exceptions": [shapes.exception(one) for one in my_exceptions(request.standing)],
        "protected": [{"uid": one.uid.hex, "name": one.name} for one in protected_of_mine(request.standing)],
        "audiences": shapes.audiences(shares, data.get("audience", shapes.ALL)),
        "kinds": TYPED_LABELS,
        "typed": data.get("what", "") if data.get("kind", "") in TYPED else "",
        "chosen_kind": data.get("kind", ""),
    }
    return render(request, "web/exceptions.html", context | said, status=status)
