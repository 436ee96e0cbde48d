"""What makes reminders of the key's owner by itself (A18)."""

from __future__ import annotations

from tactful.actions.reminder_triggers import set_trigger
from tactful.api.acting import KeyRequest
from tactful.api.inputs import Sent, Text
from tactful.api.router import Routes
from tactful.api.shapes.base import Shape
from tactful.visibility.reminder_triggers import TriggersSeen, my_triggers

routes = Routes(tags=["items"])


class Trigger(Shape):
    """A sort of item after which you may be reminded. `days` null: you are not. `text` is what the reminders say."""

    after: str
    days: int | None
    text: str


class Triggers(Shape):
    """All that there are. `audience` says for whom their reminders are at the most."""

    items: list[Trigger]
    audience: str


class NewTrigger(Sent):
    """After which sort of item, and how many days after; null ends it. Without a `text` they say "Follow up"."""

    after: Text
    days: int | None
    text: Text = ""


@routes.get(
    "",
    response=Triggers,
    operation_id="list_reminder_triggers",
    summary="See after what you are reminded by itself",
)
def list_all(request: KeyRequest) -> Triggers:
    """Your own. Nobody sees another's."""
    return _shape(my_triggers(request.standing))


@routes.put(
    "",
    response=Triggers,
    operation_id="set_reminder_trigger",
    summary="Be reminded after each interaction that you log, or meeting note",
)
def put(request: KeyRequest, sent: NewTrigger) -> Triggers:
    """The reminders are for whom your account says where nobody chooses, and never wider than what set them off."""
    return _shape(set_trigger(request.viewer, after=sent.after, days=sent.days, words=sent.text))


def _shape(seen: TriggersSeen) -> Triggers:
    rows = [Trigger(after=one.after, days=one.days, text=one.words) for one in seen.rows]
    return Triggers(items=rows, audience=seen.audience)
