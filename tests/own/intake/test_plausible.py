"""Figures held against what is known: inhabitants, the table's own period and what is for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(store: OwnStore, content: str, code: str = "1833", file: str = "a.csv") -> Intake:
    return read_file(content.encode(), file, code=code, store=store)


BUDGET = "Enhet;År;Revidert budsjett\n"
SECTORS = "Sektor;Budsjett i basisåret;KOSTRA-vekt;Tar avrundingen\n"
PAY = "Enhet;År;Måned;Fast lønn;Overtid;Ekstrahjelp;Vikarer;Timer fra byrå;Innleie fra byrå\n"
MONTH = "Enhet;År;Måned;Regnskap\n"
CUTS = "År;Nedtrekk\n"


@pytest.mark.parametrize(
    ("code", "content", "id", "likely"),
    [
        ("4601", BUDGET + "Skole;2026;9012345\nHelse;2026;7450120\n", "budget", 3),
        ("5001", BUDGET + "Skole;2026;4112345\nHelse;2026;4650120\n", "budget", 3),
        ("1804", BUDGET + "Skole;2026;1612345\nHelse;2026;1950120\n", "budget", 3),
        ("1804", BUDGET + "Kultur;2026;305870\n", "budget", 3),
        ("1833", BUDGET + "Skole;2026;1050345\nHelse;2026;1150120\n", "budget", 3),
        ("1833", BUDGET + "Skole;2026;1050\nHelse;2026;1150\n", "budget", 6),
        ("4601", BUDGET + "Rå skole;2026;31012\nSandsli skole;2026;28450\n", "budget", 3),
        ("4601", MONTH + "Skole;2026;1;753716\nHelse;2026;1;622491\n", "amount", 3),
        ("0301", SECTORS + "Skole;15012345;450120;ja\n", "budget+kostra_weight", 3),
        (
            "4601",
            PAY + "Helse;2025;8;145000;9200;11000;13500;1400;11800\n",
            "fixed+overtime+extra+temporary+agency_cost",
            3,
        ),
        ("4601", CUTS + "2027;220000\n2028;250000\n", "cut", 3),
    ],
)
def test_amounts_under_a_hundredth_of_what_is_spent_per_inhabitant_are_asked_about(
    code: str, content: str, id: str, likely: int, store: OwnStore
) -> None:
    """Bergen spends some 30 milliard: 19 million is no budget of it, in thousands it is one."""
    found = read(store, content, code)
    (question,) = found.questions
    assert found.frame is None and question.id == f"unit:{id}"
    values = [o.value for o in question.options]
    assert float(values[0]) == 10**likely and {"1000", "1"} <= set(values)


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("4601", BUDGET + "Skole;2026;9012345678\nHelse;2026;7450120456\n"),
        ("4601", BUDGET + "Rå skole;2026;31012345\nSandsli skole;2026;28450120\n"),
        ("4601", PAY + "Fana sykehjem;2025;8;1450000;92000;110000;135000;140;118000\n"),
        ("1833", BUDGET + "Skole;2026;98000000\nHelse;2026;112000000\n"),
        ("1833", BUDGET + "Kultur;2026;15400500\nTeknisk;2026;12300200\n"),
        ("1833", MONTH + "Helse;2026;1;600000\n"),
        ("4601", CUTS + "2027;220000000\n2028;250000000\n"),
        ("1833", CUTS + "2027;2000000\n2028;2500000\n"),
        ("1151", CUTS + "2027;200000\n2028;250000\n"),
        ("1151", SECTORS + "Skole;25012345;750120;nei\nHelse;34205870;610020;ja\n"),
    ],
)
def test_amounts_in_kroner_are_not_asked_about(code: str, content: str, store: OwnStore) -> None:
    found = read(store, content, code)
    assert not found.questions and found.frame is not None


HOURS = "Sone;{h};Brukere;Timer\nNord;{v};120;1840\nSør;{v};95;1510\n"
YEAR = "Enhet;År;{h};Budsjett\nHelse;2026;{v};412000000\nSkole;2026;{v};356000000\n"
CARE = (
    "Regnskapsår;{h};Brukergruppe;Tjeneste;Aldersgruppe;Brutto driftsutgifter\n"
    "2025;{v};Andre, i hovedsak eldre;Institusjon, langtid;Alle aldre;90500000\n"
)
ABSENCE = (
    "Enhet;{h};År;Kvartal;Ansatte;Årsverk;Korttidsfravær;Langtidsfravær\n"
    "Solbakken;{v};2025;2;42;24,5;3,9 %;3,3 %\nSelfors;{v};2025;2;31;20,1;2,1 %;5,3 %\n"
)
PUPILS = "Skole;{h};Skoleår;Trinn;Elever\nBåsmo;{v};2025;1;33\nGruben;{v};2025;1;41\n"
MONTHS = "Enhet;År;Måned;{h};Regnskap\nHelse;2026;1;{v};75234500\nSkole;2026;1;{v};62112000\n"
HEALTH = "År;{h};Område;Vanlig funksjon;Beløp\n2025;{v};Legevakt;241;42000000\n"


@pytest.mark.parametrize(
    ("content", "heading", "value", "asked"),
    [
        (HOURS, "Måned", "September", True),
        (HOURS, "Måned", "9", True),
        (HOURS, "Kvartal", "3", True),
        (HOURS, "År", "2025", True),
        (HOURS, "Periode", "01.09.2025-30.09.2025", True),
        (HOURS, "Uke", "36", False),
        (HOURS, "Telledato", "01.10.2025", False),
        (HOURS.replace("Timer", "Timer per uke"), "År", "2025", False),
        (YEAR, "Periode", "202508", True),
        (YEAR, "Måned", "8", True),
        (YEAR, "Tertial", "1. tertial", True),
        (YEAR, "Periode", "jan-aug", True),
        (YEAR, "Periode", "2026", False),
        (YEAR, "Budsjettår", "2026", False),
        (CARE, "Tertial", "1", True),
        (HEALTH, "Måned", "6", True),
        (ABSENCE, "Måned", "April", True),
        (ABSENCE, "Halvår", "1", False),
        (PUPILS, "Måned", "10", False),
        (MONTHS, "Kvartal", "1", False),
        (MONTHS, "Tertial", "1", False),
    ],
)
def test_a_column_of_another_period_than_the_tables_own_is_asked_about(
    content: str, heading: str, value: str, asked: bool, store: OwnStore
) -> None:
    found = read(store, content.format(h=heading, v=value))
    assert [q.id for q in found.questions] == ["rows:kind"] * asked
    assert (found.frame is None) is asked


@pytest.mark.parametrize(("hours", "factor"), [(21_840, 84 / 365), (95_840, 7 / 365), (1_840, 0)])
def test_more_hours_than_a_week_has_are_asked_about(
    hours: int, factor: float, store: OwnStore
) -> None:
    found = read(store, f"Sone;Brukere;Timer levert per uke\nNord;120;{hours}\n")
    assert [q.id for q in found.questions] == ["unit:hours"] * bool(factor)
    for question in found.questions:
        assert float(question.options[0].value) == pytest.approx(factor)
        assert "hver bruker" in question.text


ZONES = "Sone;Brukere;Timer\nNord;120;350\nSør;95;411\n"
GARDENS = (
    "Barnehage;År;Barn 0–2 år;Barn 3–5 år;Årsverk i grunnbemanningen\nSelfors;2025;14;30;9,8\n"
)


@pytest.mark.parametrize(
    ("text", "content", "asked"),
    [
        ("Timer per bruker", ZONES, True),
        ("Timer pr. bruker per uke", ZONES, True),
        ("timer_per_bruker", ZONES, True),
        ("Timer per uke", ZONES, False),
        ("Timer per sone", ZONES, False),
        ("Barn per årsverk", GARDENS, True),
        ("Barn per barnehage", GARDENS, False),
        ("Barn per år", GARDENS, False),
    ],
)
def test_a_title_of_one_column_for_each_of_another_is_asked_about(
    text: str, content: str, asked: bool, store: OwnStore
) -> None:
    for found in (read(store, f"{text}\n\n{content}"), read(store, content, file=f"{text}.csv")):
        assert [q.id for q in found.questions] == ["title:words"] * asked


@pytest.mark.parametrize(
    "rows", ["627315000;0,35;nei 527315000;0,22;ja", "0,4;627315000;nei 0,6;527315000;ja"]
)
def test_amounts_that_all_are_under_a_krone_are_asked_about(rows: str, store: OwnStore) -> None:
    text = SECTORS + "".join(
        f"{name};{row}\n" for name, row in zip(("Helse", "Oppvekst"), rows.split(), strict=True)
    )
    asked = read(store, text, file="sektorrammer.csv").questions
    assert any(q.id.startswith("heading:") and "én krone" in q.text for q in asked), asked


@pytest.mark.parametrize("mark", ["/", ".", "-"])
def test_dates_with_the_month_first_are_asked_about(mark: str, store: OwnStore) -> None:
    heads = "Besøk nr.;Bruker-ID;Sone;Dato;Minutter hos bruker"
    rows = [f"{n};B{n};Nord;09{mark}0{n}{mark}2024;2{n}" for n in range(1, 8)]
    got = read(store, "\n".join([heads, *rows]))
    (question,) = got.questions
    assert question.id == "order:date"
    assert [o.text for o in question.options[:2]] == [
        "01.09.2024 til 07.09.2024",
        "09.01.2024 til 09.07.2024",
    ]
    content = "\n".join([heads, *rows]).encode()
    for answer, month in (("swap", 9), ("keep", 1)):
        said = {"order:date": answer}
        got = read_file(content, "a.csv", code="1833", store=store, answers=said)
        assert got.frame is not None and got.frame["date"][0].month == month
    for days in ([f"0{n}/09/2024" for n in range(1, 8)], [f"2024-0{n}-09" for n in range(1, 8)]):
        rows = [f"{n};B{n};Nord;{day};2{n}" for n, day in enumerate(days, 1)]
        assert not read(store, "\n".join([heads, *rows])).questions
