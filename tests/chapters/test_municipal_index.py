from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import polars as pl
import pytest
from care_evidence import sound
from national_evidence import hiding, national_evidence
from tests.reports import report_of
from tests.tiers import sized

from veivalg.chapters.common.registry import find_chapter
from veivalg.chapters.kommuneindeks.chapter import chapter as municipal_index
from veivalg.chapters.kommuneindeks.exhibits import pulls_title
from veivalg.chapters.kommuneindeks.model import build
from veivalg.content import Certainty, Chapter, SourceKind, Statement, Unit
from veivalg.foundation.errors import UsageError
from veivalg.gather.evidence import Evidence
from veivalg.norway.indicators import indicators
from veivalg.norway.register import find, municipalities
from veivalg.sources.embedded.figures import embedded_tables

HARSTAD, UTSIRA, OSLO, AALESUND, HARAM = "5503", "1151", "0301", "1508", "1580"


@cache
def index_of(code: str) -> Chapter:
    """Give the chapter in the country as it is, made once a municipality."""
    return municipal_index(national_evidence(code))


def said(chapter: Chapter, id: str) -> Statement | None:
    return next((s for s in chapter.statements() if s.id == id), None)


@pytest.mark.parametrize(
    "code", sized([HARSTAD, OSLO, HARAM], [HARSTAD, OSLO, AALESUND, HARAM, "1833", "5610"])
)
def test_the_chapter_is_whole_for_small_large_merged_and_split(code: str) -> None:
    chapter = index_of(code)
    sound(chapter)
    assert [s.id for s in chapter.findings][:3] == ["samlet", "deler", "tjenester"]
    others = 0 if code == OSLO else 1  # Oslo is alone in its group
    assert len(list(chapter.exhibits())) == 7 + others
    assert chapter.missing == ()


def test_the_chapter_is_registered_as_one_that_compares_with_the_country() -> None:
    registered = find_chapter("kommuneindeks")
    assert registered.national
    assert registered.order == 120


def test_utsira_is_not_ranked_where_shares_rest_on_fewer_than_twenty() -> None:
    chapter = index_of(UTSIRA)
    sound(chapter)
    assert said(chapter, "samlet") is None
    thin = said(chapter, "for-lite")
    assert thin is not None and thin.caution
    assert "For lite grunnlag" in thin.text()
    parts = said(chapter, "deler")
    assert parts is not None and set(parts.figures) == {"cost", "finance"}


@pytest.mark.parametrize("code", sized([UTSIRA, HARAM], [HARSTAD, UTSIRA, OSLO, AALESUND, HARAM]))
def test_with_a_third_of_the_country_suppressed_no_rank_lacks_an_interval(code: str) -> None:
    chapter = municipal_index(national_evidence(code, changed=hiding(1 / 3)))
    sound(chapter)
    check_ranks(chapter)


def check_ranks(chapter: Chapter) -> None:
    for figure in chapter.figures():
        if figure.unit is Unit.RANK and figure.source.kind is not SourceKind.DOCUMENT:
            assert figure.interval is not None
            assert figure.interval.low <= figure.value <= figure.interval.high
    for exhibit in chapter.exhibits():
        keys = [c.key for c in exhibit.table.columns]
        if "rank" in keys:
            for row in exhibit.table.records():
                if isinstance(row["rank"], int):
                    assert row["rank_low"] <= row["rank"] <= row["rank_high"] <= row["of"]
                else:
                    assert row["rank"] == "for lite grunnlag"
            assert exhibit.chart is not None
            assert (exhibit.chart.low, exhibit.chart.high) == ("rank_low", "rank_high")


def test_suppressing_a_third_of_the_cells_gives_wide_intervals_that_hold_the_rank_or_none() -> None:
    """Every fourth municipality loses a third of its indicators; what it had is known."""
    codes = [m.code for m in municipalities()][::4]
    hide, hurt = hiding(1 / 3), pl.col("municipality").is_in(codes)
    full = build(national_evidence(HARSTAD))
    part = build(
        national_evidence(
            HARSTAD, changed=lambda f: pl.concat([hide(f.filter(hurt)), f.filter(~hurt)])
        )
    )
    assert full is not None and part is not None
    for name in ("quality", "total"):
        values, known = full.composites[name].values, part.composites[name].known
        inside, wider, gone = [], [], 0
        for code in codes:
            before = full.rank(full.composites[name], code)
            after = part.rank(part.composites[name], code)
            if before is None or after is None:
                gone += 1
                continue
            own = values[full.index.where[code]]
            among = 1 + int(((values > own) & known).sum())
            inside.append(after.low <= among <= after.high)
            wider.append((after.high - after.low) / max(before.high - before.low, 1))
        assert gone and len(inside) > 20
        assert sum(inside) / len(inside) >= 0.8
        assert sum(wider) / len(wider) > 1.5


def test_nothing_fetched_says_what_to_fetch_and_still_quotes_the_printed_ranks() -> None:
    tables = {"printed_figures": embedded_tables()["printed_figures"]}
    chapter = municipal_index(Evidence(find(HARSTAD), tables, {}, "2026-11-22"))
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["ingen-tall"]
    assert "hele landet" in chapter.missing[0].how_to_get
    assert said(chapter, "trykt-kommuneindeks") is not None


def test_figures_of_a_few_municipalities_give_no_national_rank() -> None:
    few = [HARSTAD, UTSIRA, OSLO, "1833", "5610"]
    chapter = municipal_index(
        national_evidence(
            HARSTAD,
            changed=lambda f: f.filter(pl.col("municipality").is_in(few)),
            without=("accounts",),
        )
    )
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["for-fa"]
    assert not any(
        f.unit is Unit.RANK and f.source.kind is not SourceKind.DOCUMENT for f in chapter.figures()
    )
    assert len(chapter.missing) == 5


def test_weights_are_assumptions_that_move_the_rank() -> None:
    base = said(index_of("1833"), "samlet")
    only = municipal_index(national_evidence("1833", {"vekt-kostnad": 0.0, "vekt-kvalitet": 0.0}))
    moved, parts = said(only, "samlet"), said(only, "deler")
    assert base is not None and moved is not None and parts is not None
    assert moved.figures["rank"].value == parts.figures["finance"].value
    assert moved.figures["rank"].value != base.figures["rank"].value
    with pytest.raises(UsageError):
        municipal_index(national_evidence("1833", {"vekt-kostnad": 9.0}))


def test_no_weight_at_all_gives_no_total_and_no_fault() -> None:
    zero = {f"vekt-{n}": 0.0 for n in ("kostnad", "kvalitet", "finans")}
    chapter = municipal_index(national_evidence(HARSTAD, zero))
    sound(chapter)
    assert said(chapter, "samlet") is None


def test_the_remembered_cut_off_of_the_grades_is_shown_as_unverified() -> None:
    chapter = index_of(HARSTAD)
    tail = next(a for a in chapter.assumptions if a.id == "karakter-ytterpunkt")
    assert tail.certainty is Certainty.UNVERIFIED
    assert "usikkert" in tail.text()
    grades = next(e for e in chapter.exhibits() if e.id == "kommuneindeks-karakterer")
    assert all(1 <= row[1] <= 6 for row in grades.table.rows)
    assert not any(c.unit is Unit.RANK for c in grades.table.columns)


def test_without_need_indices_there_is_no_rank_of_cost_efficiency_or_total() -> None:
    """Cost that is not corrected for need ranks the need, not the use of resources."""
    chapter = municipal_index(national_evidence(HARSTAD, without=("need_indices",)))
    sound(chapter)
    warning = said(chapter, "ukorrigert")
    assert warning is not None and warning.caution
    assert said(chapter, "samlet") is None
    parts = said(chapter, "deler")
    assert parts is not None and set(parts.figures) == {"quality", "finance"}
    ranks = next(e for e in chapter.exhibits() if e.id == "kommuneindeks-plassering")
    thin = {row["name"] for row in ranks.table.records() if row["rank"] == "for lite grunnlag"}
    assert thin == {"Kostnader", "Effektivitet", "Samlet"}
    assert any("importer-gront-hefte" in m.how_to_get for m in chapter.missing)
    assert said(index_of(HARSTAD), "ukorrigert") is None


def test_an_indicator_of_three_municipalities_counts_for_nobody_and_is_named() -> None:
    """The three would be ranked against each other, and all others look as if they lacked it."""
    few = pl.col("municipality").is_in([HARSTAD, "1833", "5610"])
    rare = pl.col("indicator").is_in([i.id for i in indicators() if i.id.startswith("staff_")])
    chapter = municipal_index(national_evidence(HARSTAD, changed=lambda f: f.filter(few | ~rare)))
    none = municipal_index(national_evidence(HARSTAD, changed=lambda f: f.filter(~rare)))
    sound(chapter)
    assert [s.text() for s in chapter.findings] == [s.text() for s in none.findings]
    grades, without = (
        next(e for e in c.exhibits() if e.id == "kommuneindeks-karakterer") for c in (chapter, none)
    )
    assert grades.table.rows == without.table.rows
    left = next(m for m in chapter.missing if m.what.startswith("Ikke med i kommuneindeksen"))
    assert "sykepleiere" in left.what.lower()


def test_constructed_figures_mark_every_rank_as_constructed() -> None:
    chapter = index_of(HARSTAD)
    statement = said(chapter, "samlet")
    assert statement is not None
    assert statement.figures["rank"].source.kind is SourceKind.CONSTRUCTED


def test_harstads_printed_ranks_are_quoted_and_not_reproduced() -> None:
    statement = said(index_of(HARSTAD), "trykt-kommuneindeks")
    assert statement is not None and statement.caution
    assert {n: f.value for n, f in statement.figures.items()} == {
        "total": 289,
        "care": 299,
        "health": 312,
        "social": 96,
        "admin": 134,
    }
    assert "gjengir ikke" in statement.text()


def test_the_printed_standard_score_is_not_among_the_dearest_tenth() -> None:
    statement = said(index_of(HARSTAD), "trykt-standardavvik")
    assert statement is not None
    assert statement.figures["below"].value == pytest.approx(0.7823, abs=5e-5)
    assert statement.figures["limit"].value == pytest.approx(1.2816, abs=1e-4)


def test_ranas_largest_improvement_is_not_the_one_that_is_printed() -> None:
    statement = said(index_of("1833"), "trykt-forbedring")
    assert statement is not None
    values = {n: f.value for n, f in statement.figures.items()}
    assert values == {"said": 157, "kindergarten": 174, "cases": 278}


def test_ranas_thirteen_printed_changes_follow_from_the_printed_ranks() -> None:
    table = embedded_tables()["printed_figures"].frame.filter(pl.col("municipality") == "1833")
    value = {(r["item"], r["year"]): r["value"] for r in table.iter_rows(named=True)}
    changes = [item for item, _y in value if item.startswith("barometer_change_")]
    assert len(changes) == 13
    for item in changes:
        rank = item.replace("change", "rank")
        assert value[item, 2022] == value[rank, 2022] - value[rank, 2021]


def test_every_rank_in_a_sentence_is_followed_by_its_interval() -> None:
    for code in (HARSTAD, OSLO, HARAM):
        chapter = index_of(code)
        for statement in chapter.findings:
            ranks = [f for f in statement.figures.values() if f.unit is Unit.RANK]
            assert len(re.findall(r"\(trolig \d+–\d+\)", statement.text())) == len(ranks)


def test_the_chapter_is_a_pure_function_of_its_evidence() -> None:
    evidence = national_evidence(HARSTAD)
    again = replace(
        evidence,
        country={
            n: replace(t, frame=t.frame.sample(fraction=1, shuffle=True, seed=2))
            for n, t in evidence.country.items()
        },
    )
    one, other = municipal_index(evidence), municipal_index(again)
    assert [s.text() for s in one.statements()] == [s.text() for s in other.statements()]


@pytest.mark.parametrize("code", [HARSTAD, "1833"])
def test_what_comes_with_the_program_grades_finances_and_gives_no_total(code: str) -> None:
    """Result and debt are 2 of 38 figures, and the chapter refuses to rank by them."""
    chapter = next(c for c in report_of(code).chapters if c.id == "kommuneindeks")
    assert not any(f.unit is Unit.RANK for s in chapter.findings for f in s.figures.values())
    grades = next(e for e in chapter.exhibits() if e.id == "kommuneindeks-karakterer")
    assert [row[0] for row in grades.table.rows] == ["Finanser"]
    assert "bare få karakter på ett område" in grades.title
    thin = next(s for s in chapter.findings if s.id == "usikker-plassering").text()
    assert "finanser" in thin  # by the same name as in the figure


def test_a_country_with_most_sectors_has_a_total_grade() -> None:
    grades = next(e for e in index_of(HARSTAD).exhibits() if e.id == "kommuneindeks-karakterer")
    assert grades.table.rows[0][0] == "Samlet"


@pytest.mark.parametrize(
    ("best", "worst", "says", "never"),
    [
        (0.4, -1.2, "trekker mest opp og", "Ingen"),
        (1.2, 0.4, "Ingen tall er dårligere enn snittet", "ned"),
        (0.4, 0.0, "Ingen tall er dårligere enn snittet", "ned"),
        (-0.4, -1.2, "Ingen tall er bedre enn snittet", "opp"),
        (0.0, -0.4, "Ingen tall er bedre enn snittet", "opp"),
        (0.0, 0.0, "som snittet", "trekker"),
    ],
)
def test_the_title_of_what_pulls_is_true_of_every_sign(
    best: float, worst: float, says: str, never: str
) -> None:
    """«ligger høyest» was said of 0.40 standard deviations under the mean."""
    title = pulls_title(best, worst)
    assert says in title and never not in title


def test_an_index_is_unranked_for_the_true_reason() -> None:
    """Finances are known of one year: all figures are there, and the ground is not «thin»."""
    chapter = next(c for c in report_of("1833").chapters if c.id == "kommuneindeks")
    unsure, few = said(chapter, "usikker-plassering"), said(chapter, "for-lite")
    assert unsure is not None and "Rana er ikke plassert på finanser" in unsure.text()
    assert few is None or "finanser" not in few.text()
    assert few is None or "eller" not in few.text()
