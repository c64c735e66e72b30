"""The figures the stand-in serves: from the shared statistics folder, or a small set of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

AGES = 106
YEARS = tuple(range(2005, 2027))
CARE_YEARS = tuple(range(2009, 2026))
FIXTURE = {
    "0301": "Oslo - Oslove",
    "1151": "Utsira",
    "1833": "Rana",
    "5503": "Harstad - Hárstták",
    "5610": "Kárášjohka - Karasjok",
}
_TOTALS = {"0301": 700_000, "1151": 200, "1833": 26_000, "5503": 25_000, "5610": 2_600}
_USUAL = 8_000
_CARE = pl.Schema(
    {"municipality": pl.String, "year": pl.Int64, "key": pl.String, "value": pl.Float64}
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What is served.

    Parameters
    ----------
    names
        Municipality code → name.
    population
        Persons [municipality, year of `YEARS`, sex (0 female, 1 male), age 0–105].
    norway
        Persons of the whole country, same axes without the first.
    known
        Projected groups: ``municipality``, ``alternative``, ``age_group``, ``year``, ``persons``.
    care
        Care figures by key («institution», «home_services 80-105» …): `_CARE`.
    constructed
        Whether population and care are made up.
    """

    names: Mapping[str, str]
    population: npt.NDArray[np.float64]
    norway: npt.NDArray[np.float64]
    known: pl.DataFrame
    care: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_CARE))
    constructed: bool = False


def shared_figures(folder: Path) -> Figures:
    """Read the shared statistics folder."""
    people = pl.read_parquet(folder / "population.parquet").with_columns(
        pl.col("sex").replace_strict({"female": 0, "male": 1}, return_dtype=pl.Int8)
    )
    names = dict(
        pl.read_parquet(folder / "municipalities.parquet")
        .sort("municipality")
        .select("municipality", "name")
        .iter_rows()
    )
    order = pl.DataFrame({"municipality": ["0", *names], "place": range(len(names) + 1)})
    placed = people.join(order, on="municipality").filter(pl.col("year").is_in(YEARS))
    dense = np.zeros((len(names) + 1, len(YEARS), 2, AGES))
    where = [placed["place"], placed["year"] - YEARS[0], placed["sex"], placed["age"]]
    dense[tuple(w.to_numpy().astype(np.int64) for w in where)] = placed["persons"].to_numpy()
    known = pl.read_parquet(folder / "projection_2026_north.parquet")
    return Figures(names, dense[1:], dense[0], known, _shared_care(folder))


_SERVICES = {
    "long_stay_residents": "long_stay",
    "home_service_users": "home_services",
    "dwellings_24h_staffed": "dwellings_24h",
    "hours_per_week_home_care": "hours_per_week",
}
_AGES = {"all": "0-105", "0-66": "0-66", "67-79": "67-79", "80+": "80-105"}
_CAPACITY = {
    "inst_plasser": "institution",
    "sykehjem_plasser": "nursing_home",
    "demens_plasser": "dementia",
    "tidsbegrensede_plasser": "short_stay_places",
    "rehab_plasser": "rehabilitation",
    "korttid_beboere": "short_stay 0-105",
    "langtid_beboere": "long_stay_total",
    "inst_oppholdsdogn": "institution_days 0-105",
    "omsorg_arsverk_brukerrettet": "user_facing 0-105",
}


def _shared_care(folder: Path) -> pl.DataFrame:
    services = pl.read_parquet(folder / "care_services_three.parquet").filter(
        pl.col("indicator").is_in(list(_SERVICES))
    )
    aged = pl.format(
        "{} {}", pl.col("indicator").replace(_SERVICES), pl.col("age_group").replace(_AGES)
    )
    capacity = pl.read_parquet(folder / "care_capacity_three.parquet")
    staff = pl.col("metric").str.strip_prefix("omsorg_arsverk_")
    return pl.concat(
        [
            services.select("municipality", "year", aged.alias("key"), "value"),
            capacity.filter(pl.col("metric").is_in(list(_CAPACITY))).select(
                "municipality", "year", pl.col("metric").replace(_CAPACITY).alias("key"), "value"
            ),
            capacity.filter(pl.col("ssb_table") == 14533).select(
                "municipality", "year", pl.format("staff {}", staff).alias("key"), "value"
            ),
        ]
    ).cast(dict(_CARE))


def fixture_figures(names: Mapping[str, str] = FIXTURE) -> Figures:
    """Make a small set of made-up figures for five municipalities, or others; always the same."""
    totals = {code: _TOTALS.get(code, _USUAL) for code in names}
    ages = np.arange(AGES)
    curve = np.where(ages < 70, 1.0, np.exp(-(((ages - 70) / 14.0) ** 2)))
    curve = curve * (1 + 0.15 * np.sin(ages / 9.0))
    growth = np.array([1 + 0.002 * n for n in range(len(YEARS))])
    sexes = np.array([0.495, 0.505])
    sizes = np.array([*totals.values()], dtype=np.float64)[:, None, None, None]
    people = sizes * growth[:, None, None] * sexes[:, None] * (curve / curve.sum())
    people = np.rint(people)
    known = pl.DataFrame(
        schema={
            "municipality": pl.String,
            "alternative": pl.String,
            "age_group": pl.String,
            "year": pl.Int64,
            "persons": pl.Int64,
        }
    )
    return Figures(dict(names), people, people.sum(axis=0), known, _fixture_care(totals), True)


def _fixture_care(totals: Mapping[str, int]) -> pl.DataFrame:
    shares = {
        "institution": 0.009,
        "nursing_home": 0.008,
        "dementia": 0.003,
        "short_stay_places": 0.001,
        "rehabilitation": 0.0005,
        "short_stay 0-105": 0.001,
        "home_services 0-105": 0.04,
        "home_services 0-66": 0.015,
        "home_services 80-105": 0.016,
        "long_stay 0-105": 0.007,
        "long_stay 0-66": 0.001,
        "long_stay 67-79": 0.002,
        "long_stay 80-105": 0.004,
        "dwellings_24h 0-105": 0.006,
        "institution_days 0-105": 3.0,
        "user_facing 0-105": 0.027,
        "staff tot": 0.03,
        "staff 01": 0.008,
        "staff 03": 0.01,
    }
    rows = [
        (code, year, key, float(round(total * share * (1 + 0.01 * (year - 2015)))))
        for code, total in totals.items()
        if code != "1151"  # the smallest has everything shielded, as small places do
        for year in CARE_YEARS
        for key, share in shares.items()
    ]
    rows += [
        (code, year, "hours_per_week 0-105", 4.0 + 0.1 * (year - 2015))
        for code in totals
        for year in CARE_YEARS
        if code != "1151"
    ]
    return pl.DataFrame(rows, _CARE, orient="row")
