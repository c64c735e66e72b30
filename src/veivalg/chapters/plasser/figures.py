"""The figures of the chapter «plasser», each with its inputs, assumptions and formula."""

from __future__ import annotations

from veivalg.chapters.common.parts import chosen_words, december, persons
from veivalg.chapters.plasser.model import METHOD, Model, source_of
from veivalg.content import Assumption, Figure, Interval, Unit
from veivalg.foundation.i18n import _


def figure_of(
    model: Model,
    id: str,
    label: str,
    value: float | None,
    unit: Unit,
    period: str,
    formula: str = "",
    interval: Interval | None = None,
    decimals: int | None = None,
    *,
    inputs: tuple[Figure, ...],
    assumptions: tuple[Assumption, ...] = (),
) -> Figure:
    """Make a calculated figure of the chapter with just what it was made from."""
    return Figure(
        id,
        label,
        value,
        unit,
        model.place,
        period,
        source_of(model, _("Plasser etter dekningsgrad")),
        decimals,
        interval,
        formula,
        inputs,
        assumptions,
        METHOD,
    )


def beds_of(model: Model) -> Figure:
    """Give institution places today."""
    return Figure(
        "plasser-na",
        _("Institusjonsplasser"),
        model.places,
        Unit.PLACES,
        model.place,
        december(model.base_year - 1),
        model.sources["care_places"],
    )


def aged_now(model: Model) -> Figure:
    """Give inhabitants aged 80 and over today."""
    return persons(model.path, 80, 105, model.base_year, "innbyggere-80")


def aged_then(model: Model) -> Figure:
    """Give inhabitants aged 80 and over in the target year."""
    return persons(model.path, 80, 105, model.target, "innbyggere-80-fram")


def rate_of(model: Model) -> Figure:
    """Give coverage today."""
    return figure_of(
        model,
        "dekningsgrad-na",
        _("Dekningsgrad i dag"),
        model.rate,
        Unit.SHARE,
        str(model.base_year),
        _("Plasser ÷ innbyggere 80 år og eldre"),
        inputs=(beds_of(model), aged_now(model)),
    )


def need_inputs(model: Model) -> tuple[Figure, ...]:
    """Give what the need at today's coverage is made from."""
    return (beds_of(model), aged_now(model), aged_then(model))


def chosen(model: Model, id: str, assumption: Assumption) -> Figure:
    """Give a number that is chosen as a figure, so that it can stand in a sentence."""
    decimals = None
    if assumption.unit is Unit.SHARE:
        decimals = 0 if abs(assumption.value * 100 - round(assumption.value * 100)) < 1e-6 else 1
    return figure_of(
        model,
        id,
        assumption.label,
        assumption.value,
        assumption.unit,
        str(model.target),
        chosen_words(),
        decimals=decimals,
        inputs=(),
        assumptions=(assumption,),
    )


def short_places_of(model: Model) -> Figure:
    """Give short-term places today."""
    return Figure(
        "korttidsplasser",
        _("Korttidsplasser"),
        model.short_places,
        Unit.PLACES,
        model.place,
        december(model.base_year - 1),
        model.sources["care_places"],
    )


def short_residents_of(model: Model) -> Figure | None:
    """Give those on short stays the same day; None where hidden."""
    if model.short_residents is None:
        return None
    return Figure(
        "korttid-beboere",
        _("Beboere på korttidsopphold"),
        model.short_residents,
        Unit.USERS,
        model.place,
        december(model.base_year - 1),
        model.sources["care_users"],
    )


def queue_figure(
    model: Model, id: str, label: str, value: float | None, unit: Unit, *, ahead: bool = False
) -> Figure:
    """Make a figure of the queue for short-term places."""
    c, residents = model.choices, short_residents_of(model)
    inputs = (
        short_places_of(model),
        *([residents] if residents else []),
        *((aged_now(model), aged_then(model)) if ahead else ()),
    )
    return Figure(
        id,
        label,
        value,
        unit,
        model.place,
        str(model.target if ahead else model.base_year),
        source_of(model, _("Kø for korttidsplasser"), "-ko"),
        0,
        formula=_("Erlangs tapsformel med belastning = nye brukere per uke × uker per opphold"),
        inputs=inputs,
        assumptions=(c.stay, *((c.arrivals,) if c.arrivals else ())),
        method=METHOD,
    )
