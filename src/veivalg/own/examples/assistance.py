"""Made-up users by how much help they need. Everything here is KONSTRUERT."""

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


@example("iplos_categories")
def iplos_categories() -> Sourced:
    """Give users by service, age and category."""
    rows = [
        (service, age, category, n)
        for (service, age), counts in USERS.items()
        for category, n in zip(CATEGORIES, counts, strict=True)
    ]
    return constructed("iplos_categories", rows, "Brukerne er laget for å vise siden.")
