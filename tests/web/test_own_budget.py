"""The budget frame edited by a plain form: same numbers as the chapter, stored, exported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from veivalg.maths.services.budget_frame import Frame, Sector, allocate
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app
from veivalg.web.rooms.own.budget_form import MOST, form_of, parse, read_form

HOST = "http://127.0.0.1"
PAGE = "/kommune/1833/rammenedtrekk/rediger"
THIN = "\u202f"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(tmp_path, source_url=f"{HOST}:9/"), base_url=HOST) as made:
        yield made


def fields(page: str) -> dict[str, str]:
    """Give what a browser would send of the form."""
    form = page[page.index('<form class="ramme-skjema"') :]
    found = {}
    for tag in re.findall(r"<input[^>]+>", form):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") != "radio" or " checked" in tag:
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    return found


def cells(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-celle="([^"]+)">([^<]*)<', page))


def test_the_page_shows_ranas_printed_table(client: TestClient) -> None:
    shown = cells(client.get(PAGE).text)
    assert [shown[f"sum.{n}"] for n in range(4)] == [
        f"{n}0{THIN}000{THIN}000" for n in (2, 4, 6, 8)
    ]
    assert shown["r.2.3"] == f"40{THIN}934{THIN}000"
    assert shown["r.0.0"] == f"1{THIN}025{THIN}000"


def test_the_script_the_button_and_the_service_give_the_same_numbers(client: TestClient) -> None:
    sent = fields(client.get(PAGE).text) | {"flat": "45,5", "a.3.kutt": "91 234 000"}
    page = client.post(PAGE, data=sent | {"handling": "regn"})
    live = client.post(f"{PAGE}/tall.json", data=sent).json()
    assert live["feil"] == {}
    shown = cells(page.text)
    assert {k: shown[k] for k in live["tall"] if k in shown} == live["tall"]
    parsed = parse(read_form(sent))
    rows = parsed.frames["budget_sectors"].rows(named=True)
    cuts = parsed.frames["budget_cuts"].sort("year")
    total = cuts["cut"][-1]
    made = allocate(
        [Sector(r["sector"], r["budget"], r["kostra_weight"]) for r in rows],
        Frame(
            total,
            tuple(cuts["year"]),
            0.455,
            rows[0]["sector"],
            tuple(c / total for c in cuts["cut"]),
        ),
    )
    for n, row in enumerate(made.rows):
        for year, cut in enumerate(row.cuts):
            assert live["tall"][f"r.{n}.{year}"].replace(THIN, "") == f"{cut:.0f}"


def test_everything_wrong_is_told_at_its_field_and_nothing_is_stored(
    client: TestClient, tmp_path: Path
) -> None:
    wrong = {
        "s.1.budsjett": "mye",
        "s.2.navn": "Støttetjeneste",
        "a.1.aar": "20x4",
        "a.2.kutt": "-5",
        "flat": "140",
        "t.0.1": "to",
        "t.1.sektor": "",
    }
    sent = fields(client.get(PAGE).text) | wrong
    told = client.post(f"{PAGE}/tall.json", data=sent).json()
    assert set(told["feil"]) == set(wrong)
    page = client.post(PAGE, data=sent | {"handling": "lagre"})
    assert page.status_code == 400
    assert page.text.count('aria-invalid="true"') == len(wrong)
    assert 'value="mye"' in page.text
    assert OwnStore(tmp_path).tables("1833") == ()


def test_a_cut_larger_than_the_budgets_is_refused_in_a_sentence(client: TestClient) -> None:
    sent = fields(client.get(PAGE).text) | {"a.3.kutt": "9 000 000 000"}
    assert "er ikke mulig" in client.post(f"{PAGE}/tall.json", data=sent).json()["melding"]
    assert client.post(PAGE, data=sent | {"handling": "xlsx"}).status_code == 400


def test_saving_stores_what_changed_and_the_chapter_uses_it(
    client: TestClient, tmp_path: Path
) -> None:
    sent = fields(client.get(PAGE).text) | {"hvem": "Kari", "flat": "60", "a.3.kutt": "90000000"}
    page = client.post(PAGE, data=sent | {"handling": "lagre"})
    assert "Lagret som ny versjon" in page.text
    store = OwnStore(tmp_path)
    # The rest of the form was an example, which is not used beside own tables.
    assert store.tables("1833") == ("budget_cuts", "budget_sectors", "sector_measures")
    assert store.versions("1833", "budget_cuts")[0].who == "Kari"
    assert "?a.ramme_flat=60" in page.text
    chapter = client.get("/kommune/1833/rammenedtrekk.json?a.ramme_flat=60").json()
    shares = next(e for e in chapter["exhibits"] if e["id"] == "ramme-tabell")
    assert "90" in shares["title"]
    assert fields(page.text)["flat"] == "60"
    assert (
        "ingen ny versjon" in client.post(PAGE, data=fields(page.text) | {"handling": "lagre"}).text
    )


def test_a_version_stored_by_others_meanwhile_is_not_run_over(
    client: TestClient, tmp_path: Path
) -> None:
    mine = fields(client.get(PAGE).text) | {"a.3.kutt": "70000000", "handling": "lagre"}
    client.post(PAGE, data=mine | {"a.3.kutt": "75000000"})
    page = client.post(PAGE, data=mine)
    assert page.status_code == 400
    assert "Noen har lagret en annen versjon" in page.text
    assert len(OwnStore(tmp_path).versions("1833", "budget_cuts")) == 1
    again = fields(page.text) | {"handling": "lagre"}
    assert "Lagret som ny versjon" in client.post(PAGE, data=again).text


def test_a_municipality_without_figures_fills_in_an_empty_form(client: TestClient) -> None:
    page = client.get("/kommune/0301/rammenedtrekk/rediger").text
    assert 'role="alert" tabindex="-1"></div>' in page
    sent = fields(page) | {
        "s.0.navn": "Skole",
        "s.0.budsjett": "300 000",
        "s.1.navn": "Helse",
        "s.1.budsjett": "100 000",
        "s.1.vekt": "1",
        "flat": "50",
    }
    sent |= {f"a.{n}.aar": "" for n in range(2, 4)} | {"a.0.kutt": "20000", "a.1.kutt": "40000"}
    got = client.post("/kommune/0301/rammenedtrekk/rediger/tall.json", data=sent).json()
    assert got["feil"] == {}
    assert (got["tall"]["r.0.0"], got["tall"]["r.1.1"]) == (f"7{THIN}000", f"25{THIN}000")


@pytest.mark.parametrize(
    ("action", "name"), [("sektor", "s.7.navn"), ("aar", "a.4.kutt"), ("tiltak", "t.9.tiltak")]
)
def test_a_row_is_added_and_what_was_written_stays(
    client: TestClient, action: str, name: str
) -> None:
    sent = fields(client.get(PAGE).text) | {"flat": "61"}
    grown = fields(client.post(PAGE, data=sent | {"handling": action}).text)
    assert name in grown
    assert name not in sent
    assert grown["flat"] == "61"


@pytest.mark.parametrize(("format", "start"), [("xlsx", b"PK"), ("json", b"{")])
def test_the_frame_is_given_as_a_file_without_being_stored(
    client: TestClient, tmp_path: Path, format: str, start: bytes
) -> None:
    sent = fields(client.get(PAGE).text) | {"a.3.kutt": "88000000", "handling": format}
    got = client.post(PAGE, data=sent)
    assert got.content.startswith(start)
    assert f'filename="rammenedtrekk-1833-rana.{format}"' in got.headers["content-disposition"]
    if format == "json":
        assert "ikke lagret" in got.text
    assert OwnStore(tmp_path).tables("1833") == ()


def test_foreign_posts_long_forms_and_too_many_rows_are_refused(client: TestClient) -> None:
    foreign = {"origin": "https://ond.example"}
    assert client.post(PAGE, data={"handling": "lagre"}, headers=foreign).status_code == 403
    assert client.post(PAGE, data={"flat": "7" * 500_000}).status_code == 400
    crowded = read_form({f"s.{n}.navn": "x" for n in range(200)})
    assert len(crowded.sectors) == MOST["s"]
    assert len(form_of({}, "2026-11-22").years) == 4


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("s.0.navn", "Skole 010100/12356", "fødselsnummer"),
        ("t.0.tiltak", "Mor 01.01.1900 12356", "fødselsnummer"),
        ("s.0.budsjett", "41010012420", "fødselsnummer"),
        ("s.0.navn", '=HYPERLINK("x")', "formel"),
        ("hvem", "010100 12356", "fødselsnummer"),
    ],
)
def test_what_may_not_be_kept_is_told_at_its_field_and_nothing_is_stored(
    client: TestClient, tmp_path: Path, field: str, text: str, said: str
) -> None:
    sent = fields(client.get(PAGE).text) | {"a.0.kutt": "21 000 000", "handling": "lagre"}
    reply = client.post(PAGE, data=sent | {field: text})
    assert reply.status_code == 400
    assert said in reply.text
    assert not list((tmp_path / "egne-tall").rglob("*.parquet"))


def test_names_are_cleaned_as_those_of_files_are() -> None:
    form = read_form(
        {"s.0.navn": " Skole\u202e {A}\uffff 😀 ", "hvem": "Ka\ud800ri", "a.0.kutt": "1"}
    )
    assert form.sectors[0].name == "Skole (A) 😀"
    assert form.who == "Ka ri"
