"""Pupils, school buildings, alternatives of structure, and kindergartens."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.own.tables.base import OwnField, OwnTable

_SCHOOL = OwnField(
    "school",
    pl.String,
    "Skole",
    key=True,
    help="Skolens navn, likt i alle tabellene.",
    example="Båsmo",
    aliases=("Skolenavn", "Enhet"),
)


class Pupils(OwnTable):
    """Elever per skole og trinn."""

    name = "pupils"
    title = "Elever per skole og trinn"
    template = "elever"
    purpose = "Klasser, lærere og plass i dag og framover."
    instructions = (
        "Én rad per skole, skoleår og trinn. Skoleåret 2025/26 skrives 2025.",
        "Trinn uten elever kan utelates eller skrives med 0.",
    )
    chapters = ("skole",)
    source_system = "GSI, Visma InSchool eller IST"
    fields = (
        _SCHOOL,
        OwnField(
            "year",
            pl.Int16,
            "Skoleår (startår)",
            key=True,
            low=2000,
            high=2100,
            help="2025 for skoleåret 2025/26.",
            example="2025",
            aliases=("Skoleår", "År"),
        ),
        OwnField(
            "grade",
            pl.Int16,
            "Trinn",
            key=True,
            low=1,
            high=10,
            help="1 til 10.",
            example="1",
            aliases=("Klassetrinn",),
        ),
        OwnField(
            "pupils",
            pl.Int32,
            "Elever",
            "elever",
            low=0,
            high=2000,
            help="Antall elever på trinnet.",
            example="33",
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
        OwnField(
            "capacity",
            pl.Int32,
            "Plass til",
            "elever",
            nullable=True,
            low=0,
            high=3000,
            help="Elever skolen er godkjent for.",
            example="300",
            aliases=("Kapasitet",),
        ),
        OwnField(
            "classroom_area",
            pl.Float64,
            "Største klasserom",
            "m²",
            nullable=True,
            low=0,
            high=500,
            help="Areal i det største klasserommet.",
            example="60",
        ),
        OwnField(
            "building_cost",
            pl.Float64,
            "Årlig utgift til bygget",
            "kr",
            nullable=True,
            low=0,
            help="Forvaltning, drift og vedlikehold per år.",
            example="2500000",
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
        OwnField(
            "alternative",
            pl.String,
            "Alternativ",
            key=True,
            help="Kort navn.",
            example="Skonseng til Gruben",
        ),
        OwnField(
            "from_school",
            pl.String,
            "Fra skole",
            key=True,
            help="Skolen elevene går på i dag.",
            example="Skonseng",
            aliases=("Fra",),
        ),
        OwnField(
            "to_school",
            pl.String,
            "Til skole",
            help="Skolen de flytter til.",
            example="Gruben",
            aliases=("Til",),
        ),
        OwnField(
            "grade_from",
            pl.Int16,
            "Fra trinn",
            key=True,
            low=1,
            high=10,
            help="Laveste trinn som flytter.",
            example="1",
        ),
        OwnField(
            "grade_to",
            pl.Int16,
            "Til trinn",
            low=1,
            high=10,
            help="Høyeste trinn som flytter.",
            example="7",
        ),
        OwnField(
            "transport_cost",
            pl.Float64,
            "Skyss per elev",
            "kr per år",
            nullable=True,
            low=0,
            help="Årlig skyssutgift per elev som flytter.",
            example="15000",
            aliases=("Skyss",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[tuple[int | None, str, str, str]]:
        """Refuse moves to oneself and grades in the wrong order."""
        for i, row in enumerate(frame.iter_rows(named=True)):
            if row["from_school"] == row["to_school"]:
                yield i, "to_school", "Skolen flytter elever til seg selv.", "Velg en annen skole."
            if row["grade_from"] > row["grade_to"]:
                yield (
                    i,
                    "grade_to",
                    "Til trinn er lavere enn fra trinn.",
                    "Skriv det laveste trinnet først.",
                )


class Kindergartens(OwnTable):
    """Barnehager: barn, voksne og areal."""

    name = "kindergartens"
    title = "Barnehager"
    template = "barnehager"
    purpose = "Nøkkeltall for areal og bemanning i barnehagene."
    instructions = ("Én rad per barnehage og år, tall fra 15. desember.",)
    chapters = ("skole",)
    source_system = "BASIL"
    fields = (
        OwnField(
            "kindergarten",
            pl.String,
            "Barnehage",
            key=True,
            help="Barnehagens navn.",
            example="Solbakken",
            aliases=("Navn", "Enhet"),
        ),
        OwnField(
            "year",
            pl.Int16,
            "År",
            key=True,
            low=2000,
            high=2100,
            help="Året tallene er fra.",
            example="2025",
        ),
        OwnField(
            "under_three",
            pl.Int32,
            "Barn 0–2 år",
            "barn",
            low=0,
            high=500,
            help="Barn under tre år.",
            example="18",
        ),
        OwnField(
            "over_three",
            pl.Int32,
            "Barn 3–5 år",
            "barn",
            low=0,
            high=500,
            help="Barn over tre år.",
            example="36",
        ),
        OwnField(
            "staff",
            pl.Float64,
            "Årsverk i grunnbemanningen",
            "årsverk",
            nullable=True,
            low=0,
            high=500,
            help="Uten leder og ekstra ressurser.",
            example="12.5",
            aliases=("Grunnbemanning",),
        ),
        OwnField(
            "play_area",
            pl.Float64,
            "Leke- og oppholdsareal",
            "m²",
            nullable=True,
            low=0,
            help="Godkjent areal.",
            example="350",
            aliases=("Areal",),
        ),
    )
