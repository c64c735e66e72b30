"""Made-up schools, pupils and kindergartens. All of it is KONSTRUERT."""

from pathlib import Path

import numpy as np
import orjson

from veivalg.own.examples import Row, constructed, example
from veivalg.tables import Sourced

SEED = 2632
YEAR = 2025
# School -> pupils a grade about, grades, room for, largest classroom (m²), yearly cost of the
# building (NOK).
_DATA = orjson.loads(Path(__file__).with_suffix(".json").read_bytes())
SCHOOLS = _DATA["schools"]
# Kindergarten -> children under and over three, basic staff (FTE), play area (m²).
KINDERGARTENS = _DATA["kindergartens"]
NOTE = "Skoler, elever og barnehager er laget for å vise siden."


@example("pupils")
def pupils() -> Sourced:
    """Give pupils by school and grade, a few grades of the smallest school under five."""
    random = np.random.default_rng(SEED)
    rows: list[Row] = [
        (school, YEAR, grade, max(3, round(about * random.uniform(0.75, 1.25))))
        for school, (about, first, last, *_building) in SCHOOLS.items()
        for grade in range(first, last + 1)
    ]
    rows = [row if row[:3] != ("Skole 9", YEAR, 1) else (*row[:3], 3) for row in rows]
    return constructed("pupils", rows, NOTE)


@example("school_buildings")
def school_buildings() -> Sourced:
    """Give room, area and cost of the schools."""
    rows: list[Row] = [(school, *told[3:]) for school, told in SCHOOLS.items()]
    return constructed("school_buildings", rows, NOTE)


@example("kindergartens")
def kindergartens() -> Sourced:
    """Give kindergartens."""
    rows: list[Row] = [(name, YEAR, *what) for name, what in KINDERGARTENS.items()]
    return constructed("kindergartens", rows, NOTE)
