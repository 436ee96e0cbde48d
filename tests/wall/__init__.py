"""The tenant wall."""
