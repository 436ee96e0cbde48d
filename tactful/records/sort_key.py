"""How names sort: by a key computed once and stored (NFKD, case folded), compared by code point."""

from __future__ import annotations

import unicodedata


def sort_key(name: str) -> str:
    """Return the key of a name: decomposed, without marks, case folded, spaces made one; 300 characters at most."""
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())[:300]
