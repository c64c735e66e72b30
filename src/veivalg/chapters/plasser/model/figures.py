"""The figures of the chapter «plasser», each with its inputs, assumptions and formula."""

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.people import persons
from veivalg.chapters.common.periods import december
from veivalg.chapters.plasser.model import AGED, Model
from veivalg.chapters.plasser.model.sources import METHOD, source_of
from veivalg.content import Assumption, Figure, Unit, round_half_up
from veivalg.foundation.i18n import _


def calculated(model: Model, period: str, *inputs: Figure) -> Figures:
    """Give what makes the figures worked out from coverage and inhabitants."""
    source = source_of(model, _("Plasser etter dekningsgrad"))
    return Figures(model.place, period, source, METHOD, inputs=inputs)


def needs(model: Model, year: int | None = None) -> Figures:
    """Give what makes the figures of the need in a year, the target year when None."""
    then = aged_then(model) if year is None else aged_in(model, year)
    return calculated(model, str(year or model.target), beds_of(model), aged_now(model), then)


def counted(model: Model, table: str) -> Figures:
    """Give what makes figures as a table publishes them."""
    return Figures(model.place, december(model.base_year - 1), model.sources[table])


def beds_of(model: Model) -> Figure:
    """Give institution places today."""
    made = counted(model, "care_places")
    return made("plasser-na", _("Institusjonsplasser"), model.places, Unit.PLACES)


def aged_now(model: Model) -> Figure:
    """Give inhabitants aged 80 and over today."""
    return persons(model.path, *AGED, model.base_year, "innbyggere-80")


def aged_then(model: Model) -> Figure:
    """Give inhabitants aged 80 and over in the target year."""
    return persons(model.path, *AGED, model.target, "innbyggere-80-fram")


def aged_in(model: Model, year: int) -> Figure:
    """Give inhabitants aged 80 and over in a year."""
    return persons(model.path, *AGED, year, f"innbyggere-80-{year}")


def rate_of(model: Model) -> Figure:
    """Give coverage today."""
    made = calculated(model, str(model.base_year), beds_of(model), aged_now(model))
    formula = _("Plasser ÷ innbyggere 80 år og eldre")
    return made("dekningsgrad-na", _("Dekningsgrad i dag"), model.rate, Unit.SHARE, formula)


def chosen(model: Model, id: str, assumption: Assumption) -> Figure:
    """Give a number that is chosen as a figure; a whole per cent without decimals."""
    decimals = None
    if assumption.unit is Unit.SHARE:
        percent = round_half_up(assumption.value * 100, 4)
        decimals = 0 if percent == int(percent) else 1
    return needs(model).chosen(id, assumption, decimals)


def short_places_of(model: Model) -> Figure:
    """Give short-term places today."""
    made = counted(model, "care_places")
    return made("korttidsplasser", _("Korttidsplasser"), model.short_places, Unit.PLACES)


def short_residents_of(model: Model) -> Figure | None:
    """Give those on short stays the same day; None where hidden."""
    residents = model.short_residents
    if residents is None:
        return None
    made = counted(model, "care_users")
    return made("korttid-beboere", _("Beboere på korttidsopphold"), residents, Unit.USERS)


def queueing(model: Model, *, ahead: bool = False) -> Figures:
    """Give what makes the figures of the queue for short-term places, today or in the target year.

    Their formula is `erlang`.
    """
    c, residents = model.choices, short_residents_of(model)
    people = (aged_now(model), aged_then(model)) if ahead else ()
    return Figures(
        model.place,
        str(model.target if ahead else model.base_year),
        source_of(model, _("Kø for korttidsplasser"), "-ko"),
        METHOD,
        inputs=(short_places_of(model), *([residents] if residents else []), *people),
        assumptions=(c.stay, *((c.arrivals,) if c.arrivals else ())),
    )


def erlang() -> str:
    """Give the formula of the queue in words."""
    return _("Erlangs tapsformel med belastning = nye brukere per uke × uker per opphold")
