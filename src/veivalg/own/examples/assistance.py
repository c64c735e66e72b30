"""Made-up users by how much help they need. Everything here is KONSTRUERT."""

from veivalg.maths.services.assistance import CATEGORIES
from veivalg.own.examples import constructed, example, figures
from veivalg.tables import Sourced

# Service/age -> users by category in the order of CATEGORIES.
USERS = figures("iplos")


@example("iplos_categories")
def iplos_categories() -> Sourced:
    """Give users by service, age and category."""
    rows = [
        (*key.split("/"), category, n)
        for key, counts in USERS.items()
        for category, n in zip(CATEGORIES, counts, strict=True)
    ]
    return constructed("iplos_categories", rows, "Brukerne er laget for å vise siden.")
