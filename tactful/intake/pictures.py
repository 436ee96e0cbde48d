"""Uploaded files drawn anew: what a browser gets is our own drawing of one, and nothing of the file itself.

A picture may be hostile, and so may a PDF. Each is decoded in the guarded child alone (guard.py), which has time and
memory for an ordinary one; places, cameras and comments that were in it are left out.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable

from PIL import Image, ImageOps

from tactful.intake.guard import Guard
from tactful.intake.parsed import NOWHERE

#: The kinds that are drawn. Others may be pictures too, but have decoders that fewer have looked at.
KINDS = ("PNG", "JPEG", "GIF", "WEBP")
#: What a drawing is.
DRAWN_AS = "image/webp"
#: A picture with more dots is not drawn: a small file may have very many.
MOST_DOTS = 60_000_000
#: A longer file is not drawn.
LONGEST = 30 * 2**20


class Undrawn(Exception):
    """The content is nothing that is drawn here; `str()` says why."""


def preview(pieces: Iterable[bytes], size: int, most: int, *, kind: str = "picture") -> bytes | None:
    """Return a drawing of a picture, or of a PDF's first page, at most so many dots wide and high; None: it has none.

    `kind` is "picture" or "pdf"; `size` is in bytes: of what is too long nothing is read. It is decoded in a child
    process that is ended when it takes too long.
    """
    if size > LONGEST:
        return None
    with Guard() as guard:
        (found,) = guard.run(kind, b"".join(pieces), most, NOWHERE)
    return found if isinstance(found, bytes) else None


def redrawn(content: bytes, most: int) -> bytes:
    """Return the same picture, drawn anew in this process; Undrawn where it is none, or too large."""
    drawing = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=KINDS) as picture:
                if picture.width * picture.height > MOST_DOTS:
                    raise Undrawn("it has too many dots")
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((most, most))
                has_holes = upright.has_transparency_data
                upright.convert("RGBA" if has_holes else "RGB").save(drawing, "WEBP", quality=82)
    except Undrawn:
        raise
    except Exception as error:
        raise Undrawn("it is no picture that can be drawn") from error
    return drawing.getvalue()
