"""What a role may administer in its account. No role stands here for relationship data: none opens it (D19)."""

from __future__ import annotations

from collections.abc import Mapping

#: The least role for each deed. A page or route of such a deed says 403 to others: everybody may know that it exists.
LEAST_ROLE: Mapping[str, str] = {
    "see settings": "member",
    "invite": "admin",
    "change roles": "enterprise admin",
    "deactivate": "enterprise admin",
    "manage teams": "enterprise admin",
    "change the account": "enterprise admin",
}
