"""The sentences of the explorer: what a figure means, who lies where, how two places differ."""

import numpy as np

from veivalg.content import Figure, Place, Source, Unit, calculation, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.figures import Figures
from veivalg.norway.indicators import Direction, Indicator
from veivalg.norway.municipality import NORWAY


def meaning(entry: Indicator) -> str:
    """Give «Hva betyr dette?» in one sentence, and which way is held to be good.

    Examples
    --------
    >>> from veivalg.norway.indicators import indicator
    >>> meaning(indicator("net_debt")).startswith("Hva betyr dette? Hvor stor gjelden er")
    True
    """
    way = {
        Direction.HIGH_GOOD: _("Et høyt tall regnes som gunstig."),
        Direction.LOW_GOOD: _("Et lavt tall regnes som gunstig."),
        Direction.NEITHER: _("Høyt er verken bra eller dårlig i seg selv."),
    }[entry.direction]
    return f"{_('Hva betyr dette?')} {entry.plain} {way}"


def slug(entry: Indicator) -> str:
    """Give the id of an indicator as it stands in addresses and anchors."""
    return entry.id.replace("_", "-")


def written_in(entry: Indicator) -> tuple[Unit, int | None]:
    """Give unit and decimals to write an indicator in: a municipality's kroner are in millions.

    Examples
    --------
    >>> from veivalg.norway.indicators import indicator
    >>> [written_in(indicator(id))[0].value for id in ("gross_revenue", "care_cost_pi")]
    ['mill. kr', 'kr']
    """
    if entry.unit is Unit.NOK and entry.unit_text.strip() == "kr":
        return Unit.MILLION_NOK, 1
    return entry.unit, entry.decimals


def unit_words(entry: Indicator) -> str:
    """Say what an indicator is measured in, as it is written here."""
    unit = written_in(entry)[0]
    return unit.word if unit is Unit.MILLION_NOK else _(entry.unit_text)


def source_of(figures: Figures, entry: Indicator, place: Place) -> Source:
    """Give the source of a place's figures; the register's table where none is noted."""
    return figures.source(entry, place.code) or Source(
        f"ssb-{entry.table}", "SSB", entry.name, entry.table
    )


def figure(figures: Figures, entry: Indicator, place: Place, year: int) -> Figure | None:
    """Give a value as a figure with its source, or None when it is missing."""
    value = figures.value(entry.id, year, place.code)
    if value is None:
        return None
    return Figure(
        f"{slug(entry)}-{place.code.lower()}-{year}",
        entry.name,
        value,
        written_in(entry)[0],
        place,
        str(year),
        source_of(figures, entry, place),
        written_in(entry)[1],
    )


def median(figures: Figures, entry: Indicator, year: int) -> Figure | None:
    """Give the value that half the municipalities lie under, or None when under twenty have one."""
    values = np.sort(figures.across(entry.id, year))
    if len(values) < 20:
        return None
    half = len(values) // 2
    middle = values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
    base = Figure(
        "grunnlag", entry.name, None, entry.unit, NORWAY, str(year), figures.foremost(entry)
    )
    return Figure(
        f"{slug(entry)}-midt-{year}",
        _("Midterste verdi for {name}").format(name=entry.name),
        float(middle),
        written_in(entry)[0],
        Place("alle", _("kommunene med tall")),
        str(year),
        calculation(
            "median", _("Median av {count} kommuner").format(count=format_plain(len(values))), base
        ),
        written_in(entry)[1],
    )


def difference(entry: Indicator, first: Figure, second: Figure) -> Figure | None:
    """Give how much higher the first is than the second; shares in percentage points."""
    if first.value is None or second.value is None:
        return None
    unit, decimals = written_in(entry)
    unit = Unit.POINTS if unit is Unit.SHARE else unit
    name = _("Forskjell i {name}").format(name=entry.name)
    return Figure(
        f"forskjell-{first.id}",
        name,
        first.value - second.value,
        unit,
        first.place,
        first.period,
        calculation("forskjell", name, first, second),
        decimals,
        inputs=(first, second),
    )
