"""Functions by year, areas and sectors, held against what SSB's tables and control program have."""

import os
from pathlib import Path

import polars as pl
import pytest

from veivalg.norway.indicators import indicator, indicators
from veivalg.norway.kostra import (
    HOME,
    ambulant,
    area,
    areas,
    functions,
    sector,
    sectors,
)
from veivalg.sources.embedded.figures import embedded_tables

AREA_OVERLAPS = ("FGK6a",)
SHARED = Path(
    os.environ.get("VEIVALG_STATISTICS") or Path(__file__).parents[3] / "shared" / "statistics"
)
ALLOWED_2025 = (
    "100 110 120 121 130 170 171 172 173 180 201 202 211 213 215 221 222 223 231 232 233 234 241 "
    "242 243 244 251 252 253 256 257 258 261 265 273 275 276 281 283 285 290 301 302 303 315 320 "
    "321 322 325 329 330 332 335 338 339 340 345 350 353 354 355 360 365 370 373 375 377 380 381 "
    "383 385 386 390 392 393"
)
"""What SSB's control program lets municipalities book on in 2025."""


def test_the_functions_of_2025_are_those_the_control_program_allows() -> None:
    assert [f.code for f in functions() if f.used(2025)] == ALLOWED_2025.split()


def test_functions_come_and_go_in_the_years_their_amounts_do() -> None:
    years = {f.code: (f.first, f.last) for f in functions()}
    assert years["254"] == (2015, 2023)
    assert years["257"] == years["258"] == (2024, None)
    assert years["190"] == (2015, 2019)
    assert years["255"] == (2015, 2015)
    assert years["304"] == years["305"] == (2015, 2017)
    assert years["322"] == (2021, None)


def test_the_areas_are_ssbs() -> None:
    printed = {
        "FGK1a": "100 110",
        "FGK1b": "120 121 130",
        "FGK1c": "170 171 172 173 180",
        "FGK2": "231 370 373 375 377 380 381 383 385 386",
        "FGK3": "301 302 303 335 360 365",
        "FGK4": "320 321 322 325 329",
        "FGK5": "330 332",
        "FGK6a": "121 130 221 222 261 381 386",
        "FGK7": "201 211 221",
        "FGK8b": "202 213 215 222 223",
        "FGK9": "232 233 234 241 253 256 257 258 261",
        "FGK12": "242 243 273 275 276 281",
        "FGK13": "244 251 252",
        "FGK14": "340 345 350 353 354 355",
        "FGK15": "390 392 393",
        "FGK16": "265 283 315",
        "FGK17": "338 339",
    }
    assert {a.code: " ".join(a.parts(2025)) for a in areas()} == printed
    assert area("FGK9").parts(2023) == ("232", "233", "234", "241", "253", "254", "256", "261")
    assert area("FGK9").parts(2015)[-3:] == ("255", "256", "261")
    assert area("FGK3").parts(2017) == ("301", "303", "304", "305", "335", "360", "365")
    assert "190" in area("FGK1c").parts(2019)
    assert "190" not in area("FGK1c").parts(2020)


def test_only_property_management_overlaps_and_two_functions_lie_in_no_area() -> None:
    held = [f.code for a in areas() if a.code not in AREA_OVERLAPS for f in a.functions]
    assert len(set(held)) == len(held)
    assert {f.code for f in functions()} - set(held) == {"285", "290"}


def test_every_sector_is_an_area_or_with_others_is() -> None:
    for a in areas():
        own = {f.code for s in sectors() if s.area == a.code for f in s.functions}
        if a.code not in AREA_OVERLAPS:
            assert own == {f.code for f in a.functions}, a.code
    assert [f.code for f in sector("administration").functions] == ["120", "121", "130"]


def test_help_at_home_is_one_series_of_three_functions() -> None:
    assert HOME == ("254", "257", "258")
    assert (ambulant(2023), ambulant(2024)) == ("254", "258")


@pytest.mark.skipif(
    not (SHARED / "kostra_accounts.parquet").exists(), reason="the shared statistics aren't there"
)
def test_the_functions_add_up_to_the_published_areas_to_the_thousand() -> None:
    rows = pl.read_parquet(SHARED / "kostra_accounts.parquet").filter(
        pl.col("municipality").is_in(["5503", "1833"])
    )
    booked = {
        tuple(key): amount
        for *key, amount in rows.select(
            "municipality", "year", "measure", "function", "amount_1000_nok"
        ).iter_rows()
    }
    sums = 0
    for place in ("5503", "1833"):
        for year in range(2015, 2026):
            for measure in ("net", "gross"):
                for a in areas():
                    parts = (booked.get((place, year, measure, f), 0) for f in a.parts(year))
                    assert sum(parts) == booked[place, year, measure, a.code], (a.code, year)
                    sums += 1
    assert sums == 748
    used = {(f.code, y) for f in functions() for y in range(2015, 2026) if f.used(y)}
    assert {(k[3], k[1]) for k, v in booked.items() if v and k[3].isdigit()} <= used


def test_gross_health_and_care_is_not_called_net_care() -> None:
    """Harstad 44 278 and Rana 39 226 kr in 2024 are gross FGK9; net care of Harstad is 31 268."""
    shown = embedded_tables()["indicators"].frame.filter(pl.col("year") == 2024)
    gross = shown.filter(pl.col("indicator") == "health_care_cost_pi")
    values = dict(gross.select("municipality", "value").iter_rows())
    assert (values["5503"], values["1833"]) == (44_278.0, 39_226.0)
    assert "care_cost_pi" not in set(shown["indicator"])
    assert "brutto" in indicator("health_care_cost_pi").definition.casefold()


def test_church_is_the_whole_area_and_the_finance_codes_are_those_seen() -> None:
    for id in ("church_share", "church_cost_pi"):
        assert indicator(id).cells[0].dimensions["KOKfunksjon0000"] == "FGK15"
    codes = {i.cells[0].contents for i in indicators() if i.table == "12134" and i.cells}
    assert codes == {
        "KOSAGD290000",
        "KOSKG280000",
        "KOSKG320000",
        "KOSAG110000",
        "KOSKG210000",
        "KOSAGI10000",
        "KOSAGI210000",
    }
    assert indicator("child_welfare_cost_target").table == "12279"
    assert indicator("building_case_days").table == "12676"
