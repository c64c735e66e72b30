"""Cells written in the form of another system, and figures of another period than the field's."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
import xlsxwriter

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore

SCHOOL = "Skole;Skoleår;Trinn;Elever"
VISITS = "Besøk nr.;Bruker-ID;Sone;Dato;Varighet;Vedtakstid;Alder"
HOURS = "Sone;Brukere;Timer;Vedtakstimer"
ZONES = ("Nord;120;1680;1800", "Sør;100;1500;1700")


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(
    store: OwnStore, *lines: str, name: str = "a.csv", answers: dict[str, str] | None = None
) -> Intake:
    content = "\n".join(lines).encode()
    return read_file(content, name, code="0099", store=store, answers=answers)


def accounts(*months: object, heading: str = "Periode") -> list[str]:
    rows = (f"Skole;2025;{month};{5_000_000 + n}" for n, month in enumerate(months))
    return [f"Enhet;År;{heading};Beløp", *rows]


def values(got: Intake, column: str) -> list[object]:
    assert got.frame is not None, (got.findings, got.questions)
    return got.frame[column].to_list()


@pytest.mark.parametrize(
    "months",
    [
        ("202501", "202502", "202503"),
        ("2025-01", "2025-02", "2025-03"),
        ("01.2025", "2.2025", "03/2025"),
        ("jan", "feb.", "mars"),
        ("Januar", "FEBRUAR", "Mar"),
        ("jan 2025", "feb-25", "mars.2025"),
        ("01 januar", "02. februar", "3 - mars"),
        ("01.01.2025", "28.02.2025", "2025-03-31"),
        ("2025M01", "2025/02", "2025 mars"),
    ],
)
def test_months_are_read_as_systems_and_people_write_them(
    months: tuple[str, ...], store: OwnStore
) -> None:
    got = read(store, *accounts(*months))
    assert values(got, "month") == [1, 2, 3] and not got.findings


@pytest.mark.parametrize("month", ["202601", "jan 26", "01.2024", "2025-01-15", "03 januar", "T1"])
def test_a_period_of_another_year_or_of_no_month_is_refused(month: str, store: OwnStore) -> None:
    got = read(store, *accounts(month))
    assert got.frame is None and got.errors == 1 and got.findings[0].row == 2


def test_a_period_says_the_year_where_no_column_does(store: OwnStore) -> None:
    lines = ["Enhet;Periode;Beløp", "Skole;202501;5000000", "Skole;202502;5100000", "Kilde: X"]
    assert values(read(store, *lines), "year") == [2025, 2025]
    lines[2] = "Skole;2;5100000"
    assert read(store, *lines).frame is None


def test_dates_that_show_a_month_or_a_year_are_those(store: OwnStore) -> None:
    def book(year: dt.date, shown: str, month: dt.date | int) -> bytes:
        target = io.BytesIO()
        held = xlsxwriter.Workbook(target, {"in_memory": True})
        sheet = held.add_worksheet("Ark")
        sheet.write_row(0, 0, ["Enhet", "År", "Måned", "Regnskap"])
        sheet.write(1, 0, "Skole")
        sheet.write_datetime(1, 1, year, held.add_format({"num_format": shown}))
        if isinstance(month, int):
            sheet.write_number(1, 2, month)
        else:
            sheet.write_datetime(1, 2, month, held.add_format({"num_format": "mmm"}))
        sheet.write_number(1, 3, 5_000_000)
        held.close()
        return target.getvalue()

    day, first = dt.date(2025, 5, 7), dt.date(2025, 1, 1)
    for year, shown, month, read_ in (
        (first, "yyyy", first, True),
        (day, "yyyy", 202501, True),
        (day, "dd.mm.yyyy", 1, False),
        (first, "yyyy", day, False),
    ):
        got = read_file(book(year, shown, month), "a.xlsx", code="0099", store=store)
        assert (got.frame is not None) is read_
        assert not read_ or got.frame.select("year", "month").row(0) == (2025, 1)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "start"),
    [("2024/2025", 2024), ("2024-25", 2024), ("24/25", 2024), ("2024/2026", None), ("24/24", None)],
)
def test_a_school_year_is_the_year_it_starts(
    written: str, start: int | None, store: OwnStore
) -> None:
    got = read(
        store, SCHOOL, f"Båsmo;{written};1. trinn;33 elever", f"Gruben;{written};2. klasse;1"
    )
    if start is None:
        assert got.errors
        return
    assert values(got, "year") == [start] * 2 and values(got, "grade") == [1, 2]
    assert values(got, "pupils") == [33, 1]


def test_a_word_that_is_not_the_columns_own_is_refused(store: OwnStore) -> None:
    heads = "Barnehage;År;Barn 0–2 år;Barn 3–5 år;Årsverk i grunnbemanningen;Areal"
    got = read(store, heads, "Solb;2025;18 barn;36 stk;12,5 årsverk;350 m²")
    assert values(got, "under_three") == [18] and values(got, "play_area") == [350]
    got = read(store, heads, "Solb;2025;18 år;36;1250 %;350 kr")
    assert sorted(f.value for f in got.findings) == ["1250 %", "18 år"], "once for each cell"


def test_times_say_their_unit_in_the_cells_whatever_the_heading_says(store: OwnStore) -> None:
    row = "{0};B{0};Nord;23.09.2024;{1};30 min;71 år"
    times = ("1 t 5 min", "25 min", "600 sek", "0,5 timer")
    lines = [VISITS, *(row.format(n, t) for n, t in enumerate(times, 1))]
    assert values(read(store, *lines), "minutes") == [65, 25, 10, 30]
    lines[0] = VISITS.replace("Varighet", "Varighet (timer)")
    assert values(read(store, *lines), "minutes") == [65, 25, 10, 30]
    assert read(store, VISITS, row.format(1, "1,234 timer")).errors


def test_amounts_have_the_unit_that_every_cell_states(store: OwnStore) -> None:
    lines = ["Enhet;År;Måned;Regnskap", "Skole;2025;1;12,1 mill.", "Skole;2025;2;11,9 mill. kr"]
    got = read(store, *lines)
    assert values(got, "amount") == [12_100_000, 11_900_000]
    assert any("mill. kr, som hver celle sier" in f.wrong for f in got.findings)
    assert read(store, *lines, "Skole;2025;3;12300000").errors == 2, "not in every cell"
    lines[0] = "Enhet;År;Måned;Regnskap (1000 kr)"
    assert [q.id for q in read(store, *lines).questions] == ["unit:amount"]


@pytest.mark.parametrize(
    ("title", "heading", "months", "asked"),
    [
        ("Kvartalsvis regnskap", "Periode", (1, 2, 3, 4), True),
        ("", "Periode (kvartal)", (1, 2, 3, 4), True),
        ("", "Periode (tertial)", (1, 2, 3), True),
        ("Regnskap pr. tertial", "Periode", (1, 2, 3), True),
        ("Regnskap 1. kvartal", "Periode", (1,), True),
        ("Regnskap 1.–3. kvartal", "Periode", (1, 2, 3), True),
        ("Regnskap 1. kvartal", "Periode", (1, 2, 3), False),
        ("Regnskap 1. kvartal", "Periode", (1, 2, 3, 4), True),
        ("Regnskap første kvartal", "Periode", (1, 2, 3), False),
        ("Regnskap Q1", "Periode", (1, 2, 3), False),
        ("Regnskap Q1", "Periode", (1, 2, 3, 4), True),
        ("Rapport 1. kv.", "Periode", (1,), True),
        ("Kvartalsrapport", "Periode", (1, 2, 3, 4, 5), False),
        ("Regnskap per måned, første kvartal", "Periode", (1,), False),
        ("Regnskap", "Måned", (1, 2, 3), False),
    ],
)
def test_quarters_are_not_months(
    title: str, heading: str, months: tuple[int, ...], asked: bool, store: OwnStore
) -> None:
    lines = [title] * bool(title) + accounts(*months, heading=heading)
    assert [q.id for q in read(store, *lines).questions] == ["period:month"] * asked
    if asked:
        assert read(store, *lines, answers={"period:month": "no"}).errors
        assert (
            values(read(store, *lines, answers={"period:month": "yes"}), "month")[-1] == months[-1]
        )


def test_the_name_of_the_file_may_say_quarters(store: OwnStore) -> None:
    got = read(store, *accounts(1, 2), name="Regnskap per kvartal 2025.csv")
    assert [q.id for q in got.questions] == ["period:month"]


@pytest.mark.parametrize(
    ("title", "heads", "factor"),
    [
        ("Timer per måned, september 2024", HOURS, 84 / 365),
        (
            "Tall for hele måneden",
            "Sone;Brukere;Timer levert per uke;Timer vedtatt per uke",
            84 / 365,
        ),
        ("", "Sone;Brukere;Timer (per dag);Vedtakstimer (per dag)", 7),
        ("Timer per år", HOURS, 7 / 365),
        ("Timer i en vanlig uke i år", HOURS, None),
        ("", "Sone;Brukere;Timer (per uke);Vedtakstimer", None),
        ("Månedlig rapport", HOURS, None),
        ("Timer per uke, snitt for hele måneden", HOURS, None),
    ],
)
def test_hours_of_another_period_than_a_week_are_asked_about(
    title: str, heads: str, factor: float | None, store: OwnStore
) -> None:
    lines = [title] * bool(title) + [heads, *ZONES]
    got = read(store, *lines, answers={"title:words": "yes"})
    if factor is None:
        assert values(got, "hours") == [1680, 1500] and not got.findings
        return
    (question,) = got.questions
    assert question.id == "unit:hours+granted" and not got.findings, "asked, and told nothing else"
    assert "regnet om til uke" in question.options[0].text
    assert question.options[1].text.startswith("timer per uke: Nord")
    answered = read(store, *lines, answers={question.id: question.options[0].value})
    assert values(answered, "hours") == pytest.approx([1680 * factor, 1500 * factor])
    as_it_is = read(store, *lines, answers={question.id: "1"})
    assert values(as_it_is, "granted") == [1800, 1700]


def test_a_note_below_says_the_period_too(store: OwnStore) -> None:
    for note, asked in (("Timer er per døgn.", 1), ("Kilde: X. Brukere får tre besøk per dag.", 0)):
        got = read(store, HOURS, *ZONES, "", f"Kilde: Gerica. {note}")
        assert len(got.questions) == asked


def test_seconds_are_not_minutes(store: OwnStore) -> None:
    rows = (f"{n};B{n};Nord;23.09.2024;{600 + n % 2 * 300};900;71" for n in range(1, 7))
    lines = [VISITS, *rows]
    (question,) = read(store, *lines).questions
    assert question.options[0].text.startswith("sekunder: 15 minutter")
    got = read(store, *lines, answers={question.id: question.options[0].value})
    assert values(got, "granted_minutes") == [15] * 6


def test_a_length_with_a_dot_may_be_hours_and_minutes(store: OwnStore) -> None:
    heads = "Enhet;Type;Plasser;Vakt;Hverdag;Helg;Vaktlengde;Arbeidstid"
    lines = [
        heads,
        "Solbakken;vanlig langtid;24;dag;6;5;7.30;35,5",
        "Solbakken;vanlig langtid;24;natt;2;2;10.00;35,5",
    ]
    assert [q.id for q in read(store, *lines).questions] == ["clock:length"]
    clock = read(store, *lines, answers={"clock:length": "clock"})
    assert values(clock, "length") == [7.5, 10]
    number = read(store, *lines, answers={"clock:length": "number"})
    assert values(number, "length") == [7.3, 10]
    lines[2] = lines[2].replace("10.00", "9.75")
    assert values(read(store, *lines), "length") == [7.3, 9.75], "no clock says 75"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-09-23T23:30:00Z", 24),
        ("2024-09-23T21:30Z", 23),
        ("2024-09-23 23:30:00.123+00:00", 24),
        ("2024-09-23T23:30:00+02:00", 23),
        ("2024-09-23T23:30:00", 23),
    ],
)
def test_a_time_in_another_zone_is_of_the_day_here(written: str, day: int, store: OwnStore) -> None:
    got = read(store, VISITS, f"1;B1;Nord;{written};25;30;71")
    assert values(got, "date") == [dt.date(2024, 9, day)]


@pytest.mark.parametrize("sign", ["¹", "²)", "*", " *", "**", "†", " 1)"])
def test_the_sign_of_a_footnote_is_no_part_of_a_name(sign: str, store: OwnStore) -> None:
    lines = [SCHOOL, f"Båsmo{sign};2024;1;33", "Båsmo;2024;2;35", f"Gruben{sign};2024;1;41"]
    got = read(store, *lines)
    assert values(got, "school") == ["Båsmo", "Båsmo", "Gruben"]
    told = [f.line() for f in got.findings if f.warning]
    assert len(told) == 2 and "rad 2" in told[0] and "«Båsmo»" in told[0] and "fotnote" in told[0]


@pytest.mark.parametrize("name", ["Skole 1", "Sone (1)", "1)", "A-1", "Nord 2)s"])
def test_a_name_without_the_sign_of_a_footnote_is_kept(name: str, store: OwnStore) -> None:
    got = read(store, SCHOOL, f"{name};2024;1;33", "Båsmo;2024;2;35", "Gruben;2024;1;41")
    assert values(got, "school")[0] == name
