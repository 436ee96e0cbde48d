"""Introductions: what is asked of me, what I asked of others, and asking (B07)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.actions.errors import Invalid, NotAllowed
from tactful.actions.introductions import LONGEST, ask_for_introduction, change_introduction
from tactful.visibility.introductions import IntroductionSeen, my_introductions
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import done, member_page, refused
from tactful.web.shapes.people import Shape, member
from tactful.web.wording import name_of

#: What is said after each deed of the page.
SAID = {
    "accept": "Accepted. {other} sees your answer under Introductions.",
    "decline": "Declined. {other} sees your answer under Introductions.",
    "take back": "Taken back.",
    "made": "Noted: {other} introduced you.",
}
STATES = {
    "asked": "waiting for an answer",
    "accepted": "accepted",
    "declined": "declined",
    "taken back": "taken back",
    "made": "introduced",
}


@member_page()
def introductions(request: MemberRequest) -> HttpResponse:
    """Both sides, the newest first; what waits for an answer stands above the rest."""
    found = my_introductions(request.standing)
    context = {
        "of_me": [_request(one) for one in found.of_me],
        "by_me": [_request(one) for one in found.by_me],
        "longest": LONGEST,
    }
    return render(request, "web/introductions.html", context)


@member_page("POST")
def introduction_ask(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Ask a colleague (`of`) to introduce the viewer to a person."""
    try:
        made = ask_for_introduction(
            request.viewer,
            introducer=given(read_uid(request.POST.get("of", ""))),
            person=given(uid),
            words=request.POST.get("words", ""),
        )
    except Invalid as error:
        return refused(request, error, "introductions")
    return done(request, f"{made.introducer.name} finds your request under Introductions.", "introductions")


@member_page("POST")
def introduction(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Accept, decline, take back, or note that it was made."""
    deed = request.POST.get("deed", "")
    try:
        one = change_introduction(
            request.viewer, introduction=given(uid), deed=deed, words=request.POST.get("words", "")
        )
    except (Invalid, NotAllowed) as error:
        return refused(request, error, "introductions")
    other = one.introducer if one.mine else one.asker
    return done(request, SAID[deed].format(other=other.name), "introductions")


def _request(one: IntroductionSeen) -> Shape:
    shape: Shape = {
        "uid": one.uid.hex,
        "other": member(one.introducer if one.mine else one.asker),
        "words": one.words,
        "answer": one.answer,
        "state": one.state,
        "state_label": STATES[one.state],
        "asked_at": one.asked_at,
        "changed_at": one.changed_at,
        "is_open": one.state in ("asked", "accepted"),
        "waits": one.state == "asked",
    }
    if one.person is not None:
        shape["person"] = {"uid": one.person.uid.hex, "name": name_of(one.person)}
    return shape
