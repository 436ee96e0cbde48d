"""The cast, for tests of the API."""

from tests.cast import cast

__all__ = ["cast"]
