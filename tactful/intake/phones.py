"""Write telephone numbers in one form where that is certain; keep them as written always."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

from tactful.intake.parsed import Phone
from tactful.intake.plain import one_line

_DIGIT = re.compile(r"\d")


def phone(written: str, region: str | None = None, kind: str = "") -> Phone | None:
    """The number as written and, where it names its country or `region` ("DE") is given, in E.164 form.

    None where there is no number in it.
    """
    return _phone(written[:200], region, kind)


@lru_cache(maxsize=8192)
def _phone(written: str, region: str | None, kind: str) -> Phone | None:
    raw = one_line(written, 80)
    if raw.lower().startswith("tel:"):
        raw = raw[4:].partition(";")[0]
    if len(_DIGIT.findall(raw)) < 3:
        return None
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return Phone(raw, None, kind)
    # A number that names its country may be of a plan younger than the list; a guessed country asks for more.
    certain = phonenumbers.is_possible_number if raw.startswith("+") else phonenumbers.is_valid_number
    if not certain(number):
        return Phone(raw, None, kind)
    return Phone(raw, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), kind)
