"""The two origins of the embedded figures: the statistics folder and SSB's live API."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from tools.embed_accounts import accounts_from_statistics
from tools.embed_indicators import indicators_from_statistics, kept_indicators, with_ratios
from veivalg.norway.occupations import OCCUPATIONS
from veivalg.norway.register import municipalities
from veivalg.norway.splits import shares_until, split_since
from veivalg.sources.embedded.figures import EMBEDDED_PLACES, by_band, embedded_tables
from veivalg.sources.report import TableReport
from veivalg.tables import Sourced

NORWAY = "0"
THREE = tuple(code for code in EMBEDDED_PLACES if code != NORWAY)
GROUPS = tuple(sorted({m.kostra_group or "" for m in municipalities()}))
MEMBERS = {g: [m.code for m in municipalities() if m.kostra_group == g] for g in GROUPS}
ONE_YEAR_AGES = tuple(range(2016, 2027))  # the ensemble learns from yearly change
MAIN_GROUPS = {
    "0-19": (0, 19),
    "20-64": (20, 64),
    "65+": (65, 105),
    "80+": (80, 105),
    "total": (0, 105),
}
CARE_AGES = {"all": (0, 105), "0-66": (0, 66), "67-79": (67, 79), "80+": (80, 105)}
PLACES = {
    "inst_plasser": "institution",
    "sykehjem_plasser": "nursing_home",
    "demens_plasser": "dementia",
    "rehab_plasser": "rehabilitation",
    "tidsbegrensede_plasser": "short_stay",
}
SERVICES = {"home_service_users": "home_services", "long_stay_residents": "long_stay"}
ACTIVITY = {
    "inst_oppholdsdogn": "institution_days",
    "omsorg_arsverk_brukerrettet": "user_facing_fte",
}
SUPPRESSED, NOT_GIVEN = "skjermet", "ikke oppgitt i kilden"
LAST_HOME_67_79 = 2016
CARE = ("care_users", "care_places", "care_staff", "care_hours", "care_activity")
_WHEN = ["municipality", "year"]
Frames = dict[str, pl.DataFrame]


def population_tables(people: pl.DataFrame) -> Frames:
    """Make the two population tables from one-year ages of our places and every municipality."""
    parts = [by_band(people.filter(pl.col("municipality").is_in(list(EMBEDDED_PLACES))))]
    for group, members in MEMBERS.items():
        inside = people.filter(pl.col("municipality").is_in(members))
        if inside["municipality"].n_unique() < len(members):
            raise SystemExit(f"{group} mangler kommuner i kilden.")
        whole = inside.filter(pl.col("year") >= _shared_out(members))
        parts.append(by_band(whole.with_columns(municipality=pl.lit(group))))
    recent = people.filter(pl.col("year").is_in(ONE_YEAR_AGES))
    return {
        "population": recent.join(_split(), _WHEN, how="anti"),
        "population_groups": pl.concat(parts),
    }


def _shared_out(codes: Sequence[str]) -> int:
    """Give the first year no member of a group is nothing but a share of others.

    A group with Haram in it, half of Ålesund before 2024, would jump by what they are no count of;
    where only a small corner of a municipality is shared out, the group stands.
    """
    return max((shares_until().get(code, 0) for code in codes), default=0)


def _split() -> pl.DataFrame:
    """Give the municipality-years before a split: shared out by a fixed weight, they are no count.

    The members of a group are summed with them where they are little of it (`_shared_out`).
    """
    rows = [
        (m.code, year)
        for m in municipalities()
        for year in ONE_YEAR_AGES
        if split_since(m.code, year)
    ]
    return pl.DataFrame(rows, {"municipality": pl.String, "year": pl.Int16}, orient="row")


def _with_ages(frame: pl.DataFrame, column: str, ages: dict[str, tuple[int, int]]) -> pl.DataFrame:
    low = pl.col(column).replace_strict({k: a for k, (a, _) in ages.items()})
    high = pl.col(column).replace_strict({k: b for k, (_, b) in ages.items()})
    return frame.with_columns(age_from=low, age_to=high)


def from_statistics(folder: Path) -> Frames:
    """Make every table from the folder of re-tabulated official statistics."""
    services = pl.read_parquet(folder / "care_services_three.parquet")
    capacity = pl.read_parquet(folder / "care_capacity_three.parquet")
    projection = pl.read_parquet(folder / "projection_2026_north.parquet")
    accounts = accounts_from_statistics(folder)
    return {
        **population_tables(pl.read_parquet(folder / "population.parquet")),
        **accounts,
        "projection_groups": _with_ages(
            projection.filter(pl.col("municipality").is_in(THREE)), "age_group", MAIN_GROUPS
        ),
        "need_indices": _need(pl.read_parquet(folder / "need_index.parquet")),
        "care_users": _users(services, capacity),
        "care_places": _places(services, capacity),
        "care_staff": _staff(capacity),
        "indicators": with_ratios(indicators_from_statistics(folder), accounts["finances"]),
        "care_hours": services.filter(pl.col("indicator") == "hours_per_week_home_care").select(
            "municipality", "year", hours_per_week="value", reason=pl.lit(None, pl.String)
        ),
        "care_activity": _activity(capacity),
    }


def _need(indices: pl.DataFrame) -> pl.DataFrame:
    """Keep every municipality: costs are compared with others', corrected for others' need."""
    kept = pl.col("sector") != "total_from_sectors"
    return indices.filter(kept).with_columns(pl.col("sector").replace("total_official", "total"))


def _users(services: pl.DataFrame, capacity: pl.DataFrame) -> pl.DataFrame:
    """Users by age; an age group that is absent while the total stands is missing, with reason."""
    found = services.filter(pl.col("indicator").is_in(list(SERVICES)))
    keys = ["municipality", "year", "indicator"]
    every = (
        found.select(keys).unique().join(pl.DataFrame({"age_group": list(CARE_AGES)}), how="cross")
    )
    users = every.join(found, on=[*keys, "age_group"], how="left").with_columns(
        service=pl.col("indicator").replace_strict(SERVICES)
    )
    short = _complete(capacity.filter(pl.col("metric") == "korttid_beboere")).with_columns(
        service=pl.lit("short_stay"), age_group=pl.lit("all")
    )
    columns = ["municipality", "year", "service", "age_group", "value"]
    both = _with_ages(
        pl.concat([users.select(columns), short.select(columns)]), "age_group", CARE_AGES
    )
    gone = (pl.col("service") == "home_services") & (pl.col("year") > LAST_HOME_67_79)
    reason = pl.when(gone).then(pl.lit(NOT_GIVEN)).otherwise(pl.lit(SUPPRESSED))
    return both.rename({"value": "users"}).with_columns(
        reason=pl.when(pl.col("users").is_null()).then(reason)
    )


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill in absent municipality-years of each metric with a missing value."""
    every = pl.DataFrame({"municipality": list(THREE)}).join(
        frame.select("year").unique(), how="cross"
    )
    metrics = every.join(frame.select("metric").unique(), how="cross")
    return metrics.join(frame, on=["municipality", "year", "metric"], how="left")


def _places(services: pl.DataFrame, capacity: pl.DataFrame) -> pl.DataFrame:
    beds = _complete(capacity.filter(pl.col("metric").is_in(list(PLACES)))).with_columns(
        kind=pl.col("metric").replace_strict(PLACES)
    )
    dwellings = services.filter(pl.col("indicator") == "dwellings_24h_staffed").with_columns(
        kind=pl.lit("dwellings_24h")
    )
    columns = ["municipality", "year", "kind", "value"]
    return _reasoned(pl.concat([beds.select(columns), dwellings.select(columns)]), "places")


def _staff(capacity: pl.DataFrame) -> pl.DataFrame:
    codes = {f"omsorg_arsverk_{o.code}": o.id for o in OCCUPATIONS}
    found = _complete(capacity.filter(pl.col("metric").is_in(list(codes))))
    return _reasoned(found.with_columns(occupation=pl.col("metric").replace_strict(codes)), "fte")


def _activity(capacity: pl.DataFrame) -> pl.DataFrame:
    found = _complete(capacity.filter(pl.col("metric").is_in(list(ACTIVITY))))
    return _reasoned(found.with_columns(kind=pl.col("metric").replace_strict(ACTIVITY)), "amount")


def _reasoned(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    reason = pl.when(pl.col("value").is_null()).then(pl.lit(NOT_GIVEN))
    return frame.with_columns(reason=reason).rename({"value": name})


def from_source(url: str) -> Frames:
    """Make every table from SSB's API; what isn't SSB's is kept as it is.

    Fetches 07459 for every municipality and Norway, the rest for the three and Norway. A table
    that can't be fetched ends it all: half of the figures must not be newer than the other half.
    """
    from veivalg.lake.lake import Lake
    from veivalg.sources.ssb.fetch import fetch

    places = [*EMBEDDED_PLACES, *GROUPS]
    frames: Frames = {}
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        members = [code for codes in MEMBERS.values() for code in codes]
        reports = [
            fetch(members, lake, url=url, tables=("population",)),
            fetch(THREE, lake, url=url, tables=("population", "projection", *CARE)),
            fetch(THREE, lake, url=url, tables=("indicators",)),
        ]
        _refuse_faults(table for report in reports[:2] for table in report.tables)
        _refuse_constructed(reports[2].tables)  # one that isn't found is left out
        frames |= population_tables(_stored(lake.read("population"), "population"))
        projected = _stored(lake.read("projection", places), "projection")
        frames["projection_groups"] = main_groups(projected)
        for name in CARE:
            frames[name] = _stored(lake.read(name, places), name)
        kept = kept_indicators(_stored(lake.read("indicators"), "indicators"))
        frames["indicators"] = with_ratios(kept, embedded_tables()["finances"].frame)
    return frames


def _refuse_faults(tables: Iterable[TableReport]) -> None:
    for table in tables:
        if table.error is not None:
            raise SystemExit(str(table.error))
        _refuse_constructed([table])


def _refuse_constructed(tables: Iterable[TableReport]) -> None:
    for table in tables:
        if table.constructed:
            raise SystemExit(f"{table.table}: konstruerte tall kan ikke bygges inn som offisielle.")


def _stored(table: Sourced | None, name: str) -> pl.DataFrame:
    if table is None:
        raise SystemExit(f"Kilden ga ingen rader i «{name}».")
    return table.frame


def main_groups(projection: pl.DataFrame) -> pl.DataFrame:
    """Sum a one-year projection to the main figures: MMMM in groups, LLML and HHMH in all."""
    parts = []
    for low, high in MAIN_GROUPS.values():
        alternatives = ["MMMM", "LLML", "HHMH"] if (low, high) == (0, 105) else ["MMMM"]
        inside = pl.col("age").is_between(low, high) & pl.col("alternative").is_in(alternatives)
        parts.append(
            projection.filter(inside)
            .group_by("municipality", "alternative", "year")
            .agg(pl.col("persons").sum().round().cast(pl.Int32))
            .with_columns(age_from=pl.lit(low), age_to=pl.lit(high))
        )
    return pl.concat(parts)
