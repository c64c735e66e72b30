"""Inhabitants of an age as figures, with the sources their path rests on."""

from collections.abc import Iterable

from veivalg.chapters.common.periods import january
from veivalg.chapters.common.sources import unique
from veivalg.content import Figure, Quantity, Source, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.projections.indicators import AgeGroup
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.raking import Group
from veivalg.norway.alternatives import MAIN
from veivalg.norway.quantities import quantity, registry


def persons(path: PopulationPath, lo: int, hi: int, year: int, id: str) -> Figure:
    """Give persons aged `lo`–`hi` as an input to other figures, with its own source."""
    ahead = path.is_projected(year)
    label = _("Innbyggere {group}").format(group=AgeGroup(lo, hi).label)
    return Figure(
        id,
        label + (_(", framskrevet") if ahead else ""),
        path.group(lo, hi, year),
        Unit.PERSONS,
        path.place,
        january(year),
        path.source(year, lo, hi),
        formula=how_counted(path, lo, hi, year),
        method="M2" if ahead else "M1",
        quantity=told(lo, hi, year),
    )


def told(lo: int, hi: int, year: int | None = None) -> Quantity | None:
    """Say what inhabitants of these ages are in the registry of quantities, where they are there.

    Parameters
    ----------
    year
        None where each row of a table has its own.
    """
    ages = "" if (lo, hi) == (0, 105) else f"_{lo}" if hi == 105 else f"_{lo}_{hi}"
    id = f"persons{ages}"
    return quantity(id, year) if id in registry() else None


def how_counted(path: PopulationPath, lo: int, hi: int, year: int) -> str:
    """Say in words how persons of these ages are worked out; empty where SSB has published them."""
    if path.source(year, lo, hi).producer != "Veivalg":
        return ""
    if path.method == "own":
        return _("Veivalgs egen framskriving, etterprøvd; ettårig alder er fordelt i hver gruppe")
    return _("Hvert kull følges fram med endringene de siste ti årene (Hamilton–Perry)")


def sources_behind(
    path: PopulationPath, groups: Iterable[Group], years: Iterable[int], alternative: str = MAIN
) -> tuple[Source, ...]:
    """Give the population sources of some ages in some years, each once.

    Ages we work out ourselves are scaled to SSB's own groups, so that those are named too.
    """
    groups, found = tuple(groups), []
    for year in (y for y in years if y in path.years):
        own = [path.source(year, lo, hi, alternative) for lo, hi in groups]
        ours = any(s.producer == "Veivalg" for s in own)
        found += [*own, *([path.source(year, 0, 105, alternative)] if ours else [])]
    return unique(found)
