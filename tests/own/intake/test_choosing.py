"""Several columns that may be one figure, and one of what is spent beside one of what is got."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore

ASK = "heading:amount"


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(store: OwnStore, heads: str, *rows: str, answer: str = "", lead: str = "") -> Intake:
    content = "\n".join([f"{lead}Enhet;År;Måned;{heads}", *rows]).encode()
    answers = {ASK: answer} if answer else {}
    return read_file(content, "a.csv", code="1833", store=store, answers=answers)


def asked(got: Intake) -> dict[str, list[str]]:
    return {q.id: [o.value for o in q.options] for q in got.questions}


def amounts(got: Intake) -> list[float]:
    assert got.frame is not None, got.findings
    return got.frame["amount"].to_list()


@pytest.mark.parametrize(
    ("heads", "spent"),
    [
        ("Utgift;Inntekt", "utgift"),
        ("Inntekter;Brutto utgifter", "bruttoutgifter"),
        ("Debet;Kredit", "debet"),
        ("Driftsutgifter;Driftsinntekter", "driftsutgifter"),
    ],
)
def test_what_is_spent_and_what_is_got_is_offered_as_the_difference(
    heads: str, spent: str, store: OwnStore
) -> None:
    turned = heads.startswith("Inntekt")
    rows = [f"A;2025;{m};" + ("200000;900000" if turned else "900000;200000") for m in (1, 2)]
    got = read(store, heads, *rows)
    assert asked(got) == {ASK: ["minus", spent]} and not got.errors
    texts = [o.text.replace("\u202f", " ") for o in got.questions[0].options]
    assert "A: 700 000 kr" in texts[0] and "A: 900 000 kr" in texts[1]
    assert amounts(read(store, heads, *rows, answer="minus")) == [700000, 700000]
    assert amounts(read(store, heads, *rows, answer=spent)) == [900000, 900000]


def test_income_with_minus_is_added_and_a_blank_is_nothing(store: OwnStore) -> None:
    signed = read(
        store, "Utgift;Inntekt", "A;2025;1;900000;-200000", "A;2025;2;800000;", answer="minus"
    )
    assert amounts(signed) == [700000, 800000]
    ledger = read(store, "Debet;Kredit", "A;2025;1;900000;", "B;2025;1;;200000", answer="minus")
    assert amounts(ledger) == [900000, -200000]


def test_a_ledger_of_accounts_is_added_up_after_its_two_columns_are_one(store: OwnStore) -> None:
    rows = ["A;2025;1;900000;;1050", "A;2025;1;;200000;1700", "B;2025;1;400000;0;1050"]
    content = "\n".join(["Ansvar;År;Periode;Debet;Kredit;Konto", *rows]).encode()
    answers = {ASK: "minus", "table": "yes", "rows:kind": "sum", "rows:sum": "sum"}
    got = read_file(content, "a.csv", code="1833", store=store, answers=answers)
    assert amounts(got) == [700000, 400000] and not {"Debet", "Kredit"} & set(got.unused)


def test_a_unit_over_both_holds_for_the_difference(store: OwnStore) -> None:
    heads = "Utgift (1000 kr);Inntekt (1000 kr)"
    assert amounts(read(store, heads, "A;2025;1;9000;2000", answer="minus")) == [7_000_000]
    one = read(store, "Utgift (1000 kr);Inntekt (mill. kr)", "A;2025;1;9000;2", answer="minus")
    assert [*asked(one)] == ["unit:amount"]


def test_what_can_not_be_read_in_either_is_told_of(store: OwnStore) -> None:
    got = read(store, "Utgift;Inntekt", "A;2025;1;900000;to hundre", "B;2025;1;;", answer="minus")
    assert got.frame is None
    assert any("«to hundre» er ikke et tall" in f.wrong and f.row == 2 for f in got.findings)
    assert any("mangler" in f.wrong and f.row == 3 for f in got.findings)


def test_a_formula_that_failed_is_no_zero(store: OwnStore) -> None:
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Enhet", "År", "Måned", "Utgift", "Inntekt"])
    book.active.append(["A", 2025, 1, 900000, "#REF!"])
    book.active["E2"].data_type = "e"
    book.save(content)
    answers = {ASK: "minus"}
    got = read_file(content.getvalue(), "a.xlsx", code="1833", store=store, answers=answers)
    assert got.frame is None and any("#REF!" in f.wrong for f in got.findings)


@pytest.mark.parametrize(
    ("heads", "answers"),
    [
        ("Brutto utgift;Regnskap", ["regnskap", "bruttoutgift"]),
        ("Brutto;Netto", ["netto", "brutto"]),
        ("Regnskap;Beløp", ["regnskap", "beløp"]),
        ("Regnskap;Netto driftsutgift", ["regnskap", "nettodriftsutgift"]),
    ],
)
def test_which_of_two_columns_is_the_amount_is_asked(
    heads: str, answers: list[str], store: OwnStore
) -> None:
    row = "A;2025;1;900000;700000"
    assert asked(read(store, heads, row)) == {ASK: answers}
    at = [h.replace(" ", "").casefold() for h in heads.split(";")].index
    for answer in answers:
        assert amounts(read(store, heads, row, answer=answer)) == [(900000, 700000)[at(answer)]]


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("Regnskap;Beløp", "900000;900000"),  # the same
        ("Utgift;Inntekt;Netto;Brutto", "900000;200000;700000;900000"),  # settled by arithmetic
        ("Regnskap;Beløp", "900000;"),
        ("Regnskap;Regnskap i fjor", "900000;700000"),
        ("Regnskap;Budsjett;Avvik", "900000;800000;-100000"),
        ("Regnskap;Overtid, ekstrahjelp og innleie", "900000;100000"),
    ],
)
def test_columns_that_are_plainly_others_are_not_asked_about(
    heads: str, row: str, store: OwnStore
) -> None:
    got = read(store, heads, f"A;2025;1;{row}")
    assert ASK not in asked(got) and not got.errors


def test_a_column_a_person_has_pointed_out_is_not_asked_about(store: OwnStore) -> None:
    content = b"Enhet;\xc3\x85r;M\xc3\xa5ned;Utgift;Inntekt\nA;2025;1;900000;200000"
    mapping = {"amount": "Utgift"}
    got = read_file(content, "a.csv", code="1833", store=store, mapping=mapping,
                    table="monthly_accounts")  # fmt: skip
    assert amounts(got) == [900000]


@pytest.mark.parametrize(
    "heading",
    ["Timer levert per måned", "Timer (mnd)", "Timer (måned)", "Timer/mnd", "Timer pr. måned"],
)
def test_hours_a_month_are_offered_turned_into_a_week(heading: str, store: OwnStore) -> None:
    content = f"Sone;Brukere;{heading}\nNord;120;1825\nSør;100;1460\n".encode()
    got = read_file(content, "a.csv", code="1833", store=store)
    options = [o.value for q in got.questions for o in q.options]
    assert [q.id for q in got.questions] == ["unit:hours"] and options[1] == "1"
    answers = {"unit:hours": options[0]}
    weekly = read_file(content, "a.csv", code="1833", store=store, answers=answers)
    assert weekly.frame is not None and weekly.frame["hours"].to_list() == pytest.approx([420, 336])


def test_hours_a_day_are_hours(store: OwnStore) -> None:
    content = b"Sone;Brukere;Timer (dag)\nNord;120;60\n"
    got = read_file(content, "a.csv", code="1833", store=store)
    assert {q.id: [o.value for o in q.options] for q in got.questions} == {"unit:hours": ["7", "1"]}


@pytest.mark.parametrize(
    ("heading", "cells", "read"),
    [
        ("Varighet", ("1 t 30 min", "45 min", "30 min"), [90, 45, 30]),
        ("Varighet (min)", ("1 t 30 min", "45 min", "30"), [90, 45, 30]),
        ("Varighet", ("1 t 30 min", "45 min", "1,5"), None),
        ("Varighet", ("25", "45 min", "30"), None),
    ],
)
def test_times_in_words_are_asked_about_where_some_have_no_unit(
    heading: str, cells: tuple[str, ...], read: list[float] | None, store: OwnStore
) -> None:
    rows = [f"{n};B{n};Nord;23.09.2024;{cell}" for n, cell in enumerate(cells, 1)]
    content = "\n".join([f"Besøk nr.;Bruker-ID;Sone;Dato;{heading}", *rows]).encode()
    got = read_file(content, "a.csv", code="1833", store=store)
    if read is not None:
        assert got.frame is not None and got.frame["minutes"].to_list() == read
        return
    assert {q.id: [o.value for o in q.options] for q in got.questions} == {
        "unit:minutes": ["60", "1"]
    }
    hours = read_file(content, "a.csv", code="1833", store=store, answers={"unit:minutes": "60"})
    assert (hours.frame is not None) == (cells[2] == "1,5")  # 25 hours are no visit
    if hours.frame is not None:
        assert hours.frame["minutes"].to_list() == [90, 45, 90]


@pytest.mark.parametrize(
    ("year", "starts"),
    [("H2024", 2024), ("høst 24", 2024), ("V2025", 2024), ("24/25", 2024), ("2024-25", 2024)],
)
def test_school_years_are_read_where_they_are_certain(
    year: str, starts: int, store: OwnStore
) -> None:
    content = f"Skole;Skoleår;Trinn;Elever\nBåsmo;{year};1;17\n".encode()
    got = read_file(content, "a.csv", code="1833", store=store)
    assert got.frame is not None and got.frame["year"].to_list() == [starts]


@pytest.mark.parametrize("year", ["25", "2025A", "24/26"])
def test_school_years_that_may_be_two_are_refused_with_what_works(
    year: str, store: OwnStore
) -> None:
    content = f"Skole;Skoleår;Trinn;Elever\nBåsmo;{year};1;17\n".encode()
    got = read_file(content, "a.csv", code="1833", store=store)
    assert got.frame is None and any("«2024/25»" in f.allowed for f in got.findings)


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        (name, lead)
        for day in ("2026-02-14", "20260214", "2026_02_14", "14.02.2026", "2026-02-14T0915")
        for name, lead in (("a", f"Rapport {day}\n\n"), (f"regnskap_{day}", ""))
    ]
    + [("a", "Kjørt 14.02.2026\n\n"), ("a", "Rapport 14/02/2026\n\n")],
)
def test_the_day_a_report_was_run_is_not_the_year_of_its_figures(
    name: str, lead: str, store: OwnStore
) -> None:
    content = f"{lead}Enhet;År;Måned;Regnskap\nA;2025;1;900000\n".encode()
    got = read_file(content, f"{name}.csv", code="1833", store=store)
    assert not got.questions and got.frame is not None


@pytest.mark.parametrize(
    ("other", "asks"),
    [
        ("Rev. budsjett", True),
        ("Rev.bud.", True),
        ("Regulert budsjett", True),
        ("Justert budsjett", True),
        ("Gjeldende budsjett", True),
        ("Budsjett inkl. endringer", True),
        ("Oppr. budsjett", False),
        ("Opprinnelig budsjett", False),
        ("Budsjett i fjor", False),
        ("Avvik", False),
    ],
)
def test_a_budget_beside_one_that_may_be_the_revised_is_asked_about(
    other: str, asks: bool, store: OwnStore
) -> None:
    lines = [f"Enhet;År;Budsjett;{other}", "Skole;2025;90000123;91234567"]
    lines += ["Helse;2025;79000456;80123456"]
    got = read_file("\n".join(lines).encode(), "a.csv", code="1833", store=store)
    assert [q.id for q in got.questions] == ["heading:budget"] * asks
    if asks:
        value = got.questions[0].options[1].value
        said = {"heading:budget": value}
        got = read_file("\n".join(lines).encode(), "a.csv", code="1833", store=store, answers=said)
        assert got.frame is not None and got.frame["budget"].sum() == 171358023
    same = [lines[0], *(line.replace("91234567", "90000123") for line in lines[1:2])]
    assert read_file("\n".join(same).encode(), "a.csv", code="1833", store=store).frame is not None


@pytest.mark.parametrize(
    ("heads", "asks"),
    [
        ("Beløp;Inntekter", True),
        ("Beløp;Sykelønnsrefusjon", True),
        ("Netto;Inntekter", False),
        ("Beløp;Budsjettert inntekt", False),
    ],
)
def test_income_beside_amounts_is_asked_about_and_taken_away(
    heads: str, asks: bool, store: OwnStore
) -> None:
    lines = [f"Enhet;År;Måned;{heads}"]
    lines += [f"{unit};2025;1;{n};{-500_000 - n // 9}" for unit, n in (("A", 4e6), ("B", 5e6))]

    def got(answers: dict[str, str] | None = None) -> Intake:
        content = "\n".join(lines).encode()
        return read_file(content, "a.csv", code="1833", store=store, answers=answers)

    assert [q.id for q in got().questions] == ["heading:amount"] * asks
    if asks:
        for answer, sum_ in (("netto", 9e6), ("minus", 7e6)):
            frame = got({"heading:amount": answer}).frame
            assert frame is not None and round(frame["amount"].sum(), -1) == sum_
