"""Tactful: an open, self-hosted workspace for a company's relationships."""
