"""What is asked is answered, what is hidden stays hidden, and the address makes it again."""

from __future__ import annotations

import polars as pl
import pytest
from tests.explorer.conftest import table

from veivalg.content import Figure, Place, Shape, Source
from veivalg.maths.comparison.figures import Figures
from veivalg.maths.comparison.likeness import likeness, steadiness
from veivalg.maths.comparison.peers import Contribution, Neighbour, Stability
from veivalg.norway.indicators import indicator, indicators
from veivalg.norway.register import municipalities, municipality
from veivalg.publish.document.cells import constructed
from veivalg.sources.kartverket.boundaries import centres
from veivalg.tables import Sourced
from veivalg.web.rooms.explorer.answer import explore, map_chapter
from veivalg.web.rooms.explorer.duel_chapter import Difference, _alike, _title, duel_chapter
from veivalg.web.rooms.explorer.exhibits import write
from veivalg.web.rooms.explorer.peer_chapter import group_members, peer_chapter, why
from veivalg.web.rooms.explorer.selection import Selection, read


def pick(**pairs: str) -> Selection:
    return read(pairs.items())


def test_a_value_is_given_back_as_it_was_put_in(figures: Figures) -> None:
    assert figures.value("net_debt", 2024, "0301") == pytest.approx(0.001)
    assert figures.cell("net_debt", 2024, "9999") is None
    assert figures.cell("net_debt", 1999, "0301") is None


def test_hidden_and_too_few_are_texts_and_never_nought(figures: Figures) -> None:
    assert figures.cell("net_debt", 2025, "1151") == "skjermet"
    assert figures.cell("school_transport_share", 2025, "1151") == "for lite grunnlag"
    assert figures.value("school_transport_share", 2025, "1151") is None
    # A share of money may rest on any denominator.
    assert isinstance(figures.cell("net_operating_result", 2025, "1151"), float)


def test_nothing_fetched_answers_with_nothing() -> None:
    empty = Figures(None)
    assert not empty
    made = explore(pick(tall="net_debt", kommune="5503"), empty)
    assert not list(made.exhibits())
    assert made.missing[0].what == "Netto lånegjeld"
    assert map_chapter(pick(tall="net_debt"), empty, centres()) is None


def test_a_municipality_that_was_split_says_which_years_are_missing(figures: Figures) -> None:
    made = explore(pick(tall="net_debt", kommune="1580,5503"), figures)
    (note,) = made.notes
    assert note.line().startswith("Brudd i serien – Tallene før 2024, Haram: Mangler: kommunen er")
    assert explore(pick(tall="net_debt", kommune="5503"), figures).notes == ()


def test_the_country_is_without_oslo_where_there_are_figures_of_it() -> None:
    """Finances always; a service whose only figure holds Oslo is of a country that says so."""
    made = table()
    one = made.frame.filter(municipality="5503")
    both = pl.concat(
        [
            made.frame,
            one.with_columns(municipality=pl.lit("0")),
            one.filter(indicator="school_points").with_columns(municipality=pl.lit("EAKUO")),
        ]
    )
    known = Figures(Sourced(both, made.sources))
    chosen = pick(tall="net_debt,care_cost_pi,school_points", kommune="5503", landet="1")
    names = [chosen.compared(entry, known)[-1][1].name for entry in chosen.entries()]
    assert names == ["landet uten Oslo", "Norge (med Oslo)", "landet uten Oslo"]
    shown = explore(chosen, known)
    assert "landet uten Oslo, Norge (med Oslo)" in shown.lead
    drawn = [{str(cell) for row in e.table.rows for cell in row} for e in shown.exhibits()]
    assert ["Norge (med Oslo)" in cells for cells in drawn] == [False, True, False]


def test_the_address_makes_the_same_selection_again() -> None:
    first = pick(
        tall="net_debt,care_cost_pi",
        kommune="Harstad, 1903,rana",
        landet="1",
        fra="2024",
        kart="care_cost_pi",
    )
    assert first.places == ("5503", "1833")
    assert first.query() == (
        "tall=net_debt,care_cost_pi&kommune=5503,1833&landet=1&fra=2024&kart=care_cost_pi"
    )
    again = read(tuple(part.split("=")) for part in first.query().split("&"))  # type: ignore[misc]
    assert again == first


def test_what_can_not_be_used_is_told_and_the_rest_is_shown() -> None:
    chosen = pick(tall="net_debt,tull", kommune="5503,xyzzyx", fra="nå", til="2025")
    assert chosen.indicators == ("net_debt",)
    assert chosen.places == ("5503",)
    assert len(chosen.errors) == 3


def test_no_more_than_six_figures_and_twelve_places() -> None:
    ids = ",".join(i.id for i in indicators()[:8])
    chosen = pick(tall=ids, kommune=",".join(m.code for m in municipalities()[:14]))
    assert (len(chosen.indicators), len(chosen.places), len(chosen.errors)) == (6, 12, 2)


def test_years_the_wrong_way_round_are_turned() -> None:
    chosen = pick(fra="2025", til="2023")
    assert (chosen.first, chosen.last) == (2023, 2025)


def test_each_figure_is_explained_charted_and_the_own_line_is_ours(figures: Figures) -> None:
    made = explore(pick(tall="net_debt,care_cost_pi", kommune="5503,1833"), figures)
    said = [s.text() for s in made.statements()]
    assert said[0].startswith("Hva betyr dette? Hvor stor gjelden er")
    assert "I 2025 hadde Harstad" in said[1]
    shapes = [e.chart.shape for e in made.exhibits() if e.chart]
    assert shapes == [Shape.LINES, Shape.LINES]
    one = explore(pick(tall="net_debt", kommune="5503,1833", fra="2025"), figures)
    assert [e.chart.shape for e in one.exhibits() if e.chart] == [Shape.BARS]


def test_constructed_figures_are_marked_and_named(figures: Figures) -> None:
    made = explore(pick(tall="net_debt", kommune="5503,1833"), figures)
    exhibit = next(made.exhibits())
    assert constructed(exhibit.sources)
    assert "Eksempel for Rana" in exhibit.note
    marks = {row["place"]: row["mark"] for row in exhibit.table.records()}
    assert marks == {"Harstad": "", "Rana": "Eksempel"}
    own = explore(pick(tall="net_debt", kommune="5503"), figures)
    assert not constructed(next(own.exhibits()).sources)


def test_the_map_has_every_municipality_and_says_who_is_hidden(figures: Figures) -> None:
    made = map_chapter(pick(tall="net_debt", kommune="5503", til="2024"), figures, centres())
    assert made is not None
    exhibit = next(made.exhibits())
    assert len(exhibit.table.rows) == 357
    assert exhibit.table.rows[-1] == ("1151", "Utsira", "skjermet")
    assert exhibit.subtitle.startswith("Netto lånegjeld, 2024")
    assert "For 1 kommuner er tallet skjermet" in exhibit.note


def test_a_duel_measures_the_newest_year_both_have(figures: Figures) -> None:
    made = duel_chapter(municipality("5503"), municipality("0301"), figures)
    assert made.period == "2025"
    assert len(made.findings) == 6
    assert {s.id for s in made.sections} >= {"finance", "care"}
    care = next(e for e in made.exhibits() if e.id.startswith("care"))
    assert care.table.readable().columns[1].title == "Harstad"


def test_a_duel_in_one_service_keeps_to_it(figures: Figures) -> None:
    made = duel_chapter(municipality("5503"), municipality("1151"), figures, "finance")
    assert [s.id for s in made.sections] == ["finance"]
    assert "Netto lånegjeld" not in {row[0] for e in made.exhibits() for row in e.table.rows}
    assert any(m.what.endswith("for Utsira") for m in made.missing)


def test_the_middle_of_few_municipalities_is_not_told() -> None:
    few = table()
    kept = few.frame.filter(few.frame["municipality"].is_in(["5503", "1833"]))
    made = explore(pick(tall="net_debt", kommune="5503"), Figures(type(few)(kept, few.sources)))
    assert not any("Midt blant" in s.text() for s in made.statements())
    assert indicator("net_debt").name in next(made.exhibits()).title


def test_peers_say_group_nearest_and_how_well_it_holds() -> None:
    like = likeness({"indicators": table()}, municipalities())
    made, nearest = peer_chapter(municipality("5503"), like)
    assert len(nearest) == 10
    assert like.constructed
    assert any("av de 10 nærmeste" in s.text() for s in made.statements())
    assert "behov" in made.missing[0].what
    assert all("Uten tall for behov, størrelse" in why(near) for near in nearest)
    assert len(made.assumptions) == 5
    groups = {m.kostra_group for m in group_members(municipality("5503"))}
    assert groups == {municipality("5503").kostra_group}


def test_why_two_are_near_is_said_with_the_share_of_what_sets_them_apart() -> None:
    parts = (
        Contribution("income", 0.625, 1.2),
        Contribution("size", 0.3, 0.9),
        Contribution("settlement", 0.074, 0.5),
        Contribution("centrality", 0.001, 0.1),
    )
    assert why(Neighbour("1833", 0.7, parts, ("need",))).replace("\u202f", " ") == (
        "Likt: sentralitet. Skiller mest: inntekt (63 %), størrelse (30 %). Uten tall for behov."
    )


def test_centrality_alone_is_no_likeness() -> None:
    made, nearest = peer_chapter(municipality("5503"), likeness({}, municipalities()))
    assert nearest == ()
    assert [s.id for s in made.sections] == ["gruppe"]
    assert "hele landet" in made.missing[0].how_to_get


def test_where_the_country_is_unknown_the_duel_still_says_what_differs_most() -> None:
    few = table()
    kept = few.frame.filter(few.frame["municipality"].is_in(["5503", "0301"]))
    made = duel_chapter(
        municipality("5503"), municipality("0301"), Figures(type(few)(kept, few.sources))
    )
    assert made.findings
    assert all("Harstad har" in said.text() for said in made.findings)


def test_a_list_without_what_counts_most_is_never_called_stable() -> None:
    every = Stability(kept=10.0, fewest=10, of=10, draws=500, spread=0.25, staying={})
    blind = [Neighbour(str(n), 0.1, (), ("need",)) for n in range(5)]
    sighted = [Neighbour(str(n), 0.1, (), ()) for n in range(5, 11)]
    assert steadiness(every, sighted) == "Listen er stabil"
    assert "mangler det som teller mest (behov)" in steadiness(every, blind)
    assert steadiness(every, [*sighted, *blind[:1]]) == "Listen er stabil"
    # Whoever gives need no weight does not miss it.
    assert steadiness(every, blind, {"need": 0.0, "size": 3.0}) == "Listen er stabil"


def test_a_duel_says_who_is_higher_and_keeps_unlike_levels_apart() -> None:
    """One figure alone names who has most; large and small figures do not share an axis."""
    places = (Place("5503", "Harstad"), Place("1833", "Rana"))
    source = Source("s", "SSB", "Prøve")

    def pair(id: str, a: float, b: float) -> Difference:
        entry = indicator(id)
        made = [
            Figure(f"f-{p.code}", entry.name, v, entry.unit, p, "2025", source)
            for p, v in zip(places, (a, b), strict=True)
        ]
        return Difference(entry, 2025, made[0], made[1], None)

    assert _title([pair("net_debt", 0.8, 0.9)], places).endswith("Rana har høyere tall enn Harstad")
    assert "har samme tall" in _title([pair("net_debt", 0.9, 0.9)], places)
    apart = _alike(
        [
            pair("net_debt", 1.43, 0.9),
            pair("net_operating_result", 0.01, 0.02),
            pair("reserve_fund", 0.05, 0.09),
        ]
    )
    assert [[p.entry.id for p in group] for group in apart] == [
        ["net_operating_result", "reserve_fund"],
        ["net_debt"],
    ]


def test_a_municipalitys_kroner_are_written_in_millions() -> None:
    """«2549743750» is not a number to read; kroner per inhabitant stay kroner."""
    assert write(indicator("gross_revenue"), 254_974_375.0).endswith("mill. kr")
    assert "mill" not in write(indicator("care_cost_pi"), 30_000.0)
