"""What the viewer has never read: folders, labels, addresses and domains."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Status

from tactful.accounts.ids import shown
from tactful.actions.events import require_writing
from tactful.actions.mailbox_rules import end_rule
from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.inputs import Sent, Text, uid
from tactful.api.router import Routes
from tactful.api.shapes.base import Id, Shape
from tactful.api.shapes.house import EffectShape, GainShape, effects, gain
from tactful.jobs.rules import never_read, preview_never_read
from tactful.visibility.mailbox_rules import RuleSeen, my_rules

routes = Routes(tags=["sources"])


class NewMailboxRule(Sent):
    """What is never read: a folder's path (what lies below it too), a label, an address or a domain.

    `source` is the id of one of your sources; null is all that you bring.
    """

    kind: Literal["folder", "label", "address", "domain"]
    what: Text
    source: Text | None = None

    @property
    def of(self) -> UUID | None:
        """The source's id; Absent for what cannot be one."""
        return None if self.source is None else uid(self.source)


class MailboxRuleShape(Shape):
    """One of your mailbox rules. `source`: for that one alone; null is all that you bring."""

    id: Id
    kind: str
    what: str
    source: Id | None
    set_at: datetime


class MailboxRules(Shape):
    """Your mailbox rules, by kind and name."""

    items: list[MailboxRuleShape]


class MailboxRulePreview(Shape):
    """What a rule would erase of yours at once, and who would no longer see it; for `unaffected` nothing changes."""

    erases: GainShape
    effects: list[EffectShape]
    unaffected: int


@routes.get("", response=MailboxRules, operation_id="list_mailbox_rules", summary="List what is never read")
def list_all(request: KeyRequest) -> MailboxRules:
    """Your mailbox rules. Nobody else's."""
    require_whole_book(request.viewer)
    return MailboxRules(items=[_shape(one) for one in my_rules(request.standing)])


@routes.post(
    "",
    response={201: MailboxRuleShape},
    operation_id="never_read",
    summary="Have a folder, label, address or domain never read",
)
def create(request: KeyRequest, sent: NewMailboxRule) -> Status[MailboxRuleShape]:
    """It holds for all you import from now on. What an address or a domain has brought already is erased at once.

    What stands already is answered as it is.
    """
    require_writing(request.viewer)
    require_whole_book(request.viewer)
    return Status(201, _shape(never_read(request.viewer, kind=sent.kind, what=sent.what, source=sent.of)))


@routes.post(
    "/preview",
    response=MailboxRulePreview,
    operation_id="preview_mailbox_rule",
    summary="See what a mailbox rule would erase",
)
def preview(request: KeyRequest, sent: NewMailboxRule) -> MailboxRulePreview:
    """Exactly what making it would erase, and who would no longer see it. Nothing is saved."""
    require_writing(request.viewer)
    require_whole_book(request.viewer)
    found = preview_never_read(request.standing, kind=sent.kind, what=sent.what, source=sent.of)
    return MailboxRulePreview(
        erases=gain(found.erases), effects=effects(found.others), unaffected=found.others.unaffected
    )


@routes.delete("/{rule}", response={204: None}, operation_id="end_mailbox_rule", summary="End a mailbox rule")
def end(request: KeyRequest, rule: str) -> Status[None]:
    """Nothing comes back by itself: import the source again."""
    require_whole_book(request.viewer)
    end_rule(request.viewer, rule=uid(rule))
    return Status(204, None)


def _shape(one: RuleSeen) -> MailboxRuleShape:
    return MailboxRuleShape(
        id=shown(one.uid),
        kind=one.kind,
        what=one.what,
        source=None if one.source is None else shown(one.source),
        set_at=one.set_at,
    )
