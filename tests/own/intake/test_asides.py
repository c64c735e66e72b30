"""Rows of texts are notes: told, and what they say of the unit counts as above the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.own.intake.test_units import sheet

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore

TABLE: list[list[object]] = [
    ["Enhet", "År", "Revidert budsjett"],
    ["Helse", 2026, 627_315],
    ["Skole", 2026, 498_100],
]


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(store: OwnStore, form: str, rows: list[list[object]], **answers: str) -> Intake:
    text = "\n".join(";".join("" if c is None else str(c) for c in row) for row in rows)
    content = text.encode() if form == "csv" else sheet(rows)
    said = {key.replace("_", ":"): answer for key, answer in answers.items()}
    return read_file(content, f"a.{form}", code="0099", store=store, answers=said)


def told(intake: Intake) -> list[tuple[int | None, str]]:
    return [(f.row, f.wrong) for f in intake.findings if "merknad" in f.wrong]


NOTES = [
    ["Kilde: Agresso"],
    ["* Prognose per april"],
    ["Oppdatert 12.3.2026"],
    ["Kilde:", "Agresso"],
    ["Oppdatert:", "12.3.2026"],
    [None, None, "Tallene er foreløpige og kan endres"],
    [None, "Kilde: Agresso"],
    ["Helse og omsorg"],
]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("gap", [[], [[]], [[], []]])
@pytest.mark.parametrize("note", NOTES)
def test_a_row_of_texts_is_a_note_that_is_told(
    form: str, gap: list[list[object]], note: list[object], store: OwnStore
) -> None:
    rows = [*TABLE, *gap, note, ["Skrevet ut av Kari Nordmann"]]
    got = read(store, form, rows, unit_budget="1", title_words="yes")
    assert got.frame is not None and got.frame["budget"].to_list() == [627_315, 498_100]
    first = 4 + len(gap)
    assert [row for row, _wrong in told(got)] == [first, first + 1]
    assert str(next(c for c in note if c)) in told(got)[0][1]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("note", "factor"),
    [
        (["Tallene er i 1000 kr"], 1e3),
        (["Alle beløp i mill. kr"], 1e6),
        (["Tall i", "1000 kr"], 1e3),
        (["Alle tall i", 1000, "kr"], 1e3),
        ([None, None, "Tall i hele tusen"], 1e3),
    ],
)
def test_a_unit_below_counts_as_it_does_above(
    form: str, note: list[object], factor: float, store: OwnStore
) -> None:
    for rows in ([*TABLE, note], [*TABLE, [], ["Kilde: Agresso"], note]):
        got = read(store, form, rows)
        assert got.frame is not None and got.frame["budget"][0] == 627_315 * factor
        assert any("lest i" in f.wrong for f in got.findings)


def test_an_amount_in_a_note_is_asked_about_and_two_units_too(store: OwnStore) -> None:
    for below in (["Budsjettet er på 627 mill. kr"], ["Tall i 1000 kr"]):
        above = [["Tall i hele kroner"]] if "1000" in below[0] else []
        got = read(store, "xlsx", [*above, *TABLE, below])
        assert got.frame is None and [q.id for q in got.questions] == ["unit:budget"]


@pytest.mark.parametrize(
    "row",
    [
        ["Kultur", None, 500],
        ["Kultur", 2026, None],
        ["Kilde: Agresso", None, 500],
        ["Kultur", "ukjent", "ukjent"],
        ["Kultur", None, "1000 kr"],
        [2026],
    ],
)
def test_a_row_that_lacks_its_year_or_its_figure_is_refused(
    row: list[object], store: OwnStore
) -> None:
    for rows in ([*TABLE, row], [*TABLE[:2], row, TABLE[2]]):
        got = read(store, "xlsx", rows)
        assert got.frame is None and got.errors and not told(got)


def test_what_is_merged_with_the_row_above_is_no_note(store: OwnStore) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(sheet([*TABLE, ["Kultur"]])))
    page = book.active
    assert page is not None
    page.merge_cells("B3:B4")
    page.merge_cells("C3:C4")
    out = io.BytesIO()
    book.save(out)
    got = read_file(out.getvalue(), "a.xlsx", code="0099", store=store)
    assert got.errors and any("slått sammen" in f.wrong for f in got.findings)


def test_headings_of_sections_are_notes_and_those_of_another_measure_a_question(
    store: OwnStore,
) -> None:
    rows = [TABLE[0], ["Oppvekst"], TABLE[1], ["Kultur og fritid"], TABLE[2]]
    got = read(store, "csv", rows, unit_budget="1")
    assert got.frame is not None and [row for row, _wrong in told(got)] == [2, 4]
    for text in ("Regnskap 2025", "I fjor", "Tall i 1000 kr", "Hittil i år"):
        rows = [*TABLE, [text], ["Helse", 2025, 600_000]]
        got = read(store, "csv", rows)
        question = got.questions[0]
        assert question.id == "rows:section" and [o.value for o in question.options] == [
            "alle", "0", "1"]  # fmt: skip
        for answer, units in (("0", ["Helse", "Skole"]), ("1", ["Helse"])):
            part = read(store, "csv", rows, rows_section=answer, unit_budget="1")
            assert part.frame is not None and part.frame["unit"].to_list() == units
            assert any("annen del av arket" in f.wrong for f in part.findings)


@pytest.mark.parametrize(("cell", "factor"), [("tkr", 1e3), ("(1000 kr)", 1e3), ("mill. kr", 1e6)])
def test_units_in_a_row_of_their_own_are_of_their_columns(
    cell: str, factor: float, store: OwnStore
) -> None:
    got = read(store, "xlsx", [TABLE[0], [None, None, cell], *TABLE[1:]])
    assert got.frame is not None and got.frame["budget"][0] == 627_315 * factor
    other = read(store, "xlsx", [TABLE[0], [None, None, "timer"], *TABLE[1:]])
    assert [q.id for q in other.questions] == ["unit:budget"]


def test_what_lacks_nothing_and_reads_like_a_note_is_asked_about(store: OwnStore) -> None:
    """Of a school no figure need be known, so that «Kilde: FDV» may be its name."""
    content = b"Skole;Plass til;FDV\nNord;200;2500000\nKilde: FDV;;\n"
    got = read_file(content, "a.csv", code="0099", store=store)
    assert [q.id for q in got.questions] == ["rows:notes"] and "Kilde: FDV" in got.questions[0].text
    for answer, schools in (("note", ["Nord"]), ("row", ["Nord", "Kilde: FDV"])):
        said = {"rows:notes": answer}
        got = read_file(content, "a.csv", code="0099", store=store, answers=said)
        assert got.frame is not None and got.frame["school"].to_list() == schools


def test_a_note_in_a_table_of_persons_is_not_repeated(store: OwnStore) -> None:
    content = (
        "Besøk nr;Bruker-ID;Sone;Dato;Varighet\n1;A1;Nord;23.09.2024;25\nKilde: Ola Nordmann;;;;\n"
    ).encode()
    got = read_file(content, "a.csv", code="0099", store=store)
    assert got.frame is not None and len(told(got)) == 1
    assert not any("Ola" in f.line() for f in got.findings)


def test_a_sum_so_far_this_year_is_known_from_a_note(store: OwnStore) -> None:
    lines = ["Enhet;År;Måned;Regnskap", "Helse;2026;1;3000000", "Helse;2026;2;3100000"]
    lines += ["Tallene er hittil i år;;;"]
    got = read_file("\n".join(lines).encode(), "a.csv", code="0099", store=store)
    assert [q.id for q in got.questions] == ["period:amount"]
