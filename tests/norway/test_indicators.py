"""The register of indicators: complete, honest about what is certain, and strict on need."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from veivalg.content import Certainty, Unit
from veivalg.foundation.errors import UsageError
from veivalg.norway.cost_keys import sectors
from veivalg.norway.indicators import (
    SERVICES,
    Area,
    Direction,
    Per,
    indicator,
    indicators,
    search_indicators,
)
from veivalg.norway.kostra import functions

CHAPTER_IDS = (
    "net_operating_result",
    "net_debt",
    "long_term_debt",
    "reserve_fund",
    "gross_revenue",
    "free_income_pi",
    "financing_cost",
)


def test_there_are_at_least_80_indicators_and_every_service_area_has_some() -> None:
    assert len(indicators()) >= 80
    assert len(SERVICES) == 12
    count = Counter(i.service for i in indicators())
    assert set(count) == set(SERVICES)
    assert min(count.values()) >= 3


def test_ids_are_unique_and_plain() -> None:
    ids = [i.id for i in indicators()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", id) for id in ids)
    assert set(CHAPTER_IDS) <= set(ids)


@pytest.mark.parametrize("entry", indicators(), ids=lambda i: i.id)
def test_an_entry_is_complete(entry) -> None:
    assert entry.name and entry.definition.endswith(".") and entry.numerator and entry.unit_text
    assert entry.plain.endswith(".") and entry.plain.count(".") == 1, "one sentence"
    assert 30 < len(entry.plain) < 140
    assert bool(entry.table) != bool(entry.table_title)
    assert not entry.table or re.fullmatch(r"\d{5}", entry.table)
    assert entry.source and entry.valid_from and entry.scale > 0
    assert isinstance(entry.direction, Direction) and isinstance(entry.area, Area)
    assert entry.unit is not Unit.SHARE or entry.scale == 0.01
    for cell in entry.cells:
        assert cell.contents or cell.label, "neither a confirmed code nor a label to look up"


@pytest.mark.parametrize("entry", indicators(), ids=lambda i: i.id)
def test_a_code_stands_only_where_a_source_confirms_it(entry) -> None:
    codes = any(cell.contents for cell in entry.cells)
    assert not codes or entry.certainty is not Certainty.UNVERIFIED
    assert not entry.table_title or entry.certainty is Certainty.UNVERIFIED


def test_only_kroner_per_inhabitant_of_a_sector_with_a_cost_key_may_be_corrected() -> None:
    corrected = [i for i in indicators() if i.need_sector]
    assert {i.need_sector for i in corrected} == set(sectors())
    for entry in corrected:
        assert (entry.per, entry.unit, entry.area) == (Per.INHABITANT, Unit.NOK, Area.COST)


def test_indicators_of_one_table_choose_in_the_same_dimensions() -> None:
    chosen: dict[str, set[frozenset[str]]] = {}
    for entry in indicators():
        for cell in entry.cells:
            chosen.setdefault(entry.table_key, set()).add(frozenset(cell.dimensions))
    assert {table for table, sets in chosen.items() if len(sets) > 1} == set()


def test_functions_of_computed_costs_are_the_whole_sector() -> None:
    known = {f.code: f.sector for f in functions()}
    for entry in indicators():
        if entry.functions:
            sector = entry.need_sector
            assert set(entry.functions) == {c for c, s in known.items() if s == sector}


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="net_debt"):
        indicator("net_dept")


def test_search_finds_by_service_name_and_table() -> None:
    assert {i.service for i in search_indicators("barnevern")} == {"child_welfare"}
    assert indicator("doctors_10k") in search_indicators("12209 leger")
    assert search_indicators("finnes ikke") == ()


def test_no_text_of_the_register_ends_in_two_full_stops() -> None:
    for entry in indicators():
        assert not any(t.endswith("..") for t in (entry.name, entry.plain, entry.definition))


def test_what_is_of_all_institutions_is_not_said_to_be_of_nursing_homes() -> None:
    """«Bor fast på sykehjem» stood for long stays in institutions: sykehjem is one kind of them."""
    told = [i for i in indicators() if i.service == "care" and "institusjon" in i.denominator]
    told += [i for i in indicators() if i.id.startswith(("long_stay", "institution"))]
    assert {"institution_single_rooms", "long_stay_80"} <= {i.id for i in told}
    assert not [i.id for i in told if "sykehjem" in i.plain]
