"""Pupils, school buildings, alternatives of structure, and kindergartens."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.tables.base import OwnTable
from veivalg.own.tables.columns import number, text, whole, year

_SCHOOL = text(
    "school",
    "Skole",
    "Skolens navn, likt i alle tabellene.",
    "Båsmo",
    key=True,
    aliases=("Skolenavn", "Enhet"),
)


class Pupils(OwnTable):
    """Elever per skole og trinn."""

    name = "pupils"
    title = "Elever per skole og trinn"
    template = "elever"
    counts_people = True
    purpose = "Klasser, lærere og plass i dag og framover."
    instructions = (
        "Én rad per skole, skoleår og trinn. Skoleåret 2025/26 skrives 2025.",
        "Trinn uten elever kan utelates eller skrives med 0.",
    )
    chapters = ("skole",)
    source_system = "GSI, Visma InSchool eller IST"
    fields = (
        _SCHOOL,
        year(
            "year",
            "Skoleår (startår)",
            "2025 for skoleåret 2025/26.",
            "2025",
            key=True,
            aliases=("Skoleår", "År"),
        ),
        whole(
            "grade",
            "Trinn",
            "",
            "1 til 10.",
            "1",
            low=1,
            high=10,
            dtype=pl.Int16,
            key=True,
            aliases=("Klassetrinn",),
        ),
        whole(
            "pupils",
            "Elever",
            "elever",
            "Antall elever på trinnet.",
            "33",
            high=2000,
            aliases=("Antall elever",),
        ),
    )


class SchoolBuildings(OwnTable):
    """Skolebygg: areal, plass og årlige utgifter."""

    name = "school_buildings"
    title = "Skolebygg"
    template = "skolebygg"
    purpose = "Plass per elev, og hva det er å spare på et bygg."
    instructions = ("Én rad per skole. La feltet stå tomt når tallet ikke er kjent.",)
    chapters = ("skole",)
    source_system = "eiendomsavdelingens FDV-system"
    fields = (
        _SCHOOL,
        whole(
            "capacity",
            "Plass til",
            "elever",
            "Elever skolen er godkjent for.",
            "300",
            high=3000,
            nullable=True,
            aliases=("Kapasitet",),
        ),
        number(
            "classroom_area",
            "Største klasserom",
            "m²",
            "Areal i det største klasserommet.",
            "60",
            high=500,
            nullable=True,
        ),
        number(
            "building_cost",
            "Årlig utgift til bygget",
            "kr",
            "Forvaltning, drift og vedlikehold per år.",
            "2500000",
            nullable=True,
            aliases=("FDV",),
        ),
    )


class SchoolMoves(OwnTable):
    """Alternativer for skolestruktur: hvem som flytter hvor."""

    name = "school_moves"
    title = "Alternativer for skolestruktur"
    template = "skolestruktur"
    purpose = "Hva en endring gir i klasser, lærere, skyss og bygg."
    instructions = (
        "Én rad per alternativ og skole som flytter elever. Et alternativ kan ha flere rader.",
        "Trinnene skrives som fra og til. 1 til 10 flytter alle.",
    )
    chapters = ("skole",)
    source_system = "saksframlegg om skolestruktur"
    fields = (
        text("alternative", "Alternativ", "Kort navn.", "Skonseng til Gruben", key=True),
        text(
            "from_school",
            "Fra skole",
            "Skolen elevene går på i dag.",
            "Skonseng",
            key=True,
            aliases=("Fra",),
        ),
        text("to_school", "Til skole", "Skolen de flytter til.", "Gruben", aliases=("Til",)),
        whole(
            "grade_from",
            "Fra trinn",
            "",
            "Laveste trinn som flytter.",
            "1",
            low=1,
            high=10,
            dtype=pl.Int16,
            key=True,
        ),
        whole(
            "grade_to",
            "Til trinn",
            "",
            "Høyeste trinn som flytter.",
            "7",
            low=1,
            high=10,
            dtype=pl.Int16,
        ),
        number(
            "transport_cost",
            "Skyss per elev",
            "kr per år",
            "Årlig skyssutgift per elev som flytter.",
            "15000",
            nullable=True,
            aliases=("Skyss",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[tuple[int | None, str, str, str]]:
        """Refuse moves to oneself and grades in the wrong order."""
        for i, row in enumerate(frame.iter_rows(named=True)):
            if row["from_school"] == row["to_school"]:
                yield (
                    i,
                    "to_school",
                    _("Skolen flytter elever til seg selv."),
                    _("Velg en annen skole."),
                )
            if row["grade_from"] > row["grade_to"]:
                yield (
                    i,
                    "grade_to",
                    _("Til trinn er lavere enn fra trinn."),
                    _("Skriv det laveste trinnet først."),
                )


class Kindergartens(OwnTable):
    """Barnehager: barn, voksne og areal."""

    name = "kindergartens"
    title = "Barnehager"
    template = "barnehager"
    counts_people = True
    purpose = "Nøkkeltall for areal og bemanning i barnehagene."
    instructions = ("Én rad per barnehage og år, tall fra 15. desember.",)
    chapters = ("skole",)
    source_system = "BASIL"
    fields = (
        text(
            "kindergarten",
            "Barnehage",
            "Barnehagens navn.",
            "Solbakken",
            key=True,
            aliases=("Navn", "Enhet"),
        ),
        year("year", "År", "Året tallene er fra.", "2025", key=True),
        whole("under_three", "Barn 0–2 år", "barn", "Barn under tre år.", "18", high=500),
        whole("over_three", "Barn 3–5 år", "barn", "Barn over tre år.", "36", high=500),
        number(
            "staff",
            "Årsverk i grunnbemanningen",
            "årsverk",
            "Uten leder og ekstra ressurser.",
            "12.5",
            high=500,
            nullable=True,
            aliases=("Grunnbemanning",),
        ),
        number(
            "play_area",
            "Leke- og oppholdsareal",
            "m²",
            "Godkjent areal.",
            "350",
            nullable=True,
            aliases=("Areal",),
        ),
    )
