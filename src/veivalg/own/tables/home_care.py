"""Home care: visits, the people who make them, totals where visits are not at hand."""

from __future__ import annotations

import polars as pl

from veivalg.own.tables.base import OwnField, OwnTable

_ZONE = OwnField(
    "zone",
    pl.String,
    "Sone",
    key=True,
    help="Navnet på sonen, likt i alle tabellene.",
    example="Sentrum Nord",
    aliases=("Distrikt", "Avdeling", "Enhet"),
)


class HomeCareVisits(OwnTable):
    """Besøk i hjemmetjenesten."""

    name = "home_care_visits"
    title = "Besøk i hjemmetjenesten"
    template = "besok"
    purpose = "Tid hos brukerne, timeprofil og aldersprofil, sone for sone."
    instructions = (
        "Én rad per besøk i en vanlig periode på minst én uke. Ta med hele uker.",
        "Utrykning på trygghetsalarm skal ikke være med.",
        "Bruker-ID er en kode fra fagsystemet, aldri fødselsnummer. Den byttes ut med et "
        "pseudonym når filen leses inn.",
    )
    chapters = ("hjemmetjeneste",)
    personal = True
    source_system = "Gerica, Profil, Cosdoc eller Visma Flyt Omsorg"
    fields = (
        OwnField(
            "visit",
            pl.Int64,
            "Besøk nr.",
            key=True,
            low=1,
            help="Løpenummer.",
            example="1",
            aliases=("Besøk", "Oppdrag", "Løpenr"),
        ),
        OwnField(
            "user",
            pl.String,
            "Bruker-ID",
            pseudonym=True,
            help="Kode fra fagsystemet.",
            example="B1042",
            aliases=("Tjenestemottaker", "Bruker"),
        ),
        OwnField(
            "zone",
            pl.String,
            "Sone",
            help="Sonen som utførte besøket.",
            example="Sentrum Nord",
            aliases=("Distrikt", "Avdeling"),
        ),
        OwnField(
            "date",
            pl.Date,
            "Dato",
            help="Datoen besøket startet.",
            example="2024-09-23",
            aliases=("Besøksdato",),
        ),
        OwnField(
            "minutes",
            pl.Float64,
            "Minutter hos bruker",
            "minutter",
            low=0,
            high=1440,
            help="Faktisk tid hos brukeren, uten kjøring.",
            example="25",
            aliases=("Minutter", "Varighet", "Utført tid"),
        ),
        OwnField(
            "granted_minutes",
            pl.Float64,
            "Minutter etter vedtak",
            "minutter",
            nullable=True,
            low=0,
            high=1440,
            help="Tiden besøket skulle hatt. Kan stå tom.",
            example="30",
            aliases=("Planlagt tid", "Vedtakstid"),
        ),
        OwnField(
            "age",
            pl.Int16,
            "Alder",
            "år",
            nullable=True,
            low=0,
            high=115,
            help="Brukerens alder. Kan stå tom.",
            example="83",
        ),
    )


class HomeCareStaff(OwnTable):
    """Utøvende årsverk per sone."""

    name = "home_care_staff"
    title = "Årsverk i hjemmetjenesten"
    template = "hjemmetjenestebemanning"
    purpose = "Timene det er folk til, sone for sone."
    instructions = (
        "Bare de som gjør besøk. Ledere, merkantile og koordinatorer skal ikke være med.",
    )
    chapters = ("hjemmetjeneste",)
    source_system = "turnussystemet (Gat, Visma Ressursstyring)"
    fields = (
        _ZONE,
        OwnField(
            "fte",
            pl.Float64,
            "Utøvende årsverk",
            "årsverk",
            low=0,
            high=1000,
            help="Årsverk i grunnturnus.",
            example="16.5",
            aliases=("Årsverk",),
        ),
        OwnField(
            "weekly_hours",
            pl.Float64,
            "Timer per uke i full stilling",
            "timer",
            low=28,
            high=40,
            help="35,5 i turnus dag og kveld, 33,6 på natt.",
            example="35.5",
            aliases=("Arbeidstid",),
        ),
        OwnField(
            "absence",
            pl.Float64,
            "Fravær uten vikar",
            "andel",
            nullable=True,
            low=0,
            high=1,
            help="Andelen av timene som går tapt uten at noen settes inn. 0,05 er 5 %. Kan "
            "stå tom.",
            example="0.05",
        ),
    )


class HomeCareTotals(OwnTable):
    """Timer per uke per sone, når besøkene ikke er tatt ut."""

    name = "home_care_totals"
    title = "Timer per uke i hjemmetjenesten"
    template = "hjemmetjenestetimer"
    purpose = "Tid hos brukerne når bare summene er kjent."
    instructions = ("Brukes bare når «Besøk i hjemmetjenesten» ikke er lest inn.",)
    chapters = ("hjemmetjeneste",)
    source_system = "fagsystemet"
    fields = (
        _ZONE,
        OwnField(
            "users",
            pl.Int32,
            "Brukere",
            "personer",
            low=0,
            help="Brukere med timer i uken.",
            example="120",
        ),
        OwnField(
            "hours",
            pl.Float64,
            "Timer levert per uke",
            "timer",
            low=0,
            help="Timer hos brukerne.",
            example="420",
            aliases=("Timer",),
        ),
        OwnField(
            "granted",
            pl.Float64,
            "Timer vedtatt per uke",
            "timer",
            nullable=True,
            low=0,
            help="Kan stå tom.",
            example="450",
            aliases=("Vedtakstimer",),
        ),
    )


class HomeCareReferences(OwnTable):
    """ATA-tid i kommuner det er naturlig å se mot."""

    name = "home_care_references"
    title = "ATA-tid i andre kommuner"
    template = "atareferanser"
    purpose = "Hva andre kommuner får av tiden hos brukerne."
    instructions = ("Én rad per kommune, med kilde.",)
    chapters = ("hjemmetjeneste",)
    source_system = "rapporter og nettverk"
    fields = (
        OwnField("municipality", pl.String, "Kommune", key=True, help="Navn.", example="Moss"),
        OwnField(
            "ata",
            pl.Float64,
            "ATA-tid",
            "andel",
            low=0,
            high=1,
            help="Andel av tiden hos brukerne. 0,345 er 34,5 %.",
            example="0.345",
        ),
        OwnField(
            "source", pl.String, "Kilde", help="Hvor tallet står.", example="Agenda Kaupang 2024"
        ),
    )
