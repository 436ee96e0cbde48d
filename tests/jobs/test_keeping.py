"""What is not to be kept is erased to the last row, whenever the erasing is cut off, and whatever an import is at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tactful.accounts.keyring import Where, keys_in_use, new_key, open_sealed, reseal
from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.actions.errors import NotAllowed
from tactful.actions.imports.feeds import FeedReport, RulesChanged, open_feed
from tactful.actions.imports.items import Item, Mail, Written
from tactful.actions.imports.writing import Writer
from tactful.actions.keeping import is_erased, set_keeping
from tactful.intake.domains import company_domain
from tactful.jobs.feeds import run_feed, start_feed
from tactful.jobs.keeping import erase_what_is_not_kept
from tactful.records.bodies import Body
from tactful.visibility.keeping import Keeping, keeping_of
from tests.actions.books import ADA, NOON, XIA, YAN, ZOE, Books, days, mail, meeting
from tests.jobs.committed import KillAt, in_a_child
from tests.jobs.files import CALENDAR, write_mailbox
from tests.jobs.files import SECRET as FILED

pytestmark = pytest.mark.rule("A27")

SECRET = "nobody else is to read this"


def letters(count: int) -> list[Mail]:
    """Mails with a body each."""
    return [
        replace(mail(ZOE, [ADA], subject=f"No. {number}"), body=Written(f"{SECRET} {number}"))
        for number in range(count)
    ]


def keep(books: Books, *, bodies: bool | None = None, private_events: bool | None = None) -> None:
    """Switch by Ada, who founded the account."""
    with acting(books.account):
        set_keeping(books.viewer(books.ada), bodies=bodies, private_events=private_events)


def bodies(books: Books) -> int:
    return int(books.rows("select count(*) from records_body")[0][0])


def test_bodies_lie_sealed_and_a_rotation_keeps_them(books: Books) -> None:
    keep(books, bodies=True)
    books.bring(books.ada, "box", letters(5))
    assert bodies(books) == 5
    whole = str(books.rows("select string_agg(t::text, ' ') from records_body t"))
    assert SECRET not in whole
    assert SECRET.encode().hex() not in whole
    with acting(books.account):
        before = {row.uid: row.html for row in Body.unchecked.all()}
    new = new_key()
    assert reseal().values == 5
    assert keys_in_use() == {new.id: 5}
    with acting(books.account):
        assert {row.uid for row in Body.unchecked.all()} == before.keys()
        assert all(row.html != before[row.uid] for row in Body.unchecked.all())


def test_erased_to_the_last_row_however_often_it_is_cut_off(committed: Books) -> None:
    keep(committed, bodies=True)
    committed.bring(committed.ada, "box", letters(30))
    keep(committed, bodies=False)
    runs = 0
    while not done(committed):
        runs += 1
        ended = in_a_child(lambda: erase_what_is_not_kept(committed.account, batch=4, failpoint=KillAt(3)))
        assert ended in (0, -9)
        assert runs < 20
    assert runs > 3
    assert bodies(committed) == 0
    assert committed.count("copy") == 30


def done(books: Books) -> bool:
    with acting(books.account):
        return is_erased(books.account)


def test_an_import_that_runs_goes_on_without(books: Books) -> None:
    keep(books, bodies=True)
    items = letters(20)
    begun = books.begin(books.ada, "box")
    opened = open_feed(books.account, begun.id)
    writer = Writer(opened, company_domain)
    writer.store(items[:10], done=1, total=2)
    assert bodies(books) == 10
    keep(books, bodies=False)
    # A batch that was read before stores none of it: the feed is read again, by what holds now.
    with pytest.raises(RulesChanged):
        writer.store(items[10:], done=2, total=2)
    again = open_feed(books.account, begun.id)
    assert (again.keeps.bodies, again.keeps.bodies_epoch) == (False, 1)
    writer = Writer(again, company_domain)
    writer.store(items, done=2, total=2)
    assert bodies(books) == 10
    erase_what_is_not_kept(books.account, batch=3)
    assert bodies(books) == 0
    assert books.count("copy") == 20


def test_switched_on_again_what_came_before_goes_and_what_comes_after_stays(books: Books) -> None:
    keep(books, bodies=True)
    books.bring(books.ada, "box", letters(5))
    keep(books, bodies=False)
    keep(books, bodies=True)
    books.bring(books.ada, "more", [replace(mail(YAN, [ADA], subject="Later"), body=Written(SECRET))])
    assert bodies(books) == 6
    erase_what_is_not_kept(books.account, batch=2)
    assert bodies(books) == 1
    # What was brought before gets its body when it is brought once more.
    books.bring(books.ada, "box", letters(5))
    assert bodies(books) == 6


def test_switched_on_nothing_is_erased(books: Books) -> None:
    keep(books, bodies=True)
    books.bring(books.ada, "box", letters(5))
    erase_what_is_not_kept(books.account, batch=2)
    assert bodies(books) == 5


def test_a_feed_takes_its_bodies_along(books: Books) -> None:
    keep(books, bodies=True)
    begun = books.bring(books.ada, "box", letters(5))
    books.delete(books.ada, begun)
    assert bodies(books) == 0


def test_private_events_go_with_all_that_rests_on_them_alone(committed: Books) -> None:
    keep(committed, private_events=True)
    plain: list[Item] = [
        mail(ZOE, [ADA]),
        meeting(ADA, [YAN], uid="plain", at=NOON - days(1)),
    ]
    committed.bring(committed.ada, "box", plain)
    before = (committed.digest(), committed.touchpoints(), committed.ties(committed.ada))
    hidden = [
        replace(meeting(ADA, [XIA, ZOE], uid=f"private {number}", at=NOON - days(number)), private=True)
        for number in range(1, 12)
    ]
    committed.bring(committed.ada, "calendar", hidden)
    assert XIA in {person for _, person, _ in committed.touchpoints()}
    keep(committed, private_events=False)
    for _ in range(20):
        if done(committed):
            break
        in_a_child(lambda: erase_what_is_not_kept(committed.account, batch=4, failpoint=KillAt(3)))
    assert done(committed)
    assert committed.touchpoints() == before[1]
    assert committed.rows("select 1 from records_person where key = %s", XIA) == []
    assert committed.ties(committed.ada).keys() == before[2].keys()


def test_only_an_enterprise_admin_may(books: Books) -> None:
    with pytest.raises(NotAllowed), acting(books.account):
        set_keeping(books.viewer(books.ben), bodies=True)
    with acting(books.account):
        Membership.unchecked.filter(id=books.ben).update(role="admin")
    with pytest.raises(NotAllowed), acting(books.account):
        set_keeping(books.viewer(books.ben), bodies=True)
    with acting(books.account):
        assert keeping_of(books.account) == Keeping()


def test_a_file_brings_bodies_and_private_events_once_they_are_kept(books: Books, tmp_path: Path) -> None:
    box, calendar = write_mailbox(tmp_path / "ada.mbox"), tmp_path / "ada.ics"
    calendar.write_text(CALENDAR, newline="")

    def bring(path: Path) -> FeedReport:
        begun = start_feed(books.viewer(books.ada), path=path)
        report = run_feed(books.account, begun.id, path=path, batch=25)
        assert report is not None
        return report

    first = [bring(path) for path in (box, calendar)]
    assert bodies(books) == 0
    keep(books, bodies=True, private_events=True)
    # The same files again: nothing twice, and what was missing.
    again = [bring(path) for path in (box, calendar)]
    assert again[0].mails == first[0].mails
    assert again[1].meetings > first[1].meetings
    assert bodies(books) > 50
    titles = {
        title for (title,) in books.rows("select subject from records_copy where private_epoch is not null")
    }
    assert titles == {""}
    with acting(books.account):
        told = [
            open_sealed(row.html, Where.of(Body, "html", row=row.uid, account=books.account))
            for row in Body.unchecked.all()
        ]
    assert any(FILED in one for one in told)
    keep(books, bodies=False, private_events=False)
    erase_what_is_not_kept(books.account)
    assert bodies(books) == 0
    assert books.rows("select 1 from records_copy where private_epoch is not null") == []
    assert [bring(path).meetings for path in (calendar,)] == [first[1].meetings]
