"""What stands around a table that says another measure or year than the table does."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore

ACCOUNTS = "Enhet;År;Måned;{}\nOppvekst;2025;1;8000000\nHelse;2025;1;9000000\n"
PUPILS = "Skole;Skoleår;Trinn;Elever\nNord;2025;1;17\nSør;2025;1;23\n"
BUDGETS = "Enhet;År;Budsjett\nOppvekst;2025;80000000\nHelse;2025;90000000\n"


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(store: OwnStore, content: str | bytes, name: str = "tall.csv", **answers: str) -> Intake:
    held = content.encode() if isinstance(content, str) else content
    said = {id.replace("_", ":"): value for id, value in answers.items()}
    return read_file(held, name, code="0099", store=store, answers=said)


def sheet(name: str, *lines: str) -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_numbers": True}) as book:
        page = book.add_worksheet(name)
        for i, line in enumerate(lines):
            page.write_row(i, 0, line.split(";"))
    return held.getvalue()


def asked(got: Intake) -> list[str]:
    return [q.id for q in got.questions]


@pytest.mark.parametrize(
    "title",
    [
        "Revidert budsjett 2025",
        "Årsbudsjett",
        "Prognose 2025",
        "Avvik mot budsjett per måned",
        "Inntekter per måned",
        "Regnskap i fjor",
        "Budsjettert 2025",
    ],
)
def test_a_title_of_another_measure_is_asked_about_wherever_it_stands(
    title: str, store: OwnStore
) -> None:
    lines = ACCOUNTS.format("Beløp")
    book = sheet(title, *lines.splitlines())
    for content, name in (
        (f"{title}\n\n{lines}", "tall.csv"),
        (lines, f"{title}.csv"),
        (book, "tall.xlsx"),
        (f"{lines}\n{title}\n" if len(title.split()) <= 3 else f"{title}\n{lines}", "tall.csv"),
        (f"{lines}\nTallene er {title}\n", "tall.csv"),
    ):
        got = read(store, content, name)
        assert asked(got) == ["title:kind"] and title in got.questions[0].text
        assert read(store, content, name, title_kind="yes").frame is not None
        assert read(store, content, name, title_kind="no").errors


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (
            "Regnskap og budsjett\nEnhet;År;Måned;Beløp;Budsjett\nHelse;2025;1;800000;9000\n",
            "a.csv",
        ),
        (BUDGETS, "Budsjett 2025.csv"),
        ("Budsjettoppfølging 2025\n" + ACCOUNTS.format("Beløp"), "tall.csv"),
        ("Avvik over 1 000 skal forklares\n" + ACCOUNTS.format("Beløp"), "tall.csv"),
        (ACCOUNTS.format("Beløp") + "\nBudsjettet ble vedtatt i desember\n", "tall.csv"),
        (
            "Budsjett 2025\nEnhet;År;Måned;Beløp;Budsjett\nOppvekst;2025;1;8000000;8100000\n",
            "tall.csv",
        ),
    ],
)
def test_what_is_not_of_the_figures_or_is_the_tables_own_is_not_asked_about(
    content: str, name: str, store: OwnStore
) -> None:
    assert not asked(read(store, content, name))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Regnskap 2024\n" + ACCOUNTS.format("Beløp"), "2024"),
        ("Regnskap per måned, 2022–2024\n" + ACCOUNTS.format("Beløp"), "2022–2024"),
        (ACCOUNTS.format("Beløp") + "\nTall for 2024\n", "2024"),
        (PUPILS + "\nTallene gjelder skoleåret 2024/25\n", "2024/25"),
        ("Elevtall våren 2025\n" + PUPILS, "våren 2025"),
        ("Elever 2024-2025\n" + PUPILS, "2024-2025"),
    ],
)
def test_another_year_around_the_table_is_asked_about(
    content: str, text: str, store: OwnStore
) -> None:
    got = read(store, content)
    assert asked(got) == ["title:year"] and text in got.questions[0].text
    assert read(store, content, title_year="yes").frame is not None
    assert read(store, content, title_year="no").errors


def test_another_year_in_the_name_of_the_sheet_or_file_is_asked_about(store: OwnStore) -> None:
    lines = ACCOUNTS.format("Regnskap")
    assert asked(read(store, sheet("Regnskap 2024", *lines.splitlines()), "a.xlsx")) == [
        "title:year"
    ]
    assert asked(read(store, lines, "Regnskap_2024.csv")) == ["title:year"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Regnskap 2025\n" + ACCOUNTS.format("Beløp"), "tall.csv"),
        ("Utskrift 12.01.2026\n" + ACCOUNTS.format("Beløp"), "Regnskap 2026-01-12.csv"),
        ("Rapport kjørt i januar 2026\n" + ACCOUNTS.format("Beløp"), "tall.csv"),
        ("Ansvar 2010\n" + ACCOUNTS.format("Beløp"), "tall.csv"),
        (ACCOUNTS.format("Beløp") + "\nSkolen ble slått sammen i 2020\n", "tall.csv"),
        ("Skoleåret 2025/2026\n" + PUPILS, "Elever 2025-26.csv"),
        ("Elevtall høsten 2025\n" + PUPILS, "tall.csv"),
        ("Elevtall våren 2026\n" + PUPILS, "tall.csv"),
    ],
)
def test_the_year_of_the_rows_and_of_the_file_itself_is_not_asked_about(
    content: str, name: str, store: OwnStore
) -> None:
    assert not asked(read(store, content, name))


def test_the_prices_of_a_plan_are_not_the_year_of_its_rows(store: OwnStore) -> None:
    assert "title:year" not in asked(read(store, "Tall i 2024-kr\n" + BUDGETS))
    assert "title:year" in asked(read(store, "Budsjett 2024\n" + BUDGETS))
