"""Whatever a person types, every format is made, and shows it or says what stood there."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from pypdf import PdfReader
from tests.sample_chapter import sample_report

from veivalg.content import About, Report, Statement
from veivalg.publish import formats, render
from veivalg.publish.format import WHOLE
from veivalg.publish.printable import printable

TYPED = (
    "🏥 nytt sykehjem 👩\u200d⚕\ufe0f",
    "שלום עולם",
    "A\uffffB\ufffeC",
    "日本 ✓ ☐ ∑ →",
    "=HYPERLINK(1)",
    "#panic(1) $x$ *a* _b_ <b>&amp;</b> ]]>",
    "\u202eomvendt\u202c e\u0301\u0301\u0301",
    "x" * 400,
)


def with_typed(*texts: str) -> Report:
    """Give the sample report with texts people have typed: as sentence, name and title."""
    report = sample_report()
    first = report.chapters[0]
    said = tuple(Statement(f"typed-{n}", text) for n, text in enumerate(texts))
    about = About(texts={"foreword": "\n".join(texts)})
    chapters = (replace(first, findings=(*first.findings, *said)),)
    return replace(report, chapters=chapters, about=about)


@pytest.mark.parametrize("name", formats(WHOLE))
def test_every_format_takes_what_a_person_types(name: str) -> None:
    assert len(render(with_typed(*TYPED), name)) > 1000


def test_an_emoji_is_named_in_pdf_and_kept_in_word() -> None:
    report = with_typed(*TYPED[:3])
    pages = PdfReader(io.BytesIO(render(report, "pdf"))).pages
    text = " ".join(page.extract_text() for page in pages)
    assert "[hospital] nytt" in " ".join(text.split())
    with zipfile.ZipFile(io.BytesIO(render(report, "docx"))) as parts:
        word = parts.read("word/document.xml").decode()
    assert "🏥 nytt sykehjem" in word and "ABC" in word


def test_what_our_fonts_have_is_left_as_it_is() -> None:
    for text in ("Sør-Trøndelag «æøå» ŋđŧ – 5 ≤ 7 → 1\u202f000 ■", "linje\nto"):
        assert printable(text, letters=True) == text
    assert printable("日本", letters=False) == "日本"
    assert printable("日", letters=True).startswith("[cjk")
