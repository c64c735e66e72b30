"""Nettmappen: static pages that lead to one another, and hold nothing that was brought."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.publish.readback import plain, squeezed, text_of
from tests.reports import report_of

from veivalg.chapters.report import make_report
from veivalg.content import folded
from veivalg.desk.about import Abouts
from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.desk.notes import Notes
from veivalg.desk.scenarios import Scenarios
from veivalg.foundation.errors import UsageError
from veivalg.lake.lake import Lake
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.norway.register import municipality
from veivalg.own.versions import OwnStore
from veivalg.publish import render
from veivalg.web.app import create_app

PLACES = ("5503", "1151", "0099")


@cache
def pages(code: str) -> dict[str, str]:
    return unpacked(render(report_of(code), "nettmappe"))


def unpacked(data: bytes) -> dict[str, str]:
    folder = zipfile.ZipFile(io.BytesIO(data))
    assert folder.testzip() is None
    return {name: folder.read(name).decode() for name in folder.namelist()}


@pytest.mark.parametrize("code", PLACES)
def test_every_link_leads_to_a_place_in_the_folder(code: str) -> None:
    made = pages(code)
    assert next(iter(made)) == "index.html"
    ids = {name: set(re.findall(r' id="([^"]+)"', text)) for name, text in made.items()}
    for name, text in made.items():
        assert len(ids[name]) == len(re.findall(r' id="[^"]+"', text)), name
        for link in map(unescape, re.findall(r'href="([^"]*)"', text)):
            if link.startswith("https://"):
                continue  # the address of a source, for who wants to see it
            page, _mark, anchor = link.partition("#")
            assert (page or name) in made, (name, link)
            assert not anchor or anchor in ids[page or name], (name, link)


@pytest.mark.parametrize("code", PLACES)
def test_pages_need_no_script_and_ask_nobody(code: str) -> None:
    for name, text in pages(code).items():
        assert "<script" not in text and " src=" not in text, name
        assert "<link" not in text and "@import" not in text, name
        assert not re.search(r"url\((?!#)", text), name
        assert "data-avles" not in text, name
        assert re.search(r'<html lang="\w+">', text) and "<title>" in text, name


@pytest.mark.parametrize("code", PLACES)
def test_the_pages_say_what_the_report_says(code: str) -> None:
    made, report = pages(code), report_of(code)
    first = squeezed(text_of(made["index.html"].encode(), "html"))
    assert len(report.ranked) > 2
    for one in report.ranked:
        assert squeezed(one.statement.text()) in first, one.id
    for topic in folded(report.chapters):
        name = f"{topic.topic.value}.html"
        assert (name in made) != topic.empty
        if topic.empty:
            continue
        text = squeezed(text_of(made[name].encode(), "html"))
        for chapter in topic.chapters:
            for statement in chapter.statements():
                assert squeezed(statement.text()) in text, (chapter.id, statement.id)
            assert all(squeezed(e.title) in text for e in chapter.exhibits())


def test_the_same_report_gives_the_same_folder() -> None:
    assert render(report_of("1151"), "nettmappe") == render(report_of("1151"), "nettmappe")


def test_a_report_with_own_figures_is_refused() -> None:
    report = report_of("1151")
    chapter = next(c for c in report.chapters if any(c.exhibits()))
    section = next(s for s in chapter.sections if any(hasattr(b, "sources") for b in s.blocks))
    exhibit = next(b for b in section.blocks if hasattr(b, "sources"))
    brought = replace(exhibit.sources[0], id="own-1151-x-1", title="Sykefravær", own=True)
    exhibit = replace(exhibit, sources=(*exhibit.sources, brought))
    changed = replace(chapter, sections=(replace(section, blocks=(exhibit,)),))
    with pytest.raises(UsageError, match="Sykefravær"):
        render(replace(report, chapters=(changed,), ranked=()), "nettmappe")


def test_notes_scenarios_and_local_knowledge_stay_here_and_written_texts_go_along(
    tmp_path: Path,
) -> None:
    kept = ("Hemmelig merknad", "Sparegrisen", "hemmelig avtale", "Kari Skriver")
    Notes(tmp_path).add("5503", "befolkning", "Folketallet", kept[0], who=kept[3])
    scenario = {"name": kept[1], "settings": {"coverage_institution": 0.12}}
    Scenarios(tmp_path).save("5503", scenario, who=kept[3])
    LocalKnowledge(tmp_path).add("5503", Kind.EMPLOYER, 2030, 300, who=kept[3], why=kept[2])
    texts = {"mandate": "Formannskapet ba om det.", "process": "Saken går ut."}
    Abouts(tmp_path).save("5503", {"case": "26/1234"}, texts)
    place, lake = municipality("5503"), Lake(tmp_path)
    here = render(make_report(place, lake), "md").decode()
    assert all(word in here for word in kept[:2])
    made = unpacked(render(make_report(place, lake, own=False), "nettmappe"))
    for name, text in made.items():
        assert not [word for word in kept if word in text], name
    assert made.keys() == pages("5503").keys()
    assert all(text in made["index.html"] for text in ("26/1234", *texts.values()))


def test_what_is_brought_is_left_out_and_named_where_the_folder_is_offered(tmp_path: Path) -> None:
    counted = [("home", "80+", "medium", 87654), ("long_stay", "80+", "extensive", 98765)]
    given = pl.DataFrame(counted, ["service", "age", "category", "users"], orient="row")
    OwnStore(tmp_path).put("1833", "iplos_categories", given, file="hemmelig.csv", sha256="x")
    with TestClient(create_app(tmp_path), base_url="http://127.0.0.1") as client:
        whole = client.get("/kommune/1833/bistandsbehov.json").text
        assert "87654" in whole and "hemmelig.csv" in whole
        offered = plain(re.sub("<[^>]+>", " ", client.get("/kommune/1833/rapporter").text))
        assert "Dette er lest inn og blir utelatt: Brukere etter bistandsbehov" in offered
        answer = client.get("/kommune/1833/rapporter/nettmappe")
        assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    for name, text in unpacked(answer.content).items():
        for word in (
            "87654",
            "87\u202f654",
            "98765",
            "98\u202f765",
            "hemmelig.csv",
            "Kommunen selv",
        ):
            assert word not in text, (name, word)
