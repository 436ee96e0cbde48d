"""The first page of a PDF, drawn in a child that hostile ones take nothing from."""

from __future__ import annotations

import io
import random
import sys
import zlib

import pytest
from PIL import Image

from tactful.intake.pictures import preview


def pdf(*pages: str, size: str = "300 200") -> bytes:
    """Return a PDF of these pages, each a content stream."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    for page in pages:
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size}]/Contents {len(objects) + 2} 0 R>>")
        objects.append(f"<</Length {len(page)}>>stream\n{page}\nendstream")
    kids = " ".join(f"{3 + 2 * place} 0 R" for place in range(len(pages)))
    objects[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"
    return assembled([one.encode() for one in objects])


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    written, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj" % number + one + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer<</Size %d/Root 1 0 R" % size
        + trailer
        + b">>\nstartxref\n%d\n%%%%EOF" % len(written)
    )


@pytest.fixture(autouse=True)
def can_draw() -> None:
    if sys.platform != "linux" or drawn(pdf(RED)) is None:
        pytest.skip("this system confines no process, and so draws no PDF")


def drawn(content: bytes, most: int = 100) -> Image.Image | None:
    found = preview([content], len(content), most, kind="pdf")
    return None if found is None else Image.open(io.BytesIO(found))


RED, GREEN = "1 0 0 rg 0 0 300 200 re f", "0 1 0 rg 0 0 300 200 re f"


def test_the_first_page_is_drawn() -> None:
    picture = drawn(pdf(RED, GREEN))
    assert picture is not None
    assert picture.size == (100, 67)
    red, green, blue = picture.convert("RGB").getpixel((50, 30))  # type: ignore[misc]
    assert red > 240 > 20 > green
    assert blue < 20


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"nothing of the kind" * 50,
        pdf(RED)[:200],
        pdf(),
        pdf(RED, size="9000000 9000000"),
        assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
    ],
    ids=["no PDF", "half of one", "no page", "too large", "a tree that is its own branch"],
)
def test_what_is_none_has_no_drawing(content: bytes) -> None:
    assert drawn(content) is None


def test_one_that_swells_is_ended() -> None:
    """A stream of 4 GB when it is unpacked, in 4 MB: the child has memory and time for an ordinary page."""
    packer = zlib.compressobj(9)
    swollen = b"".join(packer.compress(b"0 0 m 1 1 l S\n" * 2**16) for _ in range(64 * 72)) + packer.flush()
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n" % len(swollen) + swollen + b"\nendstream"
    content = assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R>>",
            stream,
        ]
    )
    assert drawn(content) is None


def test_what_it_asks_for_outside_is_not_there() -> None:
    """Files that a PDF names, forms that send, scripts that run when it is opened: the page is drawn without them."""
    asks = assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:1/'\\))>>>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/AA<</O<</S/Launch/F(/bin/sh)>>>>>>",
            b"<</Length 26/F(/etc/passwd)>>stream\n1 0 0 rg 0 0 300 200 re f \nendstream",
        ]
    )
    assert drawn(asks) is not None


@pytest.mark.parametrize("seed", range(12))
def test_broken_ones_break_nothing(seed: int) -> None:
    """Bytes changed at random: a drawing or none, and the next one is drawn."""
    dice = random.Random(seed)
    content = bytearray(pdf(RED, GREEN))
    for _ in range(dice.randrange(1, 30)):
        content[dice.randrange(9, len(content))] = dice.randrange(256)
    found = drawn(bytes(content))
    assert found is None or max(found.size) == 100
