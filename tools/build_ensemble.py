"""Build ``norway/data/ensemble.json`` from the population of the whole country.

Usage: ``python -m tools.build_ensemble --befolkning FIL``. The file has the columns of the table
``population``. The sizes of the shocks are in ``SPREAD``: chosen once so that the intervals of the
back-test hold what they say (see docs/etterproving.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

from tools.build_reference import CC_BY, FOLDER, write
from veivalg.maths.projections.ensemble.components import Components, learn
from veivalg.maths.projections.ensemble.counts import counts_from

SPREAD = {
    "wave_yearly": 0.00497,
    "wave_kept": 0.6,
    "wave_lasting": 0.00333,
    "level_lasting": 0.00262,
    "level_yearly": 0.00417,
    "young_lasting": 0.0163,
    "young_yearly": 0.01165,
    "families_lasting": 0.00337,
    "old_lasting": 0.00293,
    "mortality_yearly": 0.00845,
    "mortality_local": 0.0438,
    "fertility_yearly": 0.06253,
    "fertility_local": 0.03152,
    "size_power": 0.139,
}
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
    } | {f"spread.{name}": value for name, value in found.spread.items()}
    return [[name, values, f"{found.year}-01-01", None] for name, values in quantities.items()]


def main() -> None:
    """Read the population, learn, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--befolkning", type=Path, required=True)
    counts = counts_from(pl.read_parquet(parser.parse_args().befolkning))
    head = {
        "title": "Satser og spredning for befolkningsensemblet",
        "producer": "Veivalg",
        "source": "Beregnet av SSB 07459 Folkemengde etter kommune, kjønn og ettårig alder "
        f"1. januar {counts.years[0]}–{counts.years[-1]}, 2024-grenser",
        "licence": CC_BY,
        "certainty": "utledet",
        "note": "Dødelighet, nettoflytting og fruktbarhet er lest ut av hvordan årskullene endrer "
        "seg fra år til år, ikke av tabeller over døde, flyttinger og fødte. Spredningen "
        "er valgt én gang slik at etterprøvingen holder.",
    }
    write(FOLDER, "ensemble", head, COLUMNS, rows(learn(counts, counts.years[-1], SPREAD)))


if __name__ == "__main__":
    main()
