"""What documents print that other figures do not bear out: dated, quoted, never used as facts."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import orjson
import polars as pl
import pytest
from tests.pdf import pages_of
from tests.reports import report_of
from tests.tiers import sized

from veivalg.content import Certainty, Chapter, Figure, SourceKind
from veivalg.own.printed.deviations import deviation, deviations
from veivalg.publish import render
from veivalg.publish.csv import exhibit_csv
from veivalg.sources.embedded.figures import embedded_tables

PLACES = ("5503", "1833", "5610")


@cache
def printed() -> dict[tuple[str, str, int], float]:
    rows = embedded_tables()["printed_figures"].frame
    return {(r["municipality"], r["item"], r["year"]): r["value"] for r in rows.to_dicts()}


def people(code: str, year: int, low: int, high: int) -> int:
    counted = embedded_tables()["population"].frame.filter(
        pl.col("municipality") == code,
        pl.col("year") == year,
        pl.col("age").is_between(low, high),
    )
    return int(counted["persons"].sum())


def off(figure: Figure) -> Iterator[Figure]:
    """Give the printed figures with a deviation that a figure is, or is made from."""
    slug, kind = figure.source.id.removeprefix("trykt-"), figure.source.kind
    known = kind is SourceKind.DOCUMENT and figure.period.isdigit()
    item = slug.replace("-", "_")
    if known and deviation(figure.place.code, item, int(figure.period)):
        yield figure
    for part in figure.inputs:
        yield from off(part)


def test_each_deviation_is_of_a_printed_figure_is_dated_and_differs_from_it() -> None:
    assert len(deviations()) > 10
    for d in deviations():
        assert printed()[d.municipality, d.item, d.year] != pytest.approx(d.found), d
        assert dt.date.fromisoformat(d.valid_from) <= dt.date(2026, 11, 29)
        assert d.source
    assert deviation("5503", "population_18_49", 2025) is None


def test_what_is_found_is_what_the_statistics_and_the_documents_own_tables_say() -> None:
    found = {(d.municipality, d.item): d.found for d in deviations()}
    table = {item: value for (code, item, year), value in printed().items() if code == "5503"}
    assert found["5503", "population_18_49"] == people("5503", 2024, 18, 49) == 9931
    assert found["5503", "population_change_18_49"] == 8631 - 9931
    assert found["5503", "population_change_share_18_49"] == pytest.approx(-1300 / 9931, abs=5e-4)
    assert found["5503", "population_change_90_plus"] == 665 - 228
    assert table["population_90_plus"] == 665
    share = (1926 + 521) / 24781  # the document's own 80–89, 90+ and total of 2040
    assert found["5503", "share_80_plus"] == pytest.approx(share, abs=5e-4)
    aged = embedded_tables()["projection_groups"].frame.filter(
        pl.col("municipality") == "1833", pl.col("alternative") == "MMMM", pl.col("year") == 2030
    )
    assert aged.filter(pl.col("age_from") == 80)["persons"].sum() == 1899
    for end, rate in (("low", 0.10), ("high", 0.12)):
        assert found["1833", f"extra_nursing_home_places_{end}"] == round(rate * 1899 - 231)
    for year, more_old in ((2023, False), (2024, True)):
        assert (people_of_rana(year, 65, 105) > people_of_rana(year, 0, 19)) is more_old
    assert people_of_rana(2023, 0, 19) - people_of_rana(2023, 65, 105) == 24


RANA = {2023: {(65, 105): 5528, (0, 19): 5552}, 2024: {(65, 105): 5609, (0, 19): 5525}}
"""SSB 07459, Rana, 1 January."""


def people_of_rana(year: int, low: int, high: int) -> int:
    return RANA[year][low, high]


@pytest.mark.parametrize("code", PLACES)
def test_no_printed_figure_with_a_deviation_is_used_as_a_fact(code: str) -> None:
    told = set()
    for chapter in report_of(code).chapters:
        for statement in chapter.statements():
            wrong = [f for figure in statement.figures.values() for f in off(figure)]
            told |= {f.source.id for f in wrong}
            assert statement.deviation or not wrong, (chapter.id, statement.id)
        assert not used_as_choice(code, chapter)
    if code == "1833":
        assert "trykt-extra-nursing-home-places-low" in told and "trykt-crossover-year" in told
    if code == "5503":
        assert "trykt-population-18-49" in told


def used_as_choice(code: str, chapter: Chapter) -> list[str]:
    """Give the choices that start at a printed figure with a deviation."""
    own = {key: value for key, value in printed().items() if key[0] == code}
    sound = {value for key, value in own.items() if deviation(*key) is None}
    values = {value for key, value in own.items() if deviation(*key)} - sound
    documents = set(embedded_tables()["printed_figures"].frame["document"])
    return [
        a.id
        for a in chapter.assumptions
        if a.certainty is Certainty.PRINTED and a.source in documents and a.default in values
    ]


LINES = {
    "1833": ("flere eldre enn unge i 2023 i Rana og i 2030 i Norge", "når 2 600 i 2044"),
    "5503": ("For 18–49 år er det trykt 9 993; SSB har 9 931.",),
}


@pytest.mark.parametrize("code", sorted(LINES))
@pytest.mark.parametrize("name", ["html", "md", "docx", "pdf", "xlsx", "json"])
def test_the_line_stands_by_its_exhibit_in_every_format(code: str, name: str) -> None:
    whole = report_of(code)
    told = tuple(c for c in whole.chapters if any(s.deviation for s in c.statements()))
    some = replace(whole, chapters=told) if name in ("pdf", "docx") else whole  # slow to read
    text = readable(render(sized(some, whole), name))
    assert "Avvik i kilden:" in text or name == "json"
    # The report tells those of what it shows, and «Tallvedlegg» all.
    for line in LINES[code] if name not in ("docx", "pdf") else ():
        assert line.replace(" ", "") in text.replace(" ", ""), line


def test_the_years_that_are_found_are_those_the_page_gives() -> None:
    (chapter,) = [c for c in report_of("1833").chapters if c.id == "befolkning"]
    (said,) = [s for s in chapter.statements() if s.id == "avvik-vippepunkt"]
    for slot, item in (("ours", "crossover_year"), ("ours_there", "crossover_year_norway")):
        known = deviation("1833", item, 2023)
        assert known is not None and said.figures[slot].value == known.found


def test_a_table_taken_out_alone_says_it_too() -> None:
    (chapter,) = [c for c in report_of("1833").chapters if c.id == "plasser"]
    (table,) = [e for e in chapter.exhibits() if e.id == "plasser-naar"]
    rows = exhibit_csv(table, chapter).decode("utf-8-sig").splitlines()
    assert all("Avvik i kilden:" in row for row in rows[1:])


@pytest.mark.parametrize("code", PLACES)
def test_no_deviation_is_told_as_a_paragraph_of_its_own(code: str) -> None:
    for chapter in report_of(code).chapters:
        assert not any("Trykt tall avviker" in s.text() for s in chapter.statements())
        for statement in chapter.findings:
            assert not statement.deviation, (chapter.id, statement.id)


def readable(content: bytes) -> str:
    """Give the words of a file without markup, with plain spaces."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            pages = [n for n in parts.namelist() if n.endswith(".xml")]
            text = " ".join(re.sub(r"<[^>]+>", "", parts.read(n).decode()) for n in pages)
    elif content.startswith(b"%PDF"):
        text = " ".join(pages_of(content))
    elif content.startswith(b"{"):
        text = str(orjson.loads(content))
    else:
        text = re.sub(r"<[^>]+>", "", content.decode())
    return re.sub(r"\s+", " ", text.replace("\\xa0", " ").replace("\\u202f", " "))
