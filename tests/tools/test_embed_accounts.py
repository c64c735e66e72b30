"""Accounts are embedded only when they add up."""

import polars as pl
import pytest
from tools.embed_accounts import KEYS, check_functions, since_split, with_sums

from veivalg.norway.register import municipalities

AREA = {"area": "FGK5", "measure": "net", "year": 2025}


def booked(**amounts: int) -> pl.DataFrame:
    rows = [
        {"municipality": "5503", "function": f[1:], **AREA, "amount": n} for f, n in amounts.items()
    ]
    return pl.DataFrame(rows).drop("area").rename({"amount": "amount_1000_nok"})


def stated(amount: int) -> pl.DataFrame:
    return pl.DataFrame([{"municipality": "5503", **AREA, "amount_1000_nok": amount}])


def overview(amount: int) -> pl.DataFrame:
    row = {"municipality": "5503", "year": 2025, "code": "AGD1", "amount_1000_nok": amount}
    return pl.DataFrame([row])


def test_functions_that_add_up_are_counted() -> None:
    assert check_functions(booked(f330=20, f332=5, f255=1), stated(25), overview(26)) == 2


def test_a_thousand_off_in_an_area_or_in_all_is_refused() -> None:
    with pytest.raises(SystemExit, match="summerer ikke"):
        check_functions(booked(f330=20, f332=6), stated(25), overview(26))
    with pytest.raises(SystemExit, match="Netto i alt"):
        check_functions(booked(f330=20, f332=5), stated(25), overview(26))


def everybody(**other: int) -> pl.DataFrame:
    """Give every municipality one (1000 kr), but those in `other`."""
    codes = [m.code for m in municipalities()]
    amounts = [other.get(f"m{code}", 1) for code in codes]
    named = pl.DataFrame({"municipality": codes, "amount_1000_nok": amounts})
    year = pl.lit(AREA["year"], pl.Int16).alias("year")
    texts = {k: pl.lit(v) for k, v in AREA.items() if k != "year"}
    return named.with_columns(year, **texts).select(*KEYS, "amount_1000_nok")


def sums(frame: pl.DataFrame, year: int = 2025) -> dict[str, int]:
    made = with_sums(frame, since_split()).filter(year=year)
    return dict(made.select("municipality", "amount_1000_nok").iter_rows())


def test_groups_and_the_country_are_summed() -> None:
    found = sums(everybody(m5503=10))
    assert found["0"] == 357 + 9
    assert found["EKG09"] == 27 + 9
    assert found["EKG13"] == 1


def test_a_sum_is_not_given_where_a_member_is_missing() -> None:
    found = sums(everybody().filter(pl.col("municipality") != "5503"))
    assert "EKG09" not in found and "0" not in found
    assert found["EKG05"] == 33


def test_a_published_group_that_is_not_the_sum_is_refused() -> None:
    group = everybody().head(1).with_columns(municipality=pl.lit("EKG13"))
    assert sums(pl.concat([everybody(), group]))["EKG13"] == 1
    wrong = group.with_columns(pl.col("amount_1000_nok") + 1)
    with pytest.raises(SystemExit, match="Gruppen er ikke summen"):
        sums(pl.concat([everybody(), wrong]))


def test_a_municipality_that_is_no_more_is_in_its_group_and_the_country() -> None:
    year = pl.lit(2023, pl.Int16).alias("year")
    then = everybody().with_columns(year, area=pl.lit("FGK9"))
    found = sums(then.filter(~pl.col("municipality").is_in(["1508", "1580"])), 2023)
    assert found["0"] == 355 + 2_227_191
    members = [m for m in municipalities() if m.kostra_group == "EKG11"]
    assert found["EKG11"] == len(members) - 1 + 2_227_191
