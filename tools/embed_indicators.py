"""The embedded indicators: what the shared statistics have of the register.

Revenues, net result and net debt are of every municipality, from the revised accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tools.standin.bases import NORTH
from veivalg.norway.indicators import indicator
from veivalg.sources.embedded.figures import EMBEDDED_PLACES
from veivalg.tables import TABLES

_PARTS = {"numerator": pl.Float64, "denominator": pl.Float64, "reason": pl.String}


RATIOS = {"net_operating_result": "AGD23", "net_debt": "KG31"}
"""Indicator → the concept that is divided by revenues (AGD13), as the register says."""
REVENUES = "AGD13"
FROM_FINANCES = (*RATIOS, "gross_revenue")


def with_ratios(published: pl.DataFrame, finances: pl.DataFrame) -> pl.DataFrame:
    """Put revenues, and result and debt in per cent of them, in place of what is published.

    What is published of 2025 is unrevised: no place may be held against others by it.
    """
    keys = ["municipality", "year"]
    parts = finances.filter(pl.col("amount").is_not_null()).pivot(
        on="concept", index=keys, values="amount"
    )
    made = pl.concat(
        parts.select(
            *keys,
            pl.lit(id).alias("indicator"),
            (pl.col(concept) / pl.col(REVENUES)).round(6).alias("value"),
            pl.col(concept).alias("numerator"),
            pl.col(REVENUES).alias("denominator"),
            pl.lit(None, pl.String).alias("reason"),
        )
        for id, concept in RATIOS.items()
    )
    revenues = parts.select(
        *keys,
        pl.lit("gross_revenue").alias("indicator"),
        pl.col(REVENUES).alias("value"),
        *(pl.lit(None, t).alias(name) for name, t in _PARTS.items()),
    )
    made = TABLES["indicators"].typed(pl.concat([made, revenues]))
    published = TABLES["indicators"].typed(published)
    return pl.concat([published.join(made, [*keys, "indicator"], how="anti"), made])


KEY_FIGURES = {
    "Andel barn 1-2 år i barnehage": "kindergarten_coverage_1_2",
    "Andel barn 1-5 år i barnehage": "kindergarten_coverage_1_5",
    "Andel barn 3-5 år i barnehage": "kindergarten_coverage_3_5",
    "Andel barn i kommunale barnehager": "kindergarten_municipal",
    "Andel barnehagelærere av grunnbemanning": "kindergarten_teachers",
    "Andel minoritetsspråklige barn i barnehage": "kindergarten_minority",
    "Antall barn per årsverk (grunnbemanning)": "kindergarten_children_per_staff",
    "Netto driftsutgifter barnehage i % av tot. netto driftsutgifter": "kindergarten_share",
    "Netto driftsutgifter barnehage per innb. 1-5 år": "kindergarten_cost_target",
    "Elever med individuelt tilrettelagt opplæring": "school_special_education",
    "Gjennomsnittlig grunnskolepoeng": "school_points",
    "Gruppestørrelse 2": "school_group_size",
    "Mestringsnivå 3-5 i lesing, 8. trinn": "school_reading_8",
    "Mestringsnivå 3-5 i regning, 8. trinn": "school_maths_8",
    "Netto driftsutgifter grunnskole i % av tot. netto driftsutgifter": "school_share",
    "Netto driftsutgifter til grunnskole per innbygger 6-15 år": "school_cost_target",
    "Andel brukere av hjemmetjenester 0-66 år": "care_users_0_66",
    "Andel brukerrettede årsverk m/ helsefaglig utd.": "care_educated_staff",
    "Andel brukertilpassede enerom m/ eget bad/wc": "institution_single_rooms",
    "Andel innb. 67-79 med dagaktivitetstilbud": "day_activity_67_79",
    "Andel innb. 80+ med institusjonsopphold": "institution_80",
    "Andel innb. 80+ som bruker hjemmetjenester": "home_services_80",
    "Avtalte fysioterapeutårsverk per 10 000 innb.": "physiotherapists_10k",
    "Avtalte legeårsverk per 10 000 innbyggere": "doctors_10k",
    "Avtalte årsverk i helsestasjons-/skolehelsetj. per 10 000 innb. 0-20": "health_station_10k",
    "Legetimer per uke per beboer i sykehjem": "doctor_hours_resident",
    "Netto driftsutgifter kommunehelse i % av tot. netto driftsutg.": "health_share",
    "Netto driftsutgifter omsorg i % av tot. netto driftsutg.": "care_share",
    "Utgifter helse og omsorg per innbygger": "health_care_cost_pi",
    "Utgifter per oppholdsdøgn i institusjon": "institution_day_cost",
    "Årsverk helse/omsorg per 10 000 innbygger": "care_fte_10k",
    "Årsverk per bruker av omsorgstjenesten": "care_fte_per_user",
    "Barn 6-15 år i kulturskole": "music_school",
    "Netto driftsutgifter folkebibliotek per innbygger": "library_cost_pi",
    "Netto driftsutgifter kultur i % av tot. netto driftsutg.": "culture_share",
    "Netto driftsutgifter kultur per innbygger": "culture_cost_pi",
    "Utlån per innbygger": "library_loans",
    "Arbeidskapital (ekskl. premieavvik) i % av br. driftsinnt.": "working_capital",
    "Brutto investeringsutgifter i % av br. driftsinnt.": "gross_investment",
    "Egenfinansiering av investeringene i % av tot. br. invest.": "self_financed_investment",
    "Fri egenkapital drift i % av br. driftsinnt.": "free_equity_operations",
    "Frie inntekter per innbygger": "free_income_pi",
    "Langsiktig gjeld (ekskl. pensjonsforpl.) i % av br. driftsinnt.": "long_term_debt",
    "Netto driftsresultat i % av brutto driftsinntekter": "net_operating_result",
    "Netto renteeksponering i % av br. driftsinnt.": "interest_exposure",
}
"""Label in the shared key figures → id in the register. Left out is what the register counts
otherwise or has not: home visits, hours in all kindergartens, counts of people, and the deficit,
whose sign isn't stated."""
COUNTRY = {"EAK": "0"}
"""Region there → place here, where they are called differently."""
OTHERWISE = ("lgjeld",)
"""Counted otherwise than the register: long-term debt with pension liabilities there."""
MOST_OF_REVENUES = 1.2
"""Free income of one year above this many times all revenues of 2025 isn't possible."""
WRONG = "større enn kommunens driftsinntekter i kilden"
COVERAGE = {"home_service_users": "home_services_80", "long_stay_residents": "long_stay_80"}
OLD = 80


def indicators_from_statistics(folder: Path) -> pl.DataFrame:
    """Give the indicators of the north and of the country, in stored scale (shares, NOK)."""
    north = pl.read_parquet(folder / "kostra_finance_north.parquet")
    wider = pl.read_parquet(folder / "kostra_key_figures.parquet")
    wider = wider.with_columns(municipality=pl.col("region").replace(COUNTRY))
    finance = {name: id for name, id in NORTH.items() if name not in OTHERWISE}
    found = pl.concat([_rows(north, finance), _rows(wider, KEY_FIGURES), _care_coverage(folder)])
    return _held_back(found, pl.read_parquet(folder / "kostra_areas_2025.parquet"))


def _held_back(found: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Take away free income above all revenues, which is part of them: the source is wrong."""
    revenues = accounts.filter(area=REVENUES).select(
        "municipality", most=pl.col("per_capita_nok") * MOST_OF_REVENUES
    )
    wrong = (pl.col("indicator") == "free_income_pi") & (pl.col("value") > pl.col("most"))
    gone = wrong.fill_null(False)
    return found.join(revenues, on="municipality", how="left", maintain_order="left").select(
        "municipality",
        "year",
        "indicator",
        pl.when(~gone).then("value").alias("value"),
        "numerator",
        "denominator",
        pl.when(gone).then(pl.lit(WRONG)).otherwise("reason").alias("reason"),
    )


def _care_coverage(folder: Path) -> pl.DataFrame:
    """Divide users of care aged 80 and over by inhabitants, where both are known: three places."""
    services = pl.read_parquet(folder / "care_services_three.parquet").filter(
        pl.col("indicator").is_in(list(COVERAGE)), pl.col("age_group") == "80+"
    )
    aged = (
        pl.read_parquet(folder / "population.parquet")
        .filter(pl.col("age") >= OLD)
        .group_by("municipality", pl.col("year").cast(pl.Int16) - 1)
        .agg(pl.col("persons").sum().cast(pl.Float64).alias("denominator"))
    )
    users = services.filter(pl.col("value").is_not_null()).select(
        "municipality",
        pl.col("year").cast(pl.Int16),
        pl.col("indicator").replace_strict(COVERAGE),
        pl.col("value").cast(pl.Float64).alias("numerator"),
    )
    return users.join(aged, ["municipality", "year"]).select(
        "municipality",
        "year",
        "indicator",
        (pl.col("numerator") / pl.col("denominator")).round(6).alias("value"),
        "numerator",
        "denominator",
        pl.lit(None, pl.String).alias("reason"),
    )


def _rows(found: pl.DataFrame, ids: Mapping[str, str]) -> pl.DataFrame:
    """Give the rows of the register's indicators, called by its ids."""
    scales = {name: indicator(id).scale for name, id in ids.items()}
    kept = found.filter(pl.col("indicator").is_in(list(ids)), pl.col("value").is_not_null())
    # Published with few digits: a share of 1.4 % is 0.014, not 0.013999999999999999.
    value = (pl.col("value") * pl.col("indicator").replace_strict(scales)).round(6)
    return kept.select(
        "municipality",
        pl.col("year").cast(pl.Int16),
        pl.col("indicator").replace_strict(ids),
        value.alias("value"),
        *(pl.lit(None, t).alias(name) for name, t in _PARTS.items()),
    )


def kept_indicators(fetched: pl.DataFrame) -> pl.DataFrame:
    """Give those of fetched indicators that are embedded; the rest would take too much room."""
    return fetched.filter(
        pl.col("municipality").is_in(list(EMBEDDED_PLACES)),
        pl.col("indicator").is_in([*NORTH.values(), *KEY_FIGURES.values(), *COVERAGE.values()]),
        pl.col("value").is_not_null(),
    ).with_columns(pl.col("value").round(6))
