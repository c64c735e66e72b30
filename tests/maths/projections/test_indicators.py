import pytest

from veivalg.foundation.errors import TableConsistencyError
from veivalg.maths.projections.indicators import (
    GROUPS,
    check_total,
    crossover_year,
    difference,
    family_care_ratio,
    first_year,
    ratio,
    relative_change,
    support_ratio,
    years_ahead,
)

# Harstad kommune, kunnskapsgrunnlag 2024, the printed table of chapter 3.1.
YEARS = (2024, 2025, 2030, 2040, 2050)
PRINTED = {
    (0, 17): (4832, 4845, 4605, 4495, 4405),
    (18, 49): (9993, 9858, 9774, 9356, 8631),
    (50, 66): (5388, 5377, 5177, 4877, 5143),
    (67, 79): (3547, 3586, 3548, 3606, 3407),
    (80, 89): (1130, 1195, 1629, 1926, 2067),
    (90, 105): (228, 232, 267, 521, 665),
}
SUMS = (25056, 25093, 25000, 24781, 24318)


def column(year: int) -> list[int]:
    return [values[YEARS.index(year)] for values in PRINTED.values()]


def test_the_groups_of_the_table_cover_every_age_once() -> None:
    assert [(g.lo, g.hi) for g in GROUPS] == list(PRINTED)


@pytest.mark.parametrize(
    ("group", "percent", "tolerance"),
    [
        ((0, 17), -8.84, 0.05),
        ((18, 49), -13.63, 0.05),
        ((50, 66), -4.55, 0.05),
        ((67, 79), -3.95, 0.5),
        ((80, 89), 82.92, 0.05),
        ((90, 105), 191.67, 0.05),
    ],
)
def test_change_is_in_per_cent_of_the_start(
    group: tuple[int, int], percent: float, tolerance: float
) -> None:
    change = relative_change(PRINTED[group][0], PRINTED[group][-1])
    assert change is not None
    assert 100 * change == pytest.approx(percent, abs=tolerance)


def test_change_in_persons_is_437_for_the_oldest_where_427_is_printed() -> None:
    changes = [difference(v[-1], v[0]) for v in PRINTED.values()]
    assert changes == [-427, -1362, -245, -140, 937, 437]


@pytest.mark.parametrize(("year", "printed"), list(zip(YEARS, SUMS, strict=True))[1:])
def test_later_columns_add_up_as_printed(year: int, printed: int) -> None:
    check_total(column(year), printed, f"{year}")


def test_the_printed_sum_of_2024_is_62_short_of_its_groups() -> None:
    with pytest.raises(TableConsistencyError, match=r"2024.*\+62") as caught:
        check_total(column(2024), 25056, "Harstad 2024")
    assert caught.value.difference == 62


def test_the_printed_totals_fall_by_738_or_2_95_per_cent() -> None:
    change = relative_change(SUMS[0], SUMS[-1])
    assert difference(SUMS[-1], SUMS[0]) == -738
    assert change is not None
    assert 100 * change == pytest.approx(-2.95, abs=0.05)
    assert difference(sum(column(2050)), sum(column(2024))) == -800


@pytest.mark.parametrize(("year", "share"), [(2024, 0.0542), (2040, 0.0987), (2050, 0.1123)])
def test_the_share_of_80_and_over_is_not_what_the_text_prints(year: int, share: float) -> None:
    old = sum(column(year)[-2:])
    computed = ratio(old, SUMS[YEARS.index(year)])
    assert computed == pytest.approx(share, abs=0.00005)
    text = {2024: 0.052, 2040: 0.112}.get(year)
    assert computed is not None
    assert text is None or abs(computed - text) > 0.001


@pytest.mark.parametrize(
    ("year", "expected"), [(2024, 3.136), (2030, 2.746), (2040, 2.351), (2050, 2.244)]
)
def test_adults_per_person_67_and_over(year: int, expected: float) -> None:
    c = column(year)
    assert ratio(c[1] + c[2], sum(c[3:])) == pytest.approx(expected, abs=0.001)


def test_the_printed_support_ratio_of_2_61_is_not_that_of_2040() -> None:
    c = column(2040)
    computed = ratio(c[1] + c[2] + c[0] * 2 / 18, sum(c[3:]))
    assert computed == pytest.approx(2.43, abs=0.005)


def test_ratios_use_the_ages_they_are_defined_by() -> None:
    def group(lo: int, hi: int, year: int) -> float:
        return {(16, 66): 300.0, (67, 105): 100.0, (50, 66): 90.0, (85, 105): 10.0}[(lo, hi)]

    assert support_ratio(group, 2026) == 3
    assert family_care_ratio(group, 2026) == 9


def test_no_denominator_and_missing_parts_give_none() -> None:
    assert ratio(1, 0) is None
    assert relative_change(None, 3) is None
    assert years_ahead(None, 2030) is None


def test_the_crossover_is_the_first_year_with_more_old_than_young() -> None:
    def group(lo: int, hi: int, year: int) -> float | None:
        if year == 2021:
            return None
        return float(100 + (year - 2023)) if lo == 65 else 100.0

    assert crossover_year(group, range(2020, 2030)) == 2024
    assert crossover_year(group, range(2020, 2022)) is None
    assert years_ahead(2024, 2030) == 6


def test_a_threshold_must_be_passed_not_met() -> None:
    assert first_year({2020: 0.2, 2021: 0.2, 2022: 0.21}, 0.2) == 2022
