"""Which company's domain an address speaks of."""

from __future__ import annotations

import pytest

from tactful.intake.domains import FREE_MAIL, company_domain, is_free_mail, registrable


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("ada@mail.harbour.co.uk", "harbour.co.uk"),
        ("ada@Harbour.COM", "harbour.com"),
        ("sub.north.example", "north.example"),
        ("ada@xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("ada@co.uk", None),
        ("ada@localhost", None),
        ("ada@mail.corp", None),
        ("ada@10.0.0.1", None),
        ("ada@", None),
    ],
)
def test_registrable_domains(address: str, domain: str | None) -> None:
    assert registrable(address) == domain


def test_free_mail_makes_no_company() -> None:
    assert is_free_mail("gmail.com")
    assert company_domain("ada@googlemail.com") is None
    assert company_domain("ada@mail.harbour.co.uk") == "harbour.co.uk"
    assert len(FREE_MAIL) > 500


def test_every_free_mail_domain_is_registrable() -> None:
    assert [domain for domain in FREE_MAIL if registrable(domain) != domain] == []
