"""The chapter «velferdsteknologi» on Harstad's printed counts, and on counts made for the test."""

from __future__ import annotations

import polars as pl
import pytest
from own_evidence import own_evidence

from veivalg.chapters.velferdsteknologi.chapter import chapter as technology
from veivalg.content import Chapter, Shape, Source, SourceKind
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}


def _table(name: str, *rows: dict) -> Sourced:
    schema = own_table(name)
    full = [{f.name: row.get(f.name) for f in schema.fields} for row in rows]
    types = {f.name: f.dtype for f in schema.fields}
    return Sourced(schema.validate(pl.DataFrame(full, schema=types)), SOURCE)


def _made(*rows: dict, **more: Sourced) -> Chapter:
    own = {"technologies": _table("technologies", *rows), **more}
    return technology(own_evidence("5503", own=own))


def _hours(hours: float) -> Sourced:
    return _table("home_care_totals", {"zone": "A", "users": 100, "hours": hours})


def _rows(chapter: Chapter, id: str) -> list[dict]:
    return next(e for e in chapter.exhibits() if e.id == id).table.records()


def _says(chapter: Chapter) -> str:
    return " ".join(s.text() for s in chapter.statements()).replace("\u202f", " ")


DISPENSER = {"technology": "Dispenser", "kind": "dispenser", "home": 49, "potential": 320}
MEASURED = {
    "technology": "Annet",
    "kind": "other",
    "home": 10,
    "potential": 110,
    "gain_low": 0.5,
    "gain_middle": 1.0,
    "gain_high": 2.0,
    "new_time": 0.0,
}


@pytest.fixture(scope="module")
def harstad() -> Chapter:
    return technology(gather(municipality("5503")))


@pytest.fixture(scope="module")
def made_up() -> Chapter:
    return technology(gather(municipality("0099")))


def test_postponed_moves_say_from_which_hours_they_save_nothing(harstad: Chapter) -> None:
    """1.259 million a place by 52 weeks of 775.3 kr an hour is 31.2 hours."""
    shown = next(e for e in harstad.exhibits() if e.id == "teknologi-utsatt")
    assert "Fra 31 timer hjemme i uka" in shown.note.replace("\u202f", " ")


def test_the_printed_counts_and_the_golden_gains_are_said(harstad: Chapter) -> None:
    said = _says(harstad)
    assert "49 av 320 mulige er i bruk (15,3 %). 271 nye" in said
    assert "7,1–23,7 årsverk direkte tid, 14,1 årsverk i midten" in said
    rows = {r["name"]: r for r in _rows(harstad, "teknologi-bruk")}
    gps, owl = rows["GPS"], rows["Nattugla (digitalt tilsyn)"]
    assert (gps["home"], gps["institution"], gps["used"]) == (33, 16, 49)
    assert (owl["home"], owl["institution"], owl["used"], owl["stock"]) == (7, 35, 42, 10)
    assert rows["Trygghetsalarmer"]["used"] == 521


def test_what_is_printed_is_not_called_made_up_and_the_service_map_is(
    harstad: Chapter, made_up: Chapter
) -> None:
    kinds = {e.id: {s.kind for s in e.sources} for e in harstad.exhibits()}
    assert SourceKind.CONSTRUCTED not in kinds["teknologi-tid"]
    assert "teknologi-kart-1" not in kinds
    kinds = {e.id: {s.kind for s in e.sources} for e in made_up.exhibits()}
    assert SourceKind.CONSTRUCTED in kinds["teknologi-kart-1"]


def test_every_service_map_is_a_picture_that_can_be_heard(made_up: Chapter) -> None:
    maps = [e for e in made_up.exhibits() if e.id.startswith("teknologi-kart")]
    assert len(maps) == 2
    for exhibit in maps:
        assert exhibit.chart is not None and exhibit.chart.shape is Shape.SWIMLANE
        assert "1. Vurdere behov: " in exhibit.alt and "(uavklart)" in exhibit.alt


def test_freed_time_is_never_called_saved_money(harstad: Chapter) -> None:
    assert "ikke spart budsjett før stillinger er flyttet" in _says(harstad)


def test_two_technologies_share_the_hours_and_do_not_add_up() -> None:
    chapter = _made(DISPENSER, MEASURED, home_care_totals=_hours(1000))
    rows = [r for r in _rows(chapter, "teknologi-tid") if r["level"] == "midt"]
    assert [r["direct"] for r in rows] == [271, 100, pytest.approx(1000 * (1 - 0.729 * 0.9))]
    assert rows[-1]["name"] == "Alle i hjemmetjenesten"


def test_no_more_is_freed_than_is_delivered() -> None:
    rows = _rows(_made(DISPENSER, MEASURED, home_care_totals=_hours(60)), "teknologi-tid")
    assert max(r["direct"] for r in rows) == 60


def test_without_delivered_hours_the_sum_is_missing_and_said_so() -> None:
    chapter = _made(DISPENSER, MEASURED)
    assert {r["name"] for r in _rows(chapter, "teknologi-tid")} == {"Dispenser", "Annet"}
    assert any("samlet" in m.what for m in chapter.missing)


def test_own_measurement_goes_before_what_is_known_elsewhere() -> None:
    own = DISPENSER | {"gain_low": 0.1, "gain_middle": 0.2, "gain_high": 0.3}
    rows = _rows(_made(own), "teknologi-tid")
    assert [r["direct"] for r in rows] == pytest.approx([27.1, 54.2, 81.3])


def test_few_units_are_hidden_with_all_that_follows_from_them() -> None:
    chapter = _made(DISPENSER | {"home": 3}, MEASURED, home_care_totals=_hours(1000))
    row = _rows(chapter, "teknologi-bruk")[0]
    assert [row[k] for k in ("home", "used", "share", "new")] == ["skjermet"] * 4
    assert {r["name"] for r in _rows(chapter, "teknologi-tid")} == {"Annet"}
    assert "317" not in _says(chapter)


def test_one_hidden_place_hides_another_so_that_the_sum_does_not_tell() -> None:
    row = _rows(_made(DISPENSER | {"home": 3, "institution": 16}), "teknologi-bruk")[0]
    assert [row["home"], row["institution"], row["used"]].count("skjermet") >= 2


def test_a_known_start_gives_when_it_is_earned_back_and_what_it_is_worth() -> None:
    chapter = _made(DISPENSER | {"unit_cost": 1000.0, "start_cost": 2_000_000.0})
    row = _rows(chapter, "teknologi-kroner")[1]
    assert row["years"] == pytest.approx(2e6 / row["net"])
    assert row["now"] > 0
    assert {a.id for a in chapter.assumptions} >= {"teknologi-ar", "interest"}


def test_the_realised_share_can_be_chosen() -> None:
    own = {"technologies": _table("technologies", DISPENSER)}
    none = technology(own_evidence(own=own, overrides={"teknologi-realisert": 0.0}))
    assert all(r["usable"] == 0 for r in _rows(none, "teknologi-tid"))


def test_the_limits_of_a_price_are_whole_steps(harstad: Chapter) -> None:
    found = {a.id: a for a in harstad.assumptions}
    for id, step in {"new_fte": 10_000, "technology_unit": 500}.items():
        one = found[id]
        assert one.low % step == one.high % step == 0, (id, one.low, one.high)
        assert one.low <= one.default <= one.high


def test_a_gain_nobody_knows_is_asked_for() -> None:
    chapter = _made({"technology": "Lås", "kind": "lock", "home": 5, "potential": 50})
    assert any("Spart tid med Lås" in m.what for m in chapter.missing)
    assert not any(e.id == "teknologi-tid" for e in chapter.exhibits())


def test_nothing_brought_is_told_with_the_way_to_it() -> None:
    chapter = technology(Evidence(municipality("5610")))
    assert "«Egne tall»" in chapter.missing[0].how_to_get


def test_faults_of_the_whole_table_are_found() -> None:
    schema = own_table("technologies")
    half = DISPENSER | {"technology": "B", "gain_low": 1.0}
    bad = _table("technologies", DISPENSER | {"potential": 10}, MEASURED | {"gain_low": 3.0}, half)
    assert [(row, field) for row, field, _w, _a in schema.check(bad.frame)] == [
        (0, "potential"),
        (1, "gain_middle"),
        (2, "gain_middle"),
    ]
    steps = _table(
        "service_map",
        *(
            {"technology": "A", "number": 1, "step": step, "actor": step, "responsible": "yes"}
            for step in ("Ett", "To")
        ),
    )
    assert [row for row, *_rest in own_table("service_map").check(steps.frame)] == [1]


def test_the_unsettled_steps_are_bound_figures_of_the_constructed_maps(made_up: Chapter) -> None:
    (said,) = [s for s in made_up.findings if s.id == "ansvar"]
    assert {f.source.kind for f in said.figures.values()} == {SourceKind.CONSTRUCTED}
    assert said.text() == "Ansvaret er uavklart i 4 av 16 steg i tjenestekartene."


def test_support_and_plan_b_are_said_in_one_sentence_of_all(harstad: Chapter) -> None:
    assert "For 4 er det ikke kjent" not in _says(harstad)
    said = next(s.text() for s in harstad.statements() if s.id == "stotte")
    assert said.startswith("Alle de 4") and said.endswith("for ingen av dem er plan B kjent.")
    exhibit = next(e for e in harstad.exhibits() if e.id == "teknologi-stotte")
    assert "for ingen av dem er plan B kjent" in exhibit.title
