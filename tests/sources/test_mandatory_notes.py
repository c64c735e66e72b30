"""What must stand by figures: SSB's mandatory notes, and that a year isn't revised."""

import io
import re
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from tests.publish.readback import text_of

from veivalg.chapters.common.sources import unique
from veivalg.content import (
    Caveat,
    Chapter,
    Chart,
    Column,
    Exhibit,
    Figure,
    Place,
    Report,
    Section,
    Shape,
    Source,
    SourceKind,
    Statement,
    Table,
    Unit,
)
from veivalg.lake.lake import Lake
from veivalg.publish import formats
from veivalg.sources.ssb.fetch import fetch
from veivalg.sources.ssb.jsonstat import read_mandatory
from veivalg.sources.ssb.metadata import read_metadata
from veivalg.tables import TABLES


@pytest.fixture
def meta(tables):
    return read_metadata("12134", next(t for t in tables if t.id == "12134").metadata())


def test_only_the_mandatory_notes_are_taken(meta) -> None:
    assert len(meta.notes) == 4
    assert [n.split(" ")[0] for n in meta.mandatory] == ["Brudd", "Landet"]


@pytest.mark.parametrize(
    ("updated", "year"),
    [
        ("2026-03-16T07:00:00Z", "2025"),
        ("2026-06-15T06:00:00Z", ""),
        ("2026-09-01T06:00:00Z", ""),
    ],
)
def test_a_year_is_unrevised_until_june_after_it(meta, updated: str, year: str) -> None:
    assert replace(meta, updated=updated).unrevised == year


def test_population_is_never_called_unrevised(tables) -> None:
    people = read_metadata("07459", next(t for t in tables if t.id == "07459").metadata())
    assert replace(people, updated="2020-01-01T00:00:00Z").unrevised == ""


def test_the_source_of_fetched_figures_says_both(tables, serve, lake, fast) -> None:
    march = [replace(t, updated="2026-03-16T07:00:00Z") if t.id == "12134" else t for t in tables]
    fetch(["5503"], lake, url=serve(served=march).url, limits=fast, tables=["12134"])
    note = lake.read("indicators").source("5503").note
    assert "Brudd i tallene for KOSTRA-gruppene mellom 2019 og 2020" in note
    assert "Tallene for 2025 er ureviderte, publisert 16.3.2026." in note
    assert "konsern (stedfortreder)" not in note


def test_links_are_written_as_their_text_and_notes_of_codes_are_taken_too() -> None:
    raw = {
        "note": ["Se [listen](https://www.ssb.no/x).", "Ikke obligatorisk"],
        "extension": {"noteMandatory": {"0": True}},
        "dimension": {
            "KOKart0000": {
                "note": ["Om arter"],
                "category": {"note": {"AG16": ["Om lønn", "Noe annet"]}},
                "extension": {
                    "noteMandatory": {"0": True},
                    "categoryNoteMandatory": {"AG16": {"0": True}},
                },
            }
        },
    }
    assert read_mandatory(raw) == ("Se listen.", "Om arter", "Om lønn")


BREAK = Caveat("Brudd mellom 2019 og 2020.", (2019, 2020))


def exhibit(*sources: Source, years: tuple[int, ...]) -> Exhibit:
    columns = (Column("year", "År", Unit.YEAR), Column("value", "Verdi", Unit.SHARE, 1))
    table = Table(columns, tuple((year, 0.1) for year in years))
    chart = Chart(Shape.COLUMNS, "year", "value")
    return Exhibit("x", "Tittel", "Undertittel", "Tittel.", table, sources, chart)


@pytest.mark.parametrize(
    ("years", "told"),
    [((2019, 2020), 1), ((2015, 2025), 1), ((2020, 2025), 0), ((2015, 2019), 0), ((2025,), 0)],
)
def test_a_break_stands_by_what_shows_both_years(years, told) -> None:
    group = Source("ssb-12209", "SSB", "Nøkkeltall", caveats=(BREAK,))
    assert len(exhibit(group, years=years).caveats) == told


def test_unrevised_stands_by_what_shows_that_year_and_says_when_only_some_are() -> None:
    march = Source("a", "SSB", "Nøkkeltall", updated="2026-03-16T07:00:00Z", unrevised=2025)
    june = Source("b", "SSB", "Regnskap", updated="2026-06-15T06:00:00Z")
    said = "ureviderte, publisert 16.3.2026."
    assert exhibit(march, years=(2024, 2025)).caveats == (f"Tallene for 2025 er {said}",)
    assert exhibit(march, june, years=(2025,)).caveats == (f"Noen av tallene for 2025 er {said}",)
    assert exhibit(march, years=(2023, 2024)).caveats == ()


def test_a_group_has_the_break_and_its_source_is_kept_beside_the_municipality_s() -> None:
    own = Source("ssb-12209", "SSB", "Nøkkeltall")
    (one,) = unique([own, replace(own, caveats=(BREAK,)), own])
    assert one.caveats == (BREAK,)


def read(made: bytes, name: str) -> str:
    if name != "xlsx":
        return text_of(made, name)
    book = openpyxl.load_workbook(io.BytesIO(made))
    return " ".join(str(c.value) for sheet in book for row in sheet for c in row)


def test_what_must_stand_by_figures_is_in_every_format_of_an_exhibit() -> None:
    note = "Brudd i tallene mellom 2019 og 2020 (obligatorisk)."
    march = Source("a", "SSB", "Nøkkeltall", "12134", updated="2026-03-16")
    march = replace(march, caveats=(Caveat(note),), unrevised=2025)
    shown = exhibit(march, years=(2018, 2025))
    place = Place("5503", "Harstad")
    part = Section("s", "Del", (shown,))
    told = said("Andelen er {b} i 2025.", b=figure(march, "2025"))
    chapter = Chapter("x", "Kapittel", place, "2025", "Ingress", (told,), (part,))
    report = Report("Rapport", place, "2026-11-29", "0.2.0", (chapter,))
    words = set(re.findall(r"\w+", f"{note} ureviderte publisert 16.3.2026".casefold()))
    for name, known in formats().items():
        if name == "png":  # drawn from the SVG
            continue
        made = known.report(report) if known.report else known.exhibit(shown, chapter)
        missing = words - set(re.findall(r"\w+", read(made, name).casefold()))
        assert not missing, name
        if known.report and name != "json":  # which tells the sentence whole, as the next does
            assert "2025 (urevidert)" in " ".join(read(made, name).split()), name


def figure(source: Source, period: str, id: str = "a", **more: Any) -> Figure:
    place = Place("EKG09", "KOSTRA-gruppe 9")
    return Figure(id, "Andel", 0.4, Unit.SHARE, place, period, source, 0, **more)


def said(template: str, **figures: Figure) -> Statement:
    return Statement("s", template, figures)


def test_a_headline_says_by_itself_that_what_it_rests_on_will_be_revised() -> None:
    """Beside the year, beside the one figure of two, or last where no year is named."""
    march = Source("a", "SSB", "Nøkkeltall", unrevised=2025)
    june = Source("b", "SSB", "Regnskap")
    new, old = figure(march, "2025"), figure(march, "2024", "b")
    other = figure(june, "2025", "c")
    own = Source("veivalg", "Veivalg", "Regnet", kind=SourceKind.CALCULATION)
    made = figure(own, "2024–2025", "d", inputs=(old, new))
    for sentence, wanted in (
        (
            said("Fra {o} i 2024 til {n} i 2025.", o=old, n=new),
            "Fra 40 % i 2024 til 40 % i 2025 (urevidert).",
        ),
        (said("Det var {o} i 2024.", o=old), "Det var 40 % i 2024."),
        (
            said("I 2025: {n}, mot {c} der.", n=new, c=other),
            "I 2025: 40 % (urevidert), mot 40 % der.",
        ),
        (said("Endringen er {d}.", d=made), "Endringen er 40 % (2025 er urevidert)."),
        (said("I 2025 (urevidert) {n}.", n=new), "I 2025 (urevidert) 40 %."),
    ):
        assert re.sub(r"\s", " ", sentence.text()) == wanted


@pytest.mark.parametrize(("years", "told"), [((2015, 2025), True), ((2020, 2025), False)])
def test_a_headline_on_both_sides_of_a_break_says_so(years: tuple[int, int], told: bool) -> None:
    group = Source("ssb-12209", "SSB", "Nøkkeltall", caveats=(BREAK,))
    first, last = (figure(group, str(year), str(year)) for year in years)
    text = said("Fra {a} til {b}.", a=first, b=last).text()
    assert text.endswith(" (brudd i serien mellom 2019 og 2020).") is told


def test_a_source_is_stored_with_what_must_stand_by_it(lake) -> None:
    source = Source("a", "SSB", "Nøkkeltall", caveats=(BREAK,), unrevised=2025)
    lake.put("indicators", "12134-5503", TABLES["indicators"].empty(), source, ["5503"])
    stored = Lake(lake.folder).entry("indicators", "12134-5503").source
    assert (stored.caveats, stored.unrevised) == ((BREAK,), 2025)
