"""A text as a page sends it: HTML where the editor ran, plain words where it did not."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest

#: Ends the name of the hidden field by which the editor says that it wrote HTML.
FORM = "-form"


class Sent(TypedDict, total=False):
    """What `tactful.actions.texts.text_of` takes."""

    html: str
    text: str


def sent_text(request: HttpRequest, name: str) -> Sent:
    """Return the text of one field of a form, as HTML or as plain words."""
    value = request.POST.get(name, "")
    return {"html": value} if request.POST.get(f"{name}{FORM}") == "html" else {"text": value}


def text_sent(request: HttpRequest, name: str) -> dict[str, str]:
    """Return what was typed into a field that was sent, as its template shows it again: nothing of it is lost."""
    if name not in request.POST:
        return {}
    return {
        f"sent_{name}_{'html' if form == 'html' else 'plain'}": str(value)
        for form, value in sent_text(request, name).items()
    }
