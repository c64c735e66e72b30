"""Accounts and budgets by month and unit."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.own.tables.base import OwnField, OwnTable

_UNIT = OwnField(
    "unit",
    pl.String,
    "Enhet",
    key=True,
    help="Sektor, virksomhet eller avdeling.",
    example="Helse og omsorg",
    aliases=("Sektor", "Virksomhet", "Ansvar", "Avdeling"),
)
_YEAR = OwnField(
    "year",
    pl.Int16,
    "År",
    key=True,
    low=2000,
    high=2100,
    help="Regnskapsåret.",
    example="2026",
    aliases=("Regnskapsår",),
)


class MonthlyAccounts(OwnTable):
    """Regnskap per enhet og måned."""

    name = "monthly_accounts"
    title = "Regnskap per måned"
    template = "maanedsregnskap"
    purpose = "Avvik hittil og prognose for året."
    instructions = (
        "Én rad per enhet, år og måned. Ta med de tre siste årene, så periodiseringen blir riktig.",
        "Beløpet er netto driftsutgift i måneden i hele kroner, ikke hittil i år.",
    )
    chapters = ("okonomioppfolging",)
    source_system = "økonomisystemet (Visma, Unit4, Framsikt)"
    fields = (
        _UNIT,
        _YEAR,
        OwnField(
            "month",
            pl.Int8,
            "Måned",
            key=True,
            low=1,
            high=12,
            help="1 til 12.",
            example="8",
            aliases=("Periode", "Mnd"),
        ),
        OwnField(
            "amount",
            pl.Float64,
            "Regnskap",
            "kr",
            help="Netto driftsutgift i måneden.",
            example="8300000",
            aliases=("Beløp", "Netto", "Regnskap i perioden"),
        ),
        OwnField(
            "overtime",
            pl.Float64,
            "Overtid, ekstrahjelp og innleie",
            "kr",
            nullable=True,
            low=0,
            help="Av beløpet: overtid, ekstrahjelp, vikarer og innleie.",
            example="450000",
            aliases=("Variabel lønn",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[tuple[int | None, str, str, str]]:
        """Refuse a hole in the months of a year."""
        months = frame.group_by("unit", "year").agg(
            pl.col("month").max().alias("last"), pl.len().alias("n")
        )
        for row in (
            months.filter(pl.col("last") != pl.col("n")).sort("unit", "year").iter_rows(named=True)
        ):
            yield (
                None,
                "month",
                f"{row['unit']} {row['year']} mangler måneder før måned {row['last']}.",
                "Ta med alle månedene fra januar.",
            )


class YearlyBudgets(OwnTable):
    """Budsjett og lederens prognose per enhet og år."""

    name = "yearly_budgets"
    title = "Budsjett og prognose per enhet"
    template = "aarsbudsjett"
    purpose = "Budsjettet regnskapet holdes mot."
    instructions = ("Én rad per enhet og år. Budsjettet er det reviderte.",)
    chapters = ("okonomioppfolging",)
    source_system = "økonomisystemet"
    fields = (
        _UNIT,
        _YEAR,
        OwnField(
            "budget",
            pl.Float64,
            "Revidert budsjett",
            "kr",
            low=0,
            help="Netto driftsramme for året.",
            example="98000000",
            aliases=("Budsjett",),
        ),
        OwnField(
            "manager_forecast",
            pl.Float64,
            "Lederens prognose",
            "kr",
            nullable=True,
            help="Det lederen tror året ender på. Kan stå tom.",
            example="101000000",
            aliases=("Prognose", "Årsprognose"),
        ),
        OwnField(
            "known_later",
            pl.Float64,
            "Kjente poster senere i året",
            "kr",
            nullable=True,
            help="Utgifter (+) og inntekter (−) som kommer senere og ikke følger "
            "periodiseringen, som toppfinansiering.",
            example="-2000000",
            aliases=("Korreksjon",),
        ),
    )
