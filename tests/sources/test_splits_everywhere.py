"""One answer on municipalities that were split: fetched, kept from before, gathered, published."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache

import numpy as np
import polars as pl
import pytest
from tests.conftest import serving
from tests.pdf import pages_of
from tools.standin.figures import AGES, YEARS, Figures
from tools.standin.tables import population

from veivalg.chapters.report import make_report
from veivalg.content import Chapter, Report, Source
from veivalg.gather.gather import gather
from veivalg.lake.lake import Lake
from veivalg.norway.register import municipalities, municipality
from veivalg.publish import render
from veivalg.publish.csv import exhibit_csv
from veivalg.sources.ssb.fetch import fetch
from veivalg.tables import TABLES
from veivalg.tables.known import only_known

FIRST = {"1508": 2024, "1580": 2024, "1806": 2020, "1875": 2020}
FIRST |= dict.fromkeys(("5055", "5056", "5059"), 2020)
NAMES = {code: municipality(code).name for code in FIRST}
PEOPLE = 2.0  # of each sex and age


@pytest.fixture(scope="module")
def split_figures() -> Figures:
    """Give two people of each sex and age, every year, in all that came of a split."""
    people = np.full((len(FIRST), len(YEARS), 2, AGES), PEOPLE)
    known = pl.DataFrame(
        schema={
            "municipality": pl.String,
            "alternative": pl.String,
            "age_group": pl.String,
            "year": pl.Int64,
            "persons": pl.Int64,
        }
    )
    return Figures(NAMES, people, people.sum(axis=0) * 100, known, constructed=False)


@pytest.fixture(scope="module")
def fetched(split_figures, fast, tmp_path_factory) -> Lake:
    lake = Lake(tmp_path_factory.mktemp("split") / "data")
    cube = population(split_figures)
    with serving([cube], split_figures) as start:
        standin = start()
        fetch(list(FIRST), lake, url=standin.url, tables=["07459"], limits=fast)
    return lake


@pytest.fixture(scope="module")
def report_of(fetched) -> Callable[[str], Report]:
    """Give the report of a place that came of a split, made once."""
    return cache(lambda code: make_report(municipality(code), fetched))


def test_the_stand_in_serves_zeros_and_doubles_as_ssbs_sums_do(split_figures) -> None:
    cube = population(split_figures)
    axis = next(a for a in cube.axes if a.id == "Region")
    total = cube.values.sum(axis=(1, 2, 3))

    def of(code: str, year: int) -> float:
        return float(total[axis.position[f"K-{code}"], YEARS.index(year)])

    whole = PEOPLE * 2 * AGES
    assert of("1580", 2023) == of("1806", 2019) == of("5059", 2019) == 0
    assert of("1508", 2023) == 2 * whole
    assert of("1580", 2024) == of("1806", 2020) == whole


@pytest.mark.statistics
def test_the_stand_in_projects_no_split_as_a_fall(statistics_tables) -> None:
    """Haram's 33,758, half of Ålesund, and its own 9,357 a year later are no change."""
    cube = next(c for c in statistics_tables if c.id == "14746")
    region = next(a for a in cube.axes if a.id == "Region").position
    main = np.asarray(cube.values)[:, :, :, 0]
    for code in FIRST:
        first, last = (float(main[region[code], :, :, y].sum()) for y in (0, -1))
        assert 0.7 < last / first < 1.4, code


def test_what_is_fetched_begins_with_the_municipality_itself(fetched: Lake) -> None:
    stored = fetched.read("population")
    assert stored is not None
    years = dict(stored.frame.group_by("municipality").agg(pl.col("year").min()).rows())
    assert {code: years[code] for code in FIRST} == FIRST
    assert stored.frame["persons"].min() > 0
    assert years["0"] == YEARS[0]


@pytest.mark.parametrize("code", sorted(FIRST))
def test_what_was_kept_before_the_rule_is_read_by_it(code: str, lake: Lake) -> None:
    """A file written with 0, the whole or a half before the split, and one with a reason."""
    source = Source("ssb-07459", "SSB", "Folkemengde", table="07459")
    rows = [(code, year, "male", 40, 0 if year < 2018 else 500) for year in range(2016, 2027)]
    types = {f.name: f.dtype for f in TABLES["population"].fields}
    lake.put("population", f"07459-{code}", pl.DataFrame(rows, types, orient="row"), source)
    people = lake.read("population", [code])
    assert people is not None and people.frame["year"].min() == FIRST[code]
    whole = lake.read("population")
    assert whole is not None and whole.frame["year"].min() == FIRST[code]
    types = {f.name: f.dtype for f in TABLES["care_places"].fields}
    rows = [(code, year, "institution", 0.0, None) for year in (2015, 2019, 2023, 2025)]
    lake.put("care_places", f"11875-{code}", pl.DataFrame(rows, types, orient="row"), source)
    places = lake.read("care_places", [code])
    assert places is not None
    found = {r["year"]: (r["places"], r["reason"]) for r in places.frame.to_dicts()}
    for year, held in found.items():
        gone = year < FIRST[code]
        assert held == ((None, "kommunen er delt siden") if gone else (0.0, None)), year


def test_every_table_with_years_is_read_by_the_rule_for_all_357() -> None:
    for name, schema in TABLES.items():
        columns = {f.name: f for f in schema.fields}
        if not {"municipality", "year"} <= columns.keys():
            continue
        fixed = {
            f.name: pl.lit(None if f.name == "reason" else _some(f.dtype), f.dtype)
            for f in schema.fields
        }
        every = pl.DataFrame({"code": [m.code for m in municipalities()]}).join(
            pl.DataFrame({"at": [2015, 2019, 2023, 2025]}), how="cross"
        )
        fixed |= {"municipality": pl.col("code"), "year": pl.col("at").cast(pl.Int16)}
        made = every.select(**fixed)
        left = only_known(schema, made)
        own = pl.col("year") >= pl.col("municipality").replace_strict(FIRST, default=0)
        assert left.filter(own).equals(made.filter(own)), name
        gone = left.filter(~own)
        values = [f.name for f in schema.fields if not f.key and f.name != "reason"]
        assert all(gone[v].null_count() == gone.height for v in values), name


def _some(dtype: type[pl.DataType]) -> object:
    return "x" if dtype == pl.String else 7


def test_a_population_of_nobody_is_missing_in_any_place(lake: Lake) -> None:
    source = Source("ssb-07459", "SSB", "Folkemengde", table="07459")
    types = {f.name: f.dtype for f in TABLES["population"].fields}
    rows = [
        (code, year, "male", age, 0 if (code, year) == ("5503", 2024) or age == 104 else 3)
        for code in ("5503", "1833")
        for year in (2024, 2025)
        for age in (40, 104)
    ]
    lake.put("population", "p", pl.DataFrame(rows, types, orient="row"), source)
    stored = lake.read("population")
    assert stored is not None
    kept = stored.frame.group_by("municipality", "year").len().sort("municipality", "year").rows()
    assert kept == [("1833", 2024, 2), ("1833", 2025, 2), ("5503", 2025, 2)]


@pytest.mark.parametrize("code", ["1580", "1806"])
def test_no_chapter_shows_a_figure_or_a_growth_across_a_split(
    code: str, fetched: Lake, report_of: Callable[[str], Report]
) -> None:
    report = report_of(code)
    name, first, shown = NAMES[code], FIRST[code], 0
    for chapter in report.chapters:
        for exhibit in chapter.exhibits():
            shown += _no_earlier(chapter, exhibit.table.readable().records(), name, first)
            lines = exhibit_csv(exhibit, chapter).decode("utf-8-sig").splitlines()
            assert not any(re.match(rf"{name};201\d;0(;|$)", line) for line in lines)
    assert shown > 5
    told = [n.line() for c in report.chapters for n in c.notes if n.id == f"delt-{code}"]
    assert len(told) >= 2 and all("kommunen er delt siden" in line for line in told)
    own = gather(municipality(code), fetched).tables["population"].frame
    assert own.filter(pl.col("municipality") == code)["year"].min() == first


def _no_earlier(chapter: Chapter, rows: list[dict[str, object]], name: str, first: int) -> int:
    """Check that a row of an earlier year holds nothing of the municipality; give how many."""
    found = 0
    for row in rows:
        year = next((v for k, v in row.items() if k == "year"), None)
        if name in row and isinstance(year, int) and year < first:
            assert row[name] is None, (chapter.id, row)
            found += 1
    return found


@pytest.mark.parametrize("name", ["html", "md", "docx", "pdf", "xlsx", "json"])
def test_every_format_says_why_the_years_are_missing(
    name: str, report_of: Callable[[str], Report]
) -> None:
    text = _words(render(report_of("1580"), name))
    assert "kommunen er delt siden" in text
    assert not re.search(r"2016: 0\b|129 % flere", text)


def _words(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            pages = [n for n in parts.namelist() if n.endswith(".xml")]
            text = " ".join(re.sub(r"<[^>]+>", "", parts.read(n).decode()) for n in pages)
    elif content.startswith(b"%PDF"):
        text = " ".join(pages_of(content))
    else:
        text = re.sub(r"<[^>]+>", "", content.decode())
    return re.sub(r"\s+", " ", text)
