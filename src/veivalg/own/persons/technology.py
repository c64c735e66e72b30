"""Technologies in use: units at home and in institutions, each of which is with somebody (M16)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from veivalg.maths.services.technology import new_units
from veivalg.tables.gate import Answer, Persons, Tally, any_rows, query

TABLE = "technologies"
PLACES = ("home", "institution")
UNITS = {"dispenser": "dispensers", "supervision": "digital_supervision"}
"""Kind of technology → what the levers call it."""


def technologies(people: Persons | None) -> tuple[dict[str, Any], ...]:
    """Give the rows, with the units in use as they may be shown.

    Returns
    -------
    tuple
        The columns of the table, with ``home`` and ``institution`` None where they are not known or
        hidden, ``used`` the two together likewise, and ``shielded`` the names of those hidden.
    """
    if people is None or not any_rows(people):
        return ()
    found = _units([people])
    both, each = (found.tallies["units"].tables[name] for name in ("both", "technology"))
    return tuple(
        {**row, **_shown(row["known"], parts, whole)}
        for row, parts, whole in zip(found.facts["rows"], both, each, strict=True)
    )


def possible(people: Persons | None) -> dict[str, float]:
    """Give the new units at home the municipality has said are possible, by lever; where known."""
    found: dict[str, float] = {}
    for row in technologies(people):
        id = UNITS.get(row["kind"])
        if id is None or row["used"] is None or (row["pool"] or "home") != "home":
            continue
        new = new_units(row["potential"], row["used"])
        if new is not None:
            found[id] = found.get(id, 0.0) + new
    return found


@query
def _units(rows: Mapping[str, pl.DataFrame]) -> Answer:
    frame = rows[TABLE]
    counts = frame.select(pl.col(PLACES).cast(pl.Float64).fill_null(0)).to_numpy()
    tally = Tally(
        {"technology": frame["technology"].to_list(), "place": PLACES},
        np.asarray(counts, dtype=float),
        {"both": ("technology", "place"), "technology": ("technology",)},
        apart=True,
    )
    told = frame.select(
        pl.exclude(PLACES), pl.concat_list(pl.col(PLACES).is_not_null()).alias("known")
    )
    return Answer({"units": tally}, {"rows": told.to_dicts()})


def _shown(known: list[bool], parts: list[float | None], whole: float | None) -> dict[str, Any]:
    hidden = {n for n, there, v in zip(PLACES, known, parts, strict=True) if there and v is None}
    hidden |= {"used"} if any(known) and whole is None else set()
    units = {
        name: int(v) if there and v is not None else None
        for name, there, v in zip(PLACES, known, parts, strict=True)
    }
    used = int(whole) if any(known) and whole is not None else None
    return {**units, "used": used, "shielded": frozenset(hidden)}
