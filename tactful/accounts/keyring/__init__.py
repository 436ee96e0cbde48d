"""What the program itself encrypts at rest (S09, S20): secrets, stored bodies, keys of files.

    where = Where.of(Hook, "secret", row=hook.uid, account=viewer.account)
    hook.secret = seal("a token of somebody's", where)      # in the transaction that writes the row
    token = open_sealed(hook.secret, where)

A column that holds what `seal` made is a `SealedField` of a model whose rows have a `uid`; by that alone `tactful
rotate-keys` finds and re-encrypts it. What is too long for a column, such as a file, is encrypted under a random key of
its own, and that key lies in a `SealedField` (`seal_bytes`): a rotation then re-encrypts the keys, never the files.
"""

from tactful.accounts.keyring.columns import Column, SealedField, sealed_columns
from tactful.accounts.keyring.ring import KEYRING, BadRing, Key, NoKey, Ring, key_ring
from tactful.accounts.keyring.rotation import Rotated, drop_keys, keys_in_use, new_key, reseal
from tactful.accounts.keyring.sealing import (
    Damaged,
    Sealer,
    Where,
    open_bytes,
    open_sealed,
    seal,
    seal_bytes,
)

__all__ = [
    "KEYRING",
    "BadRing",
    "Column",
    "Damaged",
    "Key",
    "NoKey",
    "Ring",
    "Rotated",
    "SealedField",
    "Sealer",
    "Where",
    "drop_keys",
    "key_ring",
    "keys_in_use",
    "new_key",
    "open_bytes",
    "open_sealed",
    "reseal",
    "seal",
    "seal_bytes",
    "sealed_columns",
]
