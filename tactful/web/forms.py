"""The forms of pages. They read what was typed; what may be done is the actions' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tactful.accounts.models import Login, Role
from tactful.actions.errors import Invalid
from tactful.web.key_reach import BOXES
from tactful.web.wording import sentence


def put_right(form: forms.Form, error: Invalid, fields: dict[str, str] | None = None) -> None:
    """Say at the field what an action did not accept. `fields`: the form's names for those of the action."""
    name = (fields or {}).get(error.field, error.field)
    form.add_error(name if name in form.fields else None, sentence(str(error)))


class PasswordForm(forms.Form):
    """A form that makes a login: the name, and a password that is not easily guessed."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        help_text="As colleagues know you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=256,
        strip=False,
        help_text="At least 10 characters; a sentence is easiest to keep.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Try the password against what is easily guessed."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("password"):
            likeness = Login(email=self.address(), name=found.get("name", ""))
            try:
                validate_password(found["password"], likeness)
            except ValidationError as error:
                self.add_error("password", error)
        return found

    def address(self) -> str:
        """The address that the login will have."""
        return str(self.cleaned_data.get("email", ""))


class SetupForm(PasswordForm):
    """First run, step 1: who are you?"""

    account_name = forms.CharField(label="Your company", max_length=200)
    domains = forms.CharField(
        label="Its mail domains",
        max_length=1000,
        help_text='Addresses on these are colleagues, such as "example.com". Several are set apart by commas.',
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="You sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("account_name", "domains", "name", "email", "password")


class JoinForm(PasswordForm):
    """Taking an invitation."""

    title = forms.CharField(
        label="Your job title",
        max_length=200,
        required=False,
        help_text="Colleagues see it beside your name.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    field_order = ("name", "title", "password")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def address(self) -> str:
        return self.email


class YouForm(forms.Form):
    """A further address of one's own."""

    address = forms.EmailField(
        label="A further address of yours",
        max_length=320,
        help_text="Mail from it counts as sent by you, in what you bring from now on.",
    )


class InviteForm(forms.Form):
    """Inviting a colleague."""

    email = forms.EmailField(label="Their e-mail address", max_length=254)
    role = forms.ChoiceField(label="Role", choices=Role.choices, initial=Role.MEMBER)


class TeamForm(forms.Form):
    """Making a team."""

    name = forms.CharField(label="Name of the team", max_length=100)


class KeyForm(forms.Form):
    """Making an API key."""

    name = forms.CharField(label="What is it for?", max_length=100)
    reach = forms.MultipleChoiceField(
        label="Reaches at most",
        choices=[(box.key, box.shown) for box in BOXES],
        initial=["relationships"],
        widget=forms.CheckboxSelectMultiple,
    )
    may_write = forms.BooleanField(label="May also change what I may change", required=False)
    until = forms.DateField(
        label="Until",
        help_text="The last day on which it works.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class PushForm(forms.Form):
    """Having new notes pushed to a chat."""

    name = forms.CharField(
        label="Where do they go?", max_length=100, help_text="As you call it: Gas channel."
    )
    address = forms.CharField(
        label="Address of the chat's incoming webhook",
        max_length=2048,
        help_text="Slack, Mattermost and their like give you one. It is kept encrypted and not shown again.",
        widget=forms.URLInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "https://"}
        ),
    )
    scope = forms.ChoiceField(
        label="Which notes?",
        choices=[("all", "All that I may read"), ("mine", "Those that I write")],
        initial="all",
        widget=forms.RadioSelect,
    )


class StoreForm(forms.Form):
    """Having new files pushed to a folder of a store."""

    name = forms.CharField(label="Which store?", max_length=100, help_text="As you call it: Gas archive.")
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[("webdav", "A folder of a WebDAV server, such as Nextcloud’s"), ("s3", "A bucket of S3")],
        initial="webdav",
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label="Address of the folder",
        max_length=2048,
        help_text="Such as https://s3.eu-central-1.amazonaws.com/bucket/folder. The folder has to be there.",
        widget=forms.URLInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "https://"}
        ),
    )
    key = forms.CharField(
        label="User, or S3’s access key",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label="Password, or S3’s secret key",
        max_length=500,
        required=False,
        help_text="Best one that may write there and nothing else. It is kept encrypted and not shown again.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    region = forms.CharField(
        label="Region of the bucket", max_length=40, required=False, help_text="Of S3 alone: eu-central-1."
    )
    scope = forms.ChoiceField(
        label="Which files?",
        choices=[("all", "All that I may read"), ("mine", "Those that I upload")],
        initial="all",
        widget=forms.RadioSelect,
    )


class UntilForm(forms.Form):
    """An end date, or none."""

    until = forms.DateField(required=False)
