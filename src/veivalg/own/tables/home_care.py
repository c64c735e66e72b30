"""Home care: visits, the people who make them, totals where visits are not at hand."""

from __future__ import annotations

import polars as pl

from veivalg.own.tables.base import OwnTable
from veivalg.own.tables.columns import day, number, share, text, whole

_ZONE = text(
    "zone",
    "Sone",
    "Navnet på sonen, likt i alle tabellene.",
    "Sentrum Nord",
    key=True,
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
        whole(
            "visit",
            "Besøk nr.",
            "",
            "Løpenummer.",
            "1",
            low=1,
            dtype=pl.Int64,
            key=True,
            aliases=("Besøk", "Oppdrag", "Løpenr"),
        ),
        text(
            "user",
            "Bruker-ID",
            "Kode fra fagsystemet.",
            "B1042",
            pseudonym=True,
            aliases=("Tjenestemottaker", "Bruker"),
        ),
        text(
            "zone",
            "Sone",
            "Sonen som utførte besøket.",
            "Sentrum Nord",
            aliases=("Distrikt", "Avdeling"),
        ),
        day("date", "Dato", "Datoen besøket startet.", "2024-09-23", aliases=("Besøksdato",)),
        number(
            "minutes",
            "Minutter hos bruker",
            "minutter",
            "Faktisk tid hos brukeren, uten kjøring.",
            "25",
            high=1440,
            aliases=("Minutter", "Varighet", "Utført tid"),
        ),
        number(
            "granted_minutes",
            "Minutter etter vedtak",
            "minutter",
            "Tiden besøket skulle hatt. Kan stå tom.",
            "30",
            high=1440,
            nullable=True,
            aliases=("Planlagt tid", "Vedtakstid"),
        ),
        whole(
            "age",
            "Alder",
            "år",
            "Brukerens alder. Kan stå tom.",
            "83",
            high=115,
            dtype=pl.Int16,
            nullable=True,
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
        number(
            "fte",
            "Utøvende årsverk",
            "årsverk",
            "Årsverk i grunnturnus.",
            "16.5",
            high=1000,
            aliases=("Årsverk",),
        ),
        number(
            "weekly_hours",
            "Timer per uke i full stilling",
            "timer",
            "35,5 i turnus dag og kveld, 33,6 på natt.",
            "35.5",
            low=28,
            high=40,
            aliases=("Arbeidstid",),
        ),
        share(
            "absence",
            "Fravær uten vikar",
            "Andelen av timene som går tapt uten at noen settes inn. 0,05 er 5 %. Kan stå tom.",
            "0.05",
            nullable=True,
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
    counts_people = True
    source_system = "fagsystemet"
    fields = (
        _ZONE,
        whole("users", "Brukere", "personer", "Brukere med timer i uken.", "120"),
        number(
            "hours",
            "Timer levert per uke",
            "timer",
            "Timer hos brukerne.",
            "420",
            aliases=("Timer",),
        ),
        number(
            "granted",
            "Timer vedtatt per uke",
            "timer",
            "Kan stå tom.",
            "450",
            nullable=True,
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
        text("municipality", "Kommune", "Navn.", "Moss", key=True),
        share("ata", "ATA-tid", "Andel av tiden hos brukerne. 0,345 er 34,5 %.", "0.345"),
        text("source", "Kilde", "Hvor tallet står.", "Agenda Kaupang 2024"),
    )
