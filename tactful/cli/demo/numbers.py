"""Phone numbers that ring nowhere: only ranges that regulators keep free for films and examples."""

from __future__ import annotations

from random import Random

# Regulators of these countries publish ranges for drama; tongues without one of their own borrow a neighbour's.
COUNTRY = {
    "german": "de",
    "dutch": "de",
    "polish": "de",
    "czech": "de",
    "balkan": "de",
    "greek": "de",
    "turkish": "de",
    "nordic": "se",
    "finnish": "se",
    "french": "fr",
    "spanish": "fr",
    "portuguese": "fr",
    "italian": "fr",
    "arabic": "fr",
    "vietnamese": "fr",
    "american": "us",
    "korean": "us",
    "hebrew": "us",
    "chinese": "au",
    "cantonese": "au",
    "japanese": "au",
    "thai": "au",
    "malay": "au",
    "pacific": "au",
}
UK_CITIES = (
    "113 496 0",
    "114 496 0",
    "115 496 0",
    "116 496 0",
    "117 496 0",
    "118 496 0",
    "121 496 0",
    "131 496 0",
    "141 496 0",
    "151 496 0",
    "161 496 0",
    "20 7946 0",
    "191 498 0",
    "28 9649 6",
    "29 2018 0",
)
DE_CITIES = ("30 23125 ", "69 90009 ", "40 66969 ", "221 4710 ", "89 99998 ")
FR_REGIONS = ("1 99 00", "2 61 91", "3 53 01", "4 65 71", "5 36 49")
US_AREAS = (
    "202",
    "206",
    "212",
    "303",
    "305",
    "312",
    "404",
    "415",
    "504",
    "512",
    "612",
    "617",
    "702",
    "713",
    "808",
)


class Numbers:
    """Hands out invented phone numbers, in the spellings that people use."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def work(self, tongue: str) -> str:
        """An office number for somebody who speaks `tongue`."""
        rng = self.rng
        match COUNTRY.get(tongue, "gb"):
            case "de":
                return f"+49 {rng.choice(DE_CITIES)}{rng.randrange(550, 1000)}"
            case "se":
                return f"+46 8 465 004 {rng.randrange(20, 100)}"
            case "fr":
                return f"+33 {rng.choice(FR_REGIONS)} {rng.randrange(100):02} {rng.randrange(100):02}"
            case "us":
                return f"+1 ({rng.choice(US_AREAS)}) 555-01{rng.randrange(100):02}"
            case "au":
                return f"+61 2 {rng.choice(('5550', '7010'))} {rng.randrange(10_000):04}"
            case _:
                return f"+44 {rng.choice(UK_CITIES)}{rng.randrange(400, 1000)}"

    def mobile(self, tongue: str) -> str:
        """A mobile number for somebody who speaks `tongue`."""
        rng = self.rng
        match COUNTRY.get(tongue, "gb"):
            case "de":
                return f"+49 176 04069 {rng.randrange(1000):03}"
            case "se":
                return f"+46 70 174 06 {rng.randrange(30, 100)}"
            case "fr":
                return f"+33 6 39 98 {rng.randrange(100):02} {rng.randrange(100):02}"
            case "us":
                return f"+1 {rng.choice(US_AREAS)} 555 01{rng.randrange(100):02}"
            case "au":
                return f"+61 491 570 {rng.randrange(1000):03}"
            case _:
                return f"+44 7700 900{rng.randrange(400, 1000)}"
