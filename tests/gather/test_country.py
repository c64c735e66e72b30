"""The whole country: read when asked for, lake and embedded together, and kept as one file."""

from __future__ import annotations

import polars as pl
import pytest

from veivalg.content import Place, Source
from veivalg.gather.country import Country
from veivalg.gather.gather import gather
from veivalg.lake import snapshot
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipalities, municipality
from veivalg.sources.embedded.figures import embedded_tables

SOURCE = Source("ssb-12209", "SSB", "Helse og omsorg", table="12209", retrieved="2026-11-01")


def care(code: str, value: float, year: int = 2024) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "municipality": [code],
            "year": [year],
            "indicator": ["care_fte_10k"],
            "value": [value],
            "numerator": [None],
            "denominator": [None],
            "reason": [None],
        }
    )


def test_without_a_lake_the_country_is_the_embedded_figures() -> None:
    evidence = gather(municipality("1151"))
    everybody = 357 + 17 + 2  # the country with and without Oslo
    assert evidence.country["indicators"].frame["municipality"].n_unique() == everybody
    longer = evidence.country["indicators"].frame.filter(indicator="care_share")
    north = {m.code for m in municipalities() if m.code[:2] in ("18", "55", "56")}
    assert set(longer["municipality"]) & {m.code for m in municipalities()} > north - {"5612"}
    assert set(evidence.country["accounts"].frame["municipality"]) == {"5503", "1833"}
    assert "projection" not in evidence.country
    assert evidence.country.get("population") is None, "one-year ages of everyone are not needed"


def test_fetched_figures_of_any_place_are_in_the_country_and_not_in_the_tables(tmp_path) -> None:
    lake = Lake(tmp_path)
    lake.put("indicators", "12209-1103", care("1103", 300.0), SOURCE)
    evidence = gather(municipality("5503"), lake)
    assert "1103" in set(evidence.country["indicators"].frame["municipality"])
    assert "1103" not in set(evidence.tables["indicators"].frame["municipality"])


def test_peers_are_gathered_too(tmp_path) -> None:
    lake = Lake(tmp_path)
    lake.put("indicators", "12209-1103", care("1103", 300.0), SOURCE)
    stavanger = Place("1103", "Stavanger")
    evidence = gather(municipality("5503"), lake, peers=[stavanger])
    assert evidence.peers == (stavanger,)
    rows = evidence.rows("indicators", stavanger).frame.filter(indicator="care_fte_10k")
    assert rows["value"].to_list() == [300.0]


def test_one_table_fetched_does_not_hide_the_embedded_indicators_of_another(tmp_path) -> None:
    lake = Lake(tmp_path)
    lake.put("indicators", "12209-5503", care("5503", 300.0), SOURCE)
    table = gather(municipality("5503"), lake).tables["indicators"]
    own = set(table.frame.filter(municipality="5503")["indicator"])
    assert {"care_fte_10k", "net_operating_result"} <= own
    assert table.source_of("5503", "12209").retrieved == "2026-11-01"
    embedded = embedded_tables()["indicators"].source("5503")
    assert table.source_of("5503", embedded.table) == embedded


def test_a_new_fetch_is_seen(tmp_path) -> None:
    lake = Lake(tmp_path)
    country = Country(lake)
    for n in range(3):
        lake.put("indicators", "12209-1103", care("1103", float(n)), SOURCE)
        rows = country["indicators"].frame.filter(municipality="1103", indicator="care_fte_10k")
        assert rows["value"].to_list() == [float(n)]


def test_the_population_of_the_country_is_summed_to_bands(tmp_path) -> None:
    lake = Lake(tmp_path)
    people = pl.DataFrame(
        {
            "municipality": ["1103"] * 212,
            "year": [2026] * 212,
            "sex": ["female", "male"] * 106,
            "age": [a for a in range(106) for _ in range(2)],
            "persons": [5] * 212,
        }
    )
    lake.put("population", "1103", people, SOURCE)
    rows = Country(lake)["population_groups"].frame.filter(municipality="1103")
    assert rows["persons"].sum() == 5 * 212


def test_a_big_country_is_kept_as_one_file_that_may_be_lost_or_damaged(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_SMALLEST", 1)
    lake = Lake(tmp_path)
    lake.put("indicators", "12209-1103", care("1103", 300.0), SOURCE)
    first = Country(lake)["indicators"]
    (kept,) = (tmp_path / "tall" / "snapshots").iterdir()
    made = snapshot.Snapshot(tmp_path, "indicators", ())
    made.write(first)
    assert made.read().frame.equals(first.frame)
    assert made.read().source("1103") == first.source("1103")
    assert not kept.exists(), "older ones go"
    made.path.write_bytes(b"PAR1 skadet")
    assert made.read() is None


def test_what_is_embedded_alone_is_laid_out_once_until_something_is_fetched(tmp_path):
    lake = Lake(tmp_path)
    embedded = Country(None)["indicators"]
    assert Country(lake)["indicators"] is embedded
    stored = embedded.frame.filter(pl.col("municipality") == "5503").head(1)
    lake.put("indicators", "5503", stored.with_columns(value=0.123), embedded.source("5503"))
    found = Country(Lake(tmp_path))["indicators"]
    key = {name: stored[name][0] for name in ("municipality", "year", "indicator")}
    assert found.frame.filter(**key)["value"].to_list() == [0.123]
