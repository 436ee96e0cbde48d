"""What was written in a message is found, in whatever it was encoded, and nothing that was attached."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tactful.intake.bodies import LONGEST, body_of
from tactful.intake.mail import parse_mail
from tactful.intake.parsed import ParsedMail

HEAD = (
    b"From: Zoe <zoe@acme.example>\r\nTo: ada@northwind.example\r\nDate: Tue, 3 Jun 2025 12:00:00 +0000\r\n"
)


def message(text: str = "", html: str = "") -> EmailMessage:
    """A message with these."""
    found = EmailMessage()
    found["From"], found["To"] = "zoe@acme.example", "ada@northwind.example"
    found["Date"] = "Tue, 3 Jun 2025 12:00:00 +0000"
    if text:
        found.set_content(text)
    if html:
        (found.add_alternative if text else found.set_content)(html, subtype="html")
    return found


def test_text_and_html_are_found_and_what_is_attached_is_not() -> None:
    both = message("Hello Ada,\ngreetings", "<p>Hello <b>Ada</b></p>")
    both.add_attachment("the secret of the house", filename="secret.txt")
    both.add_attachment(message("a letter of somebody else's"))
    found = body_of(both.as_bytes())
    assert found is not None
    assert found.text == "Hello Ada,\ngreetings"
    assert found.html.strip() == "<p>Hello <b>Ada</b></p>"


def test_html_alone() -> None:
    found = body_of(message(html="<p>Hello</p>").as_bytes())
    assert found is not None
    assert (found.text, found.html.strip()) == ("", "<p>Hello</p>")


@pytest.mark.parametrize(
    ("charset", "content", "read"),
    [
        ("utf-8", "café – 数".encode(), "café – 数"),
        ("iso-8859-1", b"caf\xe9", "café"),
        ("windows-1252", b"\x93caf\xe9\x94", "“café”"),
        ("nonsense", "café".encode(), "café"),
        ("utf-8", b"caf\xe9", "café"),
        ("rot13", b"hello", "hello"),
        ("", b"plain", "plain"),
    ],
)
def test_encodings(charset: str, content: bytes, read: str) -> None:
    kind = f"Content-Type: text/plain; charset={charset}\r\n".encode() if charset else b""
    found = body_of(HEAD + kind + b"\r\n" + content)
    assert found is not None
    assert found.text == read


def test_what_is_too_long_is_cut_and_html_left_out() -> None:
    found = body_of(message("word " * LONGEST, "<p>" + "word " * LONGEST).as_bytes())
    assert found is not None
    assert 0 < len(found.text) <= LONGEST
    assert found.html == ""


def test_empty_is_none_and_nobody_asks_for_it_by_itself() -> None:
    assert body_of(HEAD + b"\r\n") is None
    raw = HEAD + b"\r\nHello"
    for with_body in (False, True):
        mail = parse_mail(b"From zoe Tue Jun  3 12:00:00 2025\n" + raw, with_body=with_body)
        assert isinstance(mail, ParsedMail)
        assert (mail.body is not None) == with_body
