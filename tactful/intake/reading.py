"""Read everything at a path, item by item: the one entrance for uploads, the command line and jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tactful.intake import cards, contacts_csv, mboxes
from tactful.intake.containers import DAMAGED, Entry, entries
from tactful.intake.guard import Guard
from tactful.intake.mail import has_calendar, head_of, parse_mail
from tactful.intake.parsed import Origin, Parsed, Position, Rejected, Window
from tactful.intake.series import split
from tactful.intake.sniffing import Kind

ITEM_CAP = 64 * 2**20
# Longer ones are read in the child. Ordinary headers have 3 kB; a mail to a thousand people, 60 kB.
_PLAIN_HEADER = 256 * 2**10
_PLAIN_WORDS = 1_000
_PLAIN_BODY = 2**20
_PLAIN_CARD = 2**20

Progress = Callable[[Position], None]


class _Wanted(NamedTuple):
    """What is read of a message beside its header."""

    bodies: bool
    attachments: bool


def read(
    path: str | Path,
    *,
    on_progress: Progress | None = None,
    window: Window | None = None,
    region: str | None = None,
    bodies: bool = False,
    attachments: bool = False,
) -> Iterator[Parsed | Rejected]:
    """Everything at `path` (a file, an archive or a folder), in a stable order, one item in memory at a time.

    `on_progress` is called after each item with the bytes done of the total. Repeated meetings are written out within
    `window`, by default the five years before now. `region` ("DE") is the country of telephone numbers without one.
    With `bodies` messages come with what was written, with `attachments` with what hangs on them.
    No item takes longer than about five seconds, and none raises: it comes as Rejected with its reason. Raises
    Unreadable where the path as a whole cannot be read.
    """
    window = window or Window.up_to(datetime.now(UTC))
    total = 0
    with Guard() as guard:
        for entry in entries(Path(path)):
            if isinstance(entry, Rejected):
                yield entry
                total = entry.position.total
                if on_progress:
                    on_progress(entry.position)
                continue
            total = entry.at().total
            found = _items(entry, guard, window, region, _Wanted(bodies, attachments))
            while True:
                try:
                    item = next(found)
                except StopIteration:
                    break
                except DAMAGED as error:
                    yield Rejected(
                        f"is damaged or was cut off: {error}", Origin(entry.label, entry.folder, entry.at())
                    )
                    break
                yield item
                if on_progress:
                    on_progress(item.position)
    if on_progress:
        on_progress(Position(total, total))


def _items(
    entry: Entry, guard: Guard, window: Window, region: str | None, wanted: _Wanted
) -> Iterator[Parsed | Rejected]:
    match entry.kind:
        case Kind.MBOX:
            for count, raw in enumerate(mboxes.messages(entry.stream, ITEM_CAP), 1):
                origin = Origin(f"{entry.label}#{count}", entry.folder, entry.at())
                yield from _mail(raw, guard, window, origin, wanted)
        case Kind.MAIL:
            raw = _whole(entry)
            yield from _mail(raw, guard, window, Origin(entry.label, entry.folder, entry.at()), wanted)
        case Kind.CALENDAR:
            yield from _calendar(entry, guard, window, wanted)
        case Kind.CARDS:
            yield from _cards(entry, guard, region)
        case _:
            origin = Origin(entry.label, entry.folder, entry.at())
            yield from contacts_csv.parse_contacts(entry.stream, region=region, origin=origin, at=entry.at)


def _whole(entry: Entry) -> bytes | None:
    """The entry's content, or None where it is longer than ITEM_CAP."""
    parts = []
    left = ITEM_CAP + 1
    while left > 0 and (part := entry.stream.read(min(left, 2**20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts) if left > 0 else None


def _mail(
    raw: bytes | None, guard: Guard, window: Window, origin: Origin, wanted: _Wanted
) -> Iterator[Parsed | Rejected]:
    if raw is None:
        yield Rejected(f"is longer than {ITEM_CAP // 2**20} MB", origin)
        return
    head = raw if len(raw) <= _PLAIN_HEADER else head_of(raw)
    is_long = (wanted.bodies or wanted.attachments) and len(raw) > _PLAIN_BODY
    if len(head) > _PLAIN_HEADER or head.count(b"=?") > _PLAIN_WORDS:
        yield from guard.run("mail", raw, window, *wanted, origin)
    elif not has_calendar(raw) and not is_long:
        yield parse_mail(
            raw,
            origin=origin,
            now=window.end,
            with_calendar=False,
            with_body=wanted.bodies,
            with_attachments=wanted.attachments,
        )
    else:
        found = guard.run("mail", raw, window, *wanted, origin)
        if len(found) == 1 and isinstance(found[0], Rejected):
            # An invitation or a body that cannot be read does not cost the message that brought it.
            yield parse_mail(raw, origin=origin, now=window.end, with_calendar=False)
        else:
            yield from found


def _calendar(entry: Entry, guard: Guard, window: Window, wanted: _Wanted) -> Iterator[Parsed | Rejected]:
    raw = _whole(entry)
    origin = Origin(entry.label, entry.folder, entry.at())
    if raw is None:
        yield Rejected(f"is longer than {ITEM_CAP // 2**20} MB: split it", origin)
        return
    for series in split(raw, origin, with_descriptions=wanted.bodies):
        if isinstance(series, Rejected):
            yield series
            continue
        found = guard.run("series", series, window, origin)
        if wanted.bodies and not series.refused and all(isinstance(one, Rejected) for one in found):
            # A description that cannot be read does not cost the meeting that it is of.
            found = guard.run("series", series.bare(), window, origin)
        yield from found


def _cards(entry: Entry, guard: Guard, region: str | None) -> Iterator[Parsed | Rejected]:
    count = 0
    for raw in cards.cut_stream(entry.stream):
        count += 1
        origin = Origin(f"{entry.label}#{count}", entry.folder, entry.at())
        if raw is None:
            yield Rejected("is longer than 16 MB", origin)
        elif len(raw) > _PLAIN_CARD:
            yield from guard.run("card", raw, region, origin)
        else:
            yield cards.parse_card(raw, region=region, origin=origin)
    if not count:
        yield Rejected("holds no address card", Origin(entry.label, entry.folder, entry.at()))
