"""The API: everything that a page shows, as JSON, decided by the same code."""
