"""The data routes answer as they are documented, and refuse junk in words."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient
from tests.web.test_browser import violations

from veivalg.web.app import create_app

HOST = "http://127.0.0.1"
PAGE = "/api/dokumentasjon"
PATHS = {
    "/api/kommuner",
    "/api/kommuner/{kode}",
    "/api/kapitler",
    "/api/kommuner/{kode}/kapitler/{kapittel}",
    "/api/kommuner/{kode}/kapitler/{kapittel}/figurer/{figur}",
    "/api/nokkeltall",
    "/api/nokkeltall/{id}",
    "/api/kommuner.csv",
    "/api/nokkeltall.csv",
    "/api/nokkeltall/{id}.csv",
    "/api/figurer/{kode}/{kapittel}/{figur}.csv",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Give the application with its real chapters."""
    return create_app(tmp_path_factory.mktemp("data"), source_url=f"{HOST}:9/")


@pytest.fixture(scope="module")
def reader(whole: FastAPI) -> Iterator[TestClient]:
    with TestClient(whole, base_url=HOST, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def told(reader: TestClient) -> Any:
    return reader.get("/api/openapi.json").json()


def examples(told: Any) -> dict[str, tuple[str, Any]]:
    """Give path → the address of its example and the schema of its answer, read from OpenAPI."""
    found = {}
    for path, methods in told["paths"].items():
        (operation,) = methods.values()
        address, query = path, []
        for parameter in operation.get("parameters", []):
            schema = parameter["schema"]
            options = [schema, *schema.get("anyOf", [])]
            example = next(o["examples"][0] for o in options if "examples" in o)
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", quote(example))
            else:
                many = example if isinstance(example, list) else [example]
                query += [f"{parameter['name']}={quote(str(one))}" for one in many]
        schema = next(iter(operation["responses"]["200"]["content"].values()))["schema"]
        found[path] = (f"{address}?{'&'.join(query)}" if query else address, schema)
    return found


def valid(told: Any, schema: Any, content: Any) -> None:
    Draft202012Validator({**schema, "components": told["components"]}).validate(content)


def test_every_data_route_is_described_in_openapi_and_nothing_else(told: Any) -> None:
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == PATHS
    assert "422" not in json.dumps(told["paths"])
    for path, methods in told["paths"].items():
        (operation,) = methods.values()
        assert set(operation["responses"]) == {"200", "400", "404"}
        assert operation["summary"], path
        assert operation["description"], path
        for parameter in operation.get("parameters", []):
            assert parameter["description"], (path, parameter["name"])


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_documented_route_answers_its_example_as_it_says(
    reader: TestClient, told: Any, path: str
) -> None:
    address, schema = examples(told)[path]
    answer = reader.get(address)
    assert answer.status_code == 200, answer.text
    if path.endswith(".csv"):
        assert answer.headers["content-type"].startswith("text/csv")
        head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
        assert rows and all(len(row) == len(head) for row in rows)
        return
    assert answer.headers["content-type"].startswith("application/json")
    content = answer.json()
    assert content, "an example that shows nothing"
    valid(told, schema, content)


def test_the_schema_would_refuse_another_answer(told: Any) -> None:
    _address, schema = examples(told)["/api/kommuner/{kode}"]
    with pytest.raises(Exception, match="kode"):
        valid(told, schema, {"navn": "Harstad"})


def test_a_value_is_given_with_source_and_a_missing_one_with_its_reason(
    reader: TestClient,
) -> None:
    place = reader.get("/api/kommuner/1903").json()
    assert (place["kode"], place["har_tall"]) == ("5503", True)  # an old number
    figures = reader.get("/api/nokkeltall/net_debt?kommune=5503&kommune=1833").json()
    assert {v["kommune"] for v in figures} == {"5503", "1833"}
    assert all(v["kilde"] for v in figures)
    assert all((v["verdi"] is None) == bool(v["grunn"]) for v in figures)
    later = reader.get("/api/nokkeltall/net_debt?kommune=5503&fra=2024").json()
    assert {v["ar"] for v in later} == {v["ar"] for v in figures if v["ar"] >= 2024}


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/api/nokkeltall/tull.csv?kommune=5503", 404, "tull"),
        ("/api/figurer/5503/skole/elever.csv", 404, "egne tall"),
        ("/api/figurer/5503/befolkning/tull.csv", 404, "tull"),
        ("/api/kommuner?antall=mange", 400, "«antall»"),
        ("/api/kommuner?antall=0", 400, "«antall»"),
        ("/api/kommuner/9999", 404, "9999"),
        ("/api/kommuner/5503/kapitler/tull", 404, "tull"),
        ("/api/kommuner/5503/kapitler/befolkning/figurer/tull", 404, "tull"),
        ("/api/nokkeltall?tjeneste=tull", 400, "tull"),
        ("/api/nokkeltall/tull?kommune=5503", 404, "tull"),
        ("/api/nokkeltall/net_debt", 400, "«kommune»"),
        ("/api/nokkeltall/net_debt?kommune=5503&fra=1", 400, "«fra»"),
        ("/api/nokkeltall/net_debt?kommune=5503&fra=2024&til=2020", 400, "2024"),
        ("/api/tull", 404, "finnes ikke"),
    ],
)
def test_an_error_is_json_in_norwegian_with_what_to_do(
    reader: TestClient, told: Any, address: str, status: int, says: str
) -> None:
    answer = reader.get(address)
    assert answer.status_code == status
    valid(told, {"$ref": "#/components/schemas/Problem"}, answer.json())
    assert says in answer.json()["feil"]
    assert answer.json()["gjor"]


def test_a_table_holds_the_same_values_as_the_answer_in_json(reader: TestClient) -> None:
    asked = "kommune=5503&kommune=1833"
    figures = reader.get(f"/api/nokkeltall/net_debt?{asked}").json()
    text = reader.get(f"/api/nokkeltall/net_debt.csv?{asked}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    told = [(v["kommune"], str(v["ar"]), v["verdi"], v["grunn"]) for v in figures]
    assert len(rows) > 10
    assert [
        (r["kommune"], r["ar"], float(r["verdi"].replace(",", ".")) if r["verdi"] else None)
        for r in rows
    ] == [(c, y, None if v is None else pytest.approx(v)) for c, y, v, _why in told]
    assert [r["grunn"] for r in rows] == [why for *_rest, why in told]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/api/kommuner", "/api/kommuner/5503", "/api/openapi.json"])
def test_the_routes_are_only_read(reader: TestClient, told: Any, method: str, address: str) -> None:
    answer = reader.request(method, address)
    assert answer.status_code == 405
    valid(told, {"$ref": "#/components/schemas/Problem"}, answer.json())
    assert method in answer.json()["feil"]
    assert "GET" in answer.json()["gjor"]
    assert answer.headers["allow"] == "GET"


JUNK = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(path=st.sampled_from(sorted(PATHS)), texts=st.lists(JUNK, min_size=4, max_size=4))
def test_no_junk_makes_it_fail(reader: TestClient, told: Any, path: str, texts: list[str]) -> None:
    (operation,) = told["paths"][path].values()
    address, query = path, []
    for parameter, text in zip(operation.get("parameters", []), texts, strict=False):
        sent = quote(text, safe="") or "x"
        if parameter["in"] == "path":
            address = address.replace(f"{{{parameter['name']}}}", sent)
        else:
            query.append(f"{parameter['name']}={sent}")
    answer = reader.get(f"{address}?{'&'.join(query)}")
    assert answer.status_code < 500
    if answer.status_code >= 400:
        valid(told, {"$ref": "#/components/schemas/Problem"}, answer.json())


def test_an_address_with_a_nul_is_refused_as_data(reader: TestClient) -> None:
    answer = reader.get("/api/kommuner?q=%00")
    assert answer.status_code == 400
    assert set(answer.json()) == {"feil", "gjor"}


def test_other_methods_are_refused_in_words(reader: TestClient) -> None:
    answer = reader.post("/api/kommuner")
    assert answer.status_code == 405
    assert answer.json()["feil"]


def test_the_page_tells_every_address_field_and_parameter(reader: TestClient, told: Any) -> None:
    page = reader.get(PAGE)
    assert page.status_code == 200
    for path, methods in told["paths"].items():
        (operation,) = methods.values()
        assert f"GET {path}" in page.text
        assert operation["summary"] in page.text
        for parameter in operation.get("parameters", []):
            assert f"<code>{parameter['name']}</code>" in page.text
    for name in ("Municipality", "Place", "ChapterLine", "Indicator", "Value"):
        for field in told["components"]["schemas"][name]["properties"]:
            assert f"<code>{field}</code>" in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert page.text.count("<script") == 3  # our own, that all pages have


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_has_nothing_in_anyones_way(browser: Any, whole: FastAPI, width: int) -> None:
    from tests.web.conftest import serving

    with serving(whole) as address:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(address + PAGE)
        for details in page.query_selector_all("main details"):
            details.evaluate("box => { box.open = true }")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
