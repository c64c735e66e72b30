"""Staffing: shift plans, reported FTE, pay and absence by unit."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.own.tables.base import OwnField, OwnTable

Fault = tuple[int | None, str, str, str]

KINDS = {
    "ordinary": "vanlig langtid",
    "shielded": "skjermet",
    "short_stay": "korttid",
    "rehabilitation": "rehabilitering",
    "day_centre": "dagsenter",
    "housing": "bolig med døgnbemanning",
    "other": "annet",
}
SHIFTS = {"D": "dag", "A": "kveld", "N": "natt"}
_ALIASES = ("Virksomhet", "Avdeling", "Sone")


def _unit(**more: bool) -> OwnField:
    return OwnField(
        "unit",
        pl.String,
        "Enhet",
        help="Navnet på enheten, likt i alle tabellene.",
        example="Solbakken",
        aliases=_ALIASES,
        **more,  # type: ignore[arg-type]
    )


def _year() -> OwnField:
    return OwnField(
        "year", pl.Int16, "År", key=True, low=2000, high=2100, help="Året.", example="2025"
    )


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
        OwnField(
            "kind",
            pl.String,
            "Type",
            choices=KINDS,
            allowed=tuple(KINDS),
            help="Typen plass enheten har mest av.",
            example="vanlig langtid",
        ),
        OwnField(
            "places",
            pl.Float64,
            "Plasser",
            "plasser",
            low=0,
            high=500,
            help="Plasser eller boliger i bruk.",
            example="24",
            aliases=("Beboere",),
        ),
        OwnField(
            "shift",
            pl.String,
            "Vakt",
            key=True,
            choices=SHIFTS,
            allowed=tuple(SHIFTS),
            help="Dag, kveld eller natt.",
            example="dag",
        ),
        OwnField(
            "weekday",
            pl.Float64,
            "På vakt mandag–fredag",
            "personer",
            low=0,
            high=200,
            help="Hvor mange som er på vakt hver hverdag.",
            example="6",
            aliases=("Hverdag",),
        ),
        OwnField(
            "weekend",
            pl.Float64,
            "På vakt lørdag–søndag",
            "personer",
            low=0,
            high=200,
            help="Hvor mange som er på vakt hver dag i helgen.",
            example="5",
            aliases=("Helg",),
        ),
        OwnField(
            "length",
            pl.Float64,
            "Betalte timer per vakt",
            "timer",
            low=1,
            high=24,
            help="Med overlapping, uten ubetalt pause.",
            example="7.5",
            aliases=("Vaktlengde",),
        ),
        OwnField(
            "weekly_hours",
            pl.Float64,
            "Timer per uke i full stilling",
            "timer",
            low=28,
            high=40,
            help="35,5 i turnus dag og kveld, 33,6 på ren natt eller tredelt.",
            example="35.5",
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
                yield (i, "kind", f"{row['unit']} har to typer.", "Bruk samme type i alle radene.")
            if row["places"] != places:
                yield (
                    i,
                    "places",
                    f"{row['unit']} har to tall for plasser.",
                    "Bruk samme tall i alle radene.",
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
        OwnField(
            "places",
            pl.Float64,
            "Plasser",
            "plasser",
            nullable=True,
            low=0,
            high=500,
            help="Kan stå tom.",
            example="24",
        ),
        OwnField(
            "calculated",
            pl.Float64,
            "Kalkulerte årsverk (dag og kveld)",
            "årsverk",
            nullable=True,
            low=0,
            high=1000,
            help="Kan stå tom: da brukes vaktplanen.",
            example="17.5",
            aliases=("Kalkulert", "Kalkulert antall årsverk"),
        ),
        OwnField(
            "reported",
            pl.Float64,
            "Rapporterte årsverk (dag og kveld)",
            "årsverk",
            low=0,
            high=1000,
            help="Årsverkene enheten har.",
            example="18.2",
            aliases=("Rapportert", "Rapportert antall årsverk", "Årsverk"),
        ),
        OwnField(
            "deviation",
            pl.Float64,
            "Avvik som er oppgitt",
            "årsverk",
            nullable=True,
            low=-1000,
            high=1000,
            help="Kalkulert minus rapportert, når en rapport har regnet det ut. Kan stå tom.",
            example="-0.7",
            aliases=("Avvik",),
        ),
    )


def _money(name: str, title: str, help: str, example: str, *aliases: str) -> OwnField:
    return OwnField(
        name, pl.Float64, title, "kr", low=0, help=help, example=example, aliases=aliases
    )


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
        OwnField(
            "month",
            pl.Int8,
            "Måned",
            key=True,
            low=1,
            high=12,
            help="1 til 12.",
            example="8",
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
        OwnField(
            "agency_hours",
            pl.Float64,
            "Timer fra byrå",
            "timer",
            low=0,
            help="Innleide timer fra vikarbyrå.",
            example="140",
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
        OwnField(
            "quarter", pl.Int8, "Kvartal", key=True, low=1, high=4, help="1 til 4.", example="2"
        ),
        OwnField(
            "employees",
            pl.Int32,
            "Ansatte",
            "personer",
            low=0,
            high=5000,
            help="Ansatte i enheten. Brukes bare til å avgjøre hva som kan vises.",
            example="42",
        ),
        OwnField(
            "fte",
            pl.Float64,
            "Årsverk",
            "årsverk",
            low=0,
            high=2000,
            help="Avtalte årsverk. Fraværet veies med dem.",
            example="24.5",
        ),
        OwnField(
            "short",
            pl.Float64,
            "Korttidsfravær",
            "andel",
            low=0,
            high=1,
            help="Til og med 16 dager. 0,039 er 3,9 %.",
            example="0.039",
        ),
        OwnField(
            "long",
            pl.Float64,
            "Langtidsfravær",
            "andel",
            low=0,
            high=1,
            help="Over 16 dager. 0,033 er 3,3 %.",
            example="0.033",
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[Fault]:
        """Refuse absence of more than everything."""
        for i, row in enumerate(frame.iter_rows(named=True)):
            if row["short"] + row["long"] > 1:
                yield (
                    i,
                    "long",
                    "Korttid og langtid er mer enn hele tiden.",
                    "Skriv andeler: 0,072 eller 7,2 %.",
                )
