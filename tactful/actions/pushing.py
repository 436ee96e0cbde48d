"""What is pushed, judged when it is sent: as the member whose push it is, and as they may see it then (A35)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from tactful.accounts.ids import shown
from tactful.accounts.keyring import Where, open_sealed
from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.actions.pushing_files import Parcel, find_new_files, parcel_of
from tactful.actions.store_addresses import Place
from tactful.records.content import Item
from tactful.records.pushes import Delivery, Push
from tactful.visibility.items import ItemSeen, see_item
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer, member_viewer, transaction_time

#: The sorts that are pushed; what answers them is not.
SORTS = (Item.Sort.NOTE, Item.Sort.MEETING_NOTE)
#: A note that was not found by then, since nothing ran, is no news any more.
NEW_FOR = timedelta(days=1)
#: Characters of a note that a chat takes well.
LONGEST_PUSHED = 3_000


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said in a chat, and in which. Neither prints itself."""

    address: str
    text: str

    def __repr__(self) -> str:
        return "Message(…)"


def find_new(account: int) -> list[tuple[int, int]]:
    """Return (push, delivery) for each note or file that is new to one of the account's pushes, which is acted for.

    Whether the push's owner may read it is asked when it is sent, and not here.
    """
    now = transaction_time()
    made: list[tuple[int, int]] = []
    active = Push.unchecked.filter(
        account_id=account, paused_at=None, member__state=Membership.State.ACTIVE
    ).defer("address")
    for push in active.order_by("id"):
        if push.kind != Push.Kind.CHAT:
            made += [(push.id, row) for row in find_new_files(push, max(push.since, now - NEW_FOR), now)]
            continue
        known = Delivery.unchecked.filter(account_id=account, push_id=push.id).values("item_id")
        notes = Item.unchecked.filter(
            account_id=account, sort__in=SORTS, parent=None, written_at__gte=max(push.since, now - NEW_FOR)
        ).exclude(id__in=known)
        if push.scope == Push.Scope.MINE:
            notes = notes.filter(author_id=push.member_id)
        for note in notes.order_by("written_at", "id").values_list("id", flat=True):
            row, is_new = Delivery.unchecked.get_or_create(
                account_id=account, push_id=push.id, item_id=note, defaults={"at": now}
            )
            if is_new:
                made.append((push.id, row.id))
    return made


def judged(account: int, delivery: int) -> Message | Parcel | None:
    """Return what to send for a delivery that waits; None where it needs none, or may not be sent, any more.

    The question is asked as the push's owner, now: nothing of an earlier answer is kept. Missing or NotAnswering where
    the content of a file cannot be read just now.
    """
    with acting(account):
        row = (
            Delivery.unchecked.select_for_update(of=("self",))
            .filter(account_id=account, id=delivery, state=Delivery.State.WAITING)
            .select_related("push", "item")
            .first()
        )
        if row is None:
            return None
        push = row.push
        viewer = None if push.paused_at is not None else member_viewer(account, push.member_id)
        found = None if viewer is None else _judged(viewer, push, row.item)
        if found is None:
            _end(row, Delivery.State.DROPPED)
        return found


def _judged(viewer: Viewer, push: Push, item: Item) -> Message | Parcel | None:
    address = open_sealed(push.address, Where.of(Push, "address", row=push.uid, account=viewer.account))
    if push.kind != Push.Kind.CHAT:
        return parcel_of(viewer, push, item, Place.read(address))
    seen = see_item(Standing(viewer), item.uid)
    return None if seen is None else Message(address, text_of_item(seen))


def note_sent(account: int, delivery: int) -> None:
    """Note that a delivery arrived. What failed since its push goes on stays told: it did not arrive by that."""
    with acting(account):
        row = _row(account, delivery)
        if row is None:
            return
        _end(row, Delivery.State.SENT)
        changed: dict[str, object] = {"sent_at": Now()}
        failed = Delivery.unchecked.filter(
            account_id=account, push_id=row.push_id, state=Delivery.State.FAILED, at__gte=row.push.since
        )
        if not failed.exists():
            changed["trouble"] = ""
        Push.unchecked.filter(account_id=account, id=row.push_id).update(**changed)


def note_trouble(account: int, delivery: int, trouble: str) -> None:
    """Tell the push's owner what went wrong with a delivery that is tried again."""
    with acting(account):
        row = _row(account, delivery)
        if row is not None:
            _tell(row, trouble)


def note_failed(account: int, delivery: int, trouble: str, *, pauses: bool) -> None:
    """Note that a delivery failed for good, and tell the push's owner. `pauses`: nothing else is sent there either."""
    with acting(account):
        row = _row(account, delivery)
        if row is not None:
            _end(row, Delivery.State.FAILED)
            _tell(row, trouble, **{"paused_at": Now()} if pauses else {})


def _row(account: int, delivery: int) -> Delivery | None:
    return Delivery.unchecked.filter(account_id=account, id=delivery).select_related("push").first()


def _tell(row: Delivery, trouble: str, **also: object) -> None:
    Push.unchecked.filter(account_id=row.account_id, id=row.push_id).update(trouble=trouble[:200], **also)


def forget_old_deliveries(account: int) -> None:
    """Remove what is too old to be taken for new again. The account must be acted for."""
    Delivery.unchecked.filter(
        Q(account_id=account) & ~Q(state=Delivery.State.WAITING), at__lt=Now() - 2 * NEW_FOR
    ).delete()


def text_of_item(seen: ItemSeen) -> str:
    """Return an item as a chat's message: who wrote on whom, as far as its reader sees them, its words, its address."""
    # Names are whatever their sources say: one line, so that none begins a message of its own.
    about = [_line(one.name or "somebody") for one in seen.people]
    about += [_line(one.name) for one in seen.companies]
    head = f"{_line(seen.author.name)} wrote a {seen.sort}{f' on {_joined(about)}' if about else ''}"
    words = seen.plain
    if len(words) > LONGEST_PUSHED:
        words = f"{words[:LONGEST_PUSHED]}…"
    return f"*{_escaped(head)}*\n{_escaped(words)}\n{settings.TACTFUL_ORIGIN}/notes/{shown(seen.uid)}/"


def _line(name: str) -> str:
    return " ".join(name.split())[:100]


def _joined(names: list[str]) -> str:
    first, more = names[:3], len(names) - 3
    if more > 0:
        return f"{', '.join(first)} and {more} more"
    return " and ".join((", ".join(first[:-1]), first[-1])) if len(first) > 1 else first[0]


def _escaped(words: str) -> str:
    """As chats have it: what would be a command to one, such as a call to all, is words."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _end(row: Delivery, state: Delivery.State) -> None:
    Delivery.unchecked.filter(account_id=row.account_id, id=row.id).update(state=state, at=Now())
