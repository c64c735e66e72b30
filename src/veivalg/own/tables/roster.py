"""The roster: who works when, and how large their positions are. Both are about persons."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from veivalg.own.tables.base import OwnField, OwnTable

Fault = tuple[int | None, str, str, str]

DUTIES = {
    "ordinary": "ordinær",
    "overtime": "overtid",
    "extra": "ekstravakt",
    "standby": "hjemmevakt",
}
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.][0-5]\d(:[0-5]\d)?|24[:.]00")


def _employee(**more: bool) -> OwnField:
    return OwnField(
        "employee",
        pl.String,
        "Ansatt-ID",
        pseudonym=True,
        help="Kode fra turnussystemet, aldri fødselsnummer.",
        example="A1042",
        aliases=("Ansatt", "Ansattnummer", "Ressurs"),
        **more,  # type: ignore[arg-type]
    )


class RosterShifts(OwnTable):
    """Vakter i turnusen."""

    name = "roster_shifts"
    title = "Vakter i turnusen"
    template = "turnus"
    purpose = "Turnusen prøvd mot reglene i arbeidsmiljøloven og tariffavtalen."
    instructions = (
        "Én rad per vakt, for hele planperioden. Ta med hele uker.",
        "En vakt som slutter før den begynner, går over midnatt og slutter neste dag.",
        "Ansatt-ID er en kode fra turnussystemet, aldri fødselsnummer. Den byttes ut med et "
        "pseudonym når filen leses inn.",
    )
    chapters = ("bemanning",)
    personal = True
    source_system = "turnussystemet (Gat, Visma Ressursstyring)"
    fields = (
        OwnField(
            "shift",
            pl.Int64,
            "Vakt nr.",
            key=True,
            low=1,
            help="Løpenummer.",
            example="1",
            aliases=("Løpenr", "Vaktnr"),
        ),
        _employee(),
        OwnField(
            "unit",
            pl.String,
            "Enhet",
            help="Enheten vakten er på.",
            example="Solbakken",
            aliases=("Avdeling", "Virksomhet"),
        ),
        OwnField("date", pl.Date, "Dato", help="Datoen vakten begynner.", example="2025-01-06"),
        OwnField(
            "start",
            pl.String,
            "Fra",
            help="Klokkeslett, som 07:30.",
            example="07:30",
            aliases=("Start", "Fra kl"),
        ),
        OwnField(
            "end",
            pl.String,
            "Til",
            help="Klokkeslett, som 15:00.",
            example="15:00",
            aliases=("Slutt", "Til kl"),
        ),
        OwnField(
            "kind",
            pl.String,
            "Type",
            choices=DUTIES,
            allowed=tuple(DUTIES),
            help="Ordinær vakt, overtid, ekstravakt eller hjemmevakt.",
            example="ordinær",
            aliases=("Vakttype",),
        ),
        OwnField(
            "break_minutes",
            pl.Float64,
            "Ubetalt pause",
            "minutter",
            nullable=True,
            low=0,
            high=120,
            help="Kan stå tom når pausen er betalt.",
            example="",
            aliases=("Pause",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[Fault]:
        """Refuse what is not a time of day, and two shifts of a person that begin at once."""
        for name in ("start", "end"):
            wrong = {t for t in frame[name].unique() if not _CLOCK.fullmatch(t.strip())}
            for i, text in enumerate(frame[name].to_list() if wrong else ()):
                if text in wrong:
                    yield (i, name, f"«{text}» er ikke et klokkeslett.", "Skriv som 07:30.")
        twice = pl.struct("employee", "date", "start")
        for i in frame.select(~twice.is_first_distinct()).to_series().arg_true():
            yield (
                i,
                "start",
                "Den ansatte har to vakter som begynner samtidig.",
                "Behold én av dem.",
            )


class RosterPeople(OwnTable):
    """Stillingene til dem som går i turnusen."""

    name = "roster_people"
    title = "Stillinger i turnusen"
    template = "turnusstillinger"
    purpose = "Om turnusen går opp med stillingene."
    instructions = ("Én rad per ansatt, med samme Ansatt-ID som i «Vakter i turnusen».",)
    chapters = ("bemanning",)
    personal = True
    source_system = "turnussystemet (Gat, Visma Ressursstyring)"
    fields = (
        _employee(key=True),
        OwnField(
            "position",
            pl.Float64,
            "Stilling",
            "andel",
            low=0,
            high=1,
            help="0,75 eller 75 %.",
            example="0.75",
            aliases=("Stillingsprosent",),
        ),
        OwnField(
            "weekly_hours",
            pl.Float64,
            "Timer per uke i full stilling",
            "timer",
            low=28,
            high=40,
            help="37,5, 35,5, 33,6 eller den enkeltes.",
            example="35.5",
            aliases=("Arbeidstid",),
        ),
    )
