"""Coming in: the first run, and taking an invitation. Signing in itself is allauth's."""

from __future__ import annotations

from django.contrib.auth import login as sign_in
from django.contrib.auth import logout as sign_out
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tactful.accounts.models import Login
from tactful.actions.errors import Absent, Invalid, NotAllowed
from tactful.actions.members import accept_invitation, see_invitation
from tactful.web.asking import SeeOther
from tactful.web.first_run import found_first_account, is_first_run
from tactful.web.forms import JoinForm, SetupForm, put_right
from tactful.web.wording import sentence

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """First run: make the account and its first sign-in. Afterwards this page leads to the sign-in."""
    if not is_first_run():
        return HttpResponseRedirect(reverse("account_login"))
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            login = found_first_account(
                name=said["account_name"],
                domains=said["domains"].replace(",", " ").split(),
                member=said["name"],
                email=said["email"],
                password=said["password"],
            )
        except Invalid as error:
            put_right(form, error, {"name": "account_name", "member": "name"})
        except Absent:
            return SeeOther(reverse("account_login"))
        else:
            sign_in(request, login, BACKEND)
            return SeeOther(reverse("web:home"))
    return render(request, "web/setup.html", {"form": form}, status=400 if form.errors else 200)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take an invitation: its token is in the address. One that is used, withdrawn, too old or made up is no more."""
    seen = see_invitation(token)
    if seen is None:
        return render(request, "web/invitation.html", {"invitation": None}, status=404)
    here = request.user if request.user.is_authenticated else None
    context = {
        "invitation": {"account_name": seen.account, "invited_by": seen.invited_by, "email": seen.email}
    }
    if seen.has_login and (here is None or here.email != seen.email):
        context["sign_in_first"] = {"email": seen.email, "url": _sign_in_url(request)}
        return render(request, "web/invitation.html", context)
    form = None if seen.has_login else JoinForm(request.POST or None, email=seen.email)
    if request.method == "POST" and (form is None or form.is_valid()):
        said = {"name": "", "title": "", "password": ""} if form is None else form.cleaned_data
        try:
            accept_invitation(
                token, name=said["name"], title=said["title"], password=said["password"], login=here
            )
        except Invalid as error:
            if form is not None:
                put_right(form, error)
        except (Absent, NotAllowed) as error:
            context["said"] = {"sentence": sentence(str(error))}
        else:
            if form is not None:
                if here is not None:
                    sign_out(request)
                sign_in(request, Login.objects.get(email=seen.email), BACKEND)
            return SeeOther(reverse("web:home"))
    if form is not None:
        context["form"] = form  # type: ignore[assignment]  # a context holds what templates need
    return render(request, "web/invitation.html", context, status=400 if form and form.errors else 200)


def _sign_in_url(request: HttpRequest) -> str:
    return f"{reverse('account_login')}?next={request.path}"
