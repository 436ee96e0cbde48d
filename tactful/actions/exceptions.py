"""A contributor keeps somebody or something private, an account protects a recipient; and both can be taken back (B05).

An exception wins over every share, list and bucket but its contributor's own way. What is typed (an address, a domain)
is withheld whether or not anybody knows it: nothing about who does can be learned by trying.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from tactful.accounts.ids import fresh_uid
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require, require_writing
from tactful.actions.imports.house import House, house_of
from tactful.actions.imports.persons import Persons
from tactful.actions.shares import audience_of
from tactful.policy.terms import Exception_, Id
from tactful.records.models import Company, Person
from tactful.sharing.models import Withholding
from tactful.visibility.exceptions import (
    ExceptionSeen,
    Protected,
    columns_of,
    my_exception,
    own_company,
    own_person,
    own_thread,
    protected_recipients,
)
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: The company's domain of an address or a domain, None where it speaks of none: intake's, which stands above.
CompanyOf = Callable[[str], str | None]

RECORDS = ("person", "company", "touchpoint")
TYPED = ("address", "domain")
_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+")
DEED = "change the account"
#: Ids that no row has: what is typed and not there yet withholds nothing that is there. Of people without a company
#: that is 0 in places.
_NOBODY, _NO_COMPANY = 0, -1


@dataclass(frozen=True, slots=True)
class Named:
    """What is to be withheld, in one of these ways: a record of one's own by its id, or what was typed."""

    kind: str
    uid: uuid.UUID | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an exception binds: everybody (`all`), or one audience, a team's id or None for Everyone."""

    all: bool = True
    team: uuid.UUID | None = None


ALL = Audience()


def exception_of(standing: Standing, named: Named, audience: Audience, company_of: CompanyOf) -> Exception_:
    """Return the exception that this would be, without writing anything.

    Absent where the viewer's own sources hold no such record, or they are in no such team; Invalid, with the field,
    for an address or domain that cannot be withheld.
    """
    binds: Id | None = None if audience.all else audience_of(standing, audience.team)
    person = company = thread = None
    if named.kind == "person":
        person = _there(own_person(standing, named.uid or uuid.UUID(int=0)))
    elif named.kind == "company":
        company = _there(own_company(standing, named.uid or uuid.UUID(int=0)))
    elif named.kind == "touchpoint":
        found = own_thread(standing, named.uid or uuid.UUID(int=0))
        if found is None:
            raise Absent("your sources hold no such mail")
        thread = found.hex()
    else:
        person, company = _typed(standing, named, company_of)
    return Exception_(standing.viewer.account, standing.viewer.member, binds, person, company, thread)


def protection_of(standing: Standing, named: Named, company_of: CompanyOf) -> Exception_:
    """Return the protection that this would be, without writing anything; Invalid as for exceptions."""
    if named.kind not in TYPED:
        raise Invalid("kind", "name whom to protect by an address or a domain")
    person, company = _typed(standing, named, company_of)
    return Exception_(standing.viewer.account, None, None, person, company)


@transaction.atomic
def keep_private(viewer: Viewer, named: Named, audience: Audience, company_of: CompanyOf) -> ExceptionSeen:
    """Withhold a person, company or mail thread of the viewer's own from everybody, or from one audience of theirs.

    It acts on the next request. What stands already is returned as it is. Absent and Invalid as `exception_of`.
    """
    require_writing(viewer)
    row = _write(Standing(viewer), named, audience, company_of, own=True)
    found = my_exception(Standing(viewer), row.uid)
    assert found is not None, "it was written in this transaction"
    return found


@transaction.atomic
def take_back_exception(viewer: Viewer, *, exception: uuid.UUID) -> None:
    """End an exception of the viewer's; what their shares open is open again. Absent where they have no such."""
    require_writing(viewer)
    standing = Standing(viewer)
    seen = my_exception(standing, exception)
    rows = Withholding.unchecked.select_for_update().filter(
        account_id=viewer.account, book_id=standing.own_book or 0, uid=exception, within=None
    )
    if seen is None or not rows.exists():
        raise Absent("you have no such exception")
    rows.delete()
    remember(viewer, "exception taken back", exception, **_detail(seen))


@transaction.atomic
def protect(viewer: Viewer, named: Named, company_of: CompanyOf) -> Protected:
    """Withhold a recipient in every book and card, from everybody but each contributor; for Enterprise Admins."""
    require(viewer, DEED)
    row = _write(Standing(viewer), named, ALL, company_of, own=False)
    return next(one for one in protected_recipients(Standing(viewer)) if one.uid == row.uid)


@transaction.atomic
def unprotect(viewer: Viewer, *, recipient: uuid.UUID) -> None:
    """End a protection; what contributors share is open again. Absent where there is none such."""
    require(viewer, DEED)
    rows = Withholding.unchecked.select_for_update().filter(
        account_id=viewer.account, book=None, within=None, uid=recipient
    )
    if not rows.exists():
        raise Absent("there is no such protection")
    rows.delete()
    remember(viewer, "protection ended", recipient)


def _write(
    standing: Standing, named: Named, audience: Audience, company_of: CompanyOf, *, own: bool
) -> Withholding:
    viewer = standing.viewer
    assert standing.own_book is not None or not own, (
        "every member has a book; without one it would bind every book"
    )
    if own:
        exception = exception_of(standing, named, audience, company_of)
    else:
        exception = protection_of(standing, named, company_of)
    label = ""
    if named.kind in TYPED:
        person, company, label = _kept(standing, named, company_of)
        exception = Exception_(viewer.account, exception.owner, exception.audience, person, company)
    # One statement where two ask at once: the constraint lets one of them write, and the other finds its row.
    row, is_new = Withholding.unchecked.get_or_create(
        **columns_of(standing, exception), defaults={"label": label, "set_at": viewer.now}
    )
    if not is_new:
        return row
    if own:
        seen = my_exception(Standing(viewer), row.uid)
        assert seen is not None, "it was written in this transaction"
        remember(viewer, "exception made", row.uid, **_detail(seen))
    else:
        remember(viewer, "recipient protected", row.uid)
    return row


def _detail(seen: ExceptionSeen) -> dict[str, str | None]:
    """What an event holds of an exception: its kind, and the random ids of what it is of and whom it binds."""
    binds = (
        None if seen.audience is None else "everyone" if seen.audience_uid is None else seen.audience_uid.hex
    )
    return {"kind": seen.kind, "record": None if seen.record is None else seen.record.hex, "audience": binds}


def _there(found: int | None) -> int:
    if found is None:
        raise Absent("your own sources know no such person or company")
    return found


def _typed(standing: Standing, named: Named, company_of: CompanyOf) -> tuple[int | None, int | None]:
    """Return the rows of the person or company that was typed, _NOBODY or _NO_COMPANY where there is none yet."""
    text = _checked(standing, named, company_of)
    account = standing.viewer.account
    if named.kind == "address":
        person = Person.unchecked.filter(account_id=account, key=text).values_list("id", flat=True).first()
        return person or _NOBODY, None
    company = Company.unchecked.filter(account_id=account, domain=text).values_list("id", flat=True).first()
    return None, company or _NO_COMPANY


def _kept(standing: Standing, named: Named, company_of: CompanyOf) -> tuple[int | None, int | None, str]:
    """Return the same, made where there was none, so that what an import brings later is withheld from the start."""
    text = _checked(standing, named, company_of)
    account = standing.viewer.account
    # Ids are drawn alike whether or not the rows are there: not even those that are drawn after them tell.
    if named.kind == "address":
        if Person.unchecked.filter(account_id=account, key=text).exists():
            fresh_uid()
            if company_of(text) is not None:
                fresh_uid()
        persons = Persons(account, _house(standing), company_of)
        return persons.ids([text])[text], None, text
    company, _ = Company.unchecked.get_or_create(
        account_id=account, domain=text, defaults={"uid": fresh_uid()}
    )
    return None, company.id, text


def _checked(standing: Standing, named: Named, company_of: CompanyOf) -> str:
    """Return the address or the company's domain that was typed; Invalid, with the field, for what cannot be."""
    text = named.text.strip().lower()
    if named.kind == "address":
        if len(text) > 300 or not _ADDRESS.fullmatch(text):
            raise Invalid("what", f'"{text[:80]}" is no e-mail address; write it like "ada@example.com"')
        if _house(standing).is_ours(text):
            raise Invalid("what", "this is a colleague's address; colleagues are in nobody's relationships")
        return text
    if named.kind != "domain":
        raise Invalid("kind", f'"{named.kind[:40]}" is nothing that can be withheld')
    text = text.rpartition("@")[2]
    domain = company_of(f"somebody@{text}")
    if domain is None:
        raise Invalid(
            "what",
            f'"{text[:80]}" is no company\'s domain: at a domain of free mail anybody can have an address; '
            "name each address instead",
        )
    if _house(standing).is_ours(f"somebody@{domain}"):
        raise Invalid(
            "what", "this is a domain of your own company; colleagues are in nobody's relationships"
        )
    return domain


def _house(standing: Standing) -> House:
    return house_of(standing.viewer.account, standing.viewer.member or 0)
