"""Where a municipality stands today: its care services, and every lever's place and limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from veivalg.content import Certainty, Missing, Place, Source
from veivalg.content.numbers import format_exact
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.catalogue import LEVERS
from veivalg.maths.scenarios.columns import People
from veivalg.maths.scenarios.levers import Lever, LeverNow
from veivalg.maths.scenarios.services import Base
from veivalg.maths.service_model.usage import Usage, newest_usage, newest_value
from veivalg.maths.services.technology import HOURS_A_YEAR
from veivalg.norway.kostra import HOME
from veivalg.tables import Sourced
from veivalg.tables.booked import in_use

TABLES = ("care_users", "care_staff", "care_places", "accounts")
SERVICES = ("home_services", "long_stay")
HOURS: Mapping[tuple[int, int], float] = {(0, 66): 15.5, (67, 79): 5.7, (80, 105): 4.7}
"""Hours of home services per user and week by age, the country (SSB 2019): weights only."""

PER_PLACE = "arsverk-per-plass"
RATES = ("rate_institution", "rate_dwellings")
PRICED = ("place_cost", "hour_cost")
MOST_MOVERS = 0.03
"""The largest extra net moves a year that can be asked about, of the inhabitants."""


@dataclass(frozen=True, slots=True)
class Today:
    """The services as they were counted last; None is not known.

    ``fte`` is årsverk in all, ``institution`` and ``dwellings`` places, ``per_place`` årsverk per
    institution place, ``hours`` the weights of users of home services, ``value`` lever id → value.
    """

    used: Mapping[str, Usage]
    fte: float | None
    institution: float | None
    dwellings: float | None
    per_place: float
    hours: Mapping[tuple[int, int], float]
    value: Mapping[str, float]
    sources: tuple[Source, ...]
    missing: tuple[Missing, ...]


def read(place: Place, care: Mapping[str, Sourced], chosen: Mapping[str, float]) -> Today:
    """Read the care services of `place` off its rows, and the values a person has chosen for it.

    Parameters
    ----------
    care
        Name → rows of the place, of the tables in `TABLES`; one without rows is absent.
    chosen
        Assumption id → value.
    """
    users = care.get("care_users")
    used = {s: u for s in SERVICES if (u := newest_usage(users, s)) is not None}
    fte = newest_value(care.get("care_staff"), "fte", occupation="all")
    beds, homes = (
        newest_value(care.get("care_places"), "places", kind=kind)
        for kind in ("institution", "dwellings_24h")
    )
    sources = tuple(care[name].source(place.code) for name in TABLES if name in care)
    value = {id: chosen.get(lever.assumption, lever.default) for id, lever in LEVERS.items()}
    return Today(
        used,
        fte,
        beds,
        homes,
        chosen.get(PER_PLACE, 1.0),
        _hours(chosen),
        value,
        sources,
        _missing(place, used, fte, beds, homes),
    )


def _hours(chosen: Mapping[str, float]) -> dict[tuple[int, int], float]:
    """Give the weights by age; every user counts the same where a person has chosen so."""
    if chosen.get("vekt-timer", 1.0) < 0.5:
        return dict.fromkeys(HOURS, 1.0)
    return {ages: chosen.get(f"timer-{ages[0]}", h) for ages, h in HOURS.items()}


def _missing(
    place: Place,
    used: Mapping[str, Usage],
    fte: float | None,
    beds: float | None,
    homes: float | None,
) -> tuple[Missing, ...]:
    how = _("Hent tallene med «veivalg hent {place}» eller med knappen på siden.").format(
        place=place.code
    )
    what = (
        ("home_services" in used, _("Brukere av hjemmetjenester etter alder"), "care_users"),
        ("long_stay" in used, _("Brukere med langtidsopphold etter alder"), "care_users"),
        (fte is not None, _("Årsverk i omsorgstjenesten"), "care_staff"),
        (bool(beds), _("Plasser i institusjon"), "care_places"),
        (homes is not None, _("Boliger med bemanning hele døgnet"), "care_places"),
    )
    why = _(
        "{place} har ikke tall for dette, eller tallene er skjermet. Det som følger av dem, "
        "kan ikke regnes ut."
    ).format(place=place.name)
    return tuple(Missing(name, why, how, table) for known, name, table in what if not known)


def levers_now(
    today: Today,
    base: Base,
    people: People,
    years: Sequence[int],
    accounts: Sourced | None,
    overrides: Mapping[str, float],
) -> dict[str, LeverNow]:
    """Give every lever where the municipality stands, its limits fitted to the municipality.

    Parameters
    ----------
    accounts
        The municipality's rows in ``accounts``, for its own prices.
    overrides
        Assumption id → value a person has chosen.

    Raises
    ------
    UsageError
        When a chosen value lies outside the limits.
    """
    known: dict[str, float | None] = {
        "rate_institution": base.rate_institution,
        "rate_dwellings": base.rate_dwellings,
        "fte_per_place": base.per_place,
        **_prices(accounts, base),
    }
    home = today.used.get("home_services")
    caps = {
        "half_home_users": max(0.5 * home.total, 1.0) if home else None,
        "movers": max(round(MOST_MOVERS * float(people["persons"][0, 0])), 5.0),
    }
    found = {}
    for id, lever in LEVERS.items():
        own = known.get(lever.today)
        chosen = lever.assumption in overrides
        value = today.value[id] if own is None or chosen else own
        low, high = _limits(lever, value, caps.get(lever.cap), years, own is not None)
        if id == "full_year":
            value = min(max(value, low), high)
        if chosen and not low <= value <= high:
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
        elif own is not None and lever.today in PRICED:
            source, certainty = _("Kommunens regnskap (KOSTRA), siste år"), Certainty.DERIVED
        # A rate of the municipality is never guessed; the others are choices with a source.
        lacking = own is None and not chosen and lever.today in RATES
        if lacking:
            source = _("Kommunens tall mangler. Hent tallene, eller velg en verdi")
        found[id] = LeverNow(lever, value, low, high, source, certainty, not lacking)
    return found


def _prices(accounts: Sourced | None, base: Base) -> dict[str, float | None]:
    """Give NOK per place and per hour from the municipality's own accounts, where they are known.

    Gross operating cost of institutions (functions 253 and 261) per place, and of home services
    (254; 257 and 258 from 2024) per hour of the årsverk there, all of the newest year.
    """
    place = hour = None
    amount = newest_gross(accounts, ("253", "261", *HOME))
    if amount.get("253") and base.institution:
        place = (amount["253"] + amount.get("261", 0.0)) / base.institution
    home = sum(amount.get(function, 0.0) for function in HOME)
    if home and base.fte_home:
        hour = home / (base.fte_home * HOURS_A_YEAR)
    return {"place_cost": place, "hour_cost": hour}


def newest_gross(accounts: Sourced | None, functions: Sequence[str]) -> dict[str, float]:
    """Give gross cost by function of the newest year in which any is known; {} if one is hidden."""
    if accounts is None:
        return {}
    rows = in_use(
        accounts.frame.filter(
            pl.col("scope") == "konsern",
            pl.col("art") == "sum_gross",
            pl.col("function").is_in(functions),
        )
    )
    newest = rows.filter(pl.col("year") == rows.drop_nulls("amount")["year"].max())
    if newest["amount"].has_nulls():
        return {}
    return dict(newest.select("function", "amount").iter_rows())


def _limits(
    lever: Lever, value: float, cap: float | None, years: Sequence[int], own: bool
) -> tuple[float, float]:
    """Give the limits; those of the catalogue are widened to hold what a municipality has."""
    if lever.id == "full_year":
        return float(years[0] + 1), float(years[-1])
    if cap is not None:
        return (-cap if lever.low < 0 else lever.low), float(round(cap))
    if own:
        return min(lever.low, value), max(lever.high, value, min(2 * value, 1.0))
    return lever.low, lever.high
