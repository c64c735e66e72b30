"""The tables of the knowledge base. ``municipality`` is a code in force («5503»), a KOSTRA group
(«EKG07») or Norway («0»); ``year`` is the year of 1 January for people and the reporting year for
services (31 December)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import polars as pl

from veivalg.tables.schema import Band, Field, TableSchema

_PLACE = Field("municipality", pl.String, "Kommune", key=True)
_YEAR = Field("year", pl.Int16, "År", key=True, low=1900, high=2150)
_SEX = Field("sex", pl.String, "Kjønn", key=True, allowed=("female", "male"))
_AGE = Field(
    "age", pl.Int16, "Alder", "fylte år 1. januar (105 = 105 og eldre)", key=True, low=0, high=105
)
_ALTERNATIVE = Field("alternative", pl.String, "Alternativ i framskrivingen", key=True)
_REASON = Field("reason", pl.String, "Hvorfor verdien mangler", nullable=True)
_AGE_FROM = Field("age_from", pl.Int16, "Fra alder", "år", key=True, low=0, high=105)
_AGE_TO = Field("age_to", pl.Int16, "Til alder", "år (105 = åpen)", key=True, low=0, high=105)


class Population(TableSchema):
    """Folkemengde etter kjønn og ettårig alder 1. januar (SSB 07459)."""

    name = "population"
    title = "Folkemengde"
    fields = (_PLACE, _YEAR, _SEX, _AGE, Field("persons", pl.Int32, "Personer", "personer", low=0))


class PopulationGroups(TableSchema):
    """Folkemengde etter aldersgruppe 1. januar, kjønnene sammen (SSB 07459, summert)."""

    name = "population_groups"
    title = "Folkemengde etter aldersgruppe"
    fields = (
        _PLACE,
        _YEAR,
        _AGE_FROM,
        _AGE_TO,
        Field("persons", pl.Int32, "Personer", "personer", low=0),
    )


class Projection(TableSchema):
    """Framskrevet folkemengde etter kjønn og ettårig alder (SSB 14746)."""

    name = "projection"
    title = "Befolkningsframskriving"
    fields = (
        _PLACE,
        _ALTERNATIVE,
        _YEAR,
        _SEX,
        _AGE,
        Field("persons", pl.Float64, "Personer", "personer", low=0),
    )


class ProjectionGroups(TableSchema):
    """Framskrevet folkemengde etter aldersgruppe (SSB 14746, hovedtall)."""

    name = "projection_groups"
    title = "Befolkningsframskriving, hovedtall"
    fields = (
        _PLACE,
        _ALTERNATIVE,
        _YEAR,
        _AGE_FROM,
        _AGE_TO,
        Field("persons", pl.Int32, "Personer", "personer", low=0),
    )


class NeedIndices(TableSchema):
    """Utgiftsbehov per innbygger, landet = 1 (KDD, Grønt hefte)."""

    name = "need_indices"
    title = "Indekser for utgiftsbehov"
    fields = (
        _PLACE,
        _YEAR,
        Field("sector", pl.String, "Sektor", key=True),
        Field("index", pl.Float64, "Indeks", "landet = 1", low=0),
    )


class CareUsers(TableSchema):
    """Brukere av omsorgstjenester 31.12. etter alder (SSB 11645, 12292)."""

    name = "care_users"
    title = "Brukere av omsorgstjenester"
    bands: ClassVar[Mapping[Band, Mapping[Band, int]]] = {
        (0, 66): {},
        (80, 105): {},
        (67, 79): {(0, 105): 1, (0, 66): -1, (80, 105): -1},
    }
    fields = (
        _PLACE,
        _YEAR,
        Field(
            "service",
            pl.String,
            "Tjeneste",
            key=True,
            allowed=("home_services", "long_stay", "short_stay"),
        ),
        _AGE_FROM,
        _AGE_TO,
        Field("users", pl.Float64, "Brukere", "personer", nullable=True, low=0),
        _REASON,
    )


class CarePlaces(TableSchema):
    """Plasser i institusjon og boliger med bemanning hele døgnet (SSB 11875, 12292)."""

    name = "care_places"
    title = "Plasser i omsorgstjenesten"
    fields = (
        _PLACE,
        _YEAR,
        Field(
            "kind",
            pl.String,
            "Plasstype",
            key=True,
            allowed=(
                "institution",
                "nursing_home",
                "dementia",
                "rehabilitation",
                "short_stay",
                "dwellings_24h",
            ),
        ),
        Field("places", pl.Float64, "Plasser", "plasser", nullable=True, low=0),
        _REASON,
    )


class CareStaff(TableSchema):
    """Avtalte årsverk i omsorgstjenesten etter yrke (SSB 14533); ``all`` er årsverk i alt."""

    name = "care_staff"
    title = "Årsverk i omsorgstjenesten"
    fields = (
        _PLACE,
        _YEAR,
        Field("occupation", pl.String, "Yrke", key=True),
        Field("fte", pl.Float64, "Årsverk", "årsverk", nullable=True, low=0),
        _REASON,
    )


class CareHours(TableSchema):
    """Gjennomsnittlige tildelte timer hjemmetjenester per uke og bruker (SSB 12292)."""

    name = "care_hours"
    title = "Timer hjemmetjeneste per uke"
    fields = (
        _PLACE,
        _YEAR,
        Field(
            "hours_per_week",
            pl.Float64,
            "Timer per uke",
            "timer per bruker",
            nullable=True,
            low=0,
            high=168,
        ),
        _REASON,
    )


class PrintedFigures(TableSchema):
    """Tall som dokumentene trykker, med dokument og sted: til sammenlikning og forslag."""

    name = "printed_figures"
    title = "Trykte tall"
    fields = (
        _PLACE,
        Field("document", pl.String, "Dokument", key=True),
        Field("page", pl.String, "Sted i dokumentet", nullable=True),
        Field("item", pl.String, "Post", key=True),
        _YEAR,
        Field("value", pl.Float64, "Verdi"),
        Field("unit", pl.String, "Enhet"),
    )


class Indicators(TableSchema):
    """Nøkkeltall fra KOSTRA etter indikator i registeret (``norway/indicators.py``).

    ``value`` is in stored scale (shares as fractions, money in NOK). ``numerator`` and
    ``denominator`` are there when both are published, so that figures can be added over places.
    """

    name = "indicators"
    title = "Indikatorer"
    fields = (
        _PLACE,
        _YEAR,
        Field("indicator", pl.String, "Indikator", key=True),
        Field("value", pl.Float64, "Verdi", nullable=True),
        Field("numerator", pl.Float64, "Teller", nullable=True),
        Field("denominator", pl.Float64, "Nevner", nullable=True),
        _REASON,
    )


class Accounts(TableSchema):
    """Driftsregnskap etter KOSTRA-funksjon og art (SSB 12362 konsern, 12367 kommunekasse).

    ``art`` is a three-digit KOSTRA art, ``sum_net`` (netto driftsutgifter) or ``sum_gross``
    (brutto driftsutgifter). An art without a booking has no row.
    """

    name = "accounts"
    title = "Regnskap etter funksjon og art"
    fields = (
        _PLACE,
        _YEAR,
        Field("scope", pl.String, "Regnskap", key=True, allowed=("konsern", "kasse")),
        Field("function", pl.String, "Funksjon", key=True),
        Field("art", pl.String, "Art", key=True),
        Field("amount", pl.Float64, "Beløp", "kr", nullable=True),
        _REASON,
    )


TABLES: dict[str, type[TableSchema]] = {
    t.name: t
    for t in (
        Population,
        PopulationGroups,
        Projection,
        ProjectionGroups,
        NeedIndices,
        CareUsers,
        CarePlaces,
        CareStaff,
        CareHours,
        PrintedFigures,
        Indicators,
        Accounts,
    )
}
