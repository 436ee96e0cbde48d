"""Our card reader and vobject's agree on every real card that vobject can read."""

from __future__ import annotations

import warnings
import zipfile

import vobject

from tactful.intake.addresses import clean_address
from tactful.intake.cards import cut, parse_card
from tactful.intake.contentlines import to_utf8
from tactful.intake.parsed import ParsedCard
from tests.intake.letters import data


def test_our_cards_hold_the_addresses_that_vobject_finds() -> None:
    compared = 0
    for archive in sorted(data("vcard-torture").glob("*.zip")):
        with zipfile.ZipFile(archive) as opened:
            for name in opened.namelist():
                # Two thousand equal cards prove no more than one.
                if not name.endswith(".vcf") or "LargeFile" in name:
                    continue
                for raw in cut(to_utf8(opened.read(name))):
                    compared += _agree(raw or b"")
    assert compared > 30


def _agree(raw: bytes) -> bool:
    ours = parse_card(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = vobject.readOne(raw.decode("utf-8"))
    except Exception:  # noqa: BLE001 (what vobject cannot read, it raises in many ways)
        return False
    assert isinstance(ours, ParsedCard) or not theirs.contents.get("email")
    if isinstance(ours, ParsedCard):
        emails = {clean_address(one.value) for one in theirs.contents.get("email", ())} - {None}
        assert set(ours.emails) == emails
    return True
