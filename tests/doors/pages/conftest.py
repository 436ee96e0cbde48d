"""The cast, for tests of pages."""

from tests.cast import cast

__all__ = ["cast"]
