"""Golden: what municipalities spend beside their group, on the real accounts of 2023–2025.

The expectations are those published with the method, worked out by others from the same figures.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from veivalg.maths.comparison.area_gaps import (
    ASSUMED_SHARE,
    AreaGap,
    Verdict,
    WageShare,
    add_areas,
    all_gaps,
    compare_area,
    gap,
    movers,
)
from veivalg.maths.comparison.area_order import (
    best_quarter,
    left_out,
    other_people,
    standings,
)
from veivalg.maths.comparison.area_year import (
    AREA_NEEDS,
    AreaYear,
    area_needs,
    area_year,
    wage_shares,
)
from veivalg.maths.comparison.employer_tax import taken_rate
from veivalg.norway.aga import full_rate
from veivalg.norway.register import municipalities
from veivalg.sources.embedded.figures import embedded_tables

MILLION = 1e6
HARSTAD, RANA, KARASJOK, LEKA, ETNEDAL, OSLO = "5503", "1833", "5610", "5052", "3450", "0301"
CARE = "FGK9"


@dataclass(frozen=True)
class Country:
    """Every municipality's areas by year, as they are in one of the two places they come from."""

    areas: Mapping[tuple[str, int], AreaYear]
    people: Mapping[int, Mapping[str, float]]
    groups: Mapping[str, str]

    def members(self, code: str) -> set[str]:
        return {other for other, group in self.groups.items() if group == self.groups[code]}

    def compare(self, area: str, code: str, share: WageShare = ASSUMED_SHARE) -> AreaGap:
        now = self.areas[area, 2025]
        before = [self.areas[area, y] for y in (2024, 2023) if (area, y) in self.areas]
        return compare_area(
            now,
            code,
            self.members(code),
            share,
            before=before,
            people_before=self.people[2025].get(code),
        )

    def six(self, code: str) -> dict[str, AreaGap]:
        return {area: self.compare(area, code) for area in AREA_NEEDS}


def _country(
    amounts: pl.DataFrame, people: pl.DataFrame, needs: pl.DataFrame, groups: Mapping[str, str]
) -> Country:
    """Amounts are kroner by municipality, year and area; people are of 1 January."""
    counted = {
        year: {code: float(n) for code, n in rows.select("municipality", "persons").iter_rows()}
        for (year,), rows in people.group_by("year")
    }
    need = area_needs(needs)
    areas = {}
    for (area, year), rows in amounts.group_by("area", "year"):
        table = dict(rows.select("municipality", "amount").iter_rows())
        rates = {c: taken_rate(c, max(year, 2024)).rate for c in table if c in groups}
        own = {code: value for code, value in table.items() if code in groups}
        areas[area, year] = area_year(own, counted[year + 1], need[area], rates)
    return Country(areas, counted, groups)


def _groups() -> dict[str, str]:
    return {m.code: m.kostra_group for m in municipalities() if m.kostra_group}


def _embedded() -> Country:
    tables = embedded_tables()
    if "area_accounts" not in tables:
        pytest.skip("Regnskap etter tjenesteområde er ikke blant de innebygde tallene.")
    wanted = pl.col("measure") == "net", pl.col("area").is_in(list(AREA_NEEDS))
    people = (
        tables["population_groups"]
        .frame.group_by("municipality", "year")
        .agg(pl.col("persons").sum())
    )
    accounts = tables["area_accounts"].frame.filter(*wanted, pl.col("year") >= 2023)
    needs = tables["need_indices"].frame.filter(pl.col("year") == 2026)
    return _country(accounts, people, needs, _groups())


def _shared() -> Country:
    given = os.environ.get("VEIVALG_STATISTICS")
    root = Path(given) if given else Path(__file__).parents[3].parent / "shared" / "statistics"
    if not (root / "kostra_areas_2025.parquet").is_file():
        pytest.skip("De delte statistikkfilene er ikke her.")
    areas = pl.read_parquet(root / "kostra_areas_2025.parquet")
    amounts = areas.filter(pl.col("measure") == "net", pl.col("area").is_in(list(AREA_NEEDS)))
    amounts = amounts.with_columns(amount=pl.col("amount_1000_nok") * 1000.0)
    people = (
        pl.read_parquet(root / "population.parquet")
        .group_by("municipality", "year")
        .agg(pl.col("persons").sum())
    )
    needs = pl.read_parquet(root / "need_index.parquet").filter(pl.col("year") == 2026)
    return _country(amounts, people, needs, _groups())


@pytest.fixture(scope="module", params=["embedded", "shared"])
def country(request: pytest.FixtureRequest) -> Country:
    return _embedded() if request.param == "embedded" else _shared()


GOLDEN = {
    HARSTAD: ((155.7, 105.2), (-24.1, 23.3), (-1.7, 5.3), (-0.4, -0.2), (-1.0, 0.9), (-10.8, -7.6)),
    RANA: (
        (63.5, -19.2),
        (-72.8, -18.9),
        (-33.8, -12.1),
        (-11.2, -11.6),
        (-16.4, -2.5),
        (-24.1, -18.5),
    ),
    KARASJOK: (
        (2.2, 8.7),
        (-18.2, -11.1),
        (-2.7, -3.0),
        (5.2, 1.9),
        (-10.4, -12.0),
        (-3.2, -3.9),
    ),
}
"""Million NOK, raw and at equal need: care, school, kindergarten, administration, social, child."""
SUMS = {
    HARSTAD: (117.6, 127.0, 208.1, 220.6, 239.4),
    RANA: (-94.8, -83.0, 0.1, 12.9, 32.1),
    KARASJOK: (-27.1, -19.3, -6.3, -4.3, -1.3),
}
"""Six areas: raw, at equal need, and at own rate with w = 0.65, 0.75, 0.90."""
TAXED = {
    HARSTAD: (141.7, 147.3, 155.7),
    RANA: (19.4, 25.3, 34.3),
    KARASJOK: (14.7, 15.6, 17.0),
}
QUARTERS = {
    HARSTAD: (272.0, 178.8, 7, 26),
    RANA: (69.6, 58.8, 7, 26),
    KARASJOK: (23.6, 18.1, 9, 33),
}


@pytest.mark.parametrize("code", GOLDEN)
def test_raw_and_corrected_gaps(country: Country, code: str) -> None:
    found = [(g.raw / MILLION, g.untaxed / MILLION) for g in country.six(code).values()]
    np.testing.assert_allclose(found, GOLDEN[code], atol=0.1)


@pytest.mark.parametrize("code", GOLDEN)
def test_own_rate_of_employers_tax(country: Country, code: str) -> None:
    care = country.compare(CARE, code)
    found = (care.low / MILLION, care.value / MILLION, care.high / MILLION)
    np.testing.assert_allclose(found, TAXED[code], atol=0.2)
    total = add_areas(country.six(code))
    sums = (total.raw, total.untaxed, total.low, total.value, total.high)
    np.testing.assert_allclose(np.array(sums) / MILLION, SUMS[code], atol=0.2)
    assert total.left_out == ()


@pytest.mark.parametrize("code", QUARTERS)
def test_best_quarter_area_by_area(country: Country, code: str) -> None:
    whole, care, position, of = QUARTERS[code]
    found = {
        area: best_quarter(year, code, year.mask(country.members(code)))
        for area in AREA_NEEDS
        if (year := country.areas[area, 2025])
    }
    above = sum(max(q.gap, 0.0) for q in found.values() if q is not None)
    assert above / MILLION == pytest.approx(whole, abs=0.1)
    best = found[CARE]
    assert best is not None
    assert (best.position, best.of) == (position, of)
    assert best.gap / MILLION == pytest.approx(care, abs=0.1)


def test_no_one_is_in_the_best_quarter_of_all(country: Country) -> None:
    for group in set(country.groups.values()) - {country.groups[OSLO]}:
        members = {c for c, g in country.groups.items() if g == group}
        for code in members:
            gaps = [
                best_quarter(year, code, year.mask(members))
                for area in AREA_NEEDS
                if (year := country.areas[area, 2025])
            ]
            assert not all(q is not None and q.gap <= 0 for q in gaps), code


def test_the_year_before_and_what_may_be_said(country: Country) -> None:
    """Rana turns with tax and with the year before; Harstad stands whatever is tried."""
    for code, before, verdict in (
        (HARSTAD, 121, Verdict.MORE),
        (RANA, -52, Verdict.ALIKE),
        (KARASJOK, 7.5, Verdict.MORE),
    ):
        found = country.compare(CARE, code)
        assert found.before[1] / MILLION == pytest.approx(before, abs=0.5)
        assert found.verdict is verdict


def test_who_has_no_need_index_is_told_and_out_of_the_order(country: Country) -> None:
    found = country.compare(CARE, HARSTAD)
    assert (found.counted, found.outside) == (26, ("4624",))
    year = country.areas[CARE, 2025]
    lacking = {c for c, n in zip(year.codes, year.need, strict=True) if np.isnan(n)}
    assert lacking == {"3226", "4020", "4624", "5044", "5605"}
    own = country.compare(CARE, "4624")
    assert np.isfinite(own.raw)
    assert own.verdict is Verdict.NONE
    assert "4624" not in standings([year], country.members("4624"), 0.141, ASSUMED_SHARE)


def test_a_group_of_one_is_no_comparison(country: Country) -> None:
    found = country.six(OSLO)
    assert {g.verdict for g in found.values()} == {Verdict.NONE}
    assert all(np.isnan([g.raw, g.untaxed, g.value, *g.ends]).all() for g in found.values())
    assert np.isnan(add_areas(found).value)


def test_a_small_group_and_a_member_that_moves_are_shown_without(country: Country) -> None:
    """Leka went 36.6, 72.8, 15.7 million and is one of eight."""
    years = [country.areas[CARE, y] for y in (2025, 2024, 2023)]
    group = country.members(LEKA)
    assert len(group) == 8
    assert movers(years[0], years[1], group) == movers(years[1], years[2], group) == (LEKA,)
    for code in group - {LEKA}:
        found = country.compare(CARE, code)
        year = years[0]
        without = gap(year, code, year.mask(group - {LEKA}), ASSUMED_SHARE.value)
        assert found.without[LEKA] == pytest.approx(without)
        assert abs(without - found.value) > 0.1 * MILLION
    assert LEKA not in country.compare(CARE, LEKA).without


@pytest.mark.parametrize(
    ("code", "with_it", "without_it"),
    [
        ("1816", -1.9, 3.0),
        ("1151", -7.1, -4.1),
        ("4633", -12.1, -6.7),
        ("1835", -8.0, -3.6),
        ("1856", -5.4, -0.8),
        ("1144", -16.6, -11.3),
        ("5043", 17.5, 22.3),
    ],
)
def test_the_year_before_is_tried_without_the_member_that_moved(
    country: Country, code: str, with_it: float, without_it: float
) -> None:
    """Leka's 72.8 million of 2024 lifts the mean of eight; million NOK, worked out apart."""
    found = country.compare(CARE, code)
    assert found.moved == (LEKA,)
    assert found.before[0] / MILLION == pytest.approx(with_it, abs=0.06)
    assert found.tried["before"] / MILLION == pytest.approx(without_it, abs=0.06)
    assert LEKA in add_areas(country.six(code)).moved


def test_vevelstad_is_above_in_both_years_and_what_is_printed_as_nothing_is_alike(
    country: Country,
) -> None:
    found = country.compare(CARE, "1816")
    assert found.verdict is Verdict.MORE
    assert found.steady is not None
    assert found.steady.value / MILLION == pytest.approx(1.4, abs=0.05)
    # Care 3.0 and school -0.5 of 2024, the rest of 2025: -1.6, -1.8, -2.6 and 2.7.
    whole = add_areas(country.six("1816"))
    assert whole.tried["before"] / MILLION == pytest.approx(-0.8, abs=0.06)
    child = country.compare("FGK13", ETNEDAL)
    assert (child.value / MILLION, child.untaxed) == (
        pytest.approx(0.1, abs=0.05),
        pytest.approx(0, abs=5e4),
    )
    assert child.verdict is Verdict.ALIKE
    assert child.turned is not None and child.turned[0] == "untaxed"


def test_a_change_of_people_gives_the_gap_with_both(country: Country) -> None:
    found = country.compare(CARE, ETNEDAL)
    assert (country.people[2025][ETNEDAL], country.people[2026][ETNEDAL]) == (1254, 1593)
    level = {c: country.areas[CARE, 2025].index(c) for c in (ETNEDAL,)}
    assert country.areas[CARE, 2025].people[level[ETNEDAL]] == 1593
    assert found.other_people - found.value > 10 * MILLION
    assert np.isnan(country.compare(CARE, HARSTAD).other_people)


def test_negative_social_cost_is_not_netted(country: Country) -> None:
    year = country.areas["FGK12", 2025]
    negative = {c for c, a in zip(year.codes, year.amounts, strict=True) if a < 0}
    assert len(negative) == 16
    for code in negative:
        found = country.six(code)
        total = add_areas(found)
        assert total.left_out == ("FGK12",)
        rest = sum(g.value for area, g in found.items() if area != "FGK12")
        assert total.value == pytest.approx(rest)


def test_national_orders_and_distribution(country: Country) -> None:
    year = country.areas[CARE, 2025]
    before, after = (all_gaps(year, country.groups, w) / year.people for w in (0.0, 0.75))
    known = np.isfinite(before)
    assert known.sum() == 351
    percentiles = np.percentile(before[known], (10, 50, 90))
    np.testing.assert_allclose(percentiles, (-6290, -205, 6156), atol=5)
    first, second = (np.argsort(np.argsort(v[known])) for v in (before, after))
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(0.979, abs=0.0005)
    assert np.median(np.abs(first - second)) == 8
    assert (np.sign(before[known]) != np.sign(after[known])).sum() == 17


def test_every_gap_of_every_municipality_can_be_said(country: Country) -> None:
    """No NaN but where there is no comparison, and ends around the value."""
    for code in country.groups:
        found = country.six(code)
        for area, one in found.items():
            none = code == OSLO or np.isnan(
                country.areas[area, 2025].need[country.areas[area, 2025].index(code)]
            )
            assert (one.verdict is Verdict.NONE) == none
            if not none:
                assert one.low <= one.value <= one.high
        total = add_areas(found)
        assert (total.verdict is Verdict.NONE) == (len(total.left_out) == len(AREA_NEEDS))


def test_the_order_is_at_the_full_rate_and_holds_its_place(country: Country) -> None:
    years = [country.areas[CARE, y] for y in (2025, 2024)]
    members = country.members(HARSTAD)
    found = standings(years, members, full_rate(2025), ASSUMED_SHARE)
    assert set(found) == members - {"4624"}
    assert all(1 <= s.low <= s.position <= s.high <= s.of == 26 for s in found.values())
    assert sorted(s.position for s in found.values()) == list(range(1, 27))


def test_who_is_left_out_of_an_order_and_why() -> None:
    """a's cost fell by half, b's is a twentieth of the others'; c and d are ranked."""
    people, need, rates = (dict.fromkeys("abcd", n) for n in (10, 1, 0.0))
    now = area_year({"a": 50.0, "b": 5.0, "c": 90.0, "d": 110.0}, people, need, rates)
    before = area_year({"a": 100.0, "b": 5.0, "c": 90.0, "d": None}, people, need, rates)
    out = left_out(now, before, set("abcd"), 0.75)
    assert (out.moved, out.little) == ({"a"}, {"b"})
    assert left_out(now, None, set("abcd"), 0.75).all == {"b"}
    found = standings([now], set("abcd") - out.all, 0.141, ASSUMED_SHARE)
    assert {c: s.position for c, s in found.items()} == {"c": 1, "d": 2}


def test_a_place_holds_both_counts_of_people() -> None:
    """With 10 people a costs 9 each and is first; the index was made of 8, then 11.25, last."""
    need, rates = (dict.fromkeys("abc", n) for n in (1, 0.0))
    now = area_year({"a": 90.0, "b": 100.0, "c": 110.0}, dict.fromkeys("abc", 10), need, rates)
    before = area_year({"a": 90.0}, {"a": 8, "b": 9.9, "c": 10}, need, rates)
    people = other_people(now, before)
    assert people == {"a": 8}
    found = standings([now], set("abc"), 0.0, ASSUMED_SHARE, people)["a"]
    assert (found.position, found.low, found.high) == (1, 1, 3)


def test_known_wage_share_has_no_range() -> None:
    year = area_year(
        {"a": 100.0, "b": 100.0}, {"a": 10, "b": 10}, {"a": 1, "b": 1}, {"a": 0.0, "b": 0.25}
    )
    one = compare_area(year, "a", {"a", "b"}, WageShare(0.5, 0.5, 0.5))
    # The other would pay 50 + 50/1.25 = 90 at the own rate; the level is 95 for each.
    assert (one.value, one.low, one.high) == (5, 5, 5)
    assert one.untaxed == 0
    assert one.verdict is Verdict.ALIKE


def test_a_share_the_accounts_tell_is_used_instead_of_the_assumed() -> None:
    year = area_year(
        {"a": 100.0, "b": 100.0},
        {"a": 10, "b": 10},
        {"a": 1, "b": 1},
        {"a": 0.0, "b": 0.25},
        {"b": 0.5},
    )
    one = compare_area(year, "a", {"a", "b"})
    # As above, whatever w is assumed for those whose accounts don't tell it.
    assert (one.value, one.low, one.high, one.untaxed) == (5, 5, 5, 0)


def test_the_share_of_pay_is_read_from_accounts_by_art() -> None:
    """Tax of 7.05 at 14.1 % is on 50 of pay, and 57.05 of 100 is pay with tax."""
    row = {"municipality": "a", "net": 50.0, "tax_base": 25.0, "tax_rate": 0.141}
    rows = [
        {**row, "function": "201"},
        {**row, "function": "211"},
        {**row, "function": "202", "tax_base": 900.0},
        {**row, "municipality": "b", "function": "201"},
        {**row, "municipality": "b", "function": "211", "tax_base": None},
        {**row, "municipality": "c", "function": "201", "tax_base": 90.0},
    ]
    found = wage_shares(pl.DataFrame(rows), {"FGK7": ("201", "211"), "FGK8b": ("202",)})
    assert found["FGK7"] == {"a": pytest.approx(0.5705)}  # unknown and impossible are left out
    assert found["FGK8b"] == {}


def test_a_year_that_few_members_have_is_not_compared(country: Country) -> None:
    """A level of two municipalities is no group: neither this year nor the one before."""
    group = country.members(HARSTAD)
    now = country.areas["FGK7", 2025]
    few = {HARSTAD, RANA}
    thin = area_year(
        {c: a if c in few else None for c, a in zip(now.codes, now.amounts, strict=True)},
        dict(zip(now.codes, now.people, strict=True)),
        dict(zip(now.codes, now.need, strict=True)),
        dict(zip(now.codes, now.rates, strict=True)),
    )
    assert np.isnan(compare_area(now, HARSTAD, group, before=[thin]).before).all()
    assert compare_area(thin, HARSTAD, group).verdict is Verdict.NONE
    assert standings([thin], group, 0.141, ASSUMED_SHARE) == {}
