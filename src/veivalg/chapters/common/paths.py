"""The population of the municipality and of those it is held against."""

from dataclasses import dataclass

from veivalg.chapters.common.compared import group_of
from veivalg.chapters.common.population import population_path
from veivalg.content import Place, Role
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.population import PopulationPath
from veivalg.norway.municipality import NORWAY, WITHOUT_OSLO, country_for


@dataclass(frozen=True, slots=True)
class Paths:
    """The population paths of those compared; None when nothing is known of them."""

    own: PopulationPath
    group: PopulationPath | None
    norway: PopulationPath | None

    @property
    def place(self) -> Place:
        """Give the municipality."""
        return self.own.place

    @property
    def country(self) -> str:
        """Name the country compared with."""
        return self.norway.place.name if self.norway else ""

    @property
    def base(self) -> int:
        """Give the newest year counted."""
        return self.own.base_year

    def paths(self) -> tuple[tuple[Role, PopulationPath], ...]:
        """Give those compared that are known, the municipality first."""
        pairs = ((Role.OWN, self.own), (Role.GROUP, self.group), (Role.NORWAY, self.norway))
        return tuple((role, path) for role, path in pairs if path is not None)


def compared_paths(evidence: Evidence) -> Paths | None:
    """Read the population of those compared; None when nothing is known of the municipality."""
    own = population_path(evidence, evidence.place)
    if own is None:
        return None
    others = group_of(evidence)
    group = population_path(evidence, others) if others else None
    return Paths(own, group, population_path(evidence, country_for(evidence.place.code)))


def suffix(place: Place) -> str:
    """Give what tells the figures of the country and the group from the municipality's own."""
    if place.code in (NORWAY.code, WITHOUT_OSLO):
        return "-landet"
    return "-gruppen" if place.code.startswith("EKG") else ""
