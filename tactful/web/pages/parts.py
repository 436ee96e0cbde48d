"""The parts of the settings: their keys in addresses, and their labels."""

from __future__ import annotations

PARTS = (
    ("you", "You"),
    ("account", "Account"),
    ("members", "Members"),
    ("teams", "Teams"),
    ("sharing", "Sharing"),
    ("content", "Notes and files"),
    ("keys", "API keys"),
    ("pushes", "Pushes"),
    ("mail", "Notes by mail"),
)
