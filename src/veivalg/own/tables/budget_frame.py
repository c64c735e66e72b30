"""What a budget cut is shared by: the sectors, the cut by year, and the sectors' own measures."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import Words, _
from veivalg.own.tables.base import OwnTable
from veivalg.own.tables.columns import choice, number, text, year

_YEAR = year("year", "År", "Budsjettåret.", "2027", key=True, aliases=("Budsjettår", "Årstall"))


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
        text(
            "sector",
            "Sektor",
            "Navnet slik det skal stå i tabellen.",
            "Helse og omsorg",
            key=True,
            aliases=("Virksomhet", "Område"),
        ),
        number(
            "budget",
            "Budsjett i basisåret",
            "kr",
            "Netto budsjettramme i hele kroner.",
            "627315000",
            aliases=("Budsjett", "Ramme", "Nettoramme"),
        ),
        number(
            "kostra_weight",
            "KOSTRA-vekt",
            "kr",
            "Merforbruk mot sammenlikningsgruppen, korrigert. 0 når det ikke er noe.",
            "18667000",
            aliases=("Merforbruk", "KOSTRA"),
        ),
        choice(
            "takes_rounding",
            "Tar avrundingen",
            Words({"yes": "ja", "no": "nei"}),
            "ja på én rad, nei på de andre.",
            "nei",
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
                _("Sett «ja» på nøyaktig én rad."),
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
        number(
            "cut",
            "Nedtrekk",
            "kr",
            "Samlet nedtrekk i hele kroner.",
            "20000000",
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
        text(
            "sector",
            "Sektor",
            "Sektoren tiltaket hører til.",
            "Oppvekst og kultur",
            key=True,
        ),
        text(
            "measure",
            "Tiltak",
            "Kort navn på tiltaket.",
            "Skole",
            key=True,
            aliases=("Enhet", "Område"),
        ),
        _YEAR,
        number(
            "amount",
            "Innsparing",
            "kr",
            "Virkningen det året. Minus når tiltaket koster.",
            "2500000",
            low=None,
            aliases=("Beløp", "Reduksjon"),
        ),
    )
