"""Invented names, made of parts, in several scripts; and their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tactful.records.sort_key import sort_key

Integers = npt.NDArray[np.int64]


def _split(words: str) -> list[str]:
    return words.split()


GIVEN = _split(
    "Ada Björn Chloë Dáithí Élodie Fenna Gwen Håkon Ílir Jórunn Kaya Łucja Marit Noël "
    "Óscar Przemysław Renée Søren Quentin Tove Ursula Věra Wiebke Xenia Yrsa Zoë Amal أمل "
    "Бронислав Вера Γιώργος Ελένη דפנה 晨曦 美琳 陽子 さくら 민준 서연 Anil Bhavna Chidi Dalisu Efua "
    "Folake Gathoni Hamisi Imani Jabari Kwame Lerato Mandla Nomsa Oluchi Priya Ravi "
    "Sanele Thabo Uchenna Vusi Wanjiru Yaw Zanele Aroha Hemi Kahu Mere Tāne Whetū Itzel "
    "Nayeli Tlaloc Ximena Yara Inti Killa"
)
_HEADS = _split(
    "Alder Bram Carn Dorn Elm Fenn Gar Hol Ing Jarl Kel Lind Mar Nor Ost Pell Quar Ros Sten Thor Ulf Ven Wal Yar Zel "
    "Ås Ög Ær Čer Šim Žel Ørn Ñan Đor Łaz Мор Нов Сол Παπ Κων 林 王 佐 金"
)
_MIDDLES = _split("an bar de ero field gar hold in kam lö men no ov per quist ran shaw tor und vik")
_TAILS = _split(
    "a berg by croft dal e feldt gaard ham ić järvi k lund mann nen o pol row son ú ville wski y zan"
)
FAMILY = [f"{head}{middle}{tail}" for head in _HEADS for middle in _MIDDLES for tail in _TAILS]

TITLES = [
    f"{rank}{role}"
    for rank in ("", "Senior ", "Head of ", "Deputy ")
    for role in (
        "Sales",
        "Counsel",
        "Einkauf",
        "Achats",
        "Research",
        "Logistics",
        "Größen",
        "Finance",
        "Design",
        "物流",
    )
]
_FIRM_HEADS = _split(
    "amber birch copper dune ember fjord granite harbor iris kestrel larch meadow north opal pine quartz river"
)
_FIRM_MIDDLES = _split(
    "bank bridge crest dale edge fall gate hill isle key lake mill oak peak reef stone vale well yard"
)
_FIRM_TAILS = [
    "works",
    "foods",
    "labs",
    "tools",
    "freight",
    "media",
    "energy",
    "optics",
    "paper",
    "trade",
    "motors",
    "rail",
    "legal",
    "health",
    "glass",
]

#: How a book may write a person's name: whole, the initial alone, with a middle letter, or not at all.
WHOLE, INITIAL, MIDDLE, UNNAMED = range(4)


@dataclass(frozen=True)
class Texts:
    """Different texts in the order in which lists sort them, each with its key: a row names its text by its place."""

    texts: list[str]
    keys: list[str]

    def __len__(self) -> int:
        return len(self.texts)


def domain(number: int) -> str:
    """Return the domain of a company, different for each number below 5,000 times the number of tails."""
    number, tail = divmod(number, len(_FIRM_TAILS))
    number, middle = divmod(number, len(_FIRM_MIDDLES))
    more, head = divmod(number, len(_FIRM_HEADS))
    return f"{_FIRM_HEADS[head]}{_FIRM_MIDDLES[middle]}-{_FIRM_TAILS[tail]}{more or ''}.example"


def firm_name(number: int) -> str:
    """Return what a company calls itself."""
    return domain(number).removesuffix(".example").replace("-", " ").title()


def name_codes(given: Integers, family: Integers, form: Integers, middle: Integers) -> Integers:
    """Return one number per name, equal for equal names; -1 where a row has none. Shape: that of `form`."""
    code = ((form * 32 + np.where(form == MIDDLE, middle, 0)) * len(FAMILY) + family) * len(GIVEN) + given
    return np.where(form == UNNAMED, -1, code)


def named(codes: Integers) -> tuple[Integers, Texts]:
    """Return the place of each code's name among all of them in the order of lists, -1 for none; and the names.

    Shape: that of `codes`.
    """
    different, back = np.unique(codes, return_inverse=True)
    given_keys, family_keys = [sort_key(g) for g in GIVEN], [sort_key(f) for f in FAMILY]
    pairs: list[tuple[str, str]] = []
    for code in different.tolist():
        if code < 0:
            pairs.append(("", ""))
            continue
        rest, given = divmod(code, len(GIVEN))
        rest, family = divmod(rest, len(FAMILY))
        form, middle = divmod(rest, 32)
        if form == WHOLE:
            pairs.append((f"{given_keys[given]} {family_keys[family]}", f"{GIVEN[given]} {FAMILY[family]}"))
        elif form == INITIAL:
            initial = GIVEN[given][0]
            pairs.append((f"{sort_key(initial)}. {family_keys[family]}", f"{initial}. {FAMILY[family]}"))
        else:
            letter = chr(65 + middle % 26)
            pairs.append(
                (
                    f"{given_keys[given]} {letter.lower()}. {family_keys[family]}",
                    f"{GIVEN[given]} {letter}. {FAMILY[family]}",
                )
            )
    return ranked(back.reshape(codes.shape), pairs)


def ranked(number: Integers, pairs: list[tuple[str, str]]) -> tuple[Integers, Texts]:
    """Return the place of each row's (key, text) among those that are not empty, -1 for an empty one; and the texts."""
    there = sorted({pair for pair in pairs if pair[1]})
    place = {pair: i for i, pair in enumerate(there)}
    places = np.array([place.get(pair, -1) for pair in pairs], dtype=np.int64)
    return places[number], Texts([text for _, text in there], [key for key, _ in there])
