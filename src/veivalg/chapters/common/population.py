"""The population that chapters rest on: what the tables of a report say of a place."""

from veivalg.content import Place
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections import population
from veivalg.maths.projections.people_tables import PeopleTables


def population_path(evidence: Evidence, place: Place) -> population.PopulationPath | None:
    """Give the population of `place`, counted and projected; None when nothing is known of it."""
    return population.population_path(PeopleTables.among(evidence.tables), place)
