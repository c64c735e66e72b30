"""Staffing: shift plans, reported FTE, pay and absence by unit."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import Words, _
from veivalg.own.tables.base import OwnField, OwnTable
from veivalg.own.tables.columns import choice, number, share, text, whole, year

Fault = tuple[int | None, str, str, str]

KINDS = Words(
    {
        "ordinary": "vanlig langtid",
        "shielded": "skjermet",
        "short_stay": "korttid",
        "rehabilitation": "rehabilitering",
        "day_centre": "dagsenter",
        "housing": "bolig med døgnbemanning",
        "other": "annet",
    }
)
SHIFTS = Words({"D": "dag", "A": "kveld", "N": "natt"})
_ALIASES = ("Virksomhet", "Avdeling", "Sone")


def _unit(**more: bool) -> OwnField:
    return text(
        "unit",
        "Enhet",
        "Navnet på enheten, likt i alle tabellene.",
        "Solbakken",
        aliases=_ALIASES,
        **more,
    )


def _year() -> OwnField:
    return year("year", "År", "Året.", "2025", key=True)


class StaffPlan(OwnTable):
    """Vaktplan per enhet og vakt."""

    name = "staff_plan"
    title = "Vaktplan per enhet"
    template = "bemanningsplan"
    purpose = "Årsverk i grunnturnus, bemanningsfaktor og helgene, enhet for enhet."
    instructions = (
        "Én rad per enhet og vakt: dag, kveld og natt.",
        "Tell dem som er på vakt etter planen, ikke innleide ekstra. Leder og merkantilt skal "
        "ikke være med.",
        "Type og plasser er like i alle radene til en enhet.",
    )
    chapters = ("bemanning",)
    source_system = "turnussystemet (Gat, Visma Ressursstyring)"
    fields = (
        _unit(key=True),
        choice("kind", "Type", KINDS, "Typen plass enheten har mest av.", "vanlig langtid"),
        number(
            "places",
            "Plasser",
            "plasser",
            "Plasser eller boliger i bruk.",
            "24",
            high=500,
            aliases=("Beboere",),
        ),
        choice("shift", "Vakt", SHIFTS, "Dag, kveld eller natt.", "dag", key=True),
        number(
            "weekday",
            "På vakt mandag–fredag",
            "personer",
            "Hvor mange som er på vakt hver hverdag.",
            "6",
            high=200,
            aliases=("Hverdag",),
        ),
        number(
            "weekend",
            "På vakt lørdag–søndag",
            "personer",
            "Hvor mange som er på vakt hver dag i helgen.",
            "5",
            high=200,
            aliases=("Helg",),
        ),
        number(
            "length",
            "Betalte timer per vakt",
            "timer",
            "Med overlapping, uten ubetalt pause.",
            "7.5",
            low=1,
            high=24,
            aliases=("Vaktlengde",),
        ),
        number(
            "weekly_hours",
            "Timer per uke i full stilling",
            "timer",
            "35,5 i turnus dag og kveld, 33,6 på ren natt eller tredelt.",
            "35.5",
            low=28,
            high=40,
            aliases=("Arbeidstid",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[Fault]:
        """Refuse a unit with two kinds or two numbers of places."""
        seen: dict[str, tuple[str, float]] = {}
        for i, row in enumerate(frame.iter_rows(named=True)):
            kind, places = seen.setdefault(row["unit"], (row["kind"], row["places"]))
            if row["kind"] != kind:
                yield (
                    i,
                    "kind",
                    _("{unit} har to typer.").format(unit=row["unit"]),
                    _("Bruk samme type i alle radene."),
                )
            if row["places"] != places:
                yield (
                    i,
                    "places",
                    _("{unit} har to tall for plasser.").format(unit=row["unit"]),
                    _("Bruk samme tall i alle radene."),
                )


class StaffReported(OwnTable):
    """Rapporterte årsverk per enhet."""

    name = "staff_reported"
    title = "Rapporterte årsverk per enhet"
    template = "rapporterte_aarsverk"
    purpose = "Kalkulerte årsverk mot dem enhetene har."
    instructions = (
        "Årsverk på dag og kveld, uten natt, uten leder og merkantilt.",
        "Har noen andre kalkulert årsverkene, fyll inn tallet. Ellers regnes det av vaktplanen.",
    )
    chapters = ("bemanning",)
    source_system = "turnussystemet eller lønnssystemet"
    fields = (
        _unit(key=True),
        number("places", "Plasser", "plasser", "Kan stå tom.", "24", high=500, nullable=True),
        number(
            "calculated",
            "Kalkulerte årsverk (dag og kveld)",
            "årsverk",
            "Kan stå tom: da brukes vaktplanen.",
            "17.5",
            high=1000,
            nullable=True,
            aliases=("Kalkulert", "Kalkulert antall årsverk"),
        ),
        number(
            "reported",
            "Rapporterte årsverk (dag og kveld)",
            "årsverk",
            "Årsverkene enheten har.",
            "18.2",
            high=1000,
            aliases=("Rapportert", "Rapportert antall årsverk", "Årsverk"),
        ),
        number(
            "deviation",
            "Avvik som er oppgitt",
            "årsverk",
            "Kalkulert minus rapportert, når en rapport har regnet det ut. Kan stå tom.",
            "-0.7",
            low=-1000,
            high=1000,
            nullable=True,
            aliases=("Avvik",),
        ),
    )


def _money(name: str, title: str, help: str, example: str, *aliases: str) -> OwnField:
    return number(name, title, "kr", help, example, aliases=aliases)


class StaffPay(OwnTable):
    """Fast og variabel lønn per enhet og måned."""

    name = "staff_pay"
    title = "Fast og variabel lønn"
    template = "variabel_lonn"
    purpose = "Andelen variabel lønn, og hva innleie fra byrå koster ekstra."
    instructions = (
        "Én rad per enhet og måned. Beløp i hele kroner.",
        "Ta med det samme alle steder: helst lønn med pensjon og arbeidsgiveravgift.",
    )
    chapters = ("bemanning",)
    source_system = "lønnssystemet og regnskapet"
    fields = (
        _unit(key=True),
        _year(),
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
            aliases=("Mnd", "Periode"),
        ),
        _money("fixed", "Fast lønn", "Lønn i faste stillinger, med tillegg.", "1450000"),
        _money("overtime", "Overtid", "Overtid.", "92000"),
        _money("extra", "Ekstrahjelp", "Ekstravakter.", "110000"),
        _money(
            "temporary",
            "Vikarer",
            "Lønn til vikarer ved fravær og ferie.",
            "135000",
            "Sykevikarer",
            "Vikar",
        ),
        number(
            "agency_hours",
            "Timer fra byrå",
            "timer",
            "Innleide timer fra vikarbyrå.",
            "140",
            aliases=("Byråtimer", "Innleide timer"),
        ),
        _money(
            "agency_cost",
            "Innleie fra byrå",
            "Det byrået har fått betalt, uten mva.",
            "118000",
            "Innleie",
            "Vikarbyrå",
        ),
    )


class Absence(OwnTable):
    """Sykefravær per enhet og kvartal."""

    name = "absence"
    title = "Sykefravær per enhet"
    template = "fravaer"
    purpose = "Hvor høyt sykefraværet er, og hva det koster utover lønn."
    instructions = (
        "Én rad per enhet og kvartal.",
        "Enheter med færre enn 20 ansatte vises ikke for seg.",
    )
    chapters = ("bemanning",)
    source_system = "lønnssystemet eller NAV-statistikken"
    fields = (
        _unit(key=True),
        _year(),
        whole("quarter", "Kvartal", "", "1 til 4.", "2", low=1, high=4, dtype=pl.Int8, key=True),
        whole(
            "employees",
            "Ansatte",
            "personer",
            "Ansatte i enheten. Brukes bare til å avgjøre hva som kan vises.",
            "42",
            high=5000,
        ),
        number(
            "fte",
            "Årsverk",
            "årsverk",
            "Avtalte årsverk. Fraværet veies med dem.",
            "24.5",
            high=2000,
        ),
        share("short", "Korttidsfravær", "Til og med 16 dager. 0,039 er 3,9 %.", "0.039"),
        share("long", "Langtidsfravær", "Over 16 dager. 0,033 er 3,3 %.", "0.033"),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[Fault]:
        """Refuse absence of more than everything."""
        for i, row in enumerate(frame.iter_rows(named=True)):
            if row["short"] + row["long"] > 1:
                yield (
                    i,
                    "long",
                    _("Korttid og langtid er mer enn hele tiden."),
                    _("Skriv andeler: 0,072 eller 7,2 %."),
                )
