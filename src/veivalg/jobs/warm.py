"""Imported once by the process that worker processes are copied from, so that they start warm.

Importing it compiles the kernel, or reads what is compiled: done here it isn't done in each.
"""

from __future__ import annotations

import numpy as np

from veivalg.maths.projections.ensemble.kernel import simulate
from veivalg.maths.projections.ensemble.rates import AGES, Rates, no_shocks


def warm() -> None:
    """Simulate one year of nobody."""
    cells = np.zeros((1, 1, 2, AGES))
    nobody = Rates(
        ("0000",), 2000, cells[:, 0], cells + 1, np.zeros((1, 1, 35)), cells, cells[:, 0]
    )
    simulate(nobody, no_shocks(1, 1, 1), seed=0, threads=1)


warm()
