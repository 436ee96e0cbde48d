"""What the bot answers to a mail: taken, once its note is committed; else the code that says why not.

Nothing here speaks SMTP: `recipient` and `message` are asked by the port, each in a thread of its own.
"""

from __future__ import annotations

import logging
import re
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections

from tactful.accounts.gate import bot_address_of
from tactful.actions.bot_addresses import LOCAL
from tactful.actions.note_mails import (
    Gone,
    NoRoom,
    NoteMail,
    NotTheirs,
    TooLong,
    TooOften,
    count_refused,
    has_refused_enough,
    take_note_mail,
)
from tactful.intake.domains import company_domain
from tactful.intake.guard import Guard
from tactful.intake.parsed import NOWHERE, ParsedNoteMail, Rejected

logger = logging.getLogger(__name__)

TAKEN = "250 2.0.0 kept as a note"
NOBODY = "550 5.1.1 there is no such address here"
NO_BOUNCES = "550 5.7.1 this address takes no bounces"
LATER = "451 4.3.0 it could not be kept just now; send it again"
#: What each error of the action is in SMTP's numbers.
CODES: dict[type[Exception], str] = {
    Gone: NOBODY,
    NotTheirs: "550 5.7.1 this address takes mail from its owner's own addresses alone",
    TooOften: "451 4.7.1 too many mails within an hour; send it again later",
    TooLong: "552 5.3.4 the text or an attachment is longer than what is kept here",
    NoRoom: "552 5.2.2 the account has no room for the attachments",
}
_SECRET = re.compile(rf"{LOCAL}\+([a-z2-7]{{32}})")
_COMMENT, _QUOTED = re.compile(r"\([^()]*\)"), re.compile(r'"(?:[^"\\]|\\.)*"')
_DMARC = re.compile(r"\s*dmarc\s*=\s*(\w+)(?:\s|$)", re.IGNORECASE)
_LONGEST_REASON = 200
_threads = threading.local()


@dataclass(frozen=True, slots=True)
class Addressed:
    """A recipient that there is: whose, by row, and the secret that was in the address."""

    account: int
    address: int
    secret: str


def recipient(sender: str | None, to: str) -> Addressed | str:
    """Return who is addressed, or the answer that refuses it: the same to what never was and what was withdrawn."""
    if not sender or sender == "<>":
        return NO_BOUNCES
    local, _, domain = to.strip().lower().rpartition("@")
    named = _SECRET.fullmatch(local)
    if named is None or domain != settings.TACTFUL_BOT_DOMAIN:
        named = None
    try:
        close_old_connections()
        # Asked of everything, so that the time tells no more than the words.
        found = bot_address_of(named[1] if named else local[:64])
    except Exception:
        logger.exception("a recipient could not be looked up")
        return LATER
    return NOBODY if found is None or named is None else Addressed(*found, named[1])


def message(to: Addressed, raw: bytes) -> str:
    """Keep a mail as a note, or not; return the answer. "250" is said after the commit, and after nothing else.

    What was refused for good counts against the address: too many, and nothing to it is read for the rest of the hour.
    """
    try:
        close_old_connections()
        if has_refused_enough(to.account, to.address):
            return CODES[TooOften]
        answer = _kept(to, raw)
        if answer.startswith("5"):
            count_refused(to.account, to.address)
    except Exception:
        logger.exception("a mail could not be kept")
        return LATER
    return answer


def _kept(to: Addressed, raw: bytes) -> str:
    guard = _guard()
    (parsed,) = guard.run("note mail", raw, _own_domains(), NOWHERE)
    if isinstance(parsed, Rejected) or not isinstance(parsed, ParsedNoteMail):
        reason = parsed.reason if isinstance(parsed, Rejected) else "cannot be read as mail"
        return f"554 5.6.0 this mail {_plain(reason)}"
    if parsed.refused:
        return f"550 5.7.1 not taken: {_plain(parsed.refused)}"
    if not _is_vouched(parsed.judged):
        return "550 5.7.26 the mail server in front has not found that the sender is who it says (DMARC)"
    mail = NoteMail(
        digest=parsed.digest,
        sender=parsed.sender,
        subject=parsed.subject,
        text=parsed.body.text,
        html=parsed.body.html,
        to=_with_domains(parsed.to),
        forwarded=_with_domains(parsed.forwarded),
        attachments=parsed.attachments,
    )
    try:
        close_old_connections()
        take_note_mail(to.account, to.address, mail, secret=to.secret)
    except tuple(CODES) as error:
        return CODES[type(error)]
    return TAKEN


def _with_domains(addresses: tuple[str, ...]) -> tuple[tuple[str, str | None], ...]:
    bot = f"@{settings.TACTFUL_BOT_DOMAIN}"
    return tuple((one, company_domain(one)) for one in addresses if not one.endswith(bot))


def _is_vouched(judged: tuple[str, ...]) -> bool:
    """Whether the mail server that the operator names found the sender to be who it says; True where none is named.

    The topmost of its judgements counts: it takes away what others wrote in its name (RFC 8601, 5).
    """
    named = settings.TACTFUL_BOT_AUTHSERV
    if not named:
        return True
    for value in judged:
        server, _, found = value.partition(";")
        words = server.split()
        if words and words[0].lower() == named:
            return _says_pass(found)
    return False


def _says_pass(found: str) -> bool:
    """Whether a server's findings have one of DMARC, and it is a pass: what a sender wrote into them is none."""
    bare, before = _QUOTED.sub("", found), ""
    while bare != before:
        before, bare = bare, _COMMENT.sub(" ", bare)
    # A bracket or a quote that is left is of no pair: nobody can say where its words end.
    verdicts = [said[1].lower() for part in bare.split(";") if (said := _DMARC.match(part))]
    return set(bare).isdisjoint('()"') and verdicts == ["pass"]


def _own_domains() -> tuple[str, ...]:
    host = (urlsplit(settings.TACTFUL_ORIGIN).hostname or "").lower()
    return tuple(one for one in (settings.TACTFUL_BOT_DOMAIN, host) if one)


def _plain(words: str) -> str:
    """A reason as one line of ASCII, whatever a mail put into it."""
    return "".join(letter if " " <= letter <= "~" else "?" for letter in words)[:_LONGEST_REASON]


def _guard() -> Guard:
    """A child that reads, one to each thread."""
    found: Guard | None = getattr(_threads, "guard", None)
    if found is None:
        found = _threads.guard = Guard()
    return found


def close_guard() -> None:
    """End this thread's child."""
    found: Guard | None = getattr(_threads, "guard", None)
    if found is not None:
        found.close()
        _threads.guard = None
