from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from care_evidence import sound
from national_evidence import hiding, national_evidence, with_group

from veivalg.chapters.kvalitet.chapter import chapter as quality
from veivalg.chapters.kvalitet.exhibits import mark, stands
from veivalg.chapters.kvalitet.model import SERVICES, build, shown
from veivalg.content import Chapter, Role, Shape, SourceKind, Statement
from veivalg.gather.evidence import Evidence
from veivalg.norway.indicators import SERVICES as NAMES
from veivalg.norway.indicators import indicator, indicators
from veivalg.norway.register import find
from veivalg.tables import Sourced

HARSTAD, UTSIRA, OSLO, AALESUND, HARAM = "5503", "1151", "0301", "1508", "1580"


def said(chapter: Chapter, id: str) -> Statement:
    return next(s for s in chapter.statements() if s.id == id)


def hidden(code: str, share: float) -> Evidence:
    """Give a municipality where a share of its own cells are suppressed."""
    evidence = with_group(national_evidence(code))
    table = evidence.tables["indicators"]
    frame = hiding(share, code=code)(table.frame)
    return replace(
        evidence, tables={**evidence.tables, "indicators": Sourced(frame, table.sources)}
    )


@pytest.mark.parametrize("code", [HARSTAD, OSLO, AALESUND, HARAM, "1833"])
def test_the_chapter_covers_the_five_service_areas(code: str) -> None:
    chapter = quality(with_group(national_evidence(code)))
    sound(chapter)
    assert [s.title for s in chapter.sections] == [NAMES[s] for s in SERVICES]
    assert [s.id for s in chapter.findings][:2] == ["samlet", "best"]


def test_each_indicator_says_what_it_means_against_group_country_and_four_years() -> None:
    chapter = quality(with_group(national_evidence(HARSTAD)))
    statement = said(chapter, "care-educated-staff")
    assert set(statement.figures) == {"own", "group", "country", "mean"}
    assert f"Hva betyr dette? {indicator('care_educated_staff').plain}" in statement.text()
    known = build(with_group(national_evidence(HARSTAD))).known
    ids = {s.id for s in chapter.statements()}
    assert {m.entry.id.replace("_", "-") for m in known} <= ids


def test_small_multiples_are_drawn_of_shares_on_one_scale_with_own_group_and_country() -> None:
    chapter = quality(with_group(national_evidence(HARSTAD)))
    panels = [e for e in chapter.exhibits() if e.chart is not None]
    assert panels
    for exhibit in panels:
        assert exhibit.chart is not None
        assert exhibit.chart.shape is Shape.PANELS
        assert exhibit.chart.facet == "indicator"
        assert Role.OWN in exhibit.chart.roles.values()


def test_shares_of_fewer_than_twenty_are_not_shown_for_utsira() -> None:
    chapter = quality(with_group(national_evidence(UTSIRA)))
    sound(chapter)
    overview = next(e for e in chapter.exhibits() if e.id == "kvalitet-care")
    cells = {str(row[0]): row[1] for row in overview.table.rows}
    educated = next(v for name, v in cells.items() if name.startswith("Årsverk i omsorg med"))
    assert educated == "for lite grunnlag"
    assert said(chapter, "for-lite").caution
    assert not any(s.id == "care-educated-staff" for s in chapter.statements())


def test_a_mean_over_few_persons_is_a_mean_of_four_years_in_a_small_municipality() -> None:
    model = build(with_group(national_evidence(UTSIRA)))
    points = next(m for m in model.known if m.entry.id == "school_points")
    line = points.series.own
    assert points.smoothed and line is not None
    years = [line.values[y] for y in range(2021, 2025)]
    assert points.value(Role.OWN) == pytest.approx(sum(years) / 4)
    assert points.period == "2021–2024"
    large = build(with_group(national_evidence(OSLO)))
    assert not any(m.smoothed for m in large.measures)


@pytest.mark.parametrize("code", [HARSTAD, UTSIRA, OSLO, AALESUND, HARAM])
def test_with_a_third_of_the_cells_suppressed_nothing_hidden_is_judged(code: str) -> None:
    evidence = hidden(code, 1 / 3)
    chapter, model = quality(evidence), build(evidence)
    sound(chapter)
    assert model.thin
    judged = {m.entry.id for sign in (1, 0, -1) for m in model.judged(sign)}
    assert not judged & {m.entry.id for m in model.thin}
    assert said(chapter, "for-lite").figures["n"].value == len(model.thin)


def test_better_weaker_and_alike_add_up_to_all_that_can_be_judged() -> None:
    model = build(with_group(national_evidence(HARSTAD)))
    parts = [len(model.judged(sign)) for sign in (1, 0, -1)]
    able = [m for m in model.known if m.entry.sign and m.against(model.other_role) is not None]
    assert sum(parts) == len(able)


def test_a_low_number_is_better_where_low_is_good_and_neither_where_policy_decides() -> None:
    model = build(with_group(national_evidence(HARSTAD)))
    words = {m.entry.id: stands(m, m.against(Role.GROUP)) for m in model.known}
    for measure in model.known:
        word, way = words[measure.entry.id], measure.against(Role.GROUP)
        if measure.entry.sign == 0:
            assert word in ("høyere", "lavere", "likt")
        elif way:
            assert word == ("bedre" if way == measure.entry.sign else "svakere")
        assert mark(measure).split()[-1] in (
            "bedre",
            "svakere",
            "uendret",
            "høyere",
            "lavere",
            "år",
        )
    assert {"bedre", "svakere"} <= set(words.values())


def test_without_a_group_the_country_is_what_is_compared_with() -> None:
    evidence = with_group(national_evidence(HARSTAD))
    table = evidence.tables["indicators"]
    frame = table.frame.filter(~pl.col("municipality").str.starts_with("EKG"))
    alone = replace(evidence, country={}, tables={"indicators": replace(table, frame=frame)})
    chapter = quality(alone)
    sound(chapter)
    assert "bedre enn landet uten Oslo" in said(chapter, "samlet").text()


def test_oslo_alone_in_its_group_is_compared_with_the_country() -> None:
    model = build(with_group(national_evidence(OSLO)))
    assert model.other_role is Role.NORWAY
    assert model.other.name == "landet uten Oslo"


def test_nothing_fetched_says_what_is_missing_and_how_to_get_it() -> None:
    chapter = quality(Evidence(find(HARSTAD)))
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["ingen-tall"]
    assert len(chapter.missing) == 1
    assert "Hent tall" in chapter.missing[0].how_to_get


def test_constructed_figures_are_marked_also_in_counts_and_means() -> None:
    chapter = quality(with_group(national_evidence(HARSTAD)))
    for figure in chapter.figures():
        assert any(s.kind is SourceKind.CONSTRUCTED for s in figure.sources()), figure.id


def test_every_service_area_has_indicators_that_can_be_judged() -> None:
    for service in SERVICES:
        chosen = [i for i in indicators() if shown(i) and i.service == service]
        assert len(chosen) >= 5
        assert any(i.sign for i in chosen)
