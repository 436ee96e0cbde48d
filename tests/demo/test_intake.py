"""The product's own readers take the demo's files as they are."""

from __future__ import annotations

import pytest

from tactful.cli.demo.company import Company
from tactful.cli.demo.files import File
from tactful.intake.domains import company_domain
from tactful.intake.parsed import ParsedCard, ParsedMail, ParsedMeeting, Rejected
from tactful.intake.reading import read
from tests.demo.conftest import Copy


@pytest.mark.parametrize("member", ["ada", "callum"])
def test_nothing_is_rejected_but_what_lies_ahead(member: str, files: list[File], copies: list[Copy]) -> None:
    address = f"{member}@hollinvane.example"
    found = [(f.kind, item) for f in files if f.member == address for item in read(f.path)]
    mails = [item for _, item in found if isinstance(item, ParsedMail)]
    assert len(mails) == sum(copy.member == address for copy in copies)
    assert all(mail.automated for mail in mails if mail.recipients > 30)
    assert 0 < sum(mail.automated for mail in mails) < len(mails) / 3
    assert sum(isinstance(item, ParsedMeeting) for _, item in found) >= 50
    assert sum(isinstance(item, ParsedCard) for _, item in found) >= 60
    rejected = [(kind, item.reason) for kind, item in found if isinstance(item, Rejected)]
    assert {kind for kind, _ in rejected} <= {"ics"}
    assert len(rejected) <= 5


def test_companies_by_registrable_domain(company: Company) -> None:
    for person in company.people:
        if person.firm:
            assert company_domain(person.addresses[0]) == person.firm.domain
