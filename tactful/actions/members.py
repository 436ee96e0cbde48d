"""Members come by invitation, hold a role, and have addresses of their own."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from tactful.accounts.gate import fresh_token, invitation_of, token_hash
from tactful.accounts.models import (
    Account,
    Invitation,
    Login,
    MemberAddress,
    Membership,
    Role,
)
from tactful.accounts.wall import acting
from tactful.actions.errors import Absent, Invalid, NotAllowed
from tactful.actions.events import remember, require
from tactful.actions.founding import add_member, check_email
from tactful.actions.imports.house import house_of
from tactful.visibility.viewer import Viewer, transaction_time

INVITATION_DAYS = 14

#: What mail was sent from, not what it can be sent to: Exchange made addresses with two dots in a row.
_OWN_ADDRESS = re.compile(r"[^\s@<>()\[\],:;\"\\]+@[^\s@<>()\[\],:;\"\\.]+(?:\.[^\s@<>()\[\],:;\"\\.]+)+")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with its token, which is shown once and never kept."""

    uid: uuid.UUID
    email: str
    token: str


@dataclass(frozen=True, slots=True)
class InvitationSeen:
    """What somebody who holds an invitation's token may know: who asks them in, and under which address."""

    account: str
    invited_by: str
    email: str
    has_login: bool


@transaction.atomic
def invite(viewer: Viewer, *, email: str, role: str = Role.MEMBER) -> Invited:
    """Invite an address; the same answer whether or not it has a login here. Invalid for no address or no such role."""
    require(viewer, "invite")
    email = email.strip().lower()
    check_email(email)
    if role not in Role.values:
        raise Invalid("role", f"choose one of the roles: {', '.join(Role.values)}")
    if role != Role.MEMBER and not viewer.has_role(role):
        raise NotAllowed("you can give nobody a role above your own")
    token = fresh_token()
    row = Invitation.unchecked.create(
        account_id=viewer.account,
        email=email,
        role=role,
        token_hash=token_hash(token),
        invited_by_id=viewer.member,
        ends_at=viewer.now + timedelta(days=INVITATION_DAYS),
    )
    remember(viewer, "member invited", row.uid, role=role)
    return Invited(row.uid, email, token)


@transaction.atomic
def withdraw_invitation(viewer: Viewer, *, invitation: uuid.UUID) -> None:
    """Take an invitation back; its link stops at once."""
    require(viewer, "invite")
    gone, _ = Invitation.unchecked.filter(
        account_id=viewer.account, uid=invitation, accepted_at=None
    ).delete()
    if not gone:
        raise Absent("there is no such open invitation")
    remember(viewer, "invitation withdrawn", invitation)


def see_invitation(token: str) -> InvitationSeen | None:
    """Return what the holder of a token may know, or None where it opens nothing (unknown, taken, ended alike)."""
    found = invitation_of(token)
    if found is None:
        return None
    account, invitation = found
    with acting(account):
        row = Invitation.unchecked.get(account_id=account, id=invitation)
        by = Membership.unchecked.filter(account_id=account, id=row.invited_by_id or 0).first()
        name = Account.unchecked.get(id=account).name
    return InvitationSeen(
        name, "" if by is None else by.name, row.email, Login.objects.filter(email=row.email).exists()
    )


def accept_invitation(
    token: str, *, name: str, password: str, title: str = "", login: Login | None = None
) -> Viewer:
    """Take an invitation: make the login where the address has none, and the membership with this job title.

    An address that has a login must be signed in as that login, so that a forwarded link gives nobody's place away.
    """
    found = invitation_of(token)
    if found is None:
        raise Absent("this invitation is no longer open; ask for a new one")
    account, invitation = found
    with acting(account):
        row = Invitation.unchecked.select_for_update().get(account_id=account, id=invitation)
        if row.accepted_at is not None:
            raise Absent("this invitation is no longer open; ask for a new one")
        known = Login.objects.filter(email=row.email).first()
        if known is None:
            if not name.strip():
                raise Invalid("name", "say who you are: your name as colleagues know it")
            known = Login.objects.create_user(row.email, password, name=name.strip())
        elif login is None or login.id != known.id:
            raise NotAllowed(f"sign in as {row.email} first, then open the invitation again")
        now = transaction_time()
        member = Membership.unchecked.filter(account_id=account, login_id=known.id).first()
        if member is None:
            member = add_member(
                account, known, name=name.strip() or known.name, title=title.strip(), role=row.role
            )
        row.accepted_at = now
        row.save(update_fields=["accepted_at"])
        viewer = Viewer(account, member.id, now, member.uid, member.name, member.role)
        remember(viewer, "invitation accepted", row.uid)
    return viewer


@transaction.atomic
def change_role(viewer: Viewer, *, member: uuid.UUID, role: str) -> None:
    """Give a member another role. The last Enterprise Admin keeps theirs (A01)."""
    require(viewer, "change roles")
    if role not in Role.values:
        raise Invalid("role", f"choose one of the roles: {', '.join(Role.values)}")
    row = member_row(viewer, member)
    if row.role == Role.ENTERPRISE_ADMIN and role != Role.ENTERPRISE_ADMIN:
        keep_one_enterprise_admin(viewer, row)
    row.role = role
    row.save(update_fields=["role"])
    remember(viewer, "role changed", row.uid, role=role)


@transaction.atomic
def add_address(viewer: Viewer, *, member: uuid.UUID, address: str) -> None:
    """Record a further address of a member's own, so that mail from it counts as sent by them.

    It is a colleague's for everybody where it is of the account's own domains or an administrator records it; else it
    counts in the member's own book alone.
    """
    own = member == viewer.uid
    if not own:
        require(viewer, "change the account")
    row = member_row(viewer, member)
    address = address.strip().lower()
    if len(address) > 320 or not _OWN_ADDRESS.fullmatch(address):
        raise Invalid("address", f'"{address[:80]}" is no e-mail address; write it like "ada@example.com"')
    vouched = viewer.may("change the account") or house_of(viewer.account, row.id).is_of_domains(address)
    others = MemberAddress.unchecked.filter(account_id=viewer.account, address=address, vouched=True)
    if vouched and others.exclude(membership_id=row.id).exists():
        raise Invalid("address", "this address belongs to another member")
    known, made = MemberAddress.unchecked.get_or_create(
        account_id=viewer.account,
        membership_id=row.id,
        address=address,
        defaults={"vouched": vouched},
    )
    if vouched and not made and not known.vouched:
        known.vouched = True
        known.save(update_fields=["vouched"])
    remember(viewer, "address added", row.uid, vouched=vouched)


def member_row(viewer: Viewer, uid: uuid.UUID) -> Membership:
    """Return a member's row, active or not, locked until the transaction ends; Absent where there is none."""
    row = (
        Membership.unchecked.select_for_update(of=("self",))
        .filter(account_id=viewer.account, uid=uid)
        .first()
    )
    if row is None:
        raise Absent("there is no such member")
    return row


def keep_one_enterprise_admin(viewer: Viewer, row: Membership) -> None:
    """Raise NotAllowed where this member is the last active Enterprise Admin (A01)."""
    admins = Membership.unchecked.select_for_update().filter(
        account_id=viewer.account, role=Role.ENTERPRISE_ADMIN, state=Membership.State.ACTIVE
    )
    if not [a for a in admins if a.id != row.id]:
        raise NotAllowed("an account needs an Enterprise Admin; give somebody else the role first")
