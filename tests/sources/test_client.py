"""How we ask: politely, by POST when the address is long, and with a name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tools.standin import Fault

from veivalg.foundation.errors import SourceChangedError, SourceError
from veivalg.sources.http.causes import UnreachableError
from veivalg.sources.ssb.client import PxWeb
from veivalg.sources.ssb.fetch import fetch
from veivalg.sources.ssb.indicator_check import check_register
from veivalg.sources.ssb.jsonstat import decode
from veivalg.sources.ssb.plan import Query

PEOPLE_AND_CARE = ("population", "projection", "care_users", "care_places", "care_staff")
"""Five tables of SSB: enough to meet every fault, and quick."""

ONE = Query(
    "07459",
    {
        "Region": ("K-5503",),
        "Kjonn": ("1",),
        "Alder": ("000", "105+"),
        "ContentsCode": ("Personer1",),
        "Tid": ("2024",),
    },
    {"Region": "agg_KommSummer"},
)


def test_get_and_post_give_the_same(standin, fast):
    with PxWeb(standin.url, fast) as client:
        by_get = client.data(ONE, decode)
    with PxWeb(standin.url, replace(fast, address=10)) as client:
        by_post = client.data(ONE, decode)
    assert by_get.frame.equals(by_post.frame)
    assert by_get.frame.height == 2


def test_an_address_too_long_for_the_service_goes_by_post(serve, lake, fast):
    standin = serve(address=400)  # the stand-in answers 404 to longer ones
    report = fetch(
        ["5503"], lake, url=standin.url, limits=replace(fast, address=200), tables=PEOPLE_AND_CARE
    )
    assert report.ok


def test_the_service_is_never_asked_too_often_or_too_much_at_once(serve, lake, fast):
    # The window here is a little longer: calls don't arrive as evenly as they are sent.
    standin = serve(calls=6, window=0.5)
    limits = replace(fast, calls=6, window=0.65, regions=1)
    assert fetch(
        ["5503", "1833", "0301"], lake, url=standin.url, limits=limits, tables=PEOPLE_AND_CARE
    ).ok
    assert standin.gate.turned_away == 0
    assert standin.gate.most_at_once <= 2
    assert standin.gate.most_in_window <= 6


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (replace(ONE, table="99999"), "har ikke tabellen lenger"),
        (replace(ONE, selection={**ONE.selection, "Tid": ("1066",)}), "Non-existent value"),
        (replace(ONE, selection={"Region": ("K-5503",)}), "Missing selection"),
    ],
)
def test_a_refusal_is_told_with_the_services_own_title_and_not_tried_again(
    standin, fast, query, text
):
    with PxWeb(standin.url, fast) as client, pytest.raises(SourceChangedError, match=text):
        client.data(query, decode)
    assert len(standin.log) == 1


def test_too_many_cells_are_refused_as_the_service_does(serve, fast):
    standin = serve(cells=1)
    with PxWeb(standin.url, fast) as client, pytest.raises(SourceError, match="Too many cells"):
        client.data(ONE, decode)


def test_a_call_is_tried_no_more_than_the_limit(serve, fast):
    standin = serve(Fault("500"))
    with PxWeb(standin.url, replace(fast, tries=4)) as client, pytest.raises(SourceError):
        client.metadata("07459")
    assert len(standin.log) == 4


def test_an_address_that_is_not_the_api_is_told_to_be_checked(standin, fast):
    wrong = standin.url.replace("/api/pxwebapi/v2", "/noe/annet")
    with PxWeb(wrong, fast) as client, pytest.raises(SourceError, match="Sjekk adressen"):
        client.metadata("07459")


def test_an_address_that_is_not_the_api_is_asked_once_and_not_for_every_table(serve, fast):
    standin = serve()
    wrong = standin.url.replace("/api/pxwebapi/v2", "/noe/annet")
    asked: list[str] = []
    with pytest.raises(UnreachableError, match="Sjekk adressen"):
        check_register(wrong, limits=fast, show=asked.append)
    assert len(asked) == 1
