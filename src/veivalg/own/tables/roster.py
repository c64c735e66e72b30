"""The roster: who works when, and how large their positions are. Both are about persons."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import Words, _
from veivalg.own.tables.base import OwnField, OwnTable
from veivalg.own.tables.columns import choice, day, number, share, text, whole

Fault = tuple[int | None, str, str, str]

DUTIES = Words(
    {
        "ordinary": "ordinær",
        "overtime": "overtid",
        "extra": "ekstravakt",
        "standby": "hjemmevakt",
    }
)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.][0-5]\d(:[0-5]\d)?|24[:.]00")


def _employee(**more: bool) -> OwnField:
    return text(
        "employee",
        "Ansatt-ID",
        "Kode fra turnussystemet, aldri fødselsnummer.",
        "A1042",
        pseudonym=True,
        aliases=("Ansatt", "Ansattnummer", "Ressurs"),
        **more,
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
        whole(
            "shift",
            "Vakt nr.",
            "",
            "Løpenummer.",
            "1",
            low=1,
            dtype=pl.Int64,
            key=True,
            aliases=("Løpenr", "Vaktnr"),
        ),
        _employee(),
        text(
            "unit",
            "Enhet",
            "Enheten vakten er på.",
            "Solbakken",
            aliases=("Avdeling", "Virksomhet"),
        ),
        day("date", "Dato", "Datoen vakten begynner.", "2025-01-06"),
        text("start", "Fra", "Klokkeslett, som 07:30.", "07:30", aliases=("Start", "Fra kl")),
        text("end", "Til", "Klokkeslett, som 15:00.", "15:00", aliases=("Slutt", "Til kl")),
        choice(
            "kind",
            "Type",
            DUTIES,
            "Ordinær vakt, overtid, ekstravakt eller hjemmevakt.",
            "ordinær",
            aliases=("Vakttype",),
        ),
        number(
            "break_minutes",
            "Ubetalt pause",
            "minutter",
            "Kan stå tom når pausen er betalt.",
            "",
            high=120,
            nullable=True,
            aliases=("Pause",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[Fault]:
        """Refuse what is not a time of day, and two shifts of a person that begin at once."""
        for name in ("start", "end"):
            wrong = {t for t in frame[name].unique() if not _CLOCK.fullmatch(t.strip())}
            for i, clock in enumerate(frame[name].to_list() if wrong else ()):
                if clock in wrong:
                    yield (
                        i,
                        name,
                        _("«{clock}» er ikke et klokkeslett.").format(clock=clock),
                        _("Skriv som 07:30."),
                    )
        twice = pl.struct("employee", "date", "start")
        for i in frame.select(~twice.is_first_distinct()).to_series().arg_true():
            yield (
                i,
                "start",
                _("Den ansatte har to vakter som begynner samtidig."),
                _("Behold én av dem."),
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
        share("position", "Stilling", "0,75 eller 75 %.", "0.75", aliases=("Stillingsprosent",)),
        number(
            "weekly_hours",
            "Timer per uke i full stilling",
            "timer",
            "37,5, 35,5, 33,6 eller den enkeltes.",
            "35.5",
            low=28,
            high=40,
            aliases=("Arbeidstid",),
        ),
    )
