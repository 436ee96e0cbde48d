"""What a sender wrote below their own words: another address of theirs, or nothing (D24)."""

from __future__ import annotations

import pytest

from tests.intake.letters import read_letter

pytestmark = pytest.mark.rule("D24")

FROM = "Ines Duarte <ines.duarte@brightwater.example>"
BLOCK = "Dear Ben,\r\n\r\nthe tables.\r\n\r\n-- \r\nInes Duarte\r\nBrightwater, Head of Supply\r\n{}\r\n"


def signed(body: str, *lines: str, sender: str = FROM, **headers: str) -> tuple[str, ...]:
    return read_letter(*lines, body=body, From=sender, **headers).signed


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("private: i.duarte@moss.example", ("i.duarte@moss.example",)),
        ("<mailto:Duarte@Moss.Example>.", ("duarte@moss.example",)),
        (
            "ines.duarte@moss.example or duarte@kestrel.example",
            ("duarte@kestrel.example", "ines.duarte@moss.example"),
        ),
        # Their own address as it is, somebody else's, nobody's, too many: nothing.
        ("ines.duarte@brightwater.example", ()),
        ("jon@moss.example", ()),
        ("info@moss.example", ()),
        ("duarte@a.example duarte@b.example duarte@c.example", ()),
        ("no address", ()),
        # What ran into it, or what a list is told with, is of no person's address.
        ("+47 22 12 34 56 78-555-0849duarte@moss.example", ()),
        ("Faxduarte@moss.example", ()),
        ("unsubscribe_duarte@moss.example", ()),
        ("duarte-request@moss.example", ()),
        # The other of two is left out.
        ("duarte@moss.example, my assistant jon@moss.example", ("duarte@moss.example",)),
    ],
)
def test_what_stands_in_the_block_counts_where_it_is_the_senders(
    written: str, found: tuple[str, ...]
) -> None:
    assert signed(BLOCK.format(written)) == found


def test_it_is_compared_without_marks_and_by_what_stands_before_the_at() -> None:
    body = BLOCK.format("jose.nunez@moss.example")
    assert signed(body, sender="José Núñez <jn@north.example>") == ("jose.nunez@moss.example",)
    assert signed(BLOCK.format("ines@moss.example"), sender="Ines <ines@north.example>") == (
        "ines@moss.example",
    )
    # Without a family name, and with another word before the @, or a short one, nobody knows.
    assert signed(BLOCK.format("duarte@moss.example"), sender="Ines <ines@north.example>") == ()
    assert signed(BLOCK.format("id@moss.example"), sender="id@north.example") == ()


def test_the_last_lines_count_without_a_mark_but_not_a_letter_of_a_few() -> None:
    lines = "\r\n".join(f"Line {number}." for number in range(8))
    assert signed(f"{lines}\r\nduarte@moss.example") == ("duarte@moss.example",)
    assert signed(f"duarte@moss.example\r\n{lines}") == ()
    assert signed("Write to duarte@moss.example") == ()


@pytest.mark.parametrize(
    "before",
    ["> ", "-----Original Message-----\r\n", "On Monday, 2 Feb 2026, Ben wrote:\r\n", "From: Ines\r\n"],
)
def test_what_is_quoted_is_not_the_senders(before: str) -> None:
    quoted = BLOCK.format("duarte@moss.example").replace("\r\n", "\r\n> ") if before == "> " else ""
    body = f"Thank you.\r\n\r\n{before}{quoted or BLOCK.format('duarte@moss.example')}"
    assert signed(body) == ()


@pytest.mark.parametrize(
    "said",
    [
        "On Mon, 2 Feb 2026 at 10:00, Rui Duarte with a long name\r\n<rui.duarte@moss.example> wrote:\r\n",
        "Am Mo., 2. Feb. 2026 um 10:00 Uhr schrieb Rui Duarte <rui.duarte@moss.example>:\r\n",
        "Am Mo., 2. Feb. 2026 um 10:00 Uhr schrieb Rui Duarte\r\n<rui.duarte@moss.example>:\r\n",
        "Op ma 2 feb 2026 om 10:00 schreef Rui Duarte <rui.duarte@moss.example>:\r\n",
        "Den mån 2 feb. 2026 kl 10:00 skrev Rui Duarte <rui.duarte@moss.example>:\r\n",
    ],
)
def test_whom_a_sender_answers_is_not_the_sender(said: str) -> None:
    """Of one family name, and in the last lines of what is not quoted."""
    lines = "\r\n".join(f"Line {number}." for number in range(8))
    assert signed(f"{lines}\r\n\r\n{said}> Dear Ines,\r\n> the tables.\r\n") == ()


@pytest.mark.parametrize("desk", ["billing", "admin", "newsletter"])
def test_a_desk_is_nobody(desk: str) -> None:
    assert signed(BLOCK.format(f"{desk}@moss.example"), sender=f"Brightwater <{desk}@north.example>") == ()


def test_lists_and_machines_sign_nothing() -> None:
    body = BLOCK.format("duarte@moss.example")
    assert signed(body, "List-Id: <tides.north.example>") == ()
    assert signed(body, "Auto-Submitted: auto-generated") == ()


def test_other_forms_of_text() -> None:
    body = BLOCK.format("duarte=40moss.example")
    assert signed(body, Content_Transfer_Encoding="quoted-printable") == ("duarte@moss.example",)
    body = BLOCK.format("duarte@moss.example")
    assert signed(body, Content_Type="text/html") == ()
    assert signed(body, Content_Transfer_Encoding="base64") == ()
    parts = (
        f"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
        "--x\r\nContent-Type: text/html\r\n\r\n<p>-- <br>duarte@kestrel.example</p>\r\n--x--\r\n"
    )
    assert signed(parts, Content_Type='multipart/alternative; boundary="x"') == ("duarte@moss.example",)
    assert (
        signed(parts.replace("text/plain", "text/rtf"), Content_Type='multipart/alternative; boundary="x"')
        == ()
    )


def test_what_is_too_long_is_not_looked_through() -> None:
    assert signed("x" * 300_000 + BLOCK.format("duarte@moss.example")) == ()
    assert signed(BLOCK.format("a" * 3_000 + " duarte@moss.example")) == ()
