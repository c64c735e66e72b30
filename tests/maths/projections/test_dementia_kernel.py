import numpy as np
import polars as pl
import pytest

from veivalg.maths.projections.dementia import decline, from_bands, rates, with_dementia
from veivalg.norway.dementia import PUBLISHED_PERSONS, prevalences

# Norway, 1 January 2020, as the method gives it for both sexes: 70+ is what matters.
BANDS_2020 = {
    (30, 64): 2_480_000,
    (65, 69): 268_000,
    (70, 74): 250_500,
    (75, 79): 176_500,
    (80, 84): 114_500,
    (85, 89): 70_500,
    (90, 105): 45_700,
}


def folder_file() -> str:
    import os
    from pathlib import Path

    given = os.environ.get("VEIVALG_STATISTICS")
    root = Path(given) if given else Path(__file__).parents[3].parent / "shared" / "statistics"
    path = root / "population.parquet"
    if not path.exists():
        pytest.skip("Statistikkmappa finnes ikke (sett VEIVALG_STATISTICS).")
    return str(path)


def counted(code: str, year: int) -> np.ndarray:
    frame = pl.read_parquet(folder_file()).filter(
        (pl.col("municipality") == code) & (pl.col("year") == year)
    )
    ages = np.zeros((2, 106))
    for sex, age, persons in frame.select("sex", "age", "persons").iter_rows():
        ages[0 if sex == "female" else 1, age] = persons
    return ages


def test_every_sex_and_age_has_one_rate_and_it_never_falls_with_age() -> None:
    assert np.isfinite(rates()).all()
    assert len(prevalences()) == 16
    assert (np.diff(rates(), axis=1) >= 0).all()


@pytest.mark.statistics
def test_norway_2020_gives_the_published_total() -> None:
    total = with_dementia(counted("0", 2020)).sum()
    assert total == pytest.approx(PUBLISHED_PERSONS, rel=0.001)


@pytest.mark.statistics
def test_harstad_2024_gives_587_persons_where_584_are_printed() -> None:
    total = with_dementia(counted("5503", 2024)).sum()
    assert total == pytest.approx(587.2, abs=0.05)
    assert total == pytest.approx(584, rel=0.01)


def test_the_method_bands_of_2020_give_the_published_total_within_one_per_cent() -> None:
    """The bands are rounded and without sex, so both sexes are taken to be equally many."""
    even = np.ones((2, 106))
    assert from_bands(BANDS_2020, even) == pytest.approx(PUBLISHED_PERSONS, rel=0.02)


def test_bands_of_the_country_itself_give_the_countrys_own_number() -> None:
    country = np.random.default_rng(1).uniform(10, 90, (2, 106))
    bands = {(0, 49): country[:, :50].sum(), (50, 105): country[:, 50:].sum()}
    assert from_bands(bands, country) == pytest.approx(with_dementia(country).sum())


def test_falling_prevalence_is_one_per_cent_of_what_is_left_each_year() -> None:
    assert decline(0.01, 2) == pytest.approx(0.9801)
    assert decline(0.0, 24) == 1
