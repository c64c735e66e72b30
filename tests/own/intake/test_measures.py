"""Figures of something else than they are read as: so far this year, of a budget, of two kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore

HEADS = "Enhet;År;Måned;Regnskap"
MONTHS = {"Helse": (3_100_000, 2_900_100, 3_050_000, 3_300_000), "Skole": (5, 5.1, 4.8, 5.2)}


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(store: OwnStore, lines: list[str], answers: dict[str, str] | None = None) -> Intake:
    content = "\n".join(lines).encode()
    return read_file(content, "a.csv", code="0099", store=store, answers=answers)


def accounts(heading: str, *, so_far: bool, first: int = 1) -> list[str]:
    lines = [f"Enhet;År;Måned;{heading}"]
    for unit, values in {
        "Helse": MONTHS["Helse"],
        "Skole": (5_000_000, 5_100_000, 4_800_000),
    }.items():
        amount = 0
        for month, value in enumerate(values, first):
            amount = amount + value if so_far else value
            lines.append(f"{unit};2026;{month};{amount}")
    return lines


HELSE, SKOLE = list(MONTHS["Helse"]), [5_000_000, 5_100_000, 4_800_000]


@pytest.mark.parametrize(
    "heading", ["Regnskap (hittil i år)", "Regnskap (akk.)", "Beløp (jan–apr)"]
)
def test_amounts_so_far_this_year_are_asked_about_and_split(heading: str, store: OwnStore) -> None:
    lines = accounts(heading, so_far=True)
    asked = read(store, lines)
    assert [q.id for q in asked.questions] == ["period:amount"] and asked.frame is None
    assert [o.value for o in asked.questions[0].options] == ["year", "month"]
    assert "2\u202f900\u202f100 kr" in asked.questions[0].options[0].text
    split = read(store, lines, {"period:amount": "year"})
    assert split.frame is not None and split.frame["amount"].to_list() == HELSE + SKOLE
    whole = read(store, lines, {"period:amount": "month"})
    assert whole.frame is not None and whole.frame["amount"][1] == 6_000_100
    january = [line for n, line in enumerate(lines) if not n or ";1;" in line]
    assert not read(store, january).questions, "in January it is the same"


def test_amounts_that_only_grow_are_asked_about_and_others_are_not(store: OwnStore) -> None:
    assert [q.id for q in read(store, accounts("Regnskap", so_far=True)).questions] == [
        "period:amount"
    ]
    assert not read(store, accounts("Regnskap", so_far=False)).questions


def test_a_title_tells_too_and_what_can_not_be_split_is_not_offered(store: OwnStore) -> None:
    lines = ["Regnskap hittil i år;;;", *accounts("Regnskap", so_far=True, first=3)]
    question = read(store, lines).questions[0]
    assert question.id == "period:amount" and [o.value for o in question.options] == ["no", "month"]
    assert "mangler måneder" in question.text


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("Regnskap (budsjett)", True),
        ("Regnskap (2024)", True),
        ("Regnskap (i fjor)", True),
        ("Netto (avvik)", True),
        ("Regnskap (2026)", False),
        ("Beløp (regnskap)", False),
        ("Regnskap (kr)", False),
        ("Regnskap (uten mva.)", True),
        ("Regnskap (inkl. mva)", True),
        ("Regnskap ekskl. mva", True),
        ("Brutto regnskap", True),
        ("Regnskap (brutto)", True),
        ("Regnskap (netto)", False),
        ("Regnskap netto", False),
        ("Regnskap (hovedbok)", False),
    ],
)
def test_a_heading_of_another_measure_or_year_is_asked_about(
    heading: str, asked: bool, store: OwnStore
) -> None:
    lines = accounts(heading, so_far=False)
    assert [q.id for q in read(store, lines).questions] == ["heading:amount"] * asked
    if asked:
        assert read(store, lines, {"heading:amount": "yes"}).frame is not None


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("Regnskap 2026", []),
        ("2026 Regnskap", []),
        ("Regnskap i tus.", []),
        ("Regnskap 2025", ["heading:amount"]),
        ("Regnskap per mars", ["period:amount"]),
        ("Regnskap pr. 31.03.2026", ["period:amount"]),
        ("Regnskap hiå", ["period:amount"]),
        ("Regnskap hittil i år", ["period:amount"]),
        ("Regnskap jan–mars i 1000 kr", ["period:amount"]),
    ],
)
def test_a_heading_is_known_with_its_year_or_period_behind_it(
    heading: str, asked: list[str], store: OwnStore
) -> None:
    got = read(store, accounts(heading, so_far=False))
    assert not got.errors and [q.id for q in got.questions] == asked
    if heading == "Regnskap i tus.":
        assert got.frame is not None and got.frame["amount"][0] == 3_100_000_000


def test_a_full_heading_goes_before_one_with_a_year_and_two_years_are_asked_about(
    store: OwnStore,
) -> None:
    heads = "Enhet;År;Måned;{0};{1}"
    for first, second in (("Regnskap", "Regnskap 2025"), ("Regnskap 2025", "Regnskap")):
        lines = [heads.format(first, second), "Helse;2026;1;3100000;2900000"]
        got = read(store, lines)
        assert got.frame is not None and got.unused == ("Regnskap 2025",)
        assert got.frame["amount"][0] == (3_100_000 if first == "Regnskap" else 2_900_000)
    got = read(store, [heads.format("Regnskap 2026", "Regnskap 2025"), "Helse;2026;1;3100000;1"])
    assert got.errors and any("både i kolonne D og E" in f.wrong for f in got.findings)
    assert [q.id for q in got.questions] == ["heading:amount"]


def test_amounts_of_a_year_so_far_are_asked_about_where_there_are_no_months(
    store: OwnStore,
) -> None:
    for heading in ("Budsjett per mars", "Budsjett (per mars)", "Revidert budsjett hiå"):
        lines = [f"Enhet;År;{heading}", "Helse;2026;98000000", "Skole;2026;110000000"]
        assert [q.id for q in read(store, lines).questions] == ["heading:budget"]
    counts = ["Skole;År;Trinn;Elever per 1. oktober", "Nord;2026;1;33"]
    got = read(store, counts)
    assert got.frame is not None and not got.questions, "a count is of a day"


def test_the_year_of_the_headings_is_that_of_the_rows_when_there_is_no_other(
    store: OwnStore,
) -> None:
    lines = ["Enhet;Måned;Regnskap 2024", "Helse;1;3100000", "", "Skole;1;2900000", "Kilde: KS"]
    asked = read(store, lines)
    assert [q.id for q in asked.questions] == ["heading:year"] and not asked.errors
    got = read(store, lines, {"heading:year": "2024"})
    assert got.frame is not None and got.frame["year"].to_list() == [2024, 2024]
    assert got.frame["unit"].to_list() == ["Helse", "Skole"]
    no = read(store, lines, {"heading:year": "no"})
    assert no.frame is None and any("«År» mangler" in f.wrong for f in no.findings)


TYPED = ["Enhet;År;Måned;Type;Beløp", "Helse;2026;1;Regnskap;3100000", "Skole;2026;1;{0};5200000"]


@pytest.mark.parametrize(
    ("kind", "more", "asked"),
    [
        ("Budsjett", [], ["Regnskap", "Budsjett", "alle"]),
        ("Regnskap", [], []),
        ("Regnskap", ["Helse;2026;1;Rev. budsjett;3000000"], ["Regnskap", "Rev. budsjett", "alle"]),
        ("B", ["Skole;2026;1;R;5100000"], ["Regnskap", "B", "R", "alle"]),
    ],
)
def test_a_column_of_kinds_that_is_not_read_is_asked_about(
    kind: str, more: list[str], asked: list[str], store: OwnStore
) -> None:
    lines = [line.format(kind) for line in TYPED] + more
    first = read(store, lines)
    held = [[o.value for o in q.options] for q in first.questions if q.id == "rows:kind"]
    assert held == ([asked] if asked else []) and not first.errors
    if asked:
        said = read(store, lines, {"rows:kind": "Regnskap"})
        assert said.frame is not None and set(said.frame["unit"]) == (
            {"Helse"} if kind != "Regnskap" else {"Helse", "Skole"}
        )
        assert any("ikke tatt med" in f.wrong for f in said.findings)


def test_a_sheet_without_figures_or_with_none_of_the_columns_is_no_fault(store: OwnStore) -> None:
    for lines in (["Foo;Bar", "1;2"], ["Enhet;År;Måned;Type;Beløp"], ["Enhet;År", ";"]):
        content = "\n".join(lines).encode()
        for table in ("home_care_totals", "monthly_accounts"):
            got = read_file(content, "a.csv", code="0099", store=store, table=table)
            assert got.frame is None and got.errors


def test_years_of_a_table_without_years_are_kinds_and_remarks_are_none(store: OwnStore) -> None:
    lines = ["Sone;År;Brukere;Timer levert per uke"]
    lines += [f"{z};{y};{40 + n};{400 + y % 9}" for n, z in enumerate("ABC") for y in (2024, 2025)]
    question = next(q for q in read(store, lines).questions if q.id == "rows:kind")
    assert [o.value for o in question.options] == ["2025", "2024", "alle"]
    lines = [f"{line};{'Merknad' if not n else 'justert' if n == 2 else ''}" for n, line in
             enumerate(accounts("Regnskap", so_far=False))]  # fmt: skip
    assert not read(store, lines).questions


@pytest.mark.parametrize(
    "units",
    [
        {"Helse": [30, 61, 90, 121], "Oppvekst": [25, 51, 74, 99], "Kultur": [2, 4, 3.9, 6]},
        {"Helse": [30, 60, 90], "Oppvekst": [25, 51, 76], "Kirken": [5, 5, 5]},
        {"Helse": [30.1, 60.4], "Oppvekst": [25, 49.6], "Teknisk": [9, 18.2]},
        {"Helse": [30, 60, 90, 85, 120], "Oppvekst": [25, 50, 75, 72, 100]},
    ],
)
def test_sums_so_far_are_asked_about_also_where_one_unit_stands_still(
    units: dict[str, list[float]], store: OwnStore
) -> None:
    rows = [
        f"{unit};2026;{month};{amount * 1_000_000:.0f}"
        for unit, held in units.items()
        for month, amount in enumerate(held, 1)
    ]
    text = "\n".join(["Enhet;År;Måned;Regnskap", *rows])
    read = read_file(text.encode(), "Regnskap.csv", code="1833", store=store)
    assert "period:amount" in [q.id for q in read.questions]


def test_months_that_are_alike_are_no_sums_so_far(store: OwnStore) -> None:
    for held in ([30, 31, 29, 30], [30, 31, 32, 33], [30, 41], [30, 33, 36]):
        rows = [
            f"{unit};2026;{month};{size * amount * 1_000_123:.0f}"
            for unit, size in (("Helse", 1), ("Oppvekst", 0.8), ("Kultur", 0.1))
            for month, amount in enumerate(held, 1)
        ]
        text = "\n".join(["Enhet;År;Måned;Regnskap", *rows])
        assert not read_file(text.encode(), "Regnskap.csv", code="1833", store=store).questions


def test_months_to_come_that_are_all_noughts_are_asked_about(store: OwnStore) -> None:
    rows = [
        f"{unit};2025;{month};{0 if month > 4 else n + month * 777}"
        for unit, n in (("Oppvekst", 3_437_855), ("Helse", 4_661_231))
        for month in range(1, 13)
    ]
    got = read(store, [HEADS, *rows])
    (question,) = got.questions
    assert question.id == "rows:later" and len(question.rows) == 16 and got.frame is None
    assert "måned 5 i 2025 til måned 12 i 2025" in question.text
    for answer, left in (("drop", 8), ("keep", 24)):
        got = read(store, [HEADS, *rows], {"rows:later": answer})
        assert got.frame is not None and got.frame.height == left
    one = [row.replace(";0", ";120") if row.startswith("Helse;2025;12") else row for row in rows]
    assert "rows:later" not in {q.id for q in read(store, [HEADS, *one]).questions}


def test_accounts_of_a_year_to_come_are_asked_about(store: OwnStore) -> None:
    rows = ["Helse;2099;1;3437855", "Helse;2099;2;3511902"]
    got = read(store, [HEADS, *rows])
    assert [q.id for q in got.questions] == ["rows:ahead"]
    assert read(store, [HEADS, *rows], {"rows:ahead": "keep"}).frame is not None


@pytest.mark.parametrize("way", ["Timer 2024", "Timer i 2024", "Timer for 2024"])
def test_hours_of_a_year_are_asked_about(way: str, store: OwnStore) -> None:
    for heading, asks in (("Timer", True), ("Timer levert per uke", False)):
        lines = [way, "", f"Sone;Brukere;{heading}", "Nord;120;420", "Sør;100;400"]
        got = read(store, lines)
        assert ("unit:hours" in {q.id for q in got.questions}) is asks


def test_more_posts_than_people_are_told_of(store: OwnStore) -> None:
    heads = "Enhet;År;Kvartal;Ansatte;Årsverk;Korttidsfravær;Langtidsfravær"
    got = read(store, [heads, "Skole;2025;1;42;84,5;2,1 %;6,1 %", "Helse;2025;1;62;44;2 %;5 %"])
    assert got.frame is not None
    assert [f.row for f in got.findings if "flere årsverk enn ansatte" in f.wrong] == [2]


CARE = "Regnskapsår;Brukergruppe;Tjeneste;Aldersgruppe;Brutto driftsutgifter;Netto driftsutgifter;"
CARE_ROW = "2024;Andre, i hovedsak eldre;Institusjon, langtid;Alle aldre;"
PLAN = "Enhet;Type;Plasser;Vakt;På vakt mandag–fredag;På vakt lørdag–søndag;"
IPLOS = "Hjemmetjenester;80 år og eldre;{};{}", "Langtidsopphold;80 år og eldre;{};{}"
ODD = [
    (f"{CARE}Volum;Måleenhet", CARE_ROW, "270513000;251034000;196;plasser",
     "251034000;270513000;196;plasser"),
    (f"{CARE}Volum;Måleenhet", CARE_ROW, "270513000;251034000;196;plasser",
     "270513000;251034000;71540;plasser"),
    ("Sektor;Budsjett i basisåret;KOSTRA-vekt;Tar avrundingen", "Helse;", "627315000;18667000;ja",
     "627315000;3,1;ja"),
    ("Enhet;År;Revidert budsjett;Lederens prognose", "Skole;2025;", "91234567;92500111",
     "91234567;1265544"),
    (f"{HEADS};Variabel lønn", "Helse;2025;1;", "3437855;310222", "3437855;9310222"),
    ("Barnehage;År;Barn 0–2 år;Barn 3–5 år;Leke- og oppholdsareal", "Elva;2025;", "9;27;240,5",
     "9;27;5,3"),
    (f"{PLAN}Betalte timer per vakt;Timer per uke i full stilling",
     "Solbakken;vanlig langtid;24;dag;", "6;5;7,5;35,5", "30;10;7,5;35,5"),
    ("Vakt nr.;Ansatt-ID;Enhet;Dato;Fra;Til;Type", "1;A1;Sol;06.01.2025;", "07:30;15:00;ordinær",
     "07:30;07:30;ordinær"),
]  # fmt: skip


@pytest.mark.parametrize(("heads", "row", "right", "odd"), ODD)
def test_figures_that_do_not_fit_each_other_are_asked_about(
    heads: str, row: str, right: str, odd: str, store: OwnStore
) -> None:
    assert read(store, [heads, row + right]).frame is not None
    got = read(store, [heads, row + odd])
    assert [q.id for q in got.questions] == ["rows:unlikely"] and got.frame is None
    assert got.questions[0].rows == (2,) and "(rad 2)" in got.questions[0].text
    assert read(store, [heads, row + odd], {"rows:unlikely": "keep"}).frame is not None
    got = read(store, [heads, row + odd], {"rows:unlikely": "no"})
    assert got.frame is None and [f.row for f in got.findings if not f.warning] == [2]


def test_users_that_come_to_a_hundred_everywhere_are_asked_about(store: OwnStore) -> None:
    parts = ("Noe eller avgrenset", "Middels til stort", "Omfattende")
    heads = "Tjeneste;Aldersgruppe;Bistandsbehov;Brukere"
    for last, asks in ((80, True), (81, False)):
        counts = ((40, 35, 25), (5, 15, last))
        rows = [of.format(*pair) for of, n in zip(IPLOS, counts, strict=True)
                for pair in zip(parts, n, strict=True)]  # fmt: skip
        assert bool(read(store, [heads, *rows]).questions) is asks


def test_amounts_that_all_are_under_nought_are_asked_about_and_turned(store: OwnStore) -> None:
    lines = ["Sektor;Tiltak;År;Innsparing", "Oppvekst;Skole;2027;-2500000", "Helse;Hjem;2027;-3e6"]
    (question,) = read(store, lines).questions
    assert question.id == "sign:amount" and "Oppvekst: 2\u202f500\u202f000 kr" in (
        question.options[0].text
    )
    for answer, sum_ in (("turn", 5_500_000), ("keep", -5_500_000)):
        got = read(store, lines, {"sign:amount": answer})
        assert got.frame is not None and got.frame["amount"].sum() == sum_
    lines[2] = lines[2].replace("-", "")
    assert not read(store, lines).questions, "one that costs more stands among savings"


def test_a_file_of_december_alone_is_asked_about_once(store: OwnStore) -> None:
    heads = "Enhet;År;Måned;Fast lønn;Overtid;Ekstrahjelp;Vikarer;Timer fra byrå;Innleie fra byrå"
    for month, asks in ((12, ["period:fixed"]), (11, [])):
        rows = [f"{u};2025;{month};1745131{u};41233;55120;61033;142;98211" for u in (1, 2)]
        assert [q.id for q in read(store, [heads, *rows]).questions] == asks
