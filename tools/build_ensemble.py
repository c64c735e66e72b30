"""Build ``norway/data/ensemble.json`` from the population of the whole country.

Usage: ``python -m tools.build_ensemble --befolkning FIL``. The file has the columns of the table
``population``. What earlier base years taught is built by ``tools.teach_ensemble``.
"""

from __future__ import annotations

import numpy as np

from tools.ensemble_errors import build
from veivalg.maths.projections.ensemble.components import Components, learn

COLUMNS = ("quantity", "values", "valid_from", "valid_to")


def rows(found: Components) -> list[list[object]]:
    """Give each quantity as a row."""

    def rounded(values: object, digits: int) -> object:
        return np.round(np.asarray(values, dtype=np.float64), digits).tolist()

    quantities = {
        "year": found.year,
        "death": rounded(found.mortality.death, 6),
        "change": rounded(found.mortality.change, 5),
        "net": rounded(found.net, 5),
        "peers": rounded(found.peers, 5),
        "children": rounded(found.children, 4),
        "drift": rounded(found.drift, 4),
        "churn": rounded(found.churn, 3),
    }
    return [[name, values, f"{found.year}-01-01", None] for name, values in quantities.items()]


def main() -> None:
    """Read the population, learn, and write the file."""
    note = (
        "Dødelighet, nettoflytting og fruktbarhet er lest ut av hvordan årskullene endrer seg fra "
        "år til år, ikke av tabeller over døde, flyttinger og fødte."
    )
    told = "Satser for befolkningsensemblet", note
    build(__doc__, "ensemble", told, COLUMNS, lambda c: rows(learn(c, c.years[-1])))


if __name__ == "__main__":
    main()
