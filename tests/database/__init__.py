"""The database's life cycle, and the databases that all tests run in."""
