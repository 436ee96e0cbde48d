"""A mail that a member sent to their address for notes: a note of theirs, with its attachments as files (A18).

All of it or nothing. The note hangs on the people that the mail was to, or else on those in what it forwards, as far as
its author sees them; on the company of somebody whom they do not see, where they see that.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from html import escape, unescape
from urllib.parse import unquote

from django.conf import settings

from tactful.accounts.models import MemberAddress, Membership
from tactful.accounts.wall import acting
from tactful.actions.errors import Invalid, NotDone
from tactful.actions.events import remember
from tactful.actions.files import upload_file
from tactful.actions.items import MOST_RECORDS, Writing, add_item
from tactful.actions.texts import Text, text_of, text_of_plain
from tactful.records.content import Item
from tactful.records.mailbot import BotAddress, BotMail
from tactful.records.models import Company, Person
from tactful.visibility.company import find_company
from tactful.visibility.person import find_person
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer, member_viewer, transaction_time

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NoteMail:
    """A mail as it was read. `to` and `forwarded` are (address, the domain of its company or None)."""

    digest: bytes
    sender: str
    subject: str
    text: str
    html: str
    to: tuple[tuple[str, str | None], ...] = ()
    forwarded: tuple[tuple[str, str | None], ...] = ()
    attachments: tuple[tuple[str, bytes], ...] = ()


class Gone(NotDone):
    """The address is no longer there."""


class NotTheirs(NotDone):
    """The mail is from none of the member's own addresses."""


class TooOften(NotDone):
    """So many of the member's mails became notes within the hour that this one has to wait."""


class TooLong(NotDone):
    """The text is longer than a note may be, or an attachment larger than a file may be."""


class NoRoom(NotDone):
    """The account has no room for an attachment."""


def take_note_mail(account: int, address: int, mail: NoteMail, *, secret: str) -> uuid.UUID | None:
    """Write what a mail says as a note of the address's member, and return its id: once it is committed.

    The same mail again writes nothing, and returns the note that there is; None where that was deleted. `secret`, and
    with it the address, is in nothing that is written. Raises one of the errors above, and then nothing was written.
    """
    with acting(account):
        row = (
            BotAddress.unchecked.select_for_update(of=("self",))
            .filter(account_id=account, id=address)
            .first()
        )
        viewer = None if row is None else member_viewer(account, row.member_id)
        if row is None or viewer is None:
            raise Gone("there is no such address")
        own = _own_addresses(viewer, row.member_id)
        if mail.sender not in own:
            raise NotTheirs("this address takes mail from its owner's own addresses alone")
        mails = BotMail.unchecked.filter(account_id=account, member_id=row.member_id)
        known = mails.filter(digest=mail.digest).select_related("item").first()
        if known is not None:
            return known.item.uid if known.item is not None else None
        if mails.filter(at__gt=viewer.now - _HOUR).count() >= settings.TACTFUL_BOT_HOURLY:
            raise TooOften("too many mails within an hour; send it again later")
        item = _write(viewer, mail, own, secret)
        BotMail.unchecked.create(
            account_id=account, member_id=row.member_id, digest=mail.digest, item=item, at=viewer.now
        )
        row.used_at = viewer.now
        row.save(update_fields=["used_at"])
        remember(viewer, "note mailed", item.uid, files=len(mail.attachments))
        uid: uuid.UUID = item.uid
    return uid


def has_refused_enough(account: int, address: int) -> bool:
    """Return whether so much to an address was refused within the hour that nothing to it is read for now."""
    with acting(account):
        return BotAddress.unchecked.filter(
            account_id=account,
            id=address,
            refused__gte=settings.TACTFUL_BOT_HOURLY,
            refused_from__gt=transaction_time() - _HOUR,
        ).exists()


def count_refused(account: int, address: int) -> None:
    """Remember that a mail to an address was read and refused."""
    with acting(account):
        row = BotAddress.unchecked.select_for_update().filter(account_id=account, id=address).first()
        if row is None:
            return
        now = transaction_time()
        if row.refused_from is None or row.refused_from <= now - _HOUR:
            row.refused, row.refused_from = 0, now
        row.refused += 1
        row.save(update_fields=["refused", "refused_from"])


def _write(viewer: Viewer, mail: NoteMail, own: set[str], secret: str) -> Item:
    standing = Standing(viewer)
    people, companies = _records(standing, mail.to, own)
    if not people and not companies:
        people, companies = _records(standing, mail.forwarded, own)
    anchors = {"people": people, "companies": companies, "unchosen": True}
    names = [_without(name, secret) for name, _ in mail.attachments]
    item = add_item(viewer, Writing(Item.Sort.NOTE.value, _text(mail, names, secret), **anchors))  # type: ignore[arg-type]  # as named above
    for name, (_, attached) in zip(names, mail.attachments, strict=True):
        content = _bare(attached, secret)
        if len(content) > settings.TACTFUL_FILE_LIMIT:
            raise TooLong("an attachment is larger than a file may be here")
        writing = Writing(Item.Sort.FILE.value, Text("", ""), **anchors)  # type: ignore[arg-type]  # as named above
        try:
            upload_file(viewer, content=[content], name=name, writing=writing)
        except Invalid as error:
            raise NoRoom(str(error)) from error
    return item


def _own_addresses(viewer: Viewer, member: int) -> set[str]:
    said = MemberAddress.unchecked.filter(account_id=viewer.account, membership_id=member)
    signs_in = Membership.unchecked.select_related("login").get(account_id=viewer.account, id=member).login
    return {address.lower() for address in (*said.values_list("address", flat=True), signs_in.email)}


def _records(
    standing: Standing, named: Iterable[tuple[str, str | None]], own: set[str]
) -> tuple[tuple[uuid.UUID, ...], tuple[uuid.UUID, ...]]:
    """Return the ids of people, and of companies of those who are not seen themselves; all of them are seen."""
    account = standing.viewer.account
    wanted = {address: domain for address, domain in named if address not in own}
    keys = Person.unchecked.filter(account_id=account, key__in=list(wanted), colleague=False)
    by_address = dict(keys.values_list("key", "uid"))
    people = {
        address: by_address[address]
        for address in wanted
        if address in by_address and find_person(standing, by_address[address]) is not None
    }
    known = {wanted[address] for address in people}
    domains = [
        domain
        for domain in dict.fromkeys(d for address, d in wanted.items() if address not in people)
        if domain is not None and domain not in known
    ]
    by_domain = dict(
        Company.unchecked.filter(account_id=account, domain__in=domains).values_list("domain", "uid")
    )
    companies = [
        by_domain[domain]
        for domain in domains
        if domain in by_domain and find_company(standing, by_domain[domain]) is not None
    ]
    kept = tuple(people.values())[:MOST_RECORDS]
    return kept, tuple(companies)[: MOST_RECORDS - len(kept)]


def _text(mail: NoteMail, files: list[str], secret: str) -> Text:
    """Return the mail's words: its subject above, the names of its files below. Whom it mentions is not told: a
    stranger's HTML may be in it."""
    subject, text, html = (_without(words, secret) for words in (mail.subject, mail.text, mail.html))
    attached = f"Attached: {', '.join(files)}" if files else ""
    if html.strip():
        above = f"<p><strong>{escape(subject)}</strong></p>" if subject else ""
        below = f"<p>{escape(attached)}</p>" if attached else ""
        try:
            found = text_of("text", html=f"{above}{html}{below}")
            # Tags may stand within the secret, or letters of it be written otherwise, as in the address of a link: then
            # its plain words are kept alone.
            if not secret or secret not in f"{found.plain} {unquote(unescape(found.html))}".lower():
                return Text(found.html, found.plain)
            text = text or found.plain
        except Invalid:
            # Too long or too deep as it stands; its plain words may do.
            if not text.strip():
                raise TooLong("the text is longer than a note may be") from None
    words = "\n\n".join(part for part in (subject, _without(text, secret).strip(), attached) if part)
    try:
        return text_of_plain(words or "(an empty mail)")
    except Invalid as error:
        raise TooLong(str(error)) from error


def _without(words: str, secret: str) -> str:
    return re.sub(re.escape(secret), "…", words, flags=re.IGNORECASE) if secret else words


def _bare(content: bytes, secret: str) -> bytes:
    """An attached file with its length as it was, and the secret crossed out where the file is text.

    Also where a soft line break of "quoted-printable" stands within it, as in a message that is attached.
    """
    if not secret or b"\0" in content:
        return content
    letters = rb"(?:=\r?\n)?".join(bytes([letter]) for letter in secret.encode())
    return re.sub(
        letters,
        lambda found: re.sub(rb"[a-z2-7]", b"x", found[0], flags=re.IGNORECASE),
        content,
        flags=re.IGNORECASE,
    )
