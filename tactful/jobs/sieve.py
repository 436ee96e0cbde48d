"""What a contributor's mailbox rules keep from being read: it is passed over before anything of it is stored (B05)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tactful.intake.parsed import Parsed, ParsedCard, ParsedMail, ParsedMeeting, Rejected

_ROOTS = frozenset({"inbox", "maildir", "mail", ".maildir"})


class Sieve:
    """For one reading of a file, in the order it is read: which items the rules hold back.

    A folder's rule holds for what lies below it as well, a domain's for the domains below it; upper and lower case
    are alike. Folders are called by whatever their mailbox sets its parts apart with: "Private/Family",
    "Private.Family", ".Private.Family" (Maildir++), "INBOX.Private.Family" and "Private.sbd/Family" are one.
    An address's and a domain's rules hold for every mail, meeting and card that names one.
    """

    def __init__(self, rules: Iterable[tuple[str, str]]) -> None:
        by_kind: dict[str, set[str]] = {}
        for kind, what in rules:
            by_kind.setdefault(kind, set()).update(
                names_of_folder(what) if kind == "folder" else [what.casefold().strip("/")]
            )
        self._folders = by_kind.get("folder", set())
        self._labels = by_kind.get("label", set())
        self._addresses = by_kind.get("address", set())
        self._domains = by_kind.get("domain", set())
        self._passed_over: str | None = None

    def holds_back(self, item: Parsed | Rejected) -> bool:
        """Return whether nothing of this item may be kept."""
        # The invitations that a mail brought follow it, and go as it goes.
        if isinstance(item, ParsedMeeting) and item.label and item.label == self._passed_over:
            return True
        held = self._in_folder(item.folder) or self._is_labelled(item) or self._is_named(item)
        if isinstance(item, ParsedMail):
            self._passed_over = item.label if held else None
        return held

    def _in_folder(self, folder: str) -> bool:
        return bool(self._folders) and any(
            whole in self._folders
            for name in names_of_folder(folder)
            for whole in _and_above(name, "/", from_end=True)
        )

    def _is_labelled(self, item: Parsed | Rejected) -> bool:
        if not self._labels or not isinstance(item, ParsedMail):
            return False
        return any(
            whole in self._labels
            for label in item.labels
            for whole in _and_above(label.casefold().strip("/"), "/", from_end=True)
        )

    def _is_named(self, item: Parsed | Rejected) -> bool:
        if not self._addresses and not self._domains:
            return False
        return any(
            address in self._addresses
            or any(
                whole in self._domains
                for whole in _and_above(address.rpartition("@")[2], ".", from_end=False)
            )
            for address in _addresses(item)
        )


@lru_cache(maxsize=1024)
def names_of_folder(folder: str) -> tuple[str, ...]:
    """Return the paths that a folder goes by: as it is written, with dots as slashes, each also without its root.

    A root is what mailboxes call their own top: INBOX, a Maildir.
    """
    written = folder.casefold().replace("\\", "/").strip("/")
    parts = [part.removesuffix(".sbd") for part in written.split("/") if part not in ("", ".")]
    found = ["/".join(parts), "/".join(piece for part in parts for piece in part.split(".") if piece)]
    for name in [*found]:
        head, _, rest = name.partition("/")
        if rest and head in _ROOTS:
            found.append(rest)
    return tuple(dict.fromkeys(name for name in found if name))


def _and_above(name: str, mark: str, *, from_end: bool) -> list[str]:
    """Return a path or domain and all those above it."""
    found = [name]
    while mark in name:
        name = name.rpartition(mark)[0] if from_end else name.partition(mark)[2]
        found.append(name)
    return found


def _addresses(item: Parsed | Rejected) -> list[str]:
    match item:
        case ParsedMail():
            found = [item.sender, *item.to, *item.cc]
            return [*(one.address.casefold() for one in found), *item.signed]
        case ParsedMeeting():
            organiser = [item.organiser] if item.organiser else []
            return [one.address.casefold() for one in (*organiser, *(it.mailbox for it in item.attendees))]
        case ParsedCard():
            return [address.casefold() for address in item.emails]
        case Rejected():
            return []
