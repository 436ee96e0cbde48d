"""Tell mail that a machine or a list sent from mail that a person sent (SCORING, RS-1 rule 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

# More recipients than this is an announcement, whoever wrote it.
MANY_RECIPIENTS = 30

_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "list-help", "list-subscribe", "x-mailing-list", "mailing-list")
_AUTO_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply-from", "x-failed-recipients", "feedback-id")
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
    r"news[._-]?(?:letters?|alerts?)?|mailings?|digest|announcements?|subscriptions?|unsubscribe|robot|bot)(?:$|[\d._+=-])|"
    r"[._-](?:bounces?|notifications?|alerts?|newsletter|owner|request)(?:$|[+=])|^(?:owner|bounce|bounces)[-+]"
)


def no_reply(address: str) -> bool:
    """Whether the local part of a lower-case address says that a machine owns it."""
    return _NO_REPLY.search(address.partition("@")[0]) is not None


def automated_because(headers: Mapping[str, list[str]], sender: str, recipients: int) -> str | None:
    """The rule that makes a message automated or list mail, in words, or None for mail between people.

    `headers` are by lower-case name; `sender` is a lower-case address; `recipients` counts To and Cc.
    """
    for name in _LIST_HEADERS:
        if name in headers:
            return "list mail"
    for value in headers.get("precedence", ()):
        if value.strip().lower() in _BULK:
            return "bulk mail"
    for value in headers.get("auto-submitted", ()):
        if value.partition(";")[0].strip().lower() not in ("no", ""):
            return "sent automatically"
    for value in headers.get("x-auto-response-suppress", ()):
        if value.strip().lower() not in ("none", ""):
            return "sent automatically"
    for name in _AUTO_HEADERS:
        if name in headers:
            return "sent automatically"
    if "content-type" in headers and _REPORT.search(headers["content-type"][0][:1000]):
        return "delivery report"
    if any(value.strip() == "<>" for value in headers.get("return-path", ())):
        return "delivery report"
    if no_reply(sender):
        return "no-reply address"
    if recipients > MANY_RECIPIENTS:
        return f"more than {MANY_RECIPIENTS} recipients"
    return None
