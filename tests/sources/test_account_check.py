"""Functions held against areas and the whole at fetch: planted faults are named, and held back."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tools.standin.accounts import account_cubes
from tools.standin.figures import fixture_figures
from tools.standin.people import people_of
from tools.standin.regions import former_codes

from veivalg.foundation.errors import SourceChangedError
from veivalg.norway.municipality import KOSTRA_GROUPS
from veivalg.norway.register import members_of, municipalities
from veivalg.sources.ssb.account_check import check, check_parts, strangers
from veivalg.sources.ssb.account_tables import ACCOUNT_SPECS
from veivalg.sources.ssb.fetch import fetch
from veivalg.sources.ssb.metadata import read_metadata

SHARED = Path(
    os.environ.get("VEIVALG_STATISTICS") or Path(__file__).parents[3] / "shared" / "statistics"
)
ROWS = {
    "municipality": pl.String,
    "year": pl.Int16,
    "function": pl.String,
    "art": pl.String,
    "amount": pl.Float64,
    "reason": pl.String,
}
AREAS = dict.fromkeys(("municipality", "area", "art"), pl.String) | {
    "year": pl.Int16,
    "amount": pl.Float64,
}
WHOLES = {"municipality": pl.String, "year": pl.Int16, "amount": pl.Float64}
NOBODY = pl.DataFrame(schema=WHOLES)


def schools(
    *amounts: float | None, place: str = "5503", year: int = 2025, reason: str | None = None
) -> pl.DataFrame:
    """Give 201, 211 and 221, which are FGK7, in thousand."""
    rows = [
        (place, year, code, "sum_net", None if a is None else a * 1000.0, reason)
        for code, a in zip(("201", "211", "221"), amounts, strict=False)
    ]
    return pl.DataFrame(rows, ROWS, orient="row")


def area(amount: float | None, place: str = "5503", code: str = "FGK7") -> pl.DataFrame:
    whole = None if amount is None else amount * 1000.0
    return pl.DataFrame([(place, code, "sum_net", 2025, whole)], AREAS, orient="row")


def whole(amount: float, place: str = "5503") -> pl.DataFrame:
    return pl.DataFrame([(place, 2025, amount * 1000.0)], WHOLES, orient="row")


def test_sums_that_hold_are_held() -> None:
    found = check(schools(100, 20, 3), area(123), whole(123))
    assert (found.off, found.held, found.impossible) == ((), 2, 0)


def test_an_area_off_by_one_thousand_is_named_with_both_figures() -> None:
    found = check(schools(100, 20, 3), area(124), whole(123))
    (off,) = found.off
    assert (off.place, off.year, off.what, off.published, off.summed) == (
        "5503",
        2025,
        "FGK7",
        124,
        123,
    )
    assert "5503 2025: FGK7 netto er 124, delene gir 123" in off.text()


def test_a_function_that_fell_out_is_seen() -> None:
    found = check(schools(100, 20), area(123), whole(123))
    assert [o.what for o in found.off] == ["AGD1", "FGK7"]


def test_a_sign_turned_is_seen() -> None:
    assert [o.what for o in check(schools(100, 20, -3), area(123), whole(123)).off] == [
        "AGD1",
        "FGK7",
    ]


def test_a_function_in_no_area_counts_in_the_whole() -> None:
    interkommunal = schools(100, 20, 3).with_columns(function=pl.lit("290")).head(1)
    both = pl.concat([schools(100, 20, 3), interkommunal])
    assert check(both, area(123), whole(223)).off == ()
    assert [o.what for o in check(both, area(123), whole(123)).off] == ["AGD1"]


@pytest.mark.parametrize("reason", ["skjermet", "mangler"])
def test_a_part_that_is_not_published_makes_the_check_impossible(reason: str) -> None:
    found = check(schools(100, 20, None, reason=reason), area(999), whole(999))
    assert (found.off, found.held, found.impossible) == ((), 0, 2)
    assert check(schools(100, 20, 3), area(None), NOBODY).impossible == 1


def test_a_function_not_in_use_is_nothing_and_not_unknown() -> None:
    there = schools(100, 20, None, reason="ikke mulig å oppgi")
    assert check(there, area(120), NOBODY).held == 1
    assert len(check(there, area(123), NOBODY).off) == 1


def test_groups_hold_within_rounding_and_municipalities_to_the_thousand() -> None:
    group = schools(100, 20, 3, place="EKG09")
    assert check(group, area(125, "EKG09"), NOBODY).off == ()  # 3 parts and a sum: 2 thousand
    assert len(check(group, area(126, "EKG09"), NOBODY).off) == 1
    assert len(check(schools(100, 20, 3), area(122), NOBODY).off) == 1


def test_the_country_is_the_seventeen_groups() -> None:
    groups = [schools(10, 2, 1, place=f"EKG{n:02d}") for n in range(1, 18)]
    right, wrong = schools(170, 34, 17, place="0"), schools(170, 134, 17, place="0")
    assert check_parts(pl.concat([*groups, right]), ["0"], 20).off == ()
    (off,) = check_parts(pl.concat([*groups, wrong]), ["0"], 20).off
    assert (off.place, off.what, off.published, off.summed) == ("0", "211", 134, 34)
    assert check_parts(pl.concat([*groups[:16], wrong]), ["0"], 20).off == ()


def test_the_country_without_oslo_is_the_country_less_group_13() -> None:
    country, oslo = schools(170, 34, 17, place="0"), schools(20, 4, 2, place="EKG13")
    right, wrong = (schools(150, n, 15, place="EAKUO") for n in (30, 40))
    assert check_parts(pl.concat([country, oslo, right]), ["EAKUO"], 20).held == 3
    (off,) = check_parts(pl.concat([country, oslo, wrong]), ["EAKUO"], 20).off
    assert (off.place, off.what, off.published, off.summed) == ("EAKUO", "211", 40, 30)


def test_a_group_is_its_members_in_the_years_their_membership_is_known() -> None:
    members = [m.code for m in municipalities() if m.kostra_group == "EKG17"]
    own = [schools(10, 2, 1, place=code) for code in members]
    n = len(members)
    right, wrong = schools(10 * n, 2 * n, n, place="EKG17"), schools(10 * n, 99, n, place="EKG17")
    assert check_parts(pl.concat([*own, right]), ["EKG17"], 377).held == 3
    (off,) = check_parts(pl.concat([*own, wrong]), ["EKG17"], 377).off
    assert (off.place, off.year, off.what, off.summed) == ("EKG17", 2025, "211", 2 * n)
    hidden = schools(None, None, None, place=members[0], reason="skjermet")
    assert check_parts(pl.concat([hidden, *own[1:], wrong]), ["EKG17"], 377).impossible == 3
    early = pl.concat([*own, wrong]).with_columns(year=pl.lit(2019, pl.Int16))
    assert check_parts(early, ["EKG17"], 377).off == ()


def test_a_table_is_stopped_when_over_five_per_cent_of_its_places_are_off() -> None:
    def of(wrong: int, right: int, fetched: int | None = None):
        places = [f"{1000 + n}" for n in range(wrong + right)]
        rows = pl.concat([schools(100, 20, 3, place=p) for p in places])
        published = pl.concat([area(123 + (n < wrong), p) for n, p in enumerate(places)])
        return check(rows, published, NOBODY, fetched)

    assert of(1, 2).stops
    assert not of(1, 2, 20).stops  # one of a fetch, which always has groups and country
    assert not of(2, 38).stops  # just 5 %
    assert of(2, 37).stops


def test_only_the_place_and_year_that_is_off_is_left_out() -> None:
    others = schools(1, 2, 3, year=2024), schools(1, 2, 3, place="1833")
    rows = pl.concat([schools(100, 20, 3), *others])
    left = check(rows, area(124), NOBODY).left(rows)
    assert set(left.select("municipality", "year").iter_rows()) == {("5503", 2024), ("1833", 2025)}


def test_money_on_what_the_register_does_not_know_is_told() -> None:
    rows = pl.DataFrame(
        [
            ("5503", 2025, "259", "sum_net", 12e6, None),
            ("1833", 2025, "259", "sum_net", 3e6, None),
            ("5503", 2025, "254", "sum_net", 1e6, None),  # out of use since 2023
            ("5503", 2025, "998", "sum_net", 0.0, None),
            ("5503", 2025, "253", "271", 5e6, None),  # an art from 2026
            ("5503", 2026, "253", "271", 5e6, None),
            ("5503", 2025, "253", "sum_net", 9e6, None),
        ],
        ROWS,
        orient="row",
    )
    told = list(strangers(rows, {"259": "Hjemmetjenester – nytt"}))
    assert len(told) == 3
    assert "254" in told[0] and "2025" in told[0]
    assert "259 Hjemmetjenester – nytt" in told[1] and "hos 2 (høyst 12\u202f000" in told[1]
    assert "Art 271" in told[2] and "2025" in told[2]


@pytest.fixture(scope="module")
def real() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Give Harstad's and Rana's real functions and areas, and AGD1, as a fetch has them."""
    if not (SHARED / "kostra_accounts.parquet").exists():
        pytest.skip("the shared statistics aren't there")
    every = pl.read_parquet(SHARED / "kostra_accounts.parquet").filter(
        pl.col("municipality").is_in(["5503", "1833"])
    )
    frame = every.select(
        "municipality",
        pl.col("year").cast(pl.Int16),
        "function",
        pl.format("sum_{}", "measure").alias("art"),
        (pl.col("amount_1000_nok") * 1000.0).alias("amount"),
        pl.lit(None, pl.String).alias("reason"),
    )
    one = pl.col("function").str.contains(r"^\d{3}$")
    overview = pl.read_parquet(SHARED / "kostra_finance_overview.parquet")
    wholes = overview.filter(pl.col("code") == "AGD1").select(
        "municipality",
        pl.col("year").cast(pl.Int16),
        (pl.col("amount_1000_nok") * 1000.0).alias("amount"),
    )
    return frame.filter(one), frame.filter(~one).rename({"function": "area"}), wholes


def test_748_real_sums_and_22_wholes_hold_to_the_thousand(real) -> None:
    found = check(*real)
    assert found.off == ()
    assert (found.held, found.impossible) == (748 + 22, 0)


@pytest.mark.parametrize(
    ("plant", "off"),
    [
        (lambda f: f.filter(pl.col("function") != "202"), 2 * (11 + 11 + 11)),
        (
            lambda f: f.with_columns(
                amount=pl.when(
                    pl.col("function") == "253",
                    pl.col("year") == 2024,
                    pl.col("municipality") == "5503",
                    pl.col("art") == "sum_net",
                )
                .then(-pl.col("amount"))
                .otherwise("amount")
            ),
            2,
        ),
        (lambda f: f.filter(~pl.col("function").is_in(["257", "258"])), 2 * (2 + 2 + 2)),
    ],
    ids=["202 dropped", "a sign turned", "257 and 258 dropped"],
)
def test_faults_planted_in_real_accounts_are_caught(
    real, plant: Callable[[pl.DataFrame], pl.DataFrame], off: int
) -> None:
    functions, areas, wholes = real
    assert len(check(plant(functions), areas, wholes).off) == off


def tampered_with(tables, id: str, at: tuple[str, ...], more: float) -> list:
    """Give the tables with one cell of one of them so many thousand too high."""
    cube = next(t for t in tables if t.id == id)
    values = np.asarray(cube.values).copy()
    positions = [axis.position for axis in cube.axes]
    values[tuple(p[code] for p, code in zip(positions, at, strict=True))] += more
    return [replace(cube, values=values) if t is cube else t for t in tables]


@pytest.fixture
def tampered(tables):
    """Give the tables with Harstad's net of FGK9 in 2024 a thousand too high."""
    return tampered_with(tables, "12362", ("5503", "FGK9", "AGD2", "KOSbelop0000", "2024"), 1)


def test_a_clean_fetch_holds_nothing_back_and_checks_against_agd1(standin, lake, fast) -> None:
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=["finances", "accounts"])
    assert report.ok
    assert not any("Holdt tilbake" in line for line in report.lines())
    assert lake.read("area_accounts") is not None


def test_a_fault_at_the_source_holds_back_that_place_and_year(tampered, serve, lake, fast) -> None:
    standin = serve(served=tampered)
    report = fetch(["5503", "1151"], lake, url=standin.url, limits=fast, tables=["accounts"])
    told = [line for line in report.lines() if "Holdt tilbake" in line]
    assert len(told) == 1 and "5503 2024: FGK9 netto er " in told[0]
    stored = lake.read("accounts").frame.filter(pl.col("art").is_in(["sum_net", "sum_gross"]))
    years = set(stored.filter(pl.col("municipality") == "5503")["year"])
    assert years == set(range(2015, 2026)) - {2024}
    assert 2024 in set(stored.filter(pl.col("municipality") == "0")["year"])
    areas = lake.read("area_accounts").frame
    assert areas.filter(pl.col("municipality") == "5503", pl.col("year") == 2024).is_empty()


@pytest.mark.parametrize(("more", "off"), [(1, 0), (2, 1)])
def test_the_overview_of_the_country_is_held_against_its_parts_within_rounding(
    tables, serve, lake, fast, more: float, off: int
) -> None:
    """Two parts and a whole, each rounded to the thousand, are 1.5 thousand apart at the most."""
    at = ("EAKUO", "AGD13", "KOSbelop0000", "2024")
    standin = serve(served=tampered_with(tables, "12137", at, more))
    report = fetch(["5503"], lake, url=standin.url, limits=fast, tables=["finances"])
    told = [line for line in report.lines() if "Holdt tilbake" in line]
    assert ["EAKUO 2024: AGD13 i hovedtallene er " in line for line in told] == [True] * off
    left = lake.read("finances").frame.filter(pl.col("concept") == "AGD13")
    years = set(left.filter(pl.col("municipality") == "EAKUO")["year"])
    assert years == set(range(2015, 2026)) - ({2024} if off else set())
    assert 2024 in set(left.filter(pl.col("municipality") == "0")["year"])


def test_a_group_that_is_not_its_members_is_taken_back_when_all_are_stored(
    serve, lake, fast
) -> None:
    figures = fixture_figures({m.code: m.name for m in municipalities()})
    made = account_cubes(people_of(figures), figures, former_codes(figures), {})
    at = ("1833", "AGD1", "KOSbelop0000", "2024")
    standin = serve(served=tampered_with(made[:1], "12137", at, 50_000))
    group = next(g for g in KOSTRA_GROUPS if "1833" in {m.code for m in members_of(g)})
    other = next(g for g in KOSTRA_GROUPS if g != group)
    report = fetch(figures.names, lake, url=standin.url, limits=fast, tables=["finances"])
    assert report.ok, report.lines()
    told = [line for line in report.lines() if "Holdt tilbake" in line]
    assert len(told) == 1 and f"Holdt tilbake: {group} 2024: AGD1 i hovedtallene er " in told[0]
    left = lake.read("finances").frame.filter(pl.col("concept") == "AGD1")
    years = {g: set(left.filter(pl.col("municipality") == g)["year"]) for g in (group, other)}
    assert years[other] - years[group] == {2024} and years[group] < years[other]
    (caveat,) = (
        c
        for c in lake.entry("finances", f"12137-{group}").source.caveats
        if "holdt tilbake" in c.text
    )
    assert caveat.text.startswith("Året 2024 er holdt tilbake fordi tallene ikke går opp.")


def test_pay_is_refused_when_ag16_is_called_something_else(tables) -> None:
    cube = next(t for t in tables if t.id == "12367")
    meta = read_metadata("12367", cube.metadata())
    arts_read = ACCOUNT_SPECS[-1]
    arts = meta.dimensions["KOKart0000"]
    assert "AG16" in arts_read.reading.check(arts_read, meta).axes["KOKart0000"]
    other = replace(arts, labels={**arts.labels, "AG16": "Kjøp av varer"})
    shape = arts_read.reading.check(
        arts_read, replace(meta, dimensions={**meta.dimensions, "KOKart0000": other})
    )
    read = shape.axes["KOKart0000"]
    assert "A090" in read and not {"AG16", "A710", "A099"} & set(read)
    assert any("AG16 er «Kjøp av varer»" in fault for fault in shape.faults)


def test_the_scope_is_matched_by_code_when_its_label_differs(tables) -> None:
    cube = next(t for t in tables if t.id == "12367")
    meta = read_metadata("12367", cube.metadata())
    scope = meta.dimensions["KOKregnskapsomfa0000"]
    other = replace(scope, labels={"A": "Konsernet", "B": "Kommunen alene"})
    arts_read = ACCOUNT_SPECS[-1]
    shape = arts_read.reading.check(
        arts_read, replace(meta, dimensions={**meta.dimensions, "KOKregnskapsomfa0000": other})
    )
    assert list(shape.axes["KOKregnskapsomfa0000"]) == ["A"]


def test_a_table_that_has_the_treasury_only_is_refused(tables) -> None:
    cube = next(t for t in tables if t.id == "12367")
    meta = read_metadata("12367", cube.metadata())
    scope = meta.dimensions["KOKregnskapsomfa0000"]
    alone = replace(scope, labels={"B": "Kommunekasse"}, extension={"elimination": True})
    arts_read = ACCOUNT_SPECS[-1]
    with pytest.raises(SourceChangedError, match="har ikke konsern"):
        arts_read.reading.check(
            arts_read, replace(meta, dimensions={**meta.dimensions, scope.id: alone})
        )


def test_arts_are_of_the_group_as_net_expenditure_is(standin, lake, fast) -> None:
    """The stand-in's treasury has nine tenths of 253; pay, costs and income of the group add up."""
    fetch(["5503"], lake, url=standin.url, limits=fast, tables=["accounts"])
    rows = lake.read("accounts", ["5503"]).frame.filter(function="253", year=2024)
    by_art = dict(rows.select("art", "amount").iter_rows())
    spent = sum(v for a, v in by_art.items() if "200" <= a < "600")
    earned = sum(v for a, v in by_art.items() if "600" <= a < "900")
    whole = by_art["sum_pay"] + by_art["710"] + spent
    assert whole == pytest.approx(by_art["sum_gross"], abs=1)
    assert whole - earned == pytest.approx(by_art["sum_net"], abs=1)


def test_the_stand_in_serves_thirty_five_arts_and_no_pay_by_kind(tables) -> None:
    cube = next(t for t in tables if t.id == "12367")
    arts = cube.axis("KOKart0000").labels
    assert len(arts) == 35
    assert {"A090", "A099", "A260", "A370", "A590", "A600", "A710", "AG16", "AGD56"} <= set(arts)
    assert not [code for code in arts if code < "A090"]
    sums = next(t for t in tables if t.id == "12362")
    assert "KOKregnskapsomfa0000" not in [axis.id for axis in sums.axes]
