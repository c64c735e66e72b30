"""Own figures of how much help users need: counts by category, or scores by person."""

from __future__ import annotations

import polars as pl

from veivalg.foundation.i18n import Words
from veivalg.maths.services.assistance import VARIABLES
from veivalg.own.tables.base import OwnTable
from veivalg.own.tables.columns import choice, text, whole

SERVICES = Words(
    {
        "home": "Hjemmetjenester",
        "short_stay": "Korttidsopphold",
        "long_stay": "Langtidsopphold",
        "dwelling": "Bolig med heldøgns bemanning",
    }
)
NAMES = Words(
    {
        "limited": "Noe eller avgrenset",
        "medium": "Middels til stort",
        "extensive": "Omfattende",
        "no_basis": "Ikke grunnlag",
    }
)
AGES = Words({"0-66": "0–66 år", "67-79": "67–79 år", "80+": "80 år og eldre"})
TITLES = {
    "hygiene": "Personlig hygiene",
    "dressing": "Av- og påkledning",
    "toilet": "Toalett",
    "eating": "Spise",
    "moving_inside": "Bevege seg innendørs",
    "moving_outside": "Bevege seg utendørs",
    "shopping": "Skaffe seg varer og tjenester",
    "housework": "Alminnelig husarbeid",
    "cooking": "Lage mat",
    "participation": "Sosial deltakelse",
    "decisions": "Beslutninger i dagliglivet",
    "behaviour": "Styre atferd",
    "memory": "Hukommelse",
    "communication": "Kommunikasjon",
    "own_health": "Ivareta egen helse",
}

_SERVICE = choice(
    "service", "Tjeneste", SERVICES, "Tjenesten brukeren får.", "Hjemmetjenester", key=True
)
_AGE = choice(
    "age",
    "Aldersgruppe",
    AGES,
    "Brukerens aldersgruppe.",
    "80 år og eldre",
    key=True,
    aliases=("Alder",),
)


class IplosCategories(OwnTable):
    """Brukere etter tjeneste, alder og bistandsbehov."""

    name = "iplos_categories"
    title = "Brukere etter bistandsbehov"
    template = "bistandsbehov"
    purpose = "Bistandsbehovet i egne tall, nyere enn de publiserte."
    instructions = (
        "Én rad per tjeneste, aldersgruppe og bistandsbehov. Bruk kategorien fagsystemet gir.",
    )
    chapters = ("bistandsbehov",)
    counts_people = True
    source_system = "IPLOS-rapporten i fagsystemet"
    fields = (
        _SERVICE,
        _AGE,
        choice(
            "category",
            "Bistandsbehov",
            NAMES,
            "Kategorien.",
            "Omfattende",
            key=True,
            aliases=("Kategori",),
        ),
        whole("users", "Brukere", "personer", "Antall brukere.", "48", aliases=("Antall",)),
    )


class IplosScores(OwnTable):
    """Funksjonsskår per person, når kategorien ikke kan tas ut."""

    name = "iplos_scores"
    title = "Funksjonsskår per person"
    template = "funksjonsskaar"
    purpose = "Bistandsbehovet regnet fra skår når kategorien mangler."
    instructions = (
        "Én rad per person og tjeneste. Skår 1 til 5, 9 når den ikke er relevant.",
        "Grensene mellom kategoriene er ikke offentlige. De som brukes, er ubekreftet. "
        "Bruk heller «Brukere etter bistandsbehov».",
    )
    chapters = ("bistandsbehov",)
    personal = True
    source_system = "fagsystemet"
    fields = (
        text(
            "user",
            "Bruker-ID",
            "Kode fra fagsystemet, aldri fødselsnummer.",
            "B1042",
            key=True,
            pseudonym=True,
        ),
        _SERVICE,
        choice("age", "Aldersgruppe", AGES, "Brukerens aldersgruppe.", "80 år og eldre"),
        *(
            whole(
                v,
                TITLES[v],
                "skår",
                "1 til 5, eller 9.",
                "3",
                low=1,
                high=9,
                dtype=pl.Int8,
                nullable=True,
            )
            for v in VARIABLES
        ),
    )
