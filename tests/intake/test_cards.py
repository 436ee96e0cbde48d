"""Address cards of each version, and contact lists of each writer."""

from __future__ import annotations

import io
from datetime import date

import pytest

from tactful.intake.cards import cut_stream, parse_cards
from tactful.intake.contacts_csv import parse_contacts
from tactful.intake.parsed import ParsedCard, Phone, Postal, Rejected


def card(*lines: str, version: str = "3.0") -> ParsedCard:
    raw = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()
    (found,) = parse_cards(raw, region="DE")
    assert isinstance(found, ParsedCard), found
    return found


def test_a_card_of_version_three() -> None:
    one = card(
        "UID:u1",
        "FN:Vidal Martinez",
        "N:Martinez;Vidal;;;",
        "item1.EMAIL;TYPE=INTERNET:Vidal@Winstead.example",
        "TEL;TYPE=CELL:+49 160 1234567",
        "TEL;TYPE=WORK:030 22731234",
        "ADR;TYPE=WORK:;Floor 5;Quay 1;Kiel;SH;24103;Germany",
        "URL:https://network.example/in/vidal",
        "ORG:Winstead;Port",
        "TITLE:Commissioner",
        "NOTE:One\\nTwo\\, three",
        "BDAY:1960-05-04",
        "CATEGORIES:Port,Friends",
        "PHOTO;ENCODING=b:aGVsbG8=",
    )
    assert (one.uid, one.name, one.given, one.family) == ("u1", "Vidal Martinez", "Vidal", "Martinez")
    assert one.emails == ("vidal@winstead.example",)
    assert one.phones == (
        Phone("+49 160 1234567", "+491601234567", "cell"),
        Phone("030 22731234", "+493022731234", "work"),
    )
    assert one.postal == (Postal("Floor 5, Quay 1", "Kiel", "SH", "24103", "Germany", "work"),)
    assert one.urls == ("https://network.example/in/vidal",)
    assert (one.org, one.title, one.note) == ("Winstead", "Commissioner", "One\nTwo, three")
    assert (one.birthday, one.categories) == ("1960-05-04", ("Port", "Friends"))
    assert "aGVsbG8" not in repr(one)


def test_a_card_of_version_two() -> None:
    one = card(
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg",
        "TEL;WORK;VOICE:+1 212 555 0100 ext. 5",
        "NOTE;ENCODING=QUOTED-PRINTABLE:a long=20=",
        "line=0D=0Aand another",
        version="2.1",
    )
    assert (one.name, one.note) == ("Jörg Müller", "a long line\nand another")
    assert one.phones[0].kind == "work"


def test_a_card_of_version_four() -> None:
    one = card(
        "FN:Ada", 'TEL;VALUE=uri;TYPE="voice,cell":tel:+44-20-7946-0000;ext=1', "BDAY:--0504", version="4.0"
    )
    assert one.phones == (Phone("+44-20-7946-0000", "+442079460000", "cell"),)
    assert one.birthday == "--05-04"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("FN:Martinez, Vidal", "N:Martinez;Vidal"), "Vidal Martinez"),
        (("FN:Vidal Martinez, Port", "N:Martinez;Vidal"), "Vidal Martinez, Port"),
        (("FN:vidal@winstead.example", "N:Martinez;Vidal"), "Vidal Martinez"),
        (("N:Martinez;Vidal",), "Vidal Martinez"),
    ],
)
def test_the_name_of_a_card(lines: tuple[str, ...], name: str) -> None:
    assert card(*lines).name == name


def test_broken_lines_and_cards_within_cards() -> None:
    one = card(
        "FN:Ada", "garbage", "AGENT:", "BEGIN:VCARD", "FN:Someone else", "END:VCARD", "EMAIL:a@b.example"
    )
    assert (one.name, one.emails) == ("Ada", ("a@b.example",))


def test_what_is_no_card() -> None:
    def reason(raw: bytes) -> str:
        (found,) = parse_cards(raw)
        assert isinstance(found, Rejected)
        return found.reason

    assert reason(b"") == "holds no address card"
    assert reason(b"BEGIN:VCARD\nNOTE:x\nEND:VCARD").startswith("says nothing of anybody")
    assert reason(b"BEGIN:VCARD\nFN:Crew\nKIND:group\nEND:VCARD") == "is a group of contacts, not a contact"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cards_are_cut_from_a_stream(encoding: str, end: str) -> None:
    text = end.join(f"BEGIN:VCARD{end}FN:Jörg {n}{end}END:VCARD" for n in range(5_000))
    found = [one for raw in cut_stream(io.BytesIO(text.encode(encoding))) if raw for one in parse_cards(raw)]
    assert [one.name for one in found if isinstance(one, ParsedCard)] == [f"Jörg {n}" for n in range(5_000)]


GOOGLE = (
    "First Name,Middle Name,Last Name,Organization Name,Organization Title,Birthday,Notes,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Street,"
    "Address 1 - City,Address 1 - Country,Website 1 - Value\n"
    'Jörg,,Müller,Harbour,Pilot,1970-01-02,"One\nTwo",* myContacts ::: Port,* Work,'
    "JM@h.example ::: jm2@h.example,Mobile,+49 160 1234567,Home,Quay 1,Kiel,Germany,https://h.example\n"
)
OUTLOOK = (
    '"First Name","Middle Name","Last Name","Company","Job Title","E-mail Address","E-mail 2 Address",'
    '"Business Phone","Business Street","Business City","Business Country/Region","Birthday","Web Page"\n'
    '"Jörg","","Müller","Harbour","Pilot","jm@h.example","jm2@h.example","+49 160 1234567","Quay 1","Kiel","Germany",'
    '"0/0/00","https://h.example"\n'
)
LINKEDIN = (
    'Notes:\n"When exporting your connection data, you may notice that some are missing."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Jörg,Müller,https://h.example,jm@h.example,Harbour,Pilot,14 May 2021\n"
)


def contacts(raw: bytes) -> list[ParsedCard | Rejected]:
    return list(parse_contacts(io.BytesIO(raw)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("text", [GOOGLE, OUTLOOK, LINKEDIN], ids=["google", "outlook", "linkedin"])
def test_contact_lists(text: str, encoding: str) -> None:
    (one,) = contacts(text.encode(encoding))
    assert isinstance(one, ParsedCard), one
    assert (one.name, one.given, one.family, one.org, one.title) == (
        "Jörg Müller",
        "Jörg",
        "Müller",
        "Harbour",
        "Pilot",
    )
    assert one.emails[0] == "jm@h.example"
    assert one.urls == ("https://h.example",)


def test_what_each_list_says_beside() -> None:
    (google,), (outlook,), (linkedin,) = (contacts(text.encode()) for text in (GOOGLE, OUTLOOK, LINKEDIN))
    assert isinstance(google, ParsedCard)
    assert google.emails == ("jm@h.example", "jm2@h.example")
    assert google.phones == (Phone("+49 160 1234567", "+491601234567", "mobile"),)
    assert google.postal == (Postal("Quay 1", "Kiel", "", "", "Germany", "home"),)
    assert (google.categories, google.birthday, google.note) == (("Port",), "1970-01-02", "One\nTwo")
    assert isinstance(outlook, ParsedCard)
    assert outlook.phones == (Phone("+49 160 1234567", "+491601234567", "work"),)
    assert outlook.postal == (Postal("Quay 1", "Kiel", "", "", "Germany", "work"),)
    assert outlook.birthday == ""
    assert isinstance(linkedin, ParsedCard)
    assert linkedin.connected_on == date(2021, 5, 14)


def test_other_lists_say_what_is_expected() -> None:
    for raw in (b"name;mail\nAda;a@b.example\n", b"id,price\n1,2\n", b""):
        (found,) = contacts(raw)
        assert isinstance(found, Rejected)
        assert "E-mail 1 - Value" in found.reason or "semicolons" in found.reason
    (empty,) = contacts(LINKEDIN.partition("Jörg")[0].encode())
    assert isinstance(empty, Rejected)
    assert empty.reason == "holds no contact"
