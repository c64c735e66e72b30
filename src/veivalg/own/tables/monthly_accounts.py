"""Accounts and budgets by month and unit."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.tables.base import OwnTable
from veivalg.own.tables.columns import number, text, whole, year

_UNIT = text(
    "unit",
    "Enhet",
    "Sektor, virksomhet eller avdeling.",
    "Helse og omsorg",
    key=True,
    aliases=("Sektor", "Virksomhet", "Ansvar", "Avdeling"),
)
_YEAR = year("year", "År", "Regnskapsåret.", "2026", key=True, aliases=("Regnskapsår",))


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
        whole(
            "month",
            "Måned",
            "",
            "1 til 12.",
            "8",
            low=1,
            high=12,
            dtype=pl.Int8,
            key=True,
            aliases=("Periode", "Mnd"),
        ),
        number(
            "amount",
            "Regnskap",
            "kr",
            "Netto driftsutgift i måneden.",
            "8300000",
            low=None,
            aliases=("Beløp", "Netto", "Regnskap i perioden"),
        ),
        number(
            "overtime",
            "Overtid, ekstrahjelp og innleie",
            "kr",
            "Av beløpet: overtid, ekstrahjelp, vikarer og innleie.",
            "450000",
            nullable=True,
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
                _("{unit} {year} mangler måneder før måned {month}.").format(
                    unit=row["unit"], year=row["year"], month=row["last"]
                ),
                _("Ta med alle månedene fra januar."),
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
        number(
            "budget",
            "Revidert budsjett",
            "kr",
            "Netto driftsramme for året.",
            "98000000",
            aliases=("Budsjett",),
        ),
        number(
            "manager_forecast",
            "Lederens prognose",
            "kr",
            "Det lederen tror året ender på. Kan stå tom.",
            "101000000",
            low=None,
            nullable=True,
            aliases=("Prognose", "Årsprognose"),
        ),
        number(
            "known_later",
            "Kjente poster senere i året",
            "kr",
            "Utgifter (+) og inntekter (−) som kommer senere og ikke følger "
            "periodiseringen, som toppfinansiering.",
            "-2000000",
            low=None,
            nullable=True,
            aliases=("Korreksjon",),
        ),
    )
