"""What the outside companies do: how they are called, who works there, and which team deals with them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """One kind of company. `forms` are name patterns, `affinity` weighs our teams, `count` is how many to make."""

    name: str
    count: int
    forms: tuple[str, ...]
    titles: tuple[str, ...]
    affinity: dict[str, int]


TRADES: tuple[Trade, ...] = (
    Trade(
        "ports",
        70,
        ("Port of {r}", "{r} Harbour Authority", "{r} Terminals", "{r} Pilots", "{r} Harbour"),
        (
            "Harbour Master",
            "Deputy Harbour Master",
            "Port Operations Manager",
            "Marine Manager",
            "Pilot",
            "Procurement Officer",
            "Dredging Coordinator",
            "Vessel Traffic Officer",
            "Harbour Engineer",
            "Director",
        ),
        {"Sales": 8, "Partnerships": 1, "Product": 2, "Legal": 1},
    ),
    Trade(
        "utilities",
        58,
        ("{r} Water", "{r} Waterworks", "{r} Flood Board", "{r} Energy", "{r} Drainage"),
        (
            "Network Manager",
            "Asset Manager",
            "Head of Flood Risk",
            "Telemetry Engineer",
            "Category Buyer",
            "Operations Director",
            "Control Room Lead",
            "Hydrologist",
            "Innovation Manager",
        ),
        {"Sales": 8, "Partnerships": 1, "Product": 2, "Legal": 1},
    ),
    Trade(
        "shipping",
        48,
        ("{r} Lines", "{r} Shipping", "{r} Ferries", "{r} Towage", "{r} Maritime"),
        (
            "Fleet Manager",
            "Captain",
            "Chartering Manager",
            "Technical Superintendent",
            "Purser",
            "Owner",
            "Fleet Performance Analyst",
            "Head of Operations",
        ),
        {"Sales": 6, "Partnerships": 3, "Product": 1, "Legal": 1},
    ),
    Trade(
        "growers",
        30,
        ("{r} Farms", "{r} Growers", "{r} Vineyards", "{r} Orchards"),
        ("Farm Manager", "Agronomist", "Irrigation Lead", "Owner", "Cellar Master", "Buyer"),
        {"Sales": 6, "Product": 2, "Partnerships": 1},
    ),
    Trade(
        "integrators",
        48,
        ("{r} Systems", "{r} Integration", "{r} Digital", "{r} Telemetry", "{r} Automation"),
        (
            "Solutions Architect",
            "Partner Manager",
            "Delivery Lead",
            "Managing Director",
            "Project Manager",
            "Pre-sales Consultant",
            "Integration Engineer",
            "Alliances Director",
        ),
        {"Partnerships": 8, "Product": 3, "Sales": 2, "Legal": 1},
    ),
    Trade(
        "distributors",
        32,
        ("{r} Supply", "{r} Trading", "{r} Distribution", "{r} Instruments"),
        (
            "Category Manager",
            "Sales Director",
            "Buyer",
            "Logistics Manager",
            "Key Account Manager",
            "Director",
        ),
        {"Partnerships": 8, "Sales": 3, "Legal": 1},
    ),
    Trade(
        "law",
        32,
        ("{r} & {s} LLP", "{r} Chambers", "{r} Legal", "{r} {s} Advocates", "{r} Mediation"),
        ("Partner", "Associate", "Senior Counsel", "Barrister", "Notary", "Clerk", "Trade Mark Attorney"),
        {"Legal": 12, "Partnerships": 1},
    ),
    Trade(
        "agencies",
        22,
        ("{r} Council", "{r} Coastal Agency", "{r} River Commission", "{r} Met Office"),
        (
            "Policy Adviser",
            "Head of Procurement",
            "Permit Officer",
            "Coastal Planner",
            "Inspector",
            "Commissioner",
        ),
        {"Sales": 4, "Legal": 4, "Product": 1},
    ),
    Trade(
        "research",
        28,
        ("University of {r}", "{r} Institute of Hydrology", "{r} Polytechnic", "{r} Observatory"),
        (
            "Professor",
            "Research Fellow",
            "Doctoral Researcher",
            "Lab Manager",
            "Technology Transfer Officer",
            "Lecturer in Oceanography",
        ),
        {"Product": 10, "Partnerships": 2, "Legal": 1},
    ),
    Trade(
        "suppliers",
        32,
        ("{r} Components", "{r} Sensors", "{r} Optics", "{r} Castings", "{r} Electronics"),
        (
            "Account Manager",
            "Applications Engineer",
            "Quality Manager",
            "Sales Engineer",
            "Factory Manager",
            "Shipping Clerk",
            "Managing Director",
        ),
        {"Product": 9, "Partnerships": 1, "Legal": 1, "Sales": 1},
    ),
)

# Companies whose names are also, or only, written in another script; (name, native name, domain, tongue, trade).
NATIVE_FIRMS: tuple[tuple[str, str, str, str, str], ...] = (
    ("Otsuki Kaiun", "大月海運株式会社", "otsuki-kaiun.example", "japanese", "shipping"),
    ("Minatoya Instruments", "港屋計器", "minatoya.example", "japanese", "distributors"),
    ("Lanshi Port Services", "澜石港务有限公司", "lanshi-port.example", "chinese", "ports"),
    ("Marfa al-Nour Terminals", "شركة مرفأ النور", "marfa-alnour.example", "arabic", "ports"),
    ("Haneul Telemetry", "하늘원격계측", "haneul-telemetry.example", "korean", "integrators"),
    ("Wasserwerke Müllersbrück", "", "xn--mllersbrck-9dbh.example", "german", "utilities"),
    ("Œuvres Hydrauliques de Saint-Élouan", "", "saint-elouan.example", "french", "utilities"),
    ("Przedsiębiorstwo Żeglugi Łabądź", "", "zegluga-labadz.example", "polish", "shipping"),
    ("Instituto Hidrográfico de São Telmo do Mar", "", "sao-telmo.example", "portuguese", "research"),
    (
        "The Ancient and Honourable Company of Lightermen and Wherrymen of the Upper Sarnow Estuary",
        "",
        "lightermen.example",
        "english",
        "agencies",
    ),
)

# Weights of the tongues spoken at a company; most people there bear names of its tongue.
TONGUES: dict[str, int] = {
    "english": 22,
    "dutch": 13,
    "nordic": 12,
    "german": 10,
    "welsh": 3,
    "irish": 4,
    "finnish": 3,
    "french": 6,
    "spanish": 5,
    "portuguese": 4,
    "italian": 4,
    "polish": 5,
    "czech": 2,
    "balkan": 3,
    "greek": 2,
    "turkish": 2,
    "arabic": 4,
    "persian": 1,
    "hebrew": 1,
    "indian": 4,
    "chinese": 3,
    "cantonese": 1,
    "japanese": 4,
    "korean": 2,
    "vietnamese": 1,
    "thai": 1,
    "malay": 1,
    "yoruba": 1,
    "igbo": 1,
    "swahili": 1,
    "ethiopian": 1,
    "southern": 2,
    "american": 5,
    "pacific": 1,
}
