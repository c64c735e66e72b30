"""SSB's nine alternatives in the regional projection: scenarios without probability (M2).

The letters stand for fertility, life expectancy, domestic migration and immigration, in that
order: M middle, L low, H high, 0 none.
"""

from dataclasses import dataclass

from veivalg.foundation.i18n import N_, Words, _

TABLE = "14746"
VALID_FROM = "2026"
SOURCE = "SSB, tabell 14746 (framskriving 2026–2050) og SSBs ordforklaring til tabellen"
LETTERS = Words({"M": N_("middels"), "L": N_("lav"), "H": N_("høy"), "0": N_("ingen")})
ASPECTS = (N_("fruktbarhet"), N_("levealder"), N_("innenlandsk flytting"), N_("innvandring"))
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
        return ", ".join(f"{LETTERS[letter]} {_(aspect)}" for letter, aspect in pairs)


ALTERNATIVES: dict[str, Alternative] = {
    a.code: a
    for a in (
        Alternative("MMMM", N_("Hovedalternativet"), "Personer"),
        Alternative("LLML", N_("Lav nasjonal vekst"), "Personer1"),
        Alternative("HHMH", N_("Høy nasjonal vekst"), "Personer2"),
        Alternative("MMML", N_("Lav nettoinnvandring"), "Personer3"),
        Alternative("MMMH", N_("Høy nettoinnvandring"), "Personer4"),
        Alternative("LHML", N_("Sterk aldring"), "Personer5"),
        Alternative("HLMH", N_("Svak aldring"), "Personer6"),
        Alternative("MMM0", N_("Ingen nettoinnvandring"), "Personer7"),
        Alternative("MM00", N_("Ingen flytting"), "Personer8"),
    )
}
