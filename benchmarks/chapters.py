"""One municipality's comparison chapters with the whole country in the lake, beside pandas.

The country is generated: about 3.9 million account rows and every indicator of the register, stored
as a fetch does it, a partition for each place and table. The first chapter reads the country and is
told apart; the others are of municipalities nobody has asked for before, so that only the country
is at hand. Run: ``python -m benchmarks.chapters``.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
import polars as pl

from benchmarks.measure import Row, median
from veivalg.chapters.common.costs import build
from veivalg.chapters.report import make_chapter
from veivalg.content import Source, SourceKind
from veivalg.gather.country import Country
from veivalg.gather.gather import gather
from veivalg.lake.lake import Lake
from veivalg.norway.indicators import indicators
from veivalg.norway.kostra import functions, sectors
from veivalg.norway.register import municipalities, municipality
from veivalg.tables import TABLES, Sourced

CHAPTERS = (
    "ressursbruk",
    "arbeidsgiveravgift",
    "kommuneindeks",
    "kvalitet",
    "utvikling",
    "okonomi",
    "bistandsbehov",
    "kompetanse",
)
ASKED = ("5503", "1833", "1151", "0301", "5610", "4601", "3201", "1508", "5001", "1103")
TARGET = 300
YEARS, DETAILED = range(2015, 2026), range(2020, 2026)
ARTS = (
    "010",
    "020",
    "030",
    "040",
    "089",
    "090",
    "099",
    "100",
    "115",
    "180",
    "230",
    "300",
    "350",
    "370",
    "470",
    "600",
    "700",
    "710",
    "730",
)
SUMS = ("sum_net", "sum_gross")
NEED_ONLY = {
    "korr-engangsposter": 0.0,
    "korr-vertskommune": 0.0,
    "korr-aga": 0.0,
    "korr-pensjon": 0.0,
    "korr-privatskoler": 0.0,
}


def _source(table: str) -> Source:
    return Source(
        f"bench-{table}", "Veivalg", "Laget til måling", table, kind=SourceKind.CONSTRUCTED
    )


def _rows(**axes: Sequence[object]) -> pl.DataFrame:
    """Give every combination of the axes."""
    frame = pl.DataFrame({"one": [0]})
    for name, values in axes.items():
        frame = frame.join(pl.DataFrame({name: list(values)}), how="cross")
    return frame.drop("one")


def _drawn(frame: pl.DataFrame, draw: np.random.Generator, **columns: float) -> pl.DataFrame:
    """Put a column of positive amounts about each level to a frame."""
    made = (
        pl.Series(name, level * draw.lognormal(0, 0.3, frame.height))
        for name, level in columns.items()
    )
    return frame.with_columns(*made)


def store_country(lake: Lake) -> None:
    """Generate the country: accounts, indicators, people and need."""
    draw = np.random.default_rng(5)
    codes = [m.code for m in municipalities()]
    groups = sorted({m.kostra_group for m in municipalities() if m.kostra_group})
    names = [f.code for f in functions()]
    sums = _rows(year=YEARS, scope=["konsern"], function=names, art=SUMS)
    arts = _rows(year=DETAILED, scope=["kasse"], function=names, art=[*SUMS, *ARTS])
    people = _rows(year=range(2010, 2027), sex=["female", "male"], age=range(106))
    by_table: dict[str, list[str]] = {}
    for entry in indicators():
        by_table.setdefault(entry.table or "annet", []).append(entry.id)
    figures = {table: _rows(year=YEARS, indicator=ids) for table, ids in by_table.items()}
    for code in [*codes, *groups, "0"]:
        for number, rows in (("12362", sums), ("12367", arts)):
            _put(lake, "accounts", number, code, _drawn(rows, draw, amount=1e7))
        for table, rows in figures.items():
            _put(
                lake,
                "indicators",
                table,
                code,
                _shares(_drawn(rows, draw, value=0.5, denominator=800.0)),
            )
        if code in codes:
            heads = _drawn(people, draw, persons=60.0)
            _put(lake, "population", "07459", code, heads.with_columns(pl.col("persons").round()))
    need = _rows(
        municipality=codes, year=[2024, 2025], sector=[s.id for s in sectors() if s.has_need_key]
    )
    lake.put(
        "need_indices",
        "alle",
        _filled("need_indices", _drawn(need, draw, index=1.0)),
        _source("need"),
    )


def _shares(frame: pl.DataFrame) -> pl.DataFrame:
    """Let values be shares, and the count behind each what it is of its denominator."""
    share = pl.col("value").clip(upper_bound=0.99)
    return frame.with_columns(
        share.alias("value"), (share * pl.col("denominator")).alias("numerator")
    )


def _put(lake: Lake, table: str, number: str, code: str, frame: pl.DataFrame) -> None:
    rows = frame.with_columns(pl.lit(code).alias("municipality"))
    lake.put(table, f"{number}-{code}", _filled(table, rows), _source(number))


def _filled(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Put the columns that say why a value is missing: none is."""
    lacking = [f.name for f in TABLES[table].fields if f.name not in frame.columns]
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)


def timed(lake: Lake, chapter: str, code: str) -> float:
    """Give milliseconds to make a chapter."""
    began = time.perf_counter()
    make_chapter(chapter, municipality(code), lake)
    return (time.perf_counter() - began) * 1e3


def beside_pandas(lake: Lake) -> list[Row]:
    """Work the potential against the group out in both ways, and check that they agree."""
    country = Country(lake)
    accounts, people, needs = (
        country[n] for n in ("accounts", "population_groups", "need_indices")
    )
    codes, ours, theirs = ASKED[:3], [], []
    frames = [_pandas(t) for t in (accounts, people, needs)]
    build(gather(municipality("3301"), lake, overrides=NEED_ONLY))
    for code in codes:
        began = time.perf_counter()
        model = build(gather(municipality(code), lake, overrides=NEED_ONLY))
        ours.append((time.perf_counter() - began) * 1e3)
        began = time.perf_counter()
        expected = potential_with_pandas(*frames, code)
        theirs.append((time.perf_counter() - began) * 1e3)
        if model is None or model.first is None:
            raise RuntimeError(f"ingen sammenlikning for {code}")
        made = dict(model.first.comparison.rows.select("function", "savings").iter_rows())
        if set(made) != set(expected) or not all(
            np.isclose(made[f], expected[f], rtol=1e-6, atol=1.0) for f in made
        ):
            raise RuntimeError(f"{code}: pandas og Veivalg er ikke enige om potensialet")
    note = f"{median(theirs) / median(ours):.0f} × vår tid"
    return [
        Row(
            "Potensial mot KOSTRA-gruppen, alle funksjoner",
            median(ours),
            "ms",
            note="regnestykket i ressursbruk",
        ),
        Row("Samme potensial med pandas, alt i minnet", median(theirs), "ms", None, note),
    ]


def _pandas(table: Sourced):  # type: ignore[no-untyped-def]
    """Give a pandas frame; texts become categories, which is fast."""
    import pandas as pd

    found = {}
    for column in table.frame.get_columns():
        if column.dtype == pl.String:
            kinds = column.drop_nulls().unique().sort()
            at = column.cast(pl.Enum(kinds)).to_physical().cast(pl.Int32).fill_null(-1)
            found[column.name] = pd.Categorical.from_codes(at.to_numpy(), kinds.to_list())
        else:
            found[column.name] = column.to_numpy()
    return pd.DataFrame(found)


def potential_with_pandas(accounts, people, needs, code: str):  # type: ignore[no-untyped-def]
    """Give function → NOK, corrected for need alone, as one would write it in pandas."""
    import pandas as pd

    last = int(accounts.loc[accounts["municipality"] == code, "year"].max())
    known = pd.DataFrame([(f.code, f.sector) for f in functions()], columns=["function", "sector"])
    known = known[known["sector"] != "water_waste"]
    rows = accounts[
        (accounts["year"] == last)
        & (accounts["scope"] == "konsern")
        & (accounts["art"] == "sum_net")
    ].merge(known, on="function")
    heads = people[people["year"] == last + 1].groupby("municipality", observed=True)["persons"]
    rows = rows.merge(heads.sum().rename("inhabitants").reset_index(), on="municipality")
    need = needs[needs["year"] == last][["municipality", "sector", "index"]]
    rows = rows.merge(need, on=["municipality", "sector"], how="left")
    # Only sectors that have no cost key count as 1; a municipality without its index stays missing.
    rows.loc[~rows["sector"].isin(need["sector"].unique()), "index"] = 1.0
    rows["weight"] = rows["index"] * rows["inhabitants"]
    group = municipality(code).kostra_group
    members = [m.code for m in municipalities() if m.kostra_group == group and m.code != code]
    held = rows[rows["municipality"].isin(members)].groupby("function", observed=True)
    level = held["amount"].sum() / held["weight"].sum()
    own = rows[rows["municipality"] == code].set_index("function")
    gap = own["amount"] / own["weight"] - level
    return (gap * own["weight"]).dropna().to_dict()


def measure() -> list[Row]:
    """Give the rows of the table: first reading, each chapter warm, and pandas."""
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        with patch("os.fsync"):  # ten thousand files; the disk is not what is measured
            store_country(lake)
        accounts = sum(e.rows for e in lake.catalogue() if e.table == "accounts")
        known = f"{accounts / 1e6:.1f} mill. regnskapsrader".replace(".", ",", 1)
        first = sum(timed(lake, chapter, "3301") for chapter in CHAPTERS)
        rows = [Row(f"Åtte sammenlikningskapitler, første gang, {known}", first / 1e3, "s")]
        for chapter in CHAPTERS:
            times = [timed(lake, chapter, code) for code in ASKED]
            rows.append(
                Row(
                    f"Kapitlet {chapter}, varm, {len(ASKED)} kommuner",
                    median(times),
                    "ms",
                    TARGET,
                    f"tregeste {max(times):.0f} ms",
                )
            )
        return rows + beside_pandas(lake)


def main() -> None:
    """Measure and print."""
    for row in measure():
        print(" | ".join(row.cells()))


if __name__ == "__main__":
    main()
