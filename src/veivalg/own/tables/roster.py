"""The roster: who works when, and how large their positions are. Both are about persons."""

import re
from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.][0-5]\d(:[0-5]\d)?|24[:.]00")


@check("roster_shifts")
def _roster_shifts(frame: pl.DataFrame) -> Iterable[Fault]:
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


@check("roster_shifts", as_="unlikely")
def _round_the_clock(frame: pl.DataFrame) -> Iterable[Fault]:
    """Ask of shifts that end when they begin: nothing or a whole day."""
    for i in (frame["start"] == frame["end"]).arg_true():
        yield (
            i,
            "end",
            _("Vakten slutter på samme klokkeslett som den begynner."),
            _("Skriv når vakten slutter."),
        )
