"""How a database is reached: parsed from `DATABASE_URL`, or the embedded server's socket."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tactful.config.database.errors import DatabaseUnusable
from tactful.config.database.roles import OWNER, WEB
from tactful.config.home import Home

DATABASE = "tactful"
_REMEMBERED = "addresses"


@dataclass(frozen=True)
class Address:
    """One role's way to one database."""

    database: str
    user: str
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, url: str) -> Address:
        """Return the address that a URL or connection string names; raise DatabaseUnusable if it is none."""
        try:
            found = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
        except psycopg.ProgrammingError:
            # The message must not repeat the URL: it holds a password.
            raise DatabaseUnusable(
                'DATABASE_URL is not understood: write it as "postgresql://user:password@host:5432/database"'
            ) from None
        return cls(
            database=found.pop("dbname", DATABASE),
            user=found.pop("user", ""),
            password=found.pop("password", ""),
            host=found.pop("host", ""),
            port=found.pop("port", ""),
            options=found,
        )

    def parameters(self) -> dict[str, str]:
        """Return libpq's parameters."""
        named = {
            "dbname": self.database,
            "user": self.user,
            "password": self.password,
            "host": self.host,
            "port": self.port,
        }
        return {key: value for key, value in named.items() if value} | self.options

    def connect(self) -> psycopg.Connection:
        """Return a connection in autocommit, past Django; raise DatabaseUnusable if there is no answer."""
        try:
            return psycopg.connect(make_conninfo(**self.parameters()), autocommit=True)
        except psycopg.OperationalError as error:
            raise DatabaseUnusable(
                f'the database does not answer as "{self.user}" at "{self.host}": {str(error).strip()}; '
                "check DATABASE_URL"
            ) from None

    def settings(self, **options: Any) -> dict[str, Any]:
        """Return an entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": {**self.options, **options},
        }


@dataclass(frozen=True)
class Addresses:
    """The two ways in: the web role serves, the owner migrates."""

    web: Address
    owner: Address

    def remember(self, home: Home) -> None:
        """Write both down for the processes of this installation, readable by its user alone."""
        home.create()
        text = json.dumps({"source": _source(), "web": asdict(self.web), "owner": asdict(self.owner)})
        fresh = home.secrets / f".{_REMEMBERED}.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        home.own(fresh)
        fresh.replace(home.secrets / _REMEMBERED)

    @classmethod
    def remembered(cls, home: Home) -> Addresses:
        """Return what was written down for the present DATABASE_URL, or, before the first start, what will be."""
        try:
            found = json.loads((home.secrets / _REMEMBERED).read_text())
        except FileNotFoundError:
            found = {}
        if found.get("source") == _source():
            return cls(Address(**found["web"]), Address(**found["owner"]))
        return cls.named() or cls(Address(DATABASE, WEB), Address(DATABASE, OWNER))

    @classmethod
    def named(cls) -> Addresses | None:
        """Return the addresses that DATABASE_URL and DATABASE_OWNER_URL name, or None when there is no DATABASE_URL."""
        url = os.environ.get("DATABASE_URL")
        if not url:
            return None
        web = Address.parse(url)
        return cls(web, Address.parse(os.environ.get("DATABASE_OWNER_URL") or url))


def _source() -> str:
    """Return a digest that tells whether what was written down is for these variables; they hold passwords."""
    named = f"{os.environ.get('DATABASE_URL', '')}\n{os.environ.get('DATABASE_OWNER_URL', '')}"
    return hashlib.sha256(named.encode()).hexdigest()
