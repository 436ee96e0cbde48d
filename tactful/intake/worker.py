"""The child process that reads what may be hostile, within limits of time and memory; `guard` starts it."""

from __future__ import annotations

import contextlib
import os
import pickle  # nosec B403 (see serve)
import resource
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from tactful.intake.calendar import parse_calendar, parse_series
from tactful.intake.cards import parse_card
from tactful.intake.mail import parse_mail
from tactful.intake.parsed import Origin, ParsedMail, Rejected, Window
from tactful.intake.series import Series

LENGTH = struct.Struct(">Q")
READY = b"ready"


def _mail(raw: bytes, window: Window, with_body: bool, with_attachments: bool, origin: Origin) -> list[Any]:
    """The message, then the meetings of its invitations."""
    mail = parse_mail(
        raw, origin=origin, now=window.end, with_body=with_body, with_attachments=with_attachments
    )
    found: list[Any] = [mail]
    if isinstance(mail, ParsedMail):
        for part in mail.calendar_parts:
            found.extend(parse_calendar(part, window, origin=origin, with_descriptions=with_body))
    return found


def _series(series: Series, window: Window, origin: Origin) -> list[Any]:
    return list(parse_series(series, window, origin=origin))


def _card(raw: bytes, region: str | None, origin: Origin) -> list[Any]:
    return [parse_card(raw, region=region, origin=origin)]


def _picture(content: bytes, most: int, origin: Origin) -> list[Any]:
    # What Pillow loads when it meets a picture is loaded first: afterwards this process opens no file.
    from PIL import (  # noqa: F401  # noqa: F401
        GifImagePlugin,
        JpegImagePlugin,
        MpoImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )

    from tactful.intake.confined import Unconfined, confine
    from tactful.intake.pictures import redrawn

    with contextlib.suppress(Unconfined):
        confine()
    return _drawn(redrawn, content, most, origin)


def _pdf(content: bytes, most: int, origin: Origin) -> list[Any]:
    from tactful.intake.pdf import first_page

    return _drawn(first_page, content, most, origin)


def _drawn(draw: Callable[[bytes, int], bytes], content: bytes, most: int, origin: Origin) -> list[Any]:
    from tactful.intake.pictures import Undrawn

    try:
        return [draw(content, most)]
    except Undrawn as error:
        return [Rejected(str(error), origin)]


def _note_mail(raw: bytes, own_domains: tuple[str, ...], origin: Origin) -> list[Any]:
    from tactful.intake.note_mail import parse_note_mail

    return [parse_note_mail(raw, own_domains=own_domains, origin=origin)]


JOBS: dict[str, Callable[..., list[Any]]] = {
    "mail": _mail,
    "note mail": _note_mail,
    "series": _series,
    "card": _card,
    "picture": _picture,
    "pdf": _pdf,
}


def serve(cpu_seconds: int, memory: int) -> None:
    """Answer one job after the other until the parent closes the pipe."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not end up between the answers.
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _send(answers, READY)
    while (message := _receive(asked)) is not None:
        job, arguments = pickle.loads(message)  # noqa: S301  # nosec B301 (written by our own parent)
        spent = resource.getrusage(resource.RUSAGE_SELF)
        used = int(spent.ru_utime + spent.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (used + cpu_seconds, resource.RLIM_INFINITY))
        try:
            answer = pickle.dumps(JOBS[job](*arguments))
        except MemoryError:
            answer = pickle.dumps([Rejected("needs too much memory to read", arguments[-1])])
        _send(answers, answer)


def _receive(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _send(stream: BinaryIO, message: bytes) -> None:
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
