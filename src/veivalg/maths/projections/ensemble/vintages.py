"""SSB's own projections as they were made, for the back-test to hold beside ours."""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from veivalg.maths.projections.ensemble.counts import AGES, counts_from
from veivalg.norway.alternatives import MAIN

Floats = NDArray[np.float64]
Vintages = Callable[[int, tuple[str, ...], int], Floats | None]


def vintages(frame: pl.DataFrame | None) -> Vintages:
    """Give what the back-test asks SSB's main alternative from.

    Parameters
    ----------
    frame
        Columns of the table ``projection``; a column ``vintage`` (the year it was made from) tells
        several apart, else the first year projected less one is it. None when there are none.

    Returns
    -------
    callable
        ``(base year, codes, horizon)`` → persons ``(m, horizon, 2, 106)``, NaN where SSB has none.
    """
    made = {} if frame is None or frame.is_empty() else _by_base_year(frame)

    def asked(base_year: int, codes: tuple[str, ...], horizon: int) -> Floats | None:
        found = made.get(base_year)
        if found is None:
            return None
        counts = counts_from(found)
        out = np.full((len(codes), horizon, 2, AGES), np.nan)
        for i, code in enumerate(codes):
            if code not in counts.municipalities:
                continue
            own = counts.persons[counts.municipalities.index(code)]
            for h in range(horizon):
                if base_year + h + 1 in counts.years:
                    out[i, h] = own[counts.years.index(base_year + h + 1)]
        return out

    return asked


def _by_base_year(frame: pl.DataFrame) -> dict[int, pl.DataFrame]:
    main = frame.filter(pl.col("alternative") == MAIN)
    if "vintage" not in main.columns:
        return {int(main["year"].min()) - 1: main} if main.height else {}  # type: ignore[arg-type]
    parts = main.partition_by("vintage", as_dict=True)
    return {int(str(key[0])): part for key, part in parts.items()}
