"""The stand-in answers as the specification and the live service do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import numpy as np
import orjson
import pytest
from tools.standin import Fault, Standin, StandinLimits
from tools.standin.__main__ import statistics_folder
from tools.standin.cube import BadRequestError, expand
from tools.standin.figures import YEARS, fixture_figures
from tools.standin.kostra import before_revision
from tools.standin.people import KOSTRA_YEARS
from tools.standin.tables import cubes, recorded

ROOT = Path(__file__).parents[2]
ONE = {
    "valuecodes[Region]": "K-5503",
    "codelist[Region]": "agg_KommSummer",
    "valuecodes[Kjonn]": "1",
    "valuecodes[Alder]": "000",
    "valuecodes[ContentsCode]": "*",
    "valuecodes[Tid]": "2024",
}


@pytest.fixture(scope="module")
def served():
    return cubes(fixture_figures())


@pytest.fixture
def standin(served) -> Iterator[Standin]:
    with Standin(served, limits=StandinLimits(window=0.2, calls=1_000)) as running:
        yield running


def get(standin: Standin, path: str, **query: str) -> httpx2.Response:
    return httpx2.get(f"{standin.url}{path}", params=query or None)


def test_it_listens_on_loopback_only(standin):
    assert standin._server.server_address[0] == "127.0.0.1"


def test_metadata_lists_dimensions_and_code_lists(standin):
    raw = get(standin, "/tables/07459/metadata").json()
    assert raw["id"] == ["Region", "Kjonn", "Alder", "ContentsCode", "Tid"]
    assert raw["size"] == [len(raw["dimension"][d]["category"]["index"]) for d in raw["id"]]
    offered = raw["dimension"]["Region"]["extension"]["codelists"]
    assert [entry["id"] for entry in offered] == ["agg_KommSummer"]
    assert "K-5503" not in raw["dimension"]["Region"]["category"]["index"]


def test_a_code_list_names_the_codes_each_value_sums(standin):
    raw = get(standin, "/codelists/agg_KommSummer").json()
    harstad = next(v for v in raw["values"] if v["code"] == "K-5503")
    assert {"5503", "5402", "1903"} <= set(harstad["valueMap"])


def test_a_data_answer_has_the_shape_of_the_live_one(standin):
    raw = get(standin, "/tables/07459/data", **ONE).json()
    assert raw["class"] == "dataset"
    assert raw["size"] == [1, 1, 1, 1, 1]
    assert len(raw["value"]) == 1
    assert isinstance(raw["value"][0], int)
    assert set(raw) >= {"version", "label", "source", "updated", "note", "role", "extension"}


def test_dimensions_that_can_be_left_out_are_summed(standin):
    whole = get(
        standin,
        "/tables/07459/data",
        **{"valuecodes[Region]": "0", "valuecodes[ContentsCode]": "*", "valuecodes[Tid]": "2024"},
    ).json()
    assert whole["id"] == ["Region", "ContentsCode", "Tid"]
    assert whole["value"] == [int(fixture_figures().norway[YEARS.index(2024)].sum())]


@pytest.mark.parametrize(
    ("path", "query", "title"),
    [
        ("/tables/99999/metadata", {}, "Non-existent table"),
        ("/tables/07459/data", ONE | {"valuecodes[Tid]": "1066"}, "Non-existent value"),
        (
            "/tables/07459/data",
            {"valuecodes[Region]": "0"},
            "Missing selection for mandantory variable",
        ),
        ("/tables/07459/data", ONE | {"valuecodes[Tid]": "top(x)"}, "Illegal selection expression"),
        ("/tables/07459/data", ONE | {"valuecodes[Kjoenn]": "1"}, "Non-existent variable"),
        ("/codelists/none", {}, "Non-existent codelist"),
    ],
)
def test_errors_are_as_seen_live(standin, path, query, title):
    answer = get(standin, path, **query)
    assert answer.status_code == 400
    assert answer.json() == {"type": "Parameter error", "title": title, "status": 404}


def test_shielded_cells_have_a_sign_and_a_null(standin):
    raw = get(
        standin,
        "/tables/11645/data",
        **{
            "valuecodes[Region]": "K.1151",
            "codelist[Region]": "agg_KommSummerS",
            "valuecodes[TenesteType]": "21",
            "valuecodes[Alder]": "Ialt",
            "valuecodes[ContentsCode]": "*",
            "valuecodes[Tid]": "2024",
        },
    ).json()
    assert raw["value"] == [None]
    assert raw["status"] == {"0": ":"}


def test_more_cells_calls_or_length_than_allowed_are_refused(served):
    with Standin(served, limits=StandinLimits(cells=1, calls=3, window=60, address=300)) as small:
        assert get(small, "/tables/07459/data", **(ONE | {"valuecodes[Tid]": "*"})).status_code in (
            400,
            404,
        )
        assert get(small, f"/tables/{'x' * 400}").status_code == 404
        for _ in range(3):
            get(small, "/config")
        refused = get(small, "/config")
        assert refused.status_code == 429
        assert float(refused.headers["Retry-After"]) > 0


def test_kostra_has_the_places_the_contents_and_the_code_list_of_the_live_table(standin):
    raw = get(standin, "/tables/12134/metadata").json()
    region = raw["dimension"]["KOKkommuneregion0000"]
    labels = region["category"]["label"]
    assert {"EAK", "EAKUO", "EKG01", "EKG17", "EKA55", "EKA30"} <= set(labels)
    assert "EKG18" not in labels and labels["EKA30"].endswith("(2020-2023)")
    (listed,) = region["extension"]["codelists"]
    assert listed["id"].startswith("agg_KOGkommuneregion0000")
    assert listed["label"].startswith("Uttrekk for")
    contents = raw["dimension"]["ContentsCode"]["category"]["label"]
    assert len(contents) == 9 and {"KOSAGD230000", "KOSKG400000", "KOSAG110000"} <= set(contents)
    assert raw["extension"]["noteMandatory"] == {"1": True, "3": True}


def test_codes_are_found_in_any_case_and_a_picking_list_adds_nothing_up(standin):
    asked = {"valuecodes[ContentsCode]": "kosag110000", "valuecodes[Tid]": "2025"}
    name = "agg_KOGkommuneregion000005401"
    picked = get(
        standin,
        "/tables/12134/data",
        **asked,
        **{"valuecodes[KOKkommuneregion0000]": "*", "codelist[KOKkommuneregion0000]": name},
    ).json()
    plain = get(
        standin, "/tables/12134/data", **asked, **{"valuecodes[KOKkommuneregion0000]": "ekg*"}
    ).json()
    assert picked["size"] == plain["size"] == [17, 1, 1] and picked["value"] == plain["value"]


def test_the_treasury_is_not_the_group_and_the_group_is_what_12362_has(served):
    arts, sums = (next(c for c in served if c.id == id) for id in ("12367", "12362"))
    year = str(KOSTRA_YEARS[-1])

    def net(cube, **codes: str) -> float:
        chosen = {"KOKkommuneregion0000": "5503", "KOKfunksjon0000": "253", "KOKart0000": "AGD2"}
        chosen |= {"ContentsCode": "KOSbelop0000", "Tid": year, **codes}
        at = tuple(axis.position[chosen[axis.id]] for axis in cube.axes)
        return float(np.asarray(cube.values)[at])

    group, treasury = (net(arts, KOKregnskapsomfa0000=scope) for scope in "AB")
    assert group == net(sums) and treasury < 0.95 * group


def test_before_the_revision_the_country_without_oslo_is_not_published(served):
    march = next(c for c in before_revision(served) if c.id == "12134")
    june = next(c for c in served if c.id == "12134")
    place = march.axes[0].position["EAKUO"]
    assert march.updated.startswith("2026-03-16")
    assert np.isnan(np.asarray(march.values)[place, ..., -1]).all()
    assert not np.isnan(np.asarray(june.values)[place, ..., -1]).all()
    assert not np.isnan(np.asarray(march.values)[place, ..., -2]).all()


def test_faults_can_be_switched_while_it_runs(standin):
    admin = standin.url.replace("/api/pxwebapi/v2", "/_feil")
    assert httpx2.post(admin, json={"feil": ["500"]}).status_code == 200
    assert get(standin, "/config").status_code == 500
    httpx2.post(admin, json={"feil": [{"kind": "cut", "times": 1}]})
    with pytest.raises(httpx2.HTTPError):
        get(standin, "/config")
    assert get(standin, "/config").status_code == 200
    assert httpx2.post(admin, json={"feil": ["bogus"]}).status_code == 400


def test_an_unknown_fault_is_refused():
    with pytest.raises(ValueError, match="unknown fault"):
        Fault("bogus")


def test_value_expressions_become_codes():
    years = ["2022", "2023", "2024"]
    assert expand(["*"], years) == years
    assert expand(["from(2023)", "2022"], years) == ["2023", "2024", "2022"]
    with pytest.raises(BadRequestError):
        expand(["1999"], years)


def test_every_constructed_table_says_so(served):
    assert {cube.id for cube in served} >= {"07459", "14746", "11875", "12292", "11645", "14533"}
    assert all("KONSTRUERT" in " ".join(cube.notes) for cube in served)


def test_the_projection_has_no_negative_or_missing_persons(served):
    values = next(cube for cube in served if cube.id == "14746").values
    assert np.isfinite(values).all()
    assert values.min() >= 0


@pytest.mark.statistics
def test_the_recorded_answer_is_given_back_as_it_was():
    folder = statistics_folder()
    if folder is None:
        pytest.skip("the shared statistics are not here")
    path = folder.parent / "pxweb" / "12134_data_jsonstat2.json"
    raw = orjson.loads(path.read_bytes())
    with Standin([recorded(path)]) as running:
        again = get(
            running, "/tables/12134/data", **{f"valuecodes[{d}]": "*" for d in raw["id"]}
        ).json()
    for name in ("label", "updated", "note", "id", "size", "value", "role"):
        assert again[name] == raw[name]


def test_it_starts_by_command_and_stops_by_ctrl_c():
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.standin", "--port", "0", "--liten"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    line = process.stdout.readline()
    url = next(word for word in line.split() if word.startswith("http"))
    assert httpx2.get(f"{url}/config").json()["maxDataCells"] == 800_000
    process.terminate()
    process.wait(10)
