"""What is never read of one's own: the rules, a new one, and ending one (B05)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.actions.errors import Invalid
from tactful.actions.mailbox_rules import KINDS, end_rule
from tactful.jobs.rules import never_read, preview_never_read
from tactful.visibility.feeds import my_feeds
from tactful.visibility.mailbox_rules import my_rules
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import chosen, done, member_page
from tactful.web.shapes.exceptions import effects
from tactful.web.shapes.people import Shape
from tactful.web.shapes.shares import gain
from tactful.web.wording import sentence

#: How each kind reads in a form and in the list.
LABELS = (
    ("folder", "Folder"),
    ("label", "Label"),
    ("address", "E-mail address"),
    ("domain", "Domain"),
)


@member_page("GET", "POST")
def mailbox_rules(request: MemberRequest) -> HttpResponse:
    """The viewer's mailbox rules; posted, what one more would do, or the deed."""
    kind, what, source = "", "", ""
    said: Shape = {}
    if request.method == "POST":
        kind = chosen(request.POST.get("kind", ""), KINDS)
        what = request.POST.get("what", "").replace("\x00", "")
        source = request.POST.get("source", "")
        of = given(read_uid(source)) if source else None
        try:
            if request.POST.get("do") == "preview":
                found = preview_never_read(request.standing, kind=kind, what=what, source=of)
                said = {"preview": {"erases": gain(found.erases)} | effects(found.others)}
            else:
                rule = never_read(request.viewer, kind=kind, what=what, source=of)
                where = f" in {rule.source_name}" if rule.source_name else ""
                return done(request, f"{rule.what} is never read{where} from now on.", "mailbox_rules")
        except Invalid as error:
            said = {"refused": sentence(str(error))}
    labels = dict(LABELS)
    rules = [
        {
            "uid": one.uid.hex,
            "kind_label": labels[one.kind],
            "what": one.what,
            "since": one.set_at,
            "source": one.source_name,
        }
        for one in my_rules(request.standing)
    ]
    context = {"rules": rules, "kinds": LABELS, "chosen_kind": kind, "typed": what}
    context |= {
        "sources": [{"uid": one.uid.hex, "name": one.name} for one in my_feeds(request.standing)],
        "chosen_source": source,
    }
    status = 400 if "refused" in said else 200
    return render(request, "web/mailbox_rules.html", context | said, status=status)


@member_page("POST")
def mailbox_rule(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """End a rule."""
    end_rule(request.viewer, rule=given(uid))
    return done(request, "The rule ended. Import the source again to read what it kept out.", "mailbox_rules")
