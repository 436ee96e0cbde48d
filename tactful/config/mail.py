"""Every mail that Tactful sends says that a program sent it, so that nothing answers it by itself (RFC 3834).

Its Message-ID is of the host that people know, not of the machine that it runs on; the e-mail bot refuses such mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend as InFiles
from django.core.mail.backends.smtp import EmailBackend as BySmtp


class SmtpBackend(BySmtp):
    """Sends by the operator's mail server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send the messages, marked, and return how many were."""
        return super().send_messages([_marked(one) for one in email_messages])


class FilesBackend(InFiles):
    """Writes mails into files, where no mail server is named."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages, marked, and return how many were."""
        return super().send_messages([_marked(one) for one in email_messages])


def _marked(message: EmailMessage) -> EmailMessage:
    host = urlsplit(settings.TACTFUL_ORIGIN).hostname or "localhost"
    message.extra_headers.setdefault("Auto-Submitted", "auto-generated")
    message.extra_headers.setdefault("Message-ID", make_msgid(domain=host))
    return message
