"""Where the model doesn't hold, it says so."""

from collections.abc import Iterator, Mapping

from veivalg.content import Place
from veivalg.content.numbers import Unit, format_number, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.accounts import Booked
from veivalg.maths.service_model.care import Limit
from veivalg.maths.service_model.conversion import WorkingYear
from veivalg.maths.service_model.counts import Counts
from veivalg.maths.service_model.services import ServiceToday, services
from veivalg.maths.service_model.usage import Usage

OSLO = "0301"
BOUGHT = 0.20
"""More than this of a function bought from others: kroner per resident or day, no årsverk."""
FEW = 10
"""Fewer users or places than this: one more or less is a tenth of the service."""
HOURS_LOW, HOURS_HIGH = 0.5, 1.1
"""Allotted hours and the lowest staffing of places, as a share of all årsverk, that may be used."""
HOST = 0.01
"""Function 290 above this share of care is told: it is somebody else's cost."""
PAID_BY_OTHERS = 0.05
"""Refunds from other municipalities above this share of care are told likewise."""


def allotted_share(counts: Counts, year: WorkingYear, lowest: float) -> float | None:
    """Give allotted hours and the lowest staffing of places as a share of all årsverk.

    Parameters
    ----------
    lowest
        Årsverk per place in the price list.
    """
    if counts.hours is None or not counts.fte:
        return None
    needed = year.fte(counts.hours) + (counts.institution or 0.0) * lowest
    return needed / counts.fte


def hours_limit(counts: Counts, year: WorkingYear, lowest: float) -> Limit | None:
    """Give the limit that holds where allotted hours can't be so many; None where they can."""
    share = allotted_share(counts, year, lowest)
    if share is None or HOURS_LOW <= share <= HOURS_HIGH or counts.hours is None:
        return None
    return Limit(
        "hours",
        "home",
        _(
            "Timetallet kan ikke brukes: tildelte timer alene svarer til {alone} årsverk, og SSB "
            "har {fte} i hele omsorgen"
        ).format(alone=format_plain(year.fte(counts.hours)), fte=format_plain(counts.fte or 0.0)),
    )


def limits(
    place: Place,
    made: Mapping[str, ServiceToday],
    used: Mapping[str, Usage],
    counts: Counts,
    booked: Booked | None,
) -> tuple[Limit, ...]:
    """Give where the model doesn't hold for a municipality, in reading order."""
    return (
        *_place(place, counts, made),
        *_bought(booked),
        *_host(booked),
        *_few(made),
        *_hidden(used),
        *_older(used, counts.year),
    )


def _place(place: Place, counts: Counts, made: Mapping[str, ServiceToday]) -> Iterator[Limit]:
    if place.code == OSLO:
        yield Limit(
            "oslo",
            "",
            _(
                "Oslo er både kommune og fylke. Omsorg er kommunens oppgave alene, men inntektene "
                "er fylkets også. Sammenlikn med landet uten Oslo og med valgte byer, aldri med "
                "gruppen"
            ),
        )
    if counts.institution == 0:
        yield Limit(
            "no_institution",
            "long_stay",
            _(
                "Kommunen har ingen egne institusjonsplasser. Derfor vises brukere og kroner, men "
                "ingen plasser"
            ),
        )


def _bought(booked: Booked | None) -> Iterator[Limit]:
    moved = {s.function: s for s in services().values() if s.function}
    for function in booked.functions.values() if booked else ():
        share = function.bought_share
        if share is not None and share > BOUGHT:
            service = moved.get(function.code)
            yield Limit(
                "bought",
                service.id if service else function.code,
                _(
                    "{share} av funksjon {function} er kjøpt av andre. Derfor vises kroner per "
                    "bruker eller døgn, men ingen årsverk for tjenesten"
                ).format(share=format_number(share, Unit.SHARE, 0), function=function.code),
            )


def _host(booked: Booked | None) -> Iterator[Limit]:
    if booked is None:
        return
    if booked.host and booked.host > HOST * booked.gross:
        yield Limit(
            "host",
            "",
            _(
                "{amount} mill. kr står på funksjon 290 (samarbeid i vertskommunens regnskap). Det "
                "er andre kommuners utgift og er ikke med. Vertskommunetilskudd er heller ikke med"
            ).format(amount=format_plain(booked.host / 1e6, 1)),
        )
    if booked.refunded_by_others and booked.refunded_by_others > PAID_BY_OTHERS * booked.gross:
        yield Limit(
            "host",
            "",
            _(
                "Andre kommuner betaler {amount} mill. kr av omsorgen. Brutto er derfor høyere enn "
                "egne innbyggere bruker; ta beløp ut for hånd, med kilde"
            ).format(amount=format_plain(booked.refunded_by_others / 1e6, 1)),
        )


def _few(made: Mapping[str, ServiceToday]) -> Iterator[Limit]:
    for service in made.values():
        number = service.users if service.places is None else service.places
        if number and number < FEW and services()[service.id].function:
            yield Limit(
                "few",
                service.id,
                _(
                    "{service}: færre enn ti. Én bruker mer eller mindre endrer tjenesten med "
                    "omtrent {share}"
                ).format(
                    service=services()[service.id].label,
                    share=format_number(1 / number, Unit.SHARE, 0),
                ),
            )


def _hidden(used: Mapping[str, Usage]) -> Iterator[Limit]:
    for id, one in used.items():
        if one.merged:
            yield Limit(
                "hidden",
                id,
                _(
                    "{service}: SSB skjermer små tall i en aldersgruppe. De er med i summen, men "
                    "vises aldri"
                ).format(service=services()[id].label),
            )


def _older(used: Mapping[str, Usage], year: int) -> Iterator[Limit]:
    for id, one in used.items():
        if one.year < year:
            yield Limit(
                "hidden",
                id,
                _(
                    "{service}: brukerne etter alder er fra {year}. Nyere tall er skjermet eller "
                    "ikke kommet"
                ).format(service=services()[id].label, year=one.year),
            )
