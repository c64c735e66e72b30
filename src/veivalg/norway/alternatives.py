"""SSB's nine alternatives in the regional projection: scenarios without probability (M2).

The letters stand for fertility, life expectancy, domestic migration and immigration, in that
order: M middle, L low, H high, 0 none.
"""

from __future__ import annotations

from dataclasses import dataclass

TABLE = "14746"
VALID_FROM = "2026"
SOURCE = "SSB, tabell 14746 (framskriving 2026–2050) og SSBs ordforklaring til tabellen"
LETTERS = {"M": "middels", "L": "lav", "H": "høy", "0": "ingen"}
ASPECTS = ("fruktbarhet", "levealder", "innenlandsk flytting", "innvandring")
MAIN = "MMMM"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative: `code` («MMMM»), Norwegian `name`, and SSB's contents code in 14746."""

    code: str
    name: str
    contents: str
    table: str = TABLE
    valid_from: str = VALID_FROM
    source: str = SOURCE

    def meaning(self) -> str:
        """Spell the letters out.

        Examples
        --------
        >>> ALTERNATIVES["LLML"].meaning()
        'lav fruktbarhet, lav levealder, middels innenlandsk flytting, lav innvandring'
        """
        pairs = zip(self.code, ASPECTS, strict=True)
        return ", ".join(f"{LETTERS[letter]} {aspect}" for letter, aspect in pairs)


ALTERNATIVES: dict[str, Alternative] = {
    a.code: a
    for a in (
        Alternative("MMMM", "Hovedalternativet", "Personer"),
        Alternative("LLML", "Lav nasjonal vekst", "Personer1"),
        Alternative("HHMH", "Høy nasjonal vekst", "Personer2"),
        Alternative("MMML", "Lav nettoinnvandring", "Personer3"),
        Alternative("MMMH", "Høy nettoinnvandring", "Personer4"),
        Alternative("LHML", "Sterk aldring", "Personer5"),
        Alternative("HLMH", "Svak aldring", "Personer6"),
        Alternative("MMM0", "Ingen nettoinnvandring", "Personer7"),
        Alternative("MM00", "Ingen flytting", "Personer8"),
    )
}
