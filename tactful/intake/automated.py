"""Tell mail that a machine or a list sent from mail that a person sent (SCORING, RS-1 rule 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

# More recipients than this is an announcement, whoever wrote it.
MANY_RECIPIENTS = 30

_LIST_HEADERS = (
    "list-id",
    "list-unsubscribe",
    "list-post",
    "list-help",
    "list-subscribe",
    "x-mailing-list",
    "mailing-list",
)
_AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponse",
    "x-auto-reply-from",
    "x-failed-recipients",
    "feedback-id",
)
_BULK = {"bulk", "list", "junk", "auto_reply"}
_REPORT = re.compile(
    r"multipart/report|message/(?:delivery-status|disposition-notification|feedback-report)|"
    r"report-type=\"?(?:delivery-status|disposition-notification|feedback-report)",
    re.IGNORECASE,
)
_NO_REPLY = re.compile(
    r"(?:^|[._+=-])(?:no[._-]?repl(?:y|ies)|do[._-]?not[._-]?reply|dont[._-]?reply|mailer[._-]?daemon|unattended)(?:$|[\d._+=-])|"
    r"^(?:postmaster|mdaemon|daemon|nobody|root|cron|listserv|majordomo|listmaster|mailman|autoresponder|automated|"
    r"auto[._-]?(?:reply|response|responder|confirm|mailer)|notif(?:y|ications?)|alerts?|bounces?|returns?|"
    r"(?:breaking[._-]?)?news[._-]?(?:letters?|alerts?)?|promo(?:tion)?s?|mailings?|digest|announcements?|subscriptions?|unsubscribe|robot|bot)(?:$|[\d._+=-])|"
    r"[._-](?:bounces?|notifications?|alerts?|newsletter|owner|request|updates?|offers)(?:$|[+=])|"
    r"auto[._-]?e?mail(?:er)?(?:$|[\d._+=-])|^(?:owner|bounce|bounces)[-+]"
)


def no_reply(address: str) -> bool:
    """Whether the local part of a lower-case address says that a machine owns it."""
    return _NO_REPLY.search(address.partition("@")[0]) is not None


def automated_because(
    headers: Mapping[str, list[str]], sender: str, recipients: int, *, to_sender_alone: bool = False
) -> str | None:
    """The rule that makes a message automated or list mail, in words, or None for mail between people.

    `headers` are by lower-case name; `sender` is a lower-case address; `recipients` counts To and Cc.
    `to_sender_alone`: they name nobody but the sender, so that all who received it are blind copies.
    """
    if because := sent_by_no_person(headers):
        return because
    if no_reply(sender):
        return "no-reply address"
    if recipients > MANY_RECIPIENTS:
        return f"more than {MANY_RECIPIENTS} recipients"
    if to_sender_alone:
        return "blind copies alone"
    return None


def sent_by_no_person(headers: Mapping[str, list[str]]) -> str | None:
    """What of a header says that a list, a machine or a bounce sent the message, in words; None where nothing does."""
    if any(name in headers for name in _LIST_HEADERS):
        return "list mail"
    if any(value.strip().lower() in _BULK for value in headers.get("precedence", ())):
        return "bulk mail"
    if _by_a_machine(headers):
        return "sent automatically"
    if _is_report(headers):
        return "delivery report"
    return None


def _by_a_machine(headers: Mapping[str, list[str]]) -> bool:
    submitted = (value.partition(";")[0].strip().lower() for value in headers.get("auto-submitted", ()))
    suppressed = (value.strip().lower() for value in headers.get("x-auto-response-suppress", ()))
    return (
        any(value not in ("no", "") for value in submitted)
        or any(value not in ("none", "") for value in suppressed)
        or any(name in headers for name in _AUTO_HEADERS)
    )


def _is_report(headers: Mapping[str, list[str]]) -> bool:
    kinds = headers.get("content-type")
    if kinds and _REPORT.search(kinds[0][:1000]):
        return True
    # A bounce has no return address, so that it is not bounced itself.
    return any(value.strip() == "<>" for value in headers.get("return-path", ()))
