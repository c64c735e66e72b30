"""A small country of made-up figures: every municipality, some years, every kind of hole."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from veivalg.content import Source, SourceKind
from veivalg.maths.comparison.figures import Figures
from veivalg.norway.register import municipalities
from veivalg.tables import TABLES, Sourced

IDS = (
    "net_debt",
    "net_operating_result",
    "care_cost_pi",
    "free_income_pi",
    "school_points",
    "school_transport_share",
)
SOURCE = Source("ssb-x", "SSB", "KOSTRA", "12364", retrieved="2026-03-01")
MADE = Source("standin-x", "SSB", "KOSTRA", "12364", kind=SourceKind.CONSTRUCTED)


def rows() -> list[dict[str, Any]]:
    """Give one value a municipality, year and indicator; Utsira's are hidden or rest on few."""
    found = []
    for k, place in enumerate(municipalities()):
        for year in (2023, 2024, 2025):
            for i, id in enumerate(IDS):
                value: float | None = 0.01 * (k % 50) + 0.001 * (year - 2023) + i
                reason, of = None, 400.0
                if place.code == "1151" and id == "net_debt":
                    value, reason = None, "skjermet"
                if place.code == "1151" and id in (
                    "school_transport_share",
                    "net_operating_result",
                ):
                    of = 12.0
                found.append(
                    {
                        "municipality": place.code,
                        "year": year,
                        "indicator": id,
                        "value": value,
                        "numerator": None,
                        "denominator": of,
                        "reason": reason,
                    }
                )
    return found


def table() -> Sourced:
    """Give the rows as the store gives them; those of Rana are constructed."""
    return Sourced(
        TABLES["indicators"].validate(pl.DataFrame(rows(), infer_schema_length=None)),
        {"*": SOURCE, "1833": MADE},
    )


@pytest.fixture(scope="session")
def figures() -> Figures:
    """Give the figures laid out."""
    return Figures(table())
