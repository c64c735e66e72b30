"""Round sums that the order of rows, what is set in and codes give away; and how often in vain."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from veivalg.own.intake import read_file
from veivalg.own.intake.ordered import ordered
from veivalg.own.versions import OwnStore

SCHOOL = {"Oppvekst": 21.0, "Skole": 12.0, "Barnehage": 8.0, "SFO": 1.0}
OTHERS = {"Helse": 30.0, "Teknisk": 15.0, "Kultur": 5.0, "Plan": 2.0, "NAV": 9.0}
GROUPS = {"Oppvekst": 12.0, "Skole": 8.0, "Barnehage": 4.0, "Teknisk": 3.5, "Vei": 2.0, "Vann": 1.5}
CODES = {"1 Oppvekst": 20.0, "10 Skole": 12.0, "11 Barnehage": 7.0, "12 SFO": 1.0}
SET_IN = {n if n == "Oppvekst" else f"  {n}": v for n, v in SCHOOL.items()}
Amounts = dict[str, float]


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def turned(amounts: Amounts) -> Amounts:
    return dict(reversed(amounts.items()))


@pytest.mark.parametrize("months", [1, 2, 3])
@pytest.mark.parametrize(
    ("amounts", "sums"),
    [
        (SCHOOL, {"Oppvekst"}),
        (turned(SCHOOL), {"Oppvekst"}),
        (SET_IN, {"Oppvekst"}),
        (CODES, {"1 Oppvekst"}),
        (GROUPS, {"Oppvekst", "Teknisk"}),
        (turned(GROUPS), {"Oppvekst", "Teknisk"}),
        ({"Oppvekst": 20.1, "Skole": 12.0, "Barnehage": 8.1}, {"Oppvekst"}),
        ({"Oppvekst": 20.2, "Skole": 12.0, "Barnehage": 8.1}, {"Oppvekst"}),
        ({"Oppvekst": 20.0, "Skole": 12.000371, "Barnehage": 7.999622}, {"Oppvekst"}),
        ({"Oppvekst": 0.02, "Skole": 0.012, "Barnehage": 0.008}, {"Oppvekst"}),
        ({"Helse": 30.0, **SCHOOL}, {"Oppvekst"}),
        ({**SCHOOL, "Helse": 30.0, "Teknisk": 15.0}, {"Oppvekst"}),
        ({"Alt": 41.0, **SCHOOL, "Teknisk": 20.0, "Vei": 15.0, "Vann": 5.0},
         {"Alt", "Oppvekst", "Teknisk"}),
        ({"Helse": 30.0, **SET_IN, **OTHERS}, {"Oppvekst"}),
        ({"5 Helse": 30.0, **CODES, "2 Plan": 5.0, "3 NAV": 2.0, "4 IT": 9.0}, {"1 Oppvekst"}),
        ({**SCHOOL, "Oppvekst": 22.0}, set()),
        (OTHERS, set()),
    ],
)  # fmt: skip
def test_a_round_sum_beside_its_parts_is_asked_about(
    amounts: Amounts, sums: set[str], months: int, store: OwnStore
) -> None:
    lines = [
        f"{name};2025;{month};{value * 1e6:.0f}"
        for month in range(1, months + 1)
        for name, value in amounts.items()
    ]
    content = "\n".join(["Enhet;År;Måned;Regnskap (kr)", *lines]).encode()
    said = {"unit:amount": "1"}
    read = read_file(content, "a.csv", code="1833", store=store, answers=said)
    assert {lines[row - 2].partition(";")[0] for q in read.questions for row in q.rows} == sums
    if sums:
        assert [q.id for q in read.questions] == ["rows:repeats"]
        said["rows:repeats"] = "drop"
        read = read_file(content, "a.csv", code="1833", store=store, answers=said)
    left = [v for name, v in amounts.items() if name not in sums]
    assert read.frame is not None
    assert read.frame["amount"].sum() == pytest.approx(months * sum(left) * 1e6)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        *((f"{word} skole", 1) for word in ("herav", "Derav", "hvorav", "herunder", "av dette")),
        *((f"{mark} skole", 1) for mark in ("-", "–", "•")),
        *((name, 1) for name in ("  Skole", "Skole (del av oppvekst)", "Oppvekst - herav skole")),
        *((name, 1) for name in ("Oppvekst: skole", "Oppvekst/skole")),
        *(
            (name, 0)
            for name in ("Skole", "Skole - sentrum", "NAV/skole", "Delta", "Av- og pålessing")
        ),
    ],
)
def test_a_row_that_is_called_a_part_of_the_one_above_is_asked_about(
    name: str, parts: int, store: OwnStore
) -> None:
    named = {"Helse": 98_000_000, "Oppvekst": 112_000_001, name: 70_100_000, "Kultur": 5_300_000}
    lines = [f"{unit};{year};{n + year}" for unit, n in named.items() for year in (2025, 2026)]
    content = "\n".join(["Enhet;År;Budsjett", *lines]).encode()
    read = read_file(content, "a.csv", code="1833", store=store)
    assert [q.id for q in read.questions] == ["rows:repeats"] * parts
    if parts:
        assert read.questions[0].rows == (6, 7)
        assert "70\u202f102\u202f025 av 112\u202f002\u202f026" in read.questions[0].text
    for answer, left in (("drop", 8 - 2 * parts), ("keep", 8)):
        said = {"rows:repeats": answer}
        read = read_file(content, "a.csv", code="1833", store=store, answers=said)
        assert read.frame is not None and read.frame.height == left


@pytest.mark.parametrize(
    "units",
    [
        ("100 Oppvekst", "110 Skole", "120 Barnehage", "200 Helse", "300 Teknisk"),
        ("1000 Oppvekst", "1100 Skole", "1200 Barnehage", "2000 Helse", "3000 Teknisk"),
        ("1 Oppvekst", "1.1 Skole", "1.2 Barnehage", "2 Helse", "3 Teknisk"),
        ("A Oppvekst", "A1 Skole", "A2 Barnehage", "B Helse", "C Teknisk"),
        ("A Oppvekst", "A.1 Skole", "A.2 Barnehage", "B Helse", "C Teknisk"),
        ("Oppvekst", "Skole", "Barnehage", "Helse"),
    ],
)
def test_a_unit_with_others_below_its_code_or_first_in_a_short_list_is_asked_about(
    units: tuple[str, ...], store: OwnStore
) -> None:
    for of, asks in (([200, 120, 80, 90, 55], True), ([210, 120, 80, 90, 55], False)):
        lines = [f"{name};2026;{n}000000" for name, n in zip(units, of, strict=False)]
        content = "\n".join(["Enhet;År;Budsjett", *lines]).encode()
        read = read_file(content, "a.csv", code="1833", store=store)
        assert [(q.id, q.rows) for q in read.questions] == [("rows:repeats", (2,))] * asks


def test_groups_of_kindergartens_are_asked_about_and_names_with_the_word_are_not(
    store: OwnStore,
) -> None:
    rows = ["Solbakken;2025;18;36", "Elva;2025;9;27", "Leir;2025;11;20", "Fjell;2025;8;13"]
    heads = "Barnehage;År;Barn 0–2 år;Barn 3–5 år"
    for more, at in (
        (["Kommunale barnehager;2025;27;63", "Private;2025;19;33"], (6, 7)),
        (["Kommunal barnehage Sør;2025;26;61", "Elva private barnehage;2025;19;30"], ()),
    ):
        content = "\n".join([heads, *rows, *more]).encode()
        read = read_file(content, "a.csv", code="1833", store=store)
        assert [q.rows for q in read.questions] == [at] * bool(at)


def test_names_below_a_heading_of_their_own_are_no_parts(store: OwnStore) -> None:
    lines = ["Enhet;År;Budsjett", "Helse;2026;98000000", "Oppvekst;;", "  Skole;2026;70100000"]
    lines += ["  Barnehage;2026;30200000", "Kultur;2026;5300000"]
    read = read_file("\n".join(lines).encode(), "a.csv", code="1833", store=store)
    assert "rows:repeats" not in [q.id for q in read.questions]


@pytest.mark.parametrize("heading", ["Overordnet enhet", "Tilhører"])
def test_a_row_that_others_are_under_by_a_column_is_asked_about(
    heading: str, store: OwnStore
) -> None:
    lines = [f"Enhet;{heading};År;Budsjett", "Oppvekst;;2026;112000000", "Helse;;2026;98000000"]
    lines += ["Skole;Oppvekst;2026;70100000", "Kultur;;2026;5300000"]
    read = read_file("\n".join(lines).encode(), "a.csv", code="1833", store=store)
    asked = {q.id: q for q in read.questions}
    assert asked["rows:repeats"].rows == (2,)


@pytest.mark.parametrize("rows", [5, 8, 12, 20])
def test_round_budgets_without_sums_are_seldom_asked_about(rows: int) -> None:
    random, every = np.random.default_rng(rows), np.ones(rows, dtype=np.bool_)
    lists = [random.integers(1, 41, rows) * 5e5 for _ in range(100)]
    asked = [bool(ordered(amounts[:, None, None], every, every, [])) for amounts in lists]
    assert sum(asked) <= 10


def test_a_mean_that_the_table_itself_has_a_column_for_is_not_asked_about(store: OwnStore) -> None:
    heads = "Regnskapsår;Kommune;Snitt;Brukergruppe;Tjeneste;Aldersgruppe;"
    heads += "Brutto per innbygger i målgruppen"
    for mean, asks in (("Ja", False), ("Nei", True)):
        rows = [("Halden", "Nei", 5030), ("Moss", "Nei", 4874), ("Snitt", mean, 4952)]
        of = "Andre, i hovedsak eldre;Institusjon, langtid;Alle aldre"
        lines = [f"2023;{place};{is_mean};{of};{n}" for place, is_mean, n in rows]
        content = "\n".join([heads, *lines]).encode()
        read = read_file(content, "a.csv", code="1833", store=store)
        assert bool(read.questions) is asks and (read.frame is None) is asks
