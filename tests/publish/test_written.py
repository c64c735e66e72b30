"""What people write of a report, and what Eksempelkommunen shows of it, comes along everywhere."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import orjson
import pytest
from docx import Document
from pptx import Presentation
from tests.pdf import pages_of
from tests.publish import readback
from tests.publish.readback import squeezed
from tests.reports import report_of

from veivalg.content import About, Report
from veivalg.content.about import AFTER, BEFORE, FACTS, FIRST, TEXTS
from veivalg.own.examples.about import example_about
from veivalg.publish import render

SHORT = {"oppsummering": {"mandate", "assessment", "process", "reservations"}}
SHORT["saksframlegg"] = {*SHORT["oppsummering"], "law", "involved", "measures"}
"""The texts that belong in the documents of a few pages."""


def text_of(report: Report, name: str) -> str:
    """Give all that can be read in a document, without its spaces."""
    made = render(report, name)
    if name in SHORT or name == "docx":
        text = "\n".join(p.text for p in Document(io.BytesIO(made)).paragraphs)
    elif name == "pdf":
        text = "\n".join(pages_of(made))
    elif name == "lysbilder":
        slides = [s for s in Presentation(io.BytesIO(made)).slides if s.has_notes_slide]
        text = "\n".join(s.notes_slide.notes_text_frame.text for s in slides)
    elif name == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(made))["Om rapporten"]
        text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    elif name == "json":
        text = "\n".join(orjson.loads(made)["about"]["texts"].values())
    elif name == "nettmappe":
        with zipfile.ZipFile(io.BytesIO(made)) as folder:
            text = readback.text_of(folder.read("index.html"), "html")
    else:
        text = readback.text_of(made, name)
    return squeezed(text)


@pytest.mark.parametrize("name", ["docx", "pdf", "html", "md", "json", "xlsx", "lysbilder", *SHORT])
def test_every_text_stands_in_every_document_it_belongs_in(name: str) -> None:
    few = replace(report_of("0099"), chapters=report_of("0099").chapters[:2])
    text, belongs = text_of(few, name), SHORT.get(name, {*TEXTS})
    if name == "lysbilder":
        belongs = belongs - {"foreword"}
    for key, _title, paragraphs in few.about.written():
        if key in belongs:
            missing = [p for p in paragraphs if squeezed(p) not in text]
            assert not missing, (key, missing)


def test_the_folder_of_pages_has_every_text_too() -> None:
    open_report = replace(report_of("5503"), made="2026-07-01", about=example_about())
    few = replace(open_report, chapters=open_report.chapters[:2], ranked=())
    text = text_of(few, "nettmappe")
    assert all(squeezed(p) in text for _k, _t, told in few.about.written() for p in told)


def test_the_made_up_texts_fill_every_place_and_say_that_they_are_made_up() -> None:
    about = report_of("0099").about
    assert about.made_up and set(about.facts) == set(FACTS) and all(about.facts.values())
    assert [name for name, _title, _told in about.written()] == list(TEXTS)
    assert {*FIRST, *BEFORE, *AFTER} == {*TEXTS}
    few = replace(report_of("0099"), chapters=report_of("0099").chapters[:1])
    head = Document(io.BytesIO(render(few, "docx"))).paragraphs
    written = [p.text for p in head if about.paragraphs("foreword")[0] in p.text]
    assert written and all(text.rstrip().endswith("Eksempel") for text in written)
    assert orjson.loads(render(few, "json"))["about"]["constructed"] is True
    assert not report_of("5503").about.texts


def test_only_what_is_written_is_told_paragraph_by_paragraph() -> None:
    about = About(texts={"law": "Hol.\n\n Pbrl. ", "process": " ", "before": "Borte."})
    assert list(about.written()) == [("law", "Rettslig grunnlag", ("Hol.", "Pbrl."))]


def test_phases_are_numbered_and_reservations_stand_whether_anybody_has_written_or_not() -> None:
    for code, phases in (("0099", 3), ("5503", 0)):
        few = replace(report_of(code), chapters=report_of(code).chapters[:1])
        text = "\n".join(p.text for p in Document(io.BytesIO(render(few, "docx"))).paragraphs)
        assert len(re.findall(r"^Fase \d\. ", text, re.M)) == phases
        assert "Rapporten bør leses samlet" in text and "er ikke det samme som" in text
