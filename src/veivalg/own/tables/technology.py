"""Welfare technology: what is in use, who supports it, and who does what."""

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.tables.base import Fault
from veivalg.own.tables.declared import check, words

HOURS = words("technology", "hours")
PLAN_B = words("technology", "plan_b")
RESPONSIBLE = words("technology", "responsible")


@check("technologies")
def _technologies(frame: pl.DataFrame) -> Iterable[Fault]:
    """Refuse gains that are half filled in or not in order, and a potential below use."""
    for i, row in enumerate(frame.iter_rows(named=True)):
        gains = [row["gain_low"], row["gain_middle"], row["gain_high"]]
        if any(g is None for g in gains) != all(g is None for g in gains):
            yield (
                i,
                "gain_middle",
                _("Spart tid er bare delvis fylt ut."),
                _("Fyll ut lavt, midt og høyt, eller la alle stå tomme."),
            )
        elif None not in gains and gains != sorted(gains):
            yield (
                i,
                "gain_middle",
                _("Spart tid går ikke fra lavt til høyt."),
                _("Skriv det laveste tallet først."),
            )
        used = (row["home"] or 0) + (row["institution"] or 0)
        if row["potential"] is not None and row["potential"] < used:
            yield (
                i,
                "potential",
                _("Mulig antall er lavere enn de {used} i bruk.").format(used=used),
                _("Ta med dem som har den i dag."),
            )


@check("service_map")
def _service_map(frame: pl.DataFrame) -> Iterable[Fault]:
    """Refuse a step that has two names."""
    names: dict[tuple[str, int], str] = {}
    for i, row in enumerate(frame.iter_rows(named=True)):
        first = names.setdefault((row["technology"], row["number"]), row["step"])
        if first != row["step"]:
            yield (
                i,
                "step",
                _("Steg {number} heter også «{first}».").format(number=row["number"], first=first),
                _("Gi steget samme navn i alle radene, eller et eget nummer."),
            )
