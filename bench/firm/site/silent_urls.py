"""The addresses of a process in which nothing of the disclosure log happens: what it costs is measured against this.

The product has no setting for it. This module takes the writing out of the process that loads it.
"""

from __future__ import annotations

from bench.firm.site.urls import urlpatterns
from tactful.visibility.showing import Showing

Showing.person = lambda *_: None  # type: ignore[method-assign]
Showing.company = lambda *_: None  # type: ignore[method-assign]
Showing.write = lambda *_: None  # type: ignore[method-assign]

__all__ = ["urlpatterns"]
