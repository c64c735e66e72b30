"""Made-up users by how much help they need, Harstad and Rana. Everything here is KONSTRUERT."""

from functools import partial

from veivalg.maths.services.assistance import CATEGORIES
from veivalg.own.examples import constructed, example
from veivalg.tables import Sourced

# Service and age -> users by category in the order of CATEGORIES.
USERS = {
    ("home", "0-66"): (148, 96, 44, 22),
    ("home", "67-79"): (131, 88, 31, 17),
    ("home", "80+"): (172, 146, 58, 20),
    ("short_stay", "67-79"): (6, 11, 12, 5),
    ("short_stay", "80+"): (8, 19, 26, 7),
    ("long_stay", "67-79"): (5, 9, 34, 0),
    ("long_stay", "80+"): (7, 28, 118, 6),
    ("dwelling", "0-66"): (14, 27, 46, 5),
    ("dwelling", "67-79"): (8, 14, 13, 0),
    ("dwelling", "80+"): (12, 31, 29, 6),
}
# The size against the list above.
PLACES = {"5503": 1.0, "1833": 1.08}


def _categories(code: str) -> Sourced:
    rows = [
        (service, age, category, round(n * PLACES[code]))
        for (service, age), counts in USERS.items()
        for category, n in zip(CATEGORIES, counts, strict=True)
    ]
    note = "Brukerne er laget for å vise siden. De er ikke kommunens tall."
    return constructed(code, "iplos_categories", rows, note)


for _code in PLACES:
    example(_code, "iplos_categories")(partial(_categories, _code))
