"""The chapter «skole» on Rana's printed pupils, with buildings, and without anything."""

from __future__ import annotations

import polars as pl
import pytest

from veivalg.analyses.schools import schools
from veivalg.content import Source, SourceKind
from veivalg.evidence import Evidence
from veivalg.norway.register import municipality
from veivalg.sources.gather import gather
from veivalg.tables import Sourced
from veivalg.tables.own import own_table

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}


def _table(name: str, *rows: tuple) -> Sourced:
    schema = own_table(name)
    columns = [f.name for f in schema.fields]
    return Sourced(schema.validate(pl.DataFrame(rows, schema=columns, orient="row")), SOURCE)


def _says(chapter) -> str:
    return " ".join(s.text() for s in chapter.statements()).replace("\u202f", " ")


def _exhibit(chapter, id: str):
    return next(e for e in chapter.exhibits() if e.id == id)


@pytest.fixture(scope="module")
def rana():
    return schools(gather(municipality("1833")))


def test_ranas_printed_classes_stand_in_the_table(rana) -> None:
    rows = _exhibit(rana, "skole-klasser").table.records()
    found = {r["school"]: (r["sum"], r["classes"]) for r in rows}
    assert found["Gruben"] == (386, 20)
    assert found["Storforshei"] == (172, 13)
    assert found["Sum"][0] == 2632


def test_a_hidden_grade_is_not_given_back_by_the_sums(rana) -> None:
    rows = _exhibit(rana, "skole-klasser").table.records()[:-1]
    grades = [f"g{g}" for g in range(1, 11)]
    assert any(r[g] == "skjermet" for r in rows for g in grades)
    for line in [[r[g] for g in grades] for r in rows] + [[r[g] for r in rows] for g in grades]:
        assert line.count("skjermet") != 1
    assert all(r[g] == "skjermet" or r[g] == 0 or r[g] >= 5 for r in rows for g in grades)


def test_the_future_stands_with_its_interval(rana) -> None:
    exhibit = _exhibit(rana, "skole-framover")
    ahead = exhibit.table.records()[1:]
    assert ahead and all(r["low"] < r["pupils"] < r["high"] for r in ahead)
    assert exhibit.uncertainty


def test_the_made_up_alternatives_are_marked(rana) -> None:
    kinds = {s.kind for s in _exhibit(rana, "skole-alternativer").sources}
    assert SourceKind.CONSTRUCTED in kinds
    assert "KONSTRUERT" in rana.findings[0].text()


def test_saving_on_a_building_needs_its_cost() -> None:
    pupils = _table("pupils", *[("A", 2025, 1, 10), ("B", 2025, 1, 12)])
    moves = _table("school_moves", ("A til B", "A", "B", 1, 10, 1000.0))
    own = {"pupils": pupils, "school_moves": moves}
    bare = schools(Evidence(municipality("5503"), own=own))
    assert _exhibit(bare, "skole-alternativer").table.records()[0]["building"] is None
    own["school_buildings"] = _table("school_buildings", ("A", 30, 60.0, 5e5), ("B", 20, 30.0, 4e5))
    full = schools(Evidence(municipality("5503"), own=own))
    row = _exhibit(full, "skole-alternativer").table.records()[0]
    assert row["building"] == 500_000 and row["transport"] == -10_000
    assert row["sum"] == pytest.approx(row["teacher"] + 490_000)
    assert "flere elever enn det er plass til på B" in _says(full)


def test_room_is_held_against_the_least_area() -> None:
    own = {"pupils": _table("pupils", ("A", 2025, 1, 25)),
           "school_buildings": _table("school_buildings", ("A", 30, 45.0, None))}  # fmt: skip
    chapter = schools(Evidence(municipality("5503"), own=own))
    assert _exhibit(chapter, "skole-plass").table.records()[0]["each"] == pytest.approx(1.8)


def test_without_a_projection_today_is_still_shown() -> None:
    own = {"pupils": _table("pupils", ("A", 2025, 1, 25))}
    chapter = schools(Evidence(municipality("5503"), own=own))
    assert [e.id for e in chapter.exhibits()] == ["skole-klasser"]
    assert any("framover" in m.what for m in chapter.missing)


def test_kindergartens_are_shown_without_pupils() -> None:
    own = {"kindergartens": _table("kindergartens", ("Sol", 2025, 9, 18, 6.0, 162.0))}
    chapter = schools(Evidence(municipality("5503"), own=own))
    row = _exhibit(chapter, "skole-barnehager").table.records()[0]
    assert row["area"] == pytest.approx(6.0) and row["each"] == pytest.approx(4.5)


def test_a_move_from_an_unknown_school_is_said_in_words() -> None:
    own = {"pupils": _table("pupils", ("A", 2025, 1, 25)),
           "school_moves": _table("school_moves", ("x", "Z", "A", 1, 7, None))}  # fmt: skip
    assert "«Z» har ingen elever" in _says(schools(Evidence(municipality("5503"), own=own)))


def test_nothing_brought_is_told_with_the_way_to_it() -> None:
    chapter = schools(gather(municipality("5610")))
    assert "veivalg mal elever" in chapter.missing[0].how_to_get
