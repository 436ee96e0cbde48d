"""Sources, and how far their reading has come."""

from __future__ import annotations

from tactful.visibility.feeds import FeedSeen
from tactful.web.shapes.people import Shape

STATES = {
    "waiting": ("waiting", "Waiting"),
    "reading": ("reading", "Being read"),
    "done": ("ready", "Ready"),
    "failed": ("failed", "Could not be read"),
    "stopped": ("failed", "Stopped"),
}
KINDS = {"mailbox": "Mailbox", "calendar": "Calendar", "cards": "Address book"}


def feed(one: FeedSeen, people: int) -> Shape:
    """One of the viewer's own sources."""
    state, label = STATES[one.state]
    sentence = one.error
    if one.state == "done" and not counts(one):
        # Ready, and nothing came of it: whoever brought it wants to know why.
        state, label, sentence = "failed", "Nothing in it", "nothing in it could be used"
    elif one.state == "stopped":
        sentence = "it was stopped before its end"
    kind = kind_of(one)
    return {
        "uid": one.uid.hex,
        "name": one.name,
        "kind": kind,
        "kind_label": KINDS.get(kind, "File"),
        "state": state,
        "state_label": label,
        "first": one.first_at,
        "last": one.last_at,
        "counts": counts(one),
        "people": people,
        "rejected": one.rejected,
        "added": one.created_at,
        "sentence": sentence or None,
    }


def progress(one: FeedSeen) -> Shape:
    """A source while it is read, and how it ended."""
    return {
        "uid": one.uid.hex,
        "name": one.name,
        "state": one.state,
        "done_bytes": one.bytes_done,
        "total_bytes": one.bytes_total or None,
        "percent": str(one.percent),
        "counts": counts(one),
        "rejected": one.rejected,
        "rate": None if one.rate is None else round(one.rate),
        "left_seconds": one.seconds_left,
        "sentence": one.error or None,
    }


def counts(one: FeedSeen) -> list[tuple[int, str, str]]:
    """What was read of it: number, singular, plural; all that is not nought."""
    found = (
        (one.mails, "mail", "mails"),
        (one.meetings, "meeting", "meetings"),
        (one.cards, "card", "cards"),
        (one.repeated, "repeated", "repeated"),
    )
    return [part for part in found if part[0]]


def kind_of(one: FeedSeen) -> str:
    """Mailbox, calendar or cards, by what most of it is."""
    most = max((one.mails, "mailbox"), (one.meetings, "calendar"), (one.cards, "cards"))
    return most[1] if most[0] else ""
