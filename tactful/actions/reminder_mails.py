"""The morning's mail of what is due: to each member their own, naming those records alone that they may see (A17)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail

from tactful.accounts.ids import shown
from tactful.accounts.models import Account, Membership
from tactful.accounts.wall import acting
from tactful.accounts.zones import day_of, start_of_day, zone_of
from tactful.records.reminders import Reminder
from tactful.visibility.reminders import ReminderSeen, due_for_me
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer, member_viewer

#: How many stand in one mail; the page has the rest.
_MOST = 20
_WIDTH = 70
#: The hour at which it comes.
_MORNING = 6


def mail_due(account: int, *, at_six: datetime | None = None) -> int:
    """Send each active member one mail with what is due for them today or was before; return how many were sent.

    Days are those of each member's zone; `at_six` leaves out for whom it was not between six and seven then. Who was
    sent one on this day is sent no other. Each is a transaction of its own: what could not be sent is tried again the
    next time.
    """
    with acting(account):
        members = list(
            Membership.unchecked.filter(account_id=account, state=Membership.State.ACTIVE)
            .order_by("id")
            .values_list("id", "time_zone")
        )
    sent = 0
    for member, zone in members:
        if at_six is not None and at_six.astimezone(zone_of(zone)).hour != _MORNING:
            continue
        with acting(account):
            sent += _mail_one(account, member)
    return sent


def _mail_one(account: int, member: int) -> bool:
    row = (
        Membership.unchecked.select_for_update(of=("self",))
        .select_related("login")
        .get(account_id=account, id=member)
    )
    viewer = member_viewer(account, member)
    if viewer is None:
        return False
    now = viewer.now
    due = due_for_me(Standing(viewer))
    reminders = Reminder.unchecked.filter(account_id=account, item__uid__in=[one.item.uid for one in due])
    if not due or reminders.filter(told_at__gte=start_of_day(now, viewer.zone)).exists():
        return False
    reminders.update(told_at=now)
    many = f"{len(due)} reminders are" if len(due) > 1 else "1 reminder is"
    lines = [_line(one, viewer) for one in due[:_MOST]]
    if len(due) > _MOST:
        lines.append(f"and {len(due) - _MOST} more")
    name = Account.unchecked.get(id=account).name
    send_mail(
        f"{many} due",
        "\n\n".join([f"Hello {row.name},", *lines, f"Tactful of {name}"]) + "\n",
        None,
        [row.login.email],
    )
    return True


def _line(one: ReminderSeen, viewer: Viewer) -> str:
    """A reminder in a few words: what it says, on whom of those whom its reader sees, since when, and where it is."""
    words = " ".join(one.item.plain.split())
    words = words if len(words) <= _WIDTH else f"{words[: _WIDTH - 1]}…"
    on = [it.name for it in one.item.people if it.name] + [it.name for it in one.item.companies]
    day = day_of(one.due_at, viewer.zone)
    when = "today" if day == day_of(viewer.now, viewer.zone) else f"since {day:%-d %B %Y}"
    about = f" ({', '.join(on)})" if on else ""
    return f"{words}{about}, due {when}\n    {settings.TACTFUL_ORIGIN}/notes/{shown(one.item.uid)}/"
