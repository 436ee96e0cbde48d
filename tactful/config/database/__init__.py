"""The database: an embedded PostgreSQL of the installation's own, or the server that `DATABASE_URL` names.

with database.attached():
    database.migrate()
    ...
"""

from tactful.config.database.address import Address, Addresses
from tactful.config.database.errors import DatabaseUnusable, OtherMajorVersion, UnsafeRole
from tactful.config.database.migration import migrate
from tactful.config.database.service import Service, attached

__all__ = [
    "Address",
    "Addresses",
    "DatabaseUnusable",
    "OtherMajorVersion",
    "Service",
    "UnsafeRole",
    "attached",
    "migrate",
]
