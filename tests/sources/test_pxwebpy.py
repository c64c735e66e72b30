"""pxwebpy as an independent reader of the stand-in, and what it lacks, measured."""

from __future__ import annotations

import threading

import pxweb
import pytest
import requests
from tools.standin import Fault

from veivalg.sources.ssb.fetch import fetch


def test_pxwebpy_reads_the_stand_in_and_agrees_with_us(standin, lake, fast):
    api = pxweb.PxApi(standin.url, max_workers=1)
    theirs = api.get_table_data(
        "07459",
        {
            "Region": ["K-5503"],
            "Kjonn": ["1"],
            "Alder": ["*"],
            "ContentsCode": ["Personer1"],
            "Tid": ["2024"],
        },
        code_list={"Region": "agg_KommSummer"},
    )
    fetch(["5503"], lake, url=standin.url, limits=fast, tables=["07459"])
    ours = lake.read("population", ["5503"]).frame.filter(year=2024, sex="male").sort("age")
    assert [row["value"] for row in theirs] == ours["persons"].to_list()


def test_pxwebpy_reads_metadata_and_code_lists_of_the_stand_in(standin):
    api = pxweb.PxApi(standin.url)
    assert api.get_table_metadata("07459")["id"][0] == "Region"
    assert api.get_code_list("agg_KommSummer")["values"][0]["code"] == "K-0301"


def test_pxwebpy_ignores_its_time_limit_where_we_give_up(serve):
    standin = serve()
    api = pxweb.PxApi(standin.url, timeout=0.2, disable_cache=True)
    standin.faults.set(Fault("slow", seconds=1.0))
    done = threading.Event()

    def ask() -> None:
        api.get_table_metadata("07459")
        done.set()

    threading.Thread(target=ask, daemon=True).start()
    assert not done.wait(0.6)  # three times its limit, and still waiting
    assert done.wait(10)  # it got its answer in the end and never gave up


@pytest.mark.parametrize("kind", ["500", "cut"])
def test_pxwebpy_gives_up_on_a_fault_that_passes(serve, kind):
    standin = serve()
    api = pxweb.PxApi(standin.url, disable_cache=True)
    standin.faults.set(Fault(kind, times=1))
    with pytest.raises(requests.exceptions.RequestException):
        api.get_table_metadata("07459")
