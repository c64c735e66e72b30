"""The figures of the chapter «arsverk», each with its inputs, assumptions and formula."""

from __future__ import annotations

from collections.abc import Sequence

from veivalg.chapters.arsverk.model import HOME, METHOD, WORKING, Model, source_of
from veivalg.chapters.common.people import persons
from veivalg.chapters.common.periods import december
from veivalg.content import Assumption, Figure, Interval, Unit
from veivalg.foundation.i18n import _

FTE_INPUTS = ("care_staff", "care_users", "care_places")


def figure_of(
    model: Model,
    id: str,
    label: str,
    value: float | None,
    unit: Unit,
    year: int,
    formula: str = "",
    interval: Interval | None = None,
    decimals: int | None = None,
    *,
    inputs: tuple[Figure, ...] | None = None,
    assumptions: tuple[Assumption, ...] | None = None,
) -> Figure:
    """Make a calculated figure; those that rest on årsverk ahead need not say what they rest on."""
    return Figure(
        id,
        label,
        value,
        unit,
        model.place,
        f"{model.base_year}–{year}",
        source_of(model, _("Årsverk ved dagens praksis")),
        decimals,
        interval,
        formula,
        fte_inputs(model, year) if inputs is None else inputs,
        model.choices.for_fte() if assumptions is None else assumptions,
        METHOD,
    )


def fte_inputs(model: Model, year: int) -> tuple[Figure, ...]:
    """Give what årsverk ahead are made from: published figures and the ages users follow."""
    return (
        *(published(model, n) for n in FTE_INPUTS if n in model.sources),
        *followed(model, year),
    )


def published(model: Model, name: str) -> Figure:
    """Give a published figure the calculation starts from."""
    home = model.used.get(HOME)
    known = {
        "care_staff": (_("Årsverk i omsorgstjenesten"), model.fte_now, Unit.FTE),
        "care_places": (_("Institusjonsplasser"), model.places, Unit.PLACES),
        "care_hours": (_("Timer hjemmetjeneste per bruker og uke"), model.hours_now, Unit.HOURS),
        "care_users": (_("Brukere av hjemmetjenester"), home.total if home else None, Unit.USERS),
    }
    label, value, unit = known[name]
    return Figure(
        f"grunnlag-{name.replace('_', '-')}",
        label,
        value,
        unit,
        model.place,
        december(model.base_year - 1),
        model.sources[name],
        decimals=1 if unit is Unit.HOURS else None,
    )


def followed(model: Model, year: int, *services: str) -> tuple[Figure, ...]:
    """Give the age groups the users of some services (all) follow, now and in `year`."""
    used = [u for s, u in model.used.items() if not services or s in services]
    groups = {g.basis for found in used for g in found.groups}
    return people(model, sorted(groups), year)


def people(model: Model, groups: Sequence[tuple[int, int]], year: int) -> tuple[Figure, ...]:
    """Give inhabitants of some ages, now and in `year`."""
    return tuple(
        persons(model.path, lo, hi, y, f"innbyggere-{lo}-{hi}-{y}")
        for lo, hi in groups
        for y in dict.fromkeys((model.base_year, year))
        if model.path.group(lo, hi, y) is not None
    )


def burden_inputs(model: Model) -> tuple[Figure, ...]:
    """Give årsverk and inhabitants of working age today."""
    staff = (published(model, "care_staff"),) if "care_staff" in model.sources else ()
    return (*staff, *people(model, [WORKING], model.base_year))
