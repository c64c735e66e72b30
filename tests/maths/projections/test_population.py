from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from veivalg.content import Place, Source
from veivalg.maths.projections.indicators import crossover_year
from veivalg.maths.projections.people_tables import PeopleTables
from veivalg.maths.projections.population import population_path
from veivalg.norway.municipality import NORWAY
from veivalg.tables import TABLES, Sourced

SSB = Source("ssb", "SSB", "Folkemengde", table="07459")
HERE = Place("5503", "Harstad")


def counts_frame(years: dict[int, float], code: str = "5503") -> pl.DataFrame:
    rows = [
        (code, y, sex, age, n)
        for y, n in years.items()
        for sex in ("female", "male")
        for age in range(106)
    ]
    return pl.DataFrame(
        rows, schema=["municipality", "year", "sex", "age", "persons"], orient="row"
    )


def tables(**frames: pl.DataFrame) -> PeopleTables:
    return PeopleTables(**{n: Sourced(f, {"*": SSB}) for n, f in frames.items()})


def ssb_frame() -> pl.DataFrame:
    frames = [
        counts_frame({2026: 10.0, 2027: n, 2028: n + 1}).with_columns(alternative=pl.lit(code))
        for code, n in (("LLML", 9.0), ("MMMM", 11.0))
    ]
    return TABLES["projection"].validate(pl.concat(frames))


def test_nothing_known_gives_no_path() -> None:
    assert population_path(tables(), HERE) is None


def test_ssbs_own_ages_are_used_untouched_and_without_caveat() -> None:
    path = population_path(
        tables(population=counts_frame({2026: 10}), projection=ssb_frame()), HERE
    )
    assert path is not None
    assert (path.method, path.caveat, path.alternatives) == ("ssb", "", ("MMMM", "LLML"))
    assert path.projected_years == (2027, 2028)
    assert path.group(67, 105, 2027) == 39 * 2 * 11
    assert path.group(0, 105, 2028, "LLML") == 212 * 10
    assert path.persons().shape == (2, 2, 106)


def test_a_projection_without_counts_starts_in_its_own_first_year() -> None:
    path = population_path(tables(projection=ssb_frame()), HERE)
    assert path is not None
    assert (path.base_year, path.group(0, 105, 2026)) == (2026, 2120)
    assert not path.is_projected(2026)


def test_a_year_with_bands_only_answers_exactly_or_not_at_all() -> None:
    bands = TABLES["population_groups"].validate(
        pl.DataFrame(
            {
                "municipality": ["5503"] * 2,
                "year": [2020] * 2,
                "age_from": [0, 90],
                "age_to": [89, 105],
                "persons": [900, 100],
            }
        )
    )
    path = population_path(tables(population_groups=bands), HERE)
    assert path is not None
    assert path.group(0, 105, 2020) == 1000
    assert path.group(0, 17, 2020) is None
    assert path.method == "none"


def test_known_groups_are_met_exactly_and_the_caveat_says_what_is_ours() -> None:
    groups = {(0, 19): 4000, (20, 64): 9000, (65, 105): 5000, (80, 105): 1500, (0, 105): 18000}
    rows = [("5503", "MMMM", 2030, lo, hi, n) for (lo, hi), n in groups.items()]
    rows.append(("5503", "LLML", 2030, 0, 105, 17000))
    known = TABLES["projection_groups"].validate(
        pl.DataFrame(
            rows,
            orient="row",
            schema=["municipality", "alternative", "year", "age_from", "age_to", "persons"],
        )
    )
    counts = counts_frame({2016: 80, 2021: 85, 2026: 90})
    path = population_path(tables(population=counts, projection_groups=known), HERE)
    assert path is not None
    ages = path.ages(2030)
    assert ages is not None
    assert ages.sum() == pytest.approx(18000)
    assert ages[:, 65:80].sum() == pytest.approx(3500)
    assert (ages >= 0).all()
    assert path.alternatives_totals()["LLML"] == {2030: 17000}
    assert "Hamilton–Perry" in path.caveat
    assert "hovedgrupper" in path.caveat


def test_one_count_and_no_country_can_not_be_projected() -> None:
    path = population_path(tables(population=counts_frame({2026: 10})), HERE)
    assert path is not None
    assert path.projected_years == ()
    assert path.years == (2026,)


def test_without_ssbs_groups_the_caveat_names_the_place() -> None:
    path = population_path(tables(population=counts_frame({2021: 100, 2026: 100})), HERE)
    assert path is not None
    assert path.method == "hamilton_perry"
    assert "Harstad" in path.caveat


def test_every_number_has_the_source_it_came_from() -> None:
    path = population_path(tables(population=counts_frame({2021: 100, 2026: 100})), HERE)
    assert path is not None
    assert path.source(2026).table == "07459"
    assert path.source(2040).producer == "Veivalg"


@pytest.mark.statistics
@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_real_municipalities_keep_ssbs_main_figures(
    code: str, real: Callable[..., PeopleTables]
) -> None:
    found = real(code)
    path = population_path(found, Place(code, "her"))
    assert path is not None
    table = found.of(code).projection_groups
    assert table is not None
    main = table.frame.filter(pl.col("alternative") == "MMMM")
    ages = {y: path.ages(y) for y in path.projected_years}
    for year, lo, hi, persons in main.select("year", "age_from", "age_to", "persons").iter_rows():
        now = ages.get(year)
        if now is not None:
            assert now[:, lo : hi + 1].sum() == pytest.approx(persons, abs=0.01)


@pytest.mark.statistics
def test_the_country_gets_more_old_than_young_between_2027_and_2033(
    real: Callable[..., PeopleTables],
) -> None:
    path = population_path(real("5503"), NORWAY)
    assert path is not None
    year = crossover_year(path.group, path.years)
    assert year is not None
    assert 2027 <= year <= 2033


@pytest.mark.statistics
def test_five_years_ahead_from_2021_the_country_is_within_three_per_cent_at_every_age_group(
    real: Callable[..., PeopleTables],
) -> None:
    found = real("5503", years=(2011, 2016, 2021), ahead=False)
    only_ages = PeopleTables(population=found.population)
    path, truth = population_path(only_ages, NORWAY), population_path(real("5503"), NORWAY)
    assert path is not None
    assert truth is not None
    for lo, hi in ((0, 105), (0, 19), (20, 64), (65, 105), (80, 105), (90, 105)):
        for year in (2024, 2026):
            ours, counted = path.group(lo, hi, year), truth.group(lo, hi, year)
            assert ours is not None
            assert ours == pytest.approx(counted, rel=0.03)


def test_arrays_are_persons_by_year_sex_and_age() -> None:
    path = population_path(tables(population=counts_frame({2021: 100, 2026: 100})), HERE)
    assert path is not None
    assert path.persons().shape == (24, 2, 106)
    assert np.isfinite(path.persons()).all()


def test_a_group_ssb_has_published_needs_no_caveat_and_one_inside_it_does() -> None:
    ahead = [("5503", y, lo, 105, "MMMM", 100.0) for y in range(2027, 2051) for lo in (0, 80)]
    names = ["municipality", "year", "age_from", "age_to", "alternative", "persons"]
    main = TABLES["projection_groups"].validate(pl.DataFrame(ahead, schema=names, orient="row"))
    counts = counts_frame({2016: 10, 2021: 10, 2026: 10})
    path = population_path(tables(population=counts, projection_groups=main), HERE)
    assert path is not None
    assert path.caveat_for((80, 105)) == ""
    assert "Hamilton–Perry" in path.caveat_for((80, 105), (67, 79))
    assert path.source(2040, 80, 105) == SSB
    assert path.source(2040, 67, 79).producer == "Veivalg"
    assert {s.producer for s in path.sources_for((80, 105))} == {"SSB"}
    assert "avstemt mot SSBs hovedgrupper" in path.stands_in


def test_a_projection_of_ours_alone_says_it_is_not_ssbs() -> None:
    path = population_path(tables(population=counts_frame({2021: 10, 2026: 10})), HERE)
    assert path is not None
    assert "ikke SSBs" in path.stands_in
    assert path.caveat_for((0, 105)) == path.caveat
