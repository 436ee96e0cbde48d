"""Coming in: the first run, invitations, signing in and out, a new password."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tactful.accounts.models import Invitation, Login
from tactful.accounts.wall import acting
from tests.cast import Cast
from tests.cast.cast import PASSWORD
from tests.doors.pages.reading import masked, page, words

rule = pytest.mark.rule
WHO = {
    "account_name": "Hearth",
    "domains": "hearth.example, hearth.test",
    "name": "Ada Lund",
    "email": "Ada@hearth.example",
    "password": "a long walk by the river",
}


@rule("D12")
def test_the_first_run_makes_the_account_signs_in_and_is_over(db: None) -> None:
    client = Client()
    assert client.get("/", follow=True).redirect_chain == [("/setup/", 302)]
    answer = client.post("/setup/", WHO)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    said = page(client, "/")
    assert "Ada Lund, Hearth" in said
    assert "Bring something to read" in said
    assert "Not sharing" in said
    assert "hearth.test" in page(client, "/settings/account/")
    assert "Enterprise Admin" in page(client, "/settings/members/")
    for late in (Client().get("/setup/"), Client().post("/setup/", WHO | {"email": "eve@hearth.example"})):
        assert (late.status_code, late["Location"]) == (302, "/sign-in/")
    assert Login.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("account_name", "", "This field is required"),
        ("domains", "no domain", "is no domain"),
        ("email", "nobody", "valid email"),
        ("password", "short", "too short"),
        ("password", "password1234", "too common"),
        ("password", "ada@hearth.example", "too similar"),
        ("name", " ", "This field is required"),
    ],
)
def test_the_set_up_says_what_to_mend_where_and_makes_nothing(
    db: None, field: str, value: str, says: str
) -> None:
    answer = Client().post("/setup/", WHO | {field: value})
    assert answer.status_code == 400
    html = answer.content.decode()
    assert says in words(answer)
    assert says in html[html.index(f'name="{field}"') :].split("</div>\n</div>")[0][:900]
    assert not Login.objects.exists()
    assert WHO["password"] not in html


def _invited(cast: Cast, email: str) -> str:
    """Invite by the page; return the path of the link, which is in this answer alone."""
    flo = cast.page("Flo")
    html = flo.post("/settings/members/", {"email": email, "role": "member"}).content.decode()
    link = re.search(r'value="(http://testserver/invitations/[\w-]+/)"', html)
    assert link, html
    assert link[1] not in flo.get("/settings/members/").content.decode(), "shown once"
    return urlsplit(link[1]).path


def test_an_invitation_makes_a_login_and_a_member_once(cast: Cast) -> None:
    path = _invited(cast, "new@hearth.example")
    client = Client()
    said = page(client, path)
    for word in ("Join Hearth", "Flo invites new@hearth.example", "nothing of yours until you choose"):
        assert word in said
    assert client.post(path, {"name": "New", "password": "short"}).status_code == 400
    answer = client.post(
        path, {"name": "Noor", "title": "Head of Dykes", "password": "a long walk by the river"}
    )
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert "Noor you" in page(client, "/settings/members/")
    for place in ("/settings/members/", "/teams/everyone/"):
        assert "Head of Dykes" in page(cast.page("Ben"), place), "titles stand beside names"
    assert Client().get(path).status_code == 404


@rule("B12")
def test_used_withdrawn_ended_and_invented_invitations_answer_alike(cast: Cast) -> None:
    used, withdrawn, ended = (_invited(cast, f"{one}@hearth.example") for one in ("used", "gone", "old"))
    Client().post(used, {"name": "Used", "password": "a long walk by the river"})
    flo, account = cast.page("Flo"), cast.accounts["Flo"]
    with acting(account):
        rows = Invitation.unchecked.filter(account_id=account)
        rows.filter(email="old@hearth.example").update(ends_at=timezone.now() - timedelta(days=1))
        gone = rows.get(email="gone@hearth.example").uid.hex
    assert flo.post(f"/settings/invitations/{gone}/withdraw/").status_code == 303
    answers = {masked(Client().get(path)) for path in (used, withdrawn, ended, "/invitations/invented/")}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_an_address_with_a_sign_in_must_use_it(cast: Cast) -> None:
    path = _invited(cast, "gus@quarry.example")
    said = page(Client(), path)
    assert "Sign in as gus@quarry.example" in said
    assert 'type="password"' not in Client().get(path).content.decode()
    assert "Sign in as gus@quarry.example" in page(cast.page("Ben"), path), "not Ben's to take"
    assert cast.page("Ben").post(path).status_code == 200
    assert Client().get(path).status_code == 200, "still open"
    assert cast.page("Gus").post(path).status_code == 303
    assert Client().get(path).status_code == 404


def test_signing_in_and_out(cast: Cast) -> None:
    client = Client()
    wrong = client.post("/sign-in/", {"login": "ada@hearth.example", "password": "wrong"})
    unknown = client.post("/sign-in/", {"login": "nobody@hearth.example", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 200
    assert "not correct" in words(wrong)
    assert words(wrong) == words(unknown)
    answer = client.post("/sign-in/?next=/teams/", {"login": "Ada@hearth.example", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/teams/")
    assert "Gas" in page(client, "/teams/")
    elsewhere = Client().post(
        "/sign-in/?next=https://elsewhere.example/", {"login": "ada@hearth.example", "password": PASSWORD}
    )
    assert elsewhere["Location"] == "/"
    assert client.get("/sign-out/").status_code == 200
    assert page(client, "/teams/"), "asking is not signing out"
    client.post("/sign-out/")
    assert client.get("/teams/").status_code == 302


def test_a_forgotten_password_is_made_anew_by_mail(cast: Cast) -> None:
    client = Client()
    known = client.post("/password/forgotten/", {"email": "ada@hearth.example"}, follow=True)
    stranger = client.post("/password/forgotten/", {"email": "nobody@hearth.example"}, follow=True)
    assert words(known) == words(stranger), "whether an address has a sign-in is nobody's to ask"
    letter = next(one for one in mail.outbox if one.to == ["ada@hearth.example"])
    link = re.search(r"http://\S+(/password/new/\S+)", str(letter.body))
    assert link
    form = client.get(link[1], follow=True)
    assert "Choose a new password" in words(form)
    path = form.redirect_chain[-1][0]
    client.post(path, {"password1": "another walk by the sea", "password2": "another walk by the sea"})
    fresh = Client()
    fresh.post("/sign-in/", {"login": "ada@hearth.example", "password": "another walk by the sea"})
    assert "Gas" in page(fresh, "/teams/")
    assert "no longer works" in words(Client().get(link[1], follow=True))


def test_a_password_is_changed_in_the_settings(cast: Cast) -> None:
    client = Client()
    client.post("/sign-in/", {"login": "ada@hearth.example", "password": PASSWORD})
    fresh = "another walk by the sea"
    body = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    assert "Current" in page(client, "/password/change/")
    assert client.post("/password/change/", body | {"oldpassword": "wrong"}).status_code == 200
    assert client.post("/password/change/", body).status_code == 302
    again = Client()
    again.post("/sign-in/", {"login": "ada@hearth.example", "password": fresh})
    assert "Gas" in page(again, "/teams/")


def test_nobody_signs_up_by_themselves(db: None) -> None:
    client = Client()
    assert "invitation" in page(client, "/sign-up/")
    body = {
        "email": "x@hearth.example",
        "password1": "a long walk by the river",
        "password2": "a long walk by the river",
    }
    client.post("/sign-up/", body)
    assert not Login.objects.exists()
