"""Every reference entry says where it comes from and when it is valid."""

from datetime import date

import pytest

from veivalg.content import Certainty
from veivalg.norway.ages import BANDS, OLDEST, age_groups
from veivalg.norway.kostra import functions, sector, sectors
from veivalg.norway.occupations import OCCUPATION_LABELS, OCCUPATIONS
from veivalg.norway.reference import FOLDER, reference
from veivalg.norway.register import municipalities

TABLES = [
    "aga_allowance",
    "aga_rates",
    "aga_zones",
    "age_groups",
    "care_factors",
    "code_history",
    "counties",
    "criterion_columns",
    "deflator",
    "care_services",
    "finance_targets",
    "high_cost_grant",
    "knowledge_factors",
    "knowledge_kinds",
    "kostra_areas",
    "kostra_arts",
    "kostra_functions",
    "kostra_sectors",
    "municipalities",
    "occupations",
    "presets",
    "prices",
    "quantities",
    "robek",
    "weekly_hours",
    "working_time",
]
LICENCES = {"CC BY 4.0", "NLOD 2.0"}


@pytest.mark.parametrize("name", TABLES)
def test_every_entry_has_source_certainty_and_validity(name: str) -> None:
    table = reference(name)
    assert table.title and table.producer and table.note and table.licence in LICENCES
    entries = list(table.entries())
    assert entries
    for entry in entries:
        assert len(entry["source"]) > 5
        assert Certainty(entry["certainty"])
        start = date.fromisoformat(entry["valid_from"])
        assert entry["valid_to"] is None or date.fromisoformat(entry["valid_to"]) > start


def test_every_reference_file_is_listed_here_or_has_its_own_source() -> None:
    for path in FOLDER.glob("*.json"):
        assert path.stem in TABLES or '"source"' in path.read_text("utf-8"), path.name


def test_every_function_has_one_sector_and_every_sector_functions() -> None:
    ids = [s.id for s in sectors()]
    assert len(set(ids)) == len(ids) == 18
    assert {f.sector for f in functions()} == set(ids)
    assert len({f.code for f in functions()}) == len(functions())
    assert sum(len(s.functions) for s in sectors()) == len(functions())
    assert [s.id for s in sectors() if s.has_need_key] == ids[:7]


def test_the_functions_of_care_are_those_of_the_method_old_and_new() -> None:
    assert [f.code for f in sector("care").functions] == [
        "234",
        "253",
        "254",
        "256",
        "257",
        "258",
        "261",
    ]
    assert {f.code: f.label for f in functions()}["253"] == (
        "253 Helse- og omsorgstjenester i institusjon"
    )


def test_bands_cover_every_age_once_and_build_every_group() -> None:
    ages = [age for low, high in BANDS for age in range(low, high + 1)]
    assert ages == list(range(OLDEST + 1))
    for name in ("chapter", "ssb_main", "care", "ratio"):
        for group in age_groups(name):
            covered = [a for low, high in group.bands for a in range(low, high + 1)]
            # 16–17 … 65–66 and so on are stored; 50–64 + 65–66 make 50–66.
            assert covered == list(range(group.low, group.high + 1)), group


def test_unknown_sets_are_refused() -> None:
    with pytest.raises(KeyError):
        age_groups("ukjent")


def test_counties_centrality_and_occupations_are_complete() -> None:
    counties = {e["code"]: e["name"] for e in reference("counties").entries()}
    assert {m.county_code: m.county for m in municipalities()} == counties
    assert {m.centrality for m in municipalities()} <= {1, 2, 3, 4, 5, 6}
    assert OCCUPATIONS[0].id == "all"
    assert len(OCCUPATION_LABELS) == len(OCCUPATIONS) == 8
