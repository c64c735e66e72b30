"""Everything of care in one municipality as it was counted last, set to the accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from veivalg.content import Missing, Place, Source
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.accounts import Booked, booked_by_year, care_trend
from veivalg.maths.service_model.age_pattern import Peers, age_groups
from veivalg.maths.service_model.care import CareToday, LabourSplit, Limit
from veivalg.maths.service_model.conversion import working_year
from veivalg.maths.service_model.counts import (
    SHOWN,
    TABLES,
    AgedPersons,
    Counts,
    counts_by_year,
    last_counts,
    unknown,
)
from veivalg.maths.service_model.factors import factors
from veivalg.maths.service_model.few import few_prices
from veivalg.maths.service_model.labour import labour_split
from veivalg.maths.service_model.limits import hours_limit, limits
from veivalg.maths.service_model.prices import misfit, new_fte, prices, rates_chosen
from veivalg.maths.service_model.services import AgeGroup, ServiceToday, services
from veivalg.maths.service_model.usage import HIDDEN, Usage, newest_usage
from veivalg.norway.prices import Price
from veivalg.tables import TABLES as SCHEMAS
from veivalg.tables import Sourced

ACCOUNTS = "accounts"
READ = (*TABLES, ACCOUNTS)
"""The tables it is read from."""
USERS: Mapping[str, str] = {"long_stay": "long_stay", "home": "home_services"}
"""Service → its name in ``care_users``, of those counted by age."""
OLD = (80, 105)


def care_today(
    place: Place,
    tables: Mapping[str, Sourced],
    persons: AgedPersons,
    base_year: int | None,
    chosen: Mapping[str, float] | None = None,
    contact: tuple[float, str] | None = None,
    peers: Peers | None = None,
) -> CareToday:
    """Read care of `place` off its tables, and set it to its accounts.

    Parameters
    ----------
    tables
        Name → rows of the place, of `READ`; one without rows is absent.
    persons
        People of the place by age and year, 1 January.
    base_year
        The newest year people are counted; None where nobody is: the year after the counts.
    chosen
        Id of a price → value a person has chosen.
    contact
        Own share of working time with users, and where it is from; None takes the assumption.
    peers
        The KOSTRA group, where it is fetched: by age, and for the price of a service of few.

    Returns
    -------
    CareToday
        What is not known is None or absent, and told in ``missing``.
    """
    taken = chosen or {}
    year = working_year(contact[0] if contact else None, taken, contact[1] if contact else "")
    counted, booked = counts_by_year(tables), booked_by_year(tables.get(ACCOUNTS))
    last = last_counts(tables, counted)
    now = booked[max(booked)] if booked else None
    own_share = {"contact_share": contact} if contact else {}
    rates = rates_chosen(taken, own_share, now.year if now else None)
    base_year = max(counted, default=0) + 1 if base_year is None else base_year
    used = _used(tables)
    of_year = counted.get(now.year, Counts(now.year)) if now else last
    lowest = rates["lowest_staffing"].value
    unusable = hours_limit(last, year, lowest)
    own = _prices_of(of_year.year, booked, counted, persons)
    own = {id: p for id, p in own.items() if not (unusable and id.startswith("hour_"))}
    fte = new_fte(place.code, of_year.year, now, rates)
    groups = {
        id: age_groups(tables["care_users"], USERS[id], one, persons, base_year, peers)
        for id, one in used.items()
    }
    made = _services(last, used, groups, now, unusable)
    few = few_prices(place, now, own, (of_year, last), peers)
    told = [*limits(place, made, used, last, now), *few.limits, *([unusable] if unusable else [])]
    split, made = _staffed(made, told, now, last, lowest)
    refused, sources = _refused(now, own, unusable), _sources(place, tables)
    if "labour" in refused and own.pop("labour", None) is not None:
        told.append(Limit("labour", "", refused["labour"]))
    priced = _taken({**rates, "new_fte": fte, **own, **few.prices}, taken)
    return CareToday(
        place,
        base_year,
        now.year if now else None,
        made,
        last.fte,
        last.fte_user_facing,
        split,
        year,
        priced,
        refused,
        {**now.functions, **few.functions} if now else {},
        factors(now, own, priced, year, place.code),
        _coverage(tables.get("care_users"), "long_stay", persons),
        tuple(told),
        _missing(place, tables, (made, used), last, now),
        tuple(sources.values()),
        counted,
        _prices_of(of_year.year - 1, booked, counted, persons),
        _coverage(tables.get("care_users"), "home_services", persons),
        care_trend(booked),
        sources,
    )


def _used(tables: Mapping[str, Sourced]) -> dict[str, Usage]:
    """Give the newest users by age of the services that are counted so."""
    users = tables.get("care_users")
    found = {id: newest_usage(users, name) for id, name in USERS.items()}
    return {id: usage for id, usage in found.items() if usage is not None}


def _prices_of(
    year: int, booked: Mapping[int, Booked], counted: Mapping[int, Counts], persons: AgedPersons
) -> dict[str, Price]:
    """Give the prices of a year that has accounts, beside those of the year before."""
    if year not in booked:
        return {}
    before = (booked.get(year - 1), counted.get(year - 1))
    counts = counted.get(year, Counts(year))
    return prices(booked[year], counts, before, persons(0, 105, year + 1))


def _services(
    last: Counts,
    used: Mapping[str, Usage],
    groups: Mapping[str, tuple[AgeGroup, ...]],
    now: Booked | None,
    unusable: Limit | None,
) -> dict[str, ServiceToday]:
    """Give the services there are figures of, each with the function that it moves."""
    places = {
        "long_stay": last.institution or None,
        "short_stay": last.short_stay,
        "dwellings": last.dwellings,
    }
    users = {
        "long_stay": _users(used.get("long_stay"), last.year, last.users_long),
        "short_stay": last.users_short,
        "home": _users(used.get("home"), last.year, last.users_home),
    }
    found = {}
    for id, service in services().items():
        code = service.function
        if id == "home" and now and "254" in now.functions:
            code = "254"
        function = now.functions.get(code) if now else None
        known = (function, places.get(id), users.get(id), groups.get(id))
        if all(one is None for one in known):
            continue
        found[id] = ServiceToday(
            id,
            users.get(id),
            groups.get(id, ()),
            places.get(id),
            last.hours if id == "home" and not unusable else None,
            function.gross if function else None,
            function.net if function else None,
            function.bought if function else None,
        )
    return found


def _users(used: Usage | None, year: int, counted: float | None) -> float | None:
    """Give those who are counted by age, where that is of the newest year; else the count."""
    return used.total if used and used.year == year else counted


def _staffed(
    made: Mapping[str, ServiceToday],
    told: Sequence[Limit],
    now: Booked | None,
    last: Counts,
    lowest: float,
) -> tuple[LabourSplit, dict[str, ServiceToday]]:
    """Give the services with their share of årsverk; one that is mostly bought has none."""
    split, shares = labour_split(now, last, lowest)
    bought = {limit.service for limit in told if limit.id == "bought"}
    return split, {
        id: replace(one, labour_share=None if id in bought else shares.get(id))
        for id, one in made.items()
    }


def _refused(
    now: Booked | None, own: Mapping[str, Price], unusable: Limit | None
) -> dict[str, str]:
    """Say why a price isn't given, by its id."""
    if now is None:
        why = _("Kroner vises når regnskapet er hentet")
        return dict.fromkeys(("place", "dwelling", "hour", "gross_per_fte", "labour"), why)
    found = {}
    if "labour" not in own:
        found["labour"] = _("Lønn per årsverk vises når regnskapet er hentet med arter")
    elif text := misfit(own["labour"]):
        found["labour"] = text
    if unusable:
        found["hour"] = unusable.text
    return found


def _taken(made: Mapping[str, Price], chosen: Mapping[str, float]) -> dict[str, Price]:
    """Give the prices with what a person has chosen in place of the own ones."""
    return {
        id: one.chosen(chosen[id]) if id in chosen and one.value != chosen[id] else one
        for id, one in made.items()
    }


def _coverage(users: Sourced | None, service: str, persons: AgedPersons) -> dict[int, float]:
    """Give year → users aged 80 and over per inhabitant as old, at the end of the year."""
    if users is None:
        return {}
    rows = users.frame.filter(
        pl.col("service") == service,
        pl.col("age_from") == OLD[0],
        pl.col("age_to") == OLD[1],
        pl.col("users").is_not_null(),
    )
    found = {}
    for year, n in rows.sort("year").select("year", "users").iter_rows():
        people = persons(*OLD, year + 1)
        if people:
            found[year] = n / people
    return found


def _missing(
    place: Place,
    tables: Mapping[str, Sourced],
    known: tuple[Mapping[str, ServiceToday], Mapping[str, Usage]],
    last: Counts,
    now: Booked | None,
) -> tuple[Missing, ...]:
    """Give what the model lacks; short stays are in no path, and told where they are shown."""
    made, used = known
    how, by_age = how_to_get(place), _("{service} etter alder")
    why = _(
        "{place} har ikke tall for dette, eller tallene er skjermet. Det som følger av dem, "
        "kan ikke regnes ut."
    ).format(place=place.name)
    no_kroner = _("Regnskapet etter funksjon er ikke her: kroner vises når regnskapet er hentet.")
    found, users = [], why if "care_users" in tables else no_rows(place, "care_users")
    for id, name in (("home", "users_home"), ("long_stay", "users_long")):
        if id not in used:
            found.append(Missing(by_age.format(service=_named(name)), users, how, "care_users"))
        elif made[id].users is None:
            found.append(not_counted(place, tables, name))
    if last.fte is None:
        staff = why if "care_staff" in tables else no_rows(place, "care_staff")
        found.append(Missing(_("Årsverk i omsorgstjenesten"), staff, how, "care_staff"))
    lacking = (name for name in ("institution", "dwellings") if getattr(last, name) is None)
    found += [not_counted(place, tables, name) for name in lacking]
    if now is None:
        found.append(Missing(_("Regnskap for omsorg etter funksjon"), no_kroner, how, ACCOUNTS))
    return tuple(found)


def not_counted(place: Place, tables: Mapping[str, Sourced], name: str) -> Missing:
    """Say that a count in `SHOWN` isn't known, why, and how it is got."""
    table, year, reason = unknown(tables, name)
    how, why = how_to_get(place), no_rows(place, table)
    if year is not None:
        own = _("Bruk kommunens eget tall, eller se om neste års tall er kommet.")
        why, how = _("SSB har ikke publisert tallet for {year}."), f"{own} {how}"
        if reason == HIDDEN:  # it is fetched already, and fetching again hides it again
            why, how = _("SSB skjermer tallet for {year}, fordi det er så lite."), own
    return Missing(_named(name), why.format(place=place.name, year=year), how, table)


def no_rows(place: Place, table: str) -> str:
    """Say that a table holds nothing of a municipality, in the same words wherever it is told."""
    text = _("Tabellen «{title}» har ingen tall for {place}.")
    return text.format(title=SCHEMAS[table].title, place=place.name)


def _named(name: str) -> str:
    label = _(SHOWN[name][2])
    return label[:1].upper() + label[1:]


def how_to_get(place: Place) -> str:
    """Say how figures are fetched."""
    return _("Velg «Hent tall» på siden til {place}.").format(place=place.name)


def _sources(place: Place, tables: Mapping[str, Sourced]) -> dict[str, Source]:
    return {name: tables[name].source(place.code) for name in READ if name in tables}
