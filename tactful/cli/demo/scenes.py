"""The hand-placed people that the tours lead to: each is known by exactly the members named here.

Chance adds nobody to them: no other member writes to them, meets them or has their card, so that what a tour says
of them holds on every day and for every seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scene:
    """One outside person with their company. `known` maps a member's address to the kind of tie."""

    given: str
    family: str
    local: str
    title: str
    company: str
    domain: str
    known: dict[str, str]
    phone: str = ""
    # A number that only these members have on their card.
    mobile: str = ""
    mobile_for: tuple[str, ...] = ()
    # The name on these members' cards, where it is another.
    called: dict[str, str] = field(default_factory=dict)
    tongue: str = "english"
    trade: str = "ports"


SCENES: tuple[Scene, ...] = (
    # Known in three teams; the mobile number is Cyd's alone, who shares no contact info outside Legal (D07).
    Scene(
        "Marit",
        "Solheim-Aas",
        "marit.solheim-aas",
        "Harbour Director",
        "Port of Varnsund",
        "varnsund.example",
        {"ada": "weekly", "ingrid": "monthly", "cyd": "quarterly", "dee": "new"},
        phone="+46 8 465 004 10",
        mobile="+46 70 174 06 21",
        mobile_for=("cyd",),
        tongue="nordic",
    ),
    Scene(
        "Eystein",
        "Grønlien",
        "eystein.gronlien",
        "Head of Procurement",
        "Port of Varnsund",
        "varnsund.example",
        {"ada": "monthly", "hugo": "brief", "hannah": "quarterly"},
        phone="+46 8 465 004 11",
        tongue="nordic",
    ),
    # Tomasz shares contact info with Sales and nothing with Everyone: a number without a single date (D07, D09).
    Scene(
        "Bogumiła",
        "Zarzycka",
        "b.zarzycka",
        "Network Manager",
        "Zalewo Waterworks",
        "zalewo.example",
        {"tomasz": "weekly"},
        phone="+49 30 23125 400",
        mobile="+49 171 39200 41",
        mobile_for=("tomasz",),
    ),
    # Anton shares nothing: for everybody else these two, and their company, do not exist (D03).
    Scene(
        "Inês",
        "Carvalhal",
        "ines.carvalhal",
        "Mediator",
        "Thistlebrook Mediation",
        "thistlebrook.example",
        {"anton": "weekly"},
        phone="+44 113 496 0331",
        mobile="+44 7700 900331",
        mobile_for=("anton",),
    ),
    Scene(
        "Jocelyn",
        "Underhay",
        "jocelyn.underhay",
        "Clerk",
        "Thistlebrook Mediation",
        "thistlebrook.example",
        {"anton": "monthly"},
        phone="+44 113 496 0332",
    ),
    # Owen's share with Sales ended a month ago.
    Scene(
        "Diarmuid",
        "Quilligan",
        "diarmuid",
        "Harbour Master",
        "Corrigmore Harbour",
        "corrigmore.example",
        {"owen": "weekly"},
        phone="+44 28 9649 6120",
        mobile="+44 7700 900120",
        mobile_for=("owen",),
    ),
    # Sofie's ends in three weeks.
    Scene(
        "Wieke",
        "Noordhuis",
        "w.noordhuis",
        "Agronomist",
        "Ostermeer Growers",
        "ostermeer.example",
        {"sofie": "weekly"},
        phone="+49 221 4710 210",
    ),
    # Viktor is deactivated: his ties left every shared view (D23).
    Scene(
        "Ottilie",
        "Süßkind",
        "o.suesskind",
        "Fleet Manager",
        "Lanzburg Towage",
        "lanzburg.example",
        {"viktor": "faded"},
        phone="+49 69 90009 510",
    ),
    # Oskar is in no team and shares everything with Everyone.
    Scene(
        "Percival",
        "Oakshott",
        "percy",
        "Managing Director",
        "Oakshott Office Works",
        "oakshott.example",
        {"oskar": "monthly"},
        phone="+44 116 496 0077",
    ),
    # Two members' cards call one man by different names (D21).
    Scene(
        "Robert",
        "Ellingham",
        "r.ellingham",
        "Senior Counsel",
        "Ellingham & Larkspur LLP",
        "ellingham.example",
        {"cyd": "weekly", "ada": "quarterly", "hannah": "monthly"},
        phone="+44 20 7946 0211",
        called={"ada": "Bob Ellingham", "hannah": "Robert J. St John Ellingham"},
    ),
    # A hub: half the company knows him, each differently.
    Scene(
        "Casimir",
        "Vroomhart",
        "casimir.vroomhart",
        "Secretary General",
        "North Water Ports Union",
        "northwater.example",
        {
            "ada": "monthly",
            "noor": "weekly",
            "hugo": "quarterly",
            "owen": "dormant",
            "priya": "brief",
            "ingrid": "fading",
            "rafael": "brief",
            "cyd": "dormant",
            "dee": "quarterly",
            "fay": "monthly",
            "sofie": "inbound",
            "yuki": "outbound",
            "ruth": "card",
            "callum": "new",
        },
        phone="+49 40 66969 300",
        mobile="+49 171 39200 77",
        mobile_for=("noor", "fay"),
    ),
    # Only ever in Zeynep's address book, who never chose a level (D12, D20).
    Scene(
        "Maximiliana-Josepha",
        "von und zu Hohenfels-Sarnowitz-Rabenklau",
        "mj.hohenfels",
        "Owner",
        "Hohenfels Orchards",
        "hohenfels.example",
        {"zeynep": "card"},
        phone="+49 89 99998 145",
    ),
)

#: Whom a member keeps private from everybody, by local part: Hugo and Hannah know him too, and theirs stays (B05).
PRIVATE = {"ada": "eystein.gronlien@varnsund.example"}
#: What is shown of whose mails and meetings where they share interactions, by local part; others hide it (A20).
SHOWN = {"hugo": "subjects", "dee": "bodies"}
#: Whose attachments become files.
ATTACHED = ("oskar",)
#: Whose mailbox has a folder that is never read.
NEVER_READ = {"ada": "Private/Family"}
#: Whom the account protects: each of its lawyers is seen by whoever writes to them, and by nobody else (B05).
PROTECTED = ("ellingham.example",)
