"""The chapter «skole» on Rana's printed pupils, with buildings, and without anything."""

from __future__ import annotations

import polars as pl
import pytest
from own_evidence import own_evidence

from veivalg.chapters.skole.chapter import chapter as schools
from veivalg.content import Source, SourceKind
from veivalg.gather.gather import gather
from veivalg.maths.services.schools import TeacherRule, teachers
from veivalg.norway.register import municipality
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

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


@pytest.fixture(scope="module")
def made_up():
    return schools(gather(municipality("0099")))


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


def test_the_made_up_alternatives_are_marked(made_up) -> None:
    kinds = {s.kind for s in _exhibit(made_up, "skole-alternativer").sources}
    assert SourceKind.CONSTRUCTED in kinds
    assert "er eksempler, laget for" in made_up.findings[0].text()


def test_saving_on_a_building_needs_its_cost() -> None:
    pupils = _table("pupils", *[("A", 2025, 1, 10), ("B", 2025, 1, 12)])
    moves = _table("school_moves", ("A til B", "A", "B", 1, 10, 1000.0))
    own = {"pupils": pupils, "school_moves": moves}
    bare = schools(own_evidence(own=own))
    assert _exhibit(bare, "skole-alternativer").table.records()[0]["building"] is None
    own["school_buildings"] = _table("school_buildings", ("A", 30, 60.0, 5e5), ("B", 20, 30.0, 4e5))
    full = schools(own_evidence(own=own))
    row = _exhibit(full, "skole-alternativer").table.records()[0]
    assert row["building"] == 500_000 and row["transport"] == -10_000
    assert row["sum"] == pytest.approx(row["teacher"] + 490_000)
    assert "flere elever enn det er plass til på B" in _says(full)


def test_room_is_held_against_the_least_area() -> None:
    own = {
        "pupils": _table("pupils", ("A", 2025, 1, 25)),
        "school_buildings": _table("school_buildings", ("A", 30, 45.0, None)),
    }
    chapter = schools(own_evidence(own=own))
    assert _exhibit(chapter, "skole-plass").table.records()[0]["each"] == pytest.approx(1.8)


def test_without_a_projection_today_is_still_shown() -> None:
    own = {"pupils": _table("pupils", ("A", 2025, 1, 25))}
    chapter = schools(own_evidence(own=own))
    assert [e.id for e in chapter.exhibits()] == ["skole-klasser"]
    assert any("framover" in m.what for m in chapter.missing)


def test_kindergartens_are_shown_without_pupils() -> None:
    own = {"kindergartens": _table("kindergartens", ("Sol", 2025, 9, 18, 6.0, 162.0))}
    chapter = schools(own_evidence(own=own))
    row = _exhibit(chapter, "skole-barnehager").table.records()[0]
    assert row["area"] == pytest.approx(6.0) and row["each"] == pytest.approx(4.5)


def test_a_move_from_an_unknown_school_is_said_in_words() -> None:
    own = {
        "pupils": _table("pupils", ("A", 2025, 1, 25)),
        "school_moves": _table("school_moves", ("x", "Z", "A", 1, 7, None)),
    }
    assert "«Z» har ingen elever" in _says(schools(own_evidence(own=own)))


def test_nothing_brought_is_told_with_the_way_to_it() -> None:
    chapter = schools(gather(municipality("5610")))
    assert "«Egne tall»" in chapter.missing[0].how_to_get


def _hidden_schools():
    """Give three schools where a grade of A has few pupils, and their chapter."""
    counts = {
        "A": {1: 3, 2: 24, 3: 24, 6: 9},
        "B": {1: 22, 2: 24, 3: 24, 6: 21},
        "C": {1: 44, 2: 47, 3: 49, 6: 46},
    }
    rows = [(s, 2025, g, n) for s, by in counts.items() for g, n in by.items()]
    moves = [("A til B", "A", "B", 1, 10, 1000.0), ("Litt", "A", "C", 1, 2, 1000.0)]
    buildings = [(s, 200, 50.0, 1e6) for s in counts]
    own = {
        "pupils": _table("pupils", *rows),
        "school_moves": _table("school_moves", *moves),
        "school_buildings": _table("school_buildings", *buildings),
    }
    return counts, schools(own_evidence(own=own))


def _numbers(chapter) -> list[float]:
    """Give every unrounded number a reader can get at: cells, and figures with their inputs."""
    cells = [c for e in chapter.exhibits() for row in e.table.rows for c in row]
    figures = [f for s in chapter.statements() for f in s.figures.values()]
    values = [f.value for f in [*figures, *(i for f in figures for i in f.inputs)]]
    return [v for v in [*cells, *values] if isinstance(v, int | float)]


def _matches(seen: list[float], value: float) -> bool:
    return any(v == pytest.approx(value, abs=1e-6) for v in seen)


def test_inverting_the_norm_on_what_is_shown_gives_no_hidden_grade_back() -> None:
    counts, chapter = _hidden_schools()
    table = _exhibit(chapter, "skole-klasser").table.records()
    hidden = {r["school"] for r in table[:-1] if "skjermet" in r.values()}
    assert hidden == {"A", "B"}
    seen, rule = _numbers(chapter), TeacherRule()
    a, b, c = counts["A"], counts["B"], counts["C"]
    needs = []
    for guess in range(1, 5):
        # Sums of rows and columns leave one unknown: what is moved between two grades of A and B.
        moved = guess - a[1]
        tried_a = {**a, 1: guess, 6: a[6] - moved}
        tried_b = {**b, 1: b[1] - moved, 6: b[6] + moved}
        one, two = teachers(tried_a, rule), teachers(tried_b, rule)
        needs.append(one)
        after = {g: tried_a[g] + tried_b[g] for g in a}
        change = teachers(after, rule) - one - two
        told = [one, two, one + two, one + two + teachers(c, rule)]
        # A change of nothing is the same for every guess and tells nothing.
        for value in (*told, *([change] if abs(change) > 1e-6 else [])):
            for price in (1.0, -850_000.0):
                assert not _matches(seen, value * price)
    # The attack would have worked: every guess gives its own number of teachers.
    assert len({round(n, 6) for n in needs}) == len(needs)
    assert _matches(seen, teachers(c, rule))


def test_a_school_with_a_hidden_grade_has_no_teachers_anywhere() -> None:
    _counts, chapter = _hidden_schools()
    table = _exhibit(chapter, "skole-klasser").table.records()
    for row in table[:-1]:
        assert ("skjermet" in [row[f"g{g}"] for g in range(1, 11)]) == (
            row["teachers"] == "skjermet"
        )
    assert table[-1]["teachers"] == "skjermet"
    moved = {r["name"]: r for r in _exhibit(chapter, "skole-alternativer").table.records()}
    assert moved["A til B"]["teachers"] == moved["A til B"]["teacher"] == "skjermet"
    assert moved["A til B"]["sum"] == "skjermet"
    assert moved["Litt"]["moved"] == moved["Litt"]["transport"] == "skjermet"
    room = {r["school"]: r for r in _exhibit(chapter, "skole-plass").table.records()}
    assert room["A"]["largest"] == room["A"]["each"] == "skjermet"
    assert not any("laerere" in f.id for s in chapter.statements() for f in s.figures.values())


def test_pupils_ahead_of_a_school_with_a_hidden_grade_are_hidden(rana) -> None:
    rows = {r["school"]: r for r in _exhibit(rana, "skole-klasser-framover").table.records()}
    line = rows["Utskarpen"]
    assert [line[k] for k in line if k.startswith("p")][1:] == ["skjermet"] * 2
    assert all(r["pupils"] % 10 == 0 for r in _exhibit(rana, "skole-framover").table.records()[1:])


def test_a_lone_school_shows_no_sum_by_grade_of_what_is_hidden() -> None:
    own = {"pupils": _table("pupils", ("A", 2025, 1, 3), ("A", 2025, 2, 9), ("A", 2025, 3, 30))}
    chapter = schools(own_evidence(own=own))
    row = _exhibit(chapter, "skole-klasser").table.records()
    assert row[-1]["g1"] == row[-1]["g2"] == row[-1]["teachers"] == "skjermet"


def test_the_headline_of_an_alternative_counts_transport_and_the_net(made_up) -> None:
    row = {r["name"]: r for r in _exhibit(made_up, "skole-alternativer").table.records()}
    said = next(s for s in made_up.findings if s.id == "alternativ")
    best = next(n for n in row if f"«{n}»" in said.text())
    assert said.figures["transport"].value == -row[best]["transport"]
    assert said.figures["net"].value == pytest.approx(abs(row[best]["sum"]))
    word = "koster" if row[best]["sum"] < 0 else "sparer"
    assert word in said.text() and "mer til skyss" in said.text()


def test_the_example_has_rooms_and_kindergartens_marked_as_made_up(made_up) -> None:
    for id in ("skole-plass", "skole-barnehager"):
        assert SourceKind.CONSTRUCTED in {s.kind for s in _exhibit(made_up, id).sources}
    assert not {"Skolebygg", "Barnehager"} & {m.what for m in made_up.missing}
