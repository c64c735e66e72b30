import re
from dataclasses import replace

import polars as pl
import pytest
from care_evidence import adding, hiding, known, sound, without
from tests.reports import evidence_of

from veivalg.chapters.arsverk.chapter import chapter as workforce
from veivalg.chapters.arsverk.exhibits import by_part
from veivalg.chapters.arsverk.model import HOME, LONG, build
from veivalg.chapters.common.care_paths import as_today
from veivalg.chapters.common.registry import all_chapters, run_chapter
from veivalg.chapters.report import make_chapter
from veivalg.content import Chapter, Statement, Unit, format_number
from veivalg.foundation.errors import UsageError
from veivalg.gather.evidence import Evidence
from veivalg.maths.scenarios.outcome import Outcome
from veivalg.norway.register import find


def finding(chapter: Chapter, id: str) -> Statement:
    return next(s for s in chapter.statements() if s.id == id)


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_the_chapter_is_whole_for_municipalities_with_figures(code: str) -> None:
    chapter = workforce(known(code))
    sound(chapter)
    assert {"arsverk", "ansatte", "rekruttering", "arbeidsstyrke", "brukere"} <= {
        s.id for s in chapter.findings
    }
    # No split of årsverk by service is known of them, so none is told.
    ids = ["brukere", "arsverk-utvikling", "rekruttering", "arsverk-per-100", "arsverk-folsomhet"]
    assert [e.id for e in chapter.exhibits()] == ids


def test_a_municipality_nothing_is_known_of_says_what_is_missing() -> None:
    chapter = workforce(Evidence(find("0301")))
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["mangler"]
    assert {"SSB 11645 og 12292", "SSB 14533"} <= {m.table for m in chapter.missing}


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_aarsverk_in_the_base_year_are_the_published_total(code: str) -> None:
    model = build(known(code))
    assert model is not None
    assert model.values["fte"][model.base_year] == pytest.approx(model.fte_now)
    assert model.spread(model.base_year) == pytest.approx((model.fte_now, model.fte_now))


def test_the_interval_holds_the_value_and_widens() -> None:
    model = build(known("5503"))
    assert model is not None
    widths = []
    for year in model.years[1:]:
        low, high = model.spread(year) or (0, 0)
        assert low <= (model.fte_in(year) or 0) <= high
        widths.append(high - low)
    assert widths == sorted(widths)


def test_the_answer_is_that_of_the_scenario_room() -> None:
    """One model: the interval of «Som i dag», and a rise whose parts add up to the headline."""
    evidence = known("5503")
    model, found = build(evidence), as_today(evidence)
    assert model is not None
    assert isinstance(found, Outcome)
    low, high = found.quantiles("fte", (0.1, 0.9))[:, found.years.index(2040)]
    assert model.spread(2040) == (low, high)
    rise = model.rise()
    assert rise is not None
    assert rise.start == pytest.approx(747)
    assert rise.end == pytest.approx(model.fte_in(2040))
    # the parts are what they are; the headline is 899 less 747, as both are printed
    assert sum(rise.terms.values()) == pytest.approx((model.fte_in(2040) or 0) - 747)
    assert model.extra(2040) == 899 - 747


def test_the_interval_is_told_and_other_assumptions_stand_apart() -> None:
    chapter, model = workforce(known("5503")), build(known("5503"))
    assert model is not None
    figures = finding(chapter, "arsverk").figures
    extra, now = figures["extra"], model.fte_now or 0
    assert extra.interval is not None
    assert extra.interval.level == 0.8
    # the ends of the figure of årsverk are drawn at 818 and 1,015
    assert (round(now), extra.interval.low, extra.interval.high) == (747, 818 - 747, 1015 - 747)
    others = finding(chapter, "arsverk-andre").figures
    assert model.rests is not None
    ends = [e - model.rests.headline for t in model.rests.tried for e in t.ends]
    change = model.extra(2040) or 0
    assert others["least"].value == pytest.approx(change + min(ends))
    assert others["most"].value == pytest.approx(change + max(ends))


def test_a_smaller_position_needs_more_people_in_proportion() -> None:
    def people(position: float) -> float:
        chapter = workforce(known("5503", stillingsstorrelse=position))
        return finding(chapter, "ansatte").figures["people"].value or 0

    assert people(0.5) == pytest.approx(2 * people(1.0))


def test_more_leavers_need_more_recruits() -> None:
    told = finding(workforce(known("5503")), "rekruttering")
    figures = told.figures
    assert (figures["few"].value or 0) < (figures["people"].value or 0)
    assert (figures["people"].value or 0) < (figures["many"].value or 0)


def test_recruits_are_those_of_the_year_with_the_interval_of_the_draws() -> None:
    """Harstad 2040: 124 + 4; how many leave is one assumption, and no 80 % interval."""
    told = finding(workforce(known("5503")), "rekruttering")
    people = told.figures["people"]
    assert round(people.value or 0) == 128
    assert people.quantity is not None
    assert people.quantity.address == "hires/2040"
    assert people.interval is not None
    assert people.interval.level == 0.8
    assert "trolig mellom 90 og 180. Slutter 5,2" in told.text()
    assert "og slutter 21,9" in told.text()  # as they are reckoned with


def test_the_share_that_is_growth_is_of_the_years_that_are_shown_and_says_so() -> None:
    """10 % of the six years was told as of all recruitment, of which it was 8,5 to 2050."""
    exhibits = {e.id: e for e in workforce(known("5503")).exhibits()}
    shown = exhibits["rekruttering"]
    replaced, grown = (sum(float(row[i]) for row in shown.table.readable().rows) for i in (1, 2))
    share = re.match(r"Vekst er (\d+)\u202f% av rekrutteringen i årene som er vist$", shown.title)
    assert share is not None, shown.title
    assert float(share[1]) == pytest.approx(100 * grown / (replaced + grown), abs=0.5)


def test_an_impossible_position_is_refused() -> None:
    with pytest.raises(UsageError, match="stillingsstørrelse"):
        workforce(known("5503", stillingsstorrelse=1.5))


def test_the_home_group_not_published_is_derived_and_a_suppressed_one_is_not() -> None:
    harstad, karasjok = build(known("5503")), build(known("5610"))
    assert harstad is not None and karasjok is not None
    assert [g.users for g in harstad.used[HOME].groups if g.derived] == [264]
    assert [(g.low, g.high) for g in karasjok.used[LONG].groups] == [(0, 79), (80, 105)]


def test_hidden_users_of_a_service_are_reported_and_not_guessed() -> None:
    hidden = hiding(known("5610"), "care_users", "users", pl.col("service") == "long_stay")
    chapter = workforce(hidden)
    sound(chapter)
    assert any("langtidsopphold" in m.what for m in chapter.missing)
    assert not any(s.id == "arsverk" for s in chapter.statements())


@pytest.mark.parametrize("table", ["care_staff", "care_places", "care_hours", "printed_figures"])
def test_the_chapter_is_made_without_any_one_table(table: str) -> None:
    chapter = workforce(without(known("5503"), table))
    sound(chapter)
    assert any(s.id == "brukere" for s in chapter.findings)
    if table == "care_staff":
        assert not any(s.id == "arsverk" for s in chapter.statements())
        assert "SSB 14533" in {m.table for m in chapter.missing}


def test_the_printed_growth_is_set_beside_ours_as_a_caution() -> None:
    statement = finding(workforce(known("5503")), "trykt")
    assert statement.caution
    assert statement.figures["theirs"].value == 251
    assert 348 <= (statement.figures["implied"].value or 0) <= 350
    assert statement.marked().startswith("Avvik i kilden:")


def test_aarsverk_are_split_on_services_only_where_pay_tells_it() -> None:
    model = build(known("5503"))
    assert model is not None
    assert by_part(model) is None
    told = replace(model.care.labour, shown=True)
    shown = by_part(replace(model, care=replace(model.care, labour=told)))
    assert shown is not None
    assert shown.table.rows[0][1] == pytest.approx(747)


@pytest.mark.parametrize(("driver", "named"), [(0, "bruk i hver aldersgruppe"), (1, "dekning av")])
def test_the_first_sentence_names_what_places_follow(driver: float, named: str) -> None:
    """All three stand together whatever is chosen: 899, 960 and 790 årsverk of 747 today."""
    chapter = workforce(known("5503", driver=driver))
    assert f"plassene følger dagens {named}" in finding(chapter, "arsverk").text()
    three = finding(chapter, "arsverk-tre")
    told = [f.value for f in three.figures.values()]
    assert told == pytest.approx([899, 960, 856], abs=0.6)
    assert "driver" in [a.id for a in chapter.assumptions]
    extra = finding(chapter, "arsverk").figures["extra"]
    assert extra.value == pytest.approx([152, 213][int(driver)], abs=0.6)


@pytest.mark.parametrize(
    ("driver", "years", "beds", "fte", "million"),
    # All the way to 2040 the trend takes 24.9 % of the places, 109 årsverk and 122 million. The
    # five years it goes on for, when nobody has chosen otherwise, take 9.7 %: 42.5 and 47.5.
    [
        (0.0, None, 343, 899, 989),
        (1.0, None, 391, 960, 1057),
        (2.0, None, 310, 856, 941.5),
        (2.0, 14, 258, 790, 867),
    ],
)
def test_places_aarsverk_and_kroner_follow_the_same(
    driver: float, years: int | None, beds: int, fte: int, million: float
) -> None:
    """Of one evidence: what Plasser, Årsverk and Scenarier tell is of one path."""
    chosen = {} if years is None else {"trend-aar": float(years)}
    evidence = evidence_of("5503", overrides={"driver": driver, **chosen})
    staff, places = run_chapter("arsverk", evidence), run_chapter("plasser", evidence)
    table = next(e for e in staff.exhibits() if e.id == "arsverk-utvikling")
    assert next(r["fte"] for r in table.table.records() if r["year"] == 2040) == fte
    trend = 310 if years is None else 258
    lasts = "i fem år til" if years is None else "helt til 2040"
    going = f"en bruk som endrer seg {lasts}, i samme takt som de siste fem årene"
    names = ["bruk i hver aldersgruppe", "dekning av dem over 80", going]
    needed, others = (finding(places, id).text() for id in ("behov", "tre-tall"))
    assert names[int(driver)] in needed and f"{beds}\u202fplasser i 2040" in needed
    assert all(f"{n}\u202fplasser" in needed + others for n in (343, 391, trend)), "all three stand"
    assert driver < 2 or f"følger {going}" in finding(staff, "arsverk").text()
    wanted = {"institution-needed-naa": beds, "fte-naa": fte, "cost-naa": million * 1e6}
    scenarios = run_chapter("scenarier", evidence)
    for id, value in wanted.items():
        today = finding(scenarios, id).figures["base"]
        assert today.value == pytest.approx(value, rel=2e-3), id


@pytest.mark.parametrize("id", [c.id for c in all_chapters() if "care_users" in c.needs])
def test_what_places_follow_goes_with_every_chapter_and_must_be_one_of_three(id: str) -> None:
    assert make_chapter(id, find("5503"), overrides={"driver": 1.0}).id == id
    with pytest.raises(UsageError, match="Plassene følger"):
        make_chapter(id, find("5503"), overrides={"driver": 7.0})


def test_the_ends_told_are_those_of_the_table() -> None:
    chapter = workforce(known("5610"))
    table = next(e for e in chapter.exhibits() if e.id == "arsverk-folsomhet")
    cells = [v for row in table.table.rows for v in row[3:] if isinstance(v, float)]
    others = finding(chapter, "arsverk-andre")
    ends = [others.figures[slot].value or 0 for slot in ("least", "most")]
    assert [min(cells), max(cells)] == [pytest.approx(end, abs=0.5) for end in ends]
    told = " ".join(format_number(abs(v), Unit.COUNT, 0) for v in (min(cells), max(cells)))
    assert set(told.split()) <= set(re.findall(r"[0-9]+", table.title))
    assert set(told.split()) <= set(re.findall(r"[0-9]+", others.text()))


def test_why_attendance_moves_aarsverk_and_sick_leave_does_not_is_told() -> None:
    chapter = workforce(known("5503"))
    table = next(e for e in chapter.exhibits() if e.id == "arsverk-folsomhet")
    assert "Sykefravær gjør det ikke: det dekkes av vikarer" in table.note


def test_hours_that_fill_all_aarsverk_are_questioned() -> None:
    told = finding(workforce(known("5610")), "timer")
    assert told.caution
    assert told.text().startswith("Timetallet kan ikke brukes")
    assert "%" not in told.text()
    assert not finding(workforce(known("5503")), "timer").caution


def test_more_users_under_67_take_more_aarsverk() -> None:
    """They are a number: one per cent more a year raises årsverk, whatever the people."""
    models = [build(known("5503", trend_yngre=growth)) for growth in (0.0, 0.01)]
    ends = [model.fte_in(2040) or 0 for model in models if model is not None]
    assert ends[0] < ends[1]


def test_the_country_is_compared_with_where_its_figures_are_known() -> None:
    evidence = adding(known("5503"), "care_staff", [("0", 2025, "all", 145_000.0, None)])
    chapter = workforce(evidence)
    sound(chapter)
    figures = finding(chapter, "sammenlikning").figures
    own, theirs = figures["own"].value or 0, figures["theirs"].value or 0
    assert 4 < theirs < own < 6
    names = {
        r["place"]
        for e in chapter.exhibits()
        if e.id == "arsverk-per-100"
        for r in e.table.records()
    }
    assert names == {"Harstad", "Norge (med Oslo)"}
    assert not any(m.table == "SSB 14533" for m in chapter.missing)


def test_without_a_projection_nothing_is_said_of_the_future() -> None:
    chapter = workforce(without(known("5503"), "population", "projection_groups"))
    sound(chapter)
    assert {s.id for s in chapter.findings} == {"brukere", "arbeidsstyrke"}
    assert "SSB 14746" in {m.table for m in chapter.missing}


def test_each_exhibit_and_figure_rests_only_on_what_it_was_made_from() -> None:
    chapter = workforce(known("5503"))
    tables = {e.id: {s.table for s in e.sources} for e in chapter.exhibits()}
    assert tables["brukere"] == {"", "11645, 12292", "07459", "14746"}
    assert "14533" in tables["arsverk-utvikling"]
    by_id = {f.id: f for f in chapter.figures()}
    assert by_id["per-100-now"].assumptions == ()
    assert {a.id for a in by_id["hjemmetjeneste-fram"].assumptions} == {"trend-yngre"}
    assert {a.id for a in by_id["stilling"].assumptions} == {"stillingsstorrelse"}


def test_hours_a_week_are_ssbs_and_are_written_as_published() -> None:
    hours = finding(workforce(known("5503")), "timer").figures["hours"]
    assert hours.source.producer == "SSB" and hours.source.table
    assert "4,2" in hours.text() and "timer" in hours.source.title.lower()


def test_intervals_say_that_their_spread_is_tested_and_why_the_scenarios_are_wider() -> None:
    chapter = workforce(known("5503"))
    told = [e.uncertainty for e in chapter.exhibits() if "Båndet" in e.uncertainty]
    assert told
    assert all("etterprøvd" in t and "scenariorommet" in t for t in told)


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_the_headline_is_as_sure_as_its_table_of_assumptions(code: str) -> None:
    chapter = workforce(evidence_of(code))
    exhibits = {e.id: e for e in chapter.exhibits()}
    said = finding(chapter, "arsverk")
    change, table = said.figures["extra"].value or 0.0, exhibits["arsverk-folsomhet"].table
    ends = [v for key in ("low", "high") for v in table.cells(key) if isinstance(v, float)]
    turns = any(change * end < 0 for end in ends)
    assert turns == ("Fortegnet snur når" in said.text()) == said.text().startswith("Usikkert om")
    if turns:
        assert said.marked().startswith("Usikkert om")
        assert exhibits["arsverk-utvikling"].title.startswith("Usikkert: ")
    assert turns or code != "1833"  # of Rana one assumption does
