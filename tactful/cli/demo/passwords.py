"""The demo's passwords are printed, so hashing them slowly would guard nothing and take a fifth of the demo's time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import hashers


class Printed(hashers.Argon2PasswordHasher):
    """Argon2 at its least cost. The first sign-in with such a password hashes it again at the ordinary one."""

    time_cost = 1
    memory_cost = 1024
    parallelism = 1


@contextmanager
def hashed_fast() -> Iterator[None]:
    """Hash passwords fast inside."""
    before = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = [f"{Printed.__module__}.{Printed.__qualname__}"]
    _forget()
    try:
        yield
    finally:
        settings.PASSWORD_HASHERS = before
        _forget()


def _forget() -> None:
    hashers.get_hashers.cache_clear()  # type: ignore[attr-defined]  # an lru_cache, which the stubs do not say
