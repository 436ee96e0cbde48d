"""Attachments of a contributor's mail become files of theirs, once they want it, for whom nobody chose (A18)."""

from __future__ import annotations

import signal
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.actions.attachments import keep_attachments
from tactful.jobs.feeds import delete_feed, run_feed, start_feed
from tactful.records.attachments import AttachmentChoice, MailFile
from tactful.records.content import Item
from tactful.records.files import FileVersion, StoredContent
from tactful.records.place import NotAnswering
from tactful.records.store import Store
from tests.actions.books import ADA, ZOE, Books
from tests.cast import Cast, cast
from tests.jobs.committed import KillAt, in_a_child

__all__ = ["cast"]

pytestmark = pytest.mark.rule("A18")
CAST = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")
ME, JON = "ada@hearth.example", "jon.falk@brightwater.example"


def letter(
    number: int = 1, sender: str = ME, to: str = JON, name: str = "offer.pdf", **headers: str
) -> EmailMessage:
    """A mail with one attachment."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, f"Offer {number}"
    made["Message-ID"] = f"<a{number}@hearth.example>"
    made["Date"] = f"Tue, {1 + number % 28} Jul 2025 10:00:00 +0000"
    for header, value in headers.items():
        made[header.replace("_", "-")] = value
    made.set_content("As agreed.")
    made.add_attachment(f"offer {number}".encode(), maintype="application", subtype="pdf", filename=name)
    return made


def mailbox(path: Path, *letters: EmailMessage) -> Path:
    """Write a mailbox."""
    path.write_bytes(
        b"".join(b"From x Tue Jul  1 10:00:00 2025\n" + one.as_bytes() + b"\n\n" for one in letters)
    )
    return path


def bring(cast: Cast, path: Path, who: str = "Ada") -> Any:
    """Import it as its owner would, and return the source's id."""
    begun = start_feed(cast.member(who), path=path)
    run_feed(cast.accounts[who], begun.id, path=path)
    return begun.uid


def choose(cast: Cast, who: str = "Ada", kept: bool = True) -> None:
    answer = cast.api(who).put("/attachments", {"kept": kept})
    assert answer.status_code == 200, answer.content


def everyone(cast: Cast) -> None:
    answer = cast.api("Flo").put("/content-options/file", {"unchosen": "everyone"})
    assert answer.status_code == 200, answer.content


def files(cast: Cast, who: str = "Ada") -> list[dict[str, Any]]:
    return list(cast.api(who).read("/files", mine="true")["items"])


def names(cast: Cast) -> set[str]:
    return {one["versions"][0]["name"] for one in files(cast)}


def seen_by_dee(cast: Cast) -> set[str]:
    return {one["versions"][0]["name"] for one in cast.api("Dee").read("/files")["items"]}


def test_off_until_the_mailboxs_owner_wants_it(cast: Cast, tmp_path: Path) -> None:
    path = mailbox(tmp_path / "ada.mbox", letter())
    bring(cast, path)
    # What a colleague wants is about their own mail.
    choose(cast, "Ben")
    bring(cast, path)
    assert files(cast) == []
    assert cast.api("Ada").read("/attachments") == {"since": None, "audience": "Only you", "files": 0}
    choose(cast)
    assert files(cast) == []
    bring(cast, path)
    (file,) = files(cast)
    assert [one["id"] for one in file["item"]["people"]] == [cast.person("Jon")]
    assert file["versions"][0]["name"] == "offer.pdf"
    assert file["item"]["audience"]["option"] == "only you"
    for _ in range(2):
        bring(cast, path)
    # The same mail in another file is the same mail.
    bring(cast, mailbox(tmp_path / "again.mbox", letter(), letter(2)))
    assert len(files(cast)) == 2
    assert cast.api("Ada").read("/attachments")["files"] == 2
    assert cast.api("Ben").read("/attachments")["files"] == 0
    choose(cast, kept=False)
    bring(cast, mailbox(tmp_path / "more.mbox", letter(3)))
    assert len(files(cast)) == 2


def test_a_file_that_its_owner_deleted_does_not_come_back_while_any_source_has_its_mail(
    cast: Cast, tmp_path: Path
) -> None:
    choose(cast)
    path = mailbox(tmp_path / "ada.mbox", letter(), letter(2, name="kept.pdf"))
    source = bring(cast, path)
    uid = next(one["item"]["id"] for one in files(cast) if one["versions"][0]["name"] == "offer.pdf")
    assert cast.api("Ada").delete(f"/items/{uid}").status_code == 204
    bring(cast, path)
    other = mailbox(tmp_path / "other.mbox", letter(2, name="kept.pdf"), letter())
    second = bring(cast, other)
    assert names(cast) == {"kept.pdf"}
    # What came with the first source stays with the second, whose mail it is too, and so does what is known.
    assert cast.api("Ada").delete(f"/sources/{source.hex}?confirm=1").status_code == 204
    assert names(cast) == {"kept.pdf"}
    bring(cast, other)
    bring(cast, path)
    assert names(cast) == {"kept.pdf"}
    assert cast.api("Ada").delete(f"/sources/{second.hex}?confirm=1").status_code == 204
    assert names(cast) == {"kept.pdf"}
    answer = cast.api("Ada").post("/mailbox-rules", {"kind": "address", "what": JON})
    assert answer.status_code == 201, answer.content
    with acting(cast.accounts["Ada"]):
        assert [table.unchecked.count() for table in (MailFile, Item)] == [0, 0]


@pytest.mark.parametrize("by_page", [True, False])
def test_its_owner_takes_all_of_them_back_at_once(cast: Cast, tmp_path: Path, by_page: bool) -> None:
    cast.api("Flo").put("/content-options/file", {"unchosen": "everyone"})
    choose(cast)
    path = mailbox(tmp_path / "ada.mbox", letter(), letter(2, name="second.pdf"))
    bring(cast, path)
    cast.share("Ada", "Gas", "relationships")
    mine = cast.file("Ada", b"uploaded", "Jon", called="mine.pdf")
    there = [one["item"]["id"] for one in cast.api("Ben").read("/files", person=cast.person("Jon"))["items"]]
    assert len(there) == 3
    assert cast.api("Ada").put("/attachments", {"kept": True, "delete_files": True}).status_code == 400
    if by_page:
        assert "Delete 2 files?" in cast.page("Ada").get("/sources/").content.decode()
        assert cast.page("Ada").post("/sources/attachments/", {"deed": "delete"}).status_code == 303
    else:
        said = cast.api("Ada").put("/attachments", {"kept": False, "delete_files": True}).json()
        assert said == {"since": None, "audience": "Everyone", "files": 0}
    assert names(cast) == {"mine.pdf"}
    for file in there:
        assert cast.api("Ben").get(f"/files/{file}/content").status_code == (200 if file == mine else 404)
    choose(cast)
    bring(cast, path)
    assert names(cast) == {"mine.pdf"}, "they do not come back while their mail is here"


@pytest.mark.parametrize("option", ["everyone", "only you"])
def test_who_sees_it_is_the_accounts_default(cast: Cast, tmp_path: Path, option: str) -> None:
    cast.share("Ada", "Gas", "relationships")
    if option == "everyone":
        everyone(cast)
    choose(cast)
    bring(cast, mailbox(tmp_path / "ada.mbox", letter()))
    (file,) = files(cast)
    uid = file["item"]["id"]
    may = {who for who in CAST if cast.api(who).get(f"/items/{uid}").status_code == 200}
    content = {who for who in CAST if cast.api(who).get(f"/files/{uid}/content").status_code == 200}
    seen = {who for who in CAST if cast.page(who).get(f"/notes/{uid}/").status_code == 200}
    listed = {
        who for who in CAST if any(it["item"]["id"] == uid for it in cast.api(who).read("/files")["items"])
    }
    sees = {who for who in CAST if cast.api(who).get(f"/people/{cast.person('Jon')}").status_code == 200}
    assert may == content == seen == listed == ({"Ada"} | sees if option == "everyone" else {"Ada"})
    assert ("Ben" in may) == (option == "everyone")
    assert not may & {"Eve", "Gus"}


@pytest.mark.rule("B05")
@pytest.mark.parametrize("what", ["person", "company", "thread", "thread of a colleague's", "protected"])
def test_what_is_kept_private_brings_none_and_what_came_before_is_its_owners_alone_meanwhile(
    cast: Cast, tmp_path: Path, what: str
) -> None:
    everyone(cast)
    cast.share("Ada", "Gas", "relationships")
    choose(cast)
    first = letter(name="first.pdf", Cc="ben@hearth.example")
    path = mailbox(
        tmp_path / "ada.mbox", first, letter(2, to="kaya.ott@tidalgrid.example, " + JON, name="second.pdf")
    )
    bring(cast, path)
    bring(cast, mailbox(tmp_path / "ben.mbox", first), "Ben")
    assert names(cast) == seen_by_dee(cast) == {"first.pdf", "second.pdf"}
    who, at = ("Flo", "/protected") if what == "protected" else ("Ada", "/exceptions")
    if "thread" in what:
        who = "Ben" if "colleague" in what else "Ada"
        items = cast.api(who).read(f"/people/{cast.person('Jon')}/timeline")["items"]
        named = {
            "kind": "touchpoint",
            "what": next(one["id"] for one in items if one.get("subject") == "Offer 1"),
        }
    elif what == "company":
        named = {"kind": "domain", "what": JON.partition("@")[2]}
    else:
        named = {"kind": "address", "what": JON}
    answer = cast.api(who).post(at, named)
    assert answer.status_code == 201, answer.content
    # The second mail is of another thread, and it hangs on Kaya too, whom nobody keeps private.
    assert seen_by_dee(cast) == ({"second.pdf"} if "thread" in what else set())
    uid = next(one["item"]["id"] for one in files(cast) if one["versions"][0]["name"] == "first.pdf")
    for asked in (f"/items/{uid}", f"/files/{uid}/content"):
        assert [cast.api(one).get(asked).status_code for one in ("Ada", "Dee")] == [200, 404]
    bring(
        cast, mailbox(tmp_path / "more.mbox", letter(3, name="third.pdf", In_Reply_To="<a1@hearth.example>"))
    )
    assert names(cast) == {"first.pdf", "second.pdf"}
    assert cast.api(who).delete(f"{at}/{answer.json()['id']}").status_code in (200, 204)
    assert seen_by_dee(cast) == {"first.pdf", "second.pdf"}


def test_what_no_person_outside_sent_or_got_brings_none(cast: Cast, tmp_path: Path) -> None:
    choose(cast)
    inner = letter(9)
    forwarded = letter(4, name="real.pdf")
    forwarded.add_attachment(inner)
    forwarded.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    forwarded.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="invite.ics")
    forwarded.add_attachment(
        b"\x89PNG\r\n",
        maintype="image",
        subtype="png",
        filename="logo.png",
        cid="<logo>",
        disposition="inline",
    )
    bring(
        cast,
        mailbox(
            tmp_path / "ada.mbox",
            letter(1, to="ben@hearth.example", name="among us.pdf"),
            letter(2, sender=JON, to=ME, name="list.pdf", List_Id="<list.example>"),
            letter(3, sender=JON, to=ME, name="robot.pdf", Auto_Submitted="auto-replied"),
            forwarded,
        ),
    )
    assert names(cast) == {"real.pdf"}


@pytest.mark.rule("A27", "B05")
@pytest.mark.parametrize("way", ["source deleted", "never read"])
def test_a_file_goes_with_its_mail(cast: Cast, tmp_path: Path, way: str) -> None:
    choose(cast)
    source = bring(cast, mailbox(tmp_path / "ada.mbox", letter(), letter(2)))
    other = bring(
        cast, mailbox(tmp_path / "other.mbox", letter(3, to="kaya.ott@tidalgrid.example", name="kept.pdf"))
    )
    assert len(files(cast)) == 3
    if way == "source deleted":
        assert cast.api("Ada").delete(f"/sources/{source.hex}?confirm=1").status_code == 204
    else:
        answer = cast.api("Ada").post("/mailbox-rules", {"kind": "address", "what": JON})
        assert answer.status_code == 201, answer.content
    assert names(cast) == {"kept.pdf"}
    with acting(cast.accounts["Ada"]):
        counts = [table.unchecked.count() for table in (MailFile, FileVersion, StoredContent)]
    assert counts == [1, 1, 1]
    assert cast.api("Ada").delete(f"/sources/{other.hex}?confirm=1").status_code == 204
    assert names(cast) == set()


# Both would fit into the second room, and not into the quarter of it that is for one contributor's mail.
@pytest.mark.parametrize(("setting", "size"), [("TACTFUL_FILE_LIMIT", 10), ("TACTFUL_FILES_QUOTA", 80)])
def test_what_does_not_fit_is_told_to_the_owner_once(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, size: int
) -> None:
    choose(cast)
    monkeypatch.setattr(settings, setting, size)
    large = letter(1)
    large.add_attachment(b"x" * 50, maintype="application", subtype="pdf", filename="large.pdf")
    path = mailbox(tmp_path / "ada.mbox", large)
    source = bring(cast, path)
    assert bring(cast, path) == source
    assert names(cast) == {"offer.pdf"}
    said = cast.page("Ada").get(f"/sources/{source.hex}/").content.decode()
    assert said.count("large.pdf") == 1
    monkeypatch.setattr(settings, setting, 2**20)
    bring(cast, path)
    assert names(cast) == {"offer.pdf", "large.pdf"}


def test_a_store_that_does_not_answer_fails_no_import(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(cast)
    path = mailbox(tmp_path / "ada.mbox", letter(), letter(2, name="second.pdf"))

    def away(*_: object, **__: object) -> None:
        raise NotAnswering("the place where files are kept is away")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "receive", away)
        source = bring(cast, path)
        assert bring(cast, path) == source
    assert files(cast) == []
    assert {one["state"] for one in cast.api("Ada").read("/sources")["items"]} == {"done"}
    said = cast.page("Ada").get(f"/sources/{source.hex}/").content.decode()
    assert said.count("bring the same file again") == 1
    bring(cast, path)
    assert names(cast) == {"offer.pdf", "second.pdf"}
    assert "bring the same file again" not in cast.page("Ada").get(f"/sources/{source.hex}/").content.decode()


def test_the_page_says_what_it_does(cast: Cast) -> None:
    page = cast.page("Ada")
    assert "Keep attachments as files" in page.get("/sources/").content.decode()
    assert page.post("/sources/attachments/", {"deed": "keep"}).status_code == 303
    said = page.get("/sources/").content.decode()
    assert "Keep no further attachments" in said
    assert "Keep no further attachments" not in cast.page("Ben").get("/sources/").content.decode()
    assert page.post("/sources/attachments/", {"deed": "other"}).status_code == 404
    assert page.post("/sources/attachments/", {"deed": "stop"}).status_code == 303
    with acting(cast.accounts["Ada"]):
        assert not AttachmentChoice.unchecked.exists()
    assert cast.api("Ada", may_write=False).put("/attachments", {"kept": True}).status_code == 403


def test_who_was_deactivated_meanwhile_keeps_nothing(committed: Books, tmp_path: Path) -> None:
    books, path = committed, mailbox(tmp_path / "ada.mbox", letter(sender=ADA, to=ZOE))
    with acting(books.account):
        keep_attachments(books.viewer(books.ada), kept=True)
    begun = start_feed(books.viewer(books.ada), path=path)

    def leave(where: str) -> None:
        if where == "before attachments":
            with acting(books.account):
                Membership.unchecked.filter(id=books.ada).update(state="deactivated")

    run_feed(books.account, begun.id, path=path, failpoint=leave)
    with acting(books.account):
        assert not Item.unchecked.exists()


def test_killed_between_two_it_is_made_whole_by_the_next_run(committed: Books, tmp_path: Path) -> None:
    books = committed
    path = mailbox(tmp_path / "ada.mbox", *(letter(n, sender=ADA, to=ZOE) for n in range(6)))
    with acting(books.account):
        keep_attachments(books.viewer(books.ada), kept=True)
    begun = start_feed(books.viewer(books.ada), path=path)
    killed = 0
    for moment in range(1, 40, 3):
        work = partial(run_feed, books.account, begun.id, path=path, failpoint=KillAt(moment))
        killed += in_a_child(work) == -signal.SIGKILL
        with acting(books.account):
            assert Item.unchecked.count() == MailFile.unchecked.count() == FileVersion.unchecked.count() <= 6
    run_feed(books.account, begun.id, path=path)
    assert killed > 3
    with acting(books.account):
        assert Item.unchecked.count() == MailFile.unchecked.count() == FileVersion.unchecked.count() == 6
    delete_feed(books.viewer(books.ada), feed=begun.uid)
    with acting(books.account):
        assert Item.unchecked.count() == MailFile.unchecked.count() == 0
