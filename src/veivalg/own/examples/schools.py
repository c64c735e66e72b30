"""Made-up school buildings and kindergartens for a town like Rana. All of it is KONSTRUERT."""

from veivalg.own.examples import Row, constructed, example
from veivalg.tables import Sourced

YEAR = 2025
# School -> room for, largest classroom (m²), yearly cost of the building (NOK).
BUILDINGS = {
    "Båsmo": (340, 58.0, 4_100_000.0),
    "Gruben": (450, 62.0, 5_300_000.0),
    "Hauknes": (260, 55.0, 3_200_000.0),
    "Lyngheim": (360, 60.0, 4_300_000.0),
    "Selfors": (230, 52.0, 2_900_000.0),
    "Skonseng": (140, 50.0, 1_900_000.0),
    "Ytteren": (330, 60.0, 3_900_000.0),
    "Rana ungdomsskole": (820, 64.0, 9_600_000.0),
    "Storforshei": (260, 56.0, 3_600_000.0),
    "Utskarpen": (150, 54.0, 2_700_000.0),
}
# Made-up names -> children under and over three, basic staff (FTE), play area (m²).
KINDERGARTENS = {
    "Eksempel 1": (18, 36, 12.5, 330.0),
    "Eksempel 2": (27, 42, 16.2, 405.0),
    "Eksempel 3": (12, 24, 8.4, 215.0),
    "Eksempel 4": (33, 57, 20.9, 520.0),
    "Eksempel 5": (9, 21, 6.6, 190.0),
    "Eksempel 6": (24, 48, 16.1, 390.0),
}


@example("1833", "school_buildings")
def school_buildings() -> Sourced:
    """Give made-up room, area and cost of the schools in the printed pupil table."""
    rows: list[Row] = [(name, *what) for name, what in BUILDINGS.items()]
    note = "Plass, areal og utgifter er laget for å vise siden. De er ikke kommunens tall."
    return constructed("1833", "school_buildings", rows, note)


@example("1833", "kindergartens")
def kindergartens() -> Sourced:
    """Give made-up kindergartens."""
    rows: list[Row] = [(name, YEAR, *what) for name, what in KINDERGARTENS.items()]
    return constructed("1833", "kindergartens", rows, "Barnehagene er laget for å vise siden.")
