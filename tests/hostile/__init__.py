"""What an attacker writes where people write: payloads for every text that is stored and shown."""

from tests.hostile.payloads import ONE_LINE, PAYLOADS

__all__ = ["ONE_LINE", "PAYLOADS"]
