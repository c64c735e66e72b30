"""What stands in, over or below a heading, that may make the column another than the field."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from veivalg.own.intake import Intake, read_file
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore

MONTHS = [["Oppvekst", 2025, m, 12_000_000 + m, 12_100_000 + m] for m in (1, 2, 3)]


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(
    store: OwnStore,
    content: str | bytes,
    answers: dict[str, str] | None = None,
    name: str = "a.csv",
) -> Intake:
    held = content.encode() if isinstance(content, str) else content
    return read_file(held, name, code="0099", store=store, answers=answers)


def workbook(
    heads: list[list[str | None]],
    rows: list[list[object]],
    *merges: tuple[int, int, int, int, str],
    sheet: str = "Ark1",
) -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for i, row in enumerate([*heads, *rows]):
            page.write_row(i, 0, row)
        for merge in merges:
            page.merge_range(*merge)
    return held.getvalue()


def asked(got: Intake) -> list[str]:
    return [q.id for q in got.questions]


@pytest.mark.parametrize(
    ("heads", "row", "ids"),
    [
        ("Skole;Skoleår;Trinn;Elever (kun gutter)", "Nord;2025;1;17", ["pupils"]),
        ("Skole;Skoleår;Trinn;Elever [med vedtak]", "Nord;2025;1;17", ["pupils"]),
        ("Skole;Skoleår (sluttår);Trinn;Elever", "Nord;2025;1;17", ["year"]),
        ("Skole;Skoleår;Trinn;Elever (1.–4. trinn)", "Nord;2025;1;17", ["pupils"]),
        ("Skole (tidligere);Skoleår;Trinn;Elever", "Nord;2025;1;17", ["school"]),
        ("Enhet;År;Måned;Regnskap (inntekter)", "Nord;2025;1;8000000", ["amount"]),
        ("Enhet;År;Måned;Regnskap (snitt siste 12 mnd)", "Nord;2025;1;8000000", ["amount"]),
        ("Enhet;År;Måned;Regnskap (inntekter i 1000 kr)", "Nord;2025;1;1700", ["amount"]),
        (
            "Barnehage;År;Barn 0–2 år (ventende);Barn 3–5 år (ventende)",
            "Sol;2025;8;6",
            ["under_three", "over_three"],
        ),
        ("Enhet;År;Måned;Regnskap (B2025)", "Nord;2025;1;8000000", ["amount"]),
        ("Sone;Brukere;Timer (september)", "Nord;120;1680", ["hours"]),
    ],
)
def test_what_is_not_known_in_brackets_is_asked_about(
    heads: str, row: str, ids: list[str], store: OwnStore
) -> None:
    got = read(store, f"{heads}\n{row}\n")
    assert asked(got) == [f"heading:{name}" for name in ids] and not got.errors
    answers = {f"heading:{name}": "yes" for name in ids}
    assert read(store, f"{heads}\n{row}\n", answers).frame is not None
    assert read(store, f"{heads}\n{row}\n", dict.fromkeys(answers, "no")).errors


def test_what_a_visit_is_of_is_asked_about_without_showing_it(store: OwnStore) -> None:
    heads = "Besøk nr.;Bruker-ID;Sone;Besøksdato (planlagt);Minutter;Vedtakstid;Alder (måneder)"
    got = read(
        store, f"{heads}\n1;B-17;Nord;2025-09-01;25;30;71\n2;B-18;Nord;2025-09-01;35;30;81\n"
    )
    assert asked(got) == ["heading:date", "heading:age"]
    assert "2025" not in got.questions[0].options[0].text


@pytest.mark.parametrize(
    "heads",
    [
        "Skole (navn);Skoleår (startår);Trinn (1–10);Elever (antall)",
        "Skole (tekst);Skoleår (åååå);Trinn (nr.);Elever (stk.)",
        "Skole*;Skoleår (f.eks. 2025);Trinn;Elever (i alt)",
        "Enhet (T);År;Trinn;Antall elever (GSI)",
        "Enhet;År;Trinn;Elever (elever)",
        "Enhet (kode);År (må fylles ut);Trinn;Elever (per 1. oktober)",
    ],
)
def test_what_makes_no_difference_in_brackets_is_not_asked_about(
    heads: str, store: OwnStore
) -> None:
    got = read(store, f"{heads}\nNord;2025;1;17\nSør;2025;1;19\n")
    assert not got.questions and got.frame is not None


def test_no_heading_of_a_table_with_its_unit_or_another_name_is_asked_about(
    store: OwnStore,
) -> None:
    for table in own_tables().values():
        fields = table.own_fields()
        for n in (0, 1):
            heads = [f"{f.title} ({(f.unit or 'tekst', *f.aliases)[-n]})" for f in fields]
            if any("andel" in h for h in heads):
                continue
            row = ";".join(f.example for f in fields)
            got = read_file(
                f"{';'.join(heads)}\n{row}\n".encode(),
                "a.csv",
                code="0099",
                store=store,
                table=table.name,
            )
            assert not [q for q in asked(got) if q.startswith("heading:")], heads


def test_a_second_row_of_headings_is_read_with_the_first(store: OwnStore) -> None:
    heads: list[list[str | None]] = [["Enhet", "År", "Måned", "Regnskap"]]
    rows = [row[:4] for row in MONTHS]
    for said, ids in (
        ("(budsjett)", ["heading:amount"]),
        ("Prognose", ["heading:amount"]),
        ("kun lønn", ["heading:amount"]),
        ("(hittil i år)", ["period:amount"]),
        ("(regnskap)", []),
    ):
        book = workbook([*heads, [None, None, None, said]], rows)
        got = read(store, book, name="a.xlsx")
        assert asked(got) == ids and not got.errors, said
        assert any("en del av overskriftene" in f.wrong for f in got.findings)
        text = read(store, f"Enhet;År;Måned;Regnskap\n;;;{said}\nNord;2025;1;8000000\n")
        assert asked(text) == [id for id in ids if id.startswith("heading:")], said
        heads_ = "Enhet;År;Måned;Regnskap\n"
        for second in (f"Enhet;År;Måned;{said}", f";;;\n;;;{said}"):
            assert asked(read(store, f"{heads_}{second}\nNord;2025;1;8000000\n")) == asked(text)


def test_an_answer_of_one_second_row_does_not_count_for_another(store: OwnStore) -> None:
    lines = "Enhet;År;Måned;Regnskap\n;;;({})\nNord;2025;1;8000000\n"
    got = [read(store, lines.format(said)) for said in ("justert", "kun lønn")]
    assert got[0].form != got[1].form


def test_one_heading_over_several_columns_is_asked_about(store: OwnStore) -> None:
    top: list[str | None] = ["Enhet", "År", "Måned", "Regnskap"]
    below: list[str | None] = [None, None, None, "Budsjett", "Faktisk"]
    merged = workbook([top, below], MONTHS, (0, 3, 0, 4, "Regnskap"), (0, 0, 1, 0, "Enhet"))
    lines = [";".join(c or "" for c in (*top, None)), ";".join(c or "" for c in below)]
    lines += [";".join(map(str, row)) for row in MONTHS]
    for content, name in ((merged, "a.xlsx"), ("\n".join(lines), "a.csv")):
        got = read(store, content, name=name)
        assert asked(got) == ["heading:amount"] and not got.errors
        assert [o.value for o in got.questions[0].options] == ["faktisk", "budsjett"]
        for answer, value in (("faktisk", 12_100_001), ("budsjett", 12_000_001)):
            read_ = read(store, content, {"heading:amount": answer}, name=name)
            assert read_.frame is not None and read_.frame["amount"][0] == value
    alone = workbook([top], MONTHS, (0, 3, 0, 4, "Regnskap"))
    got = read(store, alone, name="a.xlsx")
    assert [o.value for o in got.questions[0].options] == ["D", "E"]
    got = read(store, alone, {"heading:amount": "E"}, name="a.xlsx")
    assert got.frame is not None and got.frame["amount"][0] == 12_100_001
    half = workbook([top], [row[:4] for row in MONTHS], (0, 3, 0, 4, "Regnskap"))
    assert read(store, half, name="a.xlsx").frame is not None, "nothing stands in the other"


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("Ansvar;Ansvar (T);År;Periode;Beløp", "3100;Oppvekst;2025;1;8000000"),
        ("Virksomhet;Virksomhet(T);Regnskapsår;Periode;Beløp", "3100;Oppvekst;2025;1;8000000"),
        ("Periode;Enhet;Enhet (T);År;Beløp", "1;3100;Oppvekst;2025;8000000"),
        ("Enhet (kode);Enhet (navn);År;Måned;Beløp", "3100;Oppvekst;2025;1;8000000"),
        ("Ansvar (T);Funksjon;Funksjon (T);År;Periode;Beløp", "Oppvekst;202;Skole;2025;1;8000000"),
    ],
)
def test_the_name_beside_a_code_is_read_and_is_no_unit(
    heads: str, row: str, store: OwnStore
) -> None:
    got = read(store, f"{heads}\n{row}\n")
    assert got.frame is not None and not got.questions
    assert got.frame["unit"].to_list() == ["Oppvekst"] and got.frame["amount"][0] == 8_000_000


def test_a_code_that_a_person_points_out_is_read(store: OwnStore) -> None:
    lines = "Ansvar;Ansvar (T);År;Periode;Beløp\n3100;Oppvekst;2025;1;8000000\n"
    pointed = {"table": "monthly_accounts", "mapping": {"unit": "Ansvar"}}
    got = read_file(lines.encode(), "a.csv", code="0099", store=store, **pointed)  # type: ignore[arg-type]
    assert got.frame is not None and got.frame["unit"].to_list() == ["3100"]
    lines = "Enhet;År;Måned;Beløp;Beløp (t)\nNord;2025;1;8000000;8000\n"
    assert "heading:amount" in asked(read(store, lines)), "of figures (t) is no name"
