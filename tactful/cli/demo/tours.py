"""Whom to sign in as, and where to look: printed by the demo, and kept true by tests on the files."""

from __future__ import annotations

from dataclasses import dataclass

from tactful.cli.demo.company import Company


@dataclass(frozen=True)
class SignIn:
    """One suggested sign-in: `sees` and `must_not` are one sentence each."""

    name: str
    address: str
    password: str
    sees: str
    must_not: str


@dataclass(frozen=True)
class Tour:
    """Look at `person` of `company` as `first`, then as `then`; `sentence` says what to notice.

    Both are members' addresses, with their password where none of the suggested sign-ins tells it.
    """

    person: str
    company: str
    first: str
    then: str
    sentence: str


_CAST: dict[str, tuple[str, str]] = {
    "ada": (
        (
            "Ada, Head of Sales, has a large network of her own and sees what Sales and Partnerships share. She keeps "
            "Eystein Grønlien private: Ben knows of Hugo's tie with him, not of hers."
        ),
        "She must not find Inês Carvalhal at all: only Anton knows her, and Anton shares nothing.",
    ),
    "ben": (
        (
            "Ben, in Sales, shares nothing and still sees what his team shares: Ada's and Hugo's dates, Tomasz's "
            "numbers; and what Hugo's mails are about, for Hugo shows their subjects."
        ),
        (
            "He must not see Marit Solheim-Aas's mobile number, which is on Cyd's card alone, nor Diarmuid Quilligan: "
            "Owen's share with Sales has ended."
        ),
    ),
    "fay": (
        (
            "Fay, the Enterprise Admin in Legal, governs members, teams and limits, sees what Legal and Everyone see, "
            "and protects a law firm: each colleague who writes to Ellingham & Larkspur sees it, and nobody else. "
            "She has bodies kept: whoever Dee shares interactions with reads what was written in Dee's threads."
        ),
        "She must not find Bogumiła Zarzycka or Inês Carvalhal: governing opens nobody's relationships.",
    ),
    "oskar": (
        "Oskar, an Admin in no team, sees only what is shared with Everyone: many ties, Noor's numbers, Dee's dates.",
        "He must not see one of Ada's phone numbers or dates, nor anything of Viktor's, who is deactivated.",
    ),
}

_TOURS: dict[tuple[str, str, str, str], str] = {
    ("Marit Solheim-Aas", "Port of Varnsund", "ben", "cyd"): (
        "Four colleagues in four teams know her. Ben reads Ada's dates and the office number; Cyd reads no date of "
        "Ada's, but has the mobile number, which nobody outside Legal sees."
    ),
    ("Bogumiła Zarzycka", "Zalewo Waterworks", "ben", "dee"): (
        "Tomasz shares relationships + contact info with Sales only. Ben sees the tie and the numbers without a "
        "single date or count; for Dee, in Product, neither she nor her company exists."
    ),
    ("Inês Carvalhal", "Thistlebrook Mediation", "anton", "fay"): (
        "Anton writes to her every week and shares nothing. He sees it all; the Enterprise Admin gets the same "
        "answer as for a person who was never there."
    ),
}


def cast(company: Company) -> tuple[SignIn, ...]:
    """Four sign-ins that show the most, in the order in which they are best tried."""
    found = ((company.member(local), sees, must_not) for local, (sees, must_not) in _CAST.items())
    return tuple(SignIn(m.name, m.address, m.password, sees, must_not) for m, sees, must_not in found)


def tours(company: Company) -> tuple[Tour, ...]:
    """Three walks, each to one person as two members."""
    return tuple(
        Tour(person, at, _signing_in(company, first), _signing_in(company, then), sentence)
        for (person, at, first, then), sentence in _TOURS.items()
    )


def _signing_in(company: Company, local: str) -> str:
    member = company.member(local)
    return member.address if local in _CAST else f"{member.address} ({member.password})"
