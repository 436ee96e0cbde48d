"""Settings: what members may choose when they write, for each sort of item (A06, A08, A10, A18, A41)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tactful.actions.content_options import check_options, set_content_options
from tactful.actions.errors import Invalid
from tactful.actions.events import require_role
from tactful.policy.offers import LABELS, NAMES, ONLY_LABELS, ONLY_YOU, PRESETS, TO_EVERYONE, TO_SOME, Options
from tactful.visibility.content_options import all_options, count_wider
from tactful.web.acting import MemberRequest
from tactful.web.asking import chosen, done
from tactful.web.pages.parts import PARTS
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

_MEANS = {
    "open": "Everyone, or any team or colleague.",
    "siloed": "One’s own teams and their members, or only oneself. Nothing is for Everyone.",
    "selective": "All three: Everyone, any team or colleague, only oneself.",
}
#: The switches of a sort, by their names in a form.
_SWITCHES = ((TO_EVERYONE, "everyone"), (TO_SOME, "teams_and_users"), (ONLY_YOU, "only_you"))
_FIELDS = ("preset", "sort", "mode", "unchosen", *(name for _, name in _SWITCHES))


def content(request: MemberRequest, supposed: dict[str, Options] | None = None) -> Shape:
    """What is offered now, or what was sent, for each sort."""
    options = all_options(request.standing) | (supposed or {})
    return {
        "sorts": [_sort(sort, one) for sort, one in options.items()],
        "presets": [
            {"name": name, "means": _MEANS[name], "is_now": all(_is(one, preset) for one in options.values())}
            for name, preset in PRESETS.items()
        ],
        "may_manage": request.viewer.may("change the account"),
    }


def do_content(request: MemberRequest) -> HttpResponse:
    """Show what new options would do to what is written, or set them."""
    require_role(request.viewer, "change the account")
    supposed: dict[str, Options] = {}
    said: Shape = {}
    try:
        supposed = _sent(request)
        for sort, options in supposed.items():
            check_options(sort, options)
        if request.POST.get("do") == "save":
            for sort, options in supposed.items():
                set_content_options(request.viewer, sort=sort, options=options)
            return done(
                request, "Saved. What was shared before stays as it is.", "settings_part", part="content"
            )
        said = {
            "effect": [
                {"label": NAMES[sort][1], "wider": count_wider(request.standing, sort, options)}
                for sort, options in supposed.items()
            ],
            "sent": [
                (name, value)
                for name, value in request.POST.items()
                if name not in ("csrfmiddlewaretoken", "do")
            ],
        }
    except Invalid as error:
        said = {"refused": sentence(str(error))}
    context = {"part": "content", "parts": PARTS} | content(request, supposed) | said
    return render(request, "web/settings.html", context, status=400 if "refused" in said else 200)


def _sent(request: HttpRequest) -> dict[str, Options]:
    preset = chosen(request.POST.get("preset", ""), PRESETS)
    if preset:
        return dict.fromkeys(NAMES, PRESETS[preset])
    sort = chosen(request.POST.get("sort", ""), NAMES)
    if not sort:
        raise Invalid("sort", f"there are {len(NAMES)} sorts: {', '.join(NAMES)}")
    on = {name: name in request.POST for _, name in _SWITCHES}
    return {
        sort: Options(
            **on,
            own_teams=request.POST.get("mode") == "own",
            unchosen=request.POST.get("unchosen", ""),
        )
    }


def _sort(sort: str, one: Options) -> Shape:
    labels = {**LABELS, ONLY_YOU: ONLY_LABELS[sort]}
    return {
        "key": sort,
        "slug": sort.replace(" ", "-"),
        "label": NAMES[sort][1],
        "switches": [
            {"name": name, "label": labels[option], "is_on": option in one.on} for option, name in _SWITCHES
        ],
        "own_teams": one.own_teams,
        "unchosen": one.unchosen,
    }


def _is(one: Options, preset: Options) -> bool:
    return (one.on, one.own_teams) == (preset.on, preset.own_teams)
