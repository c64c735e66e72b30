"""The coverage that is chosen is the one that is reached, in sentence, table and result alike."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.reports import evidence_of, report_of

from veivalg.chapters.common.care_paths import people
from veivalg.chapters.plan_innenfor_rammene.chapter import without
from veivalg.chapters.scenarier.exhibits.choices import chosen
from veivalg.chapters.scenarier.model import compare
from veivalg.chapters.scenarier.model.asked import Asked, asked
from veivalg.chapters.scenarier.sentences.places import served
from veivalg.content import Missing
from veivalg.gather.evidence import Evidence
from veivalg.maths.optimise.basis import basis
from veivalg.maths.scenarios.model import Scenario


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of("5503", today="2026-11-22")


def lent(code: str) -> Evidence:
    """Give a municipality with Harstad's places and users where it has none of its own here."""
    evidence = evidence_of(code, today="2026-11-22")
    harstad = evidence_of("5503", today="2026-11-22").tables
    found = {
        name: replace(
            table,
            frame=table.frame.with_columns(pl.lit(code).alias("municipality")),
            sources={code: table.sources["5503"]},
        )
        for name in ("care_places", "care_users")
        if name not in evidence.tables
        for table in (harstad[name],)
    }
    return replace(evidence, tables={**evidence.tables, **found})


@pytest.mark.parametrize("code", ["5503", "1833", "5610", "1806", "5501"])
def test_the_coverage_that_is_reached_is_the_one_the_slider_says(code: str) -> None:
    """Whatever the places follow: 14.4 % ended at 10.0 in Harstad, and 11 at 1.4 in Rana."""
    evidence = lent(code)
    found = asked(evidence)
    assert isinstance(found, Asked)
    for driver, rate in ((0.0, 0.144), (1.0, 0.11), (2.0, 0.11)):
        moved = Scenario("Mål", settings={"driver": driver, "coverage_institution": rate})
        compared = compare(found.runner, (found.scenarios[0], moved), at=1, year=2050)
        ends = served(compared)
        assert ends is not None
        said_of = ends.text().replace("\u202f", " ")
        slider = f"{100 * rate:.1f} %".replace(".", ",")
        assert said_of.startswith(f"Dekningen er valgt til {slider}. I 2050 gir det"), said_of
        assert f"i «Mål», {slider} av innbyggerne" in said_of, said_of
        people_80, needed = (
            float(compared.runs[1].outcome.main[id][-1])
            for id in ("persons_80", "institution_needed")
        )
        assert needed == pytest.approx(rate * people_80, rel=1e-5)
        drawn_80, drawn_places = (
            compared.runs[1].outcome.at(id, 2050) for id in ("persons_80", "institution_needed")
        )
        assert drawn_places == pytest.approx(rate * drawn_80, rel=1e-3)
        listed = chosen(compared)
        assert listed is not None
        rows = listed.table.records()
        cells = [str(r["value"]).replace("\u202f", " ") for r in rows if r["scenario"] == "Mål"]
        assert slider in cells


def test_a_coverage_that_is_not_moved_leaves_the_places_to_what_they_follow(
    evidence: Evidence,
) -> None:
    """At today's coverage the lever is not moved: 343 places by age, 391 by coverage."""
    found = asked(evidence)
    assert isinstance(found, Asked)
    today = found.runner.inputs(found.scenarios[0]).levers["coverage_institution"].today
    for driver, places in ((0.0, 343), (1.0, 391)):
        still = Scenario("Står", settings={"driver": driver, "coverage_institution": today})
        compared = compare(found.runner, (found.scenarios[0], still), at=1)
        needed = compared.runs[1].outcome.middle("institution_needed", 2040)
        assert needed == pytest.approx(places, abs=1)
        assert served(compared) is None


def test_a_coverage_with_some_at_home_instead_says_both(evidence: Evidence) -> None:
    """Of 12 % a fifth get help at home instead: 9.6 % in places, and in 2030 not yet."""
    found = asked(evidence)
    assert isinstance(found, Asked)
    both = {"coverage_institution": 0.12, "home_instead_of_institution": 0.2}
    scenario = (found.scenarios[0], Scenario("Begge", settings=both))
    ends = served(compare(found.runner, scenario, at=1))
    assert ends is not None
    told = ends.text().replace("\u202f", " ")
    assert "valgt til 12,0 %, og 20 % av dem får hjelp hjemme i stedet" in told, told
    assert "9,6 % av innbyggerne" in told and "gjennomført" not in told
    early = served(compare(found.runner, scenario, at=1, year=2030))
    assert early is not None
    assert "Valget er gjennomført i 2035." in early.text()


def test_where_care_is_not_counted_it_is_said_and_what_cannot_be_set_is_left_out() -> None:
    """Utsira: «fire valg», two of them «0 brukere» everywhere, and nothing said why."""
    (made,) = (c for c in report_of("1151").chapters if c.id == "scenarier")
    (finding,) = made.findings
    assert "like på alt som kan regnes ut" in finding.text() and finding.lacking
    tables = {e.id: e for e in made.exhibits()}
    rows = tables["scenarier-valg"].table.records()
    assert {r["lever"] for r in rows} == {
        "Hjemmetjeneste i stedet for institusjon",
        "Innsatsteam og rehabilitering",
    }
    assert "på to valg" in tables["scenarier-valg"].title
    assert "likt i alle scenariene" in tables["scenarier-side-om-side"].title
    assert next(m.what for m in made.missing) == "Scenariet «Teknologi først»"
    (known,) = (c for c in report_of("5503").chapters if c.id == "scenarier")
    assert "likt" not in next(e.title for e in known.exhibits() if e.id.endswith("side-om-side"))
    assert {
        r["scenario"]
        for e in known.exhibits()
        if e.id == "scenarier-valg"
        for r in e.table.records()
    } > {"Teknologi først"}


@pytest.mark.parametrize("code", ["1151", "5503", "5624"])
def test_every_choice_that_is_listed_differs_from_today(code: str) -> None:
    (made,) = (c for c in report_of(code).chapters if c.id == "scenarier")
    values: dict[object, set[object]] = {}
    for exhibit in made.exhibits():
        for row in exhibit.table.records() if exhibit.id == "scenarier-valg" else ():
            values.setdefault(row["lever"], set()).add(row["value"])
    assert values and all(len(different) > 1 for different in values.values())


def test_a_plan_that_can_not_be_made_lists_each_gap_once_and_has_no_period() -> None:
    """Utsira's page said «tall for ikke hentet», and had each gap twice."""
    found = people(evidence_of("1151"))
    assert not isinstance(found, Missing)
    made, missing = basis(found[0])
    assert made is None and len(missing) == len({m.what for m in missing}) > 3
    assert without(found[0].place, missing).period == ""
