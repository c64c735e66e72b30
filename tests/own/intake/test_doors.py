"""What a file hides, breaks or repeats is told or asked: nothing is read wrong in silence."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.own.intake.test_units import sheet

from veivalg.own.foreign.code_pages import code_page
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake import Intake, RefusedFileError, UnknownTableError, read_file
from veivalg.own.intake.times_text import read_dates
from veivalg.own.versions import OwnStore

PUPILS = "Skole;Skoleår;Trinn;Elever\n"
SCHOOLS = "Båsmo;2025;1;33\nGruben;2025;1;41\nSumatra barnehage;2025;1;28\n"


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def pupils(store: OwnStore, more: str, answers: dict[str, str] | None = None):
    content = (PUPILS + SCHOOLS + more).encode()
    return read_file(content, "elever.csv", code="1833", store=store, answers=answers)


@pytest.mark.parametrize(
    "label",
    [
        "Skole Totalt",
        "Hele kommunen",
        "Snitt",
        "Hovedsum",
        "Gjennomsnitt alle skoler",
        "Alle skoler",
        "Samlet",
        "Rana",
        "Kommunen",
        "SFO og skole",
    ],
)
def test_a_row_that_is_the_sum_or_mean_of_the_others_is_asked_about(
    label: str, store: OwnStore
) -> None:
    value = 34 if label in ("Snitt", "Gjennomsnitt alle skoler") else 102
    more = f"{label};2025;1;{value}\n" + (
        f"Båsmo;2025;2;330\nGruben;2025;2;410\n{label};2025;2;{370 if value == 34 else 740}\n"
    )
    read = pupils(store, more)
    question = next(q for q in read.questions if q.id == "rows:repeats")
    assert question.rows == (5, 8) and label in question.text and read.frame is None
    for answer, rows in (("drop", 5), ("keep", 7)):
        said = pupils(store, more, {"rows:repeats": answer})
        assert said.rows == rows and not said.questions


def test_a_sum_of_sums_and_parts_are_seen(store: OwnStore) -> None:
    more = (
        "Sum nord;2025;1;102\nMo;2025;1;200\nYtteren;2025;1;110\nSum sør;2025;1;310\n"
        "Total;2025;1;412\n"
    )
    content = (PUPILS + SCHOOLS + more).encode()
    read = read_file(content, "elever.csv", code="1833", store=store)
    told = [f.wrong for f in read.findings if f.warning]
    assert sum("sum" in t for t in told) + sum(len(q.rows) for q in read.questions) >= 3
    assert "Sumatra" not in " ".join(q.text for q in read.questions)


ACCOUNTS = (
    "Enhet;År;Måned;Regnskap\nSkole;2026;1;5100123\nHelse;2026;1;7300456\nPlan;2026;1;3400111\n"
)


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("Sum;2026;1;99999999", True),
        ("Sum;;;99999999", True),
        ("Totalt;;;15800990", True),
        ("Totalt;2026;1;99999999", True),
        ("Sum skoler;2026;1;1234567", True),
        ("I alt kommunale bygg;2026;1;99999999", True),
        ("Rana kommune;2026;1;1234567", True),
        ("Kommunen;2026;1;1234567", True),
        ("Sum og Dans AS;2026;1;99999999", False),
        ("Totalt Idrettshall;2026;1;99999999", False),
    ],
)
def test_the_name_of_a_sum_alone_leaves_no_row_out(row: str, asked: bool, store: OwnStore) -> None:
    name, *_keys, amount = row.split(";")
    content = f"{ACCOUNTS}{row}\n".encode()
    read = read_file(content, "a.csv", code="1833", store=store)
    if not asked:
        assert read.frame is not None and read.frame["unit"].to_list()[3] == name
        return
    (question,) = read.questions
    assert question.id == "rows:repeats" and question.rows == (5,) and not read.errors
    said = question.text.replace("\u202f", "")
    assert f"«{name}»" in said and amount in said and "15800690" in said
    for answer, total in (("drop", 15_800_690), ("keep", 15_800_690 + int(amount))):
        said_so = read_file(
            content, "a.csv", code="1833", store=store, answers={"rows:repeats": answer}
        )
        assert said_so.frame is None or said_so.frame["amount"].sum() == total
        assert (said_so.frame is not None) == (answer == "drop" or ";;" not in row)


def test_a_sum_of_one_amount_is_asked_about_when_it_is_none_of_another(store: OwnStore) -> None:
    heads = "Enhet;År;Budsjett;Prognose\nA;2026;12512000;13100000\nB;2026;22231000;23000000\n"
    for amounts, asked in (("34743000;36100000", False), ("34743000;99999999", True)):
        content = f"{heads}Sum;2026;{amounts}\n".encode()
        read = read_file(content, "a.csv", code="1833", store=store)
        assert [q.id for q in read.questions] == ["rows:repeats"] * asked
        told = " ".join(q.text for q in read.questions).replace("\u202f", "")
        assert not asked or ("99999999" in told and "36100000" in told)


def test_a_sum_of_counts_is_exact(store: OwnStore) -> None:
    for count, asked in (("102", False), ("103", True), ("101", True)):
        read = pupils(store, f"Sum;2025;1;{count}\n")
        assert [q.id for q in read.questions] == ["rows:repeats"] * asked, count


@pytest.mark.parametrize(
    "rows",
    [
        "Sum;;;15800690",
        "Totalt;2026;1;15800690\nSkole;2026;2;1\nHelse;2026;2;2\nTotalt;2026;2;3",
        "Sum A;2026;1;15800690\nBygg;2026;1;411223\nSum B;2026;1;411223\nSum;;;16211913",
        "Bad;2026;1;9123111\nSum B;2026;1;9123111\nSum C;2026;1;24923801",
        "Sum;2026;1;15800000",
    ],
)
def test_a_row_that_is_called_a_sum_and_is_one_is_left_out_and_told(
    rows: str, store: OwnStore
) -> None:
    content = ACCOUNTS.encode() + rows.encode()
    if rows.endswith("000"):  # rounded, as the others are
        content = (
            content.replace(b"123\n", b"000\n")
            .replace(b"456\n", b"000\n")
            .replace(b"111\n", b"000\n")
        )
    read = read_file(content, "a.csv", code="1833", store=store)
    assert read.frame is not None
    assert not any("Sum" in unit or unit == "Totalt" for unit in read.frame["unit"])
    told = [f.row for f in read.findings if "er en sum" in f.wrong]
    assert len(told) == rows.count("Sum") + rows.count("Totalt")


CARE = {"Sykehjem": 1_000_100, "Hjemmetjeneste": 2_000_023, "Helse og omsorg": 3_000_123}
SCHOOL = {"Grunnskole": 4_100_300, "Barnehage": 3_000_045, "Oppvekst": 7_100_345}
OTHER = {"Teknisk": 555_111, "Kultur": 410_333}
ALL = {**CARE, **SCHOOL, **OTHER}


@pytest.mark.parametrize(
    ("names", "held"),
    [
        (["Helse og omsorg", "Sykehjem", "Hjemmetjeneste", "Kultur"], {2}),
        (["Kultur", "Sykehjem", "Hjemmetjeneste", "Helse og omsorg", "Teknisk"], {5}),
        (["Rana", *reversed(CARE), *reversed(SCHOOL), "Kultur"], {2, 3, 6}),
        (sorted([*ALL, "Fellestall"]), {3, 5, 8}),
        (["Kultur", "Teknisk", "Grunnskole", "Sykehjem"], set()),
    ],
)
def test_sums_of_some_rows_are_asked_about_wherever_they_stand(
    names: list[str], held: set[int], store: OwnStore
) -> None:
    """Subtotals above and below their parts and sorted among them; totals of totals; none."""
    totals = {"Helse og omsorg", "Oppvekst"}
    whole = sum(ALL[n] for n in names if n in ALL and n not in totals)
    rows = [f"{n};2026;1;{ALL.get(n, whole)}" for n in names]
    content = "\n".join(["Enhet;År;Måned;Regnskap", *rows]).encode()
    read = read_file(content, "a.csv", code="1833", store=store)
    assert {r for q in read.questions for r in q.rows} == held
    if held:
        drop = {"rows:repeats": "drop"}
        said = read_file(content, "a.csv", code="1833", store=store, answers=drop)
        assert said.frame is not None and said.frame["amount"].sum() == whole


ROUND = {"Skole": 80.0, "Barnehage": 41.0, "Oppvekst": 121.0}
ROUND |= {"Vei": 20.5, "Vann": 15.4, "Teknisk": 35.9, "Alt": 156.9}
LAID = ["Skole", "Barnehage", "Oppvekst", "Vei", "Vann", "Teknisk"]


@pytest.mark.parametrize(
    ("names", "change", "held"),
    [
        (LAID, {}, {4, 7}),
        (LAID[::-1], {}, {2, 5}),
        ([*LAID, "Alt"], {}, {4, 7, 8}),
        (["Alt", *LAID], {}, {2, 5, 8}),
        ([*LAID, "Kultur"], {}, {4, 7}),
        (LAID, {"Oppvekst": 121.0004, "Teknisk": 35.9}, {4, 7}),
        (LAID, {"Skole": 79.987654, "Teknisk": 35.9}, {4, 7}),
        (LAID, {"Oppvekst": 119.0}, {7}),
        ([n for n in LAID if n != "Teknisk"], {}, {4}),
        (LAID, {"Oppvekst": 119.0, "Teknisk": 34.0}, set()),
    ],
)
def test_groups_of_round_amounts_that_all_come_out_are_evidence_together(
    names: list[str], change: dict[str, float], held: set[int], store: OwnStore
) -> None:
    amounts = ROUND | {"Kultur": 9.3} | change
    rows = [f"{n};2026;{amounts[n] * 1e6:.0f}" for n in names]
    content = "\n".join(["Enhet;År;Budsjett", *rows]).encode()
    read = read_file(content, "a.csv", code="1833", store=store)
    assert {r for q in read.questions for r in q.rows} == held


UNEVEN = {
    "hjemmetjenestebemanning": (
        "Sone;Utøvende årsverk;Timer per uke i full stilling;Fravær uten vikar",
        ("Nord;12,5;35,5;0,04", "Sør;13,5;35,5;0,06", "Samla teneste;26;35,5;0,05"),
    ),
    "skolebygg": (
        "Skole;Plass til;Største klasserom;FDV",
        ("A;205;60;3214000", "B;210;61;2945000", "Kommunen;415;61;6159000"),
    ),
    "aarsbudsjett": (
        "Enhet;År;Budsjett;Prognose",
        ("A;2026;12512000;13100000", "B;2026;22231000;", "Kommunen;2026;34743000;35300000"),
    ),
    "fravaer": (
        "Enhet;År;Kvartal;Ansatte;Årsverk;Korttidsfravær;Langtidsfravær",
        (
            "Helse;2025;1;200;160,5;0,03;0,06",
            "Skole;2025;1;100;91,2;0,02;0,05",
            "Rana kommune;2025;1;300;251,7;0,027;0,057",
        ),
    ),
    "maanedsregnskap": (
        "Enhet;År;Måned;Regnskap",
        ("Skole;2026;1;6273100", "Helse;2026;1;8220300", "Herad;2026;1;14493401"),
    ),
    "ressurskrevende": (
        "År;Bruker-ID;Alder;PU;Lønn",
        ("2025;A1;40;Ja;4150000", "2025;A2;41;Nei;1950000", "2025;Alle;0;Nei;6100000"),
    ),
}


@pytest.mark.parametrize("template", UNEVEN)
def test_a_total_is_known_where_some_columns_are_means_blank_or_rounded(
    template: str, store: OwnStore
) -> None:
    from veivalg.own.tables import own_tables

    heads, rows = UNEVEN[template]
    table = next(t.name for t in own_tables().values() if t.template == template)
    content = "\n".join([heads, *rows]).encode()
    read = read_file(content, "a.csv", code="1833", store=store, table=table)
    question = next(q for q in read.questions if q.id == "rows:repeats")
    assert question.rows == (4,)
    if template == "ressurskrevende":
        assert "Alle" not in question.text and "A1" not in question.text


def test_a_total_of_very_many_persons_is_known_as_one_of_few_is(
    store: OwnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of very many only what is a fifth of all is looked at, and NumPy only where there is such."""
    for room in ("repeats", "along"):
        monkeypatch.setattr(f"veivalg.own.intake.{room}.DENSE", 1)
    heads = "År;Bruker-ID;Alder;PU;Lønn"
    rows = [f"2025;A{i};40;Ja;{4_150_000 + i * 1_117}" for i in range(20)]
    total = sum(4_150_000 + i * 1_117 for i in range(20))
    for last, asked in ((f"2025;B;0;Nei;{total}", True), ("2025;B;0;Nei;4150000", False)):
        content = "\n".join([heads, *rows, last]).encode()
        read = read_file(content, "a.csv", code="1833", store=store, table="high_cost_users")
        assert [q.id for q in read.questions] == ["rows:repeats"] * asked


@pytest.mark.parametrize(
    "more",
    [
        "",
        "Hauknes;2025;1;33\n",  # as many pupils as another school
        "Hauknes;2025;1;74\n",  # 33 + 41 by chance: two digits are no proof
        "Summers skole;2025;1;12\nTotalitær skole;2025;1;13\n",
    ],
)
def test_real_rows_are_not_asked_about(more: str, store: OwnStore) -> None:
    read = pupils(store, more)
    assert not read.questions and read.frame is not None


@pytest.mark.parametrize(
    ("page", "name"), [("cp865", "cp865"), ("cp850", "cp865"), ("mac_roman", "mac_roman")]
)
def test_old_code_pages_give_the_same_names(page: str, name: str, store: OwnStore) -> None:
    text = PUPILS + "Sørlandet skole på Ås;2025;1;33\nÆgir øvre;2025;1;40\n"
    content = text.encode(page)
    assert code_page(content) == name
    read = read_file(content, "a.csv", code="1833", store=store)
    assert read.frame is not None
    assert read.frame["school"].to_list() == ["Sørlandet skole på Ås", "Ægir øvre"]


def test_twice_encoded_letters_are_mended_and_told_and_lost_ones_refused(store: OwnStore) -> None:
    text = PUPILS + "Sørås;2025;1;33\nØst;2025;1;40\n"
    twice = text.encode().decode("cp1252").encode()
    read = read_file(twice, "a.csv", code="1833", store=store)
    assert read.frame is not None and read.frame["school"].to_list() == ["Sørås", "Øst"]
    assert any("er rettet" in f.wrong for f in read.findings)
    for lost in ("S\ufffdr", "S¿r"):
        read = read_file(
            (PUPILS + f"{lost};2025;1;33\n").encode(), "a.csv", code="1833", store=store
        )
        assert read.frame is None and any(
            "ødelagt" in f.wrong and f.row == 2 for f in read.findings
        )


def test_stray_quotes_that_swallow_a_row_are_refused(store: OwnStore) -> None:
    content = PUPILS + '"Båsmo;2025;1;33\nGruben";2025;1;41\n'
    with pytest.raises(RefusedFileError, match=r"Rad \d.*slukt"):
        read_file(content.encode(), "a.csv", code="1833", store=store, table="pupils")


def test_two_figures_of_a_year_are_the_century_that_has_been() -> None:
    raw = RawColumn(pl.Series(["23.09.69", "1/2/24", "01.01.27", "23.09.2069"]))
    values, bad = read_dates(raw)
    assert values.to_list() == [
        dt.date(1969, 9, 23),
        dt.date(2024, 2, 1),
        dt.date(2027, 1, 1),
        dt.date(2069, 9, 23),
    ]
    assert not bad.any()


def test_clock_cells_without_a_format_are_asked_about(store: OwnStore) -> None:
    from veivalg.own.tables import own_tables

    table, field = next(
        (t, f) for t in own_tables().values() for f in t.own_fields() if f.unit == "minutter"
    )
    heads = [f.title for f in table.own_fields()]
    row = {f.title: f.example for f in table.own_fields()}
    rows: list[list[object]] = [list(heads)]
    rows.append([25 / 1440 if h == field.title else row[h] for h in heads])
    read = read_file(sheet(rows), "a.xlsx", code="1833", store=store, table=table.name)
    question = next(q for q in read.questions if q.id == f"unit:{field.name}")
    assert [o.value for o in question.options] == ["1440", "60", "1"]
    assert "25 minutter" in question.options[0].text.replace("\u202f", " ")
    # An hour and a half is a short number, 0,0625: half of them may be.
    rows.append([90 / 1440 if h == field.title else row[h] for h in heads])
    half = read_file(sheet(rows), "a.xlsx", code="1833", store=store, table=table.name)
    question = next(q for q in half.questions if q.id == f"unit:{field.name}")
    assert question.options[0].value == "1440"


def test_a_file_with_most_columns_unused_is_asked_what_it_is(store: OwnStore) -> None:
    heads = "Enhet;År;Revidert budsjett;A;B;C;D;E\n"
    content = (heads + "Helse;2026;900000000;1;2;3;4;5\n").encode()
    read = read_file(content, "a.csv", code="5503", store=store)
    question = next(q for q in read.questions if q.id == "table")
    assert "3 av 8" in question.text and "«E»" in question.text and read.frame is None
    yes = read_file(content, "a.csv", code="5503", store=store, answers={"table": "yes"})
    assert yes.frame is not None and yes.unused == ("A", "B", "C", "D", "E")
    with pytest.raises(UnknownTableError):
        read_file(content, "a.csv", code="5503", store=store, answers={"table": "no"})
    named = read_file(content, "a.csv", code="5503", store=store, table=read.table.name)
    assert not named.questions


def workbook(rows: list[list[object]], change: Callable[[Workbook, Worksheet], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(sheet(rows)))
    change(book, book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_hidden_and_filtered_rows_are_asked_about(store: OwnStore) -> None:
    rows: list[list[object]] = [line.split(";") for line in (PUPILS + SCHOOLS).split("\n")[:-1]]
    rows = [rows[0], *([a, int(b), int(c), int(d)] for a, b, c, d in rows[1:])]

    def hide(_book: Workbook, page: Worksheet) -> None:
        page.row_dimensions[3].hidden = True

    content = workbook(rows, hide)
    read = read_file(content, "a.xlsx", code="1833", store=store)
    question = next(q for q in read.questions if q.id == "rows:hidden")
    assert question.rows == (3,) and read.frame is None and "rad 3" in question.text
    for answer, left in (("drop", 2), ("keep", 3)):
        said = read_file(
            content, "a.xlsx", code="1833", store=store, answers={"rows:hidden": answer}
        )
        assert said.frame is not None and said.frame.height == left


@pytest.mark.parametrize("nothing", [";;;", '""', '[White]" ";0', "_-;;"])
def test_hidden_columns_and_cells_that_show_nothing_are_asked_about(
    nothing: str, store: OwnStore
) -> None:
    rows: list[list[object]] = [["Enhet", "År", "Måned", "Regnskap", "Regnskap"]]
    rows += [[name, 2026, 1, 2_000_000 + 5**i, 9_000_000 + 7**i] for i, name in enumerate("ABC")]

    def hide(_book: Workbook, page: Worksheet) -> None:
        page.column_dimensions["D"].hidden = True
        page.cell(3, 5).number_format = nothing

    content = workbook(rows, hide)
    asked = read_file(content, "a.xlsx", code="1833", store=store)
    assert asked.frame is None
    held = {q.id: q for q in asked.questions}
    assert "Kolonne D «Regnskap»" in held["hidden:amount"].text
    given = {"hidden:amount": "drop"}
    asked = read_file(content, "a.xlsx", code="1833", store=store, answers=given)
    assert [(q.id, q.rows) for q in asked.questions] == [("rows:hidden", (3,))]
    given["rows:hidden"] = "keep"
    read = read_file(content, "a.xlsx", code="1833", store=store, answers=given)
    assert read.frame is not None and read.frame["amount"].to_list() == [
        9_000_001,
        9_000_007,
        9_000_049,
    ]
    rows = [[*row[:4]] for row in rows]
    kept = read_file(
        workbook(rows, hide), "a.xlsx", code="1833", store=store, answers={"hidden:amount": "keep"}
    )
    assert kept.frame is not None and kept.frame["amount"][2] == 2_000_025


def test_rows_are_numbered_from_the_top_of_the_sheet_whatever_stands_empty(store: OwnStore) -> None:
    rows: list[list[object]] = [["Skole", "Skoleår", "Trinn", "Elever"]]
    rows += [["Båsmo", 2025, 1, 33], ["Gruben", 2025, 1, 41], ["Mo", 2025, 1, 28]]

    def hide(_book: Workbook, page: Worksheet) -> None:
        page.insert_rows(1, 3)
        page.insert_cols(1, 2)
        page.row_dimensions[6].hidden = True

    content = workbook(rows, hide)
    read = read_file(content, "a.xlsx", code="1833", store=store, answers={"rows:hidden": "drop"})
    assert read.frame is not None and read.frame["school"].to_list() == ["Båsmo", "Mo"]
    assert any(f.row == 6 and "skjult" in f.wrong for f in read.findings)


@pytest.mark.parametrize(
    ("form", "value"),
    [('#,##0 "tkr"', 98_000_000), ('#,##0, "tkr"', 98_000), ('#,##0 "kr"', 98_000), ("0", 98_000)],
)
def test_a_unit_in_the_number_format_is_read_and_scaling_for_the_eye_is_not(
    form: str, value: float, store: OwnStore
) -> None:
    from tests.own.intake.test_units import HEADS

    def write(_book: Workbook, page: Worksheet) -> None:
        for row in (2, 3):
            page.cell(row, 2).number_format = form

    rows: list[list[object]] = [HEADS, ["Helse", 98_000, 1, "ja"], ["Skole", 98_000, 1, "nei"]]
    given = {"unit:kostra_weight": "1"} if form == '#,##0 "tkr"' else {"unit:budget": "1"}
    read = read_file(workbook(rows, write), "a.xlsx", code="5503", store=store, answers=given)
    if form == '#,##0, "tkr"':
        asked = read_file(workbook(rows, write), "a.xlsx", code="5503", store=store)
        assert not any("lest i" in f.wrong for f in asked.findings), "the cell holds kroner"
    assert read.frame is not None and read.frame["budget"][0] == value


def test_day_numbers_in_a_workbook_from_1904_are_asked_about(store: OwnStore) -> None:
    from veivalg.own.tables import own_tables

    table, field = next(
        (t, f) for t in own_tables().values() for f in t.own_fields() if f.dtype == pl.Date
    )
    row = [f.example for f in table.own_fields()]
    at = [f.name for f in table.own_fields()].index(field.name)
    row[at] = 44_096  # type: ignore[call-overload]

    def since(book: Workbook, _page: Worksheet) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    content = workbook([[f.title for f in table.own_fields()], list(row)], since)
    read = read_file(content, "a.xlsx", code="1833", store=store, table=table.name)
    question = next(q for q in read.questions if q.id == f"dates:{field.name}")
    assert [o.text for o in question.options] == ["23.09.2024", "22.09.2020"]


def test_one_name_in_two_spellings_of_its_letters_is_one_key(store: OwnStore) -> None:
    """«å» may be one character or two, and a place to part a word is not seen."""
    for other in ("Ba\u030asmo", "Bås\u00admo", "Båsmo\u00a0", "\u200bBåsmo"):
        read = pupils(store, f"{other};2025;1;33\n")
        assert read.frame is None and any("står også i rad 2" in f.wrong for f in read.findings)
        whole = pupils(store, f"{other};2025;2;30\n")
        assert whole.frame is not None
        assert whole.frame["school"].to_list().count("Båsmo") == 2


def test_letters_that_seem_lost_are_asked_about_and_mended_when_told(store: OwnStore) -> None:
    def read(name: str, **answers: str) -> Intake:
        given = {id.replace("_", ":"): answer for id, answer in answers.items()}
        content = (PUPILS + f"{name};2025;1;33\n").encode()
        return read_file(content, "a.csv", code="1833", store=store, answers=given)

    for name in ("Storsj?", "B?", "Sk?le", "Br?nn?y", "Bod?", "?st skole", "Br›nn›y", "K†rst‘d"):
        found = read(name)
        assert found.frame is None and [q.id for q in found.questions] == ["letters:lost"], name
    mended = read("Br›nn›y", letters_lost="mend")
    assert mended.frame is not None and mended.frame["school"].to_list() == ["Brønnøy"]
    kept = read("Bod?", letters_lost="keep")
    assert kept.frame is not None and kept.frame["school"].to_list() == ["Bod?"]
    assert read("Bod?", letters_lost="no").errors == 1
    for name in (
        "Kultur?",
        "Plan og miljø? (ny)",
        "IT?",
        "Skole?",
        "d’Arc",
        "Vest/Øst (gamle) – 2. trinn",
        "Plan & miljø",
        "Nr. 1+2",
        "«Kua»",
    ):
        assert read(name).frame is not None, name


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        (("23.09.2099", "24.09.2024", "25.09.2024"), True),
        (("23.09.1924", "24.09.2024", "25.09.2024"), True),
        (("23.09.31", "24.09.2024", "25.09.2024"), True),
        (("23.09.2020", "24.09.2024", "25.09.2024", "26.09.2024"), True),
        (("23.09.2022", "24.09.2023", "25.09.2024"), False),
    ],
)
def test_dates_far_from_today_or_the_others_are_asked_about(
    days: tuple[str, ...], asked: bool, store: OwnStore
) -> None:
    rows = [f"{i};A{i};Nord;{day};{20 + i}" for i, day in enumerate(days, 1)]
    content = "\n".join(["Besøk nr;Bruker-ID;Sone;Dato;Varighet", *rows]).encode()
    read = read_file(content, "a.csv", code="1833", store=store)
    assert [q.id for q in read.questions] == ["days:date"] * asked
    for answer in ("yes", "no"):
        given = {"days:date": answer} if asked else {}
        said = read_file(content, "a.csv", code="1833", store=store, answers=given)
        assert (said.frame is not None) == (answer == "yes" or not asked)
