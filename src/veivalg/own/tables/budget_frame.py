"""What a budget cut is shared by: the sectors, the cut by year, and the sectors' own measures."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.own.tables.base import OwnField, OwnTable

_YEAR = OwnField(
    "year",
    pl.Int16,
    "År",
    key=True,
    low=2000,
    high=2100,
    help="Budsjettåret.",
    example="2027",
    aliases=("Budsjettår", "Årstall"),
)


class BudgetSectors(OwnTable):
    """Sektorene et nedtrekk skal fordeles på, med budsjett i basisåret."""

    name = "budget_sectors"
    title = "Sektorer og budsjettrammer"
    template = "sektorrammer"
    purpose = "Rammene et nedtrekk fordeles etter."
    instructions = (
        "Én rad per sektor, enhet eller foretak som skal ta del i nedtrekket.",
        "KOSTRA-vekten er det sektoren bruker mer enn sammenlikningsgruppen, i kroner. Sett 0 når "
        "den ikke ligger over.",
        "Nøyaktig én rad tar avrundingen, så tabellen går opp.",
    )
    chapters = ("rammenedtrekk",)
    source_system = "økonomisystemet eller budsjettdokumentet"
    fields = (
        OwnField(
            "sector",
            pl.String,
            "Sektor",
            key=True,
            help="Navnet slik det skal stå i tabellen.",
            example="Helse og omsorg",
            aliases=("Virksomhet", "Område"),
        ),
        OwnField(
            "budget",
            pl.Float64,
            "Budsjett i basisåret",
            "kr",
            low=0,
            help="Netto budsjettramme i hele kroner.",
            example="627315000",
            aliases=("Budsjett", "Ramme", "Nettoramme"),
        ),
        OwnField(
            "kostra_weight",
            pl.Float64,
            "KOSTRA-vekt",
            "kr",
            low=0,
            help="Merforbruk mot sammenlikningsgruppen, korrigert. 0 når det ikke er noe.",
            example="18667000",
            aliases=("Merforbruk", "KOSTRA"),
        ),
        OwnField(
            "takes_rounding",
            pl.String,
            "Tar avrundingen",
            allowed=("yes", "no"),
            choices={"yes": "ja", "no": "nei"},
            help="ja på én rad, nei på de andre.",
            example="nei",
            aliases=("Avrunding",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[tuple[int | None, str, str, str]]:
        """Refuse a table where none, or more than one row takes the rounding."""
        marked = frame["takes_rounding"].eq("yes").arg_true().to_list()
        if len(marked) != 1:
            where = marked[1] if marked else None
            yield (
                where,
                "takes_rounding",
                f"{len(marked)} rader tar avrundingen.",
                "Sett «ja» på nøyaktig én rad.",
            )


class BudgetCuts(OwnTable):
    """Nedtrekket i alt, år for år."""

    name = "budget_cuts"
    title = "Nedtrekk i alt per år"
    template = "nedtrekk"
    purpose = "Hvor mye rammene skal ned, år for år."
    instructions = (
        "Én rad per år. Beløpet er virkningen det året mot basisåret, ikke endringen fra året før.",
        "Beløpet skrives uten minus.",
    )
    chapters = ("rammenedtrekk",)
    source_system = "økonomiplanen"
    fields = (
        _YEAR,
        OwnField(
            "cut",
            pl.Float64,
            "Nedtrekk",
            "kr",
            low=0,
            help="Samlet nedtrekk i hele kroner.",
            example="20000000",
            aliases=("Beløp", "Reduksjon"),
        ),
    )


class SectorMeasures(OwnTable):
    """Sektorenes egne tiltak for å møte rammen, år for år."""

    name = "sector_measures"
    title = "Sektorenes egen fordeling"
    template = "sektortiltak"
    purpose = "Tiltakene en sektor møter nedtrekket sitt med."
    instructions = (
        "Én rad per tiltak og år. Innsparing skrives med pluss, nye utgifter med minus.",
        "Sektoren skrives slik den står i «Sektorer og budsjettrammer».",
    )
    chapters = ("rammenedtrekk",)
    source_system = "budsjettarbeidet i sektoren"
    fields = (
        OwnField(
            "sector",
            pl.String,
            "Sektor",
            key=True,
            help="Sektoren tiltaket hører til.",
            example="Oppvekst og kultur",
        ),
        OwnField(
            "measure",
            pl.String,
            "Tiltak",
            key=True,
            help="Kort navn på tiltaket.",
            example="Skole",
            aliases=("Enhet", "Område"),
        ),
        _YEAR,
        OwnField(
            "amount",
            pl.Float64,
            "Innsparing",
            "kr",
            help="Virkningen det året. Minus når tiltaket koster.",
            example="2500000",
            aliases=("Beløp", "Reduksjon"),
        ),
    )
