"""The figures of the chapter «plasser», each with its inputs, assumptions and formula."""

from __future__ import annotations

from veivalg.analyses.parts import december, persons
from veivalg.analyses.places_model import METHOD, Model, source_of
from veivalg.content import Figure, Interval, Unit
from veivalg.i18n import _


def figure_of(model: Model, id: str, label: str, value: float | None, unit: Unit, period: str,
            formula: str = "", interval: Interval | None = None,
            decimals: int | None = None) -> Figure:  # fmt: skip
    """Make a calculated figure of the chapter with its inputs and assumptions."""
    aged = persons(model.path, 80, 105, model.base_year, "innbyggere-80")
    later = persons(model.path, 80, 105, model.target, "innbyggere-80-fram")
    return Figure(
        id, label, value, unit, model.place, period,
        source_of(model, _("Plasser etter dekningsgrad")), decimals, interval, formula,
        (beds_of(model), aged, later), model.choices.all(), METHOD,
    )  # fmt: skip


def beds_of(model: Model) -> Figure:
    """Give institution places today."""
    return Figure("plasser-na", _("Institusjonsplasser"), model.places, Unit.PLACES, model.place,
                  december(model.base_year - 1), model.sources["care_places"])  # fmt: skip


def rate_of(model: Model) -> Figure:
    """Give coverage today."""
    return figure_of(model, "dekningsgrad-na", _("Dekningsgrad i dag"), model.rate, Unit.SHARE,
                   str(model.base_year), _("Plasser ÷ innbyggere 80 år og eldre"))  # fmt: skip
