"""Six contributors' real mail in one account, imported by the real paths into a database of its own.

Not in a test's transaction: as in a real installation, the database then knows how large its tables are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from bench.enron.account import Founded, found, import_mailbox
from bench.enron.mailboxes import FEW, Mailbox, mailboxes
from bench.enron.reading import held_by, own_addresses
from bench.enron.stages import SCORED_ON
from bench.promises import DataAbsentError
from tactful.accounts.models import Login
from tactful.accounts.wall import acting
from tactful.actions.keys import create_key
from tactful.actions.shares import set_share
from tactful.config.database import Service
from tactful.insight.store import rescore_account
from tactful.records.models import CardJoin, Person
from tests.cast.clients import Api
from tests.database.clones import template_name
from tests.enron.files import Letter, letters


@dataclass
class House:
    """The account of the six, by mailbox."""

    made: Founded
    boxes: dict[str, Mailbox]
    own: dict[str, frozenset[str]]
    read: dict[str, list[Letter]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def letters(self, box: str) -> list[Letter]:
        """What a contributor's file holds."""
        if box not in self.read:
            self.read[box] = letters(self.boxes[box].path)
        return self.read[box]

    def share(self, box: str, level: str) -> None:
        """Let a contributor choose what their team sees."""
        with self.made.viewed_by(box) as viewer:
            set_share(viewer, team=self.made.team(self.boxes[box].team), level=level)

    def api(self, box: str) -> Api:
        """The API as a member's key reaches it."""
        if box not in self.keys:
            with self.made.viewed_by(box) as viewer:
                self.keys[box] = create_key(viewer, name="test").token
        return Api(self.keys[box])

    def page(self, box: str, path: str, **query: str) -> Any:
        """A page as a member who has signed in gets it."""
        client = Client()
        client.force_login(
            Login.objects.get(email=self.boxes[box].email),
            "allauth.account.auth_backends.AuthenticationBackend",
        )
        return client.get(path, query)

    def everybody(self, box: str, **query: str) -> dict[str, dict[str, Any]]:
        """All people that a member may see, by id, page after page."""
        api, found = self.api(box), dict[str, dict[str, Any]]()
        cursor: dict[str, str] = {}
        while True:
            answer = api.read("/people", limit="200", **query, **cursor)
            found |= {row["id"]: row for row in answer["items"]}
            if answer["next"] is None:
                assert len(found) == answer["total"]
                return found
            cursor = {"cursor": answer["next"]}

    def timeline(self, box: str, person: str) -> list[dict[str, Any]]:
        """All touchpoints with a person that a member may see, newest first."""
        api, found = self.api(box), list[dict[str, Any]]()
        cursor: dict[str, str] = {}
        while True:
            answer = api.read(f"/people/{person}/timeline", limit="200", **cursor)
            found += answer["items"]
            if answer["next"] is None:
                assert len(found) == answer["total"]
                return found
            cursor = {"cursor": answer["next"]}

    def feed(self, box: str) -> list[dict[str, Any]]:
        """All mails and meetings that a member may see, newest first."""
        api, found = self.api(box), list[dict[str, Any]]()
        cursor: dict[str, str] = {}
        while True:
            answer = api.read("/touchpoints", limit="200", **cursor)
            found += answer["items"]
            if answer["next"] is None:
                assert len(found) == answer["total"]
                return found
            cursor = {"cursor": answer["next"]}

    def person(self, address: str) -> str:
        """The id of whoever has this address, whether or not anybody may see them."""
        with acting(self.made.account):
            return Person.unchecked.get(account_id=self.made.account, key=address).uid.hex

    def signed(self, box: str, addresses: Iterable[str]) -> int:
        """How many of these addresses are one person with another of them, by signatures in a contributor's mail."""
        there, found = set(addresses), dict[str, str]()

        def top(one: str) -> str:
            return one if one not in found else top(found[one])

        with acting(self.made.account):
            joins = CardJoin.unchecked.filter(book__owner_id=self.made.memberships[box], kind="signature")
            for one, other in joins.values_list("one__key", "other__key"):
                if {one, other} <= there and top(one) != top(other):
                    found[top(one)] = top(other)
        return len(found)

    def addresses(self) -> dict[str, str]:
        """The address of every person of the account, outside or not, by id."""
        with acting(self.made.account):
            rows = Person.unchecked.filter(account_id=self.made.account).values_list("uid", "key")
            return {uid.hex: key for uid, key in rows}

    def is_ours(self, address: str) -> bool:
        """Whether an address is a colleague's (A37)."""
        domain = address.rpartition("@")[2]
        return f".{domain}".endswith((".enron.com", ".enron.net")) or any(
            address in own for own in self.own.values()
        )

    def met(self, box: str) -> dict[str, list[tuple[str, Letter]]]:
        """What a contributor's file says: by outsider, each mail that came in from them or went out to them."""
        touched: dict[str, list[tuple[str, Letter]]] = {}
        for letter in self.letters(box):
            if letter.sender in self.own[box]:
                for address in letter.recipients:
                    touched.setdefault(address, []).append(("out", letter))
            else:
                touched.setdefault(letter.sender, []).append(("in", letter))
        return {address: mails for address, mails in touched.items() if not self.is_ours(address)}

    def copies(self, box: str) -> dict[str, list[Letter]]:
        """What a contributor's file has of colleagues' mails: by outsider, each that one of them sent."""
        found: dict[str, list[Letter]] = {}
        for letter in self.letters(box):
            if self.is_ours(letter.sender) and letter.sender not in self.own[box]:
                for address in letter.recipients:
                    if not self.is_ours(address):
                        found.setdefault(address, []).append(letter)
        return found


@pytest.fixture(scope="package")
def imported(
    database_service: Service, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[House]:
    """The account with the six mailboxes in; nobody shares anything."""
    try:
        boxes = mailboxes(FEW)
    except DataAbsentError as absent:
        pytest.skip(str(absent))
    own = own_addresses(boxes, {box.id: held_by(box) for box in boxes})
    with django_db_blocker.unblock(), fresh_database(database_service) as name:
        made = found(boxes, own)
        for box in boxes:
            assert import_mailbox(made, box).state == "done"
        rescore_account(made.account, SCORED_ON)
        with database_service.superuser(name) as superuser:
            superuser.execute("analyze")
        yield House(made, {box.id: box for box in boxes}, own)


@pytest.fixture
def house(imported: House) -> Iterator[House]:
    """The same, with whatever the test does undone after it."""
    with transaction.atomic():
        yield House(imported.made, imported.boxes, imported.own, imported.read)
        transaction.set_rollback(True)


@contextmanager
def fresh_database(service: Service) -> Iterator[str]:
    """A migrated database beside the one of other tests; both of Django's connections lead to it meanwhile."""
    name = f"test_{os.getpid()}_enron"
    service.bootstrap(name, template_name())
    before = lead_to(name)
    try:
        yield name
    finally:
        lead_to(before)
        with service.superuser("postgres") as superuser:
            superuser.execute(f"drop database {name} with (force)")


def lead_to(database: str) -> str:
    """Lead both of Django's connections to a database, and return the name of the one before."""
    before = str(connections["default"].settings_dict["NAME"])
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database
    return before
