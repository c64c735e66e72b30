"""Small schools and grades of the chapter «skole»: what is hidden stays so, wherever one looks."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from own_evidence import own_evidence
from tests.tiers import examples, sized

from veivalg.chapters.skole.chapter import chapter as schools
from veivalg.chapters.skole.model import bounds
from veivalg.content import Chapter, Source, SourceKind
from veivalg.own.persons.schools import pupils
from veivalg.own.tables import own_table
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import Sourced
from veivalg.tables.gate import admit

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}
Counts = Mapping[str, Mapping[int, int]]
SMALL = {
    "Grenda": {1: 1, 2: 2},
    "Berget": {1: 9, 2: 12, 3: 8, 4: 10, 5: 9, 6: 7, 7: 11},
    "Sentrum": {1: 44, 2: 51, 3: 49, 4: 46, 5: 52, 6: 47, 7: 50},
    "Ungdom": {8: 61, 9: 58, 10: 64},
}
"""One school has three pupils in all."""


def made(counts: Counts, ahead: bool = False, **chosen: float) -> Chapter:
    names = list(counts)

    def table(name: str, rows: list[tuple]) -> Sourced:
        types = {f.name: f.dtype for f in own_table(name).fields}
        return Sourced(pl.DataFrame(rows, schema=types, orient="row"), SOURCE)

    own = {
        "pupils": table(
            "pupils", [(s, 2025, g, n) for s, by in counts.items() for g, n in by.items()]
        ),
        "school_buildings": table("school_buildings", [(s, 60, 50.0, 1e6) for s in names]),
    }
    if len(names) > 1:
        moves = [(f"{a} til {b}", a, b, 1, 10, 1000.0) for a, b in pairwise(names)]
        moves += [(f"Litt fra {a}", a, names[0], 2, 3, 1000.0) for a in names[1:]]
        own["school_moves"] = table("school_moves", moves)
    return schools(
        own_evidence(own=own, overrides=chosen, tables=embedded_tables() if ahead else {})
    )


def rows(chapter: Chapter, id: str) -> dict[str, dict]:
    """Give the rows of a table by what its first column says."""
    found = next(e.table.records() for e in chapter.exhibits() if e.id == id)
    return {str(next(iter(row.values()))): row for row in found}


def test_a_school_of_three_is_hidden_and_so_is_another() -> None:
    chapter = made(SMALL, ahead=True)
    classes, room = (rows(chapter, id) for id in ("skole-klasser", "skole-plass"))
    assert classes["Grenda"]["sum"] == room["Grenda"]["pupils"] == "skjermet"
    assert classes["Sum"]["sum"] == 3 + 66 + 339 + 183
    # The sum of the municipality less the others would be three.
    hidden = {s for s in SMALL if classes[s]["sum"] == "skjermet"}
    assert hidden == {"Grenda", "Berget"} == {s for s in SMALL if room[s]["pupils"] == "skjermet"}
    later = rows(chapter, "skole-klasser-framover")
    for school in hidden:
        assert {later[school][c] for c in later[school] if c.startswith("p")} == {"skjermet"}
    assert later["Ungdom"]["p2025"] == 183
    alternatives = rows(chapter, "skole-alternativer")
    for name in ("Grenda til Berget", "Berget til Sentrum"):
        assert alternatives[name]["moved"] == alternatives[name]["transport"] == "skjermet"
    assert alternatives["Sentrum til Ungdom"]["moved"] == 339


def test_no_sentence_about_room_tells_of_a_hidden_school() -> None:
    """Grenda and Berget together are 69, and there is room for 60."""
    said = [s.text() for s in made(SMALL).statements() if s.id.startswith("fullt-")]
    full = [text.split("plass til på")[1] for text in said]
    assert any("Sentrum" in names for names in full)
    assert not any("Grenda" in names or "Berget" in names for names in full)


def told(chapter: Chapter) -> tuple:
    """Give all a reader can get at: words, numbers, charts and what the figures rest on."""
    figures = [f for s in chapter.statements() for f in s.figures.values()]
    return (
        [(e.id, e.title, e.alt, e.note, e.table.rows) for e in chapter.exhibits()],
        [(s.id, s.text()) for s in chapter.statements()],
        [(f.id, f.value, [(i.id, i.value) for i in f.inputs]) for f in figures],
    )


CHOICES = sized(
    [{"skole_klassegrense": n / 2} for n in (20, 21, *range(46, 54))]
    + [{"skole_faadelt": float(n)} for n in (0, 1, 2, 3, 5, 25)],
    [{"skole_klassegrense": n / 2} for n in range(20, 81)]
    + [{"skole_faadelt": float(n)} for n in range(26)],
)


def same_tables(one: Counts, other: Counts) -> bool:
    """Say whether pupils are shown alike, so that a reader has only the rest to go by."""
    shown = []
    for counts in (one, other):
        table = rows(made(counts), "skole-klasser").values()
        shown.append([{c: v for c, v in row.items() if c[0] in "gs"} for row in table])
    return shown[0] == shown[1]


def moved_about(counts: Counts, a: str, b: str, g: int, h: int, by: int) -> Counts:
    """Give schools with the same sums, where `by` pupils of each of two have changed grade."""
    found = {s: dict(line) for s, line in counts.items()}
    for school, sign in ((a, by), (b, -by)):
        found[school][g] += sign
        found[school][h] -= sign
    return found


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_no_choice_of_a_reader_tells_a_hidden_grade(chosen: dict[str, float]) -> None:
    """One or two in a grade of A: by the limit of a class its other grade could be counted."""
    one = {"A": {1: 1, 2: 40, 6: 24}, "B": {1: 24, 2: 40, 6: 24}, "C": {1: 40, 2: 40, 6: 40}}
    other = moved_about(one, "A", "B", 1, 6, 1)
    assert same_tables(one, other)
    assert told(made(one, **chosen)) == told(made(other, **chosen))


def test_a_grade_hidden_with_nobody_in_it_is_told_of_as_one_with_two() -> None:
    """Three in a grade and none in another are hidden as one and two are, in every year."""
    one = {"A": {1: 1, 2: 2}, "B": {1: 9, 2: 12, 3: 8}, "C": {1: 44, 2: 51, 3: 49}}
    other = moved_about(one, "A", "B", 1, 2, 2)
    assert other["A"] == {1: 3, 2: 0} and same_tables(one, other)
    absent = {**other, "A": {1: 3}}
    for chosen in ({}, {"skole_klassegrense": 10.0}, {"skole_faadelt": 5.0}):
        found = [told(made(counts, True, **chosen)) for counts in (one, other, absent)]
        assert found[0] == found[1] == found[2]


SIZES = st.sampled_from([0, 1, 2, 3, 4, 5, 9, 10, 24, 25, 26])


LINES = st.lists(st.tuples(*[SIZES] * 3), min_size=1, max_size=2)


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.tuples(*[SIZES] * 5), min_size=1, max_size=4))
@example([(1, 1, 1, 1, 1)])  # nothing above 0 is left, and a 0 is hidden by the total
@example([(3, 0, 0, 0, 0), (9, 9, 9, 9, 9)])  # and here for the row
@example([(3, 0, 0, 0, 0), (9, 9, 9, 9, 9), (9, 9, 9, 9, 9)])  # where others are shown below
@example([(0, 0, 3, 0, 0), (0, 0, 4, 0, 0), (9, 9, 9, 9, 9)])
def test_a_hidden_grade_lies_between_its_bounds(lines) -> None:
    assume(sum(map(sum, lines)) >= 5)
    rows = [(f"S{n}", 2025, g, c) for n, by in enumerate(lines) for g, c in enumerate(by, 1)]
    types = {f.name: f.dtype for f in own_table("pupils").fields}
    found = pupils(admit("pupils", pl.DataFrame(rows, schema=types, orient="row"), SOURCE))
    assert found is not None
    low, high = bounds(found.release)
    for school, _year, grade, count in rows:
        assert low[school][grade] <= count <= high[school][grade]


@settings(
    deadline=None,
    max_examples=examples(12),
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(st.tuples(st.integers(1, 2), SIZES, SIZES), LINES, st.integers(1, 2))
@example((1, 0, 1), [(0, 0, 1)], 2)  # a hidden grade is 0 in the other alone: 3, 1 and 0, 3
def test_schools_that_are_shown_alike_are_told_of_alike(small, lines, by) -> None:
    one = {
        f"S{n}": dict(zip((1, 2, 6), line, strict=True)) for n, line in enumerate([small, *lines])
    }
    one["S0"][6] += by
    one["S1"][1] += by
    other = moved_about(one, "S0", "S1", 1, 6, by)
    assume(sum(sum(line.values()) for line in one.values()) >= 5)
    assume(same_tables(one, other))
    for chosen in ({"skole_klassegrense": 24.5}, {"skole_faadelt": 5.0}):
        assert told(made(one, True, **chosen)) == told(made(other, True, **chosen))


def test_classes_that_follow_are_told_though_grades_are_hidden() -> None:
    """A grade is hidden with nobody in it only where nothing else of its line can be."""
    alone = rows(made({"A": {1: 2, 2: 3, 3: 9}}), "skole-klasser")["A"]
    assert [alone[c] for c in ("g1", "g2", "classes")] == ["skjermet", "skjermet", 3]
    several = {"A": {1: 1, 2: 3, 3: 2, 4: 4}, "B": dict.fromkeys((1, 2, 3, 4), 9)}
    several["C"] = several["D"] = several["B"]
    found = rows(made(several), "skole-klasser")
    assert {found["A"][f"g{g}"] for g in (1, 2, 3, 4)} == {"skjermet"}
    assert [found[s]["classes"] for s in several] == [4] * 4


def test_no_class_tells_where_the_0_among_hidden_grades_is() -> None:
    """Three hidden first grades are two pupils: with its classes told, the empty one is known."""
    lines = [(0, 0, 3, 0), (1, 1, 9, 9), (1, 4, 9, 1), (9, 9, 3, 1)]
    counts = {f"S{n}": dict(enumerate(line, 1)) for n, line in enumerate(lines)}
    found = rows(made(counts), "skole-klasser")
    assert [found[s]["g1"] for s in counts] == ["skjermet"] * 3 + [9]
    assert {found[s]["classes"] for s in ("S0", "S1", "S2")} == {"skjermet"}


def test_nothing_is_told_of_fewer_than_five_pupils() -> None:
    chapter = made({"A": {1: 2, 2: 2}})
    assert not list(chapter.exhibits())
    assert "Færre enn fem elever" in " ".join(s.text() for s in chapter.statements())
