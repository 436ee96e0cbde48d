"""A new account and its first member."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tactful.accounts.models import Account, AccountDomain, Login, MemberAddress, Membership, Role
from tactful.accounts.wall import founding
from tactful.actions.errors import Invalid
from tactful.actions.events import remember
from tactful.sharing.models import AccountSharing, Source
from tactful.visibility.viewer import Viewer, transaction_time

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def found_account(
    *, name: str, domains: Iterable[str], member: str, email: str, password: str, title: str = ""
) -> Viewer:
    """Make an account with its own domains and its first member, an Enterprise Admin; return them as a viewer.

    Everything starts private: nobody shares anything until they choose to (D12). Invalid names the field at fault.
    """
    name, member, email = name.strip(), member.strip(), email.strip().lower()
    if not name:
        raise Invalid("name", "give the account a name, such as your company's")
    if not member:
        raise Invalid("member", "say who you are: your name as colleagues know it")
    check_email(email)
    own = sorted({normal_domain(domain) for domain in domains if domain.strip()})
    with founding() as account_id:
        account = Account(id=account_id, name=name)
        account.save(force_insert=True)
        AccountDomain.unchecked.bulk_create(
            AccountDomain(account_id=account_id, domain=domain) for domain in own
        )
        AccountSharing.unchecked.create(account_id=account_id)
        login = Login.objects.filter(email=email).first()
        if login is None:
            login = Login.objects.create_user(email, password, name=member)
        row = add_member(account_id, login, name=member, title=title, role=Role.ENTERPRISE_ADMIN)
        viewer = Viewer(
            account=account_id,
            member=row.id,
            now=transaction_time(),
            uid=row.uid,
            name=row.name,
            role=row.role,
        )
        remember(viewer, "account founded", account.uid)
    return viewer


def add_member(account: int, login: Login, *, name: str, title: str, role: str) -> Membership:
    """Make a member of the account acted for, with their address, an empty book and no cards; nothing is shared."""
    row = Membership.unchecked.create(account_id=account, login=login, name=name, title=title, role=role)
    MemberAddress.unchecked.create(
        account_id=account, membership_id=row.id, address=login.email, vouched=True
    )
    Source.unchecked.bulk_create(
        Source(account_id=account, kind=kind, owner_id=row.id) for kind in ("book", "cards")
    )
    return row


def normal_domain(domain: str) -> str:
    """Return a domain in the form it is compared in; Invalid where it is none."""
    bare = domain.strip().lower().removeprefix("@").rstrip(".")
    if not _DOMAIN.fullmatch(bare):
        raise Invalid("domains", f'"{domain.strip()[:80]}" is no domain; write it like "example.com"')
    return bare


def check_email(email: str) -> None:
    """Raise Invalid where this is no e-mail address."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(
            "email", f'"{email[:80]}" is no e-mail address; write it like "ada@example.com"'
        ) from error
