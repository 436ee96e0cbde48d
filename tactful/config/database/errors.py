"""What can go wrong with the database before the program serves; each message says what to do."""


class DatabaseUnusable(RuntimeError):
    """The database cannot be used as it stands; the message says why and what to do."""


class OtherMajorVersion(DatabaseUnusable):
    """The data folder was made by another major version of PostgreSQL."""


class UnsafeRole(DatabaseUnusable):
    """The role that would serve could see past the tenant wall."""
