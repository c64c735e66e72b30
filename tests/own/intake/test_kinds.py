"""Rows that are not the table's own: of another municipality, of another kind, or parts of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from veivalg.own.intake import Intake, read_file
from veivalg.own.versions import OwnStore

ACCOUNTS = "Enhet;År;Måned;Beløp"
VISITS = "Besøk nr.;Bruker-ID;Sone;Dato;Varighet"
PUPILS = "Skole;Skoleår;Trinn;Elever"
ZONES = "Sone;Brukere;Timer"


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(store: OwnStore, lines: list[str], answers: dict[str, str] | None = None) -> Intake:
    content = "\n".join(lines).encode()
    return read_file(content, "a.csv", code="1833", store=store, answers=answers)


def asked(got: Intake) -> dict[str, list[str]]:
    return {q.id: [o.value for o in q.options] for q in got.questions}


def ledger(*rows: str, heads: str = "Konto") -> list[str]:
    return [f"Ansvar;År;Periode;{heads};Beløp", *rows]


@pytest.mark.parametrize("place", ["Rana", "1833 Rana", "Rana kommune", "K-1833", "1833"])
@pytest.mark.parametrize("heading", ["Kommune", "Komm.nr", "Kommunenavn"])
def test_rows_of_another_municipality_are_asked_about(
    place: str, heading: str, store: OwnStore
) -> None:
    own = [f"{PUPILS};{heading}", f"Båsmo;2025;1;17;{place}"]
    lines = [*own, "Skjerstad;2025;2;16;1804 Bodø"]
    assert read(store, own).frame is not None
    assert asked(read(store, lines)) == {"rows:place": ["own", "alle"]}
    got = read(store, lines, {"rows:place": "own"})
    assert got.frame is not None and got.frame["school"].to_list() == ["Båsmo"]
    assert any("annen kommune" in f.wrong and f.row == 3 for f in got.findings)
    every = read(store, lines, {"rows:place": "alle"})
    assert every.frame is not None and every.frame.height == 2


@pytest.mark.parametrize("blank", [(0,), (1,), (0, 1)])
def test_parts_without_an_amount_are_no_fault_of_ours(
    blank: tuple[int, ...], store: OwnStore
) -> None:
    amounts = ["" if n in blank else "12000371" for n in range(3)]
    kinds = ["1010", "1700", "1010"]
    rows = [
        f"A;2025;{1 + n // 2};{k};{v}" for n, (k, v) in enumerate(zip(kinds, amounts, strict=True))
    ]
    for heading in ("Konto", "Kjønn"):
        got = read(store, ledger(*rows, heads=heading))
        assert got.frame is None and (got.questions or got.errors)


@pytest.mark.parametrize("heading", ["Område", "Virksomhetsområde", "Enhetskommune", "Sted"])
def test_an_area_that_is_another_municipality_is_asked_about(heading: str, store: OwnStore) -> None:
    for place, asks in (("Hemnes", True), ("Sentrum", False)):
        lines = [f"Enhet;{heading};År;Måned;Beløp", f"A;{place};2025;1;12000371"]
        assert ("rows:place" in asked(read(store, lines))) is asks


def test_a_file_all_of_another_municipality_is_refused(store: OwnStore) -> None:
    got = read(store, [f"Kommune;{ZONES}", "Bodø;Nord;120;420", "Bodø;Sør;100;400"])
    assert got.frame is None and got.errors and not got.questions
    assert any("for Bodø, ikke Rana" in f.wrong for f in got.findings)
    beside = ["År;Kommune;Brukergruppe;Tjeneste;Alder;Kroner per innbygger"]
    beside += ["2023;Bodø;Andre, i hovedsak eldre;Hjemmesykepleie;Alle aldre;9000"]
    compared = read_file("\n".join(beside).encode(), "a.csv", code="1833", store=store,
                         table="care_cost_references")  # fmt: skip
    assert not any("ikke Rana" in f.wrong for f in compared.findings)


@pytest.mark.parametrize(
    ("title", "asks"),
    [
        ("Bodø kommune", True),
        ("Hjemmetjenesten i Bodø kommune uke 40", True),
        ("Kommunenr: 1804", True),
        ("Kommune;Bodø", True),
        ("Rana kommune", False),
        ("Kommunenr. 1833", False),
        ("Rana kommune, levert fra Bodø kommune", False),
        ("Timer per uke", False),
        ("Hele kommune 2025", False),
        ("Kommune: 1804 Bodø", True),
        ("Kommunen som helhet", False),
        ("Kommunen er oppgitt", False),
    ],
)
def test_a_title_of_another_municipality_is_asked_about(
    title: str, asks: bool, store: OwnStore
) -> None:
    lines = [title, "", ZONES, "Nord;120;420", "Sør;100;400"]
    assert asked(read(store, lines)) == ({"rows:title": ["yes", "no"]} if asks else {})
    if asks:
        assert read(store, lines, {"rows:title": "yes"}).frame is not None
        assert read(store, lines, {"rows:title": "no"}).errors


def test_a_word_before_kommune_that_is_no_place_is_no_other_municipality(store: OwnStore) -> None:
    lines = ["Ingen kommune er nevnt", "", ZONES, "Nord;120;420", "Sør;100;400"]
    assert [*asked(read(store, lines))] == ["title:words"]


def visits(heading: str, *kinds: str) -> list[str]:
    rows = [f"{n};B{n};Nord;23.09.2024;25;{kind}" for n, kind in enumerate(kinds, 1)]
    return [f"{VISITS};{heading}", *rows]


@pytest.mark.parametrize(
    ("lines", "kinds", "kept"),
    [
        (visits("Status", "Utført", "Avlyst", "Utført"), ["Utført", "Avlyst"], 2),
        (visits("Status", "Ikke utført", "Utført"), ["Utført", "Ikke utført"], 1),
        (visits("Type", "Reise", "Besøk"), ["Besøk", "Reise"], 1),
        ([f"{ACCOUNTS};Valuta", "A;2025;1;12000000;NOK", "A;2025;2;12000;EUR"], ["NOK", "EUR"], 1),
        ([f"{PUPILS};Kjønn", "B;2025;1;17;G", "B;2025;2;16;G"], ["G"], 2),
    ],
)
def test_a_column_of_known_kinds_is_asked_about(
    lines: list[str], kinds: list[str], kept: int, store: OwnStore
) -> None:
    assert asked(read(store, lines)) == {"rows:kind": [*kinds, "alle"]}
    got = read(store, lines, {"rows:kind": kinds[0]})
    assert got.frame is not None and got.frame.height == kept


@pytest.mark.parametrize(
    "lines",
    [
        visits("Status", "Utført", "Utført"),
        visits("Type", "Besøk", "Besøk"),
        visits("Merknad", "", "Reise sammen med B2", ""),
        visits("Merknad", "Pause", "Opplæring"),
        visits("Utført av", "Kari", "Ola", "K"),
        [f"{ACCOUNTS};Valuta", "A;2025;1;12000000;NOK"],
        [f"{ACCOUNTS};D/K", "A;2025;1;12000000;D", "A;2025;2;-1200000;K"],
    ],
)
def test_kinds_that_are_the_tables_own_are_not_asked_about(
    lines: list[str], store: OwnStore
) -> None:
    got = read(store, lines)
    assert not got.questions and got.frame is not None


@pytest.mark.parametrize(
    ("heading", "more", "less"), [("D/K", "D", "K"), ("Type", "Utgift", "Inntekt")]
)
def test_credit_and_income_without_their_sign_are_taken_away(
    heading: str, more: str, less: str, store: OwnStore
) -> None:
    lines = [f"{ACCOUNTS};{heading}", f"A;2025;1;12000000;{more}", f"A;2025;2;1200000;{less}"]
    first = read(store, lines)
    assert asked(first) == {"rows:sign": ["minus", more, less, "alle"]}
    assert "10\u202f800\u202f000" in first.questions[0].options[0].text
    got = read(store, lines, {"rows:sign": "minus"})
    assert got.frame is not None and got.frame["amount"].to_list() == [12_000_000, -1_200_000]
    only = read(store, lines, {"rows:sign": more})
    assert only.frame is not None and only.frame["amount"].to_list() == [12_000_000]


def test_accounts_of_a_unit_and_a_month_are_added_up(store: OwnStore) -> None:
    lines = ledger(
        "3100;2025;1;10100;12001371", "3200;2025;1;10100;13201371", "3100;2025;1;10200;1201371"
    )
    first = read(store, lines)
    assert asked(first) == {"rows:kind": ["sum", "10100", "10200"]} and not first.errors
    assert "13\u202f202\u202f742" in first.questions[0].options[0].text
    got = read(store, lines, {"rows:kind": "sum"})
    assert got.frame is not None
    assert got.frame.select("unit", "amount").rows() == [("3100", 13_202_742), ("3200", 13_201_371)]


def test_a_ledger_of_many_accounts_and_credit_is_added_up(store: OwnStore) -> None:
    rows = [f"3100;2025;1;{10_000 + n};K;{1_000 + n}" for n in range(3)]
    rows += [f"3100;2025;{m};{10_010 + n};D;{300_000 + n}" for m in (1, 2) for n in range(9)]
    lines = ledger(*rows, heads="Konto;D/K")
    assert asked(read(store, lines)) == {
        "rows:sign": ["minus", "K", "D", "alle"],
        "rows:sum": ["sum", "no"],
    }
    got = read(store, lines, {"rows:sign": "minus", "rows:sum": "sum"})
    assert got.frame is not None
    assert got.frame["amount"].to_list() == [2_700_036 - 3_003, 2_700_036]
    assert read(store, lines, {"rows:sign": "minus", "rows:sum": "no"}).errors


def test_pupils_of_both_sexes_are_added_up(store: OwnStore) -> None:
    lines = [f"{PUPILS};Kjønn", "B;2025;1;17;G", "B;2025;1;16;J", "B;2025;2;9;G", "B;2025;2;8;J"]
    assert "sum" in asked(read(store, lines))["rows:kind"]
    got = read(store, lines, {"rows:kind": "sum"})
    assert got.frame is not None and got.frame["pupils"].to_list() == [33, 17]


@pytest.mark.parametrize(
    ("heads", "rows"),
    [
        ("Konto", ["3100;2025;1;10100;12", "3100;2025;1;10100;12"]),  # nothing tells them apart
        ("Konto", ["3100;2025;1;10100;12", "3100;2025;1;;30"]),  # a total may be what has none
        # A total among the accounts.
        ("Konto", [f"3100;2025;1;{k};{v}" for k, v in (("1", 9), ("2", 8), ("3", 17))]),
        ("Konto", ["3100;2025;1;10100;tolv", "3100;2025;1;10200;30"]),
        ("Konto", [f"3100;2025;1;{n}{n};{n}" for n in range(7)] + ["3100;2025;1;0;21"]),
    ],
)
def test_what_may_be_no_parts_is_not_added_up(heads: str, rows: list[str], store: OwnStore) -> None:
    got = read(store, ledger(*rows, heads=heads))
    assert got.frame is None
    assert not any("sum" in values for values in asked(got).values())


def test_a_column_that_differs_and_is_no_amount_is_not_added_up(store: OwnStore) -> None:
    head = "Enhet;År;Måned;Konto;Fast lønn;Timer fra byrå"
    rows = [f"A;2025;1;{n}0{n};{n}000;{n}5" for n in range(1, 9)]
    got = read_file("\n".join([head, *rows]).encode(), "a.csv", code="1833", store=store,
                    table="staff_pay")  # fmt: skip
    assert got.frame is None and not any("sum" in v for v in asked(got).values())
