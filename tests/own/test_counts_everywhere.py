"""Counts of people a municipality has brought hide the same cells wherever they are met."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import product, takewhile
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from starlette.testclient import TestClient
from tests.publish.readback import workbook_data

from veivalg.chapters.common.brought import brought
from veivalg.cli.main import run
from veivalg.content import Place
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons
from veivalg.web.app import create_app

SERVICES = ("Hjemmetjenester", "Korttidsopphold", "Langtidsopphold", "Bolig med heldøgns bemanning")
AGES = ("0–66 år", "67–79 år", "80 år og eldre")
CATEGORIES = ("Noe eller avgrenset", "Middels til stort", "Omfattende", "Ikke grunnlag")
COUNTED = {
    ("home", "0-66", "limited"): 9,
    ("home", "80+", "medium"): 20,
    ("home", "80+", "extensive"): 3,
    ("home", "67-79", "limited"): 8,
    ("long_stay", "80+", "extensive"): 30,
    ("long_stay", "67-79", "medium"): 7,
    ("long_stay", "0-66", "no_basis"): 6,
    ("short_stay", "0-66", "medium"): 2,
    ("short_stay", "80+", "no_basis"): 12,
}
"""Three have extensive need at home at 80 or more, two are young in short stay."""
PLACE = "/kommune/1833/egne-tall"
Grid = dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data")
    rows = [(*at, users) for at, users in COUNTED.items()]
    frame = pl.DataFrame(rows, ["service", "age", "category", "users"], orient="row")
    OwnStore(made).put("1833", "iplos_categories", frame, file="a.csv", sha256="x")
    return made


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder), base_url="http://127.0.0.1") as made:
        yield made


def words(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def grid(rows: list[list[str]], first: str) -> Grid:
    """Give the lines of a table by their first cell: the four categories and no more."""
    start = next(n for n, row in enumerate(rows) if row and row[0] == first)
    assert tuple(rows[start][1:5]) == CATEGORIES
    lines = (row for row in rows[start + 1 :] if row and row[0] in (*SERVICES, *AGES))
    return {row[0]: tuple(row[1:5]) for row in lines if any(row[1:5])}


def from_page(text: str, first: str) -> Grid:
    tables = re.findall(r'<table class="tabell.*?</table>', text, re.S)
    for table in tables:
        lines = re.findall(r"<tr.*?</tr>", table, re.S)
        cells = [
            [re.sub("<[^>]+>", "", c).strip() for c in re.findall(r"<t[hd].*?</t[hd]>", line, re.S)]
            for line in lines
        ]
        if cells[0][0] == first:
            return grid(cells, first)
    raise AssertionError(f"no table by {first}")


def from_csv(content: bytes, first: str) -> Grid:
    return grid(list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")), first)


def from_book(content: bytes, first: str) -> Grid:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        rows = [[words(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        start = next((n for n, row in enumerate(rows) if row[0] == first), None)
        if start is not None:
            table = takewhile(any, rows[start:])  # another may stand below it
            return grid([told_beside(rows[start], row) for row in table], first)
    raise AssertionError(f"no sheet by {first}")


def told_beside(heads: list[str], row: list[str]) -> list[str]:
    """Give a row of a sheet where what stands in «Status» stands in the cells it is of."""
    status = row[heads.index("Status")] if "Status" in heads else ""
    why, _colon, titles = status.partition(": ")
    named = titles.split(", ") if titles else []
    return [
        why if head in named and not cell else cell for head, cell in zip(heads, row, strict=True)
    ]


@pytest.fixture(scope="module")
def everywhere(
    client: TestClient, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Grid]:
    """Give each place the counts are met, by what they are by."""
    page = client.get(f"{PLACE}/bistandsbehov").text
    target = tmp_path_factory.mktemp("ut") / "ut.xlsx"
    arguments = ["egne", "rana", "--tabell", "bistandsbehov", "--ut", str(target)]
    assert run([*arguments, "--data", str(folder)]) == 0
    book = client.get(f"{PLACE}/bistandsbehov.xlsx").content
    found = {}
    for n, first in ((1, "Tjeneste"), (2, "Aldersgruppe")):
        one = f"{PLACE}/bistandsbehov/bistandsbehov-{n}"
        found["page", first] = from_page(page, first)
        found["csv", first] = from_csv(client.get(f"{one}.csv").content, first)
        found["sheet", first] = from_book(client.get(f"{one}.xlsx").content, first)
        found["book", first] = from_book(book, first)
        found["terminal", first] = from_book(target.read_bytes(), first)
    return found


def seen(everywhere: dict[tuple[str, str], Grid], first: str) -> Grid:
    return everywhere["page", first]


@pytest.mark.parametrize("first", ["Tjeneste", "Aldersgruppe"])
def test_page_files_and_terminal_show_and_hide_the_same_cells(everywhere, first: str) -> None:
    shown = seen(everywhere, first)
    assert set(shown) == set(SERVICES if first == "Tjeneste" else AGES)
    assert any("skjermet" in line for line in shown.values())
    for (place, by), found in everywhere.items():
        if by == first:
            assert found == shown, place


@pytest.mark.parametrize(
    ("exhibit", "first", "head"),
    [
        ("bistand-egne-tjenester", "Tjeneste", "Tjeneste"),
        ("bistand-egne-alder", "Aldersgruppe", "Alder"),
    ],
)
def test_the_chapter_hides_the_same_cells(
    client: TestClient, everywhere, exhibit: str, first: str, head: str
) -> None:
    chapter = from_csv(client.get(f"/kommune/1833/bistandsbehov/{exhibit}.csv").content, head)
    shown = seen(everywhere, first)
    assert chapter == {row: line for row, line in shown.items() if set(line) != {"0"}}


def test_no_small_count_is_written_and_the_others_are_the_true_ones(everywhere) -> None:
    for first, names, axis in (("Tjeneste", SERVICES, 0), ("Aldersgruppe", AGES, 1)):
        true = counts().sum(axis=1 - axis)
        for r, name in enumerate(names):
            for c, text in enumerate(seen(everywhere, first)[name]):
                assert text == "skjermet" or float(text) == true[r, c]
                assert text == "skjermet" or not 0 < float(text) < 5


def test_the_tidy_sheet_and_the_formulas_of_the_chapter_hide_them_too(client: TestClient) -> None:
    content = client.get("/kommune/1833/bistandsbehov.xlsx").content
    rows = [row for row in workbook_data(content) if "bistand-egne" in str(row["Figur-id"])]
    counted = [row for row in rows if row["Enhet"] == "brukere"] or rows
    assert {row["Status"] for row in counted} >= {"oppgitt", "skjermet"}
    for row in counted:
        value = row["Verdi"]
        assert (value is None) == (row["Status"] != "oppgitt"), row
        assert not isinstance(value, int | float) or not 0 < value < 5 or value % 1, row
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for cell in cells:
        assert stored[cell.parent.title][cell.coordinate].value not in (1, 2, 3, 4), cell.value


def counts() -> np.ndarray:
    services, ages = ("home", "short_stay", "long_stay", "dwelling"), ("0-66", "67-79", "80+")
    kinds = ("limited", "medium", "extensive", "no_basis")
    return np.array(
        [[[COUNTED.get((s, a, k), 0) for k in kinds] for a in ages] for s in services], dtype=float
    )


def test_no_small_count_follows_from_the_tables_and_their_sum(everywhere) -> None:
    """One who knows how many there are in all too is left at least two values."""
    true = counts()
    index = np.arange(true.size).reshape(true.shape)
    known: list[tuple[np.ndarray, float]] = [(index.ravel(), float(true.sum()))]
    for first, names, axis in (("Tjeneste", SERVICES, 0), ("Aldersgruppe", AGES, 1)):
        for (r, name), c in product(enumerate(names), range(4)):
            text = seen(everywhere, first)[name][c]
            if text != "skjermet":
                known.append((index.take(r, axis)[:, c], float(text)))
    small = [index[0, :, 2], index[:, 2, 2], index[1, :, 1], index[:, 0, 1]]
    small = [members for members in small if 0 < true.ravel()[members].sum() < 5]
    assert small, "the constructed table has small counts in what is shown"
    for members in small:
        assert possible(known, true.size, members) > 1


def possible(known: list[tuple[np.ndarray, float]], size: int, members: np.ndarray) -> int:
    matrix = np.zeros((len(known) + 1, size))
    for row, (cells, _value) in enumerate(known):
        matrix[row, cells] = 1
    matrix[-1, members] = 1
    found = 0
    for tried in range(20):
        sums = np.array([*(value for _cells, value in known), tried])
        answer = milp(
            np.zeros(size),
            constraints=LinearConstraint(matrix, sums, sums),
            bounds=Bounds(0, np.inf),
            integrality=np.ones(size),
        )
        found += bool(answer.success)
    return found


def test_rows_of_people_are_not_to_be_had_from_the_store(folder: Path) -> None:
    store = OwnStore(folder)
    people = store.read("1833", "iplos_categories")
    assert isinstance(people, Persons)
    assert not hasattr(people, "frame")
    assert store.difference("1833", "iplos_categories", 1, 1) is None
    given = pl.DataFrame(
        [("home", "80+", "extensive", 4)], ["service", "age", "category", "users"], orient="row"
    )
    given = own_tables()["iplos_categories"].validate(given)
    assert store.preview("1833", "iplos_categories", given) is None


def test_the_first_version_of_counts_is_shown_to_who_gives_it(tmp_path: Path) -> None:
    given = pl.DataFrame(
        [("home", "80+", "extensive", 4)], ["service", "age", "category", "users"], orient="row"
    )
    schema = own_tables()["iplos_categories"]
    told = OwnStore(tmp_path).preview("1833", schema.name, schema.validate(given))
    assert told is not None and (told.added, told.changed, told.removed) == (1, 0, 0)
    assert told.rows is not None and told.rows.added["users"].to_list() == [4]


PUPILS = [("Dal", 1, 3), ("Dal", 2, 30), ("Fjell", 1, 21)]


@pytest.mark.parametrize("decoys", [0, 4])
def test_no_guess_is_told_right_by_what_a_file_would_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], decoys: int
) -> None:
    """Three pupils of Dal are hidden. Nothing is stored, so that nobody would see who had asked.

    With four rows that surely differ, a fifth would tell fewer than five from five.
    """

    def file(rows: list[tuple[str, int, int]]) -> bytes:
        lines = ["Skole;Skoleår;Trinn;Elever", *(f"{s};2025;{g};{n}" for s, g, n in rows)]
        return "\n".join(lines).encode()

    store, schema = OwnStore(tmp_path), own_tables()["pupils"]
    rows = [(school, 2025, grade, n) for school, grade, n in PUPILS]
    rows += [("Vik", 2025, grade, 40) for grade in range(1, 5)]
    types = {f.name: f.dtype for f in schema.fields}
    frame = schema.validate(pl.DataFrame(rows, types, orient="row"))
    store.put("1833", "pupils", frame, file="a.csv", sha256="x")
    surely = [("Vik", grade, 41) for grade in range(1, 1 + decoys)]
    pages, said, guess = set(), set(), tmp_path / "elever.csv"
    with TestClient(create_app(tmp_path), base_url="http://127.0.0.1") as site:
        form = {"tabell": "elever"}
        for n in (1, 2, 3, 4):
            content = file([("Dal", 1, n), *surely])
            given = {"fil": ("elever.csv", content)}
            sent = site.post(f"{PLACE}/mottak", data=form, files=given)
            assert sent.status_code == 200 and "ingen feil" in sent.text
            assert "Ta inn" in sent.text.split("<main")[1].split("<details")[0]
            text = re.sub(r"mottak/\w+", "mottak/x", sent.text)
            # How the columns are read comes after, with samples of the file.
            pages.add(text.split("<main")[1].split("<details")[0])
            guess.write_bytes(content)
            arguments = ["importer", str(guess), "--kommune", "rana", "--kontroller"]
            assert run([*arguments, "--data", str(tmp_path)]) == 0
            said.add(capsys.readouterr().out)
    assert len(said) == 1 and len(pages) == 1
    guess.write_bytes(file([*PUPILS, *(("Vik", grade, 40) for grade in range(1, 5))]))
    assert run([*arguments, "--data", str(tmp_path)]) == 0
    assert "uendret" not in capsys.readouterr().out
    assert [v.number for v in store.versions("1833", "pupils")] == [1]


@pytest.mark.parametrize("table", [n for n, t in own_tables().items() if t.guarded()])
def test_no_guarded_table_gives_a_row_away(table: str, tmp_path: Path) -> None:
    schema, store = own_tables()[table], OwnStore(tmp_path)
    for n in (1, 2):
        frame = schema.validate(schema.empty())
        store.put("1833", table, frame, file=f"{n}.csv", sha256="x")
    assert isinstance(store.read("1833", table), Persons)
    assert store.difference("1833", table, 1, 2) is None
    assert store.preview("1833", table, schema.empty()) is None


def test_a_table_that_tells_of_nobody_still_gives_its_rows(tmp_path: Path) -> None:
    store = OwnStore(tmp_path)
    for fte in (6.5, 7.5):
        frame = pl.DataFrame(
            {"zone": ["Nord"], "fte": [fte], "weekly_hours": [35.5], "absence": [None]}
        ).with_columns(pl.col("absence").cast(pl.Float64))
        store.put("1833", "home_care_staff", frame, file="a.csv", sha256="x")
    held = store.read("1833", "home_care_staff")
    assert isinstance(held, Sourced) and held.frame["fte"].to_list() == [7.5]
    difference = store.difference("1833", "home_care_staff", 1, 2)
    found = difference.rows if difference else None
    assert found is not None and found.before is not None
    assert (found.before["fte"][0], found.changed["fte"][0]) == (6.5, 7.5)


HIDDEN = "Innholdet vises ikke, for tabellen teller personer."


def test_the_difference_of_two_versions_of_counts_is_the_same_whether_a_guess_is_right_or_wrong(
    client: TestClient, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = set()
    for guess in (3, 2):
        data = tmp_path / str(guess)
        store = OwnStore(data)
        for users, padding in ((3, 50), (guess, 60)):
            # Four rows known to change stand beside the guess: a threshold of five would tell it.
            others = (("home", "67-79"), ("home", "0-66"), ("long_stay", "80+"))
            padded = [(*one, "extensive", padding) for one in others]
            frame = pl.DataFrame(
                [
                    ("short_stay", "80+", "extensive", users),
                    *padded,
                    ("home", "80+", "limited", padding),
                ],
                ["service", "age", "category", "users"],
                orient="row",
            )
            store.put("1833", "iplos_categories", frame, file="a.csv", sha256="x")
        arguments = ["egne", "rana", "--tabell", "bistandsbehov", "--data", str(data)]
        assert run([*arguments, "--forskjell", "siste"]) == 0
        said = capsys.readouterr().out
        assert HIDDEN in said and "rad" not in said and "Brukere:" not in said
        assert run([*arguments, "--forskjell", "1:2", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer == {"mal": "bistandsbehov", "fra": 1, "til": 2, "skjult": HIDDEN}
        with TestClient(create_app(data), base_url="http://127.0.0.1") as site:
            page = site.get(f"{PLACE}/bistandsbehov/forskjell?fra=1&til=2").text
            page = page.split("<main", 1)[1].split("</main>", 1)[0]
            assert HIDDEN in page and "Radene er de samme" not in page
            assert not any(word in page for word in ("rader", " rad ", "<td>"))
            shown = from_page(site.get(f"{PLACE}/bistandsbehov").text, "Tjeneste")
            assert "skjermet" in {text for line in shown.values() for text in line}
        told.add(re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "", said))
    assert len(told) == 1


def test_going_back_is_the_same_whether_a_guess_is_right_or_wrong(tmp_path: Path) -> None:
    for guess in (3, 2):
        store = OwnStore(tmp_path / str(guess))
        for number, users in enumerate((3, guess, 40), 1):
            frame = pl.DataFrame(
                [("home", "80+", "extensive", users)],
                ["service", "age", "category", "users"],
                orient="row",
            )
            store.put("1833", "iplos_categories", frame, file=f"{number}.csv", sha256="x")
        gone_to = []
        while store.can_undo("1833", "iplos_categories"):
            gone_to.append(store.undo("1833", "iplos_categories").file)
        assert gone_to == ["2.csv", "1.csv"]


def test_totals_are_not_shown_beside_the_visits_of_the_same_people(tmp_path: Path) -> None:
    store = OwnStore(tmp_path)
    zones = pl.DataFrame(
        {"zone": ["Nord", "Sør", "Øst"], "users": [3, 20, 30], "hours": [9.0, 80.0, 90.0]}
    ).with_columns(granted=pl.lit(None, pl.Float64))
    store.put("1833", "home_care_totals", zones, file="a.csv", sha256="x")
    with TestClient(create_app(tmp_path), base_url="http://127.0.0.1") as site:
        told = json.loads(site.get(f"{PLACE}/hjemmetjenestetimer.json").content)
        text = json.dumps(told, ensure_ascii=False)
        assert "skjermet" in text and '"Øst"' in text
        assert '"Nord", "skjermet"' in text
    visits = own_tables()["home_care_visits"]
    store.put("1833", visits.name, visits.empty(), file="b.csv", sha256="x")
    with TestClient(create_app(tmp_path), base_url="http://127.0.0.1") as site:
        assert site.get(f"{PLACE}/hjemmetjenestetimer.json").status_code == 400
        assert "skjermet</" not in site.get(f"{PLACE}/hjemmetjenestetimer").text


def test_how_many_rows_of_persons_there_are_is_not_told_when_they_are_few(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, table = OwnStore(tmp_path), own_tables()["roster_people"]
    for count in (6, 3):
        frame = pl.DataFrame(
            {
                "employee": [f"a{n}" for n in range(count)],
                "position": [1.0] * count,
                "weekly_hours": [35.5] * count,
            }
        )
        store.put("1833", table.name, table.validate(frame), file="a.csv", sha256="x")
    arguments = ["egne", "rana", "--tabell", table.template, "--data", str(tmp_path)]
    assert run(arguments) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "6 rader" in first and "færre enn fem rader" in second and "3 rader" not in second
    assert run([*arguments, "--json"]) == 0
    assert [v["rows"] for v in json.loads(capsys.readouterr().out)] == [6, None]
    assert run([*arguments, "--forskjell", "siste"]) == 0
    said = capsys.readouterr().out
    assert "for tabellen gjelder enkeltpersoner" in said and "rader" not in said
    with TestClient(create_app(tmp_path), base_url="http://127.0.0.1") as site:
        page = site.get(f"{PLACE}/{table.template}").text
        assert "6 rader" in page and "færre enn fem rader" in page and "3 rader" not in page
        page = site.get(f"{PLACE}/{table.template}/forskjell?fra=1&til=2").text
        page = page.split("<main", 1)[1].split("</main>", 1)[0]
        assert "for tabellen gjelder enkeltpersoner" in page and "rader" not in page


NONE = [0] * 8
BROUGHT = {
    "pupils": (
        [("Liten", 2025, 1, 3), ("Stor", 2025, 1, 40), ("Stor", 2025, 2, 41)],
        [
            ["Liten", "skjermet", "skjermet", *NONE, "skjermet"],
            ["Stor", "skjermet", "skjermet", *NONE, "skjermet"],
            ["Sum", 43, 41, *NONE, 84],
        ],
    ),
    "kindergartens": (
        [("Liten", 2025, 3, 30, 9.0, 90.0), ("Stor", 2025, 40, 41, 12.0, 300.0)],
        [["Liten", "skjermet", "skjermet"], ["Stor", "skjermet", "skjermet"]],
    ),
    "absence": (
        [("Liten", 2024, 1, 13, 10.0, 0.05, 0.0), ("Stor", 2024, 1, 60, 40.0, 0.1, 0.05)],
        [["Liten", *["skjermet"] * 2], ["Stor", *["skjermet"] * 2], ["Alle", 0.09, 0.04]],
    ),
    "care_costs": (
        [
            (2024, "other", "carer_pay", "all", 3e6, None, 3.0, "users", None, None),
            (2024, "other", "support_contact", "all", 9e6, None, 40.0, "users", None, None),
        ],
        [["Andre, i hovedsak eldre", "Omsorgsstønad, Støttekontakt", 12e6]],
    ),
}
"""Rows of each table with a small one among them, and what may be shown of it."""


@pytest.mark.parametrize("table", list(BROUGHT))
def test_what_is_brought_is_shown_with_the_small_ones_hidden(table: str, tmp_path: Path) -> None:
    given, wanted = BROUGHT[table]
    schema, store = own_tables()[table], OwnStore(tmp_path)
    types = {f.name: f.dtype for f in schema.fields}
    frame = schema.validate(pl.DataFrame(given, schema=types, orient="row"))
    store.put("1833", table, frame, file="a.csv", sha256="x")
    people = store.read("1833", table)
    assert isinstance(people, Persons)
    made = brought(Place("1833", "Rana"), schema, people, store.tables("1833"))
    assert made is not None
    (exhibit,) = made.exhibits()
    assert len(exhibit.table.rows) == len(wanted)
    for shown, row in zip(exhibit.table.rows, wanted, strict=True):
        assert list(shown) == [pytest.approx(c) if isinstance(c, int | float) else c for c in row]
