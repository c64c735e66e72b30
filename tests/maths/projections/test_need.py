import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.maths.projections.need import (
    Variant,
    demographic_need,
    need_index,
    sector_need,
)
from veivalg.norway.cost_keys import TOTAL, implied_national_share, sectors, systems

HARSTAD = {  # Harstad 2024, SSB MMMM July 2024, as printed
    2024: (4832, 9993, 5388, 3547, 1130, 228),
    2030: (4605, 9774, 5177, 3548, 1629, 267),
    2040: (4495, 9356, 4877, 3606, 1926, 521),
    2050: (4405, 8631, 5143, 3407, 2067, 665),
}
GROUPS = ((0, 17), (18, 49), (50, 66), (67, 79), (80, 89), (90, 105))


def harstad(low: int, high: int, year: int) -> float:
    """Persons, with printed groups split evenly by year of age where a key needs it."""
    return sum(
        n * max(min(high, b) - max(low, a) + 1, 0) / (b - a + 1)
        for (a, b), n in zip(GROUPS, HARSTAD[year], strict=True)
    )


def test_the_school_index_of_a_municipality_follows_from_its_criteria() -> None:
    values = {
        "age_6_12": 1.0405,
        "age_13_15": 0.9362,
        "immigrants_6_15": 1.013,
        "basis": 0.3091,
        "distance_zone": 0.412,
        "distance_neighbour": 0.5183,
    }
    key = systems()["2026"].keys["primary_school"]
    index = sum(weight * values[id] for id, weight in key.weights.items())
    assert index == pytest.approx(0.96996, abs=5e-6)


def test_the_total_index_is_the_sectors_by_their_shares() -> None:
    loerenskog = {
        "primary_school": 0.97,
        "kindergarten": 1.1783,
        "care": 0.8127,
        "health": 0.8948,
        "child_welfare": 1.0236,
        "social": 1.1804,
        "administration": 0.896,
    }
    shares = systems()["2026"].shares
    total = sum(share * loerenskog[sector] for sector, share in shares.items())
    assert total == pytest.approx(0.95506, abs=5e-6)
    assert round(total, 4) == 0.9551


@pytest.mark.parametrize(
    ("system", "variant", "printed", "tolerance"),
    [
        ("2026", Variant.AGE_ONLY, (113.6, 138.6, 150.7), 0.2),
        ("2017", Variant.AGE_ONLY, (120.0, 156.3, 174.6), 0.2),
        ("2017", Variant.FULL, (115.4, 142.1, 154.6), 0.3),
        ("2026", Variant.FULL, (112.7, 134.7, 144.6), 0.3),
    ],
)
def test_the_care_index_of_harstad_in_four_variants(
    system: str, variant: Variant, printed: tuple[float, ...], tolerance: float
) -> None:
    index = need_index(
        systems()[system], "care", harstad, 2024, [2030, 2040, 2050], variant=variant
    )
    assert list(index.values()) == pytest.approx(list(printed), abs=tolerance)


@pytest.mark.parametrize("variant", list(Variant))
@pytest.mark.parametrize("sector", [*sectors(), TOTAL])
def test_the_base_year_is_100_in_every_sector(sector: str, variant: Variant) -> None:
    index = need_index(systems()["2026"], sector, harstad, 2024, [2024], variant=variant)
    assert index[2024] == pytest.approx(100)


def test_an_unknown_age_group_gives_none_and_never_zero() -> None:
    def partly(low: int, high: int, year: int) -> float | None:
        return None if year == 2030 and low >= 80 else harstad(low, high, year)

    assert need_index(systems()["2026"], "care", partly, 2024, [2030, 2040])[2030] is None
    assert need_index(systems()["2026"], "care", partly, 2030, [2040]) == {}


def test_a_sector_the_system_has_no_key_for_is_none() -> None:
    def people(low: int, high: int) -> float:
        return harstad(low, high, 2024)

    assert sector_need(systems()["2017"], "health", people, people) is None


@given(scale=st.floats(0.1, 10), variant=st.sampled_from(list(Variant)))
def test_twice_the_people_of_every_age_need_at_most_twice_as_much(
    scale: float, variant: Variant
) -> None:
    def now(low: int, high: int) -> float:
        return harstad(low, high, 2024)

    def then(low: int, high: int) -> float:
        return scale * harstad(low, high, 2024)

    for key in systems()["2026"].keys.values():
        before = demographic_need(key, now, now, variant=variant)
        after = demographic_need(key, then, now, variant=variant)
        assert before is not None and after is not None
        bounds = sorted((before, scale * before))
        assert bounds[0] * (1 - 1e-9) <= after <= bounds[1] * (1 + 1e-9)


def test_a_place_with_the_countrys_ages_has_the_countrys_need() -> None:
    def people(low: int, high: int) -> float:
        return 1000 * implied_national_share(low, high)

    key = systems()["2026"].keys["care"]
    need = demographic_need(key, people, people, variant=Variant.FULL)
    assert need == pytest.approx(1000 * sum(key.weights.values()))
