"""Exhibits of the chapter «plasser»."""

from itertools import pairwise

from veivalg.chapters.common.care import one_pool
from veivalg.chapters.common.care_paths import either_way
from veivalg.chapters.common.digits import million_digits, whole
from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.periods import MILESTONES
from veivalg.chapters.common.sentences import join, more_or_fewer
from veivalg.chapters.common.timeline import YEAR, timeline, year_column
from veivalg.chapters.plasser.model import DWELLINGS, INSTITUTION, Model, Need, Years, practice
from veivalg.chapters.plasser.model.choices import LIKELY_USE, PRINTED_PLAN, PRINTED_TARGETS
from veivalg.chapters.plasser.model.sources import (
    METHOD,
    need_sources,
    past_sources,
    price_sources,
    queue_sources,
)
from veivalg.chapters.plasser.sentences import when_reached
from veivalg.content import (
    Assumption,
    Cell,
    Certainty,
    Chart,
    Column,
    Exhibit,
    Mark,
    Quantity,
    Role,
    Shape,
    Unit,
    format_number,
    format_plain,
    round_half_up,
)
from veivalg.content.numbers import unit_once
from veivalg.foundation.i18n import _
from veivalg.maths.projections.places import yearly_cost
from veivalg.maths.projections.queue import Queue, queue
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.prices import UNSURE, unsure
from veivalg.maths.service_model.services import Driver
from veivalg.norway.quantities import quantity

RISK = 0.05


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(METHOD, {"place": model.place.name, "year": str(model.target)})


def share(value: float | None, decimals: int = 1) -> str:
    """Write a share: «16,0 %»."""
    return format_number(value, Unit.SHARE, decimals)


def about(value: float | None) -> str:
    """Write a count of places with no unit: to the whole place, as it stands elsewhere."""
    return format_number(value, Unit.COUNT, 0)


def millions(value: float) -> str:
    """Write NOK of a far year in millions, as in the scenarios."""
    return format_number(value, Unit.MILLION_NOK, million_digits(value))


def _told(value: float) -> float:
    """Give NOK of a far year as `millions` writes it, so that a table says what a title says."""
    return float(round_half_up(value / 1e6, million_digits(value))) * 1e6


def needs_by_name(model: Model) -> dict[str, Need]:
    """Give what is needed by year: the number that is followed first, the other two, the targets.

    Where users by age aren't known, only today's coverage can be followed.
    """
    low, high = model.choices.rates
    three = model.three
    found = (
        {driver_name(model, d): three[d] for d in sorted(three, key=lambda d: d != model.driver)}
        if three
        else {_("Som i dag: {rate}").format(rate=share(model.rate)): model.need}
    )
    return found | {
        _rate_name(low, _("Lavere: {rate}")): model.at_rate(low.value),
        _rate_name(high, _("Høyere: {rate}")): model.at_rate(high.value),
    }


def driver_name(model: Model, driver: Driver) -> str:
    """Name one of the three numbers; the one that is followed is told to be."""
    name = model.going.named(driver)
    if driver is Driver.COVERAGE:
        name = f"{name}: {share(model.rate)}"
    return _("{name} (følges her)").format(name=name) if driver is model.driver else name


def _rate_name(target: Assumption, ours: str) -> str:
    """Name a target: the municipality's own, the reader's, or our example."""
    own = target.certainty is Certainty.PRINTED
    text = _("Ditt valg: {rate}") if target.changed else _("Mål: {rate}") if own else ours
    return text.format(rate=share(target.value))


def history(model: Model) -> Exhibit:
    """Show coverage over time: institution, residents, and with dwellings."""
    residents = model.coverage_by_year(model.residents)
    institution = model.coverage_by_year(model.kinds[INSTITUTION])
    everyone = model.coverage_by_year(model.with_dwellings())
    lines: dict[str, tuple[Role, Years]] = {
        _("Plasser i institusjon"): (Role.OWN, institution),
        _("Alle beboere på langtidsopphold, også under 80"): (Role.PEER, residents),
        _("Institusjon og bolig med bemanning"): (Role.SCENARIO, everyone),
    } | {other.name: (other.role, other.rates) for other in model.others}
    words = {"place": model.place.name, "now": share(model.rate)}
    title = _("{place} har plass til {now} av dem på 80 år og eldre")
    if len(residents) > 1:
        first, last = min(residents), max(residents)
        words |= {"from": str(first), "a": share(residents[first]), "b": share(residents[last])}
        title = (
            _("Alle langtidsbeboere, også under 80, per innbygger 80+: {b}, som i {from}")
            if words["a"] == words["b"]
            else _(
                "Alle langtidsbeboere, også under 80, per innbygger 80+: {b}, {way} fra {a} i "
                "{from}"
            )
        )
        words["way"] = _("ned") if residents[last] < residents[first] else _("opp")
    return _show(model)(
        "dekningsgrad",
        title,
        _("Plasser og beboere per innbygger 80 år og eldre, {place}, 1. januar"),
        **timeline(
            {name: line for name, line in lines.items() if line[1]},
            Column("rate", _("Per innbygger 80 år og eldre"), Unit.SHARE),
            Column("series", _("Hva")),
            by_year=True,
            zero=True,
        ),
        words=words,
        alt=_("Plassene i institusjon svarer til {now} av innbyggerne på 80 år og eldre."),
        sources=past_sources(model),
        formula=_(
            "Plasser (eller beboere) 31. desember ÷ innbyggere 80 år og eldre 1. januar året etter"
        ),
        note=_break_note(model)
        + _(
            "Noen plasser og beboere er under 80 år; de er med i telleren, slik KOSTRA gjør. "
            "Institusjon er mer enn sykehjem, så tallet kan være høyere enn kommunens eget."
        ),
    )


def _break_note(model: Model) -> str:
    """Warn where dwellings jump by more than a third from one year to the next."""
    known = [v for _y, v in sorted(model.kinds.get(DWELLINGS, {}).items()) if v]
    jumps = any(abs(b / a - 1) > 1 / 3 for a, b in pairwise(known[-3:]))
    return (
        _(
            "Antall boliger har et brudd, så den samlede linjen bør ikke leses som en "
            "endring i tilbudet. "
        )
        if jumps
        else ""
    )


def needed(model: Model) -> Exhibit | None:
    """Show places needed by year in three named scenarios; the ribbon is the population's."""
    named = needs_by_name(model)
    names, value = list(named), model.need.get(model.target)
    if value is None or len(model.years) < 2:
        return None
    extra, ends = value - model.places, model.interval(model.target)
    words = {
        "year": str(model.target),
        "extra": about(abs(extra)),
        "place": model.place.name,
        "more": more_or_fewer(extra),
        "practice": practice(model),
        "low": about(ends[0] if ends else None),
        "high": about(ends[1] if ends else None),
        "need": about(value),
    }
    return _show(model)(
        "plasser-behov",
        _("Med {practice} trengs {extra} {more} plasser i {year}")
        if abs(extra) >= 0.5
        else _("Med {practice} trengs like mange plasser i {year} som i dag"),
        _("Institusjonsplasser som trengs etter hva de følger, {place}"),
        (
            year_column(),
            Column("scenario", _("Hva plassene følger")),
            Column("places", _("Plasser"), Unit.PLACES),
            Column("low", _("Nedre"), Unit.PLACES),
            Column("high", _("Øvre"), Unit.PLACES),
        ),
        _needed_rows(model, named),
        words=words,
        either=model.either,
        alt=_("Med {practice} trengs {need} plasser i {year}, trolig mellom {low} og {high}.")
        if ends
        else _("Med {practice} trengs {need} plasser i {year}."),
        quantities=_three_told(model),
        pivot=(YEAR, "scenario", "places"),
        sources=need_sources(model, *PRINTED_TARGETS[:2]),
        chart=Chart(
            Shape.LINES,
            YEAR,
            "places",
            "scenario",
            {n: Role.OWN if i == 0 else Role.SCENARIO for i, n in enumerate(names)},
            low="low",
            high="high",
            projected_from=model.base_year + 1,
            zero=True,
            y_title=_("plasser"),
            marks=(Mark(_("Plasser i dag"), y=model.places),),
        ),
        formula=_needed_formula(model),
        assumptions=(model.choices.driver, model.choices.trend_years, *model.choices.rates),
        note=model.caveat,
        uncertainty=_uncertainty() if ends else "",
    )


def _needed_formula(model: Model) -> str:
    if not model.three:
        return _("Dekningsgrad × innbyggere 80 år og eldre")
    return _(
        "Plasser i dag × beboere i hver aldersgruppe framskrevet ÷ beboere i dag. Mål: "
        "dekningsgrad × innbyggere 80 år og eldre"
    )


def _three_told(model: Model) -> dict[tuple[str, ...], Quantity]:
    return {
        ("places", driver_name(model, driver)): quantity(THREE[driver]) for driver in model.three
    }


def _needed_rows(model: Model, named: dict[str, Need]) -> list[tuple[Cell, ...]]:
    """Give year, what is followed and need; the first has the ends of its interval too."""
    rows: list[tuple[Cell, ...]] = []
    for index, (name, need) in enumerate(named.items()):
        for year, value in need.items():
            if value is not None:
                band = model.interval(year) if index == 0 else None
                rows.append((year, name, whole(value), *map(whole, band or (None, None))))
    return rows


def _uncertainty() -> str:
    return _(
        "Båndet er et 80 % intervall av tusen mulige framtider, de samme som i scenariorommet: "
        "befolkningen, bruken og de andre usikre forholdene trekkes sammen. De andre linjene er "
        "andre valg, ikke usikkerhet. Ingen av dem er et mål kommunen har satt seg, om det ikke "
        "står."
    )


def reached(model: Model) -> Exhibit:
    """Tell in which year a number of extra places is needed, at each rate."""
    c = model.choices
    never = _("ikke innen {year}").format(year=model.years[-1])
    rows = [
        (
            name,
            _("{n} flere plasser").format(n=format_number(extra, Unit.COUNT)),
            str(model.reached(need, extra) or never),
        )
        for name, need in needs_by_name(model).items()
        for extra in dict.fromkeys((c.extra_low.value, c.extra_high.value))
    ]
    followed = model.reached(model.need, c.extra_low.value)
    return _show(model)(
        "plasser-naar",
        _("Med {practice} trengs {n} flere plasser {when}")
        if followed
        else _("Med {practice} trengs ikke {n} flere plasser innen {last}"),
        _("Første år behovet er så mange plasser over dagens, {place}"),
        (
            Column("scenario", _("Hva plassene følger")),
            Column("extra", _("Flere enn i dag")),
            Column(YEAR, _("År")),
        ),
        rows,
        either=either_way(model.drawn, "institution_needed", followed),
        n=format_number(c.extra_low.value, Unit.COUNT),
        practice=practice(model, closed=True),
        when=when_reached(model, followed),
        last=str(model.years[-1]),
        sources=need_sources(model, *PRINTED_TARGETS),
        formula=_("Første år da plassene som trengs minus plasser i dag når tallet"),
        assumptions=(*c.rates, c.extra_low, c.extra_high),
        note=model.caveat,
    )


def programme(model: Model) -> Exhibit | None:
    """Show need as today against places with and without the building programme."""
    homes, need = model.choices.new_homes.value, model.need
    planned = sum(o.places for o in model.openings(homes=True))
    lines: dict[str, tuple[Role, Years]] = {
        _("Behov med {practice}").format(practice=practice(model)): (Role.OWN, need),
        _("Institusjonsplasser uten bygging"): (Role.GROUP, model.available(build=False)),
    }
    if planned:
        with_homes = model.available(build=True, homes=True)
        lines[_("Med nye institusjonsplasser")] = (Role.SCENARIO, model.available(build=True))
        lines[_("Med boligplassene regnet med")] = (Role.PEER, with_homes)
    gap = model.lacking(need, build=False).get(model.target)
    beds = model.lacking(need, build=True).get(model.target)
    built = model.lacking(need, build=True, homes=True).get(model.target)
    if gap is None or beds is None or built is None:
        return None
    title = (
        _(
            "Med planen mangler {beds} institusjonsplasser i {year}, {built} om boligplassene "
            "regnes med"
        )
        if homes and gap >= 0.5
        else _("Uten bygging mangler {gap} plasser i {year}, med planen mangler {beds}")
        if planned and gap >= 0.5
        else _("Uten bygging mangler {gap} plasser i {year}")
        if gap >= 0.5
        else _("Dagens plasser holder til {year}")
    )
    opening = Mark(_("Nye plasser åpner"), x=int(model.choices.opening.value))
    not_beds = _(
        "Plasser i bokollektiv og bolig er ikke institusjonsplasser og er ikke med i "
        "dekningsgraden. "
    )
    return _show(model)(
        "plasser-plan",
        title,
        _("Behov og plasser, {place}"),
        **timeline(
            lines,
            Column("places", _("Plasser"), Unit.PLACES),
            Column("series", _("Hva")),
            people=True,
            projected_from=model.base_year + 1,
            zero=True,
            y_title=_("plasser"),
            marks=(opening,) if planned else (),
        ),
        gap=about(gap),
        beds=about(beds),
        built=about(built),
        sources=need_sources(model, *PRINTED_PLAN),
        formula=_("Plasser i dag + plasser som er åpnet"),
        note=(not_beds if homes else "") + model.caveat,
        assumptions=(model.choices.new_beds, model.choices.new_homes, model.choices.opening),
    )


def gaps(model: Model) -> Exhibit | None:
    """Give places lacking without building, by rate and year, as a table."""
    rows = [
        (name, str(y), whole(model.lacking(need, build=False).get(y)))
        for name, need in needs_by_name(model).items()
        for y in MILESTONES
        if y in model.years
    ]
    if not rows:
        return None
    gap = model.lacking(model.need, build=False).get(model.target)
    return _show(model)(
        "plasser-mangel",
        _("Med {practice} mangler {gap} plasser i {year} uten bygging")
        if gap and gap >= 0.5
        else _("Med {practice} er det nok plasser i {year} uten bygging"),
        _("Plasser som mangler uten bygging, {place}, etter hva de følger"),
        (
            Column("scenario", _("Hva plassene følger")),
            Column(YEAR, _("År")),
            Column("lacking", _("Mangler"), Unit.PLACES),
        ),
        rows,
        practice=practice(model, closed=True),
        gap=about(gap),
        pivot=("scenario", YEAR, "lacking"),
        sources=need_sources(model, *PRINTED_TARGETS[:2]),
        formula=_("Plasser som trengs minus plasser i dag, minst 0"),
        assumptions=model.choices.rates,
        note=model.caveat,
    )


def cost(model: Model) -> Exhibit | None:
    """Show what it costs a year to help those without a place in other ways."""
    gap, each_place = model.lacking(model.need, build=False).get(model.target), model.choices
    if gap is None or gap < 0.5 or each_place.place_cost is None:
        return None
    place = _told(yearly_cost(gap, each_place.place_cost.value))
    ways = {name: _told(yearly_cost(gap, each)) for name, (each, _prices) in model.ways().items()}
    ordered = sorted(ways.items(), key=lambda pair: pair[1])
    doubt = unsure(model.prices, *UNSURE)
    return _show(model)(
        "alternativkostnad",
        _("Å klare seg uten {gap} plasser koster fra {a} til {b} i året i {year}{unsure}"),
        _("Drift per år for dem som ikke får plass i {year}, {place}, mill. kr"),
        *by_column(
            [(_("Institusjonsplasser"), place), *ordered],
            (Column("way", _("Måte")), lambda way: way[0]),
            (Column("cost", _("Per år"), Unit.MILLION_NOK, 0), lambda way: way[1]),
            (
                Column("difference", _("Mot plass"), Unit.MILLION_NOK, 0, sign=True),
                lambda way: way[1] - place,
            ),
        ),
        gap=about(gap),
        a=unit_once(millions(ordered[0][1]), millions(ordered[-1][1])),
        b=millions(ordered[-1][1]),
        c=millions(place),
        unsure=_(", med usikre priser") if doubt else "",
        alt=_("Plassene ville kostet {c} i året; andre måter koster fra {a} til {b}."),
        sources=(*need_sources(model), *price_sources(model)),
        chart=Chart(Shape.BARS, "cost", "way"),
        formula=_("Plasser som mangler × kostnad per person og år"),
        assumptions=model.choices.costs,
        note=join(
            _(
                "Prisene er kommunens egne: plass og bolig netto, time i hjemmet brutto. "
                "Investering, tilskudd, husleie, pårørendes innsats, dagtilbud og skyss er ikke "
                "med, og alternativene gir ikke samme tjeneste."
            ),
            doubt,
        ),
    )


def short_stay(model: Model) -> Exhibit | None:
    """Show the share turned away by number of short-term places."""
    now, fewest, arrivals = model.queue(), model.fewest(), model.choices.arrivals
    if now is None or fewest is None or arrivals is None:
        return None
    near = {now.places + step for step in (-4, -2, 2, 4, 8) if now.places + step > 0}
    stay, use = model.choices.stay, share(LIKELY_USE, 0)
    premise, unsure = _("Med antatt liggetid"), ""
    load = _("Belastningen er løst slik at de som får plass, er så mange som SSB teller.")
    if model.choices.guessed:
        premise = _("Med antatt behov for {use} av plassene").format(use=use)
        load = unsure = _(
            "Hvor mange som vil ha korttidsplass, er ikke kjent. Vi antar at det til enhver tid er "
            "behov for {use} av plassene. Det er usikkert."
        ).format(use=use)
    queues = [queue(arrivals.value, stay.value, n) for n in sorted({now.places, fewest, *near})]
    return _show(model)(
        "korttid",
        _("{premise} er {n} plasser nok: det er fullt for {blocked}")
        if now.blocked <= RISK
        else _("{premise} er det fullt for {blocked} med {n} plasser; {fewest} gir høyst 5 %"),
        _("Andel av nye brukere som møter fullt, etter antall korttidsplasser, {place}"),
        *by_column(
            queues,
            (Column("places", _("Plasser")), lambda found: _beds(found, now.places)),
            (Column("blocked", _("Møter fullt"), Unit.SHARE, 0), lambda found: found.blocked),
            (Column("waits", _("Må vente"), Unit.SHARE, 0), _waits),
            (Column("waiting", _("Personer som venter i snitt"), Unit.COUNT, 1), _waiting),
            (Column("used", _("Plasser i bruk"), Unit.SHARE, 0), lambda found: found.occupancy),
        ),
        premise=premise,
        n=format_plain(now.places),
        blocked=share(now.blocked, 0),
        fewest=format_plain(fewest),
        sources=queue_sources(model),
        chart=Chart(Shape.BARS, "blocked", "places"),
        formula=_("Erlangs formler med belastning = nye brukere per uke × uker per opphold.")
        + f" {load}",
        assumptions=(stay, arrivals),
        note=join(
            unsure,
            _("Der det står «køen vokser», er det ikke plass nok når alle venter.")
            if any(found.lacking for found in queues)
            else "",
            _(
                "Tallene forutsetter at behovet kommer jevnt fordelt, og at de som møter fullt, "
                "får hjelp et annet sted."
            ),
            one_pool(),
        ),
    )


def _beds(found: Queue, today: int) -> str:
    text = _("{n} plasser").format(n=format_plain(found.places))
    return text + _(" (i dag)") if found.places == today else text


def _waits(found: Queue) -> Cell:
    return _("køen vokser") if found.lacking else found.waits


def _waiting(found: Queue) -> Cell:
    return _("køen vokser") if found.waiting is None else found.waiting
