"""Own IPLOS figures in the chapter «bistandsbehov»."""

from __future__ import annotations

import polars as pl
import pytest
from own_evidence import own_evidence

from veivalg.chapters.bistandsbehov.chapter import chapter as assistance_need
from veivalg.content import Source, SourceKind
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.maths.services.assistance import VARIABLES
from veivalg.norway.register import municipality
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}


def _chapter(name: str, rows: list[tuple]):
    schema = own_table(name)
    frame = pl.DataFrame(rows, schema=[f.name for f in schema.fields], orient="row")
    own = {name: Sourced(schema.validate(frame), SOURCE)}
    return assistance_need(own_evidence("5503", own=own))


def _rows(chapter, id: str) -> list[dict]:
    return next(e for e in chapter.exhibits() if e.id == id).table.records()


def test_own_categories_give_shares_and_no_small_number() -> None:
    chapter = _chapter(
        "iplos_categories",
        [
            ("home", "67-79", "limited", 40),
            ("home", "67-79", "medium", 30),
            ("home", "67-79", "extensive", 10),
            ("home", "80+", "extensive", 2),
            ("long_stay", "80+", "extensive", 60),
            ("long_stay", "80+", "medium", 15),
        ],
    )
    for id in ("bistand-egne-tjenester", "bistand-egne-alder"):
        for row in _rows(chapter, id):
            for key in ("limited", "medium", "extensive", "no_basis"):
                assert row[key] in ("skjermet", 0) or row[key] >= 5
    assert any(s.id == "egne" and not s.caution for s in chapter.findings)


def test_scores_are_turned_into_categories_with_the_caution() -> None:
    rows = [(f"u{i}", "home", "80+", *([1 + i % 5] * len(VARIABLES))) for i in range(50)]
    chapter = _chapter("iplos_scores", rows)
    row = _rows(chapter, "bistand-egne-tjenester")[0]
    assert (row["limited"], row["medium"], row["extensive"]) == (20, 10, 20)
    assert next(s for s in chapter.findings if s.id == "egne").caution
    assert {a.id for a in chapter.assumptions} == {"iplos_middels", "iplos_omfattende"}


def test_without_own_figures_the_chapter_is_as_before() -> None:
    chapter = assistance_need(Evidence(municipality("5503")))
    assert not any(e.id.startswith("bistand-egne") for e in chapter.exhibits())


@pytest.mark.parametrize("code", ["5503", "1833"])
def test_the_first_run_has_nothing_made_up(code: str) -> None:
    chapter = assistance_need(gather(municipality(code)))
    assert not any(e.id.startswith("bistand-egne") for e in chapter.exhibits())
    assert "ksempel" not in " ".join(s.text() for s in chapter.statements())


def test_the_example_has_content_that_says_it_is_made_up() -> None:
    chapter = assistance_need(gather(municipality("0099")))
    shown = [e for e in chapter.exhibits() if e.id.startswith("bistand-egne")]
    assert len(shown) == 3
    assert all(SourceKind.CONSTRUCTED in {s.kind for s in e.sources} for e in shown)
    said = next(s for s in chapter.findings if s.id == "egne")
    assert "I eksempelet har" in said.text() and "kommunens egne tall" not in said.text()
    assert "(eksempel)" in shown[0].title
