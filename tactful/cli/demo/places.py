"""Invented places: two halves joined in the sound of a tongue, so that no real town or firm is meant."""

from __future__ import annotations

from random import Random

from tactful.cli.demo.trades import TONGUES

SOUNDS: dict[str, tuple[str, str]] = {
    "british": (
        (
            "Brackle Caldwin Dunner Elsing Fennick Garsel Haskel Inverel Kelder Lambrey Marrel Nethern Orlan Pennar "
            "Quarley Ravel Sarn Tolver Ulvers Wexley"
        ),
        "mouth wick combe ford ness stow holme mere haven gate",
    ),
    "dutch": (
        "Brasker Doezer Elver Fraams Grieter Hulster Jorrits Kwaker Lutjer Mirns Oever Ravels Snoeker Tjams",
        "dam meer veld zijl horn drecht polder waard",
    ),
    "german": (
        "Ahren Brocken Dorn Eller Falken Grauen Hasel Immen Katten Lauter Nessel Otter Reiher Wolken",
        "brück haven koog moor siel stedt werder rode",
    ),
    "nordic": (
        "Bjørke Elver Gråse Haver Isker Kviter Lomse Måse Nøkke Ørne Ravne Selje Tinder Varger",
        "vik sund nes holm havn strand fjord",
    ),
    "latin": (
        "Ribe Monte Vale Fonte Costa Bela Serra Clara Riva Torre",
        "mora sola luna ferra vento douro nera salva",
    ),
    "slavic": ("Sosno Jezio Lipno Grano Modro Vrbo Zeleno Bistro Kamen", "brod grad wice dol var polje"),
    "japanese": ("Kaze Shiro Tsuki Mina Hoshi Umi Sora", "hama zaki ura shima kawa"),
    "asian": ("Lan Hai Yun Nam Tan Sela Muara Pulo Kela Bandar", "shan wan gang pura kota"),
    "levant": ("Deniz Kara Yel Sahil Mina Zafar Amal Ruzgar Selim Doga", "bahr köy nur dere zayn"),
}
SOUND_OF: dict[str, str] = {
    "dutch": "dutch",
    "german": "german",
    "nordic": "nordic",
    "finnish": "nordic",
    "french": "latin",
    "spanish": "latin",
    "portuguese": "latin",
    "italian": "latin",
    "polish": "slavic",
    "czech": "slavic",
    "balkan": "slavic",
    "greek": "levant",
    "turkish": "levant",
    "arabic": "levant",
    "persian": "levant",
    "hebrew": "levant",
    "ethiopian": "levant",
    "swahili": "levant",
    "indian": "asian",
    "chinese": "asian",
    "cantonese": "asian",
    "korean": "asian",
    "vietnamese": "asian",
    "thai": "asian",
    "malay": "asian",
    "japanese": "japanese",
}

# How companies of a trade are called in a tongue; the trade's own forms hold where nothing stands here.
FORMS: dict[tuple[str, str], tuple[str, ...]] = {
    ("dutch", "ports"): ("Havenbedrijf {r}", "{r} Loodsen", "Haven {r}"),
    ("dutch", "utilities"): ("Waterschap {r}", "{r} Waterbedrijf", "Gemaal {r}"),
    ("dutch", "shipping"): ("Rederij {r}", "{r} Sleepdienst"),
    ("dutch", "growers"): ("Kwekerij {r}", "{r} Tuinbouw"),
    ("dutch", "law"): ("{r} Advocaten", "Notariskantoor {r}"),
    ("dutch", "research"): ("Hogeschool {r}", "Universiteit {r}"),
    ("german", "ports"): ("Hafen {r}", "{r} Umschlag GmbH"),
    ("german", "utilities"): ("Stadtwerke {r}", "Wasserverband {r}"),
    ("german", "shipping"): ("Reederei {r}", "{r} Schlepper"),
    ("german", "integrators"): ("{r} Systemhaus", "{r} Leittechnik GmbH"),
    ("german", "distributors"): ("{r} Handel", "{r} Großhandel KG"),
    ("german", "law"): ("Kanzlei {r}", "{r} Rechtsanwälte"),
    ("german", "research"): ("Hochschule {r}", "Institut für Wasserbau {r}"),
    ("german", "suppliers"): ("{r} Messtechnik", "{r} Gießerei"),
    ("nordic", "ports"): ("{r} Havn", "{r} Hamn", "{r} Losene"),
    ("nordic", "utilities"): ("{r} Vann", "{r} Energi"),
    ("nordic", "shipping"): ("{r} Rederi", "{r} Fergeselskap"),
    ("nordic", "law"): ("Advokatfirmaet {r}",),
    ("nordic", "research"): ("Høgskolen i {r}", "{r} Havforskning"),
    ("french", "ports"): ("Port de {r}",),
    ("french", "utilities"): ("Eaux de {r}",),
    ("french", "growers"): ("Domaine de {r}",),
    ("french", "law"): ("{r} Avocats",),
    ("spanish", "ports"): ("Puerto de {r}",),
    ("spanish", "utilities"): ("Aguas de {r}",),
    ("spanish", "shipping"): ("Naviera {r}",),
    ("spanish", "growers"): ("Bodegas {r}",),
    ("portuguese", "ports"): ("Porto de {r}",),
    ("portuguese", "research"): ("Universidade de {r}",),
    ("italian", "ports"): ("Porto di {r}",),
    ("italian", "law"): ("Studio Legale {r}",),
    ("polish", "utilities"): ("Wodociągi {r}",),
    ("polish", "shipping"): ("Żegluga {r}",),
    ("czech", "utilities"): ("Vodárna {r}",),
}

HOST_WORDS: dict[str, str] = {
    "ports": "port",
    "utilities": "water",
    "shipping": "marine",
    "growers": "farm",
    "integrators": "tech",
    "distributors": "supply",
    "law": "law",
    "agencies": "public",
    "research": "lab",
    "suppliers": "parts",
}


def places_of(rng: Random) -> dict[str, list[str]]:
    """Shuffled place names for each tongue; tongues of one sound share a list, so that a place is taken once."""
    lists: dict[str, list[str]] = {}
    for sound, (heads, tails) in SOUNDS.items():
        lists[sound] = [head + tail for head in heads.split() for tail in tails.split()]
        rng.shuffle(lists[sound])
    return {tongue: lists[SOUND_OF.get(tongue, "british")] for tongue in TONGUES}
