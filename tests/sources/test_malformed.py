"""What a source answers that is not what it should be is refused, in words a person can act on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import httpx2
import pytest

from veivalg.foundation.errors import SourceChangedError, SourceError
from veivalg.sources.http.client import Client
from veivalg.sources.http.limits import Limits
from veivalg.sources.klass.codes import CodeChange, changes
from veivalg.sources.report import FetchReport, TableReport
from veivalg.sources.ssb.jsonstat import Dimension
from veivalg.sources.ssb.labels import find_code
from veivalg.sources.ssb.metadata import read_metadata
from veivalg.sources.ssb.regions import _summed

URL = "https://data.ssb.no/api/pxwebapi/v2"


@pytest.fixture
def answering() -> Callable[..., Client]:
    """Give clients of a service that always answers the same."""

    def made(status: int = 200, **answer: object) -> Client:
        def carry(_request: httpx2.Request) -> httpx2.Response:
            return httpx2.Response(status, **answer)

        return Client(URL, Limits(tries=1), transport=httpx2.MockTransport(carry))

    return made


def test_a_service_that_has_moved_is_not_followed(answering) -> None:
    with (
        answering(302, headers={"Location": "https://example.org"}) as client,
        pytest.raises(SourceError, match="viser til en annen adresse"),
    ):
        client.get_json(f"{URL}/config")


def test_an_address_that_is_none_is_said_to_be_one_that_can_not_be_used() -> None:
    with Client("http://[::1", Limits(tries=1)) as client, pytest.raises(SourceError) as caught:
        client.get_json("http://[::1/config")
    assert caught.value.message == "Adressen http://[::1 kan ikke brukes."
    assert "Skriv hele adressen" in caught.value.remedy


@pytest.mark.parametrize("answer", [{}, {"codeChanges": [None]}, {"codeChanges": None}])
def test_a_list_of_changes_that_is_none_is_refused(answering, answer) -> None:
    with (
        answering(json=answer) as client,
        pytest.raises(SourceError, match="listen over endringer mangler"),
    ):
        changes(client, date(2020, 1, 1), date(2026, 1, 1))


def test_changes_of_codes_come_in_order_of_date(answering) -> None:
    told = [
        {"oldCode": "1805", "newCode": "1806", "changeOccurred": "2020-01-01"},
        {"oldCode": None, "newCode": "1580", "changeOccurred": "2019-01-01"},
    ]
    with answering(json={"codeChanges": told}) as client:
        found = changes(client, date(2019, 1, 1), date(2026, 1, 1))
    assert found == (
        CodeChange("", "1580", "2019-01-01"),
        CodeChange("1805", "1806", "2020-01-01"),
    )


def test_a_description_without_dimensions_and_a_dimension_that_is_gone_are_named() -> None:
    with pytest.raises(SourceError, match="beskrivelsen av tabell 07459 mangler noe"):
        read_metadata("07459", {"id": ["Region"], "size": [1], "dimension": {}})
    whole = read_metadata("07459", {"id": [], "size": [], "dimension": {}})
    with pytest.raises(SourceChangedError, match="07459") as caught:
        whole.dimension("Region")
    assert caught.value.changes == ("dimensjonen «Region» er borte",)


@pytest.mark.parametrize("answer", [{}, {"values": None}, {"values": [{"label": "Harstad"}]}])
def test_a_code_list_without_values_is_refused(answer) -> None:
    with pytest.raises(SourceError, match="kodelisten mangler verdier"):
        _summed(answer, ["5503"])


def test_a_code_is_found_by_its_label_and_one_that_is_gone_is_named() -> None:
    sexes = Dimension("Kjonn", "kjønn", ("1", "2"), {"1": "Menn", "2": "Kvinner"}, {}, {})
    assert find_code("2", sexes) == ("2", "")
    assert find_code("Kvinner", sexes) == ("2", "")
    assert find_code("Barn", sexes) == ("", "«Barn» finnes ikke i «kjønn»")


def test_a_report_says_what_was_there_from_before_and_what_the_table_lacks() -> None:
    table = TableReport("07459", "Folkemengde", ("0",), ("5503", "1833"), ("1151",))
    assert table.line() == (
        "07459 Folkemengde: 1 steder hentet, 2 uendret, 1 finnes ikke i tabellen"
    )
    assert TableReport("1", "Tom").line() == "1 Tom: ingenting å hente"
    fault = SourceError("SSB svarer ikke.", "Prøv igjen.")
    with pytest.raises(SourceError, match="SSB svarer ikke"):
        FetchReport((table, replace(table, error=fault))).raise_if_failed()
    FetchReport((table,)).raise_if_failed()
