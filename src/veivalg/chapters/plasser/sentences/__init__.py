"""What the chapter «plasser» says."""

from dataclasses import replace

from veivalg.chapters.common.alike import Alike
from veivalg.chapters.common.digits import million_digits
from veivalg.chapters.common.figures import ends_of
from veivalg.chapters.common.sentences import join, more_or_fewer, say, tell
from veivalg.chapters.common.use_trend import formula_of, of_trend, per_hundred
from veivalg.chapters.plasser.model import Model, practice
from veivalg.chapters.plasser.model.figures import (
    beds_of,
    chosen,
    counted,
    erlang,
    needs,
    queueing,
    rate_of,
    short_places_of,
    short_residents_of,
)
from veivalg.content import Assumption, Certainty, Figure, Interval, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.projections.places import yearly_cost
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.prices import UNSURE, unsure
from veivalg.maths.service_model.services import Driver
from veivalg.norway.quantities import quantity, registry


def now(model: Model) -> Statement | None:
    """Say places and coverage today."""
    text = _(
        "{place} har {beds} i institusjon. Det svarer til {rate} av "
        "antall innbyggere på 80 år og eldre."
    )
    figures = {"beds": beds_of(model), "rate": rate_of(model)}
    return say("na", text, figures, place=model.place.name)


def needed(model: Model) -> Statement | None:
    """Say the need in the target year as everything goes on, with its interval."""
    need, ends = model.need.get(model.target), model.interval(model.target)
    if need is None or not model.ahead:
        return None
    extra, made, year = need - model.places, needs(model), model.target
    figures = {
        "need": made(
            "plasser-behov",
            _("Institusjonsplasser som trengs"),
            need,
            Unit.PLACES,
            formula_of(model.driver, model.going),
            0,
            quantity=quantity("institution_needed", year) if model.three else None,
        ),
        "extra": more_places(model, need, year),
    }
    text = (
        _("Med {practice} trengs {need} i {year}. Det er {extra:au} {more} enn i dag")
        if abs(extra) >= 0.5
        else _("Med {practice} trengs {need} i {year}. Det er om lag som i dag ({extra:u})")
    )
    words = {
        "practice": practice(model, closed=True),
        "year": str(year),
        "more": more_or_fewer(extra),
    }
    unsure = abs(extra) >= 0.5 and model.either
    if ends is None:
        return say("behov", text + ".", figures, words, caution=unsure)
    low, high = (end - model.places for end in ends)
    figures |= ends_of(figures["extra"])
    words["ends"] = _ends(low, high)
    return say("behov", text + _(", trolig mellom {ends}."), figures, words, caution=unsure)


def more_places(model: Model, need: float, year: int) -> Figure:
    """Give how many more places than today a need is, with its interval."""
    far = year == model.target
    return needs(model, None if far else year)(
        "plasser-flere" if far else f"plasser-flere-{year}",
        _("Flere institusjonsplasser enn i dag"),
        need - model.places,
        Unit.PLACES,
        _("Plasser som trengs minus plasser i dag"),
        0,
        interval=_interval(model, model.interval(year)),
        quantity=quantity("institution_more", year) if model.three else None,
    )


def meaning() -> str:
    """Say what the interval is."""
    return _("80 % intervall av tusen mulige framtider, som i scenariorommet")


def _interval(model: Model, ends: tuple[float, float] | None) -> Interval | None:
    if ends is None:
        return None
    return Interval(ends[0] - model.places, ends[1] - model.places, meaning(), 0.8)


def three(model: Model) -> Statement | None:
    """Say the three numbers together: none of them is a goal."""
    found = {d: n for d, by in model.three.items() if (n := by.get(model.target)) is not None}
    if len(found) < 2 or not model.ahead:
        return None
    made = needs(model)
    figures: dict[str, Figure | None] = {
        driver.value: made(
            f"plasser-{driver.value}",
            _(registry()[THREE[driver]].label),
            value,
            Unit.PLACES,
            formula_of(driver, model.going),
            0,
            quantity=quantity(THREE[driver], model.target),
        )
        for driver, value in found.items()
    }
    figures["per"] = per_hundred(model.rate or 0.0, made)
    counts, followed = model.course.coverage if model.course else {}, model.driver
    known = model.going if "trend" in figures else None
    trend, lowest = of_trend(counts, known, made, followed=followed is Driver.TREND)
    each = {
        Driver.AGE: _("Med dagens bruk i hver aldersgruppe trengs {age} i {year}."),
        Driver.COVERAGE: _(
            "Skal det fortsatt være {per} plasser per 100 innbyggere over 80 år, trengs {coverage} "
            "i {year}."
        ),
    }
    # the number that is followed has a finding of its own above this one
    others = [text for driver, text in each.items() if driver is not followed]
    text = " ".join(t for t in (*others, trend, _("Ingen av tallene er et mål.")) if t)
    said = {slot: one for slot, one in (figures | lowest).items() if f"{{{slot}}}" in text}
    return say("tre-tall", text, said, {"year": str(model.target)})


def _ends(low: float, high: float) -> str:
    """Give the slots of the ends of a change, with words where they differ in direction."""
    if low < -0.5 and high > 0.5:
        return _("{low:au} færre og {high:au} flere")
    return _("{low:au} og {high:au}") if low >= -0.5 else _("{high:au} og {low:au} færre")


def targets(model: Model) -> Statement | None:
    """Say what the low and the high target would need."""
    figures: dict[str, Figure | None] = {}
    words = {"year": str(model.target)}
    for name, word, assumed in zip(
        ("low", "high"), ("less", "more"), model.choices.rates, strict=True
    ):
        need = model.at_rate(assumed.value).get(model.target)
        if need is None:
            return None
        words[word] = more_or_fewer(need - model.places)
        figures[name] = chosen(model, f"maal-{name}", assumed)
        figures[f"{name}_extra"] = needs(model)(
            f"maal-{name}-flere",
            _("Plasser mer enn i dag"),
            need - model.places,
            Unit.PLACES,
            _("Dekningsgrad × innbyggere 80 år og eldre minus plasser i dag"),
            0,
            assumptions=(assumed,),
        )
    low = model.choices.rate_low
    text = (
        _(
            "Med kommunens eget mål på {low} trengs {low_extra:au} {less} plasser enn i dag i "
            "{year}. Med {high} trengs {high_extra:au} {more}."
        )
        if low.certainty is Certainty.PRINTED and not low.changed
        else _(
            "Var dekningsgraden {low} i stedet, trengtes {low_extra:au} {less} plasser enn i "
            "dag i {year}, og med {high} trengtes {high_extra:au} {more}. Disse to nivåene er "
            "et valg, ikke kommunens mål."
        )
    )
    return say("maal", text, figures, words)


def when(model: Model) -> Statement | None:
    """Say in which year a number of extra places is needed, as today and at the high coverage."""
    c = model.choices
    year = model.reached(model.need, c.extra_low.value)
    later = model.reached(model.at_rate(c.rate_high.value), c.extra_low.value)
    figures = {
        "n": chosen(model, "ekstra-plasser", c.extra_low),
        "high": chosen(model, "maal-high", c.rate_high),
    }
    text = _(
        "{n} flere enn i dag trengs {first} med {practice}, og {second} med en dekningsgrad på "
        "{high}."
    )
    neither = year is None and later is None
    if neither:
        text = _(
            "{n} flere enn i dag trengs {first}, verken med {practice} eller med en dekningsgrad "
            "på {high}."
        )
    words = {
        "first": when_reached(model, year),
        "second": when_reached(model, later),
        "practice": practice(model, closed=neither),
    }
    return say("naar", text, figures, words)


def when_reached(model: Model, year: int | None) -> str:
    """Give when something is reached: «i 2034», «allerede i 2026», «ikke innen 2050»."""
    if year is None:
        return _("ikke innen {year}").format(year=model.years[-1])
    if year == model.base_year:
        return _("allerede i {year}").format(year=year)
    return _("i {year}").format(year=year)


def _lacking(model: Model, gap: float) -> Figure:
    """Give institution places lacking when nothing is built."""
    formula = _("Plasser som trengs minus plasser i dag")
    what = _("Institusjonsplasser som mangler")
    return needs(model)("plasser-mangler", what, gap, Unit.PLACES, formula, 0)


def _way(
    model: Model, id: str, label: str, gap: float, value: float, prices: tuple[Assumption, ...]
) -> Figure:
    """Give what it costs a year to help those without a place in one way."""
    return needs(model)(
        f"kostnad-{id}",
        label,
        value,
        Unit.MILLION_NOK,
        _("Plasser som mangler × kostnad per person og år"),
        million_digits(value),
        inputs=(_lacking(model, gap),),
        assumptions=prices,
    )


def own_cost(model: Model, gap: float) -> Figure | None:
    """Give what it costs a year to run the places that are lacking; None without a price."""
    price = model.choices.place_cost
    if price is None:
        return None
    value = yearly_cost(gap, price.value)
    return _way(model, "own", _("Institusjonsplasser per år"), gap, value, (price,))


def cost(model: Model) -> Statement | None:
    """Say what helping those without a place costs, the cheapest and the dearest way."""
    gap, c = model.lacking(model.need, build=False).get(model.target), model.choices
    if gap is None or gap < 0.5:
        return None
    lacking = _lacking(model, gap)
    if c.place_cost is None:
        text = _(
            "Bygges det ikke, mangler {gap} i {year} med {practice}. Kroner vises når regnskapet "
            "etter funksjon er hentet."
        )
        words = {"year": str(model.target), "practice": practice(model)}
        return say("bygger-ikke", text, {"gap": lacking}, words)
    ways = sorted((yearly_cost(gap, each), prices) for each, prices in model.ways().values())
    figures = {
        "low": _way(model, "low", _("Rimeligste alternativ per år"), gap, *ways[0]),
        "high": _way(model, "high", _("Dyreste alternativ per år"), gap, *ways[-1]),
        "own": own_cost(model, gap),
    }
    text = _(
        "Bygges det ikke, mangler {gap} i {year} med {practice}. Det koster {low:f} til {high} i "
        "året å hjelpe på andre måter, mot {own} for drift av plassene (253) uten lokaler (261), "
        "i {level}. Plass og bolig er regnet netto, og timer i hjemmet brutto."
    )
    doubt = unsure(model.prices, *UNSURE)
    words = {"year": str(model.target), "practice": practice(model), "level": model.level}
    figures = {"gap": lacking, **figures}
    return say("bygger-ikke", join(text, doubt), figures, words, caution=bool(doubt))


def cheaper(model: Model) -> Statement | None:
    """Say under how many hours a week help at home is cheaper than a place."""
    c = model.choices
    if c.place_cost is None or c.hour_cost is None:
        return None
    make = replace(needs(model), assumptions=(c.place_cost, c.hour_cost))
    place, hour = c.place_cost.value, c.hour_cost.value
    text, found = Alike(make, place, model.rooms, hour, model.prices, model.level).told()
    figures: dict[str, Figure | None] = {**found}
    if c.home_hours is not None:
        figures["given"] = chosen(model, "timer-i-stedet", c.home_hours)
        text += " " + _("De som ellers ville fått plass, får etter antakelsen {given}.")
    text = join(text, unsure(model.prices, "place_net", "hour_gross"))
    return say("lonner-seg", text, figures)


def short_stay(model: Model) -> Statement | None:
    """Say how many meet a full house; nothing where nothing is counted of the demand."""
    arrivals = model.choices.arrivals
    if model.misfit and arrivals is None:
        return _misfit(model)
    queue, fewest = model.queue(), model.fewest()
    if queue is None or model.choices.guessed:
        return None
    made, needed = queueing(model), _("Korttidsplasser som trengs")
    figures: dict[str, Figure | None] = {
        "places": short_places_of(model),
        "blocked": made("korttid-fullt", _("Møter fullt"), queue.blocked, Unit.SHARE, erlang(), 0),
        "fewest": made("korttid-trengs", needed, fewest, Unit.PLACES, erlang(), 0),
    }
    text = _(
        "Med {places:u} korttidsplasser er det fullt for {blocked} av nye brukere. Skal det "
        "gjelde høyst 5 %, trengs {fewest}."
    )
    if model.ahead:
        later = model.fewest(model.target)
        figures["later"] = queueing(model, ahead=True)(
            "korttid-trengs-fram", needed, later, Unit.PLACES, erlang(), 0
        )
        text = _(
            "Med {places:u} korttidsplasser er det fullt for {blocked} av nye brukere. Skal det "
            "gjelde høyst 5 %, trengs {fewest:u} i dag og {later} i {year}."
        )
        gap = model.lacking(model.need, build=False).get(model.target) or 0.0
        more = (later or 0) - (model.short_places or 0)  # what is lacking, counts from today too
        if 0 < more <= gap:
            figures["more"] = queueing(model, ahead=True)(
                "korttid-flere", _("Flere korttidsplasser"), more, Unit.PLACES, erlang(), 0
            )
            figures["gap"] = _lacking(model, gap)
            text += " " + _(
                "De {more:u} flere enn dagens {places:u} ligger innenfor de {gap:u} "
                "institusjonsplassene som mangler, og kommer ikke i tillegg."
            )
    before = model.short_before
    if before is not None:
        figures["before"] = counted(model, "care_places")(
            "korttidsplasser-for", _("Korttidsplasser året før"), before, Unit.PLACES
        )
        text += " " + _("Året før var det {before}, så grunnlaget er usikkert.")
    return say("korttid", text, figures, caution=True, year=str(model.target))


def _misfit(model: Model) -> Statement | None:
    text = _(
        "SSB teller {residents:u} på korttidsopphold, men bare {places:u} korttidsplasser samme "
        "dag. De to tallene passer ikke sammen, så vi regner ikke på køen."
    )
    figures = {"residents": short_residents_of(model), "places": short_places_of(model)}
    return say("korttid", text, figures, caution=True)


def nothing(place: str) -> Statement:
    """Say that the chapter lacks what it rests on."""
    text = _("Vi mangler tall om {place}, så plassbehovet kan ikke beregnes ennå.")
    return tell("mangler", text, lacking=True, place=place)
