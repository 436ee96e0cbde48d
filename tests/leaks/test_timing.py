"""A3: the time of an answer does not tell what is hidden from what is not there. With `make soak` alone, and printed.

Asked in this process, without a network between: what somebody can measure at the other end of a wire is worse.
By two clocks: that on the wall, and that of this process' own work, which other work on the machine does not blur.
"""

from __future__ import annotations

import os
import time
import uuid
from functools import partial

import pytest
from django.test import override_settings

from tactful.accounts.models import ApiKey, Login
from tactful.accounts.wall import acting
from tactful.records.models import Feed
from tests.cast import Cast
from tests.cast.outside import address_of
from tests.leaks.asker import Asker
from tests.leaks.asking import Ask
from tests.leaks.telling import undone
from tests.leaks.timing import told, told_by_time

IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
ROUNDS = int(os.environ.get("TACTFUL_TIMES", "4000"))
#: The claim: whoever guesses by time is right at most so much more often than by lot, the interval's half aside.
BOUND = 0.05
ABSENT = uuid.UUID(int=0x5EED_0000_0000_4000_8000_0000_0000_0001).hex

PERSON = ("", "/values", "/timeline", "/months", "/why", "/who-sees", "/introducers")
COMPANY = ("", "/people", "/timeline", "/months", "/why", "/introducers")


def hidden_and_absent(cast: Cast) -> dict[str, tuple[str, str, str]]:
    """Return (method, address about what is hidden from Ben, address about what is not there), by what is asked."""
    person, company, excepted = cast.person("Kaya"), cast.company("kestrel"), cast.person("Quin")
    with acting(cast.accounts["Ada"]):
        feed = Feed.unchecked.filter(book__owner_id=cast.places["Ada"]).order_by("id")[0].uid.hex
        key = ApiKey.unchecked.filter(membership_id=cast.places["Ada"])[0].uid.hex
    asked: dict[str, tuple[str, str, str]] = {}
    for rest in PERSON:
        asked[f"GET /people/…{rest}"] = (
            "GET",
            f"/api/v1/people/{person}{rest}",
            f"/api/v1/people/{ABSENT}{rest}",
        )
        # Of somebody whom a contributor keeps private, in a book that is open to Ben.
        asked[f"GET /people/… kept private{rest}"] = (
            "GET",
            f"/api/v1/people/{excepted}{rest}",
            f"/api/v1/people/{ABSENT}{rest}",
        )
    for rest in COMPANY:
        asked[f"GET /companies/…{rest}"] = (
            "GET",
            f"/api/v1/companies/{company}{rest}",
            f"/api/v1/companies/{ABSENT}{rest}",
        )
    asked |= {
        "GET /sources/…": ("GET", f"/api/v1/sources/{feed}", f"/api/v1/sources/{ABSENT}"),
        "DELETE /keys/…": ("DELETE", f"/api/v1/keys/{key}", f"/api/v1/keys/{ABSENT}"),
        "GET /people?words=": ("GET", "/api/v1/people?words=kaya", "/api/v1/people?words=kxya"),
        "GET /search?words=": ("GET", "/api/v1/search?words=kestrel", "/api/v1/search?words=kxstrel"),
        "GET /people?company=": (
            "GET",
            f"/api/v1/people?company={company}",
            f"/api/v1/people?company={ABSENT}",
        ),
        "page of a person": ("GET", f"/people/{person}/", f"/people/{ABSENT}/"),
        "page of a company": ("GET", f"/companies/{company}/", f"/companies/{ABSENT}/"),
    }
    return asked


#: Signing in hashes a password each time, which is slow on purpose: it is asked for less often.
SIGN_IN_ROUNDS = max(200, ROUNDS // 10)
MEASURED = pytest.mark.skipif(
    not IS_SOAK, reason="times are measured by `make soak`, on a machine that does nothing else"
)


@MEASURED
@pytest.mark.django_db
@pytest.mark.rule("B12")
@override_settings(
    # A wrong password is otherwise refused for a while after some tries, for known and unknown addresses alike.
    ACCOUNT_RATE_LIMITS=False,
    PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"],
)
def test_time_does_not_tell_who_has_a_login(capsys: pytest.CaptureFixture[str]) -> None:
    Cast.gathered()
    known = Login.objects.get(email=address_of("Ben"))
    known.set_password("steady-harbour-lamp-31")
    known.save()

    def ask(address: str) -> int:
        form = {"login": address, "password": "wrong-harbour-lamp-31"}
        with undone():
            return Asker().ask(Ask("POST web:account_login", "/sign-in/", "POST", form=form)).status

    nobody = f"nobody@{known.email.partition('@')[2]}"
    assert ask(known.email) == ask(nobody) == 200
    telling = []
    for clock in (time.perf_counter_ns, time.process_time_ns):
        times = told_by_time(
            partial(ask, known.email),
            partial(ask, nobody),
            rounds=SIGN_IN_ROUNDS,
            seed="sign in",
            clock=clock,
        )
        with capsys.disabled():
            print(f"\nsigning in by {clock.__name__}: {times}", end="", flush=True)
        if abs(times.auc - 0.5) > BOUND + times.half:
            telling.append(f"{clock.__name__}: {times}")
    assert not telling, "\n".join(telling)


@MEASURED
@pytest.mark.django_db
@pytest.mark.rule("B12")
def test_time_does_not_tell_hidden_from_absent(capsys: pytest.CaptureFixture[str]) -> None:
    cast = Cast.gathered()
    cast.share("Dee", "Gas", "relationships + both")
    quin = {"kind": "person", "what": cast.person("Quin"), "audience": None}
    assert cast.api("Dee").post("/exceptions", quin).status_code == 201
    cast.api("Ada")
    key = cast.api("Ben", may_write=True).token
    signed_in = Asker(Login.objects.get(email=address_of("Ben")))
    headers = {"authorization": f"Bearer {key}"}
    telling = []
    for what, (method, hidden, absent) in hidden_and_absent(cast).items():
        asker = signed_in if what.startswith("page") else Asker()

        def ask(address: str, what: str = what, by: Asker = asker, how: str = method) -> int:
            with undone():
                return by.ask(Ask(what, address, how, headers=headers if by is not signed_in else {})).status

        assert ask(hidden) == ask(absent)
        found = {
            clock.__name__: told_by_time(
                partial(ask, hidden), partial(ask, absent), rounds=ROUNDS, seed=what, clock=clock
            )
            for clock in (time.perf_counter_ns, time.process_time_ns)
        }
        for clock, times in found.items():
            with capsys.disabled():
                print(f"\n{what} by {clock}: {times}", end="", flush=True)
            if abs(times.auc - 0.5) > BOUND + times.half:
                telling.append(f"{what} by {clock}: {times}")
    assert not telling, "\n".join(telling)


def test_what_is_told_by_times() -> None:
    """The measure itself: nothing where there is nothing, all where kinds never meet, half of it in between."""
    same = list(range(1000, 3000))
    assert told(same, same).auc == 0.5
    assert told([5, 6, 7], [1, 2, 3]).auc == 1.0
    assert told([1, 1], [1, 1]).auc == 0.5
    assert abs(told([it + 300 for it in same], same).auc - 0.638) < 0.01
    assert told([2_000_000] * 3, [1_000_000] * 3).differs == 1.0
