"""The sentences that say why something is shown: whole templates, one per rule and addressee, ready for translation.

Blanks: {owner} whose source it is, {what} is opened, {principal} through whom, {container} in which, {viewer} who sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The words people read for facets, as something that is shown.
LABELS: Mapping[str, str] = {
    "existence": "name, company and title",
    "relationship": "the relationship and its strength",
    "contact_info": "phone numbers and addresses",
    "highlights": "first and last dates",
    "interactions": "meetings and e-mails, when and how many",
    "subject": "subjects and titles",
    "body": "bodies",
    "card": "the card's typed values",
}
#: The same facets as something that a member shares: the words of the share settings.
SHARED_AS: Mapping[str, str] = {
    "existence": "relationships",
    "relationship": "relationships",
    "contact_info": "contact info",
    "highlights": "first and last dates",
    "interactions": "interactions",
    "subject": "subjects",
    "body": "bodies",
    "card": "cards",
}
#: Said in place of who or what is not to be named.
A_COLLEAGUE = "a colleague"
SOMEBODY = "somebody"
A_CONTAINER = "a list or bucket"


@dataclass(frozen=True)
class Clause:
    """One rule's sentences: to who sees it, to whose it is, and to an administrator."""

    rules: str
    to_viewer: str
    to_owner: str
    to_administrator: str


_SHARES = Clause(
    "D01, B01",
    "You see this because {owner} shares {what} with {principal}.",
    "{viewer} sees this because you share {what} with {principal}.",
    "{viewer} sees {what} because {owner} shares with {principal}.",
)
_SHARED_WITH = Clause(
    "A31, K02, T02",
    "You see this because it is shared with {principal}.",
    "{viewer} sees this because it is shared with {principal}.",
    "{viewer} sees this because it is shared with {principal}.",
)

#: By the rule of a path (paths.py): a rule's id, or the role that a grant gives.
CLAUSES: Mapping[str, Clause] = {
    "D22": Clause(
        "D22",
        "You see this because it comes from your own sources.",
        "You see this because it comes from your own sources.",
        "{viewer} sees this because it comes from their own sources.",
    ),
    "D01 team": _SHARES,
    "D01 everyone": _SHARES,
    "K04": Clause(
        "K04",
        "You see this because every contact's card is shared in this account.",
        "{viewer} sees this because every contact's card is shared in this account.",
        "{viewer} sees this because every contact's card is shared in this account.",
    ),
    "K14": Clause(
        "K14",
        "You see this because {owner} put this contact into {container}.",
        "{viewer} sees this because you put this contact into {container}.",
        "{viewer} sees this because a member put the contact into {container}.",
    ),
    "K06": Clause(
        "K06",
        "You see this because {owner} shares conversations with the people in {container}.",
        "{viewer} sees this because you share conversations with the people in {container}.",
        "{viewer} sees this because {owner} shares conversations in {container}.",
    ),
    "A32": Clause(
        "A32",
        "You see this because an Enterprise Admin can open every list.",
        "{viewer} sees this because an Enterprise Admin can open every list.",
        "{viewer} sees this because an Enterprise Admin can open every list.",
    ),
    "T14": Clause(
        "T14",
        "You see this because an Admin can open every workspace and discussion.",
        "{viewer} sees this because an Admin can open every workspace and discussion.",
        "{viewer} sees this because an Admin can open every workspace and discussion.",
    ),
    "owner": Clause(
        "K01, A31",
        "You see this because it is yours.",
        "You see this because it is yours.",
        "{viewer} sees this because it is theirs.",
    ),
    "list admin": _SHARED_WITH,
    "manager": _SHARED_WITH,
    "editor": _SHARED_WITH,
    "viewer": _SHARED_WITH,
    "participant": _SHARED_WITH,
    "audience": _SHARED_WITH,
    "invited": Clause(
        "T02",
        "You see this because you were invited.",
        "{viewer} sees this because they were invited.",
        "{viewer} sees this because they were invited.",
    ),
    "by link": Clause(
        "T05",
        "You see this because you hold its link.",
        "{viewer} sees this because they hold its link.",
        "{viewer} sees this because they hold its link.",
    ),
    "author": Clause(
        "A09",
        "You see this because you wrote it.",
        "You see this because you wrote it.",
        "{viewer} sees this because they wrote it.",
    ),
    "took part": Clause(
        "A14, A16",
        "You see this because you took part.",
        "{viewer} sees this because they took part.",
        "{viewer} sees this because they took part.",
    ),
    "assignee": Clause(
        "A17",
        "You see this because it is assigned to you.",
        "{viewer} sees this because it is assigned to them.",
        "{viewer} sees this because it is assigned to them.",
    ),
    "accepted": Clause(
        "S11, S22",
        "You see this because both accounts accepted the partnership.",
        "{viewer} sees this because both accounts accepted the partnership.",
        "{viewer} sees this because both accounts accepted the partnership.",
    ),
    "approved": Clause(
        "S12, S22",
        "You see this because both accounts approved the mapping.",
        "{viewer} sees this because both accounts approved the mapping.",
        "{viewer} sees this because both accounts approved the mapping.",
    ),
    "tie": Clause(
        "A38",
        "You see this because somebody at an allied account knows them.",
        "{viewer} sees this because you share ties with an allied account.",
        "{viewer} sees this because an allied account shares ties.",
    ),
    "tie and name": Clause(
        "A38",
        "You see this because {owner} shares ties with your account.",
        "{viewer} sees this because you share ties and your name with an allied account.",
        "{viewer} sees this because an allied account shares ties.",
    ),
    "known to": Clause(
        "T12",
        "You see this user because you share a workspace, a discussion, a page or an account.",
        "{viewer} sees you because you share a workspace, a discussion, a page or an account.",
        "{viewer} sees this user because they share a workspace, a discussion, a page or an account.",
    ),
}
