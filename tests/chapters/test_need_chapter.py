import pytest
from care_evidence import known, sound, without

from veivalg.chapters.behov.chapter import chapter as need
from veivalg.chapters.behov.model import build, change, need_interval
from veivalg.content import Chapter, Statement
from veivalg.foundation.errors import UsageError
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.need import Variant
from veivalg.norway.cost_keys import TOTAL, sectors, systems
from veivalg.norway.register import find


def finding(chapter: Chapter, id: str) -> Statement:
    return next(s for s in chapter.statements() if s.id == id)


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_the_chapter_is_whole_for_municipalities_with_figures(code: str) -> None:
    chapter = need(known(code))
    sound(chapter)
    assert {"omsorg", "barn", "spenn", "historie", "landet", "i-dag"} == {
        s.id for s in chapter.findings
    }
    assert {e.id for e in chapter.exhibits()} == {
        "behov-sektorer",
        "behov-milepeler",
        "behov-omsorg-sammenliknet",
        "behov-varianter",
        "utgiftsbehov-i-dag",
    }


def test_a_municipality_nothing_is_known_of_says_what_is_missing() -> None:
    chapter = need(Evidence(find("0301")))
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["mangler"]
    assert {m.table for m in chapter.missing} == {"SSB 07459", "Grønt hefte"}
    assert all("«Hent tall» på siden til Oslo" in m.how_to_get for m in chapter.missing)


def test_population_alone_is_enough_for_the_future() -> None:
    evidence = known("5503")
    rest = [n for n in evidence.tables if n not in ("population", "population_groups")]
    chapter = need(without(evidence, *rest))
    sound(chapter)
    assert finding(chapter, "omsorg").figures["change"].value is not None
    assert "Grønt hefte" in {m.table for m in chapter.missing}


def test_every_sector_and_the_total_is_100_in_the_base_year() -> None:
    model = build(known("1833"))
    assert model is not None and model.base_year == 2026
    for line in model.lines:
        for sector in (*sectors(), TOTAL):
            value = line.at(sector, model.base_year)
            assert value is None or value == pytest.approx(100)
    assert model.own.at("care", 2040) is not None


def test_the_care_finding_says_the_number_the_chart_draws() -> None:
    chapter = need(known("5503"))
    figure = finding(chapter, "omsorg").figures["change"]
    exhibit = next(e for e in chapter.exhibits() if e.id == "behov-sektorer")
    drawn = [
        r["index"]
        for r in exhibit.table.records()
        if r["sector"] == "Pleie og omsorg" and r["year"] == 2040
    ]
    assert drawn == [pytest.approx(100 * (1 + (figure.value or 0)))]


def test_the_spread_is_of_the_variants_found_in_print_and_the_other_key_stands_apart() -> None:
    model = build(known("5503"))
    assert model is not None
    assert len(model.variants) == 4
    ends = sorted(i[2040] or 0 for (id, _how), i in model.variants.items() if id == "2026")
    figures = finding(need(known("5503")), "spenn").figures
    assert figures["low"].value == pytest.approx(ends[0] / 100 - 1)
    assert figures["high"].value == pytest.approx(ends[-1] / 100 - 1)
    assert ends[-1] > ends[0]
    other = finding(need(known("5503")), "spenn-ubekreftet")
    assert other.caution and "ikke bekreftet" in other.text()
    assert "spenn-ubekreftet" not in {s.id for s in need(known("5503")).findings}


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_the_first_finding_gives_the_populations_interval_and_the_ribbon_is_the_same(
    code: str,
) -> None:
    chapter = need(known(code))
    figures = finding(chapter, "omsorg").figures
    span = figures["change"].interval
    assert span is not None and span.level == 0.8 and "etterprøvd" in span.meaning
    assert span.low < (figures["change"].value or 0) < span.high
    assert (figures["low"].value, figures["high"].value) == (span.low, span.high)
    exhibit = next(e for e in chapter.exhibits() if e.id == "behov-omsorg-sammenliknet")
    assert "etterprøvd" in exhibit.uncertainty
    ends = [
        (r["low"], r["high"])
        for r in exhibit.table.records()
        if r["place"] == chapter.municipality.name and r["year"] == 2040
    ]
    assert ends == [pytest.approx((100 * (1 + span.low), 100 * (1 + span.high)))]


def test_the_interval_is_nothing_today_and_widens() -> None:
    model = build(known("5503"))
    assert model is not None
    widths = []
    for year in (model.base_year, 2030, 2040, 2050):
        low, high = need_interval(model, year) or (0, 0)
        widths.append(high - low)
    assert widths[0] == 0
    assert widths == sorted(set(widths))


def test_an_index_shows_each_age_group_that_drives_it_once_with_its_need_per_person() -> None:
    figure = finding(need(known("5503")), "omsorg").figures["change"]
    ids = [f.id for f in figure.inputs]
    assert len(ids) == len(set(ids))
    assert {"innbyggere-90-105-own-2026", "innbyggere-90-105-own-2040"} <= set(ids)
    assert not any(f.id.startswith("innbyggere-0-105") for f in figure.inputs)
    per = next(f for f in figure.inputs if f.id == "behov-per-person-care-90-105")
    assert per.value == pytest.approx((per.inputs[0].value or 0) / (per.inputs[1].value or 1))
    assert "Grønt hefte" in per.source.note


def test_ages_inside_ssbs_groups_are_ours_and_say_so_in_lead_and_source() -> None:
    chapter = need(known("5503"))
    assert "Veivalgs beregning" in chapter.lead
    ahead = [
        f
        for f in finding(chapter, "omsorg").figures["change"].inputs
        if f.period == "1. januar 2040"
    ]
    assert {f.source.producer for f in ahead} == {"Veivalg"}
    assert all(f.source.note for f in ahead)


def test_the_2017_key_is_shown_as_unverified_and_lacks_four_sectors() -> None:
    chapter = need(known("5503", nokkel=2017))
    sound(chapter)
    assert "usikkert" in finding(chapter, "omsorg").text()
    shown = {
        r["sector"]
        for e in chapter.exhibits()
        if e.id == "behov-sektorer"
        for r in e.table.records()
    }
    assert "Kommunehelse" not in shown and "Pleie og omsorg" in shown
    assert any("2017" in m.why for m in chapter.missing)


def test_the_unverified_key_is_named_so_wherever_it_is_drawn() -> None:
    exhibit = next(e for e in need(known("5503")).exhibits() if e.id == "behov-varianter")
    names = {str(r["variant"]) for r in exhibit.table.records()}
    assert len(names) == 4
    assert all("usikkert" in name for name in names if "2017" in name)


def test_the_full_variant_changes_the_answer() -> None:
    plain, full = build(known("5503")), build(known("5503", behovsvariant=1))
    assert plain is not None and full is not None and full.variant is Variant.FULL
    assert plain.own.at("care", 2040) != full.own.at("care", 2040)


def test_a_year_without_a_key_is_refused() -> None:
    with pytest.raises(UsageError, match="Kostnadsnøkkel"):
        need(known("5503", nokkel=2010))


def test_the_official_need_is_shown_as_distance_from_the_country() -> None:
    figures = finding(need(known("5503")), "i-dag").figures
    assert figures["total"].value == pytest.approx(0.9896 - 1)
    assert figures["care"].value == pytest.approx(1.0696 - 1)


def test_an_older_base_year_gives_the_growth_since_then() -> None:
    model = build(known("5503"))
    assert model is not None
    since = change(model, model.own, "care", 2024, 2040)
    then, now = model.own.at("care", 2024), model.own.at("care", 2040)
    assert since is not None and then and now
    assert since.value == pytest.approx(now / then - 1)
    assert change(model, model.own, "care", 1950, 2040) is None


def test_every_variant_uses_a_known_system() -> None:
    model = build(known("5610"))
    assert model is not None
    assert {id for id, _variant in model.variants} <= set(systems())


def test_without_a_projection_the_past_is_shown_and_nothing_is_said_of_the_future() -> None:
    chapter = need(without(known("5503"), "population", "projection_groups"))
    sound(chapter)
    assert {s.id for s in chapter.findings} == {"historie", "i-dag"}
    assert "SSB 14746" in {m.table for m in chapter.missing}
    exhibit = next(e for e in chapter.exhibits() if e.id == "behov-sektorer")
    assert exhibit.title.startswith("Fra 2005 til 2026")
