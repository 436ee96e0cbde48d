"""Sources and what opens them. Read through tactful.visibility; `unchecked` sees everything."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.models import Guest, Membership, Team, TeamMembership
from tactful.accounts.wall import Walled, WalledForeignKey


class Source(Walled):
    """What a grant opens: a book, a member's cards, a bucket, a list, a workspace, a page, an audience, a partnership…

    Every kind that policy.rules declares may stand here; the tables of their content hang on it.
    """

    uid = models.UUIDField(default=fresh_uid, editable=False)
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=200, blank=True)
    owner = WalledForeignKey(Membership, on_delete=wall.RESTRICT, null=True)
    parent = WalledForeignKey("sharing.Source", on_delete=wall.CASCADE, null=True)
    #: Switches that the policy reads by name, such as "conversations" or "read only".
    marks = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "uid"], name="source_uid"),
            models.UniqueConstraint(
                fields=["account", "owner", "kind"],
                condition=models.Q(kind__in=["book", "cards"]),
                name="source_one_book",
            ),
        ]


class AccountSharing(Walled):
    """The account-wide settings that stage 1 of a decision reads; one row per account."""

    class Mode(models.TextChoices):
        EVERYONE = "everyone"
        TEAMS_ONLY = "teams only"

    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.EVERYONE)
    highlights = models.BooleanField(default=False)
    share_all = models.BooleanField(default=False)
    default_for_teams = models.CharField(max_length=40, default="not sharing")
    default_for_everyone = models.CharField(max_length=40, default="not sharing")
    #: In Teams only a member may show less of mail than the Enterprise Admin lets them (A21).
    members_may_be_stricter = models.BooleanField(default=False)
    #: What is stored of mails and meetings beyond who, when and what about (A27); erased when it is switched off.
    keep_bodies = models.BooleanField(default=False)
    keep_private_events = models.BooleanField(default=False)
    #: Grow with each time that it is switched off, so that what is to be erased is told from what comes later.
    bodies_epoch = models.IntegerField(default=0)
    private_epoch = models.IntegerField(default=0)
    #: When all were set to hide on the way back to Everyone: who was a member then is asked to choose again (A22).
    privacy_asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account"], name="account_sharing")]


class AudienceLimits(Walled):
    """Floor and cap of one audience; `team` null is Everyone."""

    team = WalledForeignKey(Team, on_delete=wall.CASCADE, null=True)
    floor = models.CharField(max_length=40, default="not sharing")
    cap = models.CharField(max_length=40, default="relationships + both")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "team"], name="audience_limits", nulls_distinct=False),
            # Of five levels, these are the pairs where the floor opens nothing that the cap does not.
            models.CheckConstraint(
                name="floor_within_cap",
                condition=models.Q(floor="not sharing")
                | models.Q(cap="relationships + both")
                | models.Q(floor=models.F("cap"))
                | models.Q(
                    floor="relationships",
                    cap__in=["relationships + contact info", "relationships + interactions"],
                ),
            ),
        ]


class Raise(Walled):
    """A default or a floor that was raised: who was a member when it was announced has it from `begins_at` on (D11).

    What was in force before stands where it stood; this row is beside it until the next change. Deleting it takes the
    raise back. `team` is a floor's; null is Everyone's floor, or one of the two defaults.
    """

    class What(models.TextChoices):
        DEFAULT_FOR_TEAMS = "default for teams"
        DEFAULT_FOR_EVERYONE = "default for Everyone"
        FLOOR = "floor"

    uid = models.UUIDField(default=fresh_uid, editable=False)
    what = models.CharField(max_length=20, choices=What.choices)
    team = WalledForeignKey(Team, on_delete=wall.CASCADE, null=True)
    level = models.CharField(max_length=40)
    announced_at = models.DateTimeField()
    begins_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "what", "team"], name="raise_of_what", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["account", "uid"], name="raise_uid"),
        ]


class ShareSetting(Walled):
    """A contributor's choice towards one audience. It hangs on the team membership and goes with it."""

    #: `team_membership` null is Everyone.
    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    team_membership = WalledForeignKey(TeamMembership, on_delete=wall.CASCADE, null=True)
    level = models.CharField(max_length=40)
    ends_at = models.DateTimeField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "book", "team_membership"], name="share_setting", nulls_distinct=False
            )
        ]


class MailPrivacy(Walled):
    """What of mails' content is open where interactions are. `team` null is the member's own option (mode Everyone).

    `at_most`: the member's own limit to what the Enterprise Admin set for a team; it counts where the account lets
    members be stricter.
    """

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    team = WalledForeignKey(Team, on_delete=wall.CASCADE, null=True)
    option = models.CharField(max_length=10, default="hide")
    ends_at = models.DateTimeField(null=True)
    at_most = models.CharField(max_length=10, default="bodies")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "book", "team"], name="mail_privacy", nulls_distinct=False
            )
        ]


class Link(Walled):
    """A way in without signing in; only the hash of its token is kept."""

    uid = models.UUIDField(default=fresh_uid, editable=False)
    token_hash = models.BinaryField(max_length=32)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["token_hash"], name="link_token")]


class Grant(Walled):
    """One row: this principal gets these facets and deeds of this source, until then, set by somebody.

    Exactly the columns that `principal` names are filled: member, guest, team, link; none for Everyone.
    """

    source = WalledForeignKey(Source, on_delete=wall.CASCADE)
    principal = models.CharField(max_length=10)
    member = WalledForeignKey(Membership, on_delete=wall.CASCADE, null=True)
    guest = WalledForeignKey(Guest, on_delete=wall.CASCADE, null=True)
    team = WalledForeignKey(Team, on_delete=wall.CASCADE, null=True)
    link = WalledForeignKey(Link, on_delete=wall.CASCADE, null=True)
    #: Account role of a qualified principal (the Admins of a partnership), else empty.
    account_role = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=20)
    ends_at = models.DateTimeField(null=True)
    set_by = WalledForeignKey(Membership, on_delete=wall.SET_NULL, null=True)
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="grant_principal",
                condition=(
                    models.Q(principal="user") & ~models.Q(member=None, guest=None)
                    | models.Q(principal="team", team__isnull=False)
                    | models.Q(principal="link", link__isnull=False)
                    | models.Q(principal="everyone", member=None, guest=None, team=None, link=None)
                    | models.Q(principal="role") & ~models.Q(account_role="")
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["account", "source"], name="grant_source")]


class Consent(Walled):
    """A member lets a bucket show their conversations with the people in it (K06)."""

    source = WalledForeignKey(Source, on_delete=wall.CASCADE)
    book = WalledForeignKey(Source, on_delete=wall.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "source", "book"], name="consent")
        ]


class Withholding(Walled):
    """An exception: it wins over every grant but the contributor's own path (B05).

    `book` null: the account protects a recipient in every book. `team` and `for_everyone`: the one audience it binds;
    neither: everybody. A person, a company or a thread is withheld; `within` set: taken private there (K13).
    `label` is the address or domain that was typed, where one was, and nothing that a record says.
    """

    uid = models.UUIDField(default=fresh_uid, editable=False)
    book = WalledForeignKey(Source, on_delete=wall.CASCADE, null=True)
    team = WalledForeignKey(Team, on_delete=wall.CASCADE, null=True)
    for_everyone = models.BooleanField(default=False)
    person_id = models.BigIntegerField(null=True)
    company_id = models.BigIntegerField(null=True)
    thread = models.BinaryField(max_length=16, null=True)
    within = WalledForeignKey(Source, on_delete=wall.CASCADE, null=True)
    label = models.CharField(max_length=300, blank=True)
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "uid"], name="withholding_uid"),
            models.UniqueConstraint(
                fields=[
                    "account",
                    "book",
                    "team",
                    "for_everyone",
                    "person_id",
                    "company_id",
                    "thread",
                    "within",
                ],
                name="withholding_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="withholding_says_what",
                condition=models.Q(person_id__isnull=False)
                | models.Q(company_id__isnull=False)
                | models.Q(thread__isnull=False),
            ),
        ]


class MailboxRule(Walled):
    """What a contributor has never read, in all that they bring or in one source of theirs (B05); theirs alone to know.

    `feed` is that source: a rule that names it goes when it is deleted. `what` is a folder's path or a label as it was
    typed, or an address or a domain in lower case.
    """

    class Kind(models.TextChoices):
        FOLDER = "folder"
        LABEL = "label"
        ADDRESS = "address"
        DOMAIN = "domain"

    uid = models.UUIDField(default=fresh_uid, editable=False)
    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    feed = WalledForeignKey("records.Feed", on_delete=wall.CASCADE, null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=300)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "uid"], name="mailbox_rule_uid"),
            models.UniqueConstraint(
                fields=["account", "book", "feed", "kind", "what"],
                name="mailbox_rule_once",
                nulls_distinct=False,
            ),
        ]


class Audience(Walled):
    """With whom items were shared, kept once: equal audiences are one source of kind "item", with its grants.

    `digest` is of the principals as they were chosen; a team that is gone is in it still, and opens nothing.
    """

    source = WalledForeignKey(Source, on_delete=wall.CASCADE)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "digest"], name="audience_digest")
        ]


class ContentOptions(Walled):
    """What the members of an account may choose for one sort of item, from now on (A06, A08, A18); no row is A41's.

    `unchosen`: what counts where nobody can choose: "everyone", or "only you".
    """

    sort = models.CharField(max_length=20)
    everyone = models.BooleanField(default=True)
    teams_and_users = models.BooleanField(default=True)
    only_you = models.BooleanField(default=True)
    own_teams = models.BooleanField(default=False)
    unchosen = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sort"], name="content_options"),
            models.CheckConstraint(
                name="content_options_one_on",
                condition=models.Q(everyone=True) | models.Q(teams_and_users=True) | models.Q(only_you=True),
            ),
        ]


class Introduction(Walled):
    """That a member asked a colleague to introduce them to a person; the business of the two alone (B07).

    `words` and `answer` are what each of them wrote. The person is named to each of them for as long as they may see
    why they could be: the asker through the introducer's relationship, the introducer through their own.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        TAKEN_BACK = "taken back"
        MADE = "made"

    uid = models.UUIDField(default=fresh_uid, editable=False)
    asker = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    introducer = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    person_id = models.BigIntegerField()
    words = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answer = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    #: When it was last accepted, declined, taken back or made.
    changed_at = models.DateTimeField(null=True)
    #: When the introducer was sent a mail about it, or it was found that none is needed.
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "uid"], name="introduction_uid"),
            models.UniqueConstraint(
                fields=["account", "asker", "introducer", "person_id"],
                condition=models.Q(state__in=["asked", "accepted"]),
                name="introduction_open",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "introducer", "state"], name="introduction_of"),
        ]


class Event(Walled):
    """What happened, appended in the transaction that did it; never changed, without content."""

    actor = WalledForeignKey(Membership, on_delete=wall.SET_NULL, null=True)
    deed = models.CharField(max_length=60)
    subject_uid = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "at"], name="event_at")]


class Stamp(Walled):
    """A random number that stands for a state; what is made of that state is kept by it and never invalidated.

    The database renews it with every statement that changes the state (migrations/0002_stamp), so that no writer can
    forget to. `source` null: the account's settings and shares, all that stage 1 of a decision reads. Otherwise the
    records of that source, where `touches` is renewed for its mails and meetings, `number` for all else. `parts` gives
    of each table of the settings a number that is renewed with it alone; none for a table that never changed.
    """

    source = WalledForeignKey(Source, on_delete=wall.CASCADE, null=True)
    number = models.BigIntegerField()
    touches = models.BigIntegerField(default=0)
    parts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "source"], name="stamp_source", nulls_distinct=False)
        ]
