"""A generated country: 357 municipalities with indicators, accounts, people and need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.national import COSTS, FINANCES
from veivalg.norway.indicators import Area, SmallNumbers, indicators
from veivalg.norway.kostra import sector
from veivalg.norway.register import find, municipalities
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES, Sourced

YEARS = tuple(range(2018, 2025))
MADE = Source("konstruert", "Prøven", "Konstruerte tall", kind=SourceKind.CONSTRUCTED)


def people(code: str) -> int:
    """Give a size: Utsira and Oslo as they are, the rest between."""
    sizes = {"1151": 217, "0301": 724_000, "1508": 58_500, "1580": 9_600}
    return sizes.get(code, 600 + 137 * (int(code) % 300))


@cache
def _frames(seed: int = 5) -> Mapping[str, pl.DataFrame]:
    rng = np.random.default_rng(seed)
    codes = [m.code for m in municipalities()]
    size = np.array([people(c) for c in codes], float)
    wanted = [
        i for i in indicators() if i.id in FINANCES or i.area is Area.QUALITY or i.service == "care"
    ]
    rows = []
    for entry in wanted:
        share = entry.small_number is SmallNumbers.SHARE
        level = np.clip(rng.normal(0.5, 0.15, len(codes)), 0.05, 0.95)
        for year in YEARS:
            value = np.clip(level + rng.normal(0, 0.04, len(codes)), 0.01, 0.99)
            below = np.round(size * 0.04) if share else np.full(len(codes), np.nan)
            above = np.round(value * below)
            value = np.where(below > 0, above / np.where(below > 0, below, 1), value)
            rows.append(
                pl.DataFrame(
                    {
                        "municipality": codes,
                        "year": np.full(len(codes), year),
                        "indicator": entry.id,
                        "value": value,
                        "numerator": above,
                        "denominator": below,
                    }
                )
            )
    frame = pl.concat(rows).with_columns(
        pl.col("value", "numerator", "denominator").fill_nan(None),
        pl.lit(None, pl.String).alias("reason"),
    )
    return {
        "indicators": TABLES["indicators"].validate(frame),
        "accounts": TABLES["accounts"].validate(_accounts(codes, size, rng)),
        "population_groups": TABLES["population_groups"].validate(_people(codes, size)),
        "need_indices": TABLES["need_indices"].validate(_need(codes, rng)),
    }


def _accounts(codes: list[str], size: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    rows = []
    for service in COSTS:
        functions = sector(service).functions
        level = rng.normal(9_000, 1_500, len(codes)) / len(functions)
        for function in functions:
            for year in YEARS:
                noise = rng.normal(1, 0.05, len(codes))
                rows.append(
                    pl.DataFrame(
                        {
                            "municipality": codes,
                            "year": np.full(len(codes), year),
                            "scope": "konsern",
                            "function": function.code,
                            "art": "sum_net",
                            "amount": level * size * noise,
                        }
                    )
                )
    return pl.concat(rows).with_columns(pl.lit(None, pl.String).alias("reason"))


def _people(codes: list[str], size: np.ndarray) -> pl.DataFrame:
    return pl.concat(
        [
            pl.DataFrame(
                {
                    "municipality": codes,
                    "year": np.full(len(codes), year + 1),
                    "age_from": 0,
                    "age_to": 105,
                    "persons": size,
                }
            )
            for year in YEARS
        ]
    )


def _need(codes: list[str], rng: np.random.Generator) -> pl.DataFrame:
    return pl.concat(
        [
            pl.DataFrame(
                {
                    "municipality": codes,
                    "year": 2026,
                    "sector": s,
                    "index": rng.normal(1, 0.1, len(codes)),
                }
            )
            for s in COSTS
        ]
    )


@cache
def _whole(name: str, seed: int) -> Sourced:
    """Give a table of the country, the same one each time, as the store keeps it."""
    return Sourced(_frames(seed)[name], {"*": MADE})


Change = Callable[[pl.DataFrame], pl.DataFrame]


def national_evidence(
    code: str,
    overrides: Mapping[str, float] | None = None,
    *,
    without: tuple[str, ...] = (),
    changed: Change | None = None,
    seed: int = 5,
) -> Evidence:
    """Give a municipality in the generated country.

    Parameters
    ----------
    changed
        Applied to the indicators of the whole country.
    """
    tables = {n: _whole(n, seed) for n in _frames(seed) if n not in without}
    if changed is not None and "indicators" in tables:
        tables["indicators"] = Sourced(changed(tables["indicators"].frame), {"*": MADE})
    here = find(code)
    near = [code, "0", here.kostra_group or ""]
    own = {
        n: replace(t, frame=t.frame.filter(pl.col("municipality").is_in(near)))
        for n, t in tables.items()
    }
    own["printed_figures"] = embedded_tables()["printed_figures"]
    return Evidence(here, own, dict(overrides or {}), "2026-11-22", tables)


def hiding(share: float, seed: int = 3, code: str | None = None) -> Change:
    """Suppress a share of the cells, of one municipality or of all, whole indicators at a time."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        keys = frame.select("municipality", "indicator").unique(maintain_order=True)
        gone = keys.filter(np.random.default_rng(seed).random(keys.height) < share)
        if code is not None:
            gone = gone.filter(pl.col("municipality") == code)
        marked = frame.join(
            gone.with_columns(pl.lit(True).alias("gone")),
            on=["municipality", "indicator"],
            how="left",
        )
        hidden = pl.col("gone").fill_null(False)
        return marked.with_columns(
            *(
                pl.when(hidden).then(None).otherwise(pl.col(c)).alias(c)
                for c in ("value", "numerator", "denominator")
            ),
            pl.when(hidden).then(pl.lit("skjermet")).otherwise(pl.col("reason")).alias("reason"),
        ).drop("gone")

    return change


def with_group(evidence: Evidence) -> Evidence:
    """Give the municipality's group and Norway figures too, those of a large municipality."""
    table, group = evidence.country["indicators"].frame, evidence.municipality.kostra_group
    codes = [c for c in ("0", "EAKUO", group) if c]
    rows = [
        table.filter(pl.col("municipality") == "4601").with_columns(
            pl.lit(code).alias("municipality")
        )
        for code in codes
    ]
    own = evidence.tables["indicators"].frame.filter(~pl.col("municipality").is_in(codes))
    joined = Sourced(pl.concat([own, *rows]), {"*": MADE})
    return replace(evidence, tables={**evidence.tables, "indicators": joined})
