"""Accounts and who acts in them: logins, members, guests, teams, keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models.functions import Lower

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.wall import Walled, WalledForeignKey


class Role(models.TextChoices):
    """What a member may administer. No role opens relationship data (D19)."""

    MEMBER = "member", "Member"
    ADMIN = "admin", "Admin"
    ENTERPRISE_ADMIN = "enterprise admin", "Enterprise Admin"


class LoginManager(BaseUserManager["Login"]):
    """Makes logins; sign-in looks them up by address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Login:
        login = self.model(email=email.strip().lower(), **extra)
        login.set_password(password)
        login.save(using=self._db)
        return login

    def get_by_natural_key(self, username: str | None) -> Login:
        return self.get(email=(username or "").strip().lower())


class Login(AbstractBaseUser):
    """Somebody who can sign in. One login, any number of accounts."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=fresh_uid, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = LoginManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="login_email_lower")]

    def __str__(self) -> str:
        return self.email


class Account(models.Model):
    """One organisation of the deployment."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=fresh_uid, unique=True, editable=False)
    name = models.CharField(max_length=200)
    personal = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    unchecked = models.Manager()


class AccountDomain(Walled):
    """A domain of the account's own: its addresses are colleagues (A37)."""

    domain = models.CharField(max_length=253)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "domain"], name="account_domain")]


class Membership(Walled):
    """A login's place in an account."""

    class State(models.TextChoices):
        ACTIVE = "active"
        DEACTIVATED = "deactivated"

    uid = models.UUIDField(default=fresh_uid, editable=False)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE)
    #: By the database's clock, as the moments are that it is compared with (D11).
    created_at = models.DateTimeField(db_default=TransactionNow())
    #: Reactivated, and not yet asked whether their settings may act again (D23): until then nothing of theirs opens.
    returning = models.BooleanField(default=False)
    #: Sessions that were begun before this moment do not reach the account.
    sessions_from = models.DateTimeField(null=True)
    #: By its name, such as "Europe/Berlin"; "" is the installation's (tactful.accounts.zones).
    time_zone = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "login"], name="membership_login"),
            models.UniqueConstraint(fields=["account", "uid"], name="membership_uid"),
        ]


class MemberAddress(Walled):
    """An address that is a member's own, so that the direction of a mail in their book is known.

    `vouched`: they sign in with it, it is of the account's own domains, or an administrator gave it to them. Such an
    address is a colleague's in every book (A37). One that a member only says is theirs counts in their own book alone:
    it might be somebody's whom others know.
    """

    membership = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    address = models.CharField(max_length=320)
    vouched = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "membership", "address"], name="member_address"),
            models.UniqueConstraint(
                fields=["account", "address"], condition=models.Q(vouched=True), name="member_address_vouched"
            ),
        ]


class Guest(Walled):
    """A user of another account, or of none, who was let into something of this one."""

    uid = models.UUIDField(default=fresh_uid, editable=False)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "login"], name="guest_login")]


class Team(Walled):
    """A group of members."""

    uid = models.UUIDField(default=fresh_uid, editable=False)
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("account", Lower("name"), name="team_name"),
            models.UniqueConstraint(fields=["account", "uid"], name="team_uid"),
        ]


class TeamMembership(Walled):
    """A member's place in a team. What they share with it hangs on this row and goes with it (D16)."""

    team = WalledForeignKey(Team, on_delete=wall.CASCADE)
    membership = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "team", "membership"], name="team_membership")
        ]


class Invitation(Walled):
    """A place in the account that waits for somebody to take it with the token they were given."""

    uid = models.UUIDField(default=fresh_uid, editable=False)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    token_hash = models.BinaryField(max_length=32)
    invited_by = WalledForeignKey(Membership, on_delete=wall.SET_NULL, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["token_hash"], name="invitation_token")]


class ApiKey(Walled):
    """A key that reads and writes as its owner, never beyond its ceiling, until its end date."""

    uid = models.UUIDField(default=fresh_uid, editable=False)
    membership = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    name = models.CharField(max_length=100)
    token_hash = models.BinaryField(max_length=32)
    #: Facets and deeds at most; null is no ceiling.
    ceiling = models.JSONField(null=True)
    may_write = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token_hash"], name="api_key_token"),
            models.UniqueConstraint(fields=["account", "uid"], name="api_key_uid"),
        ]
