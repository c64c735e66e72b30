"""The figures of the chapter «arsverk», each with its inputs, assumptions and formula."""

from collections.abc import Sequence

from veivalg.chapters.arsverk import SPEC
from veivalg.chapters.arsverk.model import HOME, LONG, WORKING, Model
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.people import persons, sources_behind
from veivalg.chapters.common.periods import december
from veivalg.chapters.common.sources import worked_out
from veivalg.content import Figure, Source, Unit
from veivalg.foundation.i18n import _

METHOD = SPEC.methods[0]
ID = {"home": HOME, "long_stay": LONG}
"""Service of the model → its name in ``care_users``."""
FTE_TABLES = ("care_staff", "care_users", "care_places")


def source_of(model: Model, title: str, part: str = "") -> Source:
    """Give our calculation as source; constructed when anything under it is."""
    below = [*model.sources.values(), *model.path.sources]
    return worked_out(METHOD, title, below, part=part, note="" if part else model.path.caveat)


def exhibit_sources(model: Model, *tables: str, working: bool = False) -> tuple[Source, ...]:
    """Give what an exhibit is made from: some tables, and the ages the users follow."""
    groups = _groups(model) | ({WORKING} if working else set())
    title, part = (
        (_("Årsverk ved dagens praksis"), "")
        if "care_staff" in tables
        else (_("Brukere ved dagens bruk i hver aldersgruppe"), "-brukere")
    )
    return (
        source_of(model, title, part),
        *(model.sources[name] for name in tables if name in model.sources),
        *sources_behind(model.path, sorted(groups), model.years),
    )


def figures(model: Model, year: int | None = None) -> Figures:
    """Give what makes the figures of årsverk in `year`, the target year when None.

    They rest on årsverk ahead unless they say otherwise.
    """
    year = model.target if year is None else year
    return Figures(
        model.place,
        f"{model.base_year}–{year}",
        source_of(model, _("Årsverk ved dagens praksis")),
        METHOD,
        inputs=fte_inputs(model, year),
        assumptions=model.choices.for_fte(),
    )


def fte_inputs(model: Model, year: int) -> tuple[Figure, ...]:
    """Give what årsverk ahead are made from: published figures and the ages users follow."""
    return (
        *(published(model, n) for n in FTE_TABLES if n in model.sources),
        *followed(model, year),
    )


def published(model: Model, name: str) -> Figure:
    """Give a published figure the calculation starts from."""
    home, beds = model.used.get(HOME), model.care.services.get("long_stay")
    places = beds.places if beds else None
    known = {
        "care_staff": (_("Årsverk i omsorgstjenesten"), model.fte_now, Unit.FTE),
        "care_places": (_("Institusjonsplasser"), places, Unit.PLACES),
        "care_hours": (_("Timer hjemmetjeneste per bruker og uke"), model.hours_now, Unit.HOURS),
        "care_users": (_("Brukere av hjemmetjenester"), home.total if home else None, Unit.USERS),
    }
    label, value, unit = known[name]
    made = Figures(model.place, december(model.base_year - 1), model.sources[name])
    id, decimals = f"grunnlag-{name.replace('_', '-')}", 1 if unit is Unit.HOURS else None
    return made(id, label, value, unit, decimals=decimals)


def followed(model: Model, year: int, *services: str) -> tuple[Figure, ...]:
    """Give the age groups the users of some services (all) follow, now and in `year`."""
    return people(model, sorted(_groups(model, *services)), year)


def _groups(model: Model, *services: str) -> set[tuple[int, int]]:
    """Give the ages that users of some services (all) follow."""
    ids = [id for id, name in ID.items() if not services or name in services]
    found = (model.care.services[id].groups for id in ids if id in model.care.services)
    return {g.follows for groups in found for g in groups if not g.by_number}


def people(model: Model, groups: Sequence[tuple[int, int]], year: int) -> tuple[Figure, ...]:
    """Give inhabitants of some ages, now and in `year`."""
    return tuple(
        persons(model.path, lo, hi, y, f"innbyggere-{lo}-{hi}-{y}")
        for lo, hi in groups
        for y in dict.fromkeys((model.base_year, year))
        if model.path.group(lo, hi, y) is not None
    )


def burden_now(model: Model, id: str, value: float | None) -> Figure:
    """Give årsverk per hundred of working age today."""
    staff = (published(model, "care_staff"),) if "care_staff" in model.sources else ()
    inputs = (*staff, *people(model, [WORKING], model.base_year))
    label, formula = burden_words()
    made = figures(model, model.base_year)
    return made(id, label, value, Unit.COUNT, formula, 1, inputs=inputs, assumptions=())


def burden_words() -> tuple[str, str]:
    """Give what årsverk per hundred of working age is called, and its formula."""
    label = _("Årsverk per 100 innbyggere 20–66 år")
    return label, _("Årsverk ÷ innbyggere 20–66 år × 100")
