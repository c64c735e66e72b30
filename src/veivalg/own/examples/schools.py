"""Made-up schools, pupils and kindergartens. All of it is KONSTRUERT."""

import numpy as np

from veivalg.own.examples import Row, constructed, example
from veivalg.tables import Sourced

SEED = 2632
YEAR = 2025
# School -> pupils a grade about, grades, room for, largest classroom (m²), yearly cost of the
# building (NOK).
SCHOOLS = {
    "Skole 1": (40, (1, 7), 340, 58.0, 4_100_000.0),
    "Skole 2": (55, (1, 7), 450, 62.0, 5_300_000.0),
    "Skole 3": (28, (1, 7), 260, 55.0, 3_200_000.0),
    "Skole 4": (41, (1, 7), 360, 60.0, 4_300_000.0),
    "Skole 5": (21, (1, 7), 230, 52.0, 2_900_000.0),
    "Skole 6": (15, (1, 7), 140, 50.0, 1_900_000.0),
    "Skole 7": (33, (1, 7), 330, 60.0, 3_900_000.0),
    "Skole 8": (11, (1, 10), 160, 56.0, 3_600_000.0),
    "Skole 9": (7, (1, 10), 120, 54.0, 2_700_000.0),
    "Ungdomsskole 1": (250, (8, 10), 820, 64.0, 9_600_000.0),
}
# Kindergarten -> children under and over three, basic staff (FTE), play area (m²).
KINDERGARTENS = {
    "Barnehage 1": (18, 36, 12.5, 330.0),
    "Barnehage 2": (27, 42, 16.2, 405.0),
    "Barnehage 3": (12, 24, 8.4, 215.0),
    "Barnehage 4": (33, 57, 20.9, 520.0),
    "Barnehage 5": (9, 21, 6.6, 190.0),
    "Barnehage 6": (24, 48, 16.1, 390.0),
}
NOTE = "Skoler, elever og barnehager er laget for å vise siden."


@example("pupils")
def pupils() -> Sourced:
    """Give pupils by school and grade, a few grades of the smallest school under five."""
    random = np.random.default_rng(SEED)
    rows: list[Row] = [
        (school, YEAR, grade, max(3, round(about * random.uniform(0.75, 1.25))))
        for school, (about, (first, last), *_building) in SCHOOLS.items()
        for grade in range(first, last + 1)
    ]
    rows = [row if row[:3] != ("Skole 9", YEAR, 1) else (*row[:3], 3) for row in rows]
    return constructed("pupils", rows, NOTE)


@example("school_buildings")
def school_buildings() -> Sourced:
    """Give room, area and cost of the schools."""
    rows: list[Row] = [(school, *told[2:]) for school, told in SCHOOLS.items()]
    return constructed("school_buildings", rows, NOTE)


@example("kindergartens")
def kindergartens() -> Sourced:
    """Give kindergartens."""
    rows: list[Row] = [(name, YEAR, *what) for name, what in KINDERGARTENS.items()]
    return constructed("kindergartens", rows, NOTE)
