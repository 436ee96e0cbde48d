"""The mailboxes that lie in the three Enron folders, and whose they are."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench.promises import data

FOLDERS = ("enron-maildirs-full", "enron-inbox-full", "enron-inbox-headers")
"""In the order of preference: whole mailboxes, whole inboxes, the headers of inboxes."""

DOMAINS = ("enron.com", "enron.net")

#: Two mailboxes stand in custodians.csv under another spelling or not at all; their mail says whose they are.
_MISSPELT = {"crandell-s": "crandall-s"}
_NOT_LISTED = {"phanis-s": ("stephanie.panus@enron.com", "Stephanie Panus", "")}

#: A few contributors of one department and of another, for short runs and for tests: four who share outsiders, and
#: two whole mailboxes with sent mail.
FEW = ("badeer-r", "cuilla-m", "dasovich-j", "rapp-b", "shapiro-r", "steffes-j")

_LISTED = re.compile(r"^\| (\S+)\.(?:mbox|tar)\.gz \| \d+ \| (\d+) (?:messages|files) \|", re.MULTILINE)
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One contributor's file. `messages` is what the data set's own description counts in it.

    `names` are all that the lists call them; `team` is the department in the organisation chart, "" for none.
    """

    id: str
    path: Path
    messages: int
    email: str
    name: str
    title: str
    names: tuple[str, ...]
    team: str


def mailboxes(only: tuple[str, ...] = ()) -> list[Mailbox]:
    """The mailboxes in the order of their ids; `only` those named. DataAbsentError where the folders are not there."""
    files: dict[str, tuple[Path, int]] = {}
    for folder in map(data, reversed(FOLDERS)):
        for id_, count in _LISTED.findall((folder / "README.md").read_text()):
            files[id_] = (next(folder.glob(f"{id_}.*.gz")), int(count))
    inboxes = data("enron-inbox-full")
    custodians = {row["mailbox"]: row for row in _rows(inboxes / "custodians.csv")}
    hints = _rows(inboxes / "org_chart_hints.csv")
    people = [(row["email"], row["name"]) for row in custodians.values()]
    found_hints = _matched([name for _, name in people], [row["name"] for row in hints])
    department = {row["name"]: row["dept"] for row in hints}
    boxes = []
    for id_, (path, count) in sorted(files.items()):
        if only and id_ not in only:
            continue
        row = custodians.get(_MISSPELT.get(id_, id_))
        email, name, title = (row["email"], row["name"], row["title"]) if row else _NOT_LISTED[id_]
        hint = found_hints.get(name, "")
        names = tuple(dict.fromkeys(filter(None, (name, hint))))
        boxes.append(Mailbox(id_, path, count, email, name, title, names, department.get(hint, "")))
    return boxes


def first_and_last(name: str) -> tuple[str, str]:
    """The first and last word of a name in lower case, initials and suffixes left out; ("", "") where there are none.

    "James D. Steffes" and "Steffes, James" give ("james", "steffes") alike.
    """
    family, comma, given = name.partition(",")
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", (f"{given} {family}" if comma else name).lower())
    words = [word for word in words if len(word) > 1 and word not in _SUFFIXES]
    return (words[0], words[-1]) if len(words) > 1 else ("", "")


def _matched(names: list[str], hints: list[str]) -> dict[str, str]:
    """The hint of each name: of equal first and last name, else the only one left of that surname."""
    known = Counter(map(first_and_last, hints))
    exact = {first_and_last(hint): hint for hint in hints if known[first_and_last(hint)] == 1}
    found = {name: exact[first_and_last(name)] for name in names if first_and_last(name) in exact}
    taken = {*found.values(), *(hint for hint in hints if known[first_and_last(hint)] > 1)}
    left = [name for name in names if name not in found and known[first_and_last(name)] == 0]
    free = [hint for hint in hints if hint not in taken]
    for name in left:
        last = first_and_last(name)[1]
        fitting = [hint for hint in free if first_and_last(hint)[1] == last]
        if len(fitting) == 1 and sum(first_and_last(other)[1] == last for other in left) == 1:
            found[name] = fitting[0]
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
