"""What must stand by figures: SSB's mandatory notes, and that a year isn't revised."""

from dataclasses import replace

import pytest

from veivalg.sources.ssb.fetch import fetch
from veivalg.sources.ssb.metadata import read_metadata


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
