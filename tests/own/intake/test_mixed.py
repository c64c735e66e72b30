"""Rows of one column in different units, and amounts with too many noughts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore

HEADS = "Enhet;År;Måned;Regnskap"
Row = tuple[str, int, int, int]
ROWS: list[Row] = [
    (unit, year, month, amount + 137 * month + 11 * (year - 2024))
    for year in (2024, 2025)
    for unit, amount in (("Oppvekst", 12_000_371), ("Helse", 15_000_911), ("Teknisk", 9_800_120))
    for month in (1, 2, 3)
]


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(store: OwnStore, rows: list[tuple], heads: str = HEADS, **how: object) -> Intake:
    cells = ([c if isinstance(c, str) else str(c).replace(".", ",") for c in row] for row in rows)
    lines = [heads, *(";".join(row) for row in cells)]
    content = "\n".join(lines).encode()
    settings: dict = {"code": "1833"} | how
    return read_file(content, "a.csv", store=store, **settings)


@pytest.mark.parametrize(
    ("small", "of", "title"),
    [
        (lambda r: r[0] == "Teknisk", 1000, ""),
        (lambda r: r[1] == 2025, 1000, ""),
        (lambda r: r[1] == 2024, 1000, ""),
        (lambda r: r[2] == 3, 1000, ""),
        (lambda r: r == ROWS[4], 1000, ""),
        (lambda r: r[0] == "Teknisk", 1_000_000, ""),
        (lambda r: r[0] != "Teknisk", 1000, "Tall i 1000 kr\n\n"),
    ],
)
def test_rows_in_thousands_among_those_in_kroner_are_asked_about(
    small: Callable[[Row], bool], of: int, title: str, store: OwnStore
) -> None:
    rows = [(*r[:3], r[3] / of if small(r) else r[3]) for r in ROWS]
    first = read(store, rows, title + HEADS)
    (question,) = first.questions
    skipped = 2 + title.count("\n")
    asked = {n + skipped for n, r in enumerate(ROWS) if small(r) != bool(title)}
    assert question.id == "rows:unit" and set(question.rows) == asked and first.frame is None
    read_again = read(store, rows, title + HEADS, answers={"rows:unit": "scale"})
    assert read_again.frame is not None
    assert read_again.frame["amount"].to_list() == pytest.approx([r[3] for r in ROWS])
    kept = read(store, rows, title + HEADS, answers={"rows:unit": "keep", "unit:amount": "1"})
    assert kept.frame is None or kept.frame["amount"].to_list() == pytest.approx(
        [r[3] for r in rows]
    )


@pytest.mark.parametrize(
    ("heads", "rows", "at"),
    [
        ("Enhet;År;Budsjett", ["Skole;2026;91234000", "Ordfører;2026;1254", "Kultur;2026;8123000"],
         (3,)),
        ("Sektor;Budsjett i basisåret;KOSTRA-vekt;Tar avrundingen",
         ["Skole;91234000;0;ja", "Politisk;2254;0;nei", "Kultur;8123000;0;nei"], (3,)),
        (HEADS, ["Oppvekst;2025;1;3437855", "Helse;2025;1;4661", "Plan;2025;1;1062",
                 "Kultur;2025;1;511233"], (3, 4)),
    ],
)  # fmt: skip
def test_the_budget_of_a_year_in_thousands_among_those_in_kroner_is_asked_about(
    heads: str, rows: list[str], at: tuple[int, ...], store: OwnStore
) -> None:
    content = "\n".join([heads, *rows]).encode()
    got = read_file(content, "a.csv", code="1833", store=store)
    assert [(q.id, q.rows) for q in got.questions] == [("rows:unit", at)]


@pytest.mark.parametrize(
    "amounts",
    [
        (12_000_371, 15_000_911, 800_000, 92_000),
        (98_000_000, 120_000_000, 310_000, 4_000),
        (12_000_371, 0, -15_000_911, 45_000),
        (9_000, 12_000, 7_000, 30_000),
    ],
)
def test_small_rows_among_large_ones_are_no_question(
    amounts: tuple[int, ...], store: OwnStore
) -> None:
    rows = [(f"Ansvar {n}", 2025, 1, amount) for n, amount in enumerate(amounts)]
    assert "rows:unit" not in {q.id for q in read(store, rows).questions}


TIMES = "Besøk nr;Bruker-ID;Sone;Dato;Varighet{}"


@pytest.mark.parametrize(
    ("times", "asked"),
    [
        ((25, 0.5, 20, 35), {3}),
        ((25, 1.25, 20, 35, 2), {3, 6}),
        ((25, 2, 20, 35), set()),
        ((25, 12.5, 20, 35), set()),
    ],
)
def test_hours_among_minutes_are_asked_about(
    times: tuple[object, ...], asked: set[int], store: OwnStore
) -> None:
    rows = [(n, f"A{n}", "Nord", "23-09-2024", t) for n, t in enumerate(times, 1)]
    got = read(store, rows, TIMES.format(""))
    assert {r for q in got.questions for r in q.rows} == asked
    if asked:
        got = read(store, rows, TIMES.format(""), answers={"rows:unit": "scale"})
    wanted = [float(t) * (60 if n + 2 in asked else 1) for n, t in enumerate(times)]  # type: ignore[arg-type]
    assert got.frame is not None and got.frame["minutes"].to_list() == wanted


@pytest.mark.parametrize("heading", ["Måleenhet", "Enhet for beløp", "Benevning", "Kolonne1"])
@pytest.mark.parametrize("units", [("kr", "1000 kr"), ("NOK", "mill. kr"), ("tkr", "mill.")])
def test_a_column_with_a_unit_of_each_row_is_refused(
    heading: str, units: tuple[str, str], store: OwnStore
) -> None:
    rows = [(units[n % 2], *r) for n, r in enumerate(ROWS)]
    got = read(store, rows, f"{heading};{HEADS}", answers={"unit:amount": "1"})
    assert got.frame is None
    (wrong,) = [f for f in got.findings if not f.warning]
    assert all(f"«{unit}»" in wrong.wrong for unit in units) and wrong.column == heading


def test_a_column_of_minutes_and_hours_is_refused_and_one_of_minutes_is_read(
    store: OwnStore,
) -> None:
    for units, refused in ((("min", "timer"), True), (("min", "min"), False)):
        rows = [(n, f"A{n}", "Nord", "23-09-2024", 20 + n, units[n % 2]) for n in (1, 2, 3)]
        got = read(store, rows, TIMES.format(";Måleenhet"), answers={"unit:minutes": "1"})
        assert (got.frame is None) is refused is bool(got.errors)


@pytest.mark.parametrize(
    ("code", "name", "amount", "options"),
    [
        ("5610", "Båsmo skole", 81_372_000, ["0.01", "0.001", "1"]),
        ("5610", "Skole", 81_372_000, ["0.01", "0.001", "1"]),
        ("1833", "Båsmo skole", 81_372_000, ["0.01", "0.001", "1"]),
        ("1833", "Skole", 81_372_000, []),
        ("5610", "Båsmo skole", 2_137_200, []),
        ("5610", "Helse og omsorg", 12_137_200, []),
        ("5610", "Skole", 8_137_200_000, ["0.001", "0.01", "1"]),
    ],
)
def test_amounts_too_large_for_one_unit_are_asked_about(
    code: str, name: str, amount: int, options: list[str], store: OwnStore
) -> None:
    rows = [(name, 2025, month, amount + month * 1000) for month in (1, 2, 3)]
    got = read(store, rows, code=code)
    assert [o.value for q in got.questions for o in q.options] == options
