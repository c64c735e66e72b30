"""The unit a sheet states is part of the reading; where it can't be told, it is asked."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake import Intake, accept, read_file, template
from veivalg.own.intake.units import factor_in, said_in
from veivalg.own.intake.values import convert
from veivalg.own.tables import OwnField, own_table, own_tables
from veivalg.own.versions import OwnStore

KR = OwnField("amount", pl.Float64, "Beløp", unit="kr")
MINUTES = OwnField("minutes", pl.Float64, "Varighet", unit="minutter")
HOURS = OwnField("hours", pl.Float64, "Timer", unit="timer")
SHARE = OwnField("share", pl.Float64, "Andel", unit="andel")


THOUSANDS = ("1000-lapper", "tusenlapper", "NOK k", "k NOK", "K kr", "kr K", "1e3", "1E3 kr")
THOUSANDS += ("kr i 1000", "000 kr", "kr '000", "/1000", "delt på 1000", "NOK tusen")
MILLIONS = ("1E6", "NOK m", "NOK mill", "kr million", "delt på en million")
UNSURE = (
    "100 000",
    "10 000",
    "EUR",
    "DKK",
    "danske kr",
    "pund",
    "TEUR",
    "ksek",
    "M",
    "k",
    "over 1000 kr",
)


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


@pytest.mark.parametrize(
    ("field", "heading", "factor"),
    [
        (KR, "Regnskap (1000 kr)", 1e3),
        (KR, "Regnskap 1 000 kr", 1e3),
        (KR, "Netto (i hele tusen)", 1e3),
        (KR, "Beløp i tusen kroner", 1e3),
        (KR, "Budsjett tkr", 1e3),
        (KR, "Budsjett (t.kr.)", 1e3),
        (KR, "Budsjett TNOK", 1e3),
        (KR, "Beløp '000", 1e3),
        (KR, "Beløp [mill. kr]", 1e6),
        (KR, "Beløp (millioner)", 1e6),
        (KR, "Beløp MNOK", 1e6),
        (KR, "Beløp (1 000 000 kr)", 1e6),
        (KR, "Beløp i mrd. kr", 1e9),
        (KR, "Beløp (kr)", 1.0),
        (KR, "Beløp i hele kroner", 1.0),
        (KR, "Regnskap (tusener)", 1e3),
        (KR, "Regnskap (kr×10³)", 1e3),
        (KR, "Regnskap (kr 100 000)", 1e5),
        (KR, "Regnskap (i hundre kroner)", 100.0),
        (KR, "Regnskap (øre)", 0.01),
        (KR, "Regnskap (millionar kr)", 1e6),
        (KR, "Regnskap i 1000 2025-kroner", 1e3),
        *((KR, f"Regnskap ({word})", 1e3) for word in THOUSANDS),
        *((KR, f"Regnskap ({word})", 1e6) for word in MILLIONS),
        *((KR, f"Regnskap ({word})", None) for word in UNSURE),
        (KR, "Regnskap over 1000 kr", None),
        (KR, "Regnskap 1000", None),
        (KR, "Beløp", None),
        (KR, "Beløp 10000", None),
        (KR, "Konto 21000", None),
        (KR, "Millimeter", None),
        (MINUTES, "Varighet sekunder:", 1 / 60),
        (HOURS, "Timer (per dag)", None),
        (HOURS, "Timer per døgn", None),
        (MINUTES, "Varighet (timer)", 60.0),
        (MINUTES, "Varighet, timer", 60.0),
        (MINUTES, "Varighet i timer", 60.0),
        (MINUTES, "Varighet (min)", 1.0),
        (MINUTES, "Varighet (sek)", 1 / 60),
        (MINUTES, "Utført tid - timer", 60.0),
        (MINUTES, "Varighet (desimaltimer)", 60.0),
        (MINUTES, "Varighet (timar)", 60.0),
        (MINUTES, "Varighet (hundredelstimer)", None),
        (MINUTES, "Varighet (timer:min)", None),
        (MINUTES, "Varighet", None),
        (HOURS, "Vedtak (minutter)", 1 / 60),
        (HOURS, "Timer per uke", None),
        (SHARE, "Korttidsfravær (%)", 0.01),
        (SHARE, "Fravær i prosent", 0.01),
        (SHARE, "Fravær %", 0.01),
        (SHARE, "Korttidsfravær prosent", 0.01),
        (SHARE, "Fravær (promille)", 0.001),
        (SHARE, "Fravær (andel)", 1.0),
    ],
)
def test_each_way_of_writing_a_unit(field: OwnField, heading: str, factor: float | None) -> None:
    assert factor_in(heading, field) == (pytest.approx(factor) if factor else None)


def test_a_title_is_about_the_unit_only_when_it_says_so() -> None:
    said = ("Tall i 1000 kr", "Alle beløp i mill. kr", "Regnskap i hele tusen", "(TNOK)")
    for title in (
        *said,
        "Tal i heile tusen",
        "Alle tal i 1000",
        "Amounts in thousands",
        "regnskap_tkr",
    ):
        assert factor_in(title, KR, title=True) in (1e3, 1e6)
    for title in ("Ansvar 1000", "Mars 2026", "1000 Fellesutgifter", "Millom-Namdal"):
        assert factor_in(title, KR, title=True) is None


SCALES = ["Alle tall er delt på 1000", "Tallene må ganges med 1 000", "Multipliser med 1000"]
DOUBTFUL = ["Skala: 1000", "Skala 1:1000", "Tre nuller er strøket", "Tall i k", "Beløp i DKK"]
DOUBTFUL += [
    "De tre siste sifrene er utelatt",
    "000 er utelatt",
    "Enhet: 100 000",
    "Tallene skal deles på 1000",
    "Regnskap 1000",
]
SILENT = ["Elever delt på lærere", "Pundsneset barnehage", "1000 elever", "Tall i stk", "1. mars"]


def test_scales_in_words_are_read_or_doubtful() -> None:
    assert [factor_in(text, KR, title=True) for text in SCALES] == [1e3] * len(SCALES)
    for text in DOUBTFUL:
        found = said_in(text, KR)
        assert found and not any(said.clear for said in found), text
    assert not any(said_in(text, KR) for text in SILENT)


def sheet(rows: list[list[object]], name: str = "Ark1") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEADS = ["Sektor", "Budsjett i basisåret", "KOSTRA-vekt", "Tar avrundingen"]


def sectors(*above: str, heading: str = HEADS[1], amount: object = 627.3) -> bytes:
    rows: list[list[object]] = [[text] for text in above]
    other = amount - 7 if isinstance(amount, int) else 500
    rows += [
        [HEADS[0], heading, *HEADS[2:]],
        ["Helse", amount, 1, "ja"],
        ["Skole", other, 1, "nei"],
    ]
    return sheet(rows)


def test_what_the_title_says_is_used_and_told(store: OwnStore) -> None:
    read = read_file(sectors("Alle tall i mill. kr"), "a.xlsx", code="5503", store=store)
    assert read.frame is not None and read.frame["budget"].to_list() == [627_300_000, 500_000_000]
    said = [f.wrong for f in read.findings if f.warning]
    assert any("mill. kr" in s and "627\u202f300\u202f000 kr" in s for s in said)


def test_two_units_are_a_question_that_is_answered_and_remembered(store: OwnStore) -> None:
    content = sectors("Tall i 1000 kr", heading="Budsjett i basisåret (hele kr)", amount=627_315)
    first = read_file(content, "a.xlsx", code="5503", store=store)
    assert first.frame is None and not first.errors
    question = next(q for q in first.questions if q.id == "unit:budget")
    assert [o.value for o in question.options] == ["1000", "1"]
    assert "Helse: 627\u202f315\u202f000 kr" in question.options[0].text
    answers = {"unit:budget": "1000"}
    second = read_file(content, "a.xlsx", code="5503", store=store, answers=answers)
    assert second.frame is not None and second.frame["budget"][0] == 627_315_000
    accept(second, store)
    third = read_file(content, "b.xlsx", code="5503", store=store)
    assert third.frame is not None and third.frame["budget"][0] == 627_315_000
    other = read_file(content, "a.xlsx", code="1833", store=store)
    assert other.questions, "another municipality has answered nothing"


def test_an_answer_that_is_none_is_asked_again(store: OwnStore) -> None:
    content = sectors("Tall i 1000 kr", heading="Budsjett i basisåret (hele kr)")
    for answer in ("-1", "tusen", "inf", "nan", "1e12"):
        read = read_file(
            content, "a.xlsx", code="5503", store=store, answers={"unit:budget": answer}
        )
        assert read.questions and read.frame is None, answer


@pytest.mark.parametrize("name", list(own_tables()))
def test_our_own_templates_are_never_asked_about(name: str, store: OwnStore) -> None:
    read = read_file(template(own_table(name)), "a.xlsx", code="1833", store=store)
    assert not read.questions
    assert not any("lest i" in f.wrong for f in read.findings)


BUDGETS = "Enhet;År;Revidert budsjett\nHelse;2026;{a}\nSkole;2026;{b}\n"


def budgets(a: str, b: str) -> bytes:
    return BUDGETS.format(a=a, b=b).encode()


def test_a_thousandth_of_what_a_municipality_spends_is_a_question(store: OwnStore) -> None:
    """Harstad has 24,700 inhabitants: 1.6 million a year is no budget, 1.6 milliard is.

    A file of one unit in kroner is small too, but its amounts are not: it isn't asked about.
    """
    read = read_file(budgets("900000", "700000"), "a.csv", code="5503", store=store)
    assert [q.id for q in read.questions] == ["unit:budget"] and read.frame is None
    assert "per innbygger" in read.questions[0].text
    assert read.questions[0].options[0].value == "1000"
    alone = read_file(budgets("8300000", "4100000"), "a.csv", code="5503", store=store)
    assert not alone.questions and alone.frame is not None
    whole = read_file(budgets("900000000", "700000000"), "a.csv", code="5503", store=store)
    assert not whole.questions and whole.frame is not None


def test_a_thousandth_of_the_last_version_is_a_question_until_it_is_answered(
    store: OwnStore,
) -> None:
    accept(read_file(budgets("98000000", "110000000"), "a.csv", code="1833", store=store), store)
    content = budgets("99000", "120000")
    read = read_file(content, "b.csv", code="1833", store=store)
    assert [q.id for q in read.questions] == ["unit:budget"]
    assert "versjonen som gjelder nå" in read.questions[0].text
    for answer, first in (("1000", 99e6), ("1", 99e3)):
        said = read_file(
            content, "b.csv", code="1833", store=store, answers={"unit:budget": answer}
        )
        assert said.frame is not None and said.frame["budget"][0] == first
    larger = read_file(budgets("140000000", "90000000"), "c.csv", code="1833", store=store)
    assert not larger.questions, "a change of the budget is no other unit"


MONTHS = "Enhet;År;Måned;Regnskap\nHelse;2025;1;{}\nSkole;2025;1;{}\n"


@pytest.mark.parametrize(
    ("title", "amounts", "asked", "first"),
    [
        ("Tallene er IKKE i tusen", (8_249_523, 12_787_926), None, 8_249_523),
        ("Alle beløp i hele kroner, ikke i tusen", (8_249_523, 12_787_926), None, 8_249_523),
        ("Ikke i hele kroner, men i tusen", (8_249, 12_787), None, 8_249_000),
        ("Tallene er ikke i kroner", (8_249, 12_787), "unit:amount", None),
        ("Ikke revidert, og i 1000 kr", (8_249, 12_787), None, 8_249_000),
        ("Beløp i ettusen kroner", (8_249, 12_787), None, 8_249_000),
        ("Beløp i titusen kroner", (824, 1_278), None, 8_240_000),
        ("Alle tall i t", (8_249, 12_787), "unit:amount", None),
        ("Beløp per innbygger", (8_249, 12_787), "heading:amount", None),
        ("Kr pr. elev", (8_249_523, 12_787_926), "heading:amount", None),
        ("Regnskap per enhet", (8_249_523, 12_787_926), None, 8_249_523),
        ("Beløp i 2015-kroner", (8_249_523, 12_787_926), "heading:amount", None),
        ("Beløp i faste priser", (8_249_523, 12_787_926), "heading:amount", None),
        ("Beløp i 2025-kroner", (8_249_523, 12_787_926), None, 8_249_523),
        ("Beløp i 1000 2025-kroner", (8_249, 12_787), None, 8_249_000),
    ],
)
def test_what_a_title_denies_or_says_amounts_are_of(
    title: str, amounts: tuple[int, int], asked: str | None, first: float | None, store: OwnStore
) -> None:
    content = f"{title}\n\n{MONTHS.format(*amounts)}".encode()
    said = {"title:words": "yes"}  # of «Ikke revidert»
    read = read_file(content, "a.csv", code="1833", store=store, answers=said)
    assert [q.id for q in read.questions] == [asked] * bool(asked) and not read.errors
    assert read.frame is None if first is None else read.frame["amount"][0] == first  # type: ignore[index]


HOURS_A_WEEK = "Sone;Brukere;Timer levert per uke;Timer vedtatt per uke\nNord;120;420;450\n"
SICK = (
    "Enhet;År;Kvartal;Ansatte;Årsverk;Korttidsfravær;Langtidsfravær\nA;2025;1;42;24,5;{0};6,1{1}\n"
)
STAFF = "Sone;Utøvende årsverk;Timer per uke i full stilling;Fravær uten vikar\nN;{};35,5;5 %\n"
OF_TEXTS = "Enhet;År;Måned;Regnskap;Leder (T)\nHelse;2025;1;8249523;Kari\n"


@pytest.mark.parametrize(
    ("name", "content", "asked"),
    [
        ("timer.csv", HOURS_A_WEEK, set()),
        ("minutter.csv", HOURS_A_WEEK, {"unit:hours+granted"}),
        ("prosent.csv", SICK.format("3,9 %", " %"), set()),
        ("prosent.csv", SICK.format("3,9", ""), {"unit:short+long"}),
        ("a.csv", STAFF.format("16,5"), set()),
        ("a.csv", STAFF.format("650"), {"unit:fte"}),
        ("a.csv", OF_TEXTS, set()),
        ("a.csv", OF_TEXTS.replace("Kari", "8200"), {"unit:amount"}),
        ("a.csv", OF_TEXTS.replace("Leder (T)", "Tall i 1000 kr"), {"unit:amount"}),
    ],
)
def test_a_name_that_says_what_is_so_anyway_is_no_question(
    name: str, content: str, asked: set[str], store: OwnStore
) -> None:
    read = read_file(content.encode(), name, code="1833", store=store)
    assert {q.id for q in read.questions} == asked


def test_no_to_what_is_too_large_means_that_the_file_is_wrong(store: OwnStore) -> None:
    content = budgets("98000000000000", "120000000000000")
    asked = read_file(content, "a.csv", code="1833", store=store)
    assert [[o.value for o in q.options] for q in asked.questions] == [["1", "no"]]
    for answer, wrong in (("no", 1), ("1", 0)):
        said = {"unit:budget": answer}
        read = read_file(content, "a.csv", code="1833", store=store, answers=said)
        assert not read.questions and not read.unheard and read.errors == wrong


FORECAST = "Enhet;År;Budsjett;Prognose;Korreksjon\nHelse;2026;{};{};{}\nSkole;2026;{};{};{}\n"
OVERTIME = "Enhet;År;Måned;Regnskap;Overtid, ekstrahjelp og innleie\nHelse;2026;1;{};{}\n"
CARE = (
    "Regnskapsår;Brukergruppe;Tjeneste;Aldersgruppe;Brutto;Netto;Volum;Måleenhet;Enhetskostnad\n"
    "2023;Andre, i hovedsak eldre;Institusjon, langtid;Alle aldre;270500000;{};200;plasser;{}\n"
)


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        (FORECAST.format(98e6, 101e3, "", 120e6, 121e3, ""), {"manager_forecast": "1000"}),
        (FORECAST.format(98e6, 101, "", 120e6, 121, ""), {"manager_forecast": "1000000"}),
        (FORECAST.format(98e3, 101e6, "", 120e3, 121e6, ""), {"budget": "1000"}),
        (
            FORECAST.format(98e6, 101e3, -2000, 120e6, 121e3, 0),
            {"manager_forecast": "1000", "known_later": "1000"},
        ),
        (FORECAST.format(98e6, 101e6, -20_000, 120e6, 121e6, 0), {}),
        (FORECAST.format(9.8e6, 9.9e6, -15_000, 4.5e6, 4.6e6, 0), {}),
        (OVERTIME.format(8_300_000, 450), {"overtime": "1000"}),
        (OVERTIME.format(8_300_000, 9_000), {}),
        (OVERTIME.format(600_000, 1_200), {}),
        (CARE.format(251_000, 1_440_000), {"net": "1000"}),
        (CARE.format(251_000_000, 1_440), {"stated_unit_cost": "1000"}),
        (CARE.format(251_000_000, 1_200_000), {}),
        (FORECAST.format(98e9, "", "", 120e9, "", ""), {"budget": "0.01"}),
        (FORECAST.format(98e12, "", "", 120e12, "", ""), {"budget": "1"}),
        (OVERTIME.format(2_510_137_100, ""), {"amount": "0.01"}),
        ("Skole;Plass til;FDV\nNord;200;2500000000\n", {"building_cost": "0.001"}),
        ("Skole;Plass til;FDV\nNord;200;25000000\n", {}),
        (
            "Alternativ;Fra skole;Til skole;Fra trinn;Til trinn;Skyss\nA;Nord;Sør;1;7;15\n",
            {"transport_cost": "1000"},
        ),
        ("Alternativ;Fra skole;Til skole;Fra trinn;Til trinn;Skyss\nA;Nord;Sør;1;7;900\n", {}),
    ],
)
def test_each_column_is_held_against_what_it_should_be_of(
    content: str, asked: dict[str, str], store: OwnStore
) -> None:
    """One column in thousands beside one in kroner; øre, and what can be no amount at all."""
    content = content.replace(".0;", ";").replace(".0\n", "\n")
    read = read_file(content.encode(), "a.csv", code="1833", store=store)
    ids = {id for q in read.questions for id in q.id.removeprefix("unit:").split("+")}
    assert ids == asked.keys() and not read.errors
    for question in read.questions:
        name = question.id.removeprefix("unit:").split("+")[0]
        assert question.options[0].value == asked[name]
        assert {"1", "no"} & {o.value for o in question.options[1:]}


def test_the_smallest_municipalities_spend_much_per_inhabitant(store: OwnStore) -> None:
    """Utsira has 200 inhabitants, and income and spending stand in the same file."""
    read = read_file(budgets("95000000", "92000000"), "a.csv", code="1151", store=store)
    assert not read.questions and read.frame is not None
    large = read_file(budgets("9500000000", "9200000000"), "a.csv", code="1151", store=store)
    assert [q.options[0].value for q in large.questions] == ["0.01"]


WHOLE = {"unit:budget": "1", "rows:unit": "keep"}


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["500,000", "1,234"], None),
        (["500,000", "12,5"], [500.0, 12.5]),
        (["500,000", "1,234.5"], [500_000.0, 1234.5]),
        (["500,000", "2,500,000"], [500_000.0, 2_500_000.0]),
        (["1.234", "5.678"], None),
    ],
)
def test_a_comma_before_three_digits_is_settled_by_the_column_or_asked(
    cells: list[str], values: list[float] | None, store: OwnStore
) -> None:
    rows: list[list[object]] = [HEADS, *([f"S{n}", c, 1, "ja"] for n, c in enumerate(cells))]
    rows[2][3] = "nei"
    read = read_file(sheet(rows), "a.xlsx", code="1833", store=store, answers=WHOLE)
    if values is None:
        assert sum("kan leses på to måter" in f.wrong for f in read.findings) == 2
    else:
        assert read.frame is not None and read.frame["budget"].to_list() == values


@pytest.mark.parametrize(
    "heading",
    [
        "Budsjett i 1000 kr",
        "Budsjett, tkr",
        "Budsjett tusen kr",
        "Budsjett – TNOK",
        "Budsjett: tkr",
    ],
)
def test_a_heading_is_known_with_its_unit_behind_it(heading: str, store: OwnStore) -> None:
    read = read_file(
        sectors(heading=heading, amount=627_315),
        "a.xlsx",
        code="5503",
        store=store,
        answers={"unit:kostra_weight": "1"},
    )
    assert read.frame is not None and read.frame["budget"][0] == 627_315_000


@pytest.mark.parametrize("unit", ["(timer)", "(%)", "(kr per innbygger)", "i prosent"])
def test_a_unit_that_is_not_the_fields_is_asked_about(unit: str, store: OwnStore) -> None:
    content = sectors(heading=f"Budsjett {unit}", amount=98_000_000)
    read = read_file(content, "a.xlsx", code="5503", store=store)
    question = next(q for q in read.questions if q.id == "unit:budget")
    assert read.frame is None and unit.removeprefix("i ") in question.text
    said = read_file(content, "a.xlsx", code="5503", store=store, answers={"unit:budget": "1"})
    assert said.frame is not None and said.frame["budget"][0] == 98_000_000


def test_a_part_of_a_day_keeps_all_its_decimals() -> None:
    """84 minutes is 0.058333… of a day; 627.3 millions is whole kroner."""
    parts = RawColumn(pl.Series([None, None], dtype=pl.String), pl.Series([84 / 1440, 7 / 1440]))
    assert convert(parts, MINUTES, 1440.0)[0].to_list() == pytest.approx([84, 7], rel=1e-14)
    millions = RawColumn(pl.Series([None], dtype=pl.String), pl.Series([627.3]))
    assert convert(millions, KR, 1e6)[0].to_list() == [627_300_000.0]


@pytest.mark.parametrize(
    ("heads", "rows", "asked", "first", "values"),
    [
        ("Enhet;År;Budsjett (1000 kr);Prognose", ["Skole;2026;627315;630111"], "manager_forecast",
         "1000", [630_111_000]),
        ("Enhet;År;Budsjett (1000 kr);Prognose", ["Skole;2026;627315;0"], "", "", [0]),
        ("Enhet;År;Budsjett (kr);Prognose", ["Skole;2026;627315000;630111000"], "", "",
         [630_111_000]),
        ("Enhet;År;Budsjett (1000 kr);Prognose (kr)", ["Skole;2026;627315;630111000"], "", "",
         [630_111_000]),
        ("Enhet;År;Måned;Regnskap (1000 kr);Variabel lønn", ["Skole;2026;1;62731;1111"],
         "overtime", "1000", [1_111_000]),
        ("Enhet;År;Kvartal;Ansatte;Årsverk;Korttidsfravær (%);Langtidsfravær",
         ["Skole;2025;1;50;40;4,5;0,9"], "long", "0.01", [0.009]),
        ("Besøk nr.;Bruker-ID;Sone;Dato;Varighet (timer);Planlagt tid",
         ["1;B1;Nord;03.09.2024;0,5;0,4"], "granted_minutes", "60", [24.0]),
    ],
)  # fmt: skip
def test_a_unit_of_one_column_alone_is_a_question_of_those_beside_it(
    heads: str, rows: list[str], asked: str, first: str, values: list[float], store: OwnStore
) -> None:
    content = "\n".join([heads, *rows]).encode()
    read = read_file(content, "a.csv", code="0099", store=store)
    assert [q.id for q in read.questions] == ([f"unit:{asked}"] if asked else [])
    if asked:
        assert read.questions[0].options[0].value == first
        answers = {f"unit:{asked}": first}
        read = read_file(content, "a.csv", code="0099", store=store, answers=answers)
    assert read.frame is not None
    assert read.frame[asked or "manager_forecast"].to_list() == pytest.approx(values)


def asked_of(read: Intake) -> set[str]:
    """Give the questions, one for each column where several are asked about at once."""
    ids = [q.id.removeprefix("unit:").split("+") for q in read.questions if "unit:" in q.id]
    return {f"unit:{name}" for names in ids for name in names}


SENTENCE = "Kommunens samlede budsjett er 627 mill. kr"


@pytest.mark.parametrize(
    "text", [SENTENCE, "Avvik over 1 000 kr er kommentert", "(1000)", "Enhet: 1000", "Lønn i EUR"]
)
def test_what_mentions_a_unit_and_is_no_statement_of_one_is_asked(
    text: str, store: OwnStore
) -> None:
    read = read_file(sectors(text, amount=627_310_000), "a.xlsx", code="5503", store=store)
    assert read.frame is None and "unit:budget" in asked_of(read)
    said = sectors(text, "Tall i hele kroner", amount=627_310_000)
    clear = read_file(said, "a.xlsx", code="5503", store=store, answers={"unit:kostra_weight": "1"})
    assert text == "Lønn i EUR" or clear.frame is not None, "the unit is stated beside it"


@pytest.mark.parametrize("text", ["Ansvar 1000", "Gebyr 12 500 kr", "Tusenbein barnehage", "Øre"])
def test_what_mentions_no_unit_is_not_asked_about(text: str, store: OwnStore) -> None:
    read = read_file(sectors(text, amount=627_310_000), "a.xlsx", code="5503", store=store)
    assert not any("kan bety" in q.text for q in read.questions)


def noted(kind: str, text: str) -> tuple[bytes, str]:
    """Give a workbook that states its unit away from the table, and its name."""
    from openpyxl.comments import Comment

    book, name = openpyxl.Workbook(), "a"
    page = book.active
    assert page is not None
    for row in (
        [*HEADS, ""],
        ["Helse", 627_315, 1, "ja", None],
        ["Skole", 500_100, 1, "nei", None],
    ):
        page.append(row)
    if kind == "comment":
        page["B1"].comment = Comment(text, "Kari")
    elif kind == "print":
        page.oddHeader.center.text = text
    elif kind == "sheet":
        book.create_sheet("Forside", 0).append([text])
    elif kind == "note":
        page["E3"] = text
    else:
        name = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), f"{name}.xlsx"


@pytest.mark.parametrize("kind", ["comment", "print", "sheet", "note", "name"])
def test_a_unit_away_from_the_table_is_told_or_asked(kind: str, store: OwnStore) -> None:
    content, name = noted(kind, "Tall i 1000 kr")
    read = read_file(content, name, code="5503", store=store)
    told = [q.text for q in read.questions] + [f.wrong for f in read.findings if f.warning]
    assert any("1000 kr" in text and "Tall i 1000 kr" in text for text in told)
    if read.frame is not None:
        assert read.frame["budget"][0] == 627_315_000


@pytest.mark.parametrize("kind", ["comment", "print", "sheet", "note"])
@pytest.mark.parametrize("text", ["Skala: 1000", "Tre nuller er strøket", "Beløp i DKK"])
def test_what_is_about_the_unit_alone_is_asked_about_wherever_it_stands(
    kind: str, text: str, store: OwnStore
) -> None:
    content, name = noted(kind, text)
    read = read_file(content, name, code="0099", store=store)
    assert read.frame is None and any(text in q.text for q in read.questions)
    for other in ("(M)", "K", "Avvik over 1 000 kr er sett", "De fjernet skolen"):
        content, name = noted(kind, other)
        read = read_file(content, name, code="0099", store=store)
        asked = [q.text for q in read.questions if f"«{other}»" in q.text]
        assert not asked or kind in ("comment", "print"), "these are of the table itself"


def test_a_unit_among_many_remarks_is_found(store: OwnStore) -> None:
    rows = [[*HEADS, "Merknad"], *([f"S{i}", 98e6, 1, "nei", f"sak {i}"] for i in range(40))]
    rows[1][3], rows[20][4] = "ja", "Alle tall i 1000 kr"
    read = read_file(sheet(rows), "a.xlsx", code="0099", store=store)
    assert read.frame is None and any("Alle tall i 1000 kr" in q.text for q in read.questions)


def test_a_remembered_unit_is_told_and_held_against_what_is_in_force(store: OwnStore) -> None:
    given = {"unit:*": "1000"}
    first = read_file(budgets("98000", "110000"), "a.csv", code="1833", store=store, answers=given)
    assert any("som du har svart" in f.wrong for f in first.findings)
    accept(first, store)
    again = read_file(budgets("99000", "112000"), "b.csv", code="1833", store=store)
    assert again.frame is not None and again.frame["budget"][0] == 99e6
    assert any("samme overskrifter" in f.wrong and "99" in f.wrong for f in again.findings)
    other = read_file(budgets("3120100", "4220300"), "c.csv", code="1833", store=store)
    question = next(q for q in other.questions if q.id == "unit:budget")
    assert other.frame is None and {o.value for o in question.options} == {"1", "1000"}


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("År;Nedtrekk", "2026;12000"),
        ("Sektor;Tiltak;År;Innsparing", "Skole;Ny ordning;2026;1200"),
        ("Skole;Plass til;Største klasserom;FDV", "Nord;200;60;3200"),
        (
            "Enhet;År;Måned;Fast lønn;Overtid;Ekstrahjelp;Vikarer;Timer fra byrå;Innleie fra byrå",
            "Sykehjem;2024;1;1520;40;30;22;12;9",
        ),
        ("År;Bruker-ID;Alder;PU;Lønn", "2024;A1;40;Ja;4150"),
        (
            "År;Brukergruppe;Tjeneste;Alder;Brutto;Netto",
            "2023;Psykisk helse og rus;Dagsenter;Alle aldre;15200;14000",
        ),
    ],
)
def test_amounts_far_below_the_example_are_asked_about(
    heads: str, row: str, store: OwnStore
) -> None:
    content = f"{heads}\n{row}\n".encode()
    read = read_file(content, "a.csv", code="1833", store=store)
    asked = [q for q in read.questions if q.id.startswith("unit:")]
    assert read.frame is None and asked and asked[0].options[0].value == "1000"


def test_amounts_larger_than_a_municipality_spends_are_asked_about(store: OwnStore) -> None:
    content = budgets("627310", "98000").replace(b"budsjett", b"budsjett (mill. kr)")
    read = read_file(content, "a.csv", code="5503", store=store)
    question = next(q for q in read.questions if q.id == "unit:budget")
    assert [o.value for o in question.options] == ["1000", "1000000"]


@pytest.mark.parametrize(
    ("written", "factor"),
    [
        (r"#,##0\ \t\k\r", 1e3),
        (r'#,##0\ "t"\k"r"', 1e3),
        ("#,##0 [$TNOK]", 1e3),
        ("#,##0 tkr", 1e3),
        (r"0.0\ \m\i\l\l\.\ \k\r", 1e6),
        ("0.0,,", 1.0),
        ('#,##0, "tkr"', 1.0),
        (r"#,##0\ \k\r", 1.0),
        (r"#,##0\ \k", None),
        ("#,##0 [$DKK]", None),
    ],
)
def test_a_number_format_says_the_unit_however_it_is_written(
    written: str, factor: float | None, store: OwnStore
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sectors(amount=627_310_000 if factor == 1 else 627)))
    page = book.active
    assert page is not None
    for cell in ("B2", "B3"):
        page[cell].number_format = written
    out = io.BytesIO()
    book.save(out)
    said = {"unit:kostra_weight": "1"}
    read = read_file(out.getvalue(), "a.xlsx", code="0099", store=store, answers=said)
    if factor is None:
        assert "unit:budget" in {q.id for q in read.questions} and read.frame is None
    else:
        assert read.frame is not None
        assert read.frame["budget"][0] == (627_310_000 if factor == 1 else 627 * factor)


@pytest.mark.parametrize(
    "name", ["regnskap-i-1000", "Regnskap2024TKR", "regnskap_mnok", "RegnskapMNOK", "budsjett_1000"]
)
def test_the_name_of_a_file_is_read_as_words(name: str, store: OwnStore) -> None:
    content = sectors(amount=627_310_000)
    said = {"unit:kostra_weight": "1", "title:words": "yes"}
    for file, asked in ((name, True), ("Tusenfryd 2024-1", False)):
        read = read_file(content, f"{file}.xlsx", code="0099", store=store, answers=said)
        assert ("unit:budget" in {q.id for q in read.questions}) is asked
        assert (read.frame is None) is asked


@pytest.mark.parametrize(
    ("heading", "values", "asked"),
    [
        ("Skala", (1000, 1000), True),
        ("Faktor", ("1000", "1000"), True),
        ("Multiplikator", (1000, 1), True),
        ("Måleenhet", ("tkr", "tkr"), False),
        ("Skala", (1, 1), False),
        ("Enhet", (1000, 1200), False),
        ("Ansvar", (1000, 1000), False),
    ],
)
def test_a_column_of_scales_is_read_or_asked_about(
    heading: str, values: tuple[object, object], asked: bool, store: OwnStore
) -> None:
    rows: list[list[object]] = [[*HEADS, heading]]
    rows += [[name, 627_310, 1, yes, value] for name, yes, value in
             zip(("Helse", "Skole"), ("ja", "nei"), values, strict=True)]  # fmt: skip
    read = read_file(sheet(rows), "a.xlsx", code="0099", store=store)
    questions = [q.text for q in read.questions if "budget" in q.id]
    assert any(f"{heading}: " in text for text in questions) is asked
    if heading == "Måleenhet":
        assert read.frame is not None and read.frame["budget"][0] == 627_310_000


VISITS = "Besøk nr;Bruker-ID;Sone;Dato;Varighet\n"


@pytest.mark.parametrize(
    ("heading", "times", "asked"),
    [
        ("Varighet", ("1,25", "1,5", "2", "2,25"), True),
        ("Minutter hos bruker", ("1,25", "1,5", "2", "2,25"), True),
        ("Varighet", ("4", "4", "3", "6"), True),
        ("Minutter hos bruker", ("4", "4", "3", "6"), False),
        ("Varighet", ("5", "15", "20", "10"), False),
    ],
)
def test_times_of_which_nobody_can_tell_hours_from_minutes_are_asked_about(
    heading: str, times: tuple[str, ...], asked: bool, store: OwnStore
) -> None:
    rows = [f"{i};A{i};Nord;2{i}.09.2024;{time}" for i, time in enumerate(times, 1)]
    content = (VISITS.replace("Varighet", heading) + "\n".join(rows)).encode()
    read = read_file(content, "a.csv", code="1833", store=store)
    assert [q.id for q in read.questions] == ["unit:minutes"] * asked
    if asked:
        assert [o.value for o in read.questions[0].options] == ["60", "1"]
        given = {"unit:minutes": "60"}
        said = read_file(content, "a.csv", code="1833", store=store, answers=given)
        first = float(times[0].replace(",", ".")) * 60
        assert said.frame is not None and said.frame["minutes"][0] == first


def test_hours_of_a_year_that_seem_to_be_minutes_are_asked_about(store: OwnStore) -> None:
    heads = "Teknologi;Spart tid, lavt;Spart tid, midt;Spart tid, høyt;Ny tid\n"
    content = f"{heads}Digitalt tilsyn;30;60;102;6\n".encode()
    read = read_file(content, "a.csv", code="1833", store=store, table="technologies")
    fields = ("gain_low", "gain_middle", "gain_high", "new_time")
    assert asked_of(read) == {f"unit:{name}" for name in fields}
    units = [q.options[0].value for q in read.questions if q.id.startswith("unit:")]
    assert {round(float(v) * 60, 6) for v in units} == {1.0}


@pytest.mark.parametrize("minutes", ["0,017361111", "0,5", "0.25"])
def test_minutes_under_one_are_asked_about_in_text_too(minutes: str, store: OwnStore) -> None:
    rows = f"1;A1;Nord;23.09.2024;{minutes}\n2;A2;Nord;24.09.2024;{minutes}\n"
    read = read_file((VISITS + rows).encode(), "a.csv", code="1833", store=store)
    question = next(q for q in read.questions if q.id == "unit:minutes")
    wanted = {"0,017361111": "25 minutter", "0,5": "30 minutter", "0.25": "15 minutter"}[minutes]
    assert any(wanted in o.text for o in question.options)


def test_cells_that_say_their_unit_are_in_it_whatever_the_heading_says(store: OwnStore) -> None:
    heads = VISITS.replace("Varighet", "Varighet (timer)")
    rows = "1;A1;Nord;23.09.2024;0:25\n2;A2;Nord;24.09.2024;0,5\n"
    read = read_file((heads + rows).encode(), "a.csv", code="1833", store=store)
    assert read.frame is not None and read.frame["minutes"].to_list() == [25.0, 30.0]


ABSENCE = "Enhet;År;Kvartal;Ansatte;Årsverk;Korttidsfravær{a};Langtidsfravær{a}\n"


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ("4 %;0,7 / 3 %;0,8", {"long"}),
        ("4 %;3 % / 0,7;5 %", {"short"}),
        ("0,7;0,9 / 0,6;0,8", {"short", "long"}),
        ("0,04;0,05 / 0,03;0,06", set()),
        ("4 %;5 % / 3 %;0", set()),
    ],
)
def test_a_bare_number_that_may_be_a_share_or_per_cent_is_asked_about(
    rows: str, asked: set[str], store: OwnStore
) -> None:
    lines = [f"E{i};2024;1;50;40;{row}\n" for i, row in enumerate(rows.split(" / "))]
    content = (ABSENCE.format(a="") + "".join(lines)).encode()
    read = read_file(content, "a.csv", code="1833", store=store)
    assert asked_of(read) == {f"unit:{name}" for name in asked}
    for question in read.questions:
        assert [o.value for o in question.options][:2] == ["0.01", "1"]
        assert "0,00" in question.options[0].text and "0," in question.options[1].text
    given = dict.fromkeys(asked_of(read), "0.01")
    said = read_file(content, "a.csv", code="1833", store=store, answers=given)
    assert said.frame is not None and max(said.frame["short"].max(), said.frame["long"].max()) < 0.1


@pytest.mark.parametrize(
    ("formats", "asked", "short"),
    [
        ({"F2": "0%"}, {"short", "long"}, [0.12, 0.7]),
        ({"F2": "0%", "F3": "0%"}, {"long"}, [0.12, 0.7]),
        ({"F2": '0.0" %"', "F3": r"0.0\%"}, {"long"}, [0.0012, 0.007]),
        (dict.fromkeys(("F2", "F3", "G2", "G3"), "0%"), set(), [0.12, 0.7]),
        ({}, {"short"}, [0.12, 0.7]),
    ],
)
def test_cells_shown_as_per_cent_are_what_is_shown(
    formats: dict[str, str], asked: set[str], short: list[float], store: OwnStore
) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(
            sheet(
                [
                    ABSENCE.format(a="").strip().split(";"),
                    ["Skole", 2024, 1, 50, 40, 0.12, 0.05],
                    ["Helse", 2024, 1, 80, 66, 0.7, 0.06],
                ]
            )
        )
    )
    for cell, written in formats.items():
        book.active[cell].number_format = written
    out = io.BytesIO()
    book.save(out)
    read = read_file(out.getvalue(), "a.xlsx", code="1833", store=store)
    assert asked_of(read) == {f"unit:{name}" for name in asked}
    given = dict.fromkeys(asked_of(read), "1")
    said = read_file(out.getvalue(), "a.xlsx", code="1833", store=store, answers=given)
    assert said.frame is not None and said.frame["short"].to_list() == pytest.approx(short)


def test_shares_with_and_without_a_sign_are_asked_about(store: OwnStore) -> None:
    rows = "Skole;2024;1;50;40;4 %;5 %\nHelse;2024;1;80;66;0,8;0,7\n"
    read = read_file((ABSENCE.format(a="") + rows).encode(), "a.csv", code="1833", store=store)
    assert [q.id for q in read.questions] == ["unit:short+long"]
    stated = (ABSENCE.format(a=" prosent") + rows).encode()
    read = read_file(stated, "a.csv", code="1833", store=store, answers={"unit:short": "0.01"})
    assert {q.id for q in read.questions} == {"unit:long"}


ALIKE = (
    "Enhet;År;Måned;Regnskap (k);Variabel lønn (k)\nHelse;2026;1;8300;450\nSkole;2026;1;9100;380\n"
)


def test_columns_that_are_alike_are_asked_about_once_or_one_by_one(store: OwnStore) -> None:
    def read(**answers: str) -> Intake:
        said = {f"unit:{'+'.join(name.split('_'))}": answer for name, answer in answers.items()}
        return read_file(ALIKE.encode(), "a.csv", code="0099", store=store, answers=said)

    asked = read()
    question = asked.questions[0]
    assert [q.id for q in asked.questions] == ["unit:amount+overtime"]
    assert [o.value for o in question.options] == ["1000", "1", "each"]
    assert "Det samme gjelder «Overtid, ekstrahjelp og innleie»" in question.text
    assert "8\u202f300\u202f000 kr" in question.options[0].text
    assert "450\u202f000 kr" in question.options[0].text
    once = read(amount_overtime="1000")
    assert once.frame is not None and once.frame["overtime"].to_list() == [450e3, 380e3]
    assert not once.unheard and once.answers == {"unit:amount": "1000", "unit:overtime": "1000"}
    each = read(amount_overtime="each")
    assert [q.id for q in each.questions] == ["unit:amount", "unit:overtime"]
    apart = read(amount_overtime="each", amount="1000", overtime="1")
    assert apart.frame is not None and not apart.unheard
    assert apart.frame.select("amount", "overtime").row(0) == (8.3e6, 450.0)
    accept(once, store)
    assert not read().questions, "it is remembered"
    assert len(read(amount_overtime="each").questions) == 2, "and asked again when that is said"
    one = read_file(ALIKE.encode(), "a.csv", code="1833", store=store, answers={"unit:amount": "1"})
    assert [q.id for q in one.questions] == ["unit:overtime"]


def test_a_question_with_one_answer_can_be_answered_no(store: OwnStore) -> None:
    content = sectors(heading="Budsjett (timer)", amount=98_000_000)
    asked = read_file(content, "a.xlsx", code="5503", store=store)
    question = next(q for q in asked.questions if q.id == "unit:budget")
    assert [o.value for o in question.options] == ["1", "no"]
    said = {"unit:budget": "no"}
    read = read_file(content, "a.xlsx", code="5503", store=store, answers=said)
    assert read.frame is None and read.errors and not read.questions and not read.unheard
    assert any("svart nei" in f.wrong and "timer" in f.wrong for f in read.findings)
