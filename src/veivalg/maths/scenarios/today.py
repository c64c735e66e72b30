"""Where every lever stands in a municipality today, and its limits there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from veivalg.content import Certainty
from veivalg.content.numbers import format_exact
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.catalogue import LEVERS
from veivalg.maths.scenarios.columns import People
from veivalg.maths.scenarios.levers import Lever, LeverNow, fits
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.drivers import TREND_LEAST, Trend, trend
from veivalg.maths.service_model.start import Start
from veivalg.norway.prices import price_list

RATES = ("rate_institution", "rate_dwellings", "rate_trend")
PRICED = ("place_cost", "dwelling_cost", "hour_cost")
"""Levers that stand at the municipality's own price, or have none."""

MOST_MOVERS = 0.03
"""The largest extra net moves a year that can be asked about, of the inhabitants."""


def levers_now(
    care: CareToday, base: Start, people: People, years: Sequence[int], chosen: Mapping[str, float]
) -> dict[str, LeverNow]:
    """Give every lever where the municipality stands, its limits fitted to the municipality.

    Parameters
    ----------
    chosen
        Assumption id → value a person has chosen.

    Raises
    ------
    UsageError
        When a chosen value lies outside the limits.
    """
    known = _known(care, base)
    use = _trend(care, base)
    listed = {
        id: replace(lever, source=care.prices[lever.assumption].source)
        for id, lever in LEVERS.items()
        if lever.assumption in price_list() and lever.assumption in care.prices
    }
    levers = {**LEVERS, **listed, "rate_trend": _spread(LEVERS["rate_trend"], use)}
    # from none to those of extensive need: nobody counts what who moves into a dwelling had
    above, before = max(base.marginal - base.home_old, 0.0), LEVERS["dwelling_hours"]
    levers[before.id] = replace(before, below=base.home_old, above=above)
    caps = {
        "half_home_users": max(0.5 * base.users_home, 1.0) if base.users_home else None,
        "movers": max(round(MOST_MOVERS * float(people["persons"][0, 0])), 5.0),
    }
    doubts = {id: one.doubt for id, one in care.prices.items()}

    def now(id: str, lever: Lever) -> LeverNow:
        own, doubt = known.get(lever.today or id), doubts.get(lever.assumption, "")
        return _now(lever, own, caps.get(lever.cap), years, chosen, doubt)

    return {id: now(id, lever) for id, lever in levers.items()}


def _trend(care: CareToday, base: Start) -> Trend | None:
    """Give how use has changed; None where so few live there that two who move are a trend."""
    return trend(care.coverage) if base.users_long >= TREND_LEAST else None


def _spread(lever: Lever, use: Trend | None) -> Lever:
    """Give the lever of the trend with the municipality's own interval, and limits that hold it."""
    rate, spread = (use.rate, use.spread) if use else (0.0, 0.0)
    return replace(
        lever,
        below=spread,
        above=spread,
        low=min(lever.low, rate - spread),
        high=max(lever.high, rate + spread),
    )


def _known(care: CareToday, base: Start) -> dict[str, float | None]:
    """Give what levers stand at because of figures or prices, by name; None is not known."""
    prices: dict[str, float | None] = {
        id: found.value
        for id, lever in LEVERS.items()
        if (found := care.prices.get(lever.assumption)) and (care.priced or id not in PRICED)
    }
    return prices | {
        "rate_institution": _per(base.places, base.persons_80),
        "rate_dwellings": _per(base.dwellings, base.persons_80),
        "rate_trend": use.rate if (use := _trend(care, base)) else None,
        "marginal_hours": base.marginal,
        "home_old": base.home_old,
        "fte_per_dwelling": base.per_dwelling,
        "contact": care.year.contact,
    }


def _per(places: float | None, persons: float) -> float | None:
    return places / persons if places is not None and persons else None


def _now(
    lever: Lever,
    own: float | None,
    cap: float | None,
    years: Sequence[int],
    overrides: Mapping[str, float],
    doubt: str,
) -> LeverNow:
    chosen = lever.assumption in overrides
    begin = lever.low if lever.default is None else lever.default
    value = overrides.get(lever.assumption, begin if own is None else own)
    low, high = _limits(lever, value, cap, years, own is not None)
    if lever.id == "full_year":
        value = min(max(value, low), high)
    if chosen and not (fits(lever, value) and low <= value <= high):
        raise UsageError(
            _("«{label}» kan ikke være {value}.").format(
                label=_(lever.label), value=format_exact(value)
            ),
            _("Velg en verdi fra {low} til {high}.").format(
                low=format_exact(low), high=format_exact(high)
            ),
        )
    source, certainty = _(lever.source), lever.certainty
    if chosen:
        source, certainty = _("Valgt av en leser"), Certainty.CHOICE
    elif own is not None and lever.id == "fte_per_dwelling":
        source = _(
            "Utledet: årsverkene delt på tjenestene etter utgift eller lønn i regnskapet, og på "
            "boligene. Årsverk etter tjeneste er ikke publisert"
        )
    elif own is not None and lever.id in PRICED:
        source, certainty = _("Kommunens regnskap (KOSTRA), siste år"), Certainty.DERIVED
        source = f"{source}. {doubt.removesuffix('.')}" if doubt else source
    # A rate of the municipality is never guessed; the others are choices with a source.
    lacking = own is None and not chosen and (lever.today in RATES or lever.id in PRICED)
    if lacking:
        source = _("Kommunens tall mangler. Hent tallene, eller velg en verdi")
    return LeverNow(lever, value, low, high, source, certainty, not lacking)


def _limits(
    lever: Lever, value: float, cap: float | None, years: Sequence[int], own: bool
) -> tuple[float, float]:
    """Give the limits; those of the catalogue are widened to hold what a municipality has."""
    if lever.id == "full_year":
        return float(years[0] + 1), float(years[-1])
    if cap is not None:
        return (-cap if lever.low < 0 else lever.low), float(round(cap))
    if own:
        most = max(lever.high, value)
        return min(lever.low, value), max(most, min(2 * value, 1.0)) if lever.high <= 1 else most
    return lever.low, lever.high
