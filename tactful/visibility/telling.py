"""What is told of some people, each as the one person that their addresses are to the viewer (D24)."""

from __future__ import annotations

from tactful.visibility.addresses import PersonTold, TieTold, moment_of
from tactful.visibility.addresses import tell_addresses as tell

__all__ = ["PersonTold", "TieTold", "moment_of", "tell"]
