"""Scores of relationships: computed here and handed on; never shown, never decided about."""
