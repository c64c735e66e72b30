"""Rows of documents and interviews typed in the browser: looked over, taken in, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app
from veivalg.web.rooms.own.typed_rows import as_file, read_rows, stored
from veivalg.web.rooms.own.view import typable

HOST = "http://127.0.0.1"
OWN = "/kommune/5503/egne-tall"
SAID = {"document": "Omsorgsplanen", "theme": "Bemanning", "kind": "utfordring"}
ROWS = [
    SAID | {"text": 'Få søker; "ingen" i helgen, =1+1', "page": "14", "stance": "enig"},
    SAID | {"text": "Flere små stillinger.", "kind": "tiltak"},
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    folder = tmp_path_factory.mktemp("data")
    with TestClient(create_app(folder, source_url=f"{HOST}:9/"), base_url=HOST) as made:
        yield made, folder


def form(rows: list[dict[str, str]], **more: str) -> dict[str, str]:
    return {f"r.{n}.{k}": v for n, row in enumerate(rows) for k, v in row.items()} | more


def test_what_is_typed_is_looked_over_taken_in_shown_again_and_undone(
    client: tuple[TestClient, Path],
) -> None:
    site, folder = client
    page = f"{OWN}/dokumentutsagn"
    assert f'href="{page}/skriv"' in site.get(page).text
    looked = site.post(f"{page}/skriv", data=form(ROWS, hvem="Kari"))
    assert looked.url.path.startswith(f"{OWN}/mottak/")
    assert "2 rader, ingen feil." in looked.text.replace("\u202f", " ")
    store, table = OwnStore(folder), own_tables()["document_statements"]
    assert stored(store, "5503", table) == []
    site.post(f"{looked.url.path}/1/ta-inn")
    assert sorted(stored(store, "5503", table), key=str) == sorted(ROWS, key=str)
    shown = site.get(f"{page}/skriv").text
    assert "Få søker; &#34;ingen&#34; i helgen, =1+1</textarea>" in shown
    assert "<option selected>utfordring</option>" in shown
    assert "Flere små stillinger." in site.get("/kommune/5503/dokumenter").text
    again = site.post(f"{page}/skriv", data=form(ROWS[:1]))
    site.post(f"{again.url.path}/1/ta-inn")
    site.post(f"{page}/angre")
    assert len(stored(store, "5503", table)) == 2


def test_a_fault_is_told_by_the_row_of_the_form_and_what_was_typed_still_stands(
    client: tuple[TestClient, Path],
) -> None:
    site, folder = client
    typed = [{"document": "Budsjettet", "year": "2024", "kind": "plan"}]
    typed.append({"document": "Strategien", "year": "i fjor", "kind": "strategi"})
    answer = site.post(f"{OWN}/dokumenter/skriv", data=form(typed))
    assert answer.status_code == 400
    assert "Rad 2, «År»" in answer.text
    assert 'value="i fjor"' in answer.text
    assert OwnStore(folder).current("5503", "documents") is None
    empty = site.post(f"{OWN}/dokumenter/skriv", data=form([]))
    assert empty.status_code == 400
    assert "Ingen rad er skrevet." in empty.text


def test_only_what_people_write_is_typed_and_a_national_id_is_refused(
    client: tuple[TestClient, Path],
) -> None:
    site, _folder = client
    assert site.get(f"{OWN}/bemanningsplan/skriv").status_code == 404
    told = form([SAID | {"text": "Ring 01017012311 i dag."}])
    refused = site.post(f"{OWN}/dokumentutsagn/skriv", data=told)
    assert refused.status_code == 400
    assert "fødselsnummer" in refused.text


def test_more_rows_keep_what_is_typed(client: tuple[TestClient, Path]) -> None:
    site, _folder = client
    more = site.post(f"{OWN}/intervjuer/skriv", data=form([{"role": "Ansatte"}], handling="flere"))
    assert more.status_code == 200
    assert more.text.count("<fieldset") == 4
    assert 'value="Ansatte"' in more.text


def test_every_typed_table_has_the_headings_of_its_template() -> None:
    tables = [t for t in own_tables().values() if typable(t)]
    assert {t.template for t in tables} >= {"dokumenter", "dokumentutsagn", "intervjuutsagn"}
    for table in tables:
        rows = read_rows(table, {f"r.0.{f.name}": "x" for f in table.own_fields()})
        head, row = as_file(table, rows).decode("utf-8-sig").splitlines()
        assert head == ";".join(f'"{f.title}"' for f in table.own_fields())
        assert row.count('"x"') == len(table.own_fields())


def test_the_made_up_municipality_says_that_it_has_no_such_page(
    client: tuple[TestClient, Path],
) -> None:
    site, _folder = client
    told = site.get("/kommune/0099/scenariorom")
    assert told.status_code == 404
    assert "Eksempelkommunen er oppdiktet og har ikke denne siden." in told.text
    assert "Åmli" not in told.text
