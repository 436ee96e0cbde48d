"""Every operation, asked by everybody: with keys of all sorts and with none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from tactful.accounts.models import ApiKey
from tactful.accounts.wall import acting
from tactful.config.home import Home
from tactful.jobs.feeds import spool
from tests.cast import Cast
from tests.cast.clients import Api
from tests.doors.api.asked import OPERATIONS, READS, WHO, ids, undone
from tools.doors import operations


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Spool uploads in a home of the test's own: their feeds are undone with the test."""
    monkeypatch.setattr(settings, "HOME", Home(tmp_path))


def test_the_table_holds_every_operation() -> None:
    assert {one.name for one in OPERATIONS} == set(operations())
    assert len(OPERATIONS) == len({one.name for one in OPERATIONS})


@pytest.mark.rule("A34", "B10", "B12")
@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says(cast: Cast, who: str) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    named, api = ids(cast), cast.api(who)
    got = {}
    for operation in OPERATIONS:
        with undone():
            got[operation.name] = operation.ask(api, named).status_code
    assert got == {operation.name: operation.expects[who] for operation in OPERATIONS}


@pytest.mark.rule("A34")
def test_a_key_that_only_reads_gets_the_same_and_writes_nothing(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    named, api, writing = ids(cast), cast.api("Ada", may_write=False), cast.api("Ada")
    for operation in OPERATIONS:
        answer = operation.ask(api, named)
        if operation.method == "GET":
            assert answer.status_code == operation.expects["Ada"], operation.name
            if operation.name not in ("GET /me", "GET /keys"):
                assert answer.content == operation.ask(writing, named).content, operation.name
        else:
            assert answer.status_code == 403, operation.name
            assert answer.json()["error"]["code"] == "not_allowed"


@pytest.mark.rule("A34", "B12")
def test_no_key_and_keys_of_no_use_get_one_and_the_same_answer(cast: Cast) -> None:
    named = ids(cast)
    past = datetime.now(UTC) - timedelta(seconds=90)
    revoked = cast.api("Ada")
    with acting(cast.accounts["Ada"]):
        ApiKey.unchecked.filter(account_id=cast.accounts["Ada"], name="Tests").update(revoked_at=past)
    leaver = cast.api("Ben")
    assert cast.api("Flo").post(f"/members/{cast.id('Ben')}/deactivate", confirm=1).status_code == 204
    useless = {
        "none": Api(),
        "unknown": Api("tactful_" + "x" * 43),
        "no key at all": Api("ordinary words"),
        "endless": Api("tactful_" + "x" * 5_000),
        "expired": cast.api("Ada", ends_at=past),
        "revoked": revoked,
        "of a deactivated member": leaver,
    }
    for operation in OPERATIONS:
        answers = {
            sort: (answer.status_code, tuple(sorted(answer.headers.items())), answer.content)
            for sort, api in useless.items()
            for answer in [operation.ask(api, named)]
        }
        assert {answer[0] for answer in answers.values()} == {401}, (operation.name, answers)
        assert len(set(answers.values())) == 1, (operation.name, answers)


@pytest.mark.rule("A34")
def test_a_signed_in_page_is_no_key(cast: Cast) -> None:
    assert Api(client=cast.page("Ada")).get("/people").status_code == 401


@pytest.mark.rule("B10")
def test_a_key_counts_and_not_the_page_that_is_signed_in_beside_it(cast: Cast) -> None:
    both = Api(cast.api("Gus").token, cast.page("Ada"))
    assert both.read("/me")["name"] == "Gus"
    assert {one["name"] for one in both.read("/people")["items"]} == {"Ines Duarte", "Vera Young"}


def test_other_methods_are_refused_in_the_same_form(cast: Cast) -> None:
    named, api = ids(cast), cast.api("Ada")
    there: dict[str, set[str]] = {}
    for operation in OPERATIONS:
        there.setdefault(operation.path, set()).add(operation.method)
    for path, methods in there.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - methods:
            answer = api.ask(method, path.format(**named))
            assert answer.status_code == 405, (method, path)
            assert {one.strip() for one in answer.headers["Allow"].split(",")} == methods
            assert answer.json()["error"]["code"] == "method_not_allowed"


def test_head_is_get_without_its_body(cast: Cast) -> None:
    answer = cast.api("Ada").ask("HEAD", "/people")
    assert (answer.status_code, answer.content) == (200, b"")


def test_nothing_may_be_kept_by_a_cache(cast: Cast) -> None:
    named, api = ids(cast), cast.api("Ada")
    for operation in READS:
        assert operation.ask(api, named).headers["Cache-Control"] == "no-store, private", operation.name


def test_what_cannot_be_undone_wants_a_confirmation(cast: Cast) -> None:
    named = ids(cast)
    for who, answer in (
        ("Ada", cast.api("Ada").delete(f"/sources/{named['source']}")),
        ("Flo", cast.api("Flo").post(f"/members/{named['member']}/deactivate")),
    ):
        assert answer.status_code == 409, who
        assert answer.json()["error"]["field"] == "confirm"
    assert cast.api("Ada").get(f"/sources/{named['source']}").status_code == 200
    assert cast.member("Ben").name == "Ben"


def test_an_upload_waits_to_be_read_and_is_spooled_encrypted(cast: Cast) -> None:
    answer = cast.api("Ada").upload("/sources", "more.vcf", b"BEGIN:VCARD\r\nFN:Plain words\r\nEND:VCARD\r\n")
    assert (answer.status_code, answer.json()["state"], answer.json()["name"]) == (202, "waiting", "more.vcf")
    spooled = [path.read_bytes() for path in spool().folder.iterdir()]
    assert spooled
    assert not any(b"Plain words" in content for content in spooled)
