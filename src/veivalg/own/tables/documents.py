"""Plans, reports and interviews: what there is, and what they say of which theme."""

from __future__ import annotations

import polars as pl

from veivalg.maths.services.documents import KINDS
from veivalg.own.tables.base import OwnField, OwnTable

KIND_WORDS = {"challenge": "utfordring", "strength": "styrke", "measure": "tiltak"}
DOCUMENT_KINDS = {
    "plan": "plan",
    "strategy": "strategi",
    "report": "rapport",
    "audit": "revisjon",
    "analysis": "analyse",
    "other": "annet",
}
QUOTE = {"yes": "ja", "no": "nei", "not_asked": "ikke spurt"}

_DOCUMENT = OwnField(
    "document",
    pl.String,
    "Dokument",
    key=True,
    help="Navnet, likt i begge tabellene.",
    example="Kommunedelplan for helse, omsorg og velferd 2023–2030",
    aliases=("Plan", "Rapport"),
)
_THEME = OwnField(
    "theme",
    pl.String,
    "Tema",
    key=True,
    help="Kort, og likt fra rad til rad.",
    example="Bemanning",
    aliases=("Emne",),
)
_KIND = OwnField(
    "kind",
    pl.String,
    "Slags utsagn",
    key=True,
    allowed=KINDS,
    choices=KIND_WORDS,
    help="Utfordring, styrke eller tiltak.",
    example="utfordring",
    aliases=("Type", "Slag"),
)


class Documents(OwnTable):
    """Planer, strategier og rapporter kommunen bygger på."""

    name = "documents"
    title = "Planer og rapporter"
    template = "dokumenter"
    purpose = "Hva kommunen alt har vedtatt og fått utredet."
    instructions = ("Én rad per dokument.",)
    chapters = ("dokumenter",)
    source_system = "sak- og arkivsystemet"
    fields = (
        _DOCUMENT,
        OwnField(
            "year",
            pl.Int16,
            "År",
            nullable=True,
            low=1950,
            high=2100,
            help="Året det er vedtatt eller levert.",
            example="2023",
        ),
        OwnField(
            "kind",
            pl.String,
            "Slags dokument",
            allowed=tuple(DOCUMENT_KINDS),
            choices=DOCUMENT_KINDS,
            help="Hva det er.",
            example="plan",
            aliases=("Type",),
        ),
        OwnField(
            "author",
            pl.String,
            "Laget av",
            nullable=True,
            help="Kommunen, revisjonen eller firmaet som har laget det.",
            example="Kommunen",
            aliases=("Forfatter",),
        ),
    )


class DocumentStatements(OwnTable):
    """Utfordringer, styrker og tiltak i dokumentene, etter tema."""

    name = "document_statements"
    title = "Utsagn i planer og rapporter"
    template = "dokumentutsagn"
    purpose = "Hva dokumentene sier om hvert tema."
    instructions = (
        "Én rad per utsagn. Skriv det dokumentet sier, kort, og med sidetall.",
        "Bruk få temaer, og skriv dem likt.",
    )
    chapters = ("dokumenter",)
    source_system = "lesing av dokumentene"
    fields = (
        _DOCUMENT,
        _THEME,
        _KIND,
        OwnField(
            "text",
            pl.String,
            "Utsagn",
            key=True,
            help="En eller to setninger.",
            example="Det er behov for 250 ekstra årsverk innen 2035.",
            aliases=("Tekst",),
        ),
        OwnField(
            "page",
            pl.String,
            "Side",
            nullable=True,
            help="Sidetall, eller «kap. 3.2».",
            example="14",
            aliases=("Sidetall", "Kapittel"),
        ),
    )


class InterviewStatements(OwnTable):
    """Utsagn fra intervjuer, etter rolle og tema."""

    name = "interview_statements"
    title = "Utsagn fra intervjuer"
    template = "intervjuutsagn"
    purpose = "Hva de som er intervjuet, sier om hvert tema."
    instructions = (
        "Én rad per utsagn. Skriv aldri navn, og ikke noe som peker på én person.",
        "Er færre enn fem intervjuet i en rolle, vises ikke ordene med mindre det er skrevet «ja» "
        "under «Kan siteres». Utsagnet telles likevel.",
    )
    chapters = ("dokumenter",)
    source_system = "intervjuene"
    fields = (
        OwnField(
            "role",
            pl.String,
            "Rolle",
            key=True,
            help="Gruppen, aldri en person.",
            example="Ansatte i hjemmetjenesten",
            aliases=("Gruppe", "Informant"),
        ),
        OwnField(
            "people",
            pl.Int16,
            "Intervjuet i rollen",
            "personer",
            nullable=True,
            low=1,
            high=5000,
            help="Hvor mange med denne rollen som er intervjuet.",
            example="12",
            aliases=("Antall intervjuet",),
        ),
        _THEME,
        _KIND,
        OwnField(
            "text",
            pl.String,
            "Utsagn",
            key=True,
            help="Det som ble sagt, kort.",
            example="Vi gir gode tjenester.",
            aliases=("Tekst", "Sitat"),
        ),
        OwnField(
            "quote",
            pl.String,
            "Kan siteres",
            allowed=tuple(QUOTE),
            choices=QUOTE,
            help="Har de sagt at ordene kan gjengis?",
            example="ikke spurt",
            aliases=("Sitattillatelse",),
        ),
    )
