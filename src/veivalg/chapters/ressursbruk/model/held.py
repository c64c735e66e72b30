"""Whom a municipality is held against: its group, the country, and those a person has chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from veivalg.chapters.common.sentences import fill, listed
from veivalg.content import Place, Role, format_plain
from veivalg.foundation.i18n import N_, _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.area_gaps import (
    AreaGap,
    Total,
    Verdict,
    WageShare,
    add_areas,
    compare_area,
)
from veivalg.maths.comparison.area_year import AreaYear
from veivalg.norway.municipality import OSLO, country_without_oslo, kostra_group
from veivalg.norway.register import members_of, municipalities

CARE = "FGK9"
NAMES: Mapping[str, str] = {
    "FGK9": N_("Helse og omsorg"),
    "FGK8b": N_("Grunnskole"),
    "FGK7": N_("Barnehage"),
    "FGK1b": N_("Administrasjon"),
    "FGK12": N_("Sosiale tjenester"),
    "FGK13": N_("Barnevern"),
}
"""SSB's service area → what it is called here, in the order it is shown."""
MANY = 4
"""Those chosen that are named one by one in a title; of more, it is how many."""
EARLIER = 2
"""Years before the accounts that tell who moves and how the gap was."""

Years = Mapping[tuple[str, int], AreaYear]


@dataclass(frozen=True)
class Against:
    """A municipality's areas against one reference.

    ``name`` is how the reference is called, ``members`` whose cost its level is made of.
    """

    id: str
    name: str
    place: Place
    role: Role
    members: frozenset[str]
    gaps: Mapping[str, AreaGap]

    @cached_property
    def total(self) -> Total:
        """Add the areas."""
        return add_areas(self.gaps)

    @property
    def known(self) -> bool:
        """Say whether there is anything to compare with."""
        return any(g.verdict is not Verdict.NONE for g in self.gaps.values())


def references(
    evidence: Evidence, years: Years, year: int, wages: WageShare
) -> tuple[Against | None, Against]:
    """Give the KOSTRA group and the country without Oslo."""
    everyone = frozenset(m.code for m in municipalities() if m.code != OSLO)
    whole = country_without_oslo()
    country = _against(
        evidence, years, year, wages, ("landet", whole.name, whole, Role.NORWAY), everyone
    )
    # The group also where the municipality is alone in it: then that is what is told.
    code = evidence.municipality.kostra_group
    if code is None:
        return None, country
    place = kostra_group(code)
    members = frozenset(m.code for m in members_of(place.code))
    named = ("gruppe", place.name, place, Role.GROUP)
    return _against(evidence, years, year, wages, named, members), country


def _against(
    evidence: Evidence,
    years: Years,
    year: int,
    wages: WageShare,
    named: tuple[str, str, Place, Role],
    members: frozenset[str],
) -> Against:
    code = evidence.place.code
    before = _people_before(years, code, year)
    gaps = {
        area: compare_area(
            years[area, year],
            code,
            members,
            wages,
            before=[
                years[area, y]
                for y in range(year - 1, year - EARLIER - 1, -1)
                if (area, y) in years and code in years[area, y].codes
            ],
            people_before=before,
        )
        for area in NAMES
    }
    return Against(*named, members, gaps)


def _people_before(years: Years, code: str, year: int) -> float | None:
    """Give the inhabitants a year earlier: those the need index was made of."""
    earlier = years.get((CARE, year - 1))
    if earlier is None or code not in earlier.codes:
        return None
    return float(earlier.people[earlier.index(code)])


def chosen(evidence: Evidence, years: Years, year: int, wages: WageShare) -> Against | None:
    """Give those a person has chosen to compare with."""
    known = set(years[CARE, year].codes) - {evidence.place.code}
    peers = [p for p in evidence.peers if p.code in known]
    if not peers:
        return None
    name = fill(_("snittet av {names}"), names=listed([p.name for p in peers]))
    if len(peers) > MANY:
        name = fill(_("snittet av {n} valgte kommuner"), n=format_plain(len(peers)))
    place = peers[0] if len(peers) == 1 else Place("valgte", name)
    named = ("valgte", place.name, place, Role.PEER)
    return _against(evidence, years, year, wages, named, frozenset(p.code for p in peers))
