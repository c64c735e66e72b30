"""The chapter «rammenedtrekk» on Rana's own tables, and without any."""

from __future__ import annotations

import polars as pl
import pytest

from veivalg.chapters.rammenedtrekk.chapter import chapter as budget_frame
from veivalg.content import Source, SourceKind
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.tables import Sourced


def _own(sectors: list[tuple[str, float, float, str]], cuts: dict[int, float], measures=()):
    source = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}
    own = {
        "budget_sectors": Sourced(
            pl.DataFrame(
                sectors,
                schema=["sector", "budget", "kostra_weight", "takes_rounding"],
                orient="row",
            ),
            source,
        ),
        "budget_cuts": Sourced(
            pl.DataFrame({"year": list(cuts), "cut": list(cuts.values())}), source
        ),
    }
    if measures:
        own["sector_measures"] = Sourced(
            pl.DataFrame(measures, schema=["sector", "measure", "year", "amount"], orient="row"),
            source,
        )
    return Evidence(municipality("5503"), own=own)


def _says(chapter) -> str:
    return " ".join(s.text() for s in chapter.statements()).replace("\u202f", " ")


def test_ranas_example_gives_the_printed_table() -> None:
    chapter = budget_frame(gather(municipality("1833")))
    table = next(chapter.exhibits()).table
    care = next(r for r in table.records() if r["sector"] == "Helse og omsorg")
    assert [care[f"y{y}"] for y in (2023, 2024, 2025, 2026)] == [
        -10_233_000,
        -20_467_000,
        -30_700_000,
        -40_934_000,
    ]
    assert "80,0 mill. kr i 2026, 5,1 % av budsjettene" in _says(chapter)


def test_the_example_names_its_document() -> None:
    chapter = budget_frame(gather(municipality("1833")))
    assert "Budsjettseminar 2022" in chapter.findings[0].text()


def test_own_figures_are_not_called_an_example() -> None:
    chapter = budget_frame(_own([("A", 1e6, 0, "yes"), ("B", 1e6, 1, "no")], {2027: 1e5}))
    assert "eksempel" not in _says(chapter)


def test_without_tables_the_chapter_says_how_to_get_them() -> None:
    chapter = budget_frame(gather(municipality("5610")))
    assert "«Egne tall»" in chapter.missing[0].how_to_get
    assert not chapter.sections


def test_a_sector_that_lacks_measures_is_told_how_much() -> None:
    sectors = [("A", 3e6, 0.0, "yes"), ("B", 1e6, 0.0, "no")]
    chapter = budget_frame(_own(sectors, {2027: 4e5}, [("B", "Skole", 2027, 6e4)]))
    assert "B mangler tiltak for 0,0 mill. kr i 2027" in _says(chapter)
    table = next(e for e in chapter.exhibits() if e.id == "ramme-tiltak-b").table.records()
    assert [r["y2027"] for r in table] == [60_000, 60_000, 100_000, 40_000]


def test_measures_of_an_unknown_sector_are_told_and_not_lost() -> None:
    chapter = budget_frame(_own([("A", 3e6, 0, "yes")], {2027: 4e5}, [("Z", "Skole", 2027, 6e4)]))
    assert "«Z» har tiltak, men står ikke" in _says(chapter)
    assert any(e.id == "ramme-tiltak-z" for e in chapter.exhibits())


def test_an_impossible_cut_is_said_in_words_and_not_worked_out() -> None:
    chapter = budget_frame(_own([("A", 1e6, 0, "yes")], {2027: 9e6}))
    assert "ikke mulig" in _says(chapter)
    assert not chapter.sections


@pytest.mark.parametrize("flat", [0.0, 1.0])
def test_the_flat_part_can_be_chosen(flat: float) -> None:
    evidence = gather(municipality("1833"), overrides={"ramme_flat": flat})
    table = next(budget_frame(evidence).exhibits()).table.records()
    assert (table[0]["flat"] == 0) == (flat == 0)


def test_weights_that_are_worked_back_are_not_said_to_be_read_or_printed() -> None:
    chapter = budget_frame(gather(municipality("1833")))
    note = next(chapter.exhibits()).note
    assert "regnet tilbake" in note and "lest fra tabellen" not in note
    assert "KOSTRA-vektene er ikke trykt" in chapter.findings[0].text()
    own = budget_frame(_own([("A", 1e6, 0, "yes"), ("B", 1e6, 1, "no")], {2027: 1e5}))
    assert "lest fra tabellen" in next(own.exhibits()).note
