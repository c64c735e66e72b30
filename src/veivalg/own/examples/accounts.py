"""Made-up monthly accounts. Everything here is KONSTRUERT."""

from functools import partial

import numpy as np
import polars as pl

from veivalg.own.examples import constructed, example, figures
from veivalg.tables import Sourced

SEED = 20240930
YEARS = (2022, 2023, 2024, 2025)
MONTHS_SEEN = 8
# Unit -> budget in the newest year (million NOK) and how far above it the year runs.
UNITS = figures("units")
# What a Norwegian municipal year looks like: holiday pay in June, little pay in July, half tax in
# December. The pattern is the worked example of method M19.
PATTERN = np.array([8, 8, 8.5, 8, 8.2, 14, 1, 8, 8.3, 8.2, 8.3, 9.5]) / 98
OVERTIME = 0.055


_made = partial(constructed, note="Tallene er laget for å vise siden. De er ingen kommunes.")


@example("monthly_accounts")
def monthly_accounts() -> Sourced:
    """Give four years of months, the last one to August."""
    random = np.random.default_rng(SEED)
    rows = []
    for unit, (budget, drift) in UNITS.items():
        for year in YEARS:
            level = budget * 1e6 * 0.96 ** (YEARS[-1] - year) * random.normal(1, 0.008)
            running = drift if year == YEARS[-1] else 0.0
            amounts = level * PATTERN * (1 + running + random.normal(0, 0.015, 12))
            for month in range(1, (MONTHS_SEEN if year == YEARS[-1] else 12) + 1):
                amount = round(float(amounts[month - 1]), -3)
                extra = OVERTIME * (1 + 6 * max(running, 0)) * random.uniform(0.8, 1.2)
                rows.append((unit, year, month, amount, round(amount * extra, -3)))
    names = ["unit", "year", "month", "amount", "overtime"]
    return _made("monthly_accounts", pl.DataFrame(rows, names, orient="row"))


@example("yearly_budgets")
def yearly_budgets() -> Sourced:
    """Give the budget of the newest year, with the manager's forecast for some."""
    told = {"Hjemmetjenesten": 218.0, "Legetjenesten": 43.5}
    rows = [
        (
            unit,
            YEARS[-1],
            budget * 1e6,
            told[unit] * 1e6 if unit in told else None,
            -6e6 if unit == "Bo og aktivitet" else None,
        )
        for unit, (budget, _drift) in UNITS.items()
    ]
    return _made("yearly_budgets", rows)
