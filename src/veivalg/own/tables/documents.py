"""Plans, reports and interviews: what there is, and what they say of which theme."""

from __future__ import annotations

import polars as pl

from veivalg.foundation.i18n import Words
from veivalg.own.tables.base import OwnTable
from veivalg.own.tables.columns import choice, text, whole, year

KIND_WORDS = Words({"challenge": "utfordring", "strength": "styrke", "measure": "tiltak"})
DOCUMENT_KINDS = Words(
    {
        "plan": "plan",
        "strategy": "strategi",
        "report": "rapport",
        "audit": "revisjon",
        "analysis": "analyse",
        "other": "annet",
    }
)
QUOTE = Words({"yes": "ja", "no": "nei", "not_asked": "ikke spurt"})

_DOCUMENT = text(
    "document",
    "Dokument",
    "Navnet, likt i begge tabellene.",
    "Kommunedelplan for helse, omsorg og velferd 2023–2030",
    key=True,
    aliases=("Plan", "Rapport"),
)
_THEME = text(
    "theme", "Tema", "Kort, og likt fra rad til rad.", "Bemanning", key=True, aliases=("Emne",)
)
_KIND = choice(
    "kind",
    "Slags utsagn",
    KIND_WORDS,
    "Utfordring, styrke eller tiltak.",
    "utfordring",
    key=True,
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
        year("year", "År", "Året det er vedtatt eller levert.", "2023", low=1950, nullable=True),
        choice("kind", "Slags dokument", DOCUMENT_KINDS, "Hva det er.", "plan", aliases=("Type",)),
        text(
            "author",
            "Laget av",
            "Kommunen, revisjonen eller firmaet som har laget det.",
            "Kommunen",
            nullable=True,
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
        text(
            "text",
            "Utsagn",
            "En eller to setninger.",
            "Det er behov for 250 ekstra årsverk innen 2035.",
            key=True,
            aliases=("Tekst",),
        ),
        text(
            "page",
            "Side",
            "Sidetall, eller «kap. 3.2».",
            "14",
            nullable=True,
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
        text(
            "role",
            "Rolle",
            "Gruppen, aldri en person.",
            "Ansatte i hjemmetjenesten",
            key=True,
            aliases=("Gruppe", "Informant"),
        ),
        whole(
            "people",
            "Intervjuet i rollen",
            "personer",
            "Hvor mange med denne rollen som er intervjuet.",
            "12",
            low=1,
            high=5000,
            dtype=pl.Int16,
            nullable=True,
            aliases=("Antall intervjuet",),
        ),
        _THEME,
        _KIND,
        text(
            "text",
            "Utsagn",
            "Det som ble sagt, kort.",
            "Vi gir gode tjenester.",
            key=True,
            aliases=("Tekst", "Sitat"),
        ),
        choice(
            "quote",
            "Kan siteres",
            QUOTE,
            "Har de sagt at ordene kan gjengis?",
            "ikke spurt",
            aliases=("Sitattillatelse",),
        ),
    )
