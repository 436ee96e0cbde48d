"""Make the outside world: the companies and the people who work there, from names invented in the lists."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from random import Random

from tactful.cli.demo.names_europe import EUROPE
from tactful.cli.demo.names_world import WORLD
from tactful.cli.demo.numbers import Numbers
from tactful.cli.demo.places import FORMS, HOST_WORDS, places_of
from tactful.cli.demo.scenes import SCENES, Scene
from tactful.cli.demo.trades import NATIVE_FIRMS, TONGUES, TRADES, Trade

# The demo's only free-mail provider. Intake's list of free-mail domains holds it, so that it makes no company.
FREE_MAIL = "freemail.example"

COMPANIES = 400
PEOPLE = 3_000
FREE_MAIL_PEOPLE = 160

NAMES = {**EUROPE, **WORLD}
FAMILY_FIRST = {"chinese", "cantonese", "japanese", "korean", "vietnamese"}
SPELT = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "æ": "ae",
        "Æ": "Ae",
        "å": "a",
        "ł": "l",
        "Ł": "L",
        "ß": "ss",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "œ": "oe",
        "Œ": "Oe",
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ʼ": "",
        "'": "",
        "\u00a0": "",
        " ": "",
    }
)


@dataclass(frozen=True, eq=False)
class Firm:
    """One outside company: `domain` is registrable, `hosts` are the mail hosts below it, `tongue` its language."""

    name: str
    domain: str
    trade: str
    tongue: str
    native: str = ""
    hosts: tuple[str, ...] = ()
    switchboard: str = ""
    town: str = ""


@dataclass(eq=False)
class Person:
    """One outside person. `addresses` begins with the present one; `firm` is None for people known by free mail only.

    `shown` is how their own mail names them ("" for none); `closed` people meet only the members of their scene.
    """

    number: int
    given: str
    family: str
    shown: str
    addresses: tuple[str, ...]
    firm: Firm | None
    title: str
    tongue: str
    native: str = ""
    phone: str = ""
    mobile: str = ""
    former: Firm | None = None
    moved: int = 0
    closed: bool = False
    scene: Scene | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The name in Latin letters, given name first."""
        return f"{self.given} {self.family}"


def latin(text: str) -> str:
    """The lower-case ASCII letters, digits and hyphens that an address makes of a name."""
    plain = unicodedata.normalize("NFKD", text.translate(SPELT)).encode("ascii", "ignore").decode("ascii")
    return "".join(c for c in plain.lower() if c.isalnum() or c == "-").strip("-")


def parted(word: str) -> tuple[str, str]:
    """A word of the lists as (Latin, native); a no-break space stands for a space inside a name."""
    roman, _, native = word.partition("|")
    return roman.replace("\u00a0", " "), native.replace("\u00a0", " ")


LISTS = {
    tongue: ([parted(w) for w in given.split(" ")], [parted(w) for w in family.split(" ")])
    for tongue, (given, family) in NAMES.items()
}


def make_firms(rng: Random, numbers: Numbers) -> list[Firm]:
    """The companies: those of the scenes first, then those with names in other scripts, then made-up ones."""
    firms: dict[str, Firm] = {}
    for scene in SCENES:
        if scene.domain not in firms:
            firms[scene.domain] = Firm(
                scene.company,
                scene.domain,
                scene.trade,
                scene.tongue,
                "",
                (scene.domain,),
                numbers.work(scene.tongue),
                scene.company.split()[-1],
            )
    for name, native, domain, tongue, trade in NATIVE_FIRMS:
        firms[domain] = Firm(
            name, domain, trade, tongue, native, (domain,), numbers.work(tongue), name.split()[0]
        )
    stems = places_of(rng)
    tongues, weights = list(TONGUES), list(TONGUES.values())
    wanted = [trade for trade in TRADES for _ in range(trade.count)]
    rng.shuffle(wanted)
    for kind in wanted[: COMPANIES - len(firms)]:
        firm = _made_firm(rng, numbers, kind, stems, rng.choices(tongues, weights)[0], firms)
        firms[firm.domain] = firm
    return list(firms.values())


def _made_firm(
    rng: Random,
    numbers: Numbers,
    trade: Trade,
    stems: dict[str, list[str]],
    tongue: str,
    taken: dict[str, Firm],
) -> Firm:
    while True:
        stem, other = (stems[tongue] or stems["english"]).pop(), rng.choice(stems["english"])
        name = rng.choice(FORMS.get((tongue, trade.name), trade.forms)).format(r=stem, s=other)
        whole = latin(name)
        domain = (
            rng.choice(
                (
                    latin(stem),
                    whole if len(whole) < 20 else latin(stem),
                    f"{latin(stem)}-{HOST_WORDS[trade.name]}",
                )
            )
            + ".example"
        )
        if domain not in taken:
            break
    hosts = (domain,) if rng.random() < 0.93 else (domain, f"mail.{domain}", f"{tongue[:2]}.{domain}")
    return Firm(name, domain, trade.name, tongue, "", hosts, numbers.work(tongue), stem)


def headcounts(rng: Random, firms: list[Firm], people: int) -> list[int]:
    """How many people to make at each company: a few large ones, many small, `people` in all."""
    weights = [1.0 / (rank + 6) ** 0.9 for rank in range(len(firms))]
    body = weights[1:]
    rng.shuffle(body)
    # The first company (of the first scene) is always the largest.
    weights = [weights[0] * 1.6, *body]
    total = sum(weights)
    spare = people - len(firms)
    counts = [1 + int(spare * w / total) for w in weights]
    for index in range(people - sum(counts)):
        counts[index % len(counts)] += 1
    return counts


def make_people(rng: Random, numbers: Numbers, firms: list[Firm]) -> list[Person]:
    """The people of the scenes, then the staff of each company, then those who are known by free mail only."""
    by_domain = {firm.domain: firm for firm in firms}
    taken: set[str] = set()
    people = [_from_scene(number, scene, by_domain[scene.domain]) for number, scene in enumerate(SCENES)]
    taken.update(person.addresses[0] for person in people)
    held: dict[str, int] = {}
    for scene in SCENES:
        held[scene.domain] = held.get(scene.domain, 0) + 1
    closed = {scene.domain for scene in SCENES if scene.domain != SCENES[0].domain}
    open_firms = [firm for firm in firms if firm.domain not in closed]
    room = PEOPLE - FREE_MAIL_PEOPLE - len(people) + held[SCENES[0].domain]
    counts = headcounts(rng, open_firms, room)
    counts[0] -= held[SCENES[0].domain]
    titles = {trade.name: trade.titles for trade in TRADES}
    for firm, count in zip(open_firms, counts, strict=True):
        style = rng.randrange(6)
        for _ in range(count):
            people.append(_staff(rng, numbers, len(people), firm, titles[firm.trade], style, taken))
    for _ in range(FREE_MAIL_PEOPLE):
        people.append(_private(rng, numbers, len(people), taken))
    _move_some(rng, people, open_firms, taken)
    return people


def _from_scene(number: int, scene: Scene, firm: Firm) -> Person:
    return Person(
        number,
        scene.given,
        scene.family,
        f"{scene.given} {scene.family}",
        (f"{scene.local}@{scene.domain}",),
        firm,
        scene.title,
        firm.tongue,
        phone=scene.phone,
        mobile=scene.mobile,
        closed=True,
        scene=scene,
    )


def _named(rng: Random, tongue: str) -> tuple[str, str, str]:
    """A given name, a family name and, where the tongue has a script of its own, the whole name in it."""
    givens, families = LISTS[tongue]
    given, family = rng.choice(givens), rng.choice(families)
    while (given[0], family[0]) in {(scene.given, scene.family) for scene in SCENES}:
        # A namesake would make the demo's tours untrue.
        given = rng.choice(givens)
    if tongue == "spanish" and rng.random() < 0.35:
        second = rng.choice(families)
        family = (f"{family[0]} {second[0]}", "")
    native = ""
    if given[1] and family[1]:
        order = (family[1], given[1]) if tongue in FAMILY_FIRST else (given[1], family[1])
        native = (" " if tongue in ("arabic", "japanese") else "").join(order)
    return given[0], family[0], native


def _shown(rng: Random, given: str, family: str, native: str, firm: Firm | None) -> str:
    """How a person's own mail program names them: mostly plainly, some by nothing at all."""
    if native and rng.random() < 0.45:
        return native
    kind = rng.random()
    if kind < 0.06:
        return ""
    if kind < 0.12:
        return f"{family}, {given}"
    if kind < 0.15 and firm:
        return f"{given} {family} ({firm.name})"
    if kind < 0.17:
        return f"{given} {family}".upper()
    if kind < 0.19:
        return f"Dr. {given} {family}"
    return f"{given} {family}"


def _local(rng: Random, given: str, family: str, style: int) -> str:
    first, last = latin(given), latin(family)
    return (
        f"{first}.{last}",
        f"{first}.{last}",
        f"{first[:1]}{last}",
        f"{first[:1]}.{last}",
        f"{last}.{first}",
        first,
    )[style]


def _free(local: str, host: str, taken: set[str]) -> str:
    address, suffix = f"{local}@{host}", 2
    while address in taken:
        address, suffix = f"{local}{suffix}@{host}", suffix + 1
    taken.add(address)
    return address


def _staff(
    rng: Random,
    numbers: Numbers,
    number: int,
    firm: Firm,
    titles: tuple[str, ...],
    style: int,
    taken: set[str],
) -> Person:
    tongue = firm.tongue if rng.random() < 0.72 else rng.choices(list(TONGUES), list(TONGUES.values()))[0]
    given, family, native = _named(rng, tongue)
    addresses = [_free(_local(rng, given, family, style), rng.choice(firm.hosts), taken)]
    if rng.random() < 0.05:
        addresses.append(_free(f"{latin(given)}.{latin(family)}", FREE_MAIL, taken))
    work = firm.switchboard if rng.random() < 0.45 else numbers.work(tongue)
    return Person(
        number,
        given,
        family,
        _shown(rng, given, family, native, firm),
        tuple(addresses),
        firm,
        rng.choice(titles),
        tongue,
        native,
        work,
        numbers.mobile(tongue) if rng.random() < 0.4 else "",
    )


def _private(rng: Random, numbers: Numbers, number: int, taken: set[str]) -> Person:
    tongue = rng.choices(list(TONGUES), list(TONGUES.values()))[0]
    given, family, native = _named(rng, tongue)
    local = rng.choice(
        (
            f"{latin(given)}.{latin(family)}",
            f"{latin(given)}{rng.randrange(60, 99)}",
            f"{latin(family)}-{latin(given)[:1]}",
        )
    )
    title = rng.choice(
        ("", "", "", "Freelance Journalist", "Hydrographic Surveyor", "Consultant", "Illustrator")
    )
    return Person(
        number,
        given,
        family,
        _shown(rng, given, family, native, None),
        (_free(local, FREE_MAIL, taken),),
        None,
        title,
        tongue,
        native,
        "",
        numbers.mobile(tongue),
    )


def _move_some(rng: Random, people: list[Person], firms: list[Firm], taken: set[str]) -> None:
    """Let some people have changed employer, `moved` days ago: an older address at another company."""
    for person in people:
        if person.firm is None or person.closed or rng.random() >= 0.025:
            continue
        former = rng.choice(firms)
        if former is person.firm:
            continue
        person.former, person.moved = former, rng.randrange(150, 800)
        old = _free(_local(rng, person.given, person.family, rng.randrange(4)), former.domain, taken)
        person.addresses = (*person.addresses, old)
