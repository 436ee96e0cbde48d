"""What each of the cast brought: mails, meetings and cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tactful.actions.imports.items import Item
from tests.cast.outside import card, letters, mail, meeting

#: By member, by source. Mails that stand in two books are one mail.
BOOKS: Mapping[str, Mapping[str, Sequence[Item]]] = {
    "Ada": {
        "ada.mbox": [
            *letters("Ada", "Ines", 2, 9, 30, 60),
            *letters("Ada", "Jon", 20),
            *letters("Ada", "Kaya", 5, 40),
            mail("Ada", "Pia", 100),
            mail("Ada", "Ines", 3, cc=["Ben", "Eve"], subject="Price of the pipeline"),
            mail("Ada", "Ben", 4, subject="Only among us"),
        ],
        "ada.ics": [meeting("Ada", ["Ines", "Ben"], 12), meeting("Kaya", ["Ada", "Cyd"], 15)],
        "ada.vcf": [
            card("Ines", note="Met at the harbour", birthday="1980-02-03"),
            card("Jon"),
            card("Tess", note="Likes oak"),
        ],
    },
    "Ben": {
        "ben.mbox": [
            *letters("Ben", "Ines", 8),
            *letters("Ben", "Milo", 1, 6),
            *letters("Ben", "Nora", 50),
            mail("Rhea", "Ben", 70),
            mail("Ada", "Ines", 3, cc=["Ben", "Eve"], subject="Price of the pipeline"),
        ],
        "ben.vcf": [card("Ines", name="Inês D.", title="Supply", phone="+4420555901"), card("Milo")],
    },
    "Cyd": {
        "cyd.mbox": [*letters("Cyd", "Kaya", 10), *letters("Cyd", "Liv", 3, 13), *letters("Cyd", "Nora", 25)],
        "cyd.vcf": [card("Liv", note="Sails"), card("Kaya", phone="+4420555903")],
    },
    "Dee": {
        "dee.mbox": [*letters("Dee", "Quin", 2, 4), *letters("Dee", "Rhea", 6)],
        "dee.vcf": [card("Quin"), card("Rhea")],
    },
    "Eve": {
        "eve.mbox": [*letters("Eve", "Olaf", 1, 7), *letters("Eve", "Pia", 2)],
        "eve.vcf": [card("Olaf")],
    },
    "Flo": {"flo.mbox": letters("Flo", "Ugo", 5)},
    "Gus": {
        "gus.mbox": [*letters("Gus", "Vera", 3), *letters("Gus", "Ines", 1)],
        "gus.vcf": [card("Ines", name="Ines of Quarry", phone="+4420555999"), card("Vera")],
    },
}
