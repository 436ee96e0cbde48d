"""Mail privacy for pages: what is shown of mails and meetings, where it has no effect, and what a change would do."""

from __future__ import annotations

from tactful.web.shapes.shares import LABELS

#: What each option shows, in the order from least to most.
OPTIONS = {
    "hide": "Hide both",
    "subjects": "Subjects and titles",
    "bodies": "Subjects, titles and bodies",
}


def share_label(level: str, privacy: str) -> str:
    """A level of sharing with what is shown of mails and meetings besides."""
    label = LABELS[level]
    return label if privacy == "hide" else f"{label}; {OPTIONS[privacy].lower()}"
