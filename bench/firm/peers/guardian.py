"""django-guardian's two forms, asked through its own function; it has no facets."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import Any

from bench.firm.asking import Expected, Spent
from bench.firm.home import ROOT, Firm
from bench.firm.peers.bare import PAGE
from bench.firm.viewers import Asked

FORMS = {"generic keys": "contact", "direct keys": "known"}


class Guardian:
    """A process that answers through guardian. Its answers carry the time that they took there."""

    def __init__(self, firm: Firm, expected: Expected) -> None:
        self.firm = firm
        self.expected = expected
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.firm.peers.guarded.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
        )
        addresses = firm.service.addresses
        self._tell({"web": addresses.web.parameters(), "owner": addresses.owner.parameters()})
        self.load_seconds = float(self._tell({"load": firm.account}))

    @staticmethod
    def missing() -> str | None:
        """Return why it cannot be asked here, or None."""
        return None if importlib.util.find_spec("guardian") else "django-guardian is not installed"

    def page_with_total(self, form: str, asked: Asked) -> Spent:
        """Return a page by name and the total, with the time that guardian's process took."""
        told = self._tell({"ask": FORMS[form], "member": asked.member, "account": self.firm.account})
        return Spent(told["ms"], (told["page"], told["total"]))

    def check_page_with_total(self, asked: Asked, answer: Spent) -> None:
        """AssertionError where rows or total are not the oracle's."""
        page, total = answer.answer
        assert total == len(self.expected.seen(asked)), "guardian: the total"
        assert page == (self.expected.directory(asked)[:PAGE] + 1).tolist(), "guardian: the page"

    def share_everything_with(self, members: list[int]) -> None:
        """Let these members be the ones to whom everything is shared."""
        self._tell({"wide": members})

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def _tell(self, message: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("guardian's process ended; what it printed says why")
        return json.loads(line)
