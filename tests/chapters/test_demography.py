import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from chapter_checks import check_chapter, texts

from veivalg.chapters.befolkning.chapter import chapter as population
from veivalg.chapters.befolkning.model import build
from veivalg.chapters.common.registry import find_chapter
from veivalg.content import Chapter, Exhibit, Role, Unit
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.ensemble.local import ensemble_for
from veivalg.maths.projections.hamilton_perry import OPEN
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.publish.document.cells import cell_text
from veivalg.tables import Sourced

Make = Callable[..., Evidence]
NOW = (2000.0, 4000.0, 1500.0, 520.0)


def exhibit(chapter: Chapter, id: str) -> Exhibit:
    return next(e for e in chapter.exhibits() if e.id == id)


def test_it_is_found_by_its_norwegian_name() -> None:
    assert find_chapter("befolkning").title == "Befolkning"


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_the_first_run_gives_a_whole_chapter(code: str, embedded: Make) -> None:
    chapter = population(embedded(code))
    check_chapter(chapter)
    assert 3 <= len(chapter.findings) <= 6
    ids = {e.id for e in chapter.exhibits()}
    assert ids == {
        "endring",
        "aldersgrupper",
        "pyramide",
        "alternativer",
        "usikkerhet",
        "andel-80",
        "vippepunkt",
        "aldersbaereevne",
        "familieomsorg",
    }
    assert any(m.table == "SSB 14746" and "Hent tall" in m.how_to_get for m in chapter.missing)


def test_a_municipality_without_tables_says_what_is_missing_and_how_to_get_it(
    unknown: Evidence,
) -> None:
    chapter = population(unknown)
    assert chapter.findings == ()
    assert "«Hent tall» på siden til Utsira" in chapter.missing[0].how_to_get


def test_a_single_count_gives_the_present_and_no_future(by_hand: Make) -> None:
    chapter = population(by_hand({2026: NOW}))
    check_chapter(chapter)
    assert "Utsira har" in texts(chapter)
    assert "2050" not in texts(chapter)
    assert exhibit(chapter, "endring").chart is None


def test_growth_is_said_to_be_growth(by_hand: Make) -> None:
    grown = tuple(1.2 * n for n in NOW)
    chapter = population(
        by_hand(
            {2016: tuple(0.9 * n for n in NOW), 2026: NOW}, {2030: grown, 2040: grown, 2050: grown}
        )
    )
    check_chapter(chapter)
    assert "% flere enn i 2016" in texts(chapter)
    assert "% flere enn i 2026" in texts(chapter)
    assert "færre enn i" not in texts(chapter)
    assert "mest synker" not in texts(chapter)


def test_decline_is_never_called_growth(by_hand: Make) -> None:
    less = tuple(0.8 * n for n in NOW)
    chapter = population(
        by_hand(
            {2016: tuple(1.1 * n for n in NOW), 2026: NOW}, {2030: less, 2040: less, 2050: less}
        )
    )
    check_chapter(chapter)
    assert "flere enn i" not in texts(chapter)
    assert "mest øker" not in texts(chapter)
    assert "% færre enn i 2026" in texts(chapter)


def test_no_change_is_neither(by_hand: Make) -> None:
    chapter = population(by_hand({2016: NOW, 2026: NOW}, {2030: NOW, 2040: NOW, 2050: NOW}))
    check_chapter(chapter)
    assert "om lag like mange som i 2016" in texts(chapter)
    assert "ingen gruppe endrer seg" in texts(chapter)


def test_ssbs_own_projection_leaves_no_caveat_and_draws_its_alternatives(by_hand: Make) -> None:
    chapter = population(by_hand({2026: NOW}, {2027: NOW, 2050: NOW}))
    assert not any(m.table == "SSB 14746" for m in chapter.missing)
    assert exhibit(chapter, "alternativer").note == ""


def test_the_table_adds_up_to_its_total_row(embedded: Make) -> None:
    """Each number is rounded by itself: 2027 is one over its sum, which a row of its own tells."""
    held = exhibit(population(embedded("5503")), "endring").table
    table = held.readable()
    assert table.total_row and len(table.rows) == len(held.rows) + 1
    assert table.rows[:6] == held.rows[:6] and table.rows[-1] == held.rows[-1]
    assert table.rows[-2] == ("Avrunding", 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, "")
    for column, _whole in enumerate(table.columns[1:-1], start=1):
        parts = [float(row[column] or 0) for row in table.rows]
        assert sum(parts[:-1]) == pytest.approx(parts[-1], abs=0.01)


def test_the_table_shows_base_next_year_and_the_decades(embedded: Make) -> None:
    table = exhibit(population(embedded("5503")), "endring").table
    assert [c.title for c in table.columns][1:6] == ["2026", "2027", "2030", "2040", "2050"]


def test_alternatives_are_named_lines_without_a_ribbon(embedded: Make) -> None:
    fan = exhibit(population(embedded("5503")), "alternativer")
    assert fan.chart is not None
    assert fan.chart.low is None
    assert fan.chart.roles["Lav nasjonal vekst"] is Role.SCENARIO
    assert "ikke et usikkerhetsintervall" in fan.uncertainty


def test_the_interval_stands_apart_and_is_the_one_held_against_what_came(embedded: Make) -> None:
    evidence = embedded("5503")
    chapter = population(evidence)
    spread = exhibit(chapter, "usikkerhet")
    assert not spread.assumptions and not chapter.assumptions
    assert "etterprøvd" in spread.uncertainty
    draws = ensemble_for(PeopleTables.among(evidence.tables), evidence.place)
    assert draws is not None
    low, middle, high = np.quantile(draws.group(0, 105)[:, -1], (0.1, 0.5, 0.9))
    year, value, *ends = spread.table.rows[-1]
    assert year == 2050
    wanted = [float(value or 0) * low / middle, float(value or 0) * high / middle]
    assert [float(e or 0) for e in ends] == pytest.approx(wanted, abs=1)


def test_without_one_year_ages_the_interval_shows_the_choices_behind_it(embedded: Make) -> None:
    def bands_only(overrides: dict[str, float] | None = None) -> Evidence:
        evidence = embedded("5503", overrides)
        kept = {name: table for name, table in evidence.tables.items() if name != "population"}
        return replace(evidence, tables=kept)

    chapter = population(bands_only())
    spread = exhibit(chapter, "usikkerhet")
    assert spread.assumptions
    assert {a.id for a in spread.assumptions} == {a.id for a in chapter.assumptions}
    wide = population(bands_only({"framskriving-spredning": 1.0}))
    before, after = spread.table.rows[-1][3], exhibit(wide, "usikkerhet").table.rows[-1][3]
    assert float(after or 0) > float(before or 0)


def test_harstads_printed_table_is_said_to_be_62_off_and_437_not_427(embedded: Make) -> None:
    said = texts(population(embedded("5503")))
    assert "summerer aldersgruppene for 2024 til 25 118" in said
    assert "Forskjellen er 62" in said
    assert "For 18–49 år er det trykt 9 993; SSB har 9 931." in said
    assert "skriver +427" in said
    assert "gir +437" in said
    assert "skriver 11,2 % for andelen på 80 år og eldre i 2040" in said
    assert "Dokumentets egen tabell gir 9,9 %" in said
    assert "skriver 2,61 for aldersbæreevnen i 2040" in said


def test_what_disagrees_with_print_is_a_caution(embedded: Make) -> None:
    chapter = population(embedded("5503"))
    off = [s for s in chapter.statements() if s.marked().startswith("Avvik i kilden:")]
    assert len(off) >= 4
    assert all(s.caution and s.deviation for s in off)
    under = {e.id: [s.id for s in e.deviations] for e in chapter.exhibits() if e.deviations}
    assert set(under) == {"endring", "andel-80", "aldersbaereevne", "familieomsorg"}
    assert under["endring"] == ["avvik-sum-2024", "avvik-endring-90"]


def test_rana_tips_in_2024_where_2023_is_printed(embedded: Make) -> None:
    said = texts(population(embedded("1833")))
    assert "Siden 2024 har det vært flere innbyggere på 65 år og eldre" in said
    assert "flere eldre enn unge i 2023 i Rana og i 2030 i Norge" in said
    assert "gir 2024 for Rana, og Veivalgs framskriving gir 2031 for Norge." in said
    assert "24 færre eldre enn unge i Rana" in said


def test_a_tipping_point_that_tipped_back_is_not_said_to_have_lasted(by_hand: Make) -> None:
    old, young = (1900.0, 4000.0, 1500.0, 520.0), (2200.0, 4000.0, 1500.0, 520.0)
    chapter = population(by_hand({2022: young, 2023: old, 2024: young, 2025: young, 2026: young}))
    assert "I 2023 var det for første gang flere" in texts(chapter)
    assert "Siden 2023" not in texts(chapter)


def test_a_municipality_without_printed_figures_has_no_such_section(embedded: Make) -> None:
    assert not any(e.deviations for e in population(embedded("5610")).exhibits())


def test_small_places_show_far_years_with_two_digits(by_hand: Make) -> None:
    few = (130.0, 260.0, 104.0, 52.0)
    chapter = population(by_hand({2016: few, 2021: few, 2026: few}))
    total = next(f for f in chapter.figures() if f.id == "innbyggere-0-105-2050")
    assert total.decimals == -1 if (total.value or 0) < 1000 else -2
    assert total.interval is not None


def test_what_is_told_of_a_small_place_is_what_its_table_has(embedded: Make) -> None:
    """7 fewer of 0–17 years stood beside 412 and 410 in Karasjok: both ends are told instead."""
    chapter = population(embedded("5610"))
    said = next(s for s in chapter.statements() if s.id == "barn-og-voksne").text()
    told = re.search(r"I 2040 er det omtrent (\d+) på 0–17 år, mot (\d+) i 2026\.", said)
    assert told is not None, said
    table = exhibit(chapter, "endring").table.readable()
    row = next(r for r in table.rows if r[0] == "0–17 år")
    shown = [cell_text(c, v) for c, v in zip(table.columns, row, strict=True)]
    years = [c.title for c in table.columns]
    assert told.groups() == (shown[years.index("2040")], shown[years.index("2026")])
    assert "færre" not in said


def test_few_over_85_give_the_ratio_an_interval_and_a_warning(by_hand: Make) -> None:
    few = (130.0, 260.0, 104.0, 26.0)
    chapter = population(by_hand({2026: tuple(n / 4 for n in few)}))
    check_chapter(chapter)
    found = [f for f in chapter.figures() if f.id.startswith("familieomsorg-2026")]
    assert all(f.interval is not None for f in found if (f.inputs[1].value or 0) < 20)


def test_group_and_country_stand_beside_the_municipality(embedded: Make) -> None:
    chapter = population(embedded("5610"))
    chart = exhibit(chapter, "andel-80").chart
    assert chart is not None
    assert list(chart.roles.values()) == [Role.OWN, Role.GROUP, Role.NORWAY]
    assert "i KOSTRA-gruppe" in texts(chapter)


def test_without_the_group_the_chapter_stands_and_says_so(embedded: Make) -> None:
    found = embedded("5503")
    own = found.tables["population_groups"]
    frame = own.frame.filter(~own.frame["municipality"].str.starts_with("EKG"))
    tables = {**found.tables, "population_groups": Sourced(frame, own.sources)}
    chapter = population(replace(found, tables=tables))
    check_chapter(chapter)
    assert any("hele landet" in m.how_to_get for m in chapter.missing)


def test_every_figure_of_the_future_says_how_it_was_made(embedded: Make) -> None:
    for figure in population(embedded("5503")).figures():
        if figure.id.startswith("innbyggere") and "framskrevet" in figure.label:
            assert figure.method == "M2"
            assert figure.source.producer in {"SSB", "Veivalg"}
    assert OPEN == 105


def test_a_long_document_name_is_written_once_and_then_the_short_one(embedded: Make) -> None:
    off = [s.text() for s in population(embedded("5503")).statements() if s.deviation]
    assert len(off) > 2
    assert "«Harstad kommune: Tjenestegjennomgang" in off[0]
    assert all("elrapport 1 skriver" in t and "Tjenestegjennomgang" not in t for t in off[1:])


def test_where_a_projection_of_ours_stands_in_the_lead_says_so_for_here_and_norway(
    embedded: Make,
) -> None:
    lead = population(embedded("5503")).lead
    assert "Framskrivingen etter alder i Harstad er Veivalgs beregning" in lead
    assert "Framskrivingen for Norge er Veivalgs beregning" in lead
    assert lead.count("Hamilton–Perry") == 1
    assert "Framskrivingen for Norge er Veivalgs beregning (etterprøvd), ikke SSBs." in lead


def test_where_ssbs_projection_is_read_the_lead_names_no_calculation_of_ours(
    by_hand: Make,
) -> None:
    chapter = population(by_hand({2026: (10, 20, 5, 3)}, {2040: (8, 18, 6, 4)}))
    assert "Veivalgs beregning" not in chapter.lead


def test_the_fan_of_totals_is_ssbs_and_changes_over_decades_have_no_decimals(
    embedded: Make,
) -> None:
    chapter = population(embedded("5503"))
    fan = exhibit(chapter, "alternativer")
    assert {s.table for s in fan.sources} == {"07459", "14746"}
    (change,) = [f for f in chapter.figures() if f.id == "endring-0-105-2026-2050"]
    assert change.text().replace("\u202f", " ").endswith(" %") and "," not in change.text()
    assert "omtrent" in texts(chapter)


def test_people_in_tables_are_whole_numbers(embedded: Make) -> None:
    for e in population(embedded("5610")).exhibits():
        keys = {c.key for c in e.table.columns if c.unit is Unit.PERSONS}
        for row in e.table.records():
            assert all(
                v is None or float(v) == round(float(v))
                for k, v in row.items()
                if k in keys and v != "–"
            )


def test_few_people_give_no_change_in_per_cent(by_hand: Make) -> None:
    d = build(by_hand({2026: (50, 100, 30, 0.25)}, {2040: (50, 100, 30, 0.5)}))
    assert d is not None
    change = d.change(80, 105, 2026, 2040)
    assert change is not None and change.value is None


def test_the_six_age_groups_are_a_table_on_page_and_paper(embedded: Make) -> None:
    made = population(embedded("5503"))
    table, drawn = exhibit(made, "aldersgrupper"), exhibit(made, "endring")
    assert table.chart is None
    told, behind = table.table.readable().records(), drawn.table.readable().records()
    assert told == behind, "one number, one value"
    keys = [c.key for c in table.table.columns]
    assert keys == ["group", "y2026", "y2027", "y2030", "y2040", "y2050", "change", "share"]
    assert len(table.table.rows) == 7
    total = dict(zip(keys, table.table.rows[-1], strict=True))
    now = cell_text(table.table.column("y2026"), total["y2026"])
    (ahead,) = (s for s in made.statements() if s.id == "folketall-fram")
    later = ahead.figures["later"].text(word=False)
    assert table.title.startswith(f"{now} innbyggere i 2026 og omtrent {later} i 2050")


def test_maps_of_where_people_live_are_told_to_be_missing(embedded: Make) -> None:
    (maps,) = [m for m in population(embedded("5503")).missing if m.what.startswith("Kart over")]
    assert "grunnkrets" in maps.why and "Kart.ssb.no" in maps.how_to_get
