"""How allauth behaves here: nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Logins are made by the first-run set-up and by taking an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: the sign-up page says where an invitation comes from."""
        return False
