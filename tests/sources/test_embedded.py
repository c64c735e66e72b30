"""The embedded figures are the official ones, small, and say where they come from."""

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

import veivalg
from veivalg.content import Unit
from veivalg.norway.ages import BANDS
from veivalg.norway.cost_keys import sectors
from veivalg.norway.prices import price_list
from veivalg.norway.register import municipalities
from veivalg.sources.embedded.figures import EMBEDDED_PLACES, FOLDER, embedded_file, embedded_tables
from veivalg.tables import TABLES

ROOT = Path(__file__).parents[2]
STATISTICS = Path(os.environ.get("VEIVALG_STATISTICS", ROOT.parent / "shared" / "statistics"))
SIZE_LIMIT = 2_000_000


SPLIT_IN_2020 = ("1806", "1875", "5055", "5056", "5059")
AREAS = ("FGK1b", "FGK2", "FGK3", "FGK5", "FGK7", "FGK8b", "FGK9", "FGK12", "FGK13")
EVERYBODYS = (*AREAS, "AGD13", "AGD23", "KG31")
ORDER = ("municipality", "year", "area", "amount")


def amount(place: str, area: str, year: int, measure: str = "net") -> float:
    """Give 1000 kroner."""
    rows = frame("area_accounts").filter(municipality=place, area=area, year=year, measure=measure)
    return float(rows["amount"].item()) / 1000


def finances(place: str, concept: str, year: int) -> float:
    """Give 1000 kroner."""
    rows = frame("finances").filter(municipality=place, concept=concept, year=year)
    return float(rows["amount"].item()) / 1000


def frame(name: str) -> pl.DataFrame:
    return embedded_tables()[name].frame


@pytest.fixture
def statistics() -> Path:
    if not (STATISTICS / "population.parquet").exists():
        pytest.skip("Statistikkmappen (VEIVALG_STATISTICS) finnes ikke.")
    return STATISTICS


def persons(place: str, year: int, low: int, high: int) -> int:
    rows = frame("population").filter(
        (pl.col("municipality") == place)
        & (pl.col("year") == year)
        & pl.col("age").is_between(low, high)
    )
    return int(rows["persons"].sum())


def test_all_files_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < SIZE_LIMIT


def test_harstad_2024_and_norway_2026_are_as_published() -> None:
    assert persons("5503", 2024, 0, 105) == 25056
    assert persons("5503", 2024, 80, 89) == 1130
    assert persons("5503", 2024, 90, 105) == 228
    assert persons("0", 2026, 0, 105) == 5_627_400


def test_bands_sum_to_the_same_as_one_year_ages() -> None:
    total = pl.col("persons").sum()
    keys = ["municipality", "year"]
    one_year = frame("population").group_by(keys).agg(total).sort(keys)
    bands = frame("population_groups").group_by(keys).agg(total)
    assert bands.join(one_year.select(keys), keys).sort(keys).equals(one_year)


def test_every_municipality_has_people_but_in_the_years_before_it_was_split() -> None:
    years = frame("population").group_by("municipality").agg(pl.col("year").unique().sort())
    found = dict(years.iter_rows())
    first = {"1508": 2024, "1580": 2024, **dict.fromkeys(SPLIT_IN_2020, 2020)}
    every = {"0", *(m.code for m in municipalities())}
    assert found == {code: list(range(first.get(code, 2016), 2027)) for code in every}
    assert frame("population").filter(pl.col("municipality") == "0")["persons"].sum() > 0
    newest = frame("population").filter(pl.col("year") == 2026, pl.col("municipality") != "0")
    assert newest["persons"].sum() == 5_627_400


def test_every_place_has_every_band_every_year() -> None:
    counted = frame("population_groups").group_by("municipality", "year").len()
    assert set(counted["len"]) == {len(BANDS)}
    groups = {f"EKG{number:02}" for number in range(1, 18)}
    every = {"0", *groups, *(m.code for m in municipalities())}
    assert set(counted["municipality"]) == every
    years = dict(counted.group_by("municipality").len().iter_rows())
    parted = {"EKG01", "EKG11"}  # Haram's and Ålesund's, from when they were two
    assert {years[place] for place in {*EMBEDDED_PLACES, *groups} - parted} == {22}
    assert {years[place] for place in parted} == {3}
    assert {years[place] for place in every - groups - set(EMBEDDED_PLACES)} == {3, 7, 11}


def test_accounts_by_area_are_those_published() -> None:
    """Typed by hand from SSB 12362, net 2025 in 1000 kroner, not from the file."""
    published = {
        ("5503", "FGK9"): 992_235,
        ("5503", "FGK8b"): 460_195,
        ("0", "FGK9"): 184_949_317,
        ("0", "FGK8b"): 105_379_244,
        ("0", "FGK7"): 68_167_589,
        ("0", "FGK12"): 31_703_608,
        ("0", "FGK13"): 18_036_566,
        ("0", "FGK1b"): 30_433_909,
        ("EKG01", "FGK9"): 9_926_662,
        ("EKG01", "FGK13"): 847_935,
        ("5052", "FGK9"): 15_686,
    }
    assert {key: amount(*key, 2025) for key in published} == published
    assert [amount("5052", "FGK9", year) for year in (2023, 2024)] == [36_634, 72_828]
    assert amount("1135", "FGK8b", 2025) == 101_880
    assert amount("5503", "FGK9", 2025, "gross") == 1_152_311


def test_groups_and_the_country_are_the_sums_of_their_members() -> None:
    """2025 whole; in 2023 Ålesund was one, and is in its group and the country as such."""
    undivided = {"FGK9": 2_227_191_000.0, "FGK8b": 1_132_878_000.0}
    areas = frame("area_accounts").filter(pl.col("measure") == "net")
    finance = frame("finances").select("municipality", "year", "amount", area="concept")
    rows = pl.concat([areas.select(finance.columns), finance])
    held = {
        tuple(key): value for *key, value in rows.select(ORDER).iter_rows() if value is not None
    }
    tried = 0
    for area, year in [(a, 2025) for a in EVERYBODYS] + [
        (a, y) for a in undivided for y in (2023, 2024)
    ]:
        for place in ("0", *(f"EKG{number:02}" for number in range(1, 18))):
            members = [m.code for m in municipalities() if place in ("0", m.kostra_group)]
            absent = {"1508", "1580"} if year == 2023 else set()
            summed = sum(held[code, year, area] for code in members if code not in absent)
            whole = undivided[area] if year == 2023 and place in ("0", "EKG11") else 0
            assert held[place, year, area] == summed + whole, (place, year, area)
            tried += 1
    assert tried == (12 + 4) * 18


def test_accounts_from_before_a_split_are_missing_with_the_reason() -> None:
    gone = frame("area_accounts").filter(pl.col("amount").is_null())
    assert set(gone["municipality"]) == {"1508", "1580"} and set(gone["year"]) == {2023}
    assert set(gone["reason"]) == {"kommunen er delt siden"}


def test_finances_of_two_places_go_ten_years_back() -> None:
    assert finances("5503", "AGD13", 2015) == 1_917_909
    assert finances("1833", "AGD23", 2023) == -279_196
    assert finances("0301", "AGD13", 2025) == 93_361_158
    assert finances("0301", "AGD23", 2025) == 3_443_805


def booked(place: str, year: int, art: str, *functions: str) -> float:
    """Give 1000 kroner."""
    rows = frame("accounts").filter(pl.col("function").is_in(functions))
    return float(rows.filter(municipality=place, year=year, art=art)["amount"].sum()) / 1000


def test_care_by_function_is_what_the_accounts_say() -> None:
    """Typed by hand from SSB 12362: half of care is 257 and 258 from 2024."""
    care = ("234", "253", "254", "256", "257", "258", "261")
    net = {place: booked(place, 2025, "sum_net", *care) for place in ("5503", "1833")}
    gross = {place: booked(place, 2025, "sum_gross", *care) for place in ("5503", "1833")}
    assert net == {"5503": 820_963, "1833": 773_200}
    assert gross == {"5503": 927_253, "1833": 911_326}
    assert booked("5503", 2025, "sum_net", "241") == 137_499
    assert booked("1833", 2025, "sum_net", "241") == 110_458
    assert booked("1833", 2023, "sum_net", "285") == 473_108
    years = frame("accounts").group_by("function").agg(pl.col("year").unique().sort())
    used = dict(years.iter_rows())
    assert used["254"] == list(range(2015, 2024))
    assert used["257"] == used["258"] == [2024, 2025]


def test_functions_add_up_to_the_net_of_all() -> None:
    rows = frame("accounts").filter(art="sum_net").group_by("municipality", "year")
    summed = rows.agg(pl.col("amount").sum())
    whole = frame("finances").filter(concept="AGD1").join(summed, ["municipality", "year"])
    assert whole.height == 22
    assert (whole["amount"] == whole["amount_right"]).all()


def test_unrevised_and_revised_figures_are_told_apart() -> None:
    tables = embedded_tables()
    revised = [tables[name].source() for name in ("accounts", "area_accounts", "finances")]
    assert {source.updated for source in revised} == {"2026-06-15"}
    assert all("reviderte" in source.note for source in revised)
    assert tables["indicators"].source().updated == "2026-03-16"
    assert "Ureviderte" in tables["indicators"].source().note


def test_the_day_unrevised_accounts_were_published_is_told_alike_everywhere() -> None:
    """16 March 2026, as SSB's own table 12134 says: the 15th was a Sunday."""
    day = "ureviderte tall, publisert 16.3.2026"
    assert price_list()["day_country"].source.endswith(f"({day})")
    told = embedded_tables()["indicators"].source().beside()
    assert [c.text for c in told if "urevidert" in c.text] == [
        "Tallene for 2025 er ureviderte, publisert 16.3.2026."
    ]
    written = re.compile(r"\b1[56]\. (?:mars|juni)|\b15\.3\.|\b16\.6\.")
    package = Path(veivalg.__file__).parent
    files = [*package.rglob("*.py"), *package.rglob("*.json"), *package.rglob("*.md")]
    found = [f.name for f in files if written.search(f.read_text("utf-8"))]
    assert not found


def test_result_and_debt_of_everybody_are_divided_from_the_revised_accounts() -> None:
    """Published (unrevised) of Oslo 3.7, of Harstad -0.2 and 143.3 per cent."""
    table = embedded_tables()["indicators"]
    found = table.frame.filter(
        pl.col("year") == 2025, pl.col("indicator").is_in(["net_operating_result", "net_debt"])
    )
    shares = {
        (p, i): v for p, i, v in found.select("municipality", "indicator", "value").iter_rows()
    }
    assert len(shares) == 2 * (357 + 17 + 1)
    assert shares["0301", "net_operating_result"] == 0.036887  # 3,443,805 of 93,361,158
    assert shares["5503", "net_operating_result"] == -0.002227  # -7,294 of 3,275,382
    assert shares["5503", "net_debt"] == 1.432681
    revenues = table.frame.filter(indicator="gross_revenue", municipality="0301")
    assert revenues["value"].to_list() == [93_361_158_000.0]
    for id in ("net_operating_result", "net_debt", "gross_revenue"):
        assert table.source_of("0301", id, "12364").updated == "2026-06-15"
    assert table.source_of("5503", "care_share", "12209").updated == "2026-03-16"
    # The fund is fetched from the same table as the debt, and is unrevised here.
    assert table.source_of("5503", "reserve_fund", "12364").updated == "2026-03-16"


def test_the_north_has_its_finances_and_the_country_what_it_is_held_against() -> None:
    """Typed by hand from SSB 12134 and 12209, unrevised 2025."""
    rows = frame("indicators")
    held = {
        tuple(k): v for *k, v in rows.select("municipality", "year", "indicator", "value").rows()
    }
    north = rows.filter(indicator="free_income_pi", year=2024).filter(pl.col("value") > 0)
    lacking = {m.code for m in municipalities() if m.code[:2] in ("18", "55", "56")}
    # Not published of two; Kvænangen's 364,058 is above all its revenues, 225,022 in 2025.
    assert lacking - set(north["municipality"]) == {"1839", "5626", "5546"}
    wrong = rows.filter(indicator="free_income_pi", municipality="5546", year=2024)
    assert wrong["reason"].to_list() == ["større enn kommunens driftsinntekter i kilden"]
    # With pension liabilities in the north: not what the country's is.
    debt = rows.filter(indicator="long_term_debt")
    assert not set(debt["municipality"]) & lacking
    assert held["1804", 2015, "net_operating_result"] == 0.014
    assert held["5503", 2024, "free_income_pi"] == 72_501
    assert held["3222", 2025, "free_income_pi"] == 69_604
    assert held["3222", 2024, "free_income_pi"] == 63_135
    assert held["1833", 2025, "care_share"] == 0.381
    assert held["0", 2020, "net_operating_result"] == 0.027
    # The country without Oslo is SSB's own, which it doesn't publish of finances unrevised.
    assert held["EAKUO", 2024, "free_income_pi"] == 70_701
    assert ("EAKUO", 2025, "free_income_pi") not in held
    assert "EAK" not in set(rows["municipality"])
    # Users of care over 80 by those who are: 410 and 136 of 1,510 in Harstad.
    assert held["5503", 2025, "home_services_80"] == pytest.approx(410 / 1510, abs=1e-6)
    assert held["5503", 2025, "long_stay_80"] == pytest.approx(136 / 1510, abs=1e-6)
    assert held["0", 2025, "home_services_80"] == 0.248
    assert "11645" in embedded_tables()["indicators"].source_of("5503", "long_stay_80").table


def test_the_projection_has_the_main_groups_and_they_fit() -> None:
    wide = (
        frame("projection_groups")
        .with_columns(group=pl.format("{}-{}", "age_from", "age_to"))
        .pivot(on="group", index=["municipality", "alternative", "year"], values="persons")
    )
    main = wide.filter(pl.col("alternative") == "MMMM")
    parts = main["0-19"] + main["20-64"] + main["65-105"]
    assert main.height == 3 * 25
    assert ((parts - main["0-105"]).abs() <= 2).all()
    assert (main["80-105"] < main["65-105"]).all()
    middle, low, high = (
        wide.filter(pl.col("alternative") == a, pl.col("year") == 2050).sort("municipality")[
            "0-105"
        ]
        for a in ("MMMM", "LLML", "HHMH")
    )
    assert (low < middle).all() and (middle < high).all()


def test_a_missing_value_has_a_reason_and_a_value_has_none() -> None:
    values = {
        "care_users": "users",
        "care_places": "places",
        "care_staff": "fte",
        "care_hours": "hours_per_week",
        "care_activity": "amount",
    }
    for name, column in values.items():
        rows = frame(name)
        assert (rows[column].is_null() == rows["reason"].is_not_null()).all()
    assert set(frame("care_users")["reason"].drop_nulls()) == {"skjermet", "ikke oppgitt i kilden"}


def test_every_table_and_place_has_an_official_source_with_licence_and_hash() -> None:
    assert set(embedded_tables()) == set(TABLES) - {"projection"}
    for name, table in embedded_tables().items():
        digest = sha256(embedded_file(name).read_bytes()).hexdigest()
        for place in table.frame["municipality"].unique():
            source = table.source(place)
            assert source.producer and source.title and source.note and source.sha256 == digest
            assert "python" not in source.note  # readers see it
            if name != "printed_figures":
                assert source.licence in {"CC BY 4.0", "NLOD 2.0"}
                assert source.retrieved
    assert "sum av" in embedded_tables()["population_groups"].source("EKG09").title


def test_printed_figures_name_document_place_and_a_known_unit() -> None:
    printed = frame("printed_figures")
    assert printed["document"].str.len_chars().min() > 10
    assert printed["page"].null_count() == 0
    assert {Unit(unit) for unit in printed["unit"].unique()}
    new = printed.filter(pl.col("item").str.contains("ytteren.*_places_new$"))
    assert sorted(new["value"]) == [32, 40, 47]


def test_need_is_known_by_sector_for_the_whole_country_but_five() -> None:
    """Without the need of the others no comparison is corrected for it."""
    counted = frame("need_indices").filter(pl.col("year") == 2026).group_by("sector")
    by_sector = dict(counted.agg(pl.col("municipality").n_unique()).iter_rows())
    assert by_sector == dict.fromkeys(sectors(), 352) | {"total": 355}
    whole = set(frame("need_indices").filter(pl.col("sector") == "care")["municipality"])
    assert {m.code for m in municipalities()} - whole == {"3226", "4020", "4624", "5044", "5605"}


@pytest.mark.statistics
def test_embedded_need_equals_the_statistics(statistics: Path) -> None:
    every = pl.read_parquet(statistics / "need_index.parquet").with_columns(
        pl.col("sector").replace("total_official", "total")
    )
    both = frame("need_indices").join(every, ["municipality", "year", "sector"], suffix="_there")
    assert both.height == frame("need_indices").height == 7 * 352 + 2 * 355
    assert both["index"].equals(both["index_there"])


@pytest.mark.statistics
def test_embedded_population_equals_the_statistics(statistics: Path) -> None:
    keys = ["municipality", "year", "sex", "age"]
    every = pl.read_parquet(statistics / "population.parquet")
    joined = frame("population").join(every, keys, suffix="_there")
    years = 358 * 11 - 2 * 8 - len(SPLIT_IN_2020) * 4
    assert joined.height == frame("population").height == years * 2 * 106
    assert joined["persons"].equals(joined["persons_there"])


@pytest.mark.statistics
def test_embedded_groups_are_the_sums_of_their_members(statistics: Path) -> None:
    every = pl.scan_parquet(statistics / "population.parquet")
    for group in ("EKG05", "EKG09", "EKG11"):
        members = [m.code for m in municipalities() if m.kostra_group == group]
        there = (
            every.filter(pl.col("municipality").is_in(members), pl.col("age") >= 90)
            .group_by("year")
            .agg(pl.col("persons").sum())
            .sort("year")
            .collect()
        )
        here = frame("population_groups").filter(
            pl.col("municipality") == group, pl.col("age_from") == 90
        )
        if group == "EKG11":  # before 2024 half of Ålesund is no count
            there = there.filter(pl.col("year") >= 2024)
        assert here.sort("year")["persons"].to_list() == there["persons"].to_list()


@pytest.mark.statistics
def test_the_command_makes_the_same_files_again(statistics: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tools.embed",
        "--statistikk",
        str(statistics),
        "--ut",
        str(tmp_path),
    ]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    made = sorted(path.name for path in tmp_path.iterdir() if path.name != "sources.json")
    kept = {path.name for path in FOLDER.iterdir()} - {"sources.json", "printed_figures.csv"}
    assert made == sorted(kept)
    for name in made:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name
