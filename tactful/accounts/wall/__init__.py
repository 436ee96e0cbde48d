"""The tenant wall: no statement made for one account reads or changes a row of another.

PostgreSQL holds it (forced row-level security, composite foreign keys); what is here declares it in models and
migrations, and says for which account the program acts.
"""

from tactful.accounts.wall.acting import acting, acting_account, acting_on_snapshot, founding
from tactful.accounts.wall.keys import AccountKey, OnDelete, WalledForeignKey
from tactful.accounts.wall.models import Walled
from tactful.accounts.wall.operations import GateFunction, TenantWall
from tactful.accounts.wall.watch import NoAccount

CASCADE = OnDelete.CASCADE
SET_NULL = OnDelete.SET_NULL
RESTRICT = OnDelete.RESTRICT

__all__ = [
    "CASCADE",
    "RESTRICT",
    "SET_NULL",
    "AccountKey",
    "GateFunction",
    "NoAccount",
    "OnDelete",
    "TenantWall",
    "Walled",
    "WalledForeignKey",
    "acting",
    "acting_account",
    "acting_on_snapshot",
    "founding",
]
