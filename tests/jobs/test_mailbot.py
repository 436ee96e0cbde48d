"""The e-mail bot: what is sent to a member's address becomes a note of theirs, once and whole, or is refused (A18)."""

from __future__ import annotations

import smtplib
import socket
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.records.content import Item, Mention
from tactful.records.files import FileVersion
from tactful.records.mailbot import BotAddress, BotMail
from tests.cast import Cast, cast
from tests.intake.letters import data
from tests.jobs.bot import listening, mail, send

__all__ = ["cast"]

pytestmark = pytest.mark.rule("A18")
CAST = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")


@pytest.fixture(autouse=True)
def home(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tactful.config.home import Home

    monkeypatch.setattr(settings, "HOME", Home(tmp_path / "home"))


@pytest.fixture
def ports(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    with listening(monkeypatch) as found:
        yield found


def address(cast: Cast, who: str = "Ada") -> str:
    made = cast.api(who).post("/bot-address", {})
    assert made.status_code == 201, made.content
    return str(made.json()["address"])


def notes(cast: Cast, who: str = "Ada") -> list[dict[str, Any]]:
    return list(cast.api(who).read("/items", mine="true", sorts="note")["items"])


def rows(cast: Cast) -> tuple[int, int, int]:
    with acting(cast.accounts["Ada"]):
        return (
            Item.unchecked.count(),
            BotMail.unchecked.count(),
            FileVersion.unchecked.count(),
        )


def unchosen(cast: Cast, sort: str, option: str) -> None:
    answer = cast.api("Flo").put(f"/content-options/{sort}", {"unchosen": option})
    assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("place", [0, 1], ids=["SMTP", "LMTP"])
def test_a_mail_becomes_a_note_on_the_people_it_is_to(cast: Cast, ports: list[int], place: int) -> None:
    assert send(ports[place], address(cast), mail(), lmtp=place == 1) == 250
    (note,) = notes(cast)
    assert [one["id"] for one in note["people"]] == [cast.person("Jon")]
    assert note["text"].startswith("Call with Jon\n\nPrefers mornings.")
    assert note["audience"]["option"] == "only you"


@pytest.mark.parametrize("option", ["everyone", "only you"])
def test_its_audience_is_the_accounts_default_for_each_viewer(
    cast: Cast, ports: list[int], option: str
) -> None:
    unchosen(cast, "note", option)
    cast.share("Ada", "Gas", "relationships")
    assert send(ports[0], address(cast), mail()) == 250
    with acting(cast.accounts["Ada"]):
        note = Item.unchecked.get().uid.hex
    may = {who for who in CAST if cast.api(who).get(f"/items/{note}").status_code == 200}
    seen = {who for who in CAST if cast.page(who).get(f"/notes/{note}/").status_code == 200}
    expected = {"Ada"}
    if option == "everyone":
        expected |= {
            who for who in CAST if cast.api(who).get(f"/people/{cast.person('Jon')}").status_code == 200
        }
    assert may == seen == expected
    assert ("Ben" in may) == (option == "everyone")
    assert not may & {"Eve", "Gus"}


def test_it_names_nobody_whom_its_author_does_not_see(cast: Cast, ports: list[int]) -> None:
    # Eve knows Olaf, whom neither Ada nor Flo sees; Ada sees his company, by somebody else there.
    to = "olaf@tidalgrid.example, nobody@nowhere.example"
    assert send(ports[0], address(cast), mail(to=to)) == 250
    (note,) = notes(cast)
    company = cast.company("tidalgrid")
    assert cast.api("Ada").get(f"/companies/{company}").status_code == 200
    assert (note["people"], [one["id"] for one in note["companies"]]) == ([], [company])
    assert send(ports[0], address(cast, "Flo"), mail(sender="flo@hearth.example", to=to)) == 250
    (note,) = notes(cast, "Flo")
    assert (note["people"], note["companies"]) == ([], [])


def test_what_is_forwarded_hangs_on_the_people_in_it(cast: Cast, ports: list[int]) -> None:
    to = address(cast)
    words = (
        f"---------- Forwarded message ---------\nFrom: Jon <jon.falk@brightwater.example>\nTo: {to}\n\nHello"
    )
    assert send(ports[0], to, mail(to=to, words=words)) == 250
    (note,) = notes(cast)
    assert [one["id"] for one in note["people"]] == [cast.person("Jon")]
    secret = to.partition("+")[2].partition("@")[0]
    assert secret not in note["text"]
    assert secret not in note["html"]


def test_attachments_become_files_on_the_same_people(cast: Cast, ports: list[int]) -> None:
    unchosen(cast, "file", "everyone")
    sent = mail()
    sent.add_attachment(b"an offer", maintype="application", subtype="pdf", filename="../offer.pdf")
    sent.add_attachment("<b>x</b>", subtype="html", filename="page.html")
    assert send(ports[0], address(cast), sent) == 250
    (note,) = notes(cast)
    assert "Attached: ../offer.pdf, page.html" in note["text"]
    files = cast.api("Ada").read("/files")["items"]
    assert {one["versions"][0]["name"] for one in files} == {"offer.pdf", "page.html"}
    assert {one["item"]["audience"]["option"] for one in files} == {"everyone"}


@pytest.mark.parametrize("setting", ["TACTFUL_FILE_LIMIT", "TACTFUL_FILES_QUOTA"])
def test_an_attachment_without_room_leaves_nothing(
    cast: Cast, ports: list[int], monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setattr(settings, setting, 5)
    sent = mail()
    sent.add_attachment(b"abc", maintype="application", subtype="pdf", filename="small.pdf")
    sent.add_attachment(b"longer than five", maintype="application", subtype="pdf", filename="offer.pdf")
    to = address(cast)
    assert send(ports[0], to, sent) == 552
    assert rows(cast) == (0, 0, 0)
    monkeypatch.setattr(settings, setting, 2**20)
    assert send(ports[0], to, sent) == 250
    assert rows(cast) == (3, 1, 2)


def test_the_same_mail_again_makes_no_other_note(cast: Cast, ports: list[int]) -> None:
    to = address(cast)
    assert [send(ports[0], to, mail()) for _ in range(2)] == [250, 250]
    assert rows(cast)[:2] == (1, 1)
    cast.api("Ada").delete(f"/items/{notes(cast)[0]['id']}")
    assert send(ports[0], address(cast), mail()) == 250
    assert rows(cast)[:2] == (0, 1)
    nameless = mail()
    del nameless["Message-ID"]
    again = nameless.as_bytes().replace(b"\n", b"\r\n")
    to = address(cast)
    assert send(ports[0], to, again) == 250
    assert send(ports[0], to, b"Received: from elsewhere\r\n\tby here\r\n" + again) == 250
    assert rows(cast)[:2] == (1, 2)


def test_unknown_withdrawn_deactivated_and_elsewhere_answer_alike(cast: Cast, ports: list[int]) -> None:
    old = address(cast)
    new = address(cast)
    bens = address(cast, "Ben")
    with acting(cast.accounts["Ada"]):
        Membership.unchecked.filter(id=cast.places["Ben"]).update(state="deactivated")
    said = set()
    with smtplib.SMTP("127.0.0.1", ports[0]) as client:
        client.ehlo()
        client.mail("ada@hearth.example")
        for to in (old, bens, f"notes+{'a' * 32}@notes.tactful.example"):
            said.add(client.rcpt(to))
    with smtplib.SMTP("127.0.0.1", ports[0]) as client:
        client.ehlo()
        client.mail("ada@hearth.example")
        said |= {client.rcpt(to) for to in ("jon.falk@brightwater.example", new.replace("tactful", "other"))}
        # A mail server may write it as it likes.
        assert client.rcpt(new.upper())[0] == 250
    assert {code for code, _ in said} == {550}
    assert len(said) == 1
    assert cast.api("Ada").delete("/bot-address").status_code == 204
    assert send(ports[0], new, mail()) == 550
    assert rows(cast)[:2] == (0, 0)


def test_whoever_guesses_is_hung_up_on(cast: Cast, ports: list[int]) -> None:
    with smtplib.SMTP("127.0.0.1", ports[0]) as client:
        client.ehlo()
        client.mail("ada@hearth.example")
        codes = [client.rcpt("notes+x@notes.tactful.example")[0] for _ in range(4)]
        assert codes == [550, 550, 550, 421]
        time.sleep(0.5)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.noop()


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<list.example>"},
        {"message_id": "<x@notes.tactful.example>"},
        {"Return_Path": "<>"},
    ],
    ids=lambda it: next(iter(it)),
)
def test_what_no_person_sent_is_refused(cast: Cast, ports: list[int], headers: dict[str, str]) -> None:
    assert send(ports[0], address(cast), mail(**headers)) == 550
    assert rows(cast) == (0, 0, 0)


def test_bounces_and_what_goes_round_are_refused(cast: Cast, ports: list[int]) -> None:
    to = address(cast)
    assert send(ports[0], to, mail(), envelope="<>") == 550
    raw = mail().as_bytes().replace(b"\n", b"\r\n")
    assert send(ports[0], to, b"Received: by a.example\r\n" * 31 + raw) == 550
    report = raw.replace(b"Content-Type: text/plain", b"Content-Type: multipart/report")
    assert send(ports[0], to, report) == 550
    assert rows(cast) == (0, 0, 0)


@pytest.mark.parametrize(
    "sender",
    [
        "ben@hearth.example",
        "mallory@elsewhere.example",
        "ada@hearth.example, mallory@elsewhere.example",
        "mallory@elsewhere.example (ada@hearth.example)",
    ],
)
def test_a_secret_that_got_around_is_not_enough(cast: Cast, ports: list[int], sender: str) -> None:
    raw = mail().as_bytes().replace(b"From: ada@hearth.example", f"From: {sender}".encode())
    assert send(ports[0], address(cast), raw.replace(b"\n", b"\r\n")) == 550
    twice = b"From: ada@hearth.example\r\n" + mail(sender="ben@hearth.example").as_bytes().replace(
        b"\n", b"\r\n"
    )
    assert send(ports[0], address(cast), twice) == 550
    assert rows(cast) == (0, 0, 0)


def test_where_a_server_in_front_judges_its_word_is_asked(
    cast: Cast, ports: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TACTFUL_BOT_AUTHSERV", "mx.hearth.example")
    to, name = address(cast), "Authentication_Results"
    for value in (
        "mx.other.example; dmarc=pass",
        "mx.hearth.example; dmarc=fail (dmarc=pass)",
        'mx.hearth.example; spf=pass smtp.mailfrom="x dmarc=pass y"@evil.example; dmarc=fail header.from=x',
        'mx.hearth.example; spf=pass smtp.mailfrom="x; dmarc=pass y"@evil.example; dmarc=fail header.from=x',
        "mx.hearth.example; spf=fail (a (b) dmarc=pass c); dmarc=fail header.from=x",
        "mx.hearth.example; spf=fail (a (b; dmarc=pass c; dkim=none",
        "mx.hearth.example; dmarc=pass header.from=y; dmarc=fail header.from=x",
        "mx.hearth.example; dkim=pass reason=xdmarc=pass",
    ):
        assert send(ports[0], to, mail(**{name: value})) == 550, value
    assert send(ports[0], to, mail()) == 550
    assert send(ports[0], to, mail(**{name: "mx.hearth.example; spf=pass; dmarc=pass header.from=x"})) == 250


def test_too_many_within_an_hour_come_later(
    cast: Cast, ports: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TACTFUL_BOT_HOURLY", 2)
    to = address(cast)
    codes = [send(ports[0], to, mail(message_id=f"<{n}@hearth.example>")) for n in range(3)]
    assert codes == [250, 250, 451]
    # One that is known already is no further one.
    assert send(ports[0], to, mail(message_id="<1@hearth.example>")) == 250
    assert rows(cast)[:2] == (2, 2)


def test_one_recipient_at_a_time_and_no_names(cast: Cast, ports: list[int]) -> None:
    with smtplib.SMTP("127.0.0.1", ports[0]) as client:
        client.ehlo()
        assert "auth" not in client.esmtp_features
        client.mail("ada@hearth.example")
        assert client.rcpt(address(cast))[0] == 250
        assert client.rcpt(address(cast, "Ben"))[0] == 452
        assert client.verify("ada@hearth.example")[0] == 502


def test_lines_and_mails_that_are_too_long_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(monkeypatch, LIMIT=10_000) as ports:
        to = address(cast)
        assert send(ports[0], to, mail(words="word\n" * 4_000)) == 552
        assert send(ports[0], to, b"From: ada@hearth.example\r\n\r\n" + b"x" * 5_000 + b"\r\n") == 500
        with socket.create_connection(("127.0.0.1", ports[0])) as raw:
            raw.recv(100)
            raw.sendall(b"EHLO " + b"x" * 5_000 + b"\r\n")
            assert raw.recv(100).startswith(b"500")
    assert rows(cast) == (0, 0, 0)


def test_half_a_mail_is_none(cast: Cast, ports: list[int]) -> None:
    client = smtplib.SMTP("127.0.0.1", ports[0])
    client.ehlo()
    client.mail("ada@hearth.example")
    client.rcpt(address(cast))
    client.docmd("DATA")
    client.sock.sendall(mail().as_bytes().replace(b"\n", b"\r\n"))  # type: ignore[union-attr]  # connected
    # Not by its end: what is said there would be of the mail.
    client.close()
    assert rows(cast) == (0, 0, 0)


def test_mentions_in_a_strangers_html_tell_nobody(cast: Cast, ports: list[int]) -> None:
    sent = mail()
    ben = cast.id("Ben")
    span = f'<span data-mention="{ben}">Ben</span>'
    sent.add_alternative(f'<p onclick="x()">Hi {span}<script>1</script></p>', subtype="html")
    unchosen(cast, "note", "everyone")
    assert send(ports[0], address(cast), sent) == 250
    (note,) = notes(cast)
    assert "onclick" not in note["html"]
    assert "script" not in note["html"]
    with acting(cast.accounts["Ada"]):
        assert not Mention.unchecked.exists()


def test_the_address_is_shown_once_and_to_its_owner(cast: Cast) -> None:
    page = cast.page("Ada")
    said = page.post("/settings/mail/", {"deed": "make"}).content.decode()
    secret = said.partition("notes+")[2][:32]
    assert len(secret) == 32
    assert secret not in page.get("/settings/mail/").content.decode()
    assert "You have an address" in page.get("/settings/mail/").content.decode()
    assert "You have no address yet" in cast.page("Ben").get("/settings/mail/").content.decode()
    with acting(cast.accounts["Ada"]):
        kept = BotAddress.unchecked.get()
        assert secret.encode() not in bytes(kept.secret_hash)
    assert page.post("/settings/mail/", {"deed": "withdraw"}).status_code == 303
    assert cast.api("Ada").read("/bot-address")["made_at"] is None
    assert cast.api("Ada", ceiling=["existence"]).post("/bot-address", {}).status_code == 403
    assert cast.api("Ada", may_write=False).post("/bot-address", {}).status_code == 403
    assert Client().post("/settings/mail/", {"deed": "make"}).status_code == 302


def test_off_it_makes_no_address(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TACTFUL_BOT_DOMAIN", "")
    assert cast.api("Ada").post("/bot-address", {}).status_code == 409
    assert "No mail is taken here" in cast.page("Ada").get("/settings/mail/").content.decode()


def hostile() -> Iterator[bytes]:
    for archive in sorted(data("mail-torture").glob("*.zip")):
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist()[::20]:
                if not info.is_dir() and info.file_size < 300_000:
                    yield opened.read(info)


def test_hostile_mails_are_taken_whole_or_refused(
    cast: Cast, ports: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TACTFUL_BOT_HOURLY", 10_000)
    to = address(cast)
    codes: dict[int, int] = {}
    for number, raw in enumerate(hostile()):
        # As if Ada had sent it: what stands in the way is the mail itself.
        lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        kept = [line[:900] for line in lines if not line.lower().startswith((b"from:", b"message-id:"))]
        head = f"From: ada@hearth.example\nMessage-ID: <{number}@hearth.example>".encode().split(b"\n")
        before = rows(cast)
        code = send(ports[0], to, b"\r\n".join([*head, *kept]))
        after = rows(cast)
        codes[code] = codes.get(code, 0) + 1
        if code == 250:
            assert after[1] == before[1] + 1
            assert after[0] == before[0] + 1 + after[2] - before[2]
        else:
            assert (code in (550, 552, 554), after) == (True, before), (code, raw[:300])
    assert codes.get(250, 0) > 20, codes
