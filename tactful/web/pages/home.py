"""Home: one's own strongest ties, what others see of them, and the next step where there is one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.accounts.zones import start_of_day
from tactful.insight.fading import FadingTie, fading_ties
from tactful.visibility.companies import CompaniesQuery, list_companies
from tactful.visibility.departures import is_returning
from tactful.visibility.introductions import waiting_for_me
from tactful.visibility.mentions import MentionSeen, my_mentions
from tactful.visibility.mine import Mine, my_latest, my_strongest, my_totals
from tactful.visibility.moving_ties import NewTie, QuietTie, new_ties
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.privacy import is_asked
from tactful.visibility.reminders import due_for_me
from tactful.visibility.shares import ShareSeen, my_shares
from tactful.web.acting import MemberRequest
from tactful.web.asking import SeeOther, asked_rows, member_page
from tactful.web.shapes.items import item
from tactful.web.shapes.people import Shape, company_ref, listing, member, person_row
from tactful.web.shapes.records import audience
from tactful.web.shapes.shares import LABELS, last_day
from tactful.web.wording import name_of


@member_page()
def home(request: MemberRequest) -> HttpResponse:
    """Where the day begins."""
    standing = request.standing
    if is_returning(standing):
        return SeeOther(reverse("web:coming_back"))
    mine, shares = my_totals(standing), my_shares(standing)
    context: Shape = {
        "totals": {
            "people": list_people(standing, PeopleQuery(), limit=1, dates=False).total,
            "companies": list_companies(standing, CompaniesQuery(), limit=1, dates=False).total,
            "mine": mine.people,
            "mine_companies": mine.companies,
        },
        "strongest": [person_row(row) for row in my_strongest(standing, dates=False)],
        "recent": [person_row(row) for row in my_latest(standing)],
        "shares": [_share(share) for share in _everyone_first(shares)],
    }
    steps = _steps(mine, shares)
    context["fading"] = [_fading(one) for one in fading_ties(standing)]
    fresh = new_ties(standing)
    context["fresh"] = listing(fresh, map(_fresh, fresh.rows))
    waiting = waiting_for_me(standing)
    if waiting:
        context["asked_of_me"] = waiting
    due = due_for_me(standing)
    if due:
        today = start_of_day(request.viewer.now, request.viewer.zone)
        overdue = sum(one.due_at < today for one in due)
        context["due"] = {"overdue": overdue, "today": len(due) - overdue}
    told = my_mentions(standing)
    named = [one for one in told if not one.is_answer]
    if named:
        context["mentions"] = [_told(one) for one in named]
    answers = [one for one in told if one.is_answer]
    if answers:
        context["answers"] = [_told(one) for one in answers]
    if is_asked(standing):
        context["asked_privacy"] = True
    if steps:
        context["steps"] = steps
    return render(request, "web/home.html", context)


@member_page()
def new(request: MemberRequest) -> HttpResponse:
    """All ties that are new, of which Home tells the first."""
    cursor = request.GET.get("cursor")
    page = new_ties(request.standing, cursor=cursor, limit=50)
    context: Shape = {"listing": listing(page, map(_fresh, page.rows)), "cursor": cursor}
    return render(request, "web/_new_rows.html" if asked_rows(request) else "web/new.html", context)


def _told(one: MentionSeen) -> Shape:
    # An answer is read below what it answers.
    under = one.item.answers if one.is_answer else None
    return item(one.item) | {"said_at": one.at, "under": (under or one.item.uid).hex}


def _fading(one: FadingTie) -> Shape:
    return _tie(one.tie) | {"then": one.then, "last": one.tie.last}


def _fresh(one: NewTie) -> Shape:
    return _tie(one) | {"first": one.first}


def _tie(one: NewTie | QuietTie) -> Shape:
    return {
        "uid": one.person.uid.hex,
        "name": name_of(one.person),
        "company": company_ref(one.company),
        "member": member(one.member),
        "score": one.strength.score,
    }


def _share(share: ShareSeen) -> Shape:
    of = audience(share.audience, share.audience_uid)
    return {
        "audience": of,
        "level_label": LABELS[share.counts],
        "until": None if share.ended else last_day(share.ends_at),
        "url": reverse("web:team", args=[of["uid"]]),
    }


def _everyone_first(shares: tuple[ShareSeen, ...]) -> list[ShareSeen]:
    return sorted(shares, key=lambda share: share.audience_uid is not None)


def _steps(mine: Mine, shares: tuple[ShareSeen, ...]) -> list[Shape]:
    """What is left of the first run; nothing once both are done."""
    brought, chose = mine.people > 0, any(share.chosen is not None for share in shares)
    if brought and chose:
        return []
    teams = [share.audience_uid for share in shares if share.audience_uid is not None]
    where = reverse("web:team", args=[teams[0]]) if teams else reverse("web:sharing")
    return [
        {
            "key": "bring",
            "label": "Bring something to read",
            "why": "A mailbox, a calendar or an address book. Only you see the result.",
            "url": reverse("web:sources"),
            "action": "Add a source",
            "done": brought,
        },
        {
            "key": "share",
            "label": "Choose what others see",
            "why": "Team by team, with the exact effect shown before you save.",
            "url": where,
            "action": "Choose",
            "done": chose,
        },
    ]
