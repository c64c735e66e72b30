"""Bad input from the source: one clear Norwegian sentence each, and nothing lost."""

from __future__ import annotations

import errno
import os
import socket
from dataclasses import replace

import pytest
from tools.standin import Fault
from tools.standin.faults import CHANGES

from veivalg.foundation.errors import SourceChangedError, SourceError, StoreError, VeivalgError
from veivalg.lake.lake import Lake
from veivalg.sources.http.causes import UnreachableError
from veivalg.sources.ssb.fetch import fetch

PEOPLE_AND_CARE = ("population", "projection", "care_users", "care_places", "care_staff")
"""Five tables of SSB: enough to meet every fault, and quick."""
TWO = ("population", "care_places")
"""One to meet a fault, and another that is to go on."""
_CODE = ("Error", "Traceback", "None", "0x", "httpx", "polars", "Errno", "Exception")


def one_clear_sentence(error: VeivalgError) -> bool:
    """Say whether the error speaks to a person: short, ended, with a remedy, without code."""
    ended = error.message.endswith(".") and error.remedy.endswith(".")
    return ended and len(error.message) < 400 and not any(word in str(error) for word in _CODE)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_no_network_says_so_at_once_and_that_embedded_figures_work(lake, fast):
    with pytest.raises(UnreachableError, match="Får ikke kontakt med SSB") as caught:
        fetch(["5503"], lake, url=f"http://127.0.0.1:{free_port()}/api/pxwebapi/v2", limits=fast)
    assert "innebygd" in caught.value.remedy
    assert one_clear_sentence(caught.value)
    assert not lake.folder.exists()


def test_an_unknown_host_is_no_network(lake, fast):
    with pytest.raises(UnreachableError) as caught:
        fetch(["5503"], lake, url="http://finnes-ikke.invalid/api/pxwebapi/v2", limits=fast)
    assert one_clear_sentence(caught.value)


@pytest.mark.parametrize("url", ["ikke en adresse", "ftp://a/b", "http://", ""])
def test_an_address_that_can_not_be_used_is_refused_in_one_sentence(lake, fast, url):
    try:
        report = fetch(["5503"], lake, url=url, limits=fast, tables=["07459"])
    except VeivalgError as error:
        assert one_clear_sentence(error)
    else:
        assert one_clear_sentence(report.failures[0].error)


@pytest.mark.parametrize("kind", ["500", "503", "cut", "malformed", "429"])
def test_a_fault_that_passes_is_not_noticed(serve, lake, fast, kind):
    standin = serve(Fault(kind, times=2))
    assert fetch(["5503"], lake, url=standin.url, limits=fast, tables=["07459"]).ok
    assert lake.verify() == ()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("500", "har en feil (kode 500)"),
        ("cut", "ble brutt"),
        ("malformed", "er ikke slik det skal være"),
        ("429", "kode 429"),
        ("cells", "Too many cells"),
    ],
)
def test_a_fault_that_stays_is_told_in_one_sentence_and_other_tables_go_on(
    serve, lake, fast, kind, text
):
    standin = serve(Fault(kind, table="07459"))
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=TWO)
    (failed,) = report.failures
    assert failed.table == "07459"
    assert text in str(failed.error)
    assert one_clear_sentence(failed.error)
    assert lake.read("population") is None
    assert lake.read("care_places", ["5503"]) is not None


def test_a_connection_cut_in_the_middle_of_data_never_leaves_half_a_table(serve, lake, fast):
    standin = serve(Fault("cut", path="/data"))
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=PEOPLE_AND_CARE)
    assert len(report.failures) == len(report.tables)
    assert lake.catalogue() == ()
    standin.faults.set()
    assert fetch(["5503"], lake, url=standin.url, limits=fast, tables=PEOPLE_AND_CARE).ok


def test_every_third_call_failing_in_every_way_still_completes(serve, lake, fast):
    kinds = ("500", "cut", "malformed", "429")
    standin = serve(*(Fault(kind, every=3 + n) for n, kind in enumerate(kinds)))
    patient = replace(fast, tries=30)
    for _ in range(4):
        report = fetch(["5503"], lake, url=standin.url, limits=patient, tables=PEOPLE_AND_CARE)
        if report.ok:
            break
    assert report.ok
    assert lake.verify() == ()


def test_a_service_that_does_not_answer_is_given_up(serve, lake, fast):
    standin = serve(Fault("slow", seconds=1.0))
    quick = replace(fast, read_timeout=0.2, tries=2)
    report = fetch(["5503"], lake, url=standin.url, limits=quick, tables=["07459"])
    assert "svarer ikke i tide" in str(report.failures[0].error)
    assert one_clear_sentence(report.failures[0].error)


def test_retry_after_is_respected(serve, lake, fast):
    import time

    standin = serve(Fault("429", times=1), window=10.0, calls=1000)  # the stand-in asks for 1 s
    started = time.monotonic()
    patient = replace(fast, longest_pause=5.0)
    assert fetch(["5503"], lake, url=standin.url, limits=patient, tables=["07459"]).ok
    assert time.monotonic() - started >= 1.0


NAMED = {
    "dimension": "dimensjonen «Region» er borte",
    "content": "innholdet Personer1 er borte",
    "unit": "måles nå i «prosent»",
    "age": "mangler 105",
    "label": "heter nå «Noe helt annet»",
    "new": "dimensjonen «Landbakgrunn» er ny",
}


@pytest.mark.parametrize("change", [c for c in CHANGES if c in NAMED])
def test_a_changed_table_names_what_changed_and_other_tables_go_on(serve, lake, fast, change):
    standin = serve(Fault("changed", table="07459", change=change))
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=TWO)
    (failed,) = report.failures
    assert isinstance(failed.error, SourceChangedError)
    assert failed.error.message.startswith("SSB har lagt om tabell 07459")
    assert any(NAMED[change] in text for text in failed.error.changes)
    assert one_clear_sentence(failed.error)
    assert lake.read("care_places", ["5503"]) is not None


def test_a_changed_table_leaves_what_was_stored(serve, lake, fast):
    standin = serve()
    fetch(["5503"], lake, url=standin.url, limits=fast, tables=["07459"])
    before = lake.catalogue()
    standin.faults.set(Fault("changed", table="07459"))
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=["07459"], again=True)
    assert report.failures
    assert lake.catalogue() == before


def test_a_table_that_is_gone_is_named(serve, tables, lake, fast):
    standin = serve(served=[cube for cube in tables if cube.id != "14533"])
    asked = ("14533", "care_staff", *TWO)
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=asked)
    assert {failed.table for failed in report.failures} == {"14533"}
    assert len(report.failures) == 2
    for failed in report.failures:  # staff, and the indicators on staff
        assert "SSB har ikke tabellen lenger (tables/14533/metadata)" in str(failed.error)
        assert one_clear_sentence(failed.error)


def test_swapped_alternatives_are_noticed(serve, tables, lake, fast):
    cubes = []
    for cube in tables:
        if cube.id == "14746":
            contents = cube.axes[3]
            labels = dict(contents.labels)
            labels["Personer"], labels["Personer1"] = labels["Personer1"], labels["Personer"]
            swapped = (*cube.axes[:3], replace(contents, labels=labels), cube.axes[4])
            cube = replace(cube, axes=swapped)
        cubes.append(cube)
    report = fetch(["5503"], lake, url=serve(served=cubes).url, limits=fast, tables=["14746"])
    assert "innholdet Personer er nå alternativ LLML, ikke MMMM" in str(report.failures[0].error)


def test_a_full_disk_stops_the_fetch_with_one_sentence_and_keeps_what_was_stored(
    standin, lake, fast, monkeypatch
):
    fetch(["1833"], lake, url=standin.url, limits=fast, tables=["07459"])
    before = lake.catalogue()

    def write(handle, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(StoreError, match="Disken er full") as caught:
        fetch(["5503"], lake, url=standin.url, limits=fast, tables=["07459"])
    monkeypatch.undo()
    assert one_clear_sentence(caught.value)
    assert lake.catalogue() == before
    assert lake.verify() == ()
    assert fetch(["5503"], lake, url=standin.url, limits=fast, tables=["07459"]).ok


def test_a_data_folder_that_can_not_be_written_is_told_in_one_sentence(standin, tmp_path, fast):
    (tmp_path / "fil").write_text("")
    with pytest.raises(StoreError, match="kan ikke brukes") as caught:
        fetch(["5503"], Lake(tmp_path / "fil" / "data"), url=standin.url, limits=fast)
    assert one_clear_sentence(caught.value)


def test_when_the_service_goes_away_midway_the_report_says_so(serve, lake, fast):
    standin = serve()

    def goes_away(step) -> None:
        if step.table == "14746":
            standin.__exit__()

    quick = replace(fast, read_timeout=0.5, tries=2)
    report = fetch(["5503"], lake, url=standin.url, limits=quick, progress=goes_away)
    assert report.failures
    assert isinstance(report.failures[0].error, SourceError)
    assert lake.read("population", ["5503"]) is not None
    assert lake.verify() == ()


@pytest.mark.parametrize(
    ("kind", "text"), [("407", "(proxy)"), ("login", "en nettside, ikke tall")]
)
def test_what_stands_before_the_service_ends_the_fetch_at_the_first_call(
    serve, lake, fast, kind, text
):
    standin = serve(Fault(kind))
    with pytest.raises(UnreachableError) as caught:
        fetch(["5503"], lake, url=standin.url, limits=fast, tables=PEOPLE_AND_CARE)
    assert text in caught.value.message
    assert one_clear_sentence(caught.value)
    assert len(standin.log) == 1


def test_a_service_without_figures_is_given_up_at_the_third_table(serve, lake, fast):
    standin = serve(Fault("503", path="/data"))
    with pytest.raises(UnreachableError, match="er nede: ingen svar siden kl") as caught:
        fetch(["5503"], lake, url=standin.url, limits=fast, tables=PEOPLE_AND_CARE)
    assert one_clear_sentence(caught.value)
    assert standin.metadata_calls() == 3


@pytest.mark.parametrize("change", ["regions", "renumbered"])
def test_a_municipality_in_no_table_is_a_failure_that_says_the_codes_have_changed(
    serve, lake, fast, change
):
    standin = serve(Fault("changed", change=change))
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=PEOPLE_AND_CARE)
    assert [r.table for r in report.failures] == [r.table for r in report.tables]
    assert {r.error.exit_code for r in report.failures} == {4}
    assert all("regionkodene er endret" in r.error.message for r in report.failures)
    assert all(one_clear_sentence(r.error) for r in report.failures)
