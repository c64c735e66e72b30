"""Accounts by function and art: added up, in NOK, refused when the dimensions are not there."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from veivalg.content import SourceKind
from veivalg.foundation.errors import SourceChangedError
from veivalg.gather.gather import gather
from veivalg.norway.aga import zone_parts
from veivalg.norway.kostra import functions, labels
from veivalg.norway.register import municipality
from veivalg.sources.ssb.account_tables import ACCOUNT_SPECS
from veivalg.sources.ssb.fetch import fetch
from veivalg.sources.ssb.metadata import read_metadata

OVERVIEW, KONSERN, ARTS = ACCOUNT_SPECS


@pytest.fixture
def accounts(standin, lake, fast):
    report = fetch(["5503", "0301"], lake, url=standin.url, limits=fast, tables=["accounts"])
    assert report.ok, report.lines()
    return lake.read("accounts")


def amounts(table, place: str, scope: str, year: int) -> pl.DataFrame:
    return table.frame.filter(
        (pl.col("municipality") == place) & (pl.col("scope") == scope) & (pl.col("year") == year)
    )


def test_both_accounts_come_for_the_municipality_its_group_and_the_country(accounts) -> None:
    assert {"5503", "0301", "0"} <= set(accounts.frame["municipality"])
    assert set(accounts.frame["scope"]) == {"konsern"}
    assert accounts.source("5503").kind is SourceKind.CONSTRUCTED
    assert set(accounts.frame["function"]) == {f.code for f in functions()}


@pytest.mark.parametrize("place", ["5503", "0301"])
def test_gross_less_income_is_net_on_every_function(accounts, place: str) -> None:
    rows = amounts(accounts, place, "konsern", 2024)
    art, amount = pl.col("art"), pl.col("amount")
    wide = rows.group_by("function").agg(
        amount.filter(art == "sum_net").first().alias("net"),
        amount.filter(art == "sum_gross").first().alias("gross"),
        amount.filter(art == "sum_pay").first().alias("pay"),
        amount.filter(art == "710").first().alias("sick_pay"),
        # 090 and 099 are inside AG16; incomes come positive, as in a statement.
        amount.filter(art.is_between(pl.lit("200"), pl.lit("599"))).sum().alias("costs"),
        amount.filter(art.is_between(pl.lit("600"), pl.lit("899"))).sum().alias("income"),
    )
    assert (wide["income"] > 0).all()
    assert (wide["gross"] - wide["income"]).to_list() == pytest.approx(wide["net"].to_list(), abs=1)
    assert (wide["pay"] + wide["sick_pay"] + wide["costs"]).to_list() == pytest.approx(
        wide["gross"].to_list(), abs=1
    )


@pytest.mark.parametrize("place", ["5503", "0301"])
def test_the_employer_tax_is_the_rate_of_the_zone(accounts, place: str) -> None:
    """Liable pay is AG16 + A710 − A099: the table has no art 010."""
    rows = amounts(accounts, place, "konsern", 2024)
    by_art = dict(rows.group_by("art").agg(pl.col("amount").sum()).iter_rows())
    pay = by_art["sum_pay"] + by_art["710"] - by_art["099"]
    assert by_art["099"] / pay == pytest.approx(zone_parts(place, 2024)[0].rate, abs=0.0005)
    assert not {"010", "020", "030"} & set(by_art)


def test_a_function_without_a_name_here_gets_the_name_the_table_has(accounts, lake) -> None:
    """The label is read from the metadata at fetch; that chapters show it is tested with them."""
    unnamed = {f.code for f in functions() if not f.title}
    assert unnamed
    evidence = gather(municipality("5503"), lake)
    named = labels(evidence.function_names)
    assert all("Navn fra SSB" in named[code] for code in unnamed)
    assert named["202"] == "202 Grunnskole"
    assert labels({})["234"] == "234"


def test_amounts_are_kroner(accounts) -> None:
    net = amounts(accounts, "5503", "konsern", 2024).filter(art="sum_net")["amount"].sum()
    assert 1e9 < net < 5e9


def test_a_function_without_bookings_on_an_art_has_no_row(accounts) -> None:
    single = accounts.frame.filter(~pl.col("art").str.starts_with("sum_"))
    assert single.filter(pl.col("amount") == 0).is_empty()


@pytest.fixture
def meta(tables):
    return read_metadata("12367", next(t for t in tables if t.id == "12367").metadata())


def test_dimensions_under_other_names_are_found_by_their_labels(meta) -> None:
    renamed = {
        {"KOKfunksjon0000": "Tjeneste", "KOKart0000": "Utgift"}.get(n, n): d
        for n, d in meta.dimensions.items()
    }
    shape = ARTS.reading.check(ARTS, replace(meta, dimensions=renamed))
    assert shape.cells == ("Tjeneste", "Utgift")


def test_a_table_without_functions_is_refused_and_the_dimension_named(meta) -> None:
    lacking = {n: d for n, d in meta.dimensions.items() if n != "KOKfunksjon0000"}
    with pytest.raises(SourceChangedError, match="finner ingen dimensjon «funksjon»"):
        ARTS.reading.check(ARTS, replace(meta, dimensions=lacking))


def test_amounts_in_another_unit_are_refused(meta) -> None:
    contents = meta.dimensions["ContentsCode"]
    kroner = replace(contents, units=dict.fromkeys(contents.codes, "kr"))
    with pytest.raises(SourceChangedError, match="1000 kr"):
        ARTS.reading.check(
            ARTS, replace(meta, dimensions={**meta.dimensions, "ContentsCode": kroner})
        )


def test_a_new_dimension_that_must_be_chosen_is_refused(meta) -> None:
    extra = replace(meta.dimensions["KOKart0000"], id="Ny", label="ny", extension={})
    with pytest.raises(SourceChangedError, match="«Ny» er ny"):
        KONSERN.reading.check(
            KONSERN,
            replace(
                meta,
                dimensions={
                    **{n: d for n, d in meta.dimensions.items() if n != "KOKregnskapsomfa0000"},
                    "Ny": extra,
                },
            ),
        )
